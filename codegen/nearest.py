"""Names that a text may have been meant for."""

from __future__ import annotations

from collections.abc import Collection
from difflib import SequenceMatcher, get_close_matches

__all__ = ["did_you_mean", "misspelt", "nearest"]

#: One slip in so many letters; in a shorter word another letter makes another word.
_LETTERS_PER_SLIP = 4
_MOST_SLIPS = 2


def nearest(text: str, known: Collection[str]) -> str:
    """The one of `known` that is most like `text`, or ''."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    found = get_close_matches(text.casefold(), folded, n=1)
    return folded[found[0]] if found else ""


def did_you_mean(text: str, known: Collection[str]) -> str:
    """A hint for a word that is none of `known`: the one that may have been meant, or ''."""
    near = nearest(text, known)
    return f"did you mean {near!r}?" if near else ""


def misspelt(text: str, known: Collection[str]) -> str:
    """The one of `known` that `text` is beyond doubt a slip of the pen for, or ''.

    So it is where they differ in case and punctuation, in one letter of a word that is long
    enough, or in two neighbours that swapped places. Never where digits differ: ``Phone1`` is
    not meant for ``Phone2``.
    """
    for name in sorted(known):
        if _letters(name) == _letters(text) and _letters(text):
            return name
    near = get_close_matches(text, known, n=3, cutoff=0.7)
    return next((name for name in near if _is_slip(text, name)), "")


def _is_slip(text: str, name: str) -> bool:
    if _digits(text) != _digits(name):
        return False
    steps = SequenceMatcher(None, text, name, autojunk=False).get_opcodes()
    changes = sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in steps if tag != "equal")
    if sorted(text) == sorted(name):
        return changes <= _MOST_SLIPS
    return changes <= min(len(text) // _LETTERS_PER_SLIP, _MOST_SLIPS)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
