"""One run at a time per folder: a lock of the operating system on the folder itself.

There is no lock file, so none is left behind: a lock ends with the process that holds it, however
that ends. A folder that is not there yet is guarded by the nearest one above it that is. Where the
system or the file system has no such locks, runs are not kept apart.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from codegen.diagnostics import CodegenError, Diagnostic

if sys.platform != "win32":
    import fcntl

__all__ = ["reserved"]

#: Seconds after which another run is taken for one that hangs, and between two looks at it.
_PATIENCE = 600.0
_PAUSE = 0.02

_Key = tuple[int, int]

#: The folders that the code that runs here has reserved: it may reserve them again.
_held: ContextVar[frozenset[_Key]] = ContextVar("_held", default=frozenset())


def _nothing() -> None:
    """Nobody is told that there is something to wait for."""


@contextmanager
def reserved(
    folder: Path, *, shared: bool = False, waiting: Callable[[], None] = _nothing
) -> Iterator[None]:
    """Keep other runs from `folder` meanwhile; with `shared`, only those that are not.

    Waits for a run that has it, and calls `waiting` once before. Raises CodegenError
    `output-in-use` where that takes too long.
    """
    opened: list[int] = []
    held = _held.get()
    before = _held.set(held)
    try:
        # Another run may make the folder, or replace it, while this one waits for a lock.
        while (there := _nearest(folder)) and there[1] not in held:
            lock = _open(there[0])
            if lock is None:
                break
            opened.append(lock)
            _take(lock, folder, shared=shared, waiting=waiting)
            held |= {_key(os.fstat(lock))}
        _held.set(held)
        yield
    finally:
        _held.reset(before)
        for lock in reversed(opened):
            _release(lock)


def _key(found: os.stat_result) -> _Key:
    return found.st_dev, found.st_ino


def _nearest(folder: Path) -> tuple[Path, _Key] | None:
    """The folder, or the nearest one above that exists; None where it is none."""
    real = Path(os.path.realpath(folder))
    for one in (real, *real.parents):
        with suppress(FileNotFoundError):
            try:
                return one, _key(one.stat())
            except OSError as error:
                if error.errno == errno.ENOENT:
                    raise
                return None  # whoever writes there says what is wrong
    return None


def _open(folder: Path) -> int | None:
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


def _take(lock: int, folder: Path, *, shared: bool, waiting: Callable[[], None]) -> None:
    if sys.platform == "win32":
        return
    mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    until: float | None = None
    while True:
        try:
            fcntl.flock(lock, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        except OSError:
            return  # the file system has no locks
        else:
            return
        if until is None:
            until = time.monotonic() + _PATIENCE
            waiting()
        if time.monotonic() > until:
            raise CodegenError(_in_use(folder))
        time.sleep(_PAUSE)


def _release(lock: int) -> None:
    """Give the lock back, also where a child process still has it open."""
    if sys.platform != "win32":
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_UN)
    os.close(lock)


def _in_use(folder: Path) -> Diagnostic:
    minutes = round(_PATIENCE / 60)
    return Diagnostic(
        code="output-in-use",
        severity="error",
        message=f"another run has been at work here for {minutes} minutes; nothing was changed",
        path=folder.as_posix(),
        hint="end it if it hangs, or choose another output",
    )
