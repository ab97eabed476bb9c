"""Processes for work that can be done anywhere, one for each core, as soon as there is enough."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

__all__ = ["Workers", "without_gc"]

#: Fewer pieces of work than these are done faster than processes start.
_WORTH = 4

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Workers:
    """Maps over pieces of work; with `parallel` False, in this process. Closed by `with`."""

    def __init__(self, *, parallel: bool) -> None:
        self._parallel = parallel and _cores() > 1
        self._pool: ProcessPoolExecutor | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def map(self, function: Callable[[_In], _Out], pieces: Sequence[_In]) -> Iterator[_Out]:
        """The results of the pieces, in their order; `function` and pieces can be pickled."""
        if not self._parallel or (self._pool is None and len(pieces) < _WORTH):
            return map(function, pieces)
        return self._started().map(function, pieces)

    def start(self, prepare: Callable[[], object]) -> None:
        """Have the processes, if there are to be any, begin with `prepare`; not waited for.

        So that what takes long to load is there when the first piece comes, however few there are.
        """
        if self._parallel and self._pool is None:
            self._started(prepare).submit(_nothing)

    def _started(self, prepare: Callable[[], object] | None = None) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - start-up time

            pool = ProcessPoolExecutor(_cores(), initializer=_begin, initargs=(prepare,))
            self._pool = self._stack.enter_context(pool)
        return self._pool


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _nothing() -> None:
    """A piece of work, for the processes to start."""


def _begin(prepare: Callable[[], object] | None) -> None:
    """Leave interrupts to the parent, which ends its workers; end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # as in the parent, also where processes do not begin as copies of it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if prepare is not None:
        prepare()


def _end_with_parent() -> None:
    import multiprocessing  # noqa: PLC0415 - start-up time

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def without_gc(*, at_end: bool = False) -> Iterator[None]:
    """Millions of small objects and hardly a cycle among them: looking for cycles only costs.

    `at_end`: the process ends then, and what there is by now need not be looked at any more.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_end:
            gc.freeze()
        elif enabled and not gc.get_freeze_count():
            # Else the first collection would look at all that there is, which counts as new.
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()
