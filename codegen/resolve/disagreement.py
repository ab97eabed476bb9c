"""Whether claims about the type of one value can all be true: an ordered table of rules.

A rule looks at what the pages say of the type and at what samples show, and names the claims on
both sides where these deny each other. The first rule that has something to say decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from codegen.samples import UNTYPED, Shape
from codegen.typeexpr import SCALARS, AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr

__all__ = ["RULES", "Claims", "Disagreement", "allows", "disagreement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is claimed of one value: the types that pages name, and the shapes of its samples.

    `is_object` tells of a label whether any page shows the properties of its type, and `enum_of`
    the JSON type of the values that pages list of it, '' where none does.
    """

    said: Collection[TypeExpr]
    shown: Collection[Shape]
    is_object: Callable[[str], bool]
    enum_of: Callable[[str], str]

    @property
    def values(self) -> list[Shape]:
        """The shapes that are values. Null is not one: it has no type to be held against."""
        return [shape for shape in self.shown if shape.kind not in UNTYPED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Claims that deny each other: types that pages name, and shapes of samples."""

    code: str
    said: tuple[TypeExpr, ...] = ()
    shown: tuple[Shape, ...] = ()


Rule = Callable[[Claims], Disagreement | None]

_STRINGS = frozenset({"string", "date-time", "date", "uuid"})
#: Kinds of samples that a scalar type allows; any string for the string types not listed.
_ALLOWED: dict[str, frozenset[str]] = {
    "date-time": frozenset({"date-time"}),
    "date": frozenset({"date"}),
    "uuid": frozenset({"uuid"}),
    **dict.fromkeys(("integer", "int32", "int64"), frozenset({"integer"})),
    **dict.fromkeys(("number", "float", "double"), frozenset({"integer", "number"})),
    "boolean": frozenset({"boolean"}),
    "null": frozenset(),
}
_FAMILIES = {**dict.fromkeys(_STRINGS, "string"), "integer": "number"}


def disagreement(claims: Claims) -> Disagreement | None:
    """What the first rule finds that finds anything."""
    return next((found for rule in RULES if (found := rule(claims)) is not None), None)


def _tables_against_samples(claims: Claims) -> Disagreement | None:
    """A sample shows what a type that a page names does not allow."""
    pairs = [
        (expr, shape)
        for expr in claims.said
        for shape in claims.values
        if _denies(expr, shape, claims)
    ]
    if not pairs:
        return None
    said, shown = zip(*pairs, strict=True)
    return Disagreement(code="type-contradicts-sample", said=_each(said), shown=_each(shown))


def _tables_against_tables(claims: Claims) -> Disagreement | None:
    """Two tables name types that no value can have both of."""
    pairs = [pair for pair in combinations(claims.said, 2) if _exclude(*pair, claims.is_object)]
    if not pairs:
        return None
    return Disagreement(
        code="type-contradicts-table", said=_each(expr for pair in pairs for expr in pair)
    )


def _samples_against_samples(claims: Claims) -> Disagreement | None:
    """Samples show values of different JSON types, and no page says that both are possible."""
    families = {_FAMILIES.get(shape.kind, shape.kind) for shape in claims.values}
    known = [expr for expr in claims.said if not isinstance(expr, AnyType)]
    if len(families) < 2 or known:  # noqa: PLR2004 - two sides
        return None
    return Disagreement(code="samples-disagree", shown=tuple(claims.values))


def _format_left_out(claims: Claims) -> Disagreement | None:
    """A bare `string`, where another table or all samples show which strings these are."""
    bare = Scalar("string")
    if bare not in claims.said:
        return None
    precise = _each(
        expr
        for expr in claims.said
        if isinstance(expr, Scalar) and expr.json_type == "string" and expr.format
    )
    if not precise and {shape.kind for shape in claims.values} != {"date-time"}:
        return None
    shown = () if precise else tuple(claims.values)
    return Disagreement(code="imprecise-type", said=(bare, *precise), shown=shown)


RULES: tuple[Rule, ...] = (
    _tables_against_samples,
    _tables_against_tables,
    _samples_against_samples,
    _format_left_out,
)


_T = TypeVar("_T")


def _each(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))


def allows(scalar: str, kind: str) -> bool:
    """Whether a sample of that kind may be a value of the scalar type of that name."""
    return kind in _ALLOWED.get(scalar, _STRINGS)


def _denies(expr: TypeExpr, shape: Shape, claims: Claims) -> bool:
    """Whether a value of this shape is none of the type."""
    match expr:
        case Scalar(name):
            return not allows(name, shape.kind)
        case Array():
            return shape.kind != "array"
        case Map():
            return shape.kind != "object"
        case Ref(label):  # A list may go by the label of its elements.
            return shape.kind != "array" and _denies_label(label, shape, claims)
        case OneOf(options):
            return all(_denies(option, shape, claims) for option in options)
    return False


def _denies_label(label: str, shape: Shape, claims: Claims) -> bool:
    """Whether a value is no object of the type, nor of the JSON type of its values."""
    values = claims.enum_of(label)
    if shape.kind == "object" or not values:
        return bool(values) if shape.kind == "object" else claims.is_object(label)
    return shape.kind in SCALARS and SCALARS[shape.kind][0] != values


def _exclude(one: TypeExpr, other: TypeExpr, is_object: Callable[[str], bool]) -> bool:
    """Whether the two types say different things, and neither only says less."""
    match one, other:
        case (OneOf(options), expr) | (expr, OneOf(options)):
            return all(_exclude(option, expr, is_object) for option in options)
        case Array(ours), Array(theirs):
            return _exclude(ours, theirs, is_object)
        case Ref(ours), Ref(theirs):
            return ours != theirs and is_object(ours) and is_object(theirs)
        case Scalar(), Scalar():
            return one.json_type != other.json_type or _formats_exclude(one, other)
        case (Ref(), Array()) | (Array(), Ref()):  # A list may go by the label of its elements.
            return False
    kinds = _kind(one, is_object), _kind(other, is_object)
    return "" not in kinds and kinds[0] != kinds[1]


def _formats_exclude(one: Scalar, other: Scalar) -> bool:
    """Whether two strings are of different formats; `byte` is `binary` in another encoding."""
    formats = {one.format, other.format}
    return (
        one.json_type == "string"
        and None not in formats
        and not formats <= {"byte", "binary"}
        and len(formats) > 1
    )


def _kind(expr: TypeExpr, is_object: Callable[[str], bool]) -> str:
    """The JSON type of a type, '' where that is open."""
    match expr:
        case Scalar():
            return expr.json_type
        case Array():
            return "array"
        case Map():
            return "object"
        case Ref(label) if is_object(label):
            return "object"
    return ""
