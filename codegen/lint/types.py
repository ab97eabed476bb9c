"""Checks of the names of types: those that no page describes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.lint.material import Material
from codegen.resolve import Trace
from codegen.resolve.evidence import Key
from codegen.resolve.graph import Property
from codegen.resolve.places import at, rows_of
from codegen.typeexpr import references

__all__ = ["undocumented_types"]


def undocumented_types(material: Material) -> Iterator[Diagnostic]:
    """A name is printed as a type, and nothing shows what it is: no properties, and no value."""
    trace = material.trace
    places: dict[str, set[At]] = defaultdict(set)
    shown = {*trace.labels.unreliable, *(key.name for key in trace.enums if key.kind == "label")}
    for label, place, found in _uses(trace):
        places[label].add(place)
        # A sample shows a value of it, or it was found to be a type that goes by another name.
        if found.core.kinds or _described(trace, found.target):
            shown.add(label)
    for label in sorted(places.keys() - shown):
        if not _described(trace, trace.class_of(Key("label", label))):
            yield finding(
                "undocumented-type",
                f"{label!r} is named as a type, and no page shows what it holds",
                label,
                [(place, "") for place in sorted(places[label])],
            )


def _uses(trace: Trace) -> Iterator[tuple[str, At, Property]]:
    """Every label that is printed as a type, with its line and what stands there."""
    for key, node in trace.graph.nodes.items():
        for row, place in rows_of(trace.graph, key):
            for label in references(row.type) if row.type is not None else ():
                yield label, place, node.properties[row.name]
    for root in trace.roots.values():
        found = trace.graph.roots[root.key]
        for body in root.bodies:
            for label in references(body.type) if body.type is not None else ():
                yield label, at(body.place), found


def _described(trace: Trace, key: Key | None) -> bool:
    """Whether anything shows the properties of an object class."""
    return key is not None and key in trace.graph.nodes and bool(trace.graph.nodes[key].properties)
