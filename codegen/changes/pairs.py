"""What rules look at: a thing that both specs have, or that only one of them has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from codegen.changes.index import Index
from codegen.changes.model import Direction, Subject
from codegen.changes.renames import Ends
from codegen.changes.shift import Shift, Types
from codegen.spec import Operation, Type

__all__ = ["Around", "One", "Owner", "Place", "Two"]

T = TypeVar("T")

Owner = Type | Operation | None
"""What holds a property, a value, a parameter or a body; None of what stands for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Both specs, and which of their types are the same under another name."""

    old: Index
    new: Index
    types: Types
    ends: Ends
    carried: Mapping[str, str]
    """Renamed types -> the renamed type whose name begins theirs: they have followed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a thing stands, and what it reaches."""

    subject: Subject
    former: Subject | None = None
    direction: Direction = ""
    operations: tuple[str, ...] = ()
    evidence: str = ""
    """Why the things of both specs are believed to be one, where their names differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class One(Generic[T]):
    """A thing that only one spec has: the new one where it was `added`, else the old one."""

    it: T
    added: bool
    place: Place
    around: Around
    owners: tuple[Owner, Owner] = (None, None)
    """What holds it, in the old spec and in the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Two(Generic[T]):
    """A thing that both specs have."""

    old: T
    new: T
    place: Place
    around: Around
    owners: tuple[Owner, Owner] = (None, None)
    shift: Shift = "same"
    """What became of its type."""
