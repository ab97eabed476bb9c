"""What the commands do about runs that were interrupted, files of others, and odd places."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import codegen
from codegen import config, outputs, pipeline
from codegen.check import check
from codegen.cli import main
from codegen.diagnostics import CodegenError
from codegen.hooks.project import Project
from codegen.outputs import STAGING
from codegen.pipeline import Api
from tests.killed import ends
from tests.shop import ROWS, generate, page, snapshot, write_pages

ROOT = Path(__file__).parents[1]
FOREIGN = {"models/__init__.py": "mine = 1\n", "openapi/openapi.yaml": "mine: 1\n"}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, generated once, whose pages have changed since."""
    write_pages(tmp_path / "docs", {"a.md": page()})
    (tmp_path / "pyproject.toml").write_text("[tool.doc-codegen.apis.shop]\ndocs = ['docs']\n")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    write_pages(tmp_path / "docs", {"a.md": page(rows=f"{ROWS}| More | string | M. |\n")})
    write_pages(tmp_path / "docs", {"b.md": page("Other", "Other")})
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    found = {**snapshot(folder / "generated"), **snapshot(folder / "specs")}
    return {name: data for name, data in found.items() if STAGING not in name}


def half_done(folder: Path) -> dict[str, bytes]:
    """Kill a run in the midst of its changes; what was there before."""
    before = files(folder)
    (api,) = config.load(Path("pyproject.toml"))
    plan = pipeline.planned(pipeline.build(api))

    def write() -> None:
        outputs.write(plan.tree, plan.root, plan.owned, home=plan.output)

    for moment in range(0, 2000, 3):
        assert ends(write, moment)
        if files(folder) != before:
            return before
        shutil.rmtree(folder / "generated/shop" / STAGING, ignore_errors=True)
    raise AssertionError


def test_the_next_run_repairs(shop: Path) -> None:
    half_done(shop)
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    after = files(shop)
    assert not (shop / "generated/shop" / STAGING).exists()
    shutil.rmtree("generated")
    shutil.rmtree("specs")
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    assert files(shop) == after


def test_the_next_run_repairs_though_its_pages_are_gone(shop: Path) -> None:
    before = half_done(shop)
    shutil.rmtree("docs")
    assert CliRunner().invoke(main, ["generate"]).exit_code == 2
    assert files(shop) == before
    assert not (shop / "generated/shop" / STAGING).exists()


def test_check_tells_and_writes_nothing(shop: Path) -> None:
    half_done(shop)
    before = snapshot(shop)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "generated/shop: error: a run was interrupted" in result.stderr
    assert "[interrupted-run]" in result.stderr
    assert "hint: run doc-codegen generate" in result.stderr
    printed = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)
    assert [one["code"] for one in printed] == ["interrupted-run"]
    assert snapshot(shop) == before


def test_a_build_refuses_what_is_half_done(shop: Path) -> None:
    half_done(shop)
    before = snapshot(shop)
    with pytest.raises(CodegenError, match="interrupted-run"):
        Project(shop).make(print)
    assert snapshot(shop) == before
    Project(shop).make(print, write=True)
    assert check(config.load(Path("pyproject.toml"))[0]).drifts == ()


def test_a_command_that_is_killed_at_some_time(shop: Path) -> None:
    """Random moments of whole runs; each next one is killed as well, but the last."""
    chance = random.Random(3)  # noqa: S311 - no secret
    command = [sys.executable, "-m", "codegen", "generate"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(5):
        running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.5, 2.5))
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    assert check(config.load(Path("pyproject.toml"))[0]).drifts == ()
    hidden = [path for path in shop.rglob(".*") if path.name.startswith(STAGING)]
    assert hidden == []


def test_files_of_others_are_overwritten_by_force_and_named(shop: Path) -> None:
    for name, text in FOREIGN.items():
        (shop / "generated/shop" / name).write_text(text)
    before = files(shop)
    result = CliRunner().invoke(main, ["generate"])
    assert result.exit_code == 2
    for name in FOREIGN:
        assert f"generated/shop/{name}: error: would be overwritten" in result.stderr
    assert "generate --force overwrites it" in result.stderr
    assert files(shop) == before
    result = CliRunner().invoke(main, ["generate", "--force"])
    assert result.exit_code == 0
    for name in FOREIGN:
        assert f"generated/shop/{name}: warning: was overwritten by force" in result.stderr
    assert check(config.load(Path("pyproject.toml"))[0]).drifts == ()


