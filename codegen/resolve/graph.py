"""Object classes and their properties: evidence flows from each class to those below it.

A property with a believed label belongs to the label's class, any other to a class of its own,
known by its owner and name, unless an alias says that this is one of another key. Evidence flows
until nothing new arrives anywhere; it ends because trees and shapes are finitely many and only
ever added.

Each time that classes are found to be the same, all evidence flows again from the roots. In most
classes the very same arrives again, so what a class makes of its evidence is kept.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from codegen.claims import ITEMS, VALUES, Place, VariantStep
from codegen.naming import type_name
from codegen.resolve.apart import (
    Own,
    Part,
    alike,
    by_instance,
    by_page,
    is_of_payload,
    kept,
    shown_with,
    trees_by_instance,
)
from codegen.resolve.decide import Facts, merge_rows
from codegen.resolve.evidence import Evidence, Key, Position, Root, Tree
from codegen.resolve.labels import Labels
from codegen.resolve.structure import Core, Unwrapper
from codegen.samples import Shape
from codegen.typeexpr import TypeExpr

__all__ = ["Flow", "Graph", "Node", "Property"]


@dataclass(slots=True)
class Property:
    """A property of a class: its position, what it is inside, and the class below it, if any."""

    position: Position
    core: Core
    label: str = ""
    documented: bool = False
    """A page shows the properties of the type that `label` is."""
    target: Key | None = None
    variants: tuple[tuple[VariantStep, Key], ...] = ()
    others: tuple[Key, ...] = ()
    """Documented types that are named as options beside that of `label`."""
    instances: tuple[Key, ...] = ()
    """Documented types that objects in samples here name as their own, and that have more."""
    enum: Key | None = None
    """The type that is documented by its values and that these are."""
    flags: bool = False
    """The values of `enum` are bits: whole numbers in samples are combinations of them."""
    known: Facts | None = None
    """Its facts, once they were asked for."""

    @property
    def facts(self) -> Facts:
        """What is said of it besides its type; to be asked for when all rows are there."""
        if self.known is None:
            shown = self.position.shown
            if self.flags:
                shown = {one: at for one, at in shown.items() if isinstance(one, str)}
            self.known = merge_rows(self.position.rows, shown, self.position.bounded)
        return self.known


@dataclass(slots=True)
class Node:
    """One object class."""

    key: Key
    evidence: Evidence = field(default_factory=Evidence)
    properties: dict[str, Property] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    """Every property name that a table or a sample shows."""
    open: Collection[str] = ()
    """The names of the properties that lead on to other classes."""


@dataclass(slots=True)
class Graph:
    """All object classes of one round, and the root of every slot."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    roots: dict[Key, Property] = field(default_factory=dict)
    """By the root's own key, whatever it is an alias of."""

    def holder(
        self, found: Property, names: Collection[str], shape: Shape | None = None
    ) -> Key | None:
        """The class that an object at `found` is of: of several, the one most like its `names`.

        `shape`: that of the object, where it is known. The class has it among its evidence.
        """
        named = shape is not None and shape.instance
        if not found.others and not named:
            return found.target
        keys = [key for key in (found.target, *found.others) if key is not None]
        keys += [Key("label", type_name(shape.instance))] if shape and named else []
        known = [key for key in keys if key in self.nodes]
        holding = [key for key in known if shape in self.nodes[key].evidence.shapes]
        known = holding or [key for key in known if key == found.target or key in found.others]
        shown = frozenset(names)
        return max(known, key=lambda key: alike(shown, self.nodes[key].keys), default=found.target)


_Trees = dict[Tree, dict[Place, None]]
_Shapes = dict[Shape, Place]


class _Link(NamedTuple):
    """A property that leads to other classes, and what it hands on to them.

    Its target is the one that it has but for the aliases.
    """

    found: Property
    trees: _Trees
    shapes: _Shapes
    options: tuple[tuple[Key, _Trees, _Shapes], ...]


class _Look(NamedTuple):
    """What a class makes of its evidence, the `content`."""

    content: tuple[object, ...]
    properties: dict[str, Property]
    links: dict[str, _Link]
    keys: frozenset[str]


