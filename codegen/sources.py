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
from typing import NamedTuple

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.limits import DEFAULT, exceeded

__all__ = ["DOCUMENT_SUFFIXES", "Document", "Source", "base", "content", "decoded", "find", "read"]

#: File name endings of documents; other files of a folder are passed over and counted.
DOCUMENT_SUFFIXES = frozenset({".markdown", ".md", ".mdown", ".mdx", ".txt"})

_ENDINGS = tuple(DOCUMENT_SUFFIXES)
_GLOB_CHARS = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read: `page` is its stable identity, `rank` its set's place in the precedence.

    `file` is its path as text: of thousands of them a `Path` each takes as long as to read them.
    """

    page: str
    rank: int
    file: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(self.file)


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
        for one in _once(files or (), os.path.realpath(base), seen):
            page = f"{label}/{one.inner}" if label and one.inner else label or one.inner
            trouble = _trouble(page, one)
            if trouble is None:
                found.append(Source(page=page, rank=rank, file=one.path))
            else:
                findings.append(trouble)
    if not found:
        grave = (one for one in findings if one.severity == "error")
        raise CodegenError(*grave, _nothing_found(docs))
    return tuple(found), tuple(findings)


def read(source: Source, most: int = DEFAULT.page_size) -> Document | Diagnostic:
    """Read one file of `most` bytes as UTF-8, with or without a byte order mark, CRLF or LF."""
    data = content(source, most)
    return data if isinstance(data, Diagnostic) else decoded(source, data)


def content(source: Source, most: int | None = None) -> bytes | Diagnostic:
    """The bytes of one file, or why they cannot be had: there are more than `most`, for example."""
    try:
        with open(source.file, "rb", buffering=0) as file:  # noqa: PTH123 - half the time
            size = os.fstat(file.fileno()).st_size
            return file.read() if most is None or size <= most else _too_large(source, size, most)
    except OSError as error:
        return Diagnostic(
            code="unreadable-file",
            severity="error",
            message=f"cannot be read: {error.strerror or error}",
            path=source.page,
        )


def _too_large(source: Source, size: int, most: int) -> Diagnostic:
    what = f"is not read: it has {size:,} bytes, {most:,} are allowed"
    return exceeded(source.page, 0, what, "page_size")


def decoded(source: Source, data: bytes) -> Document | Diagnostic:
    """The document that `data` is, the bytes of the file of `source`, or why it is none."""
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


class _Node(NamedTuple):
    """What a path leads to, found once and asked of often."""

    path: str
    inner: str
    """The path below the base of its set, with slashes; '' for the base itself."""
    real: str
    """Where the path leads, links followed."""
    linked: bool
    """Whether it is a link itself."""
    mode: int
    """The kind of what it leads to, as of `stat`; 0 where that is nothing."""


def _expand(entry: str) -> tuple[Path, list[_Node] | None]:
    """The base folder (or file) of one entry and its files; None where there is no such path."""
    path = Path(entry)
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        return path, list(_matches(_node(path), ("**",)))
    if stat.S_ISREG(mode):
        return path, [_node(path)]
    literal = list(_literal_parts(path))
    base = Path(*literal)
    patterns = path.parts[len(literal) :]
    found = list(_matches(_node(base), patterns)) if patterns else []
    return (base, found) if found else (path, None)


def _node(path: Path) -> _Node:
    """The base of a set; of what can be no path, nothing."""
    try:
        real = os.path.realpath(path)
    except ValueError:
        return _Node(path=str(path), inner="", real="", linked=False, mode=0)
    return _Node(path=str(path), inner="", real=real, linked=False, mode=_mode(path))


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


def _matches(
    folder: _Node, patterns: Sequence[str], children: Sequence[_Node] | None = None
) -> Iterator[_Node]:
    """What is no folder and matches `patterns`, one for each part of a path below `folder`.

    `children`: those of `folder`, where they are known.
    """
    first, *rest = patterns
    if first == "**":
        for inner, below in _folders(folder):
            yield from _matches(inner, rest or ("*",), below)
            if not rest and not os.access(inner.path, os.R_OK | os.X_OK):
                yield inner
        return
    if first == "..":
        children = [_above(folder)]
    for child in _children(folder) if children is None else children:
        name = child.path.rpartition(os.sep)[2]
        if first in {"*", name} or fnmatchcase(name, first):
            inside = stat.S_ISDIR(child.mode)
            if rest and inside:
                yield from _matches(child, rest)
            elif not rest and not inside:
                yield child


def _folders(root: _Node) -> Iterator[tuple[_Node, list[_Node]]]:
    """`root` and every folder below it once, with its children; those behind links last.

    So links in a circle end, and a page goes by the name of its real place.
    """
    pending, linked = deque([root]), deque[_Node]()
    seen: set[str] = set()
    while pending or linked:
        folder = (pending or linked).popleft()
        if folder.real in seen:
            continue
        seen.add(folder.real)
        children = _children(folder)
        yield folder, children
        for child in children:
            if stat.S_ISDIR(child.mode):
                (linked if child.linked else pending).append(child)


def _above(folder: _Node) -> _Node:
    path = os.path.join(folder.path, "..")  # noqa: PTH118 - a path with .. in it stays as it is
    inner = f"{folder.inner}/..".lstrip("/")
    real = os.path.realpath(path)
    return _Node(path=path, inner=inner, real=real, linked=False, mode=_mode(Path(path)))


def _children(folder: _Node) -> list[_Node]:
    """What is not hidden in `folder`, in order; nothing where it cannot be read."""
    try:
        with os.scandir(folder.path) as entries:
            shown = sorted((one.name, one) for one in entries if not one.name.startswith("."))
    except (OSError, ValueError):
        return []
    return [_child(folder, name, entry) for name, entry in shown]


def _child(folder: _Node, name: str, entry: os.DirEntry[str]) -> _Node:
    inner = f"{folder.inner}/{name}" if folder.inner else name
    # What lists a folder knows its plain files and folders: nothing more is asked of them.
    for is_kind, mode in ((entry.is_file, stat.S_IFREG), (entry.is_dir, stat.S_IFDIR)):
        if is_kind(follow_symlinks=False):
            real = f"{folder.real.rstrip(os.sep)}{os.sep}{name}"
            return _Node(entry.path, inner, real, linked=False, mode=mode)
    path = Path(entry.path)
    real = os.path.realpath(path)
    return _Node(
        path=entry.path, inner=inner, real=real, linked=entry.is_symlink(), mode=_mode(path)
    )


def _mode(path: Path) -> int:
    """The kind of what `path` leads to, as of `stat`; 0 where that is nothing."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _once(files: Iterable[_Node], top: str, seen: set[str]) -> list[_Node]:
    """The files in order, without those that `seen` has, which is added to.

    Of two paths to one file the one without a link is taken, then the first. `top` is where the
    base of the set leads.
    """
    head = top.rstrip(os.sep) + os.sep
    taken: list[_Node] = []
    for _, _, one in sorted(
        (one.inner != "" and one.real != head + one.inner.replace("/", os.sep), one.inner, one)
        for one in files
    ):
        if one.real not in seen:
            seen.add(one.real)
            taken.append(one)
    return sorted(taken, key=lambda one: one.inner)


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


def _trouble(page: str, file: _Node) -> Diagnostic | None:
    """Why `file` is no document, or None. One that was chosen by its name needs no ending."""
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
    mode = file.mode
    if stat.S_ISDIR(mode):
        return Diagnostic(
            code="unreadable-file", severity="error", message="the folder cannot be read", path=page
        )
    if file.inner and not file.inner.lower().endswith(_ENDINGS):
        suffix = PurePosixPath(file.inner).suffix
        return _not_a_document(page, f"{suffix or 'a file without ending'} is not a document")
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
