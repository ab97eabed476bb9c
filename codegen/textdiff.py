"""Unified diffs of the texts that are written, for terminals and for `patch`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from codegen.report import printable

__all__ = ["unified"]

_CONTEXT = 3
#: Of more lines than these the shortest diff would take too long.
_MANY = 4000
_NO_END = "\\ No newline at end of file"


def unified(path: str, old: str | None, new: str | None) -> Iterator[str]:
    """The lines of a unified diff of the file at `path`; None stands for no file.

    Whatever is in the texts, a line of the diff is one line, and moves no cursor. Only LF ends a
    line of the texts: everything else is part of one.
    """
    before, after = _lines(old or ""), _lines(new or "")
    # Most of a file is as it was: what begins and ends alike need not be looked at.
    top = _alike(before, after)
    bottom = _alike(before[top:][::-1], after[top:][::-1])
    start, end = max(top - _CONTEXT, 0), max(bottom - _CONTEXT, 0)
    one, other = (lines[start : len(lines) - end] for lines in (before, after))
    path = printable(path)
    yield f"--- {f'a/{path}' if old is not None else '/dev/null'}"
    yield f"+++ {f'b/{path}' if new is not None else '/dev/null'}"
    quick = len(one) + len(other) > _MANY
    for group in difflib.SequenceMatcher(None, one, other, quick).get_grouped_opcodes(_CONTEXT):
        (_, first, _, first_new, _), (_, _, last, _, last_new) = group[0], group[-1]
        yield f"@@ -{_range(start, first, last)} +{_range(start, first_new, last_new)} @@"
        for tag, low, high, low_new, high_new in group:
            if tag == "equal":
                yield from _shown(" ", one[low:high])
                continue
            yield from _shown("-", one[low:high])
            yield from _shown("+", other[low_new:high_new])


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    return [*lines[:-1], *([lines[-1][:-1]] if lines[-1] != "\n" else [])]


def _alike(one: list[str], other: list[str]) -> int:
    """How many lines are the same from the top on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _range(start: int, first: int, last: int) -> str:
    """A range of lines as diff has it: an empty one is named by the line before it."""
    length = last - first
    begin = start + first + (1 if length else 0)
    return f"{begin}" if length == 1 else f"{begin},{length}"


def _shown(sign: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield f"{sign}{printable(line.removesuffix(chr(10)))}"
        if not line.endswith("\n"):
            yield _NO_END
