"""The public names: what they are, what they do, and that they cost nothing until they are used."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import codegen
from tests.shop import page, snapshot, write_pages

ROOT = Path(__file__).parents[1]

NAMES = """
AnyType Api Array Body Change Changes CodegenError Constraints Correction Diagnostic Diff EnumType
EnumValue Level Map ModelOptions ObjectType OneOf Operation Parameter Property Ref Related Response
Result Scalar SecurityScheme Side Source Spec Subject Touched Type TypeExpr Undecided UnionType
Variant __version__ diff generate load_spec
"""

SIGNATURES = {
    "generate": (
        "(*, config: StrPath | None = None, apis: Sequence[str] | None = None, "
        "docs: StrPath | Sequence[StrPath] | None = None, name: str | None = None, "
        "output: StrPath | None = None, spec: StrPath | None = None, "
        "overlay: StrPath | None = None, dialect: StrPath = 'auto', "
        "enums: Literal['open', 'closed'] = 'open', examples: bool = False, "
        "targets: Sequence[TargetName] = ('openapi', 'pydantic', 'dataclasses'), "
        "model_options: ModelOptions = ModelOptions(), cache: StrPath | bool = True, "
        "force: bool = False) -> tuple[Result, ...]"
    ),
    "diff": (
        "(old: str | os.PathLike[str] | Spec, new: str | os.PathLike[str] | Spec, *, "
        "dialect: str | os.PathLike[str] = 'auto') -> Diff"
    ),
    "load_spec": "(path: str | Path) -> Spec",
    "Api": (
        "(*, name: str, docs: tuple[Path, ...], output: Path, spec: Path | None = None, "
        "overlay: Path | None = None, dialect: str | Path = 'auto', "
        "enums: Literal['open', 'closed'] = 'open', examples: bool = False, "
        "targets: tuple[TargetName, ...] = ('openapi', 'pydantic', 'dataclasses'), "
        "fail_on: FailOn = 'error', model_options: ModelOptions = ModelOptions(), "
        "limits: Limits = Limits(page_size=4000000, rows=5000, "
        "samples=2000), cache: Path | None = None) -> None"
    ),
    "CodegenError": "(*diagnostics: Diagnostic) -> None",
    "Diagnostic": (
        "(*, code: str, severity: Severity, message: str, path: str = '', line: int = 0, "
        "column: int = 0, hint: str = '', subject: str = '', "
        "related: tuple[Related, ...] = ()) -> None"
    ),
}


def test_the_names_are_these() -> None:
    assert codegen.__all__ == sorted(codegen.__all__)
    assert set(codegen.__all__) == set(NAMES.split())
    assert dir(codegen) == codegen.__all__
    for name in codegen.__all__:
        assert getattr(codegen, name) is not None
    assert not hasattr(codegen, "nothing")


def test_no_name_is_that_of_a_module() -> None:
    modules = {path.stem for path in (ROOT / "codegen").iterdir()}
    assert modules & set(codegen.__all__) == set()


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_signatures_are_these(name: str) -> None:
    signature = str(inspect.signature(getattr(codegen, name)))
    assert _plain(signature) == _plain(SIGNATURES[name])


def _plain(signature: str) -> str:
    """Without quotes, and without the defaults of options, which are many."""
    return re.sub(
        r"ModelOptions\((?:[^()]|\(\))*\)", "ModelOptions()", re.sub("['\"]", "", signature)
    )


def test_all_that_is_public_is_documented() -> None:
    unions = {"Level", "Type", "TypeExpr", "__version__"}
    for name in set(codegen.__all__) - unions:
        assert inspect.getdoc(getattr(codegen, name))


def test_importing_it_loads_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); import codegen; codegen.__version__;"
        "print(*(name for name in set(sys.modules) - before if name.partition('.')[0] in"
        " {'codegen', 'msgspec', 'pydantic', 'click', 'jinja2', 'markdown_it'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["codegen"]


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_pages(tmp_path / "docs", {"item.md": page()})


def test_generate_from_pages(docs: Path) -> None:
    (result,) = codegen.generate(docs="docs", name="shop", output="out")
    assert [one.name for one in result.spec.types] == ["Item"]
    assert "models/__init__.py" in result.changes.added
    assert codegen.load_spec("out/spec.json") == result.spec
    written = snapshot(docs.parent / "out")
    (again,) = codegen.generate(docs=[docs], name="shop", output=docs.parent / "out")
    assert not again.changes
    assert snapshot(docs.parent / "out") == written


def test_generate_with_every_setting(docs: Path) -> None:
    (docs.parent / "mine.yaml").write_text(
        "- target: Item\n  name: Thing\n  reason: As we call it.\n"
    )
    (result,) = codegen.generate(
        docs=(docs / "item.md",),
        name="shop",
        output="out",
        spec=Path("specs/shop.json"),
        overlay="mine.yaml",
        dialect="superoffice",
        enums="closed",
        examples=True,
        targets=["pydantic", "openapi"],
        model_options=codegen.ModelOptions(enable_faux_immutability=True),
    )
    assert [one.name for one in result.spec.types] == ["Thing"]
    assert codegen.load_spec(Path("specs/shop.json")) == result.spec
    assert sorted(path.name for path in Path("out").iterdir()) == ["models", "openapi"]
    assert "frozen=True" in Path("out/models/_base.py").read_text()
    assert "example" in Path("out/openapi/openapi.yaml").read_text()


CONFIG = "[tool.doc-codegen.apis.a]\ndocs = ['docs']\n[tool.doc-codegen.apis.b]\ndocs = ['docs']\n"


def test_generate_what_is_configured(docs: Path) -> None:
    path = docs.parent / "pyproject.toml"
    path.write_text(CONFIG)
    assert [one.api.name for one in codegen.generate()] == ["a", "b"]
    assert [one.api.name for one in codegen.generate(config=path)] == ["a", "b"]
    assert [one.api.name for one in codegen.generate(config=str(path), apis=["b"])] == ["b"]
    assert codegen.generate(apis=()) == ()
    with pytest.raises(codegen.CodegenError) as caught:
        codegen.generate(apis=["a", "c"])
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.message, finding.hint) == (
        "unknown-api",
        "no API is called 'c'",
        "configured: a, b",
    )


def test_an_error_is_at_its_line_of_the_configuration(docs: Path) -> None:
    (docs.parent / "pyproject.toml").write_text(CONFIG.replace("docs", "none", 2))
    with pytest.raises(codegen.CodegenError) as caught:
        codegen.generate()
    assert "pyproject.toml" in str(caught.value)


@pytest.mark.parametrize(
    "arguments",
    [
        {"docs": "docs"},
        {"docs": "docs", "name": "shop"},
        {"output": "out"},
        {"spec": "spec.json"},
        {"docs": "docs", "name": "shop", "output": "out", "config": "pyproject.toml"},
        {"docs": "docs", "name": "shop", "output": "out", "apis": []},
    ],
)
def test_the_two_forms_are_not_mixed(docs: Path, arguments: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"together|do not go"):
        codegen.generate(**arguments)  # type: ignore[call-overload]
    assert snapshot(docs.parent).keys() == {"docs/item.md"}


USE = """
from pathlib import Path

