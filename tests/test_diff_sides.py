"""Every way to name a side, and what is read for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from codegen import config, namelock, pipeline, specfile
from codegen.changes import operands, sides
from codegen.changes.diff import Diff
from codegen.changes.operands import Comparison, Pages, Revision, SpecFile
from codegen.diagnostics import At, CodegenError, Diagnostic
from codegen.pipeline import Api
from tests.gitrepo import GitRepo
from tests.shop import ROWS, page, snapshot, write_pages

CONFIG = '[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n'
MORE = f"{ROWS}| Price | number | What it costs. |\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A repository with two commits, and an edit that is not committed: Id, Price and Size."""
    made = GitRepo(tmp_path / "work")
    made.write("pyproject.toml", CONFIG)
    made.write("docs/item.md", page())
    made.commit("first")
    made("tag", "v1")
    made.write("docs/item.md", page(rows=MORE))
    made.commit("second")
    made.write("docs/item.md", page(rows=f"{MORE}| Size | string | |\n"))
    monkeypatch.chdir(made.folder)
    return made


def planned(old: str, new: str = "") -> tuple[Comparison, ...]:
    configured = lambda: config.load(Path("pyproject.toml"))  # noqa: E731 - asked for once or never
    return operands.plan(old, new, configured=configured)


def compared(old: str, new: str = "") -> Diff:
    (one,) = planned(old, new)
    return sides.run(one)


def subjects(found: Diff) -> list[str]:
    return [str(one.subject) for one in found.changes]


def failed(old: str, new: str = "") -> Diagnostic:
    with pytest.raises(CodegenError) as caught:
        compared(old, new)
    (finding,) = caught.value.diagnostics
    return finding


# Arguments


@pytest.mark.parametrize(
    ("old", "new", "labels", "found"),
    [
        ("HEAD", "", ("HEAD", "working tree"), ["Item.Size"]),
        ("HEAD~1", "", ("HEAD~1", "working tree"), ["Item.Price", "Item.Size"]),
        ("HEAD~1", "HEAD", ("HEAD~1", "HEAD"), ["Item.Price"]),
        ("HEAD~1..HEAD", "", ("HEAD~1", "HEAD"), ["Item.Price"]),
        ("v1..", "", ("v1", "working tree"), ["Item.Price", "Item.Size"]),
        ("v1...main", "", ("merge base of v1 and main", "main"), ["Item.Price"]),
        ("v1...", "", ("merge base of v1 and HEAD", "working tree"), ["Item.Price", "Item.Size"]),
        ("HEAD", "HEAD~1", ("HEAD", "HEAD~1"), ["Item.Price"]),
    ],
)
def test_revisions(
    repo: GitRepo, old: str, new: str, labels: tuple[str, str], found: list[str]
) -> None:
    before = snapshot(repo.folder / "docs")
    diff = compared(old, new)
    assert (diff.old.label, diff.new.label) == labels
    assert subjects(diff) == found
    assert snapshot(repo.folder / "docs") == before
    assert repo("status", "--porcelain") == "M docs/item.md"


def test_a_branch_is_compared_with_what_it_left(repo: GitRepo) -> None:
    repo("switch", "--quiet", "--create", "feature", "v1", "--force")
    repo.write("docs/item.md", page(rows=f"{ROWS}| Size | string | |\n"))
    repo.commit("feature")
    assert subjects(compared("main...")) == ["Item.Size"]
    assert subjects(compared("main...feature")) == ["Item.Size"]
    assert subjects(compared("main..feature")) == ["Item.Price", "Item.Size"]


def test_trees_spec_files_and_folders_of_spec_files(tmp_path: Path) -> None:
    old = write_pages(tmp_path / "old", {"a.md": page()})
    new = write_pages(tmp_path / "new", {"a.md": page(rows=MORE)})
    output = tmp_path / "out"
    pipeline.generate(Api(name="shop", docs=(old,), output=output))
    forms = [old, old / "a.md", f"{old}/*.md", output / "spec.json", output]
    for form in forms:
        assert subjects(sides.diff(str(form), new)) == ["Item.Price"], form
        assert [one.rule for one in sides.diff(new, str(form)).changes] == ["property-removed"]
    assert isinstance(operands.side(str(output)), SpecFile)
    assert isinstance(operands.side(str(old)), Pages)
    # Pages beside a spec file are what the folder holds.
    (old / "spec.json").write_text((output / "spec.json").read_text())
    assert isinstance(operands.side(str(old)), Pages)


