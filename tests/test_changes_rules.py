from __future__ import annotations

import re
from typing import Any

import pytest

from codegen.changes import Change, Side, compare
from codegen.changes.rules import RULES, Rule
from codegen.spec import Spec
from tests.changes_cases import CASES, Case


def changes(old: Spec, new: Spec) -> tuple[Change, ...]:
    return compare(Side(label="old", spec=old), Side(label="new", spec=new))


def found(old: Spec, new: Spec) -> list[str]:
    return [one.rule for one in changes(old, new)]


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_a_rule_finds_its_change_and_no_other_rule_finds_one(case: Case) -> None:
    assert set(found(case.old, case.new)) == case.there


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_the_reverse_is_found_by_the_rule_for_it(case: Case) -> None:
    assert set(found(case.new, case.old)) == case.back


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_nothing_changes_where_nothing_differs(case: Case) -> None:
    assert found(case.old, case.old) == []
    assert found(case.new, case.new) == []


def test_there_is_a_case_for_every_rule() -> None:
    assert {name for one in CASES for name in (*one.there, *one.back)} == RULES.keys()


def test_the_rules_are_told_apart_by_name() -> None:
    assert all(name == rule.name for name, rule in RULES.items())


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda one: one.name)
def test_every_rule_says_what_it_finds_and_why_it_is_so_grave(rule: Rule[Any]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert rule.summary[0].isupper()
    assert not {"{", "}"} & set(rule.summary)
    assert rule.why
    # A gain or a loss of the documentation is no change of the API.
    if rule.name.endswith("documented"):
        assert rule.wire == ("docs-only", "docs-only")
