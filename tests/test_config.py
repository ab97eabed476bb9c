from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from codegen import overlay
from codegen.config import load, located
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.pipeline import Api


def config(tmp_path: Path, text: str, name: str = "doc-codegen.toml") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def findings(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(CodegenError) as caught:
        load(path)
    return caught.value.diagnostics


def test_defaults_are_relative_to_the_file(tmp_path: Path) -> None:
    path = config(tmp_path, '[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n', "pyproject.toml")
    assert load(path) == (
        Api(
            name="shop",
            docs=(tmp_path / "docs",),
            output=tmp_path / "generated" / "shop",
            spec=tmp_path / "specs" / "shop" / "spec.json",
            dialect="auto",
            enums="open",
            examples=False,
        ),
    )


def test_a_file_of_its_own_needs_no_section_of_tools(tmp_path: Path) -> None:
    text = """
[apis."my shop"]
docs = ["2023", "../old/*.md", "/srv/docs"]
spec = "shop.json"
overlay = "corrections.yaml"
output = "src/shop"
dialect = "superoffice"
enums = "closed"
examples = true
"""
    assert load(config(tmp_path, text)) == (
        Api(
            name="my shop",
            docs=(tmp_path / "2023", tmp_path / "../old/*.md", Path("/srv/docs")),
            output=tmp_path / "src/shop",
            spec=tmp_path / "shop.json",
            overlay=tmp_path / "corrections.yaml",
            dialect="superoffice",
            enums="closed",
            examples=True,
        ),
    )


def test_apis_keep_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[apis.b]\ndocs = ["b"]\n[apis.a]\ndocs = ["a"]\n'
    assert [api.name for api in load(config(tmp_path, text))] == ["b", "a"]


def test_a_file_of_its_own_may_have_the_section_of_tools(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n'
    (api,) = load(config(tmp_path, text))
    assert (api.name, api.docs) == ("shop", (tmp_path / "docs",))


def test_a_file_of_its_own_has_one_of_the_two(tmp_path: Path) -> None:
    text = "[apis.a]\ndocs = ['a']\n[tool.doc-codegen.apis.b]\ndocs = ['b']\n"
    (finding,) = findings(config(tmp_path, text))
    assert (finding.line, finding.message) == (
        1,
        "apis: stands beside [tool.doc-codegen]: keep one of them",
    )


@pytest.mark.parametrize("key", ["api", "Apis", "APIS", "apis_"])
@pytest.mark.parametrize("name", ["pyproject.toml", "doc-codegen.toml"])
def test_a_misspelt_table_is_one_problem(tmp_path: Path, key: str, name: str) -> None:
    prefix = "tool.doc-codegen." if name == "pyproject.toml" else ""
    path = config(tmp_path, f"\n[{prefix}{key}.shop]\ndocs = ['docs']\n", name)
    (finding,) = findings(path)
    assert (finding.line, finding.message) == (2, f"{key}: unknown key")
    assert finding.hint == "did you mean 'apis'?"


def test_a_table_that_is_nothing_like_apis(tmp_path: Path) -> None:
    path = config(tmp_path, "[shop]\ndocs = ['docs']\n")
    assert [item.message for item in findings(path)] == [
        "shop: unknown key",
        "apis: no API is configured",
    ]


def test_pages_that_are_not_found_are_located(tmp_path: Path) -> None:
    path = config(tmp_path, "[apis.a]\ndocs = ['a']\n\n[apis.b]\nenums = 'open'\ndocs = ['b']\n")
    other = Diagnostic(code="x", severity="error", message="m", path="p", line=9)
    missing = Diagnostic(code="no-such-path", severity="error", message="no b", path="b")
    found = located(CodegenError(missing, other), path, "b").diagnostics
    assert [(item.code, item.path, item.line, item.message) for item in found] == [
        ("no-such-path", path.as_posix(), 6, "apis.b.docs: no b"),
        ("x", "p", 9, "m"),
    ]


def test_an_overlay_that_cannot_be_read_is_located(tmp_path: Path) -> None:
    text = "[apis.a]\ndocs = ['docs']\noverlay = 'other.yaml'\n\n"
    path = config(tmp_path, f"{text}[apis.b]\ndocs = ['docs']\noverlay = 'nope.yaml'\n")
    with pytest.raises(CodegenError) as caught:
        overlay.load(tmp_path / "nope.yaml")
    (found,) = located(caught.value, path, "b").diagnostics
    assert (found.code, found.path, found.line) == ("invalid-overlay", path.as_posix(), 7)
    assert found.message == "apis.b.overlay: cannot be read: No such file or directory"
    # What is wrong within the file stays there.
    inside = CodegenError(dataclasses.replace(caught.value.diagnostics[0], line=3))
    assert located(inside, path, "b").diagnostics == inside.diagnostics


@pytest.mark.parametrize(
    ("text", "line", "words", "hint"),
    [
        ("apis = [", 1, "is not valid TOML", "--config"),
        ("a = 1\n\nb = = 2\n", 3, "is not valid TOML", "--config"),
        ("a = 1\na = 2\n", 2, "is not valid TOML", "--config"),
        ("", 0, "apis: no API is configured", ""),
        ("apis = 3\n", 1, "apis: no API is configured", ""),
        ("[apis]\n", 1, "apis: no API is configured", ""),
        ("[apis]\nshop = 3\n", 2, "apis.shop: must be a table", ""),
        ("[apis.shop]\n", 1, "apis.shop.docs: must be a list of paths", ""),
        ("[apis.shop]\ndocs = []\n", 2, "apis.shop.docs: must be a list of paths", ""),
        ("[apis.shop]\ndocs = [1]\n", 2, "apis.shop.docs: must be a list of paths", ""),
    ],
    ids=[
        "no end",
        "no TOML",
        "key twice",
        "empty",
        "no tables",
        "no api",
        "no table",
        "no docs",
        "empty docs",
        "no paths",
    ],
)
def test_one_problem(tmp_path: Path, text: str, line: int, words: str, hint: str) -> None:
    path = config(tmp_path, text)
    (finding,) = findings(path)
    assert (finding.code, finding.severity) == ("invalid-config", "error")
    assert (finding.path, finding.line) == (path.as_posix(), line)
    assert words in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("line", "words", "hint"),
    [
        ("doc = []", "apis.shop.doc: unknown key", "did you mean 'docs'?"),
        ("enum = 'open'", "apis.shop.enum: unknown key", "did you mean 'enums'?"),
        (
            "x = 1",
            "apis.shop.x: unknown key",
            "docs, enums, examples, output, overlay, spec",
        ),
        ("spec = 1", "apis.shop.spec: must be a string", ""),
        ("overlay = true", "apis.shop.overlay: must be a string", ""),
        ("examples = 1", "apis.shop.examples: must be true or false", ""),
        ("output = ['a']", "apis.shop.output: must be a string", ""),
        ("enums = 'half'", "apis.shop.enums: must be one of open, closed, not 'half'", ""),
        ("dialect = 'x'", "apis.shop.dialect: no dialect is called 'x'", "known dialects: auto, "),
        ("enums = ['open']", "apis.shop.enums: must be a string", ""),
    ],
)
def test_a_key_of_the_second_api_is_found_there(
    tmp_path: Path, line: str, words: str, hint: str
) -> None:
    first = "[apis.shop-two]\ndocs = ['a']\nspec = 'a'\nenums = 'open'\nexamples = false\n"
    path = config(tmp_path, f"{first}output = 'x'\n\n[apis.shop]\ndocs = ['b']\n{line}\n")
    (finding,) = findings(path)
    assert finding.message == words
    assert finding.line == 10
    assert hint in finding.hint


def test_docs_that_are_missing_are_reported_at_their_own_api(tmp_path: Path) -> None:
    text = "[apis.a]\ndocs = ['a']\n\n[apis.b]\nenums = 'open'\n\n[apis.c]\ndocs = ['c']\n"
    (finding,) = findings(config(tmp_path, text))
    assert (finding.message[:11], finding.line) == ("apis.b.docs", 4)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n[tool.doc-codegen]\napi = 1\n"
    text += "[tool.doc-codegen.apis.shop]\ndocs = 'docs'\nenum = 1\nspec = 2\n"
    path = config(tmp_path, text, "pyproject.toml")
    assert [(item.line, item.message.partition(":")[0]) for item in findings(path)] == [
        (4, "api"),
        (6, "apis.shop.docs"),
        (7, "apis.shop.enum"),
        (8, "apis.shop.spec"),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[project]\n", "tool = 3\n", "[tool]\ndoc-codegen = 3\n", "[tool.other]\na = 1\n"],
    ids=["empty", "others", "tool is no table", "section is no table", "no section"],
)
def test_a_pyproject_without_the_section(tmp_path: Path, text: str) -> None:
    (finding,) = findings(config(tmp_path, text, "pyproject.toml"))
    assert "there is no such table" in finding.message
    assert "[tool.doc-codegen.apis.NAME]" in finding.hint


def test_no_file(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path / "pyproject.toml")
    assert finding.message == "cannot be read: No such file or directory"
    assert "--docs" in finding.hint


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path)
    assert finding.message.startswith("cannot be read: ")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "doc-codegen.toml"
    path.write_bytes(b"a = '\xff'\n")
    (finding,) = findings(path)
    assert finding.message.startswith("cannot be read: ")
