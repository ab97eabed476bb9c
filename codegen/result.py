"""What a run made, and what is kept of it for the next run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import msgspec

from codegen import outputs
from codegen.api import Api
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.outputs import Changes
from codegen.plan import placed

if TYPE_CHECKING:
    from codegen.namelock import NameLock
    from codegen.spec import Spec

__all__ = [
    "Counts",
    "Fresh",
    "Made",
    "Record",
    "Result",
    "recalled",
    "record",
]


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What was read and what came out, in numbers."""

    pages: int
    unrecognised: int
    samples: int
    lines: int
    unaccounted: int
    operations: int
    types: int
    documented: int
    """Types that pages document by themselves, whether operations use them or not."""
    properties: int


class Made(Protocol):
    """The files of a run: what they say, and their texts."""

    @property
    def spec(self) -> Spec:
        """All that the pages say."""

    @property
    def lock(self) -> NameLock:
        """All names that are kept."""

    @property
    def spec_text(self) -> str:
        """The spec as it is written."""

    @property
    def lock_text(self) -> str:
        """The names as they are written."""

    @property
    def tree(self) -> dict[str, str]:
        """The texts of the other files, by path relative to the output."""


class Fresh:
    """What was made just now."""

    def __init__(self, spec: Spec, lock: NameLock, texts: Iterable[Mapping[str, str]]) -> None:
        """`texts`: those of the other files, as other processes make them; see `finish`."""
        self.spec = spec
        self.lock = lock
        self._texts = texts

    def finish(self) -> tuple[str, str, dict[str, str]]:
        """Have all texts, those that are made elsewhere last."""
        return self.spec_text, self.lock_text, self.tree

    @cached_property
    def tree(self) -> dict[str, str]:
        """See `Made`."""
        return dict(sorted((path, text) for part in self._texts for path, text in part.items()))

    @cached_property
    def spec_text(self) -> str:
        """See `Made`."""
        from codegen import specfile  # noqa: PLC0415 - start-up time

        return specfile.dumps(self.spec)

    @cached_property
    def lock_text(self) -> str:
        """See `Made`."""
        from codegen import namelock  # noqa: PLC0415 - start-up time

        return namelock.dumps(self.lock)


class Standing:
    """What stands on the disk as it is to be: files are understood when they are asked for."""

    def __init__(self, spec: bytes, lock: bytes, files: Mapping[str, bytes]) -> None:
        self._spec = spec
        self._lock = lock
        self._files = files

    @cached_property
    def spec(self) -> Spec:
        """See `Made`."""
        from codegen import specfile  # noqa: PLC0415 - start-up time

        return specfile.loads(self._spec)

    @cached_property
    def lock(self) -> NameLock:
        """See `Made`."""
        from codegen import namelock  # noqa: PLC0415 - start-up time

        return namelock.loads(self._lock)

    @property
    def spec_text(self) -> str:
        """See `Made`."""
        return self._spec.decode()

    @property
    def lock_text(self) -> str:
        """See `Made`."""
        return self._lock.decode()

    @cached_property
    def tree(self) -> dict[str, str]:
        """See `Made`."""
        return {name: data.decode() for name, data in self._files.items()}


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run made: the spec, the texts by path relative to the output, and the findings.

    Findings that the overlay settles are left out: nothing in the outputs rests on them.
    """

    api: Api
    made: Made
    counts: Counts
    diagnostics: tuple[Diagnostic, ...]
    standing: tuple[str, ...] | None = None
    """The paths of all files, from the root of the plan, where they are known to be as they are to
    be, from an earlier run; None where that is not known."""
    changes: Changes = Changes()  # noqa: RUF009 - frozen
    replaced: bytes | None = None
    """The spec file that was there before."""

    @property
    def spec(self) -> Spec:
        """All that the pages say."""
        return self.made.spec

    @property
    def lock(self) -> NameLock:
        """All names that are kept."""
        return self.made.lock

    @property
    def tree(self) -> dict[str, str]:
        """The texts by path relative to the output."""
        return self.made.tree

    @cached_property
    def former(self) -> Spec | None:
        """The spec that was there before; None where there was none that can be read."""
        from codegen import specfile  # noqa: PLC0415 - start-up time

        if self.replaced is None:
            return None
        try:
            return specfile.loads(self.replaced)
        except CodegenError:
            return None

    @property
    def pages(self) -> int:
        """Number of pages that were read."""
        return self.counts.pages

    @property
    def unrecognised(self) -> int:
        """Number of pages that no dialect recognises."""
        return self.counts.unrecognised

    @property
    def samples(self) -> int:
        """Number of sample payloads that were parsed."""
        return self.counts.samples

    @property
    def lines(self) -> int:
        """Number of lines that are not blank, of the pages that are recognised."""
        return self.counts.lines

    @property
    def unaccounted(self) -> int:
        """Of these, the lines that no rule of the dialect understood."""
        return self.counts.unaccounted

    @property
    def properties(self) -> int:
        """Number of properties of all types."""
        return self.counts.properties


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a run: of its files their digests, and all else that is told of it."""

    counts: Counts
    diagnostics: tuple[Diagnostic, ...]
    spec: bytes
    lock: bytes
    files: dict[str, bytes]
    """Path relative to the output -> digest of the file."""


def record(result: Result) -> bytes:
    """What to keep of `result`."""
    kept = Record(
        counts=result.counts,
        diagnostics=result.diagnostics,
        spec=_digest(result.made.spec_text.encode()),
        lock=_digest(result.made.lock_text.encode()),
        files={name: _digest(text.encode()) for name, text in result.tree.items()},
    )
    return msgspec.msgpack.encode(kept)


def recalled(api: Api, data: bytes) -> Result | None:
    """The result that `record` has kept; None where the files on the disk are not those of it."""
    try:
        kept = msgspec.msgpack.decode(data, type=Record)
    except msgspec.MsgspecError:
        return None
    where = placed(api)
    digests = {where.of(name): digest for name, digest in kept.files.items()}
    digests |= {where.spec: kept.spec, where.lock: kept.lock}
    found = outputs.standing(digests, where.root, where.owned, _digest)
    if found is None:
        return None
    made = Standing(
        spec=found[where.spec],
        lock=found[where.lock],
        files={name: found[where.of(name)] for name in kept.files},
    )
    return Result(
        api=api,
        made=made,
        counts=kept.counts,
        diagnostics=kept.diagnostics,
        standing=tuple(sorted(digests)),
        replaced=found[where.spec],
    )


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
