"""Rows: what the cells of one table row or list item say of a property or parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from codegen.claims import Link, Row
from codegen.dialects import typetext
from codegen.dialects.general.cells import BLANK, Cells, presence_of, typed
from codegen.dialects.general.inwords import type_in_words
from codegen.dialects.general.names import Name, Said, marks
from codegen.dialects.general.partial import links_of_type
from codegen.dialects.general.read import Location, Payload
from codegen.dialects.general.values import default_of, listed, only_codes
from codegen.dialects.phrases import Facts, facts
from codegen.dialects.styles.style import Style
from codegen.markdown import clean
from codegen.mediatypes import only_in
from codegen.spec import NO_CONSTRAINTS, Constraints, Presence
from codegen.typeexpr import Scalar

__all__ = ["Made", "links_of", "location_of", "row_of"]


class Made(NamedTuple):
    """A row, where it stands if the page says so, and the findings: code and message."""

    row: Row
    location: Location | None
    troubles: tuple[tuple[str, str], ...]


#: What makes a text of bytes (RFC 4648): they are no file then.
_BASE64 = re.compile(r"\bbase-?64\b", re.IGNORECASE)


@lru_cache(maxsize=16384)
def row_of(name: Name, cells: Cells, style: Style, payload: Payload | None) -> Made:
    """The row that `cells` say of `name`, at the offset 0.

    `payload` decides what it means that a property has no mark.
    """
    troubles: list[tuple[str, str]] = []
    if not (cells.type or name.type):
        cells = typed(cells, style)
    read, of_type = _type(cells.type or name.type, style, troubles)
    if read.type == Scalar("binary") and _BASE64.search(cells.description):
        read = msgspec.structs.replace(read, type=Scalar("byte"))
    raw = "<br>".join(filter(None, (name.description, cells.description)))
    text, of_text = marks(raw, style, "description")
    allowed = cells.values or (text if only_codes(text) else "")
    values = read.values or listed(allowed, read.type)
    said = facts(text, read.type, values)
    troubles += [
        ("description-contradicts-type", f"the description of {name.text!r} {one}")
        for one in said.contradictions
    ]
    column, clash = _columns(cells, name.said, style)
    if clash:
        message = f"the name of {name.text!r} is marked {name.said.presence}, a column says not"
        troubles.append(("contradicting-marks", message))
    found = column.over(name.said).over(of_type).over(of_text).over(_of(said))
    if found.presence is None and payload is not None:
        found = found.over(Said(presence=style.unmarked.get(payload)))
    constraints, problem, default = _constraints(cells.default, read, said, values)
    if problem:
        troubles.append(("description-contradicts-type", f"{name.text!r} has {problem}"))
    valued = bool(said.values or said.unproved)
    row = Row(
        name=name.text,
        type=type_in_words(read.type, text, style.types, valued=valued),
        values=values or tuple(one.value for one in said.values),
        details=tuple(one for one in said.values if one.name or one.description),
        unproved=said.unproved,
        unclear=clean(read.left) if read.type is not None and not values else "",
        presence=found.presence,
        nullable=found.nullable,
        read_only=found.read_only,
        write_only=found.write_only,
        deprecated=_deprecated(said, found),
        media_types=only_in(raw) or only_in(cells.required),
        description="\n".join(filter(None, (clean(said.text), clean(read.note), default))),
        constraints=constraints,
        links=(*links_of_type(read), *links_of(raw)),
    )
    where = location_of(cells.location) or ("path" if name.in_path else None)
    return Made(row, where or _said_location(row.description), tuple(troubles))


def _type(
    raw: str, style: Style, troubles: list[tuple[str, str]]
) -> tuple[typetext.TypeText, Said]:
    """What the place of the type says, and its marks."""
    kind, said = marks(raw, style, "type")
    blank = BLANK.fullmatch(clean(kind)) is not None
    read = typetext.read("" if blank else kind, style.types)
    if read.left and read.type is None:
        message = f"{clean(read.left)!r} is neither a type nor a name of one"
        troubles.append(("unknown-type", message))
    null = read.type is not None and str(read.type) == "null"
    in_text = Said(
        presence="optional" if read.optional else None,
        nullable=True if null else read.nullable,
        read_only=read.read_only,
        write_only=read.write_only,
    )
    # Of null alone it is known that it may be null, and not what else it may be.
    return (msgspec.structs.replace(read, type=None) if null else read), said.over(in_text)


def _of(said: Facts) -> Said:
    return Said(
        presence=said.presence,
        nullable=said.nullable,
        read_only=said.read_only,
        write_only=said.write_only,
    )


def _deprecated(said: Facts, found: Said) -> str | None:
    if said.deprecated is not None:
        return clean(said.deprecated)
    return "" if found.deprecated else None


# -- Columns of marks ------------------------------------------------------------------------------

_SPELLED = re.compile(r"required|optional|mandatory", re.IGNORECASE)
_OPPOSITE: dict[Presence, Presence] = {"required": "optional", "optional": "required"}


def _columns(cells: Cells, of_name: Said, style: Style) -> tuple[Said, bool]:
    """What the columns of marks say, and whether the mark of the name denies it."""
    presence = presence_of(_without_signs(clean(cells.required)), style)
    if presence is None and cells.optional:
        text = clean(cells.optional)
        presence = presence_of(text, style)
        if presence is not None and not _SPELLED.search(text):
            presence = _OPPOSITE[presence]
    nullable = None
    text = clean(cells.nullable)
    if text and style.nullable.column is not None and style.nullable.column.fullmatch(text):
        nullable = True
    elif text and presence_of(text, style) == "optional":
        nullable = False
    clash = None not in (presence, of_name.presence) and presence != of_name.presence
    return Said(presence=presence, nullable=nullable), clash


_SIGN = re.compile(r"\{[\w-]{1,40}\}|:[\w+-]{1,40}:")


def _without_signs(text: str) -> str:
    """A text without the names of pictures beside its words: ``{check-circle} Yes``."""
    return _SIGN.sub("", text).strip() or text


# -- Constraints -----------------------------------------------------------------------------------


def _constraints(
    default: str, read: typetext.TypeText, said: Facts, values: tuple[str | int, ...]
) -> tuple[Constraints, str, str]:
    """The limits of a type's text, those of the description, and the default of a column.

    With what is wrong with the default; and the default as a text where it is none of the type's.
    """
    limits = {**_limits(said.constraints), **_limits(read.constraints)}
    problem = left = ""
    text = clean(default)
    if not BLANK.fullmatch(text):
        found, fits = default_of(text, read.type, values)
        if found is not None:
            limits["default"] = found
        else:
            left = f"Default: {text}"
        if not fits:
            problem = f"the default {text}, which the type {read.type} does not have"
    return (Constraints(**limits) if limits else NO_CONSTRAINTS), problem, left


def _limits(constraints: Constraints) -> dict[str, Any]:
    if constraints is NO_CONSTRAINTS:
        return {}
    return {
        name: one for name, one in msgspec.structs.asdict(constraints).items() if one is not None
    }


# -- Locations -------------------------------------------------------------------------------------

_PLACES: dict[Location, re.Pattern[str]] = {
    "path": re.compile(
        r"(?:in )?(?:the )?(?:url )?path(?: param\w*| segment| variable| part)?", re.IGNORECASE
    ),
    "query": re.compile(
        r"(?:in )?(?:the )?(?:url )?query(?:[- ]?string)?(?: param\w*)?", re.IGNORECASE
    ),
    "header": re.compile(
        r"(?:in )?(?:the )?(?:request |http )?headers?(?: param\w*)?", re.IGNORECASE
    ),
    "body": re.compile(
        r"(?:in )?(?:the )?(?:request |json |http )?(?:body|form|form[- ]?data|payload)",
        re.IGNORECASE,
    ),
}
#: Sentences about where it is sent: "specified as part of the path".
_SENT = re.compile(
    r"\b(?:specified|passed|given|sent|included|provided|supplied|set|appended)"
    r"(?: as| in| via| through| on)(?: a| an| part of| the| one of the)*"
    r" ((?:url |request |http |json )?(?:path|query(?:[- ]string)?|header|body)s?)\b",
    re.IGNORECASE,
)
_FIRST = 2000


@lru_cache(maxsize=1024)
def location_of(raw: str) -> Location | None:
    """Where a parameter stands by the cell of such a column."""
    text = clean(raw).strip(" .`()\"'")
    return next((place for place, pattern in _PLACES.items() if pattern.fullmatch(text)), None)


def _said_location(description: str) -> Location | None:
    """Where the description says that it stands, if it speaks of one place only."""
    said = {match[1].lower().rstrip("s") for match in _SENT.finditer(description[:_FIRST])}
    found = {location_of(one) for one in said}
    return found.pop() if len(found) == 1 else None


# -- Links -----------------------------------------------------------------------------------------

_LINK = re.compile(
    r"(?<!!)\[([^\[\]]{1,300})\]\(\s{0,5}<?([^()\s<>]{1,500})>?(?:\s[^()]{0,200})?\)"
)


@lru_cache(maxsize=16384)
def links_of(raw: str) -> tuple[Link, ...]:
    """The links of a description."""
    if "](" not in raw:
        return ()
    return tuple(dict.fromkeys(_links(raw)))


def _links(raw: str) -> Iterator[Link]:
    for match in _LINK.finditer(raw):
        yield Link(label=clean(match[1]), target=match[2], described=True)
