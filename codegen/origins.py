"""Where the lines of a page stand that has been put together from several documents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from codegen.diagnostics import Diagnostic, Related

__all__ = ["Origin", "located", "origin_of"]


class Origin(msgspec.Struct, array_like=True, frozen=True):
    """Lines of a page from `line` on, up to the next origin: they are those of `page` from `of`."""

    line: int
    page: str
    of: int


def origin_of(origins: Sequence[Origin], line: int) -> tuple[str, int]:
    """The page and the line that a line of a page with these origins stands at."""
    at = bisect_right(origins, line, key=lambda one: one.line) - 1
    if at < 0:
        return origins[0].page, line
    one = origins[at]
    return one.page, one.of + line - one.line


def located(found: Diagnostic, page: str, origins: Sequence[Origin]) -> Diagnostic:
    """A finding about a page where what it is about stands."""
    if not origins:
        return found
    path, line = origin_of(origins, found.line) if found.path == page else (found.path, found.line)
    related = tuple(
        _related(other, origins) if other.path == page else other for other in found.related
    )
    return replace(found, path=path, line=line, related=related)


def _related(other: Related, origins: Sequence[Origin]) -> Related:
    path, line = origin_of(origins, other.line)
    return replace(other, path=path, line=line)
