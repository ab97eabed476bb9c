"""The structure of a place: arrays and maps around a core, which is an object, a scalar or open.

Samples and tables speak about the value with its arrays and maps; these are peeled off until
what is left is one object class or a scalar.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from codegen.claims import ITEMS, VALUES, Step, VariantStep
from codegen.likeness import singular
from codegen.naming import subject, type_name
from codegen.resolve.evidence import Position, Tree, keys_of
from codegen.resolve.maps import describes_values, is_map, is_spelled_apart
from codegen.samples import UNTYPED, Shape
from codegen.typeexpr import (
    OBJECT,
    AnyType,
    Array,
    Map,
    OneOf,
    Ref,
    Scalar,
    TypeExpr,
    one_of,
    options_of,
)

__all__ = ["Core", "Unwrapper", "answer_name", "singular", "wrap"]


#: Arrays and maps deeper in each other are left open: no real value is, and every later stage
#: may recurse.
_MAX_MARKS = 20

#: Kinds that are not among those of scalars.
_NO_SCALARS = UNTYPED | {"object"}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Core:
    """What is left of a position inside its arrays and maps (`marks`, outermost first).

    Positions of which the same is claimed have one core, so that it holds no places. What has
    some is mapped to what the position has them by, as `Position` takes it.
    """

    name: str
    marks: tuple[str, ...] = ()
    scalars: Mapping[Scalar, tuple[TypeExpr, ...]]
    labels: Mapping[str, tuple[TypeExpr, ...]]
    arrays: tuple[TypeExpr, ...] = ()
    """The elements of the arrays that pages name as one of several options here."""
    listed: frozenset[str] = frozenset()
    """The labels that only elements of such `arrays` have."""
    open_object: bool
    """Somewhere it is said to be an object whose keys are data, or shown as an empty one."""
    empty_object: bool
    """A sample shows an empty object here."""
    instances: tuple[str, ...] = ()
    """The types that objects of which samples show nothing else say that they are of."""
    trees: Mapping[Tree, tuple[Tree, ...]]
    objects: Mapping[Shape, Shape]
    kinds: tuple[str, ...]
    """Scalar kinds that samples show here, and arrays where the samples are not all arrays."""
    null: bool = False
    """A sample shows null at the position itself."""
    null_elements: tuple[bool, ...] = ()
    """For each of `marks`, whether a sample shows null among the elements."""
    keys: frozenset[str]
    """Property names that tables and samples show here."""
    has_variants: bool
    """A table tells options of a union apart here."""

    @property
    def is_object(self) -> bool:
        """Something shows properties here."""
        return bool(self.objects or self.trees)


class Unwrapper:
    """Peels arrays and maps off positions; those of which the same is claimed are peeled once.

    `keyed` are names of properties that samples show as maps (see `maps.keyed_names`).
    """

    def __init__(self, keyed: Collection[str] = ()) -> None:
        self._keyed = keyed
        self._known: dict[_Content, Core] = {}

    def __call__(self, position: Position, maps: Collection[str] = ()) -> Core:
        """What is left of `position` inside its arrays and maps.

        Samples decide about arrays, because a heading may call a list by its element; type claims
        decide where no sample shows anything. `maps` are names of properties that are maps
        wherever a page says what they are: where none does, as here perhaps, they are maps too.
        """
        content = _content(position, maps)
        core = self._known.get(content)
        if core is None:
            core = self._known[content] = _core(*content, keyed=position.name in self._keyed)
        return core


#: All of a position that its core depends on: its name, what is said of it, trees and shapes.
_Content = tuple[str, tuple[TypeExpr, ...], tuple[Tree, ...], tuple[Shape, ...]]


def _content(position: Position, maps: Collection[str]) -> _Content:
    name, said = position.name, tuple(position.said)
    if not said and name in maps:
        said = (OBJECT,)
    return name, said, tuple(position.trees), tuple(position.shapes)


def _core(
    name: str,
    said: tuple[TypeExpr, ...],
    trees: tuple[Tree, ...],
    shapes: tuple[Shape, ...],
    *,
    keyed: bool,
) -> Core:
    own_trees: dict[Tree, tuple[Tree, ...]] = {tree: (tree,) for tree in trees}
    value = _Value(name, {expr: (expr,) for expr in said}, own_trees, _each(shapes), keyed)
    null = _has_null(shapes)
    marks: list[str] = []
    nulls: list[bool] = []
    while step := _mark(value):
        if len(marks) == _MAX_MARKS:
            value = _Value(name, {}, {}, {}, keyed=False)
            break
        value = _inner(value, step)
        marks.append(step)
        nulls.append(_has_null(value.shapes))
    return _sorted_out(value, tuple(marks), null, tuple(nulls))


def _each(shapes: Iterable[Shape]) -> dict[Shape, Shape]:
    return {shape: shape for shape in shapes}


def _has_null(shapes: Iterable[Shape]) -> bool:
    return any(shape.kind == "null" for shape in shapes)


def _sorted_out(
    value: _Value,
    marks: tuple[str, ...],
    null: bool,  # noqa: FBT001 - the fields of the core
    null_elements: tuple[bool, ...],
) -> Core:
    """The core that `value`, which is neither an array nor a map, is; inside the `marks`."""
    scalars: dict[Scalar, tuple[TypeExpr, ...]] = {}
    labels: dict[str, tuple[TypeExpr, ...]] = {}
    arrays: dict[TypeExpr, None] = {}
    plain: set[str] = set()
    open_object = False
    for expr, origin in value.said.items():
        several = isinstance(expr, OneOf)
        for option in options_of(expr):
            match option:
                case Scalar():
                    scalars[option] = scalars.get(option, ()) + origin
                case Ref(name):
                    labels[name] = labels.get(name, ()) + origin
                    plain.add(name)
                case Array(Ref(name) as element) if several:
                    labels[name] = labels.get(name, ()) + origin
                    arrays[element] = None
                case Array(element) if several:
                    arrays[element] = None
                case Map():
                    open_object = True
    objects = {one: by for one, by in value.shapes.items() if one.kind == "object" and one.fields}
    bare = [one for one in value.shapes if one.kind == "object" and not one.fields]
    empty = any(not one.partial for one in bare)
    kinds = dict.fromkeys(one.kind for one in value.shapes if one.kind not in _NO_SCALARS)
    return Core(
        name=value.name,
        marks=marks,
        scalars=scalars,
        labels=labels,
        arrays=tuple(arrays),
        listed=frozenset(labels) - plain,
        open_object=open_object or bool(bare),
        empty_object=empty,
        instances=tuple(dict.fromkeys(one.instance for one in bare if one.instance)),
        trees=value.trees,
        objects=objects,
        kinds=tuple(kinds),
        null=null,
        null_elements=null_elements,
        keys=keys_of(value.trees, objects),
        has_variants=any(isinstance(step, VariantStep) for step in value.steps),
    )


@dataclass(frozen=True, slots=True)
class _Value:
    """What the evidence says of one value, as the rules of containers look at it.

    Each claim is mapped to those of the position that it is inside of.
    """

    name: str
    said: dict[TypeExpr, tuple[TypeExpr, ...]]
    trees: dict[Tree, tuple[Tree, ...]]
    shapes: dict[Shape, Shape]
    keyed: bool
    """What is called so is a map where its keys are spelled as data, see `maps.keyed_names`."""

    @property
    def steps(self) -> set[Step]:
        """The marks and names that the tables lead on with."""
        return {step for tree in self.trees for step, _ in tree.steps}

    @property
    def kinds(self) -> set[str]:
        """The kinds that samples show, null aside."""
        return {shape.kind for shape in self.shapes} - UNTYPED


def _array_or_other(value: _Value) -> str | None:
    """Pages that name an array as one of several options; a sample may show that one alone."""
    if value.trees or any(_holds_objects(shape) for shape in value.shapes):
        return None
    said = [{isinstance(option, Array) for option in options_of(expr)} for expr in value.said]
    return "" if {True, False} in said else None


def _holds_objects(shape: Shape) -> bool:
    return shape.kind == "object" or any(_holds_objects(item) for item in shape.items)


def _array_shown(value: _Value) -> str | None:
    """A sample shows what is sent; a heading may call a list by its element."""
    return ITEMS if value.kinds == {"array"} else None


def _array_said(value: _Value) -> str | None:
    """A table of elements is one of an array; a type column counts where no sample is shown.

    What samples show as an array and as something else is not only an array, unless a page says
    that it is one: then what else they show is a slip.
    """
    mixed = "array" in value.kinds and len(value.kinds) > 1
    if mixed and value.said and all(isinstance(expr, Array) for expr in value.said):
        return ITEMS
    said = not value.kinds and _says(value.said, Array)
    return ITEMS if (ITEMS in value.steps and not mixed) or said else None


def _map_of_a_table(value: _Value) -> str | None:
    """A table that describes the values of a map says so."""
    return VALUES if VALUES in value.steps else None


def _map_by_its_values(value: _Value) -> str | None:
    """A table of what the values show is theirs, whatever the keys are."""
    names = keys_of(value.trees, ())
    return VALUES if value.trees and describes_values(names, value.shapes) else None


def _no_map(value: _Value) -> str | None:
    """What has a table of properties, or is shown as a scalar, is no map."""
    return "" if value.trees or not value.kinds <= {"object"} else None


def _keys_are_data(value: _Value) -> str | None:
    """An object whose keys are data, see `maps.is_map`."""
    keyed = value.keyed and is_spelled_apart(value.name, value.shapes)
    documented = (keyed or _says(value.said, Map)) and not _says(value.said, Ref)
    shown = value.kinds and is_map(value.name, value.shapes, documented=documented)
    return VALUES if shown else None


def _map_said(value: _Value) -> str | None:
    """A type column that names the type of a map's values, where no sample is shown."""
    typed = any(isinstance(expr, Map) and expr != OBJECT for expr in value.said)
    return VALUES if typed and not value.kinds else None


