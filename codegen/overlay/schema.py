"""The JSON Schema of the file, for editors; made from the tables that the reader reads with."""

from __future__ import annotations

from typing import Any

from codegen.overlay.facts import DROPPABLE, FACTS
from codegen.overlay.model import Kind, Verb
from codegen.overlay.reader import KEYS, VERBS

__all__ = ["json_schema"]

_SCALAR = {"type": ["string", "integer"]}
_VALUES = {
    "description": "the values, or a map of each to what it means",
    "oneOf": [
        {"type": "array", "minItems": 1, "items": {"type": ["string", "integer", "boolean"]}},
        {"type": "object", "minProperties": 1, "additionalProperties": _SCALAR},
    ],
}
_FACTS: dict[str, dict[str, Any]] = {
    "name": {"type": "string", "description": "the name in Python and OpenAPI"},
    "type": {
        "type": "string",
        "description": "string, date-time, array<Link>, map<int32>, A | B, any, ...",
    },
    "presence": {"enum": ["required", "optional"]},
    "nullable": {"type": "boolean"},
    "flags": {"type": "boolean", "description": "whether the values are bits that are combined"},
    "deprecated": {
        "description": "what to use instead, or true",
        "oneOf": [_SCALAR, {"const": True}],
    },
    "summary": _SCALAR,
    "description": _SCALAR,
    "values": _VALUES,
    "add_values": _VALUES,
    "remove_values": _VALUES,
}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an overlay file."""
    entries: dict[Verb, str] = {
        "target": "corrects facts of what the pages have",
        "add": "adds a type or a property",
        "remove": "removes a property, a parameter or a body",
        "ignore": "leaves out the pages that match",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "doc-codegen overlay",
        "description": "Reviewed corrections of what pages say, each with a reason",
        "type": ["array", "null"],
        "items": {
            "type": "object",
            "required": ["reason"],
            "oneOf": [{"$ref": f"#/$defs/{verb}"} for verb in VERBS],
        },
        "$defs": {verb: _entry(verb, entries[verb]) for verb in VERBS},
    }


def _entry(verb: Verb, description: str) -> dict[str, Any]:
    kinds = [kind for known, kind in KEYS if known == verb]
    names = dict.fromkeys(name for kind in kinds for name in KEYS[verb, kind])
    return {
        "description": description,
        "required": [verb],
        "properties": {
            verb: {"type": "string", "description": description},
            **{name: _key(name) for name in names},
            "reason": {**_SCALAR, "description": "why the pages are wrong, or who says so"},
        },
        "additionalProperties": False,
    }


def _key(name: str) -> dict[str, Any]:
    if name == "drop":
        facts = dict.fromkeys(fact for listed in DROPPABLE.values() for fact in listed)
        items = {"enum": list(facts)}
        return {"description": "facts to leave open", "type": "array", "items": items}
    if name == "properties":
        return {
            "description": "name -> type, or the facts",
            "type": "object",
            "additionalProperties": {
                "oneOf": [_FACTS["type"], {"type": "object", **_facts("property")}]
            },
        }
    return _FACTS[name]


def _facts(kind: Kind) -> dict[str, Any]:
    return {
        "properties": {name: _FACTS[name] for name in FACTS[kind]},
        "additionalProperties": False,
    }
