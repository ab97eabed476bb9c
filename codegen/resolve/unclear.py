"""Types whose words leave open what they are: a finding where nothing else tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.resolve.graph import Property
from codegen.resolve.places import at, rows_of
from codegen.samples import UNTYPED
from codegen.typeexpr import ANY, innermost, options_of

if TYPE_CHECKING:
    from codegen.resolve.resolver import Trace

__all__ = ["left_open"]


def left_open(trace: Trace) -> Iterator[Diagnostic]:
    """A finding for each such text, with all of its places.

    Samples decide, and so does a page that is clearer.
    """
    places: dict[str, set[At]] = defaultdict(set)
    for key, node in trace.graph.nodes.items():
        for row, place in rows_of(trace.graph, key):
            if row.unclear and not _told(node.properties[row.name]):
                places[row.unclear].add(place)
    for evidence in trace.operations.values():
        for one, rows in evidence.parameters.items():
            for row, claimed in rows:
                if row.unclear and not _told(evidence.positions[one]):
                    places[row.unclear].add(at(claimed))
    for text, found in places.items():
        message = f"{text!r} leaves open of which type it is"
        hint = "print the type itself, or show a value in a sample"
        yield finding("unknown-type", message, text, [(one, "") for one in sorted(found)], hint)


def _told(found: Property) -> bool:
    """Whether a sample, a list of values or another text tells the type."""
    position = found.position
    shown = any(shape.kind not in UNTYPED for shape in position.shapes)
    clear = any(ANY not in map(innermost, options_of(expr)) for expr in position.said)
    return shown or clear or bool(found.facts.values)
