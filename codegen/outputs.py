"""In-memory tree -> disk: the right edge. All or nothing, only what changed, stale files pruned.

What differs is staged beside the outputs and then put in place at once (see `journal`), while no
other run writes there (see `locking`). Whatever goes wrong on the way, an interrupt included, puts
back what was there; what a killed run has left over, the next one does (`repair`).

A file is ours where its first line says so, or where it begins as our JSON files do. Ours are
replaced and removed, edited ones as well: `check` tells of those. What is somebody else's is never
removed, and is replaced only by force.
"""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from codegen import guards, journal
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.journal import STAGING, interrupted
from codegen.locking import reserved

__all__ = [
    "FOLDERS",
    "OWNED_FOLDERS",
    "STAGING",
    "TARGETS",
    "Changes",
    "TargetName",
    "compare",
    "interrupted",
    "overwritten",
    "plan",
    "repair",
    "replace",
    "reserved",
    "standing",
    "unfinished",
    "write",
]

TargetName = Literal["openapi", "pydantic", "dataclasses"]

#: Target -> its folder of an output.
FOLDERS: Mapping[TargetName, str] = {
    "openapi": "openapi",
    "pydantic": "models",
    "dataclasses": "dataclass_models",
}
TARGETS: tuple[TargetName, ...] = tuple(FOLDERS)

