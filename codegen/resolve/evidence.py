"""Claims about payloads, gathered: what is known of each object and of each place in it.

An *object class* is one object type in the making. It is known by a key: a label of the pages,
the root of a slot, or a place in another class. Its evidence is made of trees (property tables,
nested where a page nests them) and of shapes (samples); both are interned, so that a class that a
thousand pages show costs as much as the distinct things they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace

from codegen.claims import (
    BodyClaim,
    Claim,
    DefinitionClaim,
    EnumClaim,
    Place,
    Row,
    SampleClaim,
    Slot,
    Step,
    TableClaim,
)
from codegen.samples import Shape
from codegen.spec import Undecided
from codegen.typeexpr import Ref, TypeExpr

__all__ = [
    "Evidence",
    "Key",
    "Position",
    "Root",
    "Tree",
    "gather",
    "keys_of",
    "most_of_each",
    "reason_of",
]


class Key(NamedTuple):
    """Identity of an object class: ("label", L), ("slot", str(slot)) or ("at", owner, step)."""

    kind: str
    name: str
    owner: Key | None = None

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}" if self.owner else self.name


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """A property table and the tables nested in it. Interned: compared by identity.

    The lines of all rows, nested ones too, count from the line of the tree's place.
    """

    rows: tuple[Row, ...]
    steps: tuple[tuple[Step, Tree], ...] = ()
    undecided: tuple[Undecided, ...] = ()
    instance: str = ""
    """The type that the object names as its own, where samples alone show it."""

    def names(self) -> Iterator[str]:
        """Names of the properties, of rows and of nested tables alike."""
        for row in self.rows:
            yield row.name
        for step, _ in self.steps:
            if isinstance(step, str) and step not in {"[]", "{}"}:
                yield step


@dataclass(slots=True)
class Evidence:
    """All that is claimed of one object class: its trees with every place, its shapes with one."""

    trees: dict[Tree, dict[Place, None]] = field(default_factory=dict)
    shapes: dict[Shape, Place] = field(default_factory=dict)
    repeated: set[Shape] = field(default_factory=set)
    """The shapes that several pages show."""

    def add(self, trees: dict[Tree, dict[Place, None]], shapes: dict[Shape, Place]) -> bool:
        """Take over evidence; True where a tree or a shape is new, or of one page no more."""
        before = len(self.trees) + len(self.shapes) + len(self.repeated)
        for tree, places in trees.items():
            self.trees.setdefault(tree, {}).update(places)
        for shape, place in shapes.items():
            known = self.shapes.setdefault(shape, place)
            if known is place:
                continue
            if place.page != known.page:
                self.repeated.add(shape)
            if place.rank < known.rank:
                self.shapes[shape] = place
        return len(self.trees) + len(self.shapes) + len(self.repeated) > before

    def content(self) -> tuple[object, ...]:
        """All of it, to compare with what there was at another time."""
        trees = tuple((tree, tuple(places)) for tree, places in self.trees.items())
        return trees, tuple(self.shapes.items()), frozenset(self.repeated)

    def keys(self) -> frozenset[str]:
        """Every property name that a table or a sample shows."""
        return keys_of(self.trees, self.shapes)


def keys_of(trees: Iterable[Tree], shapes: Iterable[Shape]) -> frozenset[str]:
    """The property names that tables and shapes of objects show."""
    names: set[str] = set()
    for tree in trees:
        names.update(tree.names())
    for shape in shapes:
        names.update(shape.keys)
    return frozenset(names)


@dataclass(slots=True)
class Position:
    """What is claimed of one place: the root of a slot, or a property of a class.

    `said` are type claims; a `Ref` among them is a label. Trees and shapes are those of the value
    that stands there, still inside their arrays and maps.
    """

    name: str
    said: dict[TypeExpr, list[Place]] = field(default_factory=dict)
    rows: list[tuple[Row, Place]] = field(default_factory=list)
    trees: dict[Tree, dict[Place, None]] = field(default_factory=dict)
    shapes: dict[Shape, Place] = field(default_factory=dict)
    shown: dict[str | int, Place] = field(default_factory=dict)
    """Scalars that samples show; looked up only where a page lists values."""
    bounded: dict[str | int | float, Place] = field(default_factory=dict)
    """The same, numbers of any kind too; looked up only where a page states bounds of values."""


@dataclass(slots=True)
class Root:
    """A slot with its position and the names in its neighbourhood."""

    slot: Slot
    position: Position
    bodies: list[BodyClaim] = field(default_factory=list)
    samples: list[SampleClaim] = field(default_factory=list)
    definitions: list[DefinitionClaim] = field(default_factory=list)
    enums: list[EnumClaim] = field(default_factory=list)
    key: Key = field(init=False)
    """The key of the object class at the root."""

    def __post_init__(self) -> None:
        self.key = Key("slot", str(self.slot))

    @property
    def label(self) -> str:
        """The label of the type that is documented by itself here; '' of other payloads."""
        return self.slot.operation.path if self.slot.direction == "definition" else ""


def body_name(root: Root) -> str:
    """What the pages call the parameter that the body of a request is; '' where they do not."""
    return next((body.hints[0] for body in root.bodies if body.hints), "")


_ABOUT_PAYLOADS = BodyClaim | SampleClaim | TableClaim | DefinitionClaim | EnumClaim


def gather(claims: Iterable[Claim]) -> dict[Slot, Root]:
    """The claims about payloads, by slot in order of first appearance."""
    roots: dict[Slot, Root] = {}
    tables: dict[tuple[Slot, int, str], list[TableClaim]] = {}
    for claim in claims:
        if not isinstance(claim, _ABOUT_PAYLOADS):
            continue
        root = roots.get(claim.slot)
        if root is None:
            root = roots[claim.slot] = Root(claim.slot, Position(""))
            if root.label:
                root.position.said[Ref(root.label)] = [claim.place]
        if isinstance(claim, TableClaim):
            key = (claim.slot, claim.place.rank, claim.place.page)
            tables.setdefault(key, []).append(claim)
        else:
            _put(claim, root)
    interned: dict[tuple[object, ...], Tree] = {}
    for (slot, *_), parts in tables.items():
        base = parts[0].place.line
        tree = _tree([(part.path, _from(part, base)) for part in parts], interned)
        roots[slot].position.trees.setdefault(tree, {})[parts[0].place] = None
    return roots


def _put(claim: BodyClaim | SampleClaim | DefinitionClaim | EnumClaim, root: Root) -> None:
    position = root.position
    match claim:
        case BodyClaim():
            root.bodies.append(claim)
            if claim.type is not None:
                position.said.setdefault(claim.type, []).append(claim.place)
        case SampleClaim():
            root.samples.append(claim)
            position.shapes.setdefault(claim.shape, claim.place)
        case DefinitionClaim():
            root.definitions.append(claim)
        case EnumClaim():
            root.enums.append(claim)


def _from(table: TableClaim, base: int) -> TableClaim:
    """`table` with the lines of its rows counted from `base`: the one place that a tree keeps."""
    further = table.place.line - base
    if not further:
        return table
    rows = tuple(replace(row, offset=row.offset + further) for row in table.rows)
    return replace(table, rows=rows)


def _tree(
    parts: list[tuple[tuple[Step, ...], TableClaim]], interned: dict[tuple[object, ...], Tree]
) -> Tree:
    rows: dict[str, Row] = {}
    undecided: list[tuple[Undecided, ...]] = []
    instances: set[str] = set()
    below: dict[Step, list[tuple[tuple[Step, ...], TableClaim]]] = {}
    for path, claim in parts:
        if path:
            below.setdefault(path[0], []).append((path[1:], claim))
            continue
        undecided.append(claim.undecided)
        instances.add(claim.instance)
        for row in claim.rows:
            known = rows.get(row.name)
            rows[row.name] = row if known is None else _first_said(known, row)
    steps = tuple((step, _tree(inner, interned)) for step, inner in below.items())
    instance = instances.pop() if len(instances) == 1 else ""
    key = (tuple(rows.values()), steps, most_of_each(undecided), instance)
    found = interned.get(key)
    if found is None:
        found = interned[key] = Tree(*key)
    return found


def _first_said(known: Row, other: Row) -> Row:
    """Of two rows of one page the first, save that a sample says less than a table."""
    if known.sampled == other.sampled:
        return known
    row, sampled = (other, known) if known.sampled else (known, other)
    return row if row.description else replace(row, description=sampled.description)


def most_of_each(statements: Iterable[tuple[Undecided, ...]]) -> tuple[Undecided, ...]:
    """Everything undecided in `statements`, as often as the one that has it most often.

    Two properties may have the same constraint, so that one twice in one statement is two;
    the same one in two statements is said again.
    """
    found: Counter[Undecided] = Counter()
    for undecided in statements:
        found |= Counter(undecided)
    return tuple(found.elements())


def reason_of(rule: Callable[..., object]) -> str:
    """The reason for a rule, which is its docstring; '' where Python runs without docstrings."""
    return " ".join((rule.__doc__ or "").split())
