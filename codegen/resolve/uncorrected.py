"""A spec and the name lock beside it: which names of the spec are the overlay's, not the pages'.

The lock knows the names of the pages alone, and the spec those that stand after all corrections.
What a correction has changed bears a mark in the spec, but what the pages said there is not kept:
so the two are compared in what both of them know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from codegen import specfile
from codegen.namelock import NameLock, TypeLock
from codegen.overlay.rename import rewritten
from codegen.resolve.aliases import aliases_of
from codegen.resolve.keep import fits, relocked
from codegen.resolve.standing import owner_of
from codegen.spec import EnumType, EnumValue, ObjectType, Operation, Property, Spec, Type
from codegen.typeexpr import ANY, Ref, Scalar

__all__ = ["belongs", "only_corrections"]

_NEW = TypeLock()
_REMOVED = "remove "
_Node = Operation | Type


def belongs(lock: NameLock, spec: Spec) -> bool:
    """Whether `lock` keeps the names that `spec` has: one run wrote both, and nobody edited one."""
    own = _own_names(lock, spec)
    shown = {own[one.name]: one for one in spec.types}
    hidden = {
        name: one.module
        for name, one in lock.types.items()
        if name not in shown and not one.retired and _is_hidden(name, one, spec, shown)
    }
    again = relocked(
        lock,
        operations={_key(one): _own_id(one, lock) for one in spec.operations},
        groups={},
        types=[_uncorrected(one, name, lock.types.get(name, _NEW)) for name, one in shown.items()],
        modules={**{name: one.module for name, one in shown.items()}, **hidden},
        # A type without a place is one that no page leads to.
        places={
            name: one.places for name, one in lock.types.items() if name in shown and one.places
        },
    )
    aliases = aliases_of(lock.types, {name: one.name for name, one in shown.items()})
    return again == lock and all(one.aliases == aliases.get(one.name, ()) for one in spec.types)


def only_corrections(old: Spec, before: NameLock, new: Spec, after: NameLock) -> bool:
    """Whether two specs that differ do so in nothing but what was corrected in one of them.

    `before` and `after` are the locks that go with them.
    """
    old, new = _as_named(old, before), _as_named(new, after)
    given = {name for name, one in before.types.items() if not one.retired}
    given &= {name for name, one in after.types.items() if not one.retired}
    # The pages gave these both times: where the spec is without one, a correction hides it.
    old, new = _without_hidden(old, new, given), _without_hidden(new, old, given)
    bare = (msgspec.structs.replace(one, operations=(), types=()) for one in (old, new))
    if len(set(map(specfile.dumps, bare))) > 1:
        return False
    one, other = _nodes(old), _nodes(new)
    differ = (key for key in {*one, *other} if one.get(key) != other.get(key))
    return all(_corrections(one.get(key)) != _corrections(other.get(key)) for key in differ)


def _key(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _own_id(one: Operation, lock: NameLock) -> str:
    """The id that the pages gave, which the lock alone knows where the overlay gave another."""
    return lock.operations.get(_key(one), one.id) if "name" in _facts(one) else one.id


def _facts(node: _Node | Property) -> set[str]:
    """What the overlay has decided of a node itself."""
    return {fact for mark in node.overlay for fact in mark.facts}


def _own_names(lock: NameLock, spec: Spec) -> dict[str, str]:
    """Name of a type in `spec` -> its name in `lock`: of one that was renamed, the one it fits."""
    renamed = [one for one in spec.types if _facts(one) & {"add", "name"}]
    names = {one.name: one.name for one in spec.types}
    taken = names.keys() - {one.name for one in renamed}
    for one in renamed:
        # The fewest members: an entry keeps those that are gone as well.
        fit = (
            (name != one.name, len(entry.members), name)
            for name, entry in lock.types.items()
            if name not in taken and _can_be(one, name, entry)
        )
        *_, names[one.name] = min(fit, default=(one.name,))
        taken |= {names[one.name]}
    return names


def _can_be(one: Type, name: str, entry: TypeLock) -> bool:
    """Whether the entry `name` of the lock can be that of a type that has another name now."""
    if entry.retired or entry.module != one.module:
        return False
    if "add" in _facts(one):  # it mostly has its own, but can be renamed as well
        return not entry.places or name == one.name
    return name != one.name and fits(entry, _uncorrected(one, name, entry))


def _uncorrected(one: Type, name: str, entry: TypeLock) -> Type:
    """`one` with the names that the pages gave; what the spec does not tell is as in the lock."""
    known, facts = entry.members, _facts(one)
    match one:
        case ObjectType():
            properties = [_own_attribute(prop, known) for prop in one.properties]
            gone = (fact.removeprefix(_REMOVED) for fact in facts if fact.startswith(_REMOVED))
            removed = (
                Property(name=text, type=ANY, attribute=known.get(text, "")) for text in gone
            )
            found = (prop for prop in properties if "add" not in _facts(prop))
            return msgspec.structs.replace(one, name=name, properties=(*found, *removed))
        case EnumType() if facts & {"values", "add_values", "remove_values"}:
            values = tuple(EnumValue(value=text, member=name) for text, name in known.items())
            return msgspec.structs.replace(one, name=name, values=values)
    return msgspec.structs.replace(one, name=name)


def _own_attribute(prop: Property, known: Mapping[str, str]) -> Property:
    if "name" not in _facts(prop):
        return prop
    return msgspec.structs.replace(prop, attribute=known.get(prop.name, ""))


def _is_hidden(name: str, entry: TypeLock, spec: Spec, shown: Mapping[str, Type]) -> bool:
    """Whether a correction can be why the spec is without a type that the pages give.

    An enum whose values are dropped leaves no mark. Any other is in something that is corrected, or
    in what is hidden itself.
    """
    if entry.kind == "enum":
        return True
    for place in entry.places:
        owner = owner_of(place)
        if owner and owner != name and (owner not in shown or _corrections(shown[owner])):
            return True
        operations = (one for one in spec.operations if place.startswith(f"{_key(one)} "))
        if any(map(_corrections, operations)):
            return True
    return False


def _as_named(spec: Spec, lock: NameLock) -> Spec:
    """`spec` with the names that its types have in the lock."""
    own = _own_names(lock, spec)
    return rewritten(spec, {name: Ref(other) for name, other in own.items() if name != other})


def _without_hidden(spec: Spec, other: Spec, given: Iterable[str]) -> Spec:
    """`spec` without the types of `given` that `other` is without; an enum is its scalar then."""
    gone = {*given} - {one.name for one in other.types}
    enums = (one for one in spec.types if one.name in gone and isinstance(one, EnumType))
    types = tuple(one for one in spec.types if one.name not in gone)
    spec = msgspec.structs.replace(spec, types=types)
    return rewritten(spec, {one.name: Scalar(one.scalar) for one in enums})


def _nodes(spec: Spec) -> dict[str, _Node]:
    return {**{_key(one): one for one in spec.operations}, **{one.name: one for one in spec.types}}


def _corrections(node: _Node | None) -> list[object]:
    return [] if node is None else list(_marks(specfile.plain(node)))


def _marks(node: object) -> Iterator[object]:
    """Every correction below a node, in order."""
    values: Iterable[object] = ()
    if isinstance(node, dict):
        if "overlay" in node:
            yield node["overlay"]
        values = node.values()
    elif isinstance(node, list | tuple):
        values = node
    for value in values:
        yield from _marks(value)
