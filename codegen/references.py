"""The links of a page: where it sends its readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt

from codegen.markdown import Block, Fence, Heading, Html, ListBlock, Page, Paragraph, Table

__all__ = ["links"]

_INLINE = MarkdownIt("commonmark", {"maxNesting": 40})
# Links are searched for from every bracket: in a text of nothing else that takes for ever.
_MAX_BRACKETS = 500


def links(page: Page) -> tuple[tuple[str, int], ...]:
    """The target of each inline link of `page`, as printed, with its line."""
    return tuple(
        link
        for raw, line in _texts(page.blocks)
        if "](" in raw and raw.count("[") <= _MAX_BRACKETS
        for link in _links(raw, line)
    )


def _texts(blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """Every piece of inline Markdown, with its first line."""
    for block in blocks:
        match block:
            case Heading(raw=raw, line=line) | Paragraph(raw=raw, line=line):
                yield raw, line
            case Table(rows=rows):
                yield from ((cell, row.line) for row in rows for cell in row.cells)
            case ListBlock(items=items):
                for item in items:
                    yield item.raw, item.line
                    yield from _texts(item.blocks)
            case Fence() | Html():
                pass


def _links(raw: str, line: int) -> Iterator[tuple[str, int]]:
    for token in _INLINE.parseInline(raw)[0].children or ():
        if token.type in {"softbreak", "hardbreak"}:
            line += 1
        elif token.type == "link_open":
            yield str(token.attrs["href"]), line
