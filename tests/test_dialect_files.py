"""Dialects of the user's own: files, and entry points of other distributions."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner, Result

import codegen
from codegen import config, dialects, inputs, pipeline
from codegen.cli import main
from codegen.diagnostics import CodegenError
from codegen.dialects import plugins
from codegen.hooks.project import Project
from codegen.pipeline import Api
from codegen.watch import watch
from tests.knobs import CALL, IN_CALLS, WORDS
from tests.shop import write_pages

STYLE = f'name = "shop"\n{IN_CALLS}{WORDS}'
BAD = STYLE.replace('"int64"', '"int65"').replace("columns", "colums")


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with pages and a file of a dialect."""
    write_pages(tmp_path / "docs", {"orders.md": CALL})
    (tmp_path / "shop.toml").write_text(STYLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


GENERATE = ("generate", "--docs", "docs", "--name", "shop", "--output", "out")


def types(path: str = "out/spec.json") -> dict[str, str]:
    spec = codegen.load_spec(path)
    (one,) = spec.types
    assert isinstance(one, codegen.ObjectType)
    return {prop.name: str(prop.type) for prop in one.properties}


def test_pages_are_read_with_the_file(top: Path) -> None:
    assert run(*GENERATE, "--dialect", "shop.toml").exit_code == 0
    assert types() == {"note": "string", "total": "int64"}
    (operation,) = codegen.load_spec("out/spec.json").operations
    assert f"{operation.method} {operation.path}" == "POST /orders"
    (top / "shop.toml").rename(top / "style")
    assert run(*GENERATE, "--dialect", "style").exit_code == 0


def test_what_changes_in_the_file_counts(top: Path) -> None:
    assert run(*GENERATE, "--dialect", "shop.toml").exit_code == 0
    (top / "shop.toml").write_text(STYLE.replace("int64", "number"))
    assert run(*GENERATE, "--dialect", "shop.toml").exit_code == 0
    assert types() == {"note": "string", "total": "number"}


SHOWN = (
    "shop.toml:5:1: error: colums: unknown key [invalid-dialect]\n"
    "    hint: did you mean 'columns'?\n"
    "shop.toml:11:1: error: types.pennies: 'int65' is no type [invalid-dialect]\n"
    "    hint: did you mean 'int64'? known: "
)


@pytest.mark.parametrize(
    "command",
    [
        GENERATE,
        ("lint", "--docs", "docs"),
        ("explain", "PlaceOrderRequest", "--docs", "docs"),
        ("diff", "docs", "docs"),
    ],
    ids=lambda one: one[0],
)
def test_every_command_takes_one(top: Path, command: tuple[str, ...]) -> None:
    good = run(*command, "--dialect", "shop.toml")
    assert (good.exit_code, good.stderr) == (0, "")
    (top / "shop.toml").write_text(BAD)
    bad = run(*command, "--dialect", "shop.toml")
    assert bad.exit_code == 2
    assert bad.stderr.startswith(SHOWN)
    absent = run(*command, "--dialect", "absent.toml")
    assert absent.exit_code == 2
    assert absent.stderr.startswith(
        "absent.toml: error: cannot be read: No such file or directory [invalid-dialect]\n"
    )


def test_the_column_is_in_every_format(top: Path) -> None:
    (top / "shop.toml").write_text(BAD)
    places = {
        form: run(*GENERATE, "--dialect", "shop.toml", "--format", form).stdout
        for form in ("json", "github", "sarif")
    }
    first = json.loads(places["json"])[0]
    assert (first["path"], first["line"], first["column"]) == ("shop.toml", 5, 1)
    assert places["github"].startswith(
        "::error file=shop.toml,line=5,col=1,title=invalid-dialect::"
    )
    (result, _) = json.loads(places["sarif"])["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"\xff", "invalid start byte"), (b"\xef\xbb\xbfname = 'x'", "byte order mark")],
)
def test_a_file_that_is_no_text(top: Path, data: bytes, reason: str) -> None:
    (top / "shop.toml").write_bytes(data)
    result = run(*GENERATE, "--dialect", "shop.toml")
    assert result.exit_code == 2
    assert reason in result.stderr
    assert not (top / "out").exists()


def test_what_to_do_about_a_file_that_cannot_be_read(top: Path) -> None:
    (top / "latin.toml").write_bytes(b"name = '\xe9'")
    (top / "folder.toml").mkdir()
    hints = {
        "latin.toml": "hint: save it as UTF-8",
        "folder.toml": "hint: name a file in it",
        "gone.toml": "hint: doc-codegen dialect new DOCS writes a first one",
        "shop": "hint: did you mean the file shop.toml? known dialects: auto, ",
    }
    for name, hint in hints.items():
        result = run(*GENERATE, "--dialect", name)
        assert result.exit_code == 2
        assert hint in result.stderr


# --- the configuration --------------------------------------------------------------------------

CONFIG = """[tool.doc-codegen]
dialect = "styles/shop.toml"

[tool.doc-codegen.apis.shop]
docs = ["docs"]
"""


@pytest.fixture
def project(top: Path) -> Path:
    """A project whose configuration names the file."""
    (top / "pyproject.toml").write_text(CONFIG)
    (top / "styles").mkdir()
    (top / "shop.toml").rename(top / "styles/shop.toml")
    return top


def test_the_path_is_relative_to_the_configuration(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    assert run("generate", "--config", "../pyproject.toml").exit_code == 0
    assert types("../specs/shop/spec.json") == {"note": "string", "total": "int64"}
    assert run("check", "--config", "../pyproject.toml").exit_code == 0
    style = project / "styles/shop.toml"
    style.write_text(style.read_text().replace("int64", "number"))
    drifted = run("check", "--config", "../pyproject.toml")
    assert drifted.exit_code == 1
    assert "the pages or the dialect changed: 1 type changed" in drifted.output


@pytest.mark.parametrize("own", [False, True])
def test_a_file_that_is_not_there_is_told_where_it_is_named(project: Path, *, own: bool) -> None:
    line = 'dialect = "styles/shop.toml"\n'
    if own:
        (project / "pyproject.toml").write_text(CONFIG.replace(line, "") + line)
    (project / "styles/shop.toml").unlink()
    result = run("generate")
    assert result.exit_code == 2
    key = "apis.shop.dialect" if own else "dialect"
    assert result.stderr.startswith(
        f"pyproject.toml:{5 if own else 2}: error: tool.doc-codegen.{key}: cannot be read: "
        "No such file or directory [invalid-dialect]\n    hint: the path is relative to this file"
    )


def test_what_is_wrong_in_the_file_is_told_there(project: Path) -> None:
    (project / "styles/shop.toml").write_text(BAD)
    assert run("check").stderr.startswith(f"styles/{SHOWN}".replace("\nshop", "\nstyles/shop"))


def test_a_name_in_the_configuration_is_no_file(project: Path) -> None:
    (project / "pyproject.toml").write_text(CONFIG.replace("styles/shop.toml", "general"))
    (project / "general").write_text(BAD)
    (api,) = config.load(Path("pyproject.toml"))
    assert api.dialect == "general"
    assert run("generate").stderr.startswith("docs/orders.md:")


def test_a_build_holds_the_file(project: Path) -> None:
    assert run("generate").exit_code == 0
    made = Project(".")
    (api,) = made.apis
    files, _ = made.for_sdist(pipeline.build(api))
    assert "styles/shop.toml" in files
    outside = dataclasses.replace(api, dialect=Path("../shop.toml"))
    shutil.copy(project / "styles/shop.toml", project.parent / "shop.toml")
    with pytest.raises(CodegenError, match="dialect: lies outside of the project"):
        made.for_sdist(pipeline.build(outside))


def test_revisions_are_read_with_the_file_of_now(project: Path) -> None:
    for command in ("init -q", "add .", "-c user.name=a -c user.email=b commit -qm 1"):
        subprocess.run(["git", *command.split()], check=True)  # noqa: S607
    page = project / "docs/orders.md"
    page.write_text(CALL.replace("pennies", "number"))
    result = run("diff", "HEAD", "--format", "json")
    assert '"int64"' in result.stdout
    assert "narrowed" in result.stdout or "widened" in result.stdout


def test_the_file_is_watched(project: Path) -> None:
    stop, runs = Event(), list[str]()
    style = project / "styles/shop.toml"
    (api,) = config.load(Path("pyproject.toml"))

    def ran(_: Api) -> None:
        runs.append(style.read_text())
        if len(runs) == 1:
            style.write_text(STYLE.replace("int64", "number"))
        else:
            stop.set()

    watch(lambda: [api], ran, lambda error: pytest.fail(str(error)), stop=stop)
    assert runs == [STYLE, STYLE.replace("int64", "number")]


# --- the library --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [str, Path])
def test_as_a_library(top: Path, form: Callable[[str], str | Path]) -> None:
    (result,) = codegen.generate(
        docs="docs", name="shop", output=top / "out", dialect=form("shop.toml"), cache=False
    )
    assert result.api.dialect == Path("shop.toml")
    assert types() == {"note": "string", "total": "int64"}
    assert not codegen.diff("docs", "docs", dialect=form("shop.toml")).changes


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("auto", "auto"),
        ("general", "general"),
        ("shop.toml", Path("shop.toml")),
        ("absent.toml", Path("absent.toml")),
        ("absent", "absent"),
        ("docs", "docs"),
        ("styles", Path("styles")),
        (Path("general"), Path("general")),
    ],
)
def test_names_and_files(top: Path, given: str | Path, meant: str | Path) -> None:
    for name in ("styles", "general", "auto"):
        (top / name).write_text(STYLE)
    assert dialects.meant(given) == meant