def test_specs_that_were_loaded(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    output = tmp_path / "out"
    spec = pipeline.generate(Api(name="shop", docs=(docs,), output=output)).spec
    found = sides.diff(spec, specfile.load(output / "spec.json"))
    assert (found.api, found.old.label, found.new.label) == ("shop", "old", "new")
    assert found.changes == ()


def test_a_path_wins_over_a_revision(repo: GitRepo) -> None:
    repo("branch", "docs", "v1")
    (one,) = planned("docs")
    assert isinstance(one.old, Pages)
    assert isinstance(one.new, Pages)
    assert one.new.label == "working tree"


def test_a_path_and_the_configured_docs(repo: GitRepo) -> None:
    pipeline.generate(config.load(Path("pyproject.toml"))[0])
    repo.write("docs/item.md", page())
    found = compared("specs/shop/spec.json")
    assert sorted(subjects(found)) == ["Item.Price", "Item.Size"]
    (one,) = planned("specs/shop/spec.json", "HEAD")
    assert isinstance(one.new, Revision)


def test_all_configured_apis(repo: GitRepo) -> None:
    more = CONFIG.replace("shop", "other")
    repo.write("pyproject.toml", CONFIG + more)
    found = [sides.run(one) for one in planned("HEAD")]
    assert [one.api for one in found] == ["shop", "other"]
    assert [subjects(one) for one in found] == [["Item.Size"], ["Item.Size"]]
    finding = failed("docs")
    assert finding.code == "unknown-side"
    assert "--api: shop, other" in finding.hint


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("nothing", "", "'nothing' is nothing to compare: no such file, folder or glob"),
        ("nothing", "HEAD", "the git repository work has no such revision"),
        ("HEAD", "nothing", "'nothing' is nothing to compare"),
        ("HEAD~9", "", "no such revision"),
        ("..HEAD", "", "no such revision"),
        ("HEAD..nothing", "", "no such revision"),
        ("HEAD~1..HEAD", "HEAD", "a range goes without a second argument"),
        ("--help", "", "no such revision"),
    ],
)
def test_arguments_that_are_nothing(repo: GitRepo, old: str, new: str, words: str) -> None:
    finding = failed(old, new)
    assert (finding.code, finding.path) == ("unknown-side", "")
    assert words in finding.message
    assert "HEAD~3" in finding.hint
    assert repo.folder.name == "work"


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain").mkdir()
    monkeypatch.chdir(tmp_path / "plain")
    assert "git refuses: not a git repository" in failed("HEAD").message
    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in failed("HEAD").message


def test_branches_with_nothing_in_common(repo: GitRepo) -> None:
    repo("switch", "--quiet", "--orphan", "alone", "--force")
    repo.write("docs/item.md", page())
    repo.commit("alone")
    finding = failed("main...alone")
    assert "'main' and 'alone' have no commit in common" in finding.message


def test_both_sides_that_are_nothing_are_told(tmp_path: Path) -> None:
    with pytest.raises(CodegenError) as caught:
        operands.plan("no", "nor", configured=tuple, config=tmp_path / "pyproject.toml")
    assert len(caught.value.diagnostics) == 2
    with pytest.raises(CodegenError, match="no such file, folder or glob: "):
        sides.diff(tmp_path / "no", tmp_path / "nor")


# What is read


def test_places_are_those_of_the_working_tree(repo: GitRepo) -> None:
    (one,) = compared("HEAD", "HEAD~1").changes
    assert one.before == (At("docs/item.md", 32),)
    (diff,) = [compared("HEAD")]
    assert diff.old.revision == "HEAD"
    assert not diff.new.revision
    assert diff.changes[0].after == (At("docs/item.md", 33),)
    assert repo.folder.name == "work"


