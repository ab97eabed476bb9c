from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from codegen import overlay
from codegen.config import find, load, located
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.passthrough import ModelOptions
from codegen.pipeline import Api

PATH = "must be a string, the path of a file or folder"
LEVELS = "must be one of error, warning, never"
TARGETS = "openapi, pydantic, dataclasses"
PASSED = "datamodel-code-generator"


def config(tmp_path: Path, text: str, name: str = "doc-codegen.toml") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def findings(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(CodegenError) as caught:
        load(path)
    return caught.value.diagnostics


def test_defaults_are_relative_to_the_file(tmp_path: Path, user_cache: Path) -> None:
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
            cache=user_cache,
        ),
    )


def test_a_file_of_its_own_needs_no_section_of_tools(tmp_path: Path) -> None:
    text = """
cache = "../kept"
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
            cache=tmp_path / "../kept",
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
    assert (finding.line, finding.message) == (2, f"{prefix}{key}: unknown key")
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
        ("\ufeffa = 1\n", 1, "it begins with a byte order mark", "--config"),
        ("a = 1\n\nb = = 2\n", 3, "is not valid TOML", "--config"),
        ("a = 1\na = 2\n", 2, "is not valid TOML", "--config"),
        (f"a = {'9' * 5000}", 0, "cannot be read: Exceeds the limit", "--config"),
        (f"a = {'[' * 9000}", 0, "cannot be read: it is nested too deep", "--config"),
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
        "a mark of byte order",
        "no TOML",
        "key twice",
        "a number too long",
        "too deep",
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
            "dialect, docs, enums, examples, fail-on, limits, output, overlay, spec, targets",
        ),
        ("spec = 1", f"apis.shop.spec: {PATH}", ""),
        ("spec = ''", f"apis.shop.spec: {PATH}", ""),
        ("overlay = true", f"apis.shop.overlay: {PATH}", ""),
        ("examples = 1", "apis.shop.examples: must be true or false", ""),
        ("output = ['a']", f"apis.shop.output: {PATH}", ""),
        ("enums = 'half'", "apis.shop.enums: must be one of open, closed, not 'half'", ""),
        ("dialect = 'x'", "apis.shop.dialect: no dialect is called 'x'", "known dialects: auto, "),
        ("dialect = 1", "apis.shop.dialect: must be a string", ""),
        (
            "dialect = 'superofice'",
            "apis.shop.dialect: no dialect is called 'superofice'",
            "'superoffice'",
        ),
        ("enums = ['open']", "apis.shop.enums: must be a string: open, closed", ""),
        (
            "enums = 'close'",
            "apis.shop.enums: must be one of open, closed, not 'close'",
            "'closed'",
        ),
        ("fail-on = 'info'", f"apis.shop.fail-on: {LEVELS}, not 'info'", ""),
        ("fail-on = 'warn'", f"apis.shop.fail-on: {LEVELS}, not 'warn'", "'warning'"),
        ("fail_on = 'error'", "apis.shop.fail_on: unknown key", "'fail-on'"),
        ("targets = 'openapi'", f"apis.shop.targets: must be a list of some of {TARGETS}", ""),
        ("targets = []", f"apis.shop.targets: must be a list of some of {TARGETS}", ""),
        ("targets = [1]", f"apis.shop.targets: must be a string: {TARGETS}", ""),
        (
            "targets = ['openapi', 'pydant']",
            f"apis.shop.targets: must be one of {TARGETS}, not 'pydant'",
            "did you mean 'pydantic'?",
        ),
        ("targets = ['openapi', 'openapi']", "apis.shop.targets: names 'openapi' twice", ""),
        ("datamodel-code-generator = 1", f"apis.shop.{PASSED}: must be a table of its options", ""),
        (
            "datamodel-code-generator.base-clas = ''",
            f"apis.shop.{PASSED}.base-clas: unknown key",
            "'base-class'",
        ),
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
        (4, "tool.doc-codegen.api"),
        (6, "tool.doc-codegen.apis.shop.docs"),
        (7, "tool.doc-codegen.apis.shop.enum"),
        (8, "tool.doc-codegen.apis.shop.spec"),
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


def test_what_stands_above_the_apis_is_for_all_of_them(tmp_path: Path) -> None:
    text = """
targets = ["dataclasses", "openapi"]
enums = "closed"
fail-on = "warning"
datamodel-code-generator = { use-frozen-field = true, use-attribute-docstrings = true }

[apis.a]
docs = ["a"]

