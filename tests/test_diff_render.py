"""A diff in every form: what stands in it, how much of it, and no text of a page is trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

import codegen
from codegen.changes.approvals import Approval, Approvals
from codegen.changes.diff import Bump
from codegen.changes.model import LEVELS, Level, Subject
from codegen.changes.render import FORMS, Form, render, text
from codegen.changes.render.data import json_schema
from codegen.diagnostics import At
from codegen.escape import code_span, sentence
from tests.diffs import HOSTILE, change, diff, example
from tests.golden import RENDERED, rendered

PARSER = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])


@pytest.mark.parametrize("name", sorted(rendered()))
def test_renderings_are_those_that_were_reviewed(name: str) -> None:
    assert rendered()[name] == (RENDERED / name).read_text("utf-8"), "python -m tests.golden"


@pytest.mark.parametrize("form", FORMS)
def test_a_rendering_is_the_same_every_time(form: Form) -> None:
    assert render([example()], form) == render([example()], form)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_changed(form: Form) -> None:
    found = render([diff()], form)
    assert "breaking" not in found.replace('"breaking": 0', "")


# Markdown


def tokens(markdown: str) -> Iterator[Token]:
    for token in PARSER.parse(markdown):
        yield token
        yield from token.children or ()


def test_text_of_pages_is_code_and_nothing_else_in_markdown() -> None:
    found = list(tokens(render([example()], "markdown")))
    assert not [token for token in found if token.type in {"image", "link_open", "html_inline"}]
    blocks = "".join(token.content for token in found if token.type == "html_block")
    assert "evil" not in blocks
    words = "".join(token.content for token in found if token.type == "text")
    assert not set("@#`[]&\u2028\u202e\x1b") & set(words)
    assert "evil" not in words
    code = [token.content for token in found if token.type == "code_inline"]
    assert any("@everyone" in one for one in code)


@given(st.text())
def test_a_code_span_is_one_whatever_is_in_it(given: str) -> None:
    span = code_span(given)
    children = [token for token in tokens(f"- **x**: {span}, y") if token.type == "code_inline"]
    assert [token.content for token in children] == [sentence(given)] * bool(sentence(given))
    last = [token for token in tokens(f"- **x**: {span}, y") if token.type == "text"][-1]
    assert last.content == ", y" or not span


@pytest.mark.parametrize("number", [300, 20_000])
def test_a_comment_has_room_for_any_number_of_changes(number: int) -> None:
    found = diff(
        *(
            change(
                f"rule-{one % 40}",
                Subject("property", f"Owner{one}", f"member{one}"),
                level=LEVELS[one % 4],
                old="x" * 90,
                new="y" * 90,
                before=(At("p" * 90, 3),),
            )
            for one in range(number)
        )
    )
    shown = render([found], "markdown")
    assert len(shown) < 65_536
    assert f"{number:,} changes" in shown
    assert "more changes; all of them" in shown
    listed = shown.count("\n- **")
    assert 0 < listed < 200


def test_many_apis_have_room_too() -> None:
    shown = render([diff(change(), api=f"api{one}") for one in range(300)], "markdown")
    assert len(shown) < 65_536
    assert "more APIs left out" in shown


def test_what_is_cut_is_counted() -> None:
    changes = [
        change("property-removed", Subject("property", f"T{one}", f"m{one}")) for one in range(30)
    ]
    shown = render([diff(*changes)], "markdown")
    assert shown.count("\n- **property removed**") == 25
    assert "… and 5 more changes; all of them: `doc-codegen diff --format json`" in shown
    assert shown.count("`T29.m29`") == 0
    assert text([diff(*changes)]).count("property removed: ") == 25


def test_the_most_dangerous_comes_first() -> None:
    in_code = change(
        "type-renamed", Subject("type", "A"), level="breaking", wire="docs-only", source="breaking"
    )
    rare = change("b", Subject("property", "B", "b"), operations=("GET /a",))
    common = change("c", Subject("property", "C", "c"), operations=("GET /a", "GET /b"))
    shown = render([diff(in_code, rare, common)], "markdown")
    order = [shown.index(f"`{name}`") for name in ("C.c", "B.b", "A")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("subjects", "line"),
    [
        (
            [Subject("property", f"T{one}", "at") for one in range(9)],
            "- **it changed** (9): `at` in `T0`, `T1`, `T2`, `T3` and 5 more",
        ),
        (
            [Subject("response", f"GET /{one}", "200") for one in range(3)],
            "- **it changed** (3): `200` in `GET /0`, `GET /1`, `GET /2`",
        ),
        (
            [Subject("property", "T", f"p{one}") for one in range(4)],
            "- **it changed** (4): `T`: `p0`, `p1`, `p2`, `p3`",
        ),
        (
            [Subject("request", f"GET /{one}") for one in range(5)],
            "- **it changed** (5): `GET /0`, `GET /1`, `GET /2`, `GET /3`, `GET /4`",
        ),
        (
            [Subject("operation", f"GET /{one}") for one in range(6)],
            "- **it changed** (6): `GET /0`, `GET /1`, `GET /2`, `GET /3` and 2 more",
        ),
        (
            [Subject("parameter", f"GET /{one}", f"query:{one}") for one in range(5)],
            (
                "- **it changed** (5): `GET /0 query:0`, `GET /1 query:1`, `GET /2 query:2`,"
                " `GET /3 query:3`, `GET /4 query:4`"
            ),
        ),
    ],
)
def test_what_is_alike_is_one_row(subjects: list[Subject], line: str) -> None:
    found = diff(*(change("it-changed", one) for one in subjects))
    shown = render([found], "markdown").splitlines()
    assert [one for one in shown if one.startswith("- ")] == [line]


def test_one_or_two_in_each_of_many_modules_are_one_row() -> None:
    """The example has the operations of people in one module, and one of orders in another."""
    owners = ["GET /people/0", "GET /people/1", "GET /orders", "GET /x", "GET /y"]
    changes = [
        change("it-changed", Subject("request", owner), old=owner, new="x") for owner in owners
    ]
    assert render([diff(*changes)], "markdown").count("\n- **it changed** (5): ") == 1
    assert render([diff(*changes[1:])], "markdown").count("\n- **it changed**: ") == 4


def test_the_same_before_and_after_is_one_row() -> None:
    changes = [
        change("it-changed", Subject("property", f"T{n}", f"p{n}"), old="int32", new="integer")
        for n in range(900)
    ]
    shown = render([diff(*changes)], "markdown").splitlines()
    (row,) = (one for one in shown if one.startswith("- "))
    lead = "- **it changed** (900): `int32` → `integer`: "
    assert row == f"{lead}`T0.p0`, `T1.p1`, `T2.p2`, `T3.p3` and 896 more"


def test_words_alone_are_one_row_for_each_rule() -> None:
    changes = [
        change("words", Subject("type", f"T{n}"), level="docs-only", old=str(n), new="x")
        for n in range(9)
    ]
    shown = render([diff(*changes)], "markdown")
    assert "- **words** (9): `T0`, `T1`, `T2`, `T3` and 5 more" in shown


def test_what_is_not_alike_is_not_one_row() -> None:
    changes = [
        change("it-changed", Subject("property", f"T{one}", "at"), new=str(one)) for one in range(5)
    ]
    shown = render([diff(*changes)], "markdown")
    assert shown.count("- **it changed**") == 5


# Text


def test_no_text_of_a_page_reaches_a_terminal_as_it_is() -> None:
    plain = text([example()])
    assert not set(plain) - {"\n"} & set("\r\x1b\u2028\u202e")
    assert all(char == "\n" or char.isprintable() for char in plain)
    assert "\x1b[31m" in text([example()], color=True)


# JSON


def test_json_is_what_its_schema_says() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    found = json.loads(render([example(), diff()], "json"))
    assert [error.message for error in validator.iter_errors(found)] == []
    del found["diffs"][0]["changes"][0]["wire"]
    assert list(validator.iter_errors(found))


def test_the_schema_that_ships_is_that_of_the_form() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    folder = Path(codegen.__file__).parent / "changes" / "render"
    shipped = (folder / "diff.schema.json").read_text("utf-8")
    assert shipped == json.dumps(json_schema(), indent=1) + "\n"


def test_json_has_everything() -> None:
    given = example()
    (found,) = json.loads(render([given], "json"))["diffs"]
    assert [one["fingerprint"] for one in found["changes"]] == [
        one.fingerprint for one in given.changes
    ]
    hostile = found["changes"][-1]
    assert hostile["old"] == hostile["subject"]["owner"] == hostile["before"][0]["path"] == HOSTILE
    assert [one["approved"]["by"] for one in found["changes"] if one["approved"]] == ["Ann"]
    assert [one["code"] for one in found["findings"]] == [
        "approval-without-reason",
        "expired-approval",
    ]


# Findings


def test_sarif_has_a_result_for_each_change() -> None:
    given = example()
    (run,) = json.loads(render([given], "sarif"))["runs"]
    results = run["results"]
    assert len(results) == len(given.changes) + len(given.findings)
    by_rule = {result["ruleId"]: result for result in results}
    removed = by_rule["property-removed"]
    assert removed["level"] == "error"
    assert uri(removed) == "docs/people.md"
    assert "was so in HEAD~3" in str(removed["relatedLocations"])
    assert by_rule["parameter-removed"]["level"] == "note"
    assert by_rule["parameter-removed"]["message"]["text"].endswith(f"approved: Agreed. {HOSTILE}")


def uri(result: Any) -> Any:
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_fingerprints_of_sarif_stay_where_lines_move() -> None:
    def fingerprints(line: int) -> Any:
        given = diff(change(after=(At("a.md", line),)))
        (run,) = json.loads(render([given], "sarif"))["runs"]
        return [result["partialFingerprints"] for result in run["results"]]

    assert fingerprints(1) == fingerprints(9)


def test_annotations_are_few_and_each_is_one_line() -> None:
    changes = [
        change("it-changed", Subject("property", f"T{one}", f"m{one}")) for one in range(500)
    ]
    lines = render([diff(*changes)], "github").splitlines()
    assert len(lines) == 21
    assert lines[-1] == "::notice title=diff::Breaking: 480 more changes, not annotated"
    assert all(line.startswith("::") for line in render([example()], "github").splitlines())


# The outcome


@pytest.mark.parametrize(
    ("levels", "bump"),
    [
        ((), "none"),
        (("docs-only",), "patch"),
        (("safe", "docs-only"), "minor"),
        (("risky",), "minor"),
        (("docs-only", "breaking"), "major"),
    ],
)
def test_the_version_that_is_due(levels: tuple[Level, ...], bump: Bump) -> None:
    assert diff(*(change(level=level) for level in levels)).bump == bump


def test_an_approval_lets_a_change_pass_and_makes_it_no_less_grave() -> None:
    one = change()
    entry = Approval(fingerprint=one.fingerprint, reason="Agreed.")
    found = diff(one, approvals=Approvals(entries=(entry,)))
    assert not found.reaches("docs-only")
    assert found.bump == "major"
    assert diff(one).reaches("breaking")
    assert not diff(change(level="risky")).reaches("breaking")
    assert diff(change(level="risky")).reaches("safe")
