"""The structure of a place: arrays and maps around a core, which is an object, a scalar or open.

Samples and tables speak about the value with its arrays and maps; `unwrap` peels these off until
what is left is one object class or a scalar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from codegen.claims import ITEMS, VALUES, Place, Step, VariantStep
from codegen.naming import subject, type_name, words
from codegen.resolve.evidence import Position, Tree
from codegen.samples import Shape
from codegen.typeexpr import OBJECT, AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr, one_of

__all__ = ["Core", "answer_name", "is_map", "singular", "unwrap", "wrap"]


#: Arrays and maps deeper in each other are left open: no real value is, and every later stage
#: may recurse.
_MAX_MARKS = 20


@dataclass(slots=True)
class Core:
    """What is left of a position inside its arrays and maps (`marks`, outermost first)."""

    name: str
    marks: tuple[str, ...] = ()
    scalars: dict[Scalar, list[Place]] = field(default_factory=dict)
    labels: dict[str, list[Place]] = field(default_factory=dict)
    open_object: bool = False
    """Somewhere it is said to be an object whose keys are data, or shown as an empty one."""
    empty_object: bool = False
    """A sample shows an empty object here."""
    trees: dict[Tree, dict[Place, None]] = field(default_factory=dict)
    objects: dict[Shape, Place] = field(default_factory=dict)
    kinds: dict[str, Place] = field(default_factory=dict)
    """Scalar kinds that samples show here, and arrays where the samples are not all arrays."""
    null: bool = False
    """A sample shows null at the position itself."""
    null_elements: tuple[bool, ...] = ()
    """For each of `marks`, whether a sample shows null among the elements."""

    @property
    def has_variants(self) -> bool:
        """A table tells options of a union apart here."""
        return any(isinstance(step, VariantStep) for tree in self.trees for step, _ in tree.steps)

    @property
    def is_object(self) -> bool:
        """Something shows properties here."""
        return bool(self.objects or self.trees)

    def keys(self) -> frozenset[str]:
        """Property names that tables and samples show here."""
        names: set[str] = set()
        for tree in self.trees:
            names.update(tree.names())
        for shape in self.objects:
            names.update(shape.keys)
        return frozenset(names)


def unwrap(position: Position, maps: Collection[str] = ()) -> Core:
    """Peel arrays and maps off `position`.

    Samples decide about arrays, because a heading may call a list by its element; type claims
    decide where no sample shows anything. `maps` are names of properties that are maps wherever
    a page says what they are: where none does, as here perhaps, they are maps too.
    """
    core = Core(name=position.name, null=any(s.kind == "null" for s in position.shapes))
    said, trees, shapes = dict(position.said), dict(position.trees), dict(position.shapes)
    name = position.name
    if not said and name in maps:
        said[OBJECT] = []
    while True:
        present = {shape: place for shape, place in shapes.items() if shape.kind != "null"}
        step = _mark(_Value(name, said, trees, present))
        if not step:
            break
        if len(core.marks) == _MAX_MARKS:
            return core
        core.marks = (*core.marks, step)
        said = _inner_said(said, step)
        trees = _inner_trees(trees, step)
        shapes = _inner_shapes(present, step)
        null = any(shape.kind == "null" for shape in shapes)
        core.null_elements = (*core.null_elements, null)
        name = singular(name)
    core.name = name
    for expr, places in said.items():
        _sort_claim(core, expr, places)
    core.trees = trees
    for shape, place in shapes.items():
        if shape.kind == "object" and shape.fields:
            core.objects[shape] = place
        elif shape.kind == "object":
            core.open_object = core.empty_object = True
        elif shape.kind != "null":
            core.kinds.setdefault(shape.kind, place)
    return core


def _sort_claim(core: Core, expr: TypeExpr, places: list[Place]) -> None:
    match expr:
        case Scalar():
            core.scalars.setdefault(expr, []).extend(places)
        case Ref(label):
            core.labels.setdefault(label, []).extend(places)
        case Map():
            core.open_object = True
        case OneOf(options):
            for option in options:
                _sort_claim(core, option, places)


@dataclass(frozen=True, slots=True)
class _Value:
    """What the evidence says of one value, as the rules of containers look at it."""

    name: str
    said: dict[TypeExpr, list[Place]]
    trees: dict[Tree, dict[Place, None]]
    shapes: dict[Shape, Place]

    @property
    def steps(self) -> set[Step]:
        """The marks and names that the tables lead on with."""
        return {step for tree in self.trees for step, _ in tree.steps}

    @property
    def kinds(self) -> set[str]:
        """The kinds that samples show, null aside."""
        return {shape.kind for shape in self.shapes}


def _array_shown(value: _Value) -> str | None:
    """A sample shows what is sent; a heading may call a list by its element."""
    return ITEMS if value.kinds == {"array"} else None


def _array_said(value: _Value) -> str | None:
    """A table of elements is one of an array; a type column counts where no sample is shown."""
    said = not value.kinds and _says(value.said, Array)
    return ITEMS if ITEMS in value.steps or said else None


def _map_of_a_table(value: _Value) -> str | None:
    """A table that describes the values of a map says so."""
    return VALUES if VALUES in value.steps else None


def _no_map(value: _Value) -> str | None:
    """What has a table of properties, or is shown as a scalar, is no map."""
    return "" if value.trees or not value.kinds <= {"object"} else None


def _keys_are_data(value: _Value) -> str | None:
    """An object whose keys are made up, see `is_map`."""
    documented = _says(value.said, Map) and not _says(value.said, Ref)
    shown = value.kinds and is_map(value.name, value.shapes, documented=documented)
    return VALUES if shown else None


def _map_said(value: _Value) -> str | None:
    """A type column that names the type of a map's values, where no sample is shown."""
    typed = any(isinstance(expr, Map) and expr != OBJECT for expr in value.said)
    return VALUES if typed and not value.kinds else None


