"""What the README shows is so: its snippets run, its excerpts stand in the files that it names."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import codegen
from codegen.cli import main
from codegen.dialects import plugins
from codegen.markdown import parse
from codegen.sources import Document
from tests.evaluate import imported
from tests.shop import write_pages

_ROOT = Path(__file__).resolve().parents[1]
_TEXT = (_ROOT / "README.md").read_text("utf-8")
_BLOCKS = re.findall(r"```(\w+)\n(.*?)```", _TEXT, re.DOTALL)
ACME_PAGE = "# Shop\n\n## Endpoint POST /orders\n\n| Field |\n| --- |\n| note |\n"
_PYTHON = [text for language, text in _BLOCKS if language == "python"]


def _excerpt(language: str, mark: str) -> str:
    (found,) = [text for name, text in _BLOCKS if name == language and mark in text]
    return str(found)


def _words(text: str) -> list[str]:
    return text.split()


def test_the_page_and_the_class_of_the_first_example() -> None:
    page = (_ROOT / "specs/appointment/docs/agents/AssignTo.md").read_text("utf-8")
    module = (_ROOT / "generated/appointment/models/appointment_agent.py").read_text("utf-8")
    assert " ".join(_words(_excerpt("markdown", "ParticipantInfo"))) in " ".join(_words(page))
    assert _excerpt("python", "class AssignToRequest") in module


@pytest.mark.parametrize("text", _PYTHON[1:], ids=lambda text: text.split("\n")[0])
def test_snippets_run(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for year in ("2022", "2023"):
        shutil.copytree(_ROOT / "specs" / "appointment" / "docs", tmp_path / "docs" / year)
    configured = '[tool.doc-codegen.apis.crm]\ndocs = ["docs/2023", "docs/2022"]\n'
    (tmp_path / "pyproject.toml").write_text(configured, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    with imported(_ROOT / "generated" / "appointment"):
        exec(text, names)  # noqa: S102 - our own README
    if "ACME" in names:
        page = parse(Document(page="a.md", rank=0, text=ACME_PAGE))
        assert names["ACME"].recognises(page) == 1
        reading = names["ACME"].read(page)
        assert (len(reading.claims), reading.unaccounted) == (2, 0)


# --- Adding a dialect ---------------------------------------------------------------------------


def run(line: str) -> str:
    """What a command of the README prints, in the current folder."""
    program, *arguments = shlex.split(line)
    assert program == "doc-codegen"
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the page of the chapter."""
    (tmp_path / "docs/shop").mkdir(parents=True)
    page = _excerpt("markdown", "Call: post -> /orders")
    (tmp_path / "docs/shop/orders.md").write_text(page, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_dialect_is_taught_as_the_chapter_says(shop: Path) -> None:
    file = shop / "shop.toml"
    run(_excerpt("sh", "dialect new docs/shop").strip())
    proposed = file.read_text("utf-8").split("\n")
    for line in _excerpt("text", "#[[headings]]").splitlines():
        assert line in proposed
    file.write_text(_excerpt("toml", "[nullable]"), encoding="utf-8")
    tested, generated = _excerpt("sh", "dialect test shop.toml").strip().split("\n")
    shown = run(tested).splitlines()
    for line in _excerpt("text", "lines that look like requests").splitlines():
        assert line in shown
    assert "not understood" not in "".join(shown)
    run(generated)
    spec = codegen.load_spec("out/spec.json")
    assert [(one.method, one.path, one.id) for one in spec.operations] == [
        ("POST", "/orders", "orders_place_order")
    ]
    order = next(one for one in spec.types if one.name == "Order")
    assert isinstance(order, codegen.ObjectType)
    assert [(one.name, str(one.type), one.nullable) for one in order.properties] == [
        ("id", "string", None),
        ("total", "int64", None),
        ("note", "string", True),
    ]


def test_a_dialect_in_python_is_found_as_the_chapter_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (module, _), *_ = re.findall(r'= "(\w+):(\w+)"', _excerpt("toml", f'"{plugins.GROUP}"'))
    modules = tmp_path / "modules"
    (modules / "acme-1.0.dist-info").mkdir(parents=True)
    (modules / f"{module}.py").write_text(_excerpt("python", "class _Acme"), encoding="utf-8")
    points = tomllib.loads(_excerpt("toml", f'"{plugins.GROUP}"'))["project"]["entry-points"]
    listed = "".join(f"{name} = {value}\n" for name, value in points[plugins.GROUP].items())
    (modules / "acme-1.0.dist-info/entry_points.txt").write_text(f"[{plugins.GROUP}]\n{listed}")
    (modules / "acme-1.0.dist-info/METADATA").write_text("Name: acme\nVersion: 1.0\n")
    write_pages(tmp_path / "docs", {"a.md": ACME_PAGE})
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(modules))
    for one in (plugins.installed, plugins.load, plugins.digest):
        monkeypatch.setattr(plugins, one.__name__, cache(one.__wrapped__))
    for chosen in ("acme", "auto"):
        output = tmp_path / chosen
        run(f"doc-codegen generate --docs docs --name shop --output {output} --dialect {chosen}")
        (operation,) = codegen.load_spec(output / "spec.json").operations
        assert f"{operation.method} {operation.path}" == "POST /orders"


def test_all_snippets_were_found() -> None:
    assert len(_PYTHON) == 5
    assert "SCORECARD" not in _TEXT
