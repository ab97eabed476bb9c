"""What one fragment means in Python: the names, literals and docstrings of a module.

The generator of the classes sees the `view` only: a document that holds our names and types but no
text of any page. The text travels beside it, as finished literals in the template data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from codegen import escape
from codegen.naming import enum_members, field_names
from codegen.targets.fragment import (
    Fragment,
    Options,
    Reference,
    Schema,
    references,
    target_of,
)

__all__ = [
    "Field",
    "Named",
    "attributes",
    "deprecation",
    "doc",
    "members",
    "neutral_mentions",
    "neutral_names",
    "plan",
    "resolved_imports",
    "template_data",
    "view",
]

Refer = Callable[[str], str]
#: The one module that stands for all others: what a class mentions is imported from there.
_OTHERS = "others"
#: Formats with a Python type of their own; all other strings are `str`.
_PYTHON_TYPES = {
    "date-time": "datetime.datetime",
    "date": "datetime.date",
    "time": "datetime.time",
    "uuid": "uuid.UUID",
}
_BOUNDS = {"minimum": "ge", "maximum": "le"}
_LENGTHS = {"minLength": "min_length", "maxLength": "max_length"}
#: The Python types of the constants of a type of JSON.
_CONSTANTS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


#: The values of an enum that are bits.
_FLAGS = "x-enum-flags"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One attribute of a class."""

    key: str
    """What the class generator knows it by: attributes of one type are one to it."""
    name: str
    wire: str
    required: bool
    schema: Schema
    doc: str
    chosen_by: tuple[str, ...] = ()
    """The values that the attribute has where it tells the variants of a union apart."""
    omittable: bool = False
    """It may be left out, and is never null."""
    read_only: bool = False

    @property
    def alias(self) -> str | None:
        """The wire name, where it is not the attribute's."""
        return None if self.wire == self.name else self.wire

    @property
    def stated(self) -> bool:
        """Whether the class generator takes it for required: None comes of its type, or of us."""
        return self.required or self.omittable

    @property
    def constant(self) -> str | int | float | None:
        """The one documented value, where that is of the type."""
        schema = _one_value(self.schema)
        kinds = _CONSTANTS.get(schema.get("type", ""), ())
        found: str | int | float | None = schema.get("const")
        return found if type(found) in kinds else None

    @property
    def nullable(self) -> bool:
        """Whether the attribute may be None, because the value may be null or left out."""
        return not self.required or {"type": "null"} in self.schema.get("anyOf", ())

    @property
    def limits(self) -> dict[str, int | float]:
        """The bounds that pydantic's Field must know, where the type has them."""
        constant = self.constant
        if isinstance(constant, str):
            return {}
        if constant is not None:  # pydantic takes True for the literal 1, and 1.0 too
            return {"ge": constant, "le": constant}
        kind = self.schema.get("type")
        kinds = set(kind) - {"null"} if isinstance(kind, list) else {kind}
        bounds = _BOUNDS if kinds <= {"integer", "number"} else {}
        if kinds == {"string"} and self.schema.get("format") not in _PYTHON_TYPES:
            bounds = _LENGTHS
        return {name: self.schema[key] for key, name in bounds.items() if key in self.schema}


def _one_value(schema: Schema) -> Schema:
    """The part of `schema` that has a constant, if all that it takes else is null."""
    options = [option for option in schema.get("anyOf", [schema]) if option != {"type": "null"}]
    return options[0] if len(options) == 1 and "const" in options[0] else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One class or alias of a module."""

    name: str
    kind: str
    """``object``, ``enum``, ``union`` or ``alias`` (of a scalar)."""
    schema: Schema
    doc: str
    fields: tuple[Field, ...] = ()
    scalar: str = "string"
    flags: bool = False
    """The values of an enum are bits that are combined."""
    members: tuple[tuple[str, str | int, str], ...] = ()
    """Member name, value and docstring."""
    discriminator: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """Discriminator value and class name."""

    @property
    def enum(self) -> str:
        """The base class of an enum."""
        if self.flags:
            return "IntFlag"
        return "IntEnum" if self.scalar == "integer" else "StrEnum"


def plan(fragment: Fragment) -> tuple[Named, ...]:
    """The classes and aliases of the module of `fragment`, in the order of the document."""
    return tuple(_named(name, schema) for name, schema in fragment.schemas.items())


def _named(name: str, schema: Schema) -> Named:
    text = doc(schema)
    values = _listed(schema)
    if values:
        notes = schema.get("x-enum-descriptions", {})
        names = members(schema)
        listed = tuple((names[value], value, notes.get(str(value), "")) for value in values)
        scalar = "integer" if isinstance(values[0], int) else "string"
        return Named(
            name=name,
            kind="enum",
            schema=schema,
            doc=text,
            scalar=scalar,
            flags=_FLAGS in schema,
            members=listed,
        )
    if union_options(schema):
        chosen = schema.get("discriminator", {})
        return Named(
            name=name,
            kind="union",
            schema=schema,
            doc=text,
            discriminator=chosen.get("propertyName"),
            choices=tuple(
                (value, target_of(ref).name) for value, ref in chosen.get("mapping", {}).items()
            ),
        )
    kind = "object" if schema.get("type") == "object" else "alias"
    return Named(name=name, kind=kind, schema=schema, doc=text, fields=_fields(schema))


def members(schema: Schema) -> dict[str | int, str]:
    """Value -> member name, of an enum's schema."""
    given = schema.get("x-enum-members", {})
    return enum_members(_listed(schema), schema.get("x-enum-names"), given)


