"""``doc-codegen init``: a first configuration for a folder of docs that it has looked at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from codegen.cli.common import echo, errors, progress_bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codegen.init import Proposal, Understood
    from codegen.sources import Source
    from codegen.survey import Looks

__all__ = ["init"]

_EPILOG = """
\b
Examples:
  doc-codegen init
  doc-codegen init docs/reference
  doc-codegen init docs/2023 docs/2022 --name crm
"""
#: More folders to choose from than these are counted.
_SHOWN = 20


@click.command(epilog=_EPILOG)
@click.argument("docs", metavar="[DOCS]...", nargs=-1)
@click.option("--name", default="", help="Name of the API. Default: that of the folder of docs.")
def init(docs: tuple[str, ...], name: str) -> None:
    """Write a first configuration for DOCS: folders, globs or pages, in order of precedence.

    Without DOCS, the folder of pages is looked for below the current one. The configuration goes
    into pyproject.toml where there is one, else into doc-codegen.toml; an existing one is never
    changed.
    """
    from codegen import init as work  # noqa: PLC0415 - start-up time
    from codegen.diagnostics import CodegenError  # noqa: PLC0415

    if any("\ud800" <= char <= "\udfff" for char in name):
        message = f"--name is no text: {name!a}"
        raise click.UsageError(message)
    with errors("text"):
        proposal = work.propose(docs or _looked_for(), name)
        try:
            with progress_bar(proposal.api.name) as progress:
                found = work.understood(proposal, progress)
        except CodegenError as error:
            if error.diagnostics[-1].code != "nothing-generated":
                raise
            _not_understood(_sources(proposal))
        work.write(proposal)
    _report(proposal, found)


def _looked_for() -> tuple[str, ...]:
    """The one folder of pages below the current one; an exit code where there is none, or more."""
    from codegen import survey  # noqa: PLC0415 - start-up time
    from codegen.sources import Source  # noqa: PLC0415

    top = Path()
    found = survey.folders(top)
    roots = survey.roots(found, top)
    if not found:
        message = "no documents below the current folder; name the folder that holds the pages"
        raise click.UsageError(message)
    if not roots:
        paths = (path for one in found for path in one.documents)
        _not_understood([Source(page=path.as_posix(), rank=0, file=str(path)) for path in paths])
    if len(roots) > 1:
        lines = [f"  doc-codegen init {_printable(one)}" for one in roots[:_SHOWN]]
        more = [f"  ... and {len(roots) - _SHOWN:,} more"] if len(roots) > _SHOWN else []
        message = "\n".join(["several folders hold pages; name one of them:", *lines, *more])
        raise click.UsageError(message)
    return roots


def _sources(proposal: Proposal) -> Sequence[Source]:
    from codegen import sources  # noqa: PLC0415 - start-up time

    return sources.find(proposal.api.docs)[0]


def _not_understood(found: Sequence[Source]) -> NoReturn:
    """Say what the pages look like, and end."""
    from codegen import dialects, survey  # noqa: PLC0415 - start-up time

    lines = [
        "nothing is understood of these pages; nothing was written",
        *_looks(survey.looks(found)),
        f"dialects: {', '.join(dialects.names())}; for others: doc-codegen dialect new DOCS",
    ]
    echo("".join(f"{_printable(line)}\n" for line in lines), sys.stderr)
    sys.exit(1)


def _looks(seen: Looks) -> list[str]:
    """What pages look like, a line for each aspect."""
    part = f", of which {seen.looked_at:,} were looked at" if seen.looked_at < seen.pages else ""
    rows = (
        ("pages with", seen.features),
        ("headings", seen.headings),
        ("tables", seen.tables),
    )
    listed = []
    for title, found in rows:
        counted = ", ".join(f"{text or '(blank)'} ({number:,})" for text, number in found)
        listed += [f"  {title}: {counted}"] if counted else []
    return [f"  pages: {_counted(seen.endings)}{part}", *listed]


def _counted(found: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{number:,} {text}" for text, number in found)


def _report(proposal: Proposal, found: Understood) -> None:
    """What was found, what was written, and what to do next."""
    unknown = found.pages - found.recognised
    share = 100 * (found.lines - found.unaccounted) / found.lines if found.lines else 100
    api = proposal.api
    lines = [
        f"pages: {found.pages:,}; {_counted(found.dialects)}"
        + (f", {unknown:,} not recognised" if unknown else ""),
        f"lines understood: {share:.1f} % of {found.lines:,} on the pages recognised",
        f"operations: {found.operations:,}; types: {found.types:,}; findings: {found.findings:,}",
        f"wrote the configuration of {api.name} to {proposal.path.as_posix()}",
        "next: doc-codegen generate, and doc-codegen lint for the findings",
    ]
    echo("".join(f"{_printable(line)}\n" for line in lines), sys.stdout)


def _printable(text: str) -> str:
    from codegen.report import printable  # noqa: PLC0415 - start-up time

    return printable(text)
