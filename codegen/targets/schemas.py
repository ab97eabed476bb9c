"""Types of the spec -> JSON Schemas as OpenAPI 3.1 holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from codegen.spec import (
    Basis,
    Constraints,
    Correction,
    EnumType,
    ObjectType,
    Property,
    Source,
    Type,
    Undecided,
    UnionType,
)
from codegen.targets.fragment import Options, Reference, Schema
from codegen.typeexpr import AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr

__all__ = ["Refer", "constrained", "expression", "nullable", "provenance", "type_schema"]

#: The ``$ref`` of a type name, as seen from the document that is built.
Refer = Callable[[str], Reference]

_KEYWORDS = {
    "default": "default",
    "minimum": "minimum",
    "maximum": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
}


def expression(expr: TypeExpr, refer: Refer) -> Schema:  # noqa: PLR0911 - one for each form
    """The schema of a type expression; ``any`` is the schema that allows all."""
    match expr:
        case AnyType():
            return {}
        case Scalar():
            return {"type": expr.json_type} | ({"format": expr.format} if expr.format else {})
        case Ref(name):
            return {"$ref": refer(name)}
        case Array(items):
            return {"type": "array", "items": expression(items, refer)}
        case Map(AnyType()):
            return {"type": "object"}
        case Map(values):
            return {"type": "object", "additionalProperties": expression(values, refer)}
        case OneOf(options):
            return {"anyOf": [expression(option, refer) for option in options]}
    message = f"not a type expression: {expr!r}"
    raise TypeError(message)


def nullable(schema: Schema) -> Schema:
    """`schema`, with null allowed."""
    if not schema or schema.get("type") == "null":
        return schema
    if "const" in schema:  # takes no other value
        return {"anyOf": [schema, {"type": "null"}]}
    if isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"]}
    if set(schema) == {"anyOf"}:
        options = schema["anyOf"]
        return schema if {"type": "null"} in options else {"anyOf": [*options, {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}


def constrained(
    schema: Schema, constraints: Constraints, options: Options, *, null: bool = False
) -> Schema:
    """`schema` with the validation keywords that are known, and with null allowed if `null`.

    A constant is a list of one value: where enums are open, so is it.
    """
    if constraints.const is not None:
        constant = schema | {"const": constraints.const}
        extensible = options.enums == "open" and "type" in schema
        schema = _extensible(constant, schema) if extensible else constant
    schema = nullable(schema) if null else schema
    keywords = {
        keyword: value
        for name, keyword in _KEYWORDS.items()
        if (value := getattr(constraints, name)) is not None
    }
    return schema | keywords


def _extensible(listed: Schema, schema: Schema) -> Schema:
    """What is listed, and whatever else `schema` takes."""
    return {"anyOf": [listed, schema], "x-extensible-enum": True}


def provenance(
    sources: Iterable[Source], basis: Basis = "documented", overlay: Iterable[Correction] = ()
) -> Schema:
    """Where a fact stands and why it is believed; never a line number."""
    places = [
        f"{source.page}#{source.heading}" if source.heading else source.page for source in sources
    ]
    known: Schema = {"x-source": list(dict.fromkeys(places))} if places else {}
    if basis != "documented":
        known["x-basis"] = basis
    corrected = [{"facts": list(mark.facts), "reason": mark.reason} for mark in overlay]
    return known | ({"x-overlay": corrected} if corrected else {})


def type_schema(type_: Type, refer: Refer, options: Options) -> Schema:
    """The schema of a named type."""
    head: Schema = {"description": type_.description} if type_.description else {}
    match type_:
        case ObjectType():
            body = _object(type_, refer, options)
        case EnumType():
            body = _enum(type_, options)
        case UnionType():
            body = _union(type_, refer, options)
    return head | body | provenance(type_.sources, type_.basis, type_.overlay)


def _object(type_: ObjectType, refer: Refer, options: Options) -> Schema:
    unique = {prop.name: prop for prop in reversed(type_.properties)}  # the first of a name wins
    properties = [prop for prop in type_.properties if unique[prop.name] is prop]
    schema: Schema = {"type": "object"}
    required = [prop.name for prop in properties if prop.presence == "required"]
    if required:
        schema["required"] = required
    if properties:
        schema["properties"] = {prop.name: _property(prop, refer, options) for prop in properties}
    if type_.undecided:
        schema["x-undecided"] = list(map(_undecided, type_.undecided))
    return schema


def _undecided(found: Undecided) -> Schema:
    known = {"candidates": list(found.candidates)} if found.candidates else {}
    return {"constraint": found.constraint} | known | ({"more": True} if found.more else {})


def _property(prop: Property, refer: Refer, options: Options) -> Schema:
    schema = expression(prop.type, refer)
    # A required property takes null only where it says so; of any other, null is often said to be
    # the same as leaving it out, and only a page that tells the two apart speaks against that.
    never_null = prop.nullable is False and prop.presence != "required" and bool(schema)
    schema = constrained(schema, prop.constraints, options, null=prop.nullable is True)
    facts: dict[str, Any] = {
        "description": prop.description or None,
        "readOnly": prop.read_only or None,
        "writeOnly": prop.write_only or None,
        "deprecated": True if prop.deprecated is not None else None,
        "x-deprecated": prop.deprecated or None,
        "x-nullable": False if never_null else None,
        "x-attribute": prop.attribute or None,
    }
    known = {key: value for key, value in facts.items() if value is not None}
    sources = [prop.source] if prop.source else []
    return schema | known | provenance(sources, prop.basis, prop.overlay)


def _enum(type_: EnumType, options: Options) -> Schema:
    if not type_.values:
        return {"type": type_.scalar}
    values = list(dict.fromkeys(v.value for v in type_.values))
    listed: Schema = {"type": type_.scalar, "enum": values}
    named = {str(v.value): v.name for v in type_.values if v.name}
    described = {str(v.value): v.description for v in type_.values if v.description}
    sampled = list(dict.fromkeys(v.value for v in type_.values if v.basis == "sampled"))
    notes = {
        "x-enum-names": named,
        "x-enum-members": {str(v.value): v.member for v in type_.values if v.member},
        "x-enum-descriptions": described,
        "x-enum-sampled": sampled,
    }
    known = {key: note for key, note in notes.items() if note}
    if type_.flags:
        # Any combination is valid, so that `enum` would refuse most of them.
        return {"type": type_.scalar, "x-enum-flags": values} | known
    if options.enums == "closed":
        # A list that most samples contradict would refuse what the vendor sends.
        return {"type": type_.scalar} if type_.contradicted else listed | known
    return _extensible(listed, {"type": type_.scalar}) | known


def _union(type_: UnionType, refer: Refer, options: Options) -> Schema:
    refs = list(dict.fromkeys(refer(variant.type) for variant in type_.variants))
    if not refs:
        return {"type": "object"}
    # Only closed values keep variants apart; where they are open, a payload may fit several.
    apart = type_.discriminator is not None and options.enums == "closed"
    schema: Schema = {"oneOf" if apart else "anyOf": [{"$ref": ref} for ref in refs]}
    if type_.discriminator is None:
        return schema
    # A variant without listed values goes by its name, as OpenAPI has it.
    mapping: dict[str, str] = {}
    for variant in type_.variants:
        for value in variant.values or (variant.type,):
            mapping.setdefault(value, refer(variant.type))
    return schema | {"discriminator": {"propertyName": type_.discriminator, "mapping": mapping}}
