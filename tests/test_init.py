"""``doc-codegen init``: what it finds, what it writes, and what it leaves alone."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codegen import config, outputs
from codegen.cli import main
from codegen.diagnostics import CodegenError
from codegen.limits import Limits
from tests.shop import page, snapshot, write_pages

PROJECT = '[project]\nname = "acme-client"\n\n[tool.black]   # ours\nline-length = 80'


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def init(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_a_table_is_added_to_the_project(top: Path, end: str, last: str) -> None:
    write_pages(top / "docs/shop", {"item.md": page(), "about.md": "# About us\n"})
    before = (PROJECT + last).replace("\n", end).encode()
    (top / "pyproject.toml").write_bytes(before)
    (top / "pyproject.toml").chmod(0o640)
    result = init("docs/shop")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "pages: 2; 1 superoffice, 1 not recognised\n" in result.stdout
    assert "lines understood: 100.0 % of " in result.stdout
    assert "operations: 1; types: 1; findings: 1\n" in result.stdout
    assert "wrote the configuration of shop to pyproject.toml\n" in result.stdout
    assert snapshot(top).keys() == {"docs/shop/item.md", "docs/shop/about.md", "pyproject.toml"}
    after = (top / "pyproject.toml").read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(end.encode())
    assert (top / "pyproject.toml").stat().st_mode & 0o777 == 0o640
    data = tomllib.loads(after.decode())
    assert data["tool"].pop("doc-codegen") == {
        "apis": {
            "shop": {
                "docs": ["docs/shop"],
                "output": "generated/shop",
                "spec": "specs/shop/spec.json",
            }
        }
    }
    assert data == tomllib.loads(PROJECT)
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    assert (top / "generated/shop/models/__init__.py").is_file()


def test_without_a_project_the_file_is_one_of_its_own(top: Path) -> None:
    write_pages(top / "docs", {"item.md": page()})
    assert init("docs").exit_code == 0
    text = (top / "doc-codegen.toml").read_text()
    assert text.startswith("[apis.work]\n# Folders, globs or pages")
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    assert (top / "specs/work/spec.json").is_file()


def test_the_comments_name_keys_and_values_that_there_are(top: Path) -> None:
    write_pages(top / "docs", {"item.md": page()})
    init("docs")
    path = top / "doc-codegen.toml"
    (before,) = config.load(path)
    lines = path.read_text().splitlines(keepends=True)
    keys = [line.removeprefix("# ") for line in lines if " = " in line]
    path.write_text("[apis.work]\n" + "".join(keys))
    assert config.load(path) == (before,)
    assert len(keys) == 8


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("doc-codegen.toml", "", 0),
        ("doc-codegen.toml", "no TOML", 0),
        ("pyproject.toml", "\n[tool.doc-codegen]\n", 2),
        ("pyproject.toml", "\n[tool.doc-codegen.apis.x]\ndocs = []\n", 2),
        ("pyproject.toml", "[tool]\ndoc-codegen = 3\n", 2),
    ],
)
def test_what_is_configured_stays(top: Path, name: str, text: str, line: int) -> None:
    write_pages(top / "docs", {"item.md": page()})
    (top / name).write_text(text)
    before = snapshot(top)
    result = init("docs")
    assert result.exit_code == 2
    at = f"{name}:{line}" if line else name
    assert result.stderr.startswith(f"{at}: error: configures doc-codegen already; nothing was")
    assert snapshot(top) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tool = { x = 1 }\n", "pyproject.toml: error: a table cannot be added at its end: "),
        ("[tool\n", "pyproject.toml:1: error: is not valid TOML"),
    ],
)
def test_a_project_that_nothing_can_be_added_to(top: Path, text: str, words: str) -> None:
    write_pages(top / "docs", {"item.md": page()})
    (top / "pyproject.toml").write_text(text)
    result = init("docs")
    assert (result.exit_code, result.stderr[: len(words)]) == (2, words)
    assert (top / "pyproject.toml").read_text() == text


@pytest.mark.parametrize(
    ("docs", "title", "name"),
    [
        ("docs", "", "work"),
        ("docs/v2/en", "Acme Client", "acme_client"),
        ("docs/Web Shop/reference", "", "web_shop"),
        ("docs/crm-2023/rest", "", "crm_2023"),
        ("docs/crm/2023", "", "crm"),
        ("docs/日本", "", "work"),
        ("../elsewhere/api", "", "elsewhere"),
        ("pages/shop/item.md", "", "item"),
        ("docs/crm/*.md", "", "crm"),
    ],
)
def test_the_name(top: Path, docs: str, title: str, name: str) -> None:
    folder = docs.removesuffix("/*.md").removesuffix("/item.md")
    write_pages(top / folder, {"item.md": page()})
    if title:
        (top / "pyproject.toml").write_text(f"[project]\nname = '{title}'\n")
    assert init(docs).exit_code == 0
    (api,) = config.load(config.find(top))
    assert api.name == name
    assert api.docs == (top / docs,)


def test_names_and_paths_of_any_kind(top: Path) -> None:
    odd = 'a "b"\n[x] # \\'
    write_pages(top / odd, {"item.md": page()})
    write_pages(top / "old", {"item.md": page()})
    assert init(odd, str(top / "old"), "--name", odd).exit_code == 0
    (api,) = config.load(top / "doc-codegen.toml")
    assert (api.name, api.docs) == (odd, (top / odd, top / "old"))
    assert '"old"]' in (top / "doc-codegen.toml").read_text()


@pytest.mark.parametrize(
    ("name", "folder"), [("a/../../b", "a_.._.._b"), ("/etc/x", "_etc_x"), ("..", "api")]
)
def test_a_name_leads_to_no_other_folder(top: Path, name: str, folder: str) -> None:
    write_pages(top / "docs", {"item.md": page()})
    assert init("docs", "--name", name).exit_code == 0
    (api,) = config.load(top / "doc-codegen.toml")
    assert (api.name, api.output) == (name, top / "generated" / folder)
    assert api.spec_path == top / "specs" / folder / "spec.json"


def test_a_name_that_is_no_text(top: Path) -> None:
    write_pages(top / "docs", {"item.md": page()})
    result = init("docs", "--name", os.fsdecode(b"\xff"))
    assert (result.exit_code, "--name is no text" in result.stderr) == (2, True)


def test_the_folder_of_pages_is_found(top: Path) -> None:
    reference = top / "docs/reference"
    write_pages(reference, {"a/item.md": page(), "b/c/other.md": page("Other", "Other")})
    write_pages(top, {"README.md": "# Us\n", "notes/todo.md": "# To do\n"})
    for other in (".hidden", "node_modules/x", "venv/lib"):
        write_pages(top / other, {"item.md": page()})
    (top / "venv/pyvenv.cfg").write_text("")
    result = init()
    assert "pages: 2; 2 superoffice\n" in result.stdout
    (api,) = config.load(top / "doc-codegen.toml")
    assert (api.name, api.docs) == ("work", (reference,))


def test_pages_in_the_current_folder_are_named_by_a_glob(top: Path) -> None:
    write_pages(top, {"item.md": page(), "notes/todo.txt": "# To do\n"})
    assert init().exit_code == 0
    (api,) = config.load(top / "doc-codegen.toml")
    assert api.docs == (top / "*.md",)
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0


def test_of_several_folders_one_is_to_be_named(top: Path) -> None:
    write_pages(top, {"docs/shop/item.md": page(), "other/item.md": page()})
    result = init()
    assert result.exit_code == 2
    assert "several folders hold pages; name one of them:" in result.stderr
    assert "  doc-codegen init docs/shop\n  doc-codegen init other\n" in result.stderr
    assert not (top / "doc-codegen.toml").exists()


def test_no_documents(top: Path) -> None:
    (top / "x.py").write_text("")
    assert (init().exit_code, init("docs").exit_code) == (2, 2)
    assert "no documents below the current folder" in init().stderr
    assert "no such file, folder or glob: docs" in init("docs").stderr
    assert snapshot(top).keys() == {"x.py"}


STRANGE = """---
title: Things
---
# Things {name}

