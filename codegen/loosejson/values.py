"""Scalars of JSON as people write it: literals of other languages, words in place of values."""

from __future__ import annotations

import json
import math
import re

from codegen.loosejson.scan import Node, Scanner
from codegen.loosejson.text import Found, StringError, Strings

__all__ = ["Scalars"]

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\s,\]}/#;.…)]|$)")
_ODD_NUMBER = re.compile(
    r"([+-]?)(?:0[xX]([0-9a-fA-F]+)|(\d[\d_]*)?(\.\d*)?([eE][+-]?\d+)?)[nLlfFdD]?"
)
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


class Scalars(Scanner):
    """Reads one scalar."""

    def _is_word(self, at: int) -> bool:
        """Whether a brace at `at` opens no object, but is about a word: ``{id}``."""
        return bool(self._open) and _IN_BRACES.match(self.text, at) is not None

    def _scalar(self, at: int) -> tuple[Node, int]:
        char = self.text[at]
        if char in Strings.OPENING:
            return self._string(at)
        if mark := _IN_BRACES.match(self.text, at) or _IN_ANGLES.match(self.text, at):
            return self._unknown(mark[0], at), mark.end()
        if number := _NUMBER.match(self.text, at):
            return self._number(number[0], number[0], at), number.end()
        return self._bare(at)

    def _string(self, at: int) -> tuple[Node, int]:
        found = self._text(at)
        node = Node(kind="scalar", line=self.line(at), end=self.line(found.end - 1))
        node.value, node.token = found.value, found.token
        return node, found.end

    def _text(self, at: int) -> Found:
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
        return found

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
        return Node(kind="scalar", line=line, end=line, value=value, token=text)

    def _unknown(self, printed: str, at: int) -> Node:
        self._mend(at, "words in place of a value")
        token = json.dumps(printed, ensure_ascii=False)
        self._emit(token, at)
        line = self.line(at)
        return Node(kind="unknown", line=line, end=line, value=printed, token=token)

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
        # Directly in a list it is prose: a link, a footnote.
        if self._open == ["["] or not _EXPRESSION.fullmatch(printed):
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


def _plain_number(odd: re.Match[str]) -> str:
    """A number of some language as JSON has it."""
    sign = "-" if odd[1] == "-" else ""
    if odd[2]:
        return f"{sign}{int(odd[2], 16)}"
    whole = (odd[3] or "0").replace("_", "").lstrip("0") or "0"
    fraction = odd[4] if odd[4] and odd[4] != "." else ""
    return f"{sign}{whole}{fraction}{odd[5] or ''}"