#: Which container a value is: the first rule that has an answer decides; '' is one: none.
_CONTAINERS: tuple[Callable[[_Value], str | None], ...] = (
    _array_or_other,
    _array_shown,
    _array_said,
    _map_of_a_table,
    _map_by_its_values,
    _no_map,
    _keys_are_data,
    _map_said,
)


def _mark(value: _Value) -> str:
    """The container that a value is, or '' for none."""
    answers = (rule(value) for rule in _CONTAINERS)
    return next((answer for answer in answers if answer is not None), "")


def _says(said: Iterable[TypeExpr], kind: type) -> bool:
    return any(isinstance(expr, kind) for expr in said)


def _inner(value: _Value, step: str) -> _Value:
    """The elements of an array, or the values of a map."""
    return _Value(
        singular(value.name),
        _inner_said(value.said, step),
        _inner_trees(value.trees, step),
        _inner_shapes(value.shapes, step),
        keyed=False,
    )


def _inner_said(
    said: Mapping[TypeExpr, tuple[TypeExpr, ...]], step: str
) -> dict[TypeExpr, tuple[TypeExpr, ...]]:
    """Type claims about the elements. A label or scalar at an array is its element's.

    Where an array is one of several options, it is that option that has elements.
    """
    inner: dict[TypeExpr, tuple[TypeExpr, ...]] = {}
    for expr, origin in _of_step(said, step):
        if isinstance(expr, Array | Map):
            element = expr.items if isinstance(expr, Array) else expr.values
            if not isinstance(element, AnyType):
                inner[element] = inner.get(element, ()) + origin
        elif isinstance(expr, Ref) or step == ITEMS:
            inner[expr] = inner.get(expr, ()) + origin
    return inner


