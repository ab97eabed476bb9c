"""Labels with what they announce in the same line, and sentences that are but a type."""

from __future__ import annotations

import pytest

from codegen.claims import OperationClaim
from tests.told import read, told

SAILOR = """
## Sailor

| Name | Type |
|---|---|
| a | string |
"""
ANSWERED = "response POST 200 is Sailor (#sailor)"
SENT = "request POST is Sailor (#sailor)"
LISTED = "response POST 200 is array<Sailor> (#sailor)"


def said(text: str) -> list[str]:
    """What a page says of the operation of its first section."""
    found = told(read(f"## POST /things\n\n{text}\n{SAILOR}"))
    return [line for line in found if "POST" in line and not line.startswith("operation ")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Response:** [Sailor](#sailor)", [ANSWERED]),
        ("**Response**: [Sailor](#sailor)", [ANSWERED]),
        ("**Response** [Sailor](#sailor)", [ANSWERED]),
        ("**Response** \N{EN DASH} [Sailor](#sailor)", [ANSWERED]),
        ("*Response:* [Sailor](#sailor)", [ANSWERED]),
        ("Response: [Sailor](#sailor)", [ANSWERED]),
        ("**Returns:** [Sailor](#sailor)", [ANSWERED]),
        ("**Result:** [Sailor](#sailor)", [ANSWERED]),
        ("**Request:** [Sailor](#sailor)", [SENT]),
        ("**Body:** [Sailor](#sailor)", [SENT]),
        ("**Request body:** [Sailor](#sailor)", [SENT]),
        ("**request body:** a [Sailor](#sailor) object.", [SENT]),
        ("- **Response:** [Sailor](#sailor)", [ANSWERED]),
        ("- Response: [Sailor](#sailor)", [ANSWERED]),
        ("- **Auth:** required\n- **Response:** [Sailor](#sailor)", [ANSWERED]),
        ("**Response:** a [Sailor](#sailor)", [ANSWERED]),
        ("**Response:** a list of [Sailor](#sailor) objects, newest first", [LISTED]),
        ("**Response:** array of [Sailor](#sailor)", [LISTED]),
        ("**Response:** `Sailor`", ["response POST 200 is Sailor"]),
        ("**Response:** string", ["response POST 200 is string"]),
        ("**Request:** [Sailor](#sailor)  \n**Response:** [Sailor](#sailor)", [SENT, ANSWERED]),
        ("**Request:** [Sailor](#sailor)\n\n**Response:** [Sailor](#sailor)", [SENT, ANSWERED]),
        ("**Request:** [Sailor](#sailor)\n\n**Response:** a [Sailor](#sailor)", [SENT, ANSWERED]),
        ("- **Request:** [Sailor](#sailor)\n- **Response:** [Sailor](#sailor)", [SENT, ANSWERED]),
        ("### Response\n\nA [Sailor](#sailor)", [ANSWERED]),
        ("### Response\n\nA list of [Sailor](#sailor) objects.", [LISTED]),
        ("### Request\n\nA [Sailor](#sailor) in JSON.", [SENT]),
    ],
)
def test_what_stands_behind_a_label_is_sent_or_answered(text: str, expected: list[str]) -> None:
    bodies = [line for line in said(text) if not line.startswith("status ")]
    assert [line for line in bodies if "Auth" not in line] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Response (201):** [Sailor](#sailor)", ["201 is Sailor"]),
        ("**Response:** `201 Created` [Sailor](#sailor)", ["201 is Sailor"]),
        ("**Response:** [Sailor](#sailor) or 404", ["200 is Sailor", "404"]),
        ("**Response:** 204 No Content", ["204"]),
        ("### Responses\n\n**201:** [Sailor](#sailor)", ["201 is Sailor"]),
        ("### Response 201\n\n**Body:** [Sailor](#sailor)", ["201 is Sailor"]),
    ],
)
def test_a_label_says_statuses(text: str, expected: list[str]) -> None:
    found = said(text)
    for one in expected:
        status, _, kind = one.partition(" ")
        assert f"status of POST: {status}" in found
        if kind:
            assert f"response POST {status} {kind} (#sailor)" in found
    assert sum(line.startswith("status ") for line in found) == len(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Beside other properties, or below a heading of such.
        ("- **Title:** string\n- **Body:** [Sailor](#sailor)", "Title string, Body Sailor"),
        ("**Title:** string\n\n**Body:** [Sailor](#sailor)", "Title string, Body Sailor"),
        (
            "### Parameters\n\n- **Body:** [Sailor](#sailor)\n- **Name:** string",
            "Body Sailor, Name string",
        ),
        ("### Parameters\n\n**Result:** [Sailor](#sailor)", "Result Sailor"),
        ("- `name` (string): x\n- **Response** ([Sailor](#sailor)): y", "name string, Response"),
        # As names are spelled on the wire.
        ("- **response** ([Sailor](#sailor)): What to answer.", "response Sailor"),
    ],
)
def test_properties_of_such_names_stay_properties(text: str, expected: str) -> None:
    (found,) = said(text)
    assert found.startswith(f"request POST: {expected}")


def test_labels_in_sections_of_types_are_properties() -> None:
    found = told(read("## Sailor\n\n**Result:** [Boat](#boat)\n\n**Body:** [Boat](#boat)"))
    assert "Sailor: Result Boat, Body Boat" in found


@pytest.mark.parametrize(
    "text",
    [
        "**See:** [Sailor](#sailor)",
        "**Errors:** [Sailor](#sailor)",
        "**Response:** The [limit](#limit) applies.",
        "### Response\n\nThe [limit](#limit) for this is 4.",
    ],
)
def test_what_is_no_type_of_a_body_says_nothing_of_one(text: str) -> None:
    assert not said(text)


def test_labels_of_something_else_are_prose() -> None:
    found = read(f"## POST /things\n\nMakes it.\n\n**See:** [Sailor](#sailor)\n{SAILOR}")
    (operation,) = (one for one in found.claims if isinstance(one, OperationClaim))
    assert operation.description == "See: Sailor"


def test_prose_behind_a_label_is_of_the_operation() -> None:
    found = read(f"## POST /things\n\n**Response:** [Sailor](#sailor)\n\nMakes it.\n{SAILOR}")
    (operation,) = (one for one in found.claims if isinstance(one, OperationClaim))
    assert operation.summary == "Makes it."


def test_a_label_ends_the_parameters_above_it() -> None:
    table = "| Name | Type |\n|---|---|\n| p | string |\n"
    found = said(f"**Parameters:**\n\n{table}\n**Response:** [Sailor](#sailor)")
    assert found == ["request POST: p string", ANSWERED, "status of POST: 200"]


def test_what_stands_right_below_a_label_is_of_it() -> None:
    found = said(
        '**Request:** [Sailor](#sailor)\n\n```json\n{"a": "x"}\n```\n\n'
        "- **Response:** [Sailor](#sailor)\n  - `b` (string): More of it."
    )
    assert "sample of request POST: object a" in found
    assert "response POST 200: b string" in found
