"""The attributes of an outline as a tree of groups: objects, unions and their variants.

A group is *complete* where the sample shows all its properties: where the sample shows the group
itself, or where the page prints for it, item by item, what it prints for one that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from codegen.dialects.outline.align import Match
from codegen.dialects.outline.lines import Item
from codegen.dialects.outline.sample import Sample

__all__ = ["Doubt", "Gap", "Group", "Tree", "build", "complete", "listed", "walk"]


class Doubt(NamedTuple):
    """An item that is about some property of a group, and it is not certain which.

    `candidates` are the ways from the group to these properties, each with the line where the
    page shows it or the object that would have it; `more` where it can be about others too.
    """

    item: int
    candidates: tuple[tuple[str, int], ...] = ()
    more: bool = False


@dataclass(eq=False, slots=True, kw_only=True)
class Group:
    """The attributes of one object, or of one variant of a union; a union holds its variants.

    `item` is the index of the item that opens it (-1 for the payload), `stop` that of the first
    item known to stand outside, `node` the sample's node (None where the sample has none).
    `facts` are items by the node that they are about; `extra` are items without a node.
    """

    item: int
    name: str = ""
    node: int | None = None
    kind: Literal["object", "union", "variant"] = "object"
    parent: Group | None = None
    stop: int = 0
    position: int = 0
    depth: int = 0
    complete: bool = False
    discriminator: str = ""
    groups: list[Group] = field(default_factory=list)
    facts: dict[int, int] = field(default_factory=dict)
    extra: list[int] = field(default_factory=list)
    undecided: list[Doubt] = field(default_factory=list)

    def add(self, group: Group) -> Group:
        """Put `group` below this one."""
        group.parent, group.depth = self, self.depth + 1
        self.groups.append(group)
        return group


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Items between two neighbouring matched ones.

    They belong to one of `owners` (outermost first, each with the position of its next property);
    `limit` is the position in the outermost that the later match takes, or None.
    """

    items: tuple[int, ...]
    owners: tuple[tuple[Group, int], ...]
    limit: int | None
    sure: bool


@dataclass(slots=True)
class Tree:
    """Groups and gaps of a page."""

    items: Sequence[Item]
    matches: Mapping[int, Match]
    sample: Sample
    root: Group
    gaps: list[Gap] = field(default_factory=list)
    unsure: list[tuple[Group, int]] = field(default_factory=list)
    """Items that the alignments place differently, with the object that one of them gives."""


def walk(group: Group) -> Iterator[Group]:
    """`group` and all below it, in document order."""
    pending = [group]
    while pending:
        found = pending.pop()
        yield found
        pending.extend(reversed(found.groups))


def build(items: Sequence[Item], matches: Mapping[int, Match], sample: Sample) -> Tree:
    """The groups that matched items open, and the gaps between these items."""
    tree = Tree(items, matches, sample, Group(item=-1, node=0, stop=len(items)))
    stack = [tree.root]
    waiting: list[int] = []
    sure = True
    for index, item in enumerate(items):
        match = matches.get(index)
        if match is None or match.node < 0:
            waiting.append(index)
            continue
        node = sample.nodes[match.node]
        variant = item.opens == "variant"
        depth = _owner(stack, match.node if variant else node.parent, variant=variant)
        limit = None if variant else node.index
        _add_gap(tree, stack[depth:], waiting, limit, sure=sure and match.sure)
        waiting, sure = [], match.sure
        for closed in stack[depth + 1 :]:
            closed.stop = index
        del stack[depth + 1 :]
        if variant:
            stack.pop().stop = index
            stack.append(stack[-1].add(Group(item=index, node=match.node, kind="variant")))
        else:
            _match(tree, stack, index)
    for group in stack:
        group.stop = len(items)
    _add_gap(tree, stack, waiting, None, sure=sure)
    return tree


def _owner(stack: Sequence[Group], node: int, *, variant: bool) -> int:
    """Depth of the innermost open group with the properties of `node`."""
    kinds = {"variant"} if variant else {"object", "variant"}
    depths = reversed(range(len(stack)))
    return next(d for d in depths if stack[d].node == node and stack[d].kind in kinds)


