"""The cost of a program: its time, and the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Cost", "Run", "console", "step", "timed"]

_INTERVAL = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A program to run. `cache`: the folder for what programs cache, where not the user's."""

    command: tuple[str, ...]
    cache: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds on the clock, and the highest sum of the processes' own memory, in MiB."""

    seconds: float
    memory: float
    output: str = ""


def console(name: str, *arguments: str, folder: Path | None = None) -> Run:
    """A command of this environment."""
    program = (
        sys.executable if name == "python" else str(Path(sysconfig.get_path("scripts")) / name)
    )
    return Run(command=(program, *arguments), cache=folder and folder / "cache")


def step(name: str, *arguments: str) -> Run:
    """A step of `bench_steps`, in a Python of its own."""
    return Run(command=(sys.executable, "-m", "tests.bench_steps", name, *arguments))


def timed(run: Run) -> Cost:
    """Run a program to its end. Raises CalledProcessError where it fails."""
    environment = dict(os.environ)
    # As programs are run that are installed: compiled once.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if run.cache is not None:
        environment["XDG_CACHE_HOME"] = str(run.cache)
    start = time.perf_counter()
    with subprocess.Popen(
        run.command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        watcher = _Watcher(process.pid)
        watcher.start()
        output, _ = process.communicate()
        seconds = time.perf_counter() - start
        watcher.done.set()
        watcher.join()
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, run.command, output)
    return Cost(seconds=seconds, memory=watcher.peak / 2**20, output=output)


class _Watcher(threading.Thread):
    """Looks again and again how much memory a process and its children have."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.peak = 0
        self._pid = pid

    def run(self) -> None:
        """Until the process is gone."""
        while not self.done.wait(_INTERVAL):
            try:
                process = psutil.Process(self._pid)
                family = [process, *process.children(recursive=True)]
                self.peak = max(self.peak, sum(map(_memory, family)))
            except psutil.NoSuchProcess:
                continue


def _memory(process: psutil.Process) -> int:
    """Memory of the process, pages that it shares with others not counted again."""
    try:
        info = process.memory_info()
    except psutil.NoSuchProcess:
        return 0
    return int(info.rss - getattr(info, "shared", 0))
