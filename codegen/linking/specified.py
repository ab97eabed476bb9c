"""What bases say of properties that types document anew, and more vaguely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from codegen.claims import Claim, EnumClaim, Row, TableClaim
from codegen.linking.inheritance import above, bases_of, tables_of
from codegen.typeexpr import Ref, Scalar

__all__ = ["specified"]


def specified(claims: list[Claim]) -> list[Claim]:
    """`claims`; a property that a base says to have the values of a type has these in each type.

    A type holds for each of its bases too: a row that calls the property a mere string, where that
    of the base names a type that is documented by its values, is the vaguer one. Values that the
    row lists must be the same, but for small and capital letters.
    """
    bases = bases_of(claims)
    values: dict[str, list[str | int]] = defaultdict(list)
    for claim in claims if bases else ():
        if isinstance(claim, EnumClaim):
            values[claim.label] += (one.value for one in claim.values)
    enums = {label: _Values.of(listed) for label, listed in values.items()}
    if not enums:
        return claims
    tables = tables_of(claims)
    named = {label: {row.name: row for row in _rows(own)} for label, own in tables.items()}
    new: dict[int, TableClaim] = {}
    for label in bases.keys() & tables.keys():
        nearest = [named[base] for base in above(label, bases)[0] if named.get(base)]
        for table in tables[label] if nearest else ():
            rows = tuple(_specified(row, nearest, enums) for row in table.rows)
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


def _specified(row: Row, bases: Iterable[Mapping[str, Row]], enums: Mapping[str, _Values]) -> Row:
    """A row with the type that the first of the `bases` names, if that is one of values."""
    if not isinstance(row.type, Scalar) or row.unproved:
        return row
    said = next((named[row.name].type for named in bases if row.name in named), None)
    found = enums.get(said.name) if isinstance(said, Ref) else None
    if found is None or found.kind != row.type.name:
        return row
    same = not row.values or _names_of(row.values) == found.names
    return replace(row, type=said) if same else row
