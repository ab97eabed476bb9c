"""Many files changed as one: whatever ends a run, all of them are the old ones or the new ones.

    1. stage    the new files completely, and what they replace, in a folder beside them
    2. journal  what is going to be done, by one atomic rename; from here on there is a way back
    3. apply    a rename for each file, and the stale ones removed
    4. done     the journal renamed: from here on the new files stand
    5. tidy     empty folders and the staging folder removed

What is found later says what to do: staging with a journal is undone, all else only tidied. Undoing
can be interrupted and repeated as well. The way goes back and not forth, as that needs no space on
the disk and no page: the run that repairs makes the new files again anyhow.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec

__all__ = ["STAGING", "interrupted", "put", "repair", "replace_all"]

#: The folder beside the outputs that holds what a run is about to do. There is none between runs.
STAGING = ".doc-codegen"

_JOURNAL = "journal"
_DONE = "done"
#: How many files are flushed to the disk at a time.
_AT_ONCE = 16
#: How many interrupts do not keep a run from putting back what was there.
_INSISTENCE = 100
#: Version of the journal; one of another version is not undone.
_FORMAT = 1


class _Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file. What it was is staged as ``N.old``, what it becomes as ``N.new``."""

    path: str
    """Relative to the folder that holds the staging; it may lead out of it."""
    new: str = ""
    """The digest of what it becomes; '' where it is removed."""
    old: bool = False
    """Whether there was a file before."""


class _Journal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: int
    steps: tuple[_Step, ...]


Allowed = Callable[[Path], bool]
"""Whether a file is one that the outputs may have: a journal can come with somebody's checkout."""


def replace_all(home: Path, new: Mapping[Path, bytes], gone: Sequence[Path]) -> None:
    """Make the files of `new` have those bytes, and remove those of `gone`: all, or none.

    Paths are real ones, and so is `home`, the folder that is staged in. Nothing else may write
    there meanwhile. Raises OSError where that cannot be done, after all was put back; where even
    that fails the journal stays, and `interrupted` is true.
    """
    staging = home / STAGING
    places = {*new, *gone}
    staging.mkdir()
    try:
        journal = _stage(home, staging, new, gone)
        _record(staging, journal)
        for number, step in enumerate(journal.steps):
            place = _place(home, step)
            if step.new:
                place.parent.mkdir(parents=True, exist_ok=True)
                _move(_new(staging, number), place)
            else:
                place.unlink()
        (staging / _JOURNAL).replace(staging / _DONE)
        with suppress(OSError):  # the new files stand; the next run tries again
            repair(home, places.__contains__)
    except BaseException:
        _insist(home, places.__contains__)
        raise


def interrupted(home: Path) -> bool:
    """Whether a run that changed files of `home` has not come to its end.

    It may be at work still, unless `home` is reserved.
    """
    return os.path.lexists(home / STAGING)


def repair(home: Path, allowed: Allowed) -> bool:
    """Bring to an end what a run has left over; whether there was anything.

    Files that are not `allowed` are left as they are. Raises OSError where it cannot be done.
    """
    staging = home / STAGING
    if not interrupted(home):
        return False
    if staging.is_symlink() or not staging.is_dir():
        staging.unlink()  # not of our making, and in the way of the next
        return True
    if (journal := _read(staging / _JOURNAL)) is not None:
        _undo(home, journal, allowed)
        (staging / _JOURNAL).unlink()
    elif (journal := _read(staging / _DONE)) is not None:
        for step in journal.steps:
            if not step.new and allowed(place := _place(home, step)):
                _prune(place, home)
    shutil.rmtree(staging)
    return True


def _insist(home: Path, allowed: Allowed) -> bool:
    """Repair, whoever is impatient: it takes no time, and can be begun again at any point."""
    for _ in range(_INSISTENCE):
        with suppress(KeyboardInterrupt):
            return repair(home, allowed)
    return repair(home, allowed)


def put(path: Path, data: bytes, mode: int | None = None) -> None:
    """Make one file have those bytes, by one atomic rename. Raises OSError; then it is as it was.

    `mode`: its permissions, where they are not those of any new file.
    """
    staged = _beside(path)
    staged.unlink(missing_ok=True)
    try:
        _write(staged, data)
        _sync_one(staged)
        if mode is not None:
            staged.chmod(mode)
        staged.replace(path)
    except BaseException:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise


def _stage(home: Path, staging: Path, new: Mapping[Path, bytes], gone: Sequence[Path]) -> _Journal:
    steps = []
    for number, path in enumerate((*new, *gone)):
        data = new.get(path)
        old = os.path.lexists(path)
        if data is not None:
            _write(_new(staging, number), data)
        if old:
            _keep(path, _old(staging, number))
        steps.append(
            _Step(
                path=Path(os.path.relpath(path, home)).as_posix(),
                new="" if data is None else hashlib.sha256(data).hexdigest(),
                old=old,
            )
        )
    _sync([_new(staging, number) for number, step in enumerate(steps) if step.new])
    return _Journal(format=_FORMAT, steps=tuple(steps))


def _record(staging: Path, journal: _Journal) -> None:
    written = staging / "journal.new"
    _write(written, msgspec.json.encode(journal))
    _sync_one(written)
    written.replace(staging / _JOURNAL)
    _sync_folder(staging)


def _read(path: Path) -> _Journal | None:
    """The journal at `path`; None where there is none that a run of ours has written."""
    if not path.is_file():
        return None
    try:
        journal = msgspec.json.decode(path.read_bytes(), type=_Journal)
    except ValueError:  # we rename whole ones only
        return None
    fit = journal.format == _FORMAT and not any("\0" in step.path for step in journal.steps)
    return journal if fit else None


def _undo(home: Path, journal: _Journal, allowed: Allowed) -> None:
    staging = home / STAGING
    for number, step in enumerate(journal.steps):
        place, old = _place(home, step), _old(staging, number)
        if not allowed(place):
            continue
        _beside(place).unlink(missing_ok=True)
        if os.path.lexists(old):
            if os.path.lexists(place) and os.path.samestat(old.lstat(), place.lstat()):
                continue  # it was not replaced yet
            place.parent.mkdir(parents=True, exist_ok=True)
            _move(old, place)
        elif not step.old:
            # Only what we have put there: somebody may have made a file of that name since.
            if _digest(place) == step.new:
                place.unlink()
            _prune(place, home)


def _place(home: Path, step: _Step) -> Path:
    return Path(os.path.normpath(home / step.path))


def _new(staging: Path, number: int) -> Path:
    return staging / f"{number}.new"


def _old(staging: Path, number: int) -> Path:
    return staging / f"{number}.old"


def _beside(path: Path) -> Path:
    """What is to become `path`, in the same folder: as long as any name that a file may have."""
    name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
    return path.with_name(f"{STAGING}-{name}")


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)


def _sync(paths: Sequence[Path]) -> None:
    """Have the files on the disk: a full one says so here.

    Many at once take the file system little longer than one.
    """
    with ThreadPoolExecutor(min(_AT_ONCE, len(paths)) or 1) as threads:
        for _ in threads.map(_sync_one, paths):
            pass


def _sync_one(path: Path) -> None:
    opened = os.open(path, os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _sync_folder(folder: Path) -> None:
    """Have the names of a folder on the disk, where the system can do that."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _keep(path: Path, kept: Path) -> None:
    """A second name for a file, or a copy where the file system gives it none."""
    try:
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):
        if not stat.S_ISREG(path.lstat().st_mode) and not path.is_symlink():
            raise
        shutil.copy2(path, kept, follow_symlinks=False)


def _move(source: Path, place: Path) -> None:
    """`source` becomes `place` by an atomic rename; across file systems by way of a copy."""
    try:
        source.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = _beside(place)
        beside.unlink(missing_ok=True)
        shutil.copy2(source, beside, follow_symlinks=False)
        beside.replace(place)


def _digest(path: Path) -> str:
    """The digest of a regular file; '' where there is none."""
    if path.is_symlink() or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _prune(path: Path, home: Path) -> None:
    """Remove the folders of `path` that are empty now, below `home` or what they have in common."""
    top = Path(os.path.commonpath([home, path.parent]))
    for folder in path.parents:
        if folder == top:
            return
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            return