def attributes(schema: Schema) -> dict[str, str]:
    """Property -> attribute, of an object's schema."""
    properties: Mapping[str, Schema] = schema.get("properties", {})
    given = {
        wire: prop["x-attribute"] for wire, prop in properties.items() if "x-attribute" in prop
    }
    return field_names(list(properties), given)


def _listed(schema: Schema) -> list[str | int]:
    listed = schema.get("anyOf", [schema])[0].get("enum") or schema.get(_FLAGS, [])
    return list(listed)


def union_options(schema: Schema) -> list[Schema]:
    """The variants of a union's schema; none where it is no union of named types."""
    options = schema.get("oneOf") or schema.get("anyOf", ())
    return [option for option in options if "$ref" in option]


def _fields(schema: Schema) -> tuple[Field, ...]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    names = attributes(schema)
    required = set(schema.get("required", ()))
    chosen: Mapping[str, list[str]] = schema.get("x-discriminator", {})
    # Those whose value is never null, whether it must be there or not.
    stated = required | {name for name in properties if properties[name].get("x-nullable") is False}
    keys: dict[str, str] = {}
    return tuple(
        Field(
            key=keys.setdefault(_shape(prop, wire in stated), f"field_{len(keys)}"),
            name=names[wire],
            wire=wire,
            required=wire in required,
            schema=prop,
            doc=doc(prop, schema.get("x-basis", "documented")),
            chosen_by=tuple(chosen.get(wire, ())),
            omittable=wire in stated - required,
            read_only=prop.get("readOnly", False),
        )
        for wire, prop in properties.items()
    )


def _shape(schema: Schema, stated: bool) -> str:  # noqa: FBT001 - both halves of one key
    return json.dumps([stated, _field_type(schema, str, stated)])


def doc(schema: Schema, owner_basis: str = "documented") -> str:
    """The docstring of what `schema` describes: its description, and where that stands.

    Its basis is said where it is another than `owner_basis`.
    """
    lines = [escape.clean(schema.get("description", ""))]
    if schema.get("deprecated"):
        lines.append(deprecation(schema.get("x-deprecated", ""), lines[0]))
    if sources := schema.get("x-source"):
        lines.append(escape.sentence(f"Source: {sources[0]}"))
    if (basis := schema.get("x-basis", "documented")) != owner_basis:
        lines.append(f"Basis: {basis}")
    return "\n\n".join(line for line in lines if line)


def deprecation(reason: str, description: str) -> str:
    """The line that says that something is deprecated, or as much of it as `description` does not.

    Pages often begin a description with the reason.
    """
    reason = escape.sentence(reason)
    marked = escape.sentence(f"Deprecated: {reason}").rstrip(":")
    if _begins(description, marked):
        return ""
    if reason and _begins(description, reason):
        return "" if "deprecated" in reason.lower() else "Deprecated"
    return marked


def _begins(text: str, words: str) -> bool:
    found = re.match(rf"{re.escape(words)}(?!\w)", escape.sentence(text), re.IGNORECASE)
    return found is not None


def view(named: tuple[Named, ...], options: Options) -> Schema:
    """The document that the class generator reads: types under neutral names, no text of a page."""
    keys, mentions = neutral_names(named), neutral_mentions(named)
    refs = {
        str(ref): f"{_OTHERS}.{mentions[target_of(ref).name]}"
        for item in named
        for ref in references(item.schema)
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {
            "schemas": {keys[item.name]: _viewed(item, options, refs.__getitem__) for item in named}
        },
    }


