"""Explanations of the embedded example: every named line says what it is named for."""

from __future__ import annotations

import inspect
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from codegen import config, pipeline
from codegen.claims import SampleClaim, TableClaim
from codegen.explain import Explanation, explain
from codegen.explain.model import Fact, Statement
from codegen.pipeline import Understanding
from codegen.spec import EnumType, ObjectType, UnionType
from tests.explained import all_facts, statements, targets

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "codegen" / "explain" / "explanation.schema.json"


@cache
def example() -> Understanding:
    (api,) = config.load(ROOT / "pyproject.toml")
    return pipeline.understand(api)


@cache
def explained(text: str) -> Explanation:
    understood = example()
    return explain(understood.resolution, understood.readings, text)


@cache
def lines(page: str) -> list[str]:
    (source,) = (one for one in example().sources if one.page == page)
    return source.path.read_text("utf-8").splitlines()


TARGETS = tuple(targets(example().resolution.spec))


def test_every_line_says_what_it_is_named_for() -> None:
    wrong = []
    told = 0
    for text in TARGETS:
        for subject, fact, statement, place in statements(explained(text)):
            told += 1
            if statement.how == "overlay":
                continue
            line = lines(place.path)[place.line - 1]
            if not _says(line, subject, fact, statement, lines(place.path)[place.line :]):
                wrong.append((subject.subject, fact.name, statement.how, statement.says, line))
    assert not wrong, wrong
    assert told > 2000


def _says(
    line: str, subject: Explanation, fact: Fact, statement: Statement, below: list[str]
) -> bool:
    """Whether a line of a page can be what a statement stands on."""
    if statement.how == "nearby":
        return line.startswith("#") and any(statement.says in text for text in (line, *below[:4]))
    if statement.how in {"nested table", "unnamed row"}:
        # An outline names what it opens, and says of some properties no more than a limit.
        return bool(line.strip())
    body = subject.kind in {"request", "response"}
    return any(word in line for word in _words(subject, fact, statement, body=body))


def _words(
    subject: Explanation, fact: Fact, statement: Statement, *, body: bool
) -> tuple[str, ...]:
    """Words of which a line that makes a statement has one."""
    name = re.split(r"[. ]", subject.subject)[-1]
    says = statement.says.rpartition("such as ")[2]
    of_property = {"table": (f"| {name} |", f"{name} "), "sample": (f'"{name}"',)}
    special: dict[str, tuple[str, ...]] = {
        "request line": (subject.subject.partition(" ")[0],),
        "status": (subject.subject.rpartition(" ")[2],),
        "body": ("# Re", "Response body", "Body", statement.says),
        "parameter": ("| Authorization", "| X-XSRF"),
    }
    if body:
        special |= {"table": ("| Property Name", "Body"), "sample": ("{", "[", says)}
    elif fact.name == "name":
        special |= {"table": (f"| {says} |",)}
    elif fact.name == "values":
        special |= {"table": (says.partition(",")[0], "Required"), "sample": (says,)}
    elif fact.name == "undecided":
        special |= {"table": ("attributes", "Body")}
    return (of_property | special)[statement.how]


def test_what_is_the_same_type_is_named_with_a_line_that_shows_it() -> None:
    told = 0
    for one in example().resolution.spec.types:
        for merged in explained(one.name).merged:
            assert merged.reason
            assert merged.where is not None, merged.what
            line = lines(merged.where.path)[merged.where.line - 1]
            name = merged.what.rpartition(".")[2]
            assert "." not in merged.what or name in line, (merged.what, line)
            told += 1
    assert told > 10


