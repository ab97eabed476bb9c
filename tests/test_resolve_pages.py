"""From pages to the spec: what is to come of each case stands beside its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import CASES, outcome


def test_there_are_cases() -> None:
    assert len(CASES) >= 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_pages_give_the_spec_beside_them(case: Path) -> None:
    for name, text in outcome(case).items():
        assert text == (case / name).read_text(encoding="utf-8"), "see tests/golden.py"
