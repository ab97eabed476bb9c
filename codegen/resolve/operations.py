"""Operations of the spec: parameters, bodies, responses and security, from their claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from codegen.claims import (
    BodyClaim,
    Claim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    Place,
    ResponseClaim,
    Row,
    SecurityClaim,
    Slot,
)
from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.mediatypes import BYTES, JSON
from codegen.resolve.decide import Facts
from codegen.resolve.evidence import Key, Position, Root, Tree
from codegen.resolve.graph import Graph, Property
from codegen.resolve.paths import reconcile
from codegen.resolve.places import at
from codegen.resolve.structure import Unwrapper
from codegen.resolve.types import Types
from codegen.spec import Body, In, Operation, Parameter, Response, SecurityScheme, Source
from codegen.typeexpr import AnyType

__all__ = [
    "OperationEvidence",
    "collect",
    "parameter_property",
    "request_key",
]

#: RFC 9110: an answer with one of these codes has no content.
_NO_CONTENT = frozenset({"204", "205", "304"})

_LOCATIONS: dict[In, int] = {"path": 0, "query": 1, "header": 2}


@dataclass(slots=True)
class OperationEvidence:
    """All claims about one operation, save those about payloads."""

    claims: list[OperationClaim] = field(default_factory=list)
    parameters: dict[tuple[In, str], list[tuple[Row, Place]]] = field(default_factory=dict)
    statuses: list[ResponseClaim] = field(default_factory=list)
    positions: dict[tuple[In, str], Property] = field(default_factory=dict)
    """The parameters, as properties are."""
    schemes: dict[str, SecurityScheme] = field(default_factory=dict)
    slots: list[Slot] = field(default_factory=list)

    @property
    def queries(self) -> dict[str, list[tuple[Row, Place]]]:
        """The query parameters by name."""
        return {name: rows for (place, name), rows in self.parameters.items() if place == "query"}

    @property
    def ranked(self) -> list[OperationClaim]:
        """The claims by precedence: of the first set, of its own spelling, of the first page."""
        if len(self.claims) == 1:
            return self.claims
        return sorted(self.claims, key=_precedence)

    @property
    def main(self) -> OperationClaim:
        """The claim of the page that wins."""
        return self.ranked[0]

    @property
    def worded(self) -> OperationClaim:
        """The first claim with words; a summary and a description of one page go together."""
        return next((one for one in self.ranked if one.summary or one.description), self.main)


def _precedence(claim: OperationClaim) -> tuple[int, bool, str]:
    return claim.place.rank, bool(claim.spelled), claim.place.page


def collect(
    claims: Iterable[Claim], roots: Mapping[Slot, Root], unwrap: Unwrapper | None = None
) -> tuple[dict[OperationKey, OperationEvidence], list[Diagnostic]]:
    """Claims by operation, and findings about operations that several pages document."""
    unwrap = unwrap or Unwrapper()
    told: dict[tuple[tuple[Row, int], ...], Facts] = {}
    found: dict[OperationKey, OperationEvidence] = defaultdict(OperationEvidence)
    for claim in claims:
        match claim:
            case OperationClaim():
                found[claim.operation].claims.append(claim)
            case ParameterClaim():
                key = (claim.location, claim.row.name)
                rows = found[claim.operation].parameters.setdefault(key, [])
                rows.append((claim.row, claim.place))
            case ResponseClaim():
                found[claim.operation].statuses.append(claim)
            case SecurityClaim():
                found[claim.operation].schemes.setdefault(claim.scheme.name, claim.scheme)
    for slot in roots:
        found[slot.operation].slots.append(slot)
    complete = {key: evidence for key, evidence in found.items() if evidence.claims}
    for evidence in complete.values():
        for (location, name), rows in evidence.parameters.items():
            parameter = parameter_property(name, rows, unwrap)
            same = tuple((row, place.rank) for row, place in rows)
            if same not in told:
                told[same] = parameter.facts
            parameter.known = told[same]
            evidence.positions[location, name] = parameter
    return complete, [item for key in complete for item in _twice(key, complete[key], roots)]


def _twice(
    key: OperationKey, evidence: OperationEvidence, roots: Mapping[Slot, Root]
) -> Iterable[Diagnostic]:
    """Pages of one set about the same operation, and where they differ."""
    main = evidence.main
    pages = {claim.place.page: claim for claim in reversed(evidence.ranked)}
    others = [
        claim
        for page, claim in sorted(pages.items())
        if page != main.place.page and claim.place.rank == main.place.rank
    ]
    if not others:
        return
    facts = _by_page(evidence, roots)
    claims = [(At(main.place.page, main.place.line), "")]
    for claim in others:
        differ = [
            what
            for what in ("name", "group", "summary", "description")
            if getattr(claim, what) != getattr(main, what)
        ]
        differ += [
            what
            for what in ("parameters", "request", "response")
            if facts[what].get(claim.place.page) != facts[what].get(main.place.page)
        ]
        said = f"differs in {', '.join(differ)}" if differ else ""
        claims.append((At(claim.place.page, claim.place.line), said))
    message = f"{key} is documented by {len(claims)} pages"
    yield finding("operation-documented-twice", message, str(key), claims)


def _by_page(
    evidence: OperationEvidence, roots: Mapping[Slot, Root]
) -> dict[str, dict[str, set[object]]]:
    """What each page says of the parameters, of the request and of the responses."""
    facts: dict[str, dict[str, set[object]]] = {
        what: defaultdict(set) for what in ("parameters", "request", "response")
    }
    for (location, name), rows in evidence.parameters.items():
        for row, place in rows:
            facts["parameters"][place.page].add((location, name, row.type, row.presence))
    for slot in evidence.slots:
        found = facts[slot.direction]
        for body in roots[slot].bodies:
            found[body.place.page].add((slot.status, body.type))
        for tree, places in roots[slot].position.trees.items():
            for place in places:
                found[place.page].add((slot.status, _listed(tree)))
    return facts


def _listed(tree: Tree) -> frozenset[object]:
    """The names and types of a table, and of those nested in it."""
    rows = ((row.name, row.type) for row in tree.rows)
    return frozenset([*rows, *((step, _listed(below)) for step, below in tree.steps)])


def parameter_property(
    name: str, rows: list[tuple[Row, Place]], unwrap: Unwrapper | None = None
) -> Property:
    """A parameter as a position, so that it is decided as properties are.

    One that is named by a path goes by the last part of it, as the property there does.
    """
    position = Position(name, rows=rows)
    for row, place in rows:
        if row.type is not None:
            position.said.setdefault(row.type, []).append(place)
    core = (unwrap or Unwrapper())(position)
    last = core.name.rpartition(".")[2] or core.name
    return Property(position, core if last == core.name else replace(core, name=last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """What is needed to build operations: decided types, and the roots of slots."""

    types: Types
    graph: Graph
    roots: Mapping[Slot, Root]
    examples: bool
    diagnostics: list[Diagnostic] = field(default_factory=list)
    """Findings about what was built, filled as it is."""

    def operation(self, key: OperationKey, evidence: OperationEvidence, name: str) -> Operation:
        """One operation of the spec; its module is the group that its page puts it in."""
        main = evidence.main
        sources = sorted(
            (claim.place for claim in evidence.claims), key=lambda p: (p.rank, p.page, p.line)
        )
        return Operation(
            id=name,
            method=key.method,
            path=key.path,
            module=main.group,
            summary=evidence.worded.summary,
            description=evidence.worded.description,
            parameters=self._parameters(evidence),
            request=self._request(evidence),
            responses=self._responses(evidence),
            security=tuple(evidence.schemes),
            deprecated=next(
                (one.deprecated for one in evidence.ranked if one.deprecated is not None), None
            ),
            webhook=main.webhook,
            sources=tuple(dict.fromkeys(Source(page=p.page, heading=p.heading) for p in sources)),
        )

    def _parameters(self, evidence: OperationEvidence) -> tuple[Parameter, ...]:
        parameters: Sequence[Parameter] = ()
        for (location, name), found in evidence.positions.items():
            facts = found.facts
            expr, basis = self.types.expression(found, facts)
            required = None if facts.presence is None else facts.presence == "required"
            parameter = Parameter(
                name=name,
                location=location,
                type=expr,
                required=True if location == "path" else required,
                deprecated=facts.deprecated,
                description=facts.description,
                constraints=facts.constraints,
                basis=basis,
            )
            parameters = (*parameters, parameter)
        if not evidence.main.webhook:
            places = {
                name: rows[0][1]
                for (location, name), rows in evidence.parameters.items()
                if location == "path"
            }
            path = evidence.main.operation.path
            parameters, findings = reconcile(parameters, path, evidence.main.place, places)
            self.diagnostics.extend(findings)
        return tuple(sorted(parameters, key=lambda item: _LOCATIONS[item.location]))

    def _request(self, evidence: OperationEvidence) -> Body | None:
        for slot in evidence.slots:
            if slot.direction == "request":
                return self._body(slot)
        return None

    def _responses(self, evidence: OperationEvidence) -> tuple[Response, ...]:
        described: dict[str, str] = {}
        for claim in evidence.statuses:  # in order of precedence, as all claims are
            described[claim.status] = described.get(claim.status) or claim.description
        slots = {slot.status: slot for slot in evidence.slots if slot.direction == "response"}
        responses = []
        for status in sorted({*described, *slots}):
            body = None
            if status in slots and status not in _NO_CONTENT:
                body = self._body(slots[status])
            elif status in slots:
                self._no_content(slots[status])
            text = described.get(status, "")
            responses.append(Response(status=status, description=text, body=body))
        return tuple(responses)

    def _no_content(self, slot: Slot) -> None:
        """Report samples of what is never sent; null stands for nothing."""
        samples = [one for one in self.roots[slot].samples if one.shape.kind != "null"]
        if samples:
            claims = sorted((at(one.place), "shows content") for one in samples)
            message = f"{slot}: a sample shows content, and an answer of {slot.status} has none"
            found = finding("content-of-no-content", message, str(slot), claims)
            self.diagnostics.append(found)

    def _body(self, slot: Slot) -> Body | None:
        root = self.roots[slot]
        found = self.graph.roots[root.key]
        expr, basis = self.types.expression(found, Facts())
        # Nothing but null, and no type that is believed: the answer has no content.
        if isinstance(expr, AnyType) and found.core.null:
            return None
        bodies = sorted(root.bodies, key=lambda body: body.place.rank)
        return Body(
            type=expr,
            media_types=_media_types(bodies),
            nullable=True if found.core.null else None,
            required=next((body.required for body in bodies if body.required is not None), None),
            description=next((body.description for body in bodies if body.description), ""),
            basis=basis,
            examples=self._examples(root),
        )

    def _examples(self, root: Root) -> tuple[str, ...]:
        """The payloads that samples show; not those that show only what one looks like."""
        whole = (sample.text for sample in root.samples if sample.whole)
        return tuple(dict.fromkeys(whole)) if self.examples else ()


def _media_types(bodies: Sequence[BodyClaim]) -> tuple[str, ...]:
    """The media types of a body, of claims in order of precedence.

    Claims that say nothing else say it for sure: all those of the first set of pages that has any
    add up. Else it is JSON, save where the first claim says otherwise.
    """
    stated = [body for body in bodies if body.media_types and body.type is None]
    if stated:
        first = [body for body in stated if body.place.rank == stated[0].place.rank]
        found = dict.fromkeys(name for body in first for name in body.media_types)
        return tuple(sorted(found, key=lambda name: name != JSON))
    said = [body.media_types for body in bodies if body.media_types]
    if not said or bodies[0].media_types == ():
        return (JSON,)
    # Of bytes as such nothing else is known: any other name says more.
    return next((media for media in said if media != (BYTES,)), said[0])


def request_key(operation: OperationClaim) -> Key:
    """The key that enums of an operation's parameters are named by."""
    return Key("operation", f"{operation.group} {operation.name}")
