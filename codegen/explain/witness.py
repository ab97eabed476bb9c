"""Claims, each led to the place of the spec that it speaks of.

Resolve keeps the distinct things that pages say, not each page that says them. Here the claims
are walked once more, along the graph that resolve ended with, so that every one is found again on
its own line. Only explanations pay for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from codegen.claims import (
    ITEMS,
    VALUES,
    BodyClaim,
    Claim,
    DefinitionClaim,
    EnumClaim,
    Place,
    Reading,
    Row,
    SampleClaim,
    Slot,
    Step,
    TableClaim,
    VariantStep,
)
from codegen.explain.located import Located, locate
from codegen.linking import ordered
from codegen.resolve.evidence import Key
from codegen.resolve.graph import Property
from codegen.resolve.resolver import Trace
from codegen.samples import Shape
from codegen.typeexpr import references

__all__ = ["Seen", "Spot", "Walker"]


class Spot(NamedTuple):
    """A property of an object class; with `name` None the root of a slot, by the root's key."""

    owner: Key
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One claim about one spot, with its own line.

    One of `row` (it is a row of a table), `table` (it has a table of its own), `body` and `value`
    (a sample shows it) is set. `into` is the class that a table describes.
    """

    spot: Spot
    into: Key | None = None
    found: Property
    place: Place
    row: Row | None = None
    table: TableClaim | None = None
    body: BodyClaim | None = None
    value: Located | None = None


@dataclass(frozen=True)
class Walker:
    """Walks the claims of `readings` along the graph of `trace`."""

    trace: Trace
    readings: Sequence[Reading]

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims in order of precedence, with references as they are meant."""
        return tuple(ordered(self.readings).claims)

    def seen(self, owners: Collection[Key], slots: Collection[Slot] | None = None) -> list[Seen]:
        """The claims about all spots of `owners`, and the tables that describe these classes.

        Of payloads in `slots` only, if given.
        """
        wanted = frozenset(owners)
        scope = _Scope(self.trace, wanted, self._leading_to(wanted))
        found: list[Seen] = []
        for claim in self.claims:
            if not isinstance(claim, BodyClaim | TableClaim | SampleClaim):
                continue
            if slots is not None and claim.slot not in slots:
                continue
            root = self.trace.roots[claim.slot].key
            if root in scope.within and scope.may_show(claim, root):
                found.extend(self._of(claim, root, scope))
        return found

    def printing(self, label: str) -> Iterator[Seen]:
        """Rows and bodies whose type names `label`."""
        for claim in self.claims:
            if isinstance(claim, BodyClaim) and claim.type is not None:
                if label in references(claim.type):
                    root = self.trace.roots[claim.slot].key
                    found = self.trace.graph.roots[root]
                    yield Seen(spot=Spot(root), found=found, place=claim.place, body=claim)
            elif isinstance(claim, TableClaim):
                named = [
                    r for r in claim.rows if r.type is not None and label in references(r.type)
                ]
                if named:
                    rows = self._rows(replace(claim, rows=tuple(named)))
                    yield from (one for one in rows if one.row is not None)

    def defining(self, key: Key | None) -> Iterator[DefinitionClaim | EnumClaim]:
        """The claims that document the type of a class by itself."""
        if key is None or key.kind != "label":
            return
        for claim in self.claims:
            if isinstance(claim, DefinitionClaim | EnumClaim) and claim.label == key.name:
                yield claim

    def _leading_to(self, wanted: frozenset[Key]) -> frozenset[Key]:
        """The keys of classes and roots from which a class of `wanted` is reached, and these."""
        above: dict[Key, set[Key]] = {}
        graph = self.trace.graph
        holders: list[tuple[Key, tuple[Property, ...]]]
        holders = [(root, (found,)) for root, found in graph.roots.items()]
        holders += [(key, tuple(node.properties.values())) for key, node in graph.nodes.items()]
        for holder, properties in holders:
            for found in properties:
                for below in _below(found):
                    above.setdefault(below, set()).add(holder)
        reached = set(wanted)
        pending = list(wanted)
        while pending:
            for holder in above.get(pending.pop(), ()):
                if holder not in reached:
                    reached.add(holder)
                    pending.append(holder)
        return frozenset(reached)

    def _of(self, claim: Claim, root: Key, scope: _Scope) -> Iterator[Seen]:
        found = self.trace.graph.roots[root]
        match claim:
            case BodyClaim() if root in scope.wanted:
                yield Seen(spot=Spot(root), found=found, place=claim.place, body=claim)
            case TableClaim():
                yield from self._rows(claim, scope.wanted)
            case SampleClaim():
                value = locate(claim.text, claim.place.line, claim.words)
                yield from self._values(Spot(root), found, value, claim.place, scope)

    def _rows(self, claim: TableClaim, wanted: Collection[Key] | None = None) -> Iterator[Seen]:
        """The table at the position that it describes, and its rows, where these are wanted."""
        root = self.trace.roots[claim.slot].key
        arrived = self._arrive(Spot(root), self.trace.graph.roots[root], claim.path)
        if arrived is None:
            return
        spot, found, key = arrived
        if found.others and key == found.target:
            key = self.trace.graph.holder(found, [row.name for row in claim.rows])
        if wanted is None or spot.owner in wanted or key in wanted:
            yield Seen(spot=spot, found=found, into=key, place=claim.place, table=claim)
        node = self.trace.graph.nodes.get(key) if key is not None else None
        if node is None or (wanted is not None and key not in wanted):
            return
        for row in claim.rows:
            below = node.properties.get(row.name)
            if below is not None:
                place = replace(claim.place, line=claim.place.line + row.offset)
                yield Seen(spot=Spot(node.key, row.name), found=below, place=place, row=row)

    def _arrive(
        self, spot: Spot, found: Property, path: tuple[Step, ...]
    ) -> tuple[Spot, Property, Key | None] | None:
        """The position that `path` leads to, and the class below it; None where it is lost."""
        rest = _inside(found, path)
        while rest:
            step, *more = rest
            if isinstance(step, VariantStep):
                key: Key | None = dict(found.variants).get(step)
                if not more:
                    return spot, found, key
                step, *more = more
            else:
                key = found.target
            node = self.trace.graph.nodes.get(key) if key is not None else None
            if node is None or not isinstance(step, str) or step not in node.properties:
                return None
            spot, found = Spot(node.key, step), node.properties[step]
            rest = _inside(found, tuple(more))
        return spot, found, found.target

    def _values(
        self, spot: Spot, found: Property, value: Located, at: Place, scope: _Scope
    ) -> Iterator[Seen]:
        """A value of a sample, and the values below it that lead to a wanted class."""
        if spot.owner in scope.wanted:
            yield Seen(spot=spot, found=found, place=replace(at, line=value.line), value=value)
        for element in _elements(value, found.core.marks):
            target = self.trace.graph.holder(found, [name for name, _ in element.fields])
            node = self.trace.graph.nodes.get(target) if target in scope.within else None
            if node is None:
                continue
            for name, child in element.fields:
                if name in node.properties:
                    below = node.properties[name]
                    yield from self._values(Spot(node.key, name), below, child, at, scope)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The classes that are `wanted`, and all from which one of these is reached."""

    trace: Trace
    wanted: frozenset[Key]
    within: frozenset[Key]
    _known: dict[tuple[int, Shape], bool] = field(default_factory=dict)

    def may_show(self, claim: Claim, root: Key) -> bool:
        """False of a sample that has nothing of a wanted class, which its shape tells."""
        if not isinstance(claim, SampleClaim) or root in self.wanted:
            return True
        return self._at(self.trace.graph.roots[root], claim.shape)

    def _at(self, found: Property, shape: Shape) -> bool:
        if self.within.isdisjoint(_below(found)):
            return False
        key = id(found), shape
        if key not in self._known:
            self._known[key] = any(
                self._shows(found, one)
                for one in _elements(shape, found.core.marks)
                if one.kind == "object"
            )
        return self._known[key]

    def _shows(self, found: Property, shape: Shape) -> bool:
        """Whether an object at `found` is of a wanted class, or has something of one."""
        target = self.trace.graph.holder(found, shape.keys, shape)
        node = self.trace.graph.nodes.get(target) if target in self.within else None
        return node is not None and (
            node.key in self.wanted
            or any(
                self._at(node.properties[name], child)
                for name, child in shape.fields
                if name in node.properties
            )
        )


def _below(found: Property) -> Iterator[Key]:
    if found.target is not None:
        yield found.target
    yield from found.others
    yield from found.instances
    for _, key in found.variants:
        yield key


def _inside(found: Property, path: Sequence[Step]) -> tuple[Step, ...]:
    """What is left of `path` inside the arrays and maps of `found`.

    A table that does not say that it is about elements describes them all the same.
    """
    rest = tuple(path)
    for mark in found.core.marks:
        if rest and rest[0] == mark:
            rest = rest[1:]
    return rest


_V = TypeVar("_V", Located, Shape)


def _elements(value: _V, marks: tuple[str, ...]) -> tuple[_V, ...]:
    """What is inside the arrays and maps around a value."""
    values: tuple[_V, ...] = (value,)
    for mark in marks:
        if mark == ITEMS:
            values = tuple(item for one in values for item in one.items)
        elif mark == VALUES:
            values = tuple(item for one in values for _, item in one.fields)
    return values
