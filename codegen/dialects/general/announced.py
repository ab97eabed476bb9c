"""Labels: paragraphs that stand for headings, such as ``**Query parameters:**`` above a table.

A label is a line of its own of a few words, in bold or with a colon at its end, that a heading of
the style could be. What is below it, up to the next heading or label, is a section of its own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from msgspec.structs import replace

from codegen.dialects.general.itemised import itemised
from codegen.dialects.general.items import item_of
from codegen.dialects.general.requests import Request, in_block
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import (
    Block,
    Fence,
    Heading,
    Html,
    ListBlock,
    ListItem,
    Paragraph,
    Section,
    Table,
    clean,
)
from codegen.pathtemplate import example_of

__all__ = ["LEVEL", "MOST_WORDS", "PART", "label", "parts_of", "role_of"]

#: The level of what stands below a request line of its own: below all headings of Markdown.
PART = 7
#: The level of labels: below those, too.
LEVEL = 8
#: Roles of labels that begin a section. Labels of samples are about the next block alone, and
#: words such as "Possible values:" or "Note:" about the text that they stand in.
_BEGINNING: frozenset[Role] = frozenset(
    {"path", "query", "headers", "parameters", "request", "response", "statuses", "properties"}
)
_LABEL = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3})(?P<bold>[^*_\n]{2,60}?)\s*:?\s*(?P=mark)\s*:?"
    r"(?:\s*(?P<status>[1-5]\d\d|`[1-5]\d\d[ \w]{0,30}`):?)?"
    r"|(?P<plain>[A-Z][\w /-]{1,60}(?: \([\w /-]{1,30}\))?):"
)
#: A label has no more words.
MOST_WORDS = 6


@lru_cache(maxsize=16384)
def label(raw: str) -> str:
    """The words of a paragraph that is a label; '' where it is none."""
    text = raw.strip()
    match = _LABEL.fullmatch(text) if len(text) <= 80 else None  # noqa: PLR2004 - a few words
    if match is None:
        return ""
    words = clean(f"{match['bold'] or match['plain']} {match['status'] or ''}").strip()
    return words if len(words.split()) <= MOST_WORDS else ""


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
        elif items and isinstance(block, Paragraph | ListBlock) and not _is_label(block, style):
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


def _is_label(block: Block, style: Style) -> bool:
    """Whether a paragraph is a label, or begins with one that no property can be called."""
    if not isinstance(block, Paragraph):
        return False
    words = _WORDS.match(block.raw)
    whole = words is not None and role_of(clean(words[1]), style)[0] in {"request", "response"}
    return whole or bool(label(block.raw))


#: Several words in bold.
_WORDS = re.compile(r"\*\*([^*_\s]{1,30}(?: [^*_\s]{1,30}){1,4}?)\s?:?\*\*")


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
    found = separated(section, grouped(section.blocks, style), style)
    for block in itemised(found, LEVEL + 1, partial(_role, style)):
        if isinstance(block, Heading):
            yield Section(heading=heading, trail=trail, blocks=tuple(blocks))
            heading = block
            trail, blocks, ignored = (*section.trail, block.raw), [], False
            continue
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


def separated(section: Section, blocks: tuple[Block, ...], style: Style) -> Iterator[Block]:
    """Blocks, with a heading for each operation where a section documents several in turn.

    They are told apart by their request lines: each has its own label right above it, such as
    ``**List**``, or a table, list or sample before the next one.
    """
    starts = _starts(blocks, style) if _may_hold_several(section, style) else {}
    for at, block in enumerate(blocks):
        if (words := starts.get(at)) is not None:
            yield Heading(line=block.line, end=block.end, level=PART, raw=words)
        if not (words and isinstance(block, Paragraph) and label(block.raw) == words):
            yield block


#: Roles of headings below which several operations may stand, and of those that they never do.
_HOLDING: frozenset[Role | None] = frozenset({None, "operation", "definition"})
_SHOWING: frozenset[Role | None] = frozenset(
    {"sample", "sample-request", "sample-response", "request", "response"}
)


def _may_hold_several(section: Section, style: Style) -> bool:
    if section.heading is None:
        return True
    roles = {role_of(title, style)[0] for title in section.trail}
    return role_of(section.title, style)[0] in _HOLDING and not roles & _SHOWING


def _starts(blocks: tuple[Block, ...], style: Style) -> dict[int, str]:
    """Where the parts of several operations begin, each with the words that it goes by."""
    lines: list[tuple[int, Request]] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Fence | Paragraph) and (found := in_block(block, style)):
            if len(found) > 1 or not found[0].sure:
                return {}
            lines.append((at, found[0]))
    keys = [one.operation for _, one in lines]
    if len(set(keys)) < max(2, len(keys)):
        return {}
    labels = [_name_above(blocks, at, style) for at, _ in lines]
    gaps = [blocks[at + 1 : end] for (at, _), (end, _) in itertools.pairwise(lines)]
    told = [any(isinstance(one, Table | ListBlock | Fence | Html) for one in gap) for gap in gaps]
    shown = any(map(example_of, keys, keys[1:])) or any(map(example_of, keys[1:], keys))
    if not (any(told) and all(labels)) and (shown or not all(told)):
        return {}
    return {
        at - (1 if words else 0): words or f"{one.operation.method} {one.operation.path}"
        for (at, one), words in zip(lines, labels, strict=True)
    }


def _name_above(blocks: tuple[Block, ...], at: int, style: Style) -> str:
    """The label right above a request line that is what the operation goes by; '' if none is."""
    above = blocks[at - 1] if at else None
    words = label(above.raw) if isinstance(above, Paragraph) else ""
    return words if words and role_of(words, style)[0] in _HOLDING else ""


def _role(style: Style, words: str) -> Role | None:
    return role_of(words, style)[0]


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
