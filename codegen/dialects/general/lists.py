"""Lists of any vendor -> what they say: properties and parameters, or the values of an enum.

A list of prose looks much like one of properties. It is one of properties where half of its items
at least have a type or mark behind a name; under a heading that announces properties a name that is
set apart, with a dash or colon behind it, will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from codegen.dialects.general.collect import (
    Collector,
    Entry,
    are_properties,
    entries_of,
    has_types,
    statuses_of,
    values_of,
)
from codegen.dialects.general.headings import keyed_paragraph
from codegen.dialects.general.html import definitions_of, items_of
from codegen.dialects.general.items import Item, item_of
from codegen.dialects.general.read import PROPERTIES, Read
from codegen.dialects.general.typed import typed_behind
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import Block, Html, ListBlock, Paragraph

__all__ = ["read"]


def read(block: Block, style: Style, role: Role | None = None) -> Read | None:
    """What a list says under a heading of `role`: bullets, or terms with their definitions.

    A paragraph may be one term with its definition, or one property with lines of keys below it.

    None: it is no list, or one of prose.
    """
    match block:
        case ListBlock():
            items = entries_of(block, style)
        case Html():
            items = [
                Entry(_term(one.term, one.text, style), one.term, one.line)
                for one in definitions_of(block)
            ]
            items += [
                Entry(item_of(one.text, style), one.text, one.line) for one in items_of(block)
            ]
        case Paragraph():
            items = list(_terms(block, style))
            if not items and (entry := keyed_paragraph(block, style)):
                items = [entry]
        case _:
            return None
    if not items:
        return None
    if role in {"statuses", "response"} and (found := statuses_of(items)):
        return found
    if role in {"enum", "flags"} and not has_types(items):
        return values_of(items, flags=role == "flags")
    if not are_properties(items, role):
        return None
    reader = Collector(style, PROPERTIES.get(role) if role else None, block.line)
    reader.add(items, 0)
    return reader.result(role)


# -- Definition lists ------------------------------------------------------------------------------

_COLON = re.compile(r"\n[ \t]*:[ \t]+")


def _terms(block: Paragraph, style: Style) -> Iterator[Entry]:
    """``term`` with lines behind it that begin with a colon, as Markdown Extra has them."""
    if "\n" not in block.raw:
        return
    term, *texts = _COLON.split(block.raw)
    if texts and "\n" not in term:
        yield Entry(_term(term, "\n".join(texts), style), term, block.line)


def _term(term: str, text: str, style: Style) -> Item | None:
    """A term and its text as the item that they would be."""
    item = item_of(term, style)
    if item is None or item.cells.description:
        return None
    typed = typed_behind(text, style) if not item.typed else None
    if typed is None:
        return replace(item, cells=item.cells._replace(description=text), separated=True)
    return replace(
        item,
        names=tuple(replace(one, said=typed.said.over(one.said)) for one in item.names),
        cells=item.cells._replace(
            type=typed.type, default=typed.default, description=typed.rest.lstrip(" -:.")
        ),
        typed=True,
    )
