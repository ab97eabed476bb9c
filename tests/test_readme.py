"""What the README shows is so: its snippets run, its excerpts stand in the files that it names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from codegen.markdown import parse
from codegen.sources import Document
from tests.evaluate import imported

_ROOT = Path(__file__).resolve().parents[1]
_TEXT = (_ROOT / "README.md").read_text("utf-8")
_BLOCKS = re.findall(r"```(\w+)\n(.*?)```", _TEXT, re.DOTALL)
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
        page = parse(
            Document(
                page="a.md",
                rank=0,
                text="# Shop\n\n## Endpoint POST /orders\n\n| Field |\n| --- |\n| note |\n",
            )
        )
        assert names["ACME"].recognises(page) == 1
        reading = names["ACME"].read(page)
        assert (len(reading.claims), reading.unaccounted) == (2, 0)


def test_all_snippets_were_found() -> None:
    assert len(_PYTHON) == 5
    assert "SCORECARD" not in _TEXT
