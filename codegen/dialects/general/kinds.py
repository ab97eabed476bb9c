"""Tables that list no properties: request lines, status codes, and the values of enums and flags.

The words of headers mean several things, so that the cells decide: a column headed `Type` that is
all integers holds the values of an enum, whatever stands in the other columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codegen.claims import Row
from codegen.dialects.general.cells import BLANK
from codegen.dialects.general.grid import Grid, GridColumn
from codegen.dialects.general.names import is_name, is_plain_type, without_notes
from codegen.dialects.general.read import PROPERTIES, Kind, Read, Request, Trouble
from codegen.dialects.general.values import Number, number_of, word_of
from codegen.dialects.styles.style import Role
from codegen.markdown import clean
from codegen.spec import EnumValue

__all__ = [
    "allowed_values",
    "are_flags",
    "enum_of",
    "is_method",
    "listed_values",
    "numbered_values",
    "requests",
    "statuses",
    "typed_values",
]

# -- Request lines ---------------------------------------------------------------------------------

_METHODS = r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|LIST)"
_METHOD = re.compile(rf"{_METHODS}(?:\s*(?:,|/|or)\s*{_METHODS})*+")
_ONE_METHOD = re.compile(_METHODS)
_LINE = re.compile(rf"({_METHODS})\s+(\S.*)", re.IGNORECASE)
_PATH = re.compile(r"(?:https?://[^\s/]+)?/(?:[^\s<{]|<[^<>\n]{0,80}>|\{[^{}\n]{0,80}\})*+")


def requests(grid: Grid, role: Role | None) -> Read | None:
    """Methods and paths, in columns of their own or in one."""
    del role
    method = next((one for one in grid.fitting("method") if one.all(is_method)), None)
    path = next((one for one in grid.fitting("path") if one.all(_is_path)), None)
    found: list[Request] = []
    if method is not None and path is not None:
        for cells, offset in grid.rows:
            words = _ONE_METHOD.findall(clean(cells[method.index]).upper())
            targets = clean(cells[path.index]).split("\n")
            found += [(word, target, offset) for word in words for target in targets if target]
    else:
        column = next((one for one in grid.columns if one.all(_request_line)), None)
        for cells, offset in grid.rows if column is not None else ():
            line = _request_line(cells[column.index]) if column is not None else None
            if line is not None:
                found.append((line[1].upper(), line[2].strip(), offset))
    return Read(kind="requests", requests=tuple(found)) if found else None


def is_method(raw: str) -> bool:
    """Whether a cell holds methods of HTTP, and nothing else."""
    return _METHOD.fullmatch(clean(raw).upper()) is not None


def _is_path(raw: str) -> bool:
    return all(_PATH.fullmatch(line) for line in clean(raw).split("\n"))


def _request_line(raw: str) -> re.Match[str] | None:
    match = _LINE.fullmatch(clean(raw))
    return match if match is not None and _PATH.fullmatch(match[2].strip()) else None


# -- Status codes ----------------------------------------------------------------------------------

_STATUS = re.compile(
    r"(?:HTTP(?:/[\d.]+)?\s+)?([1-5]\d\d|[1-5]xx|default|otherwise"
    r"|(?:all |any )?others?(?: status(?: codes?)?| responses?| codes?)?)(?![\w.])\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)


def statuses(grid: Grid, role: Role | None) -> Read | None:
    """Status codes and what they mean."""
    if role in {"enum", "flags"}:
        return None
    column = next((one for one in grid.fitting("status") if one.all(_status)), None)
    if column is None and role in {"statuses", "response"}:
        column = next((one for one in grid.columns[:1] if one.all(_status)), None)
    if column is None or (role != "statuses" and _is_enum(grid, column)):
        return None
    texts = [one for one in grid.fitting("description") if one is not column]
    if not texts:
        texts = [one for one in grid.columns if one is not column and not one.fits][:1]
    kind = next((one for one in grid.fitting("type") if one is not column), None)
    bodies: list[tuple[str, str, int]] = []
    found: dict[str, tuple[str, str, int]] = {}
    for cells, offset in grid.rows:
        match = _status(cells[column.index])
        if match is None:
            continue
        text = ": ".join(filter(None, (clean(cells[one.index]) for one in texts)))
        code = match[1].upper() if match[1][0].isdigit() else "default"
        found.setdefault(code, (code, text or match[2].strip(" ()-:"), offset))
        if kind is not None and not BLANK.fullmatch(cells[kind.index]):
            bodies.append((code, cells[kind.index], offset))
    return Read(kind="statuses", statuses=tuple(found.values()), bodies=tuple(bodies))


def _status(raw: str) -> re.Match[str] | None:
    return _STATUS.fullmatch(clean(raw))


def _is_enum(grid: Grid, column: GridColumn) -> bool:
    """Whether names stand beside the codes: constants, which statuses do not have."""
    return any(one.all(_is_constant) for one in grid.columns if one is not column)


_CAPITALS = re.compile(r"[A-Z][A-Z0-9_]+")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


def _is_constant(raw: str) -> bool:
    return _CONSTANT.fullmatch(without_notes(clean(raw))) is not None


def _is_in_capitals(raw: str) -> bool:
    return _CAPITALS.fullmatch(without_notes(clean(raw))) is not None


# -- Values ----------------------------------------------------------------------------------------

_DATA = re.compile(r"[a-z][A-Za-z0-9]*")
_TOKEN = re.compile(r"[\w.$@+-]+")
_FEWEST_BITS = 4


def numbered_values(grid: Grid, role: Role | None) -> Read | None:
    """Names and the integers that stand for them."""
    number = next((one for one in grid.fitting("value") if one.numbers), None)
    if number is None or role in {"path", "query", "headers", "statuses"}:
        return None
    others = [one for one in grid.columns if one is not number]
    kinds = (one for one in others if "type" in one.fits and not one.all(_is_in_capitals))
    if any(_are_types(grid, one) for one in kinds):
        return None
    name = next((one for one in others if "name" in one.fits), None) or next(
        (one for one in others if one.fits not in {("description",), ("ignored",)}), None
    )
    if name is not None and not _are_labels(name, role):
        name = None
    if name is None and role not in {"enum", "flags"}:
        return None
    if name is not None and number.fits[0] != "value" and "ignored" in number.fits:
        return None
    if name is not None and _are_data(name, number):
        return _enum(grid, name, None, role, (number,))
    return _enum(grid, number, name, role)


def _are_types(grid: Grid, column: GridColumn) -> bool:
    """Whether the cells are types, not mere words: some are linked, or most need no definition."""
    linked = any("](" in cell for cell in column.cells)
    return linked or column.most(lambda raw: is_plain_type(raw, grid.style))


def _are_labels(column: GridColumn, role: Role | None) -> bool:
    """Whether the cells may be names of values: words, or short texts where it is clear."""
    if "name" in column.fits or role in {"enum", "flags"}:
        return column.most(lambda raw: len(clean(raw).split()) <= 6)  # noqa: PLR2004 - a short text
    return column.most(lambda raw: _TOKEN.fullmatch(without_notes(clean(raw))))


def _are_data(name: GridColumn, number: GridColumn) -> bool:
    """Whether the names are what is sent, and the numbers are those of the vendor's code.

    Names of constants are in capitals or title case. Names spelled as JSON spells them
    (`oneOnOne`), in a column for values, are data.
    """
    return (
        "value" in name.fits
        and name.words
        and name.most(lambda raw: _DATA.match(clean(raw)))
        and any(re.search(r"[a-z][A-Z]|^[a-z]", clean(raw)) for raw in name.cells)
        and not any(one and one.bits for one in map(number_of, number.cells))
    )


_OWNER = re.compile(
    r"(?:field|propert(?:y|ies)|param(?:eter)?s?|attributes?)(?: names?)?", re.IGNORECASE
)


def allowed_values(grid: Grid, role: Role | None) -> Read | None:
    """Values of properties that another table documents: a property and one value in each row."""
    if len(grid.columns) != 2 or role not in {"enum", "flags"}:  # noqa: PLR2004 - see above
        return None
    owner, value = grid.columns
    if not _OWNER.fullmatch(owner.header) or "value" not in value.fits:
        return None
    if not (owner.all(lambda raw: is_name(clean(raw))) and value.words):
        return None
    found: dict[str, list[str]] = {}
    for cells, _ in grid.rows:
        found.setdefault(clean(cells[0]), []).append(word_of(cells[1])[0])
    rows = tuple(Row(name=name, values=tuple(values)) for name, values in found.items())
    return Read(kind="allowed", rows=rows)


def typed_values(grid: Grid, role: Role | None) -> Read | None:
    """Values, with what all of them are beside each: a table of an enum, by its heading."""
    first, *rest = grid.columns
    if role not in {"enum", "flags"} or not first.words:
        return None
    kinds = (one for one in rest if "type" in one.fits and len(set(one.cells)) == 1)
    kind = next((one for one in kinds if _are_types(grid, one)), None)
    return _enum(grid, first, None, role, (kind,)) if kind is not None else None


def listed_values(grid: Grid, role: Role | None) -> Read | None:
    """Values that are words, with or without a description."""
    if role in {"path", "query", "headers", "statuses"}:
        return None
    value = next((one for one in _value_columns(grid, role) if _holds_values(one, role)), None)
    if value is None:
        return None
    others = [one for one in grid.columns if one is not value]
    if others and any("type" in one.fits and _are_types(grid, one) for one in grid.columns):
        return None
    name = next((one for one in others if one.fits[:1] == ("name",)), None)
    if name is not None and role in PROPERTIES and role != "definition":
        return None
    if name is None and others and not any("description" in one.fits for one in others):
        name = next((one for one in others if _are_labels(one, role)), None)
    if name is not None and len(set(name.cells)) < len(name.cells):
        return None  # what stands beside several values is no name of them
    return _enum(grid, value, name, role)


def _holds_values(column: GridColumn, role: Role | None) -> bool:
    """Whether all cells are values: words, or short texts where nothing else is expected."""
    if column.words:
        return True
    sure = role in {"enum", "flags"} and column.fits == ("value",)
    return sure and column.all(lambda raw: len(clean(raw)) <= 40 and clean(raw)[-1:] != ".")  # noqa: PLR2004 - short


#: What a header may mean besides a value that makes it doubtful.
_DOUBTFUL = {"type", "status", "method", "path", "location", "default", "values", "name"}


def _value_columns(grid: Grid, role: Role | None) -> Iterator[GridColumn]:
    """Columns that hold values, the surest first."""
    columns = list(grid.fitting("value"))
    yield from (one for one in columns if not _DOUBTFUL & set(one.fits))
    if role in {"enum", "flags"}:
        yield from columns
        known = all(
            set(one.fits) & {"name", "type", "description", "ignored"} for one in grid.columns[1:]
        )
        yield from grid.columns[: 1 if known else 0]
    elif role not in PROPERTIES or role == "definition":
        for one in columns:
            mere = not _are_types(grid, one) and not (one.numbers and "status" in one.fits)
            if mere and one.index == 0 and len(set(one.cells)) == len(one.cells):
                yield one


def _enum(
    grid: Grid,
    value: GridColumn,
    name: GridColumn | None,
    role: Role | None,
    dropped: tuple[GridColumn, ...] = (),
) -> Read:
    texts = [one for one in grid.fitting("description") if one not in (value, name)]
    if not texts:
        rest = (one for one in grid.columns if one not in (value, name, *dropped) and not one.fits)
        texts = [one for one in rest if not one.words][:1]
    entries = [
        (
            cells[value.index],
            without_notes(clean(cells[name.index])) if name is not None else "",
            "\n".join(filter(None, (clean(cells[one.index]) for one in texts))),
            offset,
        )
        for cells, offset in grid.rows
    ]
    used = {id(one) for one in (value, name, *dropped, *texts)}
    unknown = [one for one in grid.columns if id(one) not in used and not one.fits]
    troubles = tuple(
        ("unknown-column", f"no rule for the column {one.header!r}; it is left out", 0)
        for one in unknown
    )
    bits = role == "flags" or (
        any(one.fits[:1] == ("value",) and _FLAG.search(one.header) for one in grid.columns)
        and not _are_counted(value)
    )
    return enum_of(entries, flags=bits, troubles=troubles)


def _are_counted(column: GridColumn) -> bool:
    """Whether values are 0, 1, 2 or 1, 2, 3: counted, whatever a header calls each of them."""
    numbers = [one for one in map(number_of, column.cells) if one is not None]
    values = [one.value for one in numbers]
    first = values[0] if values else 0
    counted = values == list(range(first, first + len(values)))
    return counted and first in {0, 1} and not any(one.bits for one in numbers)


_FLAG = re.compile(r"\bflags?\b", re.IGNORECASE)


def enum_of(
    entries: Iterable[tuple[str, str, str, int]],
    *,
    flags: bool = False,
    troubles: tuple[Trouble, ...] = (),
) -> Read:
    """An enum of raw values, each with its name, description and line."""
    entries = _filled(entries)
    whole = [one for one in (number_of(raw) for raw, *_ in entries) if one is not None]
    integers = len(whole) == len(entries)
    values: dict[str | int, EnumValue] = {}
    found = list(troubles)
    for index, (raw, name, description, offset) in enumerate(entries):
        value: str | int = whole[index].value if integers else word_of(raw)[0]
        if value in values:
            message = f"{value!r} stands in the table already; the first is the one taken"
            found.append(("duplicate-row", message, offset))
            continue
        called = name if name != value else ""
        values[value] = EnumValue(value=value, name=called, description=description)
    kind: Kind = "flags" if integers and are_flags(whole, said=flags) else "enum"
    return Read(kind=kind, values=tuple(values.values()), troubles=tuple(found))


#: A cell that holds no word, or says that nothing belongs there.
_EMPTY = re.compile(r"[-\u2010-\u2015.*_ ]*|n/?a|not applicable", re.IGNORECASE)


def _filled(entries: Iterable[tuple[str, str, str, int]]) -> list[tuple[str, str, str, int]]:
    """The entries that have a value. Words such as `none` are values where others are words."""
    found = [one for one in entries if not (_EMPTY.fullmatch(one[0]) or _is_null(one[0]))]
    sure = [one for one in found if not BLANK.fullmatch(one[0])]
    return found if any(number_of(one[0]) is None for one in sure) else sure


def _is_null(raw: str) -> bool:
    """Whether a value is null, which no enum has: it is said by the property."""
    return clean(raw).strip("\"'") in {"null", "nil"}


def are_flags(numbers: list[Number], *, said: bool) -> bool:
    """Whether integers are bits to be combined: spelled so, or called so, or all powers of two.

    Four powers of two without a three are no accident.
    """
    powers = [one for one in numbers if one.value > 0 and one.value & (one.value - 1) == 0]
    spelled = sum(one.bits for one in numbers)
    if not powers:
        return False
    if 2 * spelled > len(numbers):
        return 2 * len(powers) > len(numbers)
    if said:
        return 2 * len(powers) >= len(numbers)
    return len(powers) >= _FEWEST_BITS and len(powers) + 1 >= len(numbers)
