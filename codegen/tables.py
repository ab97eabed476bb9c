"""Tables as GFM has them: markdown-it-py's rule with a table in one token, and the cells of rows.

markdown-it-py makes a token of the beginning, the content and the end of every cell; a reference
page is hardly anything but cells. The rule here takes the same lines for a table (the tests hold
it against the other), and keeps them as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

__all__ = ["Line", "cells_of", "rows", "rule"]

#: A line of a table: its number from 0, its text without the marks of the blocks around it, and
#: the cells that GFM finds in it.
Line = tuple[int, str, tuple[str, ...]]

#: The second line of a table: dashes between pipes. A dash and a blank would begin a list.
_DELIMITERS = re.compile(
    r"(?!-[ \t])\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?"
)
_PIPE = re.compile(r"(?<!\\)\|")
#: For `silent`, which only asks a rule whether the line is its own.
_LOOK = True
#: Cells that rows may leave out, all together: few characters could be made a table of millions.
_MAX_MISSING = 0x10000


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - a rule
    """The rule: whether a table begins at line `start`; if it is not `silent`, with its token.

    The token ``table`` has ``lines`` in its meta: the header and the rows, without the line
    between them. https://github.github.com/gfm/#tables-extension-, as markdown-it-py reads it.
    """
    if start + 2 > end or not _is_header(state, start):
        return False
    if silent:
        return True
    header = _text(state, start)
    names = cells_of(header)
    lines = [(start, header, names), *_rows(state, start + 2, end, len(names))]
    token = state.push("table", "table", 0)
    state.line = lines[-1][0] + 1 if len(lines) > 1 else start + 2
    token.map = [start, state.line]
    token.meta = {"lines": lines}
    return True


def _is_header(state: StateBlock, line: int) -> bool:
    """Whether the line is a table's header: the next one has delimiters, as many as it has cells.

    Most lines are told by the beginning of the next one.
    """
    below = line + 1
    at = state.bMarks[below] + state.tShift[below]
    if at >= state.eMarks[below] or state.src[at] not in "|-:":
        return False
    if state.sCount[below] < state.blkIndent or state.is_code_block(below):
        return False
    header, delimiters = _text(state, line), state.src[at : state.eMarks[below]].rstrip(" \t")
    return (
        "|" in header
        and len(delimiters) > 1
        and _DELIMITERS.fullmatch(delimiters) is not None
        and not state.is_code_block(line)
        and len(cells_of(header)) == len(cells_of(delimiters))
    )


def _rows(state: StateBlock, start: int, end: int, width: int) -> list[Line]:
    """The lines from `start` on up to a blank one, or one that another block takes."""
    others = state.md.block.ruler.getRules("blockquote")
    around, state.parentType = state.parentType, "table"
    found: list[Line] = []
    missing = 0
    for line in range(start, end):
        text = _text(state, line)
        if not text or state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        if any(rule(state, line, end, _LOOK) for rule in others):
            break
        cells = cells_of(text)
        missing += width - len(cells)
        if missing > _MAX_MISSING:
            break
        found.append((line, text, cells))
    state.parentType = around
    return found


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


#: Wide blanks at the begin of a cell, which show how far in its text stands.
_INDENT = re.compile(r"[ \t]*([\u2002\u2003]+)")


def _trimmed(cell: str) -> str:
    """A cell without the blanks around its text, save wide ones before it."""
    text = cell.strip()
    indent = _INDENT.match(cell) if text and not cell.isascii() else None
    return indent[1] + text if indent is not None else text


@lru_cache(maxsize=16384)
def cells_of(text: str) -> tuple[str, ...]:
    """The cells of a line as GFM splits it: at every pipe without a backslash before it.

    The same rows stand on many pages.
    """
    cells = _PIPE.split(text)
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    if "\\|" in text:
        cells = [cell.replace("\\|", "|") for cell in cells]
    return tuple([_trimmed(cell) for cell in cells])


def rows(lines: Sequence[Line], width: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table: their lines, and their cells, be they `width` or not.

    Rows are as GFM reads them, save where a line shows that GFM tears one apart. A row that goes
    on in the next line (the first has no closing pipe, the next no opening one, and together they
    have no cells too many) is one row; a pipe inside a code span does not end a cell.
    """
    index = 0
    while index < len(lines):
        line, text, cells = lines[index]
        # The common case, one line with the right number of pipes, needs no second look.
        if len(cells) == width and text[0] == text[-1] == "|" and text[-2:] != "\\|":
            index += 1
            yield line, cells
            continue
        after = _end(lines, index, width)
        yield line, _split([text for _, text, _ in lines[index:after]])
        index = after


def _end(lines: Sequence[Line], start: int, width: int) -> int:
    """The index behind the last line of the row that begins at `start`."""
    text = lines[start][1]
    index = start + 1
    if not text.startswith("|"):
        return index
    cells = _Cells()
    cells.add(text)
    while index < len(lines) and not text.endswith("|"):
        text = lines[index][1]
        cells.add(text)
        if text.startswith("|") or cells.width() > width:
            break
        index += 1
    return index


def _split(texts: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row of one or more lines, split where `_Cells` says."""
    cells = _Cells()
    for text in texts:
        cells.add(text)
    row = "\n".join(texts)
    starts = [0, *(pipe + 1 for pipe in cells.pipes)]
    found = [_trimmed(row[start:end]) for start, end in zip_longest(starts, cells.pipes)]
    if not found[0]:
        del found[0]
    if found and not found[-1]:
        del found[-1]
    return tuple(_ESCAPE.sub(_unescaped, cell) for cell in found)


def _unescaped(match: re.Match[str]) -> str:
    return "|" if match[0] == "\\|" else match[0]


_ESCAPE = re.compile(r"\\.", re.DOTALL)
_CELL_MARK = re.compile(rf"{_ESCAPE.pattern}|`+|\|", re.DOTALL)


@dataclass(slots=True)
class _Cells:
    """Where the cells of a row end: at pipes that are neither escaped nor in a code span.

    A run of backticks begins a span only where one of the same length follows, perhaps lines
    later. So a run without its partner waits, and the partner takes back the pipes between them:
    each line is looked at once, however many follow.
    """

    pipes: list[int] = field(default_factory=list)
    """The places of the pipes, in the lines joined."""
    _waiting: dict[str, int] = field(default_factory=dict)
    """Runs without a partner, in order, each with the number of pipes before it."""
    _length: int = 0
    _open: bool = False
    """Something stands behind the last pipe."""

    def add(self, line: str) -> None:
        """Go on with the next line."""
        for match in _CELL_MARK.finditer(line):
            mark = match[0]
            if mark == "|":
                self.pipes.append(self._length + match.start())
            elif mark in self._waiting:
                del self.pipes[self._waiting[mark] :]
                while self._waiting.popitem()[0] != mark:
                    pass
            elif mark[0] == "`":
                self._waiting[mark] = len(self.pipes)
        last = (self.pipes[-1] if self.pipes else -1) - self._length
        self._open = bool(line[last + 1 :].strip()) if last >= 0 else self._open or bool(line)
        self._length += len(line) + 1

    def width(self) -> int:
        """The number of cells so far; pipes may open and close a row."""
        return len(self.pipes) + self._open - (self.pipes[:1] == [0])
