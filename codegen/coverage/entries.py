"""The entries of a dialect's file that nothing on the pages fits: misspelt, or never asked for.

The pages are read with a style that notes which of its patterns fit something. Words of types are
looked for in the lines themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from codegen import tomlfile
from codegen.coverage.model import At, Gap
from codegen.dialects import File
from codegen.dialects.base import Dialect
from codegen.dialects.general import Styled
from codegen.dialects.styles import load, patterns, read
from codegen.markdown import clean
from codegen.tomlfile import Path

__all__ = ["Entries", "unused"]

_TYPES = "types"


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a file, and those of them that something fits."""

    dialect: Dialect
    """The one to read pages with."""
    fitted: set[Path]
    words: dict[Path, re.Pattern[str]]
    """The words of types that are not seen yet."""

    @classmethod
    def of(cls, file: File) -> Entries:
        """Nothing fits yet. Raises CodegenError where the file is none."""
        fitted: set[Path] = set()
        types = read(file.text, file.path).types
        words: dict[Path, re.Pattern[str]] = {(_TYPES, word): _loose(word) for word in types}
        return cls(Styled(load(file.text, file.path, fitted)), fitted, words)

    def look(self, lines: Iterable[str]) -> None:
        """Look for the words of types in the lines of a page."""
        if not self.words:
            return
        raw = "\n".join(lines)
        text = f"{raw}\n{clean(raw)}"  # without markup, which may also be no markup: `List<Word>`
        for path, word in tuple(self.words.items()):
            if word.search(text):
                self.fitted.add(path)
                del self.words[path]


def _loose(word: str) -> re.Pattern[str]:
    """The word as types are looked up: with or without signs between its parts, in the plural."""
    parts = re.findall(r"\w+", word)
    if not parts:
        return re.compile(re.escape(word.strip()))
    loose = r"[\W_]*".join(parts)
    return re.compile(rf"(?<!\w){loose}(?:e?s)?(?!\w)", re.IGNORECASE)


def unused(file: File, fitted: Collection[Path]) -> Iterator[Gap]:
    """The entries of `file` that are not among the `fitted`, each where it stands."""
    style = read(file.text, file.path)
    known = [*patterns(style), *(((_TYPES, word), "") for word in style.types)]
    places = tomlfile.places(file.text)
    for path, pattern in known:
        if path not in fitted:
            at = tomlfile.nearest(places, path) or tomlfile.NOWHERE
            said = tomlfile.dotted(path)
            yield Gap(
                kind="entry",
                text=f"{said} = {pattern!r}" if pattern else said,
                times=1,
                places=(At(file.path, at.line),),
            )
