from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from codegen import journal
from tests import killed

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked")

#: How a tree may be once a run that was killed, or that failed, is repaired.
WHOLE = {"old", "new", "nothing"}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What became of runs that were killed, and of runs that failed, at each moment."""
    folder = tmp_path_factory.mktemp("killed") / "tree"
    printed = subprocess.run(
        [sys.executable, "-m", "tests.killed", str(folder), "24", "12"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    found: list[dict[str, Any]] = json.loads(printed)
    return found


def test_after_any_moment_there_is_the_old_tree_or_the_new_one(
    outcomes: list[dict[str, Any]],
) -> None:
    assert [one for one in outcomes if one["repaired"] not in WHOLE] == []
    assert [one for one in outcomes if one["again"] != "new"] == []


def test_a_tree_that_is_neither_says_so(outcomes: list[dict[str, Any]]) -> None:
    assert [one for one in outcomes if one["left"] == "mixed" and not one["told"]] == []


def test_whoever_can_puts_back_what_was_there_at_once(outcomes: list[dict[str, Any]]) -> None:
    """All but the killed, and those to whom nothing can be written any more."""
    for case in ("full disk", "fault", "interrupt"):
        left = {one["left"] for one in outcomes if one["case"] == case}
        assert left == {"old", "new"}, case


def test_the_moments_are_those_of_a_whole_run(outcomes: list[dict[str, Any]]) -> None:
    """So that a run that is killed too early, or never, is no proof."""
    left = Counter((one["case"], one["left"]) for one in outcomes)
    for case, before in (("next", "old"), ("first", "nothing")):
        assert left[case, before] > 20
        assert left[case, "mixed"] > 5
        assert left[case, "new"] > 5
    repairs = [one for one in outcomes if one["case"].startswith("repair")]
    assert {"old", "mixed"} <= {one["left"] for one in repairs}
    assert len([one for one in outcomes if one["case"] == "random"]) == 12


OLD = {"a": b"old a", "b": b"old b", "deep/c": b"old c"}


def staged(home: Path, moment: int) -> None:
    """Leave what a run leaves that is killed there; it makes b another and d new, and ends c."""
    for name, data in OLD.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(data)
    new = {home / "b": b"new b", home / "x/d": b"new d"}

    def work() -> None:
        journal.replace_all(home, new, [home / "deep/c"])

    killed.ends(work, moment)


def applied(tmp_path: Path) -> Path:
    """A tree that is changed completely, and not committed."""
    for moment in range(100):
        home = tmp_path / str(moment)
        staged(home, moment)
        if (home / "x/d").exists() and not (home / "deep/c").exists():
            assert (home / journal.STAGING / "journal").exists()
            return home
    raise AssertionError


def everything(_: Path) -> bool:
    return True


def test_what_a_journal_may_not_be_about_is_left_alone(tmp_path: Path) -> None:
    home = applied(tmp_path)
    assert journal.repair(home, lambda path: path.name == "b")
    assert (home / "b").read_bytes() == b"old b"
    assert (home / "x/d").read_bytes() == b"new d"
    assert not (home / "deep/c").exists()
    assert not journal.interrupted(home)


def test_what_somebody_has_put_there_since_is_not_removed(tmp_path: Path) -> None:
    home = applied(tmp_path)
    (home / "x/d").write_bytes(b"mine")
    journal.repair(home, everything)
    assert (home / "x/d").read_bytes() == b"mine"
    assert (home / "deep/c").read_bytes() == b"old c"


STEP = {"path": "b", "new": "0" * 64, "old": True}
JOURNALS: dict[str, bytes] = {
    "no JSON": b"{",
    "cut": json.dumps({"format": 1, "steps": [STEP]}).encode()[:-5],
    "another format": json.dumps({"format": 2, "steps": [STEP]}).encode(),
    "another field": json.dumps({"format": 1, "steps": [STEP | {"run": "x"}]}).encode(),
    "no steps": b'{"format": 1}',
    "a NUL": json.dumps({"format": 1, "steps": [STEP | {"path": "b\0"}]}).encode(),
    "empty": b"",
}


@pytest.mark.parametrize("text", JOURNALS.values(), ids=JOURNALS)
def test_a_journal_that_is_none_of_ours_does_nothing(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "b").write_bytes(b"b")
    staging = tmp_path / journal.STAGING
    staging.mkdir()
    (staging / "journal").write_bytes(text)
    (staging / "0.old").write_bytes(b"other")
    assert journal.repair(tmp_path, everything)
    assert (tmp_path / "b").read_bytes() == b"b"
    assert not staging.exists()


@pytest.mark.parametrize("kind", ["link to a folder", "link to nowhere", "file"])
def test_staging_that_is_no_folder_is_removed_and_not_followed(tmp_path: Path, kind: str) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    (elsewhere / "journal").write_text(json.dumps({"format": 1, "steps": [STEP]}))
    (elsewhere / "0.old").write_text("mine")
    staging = home / journal.STAGING
    if kind == "file":
        staging.write_text("x")
    else:
        staging.symlink_to(elsewhere if kind == "link to a folder" else "absent")
    assert journal.repair(home, everything)
    assert not os.path.lexists(staging)
    assert not (home / "b").exists()
    assert len(list(elsewhere.iterdir())) == 2


@pytest.mark.parametrize("refused", ["link", "replace"])
def test_other_file_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    """One without hard links, and a folder of the outputs that is mounted from another one."""
    real = os.replace

    def link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    def replace(source: Path, target: Path) -> None:
        if Path(source).parent != Path(target).parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(source, target)

    monkeypatch.setattr(os, refused, {"link": link, "replace": replace}[refused])
    for moment in (1000, *range(3, 40, 4)):
        home = tmp_path / str(moment)
        staged(home, moment)
        journal.repair(home, everything)
        found = {
            path.relative_to(home).as_posix(): path.read_bytes()
            for path in home.rglob("*")
            if path.is_file()
        }
        new = {"a": b"old a", "b": b"new b", "x/d": b"new d"}
        assert found in ([new] if moment == 1000 else [OLD, new]), moment


def test_what_is_put_back_is_the_very_file(tmp_path: Path) -> None:
    home = applied(tmp_path)
    kept = next(iter((home / journal.STAGING).glob("*.old")))
    before, data = kept.stat(), kept.read_bytes()
    journal.repair(home, everything)
    place = home / {b"old b": "b", b"old c": "deep/c"}[data]
    after = place.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_mode,
    )


def test_a_single_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)  # no longer name is possible, so none is made of it
    moments = 0
    while True:
        path.write_bytes(b"old")
        if not killed.ends(lambda: journal.put(path, b"new"), moments):
            break
        assert path.read_bytes() in {b"old", b"new"}
        moments += 1
    assert moments > 3
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]
