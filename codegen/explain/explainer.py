"""Explanations of types and properties, from a resolution and the claims of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.claims import EnumClaim, Place
from codegen.explain import reasons
from codegen.explain.facts import ADD_UP, DEFINED, Subject, facts_of
from codegen.explain.model import Explanation, Fact, Kind, Merged, Where
from codegen.explain.operations import of_parameter
from codegen.explain.statements import Said, names_of, on_definition, on_values, where, written
from codegen.explain.uses import uses
from codegen.explain.witness import Seen, Spot, Walker
from codegen.explain.world import World
from codegen.resolve.evidence import Key
from codegen.resolve.graph import Property as Position
from codegen.resolve.types import union_key
from codegen.spec import EnumType, ObjectType, Property, Type, Undecided, UnionType
from codegen.typeexpr import references

__all__ = ["Explainer"]

_Parts = tuple[tuple[Fact, ...], tuple[Explanation, ...], list[Place]]

_UNDECIDED = "The page does not say which of several properties it means, so none of them has it."
_FLAGS = "bits that are combined"
_FORMER = "Types of these names turned out to be this one; code goes on working with the names."
_FROM_PLACE = "No label that is believed names it, so it is named after the places that hold it."


@dataclass(frozen=True, kw_only=True)
class Explainer:
    """Explains facts of `world` by the claims of `walker`; `paths` are the files of pages."""

    world: World
    walker: Walker
    paths: Mapping[str, str]

    def property(self, owner: ObjectType, prop: Property) -> Explanation:
        """One property of an object type, with all claims for and against each of its facts."""
        return self._property(owner, prop, self._of_class(owner.name))

    def type(self, one: Type) -> Explanation:
        """A type: its name, what was found to be it, its properties or values, and its uses."""
        key = self.world.keys.get(one.name)
        kind: Kind
        match one:
            case ObjectType():
                kind, (facts, parts, sources) = "object", self._object(one, key)
            case EnumType():
                kind, (facts, parts, sources) = "enum", self._enum(one, key)
            case UnionType():
                kind, (facts, parts, sources) = "union", self._union(one, key)
        return Explanation(
            subject=one.name,
            kind=kind,
            module=one.module,
            description=one.description,
            facts=(self._name(one, key), *self._aliases(one), *facts),
            parts=parts,
            merged=tuple(self._merged(key)) if key is not None else (),
            used_by=tuple(uses(self.world.spec, one.name)),
            sources=self._where(sources),
        )

    def _object(self, one: ObjectType, key: Key | None) -> _Parts:
        seen = self._of_class(one.name)
        parts = tuple(self._property(one, prop, seen) for prop in one.properties)
        tables = [item for item in seen if item.table is not None and item.into == key]
        sources = [item.place for item in tables if item.table is not None and item.table.rows]
        sources = sources or [item.place for item in seen if item.value is not None]
        facts = self._undecided(one.undecided, tables)
        return facts, parts, sources

    def _undecided(
        self, undecided: Sequence[Undecided], tables: Sequence[Seen]
    ) -> tuple[Fact, ...]:
        """What the pages state for an object without saying for which of its properties."""
        if not undecided:
            return ()
        said = [
            Said(right=True, says=_words(one), how="table", place=item.place)
            for item in tables
            if item.table is not None
            for one in item.table.undecided
            if one in undecided
        ]
        constraints: list[str | int] = [one.constraint for one in undecided]
        return (self._fact("undecided", constraints, "", said, _UNDECIDED),)

    def _enum(self, one: EnumType, key: Key | None) -> _Parts:
        values = [value.value for value in one.values]
        claims = [claim for claim in self.walker.defining(key) if isinstance(claim, EnumClaim)]
        said = [on_definition(claim, values) for claim in claims]
        said += on_values(self._holding(one.name), values, flags=one.flags)
        sources = [item.place for item in said if item.right and item.how != "sample"]
        why = DEFINED if claims else ADD_UP
        facts = [self._fact("values", values, one.basis, said, why)]
        if one.flags:
            bits = [item for item in said if item.how == "definition"]
            facts.append(self._fact("flags", _FLAGS, "", bits))
        return tuple(facts), (), sources

    def _union(self, one: UnionType, key: Key | None) -> _Parts:
        """The options of a union, each with the tables that describe it."""
        found = [
            item
            for item in self.walker.seen(self._owners(lambda position: _is_union(position, key)))
            if item.table is not None and _is_union(item.found, key) and item.into is not None
        ]
        names = self.world.trace.names
        facts = (
            [self._fact("discriminator", one.discriminator, "", ())] if one.discriminator else []
        )
        for variant in one.variants:
            said = [
                Said(right=True, says=names_of(item.table), how="nested table", place=item.place)
                for item in found
                if item.table is not None and names.get(item.into or Key("", "")) == variant.type
            ]
            chosen_by = (
                f"{one.discriminator}: {', '.join(variant.values)}" if variant.values else ""
            )
            facts.append(
                self._fact("variant", variant.type, one.basis, said, *filter(None, (chosen_by,)))
            )
        return tuple(facts), (), [item.place for item in found]

    def _owners(self, holds: Callable[[Position], bool]) -> list[Key]:
        """The classes and roots with a position that `holds` is true of."""
        graph = self.world.trace.graph
        owners = [key for key, found in graph.roots.items() if holds(found)]
        owners += [
            key for key, node in graph.nodes.items() if any(map(holds, node.properties.values()))
        ]
        return owners

    def _holding(self, name: str) -> list[Seen]:
        """All claims about the properties and parameters whose type mentions `name`."""
        spots = {
            Spot(self.world.keys[one.name], prop.name)
            for one in self.world.spec.types
            if isinstance(one, ObjectType) and one.name in self.world.keys
            for prop in one.properties
            if name in references(prop.type)
        }
        seen = self.walker.seen({spot.owner for spot in spots}) if spots else []
        found = [item for item in seen if item.spot in spots]
        for operation in self.world.spec.operations:
            for parameter in operation.parameters:
                if name in references(parameter.type):
                    found.extend(of_parameter(self.world, operation, parameter))
        return found

    def _where(self, places: Iterable[Place]) -> tuple[Where, ...]:
        ordered = sorted(places, key=lambda place: (place.rank, place.page, place.line))
        return tuple(dict.fromkeys(where(place, self.paths) for place in ordered))

    def _fact(
        self,
        name: str,
        value: str | list[str | int] | None,
        basis: str,
        said: Iterable[Said],
        *why: str,
    ) -> Fact:
        supporting, opposing = written(said, self.paths)
        return Fact(
            name=name,
            value=value,
            basis=basis,
            reasons=why,
            supporting=supporting,
            opposing=opposing,
        )

    def _of_class(self, name: str) -> list[Seen]:
        """All claims about the properties of the object class behind a type."""
        key = self.world.keys.get(name)
        return self.walker.seen([key]) if key in self.world.trace.graph.nodes else []

    def _property(self, owner: ObjectType, prop: Property, seen: Sequence[Seen]) -> Explanation:
        key = self.world.keys.get(owner.name)
        node = self.world.trace.graph.nodes.get(key) if key is not None else None
        found = node.properties.get(prop.name) if node is not None else None
        why: tuple[str, ...] = ()
        if node is not None and found is not None:
            why = reasons.of_type(self.world, found, Key("at", prop.name, node.key))
        claims = [one for one in seen if one.spot.name == prop.name and one.spot.owner == key]
        tables = [one for one in seen if one.table is not None and one.into == key]
        open_ = [one for one in owner.undecided if prop.name in one.candidates]
        subject = Subject(world=self.world, node=prop, seen=claims, reasons=why, paths=self.paths)
        return Explanation(
            subject=f"{owner.name}.{prop.name}",
            kind="property",
            module=owner.module,
            description=prop.description,
            facts=(*facts_of(subject), *self._undecided(open_, tables)),
            sources=self._where(one.place for one in claims if one.row is not None),
        )

    def _name(self, one: Type, key: Key | None) -> Fact:
        if key is None:
            return self._fact("name", one.name, one.basis, ())  # no page knows it
        if key.kind != "label":
            return self._fact("name", one.name, "", (), _FROM_PLACE)
        said = [
            Said(
                right=right,
                says=key.name,
                how="body" if seen.body is not None else "table",
                place=seen.place,
                note="" if right else self._instead(seen),
            )
            for seen in self.walker.printing(key.name)
            for right in (self._is(seen.found, key),)
        ]
        said += [
            Said(right=True, says=key.name, how="definition", place=claim.place)
            for claim in self.walker.defining(key)
        ]
        return self._fact("name", one.name, "documented", said, "The pages call it so.")

    def _aliases(self, one: Type) -> Iterator[Fact]:
        """The names of types that are this one now."""
        if one.aliases:
            names: list[str | int] = sorted(alias.rpartition(".")[2] for alias in one.aliases)
            yield self._fact("aliases", names, "", (), _FORMER)

    def _is(self, found: Position, key: Key) -> bool:
        """Whether a position holds the class or enum `key`, alone or as one of several options."""
        held = (found.target, found.enum, *found.others, *found.instances)
        return key in held or (key in self.world.trace.enums and not found.core.is_object)

    def _instead(self, seen: Seen) -> str:
        """What a label that was overruled really stands beside."""
        target = seen.found.target
        if target is not None:
            return f"overruled: there it is {self.world.trace.names[target]}"
        return "overruled: what stands there is no object of this kind"

    def _merged(self, key: Key) -> Iterator[Merged]:
        """Everything without a believed label that a rule found to be this class."""
        trace = self.world.trace
        members: dict[str, Key] = {}
        for member in sorted(trace.alias, key=str):
            if self.world.now(member) == key:
                members.setdefault(self.world.describe(member), member)
        spots = {what: self._spot(member) for what, member in members.items()}
        seen = self.walker.seen({spot.owner for spot in spots.values()}) if spots else []
        places: dict[Spot, list[Place]] = {}
        for one in seen:
            places.setdefault(one.spot, []).append(one.place)
        for what, member in members.items():
            first = next(iter(self._where(places.get(spots[what], ()))), None)
            yield Merged(what=what, reason=trace.merged_by[member], where=first)

    def _spot(self, key: Key) -> Spot:
        """The body or property that a key stands for."""
        return Spot(key) if key.owner is None else Spot(self.world.now(key.owner), key.name)


def _is_union(position: Position, key: Key | None) -> bool:
    return bool(position.variants) and union_key(position) == key


def _words(one: Undecided) -> str:
    """A constraint with the properties that may have it."""
    candidates = [*one.candidates, *(["others"] if one.more else [])]
    return f"{one.constraint}, of {' or '.join(candidates)}" if candidates else one.constraint
