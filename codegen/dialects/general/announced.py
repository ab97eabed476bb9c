"""Labels: paragraphs that stand for headings, such as ``**Query parameters:**`` above a table.

A label is a line of its own of a few words, in bold or with a colon at its end, that a heading of
the style could be. What is below it, up to the next heading or label, is a section of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec.structs import replace

from codegen.dialects.general.items import item_of
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import Block, Heading, ListBlock, ListItem, Paragraph, Section, Table, clean

__all__ = ["LEVEL", "label", "parts_of", "role_of"]

#: The level of labels: below all headings of Markdown.
LEVEL = 7
#: Roles of labels that begin a section. Labels of samples are about the next block alone, and
#: words such as "Possible values:" or "Note:" about the text that they stand in.
_BEGINNING: frozenset[Role] = frozenset(
    {"path", "query", "headers", "parameters", "request", "response", "statuses", "properties"}
)
_LABEL = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3})(?P<bold>[^*_\n]{2,60}?)\s*:?\s*(?P=mark)\s*:?"
    r"|(?P<plain>[A-Z][\w /-]{1,60}(?: \([\w /-]{1,30}\))?):"
)
_MOST_WORDS = 6


@lru_cache(maxsize=16384)
def label(raw: str) -> str:
    """The words of a paragraph that is a label; '' where it is none."""
    text = raw.strip()
    match = _LABEL.fullmatch(text) if len(text) <= 80 else None  # noqa: PLR2004 - a few words
    if match is None:
        return ""
    words = clean(match["bold"] or match["plain"])
    return words if len(words.split()) <= _MOST_WORDS else ""


def grouped(blocks: tuple[Block, ...], style: Style) -> tuple[Block, ...]:
    """Blocks, with paragraphs that head a property each as items of a list.

    Such a paragraph is a name that is set apart and its type, and nothing else. What is below it,
    up to the next one, says more of it: paragraphs and lists.
    """
    found: list[Block] = []
    items: list[ListItem] = []
    for block in blocks:
        if isinstance(block, Paragraph) and _is_head(block.raw, style):
            items.append(ListItem(line=block.line, end=block.end, raw=block.raw))
        elif items and isinstance(block, Paragraph | ListBlock) and not _is_label(block):
            last = items[-1]
            items[-1] = replace(last, end=block.end, blocks=(*last.blocks, block))
        else:
            found.extend(_listed(items))
            items = []
            found.append(block)
    return (*found, *_listed(items))


def _listed(items: list[ListItem]) -> Iterator[Block]:
    if items:
        yield ListBlock(line=items[0].line, end=items[-1].end, items=tuple(items))


def _is_label(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(label(block.raw))


@lru_cache(maxsize=4096)
def _is_head(raw: str, style: Style) -> bool:
    if len(raw) > _LONGEST_HEAD or raw[:1] not in "*_`" or _NO_MORE.fullmatch(raw):
        return False
    item = item_of(raw, style)
    if item is None or not item.named or item.form not in {"bold", "code"}:
        return False
    return item.typed and item.cells.type != "" and not item.cells.description


_LONGEST_HEAD = 200
#: A name alone, of which no type is said; `size=<integer>` says one.
_NO_MORE = re.compile(r"(\*\*|`)[^`*=\n]+\1\s*")


def parts_of(section: Section, style: Style) -> Iterator[Section]:
    """The section up to its first label, and one for each label.

    A label of what no spec holds, such as permissions, is about one table or list, left out here.
    """
    ignored = False
    heading, trail = section.heading, section.trail
    blocks: list[Block] = []
    for block in grouped(section.blocks, style):
        words = label(block.raw) if isinstance(block, Paragraph) else ""
        role = role_of(words, style)[0] if words else None
        if role == "ignored":
            ignored = True
        elif ignored and isinstance(block, Table | ListBlock):
            ignored = False
        elif role in _BEGINNING:
            yield Section(heading=heading, trail=trail, blocks=tuple(blocks))
            heading = Heading(line=block.line, end=block.end, level=LEVEL, raw=words)
            trail, blocks, ignored = (*section.trail, words), [], False
        else:
            blocks.append(block)
            ignored = False
    yield Section(heading=heading, trail=trail, blocks=tuple(blocks))


@lru_cache(maxsize=16384)
def role_of(title: str, style: Style) -> tuple[Role | None, Mapping[str, str]]:
    """The role of a heading by the first rule that its whole text fits, with the rule's groups."""
    for rule in style.headings:
        if match := rule.match.fullmatch(title):
            groups = {name: text for name, text in match.groupdict().items() if text}
            return rule.means, groups
    head, dash, _ = title.partition(" - ")
    if dash and (found := role_of(head, style))[0] in _BEGINNING:
        return found
    return None, {}
