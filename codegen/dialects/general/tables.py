"""Tables of any vendor -> what they say: properties, values, status codes or request lines.

Columns are told by their headers in any order and wording (`Style.columns`), and by their cells
where a header means several things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from codegen.dialects import typetext
from codegen.dialects.general.cells import BLANK, Cells
from codegen.dialects.general.grid import Content, Grid, GridColumn, grid_of
from codegen.dialects.general.html import tables_of
from codegen.dialects.general.items import with_type
from codegen.dialects.general.keyed import without_keys
from codegen.dialects.general.kinds import (
    allowed_values,
    is_method,
    listed_values,
    numbered_values,
    requests,
    statuses,
    typed_values,
)
from codegen.dialects.general.names import Name, is_name, is_plain_type, names
from codegen.dialects.general.nesting import Part, assembled, like_others
from codegen.dialects.general.read import PROPERTIES, Location, Payload, Read, Trouble
from codegen.dialects.general.rows import location_of, row_of
from codegen.dialects.styles.style import Column, Role, Style
from codegen.markdown import Block, Html, Table, clean

__all__ = ["properties", "read"]


def read(block: Block, style: Style, role: Role | None = None) -> Read | None:
    """What a table says, of Markdown or HTML, under a heading of `role`.

    None: it is no table, or none of a kind that is known. Of an HTML block with several tables it
    is the first that says something; `html.tables_of` has them all.
    """
    if isinstance(block, Table):
        return _read(block.header, _content(block, block.line), style, role)
    if isinstance(block, Html):
        for table in tables_of(block):
            if found := _read(table.header, _content(table, block.line), style, role):
                return found
    return None


def _content(table: Table, line: int) -> Content:
    return tuple([(row.cells, row.line - line) for row in table.rows])


@lru_cache(maxsize=8192)
def _read(header: tuple[str, ...], rows: Content, style: Style, role: Role | None) -> Read | None:
    grid = grid_of(header, rows, style)
    for rule in _RULES:
        if found := rule(grid, role):
            return found
    return None


# -- Properties ------------------------------------------------------------------------------------

#: Headers of names that stand in tables of anything.
_ANYTHING = re.compile(
    r"names?|keys?|headers?|options?|elements?|variables?|members?", re.IGNORECASE
)
#: What a header says of where the parameters stand.
_PLACED = re.compile(r"(path|query|header|body)\b", re.IGNORECASE)
#: Columns whose presence shows that the rows are properties or parameters.
_TELLING: tuple[Column, ...] = ("required", "optional", "nullable", "default", "location", "values")


class _Layout(NamedTuple):
    """Which column says what."""

    name: GridColumn
    cells: tuple[tuple[Column, GridColumn], ...]
    unknown: tuple[GridColumn, ...]


def properties(grid: Grid, role: Role | None) -> Read | None:
    """Properties or parameters: a column of names, and at least one that says something of them."""
    layout = _layout(grid, role)
    if layout is None:
        return None
    payload = PROPERTIES.get(role) if role else None
    typed = all(column != "type" for column, _ in layout.cells)
    if grid.rows and not grid.are_names(layout.name, typed=typed):
        return None
    place = _PLACED.search(layout.name.header)
    parts: list[Part] = []
    troubles: list[Trouble] = [
        ("unknown-column", f"no rule for the column {one.header!r}; it is left out", 0)
        for one in layout.unknown
    ]
    for raw, cells, offset in _joined(grid, layout, troubles):
        for name in names(raw, grid.style, typed=typed):
            if role == "headers" and (colon := name.text.find(": ")) > 0:
                name = replace(name, text=name.text[:colon])  # noqa: PLW2901 - the name of it
            if not is_name(name.text):
                message = f"{name.text!r} is no name of a property; the row is left out"
                troubles.append(("nameless-row", message, offset))
                continue
            parts.append(_part(name, cells, grid.style, payload, offset, place))
            troubles += [(*one, offset) for one in parts[-1].made.troubles]
    if not parts and grid.rows:
        return None
    rows = assembled(like_others(parts), literal=role in _LITERAL, known=payload == "parameters")
    return Read(
        kind="properties",
        rows=rows.top(),
        nested=rows.nested(),
        locations=tuple(rows.locations),
        troubles=(*troubles, *rows.troubles),
    )


#: Where names are never paths.
_LITERAL = ("path", "query", "headers")


def _part(
    name: Name,
    cells: Cells,
    style: Style,
    payload: Payload | None,
    offset: int,
    place: re.Match[str] | None,
) -> Part:
    name = with_type(name, style)
    made = row_of(replace(name, indent=0), without_keys(cells, style), style, payload)
    if made.location is None and place is not None:
        where: Location | None = location_of(place[1])
        made = made._replace(location=where)
    return Part(name, made, offset)


def _layout(grid: Grid, role: Role | None) -> _Layout | None:
    """The columns of a table of properties; None where it is none."""
    sure = role in PROPERTIES and role != "definition"
    name = grid.first("name")
    kind = next((one for one in grid.fitting("type") if one is not name), None)
    if name is None and kind is not None and len(grid.columns) > 1:
        # A header that nobody knows, or that the cells belie, before a type, where nothing but
        # properties is expected.
        first = grid.columns[0]
        belied = first.fits == ("method",) and not any(map(is_method, first.cells))
        fits = not first.fits or belied
        name = first if sure and first is not kind and fits else None
    if name is None:
        return None
    typed = kind is not None and not kind.numbers
    if kind is None and role in PROPERTIES:
        kind = next((one for one in grid.fitting("value") if _scalars(grid, one, name)), None)
        typed = kind is not None
    cells = dict(_assigned(grid, name, kind if typed else None, sure=sure))
    unknown = tuple(
        one
        for one in grid.columns
        if one.cells
        and one is not name
        and one not in cells
        and not {"ignored", "example"} & set(one.fits)
    )
    found = set(cells.values())
    plain = "description" in found and (sure or not (_is_anything(name) or unknown))
    if not (typed or plain or any(column in found for column in _TELLING)):
        return None
    return _Layout(name, tuple((column, one) for one, column in cells.items()), unknown)


def _is_anything(name: GridColumn) -> bool:
    return _ANYTHING.fullmatch(name.header.strip(" *:")) is not None


def _scalars(grid: Grid, column: GridColumn, name: GridColumn) -> bool:
    """Whether a column of another name holds types: each cell is one that needs no definition."""
    return column is not name and column.all(lambda raw: _is_said_type(raw, grid.style))


def _is_said_type(raw: str, style: Style) -> bool:
    """Whether a cell is a type that needs no definition, or the list of what it may be."""
    return is_plain_type(raw, style) or bool(typetext.read(raw, style.types).values)


#: What a column may say of a property, where its header allows it; in the order of `Cells`.
_SAID: tuple[Column, ...] = (
    "required",
    "optional",
    "nullable",
    "description",
    "default",
    "values",
    "location",
)


def _assigned(
    grid: Grid, name: GridColumn, kind: GridColumn | None, *, sure: bool
) -> Iterator[tuple[GridColumn, Column]]:
    """Columns and what each says. Only descriptions may be several.

    `sure`: nothing but properties or parameters is expected.
    """
    taken: set[Column] = set()
    if kind is not None:
        yield kind, "type"
    for one in grid.columns:
        if one is name or one is kind:
            continue
        for column in one.fits:
            if column == "ignored":
                break
            if column in _SAID and (column == "description" or column not in taken):
                taken.add(column)
                yield one, column
                break
    if sure and "description" not in taken:
        # `Header | Value`: what is said of the name, in whatever words.
        rest = (one for one in grid.fitting("value") if one is not name and one is not kind)
        yield from ((one, "description") for one in list(rest)[:1])


def _joined(
    grid: Grid, layout: _Layout, troubles: list[Trouble]
) -> Iterator[tuple[str, Cells, int]]:
    """Names and cells of the rows. A row without a name goes on with the description above it.

    It does so if it says nothing else. A row of nothing but words is a heading within the table.
    """
    current: tuple[str, dict[Column, str], int] | None = None
    for texts, offset in grid.rows:
        cells = _cells(layout, texts)
        raw = texts[layout.name.index]
        if BLANK.fullmatch(raw) and not re.search(r"[-*]", raw):
            if not cells:
                continue
            if current is not None and set(cells) == {"description"}:
                above = current[1].get("description", "")
                current[1]["description"] = "<br>".join(filter(None, (above, cells["description"])))
                continue
            troubles.append(("nameless-row", "table row names nothing; it is left out", offset))
            continue
        if not cells and not is_name(clean(raw)):
            continue
        if current is not None:
            yield current[0], Cells(**current[1]), current[2]
        current = (raw, cells, offset)
    if current is not None:
        yield current[0], Cells(**current[1]), current[2]


def _cells(layout: _Layout, texts: Sequence[str]) -> dict[Column, str]:
    found: dict[Column, str] = {}
    for column, one in layout.cells:
        text = texts[one.index]
        if not BLANK.fullmatch(text) or (column in {"required", "optional"} and text):
            found[column] = f"{found[column]}<br>{text}" if column in found else text
    return found


# -- What is known to say nothing ------------------------------------------------------------------


def other(grid: Grid, role: Role | None) -> Read | None:
    """A table of columns that are known, some of them to hold nothing of a specification."""
    del role
    ignored = any("ignored" in one.fits for one in grid.columns)
    known = all(one.fits for one in grid.columns)
    return Read(kind="other") if ignored and known else None


_Rule = Callable[[Grid, Role | None], Read | None]

#: The first that finds something decides. Tables of values are told before those of properties, by
#: cells that no table of properties has.
_RULES: tuple[_Rule, ...] = (
    requests,
    statuses,
    allowed_values,
    numbered_values,
    typed_values,
    listed_values,
    properties,
    other,
)
