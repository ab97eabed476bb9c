"""Headings that have words in common -> patterns: `… resource type` for all that end so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["GAP", "METHOD", "PATH", "expression", "patterns", "request_expression"]

#: Stands for words that vary.
GAP = "…"
#: Stand for those of requests, in headings that have both.
METHOD, PATH = "METHOD", "/path"
#: So many different headings make a pattern.
_LEAST = 3
#: So many that have nothing in common are shown as they are.
_FEW = 12
#: Words at an end of headings that may be the same.
_WORDS = 4
#: Words that say nothing by themselves.
_EMPTY = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or"}
)
_EMPTY |= {"the", "to", "with"}
#: Titles that are longer than this are sentences.
_LONGEST = 120


def patterns(titles: Mapping[str, int]) -> dict[str, str]:
    """Heading -> its pattern: itself where it is repeated, else what it has in common with others.

    `titles`: how often each stands in the documents.
    """
    found = {title: title for title, times in titles.items() if times > 1}
    rest = {title: title.split() for title in sorted(titles) if title not in found}
    rest = {title: words for title, words in rest.items() if len(title) <= _LONGEST}
    counted = Counter(form for words in rest.values() for form in _forms(words))
    ranked = sorted(
        ((times, form) for form, times in counted.items() if times >= _LEAST),
        key=lambda one: (-one[0] * len(one[1].split()), one[1]),
    )
    # A longer form that all of a shorter one have says more.
    for _, form in ranked:
        fits = [title for title, words in rest.items() if form in _forms(words)]
        if len(fits) >= _LEAST:
            found.update(dict.fromkeys(fits, form))
            for title in fits:
                del rest[title]
    few = len(rest) <= _FEW
    return {title: found.get(title, title if few else GAP) for title in titles}


def _forms(words: Sequence[str]) -> set[str]:
    """The patterns that fit a heading of these words: those that begin or end as it does."""
    made = set()
    for length in range(1, min(_WORDS, len(words) - 1) + 1):
        for part, form in (
            (words[:length], (*words[:length], GAP)),
            (words[-length:], (GAP, *words[-length:])),
        ):
            if any(re.search(r"\w", one) and one.lower() not in _EMPTY for one in part):
                made.add(" ".join(form))
    return made


def expression(pattern: str, group: str = "") -> str:
    """The regular expression that fits what a pattern stands for; `group`: cuts the words out."""
    gap = f"(?P<{group}>.+)" if group else ".+"
    return " ".join(_escaped(pattern.split(" "), gap))


def request_expression(form: str) -> str:
    """The regular expression that fits headings of this form, which has a method and a path."""
    head, _, rest = form.partition(METHOD)
    between, _, tail = rest.rpartition(PATH)
    end = ".*" if tail else ""
    return f"{_literal(head)}(?P<method>\\w+){_literal(between)}(?P<path>/\\S*){end}"


def _literal(text: str) -> str:
    return re.sub(r"[^\w\s/<>=!'\"%,:;@`~&#-]", r"\\\g<0>", text)


def _escaped(words: Iterable[str], gap: str) -> Iterator[str]:
    for word in words:
        yield gap if word == GAP else _literal(word)
