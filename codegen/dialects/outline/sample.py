"""The sample of an outline page as a tree of named nodes in document order, with their lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import takewhile

from codegen.claims import ITEMS
from codegen.jsontext import tokens
from codegen.samples import shape_of
from codegen.typeexpr import ANY, OBJECT, Array, Scalar, TypeExpr, one_of

__all__ = ["Node", "Sample", "read_sample"]


@dataclass(slots=True, kw_only=True)
class Node:
    """A property that the sample shows; the elements of an array are taken together.

    `index` is its place among its siblings, `stop` the number after its last descendant,
    `arrays` the arrays around its value.
    """

    number: int
    name: str
    parent: int
    index: int
    line: int
    stop: int = 0
    arrays: int = 0
    is_object: bool = False
    kinds: dict[str, None] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    children: list[int] = field(default_factory=list)
    by_name: dict[str, int] = field(default_factory=dict)

    @property
    def opens(self) -> bool:
        """Attributes may be listed below it: an object, a list, or nothing shown."""
        return self.is_object or (not self.scalars and (self.arrays > 0 or "null" in self.kinds))

    @property
    def scalars(self) -> tuple[str, ...]:
        """The kinds of scalars shown, without null."""
        return tuple(kind for kind in self.kinds if kind != "null")

    @property
    def nullable(self) -> bool | None:
        """True where the sample shows null."""
        return True if "null" in self.kinds else None

    @property
    def marks(self) -> tuple[str, ...]:
        """The path steps from the property to what it holds."""
        return (ITEMS,) * self.arrays

    @property
    def type(self) -> TypeExpr | None:
        """What the sample says of the type; None where it shows only null."""
        options: list[TypeExpr] = [Scalar(kind) for kind in self.scalars]
        if self.is_object:
            options.append(OBJECT)
        if not options and not self.arrays:
            return None
        inner = one_of(tuple(options)) if options else ANY
        for _ in range(self.arrays):
            inner = Array(inner)
        return inner


@dataclass(slots=True)
class Sample:
    """The nodes by number, in document order; 0 is the payload itself."""

    nodes: list[Node]

    def child(self, parent: int, name: str) -> Node | None:
        """The property `name` of a node."""
        number = self.nodes[parent].by_name.get(name)
        return None if number is None else self.nodes[number]

    def inside(self, number: int, ancestor: int) -> bool:
        """Whether a node is `ancestor` or below it."""
        return ancestor <= number < self.nodes[ancestor].stop

    def path(self, number: int, above: int = 0) -> str:
        """The way from a node above to a node, such as ``a.b[].c``."""
        parts: list[str] = []
        while number != above:
            node = self.nodes[number]
            parts.append(node.name + "[]" * (node.arrays if parts else 0))
            number = node.parent
        return ".".join(reversed(parts))


def read_sample(text: str, line: int) -> Sample:
    """The tree of a JSON text that starts at `line`. The text must have passed `parse_json`."""
    builder = _Builder(_Draft(name="", line=line))
    for token, at in tokens(text, line):
        builder.feed(token, at)
    return Sample(_number(builder.root))


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A node before it is numbered."""

    name: str
    line: int
    is_object: bool = False
    arrays: int = 0
    kinds: dict[str, None] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    children: dict[str, _Draft] = field(default_factory=dict)


@dataclass(slots=True)
class _Builder:
    """Follows the tokens of a JSON text; `open_` holds (bracket, whose value it is)."""

    root: _Draft
    open_: list[tuple[str, _Draft]] = field(default_factory=list)
    key: str | None = None
    target: _Draft | None = None

    def feed(self, mark: str, line: int) -> None:
        """Take the next token."""
        owner = self.open_[-1][1] if self.open_ else self.root
        if mark in {",", ":"}:
            return
        if mark in {"}", "]"}:
            self.open_.pop()
            self.target = None
            return
        in_object = bool(self.open_) and self.open_[-1][0] == "{"
        if in_object and self.target is None:
            name = json.loads(mark)
            self.target = owner.children.setdefault(name, _Draft(name=name, line=line))
            return
        target = self.target if self.target is not None else owner
        self.target = None
        if mark in {"{", "["}:
            self.open_.append((mark, target))
            target.is_object |= mark == "{"
            target.arrays = max(target.arrays, self._arrays())
        else:
            value = json.loads(mark)
            target.kinds.setdefault(shape_of(value).kind)
            target.values.add(value if isinstance(value, str) else mark)

    def _arrays(self) -> int:
        """How many arrays are open directly around the current value."""
        brackets = reversed(self.open_)
        return sum(1 for _ in takewhile(lambda item: item[0] == "[", brackets))


def _number(root: _Draft) -> list[Node]:
    nodes: list[Node] = []
    pending: list[tuple[_Draft, int, int]] = [(root, -1, 0)]
    while pending:
        draft, parent, index = pending.pop()
        number = len(nodes)
        nodes.append(
            Node(
                number=number,
                name=draft.name,
                parent=parent,
                index=index,
                line=draft.line,
                arrays=draft.arrays,
                is_object=draft.is_object,
                kinds=draft.kinds,
                values=draft.values,
            )
        )
        if parent >= 0:
            nodes[parent].children.append(number)
            nodes[parent].by_name[draft.name] = number
        children = list(enumerate(draft.children.values()))
        pending.extend((child, number, place) for place, child in reversed(children))
    for node in reversed(nodes):
        node.stop = max(node.stop, node.number + 1)
        if node.parent >= 0:
            nodes[node.parent].stop = max(nodes[node.parent].stop, node.stop)
    return nodes
