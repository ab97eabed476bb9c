"""Diagnostics: located messages with a stable code and a severity. All are collected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

__all__ = [
    "At",
    "CodegenError",
    "Diagnostic",
    "Related",
    "Severity",
    "counts",
    "merged",
    "render_text",
]

Severity = Literal["error", "warning", "info"]
_NUMBER = re.compile(r"\d+")
_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


class At(NamedTuple):
    """A line of a page or file."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another place that a finding is about: one more of the same, or the claim against it.

    `message` says what stands there; '' where it is the same as at the finding itself.
    """

    path: str
    line: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding. `line` is 1-based; 0 where the finding is about the whole file.

    `column` is 1-based too; 0 where the finding is about the whole line.
    """

    code: str
    severity: Severity
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""
    subject: str = ""
    """What the finding is about, in words that an edit elsewhere does not change."""
    related: tuple[Related, ...] = ()

    @property
    def about(self) -> str:
        """What tells this finding from others of its code, as long as the pages do not change it.

        Where it has no subject that is its message, without the numbers in it.
        """
        return self.subject or _NUMBER.sub("#", self.message)

    def sort_key(self) -> tuple[str, int, int, int, str, str]:
        """By place, then severity, code and wording: a stable order for any run."""
        return self.path, self.line, self.column, _RANK[self.severity], self.code, self.message

    def __str__(self) -> str:
        numbers = (str(number) for number in (self.line, self.column) if number)
        place = ":".join((self.path, *numbers))
        head = f"{place}: " if place else ""
        tail = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{head}{self.severity}: {self.message} [{self.code}]{tail}"


def merged(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings that differ in their places alone become one, with all of the places.

    It stands at the first of them; the others are related places, in order.
    """
    groups: dict[tuple[str, ...], list[Diagnostic]] = {}
    for one in diagnostics:
        same = (one.code, one.severity, one.message, one.hint, one.subject)
        groups.setdefault(same, []).append(one)
    return tuple(sorted(map(_one, groups.values()), key=Diagnostic.sort_key))


def _one(group: list[Diagnostic]) -> Diagnostic:
    if len(group) == 1:
        return group[0]
    first, *others = sorted(group, key=Diagnostic.sort_key)
    sides = {other for one in group for other in one.related}
    told = {(one.path, one.line) for one in sides if one.message} | {(first.path, first.line)}
    plain = {Related(path=one.path, line=one.line) for one in others} | sides
    places = {one for one in plain if one.message or (one.path, one.line) not in told}
    ordered = sorted(places, key=lambda place: (place.path, place.line, place.message))
    return replace(first, related=tuple(ordered))


class CodegenError(Exception):
    """Stops a run before anything is written; carries every finding that led to it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Number of findings by code, commonest first, then by code."""
    found = Counter(diagnostic.code for diagnostic in diagnostics)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def render_text(diagnostics: Iterable[Diagnostic]) -> str:
    """One finding a line (and its hint below it), in a stable order."""
    return "".join(f"{item}\n" for item in sorted(diagnostics, key=Diagnostic.sort_key))
