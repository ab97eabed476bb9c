"""Words of types that hold others: arrays, maps, enums, choices, and generic types."""

from __future__ import annotations

import re
from collections.abc import Callable

from codegen import naming
from codegen.dialects.typetext.literals import listed
from codegen.dialects.typetext.reader import UNDEFINED, OddError, Part, Reader, array_of, joined
from codegen.dialects.typetext.words import (
    ARRAYS,
    CHOICES,
    DELIMITED,
    DOTS,
    ENUMS,
    GENERIC,
    MAPS,
    MARKS,
    NUMBERS,
    QUANTITIES,
    RELATIONS,
    TUPLES,
    UNIONS,
    UNWRAPPED,
    norm,
)
from codegen.typeexpr import ANY, OBJECT, Map, Ref, Scalar, TypeExpr

__all__ = ["KEYWORDS", "arguments", "by_keyword", "is_wrapper", "of_type", "quantities"]

_OBJECTS = frozenset({"object", "objects"})
#: Words behind a word of a list, between it and its values.
_LISTING = frozenset(
    {"the", "following", "these", "values", "value", "types", "type", "possible", "allowed"}
)


def by_keyword(reader: Reader) -> str:
    """The row of `KEYWORDS` for the word at the place; '' where it is a name like others."""
    token, following = reader.peek(), reader.peek(1)
    word = _last(token.text)
    if token.link >= 0 and not (
        norm(following.text) == "of" or (word == "array" and following.link != token.link)
    ):
        return ""
    for name, words, holds in _TESTS:
        if word in words and holds(reader):
            return name
    pair = word + (reader.word(1) if token.link < 0 else "")
    return "delimited" if DELIMITED.match(word) or DELIMITED.match(pair) else ""


def _holds(reader: Reader) -> bool:
    """Whether the word of an array is none of a name: `list item`."""
    following = reader.peek(1)
    if following.kind != "word" or following.link >= 0:
        return True
    word = norm(following.text)
    if word == "or" or following.text.lower() in RELATIONS or word in GENERIC or word in MARKS:
        return True
    known = reader.vocabulary.find([following.text]) is not None
    return known and reader.word() in {"array", "arrays"}


def _maps(reader: Reader) -> bool:
    following = reader.peek(1)
    if following.kind != "word":
        return True
    word = following.text.lower()
    return following.link < 0 and (word in RELATIONS or word == "or" or norm(word) in MARKS)


def _maps_object(reader: Reader) -> bool:
    opens = reader.mark(1) in {"<", "["} and reader.glued(1) and reader.close(1) > reader.at + 2
    return opens or reader.word(1) == "of"


def is_wrapper(reader: Reader) -> bool:
    """Whether the word at the place is that of a generic type, such as `Optional[X]`."""
    return _last(reader.peek().text) in UNWRAPPED and _opens(reader)


def _last(word: str) -> str:
    """The last part of a dotted name: `typing.List`, `std::vector`."""
    return norm(DOTS.split(word)[-1])


def _opens(reader: Reader) -> bool:
    """Whether brackets follow at once."""
    return reader.mark(1) in {"<", "[", "("} and reader.glued(1) and reader.close(1) > 0


def _chooses(reader: Reader) -> bool:
    return reader.word(1) == "of" or reader.word() == "either"


def _is_of(reader: Reader) -> bool:
    return reader.word(1) == "of"


def _always(_reader: Reader) -> bool:
    return True


def arguments(reader: Reader) -> list[Part]:
    """The types in the brackets at the place."""
    with reader.inside(listing=True):
        parts = [reader.union(reader)]
        while reader.mark() in {",", ";"}:
            reader.skip()
            if reader.mark() in {"...", "…"}:
                reader.skip()
            else:
                parts.append(reader.union(reader))
    return parts


def quantities(reader: Reader) -> None:
    """Go on over words that say how many: `up to 10`, `one or more`, `two`."""
    while reader.at + 1 < reader.stop:
        counts = reader.word() in QUANTITIES | NUMBERS or reader.peek().kind == "number"
        dash = reader.mark() == "-" and reader.peek(1).kind == "number"
        if not counts and not dash:
            return
        reader.skip()


