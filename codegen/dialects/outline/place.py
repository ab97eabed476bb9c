"""Attributes between two that are placed: whose they can be, and whose they must be.

Only where order and type leave one place is an attribute put there. Else it is kept as undecided,
with the properties that it could belong to, at the innermost object that holds all of them. What
has no candidate is kept at the outermost object that it could belong to, and reported as unplaced
where that leaves its object open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from codegen.dialects.outline.groups import Doubt, Gap, Group, Tree, walk
from codegen.dialects.outline.lines import Item
from codegen.dialects.outline.sample import Node, Sample
from codegen.samples import MAX_DEPTH

__all__ = ["Placed", "place"]

#: No more candidates than these are listed.
_MAX_LISTED = 12
#: Items times properties that are compared at most; no real object comes near.
_MAX_PAIRS = 1_000_000

_TEXT = frozenset({"string", "uuid"})
_NUMBER = frozenset({"integer", "number"})
#: The kinds of sample values that a keyword can be about.
_KINDS = {"minLength": _TEXT, "maxLength": _TEXT, "minimum": _NUMBER, "maximum": _NUMBER}


class Placed(NamedTuple):
    """Items, by index, whose object is not certain, and those nested too deep to be placed."""

    unplaced: tuple[int, ...]
    too_deep: tuple[int, ...]


def place(tree: Tree) -> Placed:
    """Place the items of all gaps; the result are those that could not be."""
    settler = _Settler(tree)
    for group, index in tree.unsure:
        settler.undecided(group, index, ())
    for gap in tree.gaps:
        settler.settle(gap)
    return Placed(tuple(settler.unplaced), tuple(settler.too_deep))


@dataclass(slots=True)
class _Settler:
    tree: Tree
    unplaced: list[int] = field(default_factory=list)
    too_deep: list[int] = field(default_factory=list)
    blocks: dict[str, list[Group]] | None = None

    def settle(self, gap: Gap) -> None:
        """Place the items of one gap."""
        items = self.tree.items
        opening = next((k for k, i in enumerate(gap.items) if items[i].opens), len(gap.items))
        ahead, behind = gap.items[:opening], gap.items[opening:]
        foreign = [group for group, _ in gap.owners if not group.complete]
        owner = self._only_owner(gap, foreign)
        places = _places(gap, self.tree.sample)
        nameless = [index for index in ahead if not items[index].name]
        found = None if foreign else _candidates([items[i] for i in nameless], places)
        candidates = dict(zip(nameless, found or [()] * len(nameless), strict=True))
        homeless = self._homeless(gap, places) if foreign or behind else frozenset()
        for index in ahead:
            if items[index].name:
                self._named(gap, owner, index)
            elif not foreign:
                self._nameless(gap, index, candidates[index])
            elif owner is not None and index in homeless:
                owner.undecided.append(Doubt(index, more=True))
            else:
                self.undecided(gap.owners[0][0], index, ())
        if behind:
            _Branch(self, gap, owner, homeless).follow(behind)

    def _homeless(self, gap: Gap, places: Sequence[Node]) -> frozenset[int]:
        """The nameless items that can be about no property that the sample shows here."""
        items = self.tree.items
        nameless = [index for index in gap.items if not items[index].name]
        if len(nameless) * len(places) > _MAX_PAIRS:
            return frozenset()
        return frozenset(i for i in nameless if not any(_fits(items[i], n) for n in places))

    def _only_owner(self, gap: Gap, foreign: Sequence[Group]) -> Group | None:
        """The object of an attribute that the sample lacks, where only one can have it."""
        if not gap.sure:
            return None
        if len(gap.owners) == 1:
            return gap.owners[0][0]
        return foreign[0] if len(foreign) == 1 else None

    def _named(self, gap: Gap, owner: Group | None, index: int) -> None:
        if owner is not None:
            owner.extra.append(index)
            return
        outermost, items = gap.owners[0][0], self.tree.items
        listed = [
            (".".join(filter(None, (self._way(outermost, group), items[index].name))), group.item)
            for group, _ in reversed(gap.owners)
        ]
        lines = ((way, items[opener].line if opener >= 0 else 0) for way, opener in listed)
        self.undecided(outermost, index, tuple(lines))

    def _nameless(self, gap: Gap, index: int, candidates: Sequence[Node]) -> None:
        sample = self.tree.sample
        if len(candidates) == 1 and gap.sure:
            node = candidates[0]
            group = next(group for group, _ in gap.owners if group.node == node.parent)
            group.facts[node.number] = index
            return
        group = self._holder(gap, candidates)
        if candidates and group.node is not None and gap.sure:
            ways = ((sample.path(node.number, group.node), node.line) for node in candidates)
            self.undecided(group, index, tuple(ways))
        else:
            self.undecided(gap.owners[0][0], index, ())

    def _holder(self, gap: Gap, candidates: Sequence[Node]) -> Group:
        """The innermost object of the gap that holds all `candidates`."""
        inside = self.tree.sample.inside
        for group, _ in reversed(gap.owners):
            node = group.node
            if node is not None and all(inside(found.parent, node) for found in candidates):
                return group
        return gap.owners[0][0]

    def undecided(self, group: Group, index: int, candidates: tuple[tuple[str, int], ...]) -> None:
        """Keep what cannot be placed, with the ways that are left for it and where they stand."""
        more = not candidates or len(candidates) > _MAX_LISTED
        group.undecided.append(Doubt(index, candidates[:_MAX_LISTED], more))
        if self.tree.items[index].name or not candidates:
            self.unplaced.append(index)

    def _way(self, above: Group, group: Group) -> str:
        if above.node is None or group.node is None:
            return group.name
        node = self.tree.sample.nodes[group.node]
        way = self.tree.sample.path(group.node, above.node)
        return way + "[]" * node.arrays if way else ""

    def block(self, index: int, end: int) -> Group | None:
        """A complete object elsewhere for which the page prints what it prints from `index` on."""
        items = self.tree.items
        if self.blocks is None:
            self.blocks = {}
            for group in walk(self.tree.root):
                if group.complete and group.kind == "object" and group.item >= 0:
                    self.blocks.setdefault(group.name, []).append(group)
        alike: list[Group] = []
        for group in self.blocks.get(items[index].name, ()):
            length = group.stop - group.item
            if length < 2 or index + length > end or (alike and length < _length(alike[0])):  # noqa: PLR2004
                continue
            if all(_same(items[group.item + k], items[index + k]) for k in range(1, length)):
                alike = [group, *(alike if alike and _length(alike[0]) == length else [])]
        shapes = {_structure(self.tree.sample, group) for group in alike}
        return alike[-1] if len(shapes) == 1 else None


def _length(group: Group) -> int:
    return group.stop - group.item


def _same(one: Item, other: Item) -> bool:
    """Whether two items print the same."""
    return replace(one, line=other.line) == other


def _structure(sample: Sample, group: Group) -> tuple[tuple[str, str], ...]:
    """The names and types below a group, as one comparable value."""
    if group.node is None:
        return ()
    inner = range(group.node + 1, sample.nodes[group.node].stop)
    return tuple((sample.path(n, group.node), str(sample.nodes[n].type)) for n in inner)


@dataclass(slots=True)
class _Branch:
    """Follows items from the first that opens something which the sample lacks.

    `owner` is the object that the next item belongs to, None once that is not certain.
    """

    settler: _Settler
    gap: Gap
    owner: Group | None
    homeless: frozenset[int]
    unions: dict[int, Group] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    """The index of the last variant by union."""

    def follow(self, indexes: Sequence[int]) -> None:
        """Place `indexes` as long as their object is certain; set the others aside."""
        tree = self.settler.tree
        for index in indexes:
            if tree.items[index].opens == "variant" and tree.matches[index].sure:
                self.last[tree.matches[index].node] = index
        skip = -1
        for index in indexes:
            if index < skip:
                continue
            item = tree.items[index]
            if item.opens == "variant":
                self._variant(index)
            elif item.opens and item.name and self.owner is not None and self._shallow(index):
                skip = self._open(index, indexes[-1] + 1)
            elif not self._leaf(index):
                self.owner = None
                self.settler.unplaced.append(index)

    def _leaf(self, index: int) -> bool:
        item, owner = self.settler.tree.items[index], self.owner
        if item.opens or owner is None or not self._inside(owner, index):
            return False
        if not item.name and index not in self.homeless:
            return False
        if item.name:
            owner.extra.append(index)
        else:
            owner.undecided.append(Doubt(index, more=True))
        return True

    def _inside(self, owner: Group, index: int) -> bool:
        """Whether a variant is sure to go on, because another follows or it repeats the first."""
        union, items = owner.parent, self.settler.tree.items
        if owner.kind != "variant" or union is None:
            return True
        node = self.settler.tree.matches[union.item].node
        if self.last.get(node, -1) > index:
            return True
        if owner is union.groups[0]:
            return index == owner.item + 1
        first = union.groups[0].item + index - owner.item
        return first < union.groups[1].item and items[first].name == items[index].name

    def _shallow(self, index: int) -> bool:
        """Whether there is room below the owner: later stages may recurse."""
        if self.owner is None or self.owner.depth < MAX_DEPTH:
            return True
        self.settler.too_deep.append(index)
        return False

    def _variant(self, index: int) -> None:
        match = self.settler.tree.matches[index]
        union = self.unions.get(match.node)
        self.owner = None
        if union is None or not match.sure:
            self.settler.unplaced.append(index)
        else:
            union.groups[-1].stop = index
            self.owner = union.add(Group(item=index, kind="variant", stop=index + 1))

    def _open(self, index: int, end: int) -> int:
        """Open an object or a union; the result is the first item after it that is not placed."""
        tree, owner = self.settler.tree, self.owner
        item = tree.items[index]
        if owner is None:
            return index
        owner.extra.append(index)
        if item.opens == "union":
            union = owner.add(Group(item=index, name=item.name, kind="union", stop=index + 1))
            self.unions[tree.matches[index].node] = union
            self.owner = union.add(Group(item=index, kind="variant", stop=index + 1))
            return index
        known = self.settler.block(index, end)
        if known is not None:
            owner.add(_copy(known, index - known.item))
            self.owner = owner if index + _length(known) == end else None
            return index + _length(known)
        group = owner.add(Group(item=index, name=item.name, stop=end))
        self.owner = group if _ends_with(tree, owner, index) else None
        return index


def _copy(known: Group, shift: int) -> Group:
    """`known` and what stands below it, as printed `shift` items further on."""
    copy = Group(
        item=known.item + shift,
        name=known.name,
        node=known.node,
        kind=known.kind,
        stop=known.stop + shift,
        complete=known.complete,
        discriminator=known.discriminator,
        facts={node: item + shift for node, item in known.facts.items()},
        extra=[item + shift for item in known.extra],
        undecided=[doubt._replace(item=doubt.item + shift) for doubt in known.undecided],
    )
    for below in known.groups:
        copy.add(_copy(below, shift))
    return copy


def _ends_with(tree: Tree, variant: Group, index: int) -> bool:
    """Whether nothing but the attributes of the object at `index` follows in `variant`.

    So it is where the page prints up to there what it prints for the variant that the sample
    shows, up to an object that is the last property there.
    """
    union = variant.parent
    if variant.kind != "variant" or union is None or variant.node is None:
        return False
    choosing = union.discriminator
    for other in union.groups:
        opener = other.item + index - variant.item
        if not other.complete or opener >= other.stop:
            continue
        group = next((below for below in other.groups if below.item == opener), None)
        if group is None or group.node is None:
            continue
        last = tree.sample.nodes[variant.node].children[-1] == group.node
        pairs = zip(
            tree.items[other.item + 1 : opener], tree.items[variant.item + 1 : index], strict=True
        )
        return last and all(
            _same(one, two) or (one.name == two.name == choosing) for one, two in pairs
        )
    return False


def _places(gap: Gap, sample: Sample) -> list[Node]:
    """The properties that a nameless item of the gap can be about, in document order.

    Those of objects that the sample does not show in full are not known, and not among them.
    """
    nodes: list[Node] = []
    for depth, (group, position) in reversed(list(enumerate(gap.owners))):
        if group.complete and group.node is not None:
            children = sample.nodes[group.node].children
            limit = gap.limit if depth == 0 else None
            nodes.extend(sample.nodes[n] for n in children[position:limit])
    return nodes


def _candidates(items: Sequence[Item], places: Sequence[Node]) -> list[tuple[Node, ...]] | None:
    """For each of `items` the places that it has in some way to put all of them, in order.

    No more than one above `_MAX_LISTED` are looked for. None where there is no way, or too many
    places.
    """
    if len(items) * len(places) > _MAX_PAIRS:
        return None
    first = _sweep(items, places, range(len(places)))
    last = _sweep(items[::-1], places, range(len(places) - 1, -1, -1))
    if first is None or last is None:
        return None
    windows = zip(items, first, reversed(last), strict=True)
    return [
        tuple(islice((n for n in _between(places, start, stop) if _fits(item, n)), _MAX_LISTED + 1))
        for item, start, stop in windows
    ]


def _between(places: Sequence[Node], start: int, stop: int) -> Iterator[Node]:
    return (places[at] for at in range(start, stop + 1))


def _sweep(items: Iterable[Item], places: Sequence[Node], order: Iterable[int]) -> list[int] | None:
    """The first places in `order` that take `items` one after the other."""
    steps = iter(order)
    found: list[int] = []
    for item in items:
        at = next((k for k in steps if _fits(item, places[k])), None)
        if at is None:
            return None
        found.append(at)
    return found


def _fits(item: Item, node: Node) -> bool:
    """Whether what a nameless item says can be about what the sample shows at `node`."""
    if node.is_object:
        return False
    listed = {*item.values, *filter(None, [item.const])}
    if listed and not node.values <= listed:
        return False
    kinds = [_KINDS[keyword] for keyword, _ in item.limits if keyword in _KINDS]
    if node.arrays and kinds:
        return False
    return all(set(node.scalars) <= wanted for wanted in kinds)
