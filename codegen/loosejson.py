"""JSON as people write it: with comments, commas too many or too few, and parts left out.

A reader of what is no JSON text (RFC 8259) and yet plainly means one. It mends only what has one
meaning, says what it mended, and gives the value, and a JSON text with every token on its line::

    {                                    {
      id: 'x1', // of the order            "id": "x1",
      "lines": [{"sku": 7}, ...]           "lines": [{"sku": 7}]
      "state": "open",                     "state": "open"
    }                                    }

It reads a text once, from left to right, whatever the text: the time is linear, the depth bounded.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from codegen.loosetext import StringError, Strings
from codegen.samples import MAX_DEPTH, InvalidJsonError, TooDeepError

__all__ = ["Draft", "Node", "Note", "Repair", "read_drafts"]


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

    `quoted`: a string of the text. `partial`: an object or array of which parts are left out.
    """

    kind: str
    line: int
    end: int = 0
    value: object = None
    quoted: bool = False
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One value of a text, which begins at `line`, from 0, with the JSON text of it.

    `label` is what stands above it: a comment, or words such as ``Response:``.
    """

    root: Node
    text: str
    line: int
    label: str = ""
    repairs: tuple[Repair, ...] = ()
    truncated: bool = False


Repeated = Callable[[str, int], None]


def read_drafts(text: str, repeated: Repeated | None = None) -> tuple[Draft, ...]:
    """Every object and array that stands in `text` by itself, at least one.

    `repeated` is told of keys that an object has twice, with their lines from 0. Raises
    InvalidJsonError where there is none that can be read, and TooDeepError.
    """
    reader = _Reader(text, repeated)
    drafts: list[Draft] = []
    at = 0
    while (found := _beginning(reader, at, further=bool(drafts))) is not None:
        try:
            draft, at = reader.document(*found)
        except InvalidJsonError:
            if not drafts:
                raise
            break  # What follows is not part of what was read.
        drafts.append(draft)
    if not drafts:
        message = "Expecting value"
        raise InvalidJsonError(message, reader.line(len(text) - len(text.lstrip())))
    return tuple(drafts)


#: What a value begins with, at the beginning of a line: brackets of a call and a name before it.
_LABEL = re.compile(
    r"""[ \t]*+(?:[\w$.][\w$. \t-]{0,60}(?::|=>?)|['"][^'"\n]{1,60}['"][ \t]*+=>?)?"""
    r"""[ \t(]*+(?=[{\[])"""
)
#: A member without the braces of its object.
_MEMBER = re.compile(r'[ \t]*+"[^"\\\n]{1,200}"[ \t]*+:')
_REMARK = re.compile(r"[ \t]*+(?://+|#+|--|/\*+|\*)")
_BETWEEN = re.compile(r"[\s,;)]*")
#: What prose has none of.
_CODE = re.compile(r"[;={}()\[\]]")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


def _beginning(reader: _Reader, at: int, *, further: bool) -> tuple[int, str] | None:
    """Where the next value begins at or after `at`, and what stands above it; None for nowhere."""
    text, label = reader.text, ""
    if further and (passed := _BETWEEN.match(text, at)):
        at = passed.end()
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if mark := _LABEL.match(line):
            return at + mark.end(), label or mark[0].strip(" \t(:=>\"'")
        if not further and _MEMBER.match(line):
            return at, label
        if remark := _REMARK.match(line):
            label = line[remark.end() :].removesuffix("*/").strip()
        elif line.strip() and not _FENCE.match(line):
            if not further and _CODE.search(line):
                message = "Expecting value"
                raise InvalidJsonError(message, reader.line(at))
            label = line.strip().strip(":*_ ")
        at = end + 1
    return None


_COMMENT = re.compile(r"//+|#+|/\*+|<!--")
_CLOSED_BY = {"/*": "*/", "<!": "-->"}
_SPACE = re.compile(r"[\s\ufeff\u200b\u200e]+")
_LEFT_OUT = re.compile(r"(?:\.{2,}|…)(?:[A-Za-z_][\w.]*(?:\(\))?)?")
_LEFT_OUT_TEXT = re.compile(r"(?:\.{2,}|…|\[\.{3}\]|\[…\])")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\s,\]}/#;.…)]|$)")
_ODD_NUMBER = re.compile(r"([+-]?)(?:0[xX]([0-9a-fA-F]+)|(\d[\d_]*)?(\.\d*)?([eE][+-]?\d+)?)[nLlfFdD]?")
_NAME = re.compile(r"[A-Za-z_$@][\w$@.]*")
_COLON = re.compile(r":|=>|=")
_COLON_AFTER = re.compile(r"\s*+:\s*+")
_BARE = re.compile(r"[^,\n{}\[\]()]+")
_REMARK_AFTER = re.compile(r"(?:^|\s)(?://|#|/\*|<!--)")
#: A name, a call or a sum: what code has in the place of a value.
_EXPRESSION = re.compile(r"[A-Za-z_$@<%&(+-][\w$@.:/%+*|&<>=()\s,'-]*")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt][\d:.]+(?:[Zz]|[+-]\d\d:?\d\d)?)?")
_IN_BRACES = re.compile(r"\{\{[ \t]*[A-Za-z_][\w .-]*\}\}|\{[ \t]*[A-Za-z_][\w .-]*\}")
_IN_ANGLES = re.compile(r"<[^<>\n]{1,100}>")
_LITERALS: dict[str, object] = {
    "true": True,
    "false": False,
    "null": None,
    "True": True,
    "False": False,
    "None": None,
    "TRUE": True,
    "FALSE": False,
    "NULL": None,
    "nil": None,
    "undefined": None,
}
#: Members of JSON that are commented out.
_MEMBER_LEFT_OUT = re.compile(r'["\'][\w$@.-]+["\']\s*:')
#: A member of an enum says what the value is, not what the property is.
_MEMBER_OF_ENUM = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::)[A-Za-z_]\w*)+")


class _Reader:
    """Reads values of one text. Brackets that are open are on Python's stack, MAX_DEPTH at most."""

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

    def document(self, at: int, label: str) -> tuple[Draft, int]:
        """The value at `at`, and where it ends."""
        line = self.line(at)
        self._begin(line)
        if self.text[at] in "{[":
            root, at = self._value(at)
        else:
            self._mend(at, "no braces around it")
            root = Node(kind="object", line=line)
            self._emit("{", at)
            at = self._members(root, at)
            self._truncated = False
        after = _BETWEEN.match(self.text, at)
        if after and "," in after[0] and _MEMBER.match(self.text, after.end()):
            # It was closed too early: no telling which bracket is too many.
            self._mend(at, "members after its end")
            root.partial = True
            at = len(self.text)
        if not root.fields and not root.items and not root.partial and self._truncated:
            self._fail(at, "Expecting value")
        draft = Draft(
            root=root,
            text="".join(self._out),
            line=line,
            label=label,
            repairs=tuple(self._repairs),
            truncated=self._truncated,
        )
        return draft, at

    # What is found on the way.

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
        words = " ".join(word for word in text[inside:stop].split() if word.strip("*"))
        begin = self._lines[line]
        above = text[self._lines[line - 1] : begin] if line else ""
        alone = not text[begin:at].strip()
        self._waiting.append(
            Note(text=words, line=line, alone=alone, apart=bool(line) and not above.strip())
        )
        self._mend(at, "a comment")
        return stop + len(closed) if closed and end >= 0 else stop

    # Values.

    def _value(self, at: int) -> tuple[Node, int]:
        char = self.text[at]
        if char == "{" and self._open and (mark := _IN_BRACES.match(self.text, at)):
            return self._unknown(mark[0], at), mark.end()
        if char == "<" and (mark := _IN_ANGLES.match(self.text, at)):
            return self._unknown(mark[0], at), mark.end()
        if char in "{[":
            return self._container(at)
        if char in Strings.OPENING:
            return self._string(at)
        if number := _NUMBER.match(self.text, at):
            return self._number(number[0], number[0], at), number.end()
        return self._bare(at)

    def _container(self, at: int) -> tuple[Node, int]:
        if len(self._open) >= MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
            raise TooDeepError(message)
        bracket = self.text[at]
        node = Node(kind="object" if bracket == "{" else "array", line=self.line(at))
        self._emit(bracket, at)
        self._open.append(bracket)
        at = (self._members if bracket == "{" else self._elements)(node, at + 1)
        self._open.pop()
        node.end = self.line(min(at, len(self.text)) - 1)
        return node, at

    def _string(self, at: int) -> tuple[Node, int]:
        value, end = self._text(at)
        line = self.line(at)
        return Node(kind="scalar", line=line, end=self.line(end - 1), value=value, quoted=True), end

    def _text(self, at: int) -> tuple[str, int]:
        try:
            found = self._strings.read(at)
        except StringError as error:
            if not error.at_end:
                self._fail(at, str(error))
            self._truncated = True
            found = error.found
        for what in found.mended:
            self._mend(at, what)
        self._emit(found.token, at)
        return found.value, found.end

    def _number(self, text: str, written: str, at: int) -> Node:
        try:
            value: object = json.loads(text)
        except ValueError:
            self._fail(at, "an integer of more digits than can be read")
        if isinstance(value, float) and math.isinf(value):
            self._fail(at, "a number beyond the range of a double")
        if text != written:
            self._mend(at, "a number that JSON has not")
        self._emit(text, at)
        line = self.line(at)
        return Node(kind="scalar", line=line, end=line, value=value)

    def _unknown(self, printed: str, at: int) -> Node:
        self._mend(at, "words in place of a value")
        self._emit(json.dumps(printed, ensure_ascii=False), at)
        line = self.line(at)
        return Node(kind="unknown", line=line, end=line, value=printed)

    def _bare(self, at: int) -> tuple[Node, int]:
        """A value without quotes: a literal of some language, a time, or an expression."""
        printed = self._words(at)
        end = at + len(printed)
        line = self.line(at)
        printed = printed.rstrip(";")
        if printed in _LITERALS:
            value = _LITERALS[printed]
            if printed not in {"true", "false", "null"}:
                self._mend(at, "a literal that JSON has not")
            self._emit(json.dumps(value), at)
            return Node(kind="scalar", line=line, end=line, value=value), end
        if (odd := _ODD_NUMBER.fullmatch(printed)) and any(map(str.isdigit, printed)):
            return self._number(_plain_number(odd), printed, at), end
        if _INSTANT.fullmatch(printed):
            self._mend(at, "a text without quotes")
            self._emit(json.dumps(printed), at)
            return Node(kind="scalar", line=line, end=line, value=printed), end
        if len(self._open) < 2 and self._open[-1:] == ["["] or not _EXPRESSION.fullmatch(printed):  # noqa: PLR2004
            self._fail(at, "Expecting value")
        return self._unknown(printed, at), end

    def _words(self, at: int) -> str:
        """What stands at `at` up to the end of the value: a comma, a bracket or the line's end."""
        text, begin, depth = self.text, at, 0
        while at < len(text):
            char = text[at]
            if char == "(":
                depth += 1
            elif char == ")" and depth:
                depth -= 1
            elif char == "\n" or (not depth and char in ",{}[])"):
                break
            elif words := _BARE.match(text, at):
                at = words.end()
                continue
            at += 1
        printed = text[begin:at]
        if remark := _REMARK_AFTER.search(printed):
            printed = printed[: remark.start()]
        return printed.rstrip()

    # Brackets.

    def _close(self, node: Node, at: int) -> tuple[bool, int]:
        """Whether the object or array ends at `at`, and where what follows begins."""
        mine, other = ("}", "]") if node.kind == "object" else ("]", "}")
        while self.text[at : at + 1] == other:
            if ("{" if other == "}" else "[") in self._open[:-1]:
                self._mend(at, f"no {mine} before {other}")
                node.partial = True
                self._out.append(mine)
                return True, at
            self._mend(at, f"a {other} too many")
            at = self._skip(at + 1)
        if at >= len(self.text):
            self._truncated = node.partial = True
            self._out.append(mine)
        elif self.text[at] == mine:
            self._emit(mine, at)
            at += 1
        else:
            return False, at
        self._waiting = []
        return True, at

    def _members(self, node: Node, at: int) -> int:
        last: Node | None = None
        while True:
            at = self._next(node, last, at)
            closed, at = self._close(node, at)
            if closed:
                return at
            if (after := self._leave_out(node, at)) is not None:
                last, at = None, after
                continue
            if node.fields:
                self._out.append(",")
            last, at = self._member(node, at)

    def _member(self, node: Node, at: int) -> tuple[Node, int]:
        begin, line = at, self.line(at)
        name, at = self._key(at)
        at = self._skip(at)
        colon = _COLON.match(self.text, at)
        if colon is None:
            if at >= len(self.text):
                self._truncated = True
            else:
                self._fail(at, "Expecting ':' delimiter")
        else:
            if colon[0] != ":":
                self._mend(at, f"{colon[0]} for a colon")
            at = colon.end()
        self._out.append(":")
        waiting, self._waiting = self._waiting, []
        at = self._skip(at)
        inside = [note for note in self._waiting if note.line == line]
        self._waiting = []
        if at >= len(self.text) or self.text[at] in ",}]":
            self._truncated = self._truncated or at >= len(self.text)
            self._mend(min(begin, at), "no value")
            self._out.append(" null")
            value = Node(kind="unknown", line=line)
        elif mark := _LEFT_OUT.match(self.text, at):
            self._mend(at, "a part left out")
            value, at = self._unknown(mark[0], at), mark.end()
        else:
            value, at = self._value(at)
        value.end = value.end or self.line(min(at, len(self.text)) - 1)
        value.notes = [*_about(waiting, line), *value.notes, *inside]
        value.line = line
        if name in node.fields and self._repeated:
            self._repeated(name, line)
        # Of a key that is there twice the last value counts, as in `json`.
        node.fields[name] = value
        return value, at

    def _key(self, at: int) -> tuple[str, int]:
        if self.text[at] in Strings.OPENING:
            return self._text(at)
        name = _NAME.match(self.text, at)
        if name is None:
            self._fail(at, "Expecting property name enclosed in double quotes")
            return "", at
        self._mend(at, "a name without quotes")
        self._emit(json.dumps(name[0]), at)
        return name[0], name.end()

    def _elements(self, node: Node, at: int) -> int:
        last: Node | None = None
        while True:
            at = self._next(node, last, at)
            closed, at = self._close(node, at)
            if closed:
                return at
            if (after := self._leave_out(node, at)) is not None:
                last, at = None, after
                continue
            if node.items:
                self._out.append(",")
            waiting, self._waiting = self._waiting, []
            last, at = self._value(at)
            last.end = last.end or last.line
            last.notes = [*_about(waiting, last.line), *last.notes]
            node.items.append(last)

    def _leave_out(self, node: Node, at: int) -> int | None:
        """Where what follows an elision begins; None where none stands at `at`."""
        if mark := _LEFT_OUT.match(self.text, at):
            end = mark.end()
        elif self.text[at] in "\"'" and (found := self._strings.elision(at)) is not None:
            end = found
            if node.kind == "object" and (colon := _COLON_AFTER.match(self.text, end)):
                mark = _LEFT_OUT.match(self.text, colon.end())
                value = mark.end() if mark else self._strings.elision(colon.end())
                if value is None:
                    return None
                end = value
        else:
            return None
        self._mend(at, "a part left out")
        node.partial = True
        return end

    def _next(self, node: Node, last: Node | None, at: int) -> int:
        """Behind what stands between two members or elements; comments find what they are about."""
        begin = at
        at = self._skip(at)
        comma = at if self.text[at : at + 1] in {",", ";"} and at < len(self.text) else -1
        while at < len(self.text) and self.text[at] in ",;":
            if at != comma or last is None:
                if last is not None or not node.partial:
                    self._mend(at, "a comma too many")
            at = self._skip(at + 1)
        self._notes(node, last)
        more = at < len(self.text) and self.text[at] not in "}]"
        if comma >= 0 and last is not None and not more and at < len(self.text):
            self._mend(comma, "a comma too many")
        if comma < 0 and last is not None and more and not _LEFT_OUT.match(self.text, at):
            # The end of a line, or a bracket, ends a value as plainly as a comma does.
            if "\n" not in self.text[begin:at] and self.text[begin - 1] not in "}]":
                self._fail(at, "Expecting ',' delimiter")
            self._mend(begin - 1, "no comma")
        if not more and not node.fields and not node.items and self._waiting:
            # A comment stands for the content.
            node.partial = True
            self._waiting = []
        return at

    def _notes(self, node: Node, last: Node | None) -> None:
        """Give the comments to what stands before them on their line; the others wait on."""
        waiting = []
        for note in self._waiting:
            if _LEFT_OUT_TEXT.fullmatch(note.text) or _MEMBER_LEFT_OUT.match(note.text):
                node.partial = True
            elif last is not None and not note.alone and note.line == last.end:
                last.notes.append(note)
            elif not note.alone and note.line == node.line and last is None:
                node.notes.append(note)
            else:
                waiting.append(note)
        self._waiting = waiting


def _about(notes: list[Note], line: int) -> list[Note]:
    """Of comments above a value at `line` those that are about it: no blank line is between."""
    about: list[Note] = []
    for note in reversed(notes):
        if note.line < line - 1:
            break
        about.insert(0, note)
        line = note.line
    return about


def _plain_number(odd: re.Match[str]) -> str:
    """A number of some language as JSON has it."""
    sign = "-" if odd[1] == "-" else ""
    if odd[2]:
        return f"{sign}{int(odd[2], 16)}"
    whole = (odd[3] or "0").replace("_", "").lstrip("0") or "0"
    fraction = odd[4] if odd[4] and odd[4] != "." else ""
    return f"{sign}{whole}{fraction}{odd[5] or ''}"
