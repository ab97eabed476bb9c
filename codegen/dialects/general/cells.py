"""Cells: the texts of a table row or a list item, and the type that stands in a description.

Tables, lists, headings and definition lists are all brought into this form, so that a type, a mark
or a default is read in one way wherever it stands.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from codegen.dialects.general.names import is_plain_type
from codegen.dialects.styles.style import Style
from codegen.spec import Presence

__all__ = ["BLANK", "Cells", "presence_of", "typed"]


class Cells(NamedTuple):
    """The raw texts of what a block says of one property, by what they are about."""

    type: str = ""
    required: str = ""
    optional: str = ""
    """Of a column whose "yes" means optional."""
    nullable: str = ""
    description: str = ""
    default: str = ""
    values: str = ""
    location: str = ""


#: Cells that hold nothing.
BLANK = re.compile(r"(?:[-\u2010-\u2015.*_ ]*|n/?a|none|not applicable|empty)", re.IGNORECASE)


#: A type in brackets at the end of a text, with marks perhaps, and a remark behind a dash; other
#: words in brackets may be anything.
_BEHIND = re.compile(
    r"(?:^|\s*)\(((?:(?:array|list) of )?"
    r"(?:string|integer|number|boolean|object|bool|int|float|date-?time)s?(?:\[\])?)"
    r"(?:,([^()]{1,200}))?\)\.?(\s+[-\u2013\u2014]\s[^()]{1,200})?$",
    re.IGNORECASE,
)
_DEFAULT = re.compile(r"\s*(?:by )?default(?:s to)?[ :=]+(\S+)\s*", re.IGNORECASE)


def _with_behind(cells: Cells, style: Style) -> Cells:
    """The cells, with the type and the marks that the description ends with."""
    match = _BEHIND.search(cells.description[-_LAST:])
    if match is None:
        return cells
    start = max(len(cells.description) - _LAST, 0) + match.start()
    required, default, left = cells.required, cells.default, []
    for part in filter(str.strip, (match[2] or "").split(",")):
        said = _DEFAULT.fullmatch(part)
        if said is not None and not default:
            default = said[1]
        elif not required and presence_of(part.strip(), style):
            required = part.strip()
        else:
            left.append(part.strip())
    rest = f" ({', '.join(left)})" if left else ""
    text = f"{cells.description[:start]}{rest}{match[3] or ''}"
    return cells._replace(type=match[1], required=required, default=default, description=text)


_LAST = 500


#: A text that is a type and nothing else; other words for types may be words for things.
_ALONE = re.compile(
    r"(?:string|integer|number|boolean|object|int|bool|float|double|long)s?(?:\([\w-]{1,20}\))?"
)
#: A type that a text begins with, set apart from it: ``**integer**<br>The size``.
_AHEAD = re.compile(
    r"\s*(?P<mark>\*\*|__|`)(?P<type>[A-Za-z][\w -]{1,30}(?:\[\])?)(?P=mark)"
    r"(?:\s*(?:<br\s*/?>|\n)|[.:,;]?\s+(?=[A-Z]))\s*"
)


def typed(cells: Cells, style: Style) -> Cells:
    """Cells without a type, with the one that the description has."""
    text = cells.description
    if _ALONE.fullmatch(text):
        return cells._replace(type=text, description="")
    if (behind := _with_behind(cells, style)) is not cells:
        return behind
    ahead = _AHEAD.match(text)
    if ahead is not None and is_plain_type(ahead["type"], style):
        return cells._replace(type=ahead["type"], description=text[ahead.end() :])
    return cells


def presence_of(text: str, style: Style) -> Presence | None:
    """What a text says of presence in the words of the style; None where it says nothing."""
    if not text:
        return None
    if style.required.column is not None and style.required.column.fullmatch(text):
        return "required"
    # What follows may limit that something is required; optional is optional whatever follows.
    for one in (text, text.partition(",")[0]):
        if style.optional.column is not None and style.optional.column.fullmatch(one):
            return "optional"
    return None
