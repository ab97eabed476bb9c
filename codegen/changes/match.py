"""Which thing of the new spec is which thing of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from codegen.changes.aliases import heir
from codegen.changes.index import Index, key_of
from codegen.changes.renames import alike, related, renamed_properties, renamed_types, standing
from codegen.changes.shift import Types
from codegen.pairing import alone
from codegen.pathtemplate import PLACEHOLDER, template, versionless
from codegen.spec import ObjectType, Operation, Parameter, Property, Type

__all__ = ["Match", "Matched", "by_key", "match_operations", "match_types", "operation_keys"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[T]):
    """A thing of the old spec and the one of the new spec that it is now."""

    old: T
    new: T
    evidence: str = ""
    """Why they are believed to be one, where they go by different names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched(Generic[T]):
    """All things of one kind, of one owner: those of both sides, and those of one."""

    both: tuple[Match[T], ...] = ()
    removed: tuple[T, ...] = ()
    added: tuple[T, ...] = ()

    def further(self, found: Collection[Match[T]]) -> Matched[T]:
        """With `found` among what was removed and added."""
        gone = {id(one.old) for one in found}
        come = {id(one.new) for one in found}
        return Matched(
            both=(*self.both, *found),
            removed=tuple(one for one in self.removed if id(one) not in gone),
            added=tuple(one for one in self.added if id(one) not in come),
        )


def by_key(old: Iterable[T], new: Iterable[T], key: Callable[[T], Hashable]) -> Matched[T]:
    """What has the same key is the same; of several of one key, the first."""
    before: dict[Hashable, T] = {}
    after: dict[Hashable, T] = {}
    for found, items in ((before, old), (after, new)):
        for item in items:
            found.setdefault(key(item), item)
    return Matched(
        both=tuple(Match(old=before[one], new=after[one]) for one in before if one in after),
        removed=tuple(item for one, item in before.items() if one not in after),
        added=tuple(item for one, item in after.items() if one not in before),
    )


def match_operations(old: Iterable[Operation], new: Iterable[Operation]) -> Matched[Operation]:
    """By method and path; then by what is the same of a path (see `_FURTHER`); then by id."""
    matched = by_key(old, new, lambda one: (*_place(one), one.id))
    # Several may stand at one place: those that are left over are taken in their order.
    found = by_key(_numbered(matched.removed), _numbered(matched.added), _numbered_place)
    matched = matched.further([Match(old=one.old[0], new=one.new[0]) for one in found.both])
    for key, evidence in _FURTHER:
        matched = matched.further(_alone(matched, key, evidence))
    return matched


def _numbered(operations: Iterable[Operation]) -> list[tuple[Operation, int]]:
    """Each with the number of those before it that stand at the same place."""
    times: Counter[tuple[object, ...]] = Counter()
    found = []
    for one in operations:
        found.append((one, times[_place(one)]))
        times[_place(one)] += 1
    return found


def _numbered_place(item: tuple[Operation, int]) -> tuple[object, ...]:
    one, number = item
    return (*_place(one), number)


def _place(one: Operation) -> tuple[object, ...]:
    return one.webhook, one.method.upper(), one.path


def _template(one: Operation) -> tuple[object, ...]:
    """The place, whatever the parameters of the path are called."""
    return one.webhook, one.method.upper(), template(one.path)


def _versionless(one: Operation) -> tuple[object, ...]:
    """The place, in whatever version of the API."""
    return one.webhook, one.method.upper(), versionless(one.path)


#: How what is left over is matched, and what speaks for it.
_FURTHER: tuple[tuple[Callable[[Operation], Hashable], str], ...] = (
    (_template, "the method and the path are the same but for the names of its parameters"),
    (_versionless, "the method and the path are the same but for the version"),
    (lambda one: one.id, "the operation id is the same"),
)


def _alone(
    matched: Matched[T], key: Callable[[T], Hashable], evidence: str
) -> tuple[Match[T], ...]:
    """What is left over, and is the only one of its key on both sides."""
    gone, come = alone(matched.removed, key), alone(matched.added, key)
    return tuple(
        Match(old=one, new=come[name], evidence=evidence)
        for name, one in gone.items()
        if name in come
    )


def operation_keys(matched: Matched[Operation]) -> Mapping[str, str]:
    """Old ``METHOD /path`` -> the new one, where they differ."""
    return {key_of(one.old): key_of(one.new) for one in matched.both if one.evidence}


def match_types(old: Index, new: Index, operations: Matched[Operation]) -> Matched[Type]:
    """By name; then as renames, where the evidence is good.

    A name alone is little evidence for a type that has another structure: derived names go from
    one type to the other. No other type may fit better, and there must be something in common: a
    part of the structure, or a place where both stand.
    """
    moved = operation_keys(operations)
    named = by_key(old.spec.types, new.spec.types, lambda one: one.name)
    doubtful = tuple(one for one in named.both if not alike(one.old, one.new))
    sure = tuple(one for one in named.both if one not in doubtful)
    matched = Matched(
        both=sure,
        removed=(*named.removed, *(one.old for one in doubtful)),
        added=(*named.added, *(one.new for one in doubtful)),
    )
    # One that is a second name of a type that was there too has joined it, which is no rename.
    joined = {one.name for one in matched.removed if _joined(one, old, new)}
    lost = tuple(one for one in matched.removed if one.name not in joined)
    found = renamed_types(old, new, lost, matched.added, moved)
    matched = matched.further(
        [
            Match(old=old.types[one.old], new=new.types[one.new], evidence=one.evidence)
            for one in found
        ]
    )
    left = {one.name for one in matched.removed} & {one.name for one in matched.added}
    stay = standing(old, new, left, moved)
    return matched.further(
        [
            one
            for one in doubtful
            if one.old.name in stay or (one.old.name in left and related(one.old, one.new))
        ]
    )


def _joined(one: Type, old: Index, new: Index) -> bool:
    found = heir(one, new)
    return found is not None and found.name in old.types


def match_properties(old: ObjectType, new: ObjectType, types: Types) -> Matched[Property]:
    """By name; then as renames, where the evidence is good."""
    matched = by_key(old.properties, new.properties, lambda one: one.name)
    found = renamed_properties(old, new, matched.removed, matched.added, types)
    before = {one.name: one for one in old.properties}
    after = {one.name: one for one in new.properties}
    return matched.further(
        [Match(old=before[one.old], new=after[one.new], evidence=one.evidence) for one in found]
    )


def match_parameters(old: Operation, new: Operation) -> Matched[Parameter]:
    """By location and name; those of a path by their place in it, where it has other names."""
    matched = by_key(old.parameters, new.parameters, lambda one: (one.location, one.name))
    names = dict(zip(PLACEHOLDER.findall(old.path), PLACEHOLDER.findall(new.path), strict=False))
    if _template(old) == _template(new):
        come = {one.name: one for one in matched.added if one.location == "path"}
        evidence = "it stands at the same place of the path"
        matched = matched.further(
            [
                Match(old=one, new=come[names[one.name]], evidence=evidence)
                for one in matched.removed
                if one.location == "path" and names.get(one.name) in come
            ]
        )
    moved = _alone(matched, lambda one: one.name, "the name is the same")
    return matched.further(moved)
