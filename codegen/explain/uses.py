"""Where a type of the spec is used."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.explain.model import Used
from codegen.spec import ObjectType, Spec, UnionType
from codegen.typeexpr import references

__all__ = ["uses"]


def uses(spec: Spec, name: str) -> Iterator[Used]:
    """The bodies, parameters, properties and unions whose type mentions the type `name`."""
    for operation in spec.operations:
        key = f"{operation.method} {operation.path}"
        typed = [(f"{one.location} {one.name}", one.type) for one in operation.parameters]
        if operation.request is not None:
            typed.append(("request", operation.request.type))
        typed += [
            (f"response {one.status}", one.body.type)
            for one in operation.responses
            if one.body is not None
        ]
        for what, expr in typed:
            if name in references(expr):
                yield Used(by=f"{key} {what}", type=str(expr))
    for one in spec.types:
        if isinstance(one, ObjectType):
            for prop in one.properties:
                if name in references(prop.type):
                    yield Used(by=f"{one.name}.{prop.name}", type=str(prop.type))
        elif isinstance(one, UnionType) and any(option.type == name for option in one.variants):
            yield Used(by=one.name, type=name)
