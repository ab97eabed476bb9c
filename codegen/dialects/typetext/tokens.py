"""Tokens of the raw Markdown of a type: words, literals and marks, each with the link it is in.

Marks of Markdown and HTML that say nothing of the type are dropped: emphasis, code marks, tags,
footnotes, images. One pass; what a pattern may look ahead is bounded, so that the time is linear.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = ["BREAK", "END", "NestedTooDeepError", "Token", "Tokens", "tokens"]

#: Brackets in brackets. No type that people write comes near.
_MAX_DEPTH = 20

#: The text of the token that stands for a line end.
BREAK = "\n"


class NestedTooDeepError(ValueError):
    """The text has more brackets in brackets than a type can have."""


Kind = Literal["word", "number", "text", "mark", "end"]


class Token(NamedTuple):
    """A word, a number, a quoted text, or a mark (a sign, or `BREAK`)."""

    kind: Kind
    text: str
    start: int = 0
    end: int = 0
    link: int = -1
    """Index into `Tokens.targets`; -1 outside of links."""
    code: bool = False
    """In a code span."""


END = Token("end", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of a text."""

    text: str
    """What `start` and `end` of the tokens count in."""
    found: tuple[Token, ...] = ()
    targets: tuple[str, ...] = ()
    """Targets of the links. That of a reference is its label in brackets, as it is printed."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where the links stand in the text."""
    closing: dict[int, int] = field(default_factory=dict)
    """Index of a bracket -> index of the one that closes it."""
    alternatives: frozenset[int] = frozenset()
    """Indexes of tokens behind which, inside the same brackets, an ``or`` follows."""


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
#: Signs of other keyboards.
#: Signs in the place of others, and numbers of footnotes, which would be letters of a word.
_PLAIN = str.maketrans(
    {"\u2013": "-", "\u2014": "-", "\uff08": "(", "\uff09": ")", "\u00a6": "|"}
    | dict.fromkeys("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", " ")
)

_TOKEN = re.compile(
    r"""
    (?P<blank>[\s*\u00ad\u200b\u2060\ufeff\u2020\u2021\u00a7\u00b9\u00b2\u00b3\u2070-\u2079]++)
    |\\(?P<escape>[!-/:-@\[-`{-~])
    |(?P<note>\[\^[^\[\]\s]{1,40}\]|!\[[^\[\]]{0,200}\]\([^()\s]{0,500}\)
      |<(?:https?|mailto):[^<>\s]{1,500}>)
    |(?<!\w)\[(?P<link>(?:[^\[\]\\]|\\.){1,300}+)\]
     (?:\([ ]*<?(?P<target>[^\s()<>]{1,600}+(?:\([^\s()]{0,200}\)[^\s()<>]{0,200})?)
        >?(?:\s+"[^"]{0,200}"\s*)?(?:\)|(?=\s)|\Z)
      |\[(?P<label>[^\[\]]{0,200})\])
    |</?(?P<tag>[A-Za-z][A-Za-z0-9]{0,9})(?P<attributes>[\s/][^<>]{0,300})?>
    |(?P<code>`++)
    |"(?P<double>[^"\n]{0,300})"|(?<!\w)'(?P<single>[^'\n]{0,300})'(?!\w)
    |[\u201c\u201e](?P<curly>[^\u201c\u201d\n]{0,300})[\u201c\u201d]
    |[\u2018\u201a](?P<curled>[^\u2018\u2019\n]{0,300})[\u2018\u2019]
    |(?P<pointer>\#(?:/[\w.$~-]+)+)
    |(?P<number>\d++(?:\.\d++)?)(?!\w)
    |(?P<word>[@$]?\w++(?:(?:[-.$]|::|['\u2019])\w++)*+)
    |(?P<mark>\.\.\.?|\|\||=>|->|>=|<=|.)
    """,
    re.VERBOSE | re.DOTALL,
)

_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_VOID = frozenset({"br", "hr", "wbr"})
_LINE = frozenset({"br", "p", "div", "li", "ul", "ol", "para"})
#: Elements inside a line; anything else in angle brackets is what it looks like.
_TAGS = _VOID | _LINE | frozenset({"a", "abbr", "b", "big", "code", "em", "font", "i", "kbd"}) | {
    "mark", "nobr", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "var",
}  # fmt: skip
_CLOSING_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]{0,9})\s*>")
#: What is printed above or below the line is a footnote.
_NOTES = frozenset({"sup", "sub"})
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_CLOSERS = {close: mark for mark, close in _BRACKETS.items()}


def tokens(raw: str) -> Tokens:
    """The tokens of the raw Markdown of a cell or line; `NestedTooDeepError` where they nest so."""
    text = _ENTITY.sub(_character, _ENTITY.sub(_character, raw)).translate(_PLAIN)
    scanner = _Scanner(text)
    scanner.scan(0, len(text))
    found, closing = _matched(scanner.found)
    return Tokens(
        text=text,
        found=found,
        targets=tuple(scanner.targets),
        spans=tuple(scanner.spans),
        closing=closing,
        alternatives=_alternatives(found),
    )


def _character(match: re.Match[str]) -> str:
    return html.unescape(match[0])


