"""What became of a type expression: one word for how the new one relates to the old one.

An ordered table: the first row that fits decides. What is in an array or a map is compared as the
thing itself is. References are compared by name; where the names differ, by what is behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from codegen.spec import Basis, EnumType, ObjectType, Type, UnionType
from codegen.typeexpr import (
    AnyType,
    Array,
    Map,
    OneOf,
    Ref,
    Scalar,
    TypeExpr,
    references,
    rename,
)

__all__ = ["SHIFTS", "Shift", "Types", "shift"]

Shift = Literal[
    "same",
    "documented",
    "undocumented",
    "replaced",
    "widened",
    "narrowed",
    "format-added",
    "format-removed",
    "format-changed",
    "became-array",
    "became-single",
    "became-map",
    "became-object",
    "became-enum",
    "became-free",
    "changed",
]
"""In words of the new type. Documented: the pages said less before, and nothing else."""

SHIFTS: tuple[Shift, ...] = Shift.__args__  # type: ignore[attr-defined]

#: Numbers from the narrowest on: each takes the values of those before it (RFC 8259, section 6;
#: the formats of the OpenAPI format registry).
_NUMBERS = ("int32", "int64", "integer", "float", "double", "number")
_FLOATS = frozenset({"float", "double", "number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """The named types of both specs, and the old ones that have a new name."""

    old: Mapping[str, Type]
    new: Mapping[str, Type]
    renamed: Mapping[str, str]
    formerly: Mapping[str, str]
    """The same, the other way round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """Two expressions that differ. Names of the old one are those that the new spec has."""

    old: TypeExpr
    new: TypeExpr
    types: Types
    pending: frozenset[tuple[TypeExpr, TypeExpr]]
    """Pairs that are being compared further out: types may hold themselves."""

    def turned(self) -> _Both:
        """As if the new one had been the old one."""
        types = Types(
            old=self.types.new,
            new=self.types.old,
            renamed=self.types.formerly,
            formerly=self.types.renamed,
        )
        return _Both(old=self.new, new=self.old, types=types, pending=frozenset())

    def before(self, name: str) -> Type | None:
        """The type of the old spec that the old expression calls `name`."""
        return self.types.old.get(self.types.formerly.get(name, name))

    def after(self, name: str) -> Type | None:
        """The type of the new spec of that name."""
        return self.types.new.get(name)

    def inner(self, old: TypeExpr, new: TypeExpr) -> Shift:
        """What became of a part."""
        return _shift(old, new, self.types, self.pending | {(self.old, self.new)})


def shift(
    old: TypeExpr,
    new: TypeExpr,
    types: Types,
    was: Basis = "documented",
    now: Basis = "documented",
) -> Shift:
    """What became of `old`, of which the pages say so as `was` tells, and of `new` as `now`.

    A fact that only samples showed is replaced by a documented one: where the samples agree with
    it, no more than documented.
    """
    old = rename(old, lambda name: types.renamed.get(name, name))
    found = _shift(old, new, types, frozenset())
    if found in {"same", "documented", "undocumented"}:
        return found
    if was != "documented" and now == "documented" and _shows(old, new, types.new):
        return "documented"
    if was == "documented" and now != "documented" and _shows(new, old, types.old):
        return "undocumented"
    return found


def _shift(
    old: TypeExpr,
    new: TypeExpr,
    types: Types,
    pending: frozenset[tuple[TypeExpr, TypeExpr]],
) -> Shift:
    if old is new or (old, new) in pending:
        return "same"
    both = _Both(old=old, new=new, types=types, pending=pending)
    return next((found for rule in _TABLE if (found := rule(both)) is not None), "changed")


def _documented(both: _Both) -> Shift | None:
    """Nothing was known, or only that it was an object; now it is."""
    match both.old, both.new:
        case AnyType(), _:
            return "documented"
        case Map(AnyType()), Map():
            return "documented"
        case Map(AnyType()), Ref(name) if not isinstance(both.after(name), EnumType):
            return "documented"
        case Ref(name), Ref() | Map() if _is_blank(both.before(name)):
            return "documented"
    return None


def _undocumented(both: _Both) -> Shift | None:
    return "undocumented" if _documented(both.turned()) else None


def _is_blank(one: Type | None) -> bool:
    """Whether nothing is known of a type but its name."""
    match one:
        case ObjectType(properties=()) | UnionType(variants=()):
            return True
    return False


def _inside(both: _Both) -> Shift | None:
    match both.old, both.new:
        case (Array(old), Array(new)) | (Map(old), Map(new)):
            return both.inner(old, new)
    return None


def _scalars(both: _Both) -> Shift | None:
    match both.old, both.new:
        case Scalar(old), Scalar(new) if old in _NUMBERS and new in _NUMBERS:
            # A float has fewer digits than an int64, yet callers write and read it alike.
            return "widened" if _NUMBERS.index(old) < _NUMBERS.index(new) else "narrowed"
        case Scalar(old), Scalar(new) if both.old.json_type == both.new.json_type:
            if both.old.format is None:
                return "format-added"
            return "format-removed" if both.new.format is None else "format-changed"
    return None


