"""Where keys and values stand in a TOML file, and keys as TOML writes them.

``tomllib`` is the grammar, and knows no lines: so a file that it has read is scanned again, for the
places alone.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import NamedTuple

from codegen.escape import toml_string

__all__ = ["NOWHERE", "At", "dotted", "has", "key", "line_of", "nearest", "places"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<blank>[ \t\r]+)|(?P<end>\n)"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|(?P<mark>[\[\]{},=])"
    r"|[^\s\[\]{},=#\"']+",
    re.DOTALL,
)

#: Keys from the top of a file to a value, and the indexes of arrays among them.
Path = tuple[str | int, ...]


class At(NamedTuple):
    """A place in a file: line and column, from 1."""

    line: int
    column: int


#: Of what is about a whole file.
NOWHERE = At(0, 0)


def key(name: str) -> str:
    """`name` as a key: bare where that will do."""
    return name if _BARE.fullmatch(name) else toml_string(name)


def dotted(keys: Sequence[str | int]) -> str:
    """A path of keys, as the header of a table has it; indexes of arrays in brackets."""
    listed = (f"[{one}]" if isinstance(one, int) else f".{key(one)}" for one in keys)
    return "".join(listed).removeprefix(".")


def line_of(text: str, keys: Sequence[str]) -> int:
    """The line of the last of `keys` that is there, each below the one before; 0 where none is.

    `text` is valid TOML. An array of tables has the keys of its tables.
    """
    found = _by_keys(text)
    listed = (tuple(keys[:length]) for length in range(len(keys), 0, -1))
    return next((found[one] for one in listed if one in found), 0)


def has(text: str, keys: Sequence[str]) -> bool:
    """Whether `text`, which is valid TOML, has the last of `keys`, each below the one before."""
    return tuple(keys) in _by_keys(text)


def _by_keys(text: str) -> dict[Path, int]:
    found: dict[Path, int] = {}
    for path, at in places(text).items():
        found.setdefault(tuple(one for one in path if isinstance(one, str)), at.line)
    return found


def nearest(found: Mapping[Path, At], path: Path) -> At | None:
    """The place of `path`, or of what holds it; None where nothing of it is there."""
    listed = (path[:length] for length in range(len(path), 0, -1))
    return next((found[one] for one in listed if one in found), None)


def places(text: str) -> dict[Path, At]:
    """The first place of every key, and of every item of an array. `text` is valid TOML."""
    found: dict[Path, At] = {}
    for path, at in _Scanner(text).run():
        found.setdefault(path, at)
    return found


class _Token(NamedTuple):
    kind: str
    text: str
    at: At


class _Scanner:
    """Reads the tokens of a file once, from the first to the last."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0
        self._times: Counter[Path] = Counter()

    def run(self) -> Iterator[tuple[Path, At]]:
        table: Path = ()
        while (token := self._peek()) is not None:
            if token.text == "[":
                table = yield from self._header(token.at)
            elif token.kind == "end":
                self._next += 1
            else:
                yield from self._pair(table)

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _skip(self, *texts: str) -> None:
        while (token := self._peek()) is not None and token.text in texts:
            self._next += 1

    def _header(self, at: At) -> Generator[tuple[Path, At], None, Path]:
        """``[a.b]`` or ``[[a.b]]``. Arrays of tables above it stand for their last table."""
        self._take()
        listed = self._tokens[self._next].text == "["
        self._skip("[")
        names = self._keys("]")
        self._skip("]")
        path: Path = ()
        for number, name in enumerate(names):
            path = (*path, name)
            last = number == len(names) - 1
            if last and listed:
                self._times[path] += 1
            yield path, at
            if self._times[path]:
                path = (*path, self._times[path] - 1)
                yield path, at
        return path

    def _keys(self, end: str) -> tuple[str, ...]:
        """The keys up to the token `end`."""
        texts = []
        while self._tokens[self._next].text != end:
            texts.append(self._take().text)
        found: object = tomllib.loads(f"{''.join(texts)} = 0")
        names = []
        while isinstance(found, dict):
            ((name, found),) = found.items()
            names.append(name)
        return tuple(names)

    def _pair(self, table: Path) -> Iterator[tuple[Path, At]]:
        """``a.b = value``."""
        at = self._tokens[self._next].at
        names = self._keys("=")
        for length in range(1, len(names) + 1):
            yield (*table, *names[:length]), at
        self._skip("=")
        yield from self._value((*table, *names))

    def _value(self, path: Path) -> Iterator[tuple[Path, At]]:
        opened = self._take().text
        if opened not in {"[", "{"}:
            return
        closed = "]" if opened == "[" else "}"
        number = 0
        self._skip(",", "\n")
        while self._tokens[self._next].text != closed:
            if opened == "[":
                yield (*path, number), self._tokens[self._next].at
                yield from self._value((*path, number))
                number += 1
            else:
                yield from self._pair(path)
            self._skip(",", "\n")
        self._take()


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens of a file, without blanks and comments."""
    line, start = 1, 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        if kind not in {"comment", "blank"}:
            yield _Token(kind, match[0], At(line, match.start() - start + 1))
        if breaks := match[0].count("\n"):
            line += breaks
            start = match.start() + match[0].rindex("\n") + 1
