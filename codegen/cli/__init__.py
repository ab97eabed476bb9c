"""The command line: a command is a file, and a row here.

Exit codes: 0 clean, 1 drift or findings as grave as --fail-on, 2 nothing could be done,
130 interrupted.
"""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import Any

import click

from codegen import __version__
from codegen.cli.common import EPILOG

__all__ = ["main"]

#: Command -> what it does. It is a function of its name in a module of its name.
_COMMANDS = {
    "check": "Say whether all files are what the pages give.",
    "dialect": "Teach a house style: a first file of a dialect, and its test.",
    "diff": "Say what changed from OLD to NEW, and what it breaks.",
    "explain": "Show the value of a fact and the claims behind it.",
    "generate": "Generate the spec, OpenAPI and models.",
    "init": "Write a first configuration.",
    "lint": "Say what is wrong in the pages.",
    "watch": "Generate, and again whenever pages change.",
}


class _Commands(click.Group):
    """Any command may be interrupted, from its first moment on; none is loaded before it is run."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None where there is none."""
        if super().get_command(ctx, cmd_name) is None:
            return None
        found: click.Command = getattr(import_module(f"codegen.cli.{cmd_name}"), cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click has it
        """What each command does, in a line."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

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


for _name in _COMMANDS:
    main.add_command(click.Command(_name))
