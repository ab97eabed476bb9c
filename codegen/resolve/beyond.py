"""Findings about bounds that samples break, with both sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codegen.codes import finding
from codegen.diagnostics import Diagnostic
from codegen.resolve.places import Shown, lines_showing, rows_of, samples_by_property

if TYPE_CHECKING:
    from codegen.resolve.resolver import Trace

__all__ = ["bounds_broken"]


def bounds_broken(trace: Trace) -> Iterator[Diagnostic]:
    """A finding for each property with a bound that a sample breaks."""
    cases = {
        (key, name): found.facts.broken
        for key, node in trace.graph.nodes.items()
        for name, found in node.properties.items()
        if found.facts.broken
    }
    wanted = {
        Shown(key, shape, name)
        for key, name in cases
        for shape in trace.graph.nodes[key].evidence.shapes
        if name in shape.keys
    }
    samples = samples_by_property(trace.graph, trace.roots, wanted)
    for (key, name), broken in cases.items():
        shown = lines_showing(
            [(one.value, one.place) for one in broken], samples.get((key, name), ())
        )
        said = [
            (line, f"says {one.name.replace('_', ' ')} {one.bound}")
            for row, line in rows_of(trace.graph, key)
            for one in broken
            if row.name == name and getattr(row.constraints, one.name) == one.bound
        ]
        subject = f"{trace.names[key]}.{name}"
        first = broken[0]
        message = (
            f"{subject}: a sample shows {first.value!r}, "
            f"beyond the documented {first.name.replace('_', ' ')} of {first.bound}"
        )
        yield finding("bound-contradicts-sample", message, subject, [*shown, *sorted(said)])
