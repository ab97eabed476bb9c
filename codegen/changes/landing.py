"""Whether a change has landed: what it makes of its subject, and which specs have that already.

An approval must outlive comparisons that its change is not part of: those of other years, of other
branches, of the branch before the change came to it. So that a change is not in a comparison says
nothing. It has landed where the side that is compared against already is as the change makes it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from codegen.changes.index import key_of
from codegen.changes.model import Change, Kind, Subject
from codegen.escape import sentence
from codegen.spec import EnumType, ObjectType, Spec, Type, UnionType
from codegen.typeexpr import TypeExpr

__all__ = ["GONE", "STATE", "THERE", "Outcome", "Things", "outcome"]

#: The subject is not there any more; the thing that it was part of is.
GONE = "gone"
#: The subject is there, and was not.
THERE = "there"
#: What a state is written like: one of these words, or the names of facts and their digest.
STATE = re.compile(rf"{GONE}|{THERE}|([a-z_]+ )+[0-9a-f]{{16}}")

#: Where it stands, by whom it was corrected and what is a subject of its own: no facts of a thing.
_NO_FACTS = frozenset({"source", "overlay", "examples", "request"})
#: Facts that decide only where no other does: their words are edited at any time.
_WORDING = ("description", "summary", "basis")

#: What is part of a type, and what is part of an operation.
_OF_TYPES: tuple[Kind, ...] = ("property", "value", "variant")
_OF_OPERATIONS: tuple[Kind, ...] = ("parameter", "response")


class Outcome(NamedTuple):
    """What a change makes of its subject, in words that outlive the comparison."""

    subject: str
    state: str


class Things:
    """The things of a spec, by what changes call them."""

    def __init__(self, spec: Spec) -> None:
        self._nodes: dict[str, msgspec.Struct] = {}
        for subject, node in _things(spec):
            self._nodes.setdefault(_name(subject), node)
        # What the names of all that is part of something begin with, be it there or not.
        self._owned = tuple(_owned(spec))

    def __contains__(self, subject: str) -> bool:
        return subject in self._nodes

    def facts(self, subject: str) -> Mapping[str, str]:
        """What is known of a thing that is there, without what it holds."""
        return dict(_facts(self._nodes[subject]))

    def have(self, one: Outcome) -> bool:
        """Whether the subject is here as the change makes it."""
        if one.state == GONE:
            return one.subject not in self and self._could_hold(one.subject)
        if one.state == THERE or one.subject not in self:
            return one.subject in self
        *names, _ = one.state.split(" ")
        return _state(names, self.facts(one.subject)) == one.state

    def _could_hold(self, subject: str) -> bool:
        """Whether that of which `subject` was a part is here: else nothing can be told of it."""
        kind, _, rest = subject.partition(" ")
        if kind == "request":
            return f"operation {rest}" in self
        parts = {*_OF_TYPES, *_OF_OPERATIONS}
        return kind not in parts or subject.startswith(self._owned)


def outcome(change: Change, old: Things, new: Things) -> Outcome | None:
    """What `change`, from `old` to `new`, makes of its subject.

    None where that does not tell them apart: it is a matter of what the subject holds or refers
    to, or `old` has another thing that goes by its name.
    """
    found = Outcome(_name(change.subject), _becomes(change, old, new))
    return found if found.state and not old.have(found) else None


def _becomes(change: Change, old: Things, new: Things) -> str:
    name, former = _name(change.subject), _name(change.former or change.subject)
    if name not in new:
        return GONE
    if former not in old:
        return THERE
    before, after = old.facts(former), new.facts(name)
    names = {one for one in {*before, *after} if before.get(one) != after.get(one)}
    names = {one for one in names if not one.endswith(_WORDING)} or names
    return _state(sorted(names), after) if names else ""


def _state(names: Sequence[str], facts: Mapping[str, str]) -> str:
    said = "\0".join(facts.get(one, "") for one in names)
    digest = hashlib.sha256(said.encode(errors="backslashreplace")).hexdigest()[:16]
    return " ".join((*names, digest))


def _name(subject: Subject) -> str:
    return sentence(f"{subject.kind} {subject}")


def _things(spec: Spec) -> Iterator[tuple[Subject, msgspec.Struct]]:
    """Everything that a change can be about."""
    yield Subject("api", spec.api), spec
    for scheme in spec.security_schemes:
        yield Subject("scheme", scheme.name), scheme
    for operation in spec.operations:
        key = key_of(operation)
        yield Subject("operation", key), operation
        for parameter in operation.parameters:
            yield Subject("parameter", key, f"{parameter.location}:{parameter.name}"), parameter
        if operation.request is not None:
            yield Subject("request", key), operation.request
        for response in operation.responses:
            yield Subject("response", key, response.status), response
    for one in spec.types:
        yield Subject("type", one.name), one
        yield from _members(one)


def _members(one: Type) -> Iterator[tuple[Subject, msgspec.Struct]]:
    match one:
        case ObjectType():
            for prop in one.properties:
                yield Subject("property", one.name, prop.name), prop
        case EnumType():
            for value in one.values:
                yield Subject("value", one.name, str(value.value)), value
        case UnionType():
            for variant in one.variants:
                yield Subject("variant", one.name, variant.type), variant


def _owned(spec: Spec) -> Iterator[str]:
    for kinds, owners in (
        (_OF_TYPES, [one.name for one in spec.types]),
        (_OF_OPERATIONS, [key_of(one) for one in spec.operations]),
    ):
        for kind in kinds:
            yield from (_name(Subject(kind, owner, ".")).removesuffix(".") for owner in owners)


def _facts(node: msgspec.Struct, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The facts of `node` by their names, those of a part of it behind its name."""
    if prefix == "":
        yield "kind", type(node).__name__
    for name in node.__struct_fields__:
        value = getattr(node, name)
        if name in _NO_FACTS or value is None or value == ():
            continue
        if isinstance(value, msgspec.Struct):
            yield from _facts(value, f"{prefix}{name}_")
        elif not (isinstance(value, tuple) and isinstance(value[0], msgspec.Struct)):
            yield f"{prefix}{name}", str(value) if isinstance(value, TypeExpr) else repr(value)
