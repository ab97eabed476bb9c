"""Find and read documents: the left edge, where the disk is touched.

A documentation set is one path of ``--docs``: a folder, a glob or a single file. A page is known
by its path relative to its set, led by the set's own name, so that the same pages give the same
identity on any machine.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from codegen.diagnostics import CodegenError, Diagnostic

__all__ = ["DOCUMENT_SUFFIXES", "Document", "Source", "base", "find", "read"]

#: File name endings of documents; other files of a folder are passed over and counted.
DOCUMENT_SUFFIXES = frozenset({".markdown", ".md", ".mdown", ".mdx", ".txt"})

_GLOB_CHARS = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read: `page` is its stable identity, `rank` its set's place in the precedence."""

    page: str
    rank: int
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was read: text with LF line ends and without a byte order mark."""

    page: str
    rank: int
    text: str


def find(docs: Sequence[str | Path]) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """List the documents of each set of `docs`, in order of precedence and then of path.

    A file that several paths lead to is listed once. Hidden files and folders are no part of a
    set, unless the set itself is one. Raises CodegenError where a set does not exist or where
    nothing at all is found.
    """
    expanded = [(str(entry), *_expand(str(entry))) for entry in docs]
    missing = [_missing(entry) for entry, _, files in expanded if files is None]
    if missing:
        raise CodegenError(*missing)
    found: list[Source] = []
    findings: list[Diagnostic] = []
    seen: set[str] = set()
    labels = _set_names([base for _, base, _ in expanded])
    for rank, (label, (_, base, files)) in enumerate(zip(labels, expanded, strict=True)):
        for inner, path in _once(base, files or (), seen):
            page = "/".join(filter(None, (label, inner)))
            trouble = _trouble(page, path, chosen=path == base)
            if trouble is None:
                found.append(Source(page=page, rank=rank, path=path))
            else:
                findings.append(trouble)
    if not found:
        grave = (one for one in findings if one.severity == "error")
        raise CodegenError(*grave, _nothing_found(docs))
    return tuple(found), tuple(findings)


def read(source: Source) -> Document | Diagnostic:
    """Read one file as UTF-8, with or without a byte order mark, CRLF or LF."""
    try:
        data = source.path.read_bytes()
    except OSError as error:
        return Diagnostic(
            code="unreadable-file",
            severity="error",
            message=f"cannot be read: {error.strerror or error}",
            path=source.page,
        )
    if b"\0" in data:
        return Diagnostic(
            code="binary-file",
            severity="error",
            message="is not text: it holds NUL bytes",
            path=source.page,
            line=_line(data, data.index(b"\0")),
            hint="move it out of the documentation folder, or convert it to UTF-8",
        )
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return Diagnostic(
            code="not-utf-8",
            severity="error",
            message=f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            path=source.page,
            line=_line(data, error.start),
            hint="save the file as UTF-8",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Document(page=source.page, rank=source.rank, text=text)


def _line(data: bytes, offset: int) -> int:
    """The 1-based line of the byte at `offset`; CRLF, LF and CR end lines."""
    before = data[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def _expand(entry: str) -> tuple[Path, list[Path] | None]:
    """The base folder (or file) of one entry and its files; None where there is no such path."""
    path = Path(entry)
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        return path, list(_matches(path, ("**",)))
    if stat.S_ISREG(mode):
        return path, [path]
    literal = list(_literal_parts(path))
    base = Path(*literal)
    patterns = path.parts[len(literal) :]
    found = list(_matches(base, patterns)) if patterns else []
    return (base, found) if found else (path, None)


def base(entry: str) -> tuple[Path, str | None]:
    """The folder or file that one entry of the docs begins at, and the rest where it is a glob."""
    path = Path(entry)
    literal = list(_literal_parts(path))
    if _mode(path) or len(literal) == len(path.parts):
        return path, None
    return Path(*literal), "/".join(path.parts[len(literal) :])


def _literal_parts(path: Path) -> Iterator[str]:
    for part in path.parts:
        if _GLOB_CHARS & set(part):
            return
        yield part


def _matches(folder: Path, patterns: Sequence[str]) -> Iterator[Path]:
    """What is no folder and matches `patterns`, one for each part of a path below `folder`."""
    first, *rest = patterns
    if first == "**":
        for inner in _folders(folder):
            yield from _matches(inner, rest or ("*",))
            if not rest and not os.access(inner, os.R_OK | os.X_OK):
                yield inner
        return
    children = _children(folder)
    if first == "..":
        children = [folder / first]
    for child in children:
        if child.name == first or fnmatchcase(child.name, first):
            inside = stat.S_ISDIR(_mode(child))
            if rest and inside:
                yield from _matches(child, rest)
            elif not rest and not inside:
                yield child


def _folders(root: Path) -> Iterator[Path]:
    """`root` and every folder below it once, those that a link leads to last.

    So links in a circle end, and a page goes by the name of its real place.
    """
    pending, linked = deque([root]), deque[Path]()
    seen: set[str] = set()
    while pending or linked:
        folder = (pending or linked).popleft()
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        yield folder
        for child in _children(folder):
            if stat.S_ISDIR(_mode(child)):
                (linked if child.is_symlink() else pending).append(child)


def _children(folder: Path) -> list[Path]:
    """What is not hidden in `folder`, in order; nothing where it cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except (OSError, ValueError):
        return []


