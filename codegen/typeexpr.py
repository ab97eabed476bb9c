"""Type expressions: what a property, a parameter or a body holds.

A small closed language that prints to one short string and parses back, so that a type is one
fact on one line of the spec file::

    string  date-time  int32  boolean  any  object  array<Link>  map<FieldProperty>  A | B

Lower-case words are the scalars of `SCALARS`, which are the formats of the OpenAPI format
registry (https://spec.openapis.org/registry/format/), ``any`` (the pages do not say), ``object``
(an object whose keys the pages do not say) and ``null``. Words with a capital are names of types
of the spec.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Self

__all__ = [
    "ANY",
    "OBJECT",
    "SCALARS",
    "AnyType",
    "Array",
    "Map",
    "OneOf",
    "Ref",
    "Scalar",
    "TypeExpr",
    "innermost",
    "one_of",
    "options_of",
    "parse",
    "references",
    "rename",
    "substitute",
]

#: Scalar name -> (JSON type, format or None).
SCALARS: dict[str, tuple[str, str | None]] = {
    "string": ("string", None),
    "date-time": ("string", "date-time"),
    "date": ("string", "date"),
    "time": ("string", "time"),
    "duration": ("string", "duration"),
    "byte": ("string", "byte"),
    "binary": ("string", "binary"),
    "uuid": ("string", "uuid"),
    "uri": ("string", "uri"),
    "email": ("string", "email"),
    "integer": ("integer", None),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "number": ("number", None),
    "float": ("number", "float"),
    "double": ("number", "double"),
    "boolean": ("boolean", None),
    "null": ("null", None),
}


class TypeExpr:
    """Base of the expressions: immutable and interned, so that equal expressions are identical.

    Plain classes, not dataclasses: msgspec writes a dataclass as an object of its fields, and a
    type is to be one string of the spec file.
    """

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def __new__(cls, *values: object) -> Self:
        """The one expression of this class with these values."""
        found = _INTERNED.get((cls, values))
        if not isinstance(found, cls):
            found = super().__new__(cls)
            for name, value in zip(cls.__match_args__, values, strict=True):
                object.__setattr__(found, name, value)
            _INTERNED[cls, values] = found
        return found

    def __setattr__(self, name: str, value: object) -> None:
        message = f"{type(self).__name__} is immutable"
        raise AttributeError(message)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)

    def __repr__(self) -> str:
        return f"<{self}>"


_INTERNED: dict[tuple[type, tuple[object, ...]], TypeExpr] = {}


class AnyType(TypeExpr):
    """The pages do not say."""

    __slots__ = ()

    def __str__(self) -> str:
        return "any"


class Scalar(TypeExpr):
    """One of `SCALARS`, by name."""

    __slots__ = __match_args__ = ("name",)
    name: str

    if TYPE_CHECKING:

        def __new__(cls, name: str) -> Self:
            """name: see the class."""

    @property
    def json_type(self) -> str:
        """The JSON Schema type: string, integer, number, boolean or null."""
        return SCALARS[self.name][0]

    @property
    def format(self) -> str | None:
        """The JSON Schema format, or None."""
        return SCALARS[self.name][1]

    def __str__(self) -> str:
        return self.name


class Ref(TypeExpr):
    """A named type: of the spec, or in a claim the label that a page prints."""

    __slots__ = __match_args__ = ("name",)
    name: str

    if TYPE_CHECKING:

        def __new__(cls, name: str) -> Self:
            """name: see the class."""

    def __str__(self) -> str:
        return self.name


class Array(TypeExpr):
    """A JSON array."""

    __slots__ = __match_args__ = ("items",)
    items: TypeExpr

    if TYPE_CHECKING:

        def __new__(cls, items: TypeExpr) -> Self:
            """items: see the class."""

    def __str__(self) -> str:
        return f"array<{self.items}>"


class Map(TypeExpr):
    """A JSON object whose keys are data. ``object`` is the map to any."""

    __slots__ = __match_args__ = ("values",)
    values: TypeExpr

    if TYPE_CHECKING:

        def __new__(cls, values: TypeExpr) -> Self:
            """values: see the class."""

    def __str__(self) -> str:
        return "object" if isinstance(self.values, AnyType) else f"map<{self.values}>"


class OneOf(TypeExpr):
    """One of several types, in a stable order; made by `one_of` only."""

    __slots__ = __match_args__ = ("options",)
    options: tuple[TypeExpr, ...]

    if TYPE_CHECKING:

        def __new__(cls, options: tuple[TypeExpr, ...]) -> Self:
            """options: see the class."""

    def __str__(self) -> str:
        return " | ".join(map(str, self.options))


ANY = AnyType()
OBJECT = Map(ANY)


def one_of(options: Iterator[TypeExpr] | tuple[TypeExpr, ...]) -> TypeExpr:
    """The union of `options`: flattened, without repeats, sorted by print; ANY swallows all."""
    flat: dict[str, TypeExpr] = {}
    for option in options:
        for part in options_of(option):
            flat[str(part)] = part
    if not flat or "any" in flat:
        return ANY
    return flat.popitem()[1] if len(flat) == 1 else OneOf(tuple(flat[key] for key in sorted(flat)))


def options_of(expr: TypeExpr) -> tuple[TypeExpr, ...]:
    """The options of a union; of anything else it is the only one."""
    return expr.options if isinstance(expr, OneOf) else (expr,)


def innermost(expr: TypeExpr) -> TypeExpr:
    """What is inside all the arrays and maps around it."""
    while isinstance(expr, Array | Map):
        expr = expr.items if isinstance(expr, Array) else expr.values
    return expr


def references(expr: TypeExpr) -> Iterator[str]:
    """The names of the types that `expr` mentions."""
    match expr:
        case Ref(name):
            yield name
        case Array(inner) | Map(inner):
            yield from references(inner)
        case OneOf(options):
            for option in options:
                yield from references(option)


def rename(expr: TypeExpr, new_name: Callable[[str], str]) -> TypeExpr:
    """`expr` with every reference's name put through `new_name`."""
    return substitute(expr, lambda name: Ref(new_name(name)))


