"""Two classes held against each other: names of their properties, kinds, what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.resolve.evidence import Key
from codegen.resolve.graph import Property
from codegen.resolve.nearby import similar
from codegen.resolve.view import View
from codegen.typeexpr import SCALARS

__all__ = ["ALIKE", "DISTINCTIVE", "MANY", "alike", "covers", "equal", "same_kinds", "within"]

#: Share of common property names from which two shapes count as one type's.
ALIKE = 0.85

#: Fewest common property names that tie two classes together with something else: where names
#: or shapes are near.
DISTINCTIVE = 3

#: So many names in common, and no other, are no coincidence whatever the two are called.
MANY = 6

#: Share of common property names above which two shapes under one name are one type.
HALF = 0.5


def same_kinds(view: View, one: Key, other: Key) -> bool:
    """Whether each of the common properties is of one kind in both classes, or of none in one.

    Two labels are two kinds.
    """
    ours, theirs = view.graph.nodes[one].properties, view.graph.nodes[other].properties
    return all(
        _compatible(_kind(ours[name]), _kind(theirs[name]))
        and (not ours[name].label or theirs[name].label in {"", ours[name].label})
        for name in ours.keys() & theirs.keys()
    )


def _compatible(ours: _Kind, theirs: _Kind) -> bool:
    for (marks, kinds), (other, _) in ((ours, theirs), (theirs, ours)):
        if not kinds and other[: len(marks)] == marks:
            return True
    return ours == theirs


#: Arrays and maps around a value, and its JSON types; none where nothing is shown of it.
_Kind = tuple[tuple[str, ...], frozenset[str]]


def _kind(found: Property) -> _Kind:
    core = found.core
    names = [scalar.name for scalar in core.scalars] or [*core.kinds]
    kinds = {SCALARS[name][0] if name in SCALARS else name for name in names}
    if found.target is not None or core.open_object:
        kinds.add("object")
    return core.marks, frozenset("number" if kind == "integer" else kind for kind in kinds)


def equal(view: View, one: Key, other: Key) -> bool:
    """Whether both have exactly the same properties, of the same kinds.

    Of an envelope of few properties, such as `data` alone, what it holds tells.
    """
    if view.keys[one] != view.keys[other] or not same_kinds(view, one, other):
        return False
    return len(view.keys[one]) >= MANY or not any(
        _differs(view, *held) for held in _held(view, one, other)
    )


def _held(view: View, one: Key, other: Key) -> Iterator[tuple[Key, Key]]:
    """What two classes hold under the same name, where each of them holds an object there."""
    ours, theirs = view.graph.nodes[one].properties, view.graph.nodes[other].properties
    for name in ours.keys() & theirs.keys():
        held, like = ours[name].target, theirs[name].target
        if held is not None and like is not None:
            yield held, like


def _differs(view: View, one: Key, other: Key) -> bool:
    """Whether two classes that have properties have none in common."""
    ours, theirs = view.keys.get(one, frozenset()), view.keys.get(other, frozenset())
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def alike(view: View, one: Key, other: Key) -> bool:
    """Whether more than half of all names are common, and these are enough to tell by."""
    ours, theirs = view.keys[one], view.keys[other]
    common = len(ours & theirs)
    return ours == theirs or (common >= DISTINCTIVE and similar(ours, theirs) > HALF)


def within(keys: frozenset[str], known: frozenset[str]) -> bool:
    """Whether nearly all of `keys` are among `known`, which may be many more."""
    return len(keys & known) >= ALIKE * len(keys)


def covers(known: frozenset[str], keys: frozenset[str]) -> bool:
    """Whether nearly all of `keys` are among `known`, and these are not many more."""
    return within(keys, known) and similar(known, keys) >= HALF
