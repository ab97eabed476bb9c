"""What stands beside a type: brackets, defaults, and remarks in prose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from codegen.dialects.typetext.literals import constant, limits, listed
from codegen.dialects.typetext.reader import OddError, Part, Reader
from codegen.dialects.typetext.tokens import BREAK
from codegen.dialects.typetext.words import RELATIONS, is_name, norm, refined
from codegen.typeexpr import ANY, OBJECT, SCALARS, Array, Ref, Scalar, TypeExpr

__all__ = ["beside", "bracketed"]

#: Where a default should stand, these say that there is none.
_NO_DEFAULT = frozenset({"nil", "null", "none", "undefined", "unset", "unspecified", "nodefault"})
_TIMES = frozenset(
    """
    ms millis milliseconds s sec secs seconds us microseconds ns nanoseconds unix epoch unixtime
    unixepoch unixseconds unixmilliseconds epochseconds epochmilliseconds epochms unixms
    """.split()  # noqa: SIM905 - a table of words reads better than one of quotes
)


#: What the tokens from one index up to another say of a part; None: nothing that it knows.
_Rule = Callable[[Reader, Part, int, int], Part | None]


def bracketed(reader: Reader, part: Part) -> Part | None:
    """`part` with what the brackets behind it say; None where they are not closed."""
    close = reader.close()
    if close < 0:
        return None
    start = reader.at + 1
    found = _all_said(reader, part, start, close)
    reader.at = close + 1
    return found


def _all_said(
    reader: Reader, part: Part, start: int, end: int, rules: Sequence[_Rule] | None = None
) -> Part:
    """`part` with what the tokens say, as a whole or in pieces between commas."""
    rules = rules or _RULES
    found = _said(reader, part, (start, end), rules) if start < end else part
    return found or _pieces(reader, part, (start, end), rules)


def _pieces(reader: Reader, part: Part, span: tuple[int, int], rules: Sequence[_Rule]) -> Part:
    """`part` with what the pieces between commas say; pieces that say nothing are remarks."""
    begin = start = span[0]
    end = span[1]
    for index in range(start, end + 1):
        if index < end and reader.tokens.found[index].text not in {",", ";"}:
            continue
        if begin < index:
            found = _said(reader, part, (begin, index), rules)
            if found is None:
                reader.note(begin, end if begin == start else index)
                if begin == start:
                    return part
            part = found or part
        begin = index + 1
    return part


def _said(reader: Reader, part: Part, span: tuple[int, int], rules: Sequence[_Rule]) -> Part | None:
    """`part` with what the tokens say of it, by the first rule that knows; None: none does."""
    for rule in rules:
        found = rule(reader, part, *span)
        if found is not None:
            return found
    return None


def _marks(reader: Reader, part: Part, start: int, end: int) -> Part | None:
    return part if reader.take_marks(start, end) else None


def _limits(reader: Reader, part: Part, start: int, end: int) -> Part | None:
    found = limits(reader.slice(start, end).replace("`", "").strip(), part.type)
    if found is None:
        return None
    reader.limits.update(found)
    return part


def _format(reader: Reader, part: Part, start: int, end: int) -> Part | None:
    """`number (float)`, `string (date-time)`, `timestamp (ms)`."""
    inside = reader.tokens.found[start:end]
    if any(token.kind not in {"word", "number"} for token in inside):
        return None
    words = [token.text for token in inside]
    more: TypeExpr | None = Scalar(words[0].lower()) if _is_format(words) else None
    if more is None and _is_time(words):
        more = Scalar("int64")
    more = more or reader.vocabulary.find(words)
    found = refined(part.type, more) if more else None
    return part._replace(type=found, bare="") if found and found != OBJECT else None


def _is_format(words: list[str]) -> bool:
    return len(words) == 1 and words[0].lower() in SCALARS


def _is_time(words: list[str]) -> bool:
    kept = [norm(word) for word in words if norm(word) not in {"in", "time", "timestamp", "since"}]
    return bool(kept) and "".join(kept) in _TIMES


def _held(reader: Reader, part: Part, start: int, end: int) -> Part | None:
    """`object (User)`, `array: Server`: the type in brackets is what is meant, or held."""
    if part.type not in (OBJECT, ANY, Array(ANY)):
        return None
    first = reader.tokens.found[start]
    known = first.link >= 0 or (
        len(reader.tokens.found[start:end]) == 1
        and first.kind == "word"
        and is_name(first.text)
        and any(map(str.isupper, first.text))
    )
    if isinstance(part.type, Array):
        known = known or reader.vocabulary.find([first.text]) is not None
    if not known or any(one.text.lower() in RELATIONS for one in reader.tokens.found[start:end]):
        return None
    before = (reader.at, reader.stop)
    reader.at, reader.stop = start, end
    found = reader.union(reader)
    if reader.at < reader.stop:
        raise OddError
    reader.at, reader.stop = before
    expr = Array(found.whole) if isinstance(part.type, Array) else found.type
    return part._replace(type=expr, bare="")


def _values(reader: Reader, part: Part, start: int, end: int) -> Part | None:
    """`string ("a", "b")`, `string (a|b)`: what the property may be."""
    inside = reader.tokens.found[start:end]
    if not isinstance(part.type, Scalar) and part.type != ANY:
        return None
    behind = start
    while behind < end and norm(reader.tokens.found[behind].text) in _LISTING:
        behind += 1
    if start < behind < end:
        behind += reader.tokens.found[behind].text == ":"
        inside = reader.tokens.found[behind:end]
        start = behind if len(inside) > 1 else end
    elif len(inside) < 2 or not (  # noqa: PLR2004 - one alone is a remark
        all(one.kind in {"text", "mark"} or one.code or one.text == "or" for one in inside)
        or (
            all(one.text == "|" for one in inside if one.kind == "mark")
            and any(one.text == "|" for one in inside)
        )
    ):
        return None
    values = listed(reader, start, end)
    kind = Scalar("integer" if values and isinstance(values[0], int) else "string")
    if not values or refined(part.type, kind) is None:
        return None
    return part._replace(type=part.type if part.type != ANY else kind, values=values, bare="")


def _default(reader: Reader, part: Part, start: int, end: int) -> Part | None:
    """`default: 10`, `= "x"`."""
    first = reader.tokens.found[start]
    if first.text != "=" and norm(first.text) not in {"default", "defaults", "defaultvalue"}:
        return None
    index = start + 1
    while index < end and reader.tokens.found[index].text.lower() in {"to", "is", "value", ":", "="}:  # fmt: skip  # noqa: E501
        index += 1
    return _default_at(reader, part, index, end)


def _default_at(reader: Reader, part: Part, start: int, end: int) -> Part | None:
    """`part` with the default that the tokens print; None where they print none."""
    inside = [one for one in reader.tokens.found[start:end] if one.text not in {"<", ">"}]
    if not inside:
        return None
    text = "".join(one.text for one in inside)
    if norm(text) in _NO_DEFAULT or text in {"[]", "{}", "[", "{", '""'}:
        reader.marks.setdefault("optional", True)
        return part
    negative = inside[0].text == "-"
    if len(inside) != 1 + negative:
        return None
    token = inside[-1]
    if token.kind == "text" and "|" in token.text and part.type == Scalar("string"):
        choices = tuple(token.text.split("|"))
        if all(choice.isidentifier() for choice in choices):
            reader.marks.setdefault("optional", True)
            return part._replace(values=choices)
    value = constant(token, part.type, negative=negative)
    if value is None:
        return None
    reader.limits["default"] = value
    reader.marks.setdefault("optional", True)
    return part


#: Words before a list of values.
_LISTING = frozenset(
    {"enum", "one", "of", "either", "values", "possible", "allowed", "valid", "the", "following"}
)

#: What the words beside a type can say; the first rule that understands them decides.
_RULES: tuple[_Rule, ...] = (
    _marks,
    _limits,
    _format,
    _values,
    _default,
    _held,
)


#: The index of the token behind one word and a comma.
_SECOND = 2


def beside(reader: Reader, part: Part) -> Part:
    """`part` with all that follows it, which must be set apart from it, or begin a remark."""
    while reader.at < reader.stop:
        mark = reader.mark()
        if mark in {":", "="}:
            part = _after_colon(reader, part)
        elif mark in {",", ";", ".", "-", BREAK}:
            if part.soft and mark not in {BREAK, "."}:
                raise OddError
            reader.skip()
            start, reader.at = reader.at, reader.stop
            # `hash, [address](#address)`; but not `array of IDs, [user](#user) ones`.
            rules = _RULES if start == _SECOND else _RULES[:-1]
            part = _all_said(reader, part, start, reader.stop, rules)
        elif reader.mark() in {"(", "["} and reader.close() > 0:
            part = bracketed(reader, part) or part
        else:
            part = _remark(reader, part)
    return part


def _after_colon(reader: Reader, part: Part) -> Part:
    """A default, as in `string: "x"`; a mark, as in `int: <required>`; or a remark."""
    if part.soft and reader.mark(1) != "<":
        raise OddError
    start, end = reader.at + 1, reader.stop
    reader.at = end
    if start == end:
        return part
    if reader.take_marks(start, end):
        return part
    found = _default_at(reader, part, start, end) or _held(reader, part, start, end)
    if found is None:
        found = _all_said(reader, part, start, end)
    return found


def _remark(reader: Reader, part: Part) -> Part:
    """Words that say more of the type, behind one that they can be said of."""
    token = reader.peek()
    if part.soft or token.kind != "word" or token.text.lower() not in RELATIONS:
        raise OddError
    if token.text.lower() == "and" and isinstance(part.type, Ref):
        raise OddError
    start = reader.at + 1
    found = _format(reader, part, start, reader.stop) if start < reader.stop else None
    if found is None:
        reader.note(reader.at, reader.stop)
    reader.at = reader.stop
    return found or part
