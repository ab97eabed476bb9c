"""Telling what is one of its kind: the ground on which things of two states are taken for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

__all__ = ["alone"]

T = TypeVar("T")


def alone(items: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    """Key -> what is the only one of `items` that has it."""
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {name: group[0] for name, group in groups.items() if len(group) == 1}
