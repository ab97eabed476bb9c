"""Approved changes: the file, what it lets pass, and when an entry has expired."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import codegen
from codegen.changes import Change
from codegen.changes.approvals import (
    Approval,
    Approvals,
    dumps,
    json_schema,
    load,
    loads,
    updated,
    write,
)
from codegen.changes.model import Level, Subject
from codegen.diagnostics import CodegenError
from codegen.spec import Spec
from tests.changes_cases import prop, spec, thing
from tests.diffs import HOSTILE, change
from tests.gitrepo import GitRepo

ONE = change(message="The property is gone")
OTHER = change("type-removed", Subject("type", "Order"), level="risky")

#: Before both changes, between them, and after them.
BOTH = spec(thing("Person", prop("birthday")), thing("Order"))
ORDER = spec(thing("Person"), thing("Order"))
NEITHER = spec(thing("Person"))


def after(
    approvals: Approvals,
    changes: Iterable[Change],
    level: Level = "breaking",
    old: Spec = BOTH,
    new: Spec = NEITHER,
) -> Approvals:
    """`approvals`, updated."""
    return updated(approvals, changes, level, old=old, new=new)


def told(approvals: Approvals, *changes: Change, old: Spec = BOTH) -> list[tuple[str, int]]:
    """What is found of a file."""
    found = approvals.findings({one.fingerprint for one in changes}, old)
    return [(one.code, one.line) for one in found]


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


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "null", "~", "---\n", "Null # yet\n"])
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
        ("'null'", 1, "must be a list"),
        ("- fingerprint: 1234567890123456\n  reason: x", 1, "is none"),
        (f"{BAD}  reason: x\n  subject: type A", 1, "has a subject and no state"),
        (f"{BAD}  reason: x\n  state: gone", 1, "has a state and no subject"),
        (f"{BAD}  reason: x\n  subject: ''\n  state: gone", 3, "subject: '' is none"),
        (f"{BAD}  reason: x\n  subject: type A\n  state: away", 4, "state: 'away' is none"),
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
    hostile = change(subject=Subject("property", HOSTILE, HOSTILE), message=HOSTILE, old=HOSTILE)
    written = after(Approvals(), [ONE, hostile])
    write(path, written)
    found = load(path)
    assert found == replace(written, path=path.as_posix())
    assert [one.fingerprint for one in found.entries] == sorted(
        [ONE.fingerprint, hostile.fingerprint]
    )
    (mine,) = (one for one in found.entries if one.fingerprint == ONE.fingerprint)
    assert mine.what == "breaking, property-removed: The property is gone"
    assert (mine.subject, mine.state) == ("property Person.birthday", "gone")
    assert not any(one.reason for one in found.entries)
    before = path.stat()
    write(path, after(found, [ONE, hostile]))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


# When an approval ends

#: Each change approved, as --approve writes it.
AGREED, FINE = (
    replace(entry, reason="Agreed.", line=line)
    for one, line in ((ONE, 3), (OTHER, 9))
    for entry in after(Approvals(), [one], "risky").entries
)


@pytest.mark.parametrize(
    ("entry", "present", "old", "finding"),
    [
        # The branch that makes the change.
        (AGREED, True, BOTH, ""),
        (replace(AGREED, reason=""), True, BOTH, "approval-without-reason"),
        # Merged: the next branch.
        (AGREED, False, ORDER, "expired-approval"),
        (AGREED, False, NEITHER, "expired-approval"),
        (replace(AGREED, reason=""), False, ORDER, "expired-approval"),
        (FINE, False, NEITHER, "expired-approval"),
        # Another branch, or the same one after the change was taken back.
        (AGREED, False, BOTH, ""),
        (FINE, False, ORDER, ""),
        # The docs changed back, and now change again.
        (AGREED, True, ORDER, ""),
        # Of another year, when there was nobody to have a birthday.
        (AGREED, False, spec(thing("Order")), ""),
        (replace(AGREED, reason=""), False, BOTH, ""),
        # Written by hand: what it makes of what is not known.
        (Approval(fingerprint="0" * 16, reason="Agreed."), False, NEITHER, ""),
    ],
)
def test_an_approval_expires_when_its_change_has_landed_and_not_before(
    entry: Approval, *, present: bool, old: Spec, finding: str
) -> None:
    file = Approvals(entries=(entry,))
    changes = [ONE] if present else []
    assert [code for code, _ in told(file, *changes, old=old)] == ([finding] if finding else [])
    # Where it is written again, what is over goes, and what another diff needs stays.
    stays = present or (bool(entry.reason) and finding != "expired-approval")
    assert after(file, changes, old=old).entries == ((entry,) if stays else ())


def test_what_is_to_be_said_of_a_file() -> None:
    file = Approvals(path="a.yaml", entries=(replace(AGREED, reason=""), FINE))
    (one, other) = file.findings({ONE.fingerprint}, NEITHER)
    assert (one.code, one.severity, one.path, one.line) == (
        "approval-without-reason",
        "warning",
        "a.yaml",
        3,
    )
    assert (other.code, other.severity, other.line) == ("expired-approval", "info", 9)
    assert "The property is gone" in one.message
    assert "The type Order changed" in other.message


def test_what_was_approved_stays_though_it_is_less_grave_than_what_is_asked_for() -> None:
    assert after(Approvals(entries=(FINE,)), [OTHER], "breaking").entries == (FINE,)


@pytest.mark.parametrize(
    ("level", "number"), [("breaking", 1), ("risky", 2), ("safe", 2), ("docs-only", 2)]
)
def test_changes_from_a_level_on(level: Level, number: int) -> None:
    assert len(after(Approvals(), [ONE, OTHER], level).entries) == number


# What people write

BY_HAND = f"""# Ours. Ask Ann.
- reason: 'Agreed; see 4711.'   # the long story
  fingerprint: "{ONE.fingerprint}"

