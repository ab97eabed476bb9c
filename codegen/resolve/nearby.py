"""What is near: names in a text, and sets with nearly the same members, looked up in an index.

So that a page more costs the same wherever it stands: nothing is held against everything.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["Alike", "NamesIn", "similar"]


def similar(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Jaccard index: the share of the members of either that both have."""
    common = len(ours & theirs)
    union = len(ours) + len(theirs) - common
    return common / union if union else 0.0


class Alike:
    """Finds those of many sets that have nearly the same members as another set.

    Prefix filtering (Chaudhuri, Ganti, Kaushik: A Primitive Operator for Similarity Joins, 2006):
    a set that has all but `n` members of another has one of any `n + 1` of these, so of the rarest.
    """

    def __init__(self, sets: Iterable[frozenset[str]], share: float) -> None:
        """`share`: the Jaccard index from which sets are alike."""
        self._share = share
        self._holders: dict[str, list[frozenset[str]]] = defaultdict(list)
        for one in dict.fromkeys(sets):
            for member in one:
                self._holders[member].append(one)
        self._known: dict[frozenset[str], dict[frozenset[str], float]] = {}

    def to(self, wanted: frozenset[str]) -> dict[frozenset[str], float]:
        """The sets that are like `wanted`, with how much they are."""
        found = self._known.get(wanted)
        if found is None:
            found = self._known[wanted] = self._search(wanted)
        return found

    def _search(self, wanted: frozenset[str]) -> dict[frozenset[str], float]:
        holders = sorted((self._holders.get(member, []) for member in wanted), key=len)
        # Sets that are alike have at least this share of each other; rounding may take a little.
        lacking = len(wanted) - math.ceil(self._share * len(wanted) - 1e-9)
        candidates = {one for found in holders[: lacking + 1] for one in found}
        shares = {one: similar(one, wanted) for one in candidates}
        return {one: share for one, share in shares.items() if share >= self._share}


@dataclass(slots=True)
class _Branch:
    """The names that go on in one way: by their next letter, and whether one ends here."""

    below: dict[str, _Branch] = field(default_factory=dict)
    ends: bool = False


class NamesIn:
    """Finds all of many names that stand in a text, whatever stands around them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._top = _Branch()
        for name in names:
            branch = self._top
            for letter in name:
                branch = branch.below.setdefault(letter, _Branch())
            branch.ends = True

    def of(self, text: str) -> set[str]:
        """The names that stand in `text`."""
        found: set[str] = set()
        for start in range(len(text)):
            branch = self._top
            for end in range(start, len(text)):
                if (below := branch.below.get(text[end])) is None:
                    break
                branch = below
                if branch.ends:
                    found.add(text[start : end + 1])
        return found