def test_the_library_has_force_too(shop: Path) -> None:
    (shop / "generated/shop/models/__init__.py").write_text("mine\n")
    with pytest.raises(CodegenError, match="foreign-file"):
        codegen.generate()
    (result,) = codegen.generate(force=True)
    assert result.changes.foreign == ("generated/shop/models/__init__.py",)


def test_an_edited_output_is_ours(shop: Path) -> None:
    path = shop / "generated/shop/models/shop.py"
    path.write_text(path.read_text() + "\nx = 1\n")
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    assert "x = 1" not in path.read_text()


def test_an_output_among_the_pages_is_none_of_them(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    assert generate(docs, docs / "out").exit_code == 0
    first = snapshot(docs / "out")
    assert generate(docs, docs / "out").exit_code == 0
    assert snapshot(docs / "out") == first
    assert generate(docs, tmp_path / "out").exit_code == 0
    assert (tmp_path / "out/spec.json").read_bytes() == first["spec.json"]


def test_pages_among_the_outputs_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    docs = write_pages(out / "models" / "docs", {"a.md": page()})
    assert generate(docs, out).exit_code == 0
    assert generate(docs, out).exit_code == 0
    assert (docs / "a.md").read_text() == page()


def test_the_project_itself_as_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = write_pages(tmp_path, {"docs/a.md": page(), "x.py": "mine", "models/y.py": "mine"})
    monkeypatch.chdir(project)
    assert generate(Path("docs"), Path()).exit_code == 0
    assert (project / "models/shop.py").is_file()
    assert (project / "x.py").read_text() == (project / "models/y.py").read_text() == "mine"


def api(tmp_path: Path, spec: str) -> Api:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    return Api(name="shop", docs=(docs,), output=tmp_path / "out", spec=tmp_path / spec)


def test_a_spec_in_the_models_is_kept_there(tmp_path: Path) -> None:
    shop = api(tmp_path, "out/models/spec.json")
    assert pipeline.generate(shop).changes
    assert not pipeline.generate(shop).changes
    assert (tmp_path / "out/models/names.lock.json").is_file()


@pytest.mark.parametrize("name", ["models/__init__.py", "openapi/openapi.yaml"])
def test_a_spec_in_the_place_of_an_output_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CodegenError) as caught:
        pipeline.generate(api(tmp_path, f"out/{name}"))
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path) == ("unsafe-output", str(tmp_path / "out" / name))
    assert finding.hint
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("loop", ["out", "out/models", "out/models/shop.py", "out/spec.json"])
def test_a_link_to_itself_is_told(tmp_path: Path, loop: str) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    (tmp_path / loop).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / loop).symlink_to(Path(loop).name)
    result = generate(docs, tmp_path / "out")
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert str(tmp_path / loop) in result.stderr
    assert (tmp_path / loop).is_symlink()


REFS = """
<!-- include {0} -->
{{% include "{0}" %}}

!include {0}

[](file://{0}) ![x](file://{0}) [x]: file://{0}

--8<-- "{0}"

```http
GET http://169.254.169.254/latest?x=file://{0}
```
"""
SECRET = "The-secret-of-this-machine"  # noqa: S105 - a word to look for


def refuse(*_: object, **__: object) -> None:
    message = "a connection was opened"
    raise AssertionError(message)


@pytest.mark.parametrize("made", [str, os.path.basename, lambda path: f"../{Path(path).name}"])
def test_nothing_is_fetched_and_no_file_is_included(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[str], str]
) -> None:
    secret = tmp_path / "secret.json"
    text = json.dumps({"properties": {SECRET: {"type": "string"}}, "title": SECRET})
    for place in (secret, tmp_path / "docs" / "secret.json"):
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
    there = made(str(secret))
    listed = [there, f"file://{there}", f"{there}#/properties", "http://127.0.0.1:9/x.json"]
    rows = ROWS + "".join(f"| R{n} | {one} | See {one}. |\n" for n, one in enumerate(listed))
    sample = json.dumps({"Id": 1, "$ref": there, "Name": {"$ref": f"file://{there}"}}, indent=1)
    docs = write_pages(
        tmp_path / "docs", {"a.md": page(rows=rows, sample=sample) + REFS.format(there)}
    )
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    result = generate(docs, tmp_path / "out")
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code in {0, 1}
    assert SECRET not in result.output
    found = snapshot(tmp_path / "out")
    assert found
    assert [name for name, data in found.items() if SECRET.encode() in data] == []