def test_pages_that_are_kept_are_known_by_the_file(top: Path) -> None:
    api = Api(name="shop", docs=(Path("docs"),), output=Path("out"), dialect=Path("shop.toml"))
    keys = set()
    for text in (STYLE, STYLE + "\n", STYLE):
        (top / "shop.toml").write_text(text)
        keys.add(inputs.key(api, inputs.gather(api)))
    assert len(keys) == 2


# --- dialects of other distributions ------------------------------------------------------------

MODULE = '''
from codegen.dialects.general import Styled
from codegen.dialects.styles import load


class Loud(Styled):
    """Pages that shout: a form that no pattern can say."""

    def recognises(self, page):
        return float(page.lines[0].startswith("# ORDERS"))


LOUD = Loud(load({style!r}, "loud.toml"))
NOTHING = 1
'''


@pytest.fixture
def installed(top: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of modules, with a distribution whose entry points are written by the test."""
    modules = top / "modules"
    (modules / "loud-1.0.dist-info").mkdir(parents=True)
    (modules / "loud-1.0.dist-info/METADATA").write_text("Name: loud\nVersion: 1.0\n")
    (modules / "loud_docs.py").write_text(MODULE.format(style=STYLE))
    monkeypatch.syspath_prepend(str(modules))
    monkeypatch.setitem(sys.modules, "loud_docs", sys)  # so that it is as before in the end
    del sys.modules["loud_docs"]
    caches = (plugins.installed, plugins.digest, plugins.load)
    for one in caches:
        one.cache_clear()
    yield modules
    for one in caches:
        one.cache_clear()


def point(modules: Path, text: str) -> None:
    (modules / "loud-1.0.dist-info/entry_points.txt").write_text(f"[{plugins.GROUP}]\n{text}\n")


def test_a_dialect_that_is_installed(top: Path, installed: Path) -> None:
    point(installed, "loud = loud_docs:LOUD\ngeneral = loud_docs:NOTHING")
    assert dialects.names() == (*dialects.DIALECTS, "loud")
    assert run(*GENERATE, "--dialect", "loud").exit_code == 0
    assert types() == {"note": "string", "total": "int64"}
    page = top / "docs/orders.md"
    page.write_text(CALL.replace("# Orders", "# ORDERS"))
    result = codegen.generate(docs="docs", name="shop", output="auto")
    assert types("auto/spec.json") == {"note": "string", "total": "int64"}
    assert result[0].unrecognised == 0


def test_what_is_kept_is_known_by_the_modules(installed: Path) -> None:
    keys = {dialects.key("auto"), dialects.key("general")}
    plugins.installed.cache_clear()
    point(installed, "loud = loud_docs:LOUD")
    for text in ("A = 1", "A = 2"):
        (installed / "loud_docs.py").write_text(text)
        plugins.digest.cache_clear()
        keys |= {dialects.key("auto"), dialects.key("loud"), dialects.key("general")}
    assert len(keys) == 6


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("loud_docs:NOTHING", "it has no name and no recognises and no read"),
        ("loud_docs:ABSENT", "AttributeError: module 'loud_docs' has no attribute 'ABSENT'"),
        ("absent_docs:LOUD", "ModuleNotFoundError: No module named 'absent_docs'"),
        ("sys:path", "it has no name and no recognises and no read"),
        ("no value!", "its value is no reference to an object"),
        ("", "its value is no reference to an object"),
    ],
)
def test_one_that_is_broken(installed: Path, entry: str, reason: str) -> None:
    point(installed, f"loud = {entry}")
    result = run(*GENERATE)
    assert result.exit_code == 2
    message = f"the entry point loud = {entry} gives no dialect: {reason}"
    assert message in result.stderr
    assert "mend or remove the distribution loud" in result.stderr


def test_one_that_cannot_be_imported(installed: Path) -> None:
    point(installed, "loud = loud_docs:LOUD")
    (installed / "loud_docs.py").write_text("raise SystemExit(0)\n")
    result = run(*GENERATE)
    assert result.exit_code == 2
    assert "gives no dialect: SystemExit: 0 [invalid-dialect]" in result.stderr


def test_a_style_with_errors_tells_them(installed: Path) -> None:
    point(installed, "loud = loud_docs:LOUD")
    (installed / "loud_docs.py").write_text(MODULE.format(style="name = 5\nfoo = 1"))
    result = run(*GENERATE)
    assert result.exit_code == 2
    assert "the entry point loud = loud_docs:LOUD gives no dialect [invalid-d" in result.stderr
    assert "loud.toml:1:1: error: name: must be a string" in result.stderr
    assert "loud.toml:2:1: error: foo: unknown key" in result.stderr


def test_two_of_one_name(installed: Path) -> None:
    point(installed, "loud = loud_docs:LOUD")
    (installed / "other-1.0.dist-info").mkdir()
    (installed / "other-1.0.dist-info/METADATA").write_text("Name: other\nVersion: 1.0\n")
    entry = f"[{plugins.GROUP}]\nloud = other_docs:LOUD\n"
    (installed / "other-1.0.dist-info/entry_points.txt").write_text(entry)
    result = run(*GENERATE, "--dialect", "loud")
    assert result.exit_code == 2
    assert "two dialects are called 'loud': loud_docs:LOUD and other_docs:LOUD" in result.stderr
    assert "remove one: the distribution loud or the distribution other" in result.stderr


@pytest.mark.parametrize("content", ["loud", "\udcff = loud_docs:LOUD"])
def test_entry_points_that_cannot_be_read(installed: Path, content: str) -> None:
    text = f"[{plugins.GROUP}]\n{content}\n"
    path = installed / "loud-1.0.dist-info/entry_points.txt"
    path.write_bytes(text.encode(errors="surrogateescape"))
    result = run(*GENERATE)
    assert result.exit_code == 2
    assert "the entry points of what is installed cannot be read" in result.stderr


WRONG = """
from msgspec.structs import replace
from codegen.claims import Reading


class Wrong:
    name = "loud"

    def recognises(self, page):
        return {sure}

    def read(self, page):
        reading = Reading(page=page.page, rank=page.rank, dialect="loud")
        return {reading}


LOUD = Wrong()
"""


@pytest.mark.parametrize(
    ("sure", "reading", "reason"),
    [
        ("'yes'", "reading", "how sure it is of a page is 'yes', not from 0 to 1"),
        ("None", "reading", "how sure it is of a page is None, not from 0 to 1"),
        ("float('nan')", "reading", "how sure it is of a page is nan, not from 0 to 1"),
        ("1 / 0", "reading", "ZeroDivisionError: division by zero"),
        ("1", "exit(0)", "SystemExit: 0"),
        ("1", "1 / 0", "ZeroDivisionError: division by zero"),
        ("1", "5", "it gives int in place of a reading"),
        ("1", "replace(reading, page='other.md')", "its reading is of another page"),
        ("1", "replace(reading, lines='x')", "its reading is not valid: Expected `int`, got `str`"),
        ("1", "replace(reading, claims=(1,))", "its reading is not valid: "),
        ("1", "replace(reading, claims=(page,))", "its reading is not valid: "),
    ],
)
def test_one_that_fails_at_a_page(
    top: Path, installed: Path, sure: str, reading: str, reason: str
) -> None:
    point(installed, "loud = loud_docs:LOUD")
    (installed / "loud_docs.py").write_text(WRONG.format(sure=sure, reading=reading))
    result = run(*GENERATE)
    assert result.exit_code == 2
    message = f"docs/orders.md: error: the dialect loud = loud_docs:LOUD fails: {reason}"
    assert message in result.stderr
    assert "mend or remove the distribution loud" in result.stderr
    assert not (top / "out").exists()


def test_a_number_that_python_does_not_read(top: Path) -> None:
    (top / "mine.toml").write_text(f'name = "mine"\nrecognise.least = {"9" * 5000}\n')
    result = run(*GENERATE, "--dialect", "mine.toml")
    assert result.exit_code == 2
    assert "mine.toml: error: cannot be read: Exceeds the limit" in result.stderr


def test_a_page_in_which_the_one_that_is_named_finds_nothing(top: Path) -> None:
    (top / "docs/about.md").write_text("# About us\n\nWe are.\n")
    result = run(*GENERATE, "--dialect", "general")
    message = "docs/about.md: warning: the dialect general finds no operation and no type"
    assert message in result.stderr


def test_a_name_that_is_misspelt(top: Path) -> None:
    assert top.is_dir()
    result = run(*GENERATE, "--dialect", "superofice")
    assert result.exit_code == 2
    assert "did you mean 'superoffice'? known dialects: " in result.stderr


def test_one_that_finds_nothing(installed: Path) -> None:
    point(installed, "loud = loud_docs:LOUD")
    (installed / "loud_docs.py").write_text(WRONG.format(sure=1, reading="None"))
    result = run(*GENERATE)
    assert result.exit_code == 2
    assert "docs/orders.md: warning: no dialect recognises this page" in result.stderr
