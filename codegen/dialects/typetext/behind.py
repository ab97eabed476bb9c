"""What stands behind a type and is part of it: `[]`, `?`, brackets, `collection`, `object`."""

from __future__ import annotations

from collections.abc import Callable

from codegen.dialects.typetext.containers import arguments, of_type
from codegen.dialects.typetext.literals import limits, listed
from codegen.dialects.typetext.marks import bracketed
from codegen.dialects.typetext.reader import OddError, Part, Reader, array_of, joined
from codegen.dialects.typetext.words import GENERIC, TRAILING, UNITS
from codegen.typeexpr import Ref, Scalar

__all__ = ["behind"]


def behind(reader: Reader, part: Part) -> Part:
    """`part` with what follows: `[]`, `?`, brackets, `collection`, `object`."""
    while reader.at < reader.stop:
        rule = _SUFFIXES.get(reader.mark())
        found = rule(reader, part) if rule else _word_behind(reader, part)
        if found is None:
            break
        part = found
    return part


def _word_behind(reader: Reader, part: Part) -> Part | None:
    word = reader.word()
    if word in TRAILING and reader.word(1) != "of":
        reader.skip()
        reader.deeper()
        return array_of(part)
    if word in GENERIC or word in UNITS:
        reader.skip()
        return part._replace(bare="", soft=False)
    for count in (3, 2, 1):
        end = reader.at + count
        if end <= reader.stop and word and reader.take_marks(reader.at, end):
            reader.skip(count)
            return part
    return None


def _array_behind(reader: Reader, part: Part) -> Part | None:
    """`X[]`, `X[4]`; with a blank before it a number in brackets is that of a note."""
    close = reader.close()
    content = reader.tokens.found[reader.at + 1 : max(close, 0)]
    numbers = all(
        token.kind == "number" or token.text in {"..", ",", "-", ":"} for token in content
    )
    if close > 0 and numbers:
        glued = reader.glued() or not content
        if len(content) > 1 and isinstance(part.type, Scalar):
            return bracketed(reader, part)  # string [1..255]
        reader.at = close + 1
        if not glued:
            return part
        reader.deeper()
        return array_of(part)
    return bracketed(reader, part) if close > 0 else None


def _null_behind(reader: Reader, part: Part) -> Part:
    reader.skip()
    return part._replace(null=True)


def _not_null_behind(reader: Reader, part: Part) -> Part:
    reader.skip()
    reader.marks["nullable"] = False
    return part


def _generic_behind(reader: Reader, part: Part) -> Part | None:
    """`Page<User>`: a type of its own for each argument. In small letters it is no such name."""
    close = reader.close()
    if close < 0:
        return None
    if reader.take_marks(reader.at + 1, close):
        reader.at = close + 1
        return part
    if not isinstance(part.type, Ref):
        return bracketed(reader, part)
    if part.bare[:1].islower():
        raise OddError
    return of_type(part.type, joined(arguments(reader)).type)


def _curly_behind(reader: Reader, part: Part) -> Part | None:
    close = reader.close()
    if close < 0:
        return None
    values = listed(reader, reader.at + 1, close)
    if values and part.type == Scalar("string"):
        part = part._replace(values=values)
    else:
        reader.note(reader.at + 1, close)
    reader.at = close + 1
    return part


def _variadic_behind(reader: Reader, part: Part) -> Part:
    reader.skip()
    reader.deeper()
    return array_of(part)


def _optional_behind(reader: Reader, part: Part) -> Part | None:
    """`string=` of JSDoc."""
    if reader.at + 1 < reader.stop:
        return None
    reader.skip()
    reader.marks["optional"] = True
    return part


def _limit_behind(reader: Reader, part: Part) -> Part | None:
    """`integer >= 0`."""
    if reader.peek(1).kind != "number":
        return None
    found = limits(reader.slice(reader.at, reader.at + 2), part.type)
    reader.limits.update(found or {})
    reader.skip(2)
    return part


def _nothing_behind(reader: Reader, part: Part) -> Part:
    reader.skip()
    return part


#: What a sign behind a type makes of it; None: it is no part of the type.
_SUFFIXES: dict[str, Callable[[Reader, Part], Part | None]] = {
    "[": _array_behind,
    "(": bracketed,
    "<": _generic_behind,
    "{": _curly_behind,
    "?": _null_behind,
    "!": _not_null_behind,
    "...": _variadic_behind,
    "=": _optional_behind,
    ">=": _limit_behind,
    "<=": _limit_behind,
    "…": _variadic_behind,
    "^": _nothing_behind,
    "~": _nothing_behind,
    "+": _nothing_behind,
}
