"""The place in the tokens of a type that is being read, and what was found beside the type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from codegen.claims import Link
from codegen.dialects.typetext.tokens import END, Token, Tokens
from codegen.dialects.typetext.words import MARKS, RELATIONS, Vocabulary, norm
from codegen.spec import Constant
from codegen.typeexpr import ANY, Array, Scalar, TypeExpr, one_of

__all__ = ["NULL", "UNDEFINED", "OddError", "Part", "Reader", "Rule", "array_of", "joined"]

NULL = Scalar("null")

#: Containers in containers, one way or another. `typeexpr` reads fifty.
_MAX_DEPTH = 24


class OddError(ValueError):
    """The text is no type, as far as the grammar goes."""


class Part(NamedTuple):
    """A type, or an alternative of one."""

    type: TypeExpr
    null: bool = False
    """It may be null as well."""
    values: tuple[str | int, ...] = ()
    """All that the innermost type may be, where the text lists it."""
    bare: str = ""
    """The word, where nothing but its look says that it is the name of a type."""
    code: bool = False
    """That word is set as code."""
    soft: bool = False
    """It is a label in small letters that is not linked: no remark follows such a word."""

    @property
    def whole(self) -> TypeExpr:
        """The type with null among its options where it may be null."""
        return one_of((self.type, NULL)) if self.null else self.type


def array_of(items: Part | None) -> Part:
    """An array of `items`; of anything where they are None."""
    if items is None:
        return Part(Array(ANY))
    return Part(Array(items.whole), values=items.values, soft=items.soft)


#: What a property is that is left out; see `joined`.
UNDEFINED = Part(NULL, bare="undefined")


def _are_types(parts: Sequence[Part]) -> bool:
    """Whether alternatives that are words are types; OddError where one cannot tell.

    With a capital at the begin they are; all in capitals, or set as code, they are texts.
    """
    words = [part.bare for part in parts]
    if all(len(word) > 1 and word.isupper() for word in words):
        return False
    if all(word[0].isupper() for word in words):
        return True
    if not all(part.code for part in parts):
        raise OddError
    return False


def joined(parts: Sequence[Part]) -> Part:
    """The union of alternatives."""
    if len(parts) == 1:
        return parts[0]
    null = any(part.null or (part.type == NULL and part != UNDEFINED) for part in parts)
    kept = [part for part in parts if part.type != NULL]
    if not kept:
        return Part(NULL)
    if len(kept) > 1 and all(part.bare for part in kept) and not _are_types(kept):
        words = tuple(part.bare for part in kept)
        return Part(Scalar("string"), null=null, values=words)
    types = {part.type for part in kept}
    closed = len(types) == 1 and all(part.values for part in kept)
    values = tuple(dict.fromkeys(value for part in kept for value in part.values))
    bare = kept[0].bare if len(kept) == 1 else ""
    expr = one_of(tuple(part.type for part in kept))
    return Part(expr, null, values if closed else (), bare, soft=kept[-1].soft)


class Rule(Protocol):
    """A rule of the grammar: reads what stands at the place, and leaves the place behind it."""

    def __call__(self, reader: Reader, *, of: bool = False) -> Part:
        """`of`: it is what the word of a container before it holds. OddError where it is none."""


@dataclass(slots=True, kw_only=True)
class Reader:
    """Moves over tokens from `at` to `stop`."""

    tokens: Tokens
    vocabulary: Vocabulary
    union: Rule
    """Reads a type with its alternatives."""
    item: Rule
    """Reads one alternative."""
    stop: int
    at: int = 0
    listing: bool = False
    """Commas divide arguments, and no alternatives."""
    links: dict[Link, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    marks: dict[str, bool] = field(default_factory=dict)
    limits: dict[str, Constant | None] = field(default_factory=dict)
    _depth: int = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token at the place, or one behind it; END beyond the last."""
        index = self.at + ahead
        return self.tokens.found[index] if index < self.stop else END

    def skip(self, count: int = 1) -> None:
        """Go on."""
        self.at = min(self.at + count, self.stop)

    def mark(self, ahead: int = 0) -> str:
        """The sign at the place; '' where there is none."""
        token = self.peek(ahead)
        return token.text if token.kind == "mark" else ""

    def word(self, ahead: int = 0) -> str:
        """The word at the place in its normal form; '' where there is none, or it is linked."""
        token = self.peek(ahead)
        return norm(token.text) if token.kind == "word" and token.link < 0 else ""

    def glued(self, ahead: int = 0) -> bool:
        """Whether nothing stands between the token and the one before it."""
        token, index = self.peek(ahead), self.at + ahead
        return bool(index) and token is not END and self.tokens.found[index - 1].end == token.start

    def close(self, ahead: int = 0) -> int:
        """The index of the bracket that closes the one at the place; -1: it is none."""
        return self.tokens.closing.get(self.at + ahead, -1) if self.mark(ahead) else -1

    @contextmanager
    def inside(self, *, listing: bool = False) -> Iterator[None]:
        """Read what is inside of the bracket at the place, all of it; the place is behind then."""
        close = self.close()
        if close < 0:
            raise OddError
        before = (self.stop, self.listing)
        self.at, self.stop, self.listing = self.at + 1, close, listing
        yield
        if self.at < self.stop:
            raise OddError
        (self.stop, self.listing), self.at = before, min(close + 1, before[0])

    def deeper(self) -> None:
        """One container more around what is read; OddError where they are too many."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise OddError

    def slice(self, start: int, end: int) -> str:
        """The text of the tokens from `start` up to `end`."""
        if start >= end:
            return ""
        first, last = self.tokens.found[start], self.tokens.found[end - 1]
        begin = first.start if first.link < 0 else self.tokens.spans[first.link][0]
        stop = last.end if last.link < 0 else self.tokens.spans[last.link][1]
        text = self.tokens.text
        if first.code and text[begin - 1 : begin] == "`":
            begin -= 1
        return text[begin : stop + (last.code and text[stop : stop + 1] == "`")]

    def note(self, start: int, end: int) -> None:
        """Keep the text of these tokens as a remark."""
        if text := self.slice(start, end).strip():
            self.notes.append(text)

    def run(self, start: int) -> int:
        """The index behind the words from `start` on, up to one that a remark begins with."""
        index = start
        while index < self.stop:
            token = self.tokens.found[index]
            if token.kind == "number":
                if index == start or not (self._numbered(index)):
                    break
            elif token.kind != "word" or (
                token.link < 0 and (norm(token.text) == "or" or token.text.lower() in RELATIONS)
            ):
                break
            index += 1
        return index

    def _numbered(self, index: int) -> bool:
        """Whether the word before a number has one, such as ISO 8601."""
        return self.tokens.found[index - 1].text.lower() in {"iso", "rfc", "base", "utf", "unix"}

    def marks_at(self, start: int, end: int) -> dict[str, bool] | None:
        """What the tokens mark, if all of them are marks; None otherwise."""
        found: dict[str, bool] = {}
        index = start
        while index < end:
            token = self.tokens.found[index]
            if token.kind == "mark" and token.text in {",", ";", ".", "/", "<", ">", "(", ")"}:
                index += 1
                continue
            for count in (3, 2, 1):
                words = self.tokens.found[index : min(index + count, end)]
                if any(one.kind != "word" or one.link >= 0 for one in words):
                    continue
                if mark := MARKS.get("".join(norm(one.text) for one in words)):
                    found[mark[0]] = mark[1]
                    index += len(words)
                    break
            else:
                return None
        return found or None

    def take_marks(self, start: int, end: int) -> bool:
        """Keep what the tokens mark, if all of them are marks."""
        found = self.marks_at(start, end)
        self.marks.update(found or {})
        return found is not None
