"""Lists of any vendor -> what they say: properties and parameters, or the values of an enum.

A list of prose looks much like one of properties. It is one of properties where half of its items
at least have a type or mark behind a name; under a heading that announces properties a name that is
set apart, with a dash or colon behind it, will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from codegen.claims import Row
from codegen.dialects import general_tables
from codegen.dialects.general_html import definitions_of
from codegen.dialects.general_items import Item, item_of, typed_text
from codegen.dialects.general_kinds import enum_of
from codegen.dialects.general_names import Name
from codegen.dialects.general_nesting import Part, assembled
from codegen.dialects.general_read import PROPERTIES, Payload, Read, Trouble
from codegen.dialects.general_rows import Made, row_of
from codegen.dialects.general_values import is_word
from codegen.dialects.style import Role, Style
from codegen.markdown import Block, Html, ListBlock, ListItem, Paragraph, Table, clean
from codegen.spec import EnumValue
from codegen.typeexpr import AnyType, Array, Ref, Scalar, TypeExpr

__all__ = ["read"]


def read(block: Block, style: Style, role: Role | None = None) -> Read | None:
    """What a list says under a heading of `role`: bullets, or terms with their definitions.

    None: it is no list, or one of prose.
    """
    match block:
        case ListBlock():
            items = [_Entry(item_of(one.raw, style), one, one.raw) for one in block.items]
        case Html():
            items = [
                _Entry(_term(one.term, one.text, style), None, one.term, one.line)
                for one in definitions_of(block)
            ]
        case Paragraph():
            items = list(_terms(block, style))
        case _:
            return None
    if not items:
        return None
    if role in {"enum", "flags"} and not _has_types(items):
        return _values(items, flags=role == "flags")
    if not _are_properties(items, role):
        return None
    reader = _Reader(style, PROPERTIES.get(role) if role else None, block.line)
    reader.add(items, 0)
    return reader.result(role)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One item of a list, or one term."""

    item: Item | None
    block: ListItem | None
    raw: str
    at: int = 0

    @property
    def line(self) -> int:
        return self.block.line if self.block is not None else self.at


# -- Definition lists ------------------------------------------------------------------------------

_COLON = re.compile(r"\n[ \t]*:[ \t]+")


def _terms(block: Paragraph, style: Style) -> Iterator[_Entry]:
    """``term`` with lines behind it that begin with a colon, as Markdown Extra has them."""
    term, *texts = _COLON.split(block.raw)
    if texts and "\n" not in term:
        yield _Entry(_term(term, "\n".join(texts), style), None, term, block.line)


def _term(term: str, text: str, style: Style) -> Item | None:
    """A term and its text as the item that they would be."""
    item = item_of(term, style)
    if item is None or item.cells.description:
        return None
    typed = typed_text(text, style, behind=False) if not item.typed else None
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


# -- What a list is --------------------------------------------------------------------------------


def _has_types(items: Sequence[_Entry]) -> bool:
    typed = sum(one.item is not None and one.item.typed and one.item.named for one in items)
    return 2 * typed >= len(items) > 0


def _are_properties(items: Sequence[_Entry], role: Role | None) -> bool:
    """Whether a list is one of properties; see the module.

    A heading that names a type announces less than one such as `Parameters`: below it, bold words
    and names alone may be anything.
    """
    if _has_types(items):
        return True
    if role not in PROPERTIES:
        return False
    sure = role != "definition"
    good = sum(_is_good(one.item, sure=sure) for one in items)
    if 2 * good >= len(items):
        return True
    # Bare words may begin any sentence: all must look like names, with a separator behind them.
    return sure and all(one.item is not None and _is_plain(one.item) for one in items)


def _is_plain(item: Item) -> bool:
    described = item.separated and item.cells.description != ""
    return item.named and described and item.form != "link"


def _is_good(item: Item | None, *, sure: bool) -> bool:
    """Whether an item has a name that is set apart, and a separator or type behind it."""
    if item is None or not item.named or _QUOTED.search(item.raw):
        return False
    if sure:
        return item.typed or (item.form in {"code", "bold"} and item.separated)
    return item.typed or (item.form == "code" and item.separated and item.cells.description != "")


_QUOTED = re.compile(r"^`?[\"'].*[\"']`?$")


def _values(items: Sequence[_Entry], *, flags: bool = False) -> Read | None:
    """The values that items begin with; None where some item is prose."""
    entries: list[tuple[str, str, str, int]] = []
    base = items[0].line
    for one in items:
        whole = one.item is None and is_word(one.raw)
        if not whole and (one.item is None or not _holds_value(one.item)):
            return None
        raw = one.raw if one.item is None else one.item.raw.rstrip(":")
        text = "" if one.item is None else clean(one.item.cells.description)
        entries.append((raw, "", text, one.line - base))
    return enum_of(entries, flags=flags)


def _holds_value(item: Item) -> bool:
    single = len(item.names) == 1 and item.form != "link"
    return single and item.separated and is_word(item.raw)


# -- Properties ------------------------------------------------------------------------------------

