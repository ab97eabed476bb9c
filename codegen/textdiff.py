"""Unified diffs of the texts that are written, for terminals and for `patch`."""

from __future__ import annotations

import bisect
import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from codegen.report import printable

__all__ = ["unified"]

_CONTEXT = 3
#: What is longer is not searched for what is alike in it: no reader would see it either.
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
    for group in _Matcher(one, other).get_grouped_opcodes(_CONTEXT):
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


_Opcode = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]


class _Matcher(difflib.SequenceMatcher[str]):
    """Looks for what is alike between lines that stand once on either side.

    The shortest diff of a hundred thousand lines takes minutes. Lines that stand once, in the same
    order on both sides, are the same line beyond doubt ("patience diff"), and near to each other.
    """

    def __init__(self, one: Sequence[str], other: Sequence[str]) -> None:
        super().__init__(None, "", "")
        self.one = one
        self.other = other

    def get_opcodes(self) -> list[_Opcode]:
        """As `difflib` has them; equal ranges beside each other are one."""
        found: list[_Opcode] = []
        for tag, low, high, low_new, high_new in self._opcodes():
            if found and tag == "equal" == found[-1][0]:
                _, low, _, low_new, _ = found.pop()  # noqa: PLW2901 - where the range begins
            found.append((tag, low, high, low_new, high_new))
        return found

    def _opcodes(self) -> Iterator[_Opcode]:
        low = low_new = 0
        for at, at_new in [*_anchors(self.one, self.other), (len(self.one), len(self.other))]:
            one, other = self.one[low:at], self.other[low_new:at_new]
            for tag, i, j, k, m in _between(one, other):
                yield tag, low + i, low + j, low_new + k, low_new + m
            if at < len(self.one):
                yield "equal", at, at + 1, at_new, at_new + 1
            low, low_new = at + 1, at_new + 1


def _between(one: Sequence[str], other: Sequence[str]) -> Iterator[_Opcode]:
    if len(one) + len(other) > _MANY:
        yield (
            "replace" if one and other else "delete" if one else "insert",
            0,
            len(one),
            0,
            len(other),
        )
    else:
        yield from difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The places of lines that stand once on either side: the most that are in the same order."""
    places = _once(other)
    pairs = [(at, places[line]) for line, at in _once(one).items() if line in places]
    # The longest ascending run, by piles: each pair knows the one before it.
    tops: list[int] = []
    piles: list[int] = []
    before: dict[int, int] = {}
    for number, (_, at_new) in enumerate(pairs):
        pile = bisect.bisect_left(tops, at_new)
        tops[pile : pile + 1] = [at_new]
        piles[pile : pile + 1] = [number]
        if pile:
            before[number] = piles[pile - 1]
    found = []
    last = piles[-1] if piles else None
    while last is not None:
        found.append(pairs[last])
        last = before.get(last)
    return found[::-1]


def _once(lines: Sequence[str]) -> dict[str, int]:
    times = Counter(lines)
    return {line: at for at, line in enumerate(lines) if times[line] == 1}
