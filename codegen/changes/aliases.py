"""Old names of types: which code goes on working with the type that has one as an alias."""

from __future__ import annotations

from codegen.changes.index import Index
from codegen.changes.shift import Shift, Types, shift
from codegen.membernames import attributes, members
from codegen.spec import EnumType, ObjectType, Property, Type, UnionType
from codegen.typeexpr import TypeExpr, rename

__all__ = ["heir", "now", "serves"]

#: What code that uses a property cannot tell, or has only been told more about.
_UNNOTICED: frozenset[Shift] = frozenset({"same", "documented", "recoded"})


def heir(old: Type, new: Index) -> Type | None:
    """The type of `new` that goes by the name of `old` too, in the package and in its module.

    None where there is none, or where there is no such module any more.
    """
    name = new.aliases.get(f"{old.module}.{old.name}")
    return new.types[name] if name is not None and old.module in new.modules else None


def serves(old: Type, new: Type, types: Types) -> bool:
    """Whether code that is written against the class of `old` is right with that of `new`."""
    match old, new:
        case ObjectType(), ObjectType():
            before = {one.name: one for one in old.properties}
            after = {one.name: one for one in new.properties}
            return (
                attributes(old).items() <= attributes(new).items()
                and all(_stays(one, after[name], types) for name, one in before.items())
                and not any(after[it].presence == "required" for it in after.keys() - before.keys())
            )
        case EnumType(), EnumType():
            same = _kind_of_values(old) == _kind_of_values(new)
            return same and members(old).items() <= members(new).items()
        case UnionType(), UnionType():
            known = {types.renamed.get(one.type, one.type) for one in old.variants}
            same = old.discriminator == new.discriminator
            return same and known <= {one.type for one in new.variants}
    return False


def _kind_of_values(one: EnumType) -> tuple[object, ...]:
    return one.scalar, one.flags, one.contradicted


def _stays(old: Property, new: Property, types: Types) -> bool:
    """Whether an attribute holds what it held, and need not be given where it needed not."""
    presence = old.presence == new.presence or (old.presence, new.presence) == (None, "optional")
    nullable = old.nullable in {None, new.nullable}
    kept = shift(old.type, new.type, types, old.basis, new.basis) in _UNNOTICED
    return presence and nullable and kept


def now(expr: TypeExpr, old: Index, new: Index, types: Types) -> TypeExpr:
    """An expression of the old spec with the classes that its names stand for in the new one."""

    def name_now(name: str) -> str:
        one = old.types.get(name)
        found = heir(one, new) if one is not None and name not in types.renamed else None
        if one is not None and found is not None and serves(one, found, types):
            return found.name
        return types.renamed.get(name, name)

    return rename(expr, name_now)
