"""Bodies inside an object whose only property goes by the name of the type: ``{"toy": {...}}``.

Pages that wrap a body so call it by what is inside, and list the properties of that alone: the
samples show how it is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from codegen.claims import BodyClaim, Claim, Row, SampleClaim, Slot, TableClaim
from codegen.linking.index import Index
from codegen.linking.types import loose
from codegen.samples import Shape
from codegen.typeexpr import Ref

__all__ = ["wrapped"]


def wrapped(claims: list[Claim], index: Index) -> list[Claim]:
    """`claims`, with each such body as an object that has the property.

    All samples of the body must show it, and the type have no such property itself.
    """
    shapes: dict[Slot, list[Shape]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim, SampleClaim) and claim.slot.direction != "definition":
            shapes[claim.slot].append(claim.shape)
    names: dict[Slot, str] = {}
    for claim in claims:
        if isinstance(claim, BodyClaim) and isinstance(claim.type, Ref):
            name = _wrapper(claim, claim.type.name, shapes, index)
            if name and names.setdefault(claim.slot, name) != name:
                names[claim.slot] = ""
    if not any(names.values()):
        return claims
    return [one for claim in claims for one in _inside(claim, names)]


def _wrapper(
    claim: BodyClaim, label: str, shapes: Mapping[Slot, Sequence[Shape]], index: Index
) -> str:
    """The only property of all samples of a body, where it goes by the label of the body's type."""
    shown = shapes.get(claim.slot, ())
    names = {name for one in shown for name, _ in one.fields}
    name = names.pop() if len(names) == 1 else ""
    if not name or loose(name) != loose(label):
        return ""
    if any(one.kind != "object" or not one.fields or not one.at[name].fields for one in shown):
        return ""
    one = index.of_label(label, claim.place)
    return name if one is not None and not one.is_enum and name not in one.keys else ""


def _inside(claim: Claim, names: Mapping[Slot, str]) -> Iterator[Claim]:
    """A claim of a body as one of what its only property holds."""
    name = names.get(claim.slot, "") if isinstance(claim, BodyClaim | TableClaim) else ""
    if isinstance(claim, BodyClaim) and name and isinstance(claim.type, Ref):
        row = Row(name=name, type=claim.type, description=claim.description, links=claim.links)
        yield replace(claim, type=None, links=())
        yield TableClaim(slot=claim.slot, rows=(row,), place=claim.place)
    elif isinstance(claim, TableClaim) and name and not claim.path and _is_of_type(claim, name):
        yield replace(claim, path=(name,))
    else:
        yield claim


def _is_of_type(claim: TableClaim, name: str) -> bool:
    return not any(row.sampled or row.name == name for row in claim.rows)
