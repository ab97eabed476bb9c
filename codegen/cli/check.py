"""``doc-codegen check``: whether generate would change anything, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
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

    Exit code 0: they are. 1: they are not; a unified diff, and for each file the reason. 2: of an
    API nothing can be made.
    """
    from codegen import check as checking  # noqa: PLC0415 - start-up time
    from codegen.diagnostics import CodegenError, Diagnostic  # noqa: PLC0415
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
    print_findings(render([*wrong, *(drift.finding for drift in drifts)], form), form)
    if form == "text":
        for checked in checks:
            echo(f"{_outcome(checked)}\n", sys.stdout if not drifts else sys.stderr)
    if broken:
        sys.exit(2)
    sys.exit(1 if drifts else 0)


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
