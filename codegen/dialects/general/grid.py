"""Tables as grids: their columns, what each header may mean, and what the cells show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import msgspec

from codegen.dialects.general.cells import BLANK
from codegen.dialects.general.names import is_name, is_plain_type, names
from codegen.dialects.general.values import is_word, number_of
from codegen.dialects.styles.style import Column, Style
from codegen.markdown import clean

__all__ = ["Content", "Grid", "GridColumn", "fits", "grid_of"]

#: The rows of a table: cells, and lines from the table's own. The same table stands on many pages.
Content = tuple[tuple[tuple[str, ...], int], ...]

#: What stands behind the name of a header: ``Prefer: wait=10``.
_FIELD = re.compile(r": .*", re.DOTALL)
_PLAIN = re.compile(r"[\s*_`:]+$")


@lru_cache(maxsize=4096)
def fits(header: str, style: Style) -> tuple[Column, ...]:
    """What a column of this header may say, the likeliest first: as the style orders them."""
    text = _PLAIN.sub("", clean(header)[:200]).strip()
    return tuple(
        column
        for column, patterns in style.columns.items()
        if any(pattern.fullmatch(text) for pattern in patterns)
    )


class GridColumn(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One column; each is equal to itself alone."""

    index: int
    header: str
    fits: tuple[Column, ...]
    cells: tuple[str, ...]
    """Raw cells that are not blank."""

    def all(self, holds: Callable[[str], object]) -> bool:
        """Whether there are cells, and `holds` is true of each."""
        return bool(self.cells) and all(map(holds, self.cells))

    def most(self, holds: Callable[[str], object]) -> bool:
        """Whether `holds` is true of half of the cells at least."""
        return bool(self.cells) and 2 * sum(map(bool, map(holds, self.cells))) >= len(self.cells)

    @property
    def numbers(self) -> bool:
        """All cells are integers."""
        return self.all(number_of)

    @property
    def words(self) -> bool:
        """All cells are single values."""
        return self.all(is_word)


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table, whatever it was written as."""

    style: Style
    columns: tuple[GridColumn, ...]
    rows: Content

    def fitting(self, column: Column) -> Iterator[GridColumn]:
        """The columns that may say this."""
        return (one for one in self.columns if column in one.fits)

    def first(self, column: Column, *but: GridColumn | None) -> GridColumn | None:
        """The first column that may say this, other than `but`."""
        return next((one for one in self.fitting(column) if one not in but), None)

    def are_names(self, column: GridColumn, *, typed: bool = False) -> bool:
        """Whether most cells of a column look like names in a payload.

        `typed`: types may stand behind them.
        """
        return column.most(
            lambda raw: all(
                is_name(_FIELD.sub("", one.text)) for one in names(raw, self.style, typed=typed)
            )
        )


def _positions(rows: Content, width: int, style: Style) -> tuple[str, ...]:
    """Headers of a table that has none: a name, perhaps its type, and a text.

    Markdown has no table without a row of headers, so that their cells are left blank.
    """
    if not 2 <= width <= 3 or not rows:  # noqa: PLR2004 - see above
        return ("",) * width
    named = all(is_name(one.text) for cells, _ in rows for one in names(cells[0], style))
    typed = all(is_plain_type(cells[1], style) for cells, _ in rows)
    if not named or (width == 3 and not typed):  # noqa: PLR2004 - with a type
        return ("",) * width
    return ("Property", "Description") if width == 2 else ("Property", "Type", "Description")  # noqa: PLR2004


def _completed(header: Sequence[str], style: Style) -> Sequence[str]:
    """A blank header behind one of names is that of what is said of them."""
    blank = len(header) > 1 and not header[-1].strip() and all(cell.strip() for cell in header[:-1])
    if not blank or any("description" in fits(cell, style) for cell in header):
        return header
    return (*header[:-1], "Description") if "name" in fits(header[0], style) else header


def grid_of(header: Sequence[str], rows: Content, style: Style) -> Grid:
    """The grid of a table."""
    header = (
        header if any(cell.strip() for cell in header) else _positions(rows, len(header), style)
    )
    header = _completed(header, style)
    by_column = list(zip(*(cells for cells, _ in rows), strict=False)) or [()] * len(header)
    columns = tuple(
        GridColumn(
            index=index,
            header=clean(cell),
            fits=fits(cell, style),
            cells=tuple(one for one in by_column[index] if not BLANK.fullmatch(one)),
        )
        for index, cell in enumerate(header)
    )
    return Grid(style=style, columns=columns, rows=rows)
