"""Sample payloads: HTTP messages and JSON texts of the pages -> shapes.

A shape is what a sample says about types, without its values: equal shapes are one object, so
that thousands of samples of one type cost as much as one.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

__all__ = [
    "MAX_DEPTH",
    "NAMES_OF_TYPES",
    "QUOTED",
    "UNKNOWN",
    "UNTYPED",
    "InvalidJsonError",
    "Message",
    "Shape",
    "TooDeepError",
    "instance_of",
    "interned",
    "marks_of",
    "parse_json",
    "parse_message",
    "shape_of",
]

#: Samples nested deeper than this are reported and not looked into: no real payload comes near,
#: and every later stage may recurse.
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An HTTP message of a sample (RFC 9112), leniently read.

    `method` and `target` are set for a request, `status` and `reason` for a response; `line`, of
    the head, and `body_line` count from 0 at the first line of the text.
    """

    method: str = ""
    target: str = ""
    status: str = ""
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    body_line: int = 0
    line: int = 0
    command: bool = False
    """It is what a command sends."""

    def header(self, name: str) -> str:
        """The value of the first header of that name, case-insensitively, or ''."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")

    @property
    def media_type(self) -> str:
        """The body's media type without parameters, lower case, or ''."""
        return self.header("Content-Type").partition(";")[0].strip().lower()


_REQUEST_LINE = re.compile(r"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT)\s+(\S.*)")
_STATUS_LINE = re.compile(r"HTTP/[\d.]+\s+(\d{3})(?:\s+(.*))?")
_VERSION = re.compile(r"HTTP/[\d.]+")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~\w-]+):(.*)")


def parse_message(text: str) -> Message | None:
    """Read `text` as an HTTP request or response; None where it starts like neither."""
    lines = text.split("\n")
    start = lines[0].rstrip()
    request = _REQUEST_LINE.fullmatch(start)
    response = _STATUS_LINE.fullmatch(start)
    if request is None and response is None:
        return None
    headers: list[tuple[str, str]] = []
    index = 1
    while index < len(lines) and (header := _HEADER.match(lines[index])):
        headers.append((header[1], header[2].strip()))
        index += 1
    while index < len(lines) and not lines[index].strip():
        index += 1
    return Message(
        method=request[1] if request else "",
        target=_target(request[2]) if request else "",
        status=response[1] if response else "",
        reason=(response[2] or "") if response else "",
        headers=tuple(headers),
        body="\n".join(lines[index:]).rstrip(),
        body_line=index,
    )


def _target(text: str) -> str:
    """What stands behind the method, without the version of the protocol."""
    target, *version = text.rsplit(None, 1)
    return target if version and _VERSION.fullmatch(version[0]) else text


