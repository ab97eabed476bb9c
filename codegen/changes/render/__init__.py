"""A diff for people and machines: a form is a file, and a row here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from codegen.changes.diff import Diff
from codegen.changes.render.data import data
from codegen.changes.render.findings import github, sarif
from codegen.changes.render.markdown import markdown
from codegen.changes.render.text import text

__all__ = ["FORMS", "Form", "render", "text"]

Form = Literal["text", "markdown", "json", "github", "sarif"]

FORMS: dict[Form, Callable[[Sequence[Diff]], str]] = {
    "text": text,
    "markdown": markdown,
    "json": data,
    "github": github,
    "sarif": sarif,
}


def render(diffs: Sequence[Diff], form: Form) -> str:
    """The diffs in the form asked for."""
    return FORMS[form](diffs)
