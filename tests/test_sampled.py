"""How the scorecard counts: what a round trip loses, and whether a finding says so."""

from __future__ import annotations

import json

import pytest

from codegen.claims import Slot
from codegen.diagnostics import Diagnostic, Related
from codegen.spec import FORMAT_VERSION, ObjectType, Property, Spec
from codegen.typeexpr import Ref, parse
from tests.evaluate import differences
from tests.mutants import Mutants
from tests.sampled import Failure, Sample, reported

SENT = {"a": 1, "b": [{"c": 2}, {"c": 3, "d": 4}], "e": "2020-01-01T00:00:00Z"}


def _failure(*lost: tuple[str, ...], refused: bool = False) -> Failure:
    text = json.dumps(SENT, indent=1)
    sample = Sample(
        slot=Slot.definition("T"), type=None, nullable=False, text=text, page="t.md", line=10
    )
    return Failure(sample, set(lost), refused=refused)


def _found(code: str, path: str, line: int) -> Diagnostic:
    related = (Related(path=path, line=line),)
    return Diagnostic(
        code=code, severity="warning", message="", path="docs/other.md", line=1, related=related
    )


UNLISTED = _found("sample-property-undocumented", "docs/t.md", 18)


@pytest.mark.parametrize(
    ("failure", "finding", "told"),
    [
        (_failure(("b", "[]", "d")), UNLISTED, True),
        (_failure(("b", "[]", "d"), ("a",)), UNLISTED, False),
        (_failure(("a",)), UNLISTED, False),
        (_failure(refused=True), UNLISTED, False),
        (_failure(refused=True), _found("type-contradicts-sample", "docs/t.md", 11), True),
        (_failure(refused=True), _found("type-contradicts-sample", "docs/t.md", 9), False),
        (_failure(refused=True), _found("type-contradicts-sample", "docs/at.md", 11), False),
        (_failure(("a",)), _found("type-contradicts-sample", "docs/t.md", 11), True),
        (_failure(("a",)), _found("broken-reference", "docs/t.md", 11), False),
    ],
)
def test_a_failure_is_reported_where_findings_name_all_of_it(
    failure: Failure, finding: Diagnostic, *, told: bool
) -> None:
    assert reported(failure, [finding]) is told


def test_every_difference_has_its_path() -> None:
    back = {"a": 1.0, "b": [{"c": 2}, {"c": "3"}], "e": "2020-01-01T01:00:00+01:00", "f": None}
    found = differences(SENT, back, null_is_absent=True)
    assert [one.path for one in found] == [("b", "[]", "d"), ("b", "[]", "c")]
    assert [str(one) for one in differences([1], [], null_is_absent=True)] == ["$: 1 items, then 0"]


def test_what_is_one_of_several_types_is_no_mutant() -> None:
    properties = (
        Property(name="a", type=parse("int32 | string")),
        Property(name="b", type=parse("int32")),
    )
    spec = Spec(
        format=FORMAT_VERSION,
        api="x",
        types=(ObjectType(name="T", module="m", properties=properties),),
    )
    wrong = [mutant for mutant, _ in Mutants(spec).of(Ref("T"), {"a": 1, "b": 2})]
    assert wrong == [{"a": True, "b": 2}, {"a": 1, "b": "2"}, {"a": 1, "b": True}]
