"""Documentation for the benchmark, made from other documentation: copies, and edits of one page."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from codegen import specfile
from codegen.spec import Spec

__all__ = ["Edits", "copies"]

#: A row of a property table: a name, a type, a description.
_ROW = re.compile(r"^\| (?P<name>\w+) \| (?P<type>\w+) \|(?P<text>[^|\n]*)\|$", re.MULTILINE)

#: What more of the operations, or of the pages, have than this is no name of its own.
_COMMON = 0.1


class Edits:
    """A copy of documentation in which one property of one page is another at every edit."""

    def __init__(self, docs: Sequence[str], folder: Path) -> None:
        self.docs = tuple(str(folder / str(index)) for index, _ in enumerate(docs))
        for source, target in zip(docs, self.docs, strict=True):
            shutil.copytree(source, target)
        self._page, self._text = _editable(self.docs[0])
        self._times = 0

    def edit(self) -> None:
        """Describe the property in other words than ever before."""
        self._times += 1
        row = _ROW.search(self._text)
        if row is None:
            message = f"{self._page}: has no property"
            raise ValueError(message)
        described = f"| {row['name']} | {row['type']} | Described anew: {self._times}. |"
        text = self._text[: row.start()] + described + self._text[row.end() :]
        self._page.write_text(text, "utf-8", newline="")


def _editable(folder: str) -> tuple[Path, str]:
    """The page in the middle of those that have a property table, and its text."""
    pages = ((path, path.read_text("utf-8")) for path in sorted(Path(folder).rglob("*.md")))
    found = [(path, text) for path, text in pages if _ROW.search(text)]
    return found[len(found) // 2]


def copies(docs: Sequence[str], output: Path, folder: Path, times: int) -> None:
    """Copies of the documentation with types, paths and groups of each copy's own.

    `output`: what was generated from the documentation, which tells the names.
    """
    words = re.compile(r"\b[A-Za-z]\w*")
    pages = [
        (index, path, path.read_bytes().decode())
        for index, source in enumerate(docs)
        for path in sorted(Path(source).rglob("*.md"))
    ]
    # A word of most pages is one of their form, though a type may be called so too.
    seen = Counter(word for _, _, text in pages for word in set(words.findall(text)))
    named = set(_names(specfile.load(output / "spec.json")))
    names = {name for name in named if seen[name] <= len(pages) * _COMMON}
    for index, path, text in pages:
        for copy in range(times):
            target = folder / f"copy{copy}" / str(index) / path.relative_to(docs[index])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_renamed(text, words, names, copy).encode())


def _renamed(text: str, words: re.Pattern[str], names: set[str], copy: int) -> str:
    return words.sub(lambda word: word[0] + f"C{copy}" * (word[0] in names), text)


def _names(spec: Spec) -> Iterator[str]:
    yield from (one.name for one in spec.types)
    segments = Counter(part for one in spec.operations for part in _segments(one.path))
    limit = len(spec.operations) * _COMMON
    yield from (part for part, count in segments.items() if count <= limit)


def _segments(path: str) -> Iterable[str]:
    return {part for part in path.split("/") if part.isidentifier()}
