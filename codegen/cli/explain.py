"""``doc-codegen explain``: why a fact of the spec is believed, and what speaks against it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from codegen.cli.common import apis_of, echo, errors, located, progress_bar, selection, uncached

if TYPE_CHECKING:
    from codegen.explain import Explanation
    from codegen.explain.layout import Style
    from codegen.pipeline import Api

__all__ = ["explain"]

_EPILOG = """
\b
Examples:
  doc-codegen explain AppointmentEntity
  doc-codegen explain AppointmentEntity.Recurrence
  doc-codegen explain "GET /api/v1/Appointment/{id}"
  doc-codegen explain Person.Birthday --docs docs/2023 --docs docs/2022 --format json
"""

#: Lines are this long where there is no terminal to fit them to.
_WIDTH = 100

#: Where no overlay lies.
_NOWHERE = Path(os.devnull)

_STYLES: dict[Style, str] = {
    "title": "bold",
    "head": "bold",
    "value": "cyan",
    "for": "green",
    "against": "red",
    "dim": "dim",
}


@click.command(epilog=_EPILOG)
@click.argument("target", metavar="TYPE[.PROPERTY]|'METHOD /path'")
@click.option("--api", "name", help="The API that it is of, where several are configured.")
@selection
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The folder that the pages of --docs are generated into, for the overlay in it.",
)
@click.option("--all", "full", is_flag=True, help="Show every place, not the first few.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="JSON always has every place.",
)
def explain(  # noqa: PLR0913, PLR0917 - one per option
    target: str,
    name: str | None,
    config: Path | None,
    docs: tuple[str, ...],
    dialect: str | None,
    no_cache: bool,  # noqa: FBT001 - click passes flags so
    output: Path | None,
    full: bool,  # noqa: FBT001 - click passes flags so
    form: Literal["text", "json"],
) -> None:
    """Show the value of a fact, its basis, and every claim for and against it.

    The fact is a type, a property of a type (of what it holds too: Type.property.property) or an
    operation by its method and path or its id.
    """
    from codegen import pipeline  # noqa: PLC0415 - start-up time
    from codegen.explain import UnknownTargetError  # noqa: PLC0415
    from codegen.explain import explain as explained  # noqa: PLC0415

    with errors(form):
        (api,) = uncached([_api(name, config, docs, dialect, output)], no_cache)
        with progress_bar(api.name) as progress, located(api, config, docs):
            understood = pipeline.understand(api, progress)
        paths = {source.page: source.path.as_posix() for source in understood.sources}
        try:
            found = explained(understood.resolution, understood.readings, target, paths)
        except UnknownTargetError as error:
            raise click.UsageError(_printable(str(error))) from None
    if form == "json":
        _print_json(found)
    else:
        _print_text(found, full=full)


def _api(
    name: str | None,
    config: Path | None,
    docs: tuple[str, ...],
    dialect: str | None,
    output: Path | None,
) -> Api:
    """The one API that is asked about."""
    if docs:
        named, output = name or "api", output or _NOWHERE
        return apis_of((), config, docs, dialect=dialect, name=named, output=output)[0]
    if output:
        message = "--output goes with --docs"
        raise click.UsageError(message)
    apis = apis_of((name,) if name else (), config, docs, dialect=dialect)
    if len(apis) > 1:
        message = f"--api is needed; configured: {', '.join(api.name for api in apis)}"
        raise click.UsageError(_printable(message))
    return apis[0]


def _printable(text: str) -> str:
    from codegen.report import printable  # noqa: PLC0415 - start-up time

    return printable(text)


def _print_json(found: Explanation) -> None:
    import json  # noqa: PLC0415 - start-up time

    import msgspec  # noqa: PLC0415

    echo(json.dumps(msgspec.to_builtins(found), indent=1) + "\n", sys.stdout)


def _print_text(found: Explanation, *, full: bool) -> None:
    from codegen.explain.layout import lay_out, plain  # noqa: PLC0415 - start-up time

    if not sys.stdout.isatty():
        echo(plain(lay_out(found, width=_WIDTH, full=full)), sys.stdout)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    for line in lay_out(found, width=shutil.get_terminal_size().columns, full=full):
        words = (_STYLES.get(style, "") for style, _ in line)
        text = Text.assemble(*((word, style) for (_, word), style in zip(line, words, strict=True)))
        console.print(text, soft_wrap=True, highlight=False)
