"""Strings as people write them: in other quotes, over several lines, with quotes inside."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

__all__ = ["Found", "StringError", "Strings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A string: what it says, its JSON token, where it ends and what was mended."""

    value: str
    token: str
    end: int
    mended: tuple[str, ...] = ()


_NONE = Found(value="", token='""', end=0)  # noqa: S106 - of JSON


class StringError(ValueError):
    """A string that cannot be read; `at_end`: the text ends in it, and `found` is what there is."""

    def __init__(self, message: str, found: Found | None = None) -> None:
        super().__init__(message)
        self.at_end = found is not None
        self.found = found or _NONE


_STRICT = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_ON_LINE = {
    '"': re.compile(r'"((?:[^"\\\n]|\\.)*)"'),
    "'": re.compile(r"'((?:[^'\\\n]|\\.)*)'"),
    "`": re.compile(r"`((?:[^`\\\n]|\\.)*)`"),
    "“": re.compile(r'[“”„]((?:[^“”"\\\n]|\\.)*)[“”"]'),
}
_ON_LINE["”"] = _ON_LINE["„"] = _ON_LINE["“"]
#: Opened by a straight quote, closed by a typographic one.
_MIXED = re.compile(r'"((?:[^"“”\\\n]|\\.)*)[“”](?=[ \t]*(?:[,:}\]]|$))', re.MULTILINE)
_OVER_LINES = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
#: What may follow a string.
_FOLLOWS = re.compile(r"[ \t\r]*+(?:[,:}\]);+#]|//|/\*|=>|<!--|\n|$)|[ \t]+[\"'“`.…]")
_LAST_ON_LINE = re.compile(r"[\s,}\]]*")
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.)|$)', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
_ELISION = re.compile(r"""(["'])(?:\.{2,}|…|\[\.{3}\])\1""")


class Strings:
    """The strings of one text."""

    OPENING = frozenset(_ON_LINE)

    def __init__(self, text: str) -> None:
        self.text = text
        self._no_end_before = 0

    def elision(self, at: int) -> int | None:
        """Where a string that says that something is left out ends, None where none is at `at`."""
        mark = _ELISION.match(self.text, at)
        return mark.end() if mark else None

    def read(self, at: int) -> Found:
        """The string that begins at `at`. Raises StringError."""
        strict = _STRICT.match(self.text, at)
        if strict and _FOLLOWS.match(self.text, strict.end()):
            return self._found(strict[0][1:-1], strict.end(), (), strict[0])
        quote = self.text[at]
        mended = [] if quote == '"' else ["quotes that JSON has not"]
        inside = _ON_LINE[quote].match(self.text, at)
        if inside and not _FOLLOWS.match(self.text, inside.end()):
            end = self._last_quote(at, quote)
            if end < 0:
                message = "Expecting ',' delimiter"
                raise StringError(message)
            return self._found(
                self.text[at + 1 : end].replace("\\" + quote, quote).replace(quote, "\\" + quote),
                end + 1,
                (*mended, "a quote inside a string"),
            )
        if inside is None and quote == '"':
            inside = _MIXED.match(self.text, at)
            mended = ["quotes that JSON has not"] if inside else ["a string over several lines"]
            inside = inside or self._over_lines(at)
        if inside is None:
            message = "a string without its end"
            raise StringError(message)
        return self._found(inside[1], inside.end(), tuple(mended))

    def _over_lines(self, at: int) -> re.Match[str] | None:
        inside = _OVER_LINES.match(self.text, at)
        if inside is None:
            end = len(self.text)
            rest = self.text[at + 1 : end].partition("\n")[0]
            message = "a string without its end"
            raise StringError(message, self._found(rest, end, ()))
        return inside if _FOLLOWS.match(self.text, inside.end()) else None

    def _last_quote(self, at: int, quote: str) -> int:
        """The quote that ends the line of `at`, save for what ends a value; -1 for none."""
        if at < self._no_end_before:
            return -1
        stop = self.text.find("\n", at)
        stop = len(self.text) if stop < 0 else stop
        last = self.text.rfind(quote, at + 1, stop)
        if last > at and (rest := _LAST_ON_LINE.match(self.text, last + 1)) and rest.end() >= stop:
            return last
        self._no_end_before = stop
        return -1

    def _found(self, raw: str, end: int, mended: tuple[str, ...], token: str = "") -> Found:
        if not token or "\\" in raw:
            fixed = _ESCAPE.sub(_escaped, raw)
            token = token or '"' + _CONTROL.sub(_as_escape, _bare_quotes(fixed)) + '"'
            value: str = json.loads(token)
        else:
            value = raw
        if any("\ud800" <= char <= "\udfff" for char in value):
            message = "a surrogate without its other half is no character"
            raise StringError(message)
        return Found(value=value, token=token, end=end, mended=mended)


def _escaped(escape: re.Match[str]) -> str:
    """An escape of JSON as it is; of another language what it stands for."""
    if escape[1]:
        return escape[0]
    other = escape[2] or ""
    return f"\\{other}" if other in {'"', "\\"} else other


_QUOTE = re.compile(r'(\\.)|"', re.DOTALL)


def _bare_quotes(text: str) -> str:
    return _QUOTE.sub(lambda quote: quote[1] or '\\"', text)


def _as_escape(control: re.Match[str]) -> str:
    return json.dumps(control[0])[1:-1]
