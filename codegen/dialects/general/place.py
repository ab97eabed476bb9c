"""Where in a sample the object stands that a table describes.

Pages that wrap every answer alike show the whole answer in the sample, and describe what is
inside of the wrapping alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from codegen.claims import ITEMS, Slot, Step, TableClaim
from codegen.dialects.general.drafts import Payload, Reader
from codegen.samples import Shape

__all__ = ["Objects", "tables"]

#: The share of a table's names that the object must have to be the one described.
_LEAST = 0.5
#: So many objects of a sample are looked at, and so deep.
_MOST = 300
_DEEPEST = 6


class Objects:
    """The objects of a payload's samples, found by the names of their properties.

    A section may have as many tables as samples: no table looks at objects that have none of its
    names.
    """

    def __init__(self, shapes: Iterable[Shape]) -> None:
        paths: dict[frozenset[str], tuple[Step, ...]] = {}
        self._places: dict[str, dict[tuple[Step, ...], None]] = defaultdict(dict)
        for shape in {id(shape): shape for shape in shapes}.values():
            for path, found in _objects(shape):
                paths.setdefault(found.keys, path)
                for name in found.keys:
                    self._places[name][path] = None
        self._paths = tuple(paths.values())
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(paths):
            for name in names:
                self._having[name].append(number)
        self._best: dict[frozenset[str], int | None] = {}

    def at(self, names: Iterable[str], said: tuple[Step, ...]) -> tuple[Step, ...]:
        """The path of the object that has most of `names`; `said` where the samples do not tell.

        The object nearest to the top wins where two have as many.
        """
        wanted = frozenset(names)
        if wanted not in self._best:
            self._best[wanted] = self._with_most(wanted)
        best = self._best[wanted]
        return said if best is None else self._paths[best]

    def apart(self, names: Iterable[str], path: tuple[Step, ...]) -> dict[str, tuple[Step, ...]]:
        """Those of `names` that no object at `path` has, but one around it, or one inside of it.

        Each with the path of that one. A table of all that is sent may list what several objects of
        the sample have. What it lists itself is of a type of its own: nothing moves inside of that.
        """
        names = dict.fromkeys(names)
        around = [path[:length] for length in reversed(range(len(path)))]
        found: dict[str, tuple[Step, ...]] = {}
        for name in names:
            places = self._places.get(name, {})
            if path in places:
                continue
            inside = (at for at in places if at[: len(path)] == path and at[len(path)] not in names)
            at = next(chain((at for at in around if at in places), inside), None)
            if at is not None:
                found[name] = at
        return found

    def _with_most(self, wanted: Collection[str]) -> int | None:
        counts = Counter(one for name in wanted for one in self._having.get(name, ()))
        most = max(counts.values(), default=0)
        if not most or most < _LEAST * len(wanted):
            return None
        return min(one for one, count in counts.items() if count == most)


def _objects(shape: Shape) -> Iterator[tuple[tuple[Step, ...], Shape]]:
    """The objects of a sample with their paths, nearest to the top first."""
    level: list[tuple[tuple[Step, ...], Shape]] = [((), shape)]
    seen = 0
    for _ in range(_DEEPEST):
        below: list[tuple[tuple[Step, ...], Shape]] = []
        for path, one in level:
            seen += 1
            if seen > _MOST:
                return
            if one.kind == "object":
                yield path, one
                below.extend(((*path, name), field) for name, field in one.fields)
            elif one.kind == "array":
                below.extend(((*path, ITEMS), item) for item in one.items)
        level = [one for one in below if one[1].kind in {"object", "array"}]


def tables(
    reader: Reader, slot: Slot, path: tuple[Step, ...], payload: Payload
) -> list[TableClaim]:
    """The rows of a payload as tables of `slot`: those at `path`, and those further down."""
    place = reader.place(payload.line)
    own = TableClaim(slot=slot, path=path, rows=payload.rows, place=place)
    found = [own] if payload.rows or not payload.nested else []
    found.extend(
        TableClaim(slot=slot, path=(*path, *below), rows=rows, place=place)
        for below, rows in payload.nested
    )
    return found
