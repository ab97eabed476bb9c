"""Rules for the parameters of operations."""

from __future__ import annotations

from codegen.changes.pairs import One, Two
from codegen.changes.rules.constraints import constraint_rules
from codegen.changes.rules.documentation import deprecation_rules, description_rules
from codegen.changes.rules.model import BREAKING, DOCS, RISKY, SAFE, Fact, Rule, Rules
from codegen.changes.rules.presence import required_rules
from codegen.changes.rules.shifts import type_rules
from codegen.spec import Parameter

__all__ = ["PARAMETERS"]


def _added_required(pair: One[Parameter]) -> Fact | None:
    # A path cannot do without its parameters.
    required = pair.it.required or pair.it.location == "path"
    return Fact(new=str(pair.it.type)) if required else None


def _added(pair: One[Parameter]) -> Fact:
    return Fact(new=str(pair.it.type))


def _removed(pair: One[Parameter]) -> Fact:
    return Fact(old=str(pair.it.type))


def _moved(pair: Two[Parameter]) -> Fact | None:
    old, new = pair.old.location, pair.new.location
    return Fact(old, new) if old != new else None


def _renamed(pair: Two[Parameter]) -> Fact | None:
    old, new = pair.old.name, pair.new.name
    return Fact(old, new) if old != new else None


PARAMETERS: Rules[Parameter] = Rules(
    added=(
        Rule(
            name="parameter-added-required",
            find=_added_required,
            says="{it} was added and is required",
            why="callers that do not send it are refused",
            wire=BREAKING,
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="parameter-added",
            find=_added,
            says="{it} was added",
            why="callers need not send it",
            wire=SAFE,
            source=SAFE,
            effect="changed",
        ),
    ),
    removed=(
        Rule(
            name="parameter-removed",
            find=_removed,
            says="{it} was removed",
            why="callers that send it may be refused, or get an answer that ignores it",
            wire=RISKY,
            source=RISKY,
            effect="changed",
        ),
    ),
    kept=(
        Rule(
            name="parameter-location-changed",
            find=_moved,
            says="{it} is a {new} parameter; it was one of the {old}",
            why="where callers send it, it is not looked for any more",
            wire=BREAKING,
            source=RISKY,
            effect="changed",
            rename=True,
        ),
        Rule(
            name="parameter-renamed",
            find=_renamed,
            says="{it} was called {old}",
            why="the name of a parameter of the path does not travel; code may use it",
            wire=DOCS,
            source=RISKY,
            effect="changed",
            rename=True,
        ),
        *type_rules("parameter"),
        *required_rules("parameter"),
        *constraint_rules("parameter", enforced=False),
        *deprecation_rules("parameter"),
        *description_rules("parameter"),
    ),
)
