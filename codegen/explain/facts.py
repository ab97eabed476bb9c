"""The facts of one property, parameter or body: chosen value, basis, reasons and statements."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from codegen.claims import BodyClaim, Row
from codegen.explain.model import Fact, How, Statement
from codegen.explain.statements import Said, how_of, on_type, on_values, written
from codegen.explain.witness import Seen
from codegen.explain.world import World
from codegen.mediatypes import JSON
from codegen.spec import NO_CONSTRAINTS, Body, EnumType, Parameter, Property
from codegen.typeexpr import TypeExpr, references

__all__ = ["ADD_UP", "DEFINED", "Subject", "facts_of"]

Value = str | int | float | bool | list[str | int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What facts are asked of: a node of the spec, its claims and the reasons for its type."""

    world: World
    node: Property | Parameter | Body
    seen: Sequence[Seen]
    reasons: tuple[str, ...]
    paths: Mapping[str, str]


def facts_of(subject: Subject) -> tuple[Fact, ...]:
    """Every fact that is known, claimed, or worth saying that it is open."""
    return tuple(_facts(subject))


def _facts(subject: Subject) -> Iterator[Fact]:
    node = subject.node
    types = on_type(subject.world, subject.seen, node.type)
    yield _fact(subject, "type", str(node.type), types, subject.reasons, basis=node.basis)
    enum = _enum(subject.world, node.type)
    if enum is not None:
        documented = [one.value for one in enum.values if one.basis == "documented"]
        defined = list(_where_defined(subject))
        said = [*defined, *on_values(subject.seen, documented, flags=enum.flags)]
        why = DEFINED if defined else ADD_UP
        yield _fact(subject, "values", [one.value for one in enum.values], said, (why,))
    for fact in _ASKED:
        value = fact.value(node)
        statements = list(_on(fact, subject.seen, value))
        if value is not None or statements or (fact.always and not isinstance(node, Body)):
            yield _fact(subject, fact.name, value, statements, (fact.reason,))


def _fact(
    subject: Subject,
    name: str,
    value: Value,
    said: Iterable[Said],
    reasons: tuple[str, ...],
    basis: str = "",
) -> Fact:
    supporting, opposing = written(said, subject.paths)
    if not supporting and not opposing and name != "type":
        reasons = ()
    return Fact(
        name=name,
        value=value,
        basis=basis or _basis(value, supporting),
        reasons=reasons,
        supporting=supporting,
        opposing=opposing,
    )


def _basis(value: Value, supporting: Sequence[Statement]) -> str:
    """Documented where a page says it in words, else sampled; nothing of what stays open."""
    if value is None or not supporting:
        return ""
    seen_only = all(one.how in {"sample", "unnamed row"} for one in supporting)
    return "sampled" if seen_only else "documented"


def _enum(world: World, expr: TypeExpr) -> EnumType | None:
    """The enum that a type is made of."""
    for name in references(expr):
        one = world.types.get(name)
        if isinstance(one, EnumType):
            return one
    return None


def _where_defined(subject: Subject) -> Iterator[Said]:
    """Where the values stand that a page documents by themselves."""
    enum = next((one.found.enum for one in subject.seen), None)
    if enum is not None:
        name = subject.world.trace.names[enum]
        for place in subject.world.trace.enums[enum].places:
            yield Said(right=True, says=f"the values of {name}", how="definition", place=place)


DEFINED = "A page documents the type by its values; what properties list beside is part of these."
ADD_UP = "The values that the first set of pages lists, all pages of it together."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A fact that rows and bodies state: how to read it off a claim and off the spec alike."""

    name: str
    value: Callable[[Any], Value]
    reason: str
    always: bool = False
    """Asked of every property and parameter, even where nothing is known."""
    words: Callable[[Any], str] = str
    agrees: Callable[[Any, Any], bool] = operator.eq
    """Whether what a claim says is what was chosen, or a part of it."""


def _attribute(name: str) -> Callable[[Any], Value]:
    """The attribute of a node; None where it is not known, or nodes have none of the name."""
    return lambda node: getattr(node, name, None)


def _presence(node: object) -> Value:
    if isinstance(node, Parameter):
        return None if node.required is None else "required" if node.required else "optional"
    return getattr(node, "presence", None)


def _required(node: object) -> Value:
    return node.required if isinstance(node, Body | BodyClaim) else None


def _media_types(node: object) -> Value:
    """The media types of a body, or those that alone hold a property; None: of usual ones."""
    found = getattr(node, "media_types", ())
    usual = (JSON,) if isinstance(node, Body | BodyClaim) else ()
    return None if found in {(), usual} else list(found)


def _are_among(said: Collection[str], chosen: Collection[str] | None) -> bool:
    return set(said) <= set(chosen or (JSON,))


def _description(node: Any) -> Value:  # noqa: ANN401 - a claim or a node of the spec
    return node.description or None


def _constraint(name: str) -> Callable[[Any], Value]:
    def value(node: object) -> Value:
        found: Value = getattr(getattr(node, "constraints", NO_CONSTRAINTS), name)
        return found

    return value


_LAX = "It holds only where no row of the first set of pages that speaks of it denies it."
_FIRST = "The first page that says something, in order of the sets of pages."
_ADD_UP = "All that the first set of pages says that says something of them; else JSON."
_COMMONEST = "The commonest wording of the first set of pages that has one."


def _yes_no(value: object) -> str:
    return "yes" if value else "no"


_ASKED: tuple[_Asked, ...] = (
    _Asked(name="presence", value=_presence, reason=_LAX, always=True),
    _Asked(name="required", value=_required, reason=_FIRST, words=_yes_no),
    _Asked(
        name="nullable",
        value=_attribute("nullable"),
        reason="Null is taken where a sample shows it, whatever the pages say.",
        always=True,
        words=lambda value: "can be null" if value else "never null",
    ),
    _Asked(name="readOnly", value=_attribute("read_only"), reason=_FIRST, words=_yes_no),
    _Asked(name="writeOnly", value=_attribute("write_only"), reason=_FIRST, words=_yes_no),
    _Asked(
        name="deprecated",
        value=_attribute("deprecated"),
        reason=_FIRST,
        words=lambda text: text or "deprecated",
    ),
    _Asked(
        name="mediaTypes",
        value=_media_types,
        reason=_ADD_UP,
        words=", ".join,
        agrees=_are_among,
    ),
    _Asked(name="description", value=_description, reason=_COMMONEST),
    _Asked(name="const", value=_constraint("const"), reason=_FIRST),
    _Asked(name="default", value=_constraint("default"), reason=_FIRST),
    _Asked(name="minimum", value=_constraint("minimum"), reason=_FIRST),
    _Asked(name="maximum", value=_constraint("maximum"), reason=_FIRST),
    _Asked(name="minLength", value=_constraint("min_length"), reason=_FIRST),
    _Asked(name="maxLength", value=_constraint("max_length"), reason=_FIRST),
    _Asked(name="pattern", value=_constraint("pattern"), reason=_FIRST),
)


def _on(fact: _Asked, seen: Iterable[Seen], chosen: Value) -> Iterator[Said]:
    """What claims say of one fact."""
    for one in seen:
        claim: Row | BodyClaim | None = one.row if one.row is not None else one.body
        if claim is not None:
            value = fact.value(claim)
            if value is not None:
                how: How = "body" if one.row is None else how_of(one.row)
                right = fact.agrees(value, chosen)
                yield Said(right=right, says=fact.words(value), how=how, place=one.place)
        elif fact.name == "nullable" and one.value is not None and one.value.kind == "null":
            yield Said(right=chosen is True, says="null", how="sample", place=one.place)
