"""The name lock and the types of a spec: what is kept of them, and what is to be kept from now on.

New properties and values go where the pages put them among those that are known, so that an order
once given stays as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from codegen.namelock import NameLock, TypeLock
from codegen.naming import enum_members, field_names
from codegen.resolve.standing import owner_of
from codegen.spec import EnumType, ObjectType, Source, Type, UnionType

__all__ = ["fits", "merged", "relocked", "settled"]

_NEW = TypeLock()

#: Texts and the names given to some of them -> a name for each.
_Naming = Callable[[Sequence[str], Mapping[str, str]], Mapping[str, str]]


def settled(types: Iterable[Type], locked: Mapping[str, TypeLock]) -> list[Type]:
    """`types` with the order, the Python names and the first source that the lock has."""
    return [_settled(one, locked.get(one.name, _NEW)) for one in types]


def _settled(one: Type, kept: TypeLock) -> Type:
    sources = sorted(one.sources, key=lambda source: _place(source) != kept.source)
    one = msgspec.structs.replace(one, sources=tuple(sources))
    match one:
        case ObjectType():
            found = {prop.name: prop for prop in one.properties}
            order, names = _arranged(list(found), kept, field_names)
            properties = [
                msgspec.structs.replace(found[name], attribute=names.get(name, ""))
                for name in order
            ]
            return msgspec.structs.replace(one, properties=tuple(properties))
        case EnumType():
            values = {str(item.value): item for item in one.values}
            order, names = _arranged(list(values), kept, _members(one))
            listed = [
                msgspec.structs.replace(values[text], member=names.get(text, "")) for text in order
            ]
            return msgspec.structs.replace(one, values=tuple(listed))
        case UnionType():
            return one


def _members(one: EnumType) -> _Naming:
    """How members of an enum are named; what values that are gone were called nobody knows."""
    called = {str(item.value): item.name for item in one.values if item.name}

    def derive(texts: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
        return {str(value): name for value, name in enum_members(texts, called, given).items()}

    return derive


def _arranged(
    texts: Sequence[str], kept: TypeLock, derive: _Naming
) -> tuple[list[str], dict[str, str]]:
    """`texts` in the order that is kept, and the names that are not those derived from them."""
    known = merged(list(kept.members), texts)
    names = derive(known, kept.members)
    present = set(texts)
    order = [text for text in known if text in present]
    given: dict[str, str] = {}
    while True:
        derived = derive(order, given)
        other = {text: names[text] for text in order if derived[text] != names[text]}
        if not other:
            return order, given
        given |= other


def merged(known: Sequence[str], found: Sequence[str]) -> list[str]:
    """`known` in its order, with what is new in `found` behind the neighbour that it has there.

    What stands before all that is known stands before the first neighbour behind it.
    """
    order = list(known)
    seen = set(known)
    first = next((text for text in found if text in seen), None)
    place = order.index(first) if first is not None else len(order)
    for text in found:
        if text not in seen:
            order.insert(place, text)
            seen.add(text)
        place = order.index(text) + 1
    return order


def relocked(
    lock: NameLock,
    *,
    operations: Mapping[str, str],
    groups: Mapping[str, str],
    types: Iterable[Type],
    modules: Mapping[str, str],
    places: Mapping[str, Sequence[str]],
) -> NameLock:
    """The lock from now on: `lock`, with what the pages say now; what is gone stays in it.

    `operations` has the ids by method and path, `groups` the modules of groups; `types` are those
    that the pages give, `places` where they stand, and `modules` where all types of the spec are.
    """
    used = {one.name: one for one in types if one.name in places}
    claimed = {place for found in places.values() for place in found}
    known = {"", *lock.types, *places}
    present = {*used, *modules}
    entries = {**dict.fromkeys([*used, *modules], _NEW), **lock.types}
    for name in entries:
        old = lock.types.get(name, _NEW)
        entry = msgspec.structs.replace(old, module=modules.get(name, old.module))
        if name in used:
            # A place that no page shows any more, in a type that may come back.
            stale = (at for at in old.places if at not in claimed and owner_of(at) in known)
            sources = used[name].sources
            entry = msgspec.structs.replace(
                entry,
                kind=_kind(used[name]),
                source=_place(sources[0]) if sources else "",
                places=tuple(sorted({*places[name], *stale})),
                members=_known(used[name], old),
            )
        gone = name not in present
        entries[name] = msgspec.structs.replace(entry, retired=gone, now=entry.now if gone else "")
    return msgspec.structs.replace(
        lock,
        operations={**lock.operations, **operations},
        modules={**lock.modules, **groups},
        types=entries,
    )


def fits(entry: TypeLock, one: Type) -> bool:
    """Whether an entry of the lock says of a type what is kept of `one`, its name apart."""
    source = _place(one.sources[0]) if one.sources else ""
    known = _known(one, entry)
    return (entry.kind, entry.source, entry.members) == (_kind(one), source, known)


def _kind(one: Type) -> Literal["object", "enum", "union"]:
    match one:
        case ObjectType():
            return "object"
        case EnumType():
            return "enum"
        case UnionType():
            return "union"


def _known(one: Type, old: TypeLock) -> dict[str, str]:
    """The names of all members that a type has or had, in order."""
    match one:
        case ObjectType():
            given = {prop.name: prop.attribute for prop in one.properties}
            return _members_of(given, old, field_names)
        case EnumType():
            given = {str(item.value): item.member for item in one.values}
            return _members_of(given, old, _members(one))
        case UnionType():
            return {}


def _members_of(given: Mapping[str, str], old: TypeLock, derive: _Naming) -> dict[str, str]:
    names = derive(list(given), {text: name for text, name in given.items() if name})
    return {
        text: names.get(text) or old.members[text]
        for text in merged(list(old.members), list(given))
    }


def _place(source: Source) -> str:
    return f"{source.page}#{source.heading}"
