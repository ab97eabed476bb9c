"""Lines as people write them: forms that CommonMark reads as something else than is meant.

What renderers of documentation accept is mended line by line, so that all stays in its place:
headings without a blank behind their marks, or right behind an element; elements around Markdown,
as MDX has them; tabs, admonitions and shortcodes, whose marks say nothing and whose content may be
indented (see `frames`); and tables whose second row has too many or too few cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from codegen.dialects.general import frames
from codegen.markdown import Page, parse
from codegen.sources import Document

__all__ = ["mended"]

_FENCE = re.compile(r"\s{0,12}(`{3,}|~{3,})")
_HEADING = re.compile(r"#{1,6}\s")
#: Hash marks glued to a word; one alone may be a tag or a number.
_GLUED = re.compile(r"(#{2,6})(?=[A-Za-z0-9`*])")
#: Elements alone in a line whose names have a capital: components, which hold Markdown.
_COMPONENTS = re.compile(r"\s*(?:</?[A-Z][\w.]*(?:\s[^<>]*)?>\s*)+")
_ANCHOR = re.compile(r"\s*<(a|span|div)\s[^<>]*>\s*(?:</\1>)?\s*")
_ID = re.compile(r"""\s(?:id|name)\s*=\s*["'{]*([\w.:/-]+)""")
#: What an element has that is a request line.
_METHOD = re.compile(
    r"""\b(?:method|verb)\s*=|=\s*["'{]+(?:get|post|put|patch|delete)["'}]"""
    r"""|\b(?:get|post|put|patch|delete)\s*=\s*["'{]+/""",
    re.IGNORECASE,
)
_DELIMITERS = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*")
_LONGEST = 2000


def mended(page: Page) -> tuple[Page, Mapping[int, tuple[str, ...]]]:
    """The page as it is meant, and ids of elements that stood before a heading, by its line."""
    lines = list(page.lines)
    ids: dict[int, tuple[str, ...]] = {}
    changed = frames.removed(lines)
    for at in _outside_fences(lines):
        line = lines[at]
        new = _line(line, lines[at - 1] if at else "", lines[at + 1] if at + 1 < len(lines) else "")
        if new is None:
            continue
        changed = True
        lines[at] = new
        if not new and (found := tuple(_ID.findall(line))):
            heading = _next_heading(lines, at)
            if heading:
                ids[heading] = (*ids.get(heading, ()), *found)
    if not changed:
        return page, ids
    text = "\n".join(lines)
    again = parse(Document(page=page.page, rank=page.rank, text=text))
    return replace(again, lines=page.lines), ids


def _outside_fences(lines: list[str]) -> Iterator[int]:
    """The places of lines that are not in a fence, and short enough to be looked at."""
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(mark[1][0]):
                fence = ""
        elif mark:
            fence = mark[1]
        elif line and len(line) <= _LONGEST:
            yield at


def _line(line: str, before: str, after: str) -> str | None:
    """What the line is meant to be; None where it is that already."""
    first = line.lstrip()[:1]
    if first == "#":
        return _GLUED.sub(r"\1 ", line, count=1) if _GLUED.match(line) else None
    if first == "<" and not _METHOD.search(line):
        before_heading = bool(_HEADING.match(after) or _GLUED.match(after))
        alone = _COMPONENTS.fullmatch(line) or (before_heading and _ANCHOR.fullmatch(line))
        return "" if alone else None
    if first in "|:-" and "|" in line and "|" in before and _DELIMITERS.fullmatch(line):
        wanted, found = _cells(before), _cells(line)
        return "|".join(["---"] * wanted) if wanted != found and wanted > 1 else None
    return None


def _cells(line: str) -> int:
    """The number of a row's cells; a pipe that is escaped is none."""
    return len(re.findall(r"(?<!\\)\|", line.strip().strip("|"))) + 1


def _next_heading(lines: list[str], at: int) -> int:
    """The 1-based line of a heading that follows, behind blank lines and elements alone."""
    for below in range(at + 1, min(at + 6, len(lines))):
        if _HEADING.match(lines[below]) or _GLUED.match(lines[below]):
            return below + 1
        if lines[below].strip() and not lines[below].lstrip().startswith("<"):
            return 0
    return 0
