"""JSON texts as trees that know their lines."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from codegen.jsontext import tokens
from codegen.samples import shape_of

__all__ = ["Located", "locate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A JSON value: of an object its `fields`, of an array its `items`, of a scalar its `text`.

    `kind` is that of a shape; `line` is where its key stands, or else where it begins.
    """

    line: int
    kind: str
    text: str = ""
    fields: tuple[tuple[str, Located], ...] = ()
    items: tuple[Located, ...] = ()


def locate(text: str, line: int, untyped: Collection[str] = ()) -> Located:
    """The tree of a JSON text that begins at `line`. The text must have passed `parse_json`.

    `untyped` are tokens of it that stand in place of values.
    """
    words = tokens(text, line)
    word, at = next(words)
    return _Tree(words, frozenset(untyped)).value(word, at)


@dataclass(frozen=True, slots=True)
class _Tree:
    """Builds the tree of the tokens that come."""

    words: Iterator[tuple[str, int]]
    untyped: frozenset[str]

    def value(self, word: str, line: int) -> Located:
        """The value that begins with `word`."""
        if word == "{":
            # Of a key that is there twice the last value counts.
            return Located(line=line, kind="object", fields=tuple(dict(self._fields()).items()))
        if word == "[":
            return Located(line=line, kind="array", items=tuple(self._items()))
        kind = "unknown" if word in self.untyped else shape_of(json.loads(word)).kind
        return Located(line=line, kind=kind, text=word)

    def _fields(self) -> Iterator[tuple[str, Located]]:
        for word, line in self.words:
            if word == "}":
                return
            if word != ",":
                next(self.words)  # the colon
                yield json.loads(word), self.value(next(self.words)[0], line)

    def _items(self) -> Iterator[Located]:
        for word, line in self.words:
            if word == "]":
                return
            if word != ",":
                yield self.value(word, line)
