"""What types have of their bases, and what these say of properties that types document anew."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from codegen.claims import Claim, DefinitionClaim, EnumClaim, Row, Slot, TableClaim
from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.typeexpr import Ref, Scalar

__all__ = ["inherited", "specified"]

#: No real types inherit so many times what is stated of all types; and none has so many bases.
#: Without a limit, a few pages could claim as much as the square of what they hold.
_SHARE, _MOST_BASES = 10, 100

#: Type -> its bases, each with the definition that names it.
_Bases = dict[str, dict[str, DefinitionClaim]]

#: Type -> the tables of its properties.
_Tables = dict[str, list[TableClaim]]


def inherited(claims: Iterable[Claim]) -> tuple[list[TableClaim], tuple[Diagnostic, ...]]:
    """What types have of their bases: the tables of these, without what they say anew.

    And a finding for each circle of types that inherit from each other.
    """
    bases, tables = _known(claims)
    found: list[TableClaim] = []
    findings: dict[frozenset[str], Diagnostic] = {}
    left = _SHARE * sum(len(table.rows) for own in tables.values() for table in own)
    for label, named in bases.items():
        above, circle = _above(label, bases)
        if circle and circle[0] == min(circle):
            findings.setdefault(frozenset(circle), _in_circle(circle, bases))
        more = list(_of_bases(label, above, tables))
        found += more
        left -= sum(len(table.rows) for table in more)
        if left < 0:
            too_much = _too_much(next(iter(named.values())))
            return found, (*findings.values(), too_much)
    return found, tuple(findings.values())


def specified(claims: list[Claim]) -> list[Claim]:
    """`claims`; a property that a base says to have the values of a type has these in each type.

    A type holds for each of its bases too: a row that calls the property a mere string, where that
    of the base names a type that is documented by its values, is the vaguer one. Values that the
    row lists must be the same, but for small and capital letters.
    """
    bases, tables = _known(claims)
    values: dict[str, list[str | int]] = defaultdict(list)
    for claim in claims if bases else ():
        if isinstance(claim, EnumClaim):
            values[claim.label] += (one.value for one in claim.values)
    enums = {label: _Values.of(listed) for label, listed in values.items()}
    if not enums:
        return claims
    named = {label: {row.name: row for row in _rows(own)} for label, own in tables.items()}
    new: dict[int, TableClaim] = {}
    for label in bases.keys() & tables.keys():
        above = [named[base] for base in _above(label, bases)[0] if named.get(base)]
        for table in tables[label] if above else ():
            rows = tuple(_specified(row, above, enums) for row in table.rows)
            same = all(one is other for one, other in zip(rows, table.rows, strict=True))
            if not table.path and not same:
                new[id(table)] = replace(table, rows=rows)
    return [new.get(id(claim), claim) for claim in claims] if new else claims


class _Values(NamedTuple):
    """The values of a type: what they are, and how they are called whatever their letters."""

    kind: str
    names: frozenset[str]

    @classmethod
    def of(cls, values: Collection[str | int]) -> _Values:
        kinds = {"string" if isinstance(one, str) else "integer" for one in values}
        return cls(kinds.pop() if len(kinds) == 1 else "", frozenset(_names_of(values)))


def _names_of(values: Iterable[str | int]) -> set[str]:
    return {str(one).casefold() for one in values}


def _rows(tables: Iterable[TableClaim]) -> Iterator[Row]:
    """The rows of tables that name a type."""
    for table in tables:
        if not table.path:
            yield from (row for row in table.rows if isinstance(row.type, Ref))


def _specified(row: Row, above: Iterable[Mapping[str, Row]], enums: Mapping[str, _Values]) -> Row:
    """A row with the type that the nearest of the bases `above` names, if that is one of values."""
    if not isinstance(row.type, Scalar) or row.unproved:
        return row
    said = next((named[row.name].type for named in above if row.name in named), None)
    found = enums.get(said.name) if isinstance(said, Ref) else None
    if found is None or found.kind != row.type.name:
        return row
    same = not row.values or _names_of(row.values) == found.names
    return replace(row, type=said) if same else row


def _known(claims: Iterable[Claim]) -> tuple[_Bases, _Tables]:
    """The bases of all types, and the tables of their properties."""
    bases: _Bases = defaultdict(dict)
    tables: _Tables = defaultdict(list)
    for claim in claims:
        if isinstance(claim, DefinitionClaim):
            for link in claim.bases:
                bases[claim.label].setdefault(link.label, claim)
        elif isinstance(claim, TableClaim) and claim.slot.direction == "definition":
            tables[claim.slot.operation.path].append(claim)
    return bases, tables


def _of_bases(label: str, above: Iterable[str], tables: _Tables) -> Iterator[TableClaim]:
    """The tables of the bases `above`, as those of a type; a nearer one wins."""
    known = {name for table in tables.get(label, ()) for name in _names(table)}
    for base in above:
        own = tables.get(base, ())
        yield from (left for table in own if (left := _left(table, label, known)) is not None)
        known |= {name for table in own for name in _names(table)}


def _too_much(claim: DefinitionClaim) -> Diagnostic:
    """The finding at the type from which on nothing is inherited any more."""
    message = f"with {claim.label}, types inherit {_SHARE} times as much as all pages state"
    place = At(claim.place.page, claim.place.line)
    return finding("too-much-inherited", message, claim.label, [(place, "")])


def _above(label: str, bases: _Bases) -> tuple[list[str], list[str]]:
    """The bases of a type, from the nearest on; and the way back to it, where there is one."""
    ways: dict[str, list[str]] = {label: [label]}
    circle: list[str] = []
    pending = deque([label])
    while pending and len(ways) <= _MOST_BASES:
        one = pending.popleft()
        for base in bases.get(one, ()):
            if base == label:
                circle = circle or ways[one]
            elif base not in ways:
                ways[base] = [*ways[one], base]
                pending.append(base)
    return list(ways)[1:], circle


def _in_circle(circle: Sequence[str], bases: _Bases) -> Diagnostic:
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


def _left(table: TableClaim, label: str, known: Collection[str]) -> TableClaim | None:
    """`table` as one of the type `label`, without the properties that are `known` of it."""
    slot = Slot.definition(label)
    if table.path:
        return None if str(table.path[0]) in known else replace(table, slot=slot)
    rows = tuple(row for row in table.rows if row.name not in known)
    return replace(table, slot=slot, rows=rows) if rows else None
