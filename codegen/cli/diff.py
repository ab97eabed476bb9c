"""``doc-codegen diff``: what changed between two states of the docs, and what that breaks."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from codegen.cli.common import (
    apis_of,
    cache_option,
    config_option,
    dialect_option,
    echo,
    errors,
    located,
    progress_bar,
    uncached,
)

if TYPE_CHECKING:
    from codegen.changes.diff import Diff
    from codegen.changes.model import Level
    from codegen.changes.operands import Comparison
    from codegen.changes.render import Form
    from codegen.pipeline import Api

__all__ = ["diff"]

_EPILOG = """
\b
OLD and NEW are, in this order:
  a spec file, or a folder that holds a spec.json and no pages
  pages: a folder, a glob or a single page
  a git revision of the configured docs (HEAD~3, v1.2), or OLD a range:
    A..B   from A to B
    A...B  from the last commit that A and B have in common to B
Without NEW, or with an end left open (A.., A...), the end is the working tree.

\b
Examples:
  doc-codegen diff HEAD
  doc-codegen diff main... --format markdown > comment.md
  doc-codegen diff v1.0..v2.0 --api shop --fail-on never
  doc-codegen diff docs/2022 docs/2023
  doc-codegen diff specs/shop/spec.json
  doc-codegen diff main... --approve

\b
Exit codes: 0 no change as grave as --fail-on that nobody has approved; 1 there is one;
2 nothing could be compared.
"""


@click.command(epilog=_EPILOG)
@click.argument("old")
@click.argument("new", default=None, required=False)
@click.option("--api", "name", help="The API to compare, where several are configured.")
@config_option
@dialect_option
@cache_option
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "risky", "safe", "docs-only", "never"]),
    default="breaking",
    show_default=True,
    help="Exit with 1 where a change is as grave as this and not approved.",
)
@click.option(
    "--approvals",
    type=click.Path(path_type=Path),
    help="The file of accepted changes. Default: approvals.yaml beside the spec of the API.",
)
@click.option(
    "--approve",
    is_flag=True,
    help="Write the changes as grave as --fail-on to the file of accepted ones, for you to say"
    " why; leave out those that have landed.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="markdown is made for a comment on a pull request; json has everything.",
)
def diff(  # noqa: PLR0913, PLR0917 - one per option
    old: str,
    new: str | None,
    name: str | None,
    config: Path | None,
    dialect: str | None,
    no_cache: bool,  # noqa: FBT001 - click passes flags so
    fail_on: Level | Literal["never"],
    approvals: Path | None,
    approve: bool,  # noqa: FBT001 - click passes flags so
    form: Form,
) -> None:
    """Say what changed from OLD to NEW, what it breaks, and which version is due."""
    from codegen.cache import default_folder  # noqa: PLC0415 - start-up time
    from codegen.changes import operands  # noqa: PLC0415
    from codegen.dialects import AUTO, meant  # noqa: PLC0415

    if not old or new == "":
        # Of a variable that is not set, as often as not: to compare something else hides changes.
        message = f"{'OLD' if not old else 'NEW'} is empty: name what is to be compared"
        raise click.UsageError(message)

    def configured() -> Sequence[Api]:
        apis = apis_of((name,) if name else (), config, (), dialect=dialect)
        return uncached(apis, no_cache)

    with errors("text" if form == "markdown" else form):
        comparisons = operands.plan(
            old,
            new or "",
            configured=configured,
            config=config,
            dialect=meant(dialect or AUTO),
            cache=None if no_cache else default_folder(),
        )
        files = [_file(one, approvals) for one in comparisons]
        _check_options(comparisons, files, name, approvals, fail_on, approve=approve)
        diffs = []
        for one, file in zip(comparisons, files, strict=True):
            found = _compared(one, config)
            diffs.append(_with_approvals(found, file, chosen=bool(approvals) and not approve))
        if approve and fail_on != "never":
            for found, file in zip(diffs, files, strict=True):
                _approve(found, file, fail_on)
            return
    _print(diffs, form)
    sys.exit(1 if fail_on != "never" and any(one.reaches(fail_on) for one in diffs) else 0)


def _file(one: Comparison, approvals: Path | None) -> Path | None:
    """Where the approvals of a comparison are looked for."""
    return approvals or (one.api.approvals_path if one.api is not None else None)


def _check_options(
    comparisons: Sequence[Comparison],
    files: Sequence[Path | None],
    name: str | None,
    approvals: Path | None,
    fail_on: Level | Literal["never"],
    *,
    approve: bool,
) -> None:
    message = ""
    if name and all(one.api is None for one in comparisons):
        message = "--api chooses among configured APIs, and two paths are compared"
    elif approvals and len(comparisons) > 1:
        message = "--approvals is the file of one API: choose it with --api"
    elif approve and fail_on == "never":
        message = "--approve goes with a level of --fail-on"
    elif approve and None in files:
        message = "--approve needs --approvals, where no configured API is compared"
    if message:
        raise click.UsageError(message)


def _compared(one: Comparison, config: Path | None) -> Diff:
    from codegen.changes.sides import run  # noqa: PLC0415 - start-up time

    if one.api is None:
        with progress_bar("diff") as progress:
            return run(one, progress)
    with progress_bar(one.api.name) as progress, located(one.api, config, ()):
        return run(one, progress)


def _with_approvals(found: Diff, file: Path | None, *, chosen: bool) -> Diff:
    """`found` with the approvals of the file; one that was chosen by its name must be there."""
    import dataclasses  # noqa: PLC0415 - start-up time

    from codegen.changes import approvals  # noqa: PLC0415

    if file is None or not (chosen or os.path.lexists(file)):
        return found
    return dataclasses.replace(found, approvals=approvals.load(file))


def _approve(found: Diff, file: Path | None, level: Level) -> None:
    from codegen.changes import approvals  # noqa: PLC0415 - start-up time
    from codegen.report import printable  # noqa: PLC0415

    if file is None:
        return
    sides = {"old": found.old.spec, "new": found.new.spec}
    entries = approvals.updated(found.approvals, found.changes, level, **sides)
    if entries.entries or os.path.lexists(file):
        approvals.write(file, entries)
    waiting = sum(not one.reason for one in entries.entries)
    outcome = f"{len(entries.entries):,} in all, {waiting:,} of them without a reason yet"
    present = {one.fingerprint for one in found.changes}
    if others := sum(one.fingerprint not in present for one in entries.entries):
        outcome += f", {others:,} of other diffs"
    kept = {one.fingerprint for one in entries.entries}
    if gone := sum(one.fingerprint not in kept for one in found.approvals.entries):
        outcome += f"; {gone:,} left out, landed or never given a reason"
    echo(f"{printable(str(file))}: {outcome}\n", sys.stdout)


def _print(diffs: Sequence[Diff], form: Form) -> None:
    from codegen.changes import render  # noqa: PLC0415 - start-up time
    from codegen.report import brief, place, printable  # noqa: PLC0415

    if form != "text":
        echo(render.render(diffs, form), sys.stdout)
        return
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    echo(render.text(diffs, color=color), sys.stdout)
    for one in (finding for found in diffs for finding in found.findings):
        where = printable(place(one.path, one.line))
        echo(f"{where}: {brief(one.message)} [{one.code}]\n", sys.stderr)
