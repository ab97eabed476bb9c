"""Lines of words: what a page says, and what is said about it, apart from each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from codegen.changes.model import Change, Direction

__all__ = ["FEW", "Line", "Word", "facts", "lead", "listed", "said", "spelled"]

#: Of texts in a row so many are shown; and of what is only told besides.
SHOWN = 4
FEW = 2
#: Of a text of the pages so much is shown: all of it stands in JSON.
_LONGEST = 100


class Word(NamedTuple):
    """A part of a line: what a page says, or what we say (of that, perhaps, the point of it)."""

    text: str
    kind: Literal["page", "own", "point"] = "own"


Line = tuple[Word, ...]


def said(text: str) -> Word:
    """What a page says, as much of it as can be read at a glance."""
    more = len(text) - _LONGEST
    return Word(f"{text[:_LONGEST].rstrip()}…" if more > 0 else text, "page")


def spelled(rule: str) -> str:
    """The name of a rule in words."""
    return rule.replace("-", " ")


def lead(group: Sequence[Change]) -> Line:
    """The rule, and how many changes it found where these are several."""
    number = f" ({len(group):,}): " if len(group) > 1 else ": "
    return Word(spelled(group[0].rule), "point"), Word(number)


_WAYS: Mapping[Direction, str] = {
    "request": " (request)",
    "response": " (response)",
    "both": " (request and response)",
    "": "",
}


def facts(group: Sequence[Change]) -> Line:
    """The fact before and after, and which way it travels: what is the same of all changes."""
    one = group[0]
    words: Line = ()
    if len({(it.old, it.new) for it in group}) == 1:
        shown = [said(text) for text in (one.old, one.new) if text]
        words = (shown[0], Word(" → "), shown[1]) if len(shown) > 1 else tuple(shown)
    way = _WAYS[one.direction] if len({it.direction for it in group}) == 1 else ""
    return (*words, Word(way)) if way else words


def listed(texts: Sequence[str], most: int = SHOWN) -> Line:
    """The first few texts, and the number of the others."""
    texts = list(dict.fromkeys(texts))
    shown = texts if len(texts) <= most + 1 else texts[:most]
    words: list[Word] = []
    for text in shown:
        words += [*([Word(", ")] if words else []), said(text)]
    if len(texts) > len(shown):
        words.append(Word(f" and {len(texts) - len(shown):,} more"))
    return tuple(words)
