"""What became of a type expression: one word for how the new one relates to the old one.

An ordered table: the first row that fits decides. What is in an array or a map is compared as the
thing itself is. References are compared by name; where the names differ, by what is behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from codegen.spec import Basis, EnumType, ObjectType, Property, Type, UnionType
from codegen.typeexpr import (
    AnyType,
    Array,
    Map,
    OneOf,
    Ref,
    Scalar,
    TypeExpr,
    options_of,
    references,
    rename,
)

__all__ = ["BENIGN", "SEEN", "SHIFTS", "Shift", "Types", "listed", "shift"]

Shift = Literal[
    "same",
    "documented",
    "undocumented",
    "recoded",
    "replaced",
    "extended",
    "reshaped",
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
    "values-added",
    "values-removed",
    "changed",
]
"""In words of the new type. Documented: the pages said less before, and nothing else."""

SHIFTS: tuple[Shift, ...] = Shift.__args__  # type: ignore[attr-defined]

#: What travels is the same.
BENIGN: frozenset[Shift] = frozenset({"same", "documented", "undocumented", "recoded", "replaced"})

#: The same bytes, in Base64 or as they are.
_BYTES = {"byte", "binary"}

#: Bases of facts that no page states: they were seen in a sample, or at the same type elsewhere.
SEEN: frozenset[Basis] = frozenset({"sampled", "unified"})

#: Two object types that have fewer of their properties in common are different things.
_HALF = 1 / 2

#: Numbers from the narrowest on: each takes the values of those before it (RFC 8259, section 6;
#: the formats of the OpenAPI format registry).
_NUMBERS = ("int32", "int64", "integer", "float", "double", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """The named types of both specs; references of old ones are put in names of the new spec."""

    old: Mapping[str, Type]
    new: Mapping[str, Type]
    renamed: Mapping[str, str]
    """Old name -> new name, of types that have another."""
    formerly: Mapping[str, str]
    """The same, the other way round."""

    def before(self, name: str) -> Type | None:
        """The old type of that new name."""
        return self.old.get(self.formerly.get(name, name))

    def after(self, name: str) -> Type | None:
        """The new type of that name."""
        return self.new.get(name)

    def now(self, expr: TypeExpr) -> TypeExpr:
        """An expression of the old spec, in names of the new one."""
        return rename(expr, lambda name: self.renamed.get(name, name)) if self.renamed else expr


_Lookup = Callable[[str], Type | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """Two expressions that differ, both in names of the new spec."""

    old: TypeExpr
    new: TypeExpr
    types: Types
    before: _Lookup
    after: _Lookup
    pending: frozenset[tuple[TypeExpr, TypeExpr]]
    """Pairs that are being compared further out: types may hold themselves."""

    def turned(self) -> _Both:
        """As if the new one had been the old one."""
        return _Both(
            old=self.new,
            new=self.old,
            types=self.types,
            before=self.after,
            after=self.before,
            pending=frozenset((new, old) for old, new in self.pending),
        )

    def inner(
        self,
        old: TypeExpr,
        new: TypeExpr,
        was: Basis = "documented",
        now: Basis = "documented",
    ) -> Shift:
        """What became of a part."""
        part = replace(self, old=old, new=new, pending=self.pending | {(self.old, self.new)})
        return _weighed(part, was, now)


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
    both = _Both(
        old=types.now(old),
        new=new,
        types=types,
        before=types.before,
        after=types.after,
        pending=frozenset(),
    )
    return _weighed(both, was, now)


def _weighed(both: _Both, was: Basis, now: Basis) -> Shift:
    """What became of the old expression, weighed by what each rests on."""
    found = _shift(both)
    if found in BENIGN:
        return found
    if was in SEEN and now not in SEEN and _shows(both):
        return "documented"
    if was not in SEEN and now in SEEN and _shows(both.turned()):
        return "undocumented"
    return found


def listed(expr: TypeExpr, const: object, types: Mapping[str, Type]) -> bool:
    """Whether `expr` is an enum of `types` that has the constant among its values."""
    one = types.get(expr.name) if isinstance(expr, Ref) else None
    # In Python, 1 is True; on the wire it is not.
    return isinstance(one, EnumType) and any(
        (type(item.value), item.value) == (type(const), const) for item in one.values
    )


def _shift(both: _Both) -> Shift:
    if both.old is both.new or (both.old, both.new) in both.pending:
        return "same"
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


def _numbers(both: _Both) -> Shift | None:
    """A number without a format is one of which the pages do not say how large it may be."""
    match both.old, both.new:
        case Scalar(old), Scalar(new) if old in _NUMBERS and new in _NUMBERS:
            if both.old.json_type == both.new.json_type and both.old.format is None:
                return "documented"
            if both.old.json_type == both.new.json_type and both.new.format is None:
                return "undocumented"
            # A float has fewer digits than an int64, yet callers write and read it alike.
            return "widened" if _NUMBERS.index(old) < _NUMBERS.index(new) else "narrowed"
    return None


def _formats(both: _Both) -> Shift | None:
    match both.old, both.new:
        case Scalar(old), Scalar(new) if {old, new} == _BYTES:
            return "recoded"
        case Scalar(), Scalar() if both.old.json_type == both.new.json_type:
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
        return "values-added"
    return "values-removed" if new < old else "changed"


def _options(both: _Both) -> Shift | None:
    """More types or fewer, of a union or of one type alone."""
    if not isinstance(both.old, OneOf) and not isinstance(both.new, OneOf):
        return None
    old, new = options_of(both.old), options_of(both.new)
    if _covers(new, old, both):
        return "widened"
    return "narrowed" if _covers(old, new, both.turned()) else None


def _covers(wide: tuple[TypeExpr, ...], narrow: tuple[TypeExpr, ...], both: _Both) -> bool:
    """Whether each of `narrow` is among `wide`, or fits one of them."""
    fit = BENIGN | {"widened", "format-removed", "became-free", "values-added"}
    return all(any(both.inner(one, other) in fit for other in wide) for one in narrow)


def _variants(both: _Both) -> Shift | None:
    """One type, and a union that has it among its variants."""
    match both.old, both.new:
        case Ref(old), Ref(new):
            before, after = both.before(old), both.after(new)
            match before, after:
                case UnionType(), UnionType():
                    return None
                case _, UnionType():
                    return "widened" if old in _variant_names(after, both) else None
                case UnionType(), _:
                    return "narrowed" if new in _variant_names(before, both) else None
    return None


def _variant_names(union: Type | None, both: _Both) -> set[str]:
    """The variants of a union of either spec, in names of the new one."""
    variants = union.variants if isinstance(union, UnionType) else ()
    names = {one.type for one in variants}
    return names | {both.types.renamed.get(name, name) for name in names}


def _array(both: _Both) -> Shift | None:
    match both.old, both.new:
        case Array(), Array():
            return None
        case old, Array(new) if both.inner(old, new) in BENIGN:
            return "became-array"
        case Array(old), new if both.inner(old, new) in BENIGN:
            return "became-single"
    return None


def _map(both: _Both) -> Shift | None:
    match both.old, both.new:
        case Ref(name), Map() if isinstance(both.before(name), ObjectType):
            return "became-map"
        case Map(), Ref(name) if isinstance(both.after(name), ObjectType):
            return "became-object"
    return None


def _objects(both: _Both) -> Shift | None:
    """Two object types: by what is in them."""
    match both.old, both.new:
        case Ref(old), Ref(new):
            before, after = both.before(old), both.after(new)
            if isinstance(before, ObjectType) and isinstance(after, ObjectType):
                return _contents(before, after, both)
    return None


def _contents(before: ObjectType, after: ObjectType, both: _Both) -> Shift:
    """What became of an object type that another one stands for now."""
    old = {prop.name: prop for prop in before.properties}
    new = {prop.name: prop for prop in after.properties}
    shifts = {name: _of_property(old[name], new[name], both) for name in old if name in new}
    agreeing = sum(found in {*BENIGN, "extended"} for found in shifts.values())
    # Samples need not show all, so that what they leave out is neither lost nor gained.
    shown = "sampled" in {before.basis, after.basis}
    if agreeing < (_HALF * max(len(old), len(new)) if not shown else min(1, len(shifts))):
        return "changed"
    lost = set() if after.basis == "sampled" else old.keys() - new.keys()
    gained = set() if before.basis == "sampled" else new.keys() - old.keys()
    if lost or agreeing < len(shifts) or any(new[it].presence == "required" for it in gained):
        return "reshaped"
    if gained or "extended" in shifts.values():
        return "extended"
    if before.basis == after.basis:
        return "replaced"
    return "documented" if after.basis == "documented" else "undocumented"


def _of_property(old: Property, new: Property, both: _Both) -> Shift:
    return both.inner(both.types.now(old.type), new.type, old.basis, new.basis)


_TABLE: tuple[Callable[[_Both], Shift | None], ...] = (
    _documented,
    _undocumented,
    _inside,
    _numbers,
    _formats,
    _enums,
    _options,
    _variants,
    _array,
    _map,
    _objects,
)


def _shows(both: _Both) -> bool:
    """Whether samples that look like the old expression can be of the new type.

    A whole number may be any number, an object a map, a text of any form any string; and a list
    of values is never seen whole.
    """
    match both.old, both.new:
        case (AnyType(), _) | (_, AnyType()) | (Scalar("null"), _):
            return True
        case Scalar(), Scalar():
            whole = both.old.json_type == "integer" and both.new.json_type == "number"
            return whole or both.old.json_type == both.new.json_type
        case Scalar(), Ref(name):
            one = both.after(name)
            return isinstance(one, EnumType) and one.scalar == both.old.json_type
        case (Array(old), Array(new)) | (Map(old), Map(new)):
            return _shows(replace(both, old=old, new=new))
        case (Ref(), Map()) | (Map(), Ref()):
            return True
    among = set(references(both.old)) <= set(references(both.new))
    return both.old is both.new or (isinstance(both.new, OneOf) and among)
