"""Facts in running text: what common English phrases of API references say of a property.

Only wording that is common to many vendors stands here; a vendor's own wording belongs in its
dialect. Precision goes first: a phrase that leaves a doubt states nothing. A fact must fit the
type that the page prints beside the text; one that does not is handed back as a contradiction,
so that the dialect can report it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import msgspec

from codegen.dialects.phrases import numbers, values, words
from codegen.dialects.phrases.text import regular, unmarked
from codegen.spec import NO_CONSTRAINTS, Constraints, EnumValue, Presence
from codegen.typeexpr import AnyType, Array, Map, Ref, Scalar, TypeExpr

__all__ = ["Facts", "deprecation", "facts"]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a description says besides describing; `text` is the description without its marks."""

    text: str
    values: tuple[EnumValue, ...] = ()
    unproved: tuple[tuple[EnumValue, ...], ...] = ()
    """Lists of words that are the property's values only if a sample shows one of them."""
    presence: Presence | None = None
    nullable: bool | None = None
    read_only: bool | None = None
    write_only: bool | None = None
    deprecated: str | None = None
    constraints: Constraints = NO_CONSTRAINTS
    contradictions: tuple[str, ...] = ()
    """What the text says and the type beside it denies, in words; none of it is taken."""


_MARK = re.compile(r"(?<!\s)\s*\*\*\s*(?:Required|Optional)\s*\.?\s*\*\*\.?\s*", re.IGNORECASE)
_INTEGERS = frozenset({"integer", "int32", "int64"})
_NUMBERS = _INTEGERS | {"number", "float", "double"}
#: Scalars that a list of other values denies; of fractions a few may be named.
_CLOSED = _INTEGERS | {"boolean", "date-time", "date", "time", "uuid"}
#: What pages call the two truth values.
_BOOLEANS = frozenset({"true", "false", "yes", "no", "0", "1"})
#: Scalars of text whose values the pages may list, and whose length they may limit.
_TEXTS = frozenset({"string", "uri", "email"})


@lru_cache(maxsize=65536)
def facts(raw: str, expr: TypeExpr | None = None, listed: tuple[str | int, ...] = ()) -> Facts:
    """The facts in the raw Markdown of a description.

    `expr` is the type that the page gives the property, None where it gives none; `listed` are
    the values that it lists elsewhere, such as in the type column.
    """
    text = _unmarked(raw)
    plain = regular(text)
    kind = _Kind.of(expr)
    said = words.said(plain, noun=kind.name not in ("", "boolean"))
    found, unproved, wrong = _values(plain, kind, listed)
    null = True if found.null else None
    constraints, doubts = _constraints(plain, kind, found, listed)
    return Facts(
        text=text,
        values=() if listed else found.stated,
        unproved=() if listed else unproved,
        presence=_presence(words.presence(raw) or said.get("presence")),
        nullable=_flag(said.get("nullable", null)),
        read_only=_flag(said.get("read_only")),
        write_only=_flag(said.get("write_only")),
        deprecated=words.deprecation(text),
        constraints=constraints,
        contradictions=(*wrong, *doubts),
    )


def deprecation(raw: str) -> str | None:
    """`Facts.deprecated` alone, of the raw Markdown of a text."""
    return words.deprecation(_unmarked(raw))


def _unmarked(raw: str) -> str:
    return _MARK.sub(" ", raw).strip()


class _Kind(msgspec.Struct, frozen=True, kw_only=True):
    """The innermost type of a property, and whether it holds several of it."""

    name: str = ""
    """Name of the scalar; '' where the page names none."""
    several: bool = False
    open: bool = False
    """The page leaves open what it is, or names a type that may be an enum."""

    @classmethod
    def of(cls, expr: TypeExpr | None) -> _Kind:
        match expr:
            case Array(items):
                inner = cls.of(items)
                return cls(name=inner.name, several=True, open=inner.open)
            case Scalar(name):
                return cls(name=name)
            case None | AnyType() | Ref():
                return cls(open=True)
            case Map():
                return cls()
        return cls()

    @property
    def words(self) -> str:
        """The type as a message names it."""
        return f"array of {self.name}" if self.several else self.name


def _presence(word: object) -> Presence | None:
    if word == "required":
        return "required"
    return "optional" if word == "optional" else None


