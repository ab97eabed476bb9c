"""Media types of bodies: their names in texts, and what a body of each can hold.

Names have a type and a subtype (RFC 6838), and are told from paths by the types that are
registered (https://www.iana.org/assignments/media-types). Parameters are no part of them here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from codegen.typeexpr import Array, Scalar, TypeExpr

__all__ = [
    "BYTES",
    "FORM",
    "JSON",
    "MULTIPART",
    "can_hold",
    "is_bytes",
    "is_data",
    "is_file",
    "is_text",
    "named",
    "only_in",
]

JSON = "application/json"
#: What a form is sent as unless it says otherwise, as it cannot hold files:
#: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm
FORM = "application/x-www-form-urlencoded"
#: Properties as parts of a message, files among them (RFC 7578).
MULTIPART = "multipart/form-data"
#: Bytes of which nothing else is known (RFC 2046, section 4.5.1).
BYTES = "application/octet-stream"

_TYPE = r"(?:application|audio|font|image|message|model|multipart|text|video)"
_NAME = rf"(?<![\w./-]){_TYPE}/[a-z0-9][\w.+-]{{0,80}}(?<=\w)(?![\w/*])"
_NAMES = re.compile(_NAME, re.IGNORECASE)
#: Values that have properties: in JSON, in another notation of data, or in a form.
_DATA = re.compile(
    r"(?:application|text)/(?!xhtml)(?:.*json.*|(?:.*[+.-])?(?:xml|ya?ml|msgpack|cbor|graphql))"
    r"|application/x-www-form-urlencoded|multipart/.*"
)
_TEXT = re.compile(r"text/.*|application/xhtml\+xml")


@lru_cache(maxsize=4096)
def named(text: str) -> tuple[str, ...]:
    """The media types that a text names, in small letters, in order."""
    if "/" not in text:
        return ()
    return tuple(dict.fromkeys(match[0].lower() for match in _NAMES.finditer(text)))


#: `only for multipart/form-data requests`, `(multipart/form-data only)`.
_ONLY = re.compile(
    rf"\bonly (?:\w+ )?(?:for|in|with|by|as|when)\b[^.;\n]{{0,40}}?(?P<before>{_NAME})"
    rf"|(?P<behind>{_NAME})[`*'\"]*(?: \w+)? only\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def only_in(text: str) -> tuple[str, ...]:
    """The media type that a text says a property is sent in alone; none: it does not say so."""
    if "/" not in text or "only" not in text.lower():
        return ()
    match = _ONLY.search(text)
    return (match[match.lastgroup or 0].lower(),) if match else ()


def is_data(media_type: str) -> bool:
    """Whether bodies of a media type are values with properties."""
    return _DATA.fullmatch(media_type) is not None


def is_text(media_type: str) -> bool:
    """Whether bodies of a media type are texts without properties."""
    return _TEXT.fullmatch(media_type) is not None and not is_data(media_type)


def is_bytes(media_type: str) -> bool:
    """Whether bodies of a media type are neither texts nor values with properties."""
    return not is_data(media_type) and not is_text(media_type)


def is_file(expr: TypeExpr | None) -> bool:
    """Whether a property of this type is the content of a file, or of several."""
    while isinstance(expr, Array):
        expr = expr.items
    return isinstance(expr, Scalar) and expr.name == "binary"


def can_hold(media_type: str, expr: TypeExpr, only: tuple[str, ...] = ()) -> bool:
    """Whether a body of a media type can hold a property of a type, said to be sent `only` so.

    Files stand in parts of their own: neither JSON nor the text of a form has bytes.
    """
    if only:
        return media_type in only
    return not is_file(expr) or media_type.startswith("multipart/")
