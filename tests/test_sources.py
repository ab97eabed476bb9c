from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.sources import Document, Source, find, read


def write(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
    return folder


def pages(*docs: str | Path) -> list[tuple[int, str]]:
    found, _ = find(docs)
    return [(source.rank, source.page) for source in found]


def read_bytes(tmp_path: Path, data: bytes) -> Document | Diagnostic:
    path = tmp_path / "page.md"
    path.write_bytes(data)
    return read(Source(page="docs/page.md", rank=3, file=str(path)))


def test_a_folder_gives_its_documents_in_order_of_path(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "b.md", "a/z.txt", "a/b/c.mdx", "A.markdown", "a.mdown")
    assert pages(docs) == [
        (0, "docs/A.markdown"),
        (0, "docs/a.mdown"),
        (0, "docs/a/b/c.mdx"),
        (0, "docs/a/z.txt"),
        (0, "docs/b.md"),
    ]


def test_capital_endings_are_documents_too(tmp_path: Path) -> None:
    assert pages(write(tmp_path / "docs", "READ.MD")) == [(0, "docs/READ.MD")]


def test_a_glob_is_named_by_its_literal_part(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "v1/a.md", "v1/b.txt", "v2/a.md")
    assert pages(f"{docs}/*/a.md") == [(0, "docs/v1/a.md"), (0, "docs/v2/a.md")]
    assert pages(f"{docs}/**/*.txt") == [(0, "docs/v1/b.txt")]


def test_a_single_file_needs_no_ending(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "REFERENCE")
    assert pages(docs / "REFERENCE") == [(0, "REFERENCE")]


def test_a_folder_whose_name_looks_like_a_glob_is_that_folder(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs [v1]", "a.md")
    assert pages(docs) == [(0, "docs [v1]/a.md")]


def test_several_sets_keep_their_precedence(tmp_path: Path) -> None:
    new, old = write(tmp_path / "new", "a.md"), write(tmp_path / "old", "a.md")
    assert pages(new, old) == [(0, "new/a.md"), (1, "old/a.md")]
    assert pages(old, new) == [(0, "old/a.md"), (1, "new/a.md")]


def test_sets_of_one_name_are_told_apart_by_the_folder_above(tmp_path: Path) -> None:
    one = write(tmp_path / "2023" / "docs", "a.md")
    two = write(tmp_path / "2022" / "docs", "a.md")
    assert pages(one, two) == [(0, "2023/docs/a.md"), (1, "2022/docs/a.md")]


def test_hidden_files_and_folders_are_not_pages(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "a.md", ".draft.md", ".git/b.md", "x/.cache/c.md")
    assert pages(docs) == [(0, "docs/a.md")]


def test_a_hidden_folder_that_is_asked_for_is_read(tmp_path: Path) -> None:
    assert pages(write(tmp_path / ".docs", "a.md")) == [(0, ".docs/a.md")]


def test_other_files_are_passed_over_and_reported(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "a.md", "logo.png", "LICENSE")
    found, passed_over = find([docs])
    assert [source.page for source in found] == ["docs/a.md"]
    assert [(item.code, item.severity, item.path) for item in passed_over] == [
        ("not-a-document", "info", "docs/LICENSE"),
        ("not-a-document", "info", "docs/logo.png"),
    ]


def test_page_identity_is_the_same_from_any_folder(tmp_path: Path) -> None:
    here = write(tmp_path / "here" / "docs", "a.md", "b/c.md")
    there = write(tmp_path / "over" / "there" / "docs", "a.md", "b/c.md")
    program = "import sys; from codegen.sources import find\n"
    program += "print([source.page for source in find([sys.argv[1]])[0]])"
    runs = {
        subprocess.run(
            [sys.executable, "-c", program, argument],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for folder, argument in (
            (tmp_path, str(here)),
            (tmp_path / "here", "docs"),
            (here, "."),
            (here / "b", "../../docs"),
            (tmp_path / "over", "there/docs/"),
            (there, str(there)),
        )
    }
    assert runs == {"['docs/a.md', 'docs/b/c.md']\n"}


def test_every_missing_set_is_reported(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "a.md")
    with pytest.raises(CodegenError) as caught:
        find([tmp_path / "absent", docs, f"{docs}/*.rst"])
    assert [(item.code, item.path) for item in caught.value.diagnostics] == [
        ("no-such-path", f"{tmp_path}/absent"),
        ("no-such-path", f"{docs}/*.rst"),
    ]


@pytest.mark.parametrize("names", [(), ("logo.png",)], ids=["empty", "no documents"])
def test_a_folder_without_documents_is_an_error(tmp_path: Path, names: tuple[str, ...]) -> None:
    (tmp_path / "docs").mkdir()
    with pytest.raises(CodegenError) as caught:
        find([write(tmp_path / "docs", *names)])
    (found,) = caught.value.diagnostics
    assert (found.code, found.path) == ("no-documents", f"{tmp_path}/docs")


def test_no_set_at_all_is_an_error() -> None:
    with pytest.raises(CodegenError, match="empty list"):
        find([])


@pytest.mark.parametrize(
    "data",
    [
        b"# A\n\nb\n",
        b"# A\r\n\r\nb\r\n",
        b"# A\r\rb\r",
        b"# A\r\n\rb\n",
        b"\xef\xbb\xbf# A\n\nb\n",
        b"\xef\xbb\xbf# A\r\n\r\nb\r\n",
    ],
    ids=["LF", "CRLF", "CR", "mixed", "BOM", "BOM and CRLF"],
)
def test_line_ends_and_byte_order_marks_do_not_matter(tmp_path: Path, data: bytes) -> None:
    assert read_bytes(tmp_path, data) == Document(page="docs/page.md", rank=3, text="# A\n\nb\n")


def test_characters_that_only_look_like_line_ends_stay(tmp_path: Path) -> None:
    text = "a\u2028b\x0bc\x85d\n"
    assert read_bytes(tmp_path, text.encode()) == Document(page="docs/page.md", rank=3, text=text)


@pytest.mark.parametrize(
    ("data", "code", "line", "words"),
    [
        (b"a\nb\nc\0d\n", "binary-file", 3, "NUL"),
        (b"a\rb\rc\0d\r", "binary-file", 3, "NUL"),
        (b"\0", "binary-file", 1, "NUL"),
        ("a\nDüsseldorf\n".encode("latin-1"), "not-utf-8", 2, "byte 0xfc at offset 3"),
        ("a\r\nb\rDüsseldorf".encode("latin-1"), "not-utf-8", 3, "byte 0xfc at offset 6"),
        (b"\xef\xbb\xbfa\n\xe9t\xe9\n", "not-utf-8", 2, "byte 0xe9 at offset 5"),
        ("a\n".encode("utf-16"), "binary-file", 1, "NUL"),
        (b"a\n\xf0\x9f", "not-utf-8", 2, "byte 0xf0 at offset 2"),
    ],
    ids=["NUL", "NUL with CR", "NUL only", "latin-1", "latin-1 with CR", "BOM", "utf-16", "cut"],
)
def test_what_is_no_text_is_located(
    tmp_path: Path, data: bytes, code: str, line: int, words: str
) -> None:
    finding = read_bytes(tmp_path, data)
    assert isinstance(finding, Diagnostic)
    assert (finding.code, finding.severity) == (code, "error")
    assert (finding.path, finding.line) == ("docs/page.md", line)
    assert words in finding.message


def test_a_file_that_is_gone_is_a_finding(tmp_path: Path) -> None:
    finding = read(Source(page="docs/a.md", rank=0, file=str(tmp_path / "a.md")))
    assert isinstance(finding, Diagnostic)
    assert (finding.code, finding.path, finding.line) == ("unreadable-file", "docs/a.md", 0)
    assert "No such file" in finding.message


def test_a_link_to_nowhere_is_not_lost(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "a.md")
    (docs / "b.md").symlink_to(tmp_path / "absent.md")
    found, _ = find([docs])
    assert [source.page for source in found] == ["docs/a.md", "docs/b.md"]
    finding = read(found[1])
    assert isinstance(finding, Diagnostic)
    assert finding.code == "unreadable-file"


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="its names are always Unicode")
@pytest.mark.parametrize("pattern", ["", "/*", "/**/*.md"])
def test_a_name_that_is_no_text_is_reported(tmp_path: Path, pattern: str) -> None:
    docs = write(tmp_path / "docs", "a.md")
    Path(os.fsdecode(os.fsencode(docs) + b"/b\xff.md")).write_text("# b\n")
    found, findings = find([f"{docs}{pattern}"])
    assert [source.page for source in found] == ["docs/a.md"]
    (finding,) = findings
    assert (finding.code, finding.severity) == ("unreadable-name", "error")
    assert finding.path == "docs/b\\xff.md"


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="its names are always Unicode")
def test_a_set_whose_name_is_no_text_is_reported(tmp_path: Path) -> None:
    docs = write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xff")), "a.md")
    with pytest.raises(CodegenError) as caught:
        find([docs])
    codes = [finding.code for finding in caught.value.diagnostics]
    assert codes == ["unreadable-name", "no-documents"]


@pytest.mark.parametrize("entry", ["x" * 300, "x" * 300 + "/*.md", "a\0b", "a\0b/*.md", "*\0"])
def test_a_path_that_can_not_be_is_missing(tmp_path: Path, entry: str) -> None:
    with pytest.raises(CodegenError) as caught:
        find([f"{tmp_path}/{entry}"])
    assert [finding.code for finding in caught.value.diagnostics] == ["no-such-path"]


@pytest.mark.parametrize("pattern", ["", "/**/*.md", "/**", "/**/**/*"])
def test_links_in_a_circle_end_and_no_page_is_read_twice(tmp_path: Path, pattern: str) -> None:
    docs = write(tmp_path / "docs", "a.md", "v2/b.md", "v2/c/d.md")
    for link, target in (("1", "v2"), ("v2/up", "."), ("v2/c/back", "v2"), ("0.md", "a.md")):
        (docs / link).symlink_to(docs / target)
    expected = [(0, "docs/a.md"), (0, "docs/v2/b.md"), (0, "docs/v2/c/d.md")]
    assert pages(f"{docs}{pattern}") == expected


@pytest.mark.parametrize("pattern", ["", "/**/*.md", "/*/*.md"])
def test_a_linked_folder_is_followed(tmp_path: Path, pattern: str) -> None:
    other = write(tmp_path / "other", "b.md", "loop/.hidden/c.md")
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "x").symlink_to(other)
    (docs / "y").symlink_to(other)
    assert pages(f"{docs}{pattern}") == [(0, "docs/x/b.md")]


