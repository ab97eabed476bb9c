"""Bounds that pages state of a value: those that samples break are not enforced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from codegen.claims import Place
from codegen.spec import Constraints

__all__ = ["Broken", "Value", "has_bounds", "kept"]

#: What a bound is held against.
Value = str | int | float


class Broken(NamedTuple):
    """A constraint, what it says, and a value that a sample shows beyond it."""

    name: str
    bound: int | float | str
    value: Value
    place: Place


def _below(value: Value, bound: float) -> bool:
    return not isinstance(value, str) and value < bound


def _above(value: Value, bound: float) -> bool:
    return not isinstance(value, str) and value > bound


def _shorter(value: Value, bound: float) -> bool:
    return isinstance(value, str) and len(value) < bound


def _longer(value: Value, bound: float) -> bool:
    return isinstance(value, str) and len(value) > bound


#: Constraint -> whether a value breaks it (JSON Schema Validation, section 6).
_BOUNDS: Mapping[str, Callable[[Value, float], bool]] = {
    "minimum": _below,
    "maximum": _above,
    "min_length": _shorter,
    "max_length": _longer,
}


def has_bounds(constraints: Constraints) -> bool:
    """Whether there is something to hold values against."""
    return any(getattr(constraints, name) is not None for name in _BOUNDS)


def kept(
    constraints: Constraints, shown: Mapping[Value, Place]
) -> tuple[Constraints, tuple[Broken, ...]]:
    """The constraints that no value of a sample breaks, and those that one does."""
    if not shown:
        return constraints, ()
    broken = tuple(
        Broken(name, bound, value, place)
        for name, breaks in _BOUNDS.items()
        if (bound := getattr(constraints, name)) is not None
        for value, place in shown.items()
        if breaks(value, bound)
    )
    gone = dict.fromkeys(one.name for one in broken)
    return msgspec.structs.replace(constraints, **gone) if gone else constraints, broken
