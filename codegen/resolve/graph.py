"""Object classes and their properties: evidence flows from each class to those below it.

A property with a believed label belongs to the label's class, any other to a class of its own,
known by its owner and name, unless `Graph.alias` says that this is one of another key.
Propagation runs until nothing new arrives anywhere; it ends because trees and shapes are finitely
many and only ever added.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from codegen.claims import ITEMS, VALUES, Place, VariantStep
from codegen.resolve.evidence import Evidence, Key, Position, Root, Tree
from codegen.resolve.labels import Labels
from codegen.resolve.structure import Core, unwrap

__all__ = ["Graph", "Node", "Property", "propagate"]


@dataclass(slots=True)
class Property:
    """A property of a class: its position, what it is inside, and the class below it, if any."""

    position: Position
    core: Core
    label: str = ""
    target: Key | None = None
    variants: tuple[tuple[VariantStep, Key], ...] = ()


@dataclass(slots=True)
class Node:
    """One object class."""

    key: Key
    evidence: Evidence = field(default_factory=Evidence)
    properties: dict[str, Property] = field(default_factory=dict)


@dataclass(slots=True)
class Graph:
    """All object classes of one round, and the root of every slot."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    roots: dict[Key, Property] = field(default_factory=dict)
    """By the root's own key, whatever it is an alias of."""


def propagate(roots: list[Root], labels: Labels, alias: Mapping[Key, Key]) -> Graph:
    """Build the graph of all classes that `roots` lead to, in a stable order."""
    graph = Graph()
    pending: deque[Key] = deque()
    for root in roots:
        found = _inspect(root.position, root.key, labels, alias)
        graph.roots[root.key] = found
        _feed(graph, found, pending)
    while pending:
        node = graph.nodes[pending.popleft()]
        for name, position in _positions(node.evidence):
            found = _inspect(position, Key("at", name, node.key), labels, alias)
            node.properties[name] = found
            _feed(graph, found, pending)
    return graph


def _inspect(position: Position, own: Key, labels: Labels, alias: Mapping[Key, Key]) -> Property:
    core = unwrap(position, labels.maps)
    label = labels.believe(core)
    if core.has_variants:
        steps = dict.fromkeys(
            step for tree in core.trees for step, _ in tree.steps if isinstance(step, VariantStep)
        )
        variants = tuple((step, Key("at", str(step), own)) for step in steps)
        return Property(position, core, variants=variants)
    target: Key | None = None
    if label:
        target = Key("label", label)
    elif core.is_object:
        target = own
    while target is not None and target in alias:
        target = alias[target]
    return Property(position, core, label, target)


def _feed(graph: Graph, found: Property, pending: deque[Key]) -> None:
    """Hand the evidence of a property to the class below it."""
    for step, key in found.variants:
        trees = {
            below: places
            for tree, places in found.core.trees.items()
            for mark, below in tree.steps
            if mark == step
        }
        node = graph.nodes.setdefault(key, Node(key))
        if node.evidence.add(trees, {}) and key not in pending:
            pending.append(key)
    if found.target is None:
        return
    node = graph.nodes.get(found.target) or Node(found.target)
    fresh = found.target not in graph.nodes
    graph.nodes[found.target] = node
    if (node.evidence.add(found.core.trees, found.core.objects) or fresh) and (
        found.target not in pending
    ):
        pending.append(found.target)


def _positions(evidence: Evidence) -> Iterator[tuple[str, Position]]:
    """The properties of a class, in the order of its fullest tables and then of its samples."""
    positions: dict[str, Position] = {}

    def at(name: str) -> Position:
        position = positions.get(name)
        if position is None:
            position = positions[name] = Position(name)
        return position

    for tree, places in sorted(evidence.trees.items(), key=_precedence):
        first = next(iter(places))
        for row in tree.rows:
            position = at(row.name)
            position.rows.append((row, first))
            if row.type is not None:
                position.said.setdefault(row.type, []).append(first)
        for step, below in tree.steps:
            if isinstance(step, str) and step not in {ITEMS, VALUES}:
                at(step).trees.setdefault(below, {}).update(places)
    for shape, place in evidence.shapes.items():
        for name, child in shape.fields:
            at(name).shapes.setdefault(child, place)
    yield from positions.items()


def _precedence(item: tuple[Tree, dict[Place, None]]) -> tuple[int, int, str]:
    tree, places = item
    first = min(places, key=lambda place: (place.rank, place.page))
    return first.rank, -len(tree.rows), first.page
