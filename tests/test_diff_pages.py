"""From pages that differ to changes: what `diff` is to report stands beside the pages."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from codegen.changes.rules import RULES
from tests.diff_cases import CASES, Case, changes, told

#: Rules that no page can show, and why. Specs show them: see the tests of the rules themselves.
NOT_ON_PAGES = {
    "api-title": "the title of a spec is the name that the user gives the API",
    "operation-id-changed": "an operation keeps its id as long as it is there",
    "parameter-became-map": "what is in a map is seen in samples, and parameters have none",
    "parameter-became-object": "parameters are scalars and lists of them in all dialects",
    "parameter-type-replaced": "parameters are scalars and lists of them in all dialects",
    "parameter-type-extended": "parameters are scalars and lists of them in all dialects",
    "parameter-type-reshaped": "parameters are scalars and lists of them in all dialects",
    "parameter-pattern": "no dialect reads patterns",
    "property-pattern": "no dialect reads patterns",
    "parameter-const": "the dialect that reads constants has no tables of parameters",
    "request-body-became-enum": "no dialect reads the values of a body",
    "request-body-became-free": "no dialect reads the values of a body",
    "response-body-became-enum": "no dialect reads the values of a body",
    "response-body-became-free": "no dialect reads the values of a body",
    "request-body-values": "no dialect reads the values of a body",
    "response-body-values": "no dialect reads the values of a body",
    "request-body-added-optional": "no dialect reads that a body is optional",
    "request-body-presence-documented": "no dialect reads that a body is optional",
    "request-body-became-required": "no dialect reads that a body is optional",
    "request-body-became-optional": "no dialect reads that a body is optional",
    "request-body-became-nullable": "no dialect reads that a body is never null",
    "request-body-became-not-nullable": "no dialect reads that a body is never null",
    "response-body-became-nullable": "no dialect reads that a body is never null",
    "response-body-became-not-nullable": "no dialect reads that a body is never null",
    "response-body-description": "what stands below an answer describes the answer",
    "type-renamed-aliased": "the names of types are kept from the old pages to the new ones",
    "type-alias-removed": "pages that are first have no names that anything had before",
    "type-description": "no dialect reads descriptions of types",
    "property-attribute-renamed": "an attribute keeps its name",
    "enum-member-renamed": "a member keeps its name",
}

#: What a rule may end with in `NOT_ON_PAGES`, where none of a family can be shown.
_ENDINGS = r"(?:-(?:added|changed|removed))?"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_pages_that_differ_give_the_changes_beside_them_each_with_its_place(case: Case) -> None:
    found = changes(case)
    assert told(found) == case.expected, "see tests/golden.py"
    assert [one for way in found for one in way if not (one.before or one.after)] == []


def test_cases_have_names_of_their_own() -> None:
    assert [name for name, times in Counter(case.id for case in CASES).items() if times > 1] == []


def test_every_rule_has_pages_that_show_it() -> None:
    assert not [rule for rule in RULES if rule not in _shown() and not _excused(rule)]


def test_no_rule_is_excused_that_pages_show() -> None:
    assert not [rule for rule in sorted(_shown()) if _excused(rule)]


def test_no_excuse_is_of_a_rule_that_is_not_there() -> None:
    rules = [re.sub(rf"{_ENDINGS}$", "", rule) for rule in RULES]
    assert not [name for name in NOT_ON_PAGES if name not in {*RULES, *rules}]


def test_there_are_cases() -> None:
    assert len(CASES) >= 60


def _shown() -> set[str]:
    """The rules that the cases name."""
    lines = (line.split("  ") for case in CASES for line in case.expected.splitlines())
    return {words[3] for words in lines if len(words) > 3} & RULES.keys()


def _excused(rule: str) -> bool:
    return any(re.fullmatch(re.escape(name) + _ENDINGS, rule) for name in NOT_ON_PAGES)
