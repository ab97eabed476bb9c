"""Statuses that headings name, with what the text below each says."""

from __future__ import annotations

import pytest

from codegen.claims import ResponseClaim
from codegen.dialects import styles
from codegen.dialects.general import Styled
from codegen.markdown import parse
from codegen.resolve import resolve
from codegen.sources import Document
from tests.told import read


def statuses(text: str) -> dict[str, str]:
    """The statuses of the operation of a page, with their descriptions."""
    found = read(f"# Things\n\n## DELETE /things\n\n{text}\n")
    return {one.status: one.description for one in found.claims if isinstance(one, ResponseClaim)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("### Response (204)\n\nNo content.", {"204": "No content."}),
        ("### Response (404)\n\nThere is no\nsuch thing.", {"404": "There is no such thing."}),
        (
            "### Responses\n\n#### 204 No Content\n\n#### 404 Not Found\n\nIt is gone.",
            {"204": "No Content", "404": "It is gone."},
        ),
        ("### Errors\n\n#### 404\n\nIt is gone.", {"404": "It is gone."}),
        ("### Errors\n\n#### 404 (Not Found)\n", {"404": "Not Found"}),
        ("### Error 404\n\nIt is gone.", {"404": "It is gone."}),
        ("### Status: 404\n\nIt is gone.", {"404": "It is gone."}),
        ("**Response (404):**\n\nIt is gone.", {"404": "It is gone."}),
        ("**Response (404):** It is gone.", {"404": "It is gone."}),
        (
            "- **204 No Content:** Done.\n- **404 Not Found:** Gone.",
            {"204": "Done.", "404": "Gone."},
        ),
        ("### Responses\n\n**204:** Done.\n\n**404:** Gone.", {"204": "Done.", "404": "Gone."}),
        # A sample, its label or a type below a heading is no text about the status.
        ('### Response 201\n\n```json\n{"a": 1}\n```', {"201": ""}),
        ('### Response 201\n\nBody:\n\n```json\n{"a": 1}\n```', {"201": ""}),
        ("### 201 Created\n\n[Thing](#thing)", {"201": "Created"}),
    ],
)
def test_headings_name_statuses(text: str, expected: dict[str, str]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "### Example\n\n#### Response 404\n\nIt is gone.",
        "### Example response (404)\n\nIt is gone.",
    ],
)
def test_headings_of_samples_document_no_status(text: str) -> None:
    assert not statuses(text)


def test_lists_of_errors_are_of_no_operation() -> None:
    found = read("# Things\n\n## GET /things\n\nAll.\n\n## Errors\n\n### 404 Not Found\n\nGone.\n")
    assert not [one for one in found.claims if isinstance(one, ResponseClaim)]


def test_the_status_of_a_style_s_own_heading() -> None:
    style = styles.load(
        'name = "own"\nextends = "general"\n'
        "[[headings]]\nmatch = 'antwort (?P<status>\\d+)'\nmeans = 'response'\n",
        "own.toml",
    )
    text = "# Things\n\n## GET /things\n\n### Antwort 204\n\nNichts.\n"
    found = Styled(style).read(parse(Document(page="a.md", rank=0, text=text)))
    (claim,) = (one for one in found.claims if isinstance(one, ResponseClaim))
    assert (claim.status, claim.description, claim.place.line) == ("204", "Nichts.", 5)


def test_an_answer_without_content_is_in_the_spec() -> None:
    found = read("# Things\n\n## DELETE /things\n\n### Response (204)\n\nNo content.\n")
    (operation,) = resolve([found], api="x").spec.operations
    (response,) = operation.responses
    assert (response.status, response.body) == ("204", None)
