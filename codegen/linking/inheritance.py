"""What types have of their bases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from codegen.claims import Claim, DefinitionClaim, Slot, TableClaim
from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic

__all__ = ["inherited"]


def inherited(claims: Iterable[Claim]) -> tuple[list[TableClaim], tuple[Diagnostic, ...]]:
    """What types have of their bases: the tables of these, without what they say anew.

    And a finding for each circle of types that inherit from each other.
    """
    bases: dict[str, dict[str, DefinitionClaim]] = defaultdict(dict)
    tables: dict[str, list[TableClaim]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim, DefinitionClaim):
            for link in claim.bases:
                bases[claim.label].setdefault(link.label, claim)
        elif isinstance(claim, TableClaim) and claim.slot.direction == "definition":
            tables[claim.slot.operation.path].append(claim)
    found: list[TableClaim] = []
    findings: dict[frozenset[str], Diagnostic] = {}
    for label in bases:
        above, circle = _above(label, bases)
        if circle and circle[0] == min(circle):
            findings.setdefault(frozenset(circle), _in_circle(circle, bases))
        known = {name for table in tables[label] for name in _names(table)}
        for base in above:
            new: set[str] = set()
            for table in tables.get(base, ()):
                if (left := _left(table, label, known)) is not None:
                    found.append(left)
                    new.update(_names(table))
            known |= new
    return found, tuple(findings.values())


def _above(
    label: str, bases: Mapping[str, Mapping[str, DefinitionClaim]]
) -> tuple[list[str], list[str]]:
    """The bases of a type, from the nearest on; and the way back to it, where there is one."""
    ways: dict[str, list[str]] = {label: [label]}
    circle: list[str] = []
    pending = [label]
    for one in pending:  # grows
        for base in bases.get(one, ()):
            if base == label:
                circle = circle or ways[one]
            elif base not in ways:
                ways[base] = [*ways[one], base]
                pending.append(base)
    return pending[1:], circle


def _in_circle(
    circle: Sequence[str], bases: Mapping[str, Mapping[str, DefinitionClaim]]
) -> Diagnostic:
    """The finding about types that inherit from each other."""
    steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
    places = [(bases[one][base].place, base) for one, base in steps]
    message = f"{circle[0]} inherits from itself: {' -> '.join([*circle, circle[0]])}"
    said = [(At(place.page, place.line), f"inherits from {base}") for place, base in places]
    return finding("inheritance-cycle", message, circle[0], said)


def _names(table: TableClaim) -> Iterator[str]:
    if table.path:
        yield str(table.path[0])
    else:
        yield from (row.name for row in table.rows)


def _left(table: TableClaim, label: str, known: set[str]) -> TableClaim | None:
    """`table` as one of the type `label`, without the properties that are `known` of it."""
    slot = Slot.definition(label)
    if table.path:
        return None if str(table.path[0]) in known else replace(table, slot=slot)
    rows = tuple(row for row in table.rows if row.name not in known)
    return replace(table, slot=slot, rows=rows) if rows else None