def test_a_page_of_two_sets_belongs_to_the_first(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "a.md", "b.md")
    assert pages(docs / "b.md", docs) == [(0, "b.md"), (1, "docs/a.md")]


@pytest.mark.parametrize("pattern", ["/**/*.md", "/*/*.md", "/.*/*.md", "/.git/*.md", "/*"])
def test_a_glob_finds_nothing_hidden(tmp_path: Path, pattern: str) -> None:
    docs = write(tmp_path / "docs", "a/b.md", ".git/c.md", ".d.md", "a/.e.md", "f.md")
    if pattern == "/.git/*.md":
        # Up to its first wildcard a glob names what it wants.
        assert pages(f"{docs}{pattern}") == [(0, ".git/c.md")]
    elif pattern == "/.*/*.md":
        with pytest.raises(CodegenError, match="no-such-path"):
            find([f"{docs}{pattern}"])
    else:
        names = {name for _, name in pages(f"{docs}{pattern}")}
        assert names
        assert names <= {"docs/a/b.md", "docs/f.md"}


def test_a_glob_may_go_up(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "v1/a.md", "b.md")
    assert pages(f"{docs}/v*/../b.md") == [(0, "docs/v1/../b.md")]


def test_what_is_no_file_is_reported(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "a.md")
    os.mkfifo(docs / "b.md")
    for entry in (docs, f"{docs}/*"):
        found, (finding,) = find([entry])
        assert [source.page for source in found] == ["docs/a.md"]
        assert (finding.code, finding.severity) == ("not-a-document", "info")
        assert (finding.path, finding.message) == (
            "docs/b.md",
            "passed over: it is not a regular file",
        )


