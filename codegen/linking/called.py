"""Properties that go by the name of a type: ``Update`` on the page that documents `Update`.

Pages that print no types call a property by the type that it has, in the plural where it is a list,
and document that type further down. The names must be the same letter by letter, and samples must
not show anything else there. What a page says of the type of such a property counts as nothing
where its samples show that it is wrong: an object that is called a string.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from codegen.claims import ITEMS, VALUES, Claim, Row, SampleClaim, Slot, Step, TableClaim
from codegen.likeness import singular
from codegen.linking.index import Index
from codegen.samples import UNTYPED, Shape
from codegen.typeexpr import ANY, OBJECT, Array, Ref, Scalar, TypeExpr

__all__ = ["called"]

#: Types that say nothing of what is inside.
_OPEN = (None, ANY, OBJECT)


def called(claims: list[Claim], index: Index) -> list[Claim]:
    """`claims`, with each such property as one of the type of its name."""
    shapes: dict[Slot, list[Shape]] = defaultdict(list)
    typed: set[tuple[str, str]] = set()
    for claim in claims:
        if isinstance(claim, SampleClaim):
            shapes[claim.slot].append(claim.shape)
        elif isinstance(claim, TableClaim):
            typed.update((claim.place.page, row.name) for row in claim.rows if _is_called(row))
    search = _Search(index, shapes, typed)
    return [search.table(one) if isinstance(one, TableClaim) else one for one in claims]


def _is_called(row: Row) -> bool:
    """Whether a row says that the property has the type of its name."""
    return isinstance(row.type, Ref) and row.type.name == row.name


class _Search:
    def __init__(
        self,
        index: Index,
        shapes: Mapping[Slot, Collection[Shape]],
        typed: Collection[tuple[str, str]],
    ) -> None:
        self._index = index
        self._shapes = shapes
        self._typed = typed
        self._known: dict[tuple[Slot, tuple[Step, ...]], dict[str, set[str]]] = {}

    def table(self, claim: TableClaim) -> TableClaim:
        """`claim`, with the types of its rows."""
        rows = tuple(self._row(row, claim) for row in claim.rows)
        same = all(one is other for one, other in zip(rows, claim.rows, strict=True))
        return claim if same else replace(claim, rows=rows)

    def _row(self, row: Row, claim: TableClaim) -> Row:
        if not row.name[:1].isupper() or row.values:
            return row
        kind = row.type
        if isinstance(kind, Scalar) and self._kinds(row.name, claim) == {"object"}:
            kind = None
        label = row.name
        meant: TypeExpr
        if kind in _OPEN:
            meant = Ref(label)
        elif isinstance(kind, Array) and kind.items in _OPEN:
            label = singular(row.name)
            meant = Array(Ref(label))
        else:
            return row
        if not self._is_type(label, row.name, claim):
            return row
        return replace(row, type=meant)

    def _is_type(self, label: str, name: str, claim: TableClaim) -> bool:
        """Whether the page documents a type of that name, or says the same of another property.

        None that is an object where samples show none, nor one that is documented by the table.
        """
        page = claim.place.page
        one = self._index.on_page(label, page)
        if one is None and (page, label) in self._typed:
            one = self._index.of_label(label, claim.place)
        if one is None or one.is_named or one.label != label:
            return False
        if claim.slot == Slot.definition(label):
            return False
        if one.is_enum:
            return label == name
        return self._kinds(name, claim) <= {"object", "array" if label != name else "object"}

    def _kinds(self, name: str, claim: TableClaim) -> set[str]:
        """What the samples of a table's object show of a property."""
        key = (claim.slot, claim.path)
        if key not in self._known:
            kinds: dict[str, set[str]] = defaultdict(set)
            for shape in self._shapes.get(claim.slot, ()):
                for one in _at(shape, claim.path):
                    for field, value in one.fields:
                        if value.kind not in UNTYPED:
                            kinds[field].add(value.kind)
            self._known[key] = dict(kinds)
        return self._known[key].get(name, set())


def _at(shape: Shape, path: tuple[Step, ...]) -> Iterable[Shape]:
    """The objects at a path of a sample."""
    found = [shape]
    for step in path:
        if step == ITEMS:
            found = [item for one in found for item in one.items]
        elif step == VALUES:
            found = [value for one in found for _, value in one.fields]
        else:
            found = [value for one in found for name, value in one.fields if name == step]
    return found
