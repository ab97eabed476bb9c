"""Findings for people and machines: text, JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Literal

from codegen.diagnostics import Diagnostic, Severity

__all__ = ["FORMATS", "Format", "brief", "inert", "place", "printable", "reaches", "render"]

Format = Literal["text", "json", "github", "sarif"]

_ORDER: tuple[Severity, ...] = ("error", "warning", "info")

#: In text, a code that is found more often than this is cut short.
_SHOWN_PER_CODE = 20

_GITHUB_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
#: A message may quote a page. One that is longer than this is cut, save in JSON and SARIF.
_LONGEST = 500
#: In an annotation, more places than these are counted.
_SHOWN_IN_ANNOTATION = 10


def render(diagnostics: Sequence[Diagnostic], form: Format) -> str:
    """The findings in the form asked for, in text in brief; '' in text where there are none."""
    return FORMATS[form](diagnostics)


def _text(diagnostics: Sequence[Diagnostic]) -> str:
    """By code, each with its first place; many of one code are cut short, and counted."""
    lines: list[str] = []
    ordered = sorted(diagnostics, key=lambda item: (item.code, *item.sort_key()))
    for code, group in groupby(ordered, key=lambda item: item.code):
        found = [item for item in group if item.severity != "info"]
        lines.extend(_shown(item) for item in found[:_SHOWN_PER_CODE])
        if len(found) > _SHOWN_PER_CODE:
            lines.append(
                f"... and {len(found) - _SHOWN_PER_CODE} more [{code}], all of them in JSON"
            )
    return "".join(f"{line}\n" for line in lines)


def _shown(item: Diagnostic) -> str:
    """`item` for a terminal: whatever a page says, it adds no line and moves no cursor."""
    shown = dataclasses.replace(
        item,
        message=brief(item.message),
        path=printable(item.path),
        hint=brief(item.hint),
    )
    more = len({(one.path, one.line) for one in item.related} - {(item.path, item.line)})
    return f"{shown}\n    and at {counted(more, 'more place')}" if more else str(shown)


def counted(number: int, what: str) -> str:
    """A number of things in words."""
    many = f"{what[:-1]}ies" if what.endswith("ty") else f"{what}s"
    return f"{number:,} {what if number == 1 else many}"


def printable(text: str) -> str:
    """Control characters, line ends and bidirectional marks as escapes."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def inert(line: str) -> str:
    """A line that no runner of GitHub takes for a command, wherever text of a page begins it."""
    start = len(line) - len(line.lstrip())
    return f"{line[:start]}\\{line[start:]}" if line.startswith("::", start) else line


def brief(text: str) -> str:
    """The text of a finding on one line, however much of a page it quotes."""
    return _cut(printable(text))


def _cut(text: str) -> str:
    more = len(text) - _LONGEST
    return f"{text[:_LONGEST]} ... and {counted(more, 'more character')}" if more > 0 else text


def _json(diagnostics: Sequence[Diagnostic]) -> str:
    return json.dumps([_plain(item) for item in diagnostics], indent=1) + "\n"


def _plain(item: Diagnostic) -> dict[str, object]:
    return {
        "code": item.code,
        "severity": item.severity,
        "message": item.message,
        "path": item.path,
        "line": item.line,
        **({"column": item.column} if item.column else {}),
        "hint": item.hint,
        "subject": item.subject,
        "related": [
            {"path": one.path, "line": one.line, "message": one.message} for one in item.related
        ],
    }


def _github(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands: https://docs.github.com/actions/reference/workflow-commands."""
    return "".join(f"{_annotation(item)}\n" for item in diagnostics)


def _annotation(item: Diagnostic) -> str:
    """One annotation per finding, at its first place; some of the others stand in its text."""
    where = {"file": item.path, "line": str(item.line or 1)} if item.path else {}
    where |= {"col": str(item.column)} if item.path and item.column else {}
    properties = {**where, "title": item.code}
    listed = ",".join(f"{name}={_command(value, ',:')}" for name, value in properties.items())
    places = [
        f"{place(one.path, one.line)}{f': {_cut(one.message)}' if one.message else ''}"
        for one in item.related[:_SHOWN_IN_ANNOTATION]
    ]
    if more := len(item.related) - len(places):
        places.append(f"and {more:,} more")
    message = "\n".join(filter(None, (_cut(item.message), _cut(item.hint), *places)))
    return f"::{_GITHUB_LEVELS[item.severity]} {listed}::{_command(message, '')}"


def place(path: str, line: int) -> str:
    """A place as editors and terminals know it."""
    return f"{path}:{line}" if line else path


def _command(text: str, more: str) -> str:
    return "".join(
        f"%{ord(char):02X}" if char in f"%\r\n{more}" else printable(char) for char in text
    )


def _sarif(diagnostics: Sequence[Diagnostic]) -> str:
    from codegen.sarif import sarif  # noqa: PLC0415 - start-up time

    return sarif(diagnostics)


FORMATS: dict[Format, Callable[[Sequence[Diagnostic]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}


def reaches(diagnostics: Iterable[Diagnostic], level: Severity) -> bool:
    """Whether any finding is as grave as `level`, or graver."""
    return any(_ORDER.index(item.severity) <= _ORDER.index(level) for item in diagnostics)
