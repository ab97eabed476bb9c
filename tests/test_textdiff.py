from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.textdiff import unified

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "one", "two", "three", ""]), max_size=30).map(
    "\n".join
)


def test_a_diff_is_a_unified_diff() -> None:
    old = "".join(f"{number}\n" for number in range(20))
    new = old.replace("\n7\n", "\nseven\nmore\n")
    assert list(unified("a/b.py", old, new)) == [
        "--- a/a/b.py",
        "+++ b/a/b.py",
        "@@ -5,7 +5,8 @@",
        *(" 4", " 5", " 6", "-7", "+seven", "+more", " 8", " 9", " 10"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (None, "a\n", ["--- /dev/null", "+++ b/x", "@@ -0,0 +1 @@", "+a"]),
        ("a\n", None, ["--- a/x", "+++ /dev/null", "@@ -1 +0,0 @@", "-a"]),
        (
            "a",
            "a\n",
            ["--- a/x", "+++ b/x", "@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a"],
        ),
        ("a\r\x1b\n", "a\n", ["--- a/x", "+++ b/x", "@@ -1 +1 @@", "-a\\u000d\\u001b", "+a"]),
    ],
)
def test_what_is_missing_or_no_plain_line(
    old: str | None, new: str | None, lines: list[str]
) -> None:
    assert list(unified("x", old, new)) == lines


@pytest.mark.skipif(not shutil.which("patch"), reason="there is no patch to apply diffs with")
@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_patch_makes_the_new_text_of_the_old(
    tmp_path_factory: pytest.TempPathFactory, old: str, new: str
) -> None:
    if old == new:
        return
    path: Path = tmp_path_factory.mktemp("patched") / "x"
    path.write_text(old)
    diff = "".join(f"{line}\n" for line in unified("x", old, new))
    command = ["patch", "--quiet", "--force", str(path)]
    subprocess.run(command, input=diff, text=True, check=True, capture_output=True)
    assert (path.read_text() if path.exists() else "") == new


def test_many_changes_of_a_long_text_take_no_minutes() -> None:
    lines = [f"{number}" if number % 5 else "the same" for number in range(60_000)]
    other = [f"{line} x" if number % 20 == 0 else line for number, line in enumerate(lines)]
    begin = time.monotonic()
    diff = list(unified("x", "\n".join(lines), "\n".join(other)))
    assert sum(line.startswith("+") for line in diff) == 1 + 3000
    assert time.monotonic() - begin < 20
