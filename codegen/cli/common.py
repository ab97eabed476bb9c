"""What the commands share: which APIs they are about, how findings are printed, and errors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from codegen.pipeline import Api, Progress
    from codegen.report import Format

__all__ = [
    "EPILOG",
    "Chosen",
    "apis_of",
    "cache_option",
    "config_option",
    "dialect_option",
    "echo",
    "errors",
    "format_option",
    "located",
    "making",
    "print_findings",
    "progress_bar",
    "selection",
    "uncached",
]

EPILOG = """
\b
Examples:
  doc-codegen generate
  doc-codegen generate --docs docs/reference --name shop --output out
  doc-codegen generate --docs docs/2023 --docs docs/2022 --name crm --output out

\b
Shell completion (bash; zsh and fish likewise):
  eval "$(_DOC_CODEGEN_COMPLETE=bash_source doc-codegen)"
"""

_F = TypeVar("_F", bound=Callable[..., Any])


def _dialects(_: click.Context, __: click.Parameter, incomplete: str) -> list[str | CompletionItem]:
    """The names that begin so; files where none does."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - start-up time

    from codegen import dialects  # noqa: PLC0415

    found = [name for name in (dialects.AUTO, *dialects.names()) if name.startswith(incomplete)]
    return [*found] or [CompletionItem(incomplete, type="file")]


config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Default: ./pyproject.toml, or ./doc-codegen.toml.",
)
dialect_option = click.option(
    "--dialect",
    default=None,
    metavar="NAME|FILE",
    shell_complete=_dialects,
    help="The house style of the pages: a name, a TOML file of your own, or auto (the default): "
    "decided per page.",
)
cache_option = click.option(
    "--no-cache",
    is_flag=True,
    help="Make everything anew, and keep nothing of it for the next run.",
)
_SELECTION = (
    config_option,
    click.option(
        "--docs",
        multiple=True,
        metavar="PATH",
        help="A folder, a glob or a page. Repeat it: earlier ones win, later ones fill gaps.",
    ),
    dialect_option,
    cache_option,
)


_MAKING = (
    click.option("--name", help="Name of the API, with --docs."),
    click.option("--output", type=click.Path(path_type=Path), help="Folder for all, with --docs."),
    click.option(
        "--enums",
        type=click.Choice(["open", "closed"]),
        default=None,
        help="open (the default): enums also take values that the pages do not list.",
    ),
    click.option("--examples", is_flag=True, help="Keep the samples of the pages in the OpenAPI."),
)


def selection(command: _F) -> _F:
    """The options that say which pages a command reads, and how: --config, --docs and more."""
    for option in reversed(_SELECTION):
        command = option(command)
    return command


class Chosen(NamedTuple):
    """What the options of `making` choose."""

    names: tuple[str, ...]
    config: Path | None
    docs: tuple[str, ...]
    dialect: str | None
    no_cache: bool
    name: str | None
    output: Path | None
    enums: Literal["open", "closed"] | None
    examples: bool

    def apis(self) -> list[Api]:
        """The APIs that are chosen, as the options have them."""
        import dataclasses  # noqa: PLC0415 - start-up time

        apis = apis_of(
            self.names,
            self.config,
            self.docs,
            dialect=self.dialect,
            name=self.name,
            output=self.output,
        )
        return [
            dataclasses.replace(
                api, enums=self.enums or api.enums, examples=self.examples or api.examples
            )
            for api in uncached(apis, self.no_cache)
        ]

    def located(self, api: Api) -> AbstractContextManager[None]:
        """See `located`."""
        return located(api, self.config, self.docs)


def making(command: Callable[..., None]) -> Callable[..., None]:
    """Names of APIs, the options of `selection`, and those that say what is made of the pages.

    The command gets them as one, a `Chosen`, before its own options.
    """

    @wraps(command)
    def wrapped(**options: Any) -> None:  # noqa: ANN401 - click passes what each option has
        chosen = Chosen(**{name: options.pop(name) for name in Chosen._fields})
        command(chosen, **options)

    names = click.argument("names", metavar="[API]...", nargs=-1)
    for option in reversed((names, *_SELECTION, *_MAKING)):
        wrapped = option(wrapped)
    return wrapped


