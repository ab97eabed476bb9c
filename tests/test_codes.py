from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

from codegen.codes import CODES, nearest
from codegen.diagnostics import Severity

SOURCES = Path(__file__).parents[1] / "codegen"


def used() -> set[str]:
    """The codes that the sources report: ``code="..."``, ``finding("...")``, ``report("...")``."""
    codes: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            if name in {"finding", "report"}:
                texts.extend(node.args[:1])
            codes.update(
                text.value
                for text in texts
                if isinstance(text, ast.Constant) and isinstance(text.value, str)
            )
    return codes


def test_every_code_that_is_used_stands_in_the_table() -> None:
    assert used() - set(CODES) == set()


def test_every_code_of_the_table_is_used() -> None:
    assert set(CODES) - used() == set()


def test_codes_say_what_is_wrong_and_how_to_mend_it() -> None:
    for name, code in CODES.items():
        assert code.name == name
        assert name == name.lower().strip("-")
        assert code.severity in get_args(Severity)
        assert code.summary
        assert code.mend
        assert "\n" not in code.summary + code.mend
        assert not code.summary.endswith(".")


def test_the_nearest_code() -> None:
    assert nearest("label-overuled") == "label-overruled"
    assert not nearest("zzzzzz")
