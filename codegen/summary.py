"""What became of the types and operations between two specs, in a few words.

For the eye, after a run: what it means for those who use the models is told by `changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from codegen import specfile
from codegen.report import brief, counted
from codegen.spec import EnumType, ObjectType, Operation, Spec, Type, UnionType

__all__ = ["Entry", "headline", "lines", "summary"]

Became = Literal["added", "removed", "changed"]

_SIGNS: Mapping[Became, str] = {"added": "+", "removed": "-", "changed": "~"}
#: Of more names than these only the number is told.
_NAMED = 3
#: Facts of an operation or type that are looked into further, or are no news.
_NO_FACTS = frozenset({"kind", "properties", "values", "variants", "sources"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A type or an operation that is not what it was."""

    kind: Literal["type", "operation"]
    name: str
    """The name of a type, ``METHOD /path`` of an operation."""
    became: Became
    detail: str = ""


def summary(old: Spec, new: Spec) -> tuple[Entry, ...]:
    """What was added, removed and changed, operations first, each by name.

    What another page mentions now, and is otherwise as it was, is not changed.
    """
    operations = _entries("operation", _operations(old), _operations(new))
    return (*operations, *_entries("type", _types(old), _types(new)))


def headline(entries: Iterable[Entry]) -> str:
    """How many there are of each: ``1 type changed, 2 operations added``; '' of none."""
    times: dict[tuple[str, Became], int] = {}
    for entry in entries:
        key = (entry.kind, entry.became)
        times[key] = times.get(key, 0) + 1
    return ", ".join(f"{counted(count, kind)} {how}" for (kind, how), count in times.items())


def lines(entries: Sequence[Entry], limit: int) -> Iterator[str]:
    """A line for each, and one for those beyond `limit`."""
    for entry in entries[:limit]:
        detail = f": {entry.detail}" if entry.detail else ""
        yield brief(f"{_SIGNS[entry.became]} {entry.kind} {entry.name}{detail}")
    if (more := len(entries) - limit) > 0:
        yield f"... and {more:,} more"


def _operations(spec: Spec) -> dict[str, Operation]:
    return {f"{one.method} {one.path}": one for one in spec.operations}


def _types(spec: Spec) -> dict[str, Type]:
    return {one.name: one for one in spec.types}


def _entries(
    kind: Literal["type", "operation"],
    old: Mapping[str, Operation | Type],
    new: Mapping[str, Operation | Type],
) -> Iterator[Entry]:
    for name in sorted(new.keys() - old.keys()):
        yield Entry(kind=kind, name=name, became="added", detail=_size(new[name]))
    for name in sorted(old.keys() - new.keys()):
        yield Entry(kind=kind, name=name, became="removed")
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name] and (detail := _detail(old[name], new[name])):
            yield Entry(kind=kind, name=name, became="changed", detail=detail)


def _size(one: Operation | Type) -> str:
    return ", ".join(counted(len(found), what) for what, found in _members(one) if found)


def _detail(old: Operation | Type, new: Operation | Type) -> str:
    """What of it changed: its members, and the names of its other facts."""
    parts: list[str] = []
    before = dict(_members(old))
    for what, found in _members(new):
        parts.extend(_moved(what, before.pop(what, {}), found))
    for what, gone in before.items():
        parts.extend(_moved(what, gone, {}))
    one, other = specfile.plain(old), specfile.plain(new)
    if one.get("kind") != other.get("kind"):
        parts.append(f"{one.get('kind')} is now {other.get('kind')}")
    facts = sorted((one.keys() | other.keys()) - _NO_FACTS)
    parts.extend(name.replace("_", " ") for name in facts if one.get(name) != other.get(name))
    return ", ".join(parts)


def _members(one: Operation | Type) -> Iterator[tuple[str, dict[str, Any]]]:
    """What it consists of, by name: of each kind, even where there is none."""
    match one:
        case ObjectType(properties=properties):
            yield "property", {prop.name: prop for prop in properties}
        case EnumType(values=values):
            yield "value", {str(item.value): item for item in values}
        case UnionType(variants=variants):
            yield "variant", {item.type: item for item in variants}


def _moved(what: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    changed = [name for name in new if name in old and old[name] != new[name]]
    yield from _told(what, [name for name in new if name not in old], "added")
    yield from _told(what, [name for name in old if name not in new], "removed")
    yield from _told(what, changed, "changed")


def _told(what: str, names: Sequence[str], how: Became) -> Iterator[str]:
    if names:
        listed = f" ({', '.join(names)})" if len(names) <= _NAMED else ""
        yield f"{counted(len(names), what)} {how}{listed}"
