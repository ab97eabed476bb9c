"""What pages say of a thing and themselves show otherwise: to tell corrections from changes.

Where the old pages contradicted themselves and the new ones agree with what the old samples
showed, the docs were corrected and the API did not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from codegen.changes.model import Subject
from codegen.diagnostics import Diagnostic
from codegen.lint.material import Material
from codegen.lint.samples import required_left_out
from codegen.pipeline import Understanding
from codegen.resolve.resolver import Trace
from codegen.spec import ObjectType, Spec
from codegen.typeexpr import references

__all__ = ["contradicted"]

#: Findings of what is said against what is shown; what two tables say differently is no proof.
_CODES = frozenset({"type-contradicts-sample", "required-not-sampled", "samples-disagree"})


def contradicted(understood: Understanding) -> Mapping[Subject, str]:
    """The subjects of the spec about which the pages contradict themselves, and how."""
    material = Material(
        trace=understood.resolution.trace,
        readings=understood.readings,
        sources=understood.sources,
    )
    spec = understood.resolution.spec
    findings = (*understood.diagnostics, *required_left_out(material))
    return {
        **dict(_of_findings(findings, _subjects(spec))),
        **dict(_of_values(understood.resolution.trace, spec)),
    }


def _subjects(spec: Spec) -> Mapping[str, Subject]:
    """Properties and bodies by what findings call them."""
    found: dict[str, Subject] = {}
    for one in spec.types:
        for prop in one.properties if isinstance(one, ObjectType) else ():
            found[f"{one.name}.{prop.name}"] = Subject("property", one.name, prop.name)
    for operation in spec.operations:
        owner = f"{operation.method} {operation.path}"
        found[f"{owner} request"] = Subject("request", owner)
        for response in operation.responses:
            status = response.status
            found[f"{owner} response {status}"] = Subject("response", owner, status)
    return found


def _of_findings(
    findings: Iterable[Diagnostic], subjects: Mapping[str, Subject]
) -> Iterator[tuple[Subject, str]]:
    for one in findings:
        if one.code in _CODES and one.subject in subjects:
            yield subjects[one.subject], one.message.removeprefix(f"{one.subject}: ")


def _of_values(trace: Trace, spec: Spec) -> Iterator[tuple[Subject, str]]:
    """Values that a sample shows and no page lists."""
    keys = {name: key for key, name in trace.names.items()}
    enums = {trace.names[key] for key in trace.enums if key in trace.names}
    for one in spec.types:
        node = trace.graph.nodes.get(keys[one.name]) if one.name in keys else None
        if node is None or not isinstance(one, ObjectType):
            continue
        for prop in one.properties:
            held = [name for name in references(prop.type) if name in enums]
            found = node.properties.get(prop.name) if held else None
            if found is not None:
                for value, _ in found.facts.listing.foreign:
                    words = f"not among the documented values, a sample shows {value!r}"
                    yield from ((Subject("value", name, str(value)), words) for name in held)