def _mode(path: Path) -> int:
    """The kind of what `path` leads to, as of `stat`; 0 where that is nothing."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _once(base: Path, files: Iterable[Path], seen: set[str]) -> list[tuple[str, Path]]:
    """The files with their paths below `base`, in order, without those of `seen`; adds to it.

    Of two paths to one file the one without a link is taken, then the first.
    """
    top = os.path.realpath(base)
    found: list[tuple[bool, str, Path, str]] = []
    for path in files:
        inner = path.relative_to(base).as_posix() if path != base else ""
        real = os.path.realpath(path)
        found.append((real != str(Path(top, inner)), inner, path, real))
    taken: list[tuple[str, Path]] = []
    for _, inner, path, real in sorted(found):
        if real not in seen:
            seen.add(real)
            taken.append((inner, path))
    return sorted(taken)


def _set_names(bases: Sequence[Path]) -> list[str]:
    """A name for each set: its last path parts, as few as tell the sets apart."""
    full = [PurePosixPath(base.resolve().as_posix()).parts for base in bases]
    for length in range(1, max((len(parts) for parts in full), default=1) + 1):
        names = ["/".join(parts[-length:]).strip("/") for parts in full]
        if len(set(names)) == len(set(full)):
            return names
    return ["/".join(parts).strip("/") for parts in full]


def _missing(entry: str) -> Diagnostic:
    return Diagnostic(
        code="no-such-path",
        severity="error",
        message=f"no such file, folder or glob: {entry}",
        path=entry,
        hint="--docs takes a folder of pages, a glob such as 'docs/**/*.md', or a single page",
    )


def _trouble(page: str, path: Path, *, chosen: bool) -> Diagnostic | None:
    """Why `path` is no document, or None. A file that was `chosen` by its name needs no ending."""
    try:
        page.encode()
    except UnicodeEncodeError:
        return Diagnostic(
            code="unreadable-name",
            severity="error",
            message="the name is not UTF-8",
            path=os.fsencode(page).decode(errors="backslashreplace"),
            hint="rename it",
        )
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        return Diagnostic(
            code="unreadable-file", severity="error", message="the folder cannot be read", path=page
        )
    if not chosen and path.suffix.lower() not in DOCUMENT_SUFFIXES:
        return _not_a_document(page, f"{path.suffix or 'a file without ending'} is not a document")
    # A link to nowhere is listed: that it cannot be read is reported when it is read.
    if mode and not stat.S_ISREG(mode):
        return _not_a_document(page, "it is not a regular file")
    return None


def _not_a_document(page: str, reason: str) -> Diagnostic:
    return Diagnostic(
        code="not-a-document", severity="info", message=f"passed over: {reason}", path=page
    )


def _nothing_found(docs: Sequence[str | Path]) -> Diagnostic:
    return Diagnostic(
        code="no-documents",
        severity="error",
        message=f"no documents in {', '.join(map(str, docs)) or 'an empty list'}",
        path=str(docs[0]) if docs else "",
        hint="documents end in " + ", ".join(sorted(DOCUMENT_SUFFIXES)),
    )
