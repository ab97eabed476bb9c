"""Labels with what they announce in the same line: ``**Response:** [Sailor](#sailor)``.

Such a line looks like a property with its type. In the section of an operation, outside of lists
of its parameters, words that a heading of the style could have are no property: what stands behind
them is what is sent or answered. What stands right below is read as below a heading of these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from codegen.dialects.general import lists
from codegen.dialects.general.announced import LEVEL, MOST_WORDS, role_of
from codegen.dialects.general.drafts import Body, OperationDraft, Reader, Side
from codegen.dialects.general.items import item_of
from codegen.dialects.general.names import is_plain_type
from codegen.dialects.general.read import PROPERTIES
from codegen.dialects.general.said import add_status, status_of
from codegen.dialects.general.sections import Node
from codegen.dialects.general.sentences import Words
from codegen.dialects.general.whole import typed_words
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import Block, Fence, Html, ListBlock, ListItem, Paragraph, Table, clean

__all__ = ["blocks_of"]

#: A few words in bold, or with a colon behind them, and what stands behind these in their line.
_LINE = re.compile(
    r"(?:(?P<mark>\*{1,3}|_{1,3})(?P<bold>[^*_\n]{2,60}?)\s*(?P<colon>:?)\s*(?P=mark)"
    r"\s*(?P<behind>[:\u2013\u2014-]?)"
    r"|(?P<plain>[A-Z][\w /-]{1,40}(?: \([\w /-]{1,30}\))?)(?P<end>:))(?=\s)\s*(?P<text>\S[^\n]*)"
)
_SIDES: frozenset[Role | None] = frozenset({"request", "response"})
#: Roles of words that are as likely the name of a property or type as a heading.
_NAMES: frozenset[Role | None] = frozenset({None, "enum", "flags", "definition", "operation"})
#: Roles of the parts of an operation's section.
_PARTS: frozenset[Role | None] = frozenset({*PROPERTIES, "request-line", "description"}) - {
    "definition"
}
#: The payload itself: below a heading of an answer, that of the answer.
_PAYLOAD = re.compile(r"(?:body|payload|data)", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-+*]|\d+[.)])\s")
#: What a status is told apart by from the next: ``[Sailor](#sailor) or 404``.
_OTHERWISE = re.compile(r",?\s+(?:or|and)\s+(?:an?\s+|the\s+|HTTP\s+)*(?=`?[1-5]\d\d\b)")
_STATUS = re.compile(
    r"[`*_(]*(?:HTTP |status )?(?:code )?([1-5]\d\d)\b[`*_)]*\s*[-:,\u2013\u2014]*\s*"
)
_LINKED = re.compile(r"\]\([^()\s]+\)")


class _Said(NamedTuple):
    """A status, the words of a type, and all words behind the status; '' where there are none."""

    status: str
    words: Words
    text: str


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line with a label: its words, with what a heading of them means, and the rest of it."""

    words: str
    role: Role | None
    groups: Mapping[str, str]
    said: tuple[_Said, ...]
    """What the rest says is sent or answered; nothing where the words are of something else."""
    raw: str
    line: int
    blocks: tuple[Block, ...] = ()
    """What stands below it, in the same item."""

    @property
    def several(self) -> bool:
        """Whether the label has more words than the name of a property."""
        return " " in self.words


def blocks_of(reader: Reader) -> Iterator[Block]:
    """The blocks of the reader's section, without the lines that labels make part of a draft.

    What stands right below such a line comes with the reader at a section of the label's own.
    """
    node, draft = reader.node, reader.operation_draft
    if draft is None or not _may_have_lines(node):
        yield from node.blocks
        return
    listed = False
    for block in node.blocks:
        for part in _parts(reader, node, block, listed=listed):
            if not isinstance(part, _Line):
                if not isinstance(part, Table | ListBlock | Fence | Html):
                    reader.node = node
                yield part
                continue
            if part.said:
                _claim(reader, draft, node, part)
                reader.node = _below(node, part)
                reader.before = _before(part, reader.style)
            else:
                reader.node = node
                yield Paragraph(line=part.line, end=part.line, raw=part.raw)
            yield from part.blocks
        listed = listed or node.role in _SIDES or not isinstance(block, Paragraph)
    reader.node = node


def _may_have_lines(node: Node) -> bool:
    """Whether the section is an operation's own, or one of its parts."""
    if node.operations:
        return True
    above = node.parent if node.level >= LEVEL or node.role in PROPERTIES else None
    while above is not None and above.level >= LEVEL:
        above = above.parent
    if above is None or not above.operations:
        return False
    return node.role in _PARTS or not node.title


def _parts(reader: Reader, node: Node, block: Block, *, listed: bool) -> Iterator[Block | _Line]:
    """The lines of a block that labels stand before, and the rest of it.

    `listed`: a table or list stands above it. Below a heading of properties, what has one word may
    be a label only behind their table or list.
    """
    style = reader.style
    if isinstance(block, Paragraph):
        pieces = _lines(block, style, answers=node.role == "response")
        if any(isinstance(one, _Line) for one in pieces):
            yield from pieces
            return
    elif isinstance(block, ListBlock):
        lines = [_line(one.raw, one.line, style, one.blocks) or one for one in block.items]
        bullets = _BULLET.match(reader.page.lines[block.line - 1]) is not None
        apart = node.role not in PROPERTIES or (listed and not bullets)
        found = [one for one in lines if isinstance(one, _Line)]
        if not any(one.said for one in found) and lists.read(block, style) is None:
            found = []
        if found and (apart or all(one.several for one in found)) and _are_labels(lines, style):
            for part in _regrouped(lines):
                if bullets or not isinstance(part, _Line):
                    yield part
                    continue
                # Paragraphs that were taken for properties, with what was taken for their text.
                yield replace(part, blocks=())
                for below in part.blocks:
                    yield from _parts(reader, node, below, listed=listed)
            return
    yield block


