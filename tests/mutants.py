"""Payloads that are wrong in one place, to see whether the models refuse them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from codegen.spec import ObjectType, Spec, UnionType
from codegen.typeexpr import AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr

__all__ = ["Mutants"]


class Mutants:
    """Every payload that differs from a sample in one scalar, which has another JSON type."""

    def __init__(self, spec: Spec) -> None:
        self._types = {one.name: one for one in spec.types}

    def of(self, expr: TypeExpr, value: Any) -> Iterator[tuple[Any, bool]]:
        """Mutants of `value`, and whether the pages document the type of what was changed."""
        yield from self._walk(expr, value, lambda changed: changed, documented=True)

    def _walk(
        self, expr: TypeExpr, value: Any, rebuild: Callable[[Any], Any], *, documented: bool
    ) -> Iterator[tuple[Any, bool]]:
        if isinstance(value, dict):
            for key, child in value.items():
                inner, said = self._member(expr, key, documented=documented)

                def put(changed: Any, key: str = key) -> Any:
                    return rebuild({**value, key: changed})

                yield from self._walk(inner, child, put, documented=said)
        elif isinstance(value, list):
            items = expr.items if isinstance(expr, Array) else AnyType()
            for index, child in enumerate(value):

                def replace(changed: Any, index: int = index) -> Any:
                    return rebuild([*value[:index], changed, *value[index + 1 :]])

                yield from self._walk(items, child, replace, documented=documented)
        elif value is not None:
            said = documented and not isinstance(expr, AnyType)
            wrong = (other for other in _others(value) if not _is_option(expr, other))
            yield from ((rebuild(other), said) for other in wrong)

    def _member(self, expr: TypeExpr, key: str, *, documented: bool) -> tuple[TypeExpr, bool]:
        if isinstance(expr, Map):
            return expr.values, documented
        found = self._types.get(expr.name) if isinstance(expr, Ref) else None
        options = [found]
        if isinstance(found, UnionType):
            options = [self._types[variant.type] for variant in found.variants]
        for one in options:
            if isinstance(one, ObjectType):
                for prop in one.properties:
                    if prop.name == key:
                        return prop.type, prop.basis in {"documented", "unified"}
        return AnyType(), False


def _is_option(expr: TypeExpr, value: Any) -> bool:
    """Whether a value is of one of several types: where pages deny a sample, both are taken."""
    kinds = (
        {_JSON_TYPES[type(value)], "number"} if type(value) is int else {_JSON_TYPES[type(value)]}
    )
    options = expr.options if isinstance(expr, OneOf) else ()
    return any(isinstance(one, Scalar) and one.json_type in kinds for one in options)


_JSON_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}


def _others(value: Any) -> Iterator[Any]:
    """Values of other JSON types, those first that a lenient reader would take for the same."""
    match value:
        case bool():
            yield from (int(value), str(value).lower())
        case int() | float():
            yield from (str(value), bool(value))
        case str():
            yield from (7, True)
