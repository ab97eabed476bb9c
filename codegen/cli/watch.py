"""``doc-codegen watch``: generate again as pages change."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codegen.cli.common import Chosen, echo, errors, making

if TYPE_CHECKING:
    from codegen.diagnostics import CodegenError, Diagnostic
    from codegen.pipeline import Api, Result

__all__ = ["watch"]

#: More of what changed is counted.
_SHOWN = 20
_WAITING = "waiting for the next change"

_EPILOG = """
\b
Examples:
  doc-codegen watch
  doc-codegen watch --docs docs/reference --name shop --output out
"""


@click.command(epilog=_EPILOG)
@making
def watch(chosen: Chosen) -> None:
    """Generate, and again whenever pages, corrections or the configuration change.

    Says what changed, and which findings are new. Ends when it is interrupted.
    """
    _check_installed()
    from codegen import config as configuration  # noqa: PLC0415 - start-up time
    from codegen import watch as watching  # noqa: PLC0415
    from codegen.diagnostics import CodegenError  # noqa: PLC0415

    def load() -> list[Api]:
        try:
            return chosen.apis()
        except click.UsageError as error:
            raise CodegenError(_unusable(error, file)) from None

    with errors("text"):
        file = None if chosen.docs else chosen.config or configuration.find()
        chosen.apis()  # what is wrong from the beginning is not waited for
        rounds = _Rounds(chosen)
        watching.watch(load, rounds.run, rounds.failed, config=file)


class _Rounds:
    """What is told of each run, with regard to the runs before it."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._last: dict[str, Result] = {}

    def run(self, api: Api) -> None:
        """Generate `api` and say what changed."""
        from codegen import pipeline  # noqa: PLC0415 - start-up time
        from codegen.diagnostics import CodegenError  # noqa: PLC0415

        try:
            with self._chosen.located(api):
                result = pipeline.generate(api)
        except CodegenError as error:
            self.failed(error)
            return
        former = self._last.get(api.name)
        self._last[api.name] = result
        _tell(*_changed(result), *_found(former, result), _WAITING)

    def failed(self, error: CodegenError) -> None:
        """Say why nothing was generated."""
        from codegen.report import render  # noqa: PLC0415 - start-up time

        echo(render(error.diagnostics, "text"), sys.stderr)
        _tell(_WAITING)


def _changed(result: Result) -> Iterator[str]:
    """What changed in the API, gravest first; of files only their number."""
    from codegen.changes import Side, compare  # noqa: PLC0415 - start-up time

    name, written = result.api.name, result.changes
    if not written:
        yield f"{name}: generated, and nothing changed"
        return
    number = len(written.added) + len(written.changed) + len(written.removed)
    yield f"{name}: generated, {number:,} file{'' if number == 1 else 's'} changed"
    if result.former is None:
        return
    sides = Side(label="before", spec=result.former), Side(label="now", spec=result.spec)
    changes = compare(*sides)
    yield from (f"  {change.level}: {change.message}" for change in changes[:_SHOWN])
    if (more := len(changes) - _SHOWN) > 0:
        yield f"  ... and {more:,} more"


def _found(former: Result | None, result: Result) -> Iterator[str]:
    """How many findings there are, and those that there were not the last time."""
    from codegen.diagnostics import counts  # noqa: PLC0415 - start-up time
    from codegen.report import render  # noqa: PLC0415

    grave = [one for one in result.diagnostics if one.severity != "info"]
    if former is not None:
        known = {_known(one) for one in former.diagnostics}
        new = [one for one in grave if _known(one) not in known]
        yield from render(new, "text").splitlines()
    listed = ", ".join(f"{number:,} {code}" for code, number in counts(grave).items())
    yield f"  findings: {listed or 'none'}"


def _known(finding: Diagnostic) -> tuple[str, str, str]:
    """What a finding has in common with itself after an edit elsewhere on its page."""
    return finding.code, finding.path, finding.about


def _tell(*lines: str) -> None:
    from codegen.report import printable  # noqa: PLC0415 - start-up time

    echo("".join(f"{printable(line)}\n" for line in lines), sys.stdout)


def _unusable(error: click.UsageError, file: Path | None) -> Diagnostic:
    from codegen.diagnostics import Diagnostic  # noqa: PLC0415 - start-up time

    path = file.as_posix() if file else ""
    return Diagnostic(code="invalid-config", severity="error", message=error.message, path=path)


def _check_installed() -> None:
    """End with what to install where the extra is missing."""
    from importlib.util import find_spec  # noqa: PLC0415 - start-up time

    if find_spec("watchfiles") is None:
        message = "watch needs watchfiles: pip install 'doc-codegen[watch]'"
        raise click.UsageError(message)
