"""Properties from items of whatever form: with what stands below them, which may be a list again.

Whether a list is one of properties or of values is decided here, by its items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace

from codegen.claims import Row
from codegen.dialects.general import tables
from codegen.dialects.general.items import Item, item_of
from codegen.dialects.general.kinds import enum_of
from codegen.dialects.general.names import Name
from codegen.dialects.general.nesting import Part, assembled
from codegen.dialects.general.read import PROPERTIES, Payload, Read, Trouble
from codegen.dialects.general.rows import Made, row_of
from codegen.dialects.general.values import is_word
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import Block, ListBlock, Paragraph, Table, clean
from codegen.spec import EnumValue
from codegen.typeexpr import ANY, AnyType, Array, Ref, Scalar, TypeExpr

__all__ = [
    "Collector",
    "Entry",
    "are_properties",
    "entries_of",
    "has_types",
    "statuses_of",
    "values_of",
]


class Entry(msgspec.Struct, frozen=True):
    """One item of a list, one term, or one heading."""

    item: Item | None
    raw: str
    line: int
    blocks: tuple[Block, ...] = ()
    """What stands below it."""


# -- What a list is --------------------------------------------------------------------------------


def has_types(items: Sequence[Entry]) -> bool:
    """Whether half of the items at least have a name with a type or mark behind it."""
    typed = sum(one.item is not None and one.item.typed and one.item.named for one in items)
    return 2 * typed >= len(items) > 0


def are_properties(items: Sequence[Entry], role: Role | None) -> bool:
    """Whether a list is one of properties; see the module.

    A heading that names a type announces less than one such as `Parameters`: below it, bold words
    and names alone may be anything.
    """
    if has_types(items):
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
    text = item.cells.description
    sentence = text.startswith(("is ", "are "))
    return item.typed or (item.form == "code" and item.separated and text != "" and not sentence)


_QUOTED = re.compile(r"^`?[\"'].*[\"']`?$")


def values_of(items: Sequence[Entry], *, flags: bool = False) -> Read | None:
    """The values that items begin with, be they bits or not; None where some item is prose."""
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


def statuses_of(items: Sequence[Entry]) -> Read | None:
    """The status codes that items begin with, and what they mean; None where some has none."""
    found: dict[str, tuple[str, str, int]] = {}
    for one in items:
        match = _STATUS.match(one.raw)
        if match is None:
            return None
        text = clean(one.raw[match.end() :])
        found.setdefault(match[1], (match[1], text, one.line - items[0].line))
    return Read(kind="statuses", statuses=tuple(found.values()))


_STATUS = re.compile(
    r"[*_`\s]*(?:HTTP[ /\d.]*\s)?([1-5]\d\d)\b[*_`]*(?:\s*[-:=\u2013\u2014(]\s*|\s+|$)[*_`]*",
)


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


#: The end of a text that says outright that values are listed below it.
_VALUES = re.compile(
    r"\b(?:following|possible|allowed|valid|supported)(?: enum(?:eration)?)? values?\b[^.]{0,40}:$",
    re.IGNORECASE,
)


def _announces_values(text: str, item: Item) -> bool:
    """Whether the list below a text is one of values: ``Subsystems include:`` below `Subsystem`."""
    end = " ".join(text[-200:].split())
    kinds = rf"\b{re.escape(item.names[0].text)}(?:s|es)? (?:include|are)\b[^.]{{0,40}}:$"
    return bool(_VALUES.search(end) or re.search(kinds, end, re.IGNORECASE))


@dataclass(slots=True)
class Collector:
    """Collects the rows of a list and of the lists in its items."""

    style: Style
    payload: Payload | None
    base: int
    parts: list[Part] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, items: Sequence[Entry], depth: int) -> None:
        """Add the items of one list, `depth` lists deep."""
        for one in items:
            offset = one.line - self.base
            if one.item is None or not one.item.named:
                message = "list item names no property; it is left out"
                self.troubles.append(("nameless-row", message, offset))
                continue
            self._add(one.item, one.blocks, offset, depth)

    def _add(self, item: Item, blocks: Sequence[Block], offset: int, depth: int) -> None:
        texts = [item.cells.description]
        texts += [one.raw for one in blocks if isinstance(one, Paragraph)]
        lists = [one for one in blocks if isinstance(one, ListBlock | Table)]
        values: tuple[EnumValue, ...] = ()
        below: list[ListBlock | Table] = []
        for one in lists:
            found = self._listed(one, item, texts[-1])
            if found:
                values = values or found
            elif not _announces_values(texts[-1], item) and self._is_below(one):
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
            read = tables.read(block, self.style, "properties")
            return read.values if read is not None else ()
        entries = entries_of(block, self.style)
        if has_types(entries):
            return ()
        kind = row_of(parent.names[0], parent.cells, self.style, self.payload).row.type
        if kind == Array(ANY) and not (parent.cells.type or parent.names[0].type):
            kind = None  # words that call it a list leave open what it is one of
        announced = _CUE.search(text[-200:]) is not None
        outright = _announces_values(text, parent)
        if not (outright or announced or _is_scalar(kind) or _spelled_otherwise(parent, entries)):
            return ()
        if kind is not None and not _may_havevalues_of(kind):
            return ()
        if announced and not outright and kind is None and not _spelled_otherwise(parent, entries):
            return ()
        found = values_of(entries)
        return found.values if found is not None else ()

    def _is_below(self, block: ListBlock | Table) -> bool:
        if isinstance(block, Table):
            read = tables.read(block, self.style, "properties")
            return read is not None and read.kind == "properties"
        return are_properties(entries_of(block, self.style), "properties")

    def _below(self, block: ListBlock | Table, depth: int) -> None:
        if isinstance(block, ListBlock):
            self.add(entries_of(block, self.style), depth)
            return
        read = tables.read(block, self.style, "properties")
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


def entries_of(block: ListBlock, style: Style) -> list[Entry]:
    """The items of a list."""
    return [Entry(item_of(one.raw, style), one.raw, one.line, one.blocks) for one in block.items]


def _is_scalar(kind: TypeExpr | None) -> bool:
    return isinstance(kind, Scalar) or (isinstance(kind, Array) and isinstance(kind.items, Scalar))


def _may_havevalues_of(kind: TypeExpr) -> bool:
    inner = kind.items if isinstance(kind, Array) else kind
    if isinstance(inner, Scalar):
        return inner.json_type in {"string", "integer"}
    return isinstance(inner, Ref | AnyType)


def _spelled_otherwise(parent: Item, entries: Sequence[Entry]) -> bool:
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