#: Which container a value is: the first rule that has an answer decides; '' is one: none.
_CONTAINERS: tuple[Callable[[_Value], str | None], ...] = (
    _array_shown,
    _array_said,
    _map_of_a_table,
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


def _inner_said(said: dict[TypeExpr, list[Place]], step: str) -> dict[TypeExpr, list[Place]]:
    """Type claims about the elements. A label or scalar at an array is its element's."""
    inner: dict[TypeExpr, list[Place]] = {}
    for expr, places in said.items():
        if isinstance(expr, Array | Map):
            element = expr.items if isinstance(expr, Array) else expr.values
            if not isinstance(element, AnyType):
                inner.setdefault(element, []).extend(places)
        elif isinstance(expr, Ref) or step == ITEMS:
            inner.setdefault(expr, []).extend(places)
    return inner


def _inner_trees(trees: dict[Tree, dict[Place, None]], step: str) -> dict[Tree, dict[Place, None]]:
    """Tables of the elements; a table that does not say so describes them all the same."""
    inner: dict[Tree, dict[Place, None]] = {}
    for tree, places in trees.items():
        marked = [below for mark, below in tree.steps if mark == step]
        for below in marked or [tree]:
            inner.setdefault(below, {}).update(places)
    return inner


def _inner_shapes(shapes: dict[Shape, Place], step: str) -> dict[Shape, Place]:
    inner: dict[Shape, Place] = {}
    for shape, place in shapes.items():
        parts = shape.items if step == ITEMS else tuple(value for _, value in shape.fields)
        for part in parts:
            inner.setdefault(part, place)
    return inner


_NUMBERED = re.compile(r"(.*?)[\s:_-]*\d+")


def is_map(name: str, shapes: Iterable[Shape], *, documented: bool) -> bool:
    """Whether the keys of the objects are data rather than names of properties.

    They are where the page says that it is an object and names no structure, unless the values
    differ in kind as only properties do; and where every key is plainly made up: numbers, or one
    stem (such as the property's own name) with a number.
    """
    keys: list[str] = []
    kinds: set[str] = set()
    for shape in shapes:
        for key, value in shape.fields:
            keys.append(key)
            kinds.add(value.kind)
    if not keys:
        return False
    uniform = len({_FAMILY.get(kind, kind) for kind in kinds} - {"null"}) <= 1
    if documented or not uniform:
        return uniform
    matches = [_NUMBERED.fullmatch(key) for key in keys]
    stems = {match[1] if match else None for match in matches}
    if None in stems or len(stems) > 1:
        return False
    stem = stems.pop() or ""
    return not stem or any(":" in key for key in keys) or _same_words(stem, name)


#: Kinds that one type of value may show as.
_FAMILY = {"integer": "number", "date-time": "string", "date": "string", "uuid": "string"}


def _same_words(stem: str, name: str) -> bool:
    return [word.lower() for word in words(stem)] == [word.lower() for word in words(name)]


#: The first pattern that matches decides: irregular words, then endings from long to short.
_PLURALS: tuple[tuple[str, str], ...] = (
    (r"(.*(?:[Ss]eries|[Ss]pecies))", r"\1"),
    (r"(.*(?:[Cc]ache|[Cc]ookie|[Mm]ovie))s", r"\1"),
    (r"(.*[^aeiou])ies", r"\1y"),
    (r"(.*(?:ss|x|ch|sh|[Aa]lias|[^aeo]us))es", r"\1"),
    (r"(.*(?:ss|us|is))", r"\1"),
    (r"(.+)s", r"\1"),
)


@lru_cache(maxsize=65536)
def singular(name: str) -> str:
    """The singular of an English plural; a word that is none stays."""
    for pattern, repl in _PLURALS:
        if match := re.fullmatch(pattern, name):
            return match.expand(repl)
    return name


def answer_name(operation: str, *, many: bool) -> str:
    """The type that an operation answers with (with an array of, if `many`), by its own name.

    What the operation is about, in the singular; '' where its name does not say that.
    """
    about = subject(operation)
    if many:
        about = singular(about.removesuffix("List") or about)
    return type_name(about) if about else ""


def wrap(inner: TypeExpr, core: Core) -> TypeExpr:
    """`inner` inside the arrays and maps that were peeled off to get to `core`."""
    for mark, null in reversed(tuple(zip(core.marks, core.null_elements, strict=True))):
        element = one_of((inner, Scalar("null"))) if null else inner
        inner = Array(element) if mark == ITEMS else Map(element)
    return inner
