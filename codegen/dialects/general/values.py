"""Values as cells print them: of enums and flags, lists of what is allowed, and defaults."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from codegen.dialects.general.names import without_notes
from codegen.markdown import clean
from codegen.spec import Constant
from codegen.typeexpr import AnyType, Array, Ref, Scalar, TypeExpr

__all__ = ["Number", "default_of", "is_word", "listed", "number_of", "only_codes", "word_of"]

_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb"}
_HEX = r"0x[0-9a-f_]{1,32}"
_SHIFT = r"\(?\s*1\s*<<\s*(\d{1,3})\s*\)?"
_PLAIN = re.compile(r"([+-]?\d{1,18})(?![\w.])", re.IGNORECASE)
_BITS = re.compile(
    rf"({_HEX})(?![\w.])|{_SHIFT}(?!\w)|2\s*(?:\^|\*\*)\s*(\d{{1,3}})(?!\w)", re.IGNORECASE
)
_BINARY = re.compile(r"0b([01_]{1,128})(?!\w)", re.IGNORECASE)
#: What may follow the number: the same in another form, or a name in brackets.
_AFTER = re.compile(r"[\s`]*(?:[(=/|,][^\n]{0,80})?", re.DOTALL)
_MOST_BITS = 127


class Number(NamedTuple):
    """An integer value, and whether it is spelled as bits are: ``1 << 3``, ``0x08``, ``0b100``."""

    value: int
    bits: bool


@lru_cache(maxsize=16384)
def number_of(raw: str) -> Number | None:
    """The integer that a value cell holds, in whatever notation; None where it holds another."""
    text = without_notes(clean(raw)).strip(" `\"'")
    if len(text) > 200:  # noqa: PLR2004 - no number
        return None
    match = _BITS.match(text) or _BINARY.match(text)
    bits = match is not None
    match = match or _PLAIN.match(text)
    if match is None or not _AFTER.fullmatch(text[match.end() :]):
        return None
    value = _value(match)
    return None if value is None else Number(value, bits)


def _value(match: re.Match[str]) -> int | None:
    if match.re is _PLAIN:
        return int(match[1])
    if match.re is _BINARY:
        return int(match[1].replace("_", "") or "0", 2)
    if match[1]:
        digits = match[1][2:].replace("_", "")
        return int(digits, 16) if digits else None
    power = int(match[2] or match[3])
    return 1 << power if power <= _MOST_BITS else None


@lru_cache(maxsize=16384)
def word_of(raw: str) -> tuple[str, bool]:
    """The text of a value cell without quotes, and whether it is set apart as a literal."""
    text = without_notes(clean(raw))
    literal = raw.lstrip(" *_")[:1] == "`"
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1], True
    return text, literal


_LONGEST_VALUE = 100
_WORD = re.compile(r"[^\s,;|]{1,100}")


def is_word(raw: str) -> bool:
    """Whether a cell holds one value: one word, or a text that is set apart."""
    text, literal = word_of(raw)
    if literal:
        return 0 < len(text) <= _LONGEST_VALUE
    return _WORD.fullmatch(text) is not None


# -- Lists of values -------------------------------------------------------------------------------

_ITEM = re.compile(
    r"\s*(?:`([^`\n]{1,100})`|\"([^\"\n]{0,100})\"|'([^'\n]{0,100})'|\*\*([^*\n]{1,100})\*\*"
    r"|([\w$@#./:+-]{1,100}))\s*"
)
_BETWEEN = re.compile(r"(?:\s*(?:[,;|/]|<br\s*/?>|\n|\bor\b|\band\b))+\s*", re.IGNORECASE)
_LEAD = re.compile(r"(?:one of|any of|either|values?)\s*:?\s*", re.IGNORECASE)
_INTEGERS = frozenset({"integer", "int32", "int64"})
_TEXTS = frozenset({"string", "uri", "email"})
_MOST = 2000


@lru_cache(maxsize=4096)
def listed(raw: str, expr: TypeExpr | None) -> tuple[str | int, ...]:
    """The values that a cell lists, which holds nothing else; of the type that they belong to.

    Prose, ranges and lists that go on ("...") give none.
    """
    found: list[str] = []
    text = raw.strip()
    text = text if text.endswith("..") else text.removesuffix(".")
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    while at < len(text) and len(found) < _MOST:
        item = _ITEM.match(text, at)
        if item is None:
            return ()
        found.append(next(one for one in item.groups() if one is not None))
        at = item.end()
        if at < len(text):
            between = _BETWEEN.match(text, at)
            if between is None and not (item[1] and item[0][-1:].isspace() and text[at] == "`"):
                return ()  # blanks alone stand between codes
            at = between.end() if between is not None else at
    words = dict.fromkeys(one.strip("\"'") for one in found)
    if not all(any(map(str.isalnum, one)) for one in words):
        return ()
    return _fitting(tuple(words), expr)


_CODES = re.compile(r"`[^`\n]{1,100}`(?:[\s,;|/]{1,5}(?:(?:or|and)\s)?`[^`\n]{1,100}`)++\.?")


def only_codes(raw: str) -> bool:
    """Whether a description is nothing but a list of literals: what the property may be."""
    text = raw.strip()
    return len(text) <= _MOST and _CODES.fullmatch(text) is not None


def _fitting(words: tuple[str, ...], expr: TypeExpr | None) -> tuple[str | int, ...]:
    while isinstance(expr, Array):
        expr = expr.items
    numbers = [number_of(one) for one in words]
    if isinstance(expr, Scalar) and expr.name in _INTEGERS:
        integers = tuple(one.value for one in numbers if one is not None)
        return integers if len(integers) == len(words) else ()
    if isinstance(expr, Scalar) and expr.name not in _TEXTS:
        return ()
    if not isinstance(expr, Scalar | Ref | AnyType | None):
        return ()
    return words


# -- Defaults --------------------------------------------------------------------------------------

_TRUTH = {"true": True, "yes": True, "false": False, "no": False, "on": True, "off": False}
_NUMBERS = {"number", "float", "double"}
_NO_VALUE = {"null", "nil", "undefined", "unset", "none", "unspecified", "[]", "{}"}
_FRACTION = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?")


def default_of(
    text: str, expr: TypeExpr | None, values: tuple[str | int, ...] = ()
) -> tuple[Constant | None, bool]:
    """A printed default as a value of the type; and whether it is one, or no value at all.

    Words of prose are no value, and what stands for null or for something empty is none either.
    """
    bare, literal = word_of(text)
    prose = " " in bare and not literal
    if bare.lower() in _NO_VALUE:
        return None, True
    found: Constant | None = None
    if values:
        found = {str(one): one for one in values}.get(bare)
    elif not isinstance(expr, Scalar) or expr.name in _TEXTS:
        return (bare if isinstance(expr, Scalar) and not prose else None), True
    elif expr.name == "boolean":
        found = _TRUTH.get(bare.lower())
    elif expr.name in _INTEGERS:
        number = number_of(bare)
        found = None if number is None else number.value
    elif expr.name in _NUMBERS:
        found = float(bare) if _FRACTION.fullmatch(bare) else None
    else:
        return None, True
    return found, found is not None or prose
