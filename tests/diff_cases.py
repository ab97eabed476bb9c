"""Cases of pages that differ, with the changes that `diff` is to report beside them.

The form is told in ``tests/pages/diff/README.md``. The expected changes are written by
``python -m tests.golden`` and by nothing else: read the difference before it is committed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from codegen.changes.model import Change
from codegen.changes.operands import plan
from codegen.changes.sides import run

__all__ = ["CASES", "Case", "changes", "rewrite", "told"]

_FOLDER = Path(__file__).parent / "pages" / "diff"
_FORWARD, _BACK = "old to new", "new to old"
_DELETED = "deleted file"
_RENAMED = "renamed to "

Changes = tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """What becomes of some pages of the base."""

    pages: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A section of a file of cases."""

    file: Path
    title: str
    patches: tuple[Patch, ...]
    expected: str
    span: tuple[int, int]
    """The lines of the file between the marks of the expected changes, from 0 on."""

    @property
    def id(self) -> str:
        """What pytest calls the case."""
        words = re.findall(r"\w+", self.title.lower())
        return f"{self.file.parent.name}-{self.file.stem}-{'-'.join(words)}"

    @property
    def base(self) -> Mapping[str, str]:
        """The pages before, by name."""
        folder = self.file.parent / "base"
        return {one.name: one.read_text("utf-8") for one in sorted(folder.iterdir())}


def _cases(file: Path) -> Iterator[Case]:
    """The sections of `file` that have an expectation."""
    title = ""
    patches: list[Patch] = []
    tokens = MarkdownIt().parse(file.read_text("utf-8"))
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            assert not patches, f"{file}: {title}: nothing is expected"
            title = tokens[at + 1].content
        elif token.type == "fence" and token.info.startswith("diff "):
            lines = tuple(token.content.splitlines())
            patches.append(Patch(pages=tuple(token.info.split()[1:]), lines=lines))
        elif token.type == "fence" and token.map is not None:
            yield Case(
                file=file,
                title=title,
                patches=tuple(patches),
                expected=token.content,
                span=(token.map[0] + 1, token.map[1] - 1),
            )
            patches = []
    assert not patches, f"{file}: {title}: nothing is expected"


CASES = [case for file in sorted(_FOLDER.glob("*/*.md")) for case in _cases(file)]


def _patched(case: Case) -> dict[str, str]:
    """The pages after."""
    pages = dict(case.base)
    for patch in case.patches:
        for name in patch.pages:
            text = pages.pop(name)
            verb = patch.lines[0]
            if verb.startswith(_RENAMED):
                pages[verb.removeprefix(_RENAMED)] = text
            elif verb != _DELETED:
                pages[name] = _edited(text, patch.lines, f"{case.id}: {name}")
    return pages


def _edited(text: str, lines: tuple[str, ...], where: str) -> str:
    """`text` with each hunk of `lines` applied once, from where the last one ended on."""
    found = text.split("\n")
    at = 0
    for heading, hunk in _hunks(lines):
        if heading:
            at = next((n for n, line in enumerate(found) if line.startswith(heading)), -1) + 1
            assert at, f"{where}: no line begins with {heading!r}"
        old = [line[1:] for line in hunk if line[:1] in {" ", "-"}]
        new = [line[1:] for line in hunk if line[:1] in {" ", "+"}]
        starts = range(at, len(found) - len(old) + 1)
        start = next((n for n in starts if found[n : n + len(old)] == old), None)
        assert old, f"{where}: nothing says where to add {new}"
        assert start is not None, f"{where}: the page does not have the lines {old}"
        found[start : start + len(old)] = new
        at = start + len(new)
    return "\n".join(found)


def _hunks(lines: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """Groups of lines, each with the line of the page below which it applies, or ''."""
    heading = ""
    hunk: list[str] = []
    for line in lines:
        if line.startswith("@@"):
            if hunk:
                yield heading, hunk
            heading, hunk = line.removeprefix("@@").strip(), []
        else:
            hunk.append(line or " ")
    yield heading, hunk


def changes(case: Case) -> tuple[Changes, Changes]:
    """What `diff` reports of the pages, forth and back."""
    with tempfile.TemporaryDirectory() as root:
        folders = [Path(root, name, "api") for name in ("old", "new")]
        for folder, pages in zip(folders, (case.base, _patched(case)), strict=True):
            folder.mkdir(parents=True)
            for name, text in pages.items():
                (folder / name).write_text(text, encoding="utf-8", newline="\n")
        old, new = map(str, folders)
        return _one_way(old, new), _one_way(new, old)


def _one_way(old: str, new: str) -> Changes:
    """Pages that say the same are read once, however many cases they are part of."""
    (comparison,) = plan(old, new, configured=tuple, cache=Path(_cache().name))
    return run(comparison).changes


@cache
def _cache() -> tempfile.TemporaryDirectory[str]:
    """Removed at the end of the process."""
    return tempfile.TemporaryDirectory()


def told(found: tuple[Changes, Changes]) -> str:
    """Changes, forth and back, as a case expects them."""
    sections = zip((_FORWARD, _BACK), found, strict=True)
    return "".join(f"{title}\n{''.join(map(_told, one))}" for title, one in sections)


def _told(change: Change) -> str:
    """A change in words: wire/source, direction, rule, what, and what became of it."""
    levels = f"{change.wire}/{change.source}"
    words = (levels, change.direction or "-", change.rule, str(change.subject))
    fact = " -> ".join(_line(said) or "(nothing)" for said in (change.old, change.new))
    text = f"  {'  '.join(words)}: {fact}\n"
    notes = (
        ("was", str(change.former or "")),
        ("because", change.evidence),
        ("corrected", change.correction),
    )
    return text + "".join(f"      {name} {_line(said)}\n" for name, said in notes if said)


def _line(text: str) -> str:
    return text.replace("\n", "\\n")


def rewrite() -> None:
    """Write the expected changes of every case into its file."""
    for file in sorted({case.file for case in CASES}):
        lines = file.read_text("utf-8").split("\n")
        for case in sorted(_cases(file), key=lambda one: one.span, reverse=True):
            lines[slice(*case.span)] = told(changes(case)).split("\n")[:-1]
        file.write_text("\n".join(lines), encoding="utf-8", newline="\n")
