"""Which objects are maps: those whose keys are data rather than names of properties.

A page may say so, or what samples show: keys that are plainly made up, keys that are spelled as no
name of a property is, or other keys in each sample for values that are all alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from codegen.likeness import fits, singular
from codegen.naming import words
from codegen.samples import UNTYPED, Shape

__all__ = ["describes_values", "is_map", "is_spelled_apart", "keyed_names"]

#: Fewest names of properties that show what an object is, and the spelling of names around it.
_TELLING = 2

#: Fewest that make objects of one place alike whose keys have nothing in common.
_DISTINCTIVE = 3

#: Kinds that one type of value may show as.
_FAMILY = {"integer": "number", "date-time": "string", "date": "string", "uuid": "string"}


def is_map(name: str, shapes: Iterable[Shape], *, documented: bool) -> bool:
    """Whether the keys of the objects at a property `name` are data.

    They are where the page says that it is an object and names no structure, unless the values
    differ in kind as only properties do; and where one of `_SHOWN` says so.
    """
    shown = [shape for shape in shapes if shape.fields]
    if not shown:
        return False
    if documented or not _is_uniform(shown):
        return _is_uniform(shown)
    return any(rule(name, shown) for rule in _SHOWN)


def _is_uniform(shapes: Iterable[Shape]) -> bool:
    """Whether all values are of one kind."""
    kinds = {value.kind for shape in shapes for _, value in shape.fields}
    return len({_FAMILY.get(kind, kind) for kind in kinds} - UNTYPED) <= 1


# --- what the samples of one place show -------------------------------------------------------

_NUMBERED = re.compile(r"(.*?)[\s:_-]*\d+")
#: What is made for machines and is the name of no property: a UUID, also with something beside it,
#: an address, a date, a digest.
_MADE_UP = re.compile(
    r"(?:\w+[.:/])?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?:[.:/][\w.-]+)?"
    r"|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?"
    r"|\d{4}-\d\d-\d\d(?:T\S*)?"
    r"|(?=\D*\d)(?=\d*[a-fA-F])[0-9a-fA-F]{16,}"
    r"|(?=(?:\D*\d+(?=\D)){3})(?=.*[a-z])(?=.*[A-Z])[\w+/-]{24,}={0,2}",
    re.ASCII,
)


def _made_up(name: str, shapes: Collection[Shape]) -> bool:
    """Every key is made for machines."""
    del name
    return all(_MADE_UP.fullmatch(key) for shape in shapes for key in shape.keys)


def _numbered(name: str, shapes: Collection[Shape]) -> bool:
    """Every key is a number, or one stem (such as the property's own name) with a number."""
    keys = [key for shape in shapes for key in shape.keys]
    matches = [_NUMBERED.fullmatch(key) for key in keys]
    stems = {match[1] if match else None for match in matches}
    if None in stems or len(stems) > 1:
        return False
    stem = stems.pop() or ""
    return not stem or any(":" in key for key in keys) or _same_words(stem, name)


def _same_words(stem: str, name: str) -> bool:
    return [word.lower() for word in words(stem)] == [word.lower() for word in words(name)]


def _others_each_time(name: str, shapes: Collection[Shape]) -> bool:
    """A plural name, with other keys in each sample, for objects that are all alike.

    Samples of one type share some names of properties, save where few of many are shown; then
    these are not alike. A plural says that what is held is many of one kind.
    """
    if singular(name) == name:
        return False
    keys = [shape.keys for shape in shapes]
    if len(keys) < _TELLING or not all(one.isdisjoint(two) for one, two in combinations(keys, 2)):
        return False
    held = [value for shape in shapes for _, value in shape.fields if value.kind not in UNTYPED]
    known = frozenset.union(*(value.keys for value in held)) if held else frozenset()
    return len(known) >= _DISTINCTIVE and all(_is_most_of(value.keys, known) for value in held)


def _is_most_of(keys: frozenset[str], known: frozenset[str]) -> bool:
    return len(keys) >= _DISTINCTIVE and fits(known, keys, 1) and 2 * len(keys) > len(known)


#: What samples of one place show: one that holds is enough.
_SHOWN: tuple[Callable[[str, Collection[Shape]], bool], ...] = (
    _made_up,
    _numbered,
    _others_each_time,
)


def describes_values(names: frozenset[str], shapes: Collection[Shape]) -> bool:
    """Whether property `names` are those of the values of all objects, and of no object itself.

    A page that lists the fields of what a map holds need not say that they are inside of one.
    """
    shown = [shape for shape in shapes if shape.kind not in UNTYPED]
    held = [value for shape in shown for _, value in shape.fields]
    if not held or not all(value.kind == "object" for value in held):
        return False
    known = frozenset.union(*(value.keys for value in held))
    return (
        len(names & known) >= _TELLING
        and fits(names, known)
        and all(names.isdisjoint(shape.keys) for shape in shown)
    )


# --- what the samples of all pages show -------------------------------------------------------


class _Seen(NamedTuple):
    """An object in a sample, and the names of the properties of the object that holds it."""

    shape: Shape
    beside: frozenset[str]


def keyed_names(shapes: Iterable[Shape]) -> frozenset[str]:
    """Names of properties whose objects have keys that are spelled as no name around them is.

    Vendors spell the names of properties by one rule, and names of tasks, hosts or drivers, which
    users give, by none. So where all names around an object begin with a capital and none of its
    own does, these are data. That is said of a name only if most such objects hold values of one
    kind each, as those of a map are, and if besides

    - what the values are has names spelled by the rule again; or
    - the name is a plural; or
    - a key has marks that names do not have, or samples differ in all their keys.
    """
    seen: dict[str, dict[_Seen, None]] = defaultdict(dict)
    for name, one in _objects(shapes):
        seen[name][one] = None
    return frozenset(name for name, found in seen.items() if _is_keyed(name, tuple(found)))


def _objects(shapes: Iterable[Shape]) -> Iterator[tuple[str, _Seen]]:
    """All objects that properties of samples hold, with the names of these."""
    pending = list(dict.fromkeys(shapes))
    known = set(pending)
    while pending:
        shape = pending.pop()
        for name, value in shape.fields:
            if value.fields:
                yield name, _Seen(value, shape.keys)
        new = {*shape.items, *(value for _, value in shape.fields)} - known
        pending += new
        known |= new


def is_spelled_apart(name: str, shapes: Iterable[Shape]) -> bool:
    """Whether `name` begins with a capital and no key of the objects does."""
    keys = [key for shape in shapes for key in shape.keys]
    return name[:1].isupper() and bool(keys) and all(key[:1].islower() for key in keys)


def _is_keyed(name: str, seen: Collection[_Seen]) -> bool:
    apart = [one for one in seen if is_spelled_apart(name, [one.shape])]
    shapes = [one.shape for one in apart if _is_uniform([one.shape])]
    ruled = all(_by_the_rule(one.beside) and len(one.beside) >= _TELLING for one in apart)
    if not ruled or 2 * len(shapes) <= len(apart):
        return False
    inner = [value.keys for shape in shapes for _, value in shape.fields if value.fields]
    if inner:
        names = frozenset.union(*inner)
        return len(names) >= _TELLING and _by_the_rule(names)
    return singular(name) != name or _vary(shapes)


def _by_the_rule(names: Iterable[str]) -> bool:
    return all(name[:1].isupper() for name in names)


_MARK = re.compile(r"[./:]")


def _vary(shapes: Collection[Shape]) -> bool:
    keys = [shape.keys for shape in shapes]
    marked = any(_MARK.search(key) for one in keys for key in one)
    return marked or any(one.isdisjoint(two) for one, two in combinations(keys, 2))
