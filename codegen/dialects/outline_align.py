"""Which attribute of the outline is which property of the sample.

Outline and sample go through the payload in the same order, so an attribute whose name is printed
is found further on: below the object that was opened last, or beside it or one of the objects
around it. Of all ways to go through the sample, those that leave the fewest names unmatched
count; an attribute is *sure* where all of these agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from codegen.dialects.outline_lines import Item
from codegen.dialects.outline_sample import Node, Sample

__all__ = ["ABSENT", "Match", "align", "is_anchor"]

#: Costs: a printed name that the sample lacks, and a property that contradicts the outline.
_COST_ABSENT, _COST_MISMATCH = 2, 1
#: A way that has left so much more unmatched than another is given up.
_MARGIN = 80
#: Bounds of the work, far above what real pages need.
_MAX_CURSORS, _MAX_STEPS = 1000, 3_000_000
_MAX_UNIONS = 100

#: The node of an attribute that the sample does not show.
ABSENT = -1


class Match(NamedTuple):
    """What an item was matched to: a node, and for a variant the node of its union.

    `node` is ABSENT where the sample does not show it. A union that the sample does not show
    has a number below ABSENT of its own.
    """

    node: int
    sure: bool


class _Cursor(NamedTuple):
    """A place in the sample: before child `position` of `owner`, inside `unions`."""

    owner: int
    position: int
    unions: tuple[int, ...] = ()


class _Move(NamedTuple):
    cursor: _Cursor
    cost: int
    node: int


class _Best(NamedTuple):
    """The cheapest ways to a cursor: their cost, and where the last step came from."""

    cost: int
    before: list[tuple[_Cursor, int]]


def is_anchor(item: Item) -> bool:
    """Whether an item takes part in the alignment: it has a name, or opens or goes on a union."""
    return bool(item.name or item.opens)


def align(items: Sequence[Item], sample: Sample) -> dict[int, Match] | None:
    """Match the anchors among `items`, by index; None where there are too many ways to do it."""
    layer: dict[_Cursor, _Best] = {_Cursor(0, 0): _Best(0, [])}
    layers = [layer]
    steps = 0
    anchors = [(index, item) for index, item in enumerate(items) if is_anchor(item)]
    for index, item in anchors:
        following: dict[_Cursor, _Best] = {}
        for cursor, best in layer.items():
            for move in _moves(cursor, index, item, sample):
                steps += 1
                _offer(following, move, best.cost, cursor)
        bound = min(best.cost for best in following.values()) + _MARGIN
        layer = {cursor: best for cursor, best in following.items() if best.cost <= bound}
        if len(layer) > _MAX_CURSORS or steps > _MAX_STEPS:
            return None
        layers.append(layer)
    return _trace([index for index, _ in anchors], layers)


def _offer(layer: dict[_Cursor, _Best], move: _Move, cost: int, cursor: _Cursor) -> None:
    cost += move.cost
    best = layer.get(move.cursor)
    if best is None or cost < best.cost:
        layer[move.cursor] = _Best(cost, [(cursor, move.node)])
    elif cost == best.cost:
        best.before.append((cursor, move.node))


def _trace(indexes: list[int], layers: list[dict[_Cursor, _Best]]) -> dict[int, Match]:
    """Walk the cheapest ways back; the first of them in order of cursors is the one taken."""
    last = layers[-1]
    cheapest = min(best.cost for best in last.values())
    alive = {cursor for cursor, best in last.items() if best.cost == cheapest}
    taken = min(alive)
    matches: dict[int, Match] = {}
    for index, layer in zip(reversed(indexes), reversed(layers), strict=False):
        ways = {(cursor.unions, node) for cursor in alive for _, node in layer[cursor].before}
        before, node = min(layer[taken].before)
        matches[index] = Match(node, len(ways) == 1)
        alive = {cursor for here in alive for cursor, _ in layer[here].before}
        taken = before
    return matches


def _moves(cursor: _Cursor, index: int, item: Item, sample: Sample) -> Iterator[_Move]:
    if item.opens == "variant":
        yield from _next_variant(cursor)
        return
    for owner, position in _levels(cursor, sample):
        for node in _candidates(owner, position, item, sample):
            cost = 0 if _agrees(item, node) else _COST_MISMATCH
            yield _Move(_after(cursor, item, node, sample), cost, node.number)
    unions = cursor.unions
    if item.opens == "union" and len(unions) < _MAX_UNIONS:
        virtual = ABSENT - 1 - index
        yield _Move(cursor._replace(unions=(*unions, virtual)), _COST_ABSENT, virtual)
    else:
        yield _Move(cursor, _COST_ABSENT, ABSENT)


def _next_variant(cursor: _Cursor) -> Iterator[_Move]:
    for depth, union in enumerate(cursor.unions, start=1):
        unions = cursor.unions[:depth]
        if union < ABSENT:
            yield _Move(cursor._replace(unions=unions), 0, union)
        else:
            yield _Move(_Cursor(union, 0, unions), 0, union)
    if not cursor.unions:
        yield _Move(cursor, _COST_ABSENT, ABSENT)


def _levels(cursor: _Cursor, sample: Sample) -> Iterator[tuple[int, int]]:
    """Where the next attribute may stand: each object around the cursor, from a position on."""
    owner, position = cursor.owner, cursor.position
    while owner >= 0:
        yield owner, position
        node = sample.nodes[owner]
        owner, position = node.parent, node.index + 1


def _candidates(owner: int, position: int, item: Item, sample: Sample) -> Iterator[Node]:
    if item.name:
        child = sample.child(owner, item.name)
        if child is not None and child.index >= position:
            yield child
        return
    for number in sample.nodes[owner].children[position:]:
        if sample.nodes[number].opens:
            yield sample.nodes[number]


def _agrees(item: Item, node: Node) -> bool:
    if item.opens:
        return node.opens
    listed = {*item.values, *filter(None, [item.const])}
    return not (listed and node.values) or node.values <= listed


def _after(cursor: _Cursor, item: Item, node: Node, sample: Sample) -> _Cursor:
    """The place after matching `item` to `node`: inside it, or beside it."""
    inside = bool(item.opens) and node.opens
    owner, position = (node.number, 0) if inside else (node.parent, node.index + 1)
    kept = tuple(u for u in cursor.unions if u >= 0 and sample.inside(owner, u))
    if item.opens == "union" and len(kept) < _MAX_UNIONS:
        kept = (*kept, node.number)
    return _Cursor(owner, position, kept)
