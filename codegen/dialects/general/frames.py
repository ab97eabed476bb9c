"""Frames around Markdown: tabs, admonitions, components and shortcodes.

Their marks are taken away; their content is the page's, and is moved to the left where it is
indented: CommonMark takes what is indented by four blanks for code. Lines stay where they are.
Of a frame's title no more is left than that it is about a request or a response.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["removed"]

#: What content is indented behind: tabs and admonitions of Python-Markdown
#: (https://squidfunk.github.io/mkdocs-material/reference/), and components of MDX.
_MARK = re.compile(
    r"""={3}[!+]?\s+["'].*|(?:!!!|\?\?\?)\+?\s+["\w].*"""
    r"""|<(?P<tag>[A-Z][\w.]*)(?:\s[^<>]*[^<>/]|\s*)>\s*"""
)
#: Marks whose content is not indented: of Docusaurus and VitePress, of Hugo, and of Liquid.
_FENCED = re.compile(
    r":{3,}[ \t]*(?:[{\[]?[\w-]+.*)?|(?:\{\{[<%][^<>%{}\n]*[>%]\}\}\s*)+|(?:\{%[^%{}\n]*%\}\s*)+"
)
_METHOD = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b", re.IGNORECASE)
_SIDE = re.compile(
    r"""["'](?:\w+ ){0,2}(request|response)(?: (?:body|example|sample|payload|\d+))*["']""",
    re.IGNORECASE,
)
_LONGEST = 500
_CODE = re.compile(r"(`{3,}|~{3,})")
#: What a page has that has a frame at all.
_LIKELY = re.compile(r"\s*(?:===|!!!|\?\?\?|:::|\{\{|\{%|<[A-Z])")


@dataclass(slots=True)
class _Frames:
    """The frames that are open: how far each mark is indented, and its content beyond it."""

    open: list[tuple[int, int]] = field(default_factory=list)
    beyond: int = 0
    fence: str = ""
    """The mark of the code block that is open."""

    def read(self, lines: Sequence[str], at: int) -> str:
        """The line at a place, without its frames."""
        line = lines[at]
        indent = _indent(line)
        while self.open and indent <= self.open[-1][0]:
            self.beyond -= self.open.pop()[1]
            self.fence = ""
        moved = line[self.beyond :]
        text = moved.strip()
        code = _CODE.match(text)
        if self.fence:
            if code and code[1].startswith(self.fence) and not text.strip(self.fence[0]):
                self.fence = ""
        elif code:
            self.fence = code[1]
        elif mark := _MARK.fullmatch(text):
            below = _next_indent(lines, at)
            if below > indent:
                self.open.append((indent, below - indent))
                self.beyond += below - indent
            return _side(text) or (moved if mark["tag"] else "")
        elif _FENCED.fullmatch(text) and not _METHOD.search(text):
            return _side(text)
        return moved


def removed(lines: list[str]) -> bool:
    """Take the frames out of the lines of a page; whether there are any."""
    if not any(map(_LIKELY.match, lines)):
        return False
    frames = _Frames()
    changed = False
    for at, line in enumerate(lines):
        if line.strip():
            moved = frames.read(lines, at)
            if moved != line:
                lines[at], changed = moved, True
    return changed


def _side(mark: str) -> str:
    """What the title of a frame says that its content is: ``Response:``, for example."""
    found = _SIDE.search(mark) if len(mark) <= _LONGEST else None
    return f"{found[1].capitalize()}:" if found else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _next_indent(lines: Sequence[str], at: int) -> int:
    """How far the next line with a text is indented; 0 where none is near."""
    return next((_indent(line) for line in lines[at + 1 : at + 6] if line.strip()), 0)
