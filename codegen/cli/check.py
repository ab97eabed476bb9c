"""``doc-codegen check``: whether generate would change anything, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import click

from codegen.cli.common import (
    Chosen,
    echo,
    errors,
    format_option,
    making,
    print_findings,
    progress_bar,
)
from codegen.workers import without_gc

if TYPE_CHECKING:
    from codegen.check import Checked
    from codegen.diagnostics import Diagnostic
    from codegen.drift import Drift
    from codegen.report import Format

__all__ = ["check"]

_EPILOG = """
\b
Examples:
  doc-codegen check
  doc-codegen check crm --format github
  doc-codegen check --docs docs/reference --name shop --output out
"""

#: More lines than these are counted: of one file, and of all.
_SHOWN_OF_FILE = 120
_SHOWN = 600
#: More files that differ for one reason than these are counted.
_SHOWN_FILES = 10
#: Formats that have a finding for each file. Text and annotations are read by people.
_OF_EACH_FILE = frozenset({"json", "sarif"})


@click.command(epilog=_EPILOG)
@making
@click.option("--all", "full", is_flag=True, help="Show the whole diff, however long.")
@format_option
@without_gc(at_end=True)
def check(
    chosen: Chosen,
    full: bool,  # noqa: FBT001 - click passes flags so
    form: Format,
) -> None:
    """Say whether all files are what the pages give, and write nothing.

    Exit code 0: they are. 1: they are not; a unified diff, and why, with the files. 2: of an API
    nothing can be made.
    """
    from codegen import check as checking  # noqa: PLC0415 - start-up time
    from codegen.diagnostics import CodegenError  # noqa: PLC0415
    from codegen.report import render  # noqa: PLC0415

    with errors(form):
        apis = chosen.apis()
    checks = []
    broken: list[Diagnostic] = []
    for api in apis:
        try:
            with progress_bar(api.name) as progress, chosen.located(api):
                checks.append(checking.check(api, progress))
        except CodegenError as error:  # the other APIs are checked all the same
            broken += error.diagnostics
    drifts = [drift for checked in checks for drift in checked.drifts]
    wrong = [*broken, *(one for checked in checks if checked.drifts for one in checked.errors)]
    if form == "text":
        diff = _diff(drifts) if full else _cut(drifts)
        echo("".join(f"{line}\n" for line in diff), sys.stdout)
    reasons = [reason for checked in checks for reason in _reasons(checked.drifts, form)]
    if form == "text":
        text = render(wrong, form) + "".join(map(_told, reasons))
    else:
        text = render([*wrong, *reasons], form)
    print_findings(text, form)
    if form == "text":
        for checked in checks:
            echo(f"{_outcome(checked)}\n", sys.stdout if not drifts else sys.stderr)
    if broken:
        sys.exit(2)
    sys.exit(1 if drifts else 0)


def _reasons(drifts: Iterable[Drift], form: Format) -> list[Diagnostic]:
    """Why files of an API differ: each of them where programs read it, each reason once for people.

    A reason that several files have stands at the first of them, which is the spec if it has it.
    """
    findings = [drift.finding for drift in drifts]
    if form in _OF_EACH_FILE:
        return findings
    from dataclasses import replace  # noqa: PLC0415 - start-up time

    from codegen.diagnostics import Related  # noqa: PLC0415

    alike: dict[tuple[str, ...], list[Diagnostic]] = {}
    for one in findings:
        alike.setdefault((one.code, one.severity, one.message, one.hint), []).append(one)
    return [
        replace(first, related=tuple(Related(path=one.path, line=one.line) for one in others))
        for first, *others in alike.values()
    ]


def _told(reason: Diagnostic) -> str:
    """A reason for a terminal, with the other files that have it."""
    from dataclasses import replace  # noqa: PLC0415 - start-up time

    from codegen.report import counted, place, printable, render  # noqa: PLC0415

    lines = [render([replace(reason, related=())], "text")]
    if others := reason.related:
        lines.append(f"    and likewise {counted(len(others), 'more file')}:\n")
    shown = others[:_SHOWN_FILES]
    lines += [f"      {printable(place(one.path, one.line))}\n" for one in shown]
    if more := len(others) - len(shown):
        lines.append(f"      ... and {more:,} more\n")
    return "".join(lines)


def _diff(drifts: Sequence[Drift]) -> Iterator[str]:
    for drift in drifts:
        yield from _diff_of(drift)


def _diff_of(drift: Drift) -> Iterator[str]:
    from codegen.textdiff import unified  # noqa: PLC0415 - start-up time

    if drift.old != drift.new:
        yield from unified(drift.finding.path, drift.old, drift.new)


def _cut(drifts: Sequence[Drift]) -> Iterator[str]:
    """The diff as far as anybody reads it, and how much more there is."""
    left = _SHOWN
    for number, drift in enumerate(drifts):
        if left <= 0:
            yield _more(len(drifts) - number, "file")
            return
        lines = _diff_of(drift)
        shown = list(islice(lines, min(_SHOWN_OF_FILE, left)))
        yield from shown
        left -= len(shown)
        if more := sum(1 for _ in lines):
            yield _more(more, "line")


def _more(number: int, what: str) -> str:
    many = "" if number == 1 else "s"
    return f"... and {number:,} {what}{many} more; doc-codegen check --all shows them"


def _outcome(checked: Checked) -> str:
    from codegen.report import printable  # noqa: PLC0415 - start-up time

    files, drifts = checked.files, len(checked.drifts)
    name = printable(checked.api.name)
    if not drifts:
        return f"{name}: {files:,} file{'s are' if files != 1 else ' is'} what the pages give"
    differ = f"{drifts:,} file{'s differ' if drifts != 1 else ' differs'}"
    return f"{name}: {differ}, {files - drifts:,} do not; run doc-codegen generate"
