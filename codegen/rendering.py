"""Spec -> texts: jobs of the targets that are not in the cache are done, in several processes."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from codegen import cache, targets
from codegen.api import Progress
from codegen.cache import Cache, Key
from codegen.targets import Execute, Job
from codegen.workers import Workers

__all__ = ["executor"]

_Texts = dict[str, str]


def executor(workers: Workers, kept: Cache | None, progress: Progress) -> Execute:
    """What does the jobs of `targets.render`."""
    done = total = 0

    def execute(jobs: Iterable[Job]) -> Iterator[_Texts]:
        nonlocal total
        listed = list(jobs)
        total += len(listed)
        keys = _keys(listed) if kept is not None else []
        recalled = [_recalled(key, kept) for key in keys] if keys else [None] * len(listed)
        missing = [job for job, texts in zip(listed, recalled, strict=True) if texts is None]
        # Begun here, before the first result is asked for.
        return results(keys, recalled, iter(workers.map(targets.run, missing)))

    def results(
        keys: Sequence[Key], recalled: Sequence[_Texts | None], made: Iterator[_Texts]
    ) -> Iterator[_Texts]:
        nonlocal done
        for number, texts in enumerate(recalled):
            new = next(made) if texts is None else texts
            if kept is not None and texts is None:
                kept.put(keys[number], msgspec.msgpack.encode(new))
            done += 1
            progress("render", done, total)
            yield new

    return execute


def _keys(jobs: Sequence[Job]) -> list[Key]:
    """The keys of what jobs give: of their functions and arguments, each by value.

    What several jobs are about is looked at once.
    """
    known: dict[int, bytes] = {}

    def digest(value: object) -> bytes:
        found = known.get(id(value))
        if found is None:
            found = known[id(value)] = hashlib.sha256(_plain(value)).digest()
        return found

    return [cache.key("job", *map(digest, (job.make, *job.arguments))) for job in jobs]


def _plain(value: object) -> bytes:
    """A pickle without its memo, in which the same value is the same bytes.

    Whether or not parts of it are one object.
    """
    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=5)
    pickler.fast = True
    pickler.dump(value)
    return written.getvalue()


def _recalled(key: Key, kept: Cache | None) -> _Texts | None:
    data = kept.get(key) if kept is not None else None
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=_Texts)
    except msgspec.MsgspecError:
        return None