def test_the_page_that_was_edited_is_named_first(repo: GitRepo) -> None:
    repo.write("docs/zebra.md", page("Zebra"))
    repo.write("docs/antelope.md", page("Antelope"))
    repo.commit("more pages of one type")
    repo.write("docs/zebra.md", page("Zebra", rows=f"{ROWS}| Weight | int32 | In grams. |\n"))
    (one,) = compared("HEAD").changes
    assert (str(one.subject), {at.path for at in one.after}) == ("Item.Weight", {"docs/zebra.md"})
    repo.commit("a property more")
    repo.write("docs/zebra.md", page("Zebra", rows=f"{ROWS}| Weight | int32 | In pounds. |\n"))
    repo.write("docs/antelope.md", page("Antelope", rows=f"{ROWS}| Weight | int32 | Kilos. |\n"))
    repo.commit("on two pages")
    repo.write("docs/zebra.md", page("Zebra", rows=f"{ROWS}| Weight | int64 | In pounds. |\n"))
    found = [one for one in compared("HEAD").changes if str(one.subject) == "Item.Weight"]
    assert found
    assert {one.before[0].path for one in found} == {"docs/zebra.md"}


def test_places_from_a_folder_below(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.folder / "docs")
    configured = lambda: config.load(Path("../pyproject.toml"))  # noqa: E731 - as above
    (one,) = operands.plan(
        "HEAD", "HEAD~1", configured=configured, config=Path("../pyproject.toml")
    )
    assert sides.run(one).changes[0].before == (At("item.md", 32),)


def test_the_overlay_is_that_of_the_revision(repo: GitRepo) -> None:
    entry = "- target: Item.Name\n  {}\n  reason: Said so.\n"
    repo.write("specs/shop/overlay.yaml", entry.format("type: int32"))
    repo.commit("third")
    repo.write("specs/shop/overlay.yaml", entry.format("nullable: true"))
    found = compared("HEAD")
    assert {str(one.subject) for one in found.changes} == {"Item.Name"}
    assert {one.before[0] for one in found.changes} == {At("specs/shop/overlay.yaml", 2)}
    repo.write("specs/shop/overlay.yaml", "- target: Item.Nmae\n  type: int32\n  reason: x\n")
    repo.commit("broken")
    finding = failed("HEAD", "HEAD~1")
    assert (finding.code, finding.path, finding.line) == (
        "invalid-overlay",
        "specs/shop/overlay.yaml",
        1,
    )
    assert finding.message.endswith("(in HEAD)")


@pytest.mark.parametrize(
    ("docs", "code", "path", "words"),
    [
        ('"new"', "not-in-revision", "new", "the docs of 'shop' are not there (in HEAD)"),
        ('"../away"', "not-in-revision", "../away", "is not in the git repository work"),
        ('"docs/*.txt"', "no-such-path", "docs/*.txt", "no such file, folder or glob: docs/*.txt"),
    ],
)
def test_docs_that_a_revision_does_not_have(
    repo: GitRepo, docs: str, code: str, path: str, words: str
) -> None:
    repo("rm", "--quiet", "--cached", "pyproject.toml")
    repo("commit", "--quiet", "--message", "no configuration")
    repo.write("pyproject.toml", CONFIG.replace('"docs"', docs))
    repo.write("new/item.md", page())
    write_pages(repo.folder.parent / "away", {"a.md": page()})
    finding = failed("HEAD")
    assert (finding.code, finding.path) == (code, path)
    assert words in finding.message
    assert "doc-codegen-" not in str(finding)


def test_docs_that_have_moved_are_those_of_the_configuration_then(repo: GitRepo) -> None:
    repo("mv", "docs", "pages")
    repo.write("pyproject.toml", CONFIG.replace('["docs"]', '["newest", "pages"]'))
    repo.write("newest/box.md", page("Box", "Box"))
    found = compared("HEAD")
    assert subjects(found) == ["GET /api/v1/Shop/Box", "Item.Size", "Box"]
    assert subjects(compared("v1", "HEAD")) == ["Item.Price"]
    repo.commit("moved")
    assert subjects(compared("v1", "HEAD")) == subjects(compared("v1"))


@pytest.mark.parametrize("before", ["[tool.other]\n", CONFIG.replace("shop", "other")])
def test_an_api_that_is_new_in_the_configuration(repo: GitRepo, before: str) -> None:
    repo.write("pyproject.toml", before)
    repo.commit("others")
    repo.write("pyproject.toml", CONFIG.replace('"docs"', '"new"'))
    repo.write("new/item.md", page())
    for found in (compared("HEAD"), compared("HEAD", "HEAD")):
        assert not found.old.spec.operations
    assert subjects(compared("HEAD")) == ["GET /api/v1/Shop/Item", "Item", "shop"]
    assert {one.level for one in compared("HEAD").changes} == {"safe", "docs-only"}


