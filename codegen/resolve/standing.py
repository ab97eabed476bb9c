"""Where types stand, and by that which of them are those of the name lock.

A place is written in terms of names that are kept themselves: a slot of an operation, a label, a
property of another type. Evidence may join classes, split them or lead them by another key, but
what an operation answers and what is inside a property of a type stays that.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from codegen.claims import VariantStep
from codegen.namelock import TypeLock
from codegen.resolve.evidence import Key
from codegen.resolve.graph import Graph, Property
from codegen.resolve.types import union_key

__all__ = [
    "Standing",
    "kept_names",
    "labels_of_payloads",
    "owner_of",
    "places_by_name",
    "standings",
]

_LABEL = "label "
#: Each round settles types one step further below operations and labels; this bounds a defect.
_MAX_ROUNDS = 100


class Standing(NamedTuple):
    """One place of a type: below `owner` at `step`, or the place `step` where there is no owner."""

    owner: Key | None
    step: str
    target: Key


def standings(graph: Graph, enums: Mapping[int, Key]) -> Iterator[Standing]:
    """Every place at which a class, a union or an enum of `graph` stands.

    `enums` has the enums by the identity of the properties that hold them.
    """
    for key in graph.nodes:
        if key.kind == "label":
            yield Standing(None, f"{_LABEL}{key.name}", key)
    for key, found in graph.roots.items():
        yield from _at(None, key.name, found, enums)
    for key, node in graph.nodes.items():
        for name, found in node.properties.items():
            yield from _at(key, f".{name}", found, enums)


def _at(
    owner: Key | None, step: str, found: Property, enums: Mapping[int, Key]
) -> Iterator[Standing]:
    target = enums.get(id(found)) or found.target
    if found.variants:
        union = union_key(found)
        yield Standing(owner, step, union)
        for variant, key in found.variants:
            # Each value is a place of its own, so that one more value leaves the others be.
            for value in variant.values or ("",):
                yield Standing(union, str(VariantStep(variant.discriminator, (value,))), key)
    elif target is not None:
        yield Standing(owner, step, target)


def kept_names(standing: Sequence[Standing], locked: Mapping[str, TypeLock]) -> dict[Key, str]:
    """The types that have a name in the lock: each the one that it shares most places with.

    What is inside a type is known by the type's own name, so this is settled from operations and
    labels downwards, in rounds. A type that now is several locked ones takes the name of most
    places, and answers to the others too, so that what was below them is found below it. So it is
    with a name that a user has changed or deleted in the lock.
    """
    index: dict[str, list[str]] = defaultdict(list)
    for name, one in locked.items():
        for place in one.places:
            index[place].append(name)
    lost = _lost_owners(index, locked)
    own: dict[Key, str] = {}
    answers: dict[Key, tuple[str, ...]] = {}
    for _ in range(_MAX_ROUNDS if index else 0):
        shared = _shared(standing, answers, index)
        own = _best(shared, locked)
        settled = _answers(shared, own)
        if lost:
            settled = _adopted(standing, settled, lost, index)
        if settled == answers:
            break
        answers = settled
    return own


def labels_of_payloads(locked: Mapping[str, TypeLock]) -> dict[str, str]:
    """Payload, by the name of its key -> the one label of the type that it has in the lock."""
    found: dict[str, str] = {}
    for one in locked.values():
        labels = [place.removeprefix(_LABEL) for place in one.places if place.startswith(_LABEL)]
        if len(labels) == 1:
            found.update(dict.fromkeys(filter(_is_payload, one.places), labels[0]))
    return found


def _is_payload(place: str) -> bool:
    return " /" in place


_Shared = Mapping[tuple[Key, str], int]
"""Type and name of the lock -> the number of places that they share."""


def _shared(
    standing: Iterable[Standing],
    answers: Mapping[Key, tuple[str, ...]],
    index: Mapping[str, Sequence[str]],
) -> _Shared:
    found: Counter[tuple[Key, str]] = Counter()
    for owner, step, target in standing:
        owners = ("",) if owner is None else answers.get(owner, ())
        names = dict.fromkeys(name for one in owners for name in index.get(one + step, ()))
        found.update((target, name) for name in names)
    return found


def _best(shared: _Shared, locked: Mapping[str, TypeLock]) -> dict[Key, str]:
    """One name for each type and one type for each name, those that share most first.

    A name that waits for its type to come back gives way to one that is in use.
    """

    def strength(pair: tuple[Key, str]) -> tuple[bool, int, str, str]:
        key, name = pair
        return locked[name].retired, -shared[pair], name, str(key)

    names: dict[Key, str] = {}
    taken: set[str] = set()
    for key, name in sorted(shared, key=strength):
        if key not in names and name not in taken:
            names[key] = name
            taken.add(name)
    return names


def _answers(shared: _Shared, own: Mapping[Key, str]) -> dict[Key, tuple[str, ...]]:
    """What each type answers to: its own name, then those that no other type has."""
    taken = set(own.values())
    heirs: dict[str, Key] = {}
    for key, name in sorted(shared, key=lambda pair: (-shared[pair], str(pair[0]))):
        if name not in taken and key in own:
            heirs.setdefault(name, key)
    answers = {key: [name] for key, name in own.items()}
    for name, key in sorted(heirs.items()):
        answers[key].append(name)
    return {key: tuple(names) for key, names in answers.items()}


def owner_of(place: str) -> str:
    """The name of the type that a place is in; '' for a place in an operation, and for a label."""
    found = re.match(r"(\w+)[.<]", place)
    return found[1] if found else ""


def _lost_owners(
    index: Mapping[str, Sequence[str]], locked: Mapping[str, TypeLock]
) -> dict[str, set[str]]:
    """The owners that places name and the lock does not have, with their steps."""
    lost: dict[str, set[str]] = defaultdict(set)
    for place in index:
        owner = owner_of(place)
        if owner and owner not in locked:
            lost[owner].add(place[len(owner) :])
    return lost


def _adopted(
    standing: Iterable[Standing],
    answers: Mapping[Key, tuple[str, ...]],
    lost: Mapping[str, set[str]],
    index: Mapping[str, Sequence[str]],
) -> dict[Key, tuple[str, ...]]:
    """`answers`, with each owner that is lost for the type that has most of its steps.

    Steps that are known of the type by a name of its own say nothing.
    """
    common: Counter[tuple[Key, str]] = Counter()
    for owner, step, _ in standing:
        if owner is not None and not any(one + step in index for one in answers.get(owner, ())):
            common.update((owner, name) for name, steps in lost.items() if step in steps)
    found = dict(answers)
    taken: set[str] = set()
    for key, name in sorted(common, key=lambda pair: (-common[pair], pair[1], str(pair[0]))):
        if name not in taken and found.get(key, ()) == answers.get(key, ()):
            found[key] = (*found.get(key, ()), name)
            taken.add(name)
    return found


def places_by_name(
    standing: Sequence[Standing], names: Mapping[Key, str]
) -> dict[str, tuple[str, ...]]:
    """The places of every type that an operation reaches, by its name."""
    below: dict[Key | None, list[Standing]] = defaultdict(list)
    for one in standing:
        below[one.owner].append(one)
    top = below.pop(None, [])
    places: dict[Key, list[str]] = {}
    # A label alone is only a name: what the pages say of it stands elsewhere.
    pending = [(one.step, one.target) for one in top if not one.step.startswith(_LABEL)]
    while pending:
        place, key = pending.pop()
        if key not in places:
            places[key] = []
            pending.extend((names[key] + one.step, one.target) for one in below[key])
        places[key].append(place)
    for one in top:
        if one.step.startswith(_LABEL) and one.target in places:
            places[one.target].append(one.step)
    return {names[key]: tuple(sorted(found)) for key, found in places.items()}