[apis.b]
docs = ["b"]
targets = ["pydantic"]
enums = "open"
fail-on = "never"
datamodel-code-generator = { use-attribute-docstrings = false, frozen-dataclasses = true }
"""
    a, b = load(config(tmp_path, text))
    assert (a.targets, a.enums, a.fail_on) == (("openapi", "dataclasses"), "closed", "warning")
    assert (b.targets, b.enums, b.fail_on) == (("pydantic",), "open", "never")
    assert a.model_options == ModelOptions(use_frozen_field=True, use_attribute_docstrings=True)
    assert b.model_options == ModelOptions(use_frozen_field=True, frozen_dataclasses=True)


def test_a_key_of_one_api_is_not_for_all(tmp_path: Path) -> None:
    text = "[tool.doc-codegen]\nspec = 'x'\nenums = 1\n[tool.doc-codegen.apis.a]\ndocs = ['a']\n"
    found = findings(config(tmp_path, text, "pyproject.toml"))
    assert [(one.line, one.message) for one in found] == [
        (2, "tool.doc-codegen.spec: is of one API"),
        (3, "tool.doc-codegen.enums: must be a string: open, closed"),
    ]
    assert found[0].hint == "it stands in the table of an API, [apis.NAME]"


def test_names_that_are_no_bare_keys_are_found(tmp_path: Path) -> None:
    text = """# [apis."my.shop"]
[apis."my.shop"]   # docs = 1
docs = [
    "docs", # spec = 2
]
x = '''
spec = 3'''
"spec" = 4
"""
    found = findings(config(tmp_path, text))
    assert [(one.line, one.message) for one in found] == [
        (6, 'apis."my.shop".x: unknown key'),
        (8, f'apis."my.shop".spec: {PATH}'),
    ]


@pytest.mark.parametrize(
    ("first", "second", "line", "words"),
    [
        ("output = 'docs'", "", 3, "apis.a.output: is among the pages of "),
        ("output = 'docs/out'", "", 3, "apis.a.output: is among the pages of "),
        ("output = './x/../docs/out'", "", 3, "apis.a.output: is among the pages of "),
        ("output = '.'", "", 3, "apis.a.output: holds the pages of "),
        ("", "output = 'generated/a'", 7, "apis.b.output: is written by apis.a too"),
        ("", "output = 'generated/a/models'", 7, "apis.b.output: is written by apis.a too"),
        ("output = 'out/models/x'", "output = 'out'", 7, "apis.b.output: is written by apis.a too"),
        ("", "spec = 'specs/a/spec.json'", 7, "apis.b.spec: the file, or the name lock beside it"),
        ("", "spec = 'specs/a/spec.yaml'", 7, "apis.b.spec: the file, or the name lock beside it"),
    ],
)
def test_outputs_in_each_others_way(
    tmp_path: Path, first: str, second: str, line: int, words: str
) -> None:
    (tmp_path / "docs").mkdir()
    path = config(
        tmp_path, f"[apis.a]\ndocs = ['docs']\n{first}\n\n[apis.b]\ndocs = ['b/*.md']\n{second}\n"
    )
    (finding,) = findings(path)
    assert finding.line == line
    assert finding.message.startswith(words)


def test_outputs_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    text = """
[apis.a]
docs = ["docs/a.md", "docs/*.md"]
output = "docs/out"
[apis.b]
docs = ["docs/a"]
output = "docs/out/b"
spec = "specs/a/b.json"
[apis.c]
docs = ["docs/a"]
output = "docs/out/b/c"
spec = "specs/a/c.json"
"""
    assert len(load(config(tmp_path, text))) == 3


def test_the_configuration_of_a_folder(tmp_path: Path) -> None:
    own, project = tmp_path / "doc-codegen.toml", tmp_path / "pyproject.toml"
    table = "[tool.doc-codegen.apis.a]\ndocs = ['a']\n"
    with pytest.raises(CodegenError) as caught:
        find(tmp_path)
    (none,) = caught.value.diagnostics
    assert none.message == "neither pyproject.toml nor doc-codegen.toml is here"
    assert "doc-codegen init" in none.hint
    project.write_text(table)
    assert find(tmp_path) == project
    own.write_text("")
    with pytest.raises(CodegenError) as caught:
        find(tmp_path)
    (both,) = caught.value.diagnostics
    assert (both.path, both.line) == (project.as_posix(), 1)
    assert both.message.startswith(f"tool.doc-codegen: stands beside {own.as_posix()}")
    project.write_text("[project]\n")
    assert find(tmp_path) == own
    own.unlink()
    assert find(tmp_path) == project  # that it has no table is for `load` to say