def _lines(block: Paragraph, style: Style, *, answers: bool) -> list[Paragraph | _Line]:
    """The lines of a paragraph with labels, and those between them together."""
    found: list[Paragraph | _Line] = []
    rest: list[str] = []
    rows = block.raw.split("\n")
    for at, raw in enumerate(rows, block.line):
        line = _line(raw.strip().rstrip("\\"), at, style, answers=answers)
        if line is not None and line.said:
            found.extend(_paragraph(rest, at - len(rest)))
            rest = []
            found.append(line)
        else:
            rest.append(raw)
    found.extend(_paragraph(rest, block.line + len(rows) - len(rest)))
    return found


def _paragraph(lines: Sequence[str], line: int) -> Iterator[Paragraph]:
    if lines:
        yield Paragraph(line=line, end=line + len(lines) - 1, raw="\n".join(lines))


def _regrouped(lines: Sequence[ListItem | _Line]) -> Iterator[Block | _Line]:
    """The items that are labels one by one, and those between them as lists."""
    rest: list[ListItem] = []
    for one in (*lines, None):
        if isinstance(one, ListItem):
            rest.append(one)
            continue
        if rest:
            yield ListBlock(line=rest[0].line, end=rest[-1].end, items=tuple(rest))
        rest = []
        if one is not None:
            yield one


def _line(
    raw: str,
    line: int,
    style: Style,
    blocks: tuple[Block, ...] = (),
    *,
    answers: bool = False,
) -> _Line | None:
    """The label that a line begins with, if a heading of its words would mean something.

    `answers`: it stands below a heading of answers, where a number with any text is a status.
    """
    match = _LINE.fullmatch(raw) if len(raw) <= 1000 else None  # noqa: PLR2004 - no line
    if match is None:
        return None
    words = clean(match["bold"] or match["plain"])
    role, groups = role_of(words, style)
    if role in _NAMES or len(words.split()) > MOST_WORDS:
        return None
    if " " not in words and not (words[:1].isupper() or words.isdecimal()):
        return None
    if not (match["colon"] or match["behind"] or match["end"]) and match["text"][0] not in "[`":
        return None
    text = match["text"].strip()
    said = _said(text, style) if role in _SIDES else ()
    if not said and groups.get("status") and (answers or not words.isdecimal()):
        said = (_Said(groups["status"], Words(type=""), clean(text)),)
    if not said and (role in _SIDES or not _LINKED.search(text)):
        return None
    return _Line(
        words=words,
        role=role,
        groups=groups,
        said=said,
        raw=raw,
        line=line,
        blocks=blocks,
    )


def _are_labels(lines: Sequence[ListItem | _Line], style: Style) -> bool:
    """Whether the labels among the items of a list are such, and no properties beside others.

    Both sides of an operation are no two properties; nor have names of properties several words.
    """
    labels = [one for one in lines if isinstance(one, _Line)]
    if all(one.several for one in labels) or {one.role for one in labels} >= _SIDES:
        return True
    items = (item_of(one.raw, style) for one in lines if isinstance(one, ListItem))
    return not any(one is not None and one.named and one.cells.type for one in items)


def _claim(reader: Reader, draft: OperationDraft, node: Node, line: _Line) -> None:
    """Put what stands behind a label into the draft."""
    side = _side(node, line)
    for one in line.said:
        status = one.status if side == "response" else ""
        if status:
            add_status(reader, status, "" if one.words.type else one.text, line.line)
        status = status or line.groups.get("status", "") or status_of(node)
        if one.words.type:
            draft.say(
                Body(
                    side=side,
                    words=one.words,
                    status=status if side == "response" else "",
                    line=line.line,
                    section=reader.section,
                )
            )


def _side(node: Node, line: _Line) -> Side:
    payload = node.role == "response" and _PAYLOAD.fullmatch(line.words)
    return "request" if line.role == "request" and not payload else "response"


def _said(text: str, style: Style) -> tuple[_Said, ...]:
    """Each status that the text behind a label names, with what is sent then."""
    found: list[_Said] = []
    for part in _OTHERWISE.split(text):
        status = _STATUS.match(part)
        rest = part[status.end() :] if status else part
        words = typed_words(rest)
        if words is None and "](" not in _LINKED.sub("", rest) and is_plain_type(rest, style):
            words = Words(type=rest, sure=True)
        if status or words:
            said = clean(rest).strip(" .`")
            found.append(_Said(status[1] if status else "", words or Words(type=""), said))
    return tuple(found)


def _below(node: Node, line: _Line) -> Node:
    """The section of what stands right below a label."""
    side = _side(node, line)
    above = node
    while above.parent is not None and not above.operations and above.role != side:
        above = above.parent
    return Node(
        section=node.section,
        title=line.words,
        level=LEVEL,
        role=side,
        groups=line.groups,
        parent=above,
        stated=node.stated,
    )


def _before(line: _Line, style: Style) -> str:
    """What stands before the block below a label: all of its line, if that says what it is of."""
    return line.raw if role_of(clean(line.raw), style)[0] in _SIDES else f"**{line.words}:**"
