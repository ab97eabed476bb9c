"""All that an API is made from, read once: the same bytes are digested and understood."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from codegen import cache, dialects, sources
from codegen.api import Api
from codegen.cache import Key
from codegen.diagnostics import Diagnostic
from codegen.dialects import Choice
from codegen.limits import DEFAULT
from codegen.sources import Source

__all__ = ["Content", "Inputs", "content", "gather", "key", "pages"]


class Content(NamedTuple):
    """A page, its bytes and their digest; or why it cannot be read."""

    source: Source
    data: bytes | Diagnostic
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the pages, the corrections, the name lock and the dialect are; all of it as data."""

    contents: tuple[Content, ...]
    findings: tuple[Diagnostic, ...]
    """What was found as the pages were looked for."""
    overlay: bytes | None
    lock: bytes | None
    """None where there is no such file, or it cannot be read."""
    dialect: Choice


def gather(api: Api) -> Inputs:
    """Read all that `api` is made from.

    Raises CodegenError where its pages, or the file of its dialect, are not found.
    """
    dialect = dialects.chosen(api.dialect)
    contents, findings = pages(api.docs, api.limits.page_size)
    return Inputs(
        contents=contents,
        findings=findings,
        overlay=content(api.overlay_path),
        lock=content(api.lock_path),
        dialect=dialect,
    )


def pages(
    docs: Sequence[str | Path], most: int = DEFAULT.page_size
) -> tuple[tuple[Content, ...], tuple[Diagnostic, ...]]:
    """The documents of `docs` that have no more than `most` bytes, and what was found on the way.

    Raises CodegenError where a set does not exist or where nothing at all is found.
    """
    listed, findings = sources.find(docs)
    return tuple(_page(one, most) for one in listed), findings


def _page(source: Source, most: int) -> Content:
    data = sources.content(source, most)
    known = b"" if isinstance(data, Diagnostic) else hashlib.sha256(data).digest()
    return Content(source, data, known)


def content(path: Path) -> bytes | None:
    """The bytes of a file; None where there is no file, or it cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def key(api: Api, inputs: Inputs) -> Key | None:
    """The key of all that is made of `inputs`; None where some of them cannot be read."""
    read = all(isinstance(one.data, bytes) for one in inputs.contents)
    asked = ((api.overlay_path, inputs.overlay), (api.lock_path, inputs.lock))
    if not read or any(data is None and os.path.lexists(path) for path, data in asked):
        return None
    return cache.key("run", *_parts(api, inputs))


def _parts(api: Api, inputs: Inputs) -> Iterator[bytes]:
    # Of all options but where the cache is; paths as the user writes them, for findings have them.
    yield repr(dataclasses.replace(api, cache=None)).encode(errors="surrogateescape")
    yield dialects.key(inputs.dialect)
    yield msgspec.json.encode(inputs.findings)
    for data in (inputs.overlay, inputs.lock):
        yield b"" if data is None else b"=" + data
    named = (f"{source.rank}\0{source.page}\0{source.file}" for source, _, _ in inputs.contents)
    yield "\0".join(named).encode(errors="surrogateescape")
    yield b"".join(digest for _, _, digest in inputs.contents)
