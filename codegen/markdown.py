"""Document -> page: front matter, headings, paragraphs, tables, lists and fences, with lines.

Blocks are found by markdown-it-py (CommonMark, and tables as in GFM); inline text stays raw in
the blocks and is cleaned by `clean` when a dialect asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from codegen import frontmatter, tables
from codegen.blocks import parser
from codegen.diagnostics import Diagnostic
from codegen.limits import DEFAULT, Limits
from codegen.sources import Document

__all__ = [
    "Block",
    "Fence",
    "Heading",
    "Html",
    "ListBlock",
    "ListItem",
    "Page",
    "Paragraph",
    "Row",
    "Section",
    "Table",
    "clean",
    "flattened",
    "parse",
    "written",
]


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """``## Text``; lines are 1-based, `end` is the last line of the block."""

    line: int
    end: int
    level: int
    raw: str

    @property
    def text(self) -> str:
        """The heading as clean text."""
        return clean(self.raw)


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """Running text, raw with its line ends."""

    line: int
    end: int
    raw: str

    @property
    def text(self) -> str:
        """The paragraph as clean text."""
        return clean(self.raw)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a table: raw cells, as many as the header has."""

    line: int
    cells: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A GFM table."""

    line: int
    end: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]


class Fence(msgspec.Struct, frozen=True, kw_only=True):
    """A fenced or indented code block; `text_line` is the line of its first line of text."""

    line: int
    end: int
    info: str
    text: str
    text_line: int


class Html(msgspec.Struct, frozen=True, kw_only=True):
    """A block of HTML, raw."""

    line: int
    end: int
    raw: str


class ListItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item: its own text, and the blocks below it."""

    line: int
    end: int
    raw: str
    blocks: tuple[Block, ...] = ()


class ListBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A bullet or ordered list."""

    line: int
    end: int
    items: tuple[ListItem, ...]


Block = Heading | Paragraph | Table | Fence | Html | ListBlock


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading (None before the first) and the blocks up to the next heading of any level."""

    heading: Heading | None
    trail: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The heading's clean text, '' before the first heading."""
        return self.heading.text if self.heading else ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A parsed document."""

    page: str
    rank: int
    front_matter: dict[str, Any] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    lines: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    limits: Limits = DEFAULT
    """Those that also hold for what a reader makes of the page, such as one that parses it anew."""

    def sections(self) -> tuple[Section, ...]:
        """The blocks grouped by heading, each with the trail of headings above it."""
        return self._sections

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        blocks = self.blocks
        headings = [(i, block) for i, block in enumerate(blocks) if isinstance(block, Heading)]
        starts = [start for start, _ in headings] + [len(blocks)]
        sections = [Section(heading=None, trail=(), blocks=blocks[: starts[0]])]
        above: list[tuple[int, str]] = []
        for (start, heading), end in zip(headings, starts[1:], strict=True):
            while above and above[-1][0] >= heading.level:
                above.pop()
            above.append((heading.level, heading.text))
            trail = tuple(text for _, text in above)
            inside = blocks[start + 1 : end]
            sections.append(Section(heading=heading, trail=trail, blocks=inside))
        return tuple(sections)

    @cached_property
    def written(self) -> int:
        """The number of lines that are not blank."""
        return written(self.lines)


def written(lines: Iterable[str]) -> int:
    """How many of `lines` are not blank."""
    return sum(map(bool, map(str.strip, lines)))


# Deep nesting of quotes and lists says nothing in a reference page, and costs stack.
_MAX_NESTING = 40
_OPTIONS = {"maxNesting": _MAX_NESTING}
_BLOCKS = parser(_OPTIONS)
_INLINE = MarkdownIt("commonmark", _OPTIONS).enable("strikethrough")
# Links are searched for from every bracket: in a text of nothing else that takes for ever.
_MAX_BRACKETS = 500
_UNLINKED = MarkdownIt("commonmark", _OPTIONS).enable("strikethrough").disable(["link", "image"])

# Every mark of a list or quote is several tokens: a page of nothing else takes long, and memory.
_MAX_MARKS = 50_000
_MARKS = re.compile(r"^[ \t]*(?:[-*+>]|\d{1,9}[.)])(?:[ \t]*(?:[-*+>]|\d{1,9}[.)]))*", re.MULTILINE)
_MARK = re.compile(r"[-*+>.)]")
# Longer prose than this is taken as it stands, marks and all.
_MAX_INLINE = 50_000
# Letters of a heading. All that is claimed below it says that it stands there: with a heading as
# long as its page that is as much as the page's square. The longest real ones have some 200.
_MAX_HEADING = 2_500


def parse(document: Document) -> Page:
    """Parse `document`. What is malformed is reported in the page's diagnostics."""
    diagnostics: list[Diagnostic] = []
    front_matter, offset = frontmatter.read(document, diagnostics)
    lines = tuple(document.text.split("\n"))
    body = "\n".join(lines[offset:])
    if len(body) > _MAX_MARKS and _marks(body) > _MAX_MARKS:
        diagnostics.append(_too_many_marks(document.page, offset + 1))
        body = ""
    reader = _Reader(document.page, lines, offset, diagnostics)
    tokens = _BLOCKS.parse(body)
    reader.check_nesting(tokens)
    blocks = tuple(reader.blocks(tokens))
    return Page(
        page=document.page,
        rank=document.rank,
        front_matter=front_matter,
        blocks=blocks,
        lines=lines,
        diagnostics=tuple(diagnostics),
    )


