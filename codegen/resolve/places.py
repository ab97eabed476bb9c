"""Where a fact stands: every row and every sample behind a place of the graph, with its line.

The graph keeps each distinct table with all of its places, and each distinct shape with one. What
is wanted of the others is found here, when it is asked for.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from codegen.claims import ITEMS, VALUES, Place, Row, SampleClaim, Slot
from codegen.diagnostics import At
from codegen.jsontext import members
from codegen.resolve.evidence import Key, Root
from codegen.resolve.graph import Graph, Property
from codegen.samples import Shape

__all__ = [
    "At",
    "Showing",
    "Shown",
    "at",
    "line_of",
    "lines_showing",
    "rows_of",
    "samples_by_property",
    "samples_of",
]


def at(place: Place, offset: int = 0) -> At:
    """The line that is `offset` lines below a place. A parameter's place is its row already."""
    return At(place.page, place.line + offset)


def rows_of(graph: Graph, owner: Key) -> Iterator[tuple[Row, At]]:
    """Every row of every table of an object class, with the line of the row itself."""
    for tree, places in graph.nodes[owner].evidence.trees.items():
        for place in places:
            for row in tree.rows:
                yield row, at(place, row.offset)


class Shown(NamedTuple):
    """What to look for in samples: a property of the objects of one shape and class.

    `name` '' is the object itself.
    """

    owner: Key
    shape: Shape
    name: str = ""


class Showing(NamedTuple):
    """A sample that shows what was looked for, with the path of it inside the sample."""

    wanted: Shown
    claim: SampleClaim
    path: tuple[str, ...]

    @property
    def at(self) -> At:
        """The line of the property, or of the object."""
        return at(self.claim.place, self._offset)

    @property
    def text(self) -> str:
        """The text of that line."""
        return self.claim.text.split("\n")[self._offset]

    @property
    def _offset(self) -> int:
        wanted = self.wanted.shape
        value = wanted.at[self.wanted.name] if self.wanted.name else wanted
        return line_of(self.claim.text, self.path, value)


def samples_of(graph: Graph, roots: Mapping[Slot, Root], wanted: set[Shown]) -> Iterator[Showing]:
    """Every sample that shows something of `wanted`, once for each path that it does so at."""
    if not wanted:
        return
    search = _Search(graph, _by_object(wanted))
    for root in roots.values():
        found = graph.roots[root.key]
        for claim in root.samples:
            for path, one in search.below(claim.shape, found, 0):
                yield Showing(one, claim, path)


def samples_by_property(
    graph: Graph, roots: Mapping[Slot, Root], wanted: set[Shown]
) -> dict[tuple[Key, str], list[Showing]]:
    """The same by owner and name of the property, so that one search does for many properties."""
    found: dict[tuple[Key, str], list[Showing]] = defaultdict(list)
    for showing in samples_of(graph, roots, wanted):
        found[showing.wanted.owner, showing.wanted.name].append(showing)
    return found


def lines_showing(
    values: Iterable[tuple[str | float, Place]], shown: Iterable[Showing]
) -> list[tuple[At, str]]:
    """The lines of samples that show the values; the sample itself where none shows one whole."""
    values = tuple(values)
    places = {showing.at: showing.text for showing in shown}
    found = [
        (line, f"shows {value!r}")
        for value, _ in values
        for line, text in places.items()
        if _stands_in(value, text)
    ]
    return sorted(found) or [(at(place), f"shows {value!r}") for value, place in values]


def _stands_in(value: str | float, text: str) -> bool:
    """Whether a line of JSON has the value."""
    if isinstance(value, str):
        return json.dumps(value) in text or json.dumps(value, ensure_ascii=False) in text
    return re.search(rf"(?<![\w.-]){re.escape(str(value))}(?![\w.])", text) is not None


def _by_object(wanted: set[Shown]) -> dict[tuple[Key, Shape], list[Shown]]:
    grouped: dict[tuple[Key, Shape], list[Shown]] = {}
    for one in sorted(wanted, key=lambda one: (str(one.owner), one.name)):
        grouped.setdefault((one.owner, one.shape), []).append(one)
    return grouped


_Hits = tuple[tuple[tuple[str, ...], Shown], ...]


@dataclass(slots=True)
class _Search:
    """Follows samples along the graph. Equal shapes at one property are followed once."""

    graph: Graph
    wanted: Mapping[tuple[Key, Shape], list[Shown]]
    known: dict[tuple[Shape, int, int], _Hits]

    def __init__(self, graph: Graph, wanted: Mapping[tuple[Key, Shape], list[Shown]]) -> None:
        self.graph, self.wanted, self.known = graph, wanted, {}

    def below(self, shape: Shape, found: Property, peeled: int) -> _Hits:
        """What stands in a value at `found`, whose outer `peeled` marks are taken off already."""
        key = (shape, id(found), peeled)
        hits = self.known.get(key)
        if hits is None:
            hits = self.known[key] = tuple(dict.fromkeys(self._look(shape, found, peeled)))
        return hits

    def _look(
        self, shape: Shape, found: Property, peeled: int
    ) -> Iterator[tuple[tuple[str, ...], Shown]]:
        if peeled < len(found.core.marks):
            for step, inner in _inside(shape, found.core.marks[peeled]):
                for path, one in self.below(inner, found, peeled + 1):
                    yield (step, *path), one
            return
        if shape.kind != "object":
            return
        target = self.graph.holder(found, shape.keys, shape)
        node = self.graph.nodes.get(target) if target else None
        if node is None:
            return
        for one in self.wanted.get((node.key, shape), ()):
            yield ((one.name,) if one.name else ()), one
        for name, value in shape.fields:
            if value.kind in {"object", "array"} and name in node.properties:
                for path, one in self.below(value, node.properties[name], 0):
                    yield (name, *path), one


def _inside(shape: Shape, mark: str) -> Iterator[tuple[str, Shape]]:
    """The elements of an array, or the values of a map; none where the shape is neither."""
    if mark == ITEMS and shape.kind == "array":
        yield from ((ITEMS, item) for item in shape.items)
    elif mark == VALUES and shape.kind == "object":
        yield from shape.fields


#: The characters that values of a kind begin with; all others are strings.
_FIRST = {
    "null": "n",
    "boolean": "tf",
    "integer": "-0123456789",
    "number": "-0123456789",
    "object": "{",
    "array": "[",
    "unknown": "",
    "quoted": "",
}


def line_of(text: str, path: tuple[str, ...], value: Shape | None = None) -> int:
    """The line, from 0, at which a value (of that kind) stands at `path` in a JSON text."""
    first = _FIRST.get(value.kind, '"') if value else ""
    return next(
        (
            line
            for where, line, char in members(text)
            if where == path and (not first or char in first)
        ),
        0,
    )