#: Words at the end of a text that announce what a property may be.
_CUE = re.compile(
    r"\b(?:one of|following|values?|options?|either|choices|modes?|operators?|strategies|types?"
    r"|supported|possible|valid|allowed|available|accepts?|are|be)\b[^.\n]{0,80}:?\s*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Reader:
    """Collects the rows of a list and of the lists in its items."""

    style: Style
    payload: Payload | None
    base: int
    parts: list[Part] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, items: Sequence[_Entry], depth: int) -> None:
        """Add the items of one list, `depth` lists deep."""
        for one in items:
            offset = one.line - self.base
            if one.item is None or not one.item.named:
                message = "list item names no property; it is left out"
                self.troubles.append(("nameless-row", message, offset))
                continue
            self._add(one.item, one.block, offset, depth)

    def _add(self, item: Item, block: ListItem | None, offset: int, depth: int) -> None:
        blocks = block.blocks if block is not None else ()
        texts = [item.cells.description]
        texts += [one.raw for one in blocks if isinstance(one, Paragraph)]
        lists = [one for one in blocks if isinstance(one, ListBlock | Table)]
        values: tuple[EnumValue, ...] = ()
        below: list[ListBlock | Table] = []
        for one in lists:
            found = self._listed(one, item, texts[-1])
            if found:
                values = values or found
            elif self._is_below(one):
                below.append(one)
            elif isinstance(one, ListBlock):
                texts += [f"- {entry.raw}" for entry in one.items]
        cells = item.cells._replace(description="\n".join(filter(None, texts)))
        for name in item.names:
            made = row_of(replace(name, indent=0), cells, self.style, self.payload)
            self.troubles += [(*one, offset) for one in made.troubles]
            made = made._replace(row=_with_values(made.row, values))
            self.parts.append(Part(replace(name, indent=depth), made, offset))
        for one in below:
            self._below(one, depth + 1)

    def _listed(self, block: ListBlock | Table, parent: Item, text: str) -> tuple[EnumValue, ...]:
        """The values that a block in an item lists, if they are values of the property."""
        if isinstance(block, Table):
            read = general_tables.read(block, self.style, "properties")
            return read.values if read is not None else ()
        entries = _entries(block, self.style)
        if _has_types(entries):
            return ()
        kind = row_of(parent.names[0], parent.cells, self.style, self.payload).row.type
        announced = _CUE.search(text[-200:]) is not None
        if not (announced or _is_scalar(kind) or _spelled_otherwise(parent, entries)):
            return ()
        if kind is not None and not _may_have_values(kind):
            return ()
        if announced and kind is None and not _spelled_otherwise(parent, entries):
            return ()
        found = _values(entries)
        return found.values if found is not None else ()

    def _is_below(self, block: ListBlock | Table) -> bool:
        if isinstance(block, Table):
            read = general_tables.read(block, self.style, "properties")
            return read is not None and read.kind == "properties"
        return _are_properties(_entries(block, self.style), "properties")

    def _below(self, block: ListBlock | Table, depth: int) -> None:
        if isinstance(block, ListBlock):
            self.add(_entries(block, self.style), depth)
            return
        read = general_tables.read(block, self.style, "properties")
        for row in read.rows if read is not None else ():
            offset = block.line - self.base + row.offset
            self.parts.append(Part(Name(text=row.name, indent=depth), Made(row, None, ()), offset))
        if read is not None:
            base = block.line - self.base
            self.troubles += [(code, message, base + at) for code, message, at in read.troubles]

    def result(self, role: Role | None) -> Read | None:
        """All that was found."""
        if not self.parts:
            return None
        literal = role in {"path", "query", "headers"}
        rows = assembled(self.parts, literal=literal, known=self.payload == "parameters")
        return Read(
            kind="properties",
            rows=rows.top(),
            nested=rows.nested(),
            locations=tuple(rows.locations),
            troubles=(*self.troubles, *rows.troubles),
        )


def _entries(block: ListBlock, style: Style) -> list[_Entry]:
    return [_Entry(item_of(one.raw, style), one, one.raw) for one in block.items]


def _is_scalar(kind: TypeExpr | None) -> bool:
    return isinstance(kind, Scalar) or (isinstance(kind, Array) and isinstance(kind.items, Scalar))


def _may_have_values(kind: TypeExpr) -> bool:
    inner = kind.items if isinstance(kind, Array) else kind
    if isinstance(inner, Scalar):
        return inner.json_type in {"string", "integer"}
    return isinstance(inner, Ref | AnyType)


def _spelled_otherwise(parent: Item, entries: Sequence[_Entry]) -> bool:
    """Whether the words of a list are spelled unlike the property they stand below.

    A page spells its properties in one way, all with a capital letter or all without. Words in
    quotes, and words spelled in the other way, are values.
    """
    heads = [one.item.raw if one.item is not None else one.raw for one in entries]
    if all(_QUOTED.search(one) for one in heads):
        return True
    capital = parent.names[0].text[:1].isupper()
    words = [clean(one).strip("\"':") for one in heads]
    return all(one[:1].isalpha() and one[:1].isupper() != capital for one in words)


def _with_values(row: Row, values: tuple[EnumValue, ...]) -> Row:
    values = tuple(one for one in values if one.value not in {"null", "nil"})
    if not values or row.values:
        return row
    if isinstance(row.type, Scalar) and (row.type.json_type == "integer") != isinstance(
        values[0].value, int
    ):
        return row
    return msgspec.structs.replace(
        row,
        values=tuple(one.value for one in values),
        details=tuple(one for one in values if one.name or one.description),
        unproved=(),
    )
