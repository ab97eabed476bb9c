"""The values that samples show, where some page lists the values of a property, or bounds them.

A sample is read again only if its shape shows such a property, and then only as far as it leads
there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from codegen.claims import ITEMS, Place
from codegen.naming import type_name
from codegen.resolve.bounds import has_bounds
from codegen.resolve.evidence import Key, Root
from codegen.resolve.graph import Graph, Property
from codegen.samples import UNTYPED, Shape, instance_of

__all__ = ["show"]

#: Kinds of samples that no value of an enum is shown as.
_NO_VALUES = UNTYPED | {"boolean", "number", "array"}


def show(graph: Graph, roots: Collection[Root]) -> None:
    """Put the values that samples show to every property of `graph` that they matter to.

    That is one of which a page lists the values, or states bounds of them.
    """
    search = _Search(graph)
    for root in roots:
        found = graph.roots[root.key]
        for sample in root.samples:
            if search.shows(found, sample.shape):
                # It was found to be JSON when the page was read.
                words = tuple(map(json.loads, sample.words))
                search.walk(found, json.loads(sample.text), sample.place, words)


class _Search:
    """Follows samples along the graph, to the properties that a page lists values of."""

    def __init__(self, graph: Graph) -> None:
        held = {key: node.properties for key, node in graph.nodes.items()}
        self._graph = graph
        self._listed = {
            id(found)
            for properties in held.values()
            for found in properties.values()
            if any(row.values or row.unproved for row, _ in found.position.rows)
        }
        self._bounded = {
            id(found)
            for properties in held.values()
            for found in properties.values()
            if any(has_bounds(row.constraints) for row, _ in found.position.rows)
        }
        leading = self._leading(held)
        #: Class -> its properties that a page lists values of, or that lead to some.
        self._ways: dict[Key, dict[str, Property]] = {
            key: {
                name: found
                for name, found in held[key].items()
                if self._is_wanted(found) or not leading.isdisjoint(_targets(found))
            }
            for key in leading
        }
        self._known: dict[tuple[int, Shape, int], bool] = {}

    def _leading(self, held: Mapping[Key, Mapping[str, Property]]) -> set[Key]:
        """The classes from which a property with values can be reached."""
        above: dict[Key, list[Key]] = defaultdict(list)
        leading: set[Key] = set()
        for key, properties in held.items():
            for found in properties.values():
                if self._is_wanted(found):
                    leading.add(key)
                for target in _targets(found):
                    above[target].append(key)
        pending = list(leading)
        while pending:
            new = set(above[pending.pop()]) - leading
            leading |= new
            pending.extend(new)
        return leading

    def _is_wanted(self, found: Property) -> bool:
        return id(found) in self._listed or id(found) in self._bounded

    def shows(self, found: Property, shape: Shape, peeled: int = 0) -> bool:
        """Whether a value of that shape at `found`, inside `peeled` marks, shows such values."""
        key = (id(found), shape, peeled)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._look(found, shape, peeled)
        return known

    def _look(self, found: Property, shape: Shape, peeled: int) -> bool:
        marks = found.core.marks
        if peeled < len(marks):
            inner = shape.items if marks[peeled] == ITEMS else tuple(shape.at.values())
            return any(self.shows(found, one, peeled + 1) for one in inner)
        if shape.kind != "object":
            bounded = id(found) in self._bounded and shape.kind not in UNTYPED
            return bounded or (id(found) in self._listed and shape.kind not in _NO_VALUES)
        return any(
            self.shows(below, shape.at[name])
            for target in _targets(found)
            for name, below in self._ways.get(target, {}).items()
            if name in shape.keys
        )

    def walk(
        self, found: Property, value: object, place: Place, words: Collection[object] = ()
    ) -> None:
        """Put what a sample shows, `value` at `found`, to the properties that it matters to.

        `words` stand in place of values, and are none.
        """
        pending: list[tuple[Property, object]] = [(found, value)]
        while pending:
            at, value = pending.pop()
            listed, bounded = id(at) in self._listed, id(at) in self._bounded
            for one in _inside(value, at.core.marks):
                if isinstance(one, dict):
                    for ways in self._chosen(at, one):
                        pending.extend((ways[name], one[name]) for name in one if name in ways)
                    continue
                if not isinstance(one, str | int | float) or isinstance(one, bool) or one in words:
                    continue
                if listed and not isinstance(one, float):
                    at.position.shown.setdefault(one, place)
                if bounded:
                    at.position.bounded.setdefault(one, place)

    def _chosen(
        self, found: Property, value: Mapping[str, object]
    ) -> Iterator[Mapping[str, Property]]:
        """The ways on from an object at `found`: of each class that it may be of."""
        for step, key in found.variants:
            if not step.discriminator or value.get(step.discriminator) in step.values:
                yield self._ways.get(key, {})
        named = Key("label", type_name(instance_of(value)))
        target = named if named in found.instances else self._graph.holder(found, value)
        if target is not None:
            yield self._ways.get(target, {})


def _targets(found: Property) -> Iterator[Key]:
    """The classes below a property."""
    yield from (key for _, key in found.variants)
    if found.target is not None:
        yield found.target
    yield from found.others
    yield from found.instances


def _inside(value: object, marks: tuple[str, ...]) -> Iterator[object]:
    """What stands inside the arrays and maps of a place."""
    if not marks:
        yield value
    elif marks[0] == ITEMS and isinstance(value, list):
        for one in value:
            yield from _inside(one, marks[1:])
    elif marks[0] != ITEMS and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, marks[1:])
