"""A diff for a terminal: brief, the gravest first, in colour where that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import click

from codegen.changes.diff import Diff
from codegen.changes.model import Level
from codegen.changes.render import outline
from codegen.changes.render.words import Line
from codegen.report import brief, counted

__all__ = ["text"]

#: Rows of each section; the others are counted.
_ROWS = 25
#: Of changes that do no harm less is read.
_ROWS_OF: dict[Level | None, int] = {"safe": 10, "docs-only": 5}

_COLORS: dict[Level | None, str] = {"breaking": "red", "risky": "yellow", "safe": "green"}

#: Puts a colour on a text, or leaves it.
_Paint = Callable[..., str]


def text(diffs: Sequence[Diff], *, color: bool = False) -> str:
    """Every diff, one below the other. `color`: with the escapes of a terminal."""
    paint: _Paint = click.style if color else _plain
    return "\n".join("".join(f"{line}\n" for line in _lines(diff, paint)) for diff in diffs)


def _plain(text: str, **_style: object) -> str:
    return text


def _lines(diff: Diff, paint: _Paint) -> Iterator[str]:
    for section in outline.of(diff):
        kept, left_out = section.cut(_ROWS_OF.get(section.level, _ROWS))
        fg = _COLORS.get(section.level, "cyan")
        yield f"{paint(section.title, fg=fg, bold=True)} ({section.size:,})"
        for group in kept.groups:
            yield f"  {paint(group.name or 'across modules', bold=True)}"
            for row in group.rows:
                first, *notes = row.lines
                yield f"    {_line(first, paint)}"
                yield from (f"        {_line(note, paint)}" for note in notes)
        if left_out:
            yield f"  ... and {counted(left_out, 'more change')}, all of them in JSON"
        yield ""
    name = f"{brief(diff.api)}: " if diff.api else ""
    yield f"{name}{brief(diff.old.label)} -> {brief(diff.new.label)}: {outline.headline(diff)}"
    yield f"suggested version bump: {paint(diff.bump, bold=True)}"


def _line(line: Line, paint: _Paint) -> str:
    """A line for a terminal: whatever a page says, it adds no line and moves no cursor."""
    styles: dict[str, dict[str, object]] = {"page": {"fg": "cyan"}, "point": {"bold": True}}
    words = (
        paint(brief(word.text), **styles[word.kind])
        if word.kind in styles
        else word.text.replace("→", "->")
        for word in line
    )
    return "".join(words)