class InvalidJsonError(ValueError):
    """A JSON text that is none; `line` counts from 0."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class TooDeepError(ValueError):
    """A JSON text nested deeper than MAX_DEPTH."""


def parse_json(text: str, repeated: Callable[[str, int], None] | None = None) -> object:
    """Parse a JSON text (RFC 8259: no NaN, no Infinity, no number beyond a double's range).

    Of a key that an object has twice the last value is kept, and `repeated` is told of the key
    and its line, counted from 0. Raises InvalidJsonError, or TooDeepError before the parser's
    stack is at risk.
    """
    # Few brackets cannot be deep; most samples have few.
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        message = f"nested deeper than {MAX_DEPTH} levels"
        raise TooDeepError(message)
    ambiguous = False

    def to_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal ambiguous
        value = dict(pairs)
        ambiguous = ambiguous or len(value) < len(pairs)
        return value

    value = _loads(text, to_object if repeated else None)
    for token in _STRING.finditer(text) if _SURROGATE.search(text) else ():
        if _SURROGATE.search(token[0]) and not _is_text(json.loads(token[0])):
            message = "a surrogate without its other half is no character"
            raise InvalidJsonError(message, text.count("\n", 0, token.start()))
    if ambiguous and repeated:
        for key, line in _repeated_keys(text):
            repeated(key, line)
    return value


def _loads(
    text: str, to_object: Callable[[list[tuple[str, object]]], dict[str, object]] | None
) -> object:
    try:
        value: object = json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            object_pairs_hook=to_object,
        )
    except json.JSONDecodeError as error:
        raise InvalidJsonError(error.msg, error.lineno - 1) from None
    except _NoJsonError as error:
        raise InvalidJsonError(str(error), _line_of(text, _CONSTANT)) from None
    except _InfiniteError as error:
        raise InvalidJsonError(str(error), _line_of(text, _NUMBER, _is_infinite)) from None
    except ValueError:
        message = "an integer of more digits than can be read"
        raise InvalidJsonError(message, _line_of(text, _HUGE)) from None
    return value


#: A string, the last of a broken text without its end: so any text is split in linear time.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_DEPTH_TOKEN = re.compile(rf"{_STRING.pattern}|[\[{{]|[\]}}]", re.DOTALL)
_CONSTANT = re.compile(rf"{_STRING.pattern}|(NaN|-?Infinity)", re.DOTALL)
_HUGE = re.compile(rf"{_STRING.pattern}|(\d{{4301,}})", re.DOTALL)
_NUMBER = re.compile(rf"{_STRING.pattern}|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)", re.DOTALL)
_KEY_TOKEN = re.compile(rf"({_STRING.pattern})(\s*:)?|[{{}}]", re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _DEPTH_TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in "]}":
            depth -= 1
    return deepest


def _line_of(text: str, pattern: re.Pattern[str], wanted: Callable[[str], bool] = bool) -> int:
    """The line, from 0, of the first `wanted` group of `pattern`, which skips strings."""
    starts = (match.start(1) for match in pattern.finditer(text) if match[1] and wanted(match[1]))
    return text.count("\n", 0, next(starts, 0))


def _repeated_keys(text: str) -> Iterator[tuple[str, int]]:
    """The keys of a valid JSON text that their object has had before, with their lines from 0."""
    keys: list[set[str]] = []
    line = at = 0
    for token in _KEY_TOKEN.finditer(text):
        if token[0] == "{":
            keys.append(set())
        elif token[0] == "}":
            keys.pop()
        elif token[2]:
            key: str = json.loads(token[1])
            if key in keys[-1]:
                line += text.count("\n", at, token.start())
                at = token.start()
                yield key, line
            keys[-1].add(key)


def _is_text(value: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in value)


class _NoJsonError(Exception):
    """A constant of JavaScript that JSON does not have."""


class _InfiniteError(Exception):
    """A number that no double can hold."""


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        message = "a number beyond the range of a double"
        raise _InfiniteError(message)
    return value


def _is_infinite(text: str) -> bool:
    # An integer may be as large as it likes.
    return not text.lstrip("-").isdecimal() and math.isinf(float(text))


def _refuse_constant(name: str) -> object:
    message = f"{name} is not JSON"
    raise _NoJsonError(message)


class Shape:
    """What one JSON value is: made by `interned` alone, so that equal shapes are identical.

    kind: null, boolean, integer, number, object, array, a string scalar (string, date-time, date,
    uuid), or unknown, of which nothing is shown. `fields` are an object's, in the order of the
    sample; `partial`: it may have more of them, which the sample leaves out; `instance` is the
    name of its type, where it says that itself. `items` are the distinct shapes of an array's
    elements.

    A plain class, not a dataclass, for the reason that `typeexpr.TypeExpr` is one: msgspec is to
    ask how it is written.
    """

    def __init__(
        self,
        kind: str,
        fields: tuple[tuple[str, Shape], ...],
        items: tuple[Shape, ...],
        *,
        partial: bool = False,
        instance: str = "",
    ) -> None:
        self.kind = kind
        self.fields = fields
        self.items = items
        self.partial = partial
        self.instance = instance

    @cached_property
    def keys(self) -> frozenset[str]:
        """The names of an object's fields."""
        return frozenset(name for name, _ in self.fields)

    @cached_property
    def at(self) -> dict[str, Shape]:
        """An object's fields by name."""
        return dict(self.fields)

    def __reduce__(self) -> tuple[object, ...]:
        return _interned, (self.kind, self.fields, self.items, self.partial, self.instance)


_INTERNED: dict[tuple[str, tuple[tuple[str, Shape], ...], tuple[Shape, ...], bool, str], Shape] = {}


def interned(
    kind: str,
    fields: tuple[tuple[str, Shape], ...] = (),
    items: tuple[Shape, ...] = (),
    *,
    partial: bool = False,
    instance: str = "",
) -> Shape:
    """The one shape of this kind, whose parts are interned themselves."""
    # Children are interned before their parents, so that hashing by identity is hashing by value.
    key = (kind, fields, items, partial, instance)
    found = _INTERNED.get(key)
    if found is None:
        found = Shape(kind, fields, items, partial=partial, instance=instance)
        _INTERNED[key] = found
    return found


def _interned(
    kind: str,
    fields: tuple[tuple[str, Shape], ...],
    items: tuple[Shape, ...],
    partial: bool,  # noqa: FBT001 - pickle gives arguments by position only
    instance: str,
) -> Shape:
    return interned(kind, fields, items, partial=partial, instance=instance)


#: Of what a sample only has words for: it says nothing.
UNKNOWN = interned("unknown")
#: Of what a sample has a name for, in the quotes of a text: that it is a text, if nothing else says
#: what it is.
QUOTED = interned("quoted")
#: Kinds that say nothing of the type of a value.
UNTYPED = frozenset({"null", "unknown", "quoted"})


def shape_of(value: object) -> Shape:
    """The shape of a parsed JSON value."""
    if isinstance(value, str):
        return interned(_string_kind(value))
    if isinstance(value, dict):
        fields = tuple(zip(value, map(shape_of, value.values()), strict=True))
        return interned("object", fields, instance=instance_of(value) if value else "")
    if isinstance(value, list):
        return interned("array", (), tuple(dict.fromkeys(map(shape_of, value))))
    return interned(_SCALAR_KINDS[type(value)])


#: Keys under which an object names its own type: OData JSON Format 4.01 (section 4.6.3), JSON-LD
#: 1.1 (section 3.5), Json.NET (TypeNameHandling), GraphQL (introspection).
NAMES_OF_TYPES = ("@odata.type", "@type", "$type", "__typename")
_NAMESPACE = re.compile(r"[#./:]")


def instance_of(members: Mapping[str, object]) -> str:
    """The name of the type that an object says it is of, without its namespace; '' for none."""
    return next((name for _, _, name in marks_of(members)), "")


def marks_of(members: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Where an object says of which type it is: the property, its text, and the type's name.

    The name is that of the text without its namespace.
    """
    for key in NAMES_OF_TYPES:
        name = members.get(key)
        if isinstance(name, str):
            # Json.NET adds the assembly, behind a comma.
            last = _NAMESPACE.split(name.partition(",")[0])[-1]
            if last.isidentifier():
                yield key, name, last


_SCALAR_KINDS = {bool: "boolean", int: "integer", float: "number", type(None): "null"}

# RFC 3339, with the offset left out as many vendors do.
_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?([Zz]|[+-]\d\d:\d\d)?"
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _string_kind(text: str) -> str:
    if not text[:1].isalnum() or not text.isascii():
        return "string"
    if match := _DATE_TIME.fullmatch(text):
        return "date-time" if _is_date_time(f"{match[1]}T{match[2]}") else "string"
    if _DATE.fullmatch(text):
        return "date" if _is_date(text) else "string"
    return "uuid" if _UUID.fullmatch(text) else "string"


def _is_date_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
