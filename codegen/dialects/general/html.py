"""HTML in Markdown: its tables and definition lists, with cells as Markdown has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from codegen.markdown import Html, Row, Table

__all__ = ["Definition", "definitions_of", "items_of", "tables_of"]

#: Cells and spans that a table may have: a few characters could be made millions of cells.
_MOST_CELLS = 100_000
_WIDEST = 100
_ESCAPED = re.compile(r"([\\`*_\[\]<>&])")
#: Blanks of HTML; one that does not break is none of them, and may be an indent.
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_MARKS = {"b": "**", "strong": "**", "i": "_", "em": "_", "code": "`", "tt": "`", "kbd": "`"}
_LINES = frozenset({"br", "p", "li", "div", "ul", "ol"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One term of a definition list, and what is said of it, as raw Markdown."""

    term: str
    text: str
    line: int


@lru_cache(maxsize=256)
def tables_of(block: Html) -> tuple[Table, ...]:
    """The tables of a block, outermost only; one without a row of headers is none."""
    if "<table" not in block.raw.lower():
        return ()
    reader = _Reader(block.line)
    reader.feed(block.raw)
    reader.close()
    reader.end()
    return tuple(reader.tables)


@lru_cache(maxsize=256)
def items_of(block: Html) -> tuple[Definition, ...]:
    """The items of the lists of a block that has neither tables nor definitions."""
    found: list[Definition] = []
    raw = block.raw.lower()
    if not re.search(r"<[uo]l\b", raw) or "<table" in raw or "<dl" in raw:
        return ()
    # As the definitions of one term each, which may hold no list of their own.
    text = re.sub(r"<li\b[^<>]*>", "<dt></dt><dd>", block.raw, flags=re.IGNORECASE)
    text = re.sub(r"</li\s*>", "</dd>", text, flags=re.IGNORECASE)
    found.extend(definitions_of(Html(line=block.line, end=block.end, raw=f"<dl>{text}</dl>")))
    return tuple(found) if len(re.findall(r"<[uo]l\b", raw)) == 1 else ()


@lru_cache(maxsize=256)
def definitions_of(block: Html) -> tuple[Definition, ...]:
    """The terms of the definition lists of a block."""
    if "<dl" not in block.raw.lower():
        return ()
    reader = _Reader(block.line)
    reader.feed(block.raw)
    reader.close()
    reader.end()
    return tuple(reader.definitions)


@dataclass(slots=True)
class _Cell:
    header: bool
    columns: int
    rows: int
    parts: list[str] = field(default_factory=list)

    @property
    def raw(self) -> str:
        text = "".join(self.parts)
        lines = (_BLANKS.sub(" ", line).strip(" ") for line in text.split("<br>"))
        return "<br>".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects cells and definitions as raw Markdown; whatever is malformed, it goes on."""

    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.definitions: list[Definition] = []
        self._line = line
        self._depth = 0
        self._rows: list[tuple[int, list[_Cell]]] = []
        self._cell: _Cell | None = None
        self._term: tuple[str, int] | None = None
        self._code = 0
        self._links: list[str] = []
        self._start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row, cell, term or mark."""
        at = self._line + self.getpos()[0] - 1
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._cell, self._start = [], None, at
        elif tag == "tr" and self._depth == 1:
            self._rows.append((at, []))
        elif tag in {"td", "th"} and self._depth == 1:
            self._begin(_Cell(tag == "th", _span(attrs, "colspan"), _span(attrs, "rowspan")), at)
        elif tag in {"dt", "dd"} and not self._depth:
            self._define()
            self._term = ("", at) if tag == "dt" else self._term
            self._cell = _Cell(tag == "dt", 1, 1)
        elif self._cell is not None:
            self._inline(tag, attrs)

    def _inline(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        cell = self._cell
        if cell is None:
            return
        if tag in _LINES:
            cell.parts.append("<br>")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            cell.parts.append("[")
        elif tag in _MARKS:
            self._code += _MARKS[tag] == "`"
            cell.parts.append(_MARKS[tag] if _MARKS[tag] != "`" or self._code == 1 else "")

    def handle_endtag(self, tag: str) -> None:
        """End what `tag` has begun."""
        if tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self.end()
        elif tag in {"td", "th"} and self._depth == 1:
            self._cell = None
        elif tag in {"dt", "dd", "dl"} and not self._depth:
            self._define()
        elif self._cell is None:
            return
        elif tag == "a" and self._links:
            target = self._links.pop()
            self._cell.parts.append(f"]({_target(target)})")
        elif tag in _MARKS and (_MARKS[tag] != "`" or self._code):
            self._code -= _MARKS[tag] == "`"
            self._cell.parts.append(_MARKS[tag] if not self._code or _MARKS[tag] != "`" else "")

    def handle_data(self, data: str) -> None:
        """Text of a cell: what Markdown would take for a mark is escaped, save in code."""
        if self._cell is not None:
            self._cell.parts.append(data if self._code else _ESCAPED.sub(r"\\\1", data))

    def _begin(self, cell: _Cell, at: int) -> None:
        self._code, self._links = 0, []
        if not self._rows:
            self._rows.append((at, []))
        self._cell = cell
        self._rows[-1][1].append(cell)

    def _define(self) -> None:
        """End a term or its text."""
        cell, self._cell = self._cell, None
        self._code, self._links = 0, []
        if cell is None:
            return
        if cell.header and self._term is not None:
            self._term = (cell.raw, self._term[1])
        elif self._term is not None:
            self.definitions.append(
                Definition(term=self._term[0], text=cell.raw, line=self._term[1])
            )

    def end(self) -> None:
        """The table that is read, which may not have been closed."""
        self._define() if not self._rows else None
        rows = _spread([row for row in self._rows if row[1]])
        self._rows, self._cell, self._depth = [], None, 0
        if not rows or not any(cell for cell in rows[0][1]):
            return
        header = rows[0][1]
        end = self._line + self.getpos()[0] - 1
        self.tables.append(
            Table(
                line=self._start,
                end=max(end, self._start),
                header=header,
                rows=tuple(
                    Row(line=at, cells=_filled(cells, len(header))) for at, cells in rows[1:]
                ),
            )
        )


_SPAN = re.compile(r"[1-9]\d{0,3}", re.ASCII)


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    text = dict(attrs).get(name) or ""
    return min(int(text), _WIDEST) if _SPAN.fullmatch(text) else 1


def _target(href: str) -> str:
    return re.sub(r"[\s()<>]", "", href)


def _filled(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * width)[:width]


def _spread(rows: list[tuple[int, list[_Cell]]]) -> list[tuple[int, tuple[str, ...]]]:
    """The cells of rows, with those that span several in each of these."""
    found: list[tuple[int, tuple[str, ...]]] = []
    over: dict[int, tuple[int, str]] = {}
    count = 0
    for at, cells in rows:
        texts: list[str] = []
        waiting = iter(cells)
        cell = next(waiting, None)
        while cell is not None or len(texts) in over:
            if len(texts) in over:
                left, raw = over.pop(len(texts))
                if left > 1:
                    over[len(texts)] = (left - 1, raw)
                texts.append(raw)
                continue
            if cell is None:
                break
            raw = cell.raw
            for index in range(cell.columns):
                if cell.rows > 1:
                    over[len(texts)] = (cell.rows - 1, raw)
                texts.append(raw if not index else "")
            cell = next(waiting, None)
            count += 1
        count += len(texts)
        if count > _MOST_CELLS:
            break
        found.append((at, tuple(texts)))
    return found
