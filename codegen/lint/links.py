"""Links between pages: those whose target does not exist."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.lint.material import Material
from codegen.sources import DOCUMENT_SUFFIXES

__all__ = ["broken_references"]


def broken_references(material: Material) -> Iterator[Diagnostic]:
    """A relative link to a document that is not in the documentation set, where it would be."""
    pages = {source.page for source in material.sources}
    folders = {page.partition("/")[0] for page in pages if "/" in page}
    for reading in material.readings:
        for target, line in reading.links:
            path = _relative(target)
            if not path or os.path.splitext(path)[1] not in DOCUMENT_SUFFIXES:  # noqa: PTH122 - a URL
                continue
            page = os.path.normpath(os.path.join(os.path.dirname(reading.page), path))  # noqa: PTH118, PTH120 - same
            if page.partition("/")[0] in folders and page not in pages:
                yield finding(
                    "broken-reference",
                    f"no page is at {target!r}",
                    page,
                    [(At(reading.page, line), "")],
                )


def _relative(target: str) -> str:
    """The path of a link to another page of the same set, or ''."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    local = not parts.scheme and not parts.netloc and not parts.path.startswith("/")
    return unquote(parts.path) if local else ""