import codegen
from codegen import CodegenError, ObjectType, Spec

(result,) = codegen.generate(docs="docs", name="shop", output=Path("out"), targets=["pydantic"])
spec: Spec = result.spec
for one in codegen.load_spec("spec.json").types:
    if isinstance(one, ObjectType):
        names: list[str] = [prop.name for prop in one.properties]
try:
    print([one.line + 1 for one in result.diagnostics], len(codegen.generate()))
except CodegenError as error:
    print(error.diagnostics[0].hint.upper())
codegen.generate(docs="docs")
codegen.generate(config="pyproject.toml", name="shop")
codegen.generate(docs="docs", name="shop", output="out", enums="half")
codegen.nothing
"""


def test_code_that_uses_it_is_typed(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(USE)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull]
    result = subprocess.run(
        [*command, "--follow-imports", "silent", "use.py"],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    last = len(USE.splitlines())
    lines = [line for line in result.stdout.splitlines() if ": error:" in line]
    assert [int(line.split(":")[1]) for line in lines] == [last - 3, last - 2, last - 1, last]


def test_the_example_of_the_package_runs(docs: Path) -> None:
    for year in ("2022", "2023"):
        write_pages(docs / year, {"item.md": page()})
    (docs.parent / "pyproject.toml").write_text(CONFIG.partition("[tool.doc-codegen.apis.b]")[0])
    text = inspect.getdoc(codegen) or ""
    code = text.partition("As a library::\n")[2].partition("\nAll that is public")[0]
    names: dict[str, Any] = {}
    exec(inspect.cleandoc(code), names)  # noqa: S102 - our own text
    assert names["result"].spec == codegen.load_spec("out/spec.json")


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"docs": ""}, ValueError, "may not be empty"),
        ({"docs": [Path("docs"), ""]}, ValueError, "may not be empty"),
        ({"docs": [3]}, TypeError, "not int"),
        ({"docs": b"docs"}, TypeError, "not int"),
        ({"name": ""}, ValueError, "may not be empty"),
        ({"name": 3}, TypeError, "not int"),
        ({"output": ""}, ValueError, "may not be empty"),
        ({"enums": "opn"}, ValueError, "enums is one of open, closed, not 'opn'"),
        ({"targets": "pydantic"}, TypeError, "targets is a list"),
        ({"targets": ["pydantc"]}, ValueError, "not 'pydantc'"),
        ({"model_options": {"use-frozen-field": True}}, TypeError, "is a ModelOptions, not dict"),
    ],
)
def test_arguments_that_are_none(
    docs: Path, given: dict[str, Any], error: type[Exception], words: str
) -> None:
    before = snapshot(docs.parent)
    arguments: dict[str, Any] = {"docs": "docs", "name": "shop", "output": "out"}
    with pytest.raises(error, match=re.escape(words)):
        codegen.generate(**(arguments | given))
    assert snapshot(docs.parent) == before


def test_arguments_that_do_not_go_with_a_configuration(docs: Path) -> None:
    (docs.parent / "pyproject.toml").write_text(CONFIG)
    given: dict[str, Any]
    for given in ({"enums": "closed"}, {"targets": ["pydantic"]}, {"dialect": "outline"}):
        with pytest.raises(TypeError, match="go with docs"):
            codegen.generate(**given)
    with pytest.raises(TypeError, match="apis is a list"):
        codegen.generate(apis="a")
    names: Any = iter(["b"])
    assert [one.api.name for one in codegen.generate(apis=names)] == ["b"]


@pytest.mark.usefixtures("docs")
def test_nothing_is_not_the_current_folder() -> None:
    for sides in (("", "docs"), ("docs", "")):
        with pytest.raises(codegen.CodegenError, match="no such file"):
            codegen.diff(*sides)
