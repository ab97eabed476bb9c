"""Names of types changed throughout a spec, and types replaced by what they are written as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from codegen.spec import (
    Body,
    EnumType,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Spec,
    Type,
    UnionType,
    Variant,
)
from codegen.typeexpr import Ref, TypeExpr, substitute

__all__ = ["rewritten"]

_Position = TypeVar("_Position", Property, Parameter, Body)


def rewritten(spec: Spec, expressions: Mapping[str, TypeExpr]) -> Spec:
    """`spec` with every mention of a type replaced by its expression.

    A type whose expression is a name has that name from now on; any other is left out.
    """
    if not expressions:
        return spec
    rewriter = _Rewriter(expressions)
    types = (rewriter.type(one) for one in spec.types)
    return msgspec.structs.replace(
        spec,
        types=tuple(one for one in types if one is not None),
        operations=tuple(map(rewriter.operation, spec.operations)),
    )


class _Rewriter:
    def __init__(self, expressions: Mapping[str, TypeExpr]) -> None:
        self._expressions = expressions

    def _expression(self, name: str) -> TypeExpr:
        return self._expressions.get(name) or Ref(name)

    def _name(self, name: str) -> str:
        expr = self._expression(name)
        return expr.name if isinstance(expr, Ref) else name

    def type(self, one: Type) -> Type | None:
        expr = self._expression(one.name)
        if not isinstance(expr, Ref):
            return None
        match one:
            case ObjectType():
                properties = tuple(map(self._position, one.properties))
                return msgspec.structs.replace(one, name=expr.name, properties=properties)
            case EnumType():
                return msgspec.structs.replace(one, name=expr.name)
            case UnionType():
                told_apart = one.discriminator is not None
                variants = tuple(
                    self._variant(item, told_apart=told_apart) for item in one.variants
                )
                return msgspec.structs.replace(one, name=expr.name, variants=variants)

    def _variant(self, variant: Variant, *, told_apart: bool) -> Variant:
        """A variant without values is chosen by its type's name on the wire, which stays."""
        name = self._name(variant.type)
        values = variant.values
        if told_apart and not values and name != variant.type:
            values = (variant.type,)
        return msgspec.structs.replace(variant, type=name, values=values)

    def operation(self, one: Operation) -> Operation:
        responses = (
            msgspec.structs.replace(response, body=self._body(response.body))
            for response in one.responses
        )
        return msgspec.structs.replace(
            one,
            parameters=tuple(map(self._position, one.parameters)),
            request=self._body(one.request),
            responses=tuple(responses),
        )

    def _body(self, body: Body | None) -> Body | None:
        return None if body is None else self._position(body)

    def _position(self, position: _Position) -> _Position:
        expr = substitute(position.type, self._expression)
        return msgspec.structs.replace(position, type=expr)
