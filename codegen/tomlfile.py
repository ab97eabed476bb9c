"""Where keys stand in a TOML file, and keys as TOML writes them.

``tomllib`` is the grammar, and knows no lines: so the file is read statement by statement.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence

from codegen.escape import toml_string

__all__ = ["dotted", "key", "line_of"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def key(name: str) -> str:
    """`name` as a key: bare where that will do."""
    return name if _BARE.fullmatch(name) else toml_string(name)


def dotted(keys: Sequence[str]) -> str:
    """A path of keys, as the header of a table has it."""
    return ".".join(map(key, keys))


def line_of(text: str, keys: Sequence[str]) -> int:
    """The line of the last of `keys` that is there, each below the one before; 0 where none is.

    `text` is valid TOML.
    """
    wanted = tuple(keys)
    found = {
        length: line
        for line, path in reversed(list(_paths(text)))
        for length in range(1, len(wanted) + 1)
        if path[:length] == wanted[:length]
    }
    return found[max(found)] if found else 0


def _paths(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every key with the line of its statement, by its path from the top of the file."""
    table: tuple[str, ...] = ()
    for line, statement in _statements(text):
        content = tomllib.loads(statement)
        paths = list(_keys(content))
        if statement.lstrip().startswith("["):
            table = max(paths, key=len)
            yield line, table
        else:
            yield from ((line, (*table, *path)) for path in paths)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements with their first lines: as many lines as make valid TOML by themselves."""
    lines = text.replace("\r\n", "\n").split("\n")
    first, pending = 1, ""
    for number, row in enumerate(lines, 1):
        pending += f"{row}\n"
        try:
            content = tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            continue
        if content:
            yield first, pending
        first, pending = number + 1, ""


def _keys(content: object) -> Iterator[tuple[str, ...]]:
    if isinstance(content, list):  # an array of tables has the keys of its tables
        for item in content:
            yield from _keys(item)
    elif isinstance(content, dict):
        for name, value in content.items():
            yield (name,)
            yield from ((name, *path) for path in _keys(value))
