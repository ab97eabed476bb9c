"""One round of unification, as its rules look at it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from codegen.claims import OperationKey
from codegen.resolve.evidence import Key, Root, body_name
from codegen.resolve.graph import Graph
from codegen.resolve.labels import Labels
from codegen.resolve.nearby import NamesIn
from codegen.resolve.structure import answer_name, singular

__all__ = ["Scene", "View"]

_NO_LABELS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the rules look up, and no round changes: all that stands around the payloads."""

    roots: Mapping[Key, Root]
    named: Mapping[Key, tuple[Key, ...]]
    """Payload -> the labels that its operation, its sentence or its parameter names."""
    answers: tuple[tuple[Key, str], ...]
    """Payloads that operations answer with, and what these are about, where their names say it."""
    requests: tuple[tuple[Key, str], ...]
    """Payloads that operations are sent, and the names of these."""
    bodies: tuple[tuple[Key, str], ...]
    """Payloads that operations are sent, and what the pages call the parameter, where they do."""
    answered: Mapping[Key, Key]
    """Payload that an operation is sent -> the last that it answers with where all goes well."""
    endings: frozenset[str] = frozenset()
    """Words that many labels end with, see `Labels`."""
    defined: frozenset[str] = frozenset()
    """Labels of types that are documented by themselves."""
    before: Mapping[str, str] = field(default_factory=dict)
    """Payload, by the name of its key -> the one label that it went by when names were given."""

    @classmethod
    def of(
        cls,
        graph: Graph,
        roots: Iterable[Root],
        names: Mapping[OperationKey, str],
        labels: Labels,
        before: Mapping[str, str] = _NO_LABELS,
    ) -> Scene:
        """Look around `roots`, which are those of `graph`; `names` are those of the operations."""
        by_key = {root.key: root for root in roots}
        answers: list[tuple[Key, str]] = []
        requests: list[tuple[Key, str]] = []
        for key, root in by_key.items():
            name = names.get(root.slot.operation, "")
            many = bool(graph.roots[key].core.marks)
            if not name:
                continue
            if root.slot.direction == "request":
                requests.append((key, name))
            elif root.slot.status.startswith("2") and (about := answer_name(name, many=many)):
                answers.append((key, about))
        sent = [(key, root) for key, root in by_key.items() if root.slot.direction == "request"]
        good = {
            root.slot.operation: key
            for key, root in by_key.items()
            if root.slot.status.startswith("2")
        }
        return cls(
            roots=by_key,
            named=_named(by_key.values(), [*labels.honest, *labels.unreliable]),
            answers=tuple(answers),
            requests=tuple(requests),
            bodies=tuple((key, name) for key, root in sent if (name := body_name(root))),
            answered={
                key: good[root.slot.operation] for key, root in sent if root.slot.operation in good
            },
            endings=labels.endings,
            defined=frozenset(root.label for root in by_key.values() if root.label),
            before=before,
        )


def _named(roots: Iterable[Root], labels: Iterable[str]) -> dict[Key, tuple[Key, ...]]:
    """Root -> the labels that stand in the path of its operation, or among the hints."""
    spelled: dict[str, list[Key]] = defaultdict(list)
    for label in sorted(labels):
        spelled[label.lower()].append(Key("label", label))
    names = NamesIn(spelled)
    in_paths: dict[str, tuple[Key, ...]] = {}
    found: dict[Key, tuple[Key, ...]] = {}
    for root in roots:
        path = root.slot.operation.path.lower()
        if path not in in_paths:
            in_paths[path] = tuple(one for name in names.of(path) for one in spelled[name])
        hints = (Key("label", hint) for body in root.bodies for hint in body.hints)
        found[root.key] = tuple(dict.fromkeys((*in_paths[path], *hints)))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One round's graph, with what several rules need to look up."""

    scene: Scene
    graph: Graph
    keys: Mapping[Key, frozenset[str]]
    anonymous: tuple[Key, ...]
    """Classes that no label names, and that show properties."""
    bodies: tuple[Key, ...]
    """Those of them that are payloads."""
    labelled: Mapping[frozenset[str], list[Key]]
    """Classes of labels, by the exact set of their property names."""
    property_labels: Mapping[str, Counter[str]]
    """Singular property name -> labels that are believed under it, by number of owners."""
    subjects: Mapping[str, list[Key]]
    """What operations are about -> the classes that they answer with."""
    requests: Mapping[str, list[Key]]
    """Name of operations -> the classes that they are sent."""

    @classmethod
    def of(cls, graph: Graph, scene: Scene) -> View:
        """Index `graph`."""
        labelled: dict[frozenset[str], list[Key]] = defaultdict(list)
        property_labels: dict[str, Counter[str]] = defaultdict(Counter)
        for key, node in graph.nodes.items():
            if key.kind == "label" and node.keys:
                labelled[node.keys].append(key)
            for name in node.open:
                if label := node.properties[name].label:
                    property_labels[singular(name)][label] += 1
        nodes = graph.nodes.items()
        anonymous = tuple(key for key, node in nodes if key.kind != "label" and node.keys)
        return cls(
            scene=scene,
            graph=graph,
            keys={key: node.keys for key, node in nodes},
            anonymous=anonymous,
            bodies=tuple(key for key in anonymous if key in scene.roots),
            labelled=labelled,
            property_labels=property_labels,
            subjects=_targets(graph, scene.answers),
            requests=_targets(graph, scene.requests),
        )

    def labels(self) -> Iterable[Key]:
        """Classes of labels that show properties."""
        return (label for group in self.labelled.values() for label in group)


def _targets(graph: Graph, payloads: Iterable[tuple[Key, str]]) -> dict[str, list[Key]]:
    """Word -> the classes of the payloads that go by it."""
    found: dict[str, dict[Key, None]] = defaultdict(dict)
    for key, word in payloads:
        target = graph.roots[key].target
        if target is not None:
            found[word][target] = None
    return {word: list(targets) for word, targets in found.items()}
