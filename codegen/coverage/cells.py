"""What cells show: of a column whose header nobody knows, of types, and of marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codegen.coverage.headers import mark_hint
from codegen.dialects import typetext
from codegen.dialects.general.cells import BLANK
from codegen.dialects.general.grid import Grid, GridColumn
from codegen.dialects.general.names import is_name, is_plain_type, marks, names, words_of_marks
from codegen.dialects.styles.style import Style
from codegen.dialects.typetext import TypeText
from codegen.markdown import clean

__all__ = ["bare", "column_hint", "marks_of", "type_of"]

_YES_OR_NO = re.compile(r"(?i)yes|no|y|n|true|false|required|optional|[✓✔✗✘✅❌xo-]")
#: Text of this many words in most cells is a description.
_SENTENCE = 4

#: What stands at an end of a name or type and is no letter of it, nor of how it is written.
_MARK = re.compile(
    r"^(?P<before>[^\w\s\"'`(\[{<$@#/\\.:~|&-]{1,3})"
    r"|(?P<behind>[^\w\s\"'`)\]}>./\\:,;|&-]{1,3}|\([^\W\d_][a-z -]{0,20}\)|\[[a-z -]{2,20}\])$"
)


def column_hint(grid: Grid, column: GridColumn) -> str:
    """What a column may say, as a key of ``[columns]``; '' where nothing shows it."""
    if not column.cells:
        return ""
    are_names = grid.columns[0].most(_is_name)
    named = grid.first("name") or (are_names and column.index)
    if named and column.all(lambda raw: _YES_OR_NO.fullmatch(clean(raw).strip("*_` "))):
        return mark_hint(column.header)
    untyped = named and not grid.first("type")
    if untyped and column.most(lambda raw: is_plain_type(raw, grid.style)):
        return "type"
    if column.index == 0 and not grid.first("name") and are_names:
        return "name"
    if column.most(lambda raw: len(clean(raw).split()) >= _SENTENCE):
        return "description"
    return ""


def _is_name(raw: str) -> bool:
    """Whether a cell looks like a name, but for a mark of whatever kind."""
    text = bare(raw)
    return is_name(text) and not text.isupper()


def bare(raw: str) -> str:
    """What a cell names, without what looks like a mark."""
    return _MARK.sub("", clean(raw).strip())


def type_of(raw: str, style: Style) -> TypeText | None:
    """What the cell of a type says; None where it is blank."""
    kind, _ = marks(raw, style, "type")
    return None if BLANK.fullmatch(clean(kind)) else typetext.read(kind, style.types)


def marks_of(raw: str, style: Style, place: str) -> Iterator[tuple[str, str]]:
    """What looks like a mark in the cell of a name or type, and what it means in the style.

    `…` stands for the name or type that it is before or behind.
    """
    text = clean(raw).strip().split("\n")[0].strip()
    found = _MARK.search(text)
    # Behind a type, brackets hold formats and limits.
    if found is None or found[0] == text or (place == "type" and found[0].endswith((")", "]"))):
        return
    shown = f"{found[0]}…" if found["before"] else f"…{found[0]}"
    _, said = marks(raw, style, place)
    if place == "name":
        said = said.over(next((one.said for one in names(raw, style)), said))
    else:
        read = typetext.read(raw, style.types)
        if read.nullable is not None or read.optional is not None:
            yield shown, "nullable" if read.nullable else "optional"
            return
    bracketed = words_of_marks(found[0].strip("()[]"))
    said = said.over(bracketed) if bracketed is not None else said
    means: str = said.presence or ("nullable" if said.nullable else "")
    if said.read_only or said.write_only or said.deprecated:
        means = means or "known"
    yield shown, means
