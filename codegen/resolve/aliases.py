"""Aliases: names of types that have turned out to be another type, and that go on working.

Pages that say more make one type of several, and only one of the names can stay that of a class.
Code that uses another of them is right all the same, as long as the class has all that it knows:
then the name becomes an alias. The name lock keeps aliases, so that they stay from run to run, and
a type that comes back has its name again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec

from codegen.membernames import attributes, members
from codegen.namelock import NameLock, TypeLock
from codegen.resolve.standing import owner_of
from codegen.spec import EnumType, ObjectType, Spec, Type, UnionType

__all__ = ["aliased", "aliases_of", "without"]

#: Each round settles types one step further below operations; this bounds a defect.
_MAX_ROUNDS = 100

_Places = Mapping[str, Collection[str]]
"""Name of a type -> where it stands, as the name lock writes it."""


def aliased(lock: NameLock, spec: Spec, places: _Places, called: Mapping[str, str]) -> NameLock:
    """`lock`, which goes with `spec`, with the type that each retired one is now.

    A retired type is the one type at all of its places that are still there. Where none is, it is
    what the type is now that it was before. Its name becomes an alias where nothing else has it,
    and code that knows the old type goes on working with the new one (see `_serves`).

    `places`: where the types of the pages stand. `called`: names of the lock -> other ones that
    the overlay gives.
    """
    own = {new: old for old, new in called.items()}
    current = {own.get(one.name, one.name): one for one in spec.types}
    taken = {one.name.lower() for one in spec.types}
    became = _became(lock.types, places, current)
    before, after = _parts(one.places for one in lock.types.values()), _parts(places.values())

    def heir(name: str, one: TypeLock) -> str:
        now = became.get(name)
        if now is None or name.lower() in taken or not one.module:
            return ""
        return now if _serves(one, current[now]) and before[name] <= after[now] else ""

    types = {
        name: msgspec.structs.replace(one, now=heir(name, one)) for name, one in lock.types.items()
    }
    return msgspec.structs.replace(lock, types=types)


def aliases_of(
    locked: Mapping[str, TypeLock], called: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Name of a type in the spec -> its aliases there; `called` as for `aliased`."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, one in locked.items():
        if one.now:
            found[called.get(one.now, one.now)].append(f"{one.module}.{name}")
    return {name: tuple(sorted(those)) for name, those in found.items()}


def without(lock: NameLock, names: Iterable[str]) -> NameLock:
    """`lock` without the aliases among `names`, which the pages now give to other types."""
    given = {name.lower() for name in names}
    types = {
        name: one for name, one in lock.types.items() if not one.now or name.lower() not in given
    }
    return msgspec.structs.replace(lock, types=types)


def _became(
    locked: Mapping[str, TypeLock], places: _Places, current: Collection[str]
) -> dict[str, str]:
    """Retired types -> what they are now.

    A place in a type that is retired is in what that one is now, so this goes on in rounds, from
    operations downwards. What is several types now is none of them.
    """
    holders = {place: name for name, found in places.items() if name in current for place in found}
    retired = {name: one for name, one in sorted(locked.items()) if one.retired}
    found: dict[str, str] = {}
    split: set[str] = set()
    for _ in range(_MAX_ROUNDS):
        now: dict[str, str] = {}
        for name in retired.keys() - split:
            one = retired[name]
            here = {holders.get(_moved(place, found)) for place in one.places} - {None}
            if len(here) > 1:
                split.add(name)
            elif here:
                now |= {name: str(here.pop())}
            elif (heir := found.get(one.now, one.now)) in current:
                now[name] = heir
        if now == found:
            break
        found = now
    return found


def _moved(place: str, became: Mapping[str, str]) -> str:
    """`place` in the type that its owner is now."""
    owner = owner_of(place)
    return became.get(owner, owner) + place[len(owner) :]


def _parts(places: Iterable[Collection[str]]) -> Mapping[str, set[str]]:
    """Name of a union -> the steps to its variants, of which these are the places."""
    parts: dict[str, set[str]] = defaultdict(set)
    for found in places:
        for place in found:
            owner = owner_of(place)
            if place[len(owner) :].startswith("<"):
                parts[owner].add(place[len(owner) :])
    return parts


def _serves(old: TypeLock, new: Type) -> bool:
    """Whether code that is written against `old` is right with `new` in its place.

    It finds every property or value by the Python name that it knows, and gives all that is
    required to make one.
    """
    match new:
        case ObjectType():
            names = attributes(new)
            required = {one.name for one in new.properties if one.presence == "required"}
            same = old.kind == "object" and required <= old.members.keys()
            return same and old.members.items() <= names.items()
        case EnumType():
            listed = {str(value): name for value, name in members(new).items()}
            return old.kind == "enum" and old.members.items() <= listed.items()
        case UnionType():
            return old.kind == "union"
