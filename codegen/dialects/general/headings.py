"""Properties that have a heading each, with a line below it that says their type.

### `id`
**Type:** string, **Required:** yes
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from codegen.dialects.general.cells import Cells
from codegen.dialects.general.collect import Collector, Entry
from codegen.dialects.general.items import Item, with_type
from codegen.dialects.general.keyed import MOST_LINES, keyed
from codegen.dialects.general.names import is_name, is_plain_type, names, words_of_marks
from codegen.dialects.general.read import PROPERTIES, Read
from codegen.dialects.general.titles import own_id
from codegen.dialects.general.typed import typed_text
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import Block, ListBlock, ListItem, Paragraph, Section, clean

__all__ = ["keyed_paragraph", "read_sections"]

#: Several keys stand between bars.
_BETWEEN = re.compile(r"\n|<br\s*/?>|(?<![^\S\n])\s+\|\s+|[,;]\s+(?=\*\*|__)", re.IGNORECASE)


def read_sections(
    sections: Iterable[Section], style: Style, role: Role | None = None
) -> tuple[Read, int] | None:
    """The properties that consecutive sections document, and how many sections these are.

    None: the first documents none. Headings further down are properties of the one above. Offsets
    count lines from the first heading. `role` is that of the heading above them all.
    """
    payload = PROPERTIES.get(role) if role else None
    collector: Collector | None = None
    level = count = 0
    for section in sections:
        heading = section.heading
        entry = _entry(section, style, role)
        if heading is None or entry is None or (count and heading.level < level):
            break
        if collector is None:
            collector, level = Collector(style, payload, heading.line), heading.level
        collector.add([entry], heading.level - level)
        count += 1
    found = collector.result(role) if collector is not None else None
    return (found, count) if found is not None else None


_ANCHOR = re.compile(r"<a\s[^<>]{0,200}>\s*</a>")
_ALONE = re.compile(r"\*\*\s*(\S[^*\n]{0,200}?)\s*\*\*|(`[^`\n]{1,200}`)")


def keyed_paragraph(block: Paragraph, style: Style) -> Entry | None:
    """The property that a paragraph documents, with a line that says its type by a key."""
    first, _, rest = block.raw.partition("\n")
    match = _ALONE.fullmatch(_ANCHOR.sub("", first[:1000]).strip()) if rest else None
    if match is None:
        return None
    called = names(match[1] or match[2], style)
    if len(called) != 1 or not is_name(called[0].text):
        return None
    below = Paragraph(line=block.line + 1, end=block.end, raw=rest)
    cells, blocks = _cells([below], style, typed=True)
    if "type" not in cells:
        return None
    item = Item(
        names=called, form="bold", cells=Cells(**cells), typed=True, separated=True, raw=first
    )
    return Entry(item, first, block.line, blocks)


_APART = re.compile(r"[`({\[<:*]|\s_")
#: Versions and numbers stand behind a colon in headings, too.
_TYPE = re.compile(r"[^\w]{0,3}[A-Za-z]")


def _entry(section: Section, style: Style, role: Role | None) -> Entry | None:
    """The property that a section documents; None where it documents something else."""
    heading = section.heading
    if heading is None:
        return None
    # Words behind a word are a title, such as `Sequence numbers`; a type is set apart.
    raw, _ = own_id(heading.raw)
    called = names(raw, style, typed=_APART.search(raw) is not None)
    if len(called) != 1 or not is_name(called[0].text):
        return None
    name = with_type(called[0], style)
    if name.type and not (_TYPE.match(name.type) and is_plain_type(name.type, style)):
        return None
    cells, blocks = _cells(section.blocks, style, typed=name.type != "")
    typed = bool(cells.get("type") or name.type)
    marked = "`" in raw or name.type != ""
    sure = role in PROPERTIES and role != "definition"
    if not (typed and (marked or sure)) and not (marked and sure):
        return None
    item = Item(
        names=(name,), form="code", cells=Cells(**cells), typed=typed, separated=True, raw=name.text
    )
    return Entry(item, raw, heading.line, blocks)


def _cells(
    blocks: Sequence[Block], style: Style, *, typed: bool
) -> tuple[dict[str, str], tuple[Block, ...]]:
    """What the lines below a heading say by keys, and the blocks that say other things.

    `typed`: the type stands in the heading.
    """
    found: dict[str, str] = {}
    rest: list[Block] = []
    for block in blocks:
        lines = _lines(block)
        pairs = [keyed(line, style) for line in lines]
        left = [line for line, pair in zip(lines, pairs, strict=True) if pair is None]
        first = not rest and not typed and "type" not in found
        if first and left and isinstance(block, Paragraph):
            # The first line may be the type itself, without a key.
            whole = _whole_type(left[0], style)
            if whole is not None:
                found = {**whole, **found}
                left = left[1:]
        for pair in pairs:
            if pair is not None:
                found.setdefault(*pair)
        if values := _values(left, block.line):
            rest.append(values)
            left = left[len(values.items) :]
        if not left:
            continue
        if isinstance(block, Paragraph) and len(left) < len(lines):
            text = "\n".join(filter(None, (found.get("description", ""), *left)))
            found["description"] = text
        else:
            rest.append(block)
    return found, tuple(rest)


_LONGEST = 1000
_VALUE = re.compile(r"`[^`\n]{1,100}`\s*(?:[=:\u2013\u2014-]\s*\S.*)?")


def _values(lines: Sequence[str], line: int) -> ListBlock | None:
    """The first of the lines, if they are a value each, with what it means: a list of them."""
    texts = (one.strip().removesuffix("\\").rstrip() for one in lines)
    values = takewhile(lambda one: len(one) <= _LONGEST and _VALUE.fullmatch(one), texts)
    items = tuple(ListItem(line=line, end=line, raw=one) for one in values)
    return ListBlock(line=line, end=line, items=items) if items else None


def _lines(block: Block) -> list[str]:
    """The lines of a paragraph, or the items of a list, that may say something by a key."""
    if isinstance(block, Paragraph):
        return _BETWEEN.split(block.raw, MOST_LINES)
    if isinstance(block, ListBlock) and not any(one.blocks for one in block.items):
        return [one.raw for one in block.items]
    return [""]


#: Marks stand behind a comma, or a dot in the middle: ``string · Required``.
_MARKED = re.compile(r",|\s[\u00b7\u2022|]\s")


def _whole_type(line: str, style: Style) -> dict[str, str] | None:
    """A line that is nothing but a type and marks: ``_string_, required``."""
    typed = typed_text(line.strip(), style, behind=True)
    if typed is not None and not clean(typed.rest).strip(" .,"):
        kind = {"type": typed.type} if typed.type else {}
        presence = {"required": typed.said.presence} if typed.said.presence else {}
        return {**kind, **presence, **({"default": typed.default} if typed.default else {})}
    parts = [part.strip() for part in _MARKED.split(clean(line))]
    plain = is_plain_type(parts[0], style)
    if plain and all(words_of_marks(one) for one in parts[1:]):
        required = {"required": parts[1]} if len(parts) > 1 else {}
        return {"type": parts[0], **required}
    return None
