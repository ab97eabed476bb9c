"""``doc-codegen generate``: pages -> spec -> outputs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from codegen.cli.common import (
    EPILOG,
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
    from codegen.diagnostics import Diagnostic
    from codegen.outputs import Changes
    from codegen.pipeline import FailOn, Result
    from codegen.report import Format

__all__ = ["generate"]

#: More types and operations than these are counted.
_SHOWN = 20
_LINT = "doc-codegen lint has all findings, and how to mend the pages"


@click.command(epilog=EPILOG)
@making
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default=None,
    help="Exit with 1 where a finding is as grave as this (by default what is configured, or "
    "error); the files are written all the same.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite files in the way of outputs also where doc-codegen has not written them.",
)
@format_option
@without_gc(at_end=True)
def generate(
    chosen: Chosen,
    fail_on: FailOn | None,
    force: bool,  # noqa: FBT001 - click passes flags so
    form: Format,
) -> None:
    """Generate the spec, OpenAPI and models of the configured APIs, or of the pages of --docs."""
    from codegen import pipeline  # noqa: PLC0415 - start-up time
    from codegen.report import reaches, render  # noqa: PLC0415

    with errors(form):
        results = []
        for api in chosen.apis():
            with progress_bar(api.name) as progress, chosen.located(api):
                results.append(pipeline.generate(api, progress, force=force))
    findings = [finding for result in results for finding in result.diagnostics]
    print_findings(render([*findings, *_overwritten(results)], form), form)
    if form == "text":
        if findings:
            echo(f"{_LINT}\n", sys.stderr)
        for result in results:
            _summary(result)
    failed = any(
        level != "never" and reaches(result.diagnostics, level)
        for result in results
        for level in (fail_on or result.api.fail_on,)
    )
    sys.exit(1 if failed else 0)


def _overwritten(results: Iterable[Result]) -> Iterator[Diagnostic]:
    """The files of others that --force was for."""
    from codegen import outputs  # noqa: PLC0415 - start-up time
    from codegen.plan import as_given, placed  # noqa: PLC0415

    for result in results:
        for name in result.changes.foreign:
            yield outputs.overwritten(as_given(name, result.api, placed(result.api)))


def _summary(result: Result) -> None:
    """The table at the end: what was read, what came out, what was found."""
    from rich.console import Console  # noqa: PLC0415 - start-up time
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from codegen.diagnostics import counts  # noqa: PLC0415
    from codegen.report import printable  # noqa: PLC0415

    title = Text(printable(result.api.name))
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    rows: list[tuple[str, int]] = [
        ("pages read", result.pages),
        ("pages not recognised", result.unrecognised),
        ("operations", result.counts.operations),
        ("types", result.counts.types),
        ("types documented by themselves", result.counts.documented),
        ("properties", result.properties),
        ("samples", result.samples),
        ("lines", result.lines),
        ("lines unaccounted for", result.unaccounted),
    ]
    for label, number in rows:
        table.add_row(label, f"{number:,}")
    table.add_section()
    found: Sequence[Diagnostic] = result.diagnostics
    table.add_row("findings", f"{len(found):,}")
    for code, number in counts(found).items():
        table.add_row(code, f"{number:,}")
    Console().print(table)
    _changed(result)
    line = printable(_outcome(result.changes, str(result.api.output)))
    echo(f"{line}\n", sys.stdout)


def _changed(result: Result) -> None:
    """The types and operations that are not what they were, where there was a spec before."""
    if not result.changes or result.former is None or result.former == result.spec:
        return
    from codegen import summary  # noqa: PLC0415 - start-up time

    entries = summary.summary(result.former, result.spec)
    echo(f"{summary.headline(entries) or 'only sources changed'}\n", sys.stdout)
    echo("".join(f"  {line}\n" for line in summary.lines(entries, _SHOWN)), sys.stdout)


def _outcome(changes: Changes, output: str) -> str:
    """What became of the files, in one sentence."""
    written = len(changes.added) + len(changes.changed)
    removed = len(changes.removed)
    if not changes:
        unchanged = len(changes.unchanged)
        return (
            f"nothing to write, {_files(unchanged)} {'is' if unchanged == 1 else 'are'} up to date"
        )
    if not written:
        return f"removed {_files(removed)} from {output}"
    return f"wrote {_files(written)} to {output}" + (f", removed {removed}" if removed else "")


def _files(number: int) -> str:
    return f"{number:,} file{'' if number == 1 else 's'}"
