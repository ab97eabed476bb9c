"""Files as a git revision has them. Read only, by plumbing commands of git.

Nothing of the user's is touched: no checkout, no index. What is read are the bytes of blobs, so
that no attribute, filter or hook of the repository has a say, and no network is needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codegen.codes import CODES
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.sources import DOCUMENT_SUFFIXES

__all__ = ["Repository", "commit_of", "export", "merge_base", "refusal", "repository"]

#: A hook of git has these set for another folder than the one that is asked about.
_LEFT_OUT = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
#: No waiting for a password, no fetching of what a partial clone lacks, one language.
_SET = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_LINK = "120000"
_INCOMPLETE = "git does not have all files of the revision here"
_REFETCH = "fetch it in full: git fetch --refetch --no-filter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A git repository with a working tree, whose real path is `top`."""

    top: Path

    def inner(self, path: Path) -> PurePosixPath | None:
        """`path` relative to the working tree; None where it is not in it."""
        real = Path(os.path.realpath(path))
        return PurePosixPath(real.relative_to(self.top)) if real.is_relative_to(self.top) else None


def repository(folder: Path) -> Repository | None:
    """The repository that `folder` is in; None where it is in none, or git is not installed."""
    top = _line(folder, "rev-parse", "--show-toplevel")
    return Repository(top=Path(os.path.realpath(top))) if top else None


def refusal(folder: Path) -> str:
    """Why `folder` is in no repository, as git says it; '' where it is in one.

    Often enough it is in one that git does not trust, because somebody else owns it.
    """
    try:
        _git(folder, "rev-parse", "--show-toplevel")
    except CodegenError as error:
        return error.diagnostics[0].message
    return ""


def commit_of(where: Repository, revision: str) -> str:
    """The id of the commit that `revision` names; '' where it names none."""
    if not revision or "\0" in revision:
        return ""
    wanted = f"{revision}^{{commit}}"
    return _line(where.top, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)


def merge_base(where: Repository, one: str, other: str) -> str:
    """The id of the best common ancestor of two commits; '' where they have none."""
    return _line(where.top, "merge-base", one, other).partition("\n")[0]


def export(
    where: Repository, commit: str, paths: Collection[PurePosixPath], into: Path
) -> frozenset[PurePosixPath]:
    """Write what `commit` has at `paths` below `into`; of folders, the documents in them.

    The result is those of `paths` that the commit has. Raises CodegenError where git fails.
    """
    top = Path(os.path.realpath(into))
    there: set[PurePosixPath] = set()
    seen: set[PurePosixPath] = set()
    wanted = set(paths)
    while wanted:
        found = list(_entries(where, commit, wanted))
        _put(where, found, top)
        there |= {parent for entry in found for parent in (entry.path, *entry.path.parents)}
        seen |= wanted
        wanted = {inner for entry in found if entry.link for inner in _led_to(entry, top)} - seen
    return frozenset(path for path in paths if path in there)


def _put(where: Repository, found: Sequence[_Entry], top: Path) -> None:
    """Write the files below `top`."""
    blobs = _blobs(where, [entry.blob for entry in found])
    for entry in found:
        target = top / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry.link:
            target.unlink(missing_ok=True)
            target.symlink_to(os.fsdecode(blobs[entry.blob]))
        else:
            target.write_bytes(blobs[entry.blob])


def _led_to(entry: _Entry, top: Path) -> Iterator[PurePosixPath]:
    """What a link leads to, where that is not written yet: it may lie beside the pages.

    A link out of `top` is removed: a page of the revision, and never a file of this machine.
    """
    link = top / entry.path
    real = Path(os.path.realpath(link))
    if not real.is_relative_to(top):
        link.unlink()
    elif not real.exists():
        yield PurePosixPath(real.relative_to(top))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A file of a commit."""

    path: PurePosixPath
    blob: bytes
    link: bool


def _entries(where: Repository, commit: str, paths: Collection[PurePosixPath]) -> Iterator[_Entry]:
    listed = [] if PurePosixPath() in paths else [str(path) for path in sorted(paths)]
    output = _git(where.top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *listed)
    for line in filter(None, output.split(b"\0")):
        about, _, name = line.partition(b"\t")
        mode, kind, blob = about.split()
        path = PurePosixPath(os.fsdecode(name))
        link = mode.decode() == _LINK  # it may lead to a folder of pages
        document = link or path in paths or path.suffix.lower() in DOCUMENT_SUFFIXES
        # A tree that was made by hand may hold names that git itself would not check out.
        if kind == b"blob" and document and not path.is_absolute() and ".." not in path.parts:
            yield _Entry(path=path, blob=blob, link=link)


def _blobs(where: Repository, blobs: Sequence[bytes]) -> Mapping[bytes, bytes]:
    """The content of each blob."""
    wanted = list(dict.fromkeys(blobs))
    output = _git(where.top, "cat-file", "--batch", given=b"".join(b"%s\n" % b for b in wanted))
    found: dict[bytes, bytes] = {}
    start = 0
    for blob in wanted:
        end = output.index(b"\n", start)
        header = output[start:end].split()
        if header[1:2] != [b"blob"]:
            raise _failed(where.top, _INCOMPLETE, _REFETCH)
        size = int(header[2])
        found[blob] = output[end + 1 : end + 1 + size]
        start = end + 1 + size + 1
    return found


def _line(folder: Path, *arguments: str) -> str:
    """What git answers, without the line end; '' where it refuses."""
    try:
        return os.fsdecode(_git(folder, *arguments)).removesuffix("\n")
    except CodegenError:
        return ""


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """The output of git, run in `folder`. Raises CodegenError where it fails."""
    program = shutil.which("git")
    if program is None:
        raise _failed(folder, "git is not installed", "install git, or name two folders or specs")
    environment = {name: text for name, text in os.environ.items() if name not in _LEFT_OUT}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and what users name stands behind a marker
            [program, "--literal-pathspecs", "--no-replace-objects", *arguments],
            cwd=folder,
            env={**environment, **_SET},
            input=given,
            capture_output=True,
            check=True,
        )
    except OSError as error:
        raise _failed(folder, f"git cannot be run: {error.strerror or error}") from None
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode(errors="backslashreplace").strip().splitlines()
        # A clone without all objects: see GIT_NO_LAZY_FETCH.
        if any("lazy fetching disabled" in line for line in lines):
            raise _failed(folder, _INCOMPLETE, _REFETCH) from None
        fatal = (line for line in lines if line.startswith("fatal: "))
        said = next(fatal, next(iter(lines), "")).removeprefix("fatal: ")
        raise _failed(folder, f"git refuses: {said or f'exit code {error.returncode}'}") from None
    return done.stdout


def _failed(folder: Path, message: str, hint: str = "") -> CodegenError:
    return CodegenError(
        Diagnostic(
            code="git-failed",
            severity="error",
            message=message,
            path=folder.as_posix(),
            hint=hint or CODES["git-failed"].mend,
        )
    )
