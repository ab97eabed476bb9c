"""What resolve had to overrule: claims about one thing that cannot all be true, with both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codegen.claims import ITEMS
from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic, merged
from codegen.resolve.beyond import bounds_broken
from codegen.resolve.disagreement import Claims, Disagreement, disagreement
from codegen.resolve.evidence import Key
from codegen.resolve.facts import facts_disagree
from codegen.resolve.graph import Property
from codegen.resolve.mislabelled import Akin, labelled, labels_of_scalars
from codegen.resolve.places import (
    Shown,
    at,
    lines_showing,
    rows_of,
    samples_by_property,
    samples_of,
)
from codegen.resolve.structure import Core
from codegen.resolve.unclear import left_open
from codegen.typeexpr import references

if TYPE_CHECKING:
    from codegen.resolve.resolver import Trace

__all__ = ["report"]


def report(trace: Trace) -> list[Diagnostic]:
    """Every finding, each with all of its places."""
    return [
        *_overruled(trace),
        *_disagreements(trace),
        *labels_of_scalars(trace),
        *facts_disagree(trace),
        *_nulls(trace),
        *_unlisted(trace),
        *bounds_broken(trace),
        *left_open(trace),
    ]


# --- labels that are not believed -------------------------------------------------------------


def _overruled(trace: Trace) -> Iterator[Diagnostic]:
    """A finding for each label, and each kind of thing that it is printed for and that is not it.

    The label is unreliable, and the thing turned out to be of another type, or of none known.
    """
    uses: dict[tuple[str, str, str], list[At]] = defaultdict(list)
    held: dict[tuple[str, str, str], Property] = {}
    known = labelled(trace)
    for key, node in trace.graph.nodes.items():
        wrong = {
            name: labels
            for name, found in node.properties.items()
            if (labels := _wrong_labels(trace, found))
        }
        for row, place in rows_of(trace.graph, key) if wrong else ():
            for label in set(references(row.type)) if row.name in wrong and row.type else ():
                if label in wrong[row.name]:
                    real = _really(trace, node.properties[row.name])
                    uses[label, row.name, real].append(place)
                    held[label, row.name, real] = node.properties[row.name]
    for root in trace.roots.values():
        found = trace.graph.roots[root.key]
        labels = _wrong_labels(trace, found)
        for expr, said_at in found.position.said.items() if labels else ():
            for label in labels.intersection(references(expr)):
                use = label, "", _really(trace, found)
                uses[use].extend(map(at, said_at))
                held[use] = found
    nodes = trace.graph.nodes
    nearest = Akin({name: nodes[key].keys for key, name in known.items() if uses})
    for use, wrong_at in uses.items():
        found = held[use]
        if found.target is None or found.target in known:
            yield _overruled_label(*use, wrong_at)
        else:
            like = nearest.to(nodes[found.target].keys)
            yield _label_of_others(use, found.core, like, wrong_at)


def _overruled_label(label: str, name: str, real: str, places: list[At]) -> Diagnostic:
    thing = f"the property {name!r}" if name else "a body"
    truth = {
        "": "of which nothing shows that it is one",
        "null": "of which samples show nothing but null",
    }.get(real, f"which is {real}")
    subject = f"{label} at {name or 'a body'}, {real or 'of unknown type'}"
    hint = f"print {real} as the type" if real not in {"", "null"} else "say what it is"
    if real == "null" and not name:
        hint = "leave the type out where nothing is sent"
    message = f"{label!r} is printed as the type of {thing}, {truth}"
    claims = [(place, "") for place in sorted(places)]
    return finding("label-overruled", message, subject, claims, hint)


def _label_of_others(
    use: tuple[str, str, str], core: Core, like: str, places: list[At]
) -> Diagnostic:
    """The finding where no page names the type of what stands there: its name is made up.

    `like`: the label of a type that has the same properties, or ''.
    """
    label, name, real = use
    thing = f"the property {name!r}" if name else "a body"
    objects = f", {_inside(core, 'objects')}" if core.marks else ""
    hint = f"print the name of its own type; the outputs have {real} until then"
    if like:
        hint = f"print {_inside(core, like)} as the type"
    message = (
        f"{label!r} is printed as the type of {thing}{objects}, "
        f"whose properties are not those of {label}{f', but those of {like}' if like else ''}"
    )
    subject = f"{label} at {name or 'a body'}, {real}"
    return finding("label-overruled", message, subject, [(one, "") for one in sorted(places)], hint)


def _wrong_labels(trace: Trace, found: Property) -> frozenset[str]:
    """The labels that are printed at a position which is of another type.

    What lies elsewhere too, or what an object has that a page documents by itself.
    """
    return frozenset(
        label
        for expr in found.position.said
        for label in references(expr)
        if (
            label in trace.labels.unreliable
            or (found.target is not None and trace.labels.documents(label))
        )
        and trace.class_of(Key("label", label))
        not in (found.target, *found.others, *found.instances)
    )


def _really(trace: Trace, found: Property) -> str:
    """What the thing at a position was taken for: a type, "null", or '' where that is open."""
    core = found.core
    if found.target is not None:
        inner = trace.names[found.target]
    elif core.scalars or core.kinds:
        inner = " or ".join(sorted({*(one.name for one in core.scalars), *core.kinds}))
    elif core.open_object:
        inner = "an object of unknown properties"
    else:
        return "null" if core.null else ""
    return _inside(core, inner)


def _inside(core: Core, inner: str) -> str:
    """`inner` inside the arrays and maps of a place, in words."""
    for mark in reversed(core.marks):
        inner = f"an array of {inner}" if mark == ITEMS else f"a map of {inner}"
    return inner


# --- claims that deny each other --------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class _Case:
    """A disagreement about one thing, and the claims on both sides as they are found."""

    owner: str
    name: str
    found: Disagreement
    claims: dict[tuple[At, str], None] = field(default_factory=dict)


def _disagreements(trace: Trace) -> tuple[Diagnostic, ...]:
    cases: list[_Case] = []
    wanted: dict[Shown, _Case] = {}
    for key, node in trace.graph.nodes.items():
        here = {}
        for name, found in node.properties.items():
            differ = _disagreement(trace, found)
            if differ is not None:
                here[name] = _Case(owner=trace.names[key], name=name, found=differ)
                for shape in node.evidence.shapes if differ.shown else ():
                    if shape.at.get(name) in differ.shown:
                        wanted[Shown(key, shape, name)] = here[name]
        cases.extend(here.values())
        for row, place in rows_of(trace.graph, key) if here else ():
            case = here.get(row.name)
            if case is not None and row.type in case.found.said:
                case.claims[place, f"says {row.type}"] = None
    cases.extend(_of_bodies(trace))
    cases.extend(_of_parameters(trace))
    for showing in samples_of(trace.graph, trace.roots, set(wanted)):
        case = wanted[showing.wanted]
        kind = showing.wanted.shape.at[showing.wanted.name].kind
        case.claims[showing.at, f"shows {_a(kind)}"] = None
    # What no sample or table leads to has no line to be reported at.
    return merged(_of_case(case) for case in cases if case.claims)


def _nulls(trace: Trace) -> Iterator[Diagnostic]:
    """Properties that are documented as never null, and that a sample shows as null."""
    claims: dict[tuple[Key, str], list[tuple[At, str]]] = defaultdict(list)
    wanted: set[Shown] = set()
    for key, node in trace.graph.nodes.items():
        for name, found in node.properties.items():
            rows = found.position.rows
            null = [shape for shape in found.position.shapes if shape.kind == "null"]
            if null and rows and found.facts.nullable is False:
                wanted |= {
                    Shown(key, s, name) for s in node.evidence.shapes if s.at.get(name) in null
                }
    for key in {one.owner for one in wanted}:
        for row, place in rows_of(trace.graph, key):
            if row.nullable is False:
                claims[key, row.name].append((place, "says never null"))
    for showing in samples_of(trace.graph, trace.roots, wanted):
        claims[showing.wanted.owner, showing.wanted.name].append((showing.at, "shows null"))
    for key, name in sorted({(one.owner, one.name) for one in wanted}, key=str):
        subject = f"{trace.names[key]}.{name}"
        message = f"{subject}: documented as never null, a sample shows null"
        sides = sorted(claims[key, name], key=lambda claim: (claim[1] == "shows null", claim))
        yield finding("type-contradicts-sample", message, subject, sides)


def _unlisted(trace: Trace) -> Iterator[Diagnostic]:
    """Values that samples show, and that no page lists among those of the property."""
    unlisted = {
        (key, name): found.facts.listing.foreign
        for key, node in trace.graph.nodes.items()
        for name, found in node.properties.items()
        if found.facts.values and found.facts.listing.foreign
    }
    wanted = {
        Shown(key, shape, name)
        for key, name in unlisted
        for shape in trace.graph.nodes[key].evidence.shapes
        if name in shape.keys
    }
    samples = samples_by_property(trace.graph, trace.roots, wanted)
    for (key, name), foreign in unlisted.items():
        claims = lines_showing(foreign, samples.get((key, name), ()))
        lists = [
            (line, "lists the values")
            for row, line in rows_of(trace.graph, key)
            if row.name == name and row.values
        ]
        found = trace.graph.nodes[key].properties[name]
        if found.enum is not None:
            lists += [(at(one), "lists the values") for one in trace.enums[found.enum].places]
        subject = f"{trace.names[key]}.{name}"
        value, others = repr(foreign[0][0]), len(foreign) - 1
        shown_values = (
            f"samples show {value} and {others} more, which are"
            if others
            else f"a sample shows {value}, which is"
        )
        message = f"{subject}: {shown_values} not among the documented values"
        yield finding("value-not-listed", message, subject, [*claims, *sorted(lists)])


def _disagreement(trace: Trace, found: Property) -> Disagreement | None:
    """What is wrong with the claims at a position, its overruled labels apart."""
    position = found.position
    if len(position.said) + len(position.shapes) < 2:  # noqa: PLR2004 - two sides
        return None
    wrong = _wrong_labels(trace, found)

    def is_object(label: str) -> bool:
        node = trace.graph.nodes.get(trace.class_of(Key("label", label)))
        return node is not None and bool(node.properties)

    def enum_of(label: str) -> str:
        enum = trace.enums.get(Key("label", label))
        return enum.scalar if enum is not None else ""

    said = [expr for expr in position.said if wrong.isdisjoint(references(expr))]
    return disagreement(
        Claims(said=said, shown=position.shapes, is_object=is_object, enum_of=enum_of)
    )


def _of_bodies(trace: Trace) -> Iterator[_Case]:
    for slot, root in trace.roots.items():
        differ = _disagreement(trace, trace.graph.roots[root.key])
        if differ is None:
            continue
        case = _Case(owner=str(slot), name="", found=differ)
        for body in root.bodies:
            if body.type in differ.said:
                case.claims[at(body.place), f"says {body.type}"] = None
        for claim in root.samples:
            if claim.shape in differ.shown:
                case.claims[at(claim.place), f"shows {_a(claim.shape.kind)}"] = None
        yield case


def _of_parameters(trace: Trace) -> Iterator[_Case]:
    for operation, evidence in trace.operations.items():
        for (_, name), found in evidence.positions.items():
            differ = _disagreement(trace, found)
            if differ is not None:
                case = _Case(owner=str(operation), name=name, found=differ)
                for row, place in found.position.rows:
                    if row.type in differ.said:
                        case.claims[at(place), f"says {row.type}"] = None
                yield case


def _of_case(case: _Case) -> Diagnostic:
    said = " and ".join(sorted(map(str, case.found.said)))
    shown = " and ".join(sorted({_a(shape.kind) for shape in case.found.shown}))
    subject = ".".join(filter(None, (case.owner, case.name)))
    if case.found.code == "imprecise-type":  # One finding for all that go by the name.
        subject = case.name or subject
    text = {
        "type-contradicts-sample": f"documented as {said}, a sample shows {shown}",
        "type-contradicts-table": f"tables name different types: {said}",
        "samples-disagree": f"samples show {shown}, and no page says which it is",
        "imprecise-type": f"printed as string, and it is {_a(_precise(case.found))}",
    }[case.found.code]
    # What is most likely to be mended comes first: the imprecise type, or else the documented one.
    first = "says string" if case.found.code == "imprecise-type" else "says "
    claims = sorted(case.claims, key=lambda claim: (not claim[1].startswith(first), claim))
    return finding(case.found.code, f"{subject}: {text}", subject, claims)


def _precise(found: Disagreement) -> str:
    names = [str(expr) for expr in found.said[1:]] or [shape.kind for shape in found.shown]
    return " or ".join(sorted(set(names)))


def _a(kind: str) -> str:
    """A kind of value in a sentence."""
    if kind == "null":
        return kind
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
