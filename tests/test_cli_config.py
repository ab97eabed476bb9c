"""What a configuration makes of ``doc-codegen generate``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codegen.cli import main
from tests.shop import page, snapshot, write_pages

TABLE = "[apis.shop]\ndocs = ['docs']\noutput = 'out'\nspec = 'out/spec.json'\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_pages(tmp_path / "docs", {"item.md": page()})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(folder: Path, text: str, *options: str, name: str = "doc-codegen.toml") -> Result:
    (folder / name).write_text(text)
    return CliRunner().invoke(main, ["generate", *options])


def test_the_file_of_its_own_is_found(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert run(folder, TABLE).exit_code == 0
    assert (folder / "out" / "spec.json").is_file()


def test_two_configurations_are_an_error(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.doc-codegen]\n")
    result = run(folder, TABLE)
    assert result.exit_code == 2
    assert "pyproject.toml:1: error: tool.doc-codegen: stands beside doc-codegen.toml" in (
        result.stderr
    )


def test_none_is_an_error(folder: Path) -> None:
    result = CliRunner().invoke(main, ["generate"])
    assert result.exit_code == 2
    assert result.stderr.startswith(".: error: neither pyproject.toml nor doc-codegen.toml is here")
    assert snapshot(folder).keys() == {"docs/item.md"}


def test_targets_are_written_and_what_is_left_of_others_is_pruned(folder: Path) -> None:
    assert run(folder, TABLE).exit_code == 0
    full = snapshot(folder / "out")
    (folder / "out" / "models" / "mine.py").write_text("# Mine.\n")
    for targets, folders in (
        (["pydantic"], {"models"}),
        (["openapi", "dataclasses"], {"openapi", "dataclass_models"}),
        (["openapi", "pydantic", "dataclasses"], {"openapi", "models", "dataclass_models"}),
    ):
        assert run(folder, f"{TABLE}targets = {targets}\n").exit_code == 0
        left = snapshot(folder / "out")
        assert left.pop("models/mine.py") == b"# Mine.\n"
        assert left.pop("names.lock.json")  # it says which targets there are
        kept = folders | {"spec.json"}
        assert left == {name: data for name, data in full.items() if name.split("/")[0] in kept}


@pytest.mark.parametrize(
    ("line", "options", "code"),
    [
        ("", (), 0),
        ("fail-on = 'warning'", (), 1),
        ("fail-on = 'error'", (), 0),
        ("fail-on = 'warning'", ("--fail-on", "error"), 0),
        ("fail-on = 'never'", ("--fail-on", "warning"), 1),
    ],
)
def test_the_level_that_fails_is_configured(
    folder: Path, line: str, options: tuple[str, ...], code: int
) -> None:
    (folder / "docs" / "other.md").write_text("# Nothing known\n")
    assert run(folder, f"{TABLE}{line}\n", *options).exit_code == code
    assert (folder / "out" / "spec.json").is_file()


def test_each_api_fails_at_its_own_level(folder: Path) -> None:
    (folder / "docs" / "other.md").write_text("# Nothing known\n")
    other = "[apis.other]\ndocs = ['docs/*.md']\nfail-on = 'warning'\n"
    assert run(folder, f"fail-on = 'never'\n{TABLE}{other}", "shop").exit_code == 0
    assert run(folder, f"fail-on = 'never'\n{TABLE}{other}", "other").exit_code == 1
    assert run(folder, f"fail-on = 'never'\n{TABLE}{other}").exit_code == 1
