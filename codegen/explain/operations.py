"""Explanations of operations: what names them, their parameters, bodies and statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from codegen.claims import OperationClaim, OperationKey, SecurityClaim, Slot
from codegen.explain import reasons
from codegen.explain.facts import Subject, facts_of
from codegen.explain.model import Explanation, Fact
from codegen.explain.statements import Said, where, written
from codegen.explain.witness import Seen, Spot, Walker
from codegen.explain.world import World
from codegen.pathtemplate import placeholders
from codegen.resolve.evidence import Key
from codegen.resolve.operations import OperationEvidence, parameter_property, request_key
from codegen.spec import Body, Operation, Parameter, Response
from codegen.typeexpr import ANY

__all__ = ["OperationExplainer", "of_parameter"]

_PAGE_WINS = "The first page that has one, in order of the sets of pages."


@dataclass(frozen=True, kw_only=True)
class OperationExplainer:
    """Explains one operation of `world` by the claims of `walker`."""

    world: World
    walker: Walker
    paths: Mapping[str, str]
    operation: Operation

    @property
    def evidence(self) -> OperationEvidence:
        """The claims about the operation, save those about payloads."""
        return self.world.trace.operations[_key(self.operation)]

    def explain(self) -> Explanation:
        """The operation with all its facts and parts."""
        operation = self.operation
        sources = [claim.place for claim in self.evidence.ranked]
        return Explanation(
            subject=f"{operation.method} {operation.path}",
            kind="operation",
            module=operation.module,
            description=operation.description or operation.summary,
            facts=tuple(self._facts()),
            parts=tuple(self._parts()),
            sources=tuple(dict.fromkeys(where(place, self.paths) for place in sources)),
        )

    def _subject(self, part: str) -> str:
        return f"{self.operation.method} {self.operation.path} {part}"

    def _facts(self) -> Iterator[Fact]:
        operation, main = self.operation, self.evidence.main
        named = f"From its group, {main.group}, and its name, {main.name}."
        for name, value, of_claim, why in (
            ("operation", str(main.operation), lambda one: str(one.operation), ""),
            ("id", operation.id, None, named),
            ("summary", operation.summary, lambda one: one.summary, _PAGE_WINS),
            ("description", operation.description, lambda one: one.description, _PAGE_WINS),
            ("deprecated", operation.deprecated, lambda one: one.deprecated, _PAGE_WINS),
        ):
            said = list(self._said(of_claim, value)) if of_claim is not None else []
            if value is not None and value != "":
                yield self._fact(name, value, said, why)
        if operation.security:
            yield self._security()

    def _said(
        self, of_claim: Callable[[OperationClaim], str | None], chosen: str | None
    ) -> Iterator[Said]:
        for claim in self.evidence.claims:
            says = of_claim(claim)
            if says:
                yield Said(right=says == chosen, says=says, how="request line", place=claim.place)

    def _security(self) -> Fact:
        said = [
            Said(right=True, says=claim.scheme.name, how="parameter", place=claim.place)
            for claim in self.walker.claims
            if isinstance(claim, SecurityClaim) and claim.operation == _key(self.operation)
        ]
        return self._fact("security", list(self.operation.security), said, "")

    def _fact(
        self, name: str, value: str | list[str | int] | None, said: list[Said], why: str
    ) -> Fact:
        supporting, opposing = written(said, self.paths)
        return Fact(
            name=name,
            value=value,
            basis="documented" if supporting else "",
            reasons=(why,) if why else (),
            supporting=supporting,
            opposing=opposing,
        )

    def _parts(self) -> Iterator[Explanation]:
        for parameter in self.operation.parameters:
            yield self._parameter(parameter)
        key = _key(self.operation)
        if self.operation.request is not None:
            yield self._body("request", Slot(key, "request"), self.operation.request, ())
        for response in self.operation.responses:
            yield self._response(response, Slot(key, "response", response.status))

    def _parameter(self, parameter: Parameter) -> Explanation:
        seen = list(of_parameter(self.world, self.operation, parameter))
        why: tuple[str, ...] = ("No table documents it; it stands in the path.",)
        if seen:
            own = Key("at", parameter.name, request_key(self.evidence.main))
            why = reasons.of_type(self.world, seen[0].found, own)
        facts = self._facts_of(parameter, seen, why)
        if parameter.location == "path":
            facts = tuple(map(self._as_part_of_path, facts))
        return Explanation(
            subject=self._subject(f"{parameter.location} {parameter.name}"),
            kind="parameter",
            description=parameter.description,
            facts=facts,
        )

    def _facts_of(
        self, node: Parameter | Body, seen: list[Seen], why: tuple[str, ...]
    ) -> tuple[Fact, ...]:
        subject = Subject(world=self.world, node=node, seen=seen, reasons=why, paths=self.paths)
        return facts_of(subject)

    def _as_part_of_path(self, fact: Fact) -> Fact:
        """A part of the path is always there, whatever its table says."""
        if fact.name != "presence":
            return fact
        line = Said(
            right=True,
            says="part of the path",
            how="request line",
            place=self.evidence.main.place,
        )
        supporting, _ = written([line], self.paths)
        return msgspec.structs.replace(
            fact,
            basis="documented",
            reasons=("A part of the path is always sent.",),
            supporting=(*supporting, *fact.supporting),
        )

    def _response(self, response: Response, slot: Slot) -> Explanation:
        said = [
            Said(
                right=claim.description in {"", response.description},
                says=claim.description or claim.status,
                how="status",
                place=claim.place,
            )
            for claim in self.evidence.statuses
            if claim.status == response.status
        ]
        status = self._fact("status", response.status, said, "")
        if response.body is None and slot not in self.world.trace.roots:
            nothing = Fact(name="type", reasons=("No page speaks of a body.",))
            return Explanation(
                subject=self._subject(f"response {response.status}"),
                kind="response",
                facts=(status, nothing),
            )
        return self._body("response", slot, response.body, (status,))

    def _body(
        self,
        kind: Literal["request", "response"],
        slot: Slot,
        body: Body | None,
        before: tuple[Fact, ...],
    ) -> Explanation:
        root = self.world.trace.roots[slot].key
        found = self.world.trace.graph.roots[root]
        seen = [one for one in self.walker.seen([root], slots=[slot]) if one.spot == Spot(root)]
        why = reasons.of_type(self.world, found, root)
        facts = self._facts_of(body or Body(type=ANY), seen, why)
        if body is None:
            reason = "Samples show null at most, and no type that is believed: there is no content."
            facts = tuple(
                msgspec.structs.replace(fact, value=None, basis="", reasons=(reason,))
                for fact in facts
                if fact.name == "type"
            )
        status = f" {slot.status}" if slot.status else ""
        return Explanation(
            subject=self._subject(f"{kind}{status}"),
            kind=kind,
            description=body.description if body is not None else "",
            facts=(*before, *facts),
        )


def of_parameter(world: World, operation: Operation, parameter: Parameter) -> Iterator[Seen]:
    """The rows that document a parameter; of the path also those that call it otherwise."""
    evidence = world.trace.operations[_key(operation)]
    rows = evidence.parameters.get((parameter.location, parameter.name), [])
    if not rows and parameter.location == "path":
        known = placeholders(operation.path)
        strays = [
            found
            for (location, name), found in evidence.parameters.items()
            if location == "path" and name not in known
        ]
        rows = strays[0] if len(strays) == 1 else []
    position = evidence.positions.get((parameter.location, parameter.name))
    found = position or parameter_property(parameter.name, rows)
    spot = Spot(request_key(evidence.main), parameter.name)
    for row, place in rows:
        yield Seen(spot=spot, found=found, place=place, row=row)


def _key(operation: Operation) -> OperationKey:
    return OperationKey(operation.method, operation.path)
