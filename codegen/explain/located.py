"""JSON texts as trees that know their lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from codegen.samples import shape_of

__all__ = ["Located", "locate"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


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
    tokens = _tokens(text, line)
    word, at = next(tokens)
    return _value(word, at, tokens)


def _tokens(text: str, line: int) -> Iterator[tuple[str, int]]:
    position = 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield match[0], line


def _value(word: str, line: int, tokens: Iterator[tuple[str, int]]) -> Located:
    if word == "{":
        # Of a key that is there twice the last value counts.
        return Located(line=line, kind="object", fields=tuple(dict(_fields(tokens)).items()))
    if word == "[":
        return Located(line=line, kind="array", items=tuple(_items(tokens)))
    return Located(line=line, kind=shape_of(json.loads(word)).kind, text=word)


def _fields(tokens: Iterator[tuple[str, int]]) -> Iterator[tuple[str, Located]]:
    for word, line in tokens:
        if word == "}":
            return
        if word != ",":
            next(tokens)  # the colon
            yield json.loads(word), _value(next(tokens)[0], line, tokens)


def _items(tokens: Iterator[tuple[str, int]]) -> Iterator[Located]:
    for word, line in tokens:
        if word == "]":
            return
        if word != ",":
            yield _value(word, line, tokens)
