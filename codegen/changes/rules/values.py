"""Rules for the values of enums."""

from __future__ import annotations

from codegen.changes.pairs import One, Two
from codegen.changes.rules.documentation import description_rules
from codegen.changes.rules.model import BREAKING, DOCS, RISKY, By, Fact, Rule, Rules
from codegen.membernames import members
from codegen.spec import EnumType, EnumValue

__all__ = ["VALUES"]


def _shown(pair: One[EnumValue]) -> Fact | None:
    """Samples show it, and the pages do not list it."""
    return Fact(new=str(pair.it.value)) if pair.it.basis == "sampled" else None


def _added(pair: One[EnumValue]) -> Fact:
    return Fact(new=str(pair.it.value))


def _shown_no_more(pair: One[EnumValue]) -> Fact | None:
    return Fact(old=str(pair.it.value)) if pair.it.basis == "sampled" else None


def _removed(pair: One[EnumValue]) -> Fact:
    return Fact(old=str(pair.it.value))


def _listed(pair: Two[EnumValue]) -> Fact | None:
    found = (pair.old.basis, pair.new.basis) == ("sampled", "documented")
    return Fact(new=str(pair.new.value)) if found else None


def _no_longer_listed(pair: Two[EnumValue]) -> Fact | None:
    found = (pair.old.basis, pair.new.basis) == ("documented", "sampled")
    return Fact(old=str(pair.old.value)) if found else None


def _meaning(pair: Two[EnumValue]) -> Fact | None:
    old, new = pair.old.name, pair.new.name
    return Fact(old, new) if old and new and old != new else None


def _named(pair: Two[EnumValue]) -> Fact | None:
    return Fact(new=pair.new.name) if pair.new.name and not pair.old.name else None


def _no_longer_named(pair: Two[EnumValue]) -> Fact | None:
    return Fact(old=pair.old.name) if pair.old.name and not pair.new.name else None


def _member(pair: Two[EnumValue]) -> Fact | None:
    """The value is the same, and the Python name another."""
    before, after = pair.owners
    if not (isinstance(before, EnumType) and isinstance(after, EnumType)):
        return None
    old, new = members(before)[pair.old.value], members(after)[pair.new.value]
    return Fact(old, new) if old != new else None


VALUES: Rules[EnumValue] = Rules(
    added=(
        Rule(
            name="enum-value-sampled",
            find=_shown,
            says="{it} is shown by a sample, and not listed",
            why="a sample shows it: the pages say more of the API than before",
            wire=DOCS,
            source=DOCS,
            effect="documented",
        ),
        Rule(
            name="enum-value-added",
            find=_added,
            says="{it} was added",
            why="callers need not send it; what they receive may be a value that they never "
            "handled, which the models take all the same",
            wire=By("safe", "risky"),
            source=By("safe", "risky"),
            effect="new",
            correctable=True,
        ),
    ),
    removed=(
        Rule(
            name="enum-value-no-longer-sampled",
            find=_shown_no_more,
            says="{it} was shown by a sample only, and is shown no more",
            why="it was never listed: the pages say less of the API than before",
            wire=DOCS,
            source=DOCS,
            effect="undocumented",
        ),
        Rule(
            name="enum-value-removed",
            find=_removed,
            says="{it} was removed",
            why="callers that send it are refused; what they receive is never it",
            wire=By("breaking", "safe"),
            source=BREAKING,
            effect="gone",
        ),
    ),
    kept=(
        Rule(
            name="enum-value-documented",
            find=_listed,
            says="{it} is listed; only samples showed it before",
            why="the pages say more than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name="enum-value-undocumented",
            find=_no_longer_listed,
            says="{it} is not listed any more; only samples show it",
            why="the pages say less than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name="enum-value-meaning-changed",
            find=_meaning,
            says="{it} means {new}; it meant {old}",
            why="the same value may stand for something else",
            wire=RISKY,
            source=DOCS,
        ),
        Rule(
            name="enum-value-named",
            find=_named,
            says="{it} is called {new}",
            why="the pages say more than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name="enum-value-no-longer-named",
            find=_no_longer_named,
            says="{it} is no longer called {old}",
            why="the pages say less than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name="enum-member-renamed",
            find=_member,
            says="{it} is the member {new} in Python; it was {old}",
            why="nothing travels under that name; code that uses it must use the other",
            wire=DOCS,
            source=BREAKING,
            effect="renamed",
        ),
        *description_rules("enum-value"),
    ),
)
