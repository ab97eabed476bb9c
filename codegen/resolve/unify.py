"""Unification: which object classes without a believed label are one type, and on what evidence.

An ordered table of rules. Each looks at the classes of one round and says which are the same as
another; merging changes what lies below them, so rounds are repeated until no rule has more to
say. Shapes that merely look alike are not merged: names must tie them, or the match must be exact.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codegen.naming import type_name
from codegen.resolve.evidence import Key, Root
from codegen.resolve.graph import Graph, Node, Property
from codegen.resolve.labels import affinity, fits
from codegen.resolve.structure import singular
from codegen.typeexpr import SCALARS

__all__ = ["UNIFICATIONS", "View", "merges"]

#: Share of common property names from which two shapes count as one type's.
_ALIKE = 0.85

#: Fewest property names of which an exact match is no coincidence: with a labelled type, and
#: between two classes that have no label.
_DISTINCTIVE, _TELLING = 3, 2

#: Share of common property names above which two shapes under one name are one type.
_HALF = 0.5


@dataclass(slots=True)
class View:
    """One round's graph, with what several rules need to look up."""

    graph: Graph
    roots: dict[Key, Root]
    keys: dict[Key, frozenset[str]]
    labelled: dict[frozenset[str], list[Key]]
    """Classes of labels, by the exact set of their property names."""
    property_labels: dict[str, Counter[str]]
    """Singular property name -> labels that are believed under it, by number of owners."""

    @classmethod
    def of(cls, graph: Graph, roots: dict[Key, Root]) -> View:
        """Index `graph`."""
        keys = {key: node.evidence.keys() for key, node in graph.nodes.items()}
        labelled: dict[frozenset[str], list[Key]] = defaultdict(list)
        property_labels: dict[str, Counter[str]] = defaultdict(Counter)
        for key, node in graph.nodes.items():
            if key.kind == "label" and keys[key]:
                labelled[keys[key]].append(key)
            for name, found in node.properties.items():
                if found.label:
                    property_labels[singular(name)][found.label] += 1
        return cls(graph, roots, keys, labelled, property_labels)

    def anonymous(self) -> Iterator[tuple[Key, Node]]:
        """Classes that no label names."""
        for key, node in self.graph.nodes.items():
            if key.kind != "label" and self.keys[key]:
                yield key, node

    def labels(self) -> Iterator[Key]:
        """Classes of labels that show properties."""
        for group in self.labelled.values():
            yield from group


#: A rule yields (class, what it is the same as).
Unification = Callable[[View], Iterator[tuple[Key, Key]]]


def _root_named_nearby(view: View) -> Iterator[tuple[Key, Key]]:
    """A body whose sentence, parameter name or operation names a type that its properties fit."""
    labels = [(label, label.name.lower(), view.keys[label]) for label in view.labels()]
    for key, _ in view.anonymous():
        root = view.roots.get(key)
        if root is None:
            continue
        operation = root.slot.operation.path.lower()
        hints = {hint for body in root.bodies for hint in body.hints}
        keys = view.keys[key]
        ranked = [
            (_similar(known, keys), len(name), label.name)
            for label, name, known in labels
            if (name in operation or label.name in hints) and _covers(known, keys)
        ]
        if ranked:
            yield key, Key("label", max(ranked)[2])


def _exact_shape_of_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A class with exactly the properties of one labelled type, three or more, is that type."""
    for key, _ in view.anonymous():
        same = view.labelled.get(view.keys[key], ())
        if len(view.keys[key]) >= _DISTINCTIVE and len(same) == 1:
            yield key, same[0]


def _same_property_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A property whose name has one label wherever it has one, and whose shape fits it."""
    for key, _ in view.anonymous():
        if key.owner is None:
            continue
        labels = view.property_labels.get(_element_name(key), Counter())
        if len(labels) == 1:
            target = Key("label", next(iter(labels)))
            known = view.keys.get(target, frozenset())
            if not known or fits(view.keys[key], known):
                yield key, target


def _named_like_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A property with the very name of a labelled type, and a shape that fits it."""
    labels = {label.name: label for label in view.labels()}
    for key, _ in view.anonymous():
        target = labels.get(type_name(_element_name(key))) if key.owner else None
        if target is not None and fits(view.keys[key], view.keys[target]):
            yield key, target


def _root_alike_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A body nearly all of whose properties are one labelled type's, if its operation agrees."""
    for key, _ in view.anonymous():
        root = view.roots.get(key)
        if root is None or len(view.keys[key]) < _DISTINCTIVE:
            continue
        keys = view.keys[key]
        ranked = [
            (alike, label.name)
            for label in view.labels()
            if (alike := _similar(view.keys[label], keys)) >= _ALIKE
            and affinity(label.name, root.slot.operation.path) > 0
        ]
        if ranked:
            yield key, Key("label", max(ranked)[1])


