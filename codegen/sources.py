"""Find and read documents: the left edge, where the disk is touched.

A documentation set is one path of ``--docs``: a folder, a glob or a single file. A page is known
by its path relative to its set, led by the set's own name, so that the same pages give the same
identity on any machine.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codegen.diagnostics import CodegenError, Diagnostic

__all__ = ["DOCUMENT_SUFFIXES", "Document", "Source", "find", "read"]

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

    Raises CodegenError where a set does not exist or where nothing at all is found.
    """
    problems: list[Diagnostic] = []
    passed_over: list[Diagnostic] = []
    sources: list[Source] = []
    expanded = [_expand(str(entry)) for entry in docs]
    labels = _set_names([base for base, _ in expanded])
    for rank, (entry, label, (base, files)) in enumerate(zip(docs, labels, expanded, strict=True)):
        if files is None:
            problems.append(_missing(str(entry)))
            continue
        for path in files:
            inner = path.relative_to(base).as_posix() if path != base else ""
            page = "/".join(filter(None, (label, inner)))
            if path.suffix.lower() in DOCUMENT_SUFFIXES or path == base:
                sources.append(Source(page=page, rank=rank, path=path))
            else:
                passed_over.append(_not_a_document(page, path))
    if not sources and not problems:
        problems.append(_nothing_found(docs))
    if problems:
        raise CodegenError(*problems)
    return tuple(sources), tuple(passed_over)


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
    if path.is_dir():
        return path, sorted(_walk(path), key=lambda file: file.relative_to(path).as_posix())
    if path.is_file():
        return path, [path]
    if _GLOB_CHARS & set(entry):
        base = Path(*_literal_parts(path))
        # Path.glob takes no absolute patterns.
        names = glob.glob(entry, recursive=True)  # noqa: PTH207
        found = sorted(path for path in map(Path, names) if path.is_file())
        return base, found or None
    return path, None


def _literal_parts(path: Path) -> Iterator[str]:
    for part in path.parts:
        if _GLOB_CHARS & set(part):
            return
        yield part


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        # A link to nowhere is listed: that it cannot be read is reported when it is read.
        if not hidden and (path.is_file() or (path.is_symlink() and not path.exists())):
            yield path


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


def _not_a_document(page: str, path: Path) -> Diagnostic:
    return Diagnostic(
        code="not-a-document",
        severity="info",
        message=f"passed over: {path.suffix or 'a file without ending'} is not a document",
        path=page,
    )


def _nothing_found(docs: Sequence[str | Path]) -> Diagnostic:
    return Diagnostic(
        code="no-documents",
        severity="error",
        message=f"no documents in {', '.join(map(str, docs)) or 'an empty list'}",
        path=str(docs[0]) if docs else "",
        hint="documents end in " + ", ".join(sorted(DOCUMENT_SUFFIXES)),
    )
