from __future__ import annotations

import contextlib
import fcntl
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from codegen import locking
from codegen.diagnostics import CodegenError
from codegen.locking import reserved
from codegen.outputs import interrupted, write
from tests import killed
from tests.shop import page, write_pages
from tests.test_outputs import MARK, texts

ROOT = Path(__file__).parents[1]


@contextlib.contextmanager
def elsewhere(folder: Path, *, shared: bool = False) -> Iterator[Callable[[], None]]:
    """Another run that has reserved `folder`, and what ends it."""
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        with reserved(folder, shared=shared):
            begun.set()
            over.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    assert begun.wait(30)
    try:
        yield over.set
    finally:
        over.set()
        other.join()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_PATIENCE", 0.05)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("theirs", "ours", "free"),
    [(False, False, False), (False, True, False), (True, False, False), (True, True, True)],
)
def test_a_folder_is_reserved_for_one(
    tmp_path: Path, *, theirs: bool, ours: bool, free: bool
) -> None:
    with elsewhere(tmp_path, shared=theirs):
        if free:
            with reserved(tmp_path, shared=ours):
                pass
            return
        with pytest.raises(CodegenError) as caught, reserved(tmp_path, shared=ours):
            pass
        (finding,) = caught.value.diagnostics
        assert (finding.code, finding.path) == ("output-in-use", str(tmp_path))
        assert "another run" in finding.message
        assert finding.hint


def test_the_other_run_is_waited_for(tmp_path: Path) -> None:
    with elsewhere(tmp_path) as end:
        told: list[float] = []

        def waiting() -> None:
            told.append(time.monotonic())
            end()

        with reserved(tmp_path, waiting=waiting):
            assert len(told) == 1


@pytest.mark.usefixtures("impatient")
def test_whoever_has_reserved_a_folder_may_reserve_it_again(tmp_path: Path) -> None:
    with reserved(tmp_path), reserved(tmp_path), reserved(tmp_path / "absent"):
        pass


@pytest.mark.usefixtures("impatient")
def test_a_folder_that_is_not_there_yet_is_reserved_as_well(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    with elsewhere(folder), pytest.raises(CodegenError, match="output-in-use"), reserved(folder):
        pass


def test_a_folder_that_is_made_meanwhile_is_reserved_itself(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with elsewhere(tmp_path) as end:

        def waiting() -> None:
            folder.mkdir()
            end()

        with reserved(folder, waiting=waiting):
            lock = os.open(folder, os.O_RDONLY)
            with pytest.raises(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.close(lock)


@pytest.mark.usefixtures("impatient")
def test_a_dead_process_holds_no_lock(tmp_path: Path) -> None:
    def hang() -> None:
        with reserved(tmp_path):
            (tmp_path / "begun").touch()
            time.sleep(60)

    context = multiprocessing.get_context("fork")
    running = context.Process(target=hang)
    running.start()
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    with pytest.raises(CodegenError, match="output-in-use"), reserved(tmp_path):
        pass
    os.kill(running.pid or 0, signal.SIGKILL)
    running.join()
    with reserved(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["begun"]


def test_where_there_are_no_locks_runs_are_not_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuse)
    write({"models/a.py": MARK}, tmp_path)
    assert texts(tmp_path) == {"models/a.py": MARK}


TREES = [
    {f"models/m{number}.py": f"{MARK}{name}\n" for number in range(first, first + 20)}
    for first, name in enumerate("abcd")
]


def test_of_runs_at_once_one_comes_last(tmp_path: Path) -> None:
    """And readers who wait for them find a whole tree."""
    out = tmp_path / "out"
    context = multiprocessing.get_context("fork")

    def run(tree: dict[str, str]) -> None:
        os.fsync = killed.flushed
        for _ in range(8):
            write(tree, out)

    running = [context.Process(target=run, args=(tree,)) for tree in TREES]
    for one in running:
        one.start()
    seen = 0
    while any(one.is_alive() for one in running):
        with reserved(out, shared=True):
            if out.exists():
                assert not interrupted(out)
                assert texts(out) in [{}, *TREES]
                seen += 1
        time.sleep(0.01)
    for one in running:
        one.join()
    assert [one.exitcode for one in running] == [0] * len(TREES)
    assert seen
    assert texts(out) in TREES


def test_the_command_twice_at_once(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    arguments = ["--docs", str(docs), "--name", "shop", "--output", str(tmp_path / "out")]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "codegen", "generate", *arguments, "--format", "json"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    printed = [one.communicate(timeout=120)[0] for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert json.loads(printed[0]) == json.loads(printed[1])
    assert not interrupted(tmp_path / "out")
