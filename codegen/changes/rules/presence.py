"""Rules for whether a value must be there, and whether it may be null."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.changes.pairs import Two
from codegen.changes.rules.model import DOCS, NARROWS, WIDENS, By, Fact, Rule
from codegen.spec import Property

__all__ = ["nullable_rules", "required_rules"]

_Known = bool | None
_Found = Callable[[_Known, _Known], bool]


_PRESENCE = ("optional", "required")
_NULL = ("never null", "nullable")


def required_rules(prefix: str) -> tuple[Rule[Two[Any]], ...]:
    """The rows for what may have to be there; their names begin with `prefix`."""
    return (
        Rule(
            name=f"{prefix}-became-required",
            find=_finds(_required, _became, _PRESENCE),
            says="{it} is required now",
            why="callers that leave it out are refused; what they receive has it always",
            wire=NARROWS,
            source=By("breaking", "safe"),
            effect="narrowed",
            correctable=True,
        ),
        Rule(
            name=f"{prefix}-became-optional",
            find=_finds(_required, _ceased, _PRESENCE),
            says="{it} is optional now",
            why="callers may go on sending it; what they receive may lack it",
            wire=WIDENS,
            source=By("safe", "risky"),
            effect="widened",
            correctable=True,
        ),
        Rule(
            name=f"{prefix}-presence-documented-required",
            find=_finds(_required, lambda old, new: old is None and new is True, _PRESENCE),
            says="{it} is documented as required",
            why="the pages say more than before, which is no change of the API; but the models ask "
            "for it now",
            wire=DOCS,
            source=By("breaking", "risky"),
            effect="narrowed",
        ),
        *_documented(f"{prefix}-presence", _required, _PRESENCE, gains=(False,)),
    )


def nullable_rules(prefix: str) -> tuple[Rule[Two[Any]], ...]:
    """The rows for what may be null; their names begin with `prefix`."""
    return (
        Rule(
            name=f"{prefix}-became-nullable",
            find=_finds(_nullable, _became, _NULL),
            says="{it} may be null now",
            why="what callers receive may be null, which they never handled",
            wire=WIDENS,
            source=By("safe", "risky"),
            effect="widened",
            correctable=True,
        ),
        Rule(
            name=f"{prefix}-became-not-nullable",
            find=_finds(_nullable, _ceased, _NULL),
            says="{it} is never null now",
            why="callers that send null are refused",
            wire=NARROWS,
            source=By("risky", "safe"),
            effect="narrowed",
            correctable=True,
        ),
        *_documented(f"{prefix}-nullable", _nullable, _NULL),
    )


def _documented(
    prefix: str,
    value: Callable[[Any], _Known],
    words: tuple[str, str],
    gains: tuple[bool, ...] = (False, True),
) -> tuple[Rule[Two[Any]], ...]:
    """The rows for what was not known, if it is one of `gains`, and for what is not any more."""
    return (
        Rule(
            name=f"{prefix}-documented",
            find=_finds(value, lambda old, new: old is None and new in gains, words),
            says="{it} is documented as {new}",
            why="the pages say more than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
            effect="documented",
        ),
        Rule(
            name=f"{prefix}-undocumented",
            find=_finds(value, lambda old, new: old is not None and new is None, words),
            says="{it} is no longer documented as {old}",
            why="the pages say less than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
            effect="undocumented",
        ),
    )


def _became(old: _Known, new: _Known) -> bool:
    return old is False and new is True


def _ceased(old: _Known, new: _Known) -> bool:
    return old is True and new is False


def _required(one: Any) -> _Known:  # noqa: ANN401 - a property, a parameter or a body
    if isinstance(one, Property):
        return None if one.presence is None else one.presence == "required"
    found: _Known = one.required
    return found


def _nullable(one: Any) -> _Known:  # noqa: ANN401 - a property or a body
    found: _Known = one.nullable
    return found


def _finds(
    value: Callable[[Any], _Known], found: _Found, words: tuple[str, str]
) -> Callable[[Two[Any]], Fact | None]:
    def find(pair: Two[Any]) -> Fact | None:
        """Both answers in words, where they changed in that way."""
        old, new = value(pair.old), value(pair.new)
        return Fact(_word(old, words), _word(new, words)) if found(old, new) else None

    return find


def _word(answer: _Known, words: tuple[str, str]) -> str:
    return "" if answer is None else words[answer]
