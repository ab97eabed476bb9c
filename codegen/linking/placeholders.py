"""Path parameters whose placeholders link to the type that they identify an object of.

``{guild.id}``, linked to the type Guild, is its property ``id``; so is ``{guildId}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from codegen.claims import Claim, Link, ParameterClaim, Place, Row, TableClaim
from codegen.likeness import stems
from codegen.linking.index import Index
from codegen.linking.types import Documented
from codegen.naming import snake_case, words
from codegen.typeexpr import AnyType, Ref, Scalar, TypeExpr

__all__ = ["Placeholders", "is_placeholder"]


def is_placeholder(claim: Claim) -> bool:
    """Whether a claim says of a path parameter only what its placeholder links to."""
    return (
        isinstance(claim, ParameterClaim)
        and claim.location == "path"
        and claim.row.type is None
        and any(not link.described for link in claim.row.links)
    )


class Placeholders:
    """The types of such parameters, by the properties of all types that pages document."""

    def __init__(self, claims: Iterable[Claim], index: Index) -> None:
        self._index = index
        self._rows: dict[int, dict[str, tuple[Row, Place]]] = {}
        for claim in claims:
            if isinstance(claim, TableClaim) and not claim.path:
                one = index.of_slot.get(claim.slot)
                known = self._rows.setdefault(id(one), {}) if one is not None else {}
                for row in claim.rows:
                    known.setdefault(row.name, (row, claim.place))

    def typed(self, claim: ParameterClaim) -> ParameterClaim | None:
        """The claim with its type; None where what is linked has no property of that name."""
        for link in claim.row.links:
            one = self._index.of_link(link.target, claim.place)
            kind = self._type(link, one) if one is not None else None
            if kind is not None:
                return replace(claim, row=replace(claim.row, type=kind, links=()))
        return None

    def _type(self, link: Link, one: Documented) -> TypeExpr | None:
        """A scalar, or a type of values: nothing else is a part of a path."""
        if one.is_enum:
            return Ref(one.label)
        rows = self._rows.get(id(one), {})
        row, place = next((rows[name] for name in _names(link, one) if name in rows), (None, None))
        if row is None or row.type is None or place is None:
            return None
        kind = self._index.meant(row.type, row.links, place)
        if isinstance(kind, Ref):
            other = self._index.of_label(kind.name, place)
            return kind if other is not None and other.is_enum else None
        return kind if isinstance(kind, Scalar | AnyType) else None


def _names(link: Link, one: Documented) -> Iterator[str]:
    """What the property may be called that a placeholder stands for."""
    yield link.label.rpartition(".")[2]
    yield link.label
    yield snake_case(link.label)
    known = stems(one.label) | stems(one.first.label)
    left = [word for word in words(link.label) if not stems(word) <= known]
    if left:
        yield snake_case(" ".join(left))