class Flow:
    """The flow of evidence from `roots`, where `labels` are believed."""

    def __init__(
        self, roots: Iterable[Root], labels: Labels, unwrap: Unwrapper | None = None
    ) -> None:
        self._labels = labels
        self._unwrap = unwrap or Unwrapper()
        self._beliefs: dict[Core, str] = {}
        self._looks: defaultdict[Key, list[_Look]] = defaultdict(list)
        roots = tuple(roots)
        self._tabled = {
            Key("label", root.label): own for root in roots if (own := _own(root)) is not None
        }
        found = {root.key: self._inspect(root.position, root.key) for root in roots}
        self._roots = {key: (one, self._link(one)) for key, one in found.items()}

    def graph(self, alias: Mapping[Key, Key]) -> Graph:
        """The graph of all classes that the roots lead to, in a stable order.

        `alias`: class -> the one that it was found to be the same as.
        """
        flood = _Round(alias)
        graph = flood.graph
        for key, (found, link) in self._roots.items():
            graph.roots[key] = found if link is None else flood.follow(link)
        while (node := flood.next()) is not None:
            look = self._look(node)
            node.keys, node.open = look.keys, look.links.keys()
            node.properties.update(look.properties)
            for name, link in look.links.items():
                node.properties[name] = flood.follow(link)
        return graph

    def _look(self, node: Node) -> _Look:
        # A class is looked at as evidence comes in, and in the next round often in the same steps.
        content = node.evidence.content()
        looks = self._looks[node.key]
        look = next((one for one in looks if one.content == content), None)
        if look is None:
            tabled = self._tabled.get(node.key)
            properties = {
                name: self._inspect(position, Key("at", name, node.key))
                for name, position in _positions(node.evidence)
                if tabled is None or kept(name, node.evidence, tabled)
            }
            links = {
                name: link
                for name, found in properties.items()
                if (link := self._link(found)) is not None
            }
            look = _Look(content, properties, links, node.evidence.keys())
            looks.append(look)
        return look

    def _link(self, found: Property) -> _Link | None:
        link = _link(found)
        defined = self._labels.defined
        if link is None or found.target is None or not defined or not found.core.is_object:
            return link
        trees, shapes = link.trees, dict(link.shapes)
        parts: dict[Key, Part] = {}
        by_label = found.target.kind == "label" or found.instances
        named = by_instance(shapes, defined) if by_label else {}
        for key, own in named.items():
            parts[key] = {}, own
            for shape in own:
                del shapes[shape]
        named_trees = trees_by_instance(trees, defined) if by_label else {}
        for key, own_trees in named_trees.items():
            parts.setdefault(key, ({}, {}))[0].update(own_trees)
            trees = {tree: places for tree, places in trees.items() if tree not in own_trees}
        if found.others and found.label in defined:
            for key, (own_trees, own) in by_page(found, (trees, shapes), defined).items():
                parts[key] = own_trees, {**own, **parts.get(key, ({}, {}))[1]}
            trees, shapes = {}, {}
        first = parts.pop(found.target, ({}, {}))
        trees, shapes = {**trees, **first[0]}, {**shapes, **first[1]}
        return _Link(found, trees, shapes, tuple((key, *part) for key, part in parts.items()))

    def _inspect(self, position: Position, own: Key) -> Property:
        core = self._unwrap(position, self._labels.maps)
        if core.has_variants:
            steps = dict.fromkeys(
                step
                for tree in core.trees
                for step, _ in tree.steps
                if isinstance(step, VariantStep)
            )
            variants = tuple((step, Key("at", str(step), own)) for step in steps)
            return Property(position, core, variants=variants)
        label = self._beliefs.get(core)
        if label is None:
            label = self._beliefs[core] = self._labels.believe(core)
        if label:
            shown = partial(shown_with, position, core) if is_of_payload(own) else None
            options = self._labels.others(core, label, shown)
            others = tuple(Key("label", one) for one in options)
            own = Key("label", label)
            instances = tuple(self._instances(core, own, others))
            documented = label in self._labels.defined
            return Property(
                position, core, label, documented, own, others=others, instances=instances
            )
        told = core.objects or core.instances
        if told and not core.trees and (named := self._named(core)):
            return Property(position, core, target=named[0], others=named[1:])
        if not core.objects or core.trees:
            return Property(position, core, target=own if core.is_object else None)
        instances = tuple(self._instances(core, own, ()))
        return Property(position, core, target=own, instances=instances)

    def _instances(self, core: Core, target: Key, others: Collection[Key]) -> Iterator[Key]:
        """The documented types that objects at `core` name as their own, beside those of pages.

        What the type of the place has all of is read as that one.
        """
        defined = self._labels.defined
        had = defined.get(target.name, frozenset())
        for key in by_instance(dict.fromkeys(core.objects), defined):
            if key != target and key not in others and not defined[key.name] <= had:
                yield key

    def _named(self, core: Core) -> tuple[Key, ...]:
        """The documented types of the objects at `core`, if each names its own."""
        defined = self._labels.defined
        if not core.objects:
            names = tuple(dict.fromkeys(map(type_name, core.instances)))
            return tuple(Key("label", one) for one in names if defined.keys() >= {*names})
        parts = by_instance(dict.fromkeys(core.objects), defined)
        every = sum(map(len, parts.values())) == len(core.objects)
        return tuple(parts) if every else ()


