"""What types have of their bases."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from codegen.claims import Claim, DefinitionClaim, Link, Row, SampleClaim, Slot, TableClaim
from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.linking.index import Index
from codegen.naming import type_name
from codegen.samples import UNTYPED, Shape
from codegen.typeexpr import SCALARS, Array, Ref, Scalar, TypeExpr

__all__ = ["above", "bases_of", "inherited", "tables_of", "with_bases"]

#: No real types inherit so many times what is stated of all types; and none has so many bases.
#: Without a limit, a few pages could claim as much as the square of what they hold.
_SHARE, _MOST_BASES = 10, 100

#: Type -> its bases, each with the definition that names it.
Bases = dict[str, dict[str, DefinitionClaim]]

#: Type -> the tables of its properties.
Tables = dict[str, list[TableClaim]]


def with_bases(claims: Sequence[Claim], index: Index) -> list[Claim]:
    """`claims`, with the base of each type that only the page of its base says to inherit from it.

    References name the types that they mean by now.
    """
    found: dict[str, dict[Link, None]] = defaultdict(dict)
    definitions = [one for one in claims if isinstance(one, DefinitionClaim)]
    for claim in definitions:
        for target in claim.derived:
            one = index.of_link(target, claim.place)
            if one is not None and not one.is_enum and one.label != claim.label:
                found[one.label][Link(label=claim.label, target="")] = None
    for claim in definitions:
        if claim.bases:
            found.pop(claim.label, None)
    return [
        replace(one, bases=tuple(found[one.label]))
        if isinstance(one, DefinitionClaim) and one.label in found
        else one
        for one in claims
    ]


def inherited(claims: Sequence[Claim]) -> tuple[list[TableClaim], tuple[Diagnostic, ...]]:
    """What types have of their bases: the tables of these, without what they say anew.

    And a finding for each circle of types that inherit from each other.
    """
    bases, tables = bases_of(claims), tables_of(claims)
    found: list[TableClaim] = []
    findings: dict[frozenset[str], Diagnostic] = {}
    left = _SHARE * sum(len(table.rows) for own in tables.values() for table in own)
    for label, named in bases.items():
        nearest, circle = above(label, bases)
        if circle and circle[0] == min(circle):
            findings.setdefault(frozenset(circle), _in_circle(circle, bases))
        more = list(_of_bases(label, nearest, tables))
        found += more
        left -= sum(len(table.rows) for table in more)
        if left < 0:
            too_much = _too_much(next(iter(named.values())))
            return found, (*findings.values(), too_much)
    return found, tuple(findings.values())


def bases_of(claims: Iterable[Claim]) -> Bases:
    """The bases that each type names, with the claim that does."""
    bases: Bases = defaultdict(dict)
    for claim in claims:
        if isinstance(claim, DefinitionClaim):
            for link in claim.bases:
                bases[claim.label].setdefault(link.label, claim)
    return bases


def tables_of(claims: Iterable[Claim]) -> Tables:
    """The tables of each type; of one that none lists the properties of, what samples show."""
    tables: Tables = defaultdict(list)
    shown: dict[str, list[SampleClaim]] = defaultdict(list)
    for claim in claims:
        if not isinstance(claim, TableClaim | SampleClaim) or claim.slot.direction != "definition":
            continue
        if isinstance(claim, TableClaim):
            tables[claim.slot.operation.path].append(claim)
        else:
            shown[claim.slot.operation.path].append(claim)
    for label, more in shown.items():
        if all(row.sampled for table in tables.get(label, ()) for row in table.rows):
            tables[label] += map(_shown, more)
    return tables


def _shown(claim: SampleClaim) -> TableClaim:
    """What a sample shows of a type that no table lists the properties of."""
    rows = (Row(name=name, type=_type(one), sampled=True) for name, one in claim.shape.fields)
    return TableClaim(slot=claim.slot, rows=tuple(rows), place=claim.place)


def _type(shape: Shape) -> TypeExpr | None:
    """What a value of a sample is, where it is a scalar or names its own type."""
    if shape.kind in SCALARS and shape.kind not in UNTYPED:
        return Scalar(shape.kind)
    if shape.kind == "array" and len(shape.items) == 1:
        inner = _type(shape.items[0])
        return Array(inner) if inner is not None else None
    return Ref(type_name(shape.instance)) if shape.instance else None


def _of_bases(label: str, nearest: Iterable[str], tables: Tables) -> Iterator[TableClaim]:
    """The tables of its bases as those of a type; the `nearest` come first, and win."""
    known = {name for table in tables.get(label, ()) for name in _names(table)}
    for base in nearest:
        own = tables.get(base, ())
        yield from (left for table in own if (left := _left(table, label, known)) is not None)
        known |= {name for table in own for name in _names(table)}


def _too_much(claim: DefinitionClaim) -> Diagnostic:
    """The finding at the type from which on nothing is inherited any more."""
    message = f"with {claim.label}, types inherit {_SHARE} times as much as all pages state"
    place = At(claim.place.page, claim.place.line)
    return finding("too-much-inherited", message, claim.label, [(place, "")])


def above(label: str, bases: Bases) -> tuple[list[str], list[str]]:
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


def _in_circle(circle: Sequence[str], bases: Bases) -> Diagnostic:
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