format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)


def apis_of(
    names: Sequence[str],
    config: Path | None,
    docs: Sequence[str],
    *,
    dialect: str | None = None,
    name: str | None = None,
    output: Path | None = None,
) -> list[Api]:
    """The configured APIs that `names` choose (all where it chooses none), or that of `docs`.

    A command that writes nothing gives both `name` and `output` where it takes neither option.
    """
    import dataclasses  # noqa: PLC0415 - start-up time

    apis = _chosen(names, config, docs, name, output)
    if not dialect:
        return apis
    from codegen import dialects  # noqa: PLC0415 - start-up time

    return [dataclasses.replace(api, dialect=dialects.meant(dialect)) for api in apis]


def uncached(apis: Iterable[Api], no_cache: bool) -> list[Api]:  # noqa: FBT001 - the flag
    """`apis`, with `no_cache` without their cache."""
    import dataclasses  # noqa: PLC0415 - start-up time

    return [dataclasses.replace(api, cache=None if no_cache else api.cache) for api in apis]


def _chosen(
    names: Sequence[str],
    config: Path | None,
    docs: Sequence[str],
    name: str | None,
    output: Path | None,
) -> list[Api]:
    from codegen import config as configuration  # noqa: PLC0415 - start-up time
    from codegen.api import Api  # noqa: PLC0415
    from codegen.cache import default_folder  # noqa: PLC0415
    from codegen.report import printable  # noqa: PLC0415

    if not all(docs):
        message = "--docs is empty: name a folder, a glob or a page"
        raise click.UsageError(message)
    if docs:
        if not name or output is None or names or config:
            message = "--docs goes with --name and --output, and without API names or --config"
            raise click.UsageError(message)
        if any("\ud800" <= char <= "\udfff" for char in name):
            message = f"--name is no text: {name!a}"
            raise click.UsageError(message)
        pages = tuple(map(Path, docs))
        return [Api(name=name, docs=pages, output=output, cache=default_folder())]
    if name or output:
        message = "--name and --output go with --docs"
        raise click.UsageError(message)
    apis = configuration.load(config or configuration.find())
    known = {api.name: api for api in apis}
    if unknown := [wanted for wanted in names if wanted not in known]:
        message = f"no API is called {unknown[0]!r}; configured: {', '.join(known)}"
        raise click.UsageError(printable(message))
    return [known[wanted] for wanted in names] if names else list(apis)


@contextmanager
def located(api: Api, config: Path | None, docs: Sequence[str]) -> Iterator[None]:
    """Where pages of a configured API are not found, its configuration is to blame."""
    from codegen import config as configuration  # noqa: PLC0415 - start-up time
    from codegen.diagnostics import CodegenError  # noqa: PLC0415

    try:
        yield
    except CodegenError as error:
        if docs:
            raise
        raise configuration.located(error, config or configuration.find(), api.name) from None


def print_findings(text: str, form: Format) -> None:
    """Findings: for people to standard error, for machines to standard output."""
    echo(text, sys.stderr if form == "text" else sys.stdout)


def echo(text: str, stream: TextIO) -> None:
    """Print `text`, with escapes for what the stream cannot show."""
    encoding = stream.encoding or "utf-8"
    text = text.encode(encoding, errors="backslashreplace").decode(encoding)
    click.echo(text, nl=False, file=stream)


@contextmanager
def errors(form: Format) -> Iterator[None]:
    """CodegenError becomes a message and exit code 2, never a traceback."""
    from codegen.diagnostics import CodegenError  # noqa: PLC0415 - start-up time
    from codegen.report import render  # noqa: PLC0415

    try:
        yield
    except CodegenError as error:
        print_findings(render(error.diagnostics, form), form)
        sys.exit(2)


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A live bar on a terminal; nothing anywhere else."""
    if not sys.stderr.isatty():
        from codegen.api import silent  # noqa: PLC0415 - start-up time

        yield silent
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
