"""Rules for operations as such, and for how callers prove who they are."""

from __future__ import annotations

from collections.abc import Callable

from codegen.changes.pairs import One, Two
from codegen.changes.rules.documentation import deprecation_rules, text_rules
from codegen.changes.rules.model import BREAKING, DOCS, RISKY, SAFE, Fact, Rule, Rules
from codegen.pathtemplate import template
from codegen.spec import Operation, SecurityScheme, Spec

__all__ = ["API", "OPERATIONS", "SCHEMES"]


def _added(pair: One[Operation]) -> Fact:
    return Fact(new=pair.it.id)


def _removed_deprecated(pair: One[Operation]) -> Fact | None:
    return Fact(old=pair.it.id) if pair.it.deprecated is not None else None


def _removed(pair: One[Operation]) -> Fact:
    return Fact(old=pair.it.id)


def _moved(pair: Two[Operation]) -> Fact | None:
    # What is called a webhook on one side has a name there, and no path.
    moved = template(pair.old.path) != template(pair.new.path)
    called = pair.old.webhook == pair.new.webhook
    return Fact(pair.old.path, pair.new.path) if moved and called else None


def _method(pair: Two[Operation]) -> Fact | None:
    old, new = pair.old.method.upper(), pair.new.method.upper()
    return Fact(old, new) if old != new else None


def _parameter_renamed(pair: Two[Operation]) -> Fact | None:
    same = template(pair.old.path) == template(pair.new.path)
    return Fact(pair.old.path, pair.new.path) if same and pair.old.path != pair.new.path else None


def _webhook(pair: Two[Operation]) -> Fact | None:
    words = ("operation", "webhook")
    old, new = pair.old.webhook, pair.new.webhook
    return Fact(words[old], words[new]) if old != new else None


def _id(pair: Two[Operation]) -> Fact | None:
    return Fact(pair.old.id, pair.new.id) if pair.old.id != pair.new.id else None


def _security(
    which: Callable[[set[str], set[str]], bool],
) -> Callable[[Two[Operation]], Fact | None]:
    def find(pair: Two[Operation]) -> Fact | None:
        """The schemes, any one of which will do, where they changed in that way."""
        old, new = set(pair.old.security), set(pair.new.security)
        said = Fact(" or ".join(sorted(old)), " or ".join(sorted(new)))
        return said if old != new and which(old, new) else None

    return find


OPERATIONS: Rules[Operation] = Rules(
    added=(
        Rule(
            name="operation-added",
            find=_added,
            says="{it} was added",
            why="nobody calls it yet",
            wire=SAFE,
            source=SAFE,
            effect="new",
        ),
    ),
    removed=(
        Rule(
            name="operation-removed-deprecated",
            find=_removed_deprecated,
            says="{it}, which was deprecated, was removed",
            why="callers were warned, and fail all the same",
            wire=BREAKING,
            source=BREAKING,
            effect="gone",
        ),
        Rule(
            name="operation-removed",
            find=_removed,
            says="{it} was removed",
            why="callers fail",
            wire=BREAKING,
            source=BREAKING,
            effect="gone",
        ),
    ),
    kept=(
        Rule(
            name="operation-moved",
            find=_moved,
            says="{it} was at {old}",
            why="callers of the old path fail",
            wire=BREAKING,
            source=RISKY,
            effect="changed",
            rename=True,
        ),
        Rule(
            name="operation-method-changed",
            find=_method,
            says="{it} was called with {old}",
            why="callers that use the old method fail",
            wire=BREAKING,
            source=RISKY,
            effect="changed",
            rename=True,
        ),
        Rule(
            name="operation-path-parameter-renamed",
            find=_parameter_renamed,
            says="{it} calls the parameters of its path otherwise than {old}",
            why="callers send their values, not their names; code may look it up by its path",
            wire=DOCS,
            source=RISKY,
            effect="changed",
            rename=True,
        ),
        Rule(
            name="operation-direction-changed",
            find=_webhook,
            says="{it} is a {new}; it was an {old}",
            why="who calls whom has changed",
            wire=BREAKING,
            source=BREAKING,
            effect="changed",
            rename=True,
        ),
        Rule(
            name="operation-id-changed",
            find=_id,
            says="{it} has the operation id {new}; it was {old}",
            why="ids do not travel; the constant in Python has another name",
            wire=DOCS,
            source=BREAKING,
            effect="renamed",
        ),
        Rule(
            name="operation-security-documented",
            find=_security(lambda old, _: not old),
            says="{it} is documented to ask for {new}",
            why="the pages did not say before how callers prove who they are",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name="operation-security-undocumented",
            find=_security(lambda _, new: not new),
            says="{it} is no longer documented to ask for {old}",
            why="the pages do not say any more how callers prove who they are",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name="operation-security-added",
            find=_security(lambda old, new: bool(old) and old < new),
            says="{it} takes {new}; it took {old}",
            why="any one will do, so that callers may go on as they did",
            wire=SAFE,
            source=DOCS,
        ),
        Rule(
            name="operation-security-removed",
            find=_security(lambda old, new: bool(new) and new < old),
            says="{it} takes {new} only; it took {old}",
            why="callers that prove who they are in the other way are refused",
            wire=BREAKING,
            source=DOCS,
        ),
        Rule(
            name="operation-security-changed",
            find=_security(lambda old, new: bool(old and new) and not (old < new or new < old)),
            says="{it} takes {new}; it took {old}",
            why="callers that prove who they are in the old way are refused",
            wire=BREAKING,
            source=DOCS,
        ),
        *deprecation_rules("operation"),
        *text_rules("operation", "summary"),
        *text_rules("operation", "description"),
    ),
)


def _scheme(one: SecurityScheme) -> str:
    return f"{one.kind} {one.scheme or one.header}".strip()


def _scheme_added(pair: One[SecurityScheme]) -> Fact:
    return Fact(new=_scheme(pair.it))


def _scheme_removed(pair: One[SecurityScheme]) -> Fact:
    return Fact(old=_scheme(pair.it))


def _scheme_changed(pair: Two[SecurityScheme]) -> Fact | None:
    old, new = _scheme(pair.old), _scheme(pair.new)
    return Fact(old, new) if old != new else None


SCHEMES: Rules[SecurityScheme] = Rules(
    added=(
        Rule(
            name="security-scheme-added",
            find=_scheme_added,
            says="{it} was added",
            why="which operations take it is a change of those",
            wire=DOCS,
            source=DOCS,
        ),
    ),
    removed=(
        Rule(
            name="security-scheme-removed",
            find=_scheme_removed,
            says="{it} was removed",
            why="which operations take it no more is a change of those",
            wire=DOCS,
            source=DOCS,
        ),
    ),
    kept=(
        Rule(
            name="security-scheme-changed",
            find=_scheme_changed,
            says="{it} is {new}; it was {old}",
            why="callers that prove who they are in the old way are refused",
            wire=BREAKING,
            source=DOCS,
        ),
        *text_rules("security-scheme", "description"),
    ),
)

API: Rules[Spec] = Rules(kept=text_rules("api", "title"))
