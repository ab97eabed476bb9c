"""Lint of real documentation, held against the vendor's own description. Skipped without it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from codegen import pipeline
from codegen.diagnostics import Diagnostic
from codegen.lint import lint
from tests.corpora import corpus

_ROW = re.compile(r"\| (\S+) \| (TableRight|RecurrenceInfo) \|")
_BODY = re.compile(r"### Response body: (TableRight|RecurrenceInfo)")
_REQUEST_LINE = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/[^\s?]+)")


class Use(NamedTuple):
    """A line that prints one of the two labels: as the type of a property, or of a body ('')."""

    path: str
    line: int
    operation: tuple[str, str]
    direction: str
    name: str
    label: str


def uses(folder: Path) -> Iterator[Use]:
    """Every line of the pages below `folder` that prints one of the two labels as a type."""
    for path in sorted(folder.rglob("*.md")):
        operation, direction = ("", ""), "request"
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not operation[0] and (found := _REQUEST_LINE.match(text)):
                operation = (found[1], found[2].removeprefix("/api").lower())
            elif text.startswith("## Response"):
                direction = "response"
            if found := _ROW.match(text):
                yield Use(path.as_posix(), line, operation, direction, found[1], found[2])
            elif found := _BODY.fullmatch(text):
                yield Use(path.as_posix(), line, operation, direction, "", found[1])


class Truth:
    """What the vendor's own description says that things are."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.definitions = document["definitions"]
        self.operations = {
            (method.upper(), path.removeprefix("/api").lower()): operation
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        }

    def type_of(self, use: Use) -> str | None:
        """The type at a use: a name, a JSON type, '' for nothing; None where it is not said."""
        operation = self.operations[use.operation]
        if use.direction == "request":
            bodies = (one for one in operation["parameters"] if one["in"] == "body")
        else:
            bodies = (one for status, one in operation["responses"].items() if status[0] == "2")
        schema = next((one.get("schema") for one in bodies), None)
        if not use.name:
            return self._name(schema)
        properties = self._properties(schema or {})
        return self._name(properties[use.name]) if use.name in properties else None

    def _name(self, schema: Mapping[str, Any] | None) -> str:
        if schema is None:
            return ""
        if "$ref" in schema:
            return str(schema["$ref"]).rpartition(".")[2]
        return str(schema.get("type", ""))

    def _properties(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        while "$ref" in schema or "items" in schema:
            if "items" in schema:
                schema = schema["items"]
            else:
                schema = self.definitions[schema["$ref"].removeprefix("#/definitions/")]
        found = dict(schema.get("properties", {}))
        for part in schema.get("allOf", ()):
            found.update(self._properties(part))
        return found


@pytest.fixture(scope="module")
def findings() -> tuple[Diagnostic, ...]:
    docs = (corpus("superoffice-2023"),)
    return lint(pipeline.understand(pipeline.Api(name="api", docs=docs, output=Path())))


def reported(findings: tuple[Diagnostic, ...]) -> set[tuple[str, int, str]]:
    """Lines that are reported, each with the label that it prints."""
    return {
        (place.path, place.line, finding.subject.partition(" ")[0])
        for finding in findings
        if finding.code == "label-overruled"
        for place in _places(finding)
    }


def _places(finding: Diagnostic) -> list[Any]:
    return [finding, *finding.related]


def test_lying_labels_are_reported_where_they_lie_and_nowhere_else(
    findings: tuple[Diagnostic, ...],
) -> None:
    truth = Truth(
        json.loads(corpus("superoffice-2023/truth/agents.swagger.json").read_text(encoding="utf-8"))
    )
    lines = reported(findings)
    known = [(use, truth.type_of(use)) for use in uses(corpus("superoffice-2023/agent"))]
    right = [use for use, is_ in known if is_ == use.label]
    wrong = [use for use, is_ in known if is_ not in {use.label, None}]
    assert (len(right), len(wrong)) == (1077, 431)
    missed = [use for use in wrong if (use.path, use.line, use.label) not in lines]
    false = [use for use in right if (use.path, use.line, use.label) in lines]
    assert (missed, false) == ([], [])


def test_the_other_half_of_the_reference(findings: tuple[Diagnostic, ...]) -> None:
    """Of `rest` the vendor publishes no description, but what goes by its own name is right.

    No whole body is one of the two: these are always part of something.
    """
    lines = reported(findings)
    own = {("TableRight", "TableRight"), ("Recurrence", "RecurrenceInfo")}
    for use in uses(corpus("superoffice-2023/rest")):
        lies = (use.name, use.label) not in own
        assert ((use.path, use.line, use.label) in lines) is lies, use


def test_findings_are_few_and_have_many_places(findings: tuple[Diagnostic, ...]) -> None:
    assert len(findings) < 300
    assert len({(one.code, one.subject or one.message) for one in findings}) == len(findings)
    assert sum(len(one.related) for one in findings) > 3000


def test_every_place_is_a_line_of_its_page(findings: tuple[Diagnostic, ...]) -> None:
    lengths: dict[str, int] = {}
    for finding in findings:
        # A file that is passed over is no page, and has no line.
        for place in _places(finding) if finding.code != "not-a-document" else ():
            if place.path not in lengths:
                text = Path(place.path).read_text(encoding="utf-8")
                lengths[place.path] = len(text.splitlines())
            assert 0 <= place.line <= lengths[place.path]


def test_other_pages_know_each_other(findings: tuple[Diagnostic, ...]) -> None:
    assert not [one for one in findings if one.code in {"broken-reference", "invalid-json"}]
