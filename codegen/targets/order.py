"""In which order a module defines its classes: one that more pages do not change.

Each class stands after those that it mentions, as far as they do not mention each other, so that
pydantic knows them when it comes to it. What has a place keeps it; what is new goes between what
it mentions and what mentions it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from codegen.spec import Spec, UnionType
from codegen.typegraph import inner_first, mentions

__all__ = ["class_order", "orders"]

Orders = Mapping[str, tuple[str, ...]]
"""Module -> the names of its classes, in order."""


def orders(spec: Spec, kept: Orders) -> dict[str, tuple[str, ...]]:
    """The order in every module from now on; what is gone keeps its place for when it comes back.

    Only classes are ordered: aliases stand before them and unions behind them in any case.
    """
    modules: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for one in spec.types:
        if not isinstance(one, UnionType):
            modules[one.module][one.name] = tuple(mentions(one))
    found = {
        module: class_order(
            {name: sorted(set(others) & below.keys()) for name, others in below.items()},
            kept.get(module, ()),
        )
        for module, below in modules.items()
    }
    return {**kept, **found}


def class_order(below: Mapping[str, Sequence[str]], kept: Sequence[str]) -> tuple[str, ...]:
    """`kept` with the new names of `below`, which has the names that each one mentions."""
    above: dict[str, list[str]] = defaultdict(list)
    for name, others in below.items():
        for other in others:
            above[other].append(name)
    order = list(kept)
    places = {name: place for place, name in enumerate(order)}
    for name in inner_first({name: below[name] for name in sorted(below)}):
        if name in places:
            continue
        after = max((places[one] + 1 for one in below[name] if one in places), default=0)
        before = min((places[one] for one in above[name] if one in places), default=len(order))
        place = max(after, before)
        order.insert(place, name)
        places.update({one: place + moved for moved, one in enumerate(order[place:])})
    return tuple(order)
