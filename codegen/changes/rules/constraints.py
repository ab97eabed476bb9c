"""Rules for the constraints of a property or a parameter: what JSON Schema validates by."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from codegen.changes.pairs import Two
from codegen.changes.rules.model import (
    BREAKING,
    DOCS,
    NARROWS,
    RISKY,
    WIDENS,
    By,
    Effect,
    Fact,
    Rule,
)
from codegen.changes.shift import listed
from codegen.spec import Constraints, Parameter, Property

__all__ = ["constraint_rules"]

_Slot = Property | Parameter
_Value = str | int | float | bool | None
_Found = Callable[[_Value, _Value], bool]


def _added(old: _Value, new: _Value) -> bool:
    return old is None and new is not None


def _removed(old: _Value, new: _Value) -> bool:
    return old is not None and new is None


def _changed(old: _Value, new: _Value) -> bool:
    # In Python, 1 is True and 1.0; on the wire it is neither.
    known = old is not None and new is not None
    return known and (type(old), old) != (type(new), new)


def _raised(old: _Value, new: _Value) -> bool:
    return isinstance(old, int | float) and isinstance(new, int | float) and new > old


def _lowered(old: _Value, new: _Value) -> bool:
    return _raised(new, old)


class _Change(NamedTuple):
    """What can become of one keyword."""

    name: str
    found: _Found
    says: str
    why: str
    wire: By
    source: By
    effect: Effect


#: A limit that the pages did not tell of may always have been there, or may be new: the pages
#: cannot tell, so that callers should look, and no more is said than that.
_MAY_BE_NEW = By("risky", "docs-only")
_MAY_BE_GONE = By("docs-only", "risky")

_LIMIT_ADDED = _Change(
    "added",
    _added,
    "{it} has a NAME now: {new}",
    "the pages named no limit: it may be new, and refuse what callers send",
    _MAY_BE_NEW,
    RISKY,
    "validation",
)
_LIMIT_REMOVED = _Change(
    "removed",
    _removed,
    "{it} has no NAME any more; it was {old}",
    "what callers receive may be beyond the limit that they relied on",
    _MAY_BE_GONE,
    DOCS,
    "validation",
)


def _limit(tighter: _Found, looser: _Found) -> tuple[_Change, ...]:
    return (
        _LIMIT_ADDED,
        _LIMIT_REMOVED,
        _Change(
            "tightened",
            tighter,
            "the NAME of {it} is {new}; it was {old}",
            "what callers send may be beyond the new limit",
            NARROWS,
            RISKY,
            "validation",
        ),
        _Change(
            "loosened",
            looser,
            "the NAME of {it} is {new}; it was {old}",
            "what callers receive may be beyond the old limit",
            WIDENS,
            DOCS,
            "validation",
        ),
    )


#: The models do not enforce patterns: those of JavaScript are not those of Python.
_PATTERN = (
    _LIMIT_ADDED._replace(source=DOCS, effect=""),
    _LIMIT_REMOVED._replace(effect=""),
    _Change(
        "changed",
        _changed,
        "the NAME of {it} is {new}; it was {old}",
        "which text the one takes and the other does not cannot be told in general",
        By("breaking", "risky"),
        DOCS,
        "",
    ),
)

#: The models take other values than the constant, too, as they do those that no enum lists.
_CONST = (
    _Change(
        "added",
        _added,
        "{it} is always {new}",
        "other values may be refused; what callers receive is one of those that they knew",
        By("risky", "safe"),
        DOCS,
        "",
    ),
    _Change(
        "changed",
        _changed,
        "{it} is always {new}; it was always {old}",
        "the only value that was taken or given is so no more",
        BREAKING,
        DOCS,
        "",
    ),
    _Change(
        "removed",
        _removed,
        "{it} is not always {old} any more",
        "callers may receive a value that they never did",
        By("safe", "risky"),
        DOCS,
        "",
    ),
)

_DEFAULT = (
    _Change(
        "added",
        _added,
        "{it} is {new} where it is left out",
        "the pages did not say before what happens where it is left out",
        DOCS,
        DOCS,
        "",
    ),
    _Change(
        "changed",
        _changed,
        "{it} is {new} where it is left out; it was {old}",
        "the same request, which leaves it out, now means something else",
        By("risky", "docs-only"),
        DOCS,
        "",
    ),
    _Change(
        "removed",
        _removed,
        "what {it} is where it is left out is no longer said; it was {old}",
        "a request that leaves it out may mean something else now",
        By("risky", "docs-only"),
        DOCS,
        "",
    ),
)

#: Rows: field of `Constraints`, its name in words, what can become of it.
_KEYWORDS: tuple[tuple[str, str, tuple[_Change, ...]], ...] = (
    ("minimum", "minimum", _limit(_raised, _lowered)),
    ("maximum", "maximum", _limit(_lowered, _raised)),
    ("min_length", "minimum length", _limit(_raised, _lowered)),
    ("max_length", "maximum length", _limit(_lowered, _raised)),
    ("pattern", "pattern", _PATTERN),
    ("const", "constant", _CONST),
    ("default", "default", _DEFAULT),
)


def constraint_rules(prefix: str, *, enforced: bool) -> tuple[Rule[Two[Any]], ...]:
    """The rows for the constraints of a thing; their names begin with `prefix`.

    `enforced`: the models refuse values that are beyond its limits.
    """
    return tuple(
        Rule(
            name=f"{prefix}-{keyword.replace('_', '-')}-{change.name}",
            find=_finds(keyword, change.found),
            says=change.says.replace("NAME", words),
            why=change.why,
            wire=change.wire,
            source=change.source if enforced else DOCS,
            effect=change.effect if enforced else "",
        )
        for keyword, words, changes in _KEYWORDS
        for change in changes
    )


def _finds(keyword: str, found: _Found) -> Callable[[Two[Any]], Fact | None]:
    def find(pair: Two[_Slot]) -> Fact | None:
        """The values of the keyword, where they changed in that way."""
        old, new = _value(pair.old.constraints, keyword), _value(pair.new.constraints, keyword)
        return Fact(_text(old), _text(new)) if found(old, new) and not _told(pair) else None

    def _told(pair: Two[_Slot]) -> bool:
        """Whether the change of the type says it all: a constant is a list of one value."""
        before, after = pair.old.constraints.const, pair.new.constraints.const
        types = pair.around.types
        more = listed(pair.new.type, before, types.new) or listed(pair.old.type, after, types.old)
        return keyword == "const" and more

    return find


def _value(constraints: Constraints, keyword: str) -> _Value:
    value: _Value = getattr(constraints, keyword)
    return value


def _text(value: _Value) -> str:
    """As JSON writes it, so that a number is told from a text of digits."""
    return "" if value is None else json.dumps(value, ensure_ascii=False)
