"""Rules for words: descriptions, titles, and what is called deprecated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.changes.pairs import Two
from codegen.changes.rules.model import DOCS, SAFE, Fact, Rule

__all__ = ["deprecation_rules", "description_rules", "text_rules"]


def deprecation_rules(prefix: str) -> tuple[Rule[Two[Any]], ...]:
    """The rows for what may be deprecated; their names begin with `prefix`."""
    return (
        Rule(
            name=f"{prefix}-deprecated",
            find=_deprecated,
            says="{it} is deprecated",
            why="it still works, and will not for ever",
            wire=SAFE,
            source=SAFE,
        ),
        Rule(
            name=f"{prefix}-undeprecated",
            find=_undeprecated,
            says="{it} is no longer deprecated",
            why="what works goes on working",
            wire=SAFE,
            source=SAFE,
        ),
        Rule(
            name=f"{prefix}-deprecation-reworded",
            find=_reworded,
            says="why {it} is deprecated is worded otherwise",
            why="only words changed",
            wire=DOCS,
            source=DOCS,
        ),
    )


def _deprecated(pair: Two[Any]) -> Fact | None:
    found = pair.old.deprecated is None and pair.new.deprecated is not None
    return Fact(new=pair.new.deprecated or "deprecated") if found else None


def _undeprecated(pair: Two[Any]) -> Fact | None:
    found = pair.old.deprecated is not None and pair.new.deprecated is None
    return Fact(old=pair.old.deprecated or "deprecated") if found else None


def _reworded(pair: Two[Any]) -> Fact | None:
    old, new = pair.old.deprecated, pair.new.deprecated
    return Fact(old, new) if None not in {old, new} and old != new else None


def description_rules(prefix: str) -> tuple[Rule[Two[Any]], ...]:
    """The rows for what is described; their names begin with `prefix`."""
    return text_rules(prefix, "description")


def text_rules(prefix: str, field: str) -> tuple[Rule[Two[Any]], ...]:
    """The rows for a text that the pages may have, lose or word otherwise."""
    return (
        Rule(
            name=f"{prefix}-{field}-added",
            find=_finds(field, lambda old, new: not old and bool(new)),
            says=f"{{it}} has a {field} now",
            why="the pages say more than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name=f"{prefix}-{field}-removed",
            find=_finds(field, lambda old, new: bool(old) and not new),
            says=f"{{it}} has no {field} any more",
            why="the pages say less than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name=f"{prefix}-{field}-changed",
            find=_finds(field, lambda old, new: bool(old) and bool(new) and old != new),
            says=f"the {field} of {{it}} is worded otherwise",
            why="only words changed",
            wire=DOCS,
            source=DOCS,
        ),
    )


def _finds(field: str, found: Callable[[str, str], bool]) -> Callable[[Two[Any]], Fact | None]:
    def find(pair: Two[Any]) -> Fact | None:
        """The texts, where they changed in that way."""
        old, new = getattr(pair.old, field), getattr(pair.new, field)
        return Fact(old, new) if found(old, new) else None

    return find
