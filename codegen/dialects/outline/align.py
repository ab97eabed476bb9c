"""Which attribute of the outline is which property of the sample.

Outline and sample go through the payload in the same order, so an attribute whose name is printed
is found further on: below the object that was opened last, or beside it or one of the objects
around it. Of all ways to go through the sample, those that leave the fewest names unmatched
count; an attribute is *sure* where all of these agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from codegen.dialects.outline.lines import Item
from codegen.dialects.outline.sample import Node, Sample

__all__ = ["ABSENT", "Match", "align", "is_anchor"]

#: Costs: a printed name that the sample lacks, and a property that contradicts the outline.
_COST_ABSENT, _COST_MISMATCH = 2, 1
#: A way that has left so much more unmatched than another is given up.
_MARGIN = 64
#: Bounds of the work, far above what real pages need.
_MAX_CURSORS, _MAX_STEPS, _MAX_STEPS_EACH = 1000, 1_000_000, 150
_MAX_UNIONS = 100
#: No more properties than these are looked through to see whether one may be needed later.
_MAX_AHEAD = 64

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
    anchors = [(index, item) for index, item in enumerate(items) if is_anchor(item)]
    walker = _Walker(sample, {_what(item): index for index, item in anchors})
    layers: list[dict[_Cursor, _Best]] = [{_Cursor(0, 0): _Best(0, [])}]
    for index, item in anchors:
        following: dict[_Cursor, _Best] = {}
        for cursor, best in layers[-1].items():
            for move in walker.moves(cursor, index, item):
                _offer(following, move, best.cost, cursor)
        bound = min(best.cost for best in following.values()) + _MARGIN
        layer = {cursor: best for cursor, best in following.items() if best.cost <= bound}
        most = _MAX_STEPS + _MAX_STEPS_EACH * len(anchors)
        if len(layer) > _MAX_CURSORS or walker.steps > most:
            return None
        layers.append(layer)
    return _trace([index for index, _ in anchors], layers)


def _what(item: Item) -> str:
    """What an anchor asks for: a name, the next variant, or any object."""
    return f"name {item.name}" if item.name else item.opens


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


@dataclass(slots=True)
class _Walker:
    """The ways on from a cursor. `last` is the last index at which an anchor asks for something."""

    sample: Sample
    last: Mapping[str, int]
    steps: int = 0

    def moves(self, cursor: _Cursor, index: int, item: Item) -> Iterator[_Move]:
        """Every way to match the item at `index`, and not to match it unless that is no use."""
        if item.opens == "variant":
            yield from _next_variant(cursor)
            return
        passed = False
        for owner, position in self._levels(cursor):
            for node in self._candidates(owner, position, item):
                cost = 0 if _agrees(item, node) else _COST_MISMATCH
                after = _after(cursor, item, node, self.sample)
                passed = passed or self._supersedes(cursor, after, node, index)
                yield _Move(after, cost, node.number)
        if passed:
            return
        unions = cursor.unions
        if item.opens == "union" and len(unions) < _MAX_UNIONS:
            virtual = ABSENT - 1 - index
            yield _Move(cursor._replace(unions=(*unions, virtual)), _COST_ABSENT, virtual)
        else:
            yield _Move(cursor, _COST_ABSENT, ABSENT)

    def _levels(self, cursor: _Cursor) -> Iterator[tuple[int, int]]:
        """Where the next attribute may stand: in each object around the cursor, further on."""
        owner, position = cursor.owner, cursor.position
        while owner >= 0:
            self.steps += 1
            yield owner, position
            node = self.sample.nodes[owner]
            owner, position = node.parent, node.index + 1

    def _candidates(self, owner: int, position: int, item: Item) -> Iterator[Node]:
        if item.name:
            child = self.sample.child(owner, item.name)
            if child is not None and child.index >= position:
                yield child
            return
        for number in self.sample.nodes[owner].children[position:]:
            self.steps += 1
            if self.sample.nodes[number].opens:
                yield self.sample.nodes[number]

    def _supersedes(self, cursor: _Cursor, after: _Cursor, node: Node, index: int) -> bool:
        """Whether nothing that `node` takes the way past is asked for later on."""
        if after.unions[: len(cursor.unions)] != cursor.unions:
            return False
        if self.last.get("union", -1) > index:
            return False
        looked = 0
        for owner, position in self._levels(cursor):
            here = owner == node.parent
            end = node.index + 1 if here else None
            for number in self.sample.nodes[owner].children[position:end]:
                looked += 1
                name = f"name {self.sample.nodes[number].name}"
                if looked > _MAX_AHEAD or self.last.get(name, -1) > index:
                    return False
            if here:
                return True
        return False


def _next_variant(cursor: _Cursor) -> Iterator[_Move]:
    for depth, union in enumerate(cursor.unions, start=1):
        unions = cursor.unions[:depth]
        if union < ABSENT:
            yield _Move(cursor._replace(unions=unions), 0, union)
        else:
            yield _Move(_Cursor(union, 0, unions), 0, union)
    if not cursor.unions:
        yield _Move(cursor, _COST_ABSENT, ABSENT)


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
    if inside and item.opens == "union" and len(kept) < _MAX_UNIONS:
        kept = (*kept, node.number)
    return _Cursor(owner, position, kept)