def neutral_names(named: tuple[Named, ...]) -> dict[str, str]:
    """Class name -> what the class generator knows it by; it would rename some names."""
    return {item.name: f"Class{index}" for index, item in enumerate(named)}


def neutral_mentions(named: tuple[Named, ...]) -> dict[str, str]:
    """Class name -> what the class generator knows a mention of it by.

    To it, all mentions are of classes elsewhere: it would take the square of their number, and
    recursion, to put the classes in order, and `engine` orders them anyway.
    """
    names = dict.fromkeys([*(item.name for item in named), *resolved_imports(named)])
    return {name: f"Other{index}" for index, name in enumerate(names)}


def _viewed(item: Named, options: Options, refer: Refer) -> Schema:
    if item.kind == "enum":
        return {
            "type": "string",
            "enum": [f"value_{index}" for index, _ in enumerate(item.members)],
        }
    if item.kind == "union":
        unlisted = item.discriminator is not None and options.enums == "open"
        variants = [_type(option, refer) for option in union_options(item.schema)]
        return {"oneOf": variants + [{"type": "object"}] * unlisted}
    if item.kind == "alias":
        return _type(item.schema, refer)
    return {
        "type": "object",
        "properties": {
            field.key: _field_type(field.schema, refer, field.stated) for field in item.fields
        },
        "required": sorted({field.key for field in item.fields if field.stated}),
    }


def _field_type(schema: Schema, refer: Refer, stated: bool) -> Schema:  # noqa: FBT001 - as above
    """The type of an attribute; what may be left out may be None in any case."""
    found = _type(schema, refer)
    options = [option for option in found.get("anyOf", ()) if option != {"type": "null"}]
    if stated or not options:
        return found
    return options[0] if len(options) == 1 else {"anyOf": options}


def _type(schema: Schema, refer: Refer) -> Schema:  # noqa: PLR0911 - one for each form
    if "$ref" in schema:
        return {"customTypePath": refer(schema["$ref"])}
    if "x-extensible-enum" in schema and "anyOf" in schema:
        return _type(schema["anyOf"][-1], refer)  # what is listed is among what it takes
    if "anyOf" in schema:
        options = sorted(schema["anyOf"], key=_breadth)
        return {"anyOf": [_type(option, refer) for option in options]}
    kind = schema.get("type")
    if isinstance(kind, list):
        return {"anyOf": [_type(schema | {"type": one}, refer) for one in kind]}
    if kind == "array":
        return {"type": "array", "items": _type(schema["items"], refer)}
    if kind == "object" and "additionalProperties" in schema:
        values = _type(schema["additionalProperties"], refer)
        return {"type": "object", "additionalProperties": values}
    if kind == "string" and schema.get("format") in _PYTHON_TYPES:
        return {"customTypePath": _PYTHON_TYPES[schema["format"]]}
    return {"type": kind} if kind else {}


def _breadth(schema: Schema) -> int:
    """Decoders that convert try the options in order: what takes the most must come last.

    Mashumaro makes a list of any text and of any object's keys, and a map of any object.
    """
    kinds = ["object", "array"]
    return kinds.index(schema["type"]) + 1 if schema.get("type") in kinds else 0


def resolved_imports(named: tuple[Named, ...]) -> dict[str, str]:
    """Class name -> module, for the classes of other modules that the module refers to."""
    refs: set[Reference] = {ref for item in named for ref in references(item.schema)}
    targets = sorted(map(target_of, refs))
    return {target.name: target.module for target in targets if target.module}


def template_data(item: Named, member: Callable[[Field], Mapping[str, Any]]) -> Mapping[str, Any]:
    """What the templates know of a class beside its types; `member` adds to each field's."""
    indent = 0 if item.kind in {"union", "alias"} else 4
    data: dict[str, Any] = {"name": item.name, "doc": _docstring(item.doc, indent)}
    if item.kind == "enum":
        data["base"] = item.enum
        data["members"] = [
            {"name": name, "value": escape.literal(value), "doc": _docstring(note)}
            for name, value, note in item.members
        ]
    elif item.kind == "object":
        data["members"] = [
            {
                "key": field.key,
                "name": field.name,
                "required": field.required,
                "doc": _docstring(field.doc),
                **member(field),
            }
            for field in item.fields
        ]
    return data


def _docstring(text: str, indent: int = 4) -> str:
    return escape.docstring(text, indent) if escape.clean(text) else ""
