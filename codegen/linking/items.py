"""Samples of one item, below an operation that pages say to answer with a list of them."""

from __future__ import annotations

from collections import defaultdict

from msgspec.structs import replace

from codegen.claims import BodyClaim, Claim, SampleClaim, Slot
from codegen.linking.index import Index
from codegen.typeexpr import Array, Ref, TypeExpr

__all__ = ["placed"]

#: The share of a sample's names that the type must have to be what it is a sample of.
_LEAST = 0.6


def placed(claims: list[Claim], index: Index) -> list[Claim]:
    """`claims`, with each such sample as one of the type that the list is of."""
    said: dict[Slot, set[TypeExpr | None]] = defaultdict(set)
    for claim in claims:
        if isinstance(claim, BodyClaim):
            said[claim.slot].add(claim.type)
    items = {
        slot: kind.items.name
        for slot, kinds in said.items()
        if len(kinds) == 1
        and isinstance(kind := next(iter(kinds)), Array)
        and isinstance(kind.items, Ref)
    }
    if not items:
        return claims
    return [
        _placed(claim, items[claim.slot], index)
        if isinstance(claim, SampleClaim) and claim.slot in items
        else claim
        for claim in claims
    ]


def _placed(claim: SampleClaim, label: str, index: Index) -> SampleClaim:
    one = index.of_label(index.partials.get(label, label), claim.place)
    keys = claim.shape.keys if claim.shape.kind == "object" else frozenset[str]()
    if one is None or one.is_enum or not keys or len(keys & one.keys) < _LEAST * len(keys):
        return claim
    return replace(claim, slot=Slot.definition(label))
