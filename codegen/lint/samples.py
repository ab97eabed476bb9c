"""Checks of samples against tables: undocumented keys, dynamic keys, keys that are never shown.

The classes are those of Hosono et al., "An Empirical Study on the Reliability of the Web API
Document" (ICSME 2019); the fourth, a type mismatch, is reported by resolve.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from codegen.claims import ITEMS, VALUES, SampleClaim, VariantStep
from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.lint.material import Material
from codegen.resolve.decide import merge_rows
from codegen.resolve.evidence import Key, Tree
from codegen.resolve.graph import Graph, Node, Property
from codegen.resolve.places import Shown, at, line_of, rows_of, samples_of
from codegen.samples import Shape
from codegen.typeexpr import Map

__all__ = ["dynamic_keys", "never_sampled", "required_left_out", "undocumented_properties"]

#: Share of its documented properties that the samples of a type have to show between them before
#: the rest count as never shown: samples that show less are excerpts.
_COMPLETE = 0.8

#: No more names than these stand in a message.
_LISTED = 5


@dataclass(slots=True)
class _Case:
    """A property of a type that samples show and tables do not, or the other way round."""

    owner: str
    name: str
    claims: dict[tuple[At, str], None] = field(default_factory=dict)


def undocumented_properties(material: Material) -> Iterator[Diagnostic]:
    """A sample shows a property that the table of its body, or of its type, does not list.

    Where the page of the sample has a table of the body, that one; else all tables of the type.
    """
    trace = material.trace
    cases: dict[tuple[Key, str], _Case] = {}

    def case(key: Key, name: str) -> _Case:
        return cases.setdefault((key, name), _Case(trace.names[key], name))

    wanted: set[Shown] = set()
    for key, node in trace.graph.nodes.items():
        tables = filter(_is_table, node.evidence.trees)
        documented = {name for tree in tables for name in tree.names()}
        for shape in node.evidence.shapes if documented else ():
            wanted.update(Shown(key, shape, name) for name in shape.keys - documented)
    for showing in samples_of(trace.graph, trace.roots, wanted):
        found = case(showing.wanted.owner, showing.wanted.name)
        found.claims[showing.at, "shows it"] = None
    for (key, _), found in cases.items():
        for places in trace.graph.nodes[key].evidence.trees.values():
            found.claims.update(((at(place), "does not list it"), None) for place in places)
    for key, name, claim, path, tree_at in _beyond_own_table(material):
        found = case(key, name)
        found.claims[at(claim.place, line_of(claim.text, path)), "shows it"] = None
        found.claims[tree_at, "does not list it"] = None
    # What the same samples show beyond the same tables of a type is one finding.
    together: dict[tuple[str, frozenset[str]], list[_Case]] = defaultdict(list)
    for one in cases.values():
        together[one.owner, frozenset(place.path for place, _ in one.claims)].append(one)
    for (owner, _), group in together.items():
        yield _undocumented(owner, sorted(group, key=lambda one: one.name))


def _is_table(tree: Tree) -> bool:
    """Whether a page lists properties here: a sample with comments lists only what it shows."""
    own = any(not row.sampled for row in tree.rows)
    return own or any(_is_table(below) for _, below in tree.steps)


def _undocumented(owner: str, group: list[_Case]) -> Diagnostic:
    names = [one.name for one in group]
    listed = ", ".join(names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")
    claims = dict.fromkeys(
        (place, f"shows {one.name}" if said == "shows it" else "does not")
        for one in group
        for place, said in one.claims
    )
    return finding(
        "sample-property-undocumented",
        f"{owner}: a sample shows {listed}, and its table does not",
        f"{owner}: {', '.join(names)}",
        sorted(claims, key=lambda claim: (claim[1] == "does not", claim)),
    )


def _beyond_own_table(
    material: Material,
) -> Iterator[tuple[Key, str, SampleClaim, tuple[str, ...], At]]:
    """Properties that a sample shows, and the table of the same body on the same page does not."""
    trace = material.trace
    for root in trace.roots.values():
        if root.label:
            continue  # what it inherits stands in tables of other pages
        tables: dict[tuple[int, str], list[tuple[Tree, At]]] = defaultdict(list)
        for tree, places in root.position.trees.items():
            for place in places if _is_table(tree) else ():
                tables[place.rank, place.page].append((tree, at(place)))
        found = trace.graph.roots[root.key]
        for claim in root.samples:
            for tree, tree_at in tables.get((claim.place.rank, claim.place.page), ()):
                for owner, path in _beyond(trace.graph.nodes, found, tree, claim.shape):
                    yield owner, path[-1], claim, path, tree_at


def _beyond(
    nodes: dict[Key, Node], found: Property, tree: Tree, shape: Shape
) -> Iterator[tuple[Key, tuple[str, ...]]]:
    steps = dict(tree.steps)
    if shape.kind == "array":
        for item in shape.items:
            for owner, path in _beyond(nodes, found, steps.get(ITEMS, tree), item):
                yield owner, (ITEMS, *path)
        return
    node = nodes.get(found.target) if found.target else None
    names = frozenset(tree.names())
    plain = names and VALUES not in found.core.marks
    if node is None or not plain or any(isinstance(step, VariantStep) for step in steps):
        return
    for name, value in shape.fields:
        if name not in names:
            yield node.key, (name,)
        elif name in steps:
            for owner, path in _beyond(nodes, node.properties[name], steps[name], value):
                yield owner, (name, *path)


def never_sampled(material: Material) -> Iterator[Diagnostic]:
    """A table lists a property that no sample of its type shows, though these show the others."""
    trace = material.trace
    for key, node in trace.graph.nodes.items():
        shown = {name for shape in node.evidence.shapes for name in shape.keys}
        listed = {name for tree in node.evidence.trees for name in tree.names()}
        missing = listed - shown
        if not shown or not missing or len(listed & shown) < _COMPLETE * len(listed):
            continue
        places: dict[str, list[tuple[At, str]]] = defaultdict(list)
        for row, place in rows_of(trace.graph, key):
            if row.name in missing and not row.write_only and row.deprecated is None:
                places[row.name].append((place, ""))
        for name, claims in places.items():
            subject = f"{trace.names[key]}.{name}"
            yield finding(
                "property-never-sampled",
                f"{subject}: listed, and no sample shows it",
                subject,
                sorted(claims),
            )


def required_left_out(material: Material) -> Iterator[Diagnostic]:
    """A property that tables call required is not in a sample."""
    trace = material.trace
    wanted: dict[Shown, list[_Case]] = defaultdict(list)
    cases: dict[tuple[Key, str], _Case] = {}
    for key, name, shape in _left_out(trace.graph):
        one = cases.setdefault((key, name), _Case(trace.names[key], name))
        wanted[Shown(key, shape)].append(one)
    for showing in samples_of(trace.graph, trace.roots, set(wanted)):
        for one in wanted[showing.wanted]:
            one.claims[showing.at, "leaves it out"] = None
    for key in dict.fromkeys(key for key, _ in cases):
        for row, place in rows_of(trace.graph, key):
            if row.presence == "required" and (key, row.name) in cases:
                cases[key, row.name].claims[place, "says required"] = None
    for one in cases.values():
        subject = f"{one.owner}.{one.name}"
        yield finding(
            "required-not-sampled",
            f"{subject}: required, and a sample leaves it out",
            subject,
            sorted(one.claims, key=lambda claim: (claim[1] != "leaves it out", claim)),
        )


def _left_out(graph: Graph) -> Iterator[tuple[Key, str, Shape]]:
    """Every property that tables call required, with each shape of its class that has none."""
    for key, node in graph.nodes.items():
        for name, found in node.properties.items():
            rows = found.position.rows
            if rows and merge_rows(rows).presence == "required":
                shapes = (shape for shape in node.evidence.shapes if not shape.partial)
                lacking = (shape for shape in shapes if name not in shape.keys)
                yield from ((key, name, shape) for shape in lacking)


def dynamic_keys(material: Material) -> Iterator[Diagnostic]:
    """A sample shows keys that are data, and no table says that the object is a map."""
    trace = material.trace
    keys: dict[str, set[str]] = defaultdict(set)
    wanted: set[Shown] = set()
    for key, node in trace.graph.nodes.items():
        for name, found in node.properties.items():
            said = any(isinstance(expr, Map) for expr in found.position.said)
            if VALUES in found.core.marks and not said:
                keys[name].update(k for shape in found.position.shapes for k in shape.keys)
                wanted |= {Shown(key, s, name) for s in node.evidence.shapes if name in s.keys}
    places: dict[str, set[At]] = defaultdict(set)
    for showing in samples_of(trace.graph, trace.roots, wanted):
        places[showing.wanted.name].add(showing.at)
    for name, found_at in places.items():
        listed = ", ".join(sorted(keys[name])[:3])
        yield finding(
            "dynamic-keys",
            f"the keys of {name!r} look like data ({listed}), and no table says that it is a map",
            name,
            [(place, "") for place in sorted(found_at)],
        )
