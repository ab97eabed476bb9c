"""A document of OpenAPI as the text of its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codegen import escape
from codegen.targets.fragment import HEADER, Document, localised
from codegen.targets.templates import environment

__all__ = ["file", "written"]

_Fact = tuple[str, str | None, str]
"""What its line begins with, the key if it is one of a mapping, and what stands behind it."""


def file(path: str, document: Document, module: str | None) -> dict[str, str]:
    """The path and the text of a document, once its references into `module` are local."""
    return {path: written(localised(document, module))}


def written(document: Document) -> str:
    """The document as YAML."""
    template = environment().get_template("openapi/document.yaml.jinja")
    return template.render(header=HEADER, facts=_facts(document, "", ""))


def _facts(node: Any, begin: str, pad: str) -> Iterator[_Fact]:  # noqa: ANN401 - any JSON value
    """The lines of a mapping or a list, which is not empty; the first begins in another way."""
    inner = f"{pad}  "
    if isinstance(node, dict):
        for key, value in node.items():
            if value and isinstance(value, (dict, list)):
                yield begin, key, ""
                yield from _facts(value, inner, inner)
            else:
                yield begin, key, _leaf(value)
            begin = pad
        return
    for value in node:
        if value and isinstance(value, dict):
            yield from _facts(value, f"{begin}- ", inner)
        elif value and isinstance(value, list):
            yield f"{begin}-", None, ""
            yield from _facts(value, inner, inner)
        else:
            yield f"{begin}-", None, _leaf(value)
        begin = pad


def _leaf(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return " {}"
    return " []" if isinstance(value, list) else f" {escape.yaml_scalar(value)}"