## Weather

| Morning | Evening |
|---|---|
| sun | rain |

- one

```
{{"a": 1}}
```

GET /things/...
"""


@pytest.mark.parametrize("docs", [["docs"], []])
def test_what_is_not_understood_is_described(top: Path, docs: list[str]) -> None:
    pages = {f"{name}.md": STRANGE.format(name=name) for name in "abc"}
    write_pages(top / "docs", {**pages, "d.mdx": "<div>\x1b[31m\n</div>\n"})
    result = init(*docs)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "nothing is understood of these pages; nothing was written\n"
        "  pages: 3 .md, 1 .mdx\n"
        "  pages with: JSON samples (3), front matter (3), lists (3), request lines (3), "
        "tables (3), HTML (1)\n"
        "  headings: Weather (3)\n"
        "  tables: Morning | Evening (3)\n"
        "dialects: superoffice, outline, msgraph, discord, slate, general; for others: doc-codegen"
        " dialect new DOCS\n"
    )
    assert not (top / "doc-codegen.toml").exists()


def test_many_pages_are_looked_at_in_part(top: Path) -> None:
    write_pages(top / "docs", {f"{number}.md": "# A\n" for number in range(201)})
    assert "  pages: 201 .md, of which 200 were looked at\n" in init("docs").stderr


def test_headings_cannot_move_the_cursor(top: Path) -> None:
    write_pages(top / "docs", {f"{name}.md": "# A\x1b[2J\u202e\n" for name in "ab"})
    assert "headings: A\\u001b[2J\\u202e (2)" in init("docs").stderr


def test_a_page_that_is_too_large_is_not_looked_at(top: Path) -> None:
    large = "# A\n\n" + "x\n" * (Limits().page_size // 2)
    write_pages(top / "docs", {"a.md": "# A\n", "b.md": "# A\n", "large.md": large})
    assert "headings: A (2)" in init("docs").stderr


@pytest.mark.parametrize("docs", [".", "..", "../work"])
def test_docs_that_hold_the_outputs(top: Path, docs: str) -> None:
    write_pages(top, {"item.md": page()})
    result = init(docs)
    assert result.exit_code == 2
    assert "the outputs would be among these pages; nothing was written" in result.stderr
    assert snapshot(top).keys() == {"item.md"}


def test_a_link_stays_one(top: Path) -> None:
    write_pages(top / "docs", {"item.md": page()})
    real = top.parent / "real.toml"
    real.write_text(PROJECT)
    (top / "pyproject.toml").symlink_to(real)
    assert init("docs").exit_code == 0
    assert (top / "pyproject.toml").is_symlink()
    assert "doc-codegen" in real.read_text()


def test_a_folder_that_cannot_be_written(top: Path) -> None:
    with pytest.raises(CodegenError, match="cannot be written: No such file or directory"):
        outputs.replace(top / "nowhere" / "pyproject.toml", b"")
    (top / "folder").mkdir()
    with pytest.raises(CodegenError, match="cannot be written: Is a directory"):
        outputs.replace(top / "folder", b"")
    assert [path.name for path in top.iterdir()] == ["folder"]
