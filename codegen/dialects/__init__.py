"""Dialects: what the house style of a documentation set means. The registry and its look-up.

Most are files of data in `styles`, read by the general dialect; others are modules beside this one
with an object that fits `Dialect`. Both have a row in `DIALECTS`. Only this package knows vendors'
words. Other distributions may add dialects (see `plugins`), and a user a file: a `File`, which is
data all through, so that it can go to other processes and into keys of the cache.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.dialects import plugins
from codegen.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from codegen.claims import Reading
    from codegen.dialects.base import Dialect
    from codegen.dialects.styles.style import Style
    from codegen.markdown import Page

__all__ = [
    "AUTO",
    "DIALECTS",
    "Choice",
    "File",
    "check",
    "chosen",
    "detect",
    "is_file",
    "key",
    "meant",
    "names",
    "read",
    "style_of",
]

#: Decided per page.
AUTO = "auto"

#: Name, which the module or file beside this one has too -> the object in the module, '' for a
#: file. In order of preference where two are equally sure of a page. To know the names takes no
#: time: the modules are imported late.
DIALECTS: Mapping[str, str] = {
    "superoffice": "SUPEROFFICE",
    "outline": "OUTLINE",
    "msgraph": "",
    "discord": "",
    "slate": "",
    "general": "",
}


class File(NamedTuple):
    """A user's own dialect: the text of its file, and where the user says that it lies."""

    path: str
    text: str


#: What reads pages: a name, `AUTO` among them, or a file.
Choice = str | File

_ENDING = ".toml"


def names() -> tuple[str, ...]:
    """The names that ``--dialect`` takes, besides ``auto``."""
    return (*DIALECTS, *(name for name in plugins.installed() if name not in DIALECTS))


def is_file(given: str) -> bool:
    """Whether `given`, where a dialect is to be named, is the path of a file by how it ends."""
    return given.lower().endswith(_ENDING)


def meant(given: str | os.PathLike[str]) -> str | Path:
    """What a user means: the name of a dialect, or the path of a file.

    A path ends in ``.toml``, or there is such a file and no dialect of that name.
    """
    if not isinstance(given, str):
        return Path(given)
    if given == AUTO or given in DIALECTS:
        return given
    if is_file(given) or (given not in plugins.installed() and Path(given).is_file()):
        return Path(given)
    return given


def chosen(dialect: str | Path) -> Choice:
    """What is to read pages. Raises CodegenError where a file cannot be read."""
    if isinstance(dialect, str):
        return dialect
    hint = "doc-codegen dialect new DOCS writes a first one"
    try:
        return File(dialect.as_posix(), dialect.read_bytes().decode("utf-8"))
    except IsADirectoryError as error:
        reason, hint = error.strerror or str(error), "name a file in it"
    except OSError as error:
        reason = error.strerror or str(error)
    except UnicodeDecodeError as error:
        reason, hint = str(error), "save it as UTF-8"
    except ValueError as error:
        reason = str(error)
    raise CodegenError(
        Diagnostic(
            code="invalid-dialect",
            severity="error",
            message=f"cannot be read: {reason}",
            path=dialect.as_posix(),
            hint=hint,
        )
    )


def key(choice: Choice) -> bytes:
    """All that `choice` depends on and that is no part of this package, for keys of the cache."""
    if isinstance(choice, File):
        return b"\0".join(one.encode(errors="surrogateescape") for one in ("file", *choice))
    own = choice in DIALECTS or not plugins.installed()
    return choice.encode() if own else choice.encode() + b"\0" + plugins.digest()


def detect(page: Page) -> Dialect | None:
    """The dialect that is surest of `page`, or None where none recognises it."""
    best, most = None, 0.0
    for dialect in _all():
        sure = dialect.recognises(page)
        if sure > most:
            best, most = dialect, sure
        if most == 1:
            break
    return best


def check(choice: Choice) -> None:
    """Raise CodegenError where no dialect has that name, or with all that is wrong in a file."""
    if choice != AUTO:
        _dialect(choice)


