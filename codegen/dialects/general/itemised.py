"""Lists whose items stand for headings, such as ``- **Request**:`` with a sample below it.

What is below such an item, up to the item's end, is a section of its own, within that of the list.
API Blueprint has its whole reference in such lists (https://apiblueprint.org/documentation/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from codegen.dialects.styles.style import Role
from codegen.markdown import Block, Fence, Heading, ListBlock, ListItem, Paragraph, clean

__all__ = ["itemised"]

#: What an item is that stands for a heading: its role by its words; None for any other words.
RoleOf = Callable[[str], Role | None]

#: Roles of what an item has below it.
_HEADING: frozenset[Role | None] = frozenset(
    {
        "path",
        "query",
        "headers",
        "parameters",
        "request",
        "response",
        "properties",
        "sample",
        "sample-request",
        "sample-response",
    }
)
#: Words in bold, with a colon in or behind them; and what stands behind that in the same line.
_LABEL = re.compile(r"(?P<mark>\*\*|__)(?P<words>[^*_\n]{2,60}?)\s*+(?::\s*+)?(?P=mark)\s*:?\s*")
#: Words alone, which are a label where all items of their list are such.
_WORDS = re.compile(r"[A-Z][\w /-]{1,30}(?:\([^()\n]{1,60}\))?:?")
#: JSON in one line of code.
_INLINE = re.compile(r"(`{1,2})\s*([\[{][^\n]*?[\]}])\s*\1")
#: The payload itself, of what the item above it says.
_PAYLOAD = re.compile(r"(?:body|payload|example|sample|json)s?", re.IGNORECASE)
_SIDES: frozenset[Role | None] = frozenset({"request", "response"})


def itemised(blocks: Iterable[Block], level: int, role_of: RoleOf) -> Iterator[Block]:
    """Blocks, with headings of `level` and below it where items of lists stand for some.

    A heading without words ends what is below an item.
    """
    opened = False
    for block in blocks:
        parts = _parts(block, role_of) if isinstance(block, ListBlock) else [(block, "")]
        for part, words in parts:
            if isinstance(part, ListItem):
                yield Heading(line=part.line, end=part.line, level=level, raw=words)
                yield from _below(part, words, level + 1, role_of)
                opened = True
                continue
            if opened:
                yield Heading(line=part.line, end=part.line, level=level, raw="")
                opened = False
            yield part


def _parts(block: ListBlock, role_of: RoleOf) -> Iterator[tuple[Block | ListItem, str]]:
    """The items that stand for headings, with their words; and the rest, as lists."""
    plain = all(_WORDS.fullmatch(one.raw.strip()) for one in block.items)
    rest: list[ListItem] = []
    for item in block.items:
        words = _words(item, plain=plain)
        if not words or role_of(words) not in _HEADING:
            rest.append(item)
            continue
        yield from _listed(rest)
        rest = []
        yield item, words
    yield from _listed(rest)


def _listed(items: list[ListItem]) -> Iterator[tuple[Block, str]]:
    if items:
        yield ListBlock(line=items[0].line, end=items[-1].end, items=tuple(items)), ""


def _words(item: ListItem, *, plain: bool) -> str:
    """The words of an item that stands for a heading; '' where it does not."""
    first, _, more = item.raw.strip().partition("\n")
    label = _LABEL.match(first)
    if label is None:
        told = plain and not more and bool(item.blocks)
    elif behind := first[label.end() :]:
        told = _INLINE.match(behind) is not None
    else:
        told = bool(item.blocks or more)
    if not told:
        return ""
    return clean(label["words"] if label is not None else first).rstrip(": ")


def _below(item: ListItem, words: str, level: int, role_of: RoleOf) -> Iterator[Block]:
    """What stands below an item: the text behind its words, and its blocks."""
    first, _, more = item.raw.strip().partition("\n")
    label = _LABEL.match(first)
    inline = _INLINE.match(first[label.end() :]) if label is not None else None
    if inline is not None:
        yield Fence(line=item.line, end=item.line, info="", text=inline[2], text_line=item.line)
    if more:
        yield Paragraph(line=item.line + 1, end=item.line + 1 + more.count("\n"), raw=more)
    blocks = (one for block in item.blocks for one in _alternatives(block))
    of_side = role_of(words) in _SIDES

    def below(name: str) -> Role | None:
        role = role_of(name)
        if of_side and role == "headers":
            return None  # those that a message shows are no parameters
        return role

    for block in itemised(blocks, level, below):
        payload = isinstance(block, Heading) and of_side and _PAYLOAD.fullmatch(block.raw)
        if isinstance(block, Heading) and payload:
            yield Heading(line=block.line, end=block.end, level=block.level, raw=words)
        else:
            yield block


def _alternatives(block: Block) -> Iterator[Block]:
    """The items of a list that have code below each: several payloads, each with a name."""
    if not isinstance(block, ListBlock) or not all(
        any(isinstance(below, Fence) for below in item.blocks) for item in block.items
    ):
        yield block
        return
    for item in block.items:
        if item.raw and not _WORDS.fullmatch(item.raw.strip()):
            yield Paragraph(line=item.line, end=item.line + item.raw.count("\n"), raw=item.raw)
            yield from item.blocks
        else:
            yield ListBlock(line=item.line, end=item.end, items=(item,))
