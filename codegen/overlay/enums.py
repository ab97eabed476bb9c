"""Enums as the overlay changes them. Pure functions of types and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from codegen.naming import type_name
from codegen.overlay.draft import innermost, with_innermost
from codegen.spec import EnumType, EnumValue, Operation, Type, can_be_flags
from codegen.typeexpr import Ref, Scalar, TypeExpr

__all__ = ["enum_of", "own_enum_name", "plain", "same_values", "with_values"]


def enum_of(expr: TypeExpr, types: Mapping[str, Type]) -> EnumType | None:
    """The enum that a position holds, itself or in arrays and maps; None where it holds none."""
    match innermost(expr):
        case Ref(name) if isinstance(found := types.get(name), EnumType):
            return found
    return None


def plain(expr: TypeExpr, types: Mapping[str, Type]) -> TypeExpr:
    """`expr` with the scalar of its enum for the enum, if it holds one."""
    found = enum_of(expr, types)
    return expr if found is None else with_innermost(expr, Scalar(found.scalar))


def same_values(stated: Iterable[EnumValue], known: Iterable[EnumValue]) -> bool:
    """Whether `stated` lists just the values of `known`, in any order, and describes none anew."""
    before = {one.value: one.description for one in known}
    now = {one.value: one.description for one in stated}
    described = {value: text or before.get(value, "") for value, text in now.items()}
    return before == described


def with_values(enum: EnumType, values: Iterable[EnumValue]) -> EnumType:
    """`enum` with these values; what it says of a value stays where they say nothing.

    The list is the user's: what samples say against that of the pages counts no more.
    """
    known = {one.value: one for one in enum.values}
    kept = tuple(_kept(one, known.get(one.value, one)) for one in values)
    integer = all(isinstance(one.value, int) for one in kept)
    scalar = "integer" if integer else "string"
    return msgspec.structs.replace(
        enum,
        values=kept,
        scalar=scalar,
        flags=enum.flags and can_be_flags(kept),
        contradicted=False,
        basis="overlay",
    )


def _kept(one: EnumValue, known: EnumValue) -> EnumValue:
    return EnumValue(
        value=one.value,
        name=one.name or known.name,
        description=one.description or known.description,
    )


def own_enum_name(owner: str | Operation, name: str) -> str:
    """The name of an enum that is made for one position: its owner's and its own."""
    return type_name(owner.id if isinstance(owner, Operation) else owner, name)