def _own(root: Root) -> Own | None:
    """A type that a page documents by itself, if one has a table of its properties."""
    trees = root.position.trees
    if not root.label or not any(not row.sampled for tree in trees for row in tree.rows):
        return None
    places = [place for of_tree in trees.values() for place in of_tree]
    pages = frozenset(one.page for one in (*places, *(sample.place for sample in root.samples)))
    return Own(root.label, pages, any(one.open for one in root.definitions))


def _link(found: Property) -> _Link | None:
    """What a property hands on; None where it leads to no class."""
    if found.target is None and not found.variants:
        return None
    position, core = found.position, found.core
    trees: _Trees = {}
    for tree, origins in core.trees.items():
        places = trees[tree] = {}
        for origin in origins:
            places.update(position.trees[origin])
    shapes = {shape: position.shapes[origin] for shape, origin in core.objects.items()}
    options: tuple[tuple[Key, _Trees, _Shapes], ...] = tuple(
        (
            key,
            {
                below: places
                for tree, places in trees.items()
                for mark, below in tree.steps
                if mark == step
            },
            {},
        )
        for step, key in found.variants
    )
    return _Link(found, trees, shapes, options)


class _Round:
    """One flow from the roots on: the graph that it makes, and the classes still to look at."""

    def __init__(self, alias: Mapping[Key, Key]) -> None:
        self.graph = Graph()
        self._alias = alias
        self._pending: deque[Key] = deque()
        self._waiting: set[Key] = set()

    def next(self) -> Node | None:
        """The next class that something new has arrived at; None where there is no other."""
        if not self._pending:
            return None
        key = self._pending.popleft()
        self._waiting.discard(key)
        return self.graph.nodes[key]

    def follow(self, link: _Link) -> Property:
        """Hand the evidence of a property to the classes below it; the property as it now is."""
        found, target = link.found, link.found.target
        for key, trees, shapes in link.options:
            self._feed(key, trees, shapes)
        if target is None:
            return found
        while target in self._alias:
            target = self._alias[target]
        if target not in self.graph.nodes:
            self._wake(target)
        self._feed(target, link.trees, link.shapes)
        if target is found.target:
            return found
        return replace(found, target=target)

    def _feed(self, key: Key, trees: _Trees, shapes: _Shapes) -> None:
        node = self.graph.nodes.get(key)
        if node is None:
            node = self.graph.nodes[key] = Node(key)
        if node.evidence.add(trees, shapes):
            self._wake(key)

    def _wake(self, key: Key) -> None:
        if key not in self._waiting:
            self._waiting.add(key)
            self._pending.append(key)


def _positions(evidence: Evidence) -> Iterator[tuple[str, Position]]:
    """The properties of a class, in the order of its fullest tables and then of its samples."""
    positions: dict[str, Position] = {}

    def at(name: str) -> Position:
        position = positions.get(name)
        if position is None:
            position = positions[name] = Position(name)
        return position

    trees = evidence.trees.items()
    for tree, places in sorted(trees, key=_precedence) if len(trees) > 1 else trees:
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
    yield from zip(positions, map(_by_tables, positions.values()), strict=True)


def _by_tables(position: Position) -> Position:
    """`position` without the types that words in samples say, if a table says one."""
    sampled = [row.sampled for row, _ in position.rows if row.type is not None]
    if any(sampled) and not all(sampled):
        said: dict[TypeExpr, list[Place]] = {}
        for row, place in position.rows:
            if row.type is not None and not row.sampled:
                said.setdefault(row.type, []).append(place)
        position.said = said
    return position


def _precedence(item: tuple[Tree, dict[Place, None]]) -> tuple[int, int, str]:
    tree, places = item
    first = min(places, key=lambda place: (place.rank, place.page))
    return first.rank, -len(tree.rows), first.page
