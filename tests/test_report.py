from __future__ import annotations

import itertools
import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.codes import finding
from codegen.diagnostics import (
    At,
    CodegenError,
    Diagnostic,
    Related,
    Severity,
    counts,
    merged,
    render_text,
)
from codegen.report import FORMATS, Format, reaches, render

FINDINGS = (
    Diagnostic(
        code="ragged-row",
        severity="warning",
        message="table row has 2 cells, the header has 3",
        path="docs/b.md",
        line=7,
        hint="a pipe in a cell is written \\|",
    ),
    Diagnostic(code="invalid-json", severity="error", message="no JSON", path="docs/a.md", line=3),
    Diagnostic(code="not-a-document", severity="info", message="passed over", path="docs/x.png"),
    Diagnostic(code="nothing-generated", severity="error", message="nothing was written"),
)
HOSTILE = "\x1b]0;owned\x07\x1b[31m \u202eltr\u2066 \u200b \x9b2J \r\nforged.md:1: error: no"


def test_text() -> None:
    assert render(FINDINGS, "text") == (
        "docs/a.md:3: error: no JSON [invalid-json]\n"
        "error: nothing was written [nothing-generated]\n"
        "docs/b.md:7: warning: table row has 2 cells, the header has 3 [ragged-row]\n"
        "    hint: a pipe in a cell is written \\|\n"
    )


def test_json() -> None:
    assert json.loads(render(FINDINGS, "json")) == [
        {
            "code": item.code,
            "severity": item.severity,
            "message": item.message,
            "path": item.path,
            "line": item.line,
            "hint": item.hint,
            "subject": item.subject,
            "related": [],
        }
        for item in FINDINGS
    ]


def test_github() -> None:
    assert render(FINDINGS, "github") == (
        "::warning file=docs/b.md,line=7,title=ragged-row::"
        "table row has 2 cells, the header has 3%0Aa pipe in a cell is written \\|\n"
        "::error file=docs/a.md,line=3,title=invalid-json::no JSON\n"
        "::notice file=docs/x.png,line=1,title=not-a-document::passed over\n"
        "::error title=nothing-generated::nothing was written\n"
    )


def sided(number: int = 0) -> Diagnostic:
    """A finding with claims on both sides, and `number` places more."""
    more = tuple(Related(path="c.md", line=line) for line in range(1, number + 1))
    sides = (Related(path="a.md", line=3, message="says x"), Related(path="b.md", message="says y"))
    return Diagnostic(
        code="type-contradicts-table",
        severity="warning",
        message="m",
        path="a.md",
        line=3,
        subject="T.p",
        related=(*sides, *more),
    )


def test_related_places_in_json() -> None:
    (one,) = json.loads(render([sided()], "json"))
    assert one["related"] == [
        {"path": "a.md", "line": 3, "message": "says x"},
        {"path": "b.md", "line": 0, "message": "says y"},
    ]


def test_related_places_in_annotations_are_bounded() -> None:
    (line,) = render([sided(20)], "github").splitlines()
    listed = line.partition("::m")[2]
    assert listed.startswith("%0Aa.md:3: says x%0Ab.md: says y%0Ac.md:1%0A")
    assert listed.endswith("%0Ac.md:8%0Aand 12 more")


@pytest.mark.parametrize(("number", "words"), [(0, "1 more place"), (1, "2 more places")])
def test_related_places_are_counted_in_brief(number: int, words: str) -> None:
    text = render([sided(number)], "text")
    assert text.endswith(f"m [type-contradicts-table]\n    and at {words}\n")


def test_github_commands_cannot_be_forged() -> None:
    finding = Diagnostic(
        code="x", severity="error", message="50% ::\n::error::no", path="a,line=9::b.md", line=1
    )
    assert render([finding], "github") == (
        "::error file=a%2Cline=9%3A%3Ab.md,line=1,title=x::50%25 ::%0A::error::no\n"
    )


@pytest.mark.parametrize("form", get_args(Format))
def test_nothing_to_report(form: Format) -> None:
    text = render([], form)
    if form == "json":
        assert json.loads(text) == []
    elif form == "sarif":
        assert json.loads(text)["runs"][0]["results"] == []
    else:
        assert not text


@pytest.mark.parametrize("form", get_args(Format))
@pytest.mark.parametrize("part", ["message", "path", "hint"])
def test_nothing_of_a_page_commands_the_terminal(form: Format, part: str) -> None:
    finding = Diagnostic(
        **{"code": "x", "severity": "warning", "message": "m", "path": "a.md", part: HOSTILE}  # type: ignore[arg-type]
    )
    text = render([finding], form)
    assert [char for char in text if not char.isprintable() and char != "\n"] == []
    assert [line for line in text.split("\n") if line.startswith("forged")] == []
    assert "ltr" in text


