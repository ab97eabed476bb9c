"""Rules for the type of a property, a parameter or a body: one row for each shift."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from codegen.changes.pairs import Two
from codegen.changes.rules.model import (
    BREAKING,
    DOCS,
    NARROWS,
    RISKY,
    SAFE,
    WIDENS,
    By,
    Effect,
    Fact,
    Rule,
)
from codegen.changes.shift import Shift
from codegen.spec import Body, ObjectType, Parameter, Property
from codegen.typeexpr import references

__all__ = ["type_rules"]

_Typed = Property | Parameter | Body

#: Rows: shift, what is said of it, why the levels are these, wire, source, effect on annotations.
_ROWS: tuple[tuple[Shift, str, str, By, By, Effect], ...] = (
    (
        "changed",
        "{it} holds {new} and no longer {old}",
        "values of the one type are none of the other",
        BREAKING,
        BREAKING,
        "retyped",
    ),
    (
        "widened",
        "{it} holds {new}, which is more than {old}",
        "what callers send still fits; what they receive may be what they never handled",
        WIDENS,
        By("safe", "risky"),
        "widened",
    ),
    (
        "narrowed",
        "{it} holds {new} only, which is less than {old}",
        "what callers send may no longer fit; what they receive always did",
        NARROWS,
        By("risky", "safe"),
        "narrowed",
    ),
    (
        "format-added",
        "{it} is {new} text now, where any {old} did",
        "text that callers send must have the form; what they receive has it and is still text",
        NARROWS,
        BREAKING,
        "retyped",
    ),
    (
        "format-removed",
        "{it} is any {new} now, and no longer {old}",
        "what callers receive need not have the form any more",
        WIDENS,
        BREAKING,
        "retyped",
    ),
    (
        "format-changed",
        "{it} has the form {new} and no longer {old}",
        "text of the one form is none of the other",
        BREAKING,
        BREAKING,
        "retyped",
    ),
    (
        "became-array",
        "{it} holds a list, {new}, where it held one {old}",
        "a list is no single value",
        BREAKING,
        BREAKING,
        "retyped",
    ),
    (
        "became-single",
        "{it} holds one {new}, where it held a list, {old}",
        "a single value is no list",
        BREAKING,
        BREAKING,
        "retyped",
    ),
    (
        "became-map",
        "{it} holds an object of any keys, {new}, and no longer {old}",
        "keys that were sure to mean something are data now",
        RISKY,
        BREAKING,
        "retyped",
    ),
    (
        "became-object",
        "{it} holds {new}, whose keys are known, and no longer any keys, {old}",
        "keys that callers made up may no longer be taken",
        By("risky", "safe"),
        BREAKING,
        "retyped",
    ),
    (
        "became-enum",
        "{it} has the listed values of {new}, where it was any {old}",
        "other values may be refused; the pages may also only list now what always was so",
        By("risky", "safe"),
        By("risky", "safe"),
        "narrowed",
    ),
    (
        "became-free",
        "{it} is any {new}, where it had the listed values of {old}",
        "values may come that no list has named",
        By("safe", "risky"),
        By("safe", "risky"),
        "widened",
    ),
    (
        "recoded",
        "{it} is called {new} and no longer {old}",
        "both are bytes, which the media type tells how to read: that has rules of its own",
        DOCS,
        DOCS,
        "retyped",
    ),
    (
        "values-added",
        "{it} has the listed values of {new}, which are more than those of {old}",
        "what callers receive may be a value that they never handled",
        By("safe", "risky"),
        RISKY,
        "widened",
    ),
    (
        "values-removed",
        "{it} has the listed values of {new}, which are fewer than those of {old}",
        "values that callers send may be refused",
        NARROWS,
        RISKY,
        "narrowed",
    ),
    (
        "replaced",
        "{it} holds {new}, which has the same in it as {old}",
        "the name of a type does not travel; the class in Python is another",
        DOCS,
        RISKY,
        "retyped",
    ),
    (
        "extended",
        "{it} holds {new}, which has all that {old} has, and more: {detail}",
        "callers need not send what is new, and ignore it where they receive it",
        SAFE,
        RISKY,
        "retyped",
    ),
    (
        "reshaped",
        "{it} holds {new} instead of {old}: {detail}",
        "what callers send may be refused; what they received they may receive no more",
        By("risky", "breaking"),
        BREAKING,
        "retyped",
    ),
    (
        "documented",
        "{it} is documented as {new}; the pages said {old}",
        "the pages say more than before: that is no change of the API",
        DOCS,
        DOCS,
        "documented",
    ),
    (
        "undocumented",
        "{it} is no longer documented as {old}; the pages say {new}",
        "the pages say less than before: that is no change of the API; what the models hold is",
        DOCS,
        RISKY,
        "undocumented",
    ),
)


def type_rules(prefix: str) -> tuple[Rule[Two[Any]], ...]:
    """The rows for what has a type; their names begin with `prefix`."""
    return tuple(
        Rule(
            name=_name(prefix, shift),
            find=_finds(shift),
            says=says,
            why=why,
            wire=wire,
            source=source,
            effect=effect,
            correctable=wire is not DOCS,
        )
        for shift, says, why, wire, source, effect in _ROWS
    )


def _name(prefix: str, shift: Shift) -> str:
    return (
        f"{prefix}-{shift}" if shift.startswith(("became", "values")) else f"{prefix}-type-{shift}"
    )


def _finds(shift: Shift) -> Callable[[Two[Any]], Fact | None]:
    def find(pair: Two[_Typed]) -> Fact | None:
        """The types, where they relate in that way."""
        if pair.shift != shift:
            return None
        return Fact(_said(pair.old), _said(pair.new), _detail(pair))

    return find


def _said(one: _Typed) -> str:
    """The type, or the only value that there is of it."""
    const = None if isinstance(one, Body) else one.constraints.const
    return str(one.type) if const is None else json.dumps(const, ensure_ascii=False)


#: So many properties are named in a sentence.
_SHOWN = 5


def _detail(pair: Two[_Typed]) -> str:
    """What two object types do not have in common."""
    types = pair.around.types
    old = [types.old.get(name) for name in references(pair.old.type)]
    new = [types.new.get(name) for name in references(pair.new.type)]
    if len(old) != 1 or len(new) != 1:
        return ""
    before, after = (
        [prop.name for prop in one.properties] if isinstance(one, ObjectType) else []
        for one in (old[0], new[0])
    )
    lost = [name for name in before if name not in after]
    gained = [name for name in after if name not in before]
    parts = [f"it lacks {_listed(lost)}"] * bool(lost) + [f"it adds {_listed(gained)}"] * bool(
        gained
    )
    return ", ".join(parts) or "its properties hold other things"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
