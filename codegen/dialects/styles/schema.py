"""The JSON Schema of a dialect's file, for editors; made of `Style` and of what is said beside it.

Descriptions are the docstrings and comments of `style.py`, so that there is one text of each.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from codegen.dialects.styles import style
from codegen.dialects.styles.style import Column, Role, Style

__all__ = ["json_schema"]

#: A value of a Literal, with the comment behind it.
_VALUE = re.compile(r'^    "(?P<value>[\w-]+)",(?:  # (?P<text>.+))?$', re.MULTILINE)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a dialect's file."""
    made = msgspec.json.schema(Style, schema_hook=_pattern)
    source = inspect.getsource(style)
    parts: dict[str, dict[str, Any]] = made["$defs"]
    for owner, key, text in _documented(ast.parse(source)):
        if owner in parts and key in parts[owner]["properties"]:
            parts[owner]["properties"][key]["description"] = text
    said = {match["value"]: match["text"] or "" for match in _VALUE.finditer(source)}
    columns = parts["Style"]["properties"]["columns"]
    columns["propertyNames"] = {"enum": list(get_args(Column))}
    parts["Style"]["properties"]["unmarked"]["propertyNames"] = {
        "enum": ["definition", "parameters", "request", "response"]
    }
    means = parts["HeadingRule"]["properties"]["means"]
    means.pop("enum")
    means["oneOf"] = list(_choices(get_args(Role), said))
    for part in parts.values():
        for one in part["properties"].values():
            one.pop("default", None)
            if "anyOf" in one:  # TOML has no null
                one.update(one.pop("anyOf")[0])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "doc-codegen dialect",
        "description": _plain(inspect.getdoc(style) or ""),
        **made,
    }


def _pattern(_kind: type) -> dict[str, Any]:
    return {"type": "string", "title": "a Python regular expression"}


def _choices(values: tuple[str, ...], said: dict[str, str]) -> Iterator[dict[str, str]]:
    for value in values:
        text = said.get(value, "")
        yield {"const": value, **({"description": text} if text else {})}


def _documented(module: ast.Module) -> Iterator[tuple[str, str, str]]:
    """The docstring of each attribute of the classes: class, attribute and text."""
    for node in module.body:
        if not isinstance(node, ast.ClassDef):
            continue
        for field, text in zip(node.body, node.body[1:], strict=False):
            match field, text:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(said))),
                ):
                    yield node.name, name, _plain(said)


def _plain(text: str) -> str:
    return " ".join(text.replace("``", "`").split())
