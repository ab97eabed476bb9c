"""One round of unification, as its rules look at it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from codegen.claims import OperationKey
from codegen.resolve.evidence import Key, Root
from codegen.resolve.graph import Graph, Node
from codegen.resolve.structure import answer_name, singular

__all__ = ["View"]

_NO_LABELS: Mapping[str, str] = MappingProxyType({})


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
    subjects: dict[str, list[Key]]
    """What operations are about -> the classes that they answer with."""
    requests: dict[str, list[Key]]
    """Name of operations -> the classes that they are sent."""
    endings: frozenset[str] = frozenset()
    """Words that many labels end with, see `Labels`."""
    before: Mapping[str, str] = field(default_factory=dict)
    """Payload, by the name of its key -> the one label that it went by when names were given."""

    @classmethod
    def of(
        cls,
        graph: Graph,
        roots: dict[Key, Root],
        names: Mapping[OperationKey, str],
        endings: frozenset[str] = frozenset(),
        before: Mapping[str, str] = _NO_LABELS,
    ) -> View:
        """Index `graph`; `names` are those of the operations, `endings` those of labels.

        `before`: labels that payloads went by.
        """
        keys = {key: node.evidence.keys() for key, node in graph.nodes.items()}
        labelled: dict[frozenset[str], list[Key]] = defaultdict(list)
        property_labels: dict[str, Counter[str]] = defaultdict(Counter)
        for key, node in graph.nodes.items():
            if key.kind == "label" and keys[key]:
                labelled[keys[key]].append(key)
            for name, found in node.properties.items():
                if found.label:
                    property_labels[singular(name)][found.label] += 1
        answers: dict[str, dict[Key, None]] = defaultdict(dict)
        requests: dict[str, dict[Key, None]] = defaultdict(dict)
        for key, root in roots.items():
            found = graph.roots[key]
            name = names.get(root.slot.operation, "")
            if found.target is None or not name:
                continue
            about = answer_name(name, many=bool(found.core.marks))
            if root.slot.direction == "request":
                requests[name][found.target] = None
            elif about and root.slot.status.startswith("2"):
                answers[about][found.target] = None
        return cls(
            graph,
            roots,
            keys,
            labelled,
            property_labels,
            {name: list(found) for name, found in answers.items()},
            {name: list(found) for name, found in requests.items()},
            endings,
            before,
        )

    def anonymous(self) -> Iterator[tuple[Key, Node]]:
        """Classes that no label names."""
        for key, node in self.graph.nodes.items():
            if key.kind != "label" and self.keys[key]:
                yield key, node

    def labels(self) -> Iterator[Key]:
        """Classes of labels that show properties."""
        for group in self.labelled.values():
            yield from group