def _array(reader: Reader) -> Part:
    """`array of X`, `list<X>`, `Collection(X)`, `array[2]`, `array X`."""
    reader.skip()
    items: Part | None = None
    while items is None and reader.close() > 0:
        if not _in_brackets(reader):
            items = _argument(reader)
            if items is None:
                return array_of(None)
    if items is None and norm(reader.peek().text) == "of":
        reader.skip()
        quantities(reader)
        items = reader.union(reader, of=True)
    elif items is None and reader.word() in GENERIC:
        reader.skip()
    elif items is None and _is_type(reader, 0):
        items = reader.item(reader)
    return array_of(items)


def _in_brackets(reader: Reader) -> bool:
    """Go on over brackets that hold nothing, a length or marks; False where they hold more."""
    close = reader.close()
    inside = reader.tokens.found[reader.at + 1 : close]
    counts = all(one.kind == "number" or one.text in {"..", "-", ",", ":"} for one in inside)
    if counts or reader.take_marks(reader.at + 1, close):
        reader.at = close + 1
        return True
    return False


def _argument(reader: Reader) -> Part | None:
    """What the brackets behind the word of an array hold; None where they are a remark."""
    if reader.mark() == "(" and not _is_type(reader, 1):
        return None
    if reader.mark() == "{":
        return None
    return joined(arguments(reader))


def _is_type(reader: Reader, ahead: int) -> bool:
    """Whether a type begins there: a linked word, a known one, or one with capitals."""
    token = reader.peek(ahead)
    if token.kind == "text" or (token.kind == "mark" and token.text in {"?", "[", "<"}):
        return ahead > 0
    if token.kind != "word":
        return False
    word = norm(token.text)
    if token.link >= 0 or reader.vocabulary.find([token.text]) is not None:
        return True
    inside = ahead > 0 and reader.close() == reader.at + ahead + 1
    return inside or (ahead > 0 and word in ARRAYS | MAPS | GENERIC)


def _map(reader: Reader) -> Part:
    """`map<K, V>`, `map[K]V`, `map of K to V`, `map of V`, `dictionary with keys in …`."""
    reader.skip()
    if reader.mark() == "{" and reader.mark(2) == "=>":
        return _map_of_brackets(reader)
    if reader.close() > 0 and reader.mark() != "{" and not _in_brackets(reader):
        return _map_of_brackets(reader)
    if reader.word() in {"of", "from"}:
        reader.skip()
        quantities(reader)
        first = reader.item(reader, of=True)
        if reader.word() in {"to", "and"} or reader.mark() in {"=>", "->", ":", ","}:
            reader.skip()
            quantities(reader)
            first = reader.union(reader, of=True)
        return _map_to(first)
    return Part(OBJECT)


def _map_of_brackets(reader: Reader) -> Part:
    opener = reader.mark()
    if opener == "(" and not _is_type(reader, 1):
        return Part(OBJECT)
    pair = False
    with reader.inside(listing=True):
        value = reader.item(reader)
        if reader.mark() in {",", "|", ":", "=>", "->"} or reader.word() == "to":
            pair = True
            reader.skip()
            value = reader.union(reader)
    if opener == "[" and not pair and reader.glued() and reader.peek().text not in {"?", ")"}:
        value = reader.item(reader)
    return _map_to(value)


def _map_to(value: Part) -> Part:
    return Part(Map(value.whole), values=value.values)


def _object(reader: Reader) -> Part:
    """`object of type X`, `object<X>`; of more than one, or of scalars, it is a map."""
    if reader.word(1) == "of" and reader.word(2) == "type":
        reader.skip(3)
        return reader.item(reader)
    found = _map(reader)
    if isinstance(found.type, Map) and isinstance(found.type.values, Ref):
        return Part(found.type.values)
    return found


def _enum(reader: Reader) -> Part:
    """`enum`, `enum<string>`, `enum: a, b`, `enum (a, b)`, `enum X`."""
    reader.skip()
    if reader.word() in {"of", "values", "value", "with", "type"}:
        reader.skip()
    if reader.close() > 0:
        close = reader.close()
        if reader.take_marks(reader.at + 1, close):
            reader.at = close + 1
            return Part(ANY)
        found = _values(reader, reader.at + 1, close)
        reader.at = close + 1
        if found.values or reader.mark() != ":":
            return found
    if reader.mark() in {":", "="}:
        reader.skip()
        found = _values(reader, reader.at, reader.stop)
        reader.at = reader.stop
        return found
    if reader.peek().kind == "text" or reader.peek().code:
        found = _values(reader, reader.at, reader.stop)
        reader.at = reader.stop
        return found
    token = reader.peek()
    if token.kind == "word" and token.text.lower() not in RELATIONS and reader.word() != "or":
        return reader.item(reader, of=True)._replace(bare="")
    return Part(ANY)


