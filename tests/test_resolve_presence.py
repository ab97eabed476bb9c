"""A property is required where pages say so and no sample of its type leaves it out."""

from __future__ import annotations

import pytest

from codegen.claims import Row
from tests.readings import PageOf, object_type, solve

ID = Row(name="Id", presence="required")
TABLE = PageOf("GET /it").body("200", "Thing").table("200", {"Id": ID, "Name": "string"})


def holding(said: str, value: object) -> PageOf:
    """Another page, whose sample shows `value` in a property of the same type."""
    return PageOf("GET /at").table("200", {"Thing": said}).sample("200", {"Thing": value})


@pytest.mark.parametrize(
    ("pages", "presence"),
    [
        ((TABLE,), "required"),
        ((TABLE, holding("Thing", {"Id": 1})), "required"),
        ((TABLE, holding("Thing", None)), "required"),
        ((TABLE, holding("Thing", {"Name": "A"})), None),
        ((TABLE, holding("Thing", {})), None),
        ((TABLE, holding("array<Thing>", [{"Id": 1, "Name": "A"}, {}])), None),
        ((TABLE, PageOf("GET /one").body("200", "Thing").sample("200", {})), None),
    ],
)
def test_what_a_sample_leaves_out_is_not_required(
    pages: tuple[PageOf, ...], presence: str | None
) -> None:
    found = object_type(solve(*pages), "Thing").properties[0]
    assert (found.name, found.presence) == ("Id", presence)
