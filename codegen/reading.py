"""Pages -> readings: what is not in the cache is read and parsed, in several processes.

Pages are kept some dozens at a time: few enough that a changed page takes few others with it, and
enough that thousands of pages are few files. Which pages stand together is told by their names
alone, so that a page that is added or removed changes nothing for most of the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from codegen import cache, claimfile, dialects, markdown, sources
from codegen.cache import Cache, Key
from codegen.claimfile import Item
from codegen.diagnostics import Diagnostic
from codegen.inputs import Content
from codegen.limits import Limits
from codegen.sources import Source
from codegen.workers import Workers

__all__ = ["read_pages"]

#: Pages that are kept together, at most.
_TOGETHER = 64
_BITS = 8 * hashlib.sha256().digest_size

Told = Callable[[int, int], None]
"""Told how many pages are done, of how many."""

_Page = tuple[Source, bytes]


class _Batch(NamedTuple):
    """Pages that are kept together, with their places among all pages."""

    places: tuple[int, ...]
    pages: tuple[_Page, ...]
    key: Key


def read_pages(
    contents: Sequence[Content],
    dialect: str,
    limits: Limits,
    workers: Workers,
    kept: Cache | None,
    told: Told,
) -> tuple[Item, ...]:
    """What each page says, in order; of one that cannot be read, why.

    Raises CodegenError for a dialect that is not in the registry.
    """
    dialects.check(dialect)
    found: dict[int, Item] = {
        place: one.data for place, one in enumerate(contents) if isinstance(one.data, Diagnostic)
    }
    batches = list(_batches(contents, dialect, limits))
    missing = []
    for batch in batches:
        items = _recalled(batch, kept)
        if items is None:
            missing.append(batch)
        else:
            found.update(zip(batch.places, items, strict=True))
    told(len(found), len(contents))
    made = workers.map(
        partial(_read, dialect=dialect, limits=limits), [one.pages for one in missing]
    )
    for batch, new in zip(missing, made, strict=True):
        if kept is not None and isinstance(new, bytes):
            kept.put(batch.key, new)
        items = claimfile.loads(new) if isinstance(new, bytes) else new
        found.update(zip(batch.places, items, strict=True))
        told(len(found), len(contents))
    return tuple(found[place] for place in range(len(contents)))


def _batches(contents: Sequence[Content], dialect: str, limits: Limits) -> Iterator[_Batch]:
    named = sorted(
        (hashlib.sha256(one.source.page.encode()).digest(), place)
        for place, one in enumerate(contents)
        if isinstance(one.data, bytes)
    )
    for places in _split(named, 0):
        listed = [contents[place] for place in places]
        said = (
            part
            for source, _, digest in listed
            for part in (source.page.encode(), b"%d" % source.rank, digest)
        )
        yield _Batch(
            places=places,
            pages=tuple((one.source, one.data) for one in listed if isinstance(one.data, bytes)),
            key=cache.key("pages", dialect.encode(), msgspec.json.encode(limits), *said),
        )


def _split(named: Sequence[tuple[bytes, int]], bit: int) -> Iterator[tuple[int, ...]]:
    """The places of names by their digests, in halves, as long as there are too many together."""
    if len(named) <= _TOGETHER or bit == _BITS:
        if named:
            yield tuple(sorted(place for _, place in named))
        return
    for side in (0, 1):
        half = [one for one in named if one[0][bit // 8] >> (7 - bit % 8) & 1 == side]
        yield from _split(half, bit + 1)


def _recalled(batch: _Batch, kept: Cache | None) -> tuple[Item, ...] | None:
    """What the cache has of a batch; None where it has nothing that can be used."""
    data = kept.get(batch.key) if kept is not None else None
    if data is None:
        return None
    try:
        items = claimfile.loads(data)
    except ValueError:
        return None
    return items if len(items) == len(batch.pages) else None


def _read(pages: Sequence[_Page], *, dialect: str, limits: Limits) -> bytes | tuple[Item, ...]:
    """What the pages say, as bytes where that can be: faster between processes than objects."""
    items = tuple(_item(source, data, dialect, limits) for source, data in pages)
    try:
        return claimfile.dumps(items)
    except ValueError:
        return items


def _item(source: Source, data: bytes, dialect: str, limits: Limits) -> Item:
    document = sources.decoded(source, data)
    if isinstance(document, Diagnostic):
        return document
    return dialects.read(markdown.parse(document), dialect, limits)