def _flag(said: object) -> bool | None:
    return said if isinstance(said, bool) else None


#: The lists of a text, those that are unproved, and what contradicts the type.
_Found = tuple[values.Lists, tuple[tuple[EnumValue, ...], ...], tuple[str, ...]]


def _values(plain: str, kind: _Kind, listed: tuple[str | int, ...]) -> _Found:
    """The lists of values that fit the type."""
    found = values.lists(plain, several=kind.several)
    unproved = found.unproved if kind.open or kind.name in _TEXTS else ()
    stated = found.stated
    if not stated or listed:
        return _with(found, stated=()), unproved, ()
    if kind.name in _TEXTS and all(isinstance(one.value, int) for one in stated):
        # The numbers are those of the vendor's code; perhaps the names are what is sent.
        names = values.labels(stated)
        unproved = (*unproved, *([names] if names else []))
        return values.Lists(), unproved, (_wrong(stated, kind),)
    if kind.name in _TEXTS or kind.open:
        return found, (), ()
    integers = tuple(one for item in stated if (one := _as_integer(item)) is not None)
    if kind.name in _INTEGERS and len(integers) == len(stated):
        return _with(found, stated=integers), (), ()
    printed = {str(one.value).lower() for one in stated}
    fits = (kind.name == "boolean" and printed <= _BOOLEANS) or kind.name not in _CLOSED
    return values.Lists(), (), (() if fits else (_wrong(stated, kind),))


def _with(found: values.Lists, *, stated: tuple[EnumValue, ...]) -> values.Lists:
    return values.Lists(
        stated=stated, unproved=found.unproved, null=found.null, default=found.default
    )


def _as_integer(one: EnumValue) -> EnumValue | None:
    if isinstance(one.value, int):
        return one
    number = numbers.as_number(one.value)
    return values.named(number, one.description) if isinstance(number, int) else None


def _wrong(stated: tuple[EnumValue, ...], kind: _Kind) -> str:
    printed = ", ".join(str(one.value) for one in stated)
    return f"lists the values {printed}, but the type is {kind.words}"


def _constraints(
    plain: str, kind: _Kind, found: values.Lists, listed: tuple[str | int, ...]
) -> tuple[Constraints, tuple[str, ...]]:
    """Limits and default of a scalar that fit its type, and what does not fit."""
    limits: dict[str, Any] = {}
    wrong: list[str] = []
    least, most = numbers.lengths(plain)
    if (least, most) != (None, None) and not kind.several:
        if kind.name in _TEXTS:
            limits |= {"min_length": least, "max_length": most}
        elif kind.name in _NUMBERS | {"boolean"}:
            wrong.append(f"limits the number of characters, but the type is {kind.words}")
    if kind.name in _NUMBERS and not kind.several and not found.stated:
        low, high = numbers.ranges(plain, whole=kind.name in _INTEGERS)
        limits |= {"minimum": low, "maximum": high}
    printed = found.default if found.default is not None else numbers.default_of(plain)
    if printed is not None and not kind.several:
        choices = listed or tuple(one.value for one in found.stated)
        default, fits = _default(printed, kind, choices)
        limits["default"] = default
        if not fits:
            what = unmarked(printed)
            wrong.append(f"gives the default {what}, which the type {kind.words} does not have")
    known = {name: value for name, value in limits.items() if value is not None}
    return (Constraints(**known) if known else NO_CONSTRAINTS), tuple(wrong)


Constant = str | int | float | bool | None
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def _default(printed: str, kind: _Kind, choices: tuple[str | int, ...]) -> tuple[Constant, bool]:
    """A printed default as a value of the type, and whether it is one or no value at all.

    A word of the prose that is not set apart is a value only where it is one of those listed.
    """
    text = unmarked(printed)
    literal = printed != text
    found: Constant = None
    if choices:
        found = {str(choice): choice for choice in choices}.get(text)
    elif kind.name == "boolean":
        found = _TRUTH.get(text.lower())
    elif kind.name in _NUMBERS:
        number = numbers.as_number(printed)
        found = number if kind.name not in _INTEGERS or isinstance(number, int) else None
    elif text.lower() != "null" and kind.name in _TEXTS:
        return (text if literal else None), True
    else:
        return None, True
    return found, found is not None or not literal or text.lower() == "null"