def _inside_itself(view: View) -> Iterator[tuple[Key, Key]]:
    """A class below one with nearly the same properties: a tree."""
    for key, _ in view.anonymous():
        above = key.owner
        while above is not None:
            ours, theirs = view.keys[key], view.keys.get(above, frozenset())
            if len(ours & theirs) >= _DISTINCTIVE and _similar(ours, theirs) >= _ALIKE:
                yield key, above
                break
            above = above.owner


def _same_name_and_shape(view: View) -> Iterator[tuple[Key, Key]]:
    """Properties of one name whose shapes are alike, whoever owns them."""
    groups: dict[str, list[Key]] = defaultdict(list)
    for key, _ in view.anonymous():
        if key.owner is not None and "<" not in key.name:
            groups[type_name(_element_name(key))].append(key)
    for group in groups.values():
        yield from _gather(view, group, _alike)


def _same_exact_shape(view: View) -> Iterator[tuple[Key, Key]]:
    """Unlabelled classes with exactly the same properties, two or more, of the same types."""
    groups: dict[frozenset[str], list[Key]] = defaultdict(list)
    for key, _ in view.anonymous():
        if len(view.keys[key]) >= _TELLING and "<" not in key.name:
            groups[view.keys[key]].append(key)
    for group in groups.values():
        yield from _gather(view, group, _same_kinds)


#: In tiers, strongest first: a tier is asked only when those above it have no more to say, and
#: within a tier a class that an earlier rule has placed is not asked about again. What ties a
#: class to a label comes before what ties classes without labels to each other.
UNIFICATIONS: tuple[tuple[Unification, ...], ...] = (
    (
        _root_named_nearby,
        _same_property_label,
        _named_like_label,
        _exact_shape_of_label,
        _root_alike_label,
    ),
    (_same_name_and_shape,),
    (_inside_itself,),
    (_same_exact_shape,),
)


def merges(view: View) -> dict[Key, Key]:
    """What the first tier that has something to say makes the same."""
    for tier in UNIFICATIONS:
        found: dict[Key, Key] = {}
        for rule in tier:
            for key, target in rule(view):
                if key != target:
                    found.setdefault(key, target)
        if found:
            return found
    return {}


def _gather(
    view: View,
    group: list[Key],
    alike: Callable[[View, Key, Key], bool],
) -> Iterator[tuple[Key, Key]]:
    """Join the members of `group` that are alike to the fullest of them."""
    rest = sorted(group, key=lambda key: (-len(view.keys[key]), str(key)))
    while rest:
        head, *others = rest
        rest = []
        for key in others:
            if alike(view, head, key):
                yield key, head
            else:
                rest.append(key)


def _same_kinds(view: View, one: Key, other: Key) -> bool:
    """Whether each of the common properties is of one kind in both classes, or of none in one."""
    ours, theirs = view.graph.nodes[one].properties, view.graph.nodes[other].properties
    return all(
        _compatible(_kind(ours[name]), _kind(theirs[name])) for name in ours.keys() & theirs.keys()
    )


def _compatible(ours: _Kind, theirs: _Kind) -> bool:
    for (marks, kinds), (other, _) in ((ours, theirs), (theirs, ours)):
        if not kinds and other[: len(marks)] == marks:
            return True
    return ours == theirs


#: Arrays and maps around a value, and its JSON types; none where nothing is shown of it.
_Kind = tuple[tuple[str, ...], frozenset[str]]


def _kind(found: Property) -> _Kind:
    core = found.core
    names = [scalar.name for scalar in core.scalars] or [*core.kinds]
    kinds = {SCALARS[name][0] if name in SCALARS else name for name in names}
    if found.target is not None or core.open_object:
        kinds.add("object")
    return core.marks, frozenset("number" if kind == "integer" else kind for kind in kinds)


def _element_name(key: Key) -> str:
    return singular(key.name)


def _alike(view: View, one: Key, other: Key) -> bool:
    """Whether more than half of all names are common, and these are enough to tell by."""
    ours, theirs = view.keys[one], view.keys[other]
    common = len(ours & theirs)
    return ours == theirs or (common >= _DISTINCTIVE and _similar(ours, theirs) > _HALF)


def _similar(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Jaccard index."""
    union = len(ours | theirs)
    return len(ours & theirs) / union if union else 0.0


def _covers(known: frozenset[str], keys: frozenset[str]) -> bool:
    """Whether nearly all of `keys` are among `known`, and these are not many more."""
    return len(keys & known) >= _ALIKE * len(keys) and _similar(known, keys) >= _HALF
