"""Pages -> readings: what is not in the cache is read and parsed, in several processes.

Pages are kept some dozens at a time: few enough that a changed page takes few others with it, and
enough that thousands of pages are few files. Which pages stand together is told by their names
alone, so that a page that is added or removed changes nothing for most of the others. Of the pages
that stood together with one that has changed, what was kept the last time is taken over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from codegen import cache, claimfile, dialects, markdown, sources
from codegen.cache import Cache, Key
from codegen.claimfile import Item
from codegen.claims import Reading
from codegen.diagnostics import Diagnostic
from codegen.dialects import Choice
from codegen.inputs import Content
from codegen.limits import Limits
from codegen.markdown import Page
from codegen.origins import Origin, located, origin_of
from codegen.sources import Source
from codegen.workers import Workers

__all__ = ["parsed", "placed", "read_pages"]

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
    digests: tuple[bytes, ...]
    key: Key
    name: Key
    """The key of the batch, whatever its pages say."""


class _Last(msgspec.Struct, array_like=True, frozen=True):
    """What a batch was the last time: its key, and the digests of its pages."""

    key: Key
    digests: tuple[bytes, ...]


_LAST = msgspec.msgpack.Decoder(_Last)


def read_pages(
    contents: Sequence[Content],
    dialect: Choice,
    limits: Limits,
    workers: Workers,
    kept: Cache | None,
    told: Told,
) -> tuple[Item, ...]:
    """What each page says, in order; of one that cannot be read, why.

    Raises CodegenError for a name that no dialect has, or a file that is none.
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
    former = [_former(batch, kept) for batch in missing]
    pieces = [
        [page for number, page in enumerate(batch.pages) if number not in known]
        for batch, known in zip(missing, former, strict=True)
    ]
    read = partial(_read, dialect=dialect, limits=limits)
    few = sum(map(len, pieces)) <= _TOGETHER
    made = map(read, pieces) if few else workers.map(read, pieces)
    for batch, known, new in zip(missing, former, made, strict=True):
        items = claimfile.loads(new) if isinstance(new, bytes) else new
        if known:
            items = _merged(len(batch.pages), known, items)
            new = _bytes(items)  # noqa: PLW2901 - those of all pages of the batch
        if kept is not None and isinstance(new, bytes):
            kept.put(batch.key, new)
            kept.put(batch.name, msgspec.msgpack.encode(_Last(batch.key, batch.digests)))
        found.update(zip(batch.places, items, strict=True))
        told(len(found), len(contents))
    return tuple(found[place] for place in range(len(contents)))


def placed(reading: Reading, origins: Sequence[Origin]) -> Reading:
    """A reading of a page with what it includes; its findings are where they stand.

    Links that other documents print are left out: they count from there.
    """
    if not origins:
        return reading
    at = [(target, origin_of(origins, line)) for target, line in reading.links]
    return msgspec.structs.replace(
        reading,
        diagnostics=tuple(located(one, reading.page, origins) for one in reading.diagnostics),
        links=tuple((target, line) for target, (page, line) in at if page == reading.page),
        origins=tuple(origins),
    )


def _batches(contents: Sequence[Content], dialect: Choice, limits: Limits) -> Iterator[_Batch]:
    named = sorted(
        (hashlib.sha256(one.source.page.encode()).digest(), place)
        for place, one in enumerate(contents)
        if isinstance(one.data, bytes)
    )
    for places in _split(named, 0):
        listed = [contents[place] for place in places]
        options = dialects.key(dialect), msgspec.json.encode(limits)
        pages = [
            part for source, *_ in listed for part in (source.page.encode(), b"%d" % source.rank)
        ]
        digests = tuple(one.digest for one in listed)
        yield _Batch(
            places=places,
            pages=tuple((one.source, one.data) for one in listed if isinstance(one.data, bytes)),
            digests=digests,
            key=cache.key("pages", *options, *pages, *digests),
            name=cache.key("pages by name", *options, *pages),
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
    return _kept(batch.key, len(batch.pages), kept) if kept is not None else None


def _former(batch: _Batch, kept: Cache | None) -> Mapping[int, Item]:
    """What the cache has of pages of a batch that say what they said the last time, by number."""
    last = kept.get(batch.name) if kept is not None else None
    if kept is None or last is None:
        return {}
    try:
        before = _LAST.decode(last)
    except msgspec.MsgspecError:
        return {}
    if len(before.digests) != len(batch.digests):
        return {}
    items = _kept(before.key, len(batch.pages), kept) or ()
    same = map(bytes.__eq__, batch.digests, before.digests)
    pairs = zip(enumerate(items), same, strict=False)
    return {number: item for (number, item), is_same in pairs if is_same}


def _kept(key: Key, number: int, kept: Cache) -> tuple[Item, ...] | None:
    """So many items that are kept at a key; None where there are none."""
    data = kept.get(key)
    if data is None:
        return None
    try:
        items = claimfile.loads(data)
    except ValueError:
        return None
    return items if len(items) == number else None


def _merged(number: int, known: Mapping[int, Item], new: Iterable[Item]) -> tuple[Item, ...]:
    """The known items and, at the other places, the new ones."""
    rest = iter(new)
    return tuple(known[one] if one in known else next(rest) for one in range(number))


def _read(pages: Sequence[_Page], *, dialect: Choice, limits: Limits) -> bytes | tuple[Item, ...]:
    """What the pages say, as bytes where that can be: faster between processes than objects."""
    return _bytes(tuple(_item(source, data, dialect, limits) for source, data in pages))


def _bytes(items: tuple[Item, ...]) -> bytes | tuple[Item, ...]:
    """Items as bytes; as they are where that cannot be."""
    try:
        return claimfile.dumps(items)
    except ValueError:
        return items


def _item(source: Source, data: bytes, dialect: Choice, limits: Limits) -> Item:
    page = parsed(source, data)
    return page if isinstance(page, Diagnostic) else dialects.read(page, dialect, limits)


def parsed(source: Source, data: bytes) -> Page | Diagnostic:
    """The page that `data` is, with what it includes in its place; or why it is none."""
    document = sources.decoded(source, data)
    return document if isinstance(document, Diagnostic) else markdown.parse(document)
