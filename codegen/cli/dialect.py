"""``doc-codegen dialect``: what is there, what is understood, a first file of a house style."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from codegen.cli.common import echo, errors, progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from codegen.coverage import Coverage
    from codegen.dialects import Choice

__all__ = ["dialect"]

_EPILOG = """
\b
Examples:
  doc-codegen dialect new docs/reference
  doc-codegen dialect test shop.toml docs/reference
  doc-codegen generate --dialect shop.toml --docs docs/reference --name shop --output out
"""
#: Tables are this wide where there is no terminal to fit them to.
_WIDTH = 120
_GENERAL = "general"

Form = Literal["text", "json"]

_docs = click.argument("docs", metavar="DOCS...", nargs=-1, required=True)
_all = click.option("--all", "full", is_flag=True, help="Show all, not the commonest of each kind.")
_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="JSON always has all.",
)


@click.group(epilog=_EPILOG)
def dialect() -> None:
    """Teach a house style: look at docs, write a first file of a dialect, and test it."""


@dialect.command(epilog=_EPILOG)
@_docs
@click.option(
    "--name", default="", help="Name of the dialect. Default: that of the folder of docs."
)
@click.option("--output", type=click.Path(path_type=Path), help="The file. Default: NAME.toml.")
@click.option("--force", is_flag=True, help="Overwrite the file where there is one.")
@_all
@_format
def new(
    docs: tuple[str, ...],
    name: str,
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes flags so
    full: bool,  # noqa: FBT001 - click passes flags so
    form: Form,
) -> None:
    """Say what the pages of DOCS look like and what is understood of them, and write a first file.

    DOCS are folders, globs or pages. The file proposes an entry for everything that the general
    dialect does not understand, with its places; nothing of it counts before you say so.
    """
    from codegen import dialects, init, outputs  # noqa: PLC0415 - start-up time
    from codegen.coverage import starter  # noqa: PLC0415

    if name == dialects.AUTO:
        message = "--name auto: that is what decides between dialects"
        raise click.UsageError(message)
    if name and not (name.isprintable() and name.strip()):
        message = f"--name is no word: {name!a}"
        raise click.UsageError(message)
    with errors(form):
        name = name or init.called(docs)
        if name == dialects.AUTO:  # such a folder; no dialect can be called so
            name = f"{name}_docs"
        path = output or Path(f"{init.folder_name(name)}.toml")
        _check_absent(path, force=force)
        (found,) = _covered(docs, [_GENERAL])
        text = starter(found, name, path.as_posix(), docs)
        outputs.replace(path, text.encode())
    if form == "json":
        _print_json([found])
    else:
        from codegen.coverage import render  # noqa: PLC0415

        _print(
            [
                *render.forms(found.forms, full=full),
                *render.gaps(found.gaps, full=full),
                *render.compared([found]),
            ]
        )
    stream = sys.stderr if form == "json" else sys.stdout
    echo(
        f"wrote {_printable(path.as_posix())}: take the # off the entries that are right\n", stream
    )
    listed = " ".join(map(_printable, docs))
    echo(f"next: doc-codegen dialect test {_printable(path.as_posix())} {listed}\n", stream)


@dialect.command(epilog=_EPILOG)
@click.argument("file", metavar="FILE")
@_docs
@_all
@_format
def test(
    file: str,
    docs: tuple[str, ...],
    full: bool,  # noqa: FBT001 - click passes flags so
    form: Form,
) -> None:
    """Say how much of the pages of DOCS is understood with FILE, beside the general dialect alone.

    FILE is a dialect's, or the name of a dialect. Exits with 0 whatever the figures are.
    """
    from codegen import dialects  # noqa: PLC0415 - start-up time

    if file == dialects.AUTO:
        message = "auto is no dialect: name a file, or a dialect"
        raise click.UsageError(message)
    with errors(form):
        chosen = dialects.chosen(dialects.meant(file))
        found = _covered(docs, [_GENERAL, chosen])
    if form == "json":
        _print_json(found)
        return
    from codegen.coverage import render  # noqa: PLC0415 - start-up time

    _print([*render.gaps(found[-1].gaps, full=full), *render.compared(found)])


@dialect.command()
def schema() -> None:
    """Print the JSON Schema of a dialect's file, for editors."""
    from codegen.dialects.styles.schema import json_schema  # noqa: PLC0415 - start-up time

    echo(json.dumps(json_schema(), indent=1) + "\n", sys.stdout)


def _covered(docs: tuple[str, ...], choices: Sequence[Choice]) -> tuple[Coverage, ...]:
    """What each dialect makes of the pages. Raises CodegenError where there are none."""
    from codegen.coverage import cover  # noqa: PLC0415 - start-up time

    with progress_bar("dialect") as progress:
        return cover(docs, choices, progress)


def _check_absent(path: Path, *, force: bool) -> None:
    from codegen.diagnostics import CodegenError, Diagnostic  # noqa: PLC0415 - start-up time

    if force or not os.path.lexists(path):
        return
    raise CodegenError(
        Diagnostic(
            code="foreign-file",
            severity="error",
            message="is there already; nothing was written",
            path=path.as_posix(),
            hint="name another file with --output, or overwrite it by --force",
        )
    )


def _print(found: Iterable[RenderableType]) -> None:
    from rich.console import Console  # noqa: PLC0415 - start-up time

    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    for one in found:
        console.print(one)


def _print_json(found: Sequence[Coverage]) -> None:
    from codegen.coverage import render  # noqa: PLC0415 - start-up time

    echo(json.dumps(render.data(found), indent=1) + "\n", sys.stdout)


def _printable(text: str) -> str:
    from codegen.report import printable  # noqa: PLC0415 - start-up time

    return printable(text)
