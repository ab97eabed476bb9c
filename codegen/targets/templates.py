"""Where the templates are, and the Jinja environment that renders the project's own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from codegen import escape
from codegen.installation import templates as folder
from codegen.targets.layout import bracketed

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["environment", "folder"]


@cache
def environment() -> Environment:
    """Templates are files of the project only; page text enters as values, through the filters."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - start-up

    made = Environment(
        loader=FileSystemLoader(folder()),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the outputs are code and YAML, escaped by the filters
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "yaml": escape.yaml_scalar,
        "literal": escape.literal,
        "docstring": escape.docstring,
    }
    made.globals["bracketed"] = bracketed
    return made
