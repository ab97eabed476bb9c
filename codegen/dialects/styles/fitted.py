"""Which patterns of a style fit anything: a style that notes so while pages are read with it.

The first rule that fits decides, so that a pattern behind one that fits the same texts notes none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

import msgspec

from codegen.dialects.styles.style import Pattern, Style
from codegen.tomlfile import Path

__all__ = ["noting", "patterns"]

_Each = Callable[[Pattern, Path], object]


def patterns(style: Style) -> Iterator[tuple[Path, str]]:
    """The patterns of a style, each with the keys to it in the file; of `recognise` none.

    Those tell whose a page is, and are asked only where the dialect was not chosen.
    """
    found: list[tuple[Path, str]] = []
    _each(style, (), lambda pattern, path: found.append((path, pattern.pattern)))
    return (one for one in found if one[0][0] != "recognise")


def noting(style: Style, fitted: set[Path]) -> Style:
    """The same style; what of its patterns fits a text from now on is put to `fitted`."""
    return cast("Style", _each(style, (), lambda one, path: _Noting(one, path, fitted)))


def _each(value: object, path: Path, change: _Each) -> object:
    """`value`, a part of a style, with its patterns as `change` has them."""
    match value:
        case re.Pattern():
            return change(value, path)
        case msgspec.Struct():
            fields = {name: getattr(value, name) for name in value.__struct_fields__}
            changed = {name: _each(one, (*path, name), change) for name, one in fields.items()}
            return msgspec.structs.replace(value, **changed)
        case tuple():
            return tuple(_each(one, (*path, at), change) for at, one in enumerate(value))
        case dict():
            return {name: _each(one, (*path, name), change) for name, one in value.items()}
    return value


class _Noting:
    """A pattern that notes that it fits something. It can what the reader asks a pattern for."""

    def __init__(self, pattern: Pattern, path: Path, fitted: set[Path]) -> None:
        self._pattern = pattern
        self._path = path
        self._fitted = fitted

    def __getattr__(self, name: str) -> object:  # such as its groups
        return getattr(self._pattern, name)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self._noted(self._pattern.search(text, start))

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self._noted(self._pattern.match(text, start))

    def fullmatch(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self._noted(self._pattern.fullmatch(text, start))

    def _noted(self, found: re.Match[str] | None) -> re.Match[str] | None:
        if found is not None:
            self._fitted.add(self._path)
        return found