def test_a_folder_that_cannot_be_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write(tmp_path / "docs", "a.md", "b/c.md")
    (docs / "b").chmod(0)
    real = os.access
    # The superuser may read anything: so that the test says the same for all.
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path) != docs / "b" and real(path, mode)
    )
    _, findings = find([docs])
    (docs / "b").chmod(0o755)
    assert [(item.code, item.severity, item.path) for item in findings] == [
        ("unreadable-file", "error", "docs/b")
    ]


def test_each_folder_is_listed_once_and_no_plain_file_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{folder}/{number}.md" for folder in ("a", "a/b", "c") for number in range(20)]
    docs = write(tmp_path / "docs", *names)
    listed: list[str] = []
    asked: list[str] = []
    scandir, stat = os.scandir, os.stat

    def list_it(path: str) -> Any:
        listed.append(path)
        return scandir(path)

    def ask_it(path: Path, **named: Any) -> os.stat_result:
        asked.append(str(path))
        return stat(path, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", list_it)
        patch.setattr(os, "stat", ask_it)
        found, _ = find([docs])
    assert len(found) == 60
    folders = ["docs", "docs/a", "docs/a/b", "docs/c"]
    assert sorted(listed) == [str(tmp_path / folder) for folder in folders]
    assert not [path for path in asked if path.endswith(".md")]