def _enums(both: _Both) -> Shift | None:
    match both.old, both.new:
        case Scalar(), Ref(name):
            found = both.after(name)
            if isinstance(found, EnumType) and found.scalar == both.old.json_type:
                return "became-enum"
        case Ref(), Scalar():
            return "became-free" if _enums(both.turned()) else None
        case Ref(old), Ref(new):
            before, after = both.before(old), both.after(new)
            if isinstance(before, EnumType) and isinstance(after, EnumType):
                return _values(before, after)
    return None


def _values(before: EnumType, after: EnumType) -> Shift:
    old = {item.value for item in before.values}
    new = {item.value for item in after.values}
    if old == new:
        return "replaced"
    if old < new:
        return "widened"
    return "narrowed" if new < old else "changed"


def _options(both: _Both) -> Shift | None:
    """More types or fewer, of a union or of one type alone."""
    if not isinstance(both.old, OneOf) and not isinstance(both.new, OneOf):
        return None
    old, new = _parts(both.old), _parts(both.new)
    if _covers(new, old, both, {"same", "documented", "replaced", "widened", "format-removed"}):
        return "widened"
    if _covers(old, new, both.turned(), {"same", "documented", "replaced", "widened"}):
        return "narrowed"
    return None


def _parts(expr: TypeExpr) -> tuple[TypeExpr, ...]:
    return expr.options if isinstance(expr, OneOf) else (expr,)


def _covers(
    wide: tuple[TypeExpr, ...], narrow: tuple[TypeExpr, ...], both: _Both, fit: set[Shift]
) -> bool:
    """Whether each of `narrow` is among `wide`."""
    return all(any(both.inner(one, other) in fit for other in wide) for one in narrow)


def _variants(both: _Both) -> Shift | None:
    """One object type, and a union that has it among its variants."""
    match both.old, both.new:
        case Ref(old), Ref(new):
            union = both.after(new)
            if isinstance(union, UnionType) and not isinstance(both.before(old), UnionType):
                return "widened" if old in {one.type for one in union.variants} else None
            union = both.before(old)
            if isinstance(union, UnionType) and not isinstance(both.after(new), UnionType):
                names = {both.types.renamed.get(one.type, one.type) for one in union.variants}
                return "narrowed" if new in names else None
    return None


def _array(both: _Both) -> Shift | None:
    match both.old, both.new:
        case Array(), Array():
            return None
        case old, Array(new) if both.inner(old, new) in {"same", "documented", "replaced"}:
            return "became-array"
        case Array(old), new if both.inner(old, new) in {"same", "undocumented", "replaced"}:
            return "became-single"
    return None


def _map(both: _Both) -> Shift | None:
    match both.old, both.new:
        case Ref(name), Map() if isinstance(both.before(name), ObjectType):
            return "became-map"
        case Map(), Ref(name) if isinstance(both.after(name), ObjectType):
            return "became-object"
    return None


def _alike(both: _Both) -> Shift | None:
    """Two types with the same properties: only the name is another."""
    match both.old, both.new:
        case Ref(old), Ref(new):
            before, after = both.before(old), both.after(new)
            if isinstance(before, ObjectType) and isinstance(after, ObjectType):
                return _same_properties(before, after, both)
    return None


def _same_properties(before: ObjectType, after: ObjectType, both: _Both) -> Shift | None:
    old = {prop.name: prop for prop in before.properties}
    new = {prop.name: prop for prop in after.properties}
    if old.keys() != new.keys() or not old:
        return None
    for name, prop in old.items():
        expr = rename(prop.type, lambda one: both.types.renamed.get(one, one))
        if both.inner(expr, new[name].type) not in {
            "same",
            "documented",
            "undocumented",
            "replaced",
        }:
            return None
    return "replaced"


_TABLE: tuple[Callable[[_Both], Shift | None], ...] = (
    _documented,
    _undocumented,
    _inside,
    _scalars,
    _enums,
    _options,
    _variants,
    _array,
    _map,
    _alike,
)


def _shows(shown: TypeExpr, said: TypeExpr, types: Mapping[str, Type]) -> bool:
    """Whether samples that look like `shown` can be of the type `said`.

    A whole number may be any number, an object a map, a text of any form any string; and a list
    of values is never seen whole.
    """
    match shown, said:
        case (AnyType(), _) | (_, AnyType()) | (Scalar("null"), _):
            return True
        case Scalar(), Scalar():
            whole = shown.json_type == "integer" and said.json_type == "number"
            return whole or shown.json_type == said.json_type
        case Scalar(), Ref(name):
            one = types.get(name)
            return isinstance(one, EnumType) and one.scalar == shown.json_type
        case (Array(one), Array(other)) | (Map(one), Map(other)):
            return _shows(one, other, types)
        case (Ref(), Map()) | (Map(), Ref()):
            return True
    among = set(references(shown)) <= set(references(said))
    return shown is said or (isinstance(said, OneOf) and among)
