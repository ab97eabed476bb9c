"""The command line: a command is a file, and a row here.

Exit codes: 0 clean, 1 drift or findings as grave as --fail-on, 2 nothing could be done,
130 interrupted.
"""

from __future__ import annotations

import signal
import sys
from typing import Any

import click

from codegen import __version__
from codegen.cli.check import check
from codegen.cli.common import EPILOG
from codegen.cli.diff import diff
from codegen.cli.explain import explain
from codegen.cli.generate import generate
from codegen.cli.init import init
from codegen.cli.lint import lint
from codegen.cli.watch import watch

__all__ = ["main"]


class _Commands(click.Group):
    """Any command may be interrupted, from its first moment on."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; an interrupt is a message and an exit code, and no traceback."""
        former = signal.signal(signal.SIGTERM, _interrupt)
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted; no output is half written", err=True)
            sys.exit(130)
        finally:
            signal.signal(signal.SIGTERM, former)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="doc-codegen")
def main() -> None:
    """Turn a vendor's API reference pages into pydantic models, dataclasses and OpenAPI."""


for _command in (init, generate, check, diff, explain, lint, watch):
    main.add_command(_command)
