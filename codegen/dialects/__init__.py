"""Dialects: what the house style of a documentation set means. The registry and its look-up.

Most are files of data in `styles`, read by the general dialect; others are modules beside this one
with an object that fits `Dialect`. Both have a row in `DIALECTS`. Only this package knows vendors'
words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from codegen.claims import Reading
    from codegen.dialects.base import Dialect
    from codegen.markdown import Page

__all__ = ["DIALECTS", "check", "detect", "names", "read"]

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


def names() -> tuple[str, ...]:
    """The names that ``--dialect`` takes, besides ``auto``."""
    return tuple(DIALECTS)


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


def check(name: str) -> None:
    """Raise CodegenError where `name` is neither ``auto`` nor a dialect of the registry."""
    if name != "auto":
        _named(name)


def read(page: Page, dialect: str = "auto", limits: Limits = DEFAULT) -> Reading:
    """Read `page` with the named dialect, or with the one that recognises it, within `limits`.

    Raises CodegenError for a name that is not in the registry. A page that no dialect recognises,
    or in which the one that does finds nothing, gives a reading without claims and a diagnostic
    ``unrecognised-page``.
    """
    from codegen.claims import Reading  # noqa: PLC0415 - start-up time
    from codegen.metering import bounded, trimmed  # noqa: PLC0415
    from codegen.references import links  # noqa: PLC0415

    chosen = detect(page) if dialect == "auto" else _named(dialect)
    within, beyond = trimmed(page, limits)
    reading = chosen.read(within) if chosen is not None else None
    if reading is not None and reading.dialect:
        found = bounded(replace(reading, links=links(page)), limits)
        if beyond is None or any(one.message == beyond.message for one in found.diagnostics):
            return found
        return replace(found, diagnostics=(*found.diagnostics, beyond))
    finding = Diagnostic(
        code="unrecognised-page",
        severity="warning",
        message="no dialect recognises this page",
        path=page.page,
        hint="known dialects: " + ", ".join(names()),
    )
    return Reading(
        page=page.page,
        rank=page.rank,
        dialect="",
        diagnostics=(*page.diagnostics, finding),
        lines=page.written,
        unaccounted=page.written,
        links=links(page),
    )


def _named(name: str) -> Dialect:
    if name in DIALECTS:
        return _loaded(name)
    raise CodegenError(
        Diagnostic(
            code="unknown-dialect",
            severity="error",
            message=f"no dialect is called {name!r}",
            hint="known dialects: auto, " + ", ".join(names()),
        )
    )


def _all() -> tuple[Dialect, ...]:
    return tuple(map(_loaded, DIALECTS))


@cache
def _loaded(name: str) -> Dialect:
    if not DIALECTS[name]:
        from codegen.dialects.general import Styled  # noqa: PLC0415 - start-up time
        from codegen.dialects.styles import named  # noqa: PLC0415

        return Styled(named(name))
    dialect: Dialect = getattr(import_module(f"{__name__}.{name}"), DIALECTS[name])
    return dialect
