"""Properties with lists of their own, and the types that pages document by their values.

What a page lists beside a property may be the values of a type that another page documents. The
property has that type where its name says so and the lists are of the same values. And what is
called by the name of such a type may have other values, where samples show it. Samples also tell
the letters of values: a sentence may print them as words of a title.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from codegen.claims import Place, Row
from codegen.linking.types import loose
from codegen.resolve.decide import merge_rows
from codegen.resolve.defined import DefinedEnum, give, is_other
from codegen.resolve.evidence import Key
from codegen.resolve.graph import Graph, Property
from codegen.resolve.types import enum_key

__all__ = ["recognise", "respell", "tell_apart"]

#: So many values a sample must show in other letters: one alone may be a slip.
_FEWEST_SHOWN = 2
#: What may be of any of more types is of none of them.
_MOST_TYPES = 20

#: Properties that hold one enum: those of one name that list the same.
_Group = list[Property]


def tell_apart(positions: Iterable[Property], enums: Mapping[str, DefinedEnum]) -> None:
    """Let each of `positions` have its own list alone where the type it names is another one.

    Two lists of one name that share no value are of two types where samples show values of the
    property's own list, and none of the other.
    """
    for found in positions if enums else ():
        label = next((label for label in found.core.labels if label in enums), "")
        if not label or found.enum is not None or not is_other(found, enums[label]):
            continue
        shown = _lower(found.position.shown)
        if shown & _lower(_listed(found)) and not shown & _lower(_values(enums[label])):
            labels = {one: by for one, by in found.core.labels.items() if one not in enums}
            found.core = dataclasses.replace(found.core, labels=labels)


def recognise(
    positions: Collection[Property], enums: Mapping[str, DefinedEnum], graph: Graph
) -> None:
    """Give the values of `enums` to those of `positions` that list them without naming the type.

    The name of a property says that it has a type: it is the type's own name, alone or with that
    of what has the property before it, or a property of the same name has the type. The property
    lists more than half of the values, and none beside them.
    """
    if not enums:
        return
    typed: dict[str, set[str]] = defaultdict(set)
    for found in positions:
        if found.enum is not None:
            typed[found.core.name].add(found.enum.name)
    owners = {
        id(found): key.name
        for key, node in graph.nodes.items()
        for found in node.properties.values()
        if key.kind == "label"
    }
    called, having = _by_name(enums), _by_value(enums)
    for group in _groups(positions):
        name = group[0].core.name
        led = (f"{owners[id(one)]}_{name}" for one in group if id(one) in owners)
        meant = {label for one in (name, *led) for label in called.get(loose(one), ())}
        among = _having(_listed(group[0]), having)
        meant = (meant & among) | (typed[name] & among)
        few = sorted(meant) if len(meant) <= _MOST_TYPES else ()
        fitting = [label for label in few if _fits(group, enums[label])]
        for found in group if len(fitting) == 1 else ():
            give(found, enums[fitting[0]])


def respell(positions: Iterable[Property]) -> None:
    """Spell the values that `positions` list as samples do, if these spell none as it is listed.

    All values that samples show must differ from the listed ones by a first letter that is small,
    or all by one that is a capital. The samples are still reported.
    """
    for group in _groups(positions):
        spelled = _spelled(group)
        for found in group if spelled else ():
            facts, position = found.facts, found.position
            rows = [(_respelled(row, spelled), place) for row, place in position.rows]
            known = merge_rows(rows, position.shown, position.bounded)
            listing = dataclasses.replace(known.listing, foreign=facts.listing.foreign)
            found.known = dataclasses.replace(known, listing=listing)


def _spelled(group: _Group) -> dict[str, str]:
    """Each value that a group lists, by the spelling that its samples show; none if as listed."""
    listed = _listed(group[0])
    other = {str(one): str(one)[:1].swapcase() + str(one)[1:] for one in listed}
    shown = {str(value) for found in group for value in found.position.shown}
    shown = {value for value in shown if value.casefold() in _lower(listed)}
    one_way = len({one[:1].isupper() for one in other}) == 1
    same = shown <= set(other.values()) - other.keys()
    return other if one_way and same and len(shown) >= _FEWEST_SHOWN else {}


def _respelled(row: Row, spelled: Mapping[str, str]) -> Row:
    values = tuple(spelled.get(str(one), one) for one in row.values)
    details = (replace(one, value=spelled.get(str(one.value), one.value)) for one in row.details)
    return replace(row, values=values, details=tuple(details))


def _groups(positions: Iterable[Property]) -> Collection[_Group]:
    """Those of `positions` that list values of their own."""
    groups: dict[Key, _Group] = defaultdict(list)
    for found in positions:
        own = found.enum is None and not found.core.labels
        if own and (key := enum_key(found, _listed(found))) is not None:
            groups[key].append(found)
    return groups.values()


def _by_name(enums: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for label in enums:
        found[loose(label)].append(label)
    return found


def _by_value(enums: Mapping[str, DefinedEnum]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for label, enum in enums.items():
        for value in _lower(_values(enum)):
            found[value].add(label)
    return found


def _having(values: Collection[str | int], having: Mapping[str, set[str]]) -> set[str]:
    """The types that have the rarest of `values`."""
    return min((having.get(value, set()) for value in sorted(_lower(values))), key=len)


def _fits(group: _Group, enum: DefinedEnum) -> bool:
    """Whether properties that list the same list the values of `enum`, and samples show no others.

    In other letters, small or capital, they do so only where samples tell which letters are right.
    """
    listed = set(_listed(group[0]))
    if 2 * len(listed) <= len(enum.values):
        return False
    own = set(_values(enum))
    if not _lower(listed) <= _lower(own):
        return False
    shown = {value for found in group for value in found.position.shown}
    if not shown <= own:
        return False
    return 2 * len(listed & own) > len(listed) or bool(shown & (own - listed))


def _listed(found: Property) -> tuple[str | int, ...]:
    rows: list[tuple[Row, Place]] = found.position.rows
    return tuple(dict.fromkeys(value for row, _ in rows for value in row.values))


def _values(enum: DefinedEnum) -> tuple[str | int, ...]:
    return tuple(one.value for one in enum.values)


def _lower(values: Collection[str | int]) -> set[str]:
    return {str(one).casefold() for one in values}
