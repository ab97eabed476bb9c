"""Lines that say one thing of a property by a key: ``**Type:** string``, ``Default: `5` ``."""

from __future__ import annotations

import re

from codegen.dialects.general.cells import Cells
from codegen.dialects.general.grid import fits
from codegen.dialects.styles.style import Style

__all__ = ["MOST_LINES", "keyed", "without_keys"]

#: ``**Type:** string``, ``Type: string``, ``_Default_: 5``.
_KEY = re.compile(
    r"\s*(?:[-*]\s+)?(?:\*\*|__|[_*`])?([A-Za-z][A-Za-z /-]{0,30}?)(?:\*\*|__|[_*`])?\s*:\s*"
    r"(?:\*\*|__|[_*`](?=\s))?\s*(\S.*)"
)
_LONGEST = 2000
MOST_LINES = 200
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WRAPPED = re.compile(r"_([A-Za-z][^_\n]*:[^_\n]*)_|\*([A-Za-z][^*\n]*:[^*\n]*)\*")


def keyed(line: str, style: Style) -> tuple[str, str] | None:
    """The field of `Cells` that a line fills, and with what; None where it has no such key.

    A backslash at its end is a break of lines.
    """
    text = line.strip().removesuffix("\\").rstrip()
    if len(text) > _LONGEST:
        return None
    wrapped = _WRAPPED.fullmatch(text)
    match = _KEY.fullmatch((wrapped[1] or wrapped[2]) if wrapped else text)
    if match is None:
        return None
    for column in fits(match[1], style):
        if column in Cells._fields:
            return column, match[2].strip()
    return None


def without_keys(cells: Cells, style: Style) -> Cells:
    """`cells` with those lines of the description moved that say by a key what no cell says."""
    if not _BREAK.search(cells.description):
        return cells
    found: dict[str, str] = {}
    left: list[str] = []
    for line in _BREAK.split(cells.description, MOST_LINES):
        pair = keyed(line, style)
        if pair is None or pair[0] in found or getattr(cells, pair[0]):
            left.append(line)
        else:
            found[pair[0]] = pair[1]
    if not found:
        return cells
    # Beside keys that are known, lines of other keys are no sentences: what they list is theirs.
    left = [line.replace("`", "") if _KEY.fullmatch(line) else line for line in left]
    return cells._replace(description="<br>".join(left), **found)
