"""Tables of the SuperOffice reference: their columns, rows and the words of type columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from codegen.claims import Row
from codegen.dialects.base import Context
from codegen.dialects.phrases import facts
from codegen.dialects.phrases.elements import element_label
from codegen.markdown import Block, Table, clean
from codegen.markdown import Row as TableRow
from codegen.spec import SecurityScheme
from codegen.typeexpr import ANY, OBJECT, Array, Ref, Scalar, TypeExpr

__all__ = ["header_row", "report_rows", "rows", "selected", "type_of"]

#: Words of type columns and response headings. `object` is a dictionary: where the vendor means
#: a structure, the column is blank or names it.
_TYPES: dict[str, TypeExpr] = {
    "array": Array(ANY),
    "bool": Scalar("boolean"),
    "boolean": Scalar("boolean"),
    "byte": Scalar("byte"),
    "binary": Scalar("binary"),
    "date-time": Scalar("date-time"),
    "double": Scalar("double"),
    "int32": Scalar("int32"),
    "int64": Scalar("int64"),
    "integer": Scalar("integer"),
    "number": Scalar("number"),
    "object": OBJECT,
    "string": Scalar("string"),
}


def selected(context: Context, block: Block, *wanted: str) -> Table | None:
    """`block` with the columns `wanted` only, if it is a table that has them all, in any order.

    Columns beyond these are reported, so that what a new one says is not lost in silence.
    """
    if not isinstance(block, Table):
        return None
    order = _order(block.header, wanted)
    if order is None:
        return None
    if order == tuple(range(len(block.header))):
        return block
    for index in sorted(set(range(len(block.header))) - set(order)):
        message = f"no rule for the column {clean(block.header[index])!r}; it is left out"
        context.report("unknown-column", message, block.line)
    return Table(
        line=block.line,
        end=block.end,
        header=tuple(wanted),
        rows=tuple(
            TableRow(line=row.line, cells=tuple(row.cells[index] for index in order))
            for row in block.rows
        ),
    )


@lru_cache(maxsize=1024)
def _order(header: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[int, ...] | None:
    """The indexes of the columns `wanted`; None where one is missing."""
    names = [clean(cell).lower() for cell in header]
    if not all(name.lower() in names for name in wanted):
        return None
    return tuple(names.index(name.lower()) for name in wanted)


def rows(table: Table) -> tuple[Row, ...]:
    """The named rows of a table with the columns name, type and description."""
    return _rows(_content(table))


#: The rows of a table: cells, and lines from the table's own. The same table stands on many pages.
_Content = tuple[tuple[tuple[str, ...], int], ...]


def _content(table: Table) -> _Content:
    return tuple([(row.cells, row.line - table.line) for row in table.rows])


@lru_cache(maxsize=8192)
def _rows(content: _Content) -> tuple[Row, ...]:
    return tuple(_row(*cells, offset=offset) for cells, offset in content if cells[0].strip())


def _row(name: str, type_text: str, description: str, *, offset: int) -> Row:
    expr, values = type_of(clean(type_text))
    if expr == Array(ANY) and (label := element_label(clean(description))):
        expr = Array(Ref(label))
    said = facts(description, expr, values)
    return Row(
        name=clean(name),
        type=expr,
        values=values or tuple(one.value for one in said.values),
        details=tuple(one for one in said.values if one.name or one.description),
        unproved=said.unproved,
        presence=said.presence,
        nullable=said.nullable,
        read_only=said.read_only,
        write_only=said.write_only,
        deprecated=None if said.deprecated is None else clean(said.deprecated),
        description=clean(said.text),
        constraints=said.constraints,
        offset=offset,
    )


@lru_cache(maxsize=4096)
def type_of(text: str) -> tuple[TypeExpr | None, tuple[str, ...]]:
    """The type and the enum values that a type column names; None where it is blank or odd."""
    if text.lower() in _TYPES:
        return _TYPES[text.lower()], ()
    if text.startswith("Enum:"):
        values = tuple(value.strip() for value in text[5:].split(",") if value.strip())
        return Scalar("string"), values
    return (Ref(text) if _is_label(text) else None), ()


def _is_label(text: str) -> bool:
    return text.isidentifier() and text[0].isupper()


@lru_cache(maxsize=1024)
def header_row(name: str, description: str) -> tuple[tuple[SecurityScheme, ...], Row]:
    """What a header row says, as schemes and as a parameter."""
    row = Row(name=clean(name), type=Scalar("string"), description=clean(description))
    return _security(row.name, row.description), row


def _security(name: str, description: str) -> tuple[SecurityScheme, ...]:
    """The schemes that a header row speaks of: those of Authorization, or its replacement."""
    if name == "Authorization":
        quoted = re.findall(r"['\"](\w+)['\"]", description)
        schemes = quoted or re.findall(r"\b(?:Basic|Bearer|Digest|Negotiate)\b", description)
        if not schemes:
            return (SecurityScheme(name=name, kind="apiKey", header=name, description=description),)
        return tuple(SecurityScheme(name=one, kind="http", scheme=one) for one in schemes)
    if re.match(r"If not using Authorization\b", description):
        return (SecurityScheme(name=name, kind="apiKey", header=name, description=description),)
    return ()


def report_rows(context: Context, table: Table) -> None:
    """Report rows without a name, names that stand twice, types that are none or are denied."""
    for code, what, offset, earlier in _troubles(_content(table)):
        there = (
            "" if earlier is None else f" {table.line + earlier} already, which is the one taken"
        )
        context.report(code, what + there, table.line + offset)


#: The code and message of a finding and its line; of a name, the line where it stood before ends
#: the message. Lines count from the table's own.
_Trouble = tuple[str, str, int, int | None]


@lru_cache(maxsize=8192)
def _troubles(content: _Content) -> tuple[_Trouble, ...]:
    return tuple(_found(content))


def _found(content: _Content) -> Iterator[_Trouble]:
    lines: dict[str, int] = {}
    for cells, offset in content:
        if not cells[0].strip():
            yield "nameless-row", "table row names nothing; it is left out", offset, None
            continue
        name, text = clean(cells[0]), clean(cells[1])
        if lines.setdefault(name, offset) != offset:
            yield "duplicate-row", f"{name!r} stands in line", offset, lines[name]
        if text and type_of(text)[0] is None:
            message = f"{text!r} is neither a type nor a name of one"
            yield "unknown-type", message, offset, None
        for said in facts(cells[2], *type_of(text)).contradictions:
            message = f"the description of {name!r} {said}"
            yield "description-contradicts-type", message, offset, None
