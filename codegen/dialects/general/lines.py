"""Lines as people write them: forms that CommonMark reads as something else than is meant.

What renderers of documentation accept is mended line by line, so that all stays in its place:
headings without a blank behind their marks, or right behind an element; elements around Markdown,
as MDX has them; tabs, admonitions and shortcodes, whose marks say nothing and whose content may be
indented (see `frames`); tables whose second row has too many or too few cells; and links by a label
of the page, which a cell or line that is read alone does not show the target of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

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
    targets = _targets(lines)
    for at in _outside_fences(lines):
        line = lines[at]
        new = _line(line, lines[at - 1] if at else "", lines[at + 1] if at + 1 < len(lines) else "")
        if new is None and targets and "[" in line:
            new = targets.linked(line)
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


#: Where links lead that are written by a label: ``[pet]: pet.md``; and such links.
_DEFINITION = re.compile(r"""\s{0,3}\[([^\[\]^][^\[\]]*)\]:\s*<?([^\s<>()]+)>?(?:\s+["'(].*)?\s*""")
_LABELLED = re.compile(r"`[^`]*`|(?<!!)\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?![(\[:])")
#: All links of a page together add no more characters.
_MOST_ADDED = 200_000


@dataclass(slots=True)
class _Targets:
    """Where links by labels lead. CommonMark finds them in tables, whose cells are read alone."""

    of: dict[str, str]
    left: int = _MOST_ADDED

    def linked(self, line: str) -> str | None:
        """The line with each such link and its target; None where it has none."""
        new = line if _DEFINITION.fullmatch(line) else _LABELLED.sub(self._link, line)
        return new if new != line else None

    def _link(self, match: re.Match[str]) -> str:
        target = self.of.get(_folded(match[2] or match[1] or ""))
        if target is None or len(target) > self.left:
            return match[0]
        self.left -= len(target)
        return f"[{match[1]}]({target})"


def _targets(lines: list[str]) -> _Targets | None:
    """The definitions of links on a page; None where there are none."""
    likely = (line for line in lines if "]:" in line and len(line) <= _LONGEST)
    found = [match for line in likely if (match := _DEFINITION.fullmatch(line))]
    of: dict[str, str] = {}
    for match in found:
        of.setdefault(_folded(match[1]), match[2])
    return _Targets(of) if of else None


def _folded(label: str) -> str:
    """A label as CommonMark compares them."""
    return " ".join(label.split()).casefold()


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
