"""The values that samples show, where some page lists the values of a property."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from codegen.claims import ITEMS, Place
from codegen.resolve.evidence import Root
from codegen.resolve.graph import Graph, Node, Property
from codegen.samples import parse_json

__all__ = ["show"]


def show(graph: Graph, roots: Collection[Root]) -> None:
    """Put the values that samples show to every property of `graph` that a page lists values of.

    Samples that name no such property are not read again.
    """
    wanted = {
        name
        for node in graph.nodes.values()
        for name, found in node.properties.items()
        if any(row.values or row.unproved for row, _ in found.position.rows)
    }
    quoted = tuple(f'"{name}"' for name in sorted(wanted))
    for root in roots:
        found = graph.roots[root.key]
        for sample in root.samples:
            if any(name in sample.text for name in quoted):
                _walk(graph, found, parse_json(sample.text), sample.place)


def _walk(graph: Graph, found: Property, value: object, place: Place) -> None:
    pending: list[tuple[Property, object]] = [(found, value)]
    while pending:
        at, value = pending.pop()
        listed = any(row.values or row.unproved for row, _ in at.position.rows)
        for one in _inside(value, at.core.marks):
            if isinstance(one, dict):
                pending.extend(
                    (node.properties[name], child)
                    for node in _nodes(graph, at, one)
                    for name, child in one.items()
                    if name in node.properties
                )
            elif listed and isinstance(one, str | int) and not isinstance(one, bool):
                at.position.shown.setdefault(one, place)


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


def _nodes(graph: Graph, found: Property, value: Mapping[str, object]) -> Iterator[Node]:
    for step, key in found.variants:
        if not step.discriminator or value.get(step.discriminator) in step.values:
            yield graph.nodes[key]
    if found.target is not None:
        yield graph.nodes[found.target]
