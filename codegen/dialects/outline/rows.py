"""Groups of an outline -> tables of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codegen.claims import ITEMS, Row, Slot, Step, TableClaim, VariantStep
from codegen.dialects.base import Context
from codegen.dialects.outline.findings import describe
from codegen.dialects.outline.groups import Group, Tree, listed
from codegen.dialects.outline.lines import Item
from codegen.dialects.outline.sample import Node
from codegen.spec import Constraints, Presence, Undecided
from codegen.typeexpr import OBJECT, Array, Scalar, TypeExpr

__all__ = ["tables"]

_Path = tuple[Step, ...]
#: What becomes a table: a group or an object that only the sample shows, its path and line.
_Table = tuple[Group | Node, _Path, int]
#: Rows of one page at most: variants that repeat a huge sample add nothing beyond it.
_MAX_ROWS = 200_000


def tables(context: Context, slot: Slot, tree: Tree, line: int) -> Iterator[TableClaim]:
    """A table for each object of `tree`, in document order; `line` is where the outline begins."""
    rows = 0
    pending: list[_Table] = [(tree.root, tree.sample.nodes[0].marks, line)]
    while pending:
        found, path, at = pending.pop()
        below: list[_Table]
        if isinstance(found, Node):
            made = _sampled_rows(tree, found, at)
            below = [*_shown((tree.sample.nodes[n] for n in found.children), path)]
            undecided: tuple[Undecided, ...] = ()
        else:
            at = tree.items[found.item].line if found.item >= 0 else at
            made = _rows(tree, found, at) if found.kind != "union" else ()
            below = _below(tree, found, path, at)
            undecided = _undecided(tree, found)
        rows += len(made)
        if rows > _MAX_ROWS:
            context.report("too-large", f"more than {_MAX_ROWS:,} attributes; the rest is cut", at)
            return
        if made or undecided:
            place = context.place(at)
            yield TableClaim(slot=slot, path=path, rows=made, undecided=undecided, place=place)
        pending.extend(reversed(below))


def _undecided(tree: Tree, group: Group) -> tuple[Undecided, ...]:
    return tuple(
        Undecided(
            constraint=describe(tree.items[doubt.item]),
            candidates=tuple(way for way, _ in doubt.candidates),
            more=doubt.more,
        )
        for doubt in group.undecided
    )


def _below(tree: Tree, group: Group, path: _Path, line: int) -> list[_Table]:
    """What stands below a group: its groups, and the objects that only the sample shows."""
    if group.kind == "union":
        return [
            (variant, _variant_path(tree, group, number, path), line)
            for number, variant in enumerate(group.groups, start=1)
        ]
    below: list[_Table] = [(child, _path(tree, child, path), line) for child in group.groups]
    if group.complete and group.node is not None:
        opened = {child.node for child in group.groups}
        node = tree.sample.nodes[group.node]
        only = (tree.sample.nodes[n] for n in node.children if n not in opened)
        below.extend(_shown(only, path))
    return below


def _path(tree: Tree, group: Group, above: _Path) -> _Path:
    node = tree.sample.nodes[group.node] if group.node is not None else None
    if node is not None and (node.arrays or node.is_object):
        return _node_path(node, above)
    items = tree.items[group.item].type
    return (*above, group.name, *([ITEMS] if isinstance(items, Array) else []))


def _node_path(node: Node, above: _Path) -> _Path:
    return (*above, node.name, *node.marks)


def _variant_path(tree: Tree, union: Group, number: int, path: _Path) -> _Path:
    """The path into a variant: by the values that choose it, or by number where none do."""
    if len(union.groups) == 1:
        return path
    variant = union.groups[number - 1]
    if not union.discriminator:
        return (*path, VariantStep("", (str(number),)))
    return (*path, VariantStep(union.discriminator, listed(tree, variant)[union.discriminator]))


def _shown(nodes: Iterable[Node], path: _Path) -> Iterator[tuple[Node, _Path, int]]:
    return ((node, _node_path(node, path), node.line) for node in nodes if node.children)


def _sampled_rows(tree: Tree, node: Node, line: int) -> tuple[Row, ...]:
    return tuple(_row(None, tree.sample.nodes[n], line) for n in node.children)


def _rows(tree: Tree, group: Group, line: int) -> tuple[Row, ...]:
    """The rows of an object or a variant: all properties where it is complete, else the named."""
    nodes, items = tree.sample.nodes, tree.items
    extra = [_row(items[index], None, line) for index in group.extra]
    if group.complete and group.node is not None:
        facts = group.facts
        children = nodes[group.node].children
        shown = [_row(items[facts[n]] if n in facts else None, nodes[n], line) for n in children]
        return (*shown, *(row for row in extra if row.name not in nodes[group.node].by_name))
    order = sorted([*((i, n) for n, i in group.facts.items()), *((i, -1) for i in group.extra)])
    rows = (_row(items[i], nodes[n] if n >= 0 else None, line, foreign=True) for i, n in order)
    return tuple({row.name: row for row in rows}.values())


def _row(item: Item | None, node: Node | None, line: int, *, foreign: bool = False) -> Row:
    """What the item and the sample's node say of one property, beside the table at `line`.

    `foreign`: the node is of another variant, so its name and its being a list are taken from
    it, but no type of a scalar.
    """
    shown = node.type if node is not None and not (foreign and node.scalars) else None
    at = item.line if item is not None else node.line if node is not None else line
    return Row(
        name=node.name if node is not None else item.name if item is not None else "",
        type=_type(item, shown),
        values=_values(item, node),
        presence=_presence(item),
        nullable=_nullable(item, node),
        constraints=_constraints(item, node),
        sampled=item is None or not item.name,
        offset=at - line,
    )


def _type(item: Item | None, shown: TypeExpr | None) -> TypeExpr | None:
    """The printed type; but the word beside an opened list is the type of its elements."""
    if item is None:
        return shown
    if item.type is not None and (item.headed or shown is None):
        if item.type == OBJECT and shown is not None:
            return shown
        return item.type
    if shown is None and (item.values or item.const is not None):
        return Scalar("string")
    return shown


def _presence(item: Item | None) -> Presence | None:
    """Required where the page says so; a printed line without the word says optional."""
    if item is None or not (item.required or item.headed):
        return None
    return "required" if item.required else "optional"


def _nullable(item: Item | None, node: Node | None) -> bool | None:
    if item is None:
        return node.nullable if node is not None else None
    if item.nullable or item.headed or node is None or not node.arrays:
        return item.nullable
    return None


def _values(item: Item | None, node: Node | None) -> tuple[str | int, ...]:
    if item is None:
        return ()
    if node is not None and node.scalars == ("integer",) and all(map(_is_integer, item.values)):
        return tuple(map(int, item.values))
    return item.values


def _is_integer(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and len(text) <= 18  # noqa: PLR2004 - fits 64 bits


def _constraints(item: Item | None, node: Node | None) -> Constraints:
    if item is None:
        return Constraints()
    limits = dict(item.limits)
    default = limits.get("default")
    return Constraints(
        const=None if item.const is None else _constant(item.const, node),
        default=None if default is None else _constant(default, node),
        minimum=_number(limits.get("minimum")),
        maximum=_number(limits.get("maximum")),
        min_length=_length(limits.get("minLength")),
        max_length=_length(limits.get("maxLength")),
    )


def _constant(text: str, node: Node | None) -> str | int | float | bool:
    """A constant as the type that the sample shows, else as a string."""
    kinds = node.scalars if node is not None else ()
    if kinds == ("boolean",) and text in {"true", "false"}:
        return text == "true"
    if kinds == ("integer",) and _is_integer(text):
        return int(text)
    if kinds == ("number",):
        number = _number(text)
        return text if number is None else number
    return text


def _number(text: str | None) -> int | float | None:
    if text is None:
        return None
    if _is_integer(text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return None


def _length(text: str | None) -> int | None:
    return None if text is None else int(text)
