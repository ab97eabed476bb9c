"""Types of which pages send a part: the same properties, none of which need be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from codegen.claims import Claim, DefinitionClaim, Slot, TableClaim
from codegen.linking.index import Index

__all__ = ["partials"]


def partials(claims: Iterable[Claim], index: Index) -> list[Claim]:
    """The definitions of the types that `index` was asked for a part of, and their tables."""
    wanted = {label: named for named, label in index.partials.items()}
    if not wanted:
        return []
    tables: dict[str, list[TableClaim]] = defaultdict(list)
    defined: dict[str, DefinitionClaim] = {}
    for claim in claims:
        if isinstance(claim, DefinitionClaim) and claim.label in wanted:
            defined.setdefault(claim.label, claim)
        elif isinstance(claim, TableClaim) and claim.slot.direction == "definition":
            tables[claim.slot.operation.path].append(claim)
    found: list[Claim] = []
    for label, claim in defined.items():
        slot = Slot.definition(wanted[label])
        found.append(
            replace(claim, slot=slot, label=wanted[label], anchors=(), bases=(), inside=())
        )
        found.extend(_of(table, slot) for table in tables[label])
    return found


def _of(table: TableClaim, slot: Slot) -> TableClaim:
    if table.path:
        return replace(table, slot=slot)
    rows = tuple(replace(row, presence="optional") for row in table.rows)
    return replace(table, slot=slot, rows=rows)
