"""Samples of which no words say whether they are sent, and sections that are called `Error`."""

from __future__ import annotations

import pytest

from codegen.claims import OperationClaim
from tests.told import read, told

_FIELDS = "| Field | Type |\n|---|---|\n| name | string |\n| phone | string |\n"
_ONE = '```json\n{"phone": "1"}\n```\n'
_OTHER = '```json\n{"phone": "1", "made": 3}\n```\n'

#: What stands below the request line, and what is claimed of statuses and samples.
SHOWN = [
    (f"{_FIELDS}\n{_ONE}\nReturns `204 No Content`.", ["status: 204", "sample of request"]),
    (f"{_FIELDS}\nExample:\n\n{_ONE}\nReturns nothing.", ["sample of request"]),
    (f"Returns `204 No Content`.\n\n{_FIELDS}\n{_ONE}", ["status: 204", "sample of request"]),
    (
        f"{_FIELDS}\nRequest:\n\n{_ONE}\nReturns `204 No Content`.",
        ["status: 204", "sample of request"],
    ),
    # Nothing says that there is no answer, or something is another one.
    (f"{_FIELDS}\n{_ONE}", ["status: 200", "sample of response 200"]),
    (
        f"{_FIELDS}\n{_ONE}\nReturns 200 or 204.",
        ["status: 200", "status: 204", "sample of response 200"],
    ),
    (
        f"{_FIELDS}\n{_ONE}\nReturns nothing.\n\nResponse:\n\n{_ONE}",
        ["status: 200", "sample of response 200", "sample of response 200"],
    ),
    # What the table has not is not sent, and what is called an answer is one.
    (
        f"{_FIELDS}\n{_OTHER}\nReturns `204 No Content`.",
        ["status: 204", "status: 200", "sample of response 200"],
    ),
    (
        f"{_FIELDS}\nResponse:\n\n{_ONE}\nReturns `204 No Content`.",
        ["status: 204", "status: 200", "sample of response 200"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_what_samples_show_where_nothing_is_answered(text: str, expected: list[str]) -> None:
    found = told(read(f"# Drivers\n\n## Update a driver\n\n`PATCH /drivers`\n\n{text}\n"))
    said = [line for line in found if line.startswith(("status", "sample"))]
    words = [
        line.replace(" PATCH", "").replace(" of PATCH", "").split(": object")[0] for line in said
    ]
    assert sorted(words) == sorted(one.replace("status:", "status of:") for one in expected)


def test_a_label_of_a_sample_is_no_summary() -> None:
    page = f"# Toys\n\n## Put toy\n\n`PUT /toys`\n\n{_FIELDS}\nExample:\n\n{_ONE}\nReturns `204`.\n"
    (claim,) = (one for one in read(page).claims if isinstance(one, OperationClaim))
    assert (claim.summary, claim.description) == ("Returns 204.", "")


_TOY = """
# Toys

## Get toy

`GET /toys/{id}`

Returns a [Toy](#toy).

## Toy

| Field | Type |
|---|---|
| problem | [Error](#error) |

"""
_CODES = "| Field | Type |\n|---|---|\n| code | string |\n"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"{_TOY}## Error\n\n{_CODES}", ["Error: code string"]),
        (f"{_TOY}## Exceptions\n\n{_CODES}", ["Exceptions: code string"]),
        (f"# Errors\n\nAll are alike.\n\n## Error\n\n{_CODES}", ["Error: code string"]),
        # A part of an operation, what has no types, and what nobody reads.
        (f"# Get toy\n\n`GET /toys`\n\n## Error\n\n{_CODES}", []),
        (f"{_TOY}## Errors\n\n| Name | Description |\n|---|---|\n| code | Which one |\n", []),
        (f"{_TOY}## Errors\n\n| Status | Type |\n|---|---|\n| 404 | string |\n", []),
        (f"{_TOY}## See also\n\n### Error\n\n{_CODES}", []),
    ],
)
def test_sections_that_are_called_error_may_document_a_type(page: str, expected: list[str]) -> None:
    found = told(read(page))
    assert [line for line in found if "code" in line] == expected
