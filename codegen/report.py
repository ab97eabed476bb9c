"""Findings for people and machines: text, JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Literal
from urllib.parse import quote

from codegen.diagnostics import Diagnostic, Severity

__all__ = ["FORMATS", "Format", "printable", "reaches", "render"]

Format = Literal["text", "json", "github", "sarif"]

_ORDER: tuple[Severity, ...] = ("error", "warning", "info")

#: In text, a code that is found more often than this is cut short.
_SHOWN_PER_CODE = 20

_SARIF_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_GITHUB_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(diagnostics: Sequence[Diagnostic], form: Format) -> str:
    """The findings in the form asked for; '' in text and for GitHub where there are none."""
    return FORMATS[form](diagnostics)


def _text(diagnostics: Sequence[Diagnostic]) -> str:
    """By code, each with its places; many places of one code are cut short, and counted."""
    lines: list[str] = []
    ordered = sorted(diagnostics, key=lambda item: (item.code, *item.sort_key()))
    for code, group in groupby(ordered, key=lambda item: item.code):
        found = [_visible(item) for item in group if item.severity != "info"]
        lines.extend(str(item) for item in found[:_SHOWN_PER_CODE])
        if len(found) > _SHOWN_PER_CODE:
            lines.append(
                f"... and {len(found) - _SHOWN_PER_CODE} more [{code}], all of them in JSON"
            )
    return "".join(f"{line}\n" for line in lines)


def _visible(item: Diagnostic) -> Diagnostic:
    """`item` for a terminal: whatever a page says, it adds no line and moves no cursor."""
    return dataclasses.replace(
        item,
        message=printable(item.message),
        path=printable(item.path),
        hint=printable(item.hint),
    )


def printable(text: str) -> str:
    """Control characters, line ends and bidirectional marks as escapes."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _json(diagnostics: Sequence[Diagnostic]) -> str:
    return json.dumps([_plain(item) for item in diagnostics], indent=1) + "\n"


def _plain(item: Diagnostic) -> dict[str, object]:
    return {
        "code": item.code,
        "severity": item.severity,
        "message": item.message,
        "path": item.path,
        "line": item.line,
        "hint": item.hint,
    }


def _github(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands: https://docs.github.com/actions/reference/workflow-commands."""
    return "".join(f"{_annotation(item)}\n" for item in diagnostics)


def _annotation(item: Diagnostic) -> str:
    properties = {"file": item.path, "line": str(item.line or 1), "title": item.code}
    listed = ",".join(f"{name}={_command(value, ',:')}" for name, value in properties.items())
    message = f"{item.message}\n{item.hint}" if item.hint else item.message
    return f"::{_GITHUB_LEVELS[item.severity]} {listed}::{_command(message, '')}"


def _command(text: str, more: str) -> str:
    return "".join(
        f"%{ord(char):02X}" if char in f"%\r\n{more}" else printable(char) for char in text
    )


def _sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """SARIF 2.1.0, one run."""
    rules = [{"id": code} for code in sorted({item.code for item in diagnostics})]
    driver = {"name": "doc-codegen", "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(item) for item in diagnostics]}
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1) + "\n"


def _result(item: Diagnostic) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": item.code,
        "level": _SARIF_LEVELS[item.severity],
        "message": {"text": f"{item.message}\n{item.hint}" if item.hint else item.message},
    }
    if item.path:
        physical: dict[str, object] = {"artifactLocation": {"uri": _uri(item.path)}}
        if item.line:
            physical["region"] = {"startLine": item.line}
        result["locations"] = [{"physicalLocation": physical}]
    return result


def _uri(path: str) -> str:
    return quote(path.encode(errors="backslashreplace"))


FORMATS: dict[Format, Callable[[Sequence[Diagnostic]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}


def reaches(diagnostics: Iterable[Diagnostic], level: Severity) -> bool:
    """Whether any finding is as grave as `level`, or graver."""
    return any(_ORDER.index(item.severity) <= _ORDER.index(level) for item in diagnostics)