def _values(reader: Reader, start: int, end: int) -> Part:
    """The enum whose values, or whose type, the tokens say."""
    inside = reader.tokens.found[start:end]
    base = reader.vocabulary.find([token.text for token in inside])
    if isinstance(base, Scalar) and all(token.kind == "word" for token in inside):
        return Part(base)
    values = listed(reader, start, end)
    if not values:
        reader.note(start, end)
        return Part(ANY)
    return Part(Scalar("integer" if isinstance(values[0], int) else "string"), values=values)


def _choice(reader: Reader) -> Part:
    """`one of X, Y`, `either X or Y`, `one of the following: a, b`."""
    reader.skip(1 if reader.word() == "either" and reader.word(1) != "of" else 2)
    while reader.word() in _LISTING:
        reader.skip()
    lists = reader.mark() == ":"
    if lists:
        reader.skip()
    inside = reader.tokens.found[reader.at : reader.stop]
    known = any(
        token.kind == "word" and reader.vocabulary.find([token.text]) is not None
        for token in inside
    )
    literal = lists or any(token.kind == "text" or token.code for token in inside)
    if literal and not known and not any(token.link >= 0 for token in inside):
        found = _values(reader, reader.at, reader.stop)
        if not found.values:
            raise OddError
        reader.at = reader.stop
        return found
    parts = [reader.union(reader)]
    while reader.mark() == ",":
        reader.skip()
        parts.append(reader.union(reader))
    return joined(parts)._replace(bare="")


def _unwrapped(reader: Reader) -> Part:
    """`Optional[X]`, `Partial<X>`: X, and a mark."""
    mark = UNWRAPPED[_last(reader.peek().text)]
    reader.skip()
    with reader.inside(listing=True):
        part = reader.union(reader)
        reader.at = reader.stop
    if mark == "nullable":
        return part._replace(null=True)
    if mark:
        reader.marks[mark] = True
    return part


def _union(reader: Reader) -> Part:
    reader.skip()
    return joined(arguments(reader))


def _literal(reader: Reader) -> Part:
    """`Literal["a", "b"]`."""
    reader.skip()
    close = reader.close()
    found = _values(reader, reader.at + 1, close)
    if not found.values:
        raise OddError
    reader.at = close + 1
    return found


def _of(reader: Reader) -> Part:
    reader.skip(2)
    return reader.item(reader)


def _delimited(reader: Reader) -> Part:
    """`comma-separated list of X`: a text, whatever it holds."""
    start = reader.at
    while reader.at < reader.stop and reader.peek().kind in {"word", "number"}:
        if reader.word() == "or" or norm(reader.peek().text) in MARKS:
            break
        reader.skip()
    reader.note(start, reader.at)
    return Part(Scalar("string"))


def _undefined(reader: Reader) -> Part:
    reader.skip()
    reader.marks["optional"] = True
    return UNDEFINED


def of_type(base: Ref, argument: TypeExpr) -> Part:
    """A generic type of the pages with its argument, which is a type of its own."""
    return Part(Ref(naming.type_name(base.name, *re.findall(r"\w+", str(argument)))))


#: Rows of `KEYWORDS`: the words, and whether what follows makes them a keyword.
_TESTS: tuple[tuple[str, frozenset[str], Callable[[Reader], bool]], ...] = (
    ("delimited", frozenset({"csv"}), _is_of),
    ("array", ARRAYS | TUPLES, _holds),
    ("map", MAPS, _maps),
    ("object", _OBJECTS, _maps_object),
    ("enum", ENUMS, _always),
    ("unwrapped", frozenset(UNWRAPPED), _opens),
    ("union", UNIONS, _opens),
    ("literal", frozenset({"literal"}), _opens),
    ("choice", CHOICES, _chooses),
    ("undefined", frozenset({"undefined"}), _always),
    ("of", frozenset({"type", "instance", "value"}), _is_of),
)

#: What a word that is more than a name makes of what follows.
KEYWORDS: dict[str, Callable[[Reader], Part]] = {
    "array": _array,
    "map": _map,
    "object": _object,
    "enum": _enum,
    "unwrapped": _unwrapped,
    "union": _union,
    "literal": _literal,
    "choice": _choice,
    "of": _of,
    "delimited": _delimited,
    "undefined": _undefined,
}