class _Scanner:
    """The pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Token] = []
        self.targets: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.code = False
        self.link = -1
        self.closed = {name.lower() for name in _CLOSING_TAG.findall(text)}
        self._handlers: dict[str, Callable[[re.Match[str]], int]] = {
            "escape": self._escape,
            "code": self._code,
            "target": self._link,
            "label": self._link,
            "tag": self._tag,
            "attributes": self._tag,
            "number": self._number,
            "word": self._word,
            "pointer": self._word,
            "mark": self._mark,
        }
        for name in ("double", "single", "curly", "curled"):
            self._handlers[name] = self._quoted

    def scan(self, start: int, end: int) -> None:
        """Add the tokens of the text from `start` to `end`."""
        at = start
        while at < end and (match := _TOKEN.match(self.text, at, end)):
            handler = self._handlers.get(match.lastgroup or "")
            at = handler(match) if handler else match.end()

    def _add(self, kind: Kind, text: str, at: int, to: int) -> None:
        self.found.append(Token(kind, text, at, to, self.link, self.code))

    def _escape(self, match: re.Match[str]) -> int:
        sign = match["escape"]
        if sign not in "*_`" and not (self.link >= 0 and sign not in "<>?"):
            self._add("mark", sign, match.start(), match.end())
        return match.end()

    def _code(self, match: re.Match[str]) -> int:
        self.code = not self.code
        return match.end()

    def _quoted(self, match: re.Match[str]) -> int:
        name = match.lastgroup or ""
        self._add("text", match[name], match.start(), match.end())
        return match.end()

    def _number(self, match: re.Match[str]) -> int:
        self._add("number", match[0], match.start(), match.end())
        return match.end()

    def _word(self, match: re.Match[str]) -> int:
        word = match[0]
        if word[0] == word[-1] == "_" and word.strip("_"):
            word = word.strip("_")
        self._add("word", word, match.start(), match.end())
        return match.end()

    def _mark(self, match: re.Match[str]) -> int:
        sign = match[0]
        # Of the signs in a link's words only these are of the type.
        if self.link < 0 or sign in "<>?":
            self._add("mark", sign, match.start(), match.end())
        return match.end()

    def _link(self, match: re.Match[str]) -> int:
        words = match["link"]
        if not any(map(str.isalpha, words)):  # such as the length of an array
            self._add("mark", "[", match.start(), match.start() + 1)
            return match.start() + 1
        target = match["target"]
        if target is None:
            target = f"[{match['label'] or words.strip('*`_ ')}]"
        self._inside(target, match.start("link"), match.end("link"), match.span())
        return match.end()

    def _inside(self, target: str, start: int, end: int, span: tuple[int, int]) -> None:
        """The words of a link, which itself stands at `span`."""
        if self.link < 0:
            self.targets.append(target)
            self.spans.append(span)
            self.link = len(self.targets) - 1
            self.scan(start, end)
            self.link = -1

    def _tag(self, match: re.Match[str]) -> int:
        name = match["tag"].lower()
        opens = match[0][1] != "/"
        if name not in _TAGS or (opens and name not in _VOID and name not in self.closed):
            self._add("mark", "<", match.start(), match.start() + 1)
            return match.start() + 1
        if name in _LINE:
            self._add("mark", BREAK, match.start(), match.end())
        close = self.text.find(f"</{name}", match.end(), match.end() + 400) if opens else -1
        if close < 0:
            return match.end()
        if name in _NOTES:
            return close
        if name == "a" and (href := _HREF.search(match["attributes"] or "")):
            end = close + len("</a>")
            self._inside(href[1], match.end(), close, (match.start(), end))
            return end
        return match.end()


def _matched(found: list[Token]) -> tuple[tuple[Token, ...], dict[int, int]]:
    """The tokens without brackets that close nothing, and which bracket closes which.

    A round bracket that is not closed goes to the end; another one is a sign like others.
    """
    kept: list[Token] = []
    closing: dict[int, int] = {}
    waiting: list[int] = []
    count = dict.fromkeys(_BRACKETS, 0)
    for token in found:
        mark = token.text if token.kind == "mark" else ""
        if mark in _CLOSERS:
            opener = _CLOSERS[mark]
            if not count[opener]:
                if mark == ">":
                    kept.append(token)
                continue
            while (last := waiting.pop()) >= 0:
                count[kept[last].text] -= 1
                if kept[last].text == opener:
                    closing[last] = len(kept)
                    break
        elif mark in _BRACKETS:
            waiting.append(len(kept))
            count[mark] += 1
            if len(waiting) > _MAX_DEPTH:
                raise NestedTooDeepError
        kept.append(token)
    closing.update({index: len(kept) for index in waiting if kept[index].text == "("})
    return tuple(kept), closing


def _alternatives(found: tuple[Token, ...]) -> frozenset[int]:
    return frozenset(_with_or(found))


def _with_or(found: tuple[Token, ...]) -> Iterator[int]:
    """Indexes of tokens with an ``or`` behind them, in the same brackets and sentence."""
    levels = [False]
    for index in range(len(found) - 1, -1, -1):
        token = found[index]
        if levels[-1]:
            yield index
        if token.kind == "word" and token.link < 0 and token.text.lower() == "or":
            levels[-1] = True
        elif token.kind == "mark" and token.text in _CLOSERS:
            levels.append(False)
        elif token.kind == "mark" and token.text in _BRACKETS and len(levels) > 1:
            levels.pop()
        elif token.kind == "mark" and token.text in {";", ".", BREAK}:
            levels[-1] = False
