"""The wheel, in an environment of its own: templates are in it, and it generates."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, _ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_what_it_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "codegen/py.typed" in names
    assert "codegen/dialects/styles/dialect.schema.json" in names
    templates = {path.name for path in (_ROOT / "templates").rglob("*") if path.is_file()}
    assert templates
    assert templates <= {name.rpartition("/")[2] for name in names}
    top = {name.partition("/")[0] for name in names}
    assert {part for part in top if not part.endswith(".dist-info")} == {"codegen"}


def test_the_wheel_generates_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    _run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    specs = _ROOT / "specs" / "appointment"
    (tmp_path / "out").mkdir()
    for kept in (*specs.glob("overlay.yaml"), *specs.glob("names.lock.json")):
        shutil.copy(kept, tmp_path / "out")
    docs = specs / "docs"
    command = (scripts / "doc-codegen", "generate", "--docs", docs, "--name", "appointment")
    done = _run(*command, "--output", tmp_path / "out", cwd=tmp_path)
    assert "operations" in done.stdout
    for package in ("models", "dataclass_models", "openapi"):
        for path in sorted((_ROOT / "generated" / "appointment" / package).glob("*.*")):
            made = tmp_path / "out" / package / path.name
            assert made.read_bytes() == path.read_bytes(), path.name
