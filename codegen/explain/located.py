"""JSON texts as trees that know their lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
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


def locate(text: str, line: int) -> Located:
    """The tree of a JSON text that begins at `line`. The text must have passed `parse_json`."""
    words = tokens(text, line)
    word, at = next(words)
    return _value(word, at, words)


def _value(word: str, line: int, words: Iterator[tuple[str, int]]) -> Located:
    if word == "{":
        # Of a key that is there twice the last value counts.
        return Located(line=line, kind="object", fields=tuple(dict(_fields(words)).items()))
    if word == "[":
        return Located(line=line, kind="array", items=tuple(_items(words)))
    return Located(line=line, kind=shape_of(json.loads(word)).kind, text=word)


def _fields(words: Iterator[tuple[str, int]]) -> Iterator[tuple[str, Located]]:
    for word, line in words:
        if word == "}":
            return
        if word != ",":
            next(words)  # the colon
            yield json.loads(word), _value(next(words)[0], line, words)


def _items(words: Iterator[tuple[str, int]]) -> Iterator[Located]:
    for word, line in words:
        if word == "]":
            return
        if word != ",":
            yield _value(word, line, words)