@given(st.text(), st.text(), st.sampled_from(get_args(Format)))
def test_output_is_printable_and_ends_its_line(message: str, path: str, form: Format) -> None:
    finding = Diagnostic(code="x", severity="warning", message=message, path=path, line=1)
    text = render([finding], form)
    assert [char for char in text if not char.isprintable() and char != "\n"] == []
    assert text.endswith("\n")
    if form in {"text", "github"}:
        assert text.count("\n") == 1
    else:
        assert json.loads(text)


def many(number: int) -> list[Diagnostic]:
    return [
        Diagnostic(code="ragged-row", severity="warning", message="m", path="a.md", line=line)
        for line in range(1, number + 1)
    ]


def test_many_findings_of_one_code_are_cut_short_in_text_only() -> None:
    findings = [*many(1000), FINDINGS[1]]
    lines = render(findings, "text").splitlines()
    assert len(lines) == 22
    assert lines[0] == "docs/a.md:3: error: no JSON [invalid-json]"
    assert lines[1] == "a.md:1: warning: m [ragged-row]"
    assert lines[-1] == "... and 980 more [ragged-row], all of them in JSON"
    assert len(json.loads(render(findings, "json"))) == 1001
    assert render(findings, "github").count("\n") == 1001
    assert len(json.loads(render(findings, "sarif"))["runs"][0]["results"]) == 1001


def test_as_many_as_are_shown_are_not_counted() -> None:
    assert len(render(many(20), "text").splitlines()) == 20


def test_text_does_not_depend_on_the_order_of_findings() -> None:
    texts = {render(found, "text") for found in itertools.permutations(FINDINGS)}
    assert len(texts) == 1
    assert len({render_text(found) for found in itertools.permutations(FINDINGS)}) == 1


@pytest.mark.parametrize(
    ("findings", "levels"),
    [
        ((), []),
        (FINDINGS, ["error", "warning", "info"]),
        (FINDINGS[:1], ["warning", "info"]),
        (FINDINGS[2:3], ["info"]),
    ],
    ids=["none", "error", "warning", "info"],
)
def test_reaches(findings: tuple[Diagnostic, ...], levels: list[str]) -> None:
    assert [level for level in get_args(Severity) if reaches(findings, level)] == levels


def test_counts_are_sorted_by_number_and_then_by_code() -> None:
    assert list(counts([*FINDINGS, *many(2)]).items()) == [
        ("ragged-row", 3),
        ("invalid-json", 1),
        ("not-a-document", 1),
        ("nothing-generated", 1),
    ]


def test_an_error_carries_its_findings() -> None:
    error = CodegenError(*FINDINGS[:2])
    assert error.diagnostics == FINDINGS[:2]
    assert str(error) == "\n".join(map(str, FINDINGS[:2]))


def test_every_format_has_its_renderer() -> None:
    assert set(FORMATS) == set(get_args(Format))


def at(path: str, line: int, *related: Related, **facts: str) -> Diagnostic:
    words: dict[str, Any] = {"code": "ragged-row", "message": "m", **facts}
    return Diagnostic(severity="warning", path=path, line=line, related=related, **words)


def test_findings_that_differ_in_their_places_alone_become_one() -> None:
    said = Related(path="a.md", line=1, message="says x")
    findings = [
        at("b.md", 2, Related(path="b.md", line=9)),
        at("a.md", 10),
        at("a.md", 9, said),
        at("a.md", 9),
        at("a.md", 9, message="other"),
        at("a.md", 9, code="x"),
        at("a.md", 9, hint="h"),
        at("a.md", 9, subject="s"),
    ]
    for order in (findings, findings[::-1]):
        (one,) = (item for item in merged(order) if len(item.related) > 1)
        assert (one.path, one.line) == ("a.md", 9)
        places = [(other.path, other.line, other.message) for other in one.related]
        assert places == [("a.md", 1, "says x"), ("a.md", 10, ""), ("b.md", 2, ""), ("b.md", 9, "")]
        assert len(merged(order)) == 5


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_text_as_long_as_a_page_is_cut(form: Format) -> None:
    text = "x" * 100_000
    other = Related(path="b.md", line=1, message=text)
    one = Diagnostic(code="c", severity="error", message=text, hint=text, related=(other,))
    assert len(render([one], form)) < 2000


def test_a_place_that_says_something_is_not_told_twice() -> None:
    def one(path: str) -> Diagnostic:
        return finding("imprecise-type", "no", "p", [(At(path, 3), "says string")])

    (found,) = merged([one("a.md"), one("b.md")])
    places = [(other.path, other.message) for other in found.related]
    assert places == [("a.md", "says string"), ("b.md", "says string")]


def test_merging_what_is_merged_changes_nothing() -> None:
    once = merged([*FINDINGS, *many(9), sided(3)])
    assert merged(once) == once


def test_what_a_finding_is_about_has_no_numbers() -> None:
    assert at("a.md", 1, message="row has 2 cells, not 13").about == "row has # cells, not #"
    assert at("a.md", 1, subject="T.p2").about == "T.p2"
