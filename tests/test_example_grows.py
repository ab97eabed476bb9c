"""One more row in any table of the example adds a property, and moves nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from codegen import pipeline
from codegen.spec import Spec
from codegen.summary import lines, summary

SPECS = Path(__file__).parents[1] / "specs" / "appointment"
ROW = "| Surplus | String | One more. |"


def tables() -> Iterator[tuple[str, int]]:
    """Every table of properties: its page, and the line below its last row."""
    for path in sorted((SPECS / "docs").rglob("*.md")):
        rows = path.read_text("utf-8").split("\n")
        for number, row in enumerate(rows):
            if row.startswith("| Property Name"):
                end = next(at for at in range(number, len(rows)) if not rows[at].startswith("|"))
                yield path.relative_to(SPECS).as_posix(), end


def understood(folder: Path) -> Spec:
    api = pipeline.Api(
        name="appointment",
        docs=(folder / "docs",),
        output=folder / "out",
        spec=folder / "spec.json",
    )
    return pipeline.understand(api).resolution.spec


@pytest.fixture(scope="module")
def example() -> Spec:
    return understood(SPECS)


@pytest.mark.parametrize(("page", "line"), list(tables()))
def test_a_row_more(tmp_path: Path, example: Spec, page: str, line: int) -> None:
    folder = tmp_path / "specs"
    shutil.copytree(SPECS, folder)
    path = folder / page
    rows = path.read_text("utf-8").split("\n")
    path.write_text("\n".join([*rows[:line], ROW, *rows[line:]]), "utf-8")
    told = list(lines(summary(example, understood(folder)), 99))
    assert told
    assert all(re.search(r"^~ type \w+: 1 property added \(Surplus\)$", one) for one in told)
