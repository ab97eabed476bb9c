"""Run again when pages, corrections, the file of a dialect or the configuration change.

Events of the file system only say when to look. Whether to run is decided by what the input files
are like then: so nothing that is written elsewhere, the outputs among it, makes anything run, an
editor may replace a file instead of writing to it, and a folder may go and come back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

from codegen import sources
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.pipeline import Api

__all__ = ["watch"]

#: Milliseconds without an event after which a burst of them is over, and the longest burst.
_QUIET = 150
_LONGEST = 1600
#: Milliseconds between looks at the files for which there are no events.
_TICK = 400

_Stamp = tuple[str, int, int, int] | tuple[str]
"""What tells a file from a later state of it."""


def watch(
    load: Callable[[], Sequence[Api]],
    run: Callable[[Api], None],
    failed: Callable[[CodegenError], None],
    *,
    config: Path | None = None,
    stop: Event | None = None,
) -> None:
    """Call `run` for every API that `load` gives, now and whenever its inputs have changed.

    `load` is called again when the file at `config` changes; where it raises CodegenError, `failed`
    is told, and nothing runs until the file changes again. Ends when `stop` is set, or with
    KeyboardInterrupt. Raises CodegenError where the file system cannot be watched.
    """
    stop = stop or Event()
    apis: Sequence[Api] = ()
    loaded: tuple[_Stamp, ...] | None = None
    done: dict[str, tuple[Api, tuple[_Stamp, ...]]] = {}
    while not stop.is_set():
        if loaded != (now := _stamps(config)):
            loaded = now
            try:
                apis = load()
            except CodegenError as error:
                apis = ()
                failed(error)
        for api in apis:
            # Before the files are read: what is written meanwhile is seen the next time.
            state = (api, _inputs(api))
            if done.get(api.name) != state:
                done[api.name] = state
                run(api)

        def changed(apis: Sequence[Api] = apis, loaded: tuple[_Stamp, ...] = loaded) -> bool:
            pending = (done.get(api.name) != (api, _inputs(api)) for api in apis)
            return loaded != _stamps(config) or any(pending)

        _wait(apis, config, changed, stop)


def _wait(
    apis: Sequence[Api], config: Path | None, changed: Callable[[], bool], stop: Event
) -> None:
    """Return when `changed` may have become true. It is asked where there is reason to."""
    bases = [sources.base(str(entry))[0] for api in apis for entry in api.docs]
    single = [
        path for path in (config, *(one for api in apis for one in _beside(api)), *bases) if path
    ]
    before = _stamps(*single, whole=False)
    asked = False
    for events in _events([path for path in bases if path.is_dir()], stop):
        now = _stamps(*single, whole=False)
        # The first time for what happened before there were events.
        if (events or now != before or not asked) and changed():
            return
        if now != before:
            return  # another folder under an old name has to be watched
        asked = True


def _events(folders: Sequence[Path], stop: Event) -> Iterator[bool]:
    """Whether there were events in `folders`, as soon as there were, and every now and then."""
    import watchfiles  # noqa: PLC0415 - an extra, and start-up time

    try:
        if not folders:
            while not stop.wait(_TICK / 1000):
                yield True
        for events in watchfiles.watch(
            *folders,
            watch_filter=None,
            debounce=_LONGEST,
            step=_QUIET,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            stop_event=stop,
            ignore_permission_denied=True,
        ):
            yield bool(events)
    except FileNotFoundError:
        return  # gone again
    except (OSError, RuntimeError) as error:
        raise CodegenError(_unwatchable(folders, error)) from None


def _inputs(api: Api) -> tuple[_Stamp, ...]:
    """The state of everything that `api` is made from, but the configuration."""
    return _stamps(*(path for docs in api.docs for path in _pages(docs)), *_beside(api))


def _beside(api: Api) -> tuple[Path, ...]:
    """The files that `api` is made from besides its pages."""
    own = (api.dialect,) if isinstance(api.dialect, Path) else ()
    return (api.overlay_path, *own)


def _pages(docs: Path) -> list[Path]:
    try:
        return [source.path for source in sources.find([docs])[0]]
    except CodegenError:
        return []  # what is wrong with it is told by the run


def _stamps(*paths: Path | None, whole: bool = True) -> tuple[_Stamp, ...]:
    """The state of each path; without `whole`, of a folder only which one it is."""
    stamps: list[_Stamp] = []
    for path in paths:
        if path is None:
            continue
        try:
            found = path.stat()
        except (OSError, ValueError):
            stamps.append((str(path),))
            continue
        inside = whole or not path.is_dir()
        stamps.append(
            (
                str(path),
                found.st_ino,
                found.st_mtime_ns if inside else 0,
                found.st_size if inside else 0,
            )
        )
    return tuple(stamps)


def _unwatchable(folders: Sequence[Path], error: Exception) -> Diagnostic:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Diagnostic(
        code="cannot-watch",
        severity="error",
        message=f"cannot be watched: {reason}",
        path=", ".join(map(os.fspath, folders)),
        hint="set WATCHFILES_FORCE_POLLING=true to do without the events of the file system",
    )