def _of_step(
    said: Mapping[TypeExpr, tuple[TypeExpr, ...]], step: str
) -> Iterator[tuple[TypeExpr, tuple[TypeExpr, ...]]]:
    for expr, origin in said.items():
        arrays = (
            [one for one in options_of(expr) if isinstance(one, Array)] if step == ITEMS else []
        )
        yield from ((one, origin) for one in arrays or (expr,))


def _inner_trees(trees: Mapping[Tree, tuple[Tree, ...]], step: str) -> dict[Tree, tuple[Tree, ...]]:
    """Tables of the elements; a table that does not say so describes them all the same."""
    inner: dict[Tree, tuple[Tree, ...]] = {}
    for tree, origin in trees.items():
        marked = [below for mark, below in tree.steps if mark == step]
        for below in marked or [tree]:
            inner[below] = inner.get(below, ()) + origin
    return inner


def _inner_shapes(shapes: Mapping[Shape, Shape], step: str) -> dict[Shape, Shape]:
    inner: dict[Shape, Shape] = {}
    for shape, origin in shapes.items():
        parts = shape.items if step == ITEMS else tuple(value for _, value in shape.fields)
        for part in parts:
            inner.setdefault(part, origin)
    return inner


def answer_name(operation: str, *, many: bool) -> str:
    """The type that an operation answers with (with an array of, if `many`), by its own name.

    What the operation is about, in the singular; '' where its name does not say that, or says it
    by words that no class can be called: ``Get 24hr Stats``.
    """
    about = subject(operation)
    if about[:1].isdigit():
        return ""
    if many:
        about = singular(about.removesuffix("List") or about)
    return type_name(about) if about else ""


def wrap(inner: TypeExpr, core: Core) -> TypeExpr:
    """`inner` inside the arrays and maps that were peeled off to get to `core`."""
    for mark, null in reversed(tuple(zip(core.marks, core.null_elements, strict=True))):
        element = one_of((inner, Scalar("null"))) if null else inner
        inner = Array(element) if mark == ITEMS else Map(element)
    return inner
