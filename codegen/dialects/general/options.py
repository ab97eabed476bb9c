"""Types that are one of several others: a table, a list or a sentence of nothing but links to them.

Linking holds such a type for one only where every link leads to an object type (see
`codegen.linking.options`), so that a table of pages to read is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from codegen.claims import Link
from codegen.dialects.general.drafts import Option, Reader
from codegen.dialects.general.labels import label_of
from codegen.dialects.general.sections import Node
from codegen.dialects.general.sentences import sentences
from codegen.dialects.general.values import number_of
from codegen.dialects.styles.style import Role
from codegen.markdown import Block, ListBlock, Paragraph, Table, clean
from codegen.naming import type_name, words

__all__ = ["options"]

_LINK = r"\[(?:[^\[\]\n]){1,200}\]\(\s{0,5}<?[^()\s<>]{1,500}>?\s{0,5}\)"
_PARTS = re.compile(r"\[([^\[\]\n]{1,200})\]\(\s{0,5}<?([^()\s<>]{1,500})>?\s{0,5}\)")
_NOUN = r"(?: (?:object|structure|type|component|resource)s?)?"
_ALONE = re.compile(rf"[*_]{{0,3}}{_LINK}[*_]{{0,3}}{_NOUN}(?:\s?\\?\*){{0,3}}\.?")
_CUE = (
    r"(?:.{0,60}?\b(?:is|are|be) |^)(?:always |exactly )?(?:one|any|either) of(?: the following)?"
)
_SENTENCE = re.compile(
    rf"{_CUE}:? (?:an? |the )?"
    rf"({_LINK}{_NOUN}(?:(?:,? or |,? and |, )(?:an? |the )?{_LINK}{_NOUN})+)\.?",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(rf"{_CUE}\b[^.\n]{{0,40}}:?\s*$", re.IGNORECASE)
#: No sentence of that kind is longer.
_LONGEST = 3000

#: Below headings of these roles a type may be documented.
_ROLES: frozenset[Role | None] = frozenset({None, "definition", "enum", "properties"})


def options(reader: Reader, block: Block) -> bool:
    """Links to the types that what the section documents is one of.

    A table that gives each a number besides is one of values too: left to the next rule.
    """
    if reader.operation_draft is not None or reader.node.role not in _ROLES:
        return False
    node, taken = reader.node, True
    match block:
        case Table():
            found, numbered = _in_table(block)
            if found and numbered:
                above = node.parent
                if above is None or above.role != "definition":
                    return False
                node, taken = above, False
        case ListBlock(items=items) if _ANNOUNCED.search(clean(reader.before)[-200:]):
            found = _links([item.raw for item in items])
        case Paragraph(raw=raw):
            found = _in_text(raw)
            taken = False  # there may be more in it
        case _:
            return False
    if not found[1:]:
        return False  # one is no choice
    label, named = label_of(node, reader.style)
    if not label or named is not node or node.level == 0:
        return False
    _add(reader, node, label, found, block.line)
    return taken


def _add(reader: Reader, node: Node, label: str, found: tuple[Option, ...], line: int) -> None:
    draft = reader.define(node, label, node, line)
    draft.options = draft.options or found


def _in_table(table: Table) -> tuple[tuple[Option, ...], bool]:
    """The links of the one column that has nothing else, the first but for one of numbers."""
    columns = list(zip(*(row.cells for row in table.rows), strict=True))
    numbered = len(columns) > 1 and all(map(number_of, columns[0]))
    cells = columns[1 if numbered else 0] if columns else ()
    others = columns[2 if numbered else 1 :]
    if any(_ALONE.fullmatch(cell.strip()[:_LONGEST]) for column in others for cell in column):
        return (), numbered  # it relates things to each other
    found = _links(cells)
    kinds = [column for column in others if all(map(_KINDS.fullmatch, column))]
    if len(found) == len(cells):
        rows = (
            [word for column in kinds for word in words(column[at])] for at in range(len(cells))
        )
        found = tuple(
            one._replace(words=tuple(dict.fromkeys(word.lower() for word in row)))
            for one, row in zip(found, rows, strict=True)
        )
    return found, numbered


#: A cell that says of what kinds something is: `Message, Modal`.
_KINDS = re.compile(r"\s*[A-Za-z][\w-]{0,29}(?:\s*[,/]\s*[A-Za-z][\w-]{0,29}){0,5}\s*")


def _links(cells: Iterable[str]) -> tuple[Option, ...]:
    """The links that cells are; none where one is more."""
    cells = [cell.strip() for cell in cells]
    if not all(len(cell) <= _LONGEST and _ALONE.fullmatch(cell) for cell in cells):
        return ()
    return _of(cells)


def _in_text(raw: str) -> tuple[Option, ...]:
    for sentence in sentences(raw) if len(raw) <= _LONGEST and "](" in raw else ():
        if match := _SENTENCE.fullmatch(sentence):
            return _of([match[1]])
    return ()


def _of(texts: Iterable[str]) -> tuple[Option, ...]:
    found = (match for text in texts for match in _PARTS.finditer(text))
    links = (Link(label=type_name(clean(one[1])), target=one[2]) for one in found)
    return tuple(map(Option, dict.fromkeys(links)))
