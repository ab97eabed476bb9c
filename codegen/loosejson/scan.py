"""Where a reader of JSON as people write it stands: lines, comments, and what it writes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from codegen.loosejson.text import Strings
from codegen.samples import InvalidJsonError

__all__ = ["Node", "Note", "Repair", "Repeated", "Scanner"]

Repeated = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What was mended, and in which line of the text, counted from 0."""

    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A comment. `alone`: nothing but it stands on its line; `apart`: a blank line is above it."""

    text: str
    line: int
    alone: bool
    apart: bool = False


@dataclass(slots=True, kw_only=True)
class Node:
    """A value. `kind`: object, array, scalar, or unknown, of which `value` is what is printed.

    `token` is what the JSON text has for it. `partial`: parts of it are left out.
    """

    kind: str
    line: int
    end: int = 0
    value: object = None
    token: str = ""
    partial: bool = False
    fields: dict[str, Node] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def plain(self) -> object:
        """The value, as the JSON module would give it."""
        if self.kind == "object":
            return {name: node.plain() for name, node in self.fields.items()}
        if self.kind == "array":
            return [node.plain() for node in self.items]
        return self.value


_COMMENT = re.compile(r"//+|#+|/\*+|<!--")
_CLOSED_BY = {"/*": "*/", "<!": "-->"}
_SPACE = re.compile(r"[\s\ufeff\u200b\u200e]+")


class Scanner:
    """A text that is read from left to right, and what is found and written on the way."""

    def __init__(self, text: str, repeated: Repeated | None) -> None:
        self.text = text
        self._repeated = repeated
        self._strings = Strings(text)
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._begin(0)

    def _begin(self, line: int) -> None:
        self._repairs: list[Repair] = []
        self._out: list[str] = []
        self._out_line = line
        self._open: list[str] = []
        self._waiting: list[Note] = []
        self._truncated = False

    def line(self, at: int) -> int:
        """The line, from 0, of a position."""
        return bisect_right(self._lines, at) - 1

    def _fail(self, at: int, message: str) -> NoReturn:
        raise InvalidJsonError(message, self.line(min(at, len(self.text))))

    def _mend(self, at: int, what: str) -> None:
        self._repairs.append(Repair(line=self.line(at), what=what))

    def _emit(self, token: str, at: int) -> None:
        """Write a token, on the line and behind the blanks that it has in the text."""
        line = self.line(at)
        begin = self._lines[line]
        if line > self._out_line:
            blank = self.text[begin:at]
            self._out.append("\n" * (line - self._out_line))
            self._out.append(blank if blank.isspace() and blank.isascii() else "")
            self._out_line = line
        elif self._out and at > begin and self.text[at - 1].isspace():
            self._out.append(" ")
        self._out.append(token)

    def _skip(self, at: int) -> int:
        """Behind blanks and comments; comments wait for what they are about."""
        text = self.text
        while at < len(text):
            if space := _SPACE.match(text, at):
                at = space.end()
            elif mark := _COMMENT.match(text, at):
                at = self._comment(at, mark.end())
            else:
                break
        return at

    def _comment(self, at: int, inside: int) -> int:
        text = self.text
        closed = _CLOSED_BY.get(text[at : at + 2])
        end = text.find(closed or "\n", inside)
        stop = len(text) if end < 0 else end
        line = self.line(at)
        words = " ".join(word for word in text[inside:stop].split() if word.strip("*")).rstrip(",")
        begin = self._lines[line]
        above = text[self._lines[line - 1] : begin] if line else ""
        alone = not text[begin:at].strip()
        self._waiting.append(
            Note(text=words, line=line, alone=alone, apart=bool(line) and not above.strip())
        )
        self._mend(at, "a comment")
        return stop + len(closed) if closed and end >= 0 else stop
