"""Where in a sample the object stands that a table describes.

Pages that wrap every answer alike show the whole answer in the sample, and describe what is
inside of the wrapping alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codegen.claims import ITEMS, Step
from codegen.samples import Shape

__all__ = ["apart", "object_at"]

#: The share of a table's names that the object must have to be the one described.
_LEAST = 0.5
#: So many objects of a sample are looked at, and so deep.
_MOST = 300
_DEEPEST = 6


def object_at(
    shapes: Sequence[Shape], names: Sequence[str], said: tuple[Step, ...]
) -> tuple[Step, ...]:
    """The path of the object that has most of `names`; `said` where the samples do not tell.

    The object nearest to the top wins where two have as many.
    """
    wanted = set(names)
    if not wanted or not shapes:
        return said
    best, most = said, 0
    for shape in shapes:
        for path, found in _objects(shape):
            count = len(wanted & found.keys)
            if count > most:
                best, most = path, count
    return best if most >= _LEAST * len(wanted) else said


def apart(
    shapes: Sequence[Shape], names: Sequence[str], path: tuple[Step, ...]
) -> dict[tuple[Step, ...], list[str]]:
    """The `names` that no object at `path` has, but one around it has, or one inside, by its path.

    A table of all that is sent may list what several objects of the sample have.
    """
    known: dict[tuple[Step, ...], set[str]] = {}
    for shape in shapes:
        for at, one in _objects(shape):
            known.setdefault(at, set()).update(one.keys)
    around = [at for at in known if at == path[: len(at)] and at != path]
    inside = [at for at in known if at[: len(path)] == path and at != path]
    found: dict[tuple[Step, ...], list[str]] = {}
    for name in names:
        if name not in known.get(path, ()):
            at = next((at for at in (*reversed(around), *inside) if name in known[at]), path)
            found.setdefault(at, []).append(name)
    found.pop(path, None)
    return found


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
