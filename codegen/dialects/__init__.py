"""Dialects: what the house style of a documentation set means. The registry and its look-up.

To add one, write a module beside this one with an object that fits `Dialect` and add a row to
`DIALECTS`. Only this package knows vendors' words.
"""

from __future__ import annotations

from msgspec.structs import replace

from codegen.claims import Reading
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.dialects.base import Dialect
from codegen.dialects.outline import OUTLINE
from codegen.dialects.superoffice import SUPEROFFICE
from codegen.markdown import Page
from codegen.references import links

__all__ = ["DIALECTS", "Dialect", "check", "detect", "names", "read"]

#: In order of preference where two are equally sure of a page.
DIALECTS: tuple[Dialect, ...] = (SUPEROFFICE, OUTLINE)


def names() -> tuple[str, ...]:
    """The names that ``--dialect`` takes, besides ``auto``."""
    return tuple(dialect.name for dialect in DIALECTS)


def detect(page: Page) -> Dialect | None:
    """The dialect that is surest of `page`, or None where none recognises it."""
    best = max(DIALECTS, key=lambda dialect: dialect.recognises(page))
    return best if best.recognises(page) > 0 else None


def check(name: str) -> None:
    """Raise CodegenError where `name` is neither ``auto`` nor a dialect of the registry."""
    if name != "auto":
        _named(name)


def read(page: Page, dialect: str = "auto") -> Reading:
    """Read `page` with the named dialect, or with the one that recognises it.

    Raises CodegenError for a name that is not in the registry. A page that no dialect recognises
    gives a reading without claims and a diagnostic ``unrecognised-page``.
    """
    chosen = detect(page) if dialect == "auto" else _named(dialect)
    if chosen is not None:
        return replace(chosen.read(page), links=links(page))
    lines = sum(1 for line in page.lines if line.strip())
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
        lines=lines,
        unaccounted=lines,
        links=links(page),
    )


def _named(name: str) -> Dialect:
    for dialect in DIALECTS:
        if dialect.name == name:
            return dialect
    raise CodegenError(
        Diagnostic(
            code="unknown-dialect",
            severity="error",
            message=f"no dialect is called {name!r}",
            hint="known dialects: auto, " + ", ".join(names()),
        )
    )
