"""Valid JSON texts with their lines, which the standard library does not keep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

__all__ = ["members", "tokens"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def tokens(text: str, line: int = 0) -> Iterator[tuple[str, int]]:
    """Every token of a valid JSON text that begins at `line`, with its own line."""
    position = 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield match[0], line


def members(text: str) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Every member and element of a valid JSON text: its path, line and value's first character.

    A step of a path is a key, or "[]" into an array; lines count from 0. A member's line is that
    of its key.
    """
    path: list[str] = []
    #: Whether each bracket around is one of an object, and the line of the key that was read last.
    inside: list[bool] = []
    keyed: int | None = None
    for word, line in tokens(text):
        if word in {"]", "}"}:
            path.pop()
            inside.pop()
        elif word in {",", ":"}:
            continue
        elif inside and inside[-1] and keyed is None:
            path[-1], keyed = json.loads(word), line
        else:
            yield tuple(path), line if keyed is None else keyed, word[0]
            keyed = None
            if word in {"{", "["}:
                path.append("[]")
                inside.append(word == "{")