def _marks(body: str) -> int:
    """The number of marks of lists and quotes that lines begin with."""
    return sum(len(_MARK.findall(marks)) for marks in _MARKS.findall(body))


def _too_many_marks(page: str, line: int) -> Diagnostic:
    return Diagnostic(
        code="nested-too-deep",
        severity="warning",
        message=f"more than {_MAX_MARKS:,} marks of lists and quotes; the page is not read",
        path=page,
        line=line,
    )


class _Reader:
    """Walks markdown-it's token stream; keeps the page's lines to recover what tokens lose."""

    def __init__(
        self, page: str, lines: Sequence[str], offset: int, diagnostics: list[Diagnostic]
    ) -> None:
        self.page = page
        self.lines = lines
        self.offset = offset
        self.diagnostics = diagnostics

    def check_nesting(self, tokens: Sequence[Token]) -> None:
        """Report where the parser gives up on a quote or list: it skips what is left of it."""
        for token in tokens:
            container = token.type in {"blockquote_open", "list_item_open"}
            if container and token.level + 1 >= _MAX_NESTING:
                finding = Diagnostic(
                    code="nested-too-deep",
                    severity="warning",
                    message="quotes and lists are nested too deep; what is below is not read",
                    path=self.page,
                    line=self._span(token)[0],
                )
                self.diagnostics.append(finding)
                return

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            close = _closing(tokens, index)
            line, end = self._span(token)
            match token.type:
                case "heading_open":
                    raw = self._title(tokens[index + 1].content, line)
                    yield Heading(line=line, end=end, level=int(token.tag[1:]), raw=raw)
                case "paragraph_open":
                    yield Paragraph(line=line, end=end, raw=tokens[index + 1].content)
                case "fence" | "code_block":
                    skip = 1 if token.type == "fence" else 0
                    yield Fence(
                        line=line,
                        end=end,
                        info=token.info.strip(),
                        text=token.content,
                        text_line=line + skip,
                    )
                case "html_block":
                    yield Html(line=line, end=end, raw=token.content)
                case "table":
                    yield self._table(token, line, end)
                case "bullet_list_open" | "ordered_list_open":
                    items = self._items(tokens[index + 1 : close])
                    yield ListBlock(line=line, end=end, items=tuple(items))
                case "blockquote_open":
                    yield from self.blocks(tokens[index + 1 : close])
            index = close + 1

    def _title(self, raw: str, line: int) -> str:
        if len(raw) <= _MAX_HEADING:
            return raw
        message = f"heading of {len(raw):,} letters; only {_MAX_HEADING:,} are read"
        hint = "if it is a text under which a line was drawn, put an empty line between"
        self._report("not-understood", message, line, hint)
        return raw[:_MAX_HEADING]

    def _span(self, token: Token) -> tuple[int, int]:
        start, stop = token.map or (0, 1)
        while stop > start + 1 and not self.lines[self.offset + stop - 1].strip():
            stop -= 1
        return self.offset + start + 1, self.offset + stop

    def _items(self, tokens: Sequence[Token]) -> Iterator[ListItem]:
        index = 0
        while index < len(tokens):
            close = _closing(tokens, index)
            line, end = self._span(tokens[index])
            blocks = tuple(self.blocks(tokens[index + 1 : close]))
            first = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
            yield ListItem(
                line=line,
                end=end,
                raw=first.raw if first else "",
                blocks=blocks[1:] if first else blocks,
            )
            index = close + 1

    def _table(self, token: Token, line: int, end: int) -> Table:
        header, *lines = token.meta["lines"]
        names = header[2]
        return Table(line=line, end=end, header=names, rows=tuple(self._rows(lines, len(names))))

    def _rows(self, lines: Sequence[tables.Line], width: int) -> Iterator[Row]:
        for start, cells in tables.rows(lines, width):
            line = self.offset + start + 1
            if len(cells) == width:
                yield Row(line=line, cells=cells)
                continue
            self._ragged(line, len(cells), width)
            yield Row(line=line, cells=(*cells, *[""] * width)[:width])

    def _ragged(self, line: int, found: int, width: int) -> None:
        what = "the cells beyond are left out" if found > width else "the missing ones are empty"
        message = f"table row has {found} cells, the header has {width}; {what}"
        self._report("ragged-row", message, line, "a pipe in a cell is written \\|")

    def _report(self, code: str, message: str, line: int, hint: str) -> None:
        found = Diagnostic(
            code=code, severity="warning", message=message, path=self.page, line=line, hint=hint
        )
        self.diagnostics.append(found)