def test_every_typed_row_and_every_sampled_value_of_a_type_is_told_of() -> None:
    understood = example()
    told = {
        (place.path, place.line)
        for text in TARGETS
        for _, _, _, place in statements(explained(text))
    }
    claims = [claim for reading in understood.readings for claim in reading.claims]
    rows = {
        (claim.place.page, claim.place.line + row.offset)
        for claim in claims
        if isinstance(claim, TableClaim)
        for row in claim.rows
        if row.type is not None
    }
    assert rows <= told
    sampled = {
        (claim.place.page, claim.place.line + number)
        for claim in claims
        if isinstance(claim, SampleClaim)
        # What is below a union belongs to no variant, and the keys of maps are no properties.
        if claim.place.page.endswith(".md")
        for number, line in enumerate(claim.text.split("\n"))
        if re.match(r'\s*"[A-Z]\w*": (?!null)', line)
    }
    unheard = sorted(sampled - told)
    words = {lines(page)[line - 1].strip().partition(":")[0] for page, line in unheard}
    assert words == {'"Archive"', '"CustomFields1"', '"CustomFields2"', '"Self"'}  # keys of maps


def test_what_is_chosen_is_what_the_spec_says() -> None:
    spec = example().resolution.spec
    for one in spec.types:
        found = explained(one.name)
        facts = {fact.name: fact.value for fact in found.facts}
        assert (found.subject, found.module, facts["name"]) == (one.name, one.module, one.name)
        match one:
            case ObjectType():
                chosen = {part.subject: _values(part) for part in found.parts}
                for prop in one.properties:
                    values = chosen[f"{one.name}.{prop.name}"]
                    assert values["type"] == str(prop.type)
                    assert values["presence"] == prop.presence
                    assert values["nullable"] == prop.nullable
                    assert values.get("description", "") == prop.description
            case EnumType():
                assert facts["values"] == [value.value for value in one.values]
            case UnionType():
                assert facts["discriminator"] == one.discriminator
    for operation in spec.operations:
        found = explained(f"{operation.method} {operation.path}")
        assert _values(found)["id"] == operation.id
        bodies = [operation.request, *(one.body for one in operation.responses)]
        kinds = {part.subject: _values(part)["type"] for part in found.parts}
        expected = [str(one.type) for one in operation.parameters]
        expected += [str(body.type) for body in bodies if body is not None]
        assert [kind for kind in kinds.values() if kind is not None] == expected


def _values(found: Explanation) -> dict[str, object]:
    return {fact.name: fact.value for fact in found.facts}


def test_every_documented_or_sampled_type_has_a_claim_for_it_and_every_type_a_reason() -> None:
    bare = []
    for text in TARGETS:
        for subject, fact in all_facts(explained(text)):
            if fact.name != "type":
                continue
            assert fact.reasons, subject.subject
            held = bool(fact.supporting) or fact.basis == "unified" or fact.value in {None, "any"}
            if not held:
                bare.append(subject.subject)
    assert not bare


def test_the_contradiction_of_the_example_has_both_sides() -> None:
    found = explained("AppointmentEntity.Recurrence")
    (kind,) = (fact for fact in found.facts if fact.name == "type")
    (against,) = kind.opposing
    assert (against.says, against.how, len(against.places)) == ("TableRight", "table", 2)
    assert {place.path for place in against.places} == {"docs/agents/SaveAppointmentEntity.md"}


def test_the_json_is_as_its_schema_says() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert schema == _schema(), "write it again: python -m tests.test_explain_example"
    validator = jsonschema.Draft202012Validator(schema)
    for text in TARGETS:
        validator.validate(json.loads(json.dumps(msgspec.to_builtins(explained(text)))))


def _schema() -> dict[str, Any]:
    """The schema of what is written: every field, always."""
    meta = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema: dict[str, Any] = meta | msgspec.json.schema(Explanation)
    for node in schema["$defs"].values():
        node["description"] = inspect.cleandoc(node["description"])
        node["required"] = list(node["properties"])
        node["additionalProperties"] = False
        for field in node["properties"].values():
            field.pop("default", None)
    return schema


@pytest.mark.parametrize("text", ["AppointmentEntity", "PUT /api/v1/Appointment/{id}"])
def test_the_order_of_the_readings_does_not_matter(text: str) -> None:
    understood = example()
    again = explain(understood.resolution, understood.readings[::-1], text)
    assert again == explained(text)


if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(_schema(), indent=1) + "\n", encoding="utf-8", newline="\n")
