"""The samples of a documentation set, each with the type that the spec gives what it shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from codegen.claims import Slot
from codegen.diagnostics import Diagnostic, Related
from codegen.dialects import DIALECTS
from codegen.dialects.styles import named
from codegen.dialects.styles.style import Pattern
from codegen.jsontext import members
from codegen.pipeline import Understanding
from codegen.resolve import Trace
from codegen.resolve.evidence import Root
from codegen.resolve.types import Types
from codegen.spec import Body, Spec
from codegen.typeexpr import TypeExpr

__all__ = ["Failure", "Sample", "bodies_of", "reported", "samples_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One JSON sample of the pages, of an operation's payload or of a type."""

    slot: Slot
    type: TypeExpr | None
    """None: the spec has nothing there."""
    nullable: bool
    """Null is no content."""
    text: str
    page: str
    line: int
    whole: bool = True
    """False: it has words in place of values, or leaves parts out."""
    words: tuple[str, ...] = ()
    remarks: Pattern | None = None
    """Names that the dialect of the page takes for no properties."""

    @property
    def value(self) -> Any:
        """What it shows."""
        return json.loads(self.text)

    @property
    def is_nothing(self) -> bool:
        """It is null where nothing is sent."""
        return self.nullable and self.value is None

    def without_remarks(self, value: Any) -> Any:
        """`value`, with the properties alone that the dialect takes for such."""
        if self.remarks is None:
            return value
        if isinstance(value, list):
            return [self.without_remarks(one) for one in value]
        if isinstance(value, dict):
            kept = {key: one for key, one in value.items() if not self.remarks.fullmatch(key)}
            return {key: self.without_remarks(one) for key, one in kept.items()}
        return value


def samples_of(understood: Understanding) -> Iterator[Sample]:
    """Every JSON sample of the pages that was tied to a payload or to a type."""
    trace = understood.resolution.trace
    bodies = bodies_of(understood.resolution.spec)
    types = Types(trace.graph, dict(trace.names), dict(trace.enums), {})
    remarks = {one.page: _remarks(one.dialect) for one in understood.readings}
    for slot, root in trace.roots.items():
        body = bodies.get(slot)
        type_ = body.type if body is not None else None
        if root.label:
            type_ = _defined(root, trace, types)
        for claim in root.samples:
            yield Sample(
                slot=slot,
                type=type_,
                nullable=body is not None and bool(body.nullable),
                text=claim.text,
                page=claim.place.page,
                line=claim.place.line,
                whole=claim.whole,
                words=claim.words,
                remarks=remarks[claim.place.page],
            )


def _remarks(dialect: str) -> Pattern | None:
    """The names in samples that a dialect takes for no properties."""
    styled = dialect and not DIALECTS[dialect]
    return named(dialect).annotations if styled else None


def _defined(root: Root, trace: Trace, types: Types) -> TypeExpr:
    """What the spec says of a type that is documented by itself, as a property of that type has it.

    Its samples may show lists of it.
    """
    found = trace.graph.roots[root.key]
    return types.expression(found, found.facts)[0]


def bodies_of(spec: Spec) -> dict[Slot, Body]:
    """The body of every slot that the spec has one for."""
    bodies: dict[Slot, Body] = {}
    for operation in spec.operations:
        key = (operation.method, operation.path)
        if operation.request is not None:
            bodies[Slot(key, "request")] = operation.request  # type: ignore[arg-type]
        for response in operation.responses:
            if response.body is not None:
                slot = Slot(key, "response", response.status)  # type: ignore[arg-type]
                bodies[slot] = response.body
    return bodies


@dataclass(slots=True)
class Failure:
    """A sample that does not pass, and what of it does not come back."""

    sample: Sample
    lost: set[tuple[str, ...]] = field(default_factory=set)
    """Paths of what a round trip loses or changes, as `jsontext.members` gives them."""
    refused: bool = False
    """It fails as a whole: a schema or a class does not take it."""


#: Findings that a sample and the rest of its pages deny each other.
_DENIED = frozenset(
    {
        "bound-contradicts-sample",
        "content-of-no-content",
        "samples-disagree",
        "type-contradicts-sample",
        "value-not-listed",
    }
)
#: A finding that pages do not list what a sample shows; it excuses nothing else of the sample.
_UNDOCUMENTED = "sample-property-undocumented"


def reported(failure: Failure, findings: Iterable[Diagnostic]) -> bool:
    """Whether findings say, at the lines of the sample, that the pages contradict it.

    What a round trip loses is reported where a finding stands at that very line.
    """
    sample = failure.sample
    denied: set[int] = set()
    undocumented: set[int] = set()
    for one in findings:
        if one.code in _DENIED or one.code == _UNDOCUMENTED:
            places = [*one.related, Related(path=one.path, line=one.line)]
            lines = {place.line - sample.line for place in places if _is_of(place, sample)}
            (denied if one.code in _DENIED else undocumented).update(lines)
    denied &= set(range(sample.text.count("\n") + 1))
    places_of: dict[tuple[str, ...], set[int]] = {}
    for path, line, _ in members(sample.text):
        places_of.setdefault(path, set()).add(line)
    told = denied | undocumented
    return (bool(denied) or not failure.refused) and all(
        not told.isdisjoint(places_of.get(path, ())) for path in failure.lost
    )


def _is_of(place: Related, sample: Sample) -> bool:
    """Whether a place is on the page of the sample, whatever folder the page is in."""
    return place.path == sample.page or place.path.endswith(f"/{sample.page}")
