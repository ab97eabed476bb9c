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

from codegen.dialects.general import frames, magic, tags
from codegen.dialects.general.elements import unwrapped
from codegen.markdown import Page, parse
from codegen.metering import trimmed
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
#: A heading of HTML in a line of its own. Its own ids become those of the heading of Markdown.
_TITLE = re.compile(r"\s{0,3}<h([1-6])\b([^<>]*)>(.*?)</h\1\s*>\s*", re.IGNORECASE)
#: Shortcodes and small elements that stand for a mark: ``{{<required>}}``, ``<Optional />``.
_MARK = re.compile(
    r"\{\{[<%]\s*(required|optional|nullable|deprecated)\s*/?[%>]\}\}"
    r"|<(required|optional|nullable|deprecated)\s*/>",
    re.IGNORECASE,
)
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
    tags.rewritten(lines, _outside_fences(lines))
    lines = unwrapped(lines)
    magic.replaced(lines)
    ids: dict[int, tuple[str, ...]] = {}
    changed = frames.removed(lines) or lines != list(page.lines)
    targets = _targets(lines)
    for at in _outside_fences(lines):
        line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
        new = _line(line, lines[at - 1] if at else "", after) if _may_be_odd(line, after) else None
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
    within, beyond = trimmed(replace(again, lines=page.lines), page.limits)
    if beyond is not None:
        within = replace(within, diagnostics=(*within.diagnostics, beyond))
    return within, ids


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
    marked = _MARK.sub(lambda mark: f"({(mark[1] or mark[2]).lower()})", line)
    for rule in _RULES:
        new = rule(marked, before, after)
        if new is not None:
            return new
    return marked if marked != line else None


def _may_be_odd(line: str, after: str) -> bool:
    """Whether any rule may be for the line, by what all that they are for has: most lines are not.

    An element or shortcode, hash marks, the second row of a table, or a colon before a definition.
    """
    return (
        "<" in line
        or "{{" in line
        or "--" in line
        or line[:2] == "##"
        or (":" in line and line.lstrip()[:1] == ":")
        or (":" in after and after.lstrip()[:1] == ":")
    )


def _heading(line: str, _before: str, _after: str) -> str | None:
    """A heading without a blank behind its marks."""
    return _GLUED.sub(r"\1 ", line, count=1) if _GLUED.match(line) else None


def _html_heading(line: str, _before: str, _after: str) -> str | None:
    """A heading of HTML, with its id."""
    title = _TITLE.fullmatch(line)
    if title is None or not title[3].strip():
        return None
    own = _ID.search(title[2])
    anchor = f" {{#{own[1]}}}" if own else ""
    return f"{'#' * int(title[1])} {title[3].strip()}{anchor}"


def _component(line: str, _before: str, after: str) -> str | None:
    """Components alone in a line hold Markdown; an anchor may stand right before a heading."""
    if line.lstrip()[:1] != "<" or _METHOD.search(line):
        return None
    before_heading = bool(_HEADING.match(after) or _GLUED.match(after))
    alone = _COMPONENTS.fullmatch(line) or (before_heading and _ANCHOR.fullmatch(line))
    return "" if alone else None


def _delimiters(line: str, before: str, _after: str) -> str | None:
    """The second row of a table, with as many cells as the first."""
    if "|" not in line or "|" not in before or not _DELIMITERS.fullmatch(line):
        return None
    wanted, found = _cells(before), _cells(line)
    return "|".join(["---"] * wanted) if wanted != found and wanted > 1 else None


#: A definition list of Markdown Extra: a term, and its definitions behind a colon each. As a list
#: of bullets, what stands further in is found, which CommonMark takes for code.
_DEFINED = re.compile(r"\s*:[ \t]+\S")
_TERM = re.compile(r"\s*(?!```|~~~|[-*+]\s|\d+[.)]\s|:::)[^\s#|>:][^|]{0,200}|\s*:[\w-]{1,60}")


def _term(line: str, _before: str, after: str) -> str | None:
    """A term as an item of a list."""
    if not _DEFINED.match(after) or not _TERM.fullmatch(line):
        return None
    return f"{line[: len(line) - len(line.lstrip())]}- {line.lstrip()}"


def _definition(line: str, before: str, _after: str) -> str | None:
    """A definition as what stands in the item of its term."""
    width = len(before) - len(before.lstrip())
    if not _DEFINED.match(line) or not before[width:].startswith(("- ", ": ")):
        return None
    wanted = width + (2 if before[width] == "-" else 0)
    return f"{' ' * wanted}{line.lstrip()}"


#: The first that the line is for decides.
_RULES = (_definition, _term, _heading, _html_heading, _component, _delimiters)


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
