"""Whether a change has landed: what it makes of its subject, and where that is so already."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from codegen.changes import Change, Side, compare
from codegen.changes.landing import STATE, Outcome, Things, outcome
from codegen.changes.model import Subject
from codegen.spec import Spec
from tests.changes_cases import CASES, Case, enum, operation, prop, spec, thing
from tests.diffs import change


def changes(old: Spec, new: Spec) -> tuple[Change, ...]:
    return compare(Side(label="old", spec=old), Side(label="new", spec=new))


#: A matter of all that the type holds: what is said of the type itself is the same.
_OF_MORE = {"type-name-reused"}


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_a_change_of_any_rule_lands_with_the_new_side(case: Case) -> None:
    for old, new in ((case.old, case.new), (case.new, case.old)):
        before, after = Things(old), Things(new)
        for one in changes(old, new):
            found = outcome(one, before, after)
            assert (found is None) == (one.rule in _OF_MORE), one
            if found is not None:
                assert STATE.fullmatch(found.state)
                assert not before.have(found)
                assert after.have(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A change, and a spec of another time."""

    old: Spec
    new: Spec
    then: Spec
    landed: bool


_TEXT = spec(thing("A", prop("x")))
_NUMBER = spec(thing("A", prop("x", "integer")))
_LATER = {
    "edited elsewhere": Later(
        old=_TEXT,
        new=_NUMBER,
        then=spec(thing("A", prop("x", "integer"), prop("y")), thing("B")),
        landed=True,
    ),
    "edited itself, of another fact": Later(
        old=_TEXT,
        new=_NUMBER,
        then=spec(thing("A", prop("x", "integer", deprecated="soon", description="New words."))),
        landed=True,
    ),
    "with words that are edited after it": Later(
        old=_TEXT,
        new=spec(thing("A", prop("x", "integer", description="A number."))),
        then=spec(thing("A", prop("x", "integer", description="The number."))),
        landed=True,
    ),
    "overtaken by another change": Later(
        old=_TEXT, new=_NUMBER, then=spec(thing("A", prop("x", "boolean"))), landed=False
    ),
    "taken back": Later(old=_TEXT, new=_NUMBER, then=_TEXT, landed=False),
    "another of the same name": Later(
        old=_TEXT, new=_NUMBER, then=spec(thing("B", prop("x", "integer"))), landed=False
    ),
    "gone, with what is left": Later(
        old=_TEXT, new=spec(thing("A")), then=spec(thing("A", prop("y"))), landed=True
    ),
    "gone, before there was what it belongs to": Later(
        old=_TEXT, new=spec(thing("A")), then=spec(thing("AB")), landed=False
    ),
    "come": Later(
        old=spec(enum("E", "a")),
        new=spec(enum("E", "a", "b")),
        then=spec(enum("E", "b", "c")),
        landed=True,
    ),
    "not come yet": Later(
        old=spec(enum("E", "a")),
        new=spec(enum("E", "a", "b")),
        then=spec(enum("E", "c")),
        landed=False,
    ),
    "renamed": Later(
        old=spec(thing("Person", prop("a"), prop("b"), prop("c"))),
        new=spec(thing("Human", prop("a"), prop("b"), prop("c"))),
        then=spec(thing("Human", prop("d"))),
        landed=True,
    ),
}


@pytest.mark.parametrize("case", _LATER.values(), ids=_LATER)
def test_landed_at_another_time(case: Later) -> None:
    first, *_ = changes(case.old, case.new)
    found = outcome(first, Things(case.old), Things(case.new))
    assert found is not None
    assert Things(case.then).have(found) is case.landed


@pytest.mark.parametrize(
    ("subject", "landed"),
    [
        ("request GET /a", True),
        ("request GET /b", False),
        ("parameter GET /a query:top", True),
        ("parameter GET /b query:top", False),
        ("response GET /a 404", True),
        ("response GET /ab 404", False),
        ("operation GET /b", True),
        ("operation GET /a", False),
        ("scheme key", True),
    ],
)
def test_what_is_gone_from_where_it_could_be(subject: str, *, landed: bool) -> None:
    things = Things(spec(operation("/a", "GET")))
    assert things.have(Outcome(subject, "gone")) is landed


def test_a_state_of_facts_that_are_not_known_here_is_no_state_here() -> None:
    assert not Things(_TEXT).have(Outcome("property A.x", f"colour {'0' * 16}"))


def test_a_name_that_another_thing_had_tells_nothing() -> None:
    human, person = Subject("type", "Human"), Subject("type", "Person")
    renamed = change("type-renamed", human, former=person)
    new = Things(spec(thing("Human", prop("a"))))
    alone = Things(spec(thing("Person", prop("a"))))
    found = outcome(renamed, alone, new)
    assert found is not None
    assert found.subject == "type Human"
    both = Things(spec(thing("Person", prop("a")), thing("Human", prop("b"))))
    assert outcome(renamed, both, new) is None
