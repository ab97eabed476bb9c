"""Files as a git revision has them."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from codegen.changes.revisions import Repository, commit_of, export, merge_base, refusal, repository
from codegen.diagnostics import CodegenError
from tests.gitrepo import GitRepo
from tests.shop import snapshot


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "work")


def found(repo: GitRepo) -> Repository:
    where = repository(repo.folder)
    assert where is not None
    return where


def exported(repo: GitRepo, commit: str, *paths: str) -> dict[str, bytes]:
    into = repo.folder.parent / "out"
    into.mkdir()
    export(found(repo), commit, [PurePosixPath(path) for path in paths], into)
    return snapshot(into)


def test_a_folder_of_a_repository_and_one_of_none(repo: GitRepo) -> None:
    inner = repo.folder / "a" / "b"
    inner.mkdir(parents=True)
    where = repository(inner)
    assert where is not None
    assert where.top == Path(os.path.realpath(repo.folder))
    assert repository(repo.folder.parent) is None
    assert repository(repo.folder / "no such folder") is None
    assert not refusal(inner)
    assert refusal(repo.folder.parent).startswith("git refuses: not a git repository")
    assert refusal(repo.folder / "no such folder").startswith("git cannot be run: No such file")


def test_a_repository_of_somebody_else(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert repository(repo.folder) is None
    assert "dubious ownership" in refusal(repo.folder)


def test_what_a_revision_names(repo: GitRepo) -> None:
    first = repo.commit()
    second = repo.commit()
    repo("tag", "-a", "v1", "-m", "x", first)
    where = found(repo)
    assert commit_of(where, "HEAD") == second
    assert commit_of(where, "HEAD~1") == first
    assert commit_of(where, "v1") == first
    assert commit_of(where, first[:12]) == first


@pytest.mark.parametrize(
    "text", ["", "no-such", "-h", "--all", "HEAD~7", "main:a.md", "a\0b", "main.."]
)
def test_what_is_no_revision(repo: GitRepo, text: str) -> None:
    repo.write("a.md", "x")
    repo.commit()
    assert commit_of(found(repo), text) == ""


def test_the_commit_that_branches_have_in_common(repo: GitRepo) -> None:
    base = repo.commit()
    repo("switch", "--quiet", "--create", "other")
    other = repo.commit("other")
    repo("switch", "--quiet", "main")
    main = repo.commit("main")
    where = found(repo)
    assert merge_base(where, main, other) == base
    repo("switch", "--quiet", "--orphan", "alone")
    assert merge_base(where, main, repo.commit("alone")) == ""


def test_files_are_those_of_the_revision(repo: GitRepo) -> None:
    repo.write("docs/a.md", "old\r\n")
    repo.write("docs/in/b b.md", "ö")
    repo.write("docs/picture.png", "no page")
    repo.write("specs/names.lock.json", "{}")
    repo.write("elsewhere/c.md", "c")
    first = repo.commit()
    repo.write("docs/a.md", "new")
    repo.commit()
    before = snapshot(repo.folder / "docs")
    assert exported(repo, first, "docs", "specs/names.lock.json", "specs/overlay.yaml") == {
        "docs/a.md": b"old\r\n",
        "docs/in/b b.md": "ö".encode(),
        "specs/names.lock.json": b"{}",
    }
    assert snapshot(repo.folder / "docs") == before
    assert repo("status", "--porcelain") == ""


def test_the_paths_that_are_there_are_told(repo: GitRepo) -> None:
    repo.write("docs/a.md", "a")
    commit = repo.commit()
    into = repo.folder.parent / "out"
    into.mkdir()
    wanted = [PurePosixPath(path) for path in ("docs", "docs/a.md", "docs/b.md", "other")]
    assert export(found(repo), commit, wanted, into) == set(wanted[:2])


def test_the_whole_of_a_repository(repo: GitRepo) -> None:
    repo.write("a.md", "a")
    repo.write("docs/b.md", "b")
    assert exported(repo, repo.commit(), ".") == {"a.md": b"a", "docs/b.md": b"b"}


def test_no_attribute_and_no_filter_has_a_say(repo: GitRepo) -> None:
    repo.write(
        ".gitattributes",
        "a.md filter=bad export-subst\nb.md export-ignore\n*.md working-tree-encoding=UTF-16\n",
    )
    repo("config", "filter.bad.smudge", "touch smudged; cat")
    repo("config", "filter.bad.clean", "cat")
    repo.write("a.md", "$Format:%H$")
    repo.write("b.md", "b")
    repo("add", ".gitattributes")
    blob = {name: repo("hash-object", "-w", "--no-filters", name) for name in ("a.md", "b.md")}
    for name, found_blob in blob.items():
        repo("update-index", "--add", "--cacheinfo", f"100644,{found_blob},{name}")
    repo("commit", "--quiet", "--message", "x")
    texts = exported(repo, "HEAD", ".")
    assert texts == {"a.md": b"$Format:%H$", "b.md": b"b"}
    assert not list(repo.folder.rglob("smudged"))


def test_a_link_leads_to_a_page_of_the_revision_and_nowhere_else(repo: GitRepo) -> None:
    secret = repo.folder.parent / "secret.md"
    secret.write_text("secret")
    repo.write("docs/a.md", "a")
    for name, target in (("inside", "a.md"), ("outside", "../../secret.md"), ("far", str(secret))):
        (repo.folder / "docs" / f"{name}.md").symlink_to(target)
    texts = exported(repo, repo.commit(), "docs")
    assert texts == {"docs/a.md": b"a", "docs/inside.md": b"a"}


def test_a_link_to_what_lies_beside_the_pages(repo: GitRepo) -> None:
    repo.write("shared/b.md", "b")
    repo.write("shared/in/c.md", "c")
    (repo.folder / "shared" / "d.md").symlink_to("in/c.md")
    (repo.folder / "docs").mkdir()
    for name, target in (
        ("b.md", "../shared/b.md"),
        ("d.md", "../shared/d.md"),
        ("in", "../shared/in"),
    ):
        (repo.folder / "docs" / name).symlink_to(target)
    (repo.folder / "docs" / "round.md").symlink_to("round.md")
    commit = repo.commit()
    into = repo.folder.parent / "out"
    export(found(repo), commit, [PurePosixPath("docs")], into)
    texts = {name: (into / "docs" / name).read_text() for name in ("b.md", "d.md", "in/c.md")}
    assert texts == {"b.md": "b", "d.md": "c", "in/c.md": "c"}
    assert export(found(repo), commit, [PurePosixPath("docs")], into)


def test_a_clone_that_lacks_files(repo: GitRepo, tmp_path: Path) -> None:
    repo.write("docs/a.md", "a")
    commit = repo.commit()
    repo("config", "uploadpack.allowFilter", "true")
    source, target = repo.folder.as_uri(), tmp_path / "partial"
    repo("clone", "--quiet", "--no-checkout", "--filter=blob:none", source, str(target))
    where = repository(target)
    assert where is not None
    with pytest.raises(CodegenError, match="git does not have all files of the revision here"):
        export(where, commit, [PurePosixPath("docs")], tmp_path / "out")


def test_a_tree_made_by_hand_does_not_leave_the_folder(repo: GitRepo) -> None:
    repo.write("x.md", "x")
    blob = repo("hash-object", "-w", "x.md")
    inner = make_tree(repo, f"100644 blob {blob}\tescaped.md")
    top = make_tree(repo, f"040000 tree {inner}\t..", f"100644 blob {blob}\ta.md")
    commit = repo("commit-tree", "-m", "x", top)
    assert exported(repo, commit, ".") == {"a.md": b"x"}
    assert not (repo.folder.parent / "escaped.md").exists()


def make_tree(repo: GitRepo, *lines: str) -> str:
    """A tree that git itself would not write: its name for the folder above is a name to it."""
    data = b"".join(
        mode.lstrip("0").encode() + b" " + name.encode() + b"\0" + bytes.fromhex(oid)
        for line in lines
        for head, name in (line.split("\t"),)
        for mode, _, oid in (head.split(),)
    )
    path = repo.folder.parent / "tree"
    path.write_bytes(data)
    return repo("hash-object", "-w", "-t", "tree", "--literally", str(path))


def test_the_variables_of_a_hook_are_those_of_another_folder(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = repo.commit()
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", "no/such/index")
    monkeypatch.setenv("GIT_COMMON_DIR", "no/such/folder")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "no/such/folder")
    inner = repo.folder / "docs"
    inner.mkdir()
    where = repository(inner)
    assert where is not None
    assert commit_of(where, "HEAD") == commit


def test_without_git_there_is_no_repository(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    where = found(repo)
    commit = repo.commit()
    monkeypatch.setenv("PATH", "")
    assert repository(repo.folder) is None
    with pytest.raises(CodegenError, match="git is not installed"):
        export(where, commit, [PurePosixPath("docs")], repo.folder)


def test_a_file_that_is_not_there_is_an_error(repo: GitRepo) -> None:
    repo.write("docs/a.md", "a" * 100)
    commit = repo.commit()
    blob = repo("rev-parse", "HEAD:docs/a.md")
    (repo.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CodegenError, match="does not have all files") as caught:
        export(found(repo), commit, [PurePosixPath("docs")], repo.folder.parent)
    assert caught.value.diagnostics[0].code == "git-failed"
