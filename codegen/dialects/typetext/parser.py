"""The grammar of types as people write them: alternatives, and what stands before and behind one.

Recursive descent without a way back: every token is read once, save a bounded look ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from codegen.dialects.typetext.behind import behind
from codegen.dialects.typetext.containers import (
    KEYWORDS,
    arguments,
    by_keyword,
    is_wrapper,
    quantities,
)
from codegen.dialects.typetext.literals import number
from codegen.dialects.typetext.named import named
from codegen.dialects.typetext.reader import NULL, OddError, Part, Reader, array_of, joined
from codegen.dialects.typetext.words import (
    ARRAYS,
    ARTICLES,
    MAPS,
    is_plural,
    norm,
)
from codegen.typeexpr import ANY, OBJECT, Map, Scalar

__all__ = ["item", "union"]


def union(reader: Reader, *, of: bool = False) -> Part:
    """A type with its alternatives; `of`: behind the word of a container that it is in."""
    if reader.mark() == "|":
        reader.skip()
    parts = [item(reader, of=of)]
    while _separated(reader, parts, of=of):
        parts.append(item(reader, of=of))
    return joined(parts)


def _separated(reader: Reader, parts: Sequence[Part], *, of: bool) -> bool:
    """Whether another alternative follows; the place is at its begin then."""
    if of:
        return _parallel(reader)
    if reader.mark() in {"|", "||"}:
        reader.skip()
        return reader.at < reader.stop
    if reader.word() in {"for", "if", "when"}:
        _skip_condition(reader)
    comma = reader.mark() == ","
    if reader.word(int(comma)) == "or":
        reader.skip(1 + comma)
        return True
    if reader.word() == "and" and reader.mark(1) == "/" and reader.word(2) == "or":
        reader.skip(3)
        return True
    divides = (comma and not reader.listing and _goes_on(reader, parts)) or _slashed(reader, parts)
    if divides:
        reader.skip()
    return divides


def _slashed(reader: Reader, parts: Sequence[Part]) -> bool:
    """`string/number`, `"a"/"b"`; not a media type."""
    if reader.mark() != "/" or not isinstance(parts[-1].type, Scalar):
        return False
    if reader.peek(1).kind == "text":
        return bool(parts[-1].values)
    return _is_scalar(reader, 1) or reader.word(1) in ARRAYS


def _skip_condition(reader: Reader) -> None:
    """`integer for X options, double for Y options`: what is said of one alternative alone."""
    end = reader.at
    while end < reader.stop and (
        end in reader.tokens.alternatives or reader.tokens.found[end].text not in {",", ";", "."}
    ):
        token = reader.tokens.found[end]
        if token.text in {",", ";", "."} or (token.kind == "word" and token.text == "or"):
            break
        end += 1
    behind = end + 1 if end < reader.stop and reader.tokens.found[end].text == "," else end
    ahead = behind - reader.at
    if end < reader.stop and (reader.word(ahead) == "or" or _begins(reader, ahead)):
        reader.note(reader.at, end)
        reader.at = end


def _goes_on(reader: Reader, parts: Sequence[Part]) -> bool:
    """Whether a comma is followed by an alternative: an ``or`` comes later, or another literal."""
    if reader.peek(1).kind in {"text", "number"} or (parts[-1].code and reader.peek(1).code):
        return bool(parts[-1].values) or parts[-1].code
    if reader.at in reader.tokens.alternatives:
        return _begins(reader, 1)
    if reader.vocabulary.find([reader.peek(1).text]) == NULL and reader.at + 2 >= reader.stop:
        return True
    ends = reader.at + 2 >= reader.stop or reader.mark(2) == "," or reader.word(2) == "for"
    scalar = isinstance(parts[-1].type, Scalar) and _is_scalar(reader, 1)
    return scalar and ends and reader.marks_at(reader.at + 1, reader.at + 2) is None


def _begins(reader: Reader, ahead: int) -> bool:
    """Whether a type begins there, for all that one can see."""
    token = reader.peek(ahead)
    if token.kind in {"text", "number"} or token.link >= 0:
        return True
    if token.kind == "mark":
        return token.text in {"?", "[", "{"}
    word = norm(token.text)
    return (
        word in ARRAYS | MAPS | ARTICLES | {"partial"}
        or _is_scalar(reader, ahead)
        or (token.kind == "word" and any(map(str.isupper, token.text[1:])))
    )


def _is_scalar(reader: Reader, ahead: int) -> bool:
    token = reader.peek(ahead)
    return token.kind == "word" and reader.vocabulary.find([token.text]) is not None


def _parallel(reader: Reader) -> bool:
    """`array of strings or integers`: the alternative is inside where its number is the same.

    `array of strings or integer` is an array or an integer. Null is never what is meant inside.
    """
    comma = reader.mark() == ","
    if reader.word(int(comma)) != "or" and not (comma and reader.at in reader.tokens.alternatives):
        return False
    ahead = 1 + comma if reader.word(int(comma)) == "or" else 1
    first = reader.at + ahead
    token = reader.peek(ahead)
    if token.kind == reader.tokens.found[reader.at - 1].kind == "text":
        reader.skip(ahead)
        return True
    if token.kind != "word" or norm(token.text) in ARRAYS | MAPS | ARTICLES:
        return False
    if reader.vocabulary.find([token.text]) == NULL:
        return False
    last = reader.tokens.found[reader.run(first) - 1]
    before = reader.tokens.found[reader.at - 1]
    if before.kind != "word" or is_plural(before.text) != is_plural(last.text):
        return False
    reader.skip(ahead)
    return True


def item(reader: Reader, *, of: bool = False) -> Part:
    """One alternative."""
    reader.deeper()
    null = _before(reader, of=of)
    part = behind(reader, _core(reader, of=of))
    return part._replace(null=part.null or null)


def _before(reader: Reader, *, of: bool) -> bool:
    """Go on over what stands before a type; True where that is the mark of null."""
    null = False
    if of:
        quantities(reader)
    while reader.at < reader.stop:
        close = reader.close()
        if reader.mark() == "?":
            null = True
        elif 0 < close < reader.stop - 1 and reader.take_marks(reader.at + 1, close):
            reader.at = close
        elif reader.mark() not in _IGNORED and not _word_before(reader):
            break
        reader.skip()
    return null


#: Signs of programs before a type that say nothing of it: references, lifetimes.
_IGNORED = frozenset({"&", "~"})


def _word_before(reader: Reader) -> bool:
    """Whether an article or a mark stands at the place, before something else."""
    following = reader.peek(1)
    if following.kind == "end" or is_wrapper(reader):
        return False
    if reader.word() in ARTICLES:
        return following.kind == "word"
    for count in (2, 1):
        if reader.at + count < reader.stop and reader.take_marks(reader.at, reader.at + count):
            reader.skip(count - 1)
            if reader.mark(1) in {",", ".", ":", "-"}:
                reader.skip()
            return True
    return False


def _core(reader: Reader, *, of: bool) -> Part:
    token = reader.peek()
    if token.kind == "word":
        keyword = by_keyword(reader)
        return KEYWORDS[keyword](reader) if keyword else named(reader, of=of)
    if token.kind in {"text", "number"}:
        return _literal(reader)
    rule = _OPENERS.get(reader.mark())
    if rule is None:
        raise OddError
    return rule(reader)


def _literal(reader: Reader) -> Part:
    token = reader.peek()
    reader.skip()
    if token.kind == "text":
        return Part(Scalar("string"), values=(token.text,))
    value = number(token.text)
    if isinstance(value, int):
        return Part(Scalar("integer"), values=(value,), soft=True)
    return Part(Scalar("number"), soft=True)


def _negative(reader: Reader) -> Part:
    if reader.peek(1).kind != "number":
        raise OddError
    reader.skip()
    part = _literal(reader)
    return part._replace(values=tuple(-value for value in part.values if isinstance(value, int)))


def _grouped(reader: Reader) -> Part:
    with reader.inside():
        return union(reader)


def _square(reader: Reader) -> Part:
    """`[]int`, `[4]int`, `[string]`, `[int, string]`."""
    close = reader.close()
    sized = close == reader.at + 1 or (close == reader.at + 2 and reader.peek(1).kind == "number")
    if sized:
        reader.at = close + 1
        return array_of(item(reader) if reader.at < reader.stop else None)
    return array_of(joined(arguments(reader)))


#: What stands for the keys of a map in `{string: X}`.
_KEYS = frozenset({"string", "str", "key", "int", "integer", "number", "any", "text", "symbol"})


def _curly(reader: Reader) -> Part:
    """`{string}` of JSDoc, `{[key: string]: X}` of TypeScript, `{a, b}`: an object."""
    close = reader.close()
    if close < 0:
        raise OddError
    index = reader.close(1)
    if reader.mark(1) == "[" and index > 0 and reader.mark(index - reader.at + 1) == ":":
        with reader.inside():
            reader.at = reader.close() + 2
            return Part(Map(union(reader).whole))
    inside = [token.text for token in reader.tokens.found[reader.at + 1 : close]]
    known = reader.peek(1).link >= 0 or _is_scalar(reader, 1)
    keyed = reader.word(1) in _KEYS
    if known and not {",", ":", ";", "=>"} & set(inside):
        with reader.inside():
            return union(reader)
    if keyed and inside[1:2] in ([":"], ["=>"]) and not {",", ";"} & set(inside):
        with reader.inside():
            reader.skip(2)
            return Part(Map(union(reader).whole))
    reader.note(reader.at + 1, close)
    reader.at = close + 1
    return Part(OBJECT)


def _anything(reader: Reader) -> Part:
    reader.skip()
    return Part(ANY)


#: What a type that begins with a sign is.
_OPENERS: dict[str, Callable[[Reader], Part]] = {
    "(": _grouped,
    "<": _grouped,
    "[": _square,
    "{": _curly,
    "-": _negative,
    "...": _anything,
    "…": _anything,
}
