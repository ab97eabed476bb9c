"""Types that are one of several others: a union wherever they are named.

Pages list links to many things. It is types that one value may be of where each link leads to an
object type that pages document, and all of these have a property in common, which tells them apart.
Of a list of all kinds of something, those that pages say to be sent inside of others alone are none
that stands by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codegen.claims import BodyClaim, DefinitionClaim, Link
from codegen.linking.index import Index
from codegen.linking.types import Documented
from codegen.typeexpr import Ref, one_of

__all__ = ["settle"]


def settle(types: Iterable[Documented], index: Index) -> None:
    """Say what such types are; what turns out to be none, `index` has no more."""
    for one in types:
        for claim in one.claims:
            if isinstance(claim, DefinitionClaim) and claim.options:
                if one.keys:
                    break  # it has properties of its own
                body = _body(claim, index)
                if body is not None:
                    one.said.append(body)
                    kinds = zip(claim.options, claim.kinds, strict=False)
                    one.kinds = {link.label: frozenset(words) for link, words in kinds}
                elif len(one.claims) == 1 and not claim.bases:
                    index.forget(one)
                break


def _body(claim: DefinitionClaim, index: Index) -> BodyClaim | None:
    found: list[tuple[Link, Documented]] = []
    for link in claim.options:
        one = index.of_link(link.target, claim.place)
        if one is None or one.is_enum or not one.keys or one.first is claim:
            return None
        found.append((link, one))
    if not frozenset.intersection(*(one.keys for _, one in found)):
        return None
    # What is sent inside of another option alone is none by itself.
    whole = [link for link, one in found if not _is_part(one, [part for _, part in found], index)]
    kind = one_of(tuple(Ref(link.label) for link in whole or claim.options))
    return BodyClaim(slot=claim.slot, type=kind, links=claim.options, place=claim.place)


def _is_part(one: Documented, options: Sequence[Documented], index: Index) -> bool:
    """Whether pages say that a type is sent inside of another of the options alone."""
    return any(
        index.of_link(target, claim.place) in options
        for claim in one.claims
        if isinstance(claim, DefinitionClaim)
        for target in claim.inside
    )
