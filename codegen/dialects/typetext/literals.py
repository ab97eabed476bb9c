"""Literals in types: lists of values, numbers, limits and defaults."""

from __future__ import annotations

import re

from codegen.dialects.typetext.reader import Reader
from codegen.dialects.typetext.tokens import BREAK, Token
from codegen.spec import Constant
from codegen.typeexpr import SCALARS, AnyType, Array, Ref, Scalar, TypeExpr

__all__ = ["constant", "limits", "listed", "number"]

#: More words than a value has; what is longer is a sentence.
_MOST_WORDS = 4
#: More digits than the numbers of an API have.
_MOST_DIGITS = 18
_DIVIDERS = frozenset({",", "|", "||", ";", "/", BREAK})


def number(text: str) -> int | float | None:
    """The number that a token prints."""
    if len(text) > _MOST_DIGITS:
        return None
    return float(text) if "." in text else int(text)


def listed(reader: Reader, start: int, end: int) -> tuple[str | int, ...]:
    """The values that the tokens list; () where they are no list of values."""
    pieces: list[list[Token]] = [[]]
    for token in reader.tokens.found[start:end]:
        divides = token.kind == "mark" and token.text in _DIVIDERS
        if divides or (token.kind == "word" and token.text in {"or", "and"}):
            pieces.append([])
        else:
            pieces[-1].append(token)
    found = tuple(_value(reader, piece) for piece in pieces if piece)
    values = tuple(dict.fromkeys(value for value in found if value is not None))
    if not found or None in found or len({type(value) for value in values}) > 1:
        return ()
    return values


def _value(reader: Reader, piece: list[Token]) -> str | int | None:
    first = piece[0]
    if len(piece) == 1 and first.kind == "text":
        return first.text
    if len(piece) == 1 and first.kind == "number":
        found = number(first.text)
        return found if isinstance(found, int) else first.text
    if len(piece) > _MOST_WORDS or any(token.kind not in {"word", "number"} for token in piece):
        return None
    return reader.tokens.text[first.start : piece[-1].end]


_N = r"(-?\d{1,18}(?:\.\d{1,9})?)"
_UNIT = r"(?:[ -]?(?:chars?|characters?|bytes|symbols|items|digits))?"
_ONE = re.compile(
    rf"(?:(?P<most>max(?:imum)?|up to|at most|<=|≤)|(?P<least>min(?:imum)?|at least|>=|≥)|)"
    rf"(?: ?(?:length|len|size|value))?[ :=]*{_N}{_UNIT}",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"(?:(?:range|between|from|length|len)[ :=]*)?"
    rf"\[?{_N} ?(?:-|\.\.\.?|to|and|,|:) ?{_N}\]?{_UNIT}",
    re.IGNORECASE,
)


def limits(text: str, expr: TypeExpr) -> dict[str, Constant | None] | None:
    """Limits of a scalar that the text in brackets behind it says; None: it says none.

    The number behind a text is its greatest length, as in databases; behind a number it is how
    wide a column prints it, which limits nothing.
    """
    kind = SCALARS[expr.name][0] if isinstance(expr, Scalar) else ""
    if not any(map(str.isdigit, text)) or kind not in {"string", "number", "integer"}:
        return None
    names = ("min_length", "max_length") if kind == "string" else ("minimum", "maximum")
    if match := _TWO.fullmatch(text):
        low, high = _as(match[1], kind), _as(match[2], kind)
        if low is None or high is None or ("," in text and kind != "string"):
            return {}
        return {names[0]: low, names[1]: high} if low <= high else {}
    if match := _ONE.fullmatch(text):
        value = _as(match[3], kind)
        if match["least"]:
            return {names[0]: value}
        return {names[1]: value} if match["most"] or kind == "string" else {}
    return None


def _as(text: str, kind: str) -> int | float | None:
    """A number as a limit of that kind of scalar."""
    found = -(number(text[1:]) or 0) if text.startswith("-") else number(text)
    if found is None or (kind == "string" and (not isinstance(found, int) or found < 0)):
        return None
    return found


_TRUTH = {"true": True, "false": False}


def constant(token: Token, expr: TypeExpr, *, negative: bool = False) -> Constant | None:
    """The default that a token prints, if it is one of that type."""
    kind = SCALARS[expr.name][0] if isinstance(expr, Scalar) else ""
    if token.kind == "text":
        return token.text if kind == "string" or isinstance(expr, AnyType | Ref) else None
    if token.kind == "number":
        found = number(token.text)
        if kind == "string":
            return token.text
        whole = kind != "integer" or isinstance(found, int)
        known = found is not None and kind in {"number", "integer"} and whole
        return (-found if negative else found) if known and found is not None else None
    if kind == "boolean":
        return _TRUTH.get(token.text.lower())
    return token.text if kind == "string" and not isinstance(expr, Array) else None