#: Folders of an output whose generated files are ours to remove when nothing makes them any more.
OWNED_FOLDERS = tuple(sorted(FOLDERS.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Paths relative to the output folder, each sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    """Those of the added and changed ones that take the place of somebody else's file."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(tree: Mapping[str, str], folder: Path, owned: Sequence[str] = OWNED_FOLDERS) -> Changes:
    """What writing `tree` to `folder` would do. Nothing is written.

    `owned`: folders, relative to `folder`, where generated files that `tree` lacks are stale.
    """
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for name in sorted(tree):
        path = folder / name
        if not path.is_file():
            added.append(name)
        elif not path.is_symlink() and path.read_bytes() == tree[name].encode():
            unchanged.append(name)
        else:
            changed.append(name)
    return Changes(
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(_stale(tree, folder, owned)),
        unchanged=tuple(unchanged),
    )


def standing(
    digests: Mapping[str, bytes],
    folder: Path,
    owned: Sequence[str],
    digest: Callable[[bytes], bytes],
) -> Mapping[str, bytes] | None:
    """The bytes of all files of a run, where it is known what `compare` would find: no change.

    `digests`: path relative to `folder` -> the `digest` of the file. None where one of them is
    missing, another or no plain file, where a file of ours is stale, or where it cannot be told.
    """
    found: dict[str, bytes] = {}
    try:
        for name, wanted in digests.items():
            path = f"{folder}{os.sep}{name}"
            if not stat.S_ISREG(os.lstat(path).st_mode):
                return None
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds of them
                found[name] = file.read()
            if digest(found[name]) != wanted:
                return None
        return None if _stale(digests, folder, owned) else found
    except OSError:
        return None


def plan(
    tree: Mapping[str, str],
    folder: Path,
    owned: Sequence[str] = OWNED_FOLDERS,
    *,
    force: bool = False,
) -> Changes:
    """What `write` would do. Nothing is written; raises CodegenError where `write` would refuse."""
    _check_names(tree, owned)
    try:
        changes = compare(tree, folder, owned)
        touched = (*changes.added, *changes.changed, *changes.removed)
        refused = list(guards.leading_out(touched, folder, owned))
        others, blocked = guards.in_the_way(changes.added, changes.changed, folder)
    except OSError as error:
        raise CodegenError(_unwritable(folder, error)) from None
    refused += [guards.refused(folder / name, force=False) for name in blocked]
    if not force:
        refused += [guards.refused(folder / name, force=True) for name in others]
    if refused:
        raise CodegenError(*refused)
    return dataclasses.replace(changes, foreign=tuple(sorted(others)))


def write(
    tree: Mapping[str, str],
    folder: Path,
    owned: Sequence[str] = OWNED_FOLDERS,
    *,
    home: str = "",
    force: bool = False,
) -> Changes:
    """Make `folder` hold `tree`: relative path -> text. Files that do not differ are not touched.

    `owned` as for `compare`; `home`: the folder, relative to `folder`, that is reserved for the
    run and staged in; `force`: replace files of others too.

    Raises CodegenError where a path would leave the folder, by its name or by a link, where a file
    of somebody else's would be lost, where another run does not end, or where the folder cannot be
    written; then it is as it was before.
    """
    _check_names(tree, owned)
    place = folder / home
    with reserved(place):
        repair(folder, owned, tree, home=home)
        changes = plan(tree, folder, owned, force=force)
        if not changes:
            return changes
        made = [one for one in (place, *place.parents) if not os.path.lexists(one)]
        try:
            place.mkdir(parents=True, exist_ok=True)
            with reserved(place):
                _put(changes, tree, folder, place if owned else None)
        except OSError as error:
            raise CodegenError(_failed(place, error)) from None
        finally:
            for one in made:
                with suppress(OSError):
                    one.rmdir()  # only where nothing came into it
    return changes


def repair(folder: Path, owned: Sequence[str], files: Collection[str], *, home: str = "") -> None:
    """Undo what a run that was killed has left half done, and remove what it left over.

    The arguments are those of `write`; of the tree, the names that do not lie in `owned` are all
    that matters. The folder has to be reserved. Raises CodegenError where that cannot be done.
    """
    place = Path(os.path.realpath(folder / home))
    try:
        if interrupted(place):
            journal.repair(place, _allowed(folder, owned, files))
    except OSError as error:
        raise CodegenError(_failed(place, error)) from None


def _allowed(folder: Path, owned: Sequence[str], files: Iterable[str]) -> Callable[[Path], bool]:
    """What a journal may be about: it can have come with somebody's checkout."""
    single = {_real(folder / one) for one in files}
    real = [(Path(os.path.realpath(folder / one)), (folder / one).parent) for one in owned]
    # A link out of the output is followed no more than when files are written.
    folders = [one for one, above in real if one.is_relative_to(os.path.realpath(above))]

    def allowed(path: Path) -> bool:
        path = _real(path)
        return path in single or any(path.is_relative_to(one) for one in folders)

    return allowed


def replace(path: Path, data: bytes) -> None:
    """Write one file of the user's by one atomic rename. A link and permissions stay.

    A file that has the `data` is not touched. Raises CodegenError where it cannot be written; then
    it is as it was before.
    """
    real = Path(os.path.realpath(path))
    try:
        if real.is_file() and real.read_bytes() == data:
            return
        with reserved(real.parent):
            mode = real.stat().st_mode & 0o7777 if real.exists() else None
            journal.put(real, data, mode)
    except OSError as error:
        raise CodegenError(_unwritable(path, error)) from None


def unfinished(folder: Path) -> Diagnostic:
    """That a run was interrupted while it changed the outputs in `folder`."""
    return Diagnostic(
        code="interrupted-run",
        severity="error",
        message="a run was interrupted while it wrote here: the outputs may be half changed",
        path=folder.as_posix(),
        hint="run doc-codegen generate: it puts back what was there, and generates again",
    )


def overwritten(path: Path) -> Diagnostic:
    """That a file of somebody else's was replaced by force."""
    return Diagnostic(
        code="foreign-file",
        severity="warning",
        message="was overwritten by force; doc-codegen had not written it",
        path=path.as_posix(),
    )


def _check_names(tree: Collection[str], owned: Sequence[str]) -> None:
    if unfit := tuple(guards.unsafe(tree, owned)):
        raise CodegenError(*unfit)


def _put(changes: Changes, tree: Mapping[str, str], folder: Path, home: Path | None) -> None:
    """Make the changes, staged in `home`. Raises OSError as `journal.replace_all` does.

    A single file needs no `home`: one rename is atomic by itself.
    """
    new = {_real(folder / name): tree[name].encode() for name in changes.added + changes.changed}
    gone = [_real(folder / name) for name in changes.removed]
    if home is None and len(new) == 1:
        for path, data in new.items():
            journal.put(path, data)
    else:
        journal.replace_all(Path(os.path.realpath(home or folder)), new, gone)


def _real(path: Path) -> Path:
    """`path` with no link above it; the file itself may be one, and is what is replaced."""
    return Path(os.path.realpath(path.parent), path.name)


def _stale(tree: Container[str], folder: Path, owned: Sequence[str]) -> list[str]:
    """Files in our folders that we once wrote and that `tree` does not have. Raises OSError."""
    stale: list[str] = []
    for name_of_folder in owned:
        for root, folders, files in os.walk(folder / name_of_folder, onerror=_unless_absent):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            inner = Path(root).relative_to(folder).as_posix()
            names = (f"{inner}/{file}" for file in sorted(files))
            stale += (one for one in names if one not in tree and guards.is_ours(folder / one))
    return stale


def _unless_absent(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error


def _failed(place: Path, error: OSError) -> Diagnostic:
    """Why a write came to nothing, or worse: what was there could not be put back either."""
    found = _unwritable(place, error)
    if not interrupted(Path(os.path.realpath(place))):
        return found
    return dataclasses.replace(
        found,
        code="interrupted-run",
        message=f"outputs could not be put back: {error.strerror or error}",
        hint="see to it, and run doc-codegen generate: it puts back what was there",
    )


def _unwritable(folder: Path, error: OSError) -> Diagnostic:
    """What stands in the way, where the error names it; what is staged is nobody's business."""
    named = (one for one in (error.filename2, error.filename) if isinstance(one, str))
    path = next((Path(one) for one in named if STAGING not in one), folder)
    return Diagnostic(
        code="unwritable-output",
        severity="error",
        message=f"cannot be written: {error.strerror or error}; nothing was changed",
        path=path.as_posix(),
    )
