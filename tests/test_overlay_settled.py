"""Findings that a correction settles: gone from generate, harmless in lint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from codegen.claims import Row
from codegen.cli import main
from codegen.diagnostics import Diagnostic
from codegen.overlay import loads, lowered, settled
from codegen.resolve import resolve
from codegen.typeexpr import Scalar
from tests.overlaid import reasoned
from tests.readings import PageOf
from tests.shop import generate, page, write_pages

VALUES = Row(name="State", type=Scalar("string"), values=("Open", "Shut"))
SIZE = Row(name="Size", type=Scalar("int32"), nullable=False)


def pages() -> list[PageOf]:
    """Two types, with claims that deny each other about properties, parameters and a body."""
    return [
        PageOf("GET /a", name="A")
        .parameter("query", "q", "boolean")
        .body("200", "Thing")
        .table("200", {"Id": "int32", "State": VALUES, "Size": SIZE})
        .sample("200", {"Id": "x", "State": "Lost", "Size": None}),
        PageOf("GET /a", name="A", page="older.md", rank=1).parameter("query", "q", "int32"),
        PageOf("GET /b", name="B").body("200", "int32").sample("200", "x"),
        PageOf("GET /c", name="C")
        .body("200", "Other")
        .table("200", {"Id": "int32", "State": "string"})
        .sample("200", {"Id": "x", "State": "Open"}),
    ]


def found(overlay: str) -> tuple[dict[str, int], set[str]]:
    """What is settled, with the line that does; and what is open. Of null findings: ``null``."""
    readings = [one.reading() for one in pages()]
    resolution = resolve(readings, api="shop", overlay=loads(reasoned(overlay)))
    closed, left = {}, set()
    for one, by in settled(resolution.diagnostics, resolution.spec, resolution.overlay):
        name = f"{one.subject} null" if "never null" in one.message else one.subject
        if by is None:
            left.add(name)
        else:
            closed[name] = by.line
    return closed, left


ALL = {"Thing.Id", "Thing.State", "Thing.Size null", "Other.Id", "GET /a.q", "GET /b response 200"}


@pytest.mark.parametrize(
    ("overlay", "closed"),
    [
        ("- target: Thing.Id\n  type: string\n", {"Thing.Id": 2}),
        ("- target: Thing.Id\n  drop: [type]\n", {"Thing.Id": 2}),
        ("- target: Thing.Id\n  presence: required\n", {}),
        ("- target: Thing.Id\n  nullable: false\n", {}),
        ("- target: Thing.Size\n  type: int64\n", {}),
        ("- target: Thing.Size\n  nullable: false\n", {"Thing.Size null": 2}),
        ("- target: Thing.State\n  values: [Open]\n", {"Thing.State": 2}),
        ("- target: Thing.State\n  type: string\n", {"Thing.State": 2}),
        ("- target: State\n  add_values: [Lost]\n", {"Thing.State": 2}),
        ("- target: State\n  description: Of things.\n", {}),
        ("- remove: Thing.Id\n", {"Thing.Id": 1}),
        ("- target: GET /a?q\n  type: string\n", {"GET /a.q": 2}),
        ("- remove: GET /a?q\n", {"GET /a.q": 1}),
        ("- target: GET /a?q\n  presence: required\n", {}),
        ("- target: GET /b response 200\n  type: string\n", {"GET /b response 200": 2}),
        ("- target: Thing\n  name: Item\n- target: Thing.Id\n  type: string\n", {"Item.Id": 5}),
    ],
)
def test_a_finding_is_settled_by_its_fact_alone(overlay: str, closed: dict[str, int]) -> None:
    assert found("") == ({}, ALL)
    got, left = found(overlay)
    assert got == closed
    every = {name.replace("Item.", "Thing.") for name in {*got, *left}}
    assert every >= ALL - {"GET /a.q"} or "remove" in overlay
    assert not left & set(closed)
    assert len(left) == len(ALL) - len(closed)


def test_a_name_that_two_parameters_have_is_none_of_them() -> None:
    twice = [
        PageOf("GET /a", name="A").parameter("query", "q", "boolean").parameter("header", "q"),
        PageOf("GET /a", name="A", page="b.md", rank=1).parameter("query", "q", "int32"),
    ]
    overlay = loads(reasoned("- target: GET /a header q\n  type: uuid\n"))
    resolution = resolve([one.reading() for one in twice], api="shop", overlay=overlay)
    weighed = list(settled(resolution.diagnostics, resolution.spec, resolution.overlay))
    assert [(one.subject, by) for one, by in weighed] == [("GET /a.q", None)]
    assert [one.fact for one in resolution.overlay] == ["type"]


@pytest.mark.parametrize(
    ("overlay", "closed"),
    [
        ("- target: GET /a/{id}?id\n  type: int64\n", set()),
        ("- target: GET /a/{id}?id\n  type: int64\n- target: GET /b/{id} path id\n", {"id"}),
        ("- target: GET /a/{id}?id\n  values: [x]\n- target: GET /b/{id} path id\n", {"id"}),
        ("- target: GET /c/{id} path id\n", set()),
    ],
)
def test_a_name_in_paths_is_settled_where_it_is_in_all(overlay: str, closed: set[str]) -> None:
    listed = [
        PageOf("GET /a/{id}", name="A"),
        PageOf("GET /b/{id}/{no}", name="B"),
        PageOf("GET /b/{id}", name="C"),
        PageOf("GET /c/{id}", name="D").parameter("path", "id", "int32"),
    ]
    text = f"- target: GET /b/{{id}}/{{no}} path id\n{overlay}"
    entries = loads(reasoned(text.replace("path id\n", "path id\n  type: uuid\n")))
    resolution = resolve([one.reading() for one in listed], api="shop", overlay=entries)
    weighed = list(settled(resolution.diagnostics, resolution.spec, resolution.overlay))
    assert {one.subject for one, _ in weighed} == {"id", "no"}
    assert {one.subject for one, by in weighed if by is not None} == closed


def test_what_is_settled_keeps_its_place_and_names_the_correction() -> None:
    overlay = loads(reasoned("- target: GET /b response 200\n  type: string\n"))
    readings = [one.reading() for one in pages()]
    resolution = resolve(readings, api="shop", overlay=overlay)
    one = Diagnostic(code="x", severity="warning", message="m", path="a.md", line=3, hint="do it")
    (by,) = resolution.overlay
    assert str(lowered(one, by)) == (
        "a.md:3: info: m [x]\n    hint: do it; corrected at overlay.yaml:2"
    )


def test_generate_leaves_it_out_and_lint_has_it_as_info(tmp_path: Path) -> None:
    rows = "| Id | int32 | Key |\n| Name | int32 | What it is called. |\n"
    docs = write_pages(tmp_path / "docs", {"a.md": page(rows=rows)})
    out = tmp_path / "out"
    text = "[apis.shop]\ndocs = ['docs']\noutput = 'out'\nspec = 'out/spec.json'\n"
    config = write_pages(tmp_path, {"my.toml": text}) / "my.toml"

    def run() -> tuple[list[str], list[tuple[str, str]], int]:
        made = generate(docs, out, "--format", "json")
        linted = CliRunner().invoke(main, ["lint", "--config", str(config), "--format", "json"])
        findings = [one for one in json.loads(linted.stdout) if one["line"]]
        told = [(one["code"], one["severity"]) for one in findings]
        return [one["code"] for one in json.loads(made.stdout)], told, linted.exit_code

    code = "type-contradicts-sample"
    assert run() == ([code], [(code, "warning")], 1)
    entries = reasoned("- target: Item.Name\n  type: string\n")
    write_pages(out, {"overlay.yaml": entries})
    assert run() == ([], [(code, "info")], 0)
