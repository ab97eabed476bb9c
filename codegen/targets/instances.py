"""Types that may stand at one place, and how an object says of which of them it is.

What the pages call no property of a type, such as ``@odata.type``, is none in the OpenAPI document
either: an extension holds it. Pydantic chooses by the properties that an object has. Decoders of
dataclasses take the first option that an object fits, so these need an attribute for it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from codegen.spec import Body, Instance, ObjectType, Spec, UnionType
from codegen.targets.fragment import Fragment, Schema, target_of
from codegen.typeexpr import Array, Map, OneOf, Ref, TypeExpr, one_of

__all__ = ["Instances", "told_apart"]

#: Of a type: the property and its values. Of a union: the property, if all of its types have it.
_MARK = "x-instance"


class Instances:
    """The types of `spec` that stand beside others, and how objects say that they are of them.

    A type that others inherit from says nothing if it stands anywhere alone: objects of these may
    stand there, and the pages need not know them all.
    """

    def __init__(self, spec: Spec) -> None:
        options = [names for expr in _expressions(spec) for names in _options(expr)]
        beside = {name for names in options if len(names) > 1 for name in names}
        alone = {names[0] for names in options if len(names) == 1}
        self._objects = {one.name: one for one in spec.types if isinstance(one, ObjectType)}
        self._said: dict[str, Instance] = {
            name: one.instance
            for name, one in self._objects.items()
            if name in beside
            and one.instance is not None
            and not (one.instance.inherited and name in alone)
        }

    def marked(self, name: str, schema: Schema) -> Schema:
        """The schema of a type with what says that an object is one, and its unions in order."""
        said = self._said.get(name)
        mark = {_MARK: {"property": said.property, "values": list(said.values)}} if said else {}
        properties = schema.get("properties", {})
        placed = {key: self._placed(one) for key, one in properties.items()}
        return schema | ({"properties": placed} if placed else {}) | mark

    def _placed(self, schema: Schema) -> Schema:
        """`schema` with the options of every union in the order in which a decoder tries them."""
        placed = _with_inner(schema, self._placed)
        options = placed.get("anyOf", ())
        names = [name for one in options if (name := self._named(one))]
        if len(names) > 1:
            placed["anyOf"] = sorted(options, key=self._precedence)
            properties = {self._said[name].property if name in self._said else "" for name in names}
            if len(properties) == 1 and "" not in properties:
                placed[_MARK] = properties.pop()
        return placed

    def _named(self, option: Schema) -> str:
        name = target_of(option["$ref"]).name if "$ref" in option else ""
        return name if name in self._objects else ""

    def _precedence(self, option: Schema) -> tuple[bool, bool, int, int]:
        """Where an option stands: those first that not every object fits, and have the most.

        Of those that objects name, the one that the others inherit from: an object that names none
        is of that one.
        """
        name = self._named(option)
        own = self._objects[name].properties if name else ()
        if name in self._said:
            return False, False, -self._said[name].inherited, 0
        required = sum(one.presence == "required" for one in own)
        return not name, True, -required, -len(own)


def told_apart(fragment: Fragment) -> Fragment:
    """`fragment` with an attribute for what says that an object is of a type.

    An object that says it is of no type of a union is kept as it is, closed enums or not: decoders
    that find no class for it would take None, which is mostly an option too.
    """
    schemas = {name: _with_attribute(one) for name, one in fragment.schemas.items()}
    components = {**fragment.document.get("components", {}), "schemas": schemas}
    return dataclasses.replace(fragment, document={**fragment.document, "components": components})


def _with_attribute(schema: Schema) -> Schema:
    said = schema.get(_MARK)
    stated = {key: _opened(one) for key, one in schema.get("properties", {}).items()}
    if said is None:
        return schema | ({"properties": stated} if stated else {})
    name, values = said["property"], said["values"]
    chosen = {name: values, **schema.get("x-discriminator", {})}
    properties = {**stated, name: stated.get(name, {"type": "string"})}
    return schema | {"properties": properties, "x-discriminator": chosen}


def _opened(schema: Schema) -> Schema:
    opened = _with_inner(schema, _opened)
    if "anyOf" in opened and _MARK in schema:
        opened["anyOf"].append({"type": "object"})
    return opened


def _with_inner(schema: Schema, changed: Callable[[Schema], Schema]) -> Schema:
    """A copy of `schema` with those of its elements, values and options put through `changed`."""
    copy = dict(schema)
    for key in ("items", "additionalProperties"):
        if isinstance(copy.get(key), dict):
            copy[key] = changed(copy[key])
    if "anyOf" in copy:
        copy["anyOf"] = [changed(one) for one in copy["anyOf"]]
    return copy


def _expressions(spec: Spec) -> Iterator[TypeExpr]:
    """The types of all places."""
    for one in spec.types:
        if isinstance(one, ObjectType):
            yield from (prop.type for prop in one.properties)
        elif isinstance(one, UnionType) and one.discriminator is None and len(one.variants) > 1:
            yield one_of(tuple(Ref(variant.type) for variant in one.variants))
    for operation in spec.operations:
        answers = (response.body for response in operation.responses)
        bodies: Sequence[Body | None] = (operation.request, *answers)
        yield from (body.type for body in bodies if body is not None)


def _options(expr: TypeExpr) -> Iterator[tuple[str, ...]]:
    """The named types of each place in `expr`: several where they are options of one another."""
    match expr:
        case Ref(name):
            yield (name,)
        case Array(inner) | Map(inner):
            yield from _options(inner)
        case OneOf(options):
            yield tuple(option.name for option in options if isinstance(option, Ref))
            for option in options:
                if not isinstance(option, Ref):
                    yield from _options(option)
