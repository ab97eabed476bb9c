"""Everything that rules look at: each thing of both specs, or of one, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from codegen.changes import rules
from codegen.changes.index import Index, Uses, Way, directed, index, key_of, received, sent
from codegen.changes.match import (
    Match,
    Matched,
    by_key,
    match_operations,
    match_parameters,
    match_properties,
    match_types,
    operation_keys,
)
from codegen.changes.model import Direction, Kind, Subject
from codegen.changes.pairs import Around, One, Owner, Place, Two
from codegen.changes.renames import ends
from codegen.changes.rules.model import Rule, Rules
from codegen.changes.shift import Shift, Types, listed, shift
from codegen.spec import (
    Body,
    EnumType,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Spec,
    Type,
    UnionType,
    Variant,
)
from codegen.typeexpr import Ref, TypeExpr, references
from codegen.typegraph import mentions

__all__ = ["Step", "walk"]

T = TypeVar("T")

Step = tuple[One[Any] | Two[Any], tuple[Rule[Any], ...], bool]
"""A thing, the rows for it, and whether the first row that finds something is all."""


def walk(old: Spec, new: Spec) -> Iterator[Step]:
    """Every thing of the two specs, with the rules for it."""
    before, after = index(old), index(new)
    operations = match_operations(old.operations, new.operations)
    types = match_types(before, after, operations)
    named = _named(before, after, types)
    gone = ends(before, after, types.removed, named, operation_keys(operations))
    # Where one stood, the other stands now: that is one change, of the type.
    named = replace(named, renamed={**named.renamed, **gone.merged})
    around = Around(
        old=before,
        new=after,
        types=named,
        ends=gone,
        carried=_carried(types.both),
    )
    walker = _Walker(around, operations)
    yield from walker.api(old, new)
    for one in operations.both:
        if not walker.same(one, (*sent(one.old), *received(one.old))):
            yield from walker.operation(one)
    for match in types.both:
        if not walker.same(match, map(Ref, mentions(match.old))):
            yield from walker.type(match)
    yield from walker.alone(operations, types)


def _named(before: Index, after: Index, types: Matched[Type]) -> Types:
    """The types of both specs, and what old ones are called in the new spec."""
    renamed = {one.old.name: one.new.name for one in types.both if one.old.name != one.new.name}
    # A name that stands for another type now is not the name of the old one any more.
    taken = {one.name for one in types.removed} & after.types.keys()
    renamed |= {name: f"{name} before" for name in taken}
    return Types(
        old=before.types,
        new=after.types,
        renamed=renamed,
        formerly={new: old for old, new in renamed.items()},
    )


def _carried(matches: Sequence[Match[Type]]) -> Mapping[str, str]:
    """Types that have another name only because that of another type, at its begin, is another.

    Names of types within a type are derived from it: ``OrderLine`` of ``Order``.
    """
    renamed = {one.old.name: one.new.name for one in matches if one.old.name != one.new.name}
    found: dict[str, str] = {}
    for old, new in renamed.items():
        for owner, now in renamed.items():
            rest = old.removeprefix(owner)
            if old not in {owner, rest} and new == now + rest:
                found[old] = max(found.get(old, ""), owner, key=len)
    # Of several that follow each other, the first one is what was renamed.
    return {old: _first(owner, found) for old, owner in found.items()}


def _first(name: str, leaders: Mapping[str, str]) -> str:
    while name in leaders:
        name = leaders[name]
    return name


class _Walker:
    """Makes the pairs of one comparison."""

    def __init__(self, around: Around, operations: Matched[Operation]) -> None:
        self._around = around
        self._moved = operation_keys(operations)
        self._kept = {key_of(one.new) for one in operations.both}

    def same(self, match: Match[Any], exprs: Iterable[TypeExpr]) -> bool:
        """Whether nothing can differ: what it says is equal, and so is what that refers to."""
        renamed = self._around.types.renamed
        names = (name for expr in exprs for name in references(expr))
        if match.old != match.new or any(name in renamed for name in names):
            return False
        return repr(match.old) == repr(match.new)  # in Python, 0 is False; on the wire it is not

    def api(self, old: Spec, new: Spec) -> Iterator[Step]:
        """What is said of the whole API, and how callers prove who they are."""
        place = Place(subject=Subject("api", new.api))
        yield self._two(old, new, place, rules.API)
        schemes = by_key(old.security_schemes, new.security_schemes, lambda one: one.name)
        using = {
            name: tuple(sorted({key_of(one) for one in new.operations if name in one.security}))
            for name in {one.name for one in (*old.security_schemes, *new.security_schemes)}
        }
        yield from self._steps(
            schemes,
            rules.SCHEMES,
            lambda one: Place(
                subject=Subject("scheme", one.name),
                direction="request",
                operations=using[one.name],
            ),
        )

    def alone(self, operations: Matched[Operation], types: Matched[Type]) -> Iterator[Step]:
        """Operations and types of one spec only. What is inside of them came or went with them."""
        only = replace(operations, both=())
        yield from self._steps(only, rules.OPERATIONS, _operation_place)
        left = {one.name for one in types.removed}
        for one in types.added:
            if one.name in left:
                yield self._two(
                    self._around.old.types[one.name], one, self._type_place(one), rules.REUSED
                )
        again = {one.name for one in types.added} & left
        yield from self._steps(
            Matched(
                removed=tuple(one for one in types.removed if one.name not in again),
                added=tuple(one for one in types.added if one.name not in again),
            ),
            rules.TYPES,
            self._type_place,
        )

    def operation(self, match: Match[Operation]) -> Iterator[Step]:
        """An operation, its parameters and its bodies."""
        old, new = match.old, match.new
        owners: tuple[Owner, Owner] = old, new
        key = key_of(new)
        place = _between(match, _operation_place(old), _operation_place(new))
        yield self._two(old, new, place, rules.OPERATIONS)

        def at(kind: Kind, member: str = "", direction: Direction = "") -> Place:
            return Place(
                subject=Subject(kind, key, member),
                former=Subject(kind, key_of(old), member) if match.evidence else None,
                direction=direction,
                operations=(key,),
            )

        # A webhook is called by the vendor: what it asks with, the caller of the API receives.
        asks: Direction = "response" if new.webhook else "request"
        answers: Direction = "request" if new.webhook else "response"
        yield from self._steps(
            match_parameters(old, new),
            rules.PARAMETERS,
            lambda one: at("parameter", f"{one.location}:{one.name}", asks),
            owners,
        )
        yield from self._bodies(
            old.request, new.request, at("request", "", asks), rules.REQUESTS, owners
        )
        responses = by_key(old.responses, new.responses, lambda one: one.status)
        yield from self._steps(
            responses, rules.RESPONSES, lambda one: at("response", one.status, answers), owners
        )
        for found in responses.both:
            where = at("response", found.new.status, answers)
            yield from self._bodies(
                found.old.body, found.new.body, where, rules.RESPONSE_BODIES, owners
            )

    def _bodies(
        self,
        old: Body | None,
        new: Body | None,
        place: Place,
        table: Rules[Body],
        owners: tuple[Owner, Owner],
    ) -> Iterator[Step]:
        before, after = [old] if old else [], [new] if new else []
        yield from self._steps(by_key(before, after, lambda _: ""), table, lambda _: place, owners)

    def type(self, match: Match[Type]) -> Iterator[Step]:
        """A type and what is in it."""
        old, new = match.old, match.new
        place = _between(match, self._type_place(old), self._type_place(new))
        uses = self._uses(old, new)
        place = replace(place, direction=directed(uses), operations=_operations(uses))
        yield self._two(old, new, place, rules.TYPES)

        def at(kind: Kind, member: str, found: Uses = uses) -> Place:
            former = Subject(kind, old.name, member)
            return Place(
                subject=Subject(kind, new.name, member),
                former=former if match.evidence else None,
                direction=directed(found),
                operations=_operations(found),
            )

        match old, new:
            case ObjectType(), ObjectType():
                matched = match_properties(old, new, self._around.types)
                yield from self._steps(
                    matched,
                    rules.PROPERTIES,
                    lambda one: at("property", one.name, _travels(one, uses)),
                    (old, new),
                )
            case EnumType(), EnumType():
                yield from self._steps(
                    by_key(old.values, new.values, lambda one: one.value),
                    rules.VALUES,
                    lambda one: at("value", str(one.value)),
                    (old, new),
                )
            case UnionType(), UnionType():
                yield from self._steps(
                    self._variants(old, new),
                    rules.VARIANTS,
                    lambda one: at("variant", one.type),
                    (old, new),
                )

    def _variants(self, old: UnionType, new: UnionType) -> Matched[Variant]:
        """By type; then by the values that choose them."""
        renamed = self._around.types.renamed
        before = [(renamed.get(one.type, one.type), one) for one in old.variants]
        after = [(one.type, one) for one in new.variants]
        found = by_key(before, after, lambda pair: pair[0])
        matched = Matched(
            both=tuple(Match(old=one.old[1], new=one.new[1]) for one in found.both),
            removed=tuple(one for _, one in found.removed),
            added=tuple(one for _, one in found.added),
        )
        chosen = by_key(matched.removed, matched.added, lambda one: one.values or one.type)
        return matched.further(
            [
                replace(one, evidence="the same values of the discriminator choose it")
                for one in chosen.both
            ]
        )

    def _uses(self, old: Type, new: Type) -> Uses:
        """Ways in which the type travelled before and still does; all, where there is none."""
        before = self._around.old.uses[old.name]
        moved = frozenset((way, self._moved.get(key, key)) for way, key in before)
        after = self._around.new.uses[new.name]
        return moved & after or moved | after

    def _type_place(self, one: Type) -> Place:
        """The place of a type of either spec: operations that are in both are what counts."""
        side = self._side(one)
        uses = side.uses.get(one.name, frozenset())
        kept = frozenset(
            (way, self._moved.get(key, key))
            for way, key in uses
            if self._moved.get(key, key) in self._kept
        )
        return Place(
            subject=Subject("type", one.name),
            direction=directed(kept),
            operations=_operations(kept),
        )

    def _side(self, one: Type) -> Index:
        old = self._around.old
        return old if old.types.get(one.name) is one else self._around.new

    def _two(
        self,
        old: T,
        new: T,
        place: Place,
        table: Rules[T],
        owners: tuple[Owner, Owner] = (None, None),
    ) -> Step:
        pair = Two(
            old=old,
            new=new,
            place=place,
            around=self._around,
            owners=owners,
            shift=_shift(old, new, self._around.types),
        )
        return pair, table.kept, False

    def _steps(
        self,
        matched: Matched[T],
        table: Rules[T],
        at: Callable[[T], Place],
        owners: tuple[Owner, Owner] = (None, None),
    ) -> Iterator[Step]:
        for match in matched.both:
            place = _between(match, at(match.old), at(match.new))
            yield self._two(match.old, match.new, place, table, owners)
        for added, items in ((False, matched.removed), (True, matched.added)):
            rows = table.added if added else table.removed
            for it in items:
                place = at(it)
                one = One(it=it, added=added, place=place, around=self._around, owners=owners)
                yield one, rows, True


def _between(match: Match[Any], old: Place, new: Place) -> Place:
    """The place of what both specs have: where it is now, and where it was."""
    former = old.former or old.subject
    if _turned(match):
        direction = _wider(old.direction, new.direction)
        operations = tuple(sorted({*old.operations, *new.operations}))
    else:
        direction, operations = _narrower(old.direction, new.direction), new.operations
    return replace(
        new,
        former=former if former != new.subject else None,
        direction=direction,
        operations=operations,
        evidence=match.evidence,
    )


def _turned(match: Match[Any]) -> bool:
    """Whether a property is no longer sent, or no longer received: both ways count then."""
    match match.old, match.new:
        case Property() as old, Property() as new:
            flags = bool(old.read_only), bool(old.write_only)
            return flags != (bool(new.read_only), bool(new.write_only))
    return False


def _wider(old: Direction, new: Direction) -> Direction:
    """The ways of either side."""
    return old if new in {"", old} else new if not old else "both"


def _narrower(old: Direction, new: Direction) -> Direction:
    """What travels both ways on one side only is judged by the way that it travels on both."""
    if old == "both":
        return new
    return old if new in {"both", old} else new


def _travels(prop: Property, uses: Uses) -> Uses:
    """Ways in which a property travels: read-only ones are never sent."""
    way: Way | None = "response" if prop.read_only else "request" if prop.write_only else None
    return uses if way is None else frozenset(use for use in uses if use[0] == way)


def _operations(uses: Uses) -> tuple[str, ...]:
    return tuple(sorted({key for _, key in uses}))


def _operation_place(one: Operation) -> Place:
    """An operation as such travels no way."""
    return Place(subject=Subject("operation", key_of(one)), operations=(key_of(one),))


def _shift(old: object, new: object, types: Types) -> Shift:
    if not isinstance(old, Property | Parameter | Body) or not isinstance(new, type(old)):
        return "same"
    if isinstance(old, Property | Parameter) and isinstance(new, Property | Parameter):
        # A constant is a list of one value.
        if listed(new.type, old.constraints.const, types.new):
            return "values-added"
        if listed(old.type, new.constraints.const, types.old):
            return "values-removed"
    return shift(old.type, new.type, types, old.basis, new.basis)