def _add_gap(
    tree: Tree, groups: Sequence[Group], items: list[int], limit: int | None, *, sure: bool
) -> None:
    if items:
        owners = tuple((group, group.position) for group in groups if group.kind != "union")
        tree.gaps.append(Gap(items=tuple(items), owners=owners, limit=limit, sure=sure))


def _match(tree: Tree, stack: list[Group], index: int) -> None:
    """Enter a matched item as a fact of the group on top, and open what it opens."""
    item, match = tree.items[index], tree.matches[index]
    node = tree.sample.nodes[match.node]
    owner = stack[-1]
    owner.position = node.index + 1
    if match.sure:
        owner.facts[node.number] = index
    else:
        tree.unsure.append((owner, index))
    if not item.opens or not node.opens:
        return
    kind: Literal["object", "union"] = "union" if item.opens == "union" else "object"
    group = owner.add(Group(item=index, name=node.name, node=node.number, kind=kind))
    stack.append(group)
    if kind == "union":
        stack.append(group.add(Group(item=index, node=node.number, kind="variant")))


def listed(tree: Tree, group: Group) -> dict[str, tuple[str, ...]]:
    """The properties of a group with listed values, in document order."""
    found: dict[str, tuple[str, ...]] = {}
    for index in sorted((*group.facts.values(), *group.extra)):
        item = tree.items[index]
        values = item.values or tuple(filter(None, [item.const]))
        if item.name and values:
            found.setdefault(item.name, values)
    return found


def discriminate(tree: Tree, union: Group) -> str:
    """The first property whose listed values tell all variants of `union` apart, or ''."""
    options = [listed(tree, variant) for variant in union.groups]
    for name in options[0]:
        values = [value for option in options for value in option.get(name, ())]
        if all(name in option for option in options) and len(values) == len(set(values)):
            return name
    return ""


def complete(tree: Tree) -> None:
    """Find each union's discriminator, and mark the groups that the sample shows in full."""
    for group in walk(tree.root):
        if group.kind == "union" and len(group.groups) > 1:
            group.discriminator = discriminate(tree, group)
    if not tree.sample.nodes[0].opens:
        return
    printed = _printed(tree)
    known: set[tuple[int | None, tuple[int, ...]]] = set()
    fresh: Iterable[Group] = _mark(tree, tree.root)
    for group in fresh:
        known.add((group.node, _signature(group, printed)))
    for group in walk(tree.root):
        if group.complete or group.kind == "union" or group.node is None:
            continue
        signature = _signature(group, printed)
        if signature and (group.node, signature) in known:
            for marked in _mark(tree, group):
                known.add((marked.node, _signature(marked, printed)))


def _mark(tree: Tree, start: Group) -> list[Group]:
    """Mark `start` complete, and what stands below it save variants that the sample lacks."""
    marked: list[Group] = []
    pending = [start]
    while pending:
        group = pending.pop()
        if (
            group.kind != "union"
            and group.node is not None
            and tree.sample.nodes[group.node].children
        ):
            group.complete = True
            marked.append(group)
        pending.extend(child for child in group.groups if _is_shown(tree, child))
    return marked


def _is_shown(tree: Tree, group: Group) -> bool:
    union = group.parent
    if group.kind != "variant" or union is None or len(union.groups) == 1:
        return True
    if not union.discriminator or group.node is None:
        return False
    node = tree.sample.child(group.node, union.discriminator)
    values = listed(tree, group)[union.discriminator]
    return node is not None and bool(node.values) and node.values <= set(values)


def _printed(tree: Tree) -> list[int]:
    """A number for each item, equal for items that print the same.

    The values that choose a variant are left out: they are what its variants differ in.
    """
    choosing = {
        index
        for group in walk(tree.root)
        if group.kind == "variant" and group.parent is not None and group.parent.discriminator
        for index in (*group.facts.values(), *group.extra)
        if tree.items[index].name == group.parent.discriminator
    }
    numbers: dict[Item, int] = {}
    result: list[int] = []
    for index, item in enumerate(tree.items):
        bare = replace(item, line=0)
        if index in choosing:
            bare = replace(bare, values=(), const=None)
        result.append(numbers.setdefault(bare, len(numbers)))
    return result


def _signature(group: Group, printed: Sequence[int]) -> tuple[int, ...]:
    return tuple(printed[group.item + 1 : group.stop])