# Of the last release.
- {{fingerprint: 0123456789abcdef, reason: old}}
# Over and out.
"""


def test_what_is_written_by_hand_stays_as_it_is() -> None:
    given = loads(BY_HAND)
    assert dumps(given) == BY_HAND
    text = dumps(after(given, [OTHER], "risky"))
    assert loads(text).entries == (*given.entries, *after(Approvals(), [OTHER], "risky").entries)
    assert text.startswith(BY_HAND)
    # It is known now what becomes of what.
    known = dumps(after(given, [ONE]))
    assert known.startswith("# Ours. Ask Ann.\n- fingerprint:")
    assert "  state: gone\n  reason: Agreed; see 4711.\n# Of the last" in known
    # The comment above an entry goes with it.
    lapsed = replace(given.entries[1], subject="type Order", state="gone")
    left = after(replace(given, entries=(given.entries[0], lapsed)), [], old=NEITHER)
    assert dumps(left) == BY_HAND.partition("# Of")[0]


ANY = "fingerprint: 0123456789abcdee\n  reason: x\n"


@pytest.mark.parametrize(
    "text",
    [
        "[{fingerprint: 0123456789abcdef, reason: x}]",
        "  - fingerprint: 0123456789abcdef\n    reason: x",
        "-\n  fingerprint: 0123456789abcdef\n  reason: x\n",
        "- fingerprint: 0123456789abcdef\n  reason: x\n...\n",
        "- fingerprint: 0123456789abcdef\r\n  reason: |\r\n    x\r\n",
        "- fingerprint: 0123456789abcdef\r  reason: x\r",
        "- fingerprint: 0123456789abcdef\n  reason: x\n" + 3000 * "# y\n" + "- " + ANY,
        "---\n- fingerprint: 0123456789abcdef\n  reason: |+\n    x\n\n    # y\n",
    ],
)
def test_entries_stand_beside_those_of_any_form(text: str) -> None:
    given = loads(text)
    found = loads(dumps(after(given, [ONE, OTHER], "docs-only")))
    assert len(found.entries) == len(given.entries) + 2
    assert set(given.entries) < set(found.entries)


@pytest.mark.parametrize("text", ["", "# Ours.\n", "# Ours.", "null", "[]", "---\n"])
def test_a_file_without_entries_gets_its_first(text: str) -> None:
    found = dumps(after(loads(text), [ONE]))
    assert loads(found).entries == after(Approvals(), [ONE]).entries
    assert found.startswith(text if text.startswith("#") else ("# Generated by", "---"))


def test_branches_that_approve_other_changes_merge(tmp_path: Path) -> None:
    made = [change(old=str(number)) for number in range(12)]
    main = loads(dumps(after(Approvals(), made[:10])))
    repo = GitRepo(tmp_path)
    repo.write("approvals.yaml", dumps(main))
    repo.commit()
    for name, more in (("one", made[10:11]), ("other", made[11:])):
        repo("switch", "--quiet", "-c", name, "main")
        text = dumps(after(main, [*made[:10], *more]))
        assert len(text.splitlines()) == len(dumps(main).splitlines()) + 5
        repo.write("approvals.yaml", text)
        repo.commit()
    repo("merge", "--quiet", "one")
    merged = (tmp_path / "approvals.yaml").read_text("utf-8")
    assert merged == dumps(after(main, made))
    prints = [one.fingerprint for one in loads(merged).entries]
    assert prints == sorted(one.fingerprint for one in made)


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


class _Json(yaml.SafeLoader):
    """YAML as editors read it: dates are texts."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as in the base
        first: [(tag, regexp) for tag, regexp in found if not tag.endswith(":timestamp")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (GOOD, True),
        (BY_HAND, True),
        (dumps(after(Approvals(), [ONE, OTHER], "risky")), True),
        ("", True),
        ("null", True),
        ("~", True),
        ("[]", True),
        ("'null'", False),
        ("false", False),
        ("{}", False),
        ("x", False),
        ("- null", False),
        ("- []", False),
        (BAD, False),
        *((f"{BAD}  reason: {one}", True) for one in ("null", "", "1", "1.5", "yes", "2024-01-01")),
        *((f"{BAD}  reason: {one}", False) for one in ("[x]", "{x: y}")),
        (f"{BAD}  reason: x\n  what: ~\n  by: null", True),
        (f"{BAD}  reason: x\n  more: y", False),
        (f"{BAD}  reason: x\n  subject: type A\n  state: gone", True),
        (f"{BAD}  reason: x\n  subject: type A\n  state: path type {'0' * 16}", True),
        (f"{BAD}  reason: x\n  subject: type A\n  state: {'0' * 16}", False),
        (f"{BAD}  reason: x\n  subject: type A\n  state: ~", False),
        (f"{BAD}  reason: x\n  subject: ~\n  state: gone", False),
        (f"{BAD}  reason: x\n  subject: 7\n  state: gone", False),
        (f"{BAD}  reason: x\n  subject: ' '\n  state: gone", False),
        (f"{BAD}  reason: x\n  subject: type A", False),
        (f"{BAD}  reason: x\n  state: there", False),
        ("- fingerprint: x\n  reason: x", False),
        ("- fingerprint: ~\n  reason: x", False),
        ("- fingerprint: 1234567890123456\n  reason: x", False),
        ("- fingerprint: '1234567890123456'\n  reason: x", True),
        ("- reason: x", False),
    ],
)
def test_schema_and_loader_agree(text: str, *, valid: bool) -> None:
    data: Any = yaml.load(text, Loader=_Json)  # noqa: S506 - a SafeLoader
    assert jsonschema.Draft202012Validator(json_schema()).is_valid(data) is valid
    try:
        loads(text)
    except CodegenError:
        assert not valid
    else:
        assert valid
