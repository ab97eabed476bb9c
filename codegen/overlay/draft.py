"""A spec in the making: its nodes by target, to be read and replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, cast

import msgspec

from codegen.overlay.model import Kind, Target, Value
from codegen.spec import (
    NO_CONSTRAINTS,
    Body,
    Constraints,
    Correction,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Spec,
    Type,
    UnionType,
)
from codegen.typeexpr import ANY, AnyType, Array, Map, OneOf, Scalar, TypeExpr, references

__all__ = [
    "Draft",
    "Part",
    "expressions",
    "fact_of",
    "innermost",
    "marked",
    "properties",
    "shown",
    "with_fact",
    "with_innermost",
]

Part = Type | Property | Operation | Parameter | Body
_Item = TypeVar("_Item")

#: Where a fact has another name in the spec.
_FIELDS: dict[tuple[Kind, str], str] = {
    ("property", "name"): "attribute",
    ("operation", "name"): "id",
    ("parameter", "presence"): "required",
    ("request", "presence"): "required",
}
#: JSON type -> the Python types of its values, and the constraints that there are on them.
_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_LIMITS: dict[str, tuple[str, ...]] = {
    "string": ("min_length", "max_length", "pattern"),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
}
_UNKNOWN: dict[str, object] = {"type": ANY, "description": "", "summary": ""}


class Draft:
    """The types by name and the operations by ``METHOD /path``; nodes are replaced, never changed.

    Targets name types as the pages do.
    """

    def __init__(self, spec: Spec) -> None:
        self.types: dict[str, Type] = {one.name: one for one in spec.types}
        self.operations = {f"{one.method} {one.path}": one for one in spec.operations}

    def find(self, target: Target) -> Part | None:
        """The node that `target` names, or None. A body that nothing is said of is none."""
        if target.kind == "type":
            return self.types.get(target.name)
        if target.kind == "operation":
            return self.operations.get(target.name)
        if target.kind == "property":
            owner = self.types.get(target.owner)
            return next((one for one in properties(owner) if one.name == target.name), None)
        operation = self.operations.get(target.owner)
        return None if operation is None else _within(operation, target)

    def put(self, target: Target, part: Part | None) -> None:
        """Put `part` where `target` is, or at the end of its owner; None removes what is there."""
        if target.kind == "type":
            self.types[target.name] = cast("Type", part)
        elif target.kind == "operation":
            self.operations[target.name] = cast("Operation", part)
        elif target.kind == "property":
            owner = cast("ObjectType", self.types[target.owner])
            kept = _replaced(owner.properties, self.find(target), part)
            self.types[target.owner] = msgspec.structs.replace(owner, properties=kept)
        else:
            operation = self.operations[target.owner]
            fields = self._fields(target, operation, part)
            self.operations[target.owner] = msgspec.structs.replace(operation, **fields)

    def _fields(self, target: Target, operation: Operation, part: Part | None) -> dict[str, Any]:
        if target.kind == "parameter":
            return {"parameters": _replaced(operation.parameters, self.find(target), part)}
        if target.kind == "request":
            return {"request": part}
        if part is None:
            kept = (one for one in operation.responses if one.status != target.name)
            return {"responses": tuple(kept)}
        body = cast("Body | None", part)
        return {
            "responses": tuple(
                msgspec.structs.replace(one, body=body) if one.status == target.name else one
                for one in operation.responses
            )
        }

    def mentions(self, name: str) -> int:
        """How many positions of other types and of operations have the type `name`."""
        others = (one for one in self.types.values() if one.name != name)
        found = (expr for one in (*others, *self.operations.values()) for expr in expressions(one))
        unions = (one for one in self.types.values() if isinstance(one, UnionType))
        variants = sum(option.type == name for one in unions for option in one.variants)
        return variants + sum(name in references(expr) for expr in found)


def _within(operation: Operation, target: Target) -> Parameter | Body | None:
    if target.kind == "parameter":
        key = (target.location, target.name)
        return next((p for p in operation.parameters if (p.location, p.name) == key), None)
    if target.kind == "request":
        return operation.request
    return next((one.body for one in operation.responses if one.status == target.name), None)


def properties(one: Type | None) -> tuple[Property, ...]:
    """The properties of an object type; of any other, none."""
    return one.properties if isinstance(one, ObjectType) else ()


def expressions(one: Type | Operation) -> Iterator[TypeExpr]:
    """The type of every position in a node."""
    if not isinstance(one, Operation):
        yield from (prop.type for prop in properties(one))
        return
    yield from (item.type for item in one.parameters)
    for body in (one.request, *(response.body for response in one.responses)):
        if body is not None:
            yield body.type


def fact_of(kind: Kind, part: Part, fact: str) -> Value:
    """The value of a fact as an overlay writes it; None where it is not known."""
    value = getattr(part, _FIELDS.get((kind, fact), fact))
    if fact == "presence" and isinstance(value, bool):
        return "required" if value else "optional"
    return None if value == _UNKNOWN.get(fact) else cast("Value", value)


def with_fact(kind: Kind, part: Part, fact: str, value: Value) -> Part:
    """`part` with a fact set, or not known where `value` is None."""
    field = _FIELDS.get((kind, fact), fact)
    new: object = _UNKNOWN.get(fact) if value is None else value
    if field == "required" and value is not None:
        new = value == "required"
    fields: dict[str, Any] = {field: new}
    if fact == "type":
        fields["basis"] = "overlay"
    if isinstance(value, TypeExpr) and isinstance(part, Property | Parameter):
        # Where nothing is left that is the default itself, which a spec file leaves out.
        fitting = _fitting(part.constraints, value)
        fields["constraints"] = NO_CONSTRAINTS if fitting == NO_CONSTRAINTS else fitting
    return msgspec.structs.replace(part, **fields)


def _fitting(said: Constraints, expr: TypeExpr) -> Constraints:
    """Of what the pages say of the values, what can be said of values of a corrected type."""
    match expr:
        case Scalar():
            kinds = _KINDS.get(expr.json_type, ())
            fitting = {
                name: value
                for name in ("const", "default")
                if type(value := getattr(said, name)) in kinds
            }
            fitting |= {name: getattr(said, name) for name in _LIMITS.get(expr.json_type, ())}
            return msgspec.structs.replace(NO_CONSTRAINTS, **fitting)
        case AnyType() | OneOf():
            return said
    return NO_CONSTRAINTS


def marked(part: Part, fact: str, reason: str) -> Part:
    """`part` with a note that the overlay decided a fact of it; one note for each reason."""
    facts = next((mark.facts for mark in part.overlay if mark.reason == reason), ())
    others = (mark for mark in part.overlay if mark.reason != reason)
    mark = Correction(facts=(*facts, fact), reason=reason)
    fields: dict[str, Any] = {"overlay": (*others, mark)}
    return msgspec.structs.replace(part, **fields)


def innermost(expr: TypeExpr) -> TypeExpr:
    """What the arrays and maps of `expr` hold."""
    while True:
        match expr:
            case Array(inner) | Map(inner):
                expr = inner
            case _:
                return expr


def with_innermost(expr: TypeExpr, new: TypeExpr) -> TypeExpr:
    """`expr` with its arrays and maps holding `new`."""
    match expr:
        case Array(inner):
            return Array(with_innermost(inner, new))
        case Map(inner):
            return Map(with_innermost(inner, new))
    return new


def shown(value: Value) -> str:
    """A value to print, '' where it is not known."""
    if isinstance(value, tuple):
        return ", ".join(str(one.value) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _replaced(items: tuple[_Item, ...], old: object | None, new: Part | None) -> tuple[_Item, ...]:
    """`items` with `new` for `old`; at the end where there is no old one, without where no new."""
    if old is None:
        return (*items, cast("_Item", new))
    if new is None:
        return tuple(item for item in items if item is not old)
    return tuple(cast("_Item", new) if item is old else item for item in items)
