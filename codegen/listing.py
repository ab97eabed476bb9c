"""Findings for a person to read from top to bottom: grouped, with both sides and how to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import click

from codegen.codes import CODES
from codegen.diagnostics import Diagnostic, Related, Severity
from codegen.report import brief, place, printable

__all__ = ["listing"]

#: Of places where the same stands so many are shown, and the others counted.
_SHOWN = 3
#: Of things that are said so many are shown: each of a hundred samples may say something else.
_SIDES = 10
#: What is said stands in a column that is no wider.
_WIDEST = 40

#: Leads the further places of what stands at the finding itself.
_ALSO = "also"

_ORDER: tuple[Severity, ...] = ("error", "warning", "info")
_COLORS: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}

#: Puts a colour on a text, or leaves it.
_Paint = Callable[..., str]


def listing(diagnostics: Sequence[Diagnostic], pages: int, *, color: bool = False) -> str:
    """Every finding: the gravest first, those of one code together; and a line with the counts.

    `color`: with the escapes of a terminal.
    """
    paint: _Paint = click.style if color else _plain
    ordered = sorted(
        diagnostics, key=lambda item: (_ORDER.index(item.severity), item.code, *item.sort_key())
    )
    lines: list[str] = []
    for (severity, code), group in groupby(ordered, key=lambda item: (item.severity, item.code)):
        lines.extend(_group(severity, code, list(group), paint))
    lines.append(_summary(diagnostics, pages))
    return "".join(f"{line}\n" for line in lines)


def _plain(text: str, **_style: object) -> str:
    return text


def _group(severity: Severity, code: str, found: list[Diagnostic], paint: _Paint) -> Iterator[str]:
    known = CODES.get(code)
    head = paint(code, fg=_COLORS[severity], bold=True)
    yield f"{head} ({severity}, {len(found):,}): {known.summary if known else ''}".rstrip(" :")
    common = known.mend if known else ""
    if common and any(item.hint in {common, ""} for item in found):
        yield f"  {paint('mend:', bold=True)} {common}"
    for item in found:
        yield ""
        yield from _finding(item, common, paint)
    yield ""


def _finding(item: Diagnostic, common: str, paint: _Paint) -> Iterator[str]:
    where = printable(place(item.path, item.line))
    message = brief(item.message)
    yield f"  {paint(where, fg='blue')}: {message}" if where else f"  {message}"
    grouped = groupby(sorted(item.related, key=_side), key=lambda one: one.message)
    sides = [(brief(said) or _ALSO, list(group)) for said, group in grouped]
    width = min(max((len(said) for said, _ in sides[:_SIDES]), default=0), _WIDEST)
    for said, group in sides[:_SIDES]:
        yield from _places(said.ljust(width), " " * width, group, paint)
    if more := sum(len(group) for _, group in sides[_SIDES:]):
        yield f"      and {more:,} more that say something else"
    if item.hint and item.hint != common:
        yield f"      {paint('mend:', bold=True)} {brief(item.hint)}"


def _side(one: Related) -> tuple[str, str, int]:
    return one.message, one.path, one.line


def _places(head: str, blank: str, found: list[Related], paint: _Paint) -> Iterator[str]:
    """The places where the same stands, one a line."""
    for one in found[:_SHOWN]:
        yield f"      {head}  {paint(printable(place(one.path, one.line)), fg='blue')}"
        head = blank
    if len(found) > _SHOWN:
        yield f"      {blank}  and {len(found) - _SHOWN:,} more"


def _summary(diagnostics: Sequence[Diagnostic], pages: int) -> str:
    number = Counter(item.severity for item in diagnostics)
    words = {"error": "error", "warning": "warning", "info": "note"}
    read = f"{pages:,} page{'' if pages == 1 else 's'}"
    if not diagnostics:
        return f"nothing to report in {read}"
    listed = [
        f"{number[one]:,} {words[one]}{'' if number[one] == 1 else 's'}"
        for one in _ORDER
        if number[one]
    ]
    total = len(diagnostics)
    return f"{total:,} finding{'' if total == 1 else 's'} in {read}: {', '.join(listed)}"
