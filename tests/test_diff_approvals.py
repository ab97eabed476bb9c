"""Approved changes: the file, what it lets pass, and when an entry has expired."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

import codegen
from codegen.changes.approvals import Approval, Approvals, json_schema, load, loads, updated, write
from codegen.changes.model import Level, Subject
from codegen.diagnostics import CodegenError
from tests.diffs import HOSTILE, change

ONE = change(message="The property is gone")
OTHER = change("type-removed", Subject("type", "Person"), level="risky")

GOOD = """\
- fingerprint: "0123456789012345"
  what: a change
  reason: Agreed; see 4711.
  by: Ann
- fingerprint: 0123456789abcdef
  reason:
"""


def test_a_file() -> None:
    assert loads(GOOD).entries == (
        Approval(
            fingerprint="0123456789012345",
            what="a change",
            reason="Agreed; see 4711.",
            by="Ann",
            line=1,
        ),
        Approval(fingerprint="0123456789abcdef", line=5),
    )


@pytest.mark.parametrize("nothing", ["", "~", "null", '""', "'  '"])
def test_no_reason_is_none(nothing: str) -> None:
    (one,) = loads(f"- fingerprint: 0123456789abcdef\n  reason: {nothing}\n").entries
    assert not one.reason


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]"])
def test_an_empty_file_approves_nothing(text: str) -> None:
    assert loads(text).entries == ()


BAD = "- fingerprint: 0123456789abcdef\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("fingerprint: x", 1, "must be a list"),
        ("- x", 1, "must be a map"),
        (BAD, 1, "has no reason"),
        ("- reason: x", 1, "has no fingerprint"),
        (f"{BAD}  reasn: x", 2, "unknown key 'reasn'"),
        (f"{BAD}  reason: [x]", 2, "reason: must be a text"),
        (f"{BAD}  reason: x\n  reason: y", 3, "'reason' stands twice, in line 2 too"),
        (f"{BAD}  reason: x\n{BAD}  reason: y", 3, "stands twice, in line 1 too"),
        ("- fingerprint: 12\n  reason: x", 1, "fingerprint: '12' is none"),
        (f"- fingerprint: {'A' * 16}\n  reason: x", 1, "is none"),
        (f"{BAD}  reason: &a x", 2, "anchors"),
        (f"{BAD}  reason: !!python/object:os.system x", 2, "tags are not read"),
        (f"{BAD}  reason: 'x", 2, "is not valid YAML"),
    ],
)
def test_a_damaged_file_is_a_located_error(text: str, line: int, words: str) -> None:
    with pytest.raises(CodegenError) as caught:
        loads(text, path="a/approvals.yaml")
    found = caught.value.diagnostics[0]
    assert (found.code, found.path, found.line) == ("invalid-approvals", "a/approvals.yaml", line)
    assert words in found.message
    assert found.hint


def test_every_error_is_told() -> None:
    with pytest.raises(CodegenError) as caught:
        loads("- fingerprint: 1\n  reason: x\n- reasn: x\n")
    assert [one.line for one in caught.value.diagnostics] == [1, 3, 3, 3]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CodegenError, match="cannot be read: No such file"):
        load(tmp_path / "no.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"- x\n- \xff\n")
    with pytest.raises(CodegenError, match=r"latin.yaml:2: .*is not UTF-8"):
        load(tmp_path / "latin.yaml")


def test_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "specs" / "approvals.yaml"
    hostile = change(message=HOSTILE, old=HOSTILE)
    write(path, updated(Approvals(), [ONE, hostile], "breaking"))
    found = load(path)
    assert [one.fingerprint for one in found.entries] == [ONE.fingerprint, hostile.fingerprint]
    assert found.entries[0].what == "breaking, property-removed: The property is gone"
    assert not any(one.reason for one in found.entries)
    before = path.read_bytes()
    write(path, updated(found, [ONE, hostile], "breaking"))
    assert path.read_bytes() == before


def test_a_reason_stays_and_what_has_landed_goes() -> None:
    agreed = Approval(fingerprint=ONE.fingerprint, what="x", reason="Agreed.", by="Ann", line=3)
    landed = Approval(fingerprint="0" * 16, reason="Agreed.")
    found = updated(Approvals(entries=(agreed, landed)), [ONE, OTHER], "risky")
    assert found.entries[0] is agreed
    assert [one.fingerprint for one in found.entries] == [ONE.fingerprint, OTHER.fingerprint]
    # What was approved stays, though it is less grave than what is asked for.
    lenient = Approval(fingerprint=OTHER.fingerprint, reason="Fine.")
    assert updated(Approvals(entries=(lenient,)), [OTHER], "breaking").entries == (lenient,)


@pytest.mark.parametrize(
    ("level", "number"), [("breaking", 1), ("risky", 2), ("safe", 2), ("docs-only", 2)]
)
def test_changes_from_a_level_on(level: Level, number: int) -> None:
    assert len(updated(Approvals(), [ONE, OTHER], level).entries) == number


def test_what_is_to_be_said_of_a_file() -> None:
    entries = (
        Approval(fingerprint=ONE.fingerprint, reason="Agreed."),
        Approval(fingerprint=OTHER.fingerprint, what="other", line=4),
        Approval(fingerprint="0" * 16, what="gone", reason="Agreed.", line=7),
        Approval(fingerprint="1" * 16, line=9),
    )
    found = Approvals(path="a.yaml", entries=entries).findings({ONE.fingerprint, OTHER.fingerprint})
    assert [(one.code, one.severity, one.line) for one in found] == [
        ("approval-without-reason", "warning", 4),
        ("expired-approval", "info", 7),
        ("expired-approval", "info", 9),
    ]
    assert "other" in found[0].message


def test_a_fingerprint_is_that_of_the_change_and_not_of_its_place() -> None:
    moved = change(message="Other words", operations=("GET /a",), evidence="x")
    assert moved.fingerprint == ONE.fingerprint
    for other in (change(new="x"), change(old="x"), change("other"), OTHER):
        assert other.fingerprint != ONE.fingerprint


def test_what_does_more_harm_than_was_approved_is_another_change() -> None:
    risky = change(wire="risky", source="safe")
    assert change(wire="breaking", source="safe").fingerprint != risky.fingerprint
    assert change(wire="risky", source="breaking").fingerprint != risky.fingerprint


def test_the_schema_that_ships() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    shipped = Path(codegen.__file__).parent / "changes" / "approvals.schema.json"
    assert shipped.read_text("utf-8") == json.dumps(json_schema(), indent=1) + "\n"


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (GOOD, True),
        ("", True),
        (BAD, False),
        (f"{BAD}  reason: x\n  more: y", False),
        ("- fingerprint: x\n  reason: x", False),
        ("x", False),
    ],
)
def test_schema_and_loader_agree(text: str, *, valid: bool) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    assert validator.is_valid(yaml.safe_load(text)) is valid
    try:
        loads(text)
    except CodegenError:
        assert not valid
    else:
        assert valid
