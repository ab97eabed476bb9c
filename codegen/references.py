"""The links of a page: where it sends its readers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt

from codegen.markdown import (
    PLAIN_INLINE,
    Block,
    Fence,
    Heading,
    Html,
    ListBlock,
    Page,
    Paragraph,
    Table,
)

__all__ = ["links"]

_INLINE = MarkdownIt("commonmark", {"maxNesting": 40})
# Links are searched for from every bracket: in a text of nothing else that takes for ever.
_MAX_BRACKETS = 500
#: A link that is the whole text and has nothing in its target that stands for something else.
_TARGETS = re.compile(r"`[^`]*`|\]\(([^()]*)\)")
_PLAIN = re.compile(r"\[[\w {}/.,-]+\]\(([\w/.#-]+)\)", re.ASCII)


def links(page: Page) -> tuple[tuple[str, int], ...]:
    """The target of each inline link of `page`, as printed, with its line."""
    return tuple(
        (target, line + offset)
        for raw, line in _texts(page.blocks)
        if "](" in raw
        for target, offset in _links(raw)
    )


def _texts(blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """Every piece of inline Markdown, with its first line; cells only where they have links."""
    for block in blocks:
        match block:
            case Heading(raw=raw, line=line) | Paragraph(raw=raw, line=line):
                yield raw, line
            case Table(rows=rows):
                for row in rows:
                    for cell in row.cells:
                        if "](" in cell:
                            yield cell, row.line
            case ListBlock(items=items):
                for item in items:
                    yield item.raw, item.line
                    yield from _texts(item.blocks)
            case Fence() | Html():
                pass


@lru_cache(maxsize=4096)
def _links(raw: str) -> tuple[tuple[str, int], ...]:
    """The links of a text, with lines from 0. The same text stands on many pages."""
    if plain := _PLAIN.fullmatch(raw):
        return ((plain[1], 0),)
    if raw.count("[") > _MAX_BRACKETS:
        return ()
    if PLAIN_INLINE.fullmatch(raw):
        return tuple(
            (match[1], raw.count("\n", 0, match.start()))
            for match in _TARGETS.finditer(raw)
            if match[1] is not None
        )
    line = 0
    found: list[tuple[str, int]] = []
    for token in _INLINE.parseInline(raw)[0].children or ():
        if token.type in {"softbreak", "hardbreak"}:
            line += 1
        elif token.type == "link_open":
            found.append((str(token.attrs["href"]), line))
    return tuple(found)
