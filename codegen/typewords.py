"""Words that samples print in place of values, to say of what type these are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Meaning", "meaning", "values_of"]


class Meaning(NamedTuple):
    """What words say: a scalar, or '' for another type. `sure`: hardly ever are they data."""

    type: str
    sure: bool


#: Word in small letters -> scalar, and whether it is hardly ever data.
_WORDS: dict[str, Meaning] = {
    **dict.fromkeys(("string", "str"), Meaning("string", sure=True)),
    **dict.fromkeys(("boolean", "bool"), Meaning("boolean", sure=True)),
    **dict.fromkeys(("integer", "int"), Meaning("integer", sure=True)),
    **dict.fromkeys(("int32", "int16"), Meaning("int32", sure=True)),
    "int64": Meaning("int64", sure=True),
    **dict.fromkeys(("datetime", "date-time", "datetimeoffset"), Meaning("date-time", sure=True)),
    **dict.fromkeys(("guid", "uuid"), Meaning("uuid", sure=True)),
    "float": Meaning("number", sure=True),
    # Words of English: a room may be double, and a position long or short. `Double` is a type.
    **dict.fromkeys(("double", "decimal"), Meaning("number", sure=False)),
    **dict.fromkeys(("Double", "Decimal"), Meaning("number", sure=True)),
    "short": Meaning("int32", sure=False),
    "Short": Meaning("int32", sure=True),
    "long": Meaning("int64", sure=False),
    "Long": Meaning("int64", sure=True),
    "text": Meaning("string", sure=False),
    "number": Meaning("number", sure=False),
    "timestamp": Meaning("date-time", sure=False),
    "date": Meaning("date", sure=False),
    "time": Meaning("time", sure=False),
    "duration": Meaning("duration", sure=False),
    "url": Meaning("uri", sure=False),
    "uri": Meaning("uri", sure=False),
    "email": Meaning("email", sure=False),
    **dict.fromkeys(("binary", "stream"), Meaning("binary", sure=False)),
    **dict.fromkeys(("object", "array", "any", "enum", "json"), Meaning("", sure=False)),
}
#: The namespace of the primitive types of OData (CSDL 4.01, section 3.3).
_EDM = "Edm."
_QUALIFIED = re.compile(r"([A-Za-z][\w-]*)([ \t]?)\(\$?([^()]*)\)")
_MARKED = re.compile(r"<([^<>]+)>|\{\{?([^{}]+)\}?\}")
_VALUES = re.compile(r"[A-Za-z][\w-]*(?: ?\| ?[A-Za-z][\w-]*)+")


@lru_cache(maxsize=4096)
def meaning(text: str) -> Meaning | None:
    """What type `text` names, such as ``String (timestamp)`` or ``<integer>``; None for none.

    A word in brackets names the format, where it is known for one of the type before them.
    """
    if marked := _MARKED.fullmatch(text):
        found = meaning((marked[1] or marked[2]).strip())
        return found._replace(sure=True) if found else None
    if qualified := _QUALIFIED.fullmatch(text):
        base = _WORDS.get(qualified[1].lower())
        inner = _WORDS.get(qualified[3].strip().lower())
        # Without a blank before the bracket it may be a call.
        if base is None or not (qualified[2] or inner or qualified[3].isdecimal()):
            return None
        narrower = inner is not None and inner.type and base.type == "string"
        return Meaning(inner.type if inner is not None and narrower else base.type, sure=True)
    if text.startswith(_EDM):
        found = _WORDS.get(text.removeprefix(_EDM).lower())
        return found._replace(sure=True) if found else None
    return _WORDS.get(text) or _WORDS.get(text.lower())


@lru_cache(maxsize=4096)
def values_of(text: str) -> tuple[str, ...]:
    """The values that ``a | b | c`` lists; none where the words are types."""
    if " | " not in text or not _VALUES.fullmatch(text):
        return ()
    values = tuple(dict.fromkeys(value.strip() for value in text.split("|")))
    known = [meaning(value) for value in values if value != "null"]
    return () if all(known) else tuple(value for value in values if value != "null")