def test_pages_of_a_revision_that_say_nothing(repo: GitRepo) -> None:
    repo.write("docs/item.md", "# Nothing\n")
    repo.commit("empty")
    with pytest.raises(CodegenError) as caught:
        compared("HEAD", "v1")
    findings = caught.value.diagnostics
    assert {one.path for one in findings} == {"docs", "docs/item.md"}
    assert all(one.message.endswith("(in HEAD)") for one in findings)


def test_globs_single_pages_and_several_sets_at_a_revision(repo: GitRepo) -> None:
    repo.write("docs/in/b.md", page("Box", "Box"))
    repo.write("docs/in/c.txt", "no page")
    repo.commit("more")
    repo.write("pyproject.toml", CONFIG.replace('"docs"', '"docs/item.md", "docs/*/*.md"'))
    repo.write("docs/in/b.md", page("Box", "Box", rows=MORE))
    assert subjects(compared("HEAD")) == ["Box.Price"]


# Names


NAMELESS = page("Item", "").replace("### Response body: \n", "### Response body: object\n")


def test_new_pages_keep_the_names_that_old_ones_gave(tmp_path: Path) -> None:
    """A second page shows the same object: a better name is at hand, and not taken."""
    old = write_pages(tmp_path / "old", {"a.md": NAMELESS})
    new = write_pages(tmp_path / "new", {"a.md": NAMELESS, "b.md": page("Other", "Thing")})
    assert [one.name for one in sides.diff(old, old).old.spec.types] == ["ItemResponse"]
    found = sides.diff(old, new)
    assert "type-renamed" not in {one.rule for one in found.changes}
    assert {one.name for one in found.old.spec.types} <= {one.name for one in found.new.spec.types}


def test_pages_have_the_names_of_the_spec_that_they_are_compared_with(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    api = Api(name="shop", docs=(docs,), output=tmp_path / "out")
    pipeline.generate(api)
    text = api.lock_path.read_text().replace('"Item":', '"Article":')
    api.lock_path.write_text(text)
    spec = pipeline.generate(api).spec
    assert [one.name for one in spec.types] == ["Article"]
    for pair in ((api.spec_path, docs), (docs, api.spec_path)):
        assert sides.diff(*pair).changes == ()


def test_a_name_that_was_changed_in_the_lock_is_a_change(repo: GitRepo) -> None:
    (api,) = config.load(Path("pyproject.toml"))
    pipeline.generate(api)
    repo.commit("generated")
    assert compared("HEAD").changes == ()
    lock = json.loads(api.lock_path.read_text())
    lock["types"]["Article"] = lock["types"].pop("Item")
    api.lock_path.write_text(json.dumps(lock))
    found = compared("HEAD")
    assert [one.rule for one in found.changes] == ["type-renamed"]


def test_a_lock_that_is_out_of_date_gives_no_other_names(repo: GitRepo) -> None:
    """Both sides have the lock of the first page alone; what it lacks is named once, by the old."""
    repo.write("docs/other.md", NAMELESS.replace("Item", "Other"))
    repo.commit("more")
    (api,) = config.load(Path("pyproject.toml"))
    pipeline.generate(api)
    text = namelock.dumps(namelock.NameLock(operations={"GET /gone": "gone"}))
    api.lock_path.write_text(text)
    repo.commit("stale lock")
    repo.write("docs/third.md", page("Third", "Named").replace("Item", "Third"))
    rules = {one.rule for one in compared("HEAD").changes}
    assert "type-renamed" not in rules
    assert "type-removed" not in rules


def test_progress_is_told_of_each_side(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    api = Api(name="x", docs=(docs,), output=tmp_path)
    stages: list[str] = []
    comparison = Comparison(old=Pages(label="A", api=api), new=Pages(label="B", api=api))
    sides.run(comparison, lambda stage, _done, _total: stages.append(stage))
    assert list(dict.fromkeys(stages)) == ["A, read", "A, resolve", "B, read", "B, resolve"]


def _apis() -> Sequence[Api]:
    raise AssertionError


def test_paths_alone_ask_for_no_configuration(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    (one,) = operands.plan(str(docs), str(docs), configured=_apis)
    assert one.api is None
    assert sides.run(one).changes == ()
