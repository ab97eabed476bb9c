"""The command ``doc-codegen diff``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from codegen.cli import main
from tests.gitrepo import GitRepo
from tests.shop import ROWS, SAMPLE, page, snapshot, write_pages

CONFIG = '[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n'
#: Without the name: what callers read is gone.
LESS = page(rows="| Id | int32 | Primary key |\n", sample='{\n  "Id": 1\n}')


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """Docs of a shop; the edit that is not committed takes a property away."""
    made = GitRepo(tmp_path / "work")
    made.write("pyproject.toml", CONFIG)
    made.write("docs/item.md", page())
    made.commit("first")
    made.write("docs/item.md", LESS)
    monkeypatch.chdir(made.folder)
    return made


def diff(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def test_text(repo: GitRepo) -> None:
    before = snapshot(repo.folder / "docs")
    result = diff("HEAD")
    assert result.exit_code == 1
    lines = [line.strip() for line in result.output.splitlines()]
    assert lines[0] == "Breaking (1)"
    assert "property removed: Item.Name, string (response)" in lines
    assert "was at docs/item.md:31 of HEAD" in lines
    assert lines[-1] == "suggested version bump: major"
    assert lines[-2] == "shop: HEAD -> working tree: 1 change: 1 breaking"
    assert "\x1b" not in result.output
    assert snapshot(repo.folder / "docs") == before


def test_forms(repo: GitRepo) -> None:
    (found,) = json.loads(diff("HEAD", "--format", "json").output)["diffs"]
    assert found["bump"] == "major"
    assert found["old"] == {"label": "HEAD", "revision": "HEAD"}
    (change,) = found["changes"]
    assert change["before"] == [{"path": "docs/item.md", "line": 31}]
    assert {one["name"].partition(".")[2] for one in change["touched"]} == {"shop.Item.name"}
    markdown = diff("HEAD", "--format", "markdown").output
    assert markdown.startswith("## `shop`: 1 breaking change: 1 for callers, 1 in Python\n")
    (run,) = json.loads(diff("HEAD", "--format", "sarif").output)["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["property-removed"]
    github = diff("HEAD", "--format", "github").output
    assert github.startswith("::error file=docs/item.md,line=1,title=property-removed::")
    assert repo.folder.is_dir()


@pytest.mark.parametrize(
    ("new", "fail_on", "exit_code"),
    [
        (LESS, "breaking", 1),
        (LESS, "docs-only", 1),
        (LESS, "never", 0),
        (page(rows=f"{ROWS}| Size | string | |\n"), "breaking", 0),
        (page(rows=f"{ROWS}| Size | string | |\n"), "risky", 0),
        (page(rows=f"{ROWS}| Size | string | |\n"), "safe", 1),
        (page(rows=ROWS.replace("Primary", "The primary")), "safe", 0),
        (page(rows=ROWS.replace("Primary", "The primary")), "docs-only", 1),
        (page(), "docs-only", 0),
    ],
)
def test_which_changes_fail(tmp_path: Path, new: str, fail_on: str, exit_code: int) -> None:
    old_docs = write_pages(tmp_path / "old", {"a.md": page()})
    new_docs = write_pages(tmp_path / "new", {"a.md": new})
    assert diff(old_docs, new_docs, "--fail-on", fail_on).exit_code == exit_code


def test_a_correction_of_the_docs_is_no_change_of_the_api(tmp_path: Path) -> None:
    wrong = page(rows=ROWS.replace("string", "int32"))
    old_docs = write_pages(tmp_path / "old", {"a.md": wrong})
    new_docs = write_pages(tmp_path / "new", {"a.md": page()})
    result = diff(old_docs, new_docs, "--format", "json")
    found = json.loads(result.output)["diffs"][0]["changes"]
    assert {one["correction"] for one in found if one["subject"]["member"] == "Name"} == {
        "documented as int32, a sample shows a string"
    }
    assert {one["wire"] for one in found} == {"docs-only"}
    assert SAMPLE in page()


# Approvals


def test_a_change_is_approved_lands_and_its_approval_expires(repo: GitRepo) -> None:
    path = Path("specs/shop/approvals.yaml")
    written = diff("HEAD", "--approve")
    assert (written.exit_code, written.output) == (
        0,
        f"{path}: 1 in all, 1 of them without a reason yet\n",
    )
    # No reason, no approval.
    waiting = diff("HEAD")
    assert waiting.exit_code == 1
    assert f"{path}:3: not approved, because no reason is given" in waiting.output
    text = path.read_text().replace('reason: ""', "reason: The vendor has announced it.")
    path.write_text(text)
    accepted = diff("HEAD")
    assert accepted.exit_code == 0
    assert "approved: The vendor has announced it." in accepted.output
    assert "suggested version bump: major" in accepted.output
    # An edit elsewhere changes nothing of it.
    repo.write("docs/item.md", LESS.replace("Reads one.", "Reads one.\n\nAnd no other."))
    assert diff("HEAD").exit_code == 0
    # Landed.
    repo.commit("second")
    landed = diff("HEAD", "--fail-on", "docs-only")
    assert landed.exit_code == 0
    assert "approved, and landed: breaking, property-removed: The property Item.Name was" in (
        landed.output
    )
    told = "0 in all, 0 of them without a reason yet; 1 left out, landed or never given a reason"
    assert diff("HEAD", "--approve").output == f"{path}: {told}\n"
    assert yaml.safe_load(path.read_text()) is None
    assert "approved" not in diff("HEAD").output


def test_an_approval_outlives_diffs_of_other_branches(repo: GitRepo) -> None:
    """Two branches with approvals, merged one after the other; then the docs change back."""
    path = Path("specs/shop/approvals.yaml")

    def agree() -> str:
        """Approve what is in this diff, and say why."""
        told = diff("main...", "--approve").output
        path.write_text(path.read_text().replace('reason: ""', "reason: Agreed."))
        assert diff("main...").exit_code == 0
        return told

    repo.write("docs/other.md", page("Other", "Other"))
    repo.write("docs/item.md", page())
    repo.commit("others")
    repo("switch", "--quiet", "-c", "one")
    repo.write("docs/item.md", LESS)
    assert agree() == f"{path}: 1 in all, 1 of them without a reason yet\n"
    repo.commit("one")
    repo("switch", "--quiet", "-c", "second", "main")
    less = page("Other", "Other", rows="| Id | int32 | |\n", sample='{"Id": 1}')
    repo.write("docs/other.md", less)
    assert agree() == f"{path}: 1 in all, 1 of them without a reason yet\n"
    second = path.read_text()
    repo.commit("second")
    # In a diff that has none of it, both stay, and nothing is said of them.
    repo("switch", "--quiet", "one")
    both = path.read_text() + second.partition("landed.\n")[2]
    path.write_text(both)
    still = diff("main...", "--fail-on", "docs-only")
    assert (still.exit_code, "landed" in still.output) == (0, False)
    assert diff("main...", "--approve").output == (
        f"{path}: 2 in all, 0 of them without a reason yet, 1 of other diffs\n"
    )
    assert path.read_text() == both
    # The one has landed when the other comes.
    repo.commit("both")
    repo("switch", "--quiet", "main")
    repo("merge", "--quiet", "one")
    repo("switch", "--quiet", "second")
    repo("merge", "--quiet", "--strategy-option=theirs", "main")
    found = diff("main...")
    assert found.exit_code == 0
    assert found.output.count("approved, and landed") == 1
    # It is taken back: nobody has approved that it may go once more.
    repo("switch", "--quiet", "main")
    repo.write("docs/item.md", page())
    assert "approved, and landed" in diff("HEAD").output
    assert "1 left out" in diff("HEAD", "--approve").output
    repo.commit("back")
    repo.write("docs/item.md", LESS)
    assert diff("HEAD").exit_code == 1


def test_a_file_of_approvals_written_by_hand_is_extended(repo: GitRepo) -> None:
    (found,) = json.loads(diff("HEAD", "--format", "json").output)["diffs"]
    (change,) = found["changes"]
    text = f"- reason: Agreed. # Ann\n  fingerprint: '{change['fingerprint']}'\n"
    path = repo.write("specs/shop/approvals.yaml", text)
    assert diff("HEAD").exit_code == 0
    repo.write("docs/item.md", page(rows="| Name | string | |\n", sample='{"Name": "a"}'))
    assert "2 in all, 1 of them without" in diff("HEAD", "--approve").output
    assert text in path.read_text()


def test_approvals_of_paths_need_a_file(tmp_path: Path) -> None:
    old_docs = write_pages(tmp_path / "old", {"a.md": page()})
    new_docs = write_pages(tmp_path / "new", {"a.md": LESS})
    alone = diff(old_docs, new_docs, "--approve")
    assert alone.exit_code == 2
    assert "--approve needs --approvals" in alone.output
    path = tmp_path / "approvals.yaml"
    missing = diff(old_docs, new_docs, "--approvals", path)
    assert missing.exit_code == 2
    assert "write it first with --approve" in missing.output
    assert diff(old_docs, new_docs, "--approvals", path, "--approve").exit_code == 0
    path.write_text(path.read_text().replace('reason: ""', "reason: Agreed."))
    assert diff(old_docs, new_docs, "--approvals", path).exit_code == 0
    never = diff(old_docs, new_docs, "--approvals", path, "--approve", "--fail-on", "never")
    assert never.exit_code == 2


def test_a_broken_file_of_approvals(repo: GitRepo) -> None:
    path = repo.write("specs/shop/approvals.yaml", "- fingerprint: x\n  reason: y\n")
    before = path.read_bytes()
    for options in ((), ("--approve",)):
        result = diff("HEAD", *options)
        assert result.exit_code == 2
        assert "specs/shop/approvals.yaml:1: error: fingerprint: 'x' is none" in result.output
    assert path.read_bytes() == before


def test_several_apis_have_their_own_approvals(repo: GitRepo) -> None:
    repo.write("pyproject.toml", CONFIG + CONFIG.replace("shop", "other"))
    result = diff("HEAD", "--approvals", "all.yaml")
    assert result.exit_code == 2
    assert "--approvals is the file of one API" in result.output
    assert diff("HEAD", "--approve").exit_code == 0
    assert sorted(str(path) for path in Path("specs").rglob("*.yaml")) == [
        "specs/other/approvals.yaml",
        "specs/shop/approvals.yaml",
    ]
    both = diff("HEAD", "--format", "json")
    assert [one["api"] for one in json.loads(both.output)["diffs"]] == ["shop", "other"]
    one = diff("HEAD", "--api", "other", "--format", "json")
    assert [found["api"] for found in json.loads(one.output)["diffs"]] == ["other"]


# Errors


def test_what_cannot_be_compared(repo: GitRepo) -> None:
    unknown = diff("no-such")
    assert unknown.exit_code == 2
    assert "'no-such' is nothing to compare" in unknown.output
    (finding,) = json.loads(diff("no-such", "--format", "json").output)
    assert finding["code"] == "unknown-side"
    assert diff("no-such", "--format", "markdown").exit_code == 2
    assert "no API is called 'x'" in diff("HEAD", "--api", "x").output
    assert diff("HEAD", "--config", "no.toml").exit_code == 2
    assert "two paths are compared" in diff("docs", "docs", "--api", "shop").output
    assert diff().exit_code == 2
    repo.write("bad.json", '{"format": 1, "api": 3}')
    damaged = diff("bad.json", "docs")
    assert damaged.exit_code == 2
    assert "bad.json: error: is not a spec file" in damaged.output


@pytest.mark.parametrize("sides", [("",), ("", "HEAD"), ("HEAD", "")])
@pytest.mark.usefixtures("repo")
def test_a_variable_that_is_not_set_hides_nothing(sides: tuple[str, ...]) -> None:
    result = diff(*sides)
    assert result.exit_code == 2
    assert "is empty: name what is to be compared" in result.output


def test_two_folders_need_no_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pages(tmp_path, {"old/item.md": page(), "new/item.md": LESS})
    monkeypatch.chdir(tmp_path)
    result = diff("old", "new")
    assert result.exit_code == 1, result.output
    assert "property removed: Item.Name" in result.output


def test_docs_that_are_gone_are_an_error_of_the_configuration(repo: GitRepo) -> None:
    repo.write("pyproject.toml", CONFIG.replace('"docs"', '"nowhere"'))
    result = diff("docs")
    assert result.exit_code == 2
    assert "pyproject.toml:2: error" in result.output


def test_help() -> None:
    result = diff("--help")
    assert result.exit_code == 0
    assert "doc-codegen diff main... --format markdown" in result.output
    assert "a git revision of the configured docs" in result.output


def test_help_loads_no_more_than_it_needs() -> None:
    code = (
        "import sys\nfrom codegen.cli import main\nmain(['diff', '--help'], standalone_mode=False)"
        "\nprint([n for n in sys.modules if n in ('msgspec', 'yaml', 'codegen.pipeline')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
