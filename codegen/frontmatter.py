"""The YAML front matter of a document."""

from __future__ import annotations

import re
from typing import Any

import yaml

from codegen.diagnostics import Diagnostic
from codegen.sources import Document

__all__ = ["read"]

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(.*?)(?:\n)?^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)

_FAST_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: The fast loader recurses in C without a limit, and deep nesting would end the process: it gets
#: only what is too short to nest deep. The other one stops with a RecursionError.
_FAST_LENGTH = 1000

#: Front matter is a title and some keys; what is longer costs seconds, and is no front matter.
_LONGEST = 50_000

#: What PyYAML raises: errors of its own, and of Python for a tag whose value is not of its type.
_ERRORS = (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError)


def read(document: Document, diagnostics: list[Diagnostic]) -> tuple[dict[str, Any], int]:
    """The front matter of `document` and the number of lines that it takes.

    An empty mapping where there is none or it is no mapping; what is no YAML is added to
    `diagnostics`.
    """
    match = _FRONT_MATTER.match(document.text)
    if match is None:
        return {}, 0
    offset = match[0].count("\n")
    if len(match[1]) > _LONGEST:
        diagnostics.append(
            Diagnostic(
                code="invalid-front-matter",
                severity="warning",
                message=f"front matter of {len(match[1]):,} characters is not read",
                path=document.page,
                line=1,
            )
        )
        return {}, offset
    loader = _FAST_LOADER if len(match[1]) <= _FAST_LENGTH else yaml.SafeLoader
    try:
        data = yaml.load(match[1], Loader=loader)  # noqa: S506 - both loaders are safe
    except _ERRORS as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        diagnostics.append(
            Diagnostic(
                code="invalid-front-matter",
                severity="warning",
                message=f"front matter is not valid YAML: {problem}",
                path=document.page,
                line=(mark.line if mark else 0) + 2,
            )
        )
        return {}, offset
    return (data if isinstance(data, dict) else {}), offset
