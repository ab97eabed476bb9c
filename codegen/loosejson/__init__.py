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
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from codegen.loosejson.scan import Node, Note, Repair, Repeated
from codegen.loosejson.text import Strings
from codegen.loosejson.values import Scalars
from codegen.samples import MAX_DEPTH, InvalidJsonError, TooDeepError

__all__ = ["Draft", "Node", "Repair", "Repeated", "read_drafts"]


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


#: So many values of one text are read: more are a log, and not what a payload looks like.
MAX_DRAFTS = 1000


def read_drafts(text: str, repeated: Repeated | None = None) -> tuple[Draft, ...]:
    """Every object and array of `text` by itself: at least one, `MAX_DRAFTS` at most.

    Where there are more, the last one says so among its repairs.
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
        if len(drafts) == MAX_DRAFTS:
            beyond = Repair(line=draft.line, what=f"no more than {MAX_DRAFTS:,} values are read")
            drafts[-1] = replace(drafts[-1], repairs=(*drafts[-1].repairs, beyond))
            break
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
        if mark := _LABEL.match(text, at):
            return mark.end(), label or mark[0].strip(" \t(:=>\"'")
        if not further and _MEMBER.match(text, at):
            return at, label
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if remark := _REMARK.match(line):
            label = line[remark.end() :].removesuffix("*/").strip()
        elif line.strip() and not _FENCE.match(line):
            if not further and _CODE.search(line):
                message = "Expecting value"
                raise InvalidJsonError(message, reader.line(at))
            label = line.strip().strip(":*_ ")
        at = end + 1
    return None


_LEFT_OUT = re.compile(r"(?:\.{2,}|…)(?:[A-Za-z_][\w.]*(?:\(\))?)?")
_LEFT_OUT_TEXT = re.compile(r"(?:\.{2,}|…|\[\.{3}\]|\[…\])")
_NAME = re.compile(r"[A-Za-z_$@][\w$@.]*")
_COLON = re.compile(r":|=>|=")
_COLON_AFTER = re.compile(r"\s*+:\s*+")
#: A member that is commented out.
_MEMBER_LEFT_OUT = re.compile(r'["\'][\w$@.-]+["\']\s*:')


#: Reads what stands at a place into an object or array; gives it, and where it ends.
_Part = Callable[[Node, int], tuple[Node, int]]


class _Reader(Scalars):
    """Reads values of one text. Brackets that are open are on Python's stack, MAX_DEPTH at most."""

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
            at = self._parts(root, at, self._member)
            self._truncated = False
        after = _BETWEEN.match(self.text, at)
        if after and "," in after[0] and _MEMBER.match(self.text, after.end()):
            # It was closed too early: no telling which bracket is too many.
            self._mend(at, "members after its end")
            root.partial = True
            at = len(self.text)
        if not root.fields and not root.items and self._truncated:
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

    def _value(self, at: int) -> tuple[Node, int]:
        if self.text[at] in "{[" and not self._is_word(at):
            return self._container(at)
        return self._scalar(at)

    def _container(self, at: int) -> tuple[Node, int]:
        if len(self._open) >= MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
            raise TooDeepError(message)
        bracket = self.text[at]
        node = Node(kind="object" if bracket == "{" else "array", line=self.line(at))
        self._emit(bracket, at)
        self._open.append(bracket)
        at = self._parts(node, at + 1, self._member if bracket == "{" else self._element)
        self._open.pop()
        node.end = self.line(min(at, len(self.text)) - 1)
        return node, at

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

    def _parts(self, node: Node, at: int, part: _Part) -> int:
        """Behind the members of an object or the elements of an array, each read by `part`."""
        last: Node | None = None
        while True:
            at = self._next(node, last, at)
            closed, at = self._close(node, at)
            if closed:
                return at
            if (after := self._leave_out(node, at)) is not None:
                last, at = None, after
                continue
            if node.fields or node.items:
                self._out.append(",")
            last, at = part(node, at)

    def _member(self, node: Node, at: int) -> tuple[Node, int]:
        begin, line = at, self.line(at)
        name, at = self._key(at)
        at = self._colon(self._skip(at))
        waiting, self._waiting = self._waiting, []
        at = self._skip(at)
        inside = [note for note in self._waiting if note.line == line]
        self._waiting = []
        if at >= len(self.text) or self.text[at] in ",}]":
            self._truncated = self._truncated or at >= len(self.text)
            self._mend(min(begin, at), "no value")
            self._out.append(" null")
            value = Node(kind="unknown", line=line, token="null")  # noqa: S106 - of JSON
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

    def _colon(self, at: int) -> int:
        colon = _COLON.match(self.text, at)
        if colon is None and at < len(self.text):
            self._fail(at, "Expecting ':' delimiter")
        self._out.append(":")
        if colon is None:
            self._truncated = True
            return at
        if colon[0] != ":":
            self._mend(at, f"{colon[0]} for a colon")
        return colon.end()

    def _key(self, at: int) -> tuple[str, int]:
        if self.text[at] in Strings.OPENING:
            found = self._text(at)
            return found.value, found.end
        name = _NAME.match(self.text, at)
        if name is None:
            self._fail(at, "Expecting property name enclosed in double quotes")
        self._mend(at, "a name without quotes")
        self._emit(json.dumps(name[0]), at)
        return name[0], name.end()

    def _element(self, node: Node, at: int) -> tuple[Node, int]:
        waiting, self._waiting = self._waiting, []
        found, at = self._value(at)
        found.end = found.end or found.line
        found.notes = [*_about(waiting, found.line), *found.notes]
        node.items.append(found)
        return found, at

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
        comma = at if self.text[at : at + 1] in {",", ";"} else -1
        while at < len(self.text) and self.text[at] in ",;":
            if at != comma or (last is None and not node.partial):
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
