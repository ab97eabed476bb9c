from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

from codegen.changes.model import LEVELS
from codegen.codes import CODES
from codegen.diagnostics import Severity
from codegen.nearest import nearest

SOURCES = Path(__file__).parents[1] / "codegen"
#: The rules of diff are a table of their own, and no findings.
RULES = {
    *SOURCES.glob("changes/rules/*.py"),
    *(SOURCES / "changes" / name for name in ("shift.py", "walk.py")),
}


#: Texts that look like codes and are none.
OTHERS = {
    *("build-system", "datamodel-code-generator", "date-time", "doc-codegen", "fail-on"),
    *("utf-8", "utf-8-sig"),
    "content-type",  # of HTTP
    "api-header",  # of tags
    *("cat-file", "ls-tree", "merge-base", "rev-parse"),  # of git
    *("request-line", "sample-request", "sample-response", "shell-session"),  # of dialects
    *LEVELS,
}


def used() -> set[str]:
    """Every text of the sources, the table apart, that is written as codes are."""
    nodes = (
        node
        for path in SOURCES.rglob("*.py")
        if path.name != "codes.py" and path not in RULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )
    texts = {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    kebab = {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text)}
    return {text for text in kebab - OTHERS if not text.startswith("x-")}


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
    assert nearest("label-overuled", CODES) == "label-overruled"
    assert not nearest("zzzzzz", CODES)
