"""The command line.

Exit codes: 0 clean, 1 findings as grave as --fail-on, 2 nothing could be done, 130 interrupted.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

import click

from codegen import __version__

if TYPE_CHECKING:
    from codegen.diagnostics import Diagnostic
    from codegen.outputs import Changes
    from codegen.pipeline import Api, Progress, Result
    from codegen.report import Format

__all__ = ["main"]

_DEFAULT_CONFIG = Path("pyproject.toml")

_EPILOG = """
\b
Examples:
  doc-codegen generate
  doc-codegen generate --docs docs/reference --name shop --output out
  doc-codegen generate --docs docs/2023 --docs docs/2022 --name crm --output out

\b
Shell completion (bash; zsh and fish likewise):
  eval "$(_DOC_CODEGEN_COMPLETE=bash_source doc-codegen)"
"""


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


@click.group(
    cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="doc-codegen")
def main() -> None:
    """Turn a vendor's API reference pages into pydantic models, dataclasses and OpenAPI."""


def _dialect_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from codegen import dialects  # noqa: PLC0415 - start-up time

    return [name for name in ("auto", *dialects.names()) if name.startswith(incomplete)]


_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)


@main.command(epilog=_EPILOG)
@click.argument("names", metavar="[API]...", nargs=-1)
@click.option("--config", type=click.Path(path_type=Path), help="Default: ./pyproject.toml")
@click.option(
    "--docs",
    multiple=True,
    metavar="PATH",
    help="A folder, a glob or a page. Repeat it: earlier ones win, later ones fill what is open.",
)
@click.option("--name", help="Name of the API, with --docs.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder for all, with --docs.")
@click.option(
    "--dialect",
    default=None,
    shell_complete=_dialect_names,
    help="The house style of the pages, or auto (the default): decided per page.",
)
@click.option(
    "--enums",
    type=click.Choice(["open", "closed"]),
    default=None,
    help="open (the default): enums also take values that the pages do not list.",
)
@click.option("--examples", is_flag=True, help="Keep the samples of the pages in the OpenAPI.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 where a finding is as grave as this; the files are written all the same.",
)
@_FORMAT
def generate(  # noqa: PLR0913, PLR0917 - one per option
    names: tuple[str, ...],
    config: Path | None,
    docs: tuple[str, ...],
    name: str | None,
    output: Path | None,
    dialect: str | None,
    enums: Literal["open", "closed"] | None,
    examples: bool,  # noqa: FBT001 - click passes flags so
    fail_on: Literal["error", "warning", "never"],
    form: Format,
) -> None:
    """Generate the spec, OpenAPI and models of the configured APIs, or of the pages of --docs."""
    from codegen import pipeline  # noqa: PLC0415 - start-up time
    from codegen.report import reaches, render  # noqa: PLC0415

    with _errors(form):
        apis = _apis(names, config, docs, name, output)
        apis = [_with_options(api, dialect, enums, examples=examples) for api in apis]
        results = []
        for api in apis:
            with _progress(api.name) as progress, _located(api, config, docs):
                results.append(pipeline.generate(api, progress))
    findings = [finding for result in results for finding in result.diagnostics]
    _print(render(findings, form), form)
    if form == "text":
        for result in results:
            _summary(result)
    sys.exit(1 if fail_on != "never" and reaches(findings, fail_on) else 0)


def _apis(
    names: Sequence[str],
    config: Path | None,
    docs: Sequence[str],
    name: str | None,
    output: Path | None,
) -> list[Api]:
    from codegen import config as configuration  # noqa: PLC0415 - start-up time
    from codegen.pipeline import Api  # noqa: PLC0415

    if docs:
        if not name or output is None or names or config:
            message = "--docs goes with --name and --output, and without API names or --config"
            raise click.UsageError(message)
        if any("\ud800" <= char <= "\udfff" for char in name):
            message = f"--name is no text: {name!a}"
            raise click.UsageError(message)
        return [Api(name=name, docs=tuple(map(Path, docs)), output=output)]
    if name or output:
        message = "--name and --output go with --docs"
        raise click.UsageError(message)
    apis = configuration.load(config or _DEFAULT_CONFIG)
    known = {api.name: api for api in apis}
    if unknown := [wanted for wanted in names if wanted not in known]:
        message = f"no API is called {unknown[0]!r}; configured: {', '.join(known)}"
        raise click.UsageError(message)
    return [known[wanted] for wanted in names] if names else list(apis)


@contextmanager
def _located(api: Api, config: Path | None, docs: Sequence[str]) -> Iterator[None]:
    """Where pages of a configured API are not found, its configuration is to blame."""
    from codegen import config as configuration  # noqa: PLC0415 - start-up time
    from codegen.diagnostics import CodegenError  # noqa: PLC0415

    try:
        yield
    except CodegenError as error:
        if docs:
            raise
        raise configuration.located(error, config or _DEFAULT_CONFIG, api.name) from None


def _with_options(
    api: Api, dialect: str | None, enums: Literal["open", "closed"] | None, *, examples: bool
) -> Api:
    import dataclasses  # noqa: PLC0415 - start-up time

    return dataclasses.replace(
        api,
        dialect=dialect or api.dialect,
        enums=enums or api.enums,
        examples=examples or api.examples,
    )


def _print(text: str, form: Format) -> None:
    """Findings: for people to standard error, for machines to standard output."""
    _echo(text, sys.stderr if form == "text" else sys.stdout)


def _echo(text: str, stream: TextIO) -> None:
    """Print `text`, with escapes for what the stream cannot show."""
    encoding = stream.encoding or "utf-8"
    text = text.encode(encoding, errors="backslashreplace").decode(encoding)
    click.echo(text, nl=False, file=stream)


@contextmanager
def _errors(form: Format) -> Iterator[None]:
    """CodegenError becomes a message and an exit code, never a traceback."""
    from codegen.diagnostics import CodegenError  # noqa: PLC0415 - start-up time
    from codegen.report import render  # noqa: PLC0415

    try:
        yield
    except CodegenError as error:
        _print(render(error.diagnostics, form), form)
        sys.exit(2)


@contextmanager
def _progress(title: str) -> Iterator[Progress]:
    """A live bar on a terminal; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 - start-up time
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    from codegen.report import printable  # noqa: PLC0415

    # The name of an API is no markup.
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    title = printable(title)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"{title}: {stage}", completed=done, total=total)

        yield show


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
        ("operations", len(result.spec.operations)),
        ("types", len(result.spec.types)),
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
    line = printable(_outcome(result.changes, str(result.api.output)))
    _echo(f"{line}\n", sys.stdout)


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
