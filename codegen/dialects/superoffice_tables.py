"""Tables of the SuperOffice reference: their columns, rows and the words of type columns."""

from __future__ import annotations

from functools import lru_cache

from codegen.claims import Row
from codegen.dialects.base import Context
from codegen.dialects.phrases import facts
from codegen.dialects.phrases.elements import element_label
from codegen.markdown import Block, Table, clean
from codegen.markdown import Row as TableRow
from codegen.typeexpr import ANY, OBJECT, Array, Ref, Scalar, TypeExpr

__all__ = ["report_rows", "rows", "selected", "type_of"]

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
    header = [clean(cell).lower() for cell in block.header]
    if not all(name.lower() in header for name in wanted):
        return None
    order = [header.index(name.lower()) for name in wanted]
    if order == list(range(len(header))):
        return block
    for index in sorted(set(range(len(header))) - set(order)):
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


def rows(table: Table) -> tuple[Row, ...]:
    """The named rows of a table with the columns name, type and description."""
    named = (row for row in table.rows if row.cells[0].strip())
    return _cached_rows(tuple((row.cells, row.line - table.line) for row in named))


@lru_cache(maxsize=8192)
def _cached_rows(cells: tuple[tuple[tuple[str, ...], int], ...]) -> tuple[Row, ...]:
    """Rows of a parameter or property table. The same table stands on many pages."""
    return tuple(_row(*columns, offset=offset) for columns, offset in cells)


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


def report_rows(context: Context, table: Table) -> None:
    """Report rows without a name, names that stand twice, types that are none or are denied."""
    lines: dict[str, int] = {}
    for row in table.rows:
        if not row.cells[0].strip():
            context.report("nameless-row", "table row names nothing; it is left out", row.line)
            continue
        name = clean(row.cells[0])
        if lines.setdefault(name, row.line) != row.line:
            message = f"{name!r} stands in line {lines[name]} already, which is the one taken"
            context.report("duplicate-row", message, row.line)
        text = clean(row.cells[1])
        if text and type_of(text)[0] is None:
            message = f"{text!r} is neither a type nor a name of one"
            context.report("unknown-type", message, row.line)
        for said in facts(row.cells[2], *type_of(text)).contradictions:
            message = f"the description of {name!r} {said}"
            context.report("description-contradicts-type", message, row.line)
