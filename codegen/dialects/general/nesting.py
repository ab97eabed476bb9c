"""Properties of properties: rows that stand further in, and names that are paths -> rows by path.

A dot or bracket in a name is part of a path only where the block shows it: the name before it is a
row itself, a mark says that it is an array, or several names share what is before it. Query strings
and headers know no paths: there `filter[name]` is the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from codegen.claims import ITEMS, VALUES, Row, Step
from codegen.dialects.general.names import Name, steps
from codegen.dialects.general.read import Location, Nested, Trouble
from codegen.dialects.general.rows import Made
from codegen.typeexpr import ANY, OBJECT, AnyType, Array, Map, Scalar, TypeExpr

__all__ = ["Part", "Rows", "assembled", "like_others"]

_Path = tuple[Step, ...]
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_DEEPEST = 20


class Part(NamedTuple):
    """One row before it has its place, in the order of the page."""

    name: Name
    made: Made
    offset: int


#: `Values follow the same rules as name`.
_LIKE = re.compile(
    r"\bvalues\s+(?:follow|have|obey|must\s+meet)\s+the\s+same\s+\w+(?:\s\w+)?\s+(?:as|of)\s+"
    r"(?:the\s+)?[`*]*([\w.$-]+)",
    re.IGNORECASE,
)


def like_others(parts: Sequence[Part]) -> list[Part]:
    """Rows of one table, with the type of a property for a map whose values are said to be like it.

    That of a scalar: more is not meant by words such as `the same rules`.
    """
    named = {part.name.text: part.made.row for part in parts}
    found: list[Part] = []
    for part in parts:
        row = part.made.row
        match = _LIKE.search(row.description) if row.type is OBJECT else None
        other = named.get(match[1].rstrip(".")) if match else None
        if other is not None and isinstance(other.type, Scalar):
            made = part.made._replace(row=msgspec.structs.replace(row, type=Map(other.type)))
            found.append(part._replace(made=made))
        else:
            found.append(part)
    return found


@dataclass(slots=True)
class Rows:
    """Rows by the path of the object that they are properties of; () is the block's own."""

    by_path: dict[_Path, dict[str, Row]] = field(default_factory=lambda: {(): {}})
    locations: list[Location | None] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def top(self) -> tuple[Row, ...]:
        """The rows of the block itself."""
        return tuple(self.by_path[()].values())

    def nested(self) -> tuple[Nested, ...]:
        """The rows further down."""
        return tuple((path, tuple(rows.values())) for path, rows in self.by_path.items() if path)

    def type_at(self, path: _Path) -> TypeExpr | None:
        """The type of the property that `path` ends with."""
        row = self.by_path.get(path[:-1], {}).get(str(path[-1]))
        return None if row is None else row.type

    def add(self, path: _Path, made: Made, offset: int) -> None:
        """Add a row, and those on the way to it that the page does not print."""
        row = made.row
        expr = row.type
        while len(path) > 1 and path[-1] in {ITEMS, VALUES}:
            wrap = Array if path[-1] == ITEMS else Map
            if not isinstance(expr, wrap):
                expr = wrap(expr or ANY)
            path = path[:-1]
        self._way(path, offset)
        rows = self.by_path.setdefault(path[:-1], {})
        name = str(path[-1])
        if name in rows:
            message = f"{name!r} stands in the table already; the first is the one taken"
            self.troubles.append(("duplicate-row", message, offset))
            return
        rows[name] = msgspec.structs.replace(row, name=name, type=expr, offset=offset)
        if len(path) == 1:
            self.locations.append(made.location)

    def _way(self, path: _Path, offset: int) -> None:
        for end, step in enumerate(path[:-1]):
            rows = self.by_path.setdefault(path[:end], {}) if step not in {ITEMS, VALUES} else None
            if rows is None or step in rows:
                continue
            after = path[end + 1]
            expr = Array(ANY) if after == ITEMS else Map(ANY) if after == VALUES else None
            rows[str(step)] = Row(name=str(step), type=expr, offset=offset)
            if end == 0:
                self.locations.append(None)


def assembled(parts: Sequence[Part], *, literal: bool = False, known: bool = False) -> Rows:
    """The rows of `parts`, each in its place.

    `literal`: names are never paths. `known`: they are only where the name before is a row.
    """
    plain = {part.name.text for part in parts}
    shared = Counter(steps(name)[0] for name in plain)
    found = Rows()
    above: list[tuple[int, _Path, str]] = []
    for part in parts:
        while above and above[-1][0] >= part.name.indent:
            above.pop()
        base, prefix = above[-1][1:] if above else ((), "")
        text = part.name.text
        own: _Path = (text,)
        if prefix and (below := _below(text, prefix)):
            own = below
        elif not literal and _is_path(text, plain, shared, known=known):
            own = steps(text)
        path = _with_marks(base, own, found)
        if len(path) > _DEEPEST:
            message = f"{part.name.text!r} is nested too deep; it is left out"
            found.troubles.append(("nested-too-deep", message, part.offset))
            continue
        found.add(path, part.made, part.offset)
        above.append((part.name.indent, path, part.name.text))
    return found


def _below(text: str, prefix: str) -> _Path:
    """What a name adds to the one that it stands below, which it repeats: ``a.b``, ``a[b]``."""
    way, above = steps(text), steps(prefix)
    return way[len(above) :] if len(way) > len(above) and way[: len(above)] == above else ()


def _is_path(text: str, plain: set[str], shared: Counter[Step], *, known: bool) -> bool:
    way = steps(text)
    first = str(way[0])
    if len(way) == 1:
        return False
    if first in plain:
        return True
    if known or not _IDENTIFIER.fullmatch(first):
        return False
    if ITEMS in way:
        return True
    return shared[first] > 1 and "[" not in text


def _with_marks(base: _Path, own: _Path, found: Rows) -> _Path:
    """The path from the block's own object, with a mark behind each array and map on the way."""
    path: list[Step] = list(base)
    for step in own:
        if path and path[-1] not in {ITEMS, VALUES} and step not in {ITEMS, VALUES}:
            path += _marks(found.type_at(tuple(path)))
        path.append(step)
    return tuple(path)


def _marks(expr: TypeExpr | None) -> list[Step]:
    marks: list[Step] = []
    while isinstance(expr, Array | Map):
        if isinstance(expr, Array):
            marks.append(ITEMS)
            expr = expr.items
        elif isinstance(expr.values, AnyType):
            break
        else:
            marks.append(VALUES)
            expr = expr.values
    return marks
