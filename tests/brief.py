"""A spec in a few words: what each operation takes and answers with, and the types besides.

What a test of a whole documentation set expects, as YAML that a reader of its pages can check::

    GET /hotels/{id}:
      path: {id!: string}
      200: {rooms[]: {beds: integer, view?: string in SEA COURT}}

A name is followed by ``!`` where it is required and by ``?`` where it is optional; ``[]`` and
``{}`` are arrays and maps. Types that operations use stand where they are used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from codegen import pipeline
from codegen.spec import EnumType, ObjectType, Operation, Spec, Type, UnionType
from codegen.typeexpr import Array, Map, OneOf, Ref, TypeExpr

__all__ = ["brief", "brief_of"]


def brief_of(docs: Path, dialect: str = "general") -> dict[str, Any]:
    """What the pages below `docs` say."""
    api = pipeline.Api(name="api", docs=(docs,), output=docs / "out", dialect=dialect)
    return brief(pipeline.understand(api).resolution.spec)


def brief(spec: Spec) -> dict[str, Any]:
    """`spec` as mappings and texts; see the module."""
    teller = _Teller(spec)
    found = {f"{one.method} {one.path}": teller.operation(one) for one in spec.operations}
    for one in spec.types:
        if one.name not in teller.told:
            found[one.name] = teller.type(one, ())
    return found


class _Teller:
    """Knows the types, and which of them have been told."""

    def __init__(self, spec: Spec) -> None:
        self.types = {one.name: one for one in spec.types}
        self.told: set[str] = set()

    def operation(self, one: Operation) -> dict[str | int, Any]:
        found: dict[str | int, Any] = {}
        for parameter in one.parameters:
            place = found.setdefault(parameter.location, {})
            presence = "" if parameter.required is None else "required"
            presence = "optional" if parameter.required is False else presence
            name = parameter.name
            self._put(place, name, parameter.type, presence, nullable=False, above=())
        if one.request is not None:
            found["request"] = self._whole(one.request.type)
        for answer in one.responses:
            code = int(answer.status) if answer.status.isdecimal() else answer.status
            found[code] = self._whole(answer.body.type) if answer.body is not None else None
        return found

    def _whole(self, kind: TypeExpr) -> Any:
        found: dict[str, Any] = {}
        self._put(found, "", kind, "", nullable=False, above=())
        ((name, told),) = found.items()
        return told if not name else {name: told}

    def type(self, one: Type, above: tuple[str, ...]) -> Any:
        self.told.add(one.name)
        match one:
            case ObjectType(properties=properties):
                found: dict[str, Any] = {}
                for prop in properties:
                    presence = prop.presence or ""
                    null = bool(prop.nullable)
                    self._put(
                        found,
                        prop.name,
                        prop.type,
                        presence,
                        nullable=null,
                        above=(*above, one.name),
                    )
                return found
            case EnumType(values=values, scalar=scalar, flags=flags):
                listed = " ".join(str(value.value) for value in values)
                return f"{'flags' if flags else scalar} in {listed}"
            case UnionType(variants=variants):
                return " | ".join(variant.type for variant in variants)

    def _put(
        self,
        into: dict[str, Any],
        name: str,
        kind: TypeExpr,
        presence: str,
        *,
        nullable: bool,
        above: tuple[str, ...],
    ) -> None:
        marks = ""
        while isinstance(kind, Array | Map):
            marks += "[]" if isinstance(kind, Array) else "{}"
            kind = kind.items if isinstance(kind, Array) else kind.values
        mark = {"required": "!", "optional": "?"}.get(presence, "")
        into[f"{name}{marks}{mark}"] = self._kind(kind, above, nullable=nullable)

    def _kind(self, kind: TypeExpr, above: tuple[str, ...], *, nullable: bool) -> Any:
        if isinstance(kind, OneOf):
            told: Any = " | ".join(self._option(one) for one in kind.options)
        elif isinstance(kind, Ref) and kind.name not in above:
            told = self.type(self.types[kind.name], above)
        else:
            told = str(kind)
        if not nullable:
            return told
        return f"{told} or null" if isinstance(told, str) else {**told, "or": None}

    def _option(self, kind: TypeExpr) -> str:
        return str(kind)