def _closing(tokens: Sequence[Token], index: int) -> int:
    """Index of the token that closes the block opened at `index` (itself if it opens none)."""
    if tokens[index].nesting != 1:
        return index
    level, kind = tokens[index].level, tokens[index].type.replace("_open", "_close")
    for later in range(index + 1, len(tokens)):
        if tokens[later].level == level and tokens[later].type == kind:
            return later
    return len(tokens) - 1


_TAG_NAME = re.compile(r"</?\s*([A-Za-z][\w:.-]*)")
_REFERENCE = re.compile(r"""\b(?:cref|href|langword|name)\s*=\s*["']([^"']*)["']""")
_BREAKING_TAGS = frozenset({"br", "para", "p", "li", "ul", "ol", "div", "tr"})
_SPACES = re.compile(r"[ \t\f\v]+")


def flattened(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, and those below items of lists."""
    for block in blocks:
        yield block
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from flattened(item.blocks)


@lru_cache(maxsize=65536)
def clean(raw: str) -> str:
    """Plain text of inline Markdown: entities decoded, marks, links and tags reduced to words.

    A tag that breaks a line (``<br>``, ``<para>``) becomes a line end; an empty tag that refers
    to something (``<see cref="T:A.B"/>``) becomes the last part of what it refers to.
    """
    if len(raw) > _MAX_INLINE or not _MARKUP.search(raw):
        return _SPACES.sub(" ", raw).strip()
    if PLAIN_INLINE.fullmatch(raw):
        text = _MARKED.sub(_unmarked, raw)
        lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
        return "\n".join(line for line in lines if line)
    parts: list[str] = []
    inline = _INLINE if raw.count("[") <= _MAX_BRACKETS else _UNLINKED
    for token in inline.parseInline(raw)[0].children or ():
        match token.type:
            case "text" | "code_inline" | "text_special":
                parts.append(token.content)
            case "softbreak":
                parts.append("\n")
            case "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(token.content)
            case "html_inline":
                parts.append(_tag_text(token.content))
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


_MARKUP = re.compile(r"[\\`*_<>&\[\]!\n~]")

# The commonest marks, where nothing else can be meant: a link, code and a bold word, not in each
# other, and underscores within words. The parser takes twenty times as long, and says the same.
_LINKED = r"\[([A-Za-z0-9](?:[A-Za-z0-9 .,'()/-]|(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9]))*)\]\(((?:https?://)?[\w./#?=$+-]*)\)"
_CODED = r"`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
_BOLD = (
    r"(?<![\w*])\*\*([A-Za-z0-9](?:[\w .,'-]*(?:[A-Za-z0-9]|[:.](?=\*\*(?:\s|\Z))))?)\*\*(?![\w*])"
)
# An alert or a command of the site's own, which may hold one link: ``[!NOTE]``.
_ALERT = rf"\[![A-Za-z]+(?:-[A-Za-z]+)*(?:[ ]{_LINKED})?\](?![(\[:])"
# Words in brackets are a link only with a target behind them; a label has none, read alone.
_IN_BRACKETS = r"\[[A-Za-z0-9 .,'/-]+\](?![(\[:])"
_MARKED = re.compile(rf"{_LINKED}|{_CODED}|{_BOLD}", re.ASCII)
PLAIN_INLINE = re.compile(
    rf"(?:[^\\`*_<>&\[\]!~\n]|\n(?!\s)|(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9])|!(?!\[)"
    rf"|{_LINKED}|(?<!`){_CODED}|{_BOLD}|{_ALERT}|{_IN_BRACKETS})*",
    re.ASCII,
)
"""Text of which `_MARKED` finds all marks."""


def _unmarked(match: re.Match[str]) -> str:
    return match[1] or match[3] or match[4] or ""


def _tag_text(tag: str) -> str:
    name = _TAG_NAME.match(tag)
    if name is None:
        return ""
    if name[1].lower() in _BREAKING_TAGS:
        return "\n"
    if tag.endswith("/>") and (reference := _REFERENCE.search(tag)):
        # A member is named by its type and perhaps its parameters: M:Name.Space.Type.Member(Type)
        return reference[1].partition("(")[0].rpartition(".")[2].rpartition(":")[2]
    return ""
