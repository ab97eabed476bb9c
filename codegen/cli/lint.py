"""``doc-codegen lint``: what is wrong in the pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from codegen.cli.common import (
    apis_of,
    echo,
    errors,
    format_option,
    located,
    progress_bar,
    selection,
    uncached,
)

if TYPE_CHECKING:
    from codegen.diagnostics import Diagnostic
    from codegen.lint.baseline import Found
    from codegen.pipeline import Api
    from codegen.report import Format

__all__ = ["lint"]

#: What the pages of --docs go by in a baseline.
_UNNAMED = "docs"
#: Where no overlay and no name lock lies: those of the current folder are not those of --docs.
_NOWHERE = Path(os.devnull)

_EPILOG = """
\b
Examples:
  doc-codegen lint
  doc-codegen lint --docs docs/reference --ignore imprecise-type,inconsistent-case
  doc-codegen lint --baseline lint.json --write-baseline
  doc-codegen lint --baseline lint.json --format sarif > lint.sarif
  doc-codegen lint --explain label-overruled
"""


def _codes(_ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Codes separated by commas; an unknown one is a usage error that names the nearest."""
    from codegen.codes import CODES  # noqa: PLC0415 - start-up time
    from codegen.nearest import nearest  # noqa: PLC0415

    found = tuple(filter(None, (part.strip() for part in (value or "").split(","))))
    for code in found:
        if code not in CODES:
            near = nearest(code, CODES)
            message = f"no finding has the code {code!r}" + (f"; is it {near!r}?" if near else "")
            raise click.BadParameter(message, param=param)
    return found


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Every code, behind those that are there already."""
    from codegen.codes import CODES  # noqa: PLC0415 - start-up time

    head, comma, last = incomplete.rpartition(",")
    return [f"{head}{comma}{code}" for code in CODES if code.startswith(last)]


def _explain(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Print what codes mean and how to mend what they are about, and end."""
    if value is None or ctx.resilient_parsing:
        return
    from codegen.codes import CODES  # noqa: PLC0415 - start-up time

    for name in CODES if value == "all" else _codes(ctx, param, value):
        one = CODES[name]
        click.echo(f"{one.name} ({one.severity}): {one.summary}\n  mend: {one.mend}")
    ctx.exit()


@click.command(epilog=_EPILOG)
@click.argument("names", metavar="[API]...", nargs=-1)
@selection
@click.option(
    "--select",
    metavar="CODE,...",
    callback=_codes,
    shell_complete=_complete,
    help="Findings with these codes only.",
)
@click.option(
    "--ignore",
    metavar="CODE,...",
    callback=_codes,
    shell_complete=_complete,
    help="No findings with these codes.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    help="A file of accepted findings, which are not reported.",
)
@click.option(
    "--write-baseline", is_flag=True, help="Accept all findings: write them to --baseline."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="Exit with 1 where a finding is as grave as this.",
)
@click.option(
    "--explain",
    metavar="CODE,...",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    shell_complete=_complete,
    help="Say what a code means and how to mend it, and exit. 'all': every code.",
)
@format_option
def lint(  # noqa: PLR0913, PLR0917 - one per option
    names: tuple[str, ...],
    config: Path | None,
    docs: tuple[str, ...],
    dialect: str | None,
    no_cache: bool,  # noqa: FBT001 - click passes flags so
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,  # noqa: FBT001 - click passes flags so
    fail_on: Literal["error", "warning", "info", "never"],
    form: Format,
) -> None:
    """Say what is wrong in the pages: contradictions, gaps and slips, and how to mend them."""
    from codegen.lint import baseline as accepted  # noqa: PLC0415 - start-up time

    if write_baseline and baseline is None:
        message = "--write-baseline goes with --baseline"
        raise click.UsageError(message)

    def wanted(code: str) -> bool:
        return code not in ignore and (not select or code in select)

    with errors(form):
        known = accepted.NONE
        # What is left out of this run stays accepted; a whole run needs nothing of an old file.
        partly = bool(names or select or ignore) and baseline is not None and baseline.exists()
        if baseline is not None and (partly or not write_baseline):
            known = accepted.load(baseline)
        name, output = (_UNNAMED, _NOWHERE) if docs else (None, None)
        apis = apis_of(names, config, docs, dialect=dialect, name=name, output=output)
        found, pages = _found(uncached(apis, no_cache), config, docs, wanted)
        if write_baseline and baseline is not None:
            entries = accepted.of(found)
            accepted.write(baseline, [*entries, *accepted.unjudged(known, found, wanted)])
            echo(f"{_accepted(len(entries), baseline)}\n", sys.stdout)
            return
        findings = accepted.apart(known, found, judged=wanted)
    # Of what several APIs have in common each finding is one.
    findings = tuple(dict.fromkeys(one for one in findings if wanted(one.code)))
    echo(_text(findings, form, pages), sys.stdout)
    from codegen.report import reaches  # noqa: PLC0415 - start-up time

    sys.exit(1 if fail_on != "never" and reaches(findings, fail_on) else 0)


def _found(
    apis: list[Api],
    config: Path | None,
    docs: tuple[str, ...],
    wanted: Callable[[str], bool],
) -> tuple[list[Found], int]:
    """What is wrong in the pages of each API, of the codes wanted, and the number of pages."""
    from codegen import pipeline  # noqa: PLC0415 - start-up time
    from codegen.lint import lint as check  # noqa: PLC0415
    from codegen.lint.baseline import Found  # noqa: PLC0415

    found, pages = [], 0
    for api in apis:
        with progress_bar(api.name) as progress, located(api, config, docs):
            understood = pipeline.understand(api, progress)
        findings = tuple(one for one in check(understood) if wanted(one.code))
        files = {source.path.as_posix(): source.page for source in understood.sources}
        found.append(Found(api=api.name, findings=findings, pages=files))
        pages += len(understood.readings)
    return found, pages


def _accepted(number: int, baseline: Path) -> str:
    from codegen.report import printable  # noqa: PLC0415 - start-up time

    return f"accepted {number:,} finding{'' if number == 1 else 's'} in {printable(str(baseline))}"


def _text(findings: tuple[Diagnostic, ...], form: Format, pages: int) -> str:
    """The findings in the form asked for; in text all of them, in colour on a terminal."""
    from codegen.listing import listing  # noqa: PLC0415 - start-up time
    from codegen.report import render  # noqa: PLC0415

    if form == "text":
        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return listing(findings, pages, color=color)
    return render(findings, form)
