"""Findings that a correction settles: the overlay decides the very fact that they hold open.

They are found by their subject, as the corrected spec names it, and by the fact that their code is
about. What a finding does not tell apart is never taken for settled: one of a label, whose subject
has no owner; one of a parameter, where another of its operation has the name; one of a name in
paths, until it is settled for all of them.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from codegen.diagnostics import Diagnostic
from codegen.overlay.draft import Draft, innermost, properties
from codegen.overlay.model import Applied
from codegen.spec import Operation, Property, Spec
from codegen.typeexpr import ANY, Ref

__all__ = ["lowered", "settled"]

_VALUES = ("values", "add_values", "remove_values")

#: The code of findings that are about a name in any path.
_IN_PATHS = "undocumented-path-parameter"
#: Code -> the facts that settle a finding of it, any one of them.
_SETTLED_BY: Mapping[str, tuple[str, ...]] = {
    "type-contradicts-sample": ("type",),
    "type-contradicts-table": ("type",),
    "samples-disagree": ("type",),
    "imprecise-type": ("type",),
    "value-not-listed": (*_VALUES, "type"),
    "required-not-sampled": ("presence",),
    _IN_PATHS: ("type", "values"),
}
#: What a sample says, on a finding of types that is about null alone.
_SHOWS_NULL = "shows null"


def settled(
    findings: Iterable[Diagnostic], spec: Spec, applied: Iterable[Applied]
) -> Iterator[tuple[Diagnostic, Applied | None]]:
    """Each of `findings` with the correction that settles it; None where it is open.

    `spec` is the corrected one, `applied` what the overlay decided in it. A property or body that
    the overlay removes settles all that is found of it.
    """
    decided = _decided(spec, applied)
    in_paths = _in_paths(spec, decided)
    for finding in findings:
        facts = (in_paths if finding.code == _IN_PATHS else decided).get(finding.subject, {})
        found = (facts[name] for name in ("remove", *_facts(finding)) if name in facts)
        yield finding, next(found, None)


def lowered(finding: Diagnostic, by: Applied) -> Diagnostic:
    """`finding` as one that does no harm any more: the pages are still to be mended."""
    hint = "; ".join(filter(None, (finding.hint, f"corrected at {by.path}:{by.line}")))
    return dataclasses.replace(finding, severity="info", hint=hint)


def _facts(finding: Diagnostic) -> tuple[str, ...]:
    if any(side.message == _SHOWS_NULL for side in finding.related):
        return ("nullable",)
    return _SETTLED_BY.get(finding.code, ())


def _decided(spec: Spec, applied: Iterable[Applied]) -> dict[str, dict[str, Applied]]:
    """Subject of findings -> fact -> the correction that decided it."""
    decided: dict[str, dict[str, Applied]] = defaultdict(dict)
    for one in applied:
        decided[one.target].setdefault(one.fact, one)
    draft = Draft(spec)
    for name in [name for name in decided if " " in name]:
        if alias := _parameter(name, draft.operations):
            decided[alias] = decided[name]
    # The values of an enum are those of all properties that have it.
    for owner in draft.types.values() if decided else ():
        for prop in properties(owner):
            values = decided.get(_enum(prop), {})
            for fact in _VALUES:
                if fact in values:
                    decided[f"{owner.name}.{prop.name}"].setdefault(fact, values[fact])
    return dict(decided)


def _in_paths(
    spec: Spec, decided: Mapping[str, dict[str, Applied]]
) -> dict[str, dict[str, Applied]]:
    """Names whose types are known in all paths -> facts of the first one that is corrected."""
    found: dict[str, dict[str, Applied]] = {}
    left: set[str] = set()
    for key, operation in Draft(spec).operations.items() if decided else ():
        for one in operation.parameters:
            if one.location != "path":
                continue
            facts = decided.get(f"{key} path {one.name}", {})
            if any(name in facts for name in _SETTLED_BY[_IN_PATHS]):
                found.setdefault(one.name, facts)
            if one.type == ANY and "type" not in facts:
                left.add(one.name)
    return {name: facts for name, facts in found.items() if name not in left}


def _enum(prop: Property) -> str:
    core = innermost(prop.type)
    return core.name if isinstance(core, Ref) else ""


def _parameter(target: str, operations: Mapping[str, Operation]) -> str:
    """A target that is a parameter, as findings name it: without its location. Else ''."""
    method, path, location, *rest = [*target.split(" ", 3), ""]
    operation, name = operations.get(f"{method} {path}"), " ".join(filter(None, rest))
    if operation is None or location not in {"path", "query", "header"} or not name:
        return ""
    others = (one for one in operation.parameters if one.location != location)
    return "" if any(one.name == name for one in others) else f"{method} {path}.{name}"
