from __future__ import annotations

from typing import Any

import pytest

from codegen.claims import Row
from codegen.resolve import Resolution
from codegen.spec import Constraints
from codegen.typeexpr import parse
from tests.readings import PageOf, object_type, solve


def _row(name: str, type_: str, **bounds: Any) -> Row:
    return Row(name=name, type=parse(type_), constraints=Constraints(**bounds))


def _solved(row: Row, *shown: object) -> Resolution:
    page = PageOf("GET /pets", name="Pets").table("200", {row.name: row, "id": "string"})
    for value in shown:
        page.sample("200", {row.name: value, "id": "a"})
    return solve(page)


def _constraints(found: Resolution) -> Constraints:
    (name,) = [one.name for one in found.spec.types]
    return next(
        prop.constraints for prop in object_type(found, name).properties if prop.name != "id"
    )


@pytest.mark.parametrize(
    ("row", "shown", "kept", "said"),
    [
        (_row("age", "int32", minimum=11, maximum=20), 10, {"maximum": 20}, "minimum of 11"),
        (_row("age", "int32", minimum=11, maximum=20), 21, {"minimum": 11}, "maximum of 20"),
        (_row("size", "number", minimum=1), 0.5, {}, "minimum of 1"),
        (_row("tag", "string", min_length=4, max_length=9), "abc", {"max_length": 9}, "min length"),
        (_row("tag", "string", min_length=1, max_length=2), "abc", {"min_length": 1}, "max length"),
    ],
)
def test_a_bound_that_a_sample_breaks_is_reported_and_not_enforced(
    row: Row, shown: object, kept: dict[str, Any], said: str
) -> None:
    found = _solved(row, shown)
    assert _constraints(found) == Constraints(**kept)
    (finding,) = [one for one in found.diagnostics if one.code == "bound-contradicts-sample"]
    assert said in finding.message
    assert repr(shown) in finding.message
    assert [(one.line, one.message[:5]) for one in finding.related] == [(3, "shows"), (2, "says ")]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (_row("age", "int32", minimum=11, maximum=20), (11, 20, None)),
        (_row("tag", "string", min_length=3, max_length=3), ("abc",)),
        (_row("tag", "string", min_length=3), ()),
        (_row("tag", "string", minimum=3), ("abc",)),
    ],
)
def test_a_bound_that_samples_keep_holds(row: Row, shown: tuple[object, ...]) -> None:
    found = _solved(row, *shown)
    assert _constraints(found) == row.constraints
    assert "bound-contradicts-sample" not in {one.code for one in found.diagnostics}
