"""How names are like each other: English plurals, words in common, sets of names that fit."""

from __future__ import annotations

import re
from functools import lru_cache

from codegen.naming import words

__all__ = ["fits", "singular", "stems"]

#: The first pattern that matches decides: irregular words, then endings from long to short.
_PLURALS: tuple[tuple[str, str], ...] = (
    (r"(.*(?:[Ss]eries|[Ss]pecies))", r"\1"),
    (r"(.*(?:[Cc]ache|[Cc]ookie|[Mm]ovie))s", r"\1"),
    (r"(.*[^aeiou])ies", r"\1y"),
    (r"(.*(?:ss|x|ch|sh|[Aa]lias|[^aeo]us))es", r"\1"),
    (r"(.*(?:ss|us|is))", r"\1"),
    (r"(.+)s", r"\1"),
)


@lru_cache(maxsize=65536)
def singular(name: str) -> str:
    """The singular of an English plural; a word that is none stays."""
    for pattern, repl in _PLURALS:
        if match := re.fullmatch(pattern, name):
            return match.expand(repl)
    return name


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The words of `text`, small and in the singular."""
    return frozenset(singular(word.lower()) for word in words(text))


def fits(keys: frozenset[str], group: frozenset[str], share: float = 0.6) -> bool:
    """Whether one of two sets of property names lies in the other, for the most part."""
    return len(keys & group) >= share * min(len(keys), len(group))