def substitute(expr: TypeExpr, found: Callable[[str], TypeExpr]) -> TypeExpr:
    """`expr` with every reference replaced by what `found` has for its name."""
    match expr:
        case Ref(name):
            return found(name)
        case Array(inner):
            return Array(substitute(inner, found))
        case Map(inner):
            return Map(substitute(inner, found))
        case OneOf(options):
            return one_of(tuple(substitute(option, found) for option in options))
    return expr


#: Arrays and maps in each other. No real type comes near, and every later stage may recurse.
_MAX_DEPTH = 50

_TOKEN = re.compile(r"\s*(?:(array|map)\s*<|(>)|(\|)|([^\s<>|]+))")


@lru_cache(maxsize=65536)
def parse(text: str) -> TypeExpr:
    """The expression that prints as `text`; ValueError where it is none."""
    expr, end = _union(text, 0, _MAX_DEPTH)
    if text[end:].strip():
        message = f"not a type expression: {text!r}, from column {end + 1}"
        raise ValueError(message)
    return expr


def _union(text: str, start: int, depth: int) -> tuple[TypeExpr, int]:
    """The union that begins at `start`, `depth` levels deep at most, and where it ends."""
    expr, end = _term(text, start, depth)
    options = [expr]
    while (token := _TOKEN.match(text, end)) and token[3]:
        expr, end = _term(text, token.end(), depth)
        options.append(expr)
    return (one_of(tuple(options)) if len(options) > 1 else expr), end


def _term(text: str, start: int, depth: int) -> tuple[TypeExpr, int]:
    token = _TOKEN.match(text, start)
    if token is None or not (token[1] or token[4]):
        message = f"not a type expression: {text!r}, from column {start + 1}"
        raise ValueError(message)
    if word := token[4]:
        return _word(word, text), token.end()
    if not depth:
        message = f"not a type expression: {text[:40]!r}..., nested too deep"
        raise ValueError(message)
    inner, end = _union(text, token.end(), depth - 1)
    close = _TOKEN.match(text, end)
    if close is None or not close[2]:
        message = f"not a type expression: {text!r}, '>' is missing"
        raise ValueError(message)
    return (Array(inner) if token[1] == "array" else Map(inner)), close.end()


def _word(word: str, text: str) -> TypeExpr:
    if word in SCALARS:
        return Scalar(word)
    if word == "any":
        return ANY
    if word == "object":
        return OBJECT
    if word[0].isupper() or word[0] == "_":
        return Ref(word)
    message = f"not a type expression: {text!r}, {word!r} is no scalar"
    raise ValueError(message)