def style_of(choice: Choice) -> Style | None:
    """The style that a dialect is; None where it is a module, or `AUTO`. Raises as `check` does."""
    style: Style | None = None if choice == AUTO else getattr(_dialect(choice), "style", None)
    return style


def read(page: Page, dialect: Choice | Dialect = AUTO, limits: Limits = DEFAULT) -> Reading:
    """Read `page` with a dialect, or with the one that recognises it, within `limits`.

    Raises CodegenError for a name that no dialect has, or a file that is none. A page that no
    dialect recognises, or in which the one that does finds nothing, gives a reading without claims
    and a diagnostic ``unrecognised-page``.
    """
    from codegen.claims import Reading  # noqa: PLC0415 - start-up time
    from codegen.metering import bounded, trimmed  # noqa: PLC0415
    from codegen.references import links  # noqa: PLC0415

    within, beyond = trimmed(page, limits)  # first: to recognise a page may be to read it
    if isinstance(dialect, str | File):
        reader = detect(within) if dialect == AUTO else _dialect(dialect)
    else:
        reader = dialect
    reading = reader.read(within) if reader is not None else None
    if reading is not None and reading.dialect:
        found = bounded(replace(reading, links=links(page)), limits)
        if beyond is None or any(one.message == beyond.message for one in found.diagnostics):
            return found
        return replace(found, diagnostics=(*found.diagnostics, beyond))
    named = reader.name if reader is not None and dialect != AUTO else ""
    return Reading(
        page=page.page,
        rank=page.rank,
        dialect="",
        diagnostics=(*page.diagnostics, _unrecognised(page.page, named)),
        lines=page.written,
        unaccounted=page.written,
        links=links(page),
    )


def _unrecognised(page: str, named: str) -> Diagnostic:
    """The finding about a page that says nothing that is understood; `named`: the one to read it.

    '' where that was to be decided.
    """
    message = "no dialect recognises this page"
    if named:
        message = f"the dialect {named} finds no operation and no type on this page"
    return Diagnostic(
        code="unrecognised-page",
        severity="warning",
        message=message,
        path=page,
        hint=(
            "doc-codegen dialect new shows what is not understood; a page that documents nothing"
            " is left out by an overlay's `ignore`"
        ),
    )


def _dialect(choice: Choice) -> Dialect:
    if isinstance(choice, File):
        return _of_file(choice)
    if choice in DIALECTS:
        return _loaded(choice)
    if choice in plugins.installed():
        return plugins.load(choice)
    from codegen.nearest import did_you_mean  # noqa: PLC0415 - start-up time

    beside = f"{choice}.toml"
    near = did_you_mean(choice, names())
    meant = f"did you mean the file {beside}? " if Path(beside).is_file() else f"{near} ".lstrip()
    raise CodegenError(
        Diagnostic(
            code="unknown-dialect",
            severity="error",
            message=f"no dialect is called {choice!r}",
            hint=f"{meant}known dialects: auto, {', '.join(names())}",
        )
    )


def _all() -> Iterator[Dialect]:
    """All dialects; those that were installed beside this package, to be preferred, first."""
    yield from (plugins.load(name) for name in plugins.installed() if name not in DIALECTS)
    yield from map(_loaded, DIALECTS)


@lru_cache(maxsize=8)
def _of_file(file: File) -> Dialect:
    from codegen.dialects.general import Styled  # noqa: PLC0415 - start-up time
    from codegen.dialects.styles import load  # noqa: PLC0415

    return Styled(load(file.text, file.path))


@cache
def _loaded(name: str) -> Dialect:
    if not DIALECTS[name]:
        from codegen.dialects.general import Styled  # noqa: PLC0415 - start-up time
        from codegen.dialects.styles import named  # noqa: PLC0415

        return Styled(named(name))
    dialect: Dialect = getattr(import_module(f"{__name__}.{name}"), DIALECTS[name])
    return dialect
