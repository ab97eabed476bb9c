"""Why a type was chosen, in sentences: what decided, in the order in which resolve asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codegen.claims import ITEMS
from codegen.explain.world import World
from codegen.resolve.decide import merge_rows
from codegen.resolve.evidence import Key
from codegen.resolve.graph import Property
from codegen.resolve.types import scalar_of
from codegen.samples import UNTYPED

__all__ = ["of_type"]


_AGREED = "its type is that of the values, and samples do not show others."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A position of which the type is asked: `own` is the key of a class of its own."""

    world: World
    found: Property
    own: Key


def of_type(world: World, found: Property, own: Key) -> tuple[str, ...]:
    """The reasons for the type at a position, those for its arrays and maps first."""
    case = _Case(world=world, found=found, own=own)
    return (*_containers(case), *next(filter(None, (rule(case) for rule in _REASONS)), ()))


def _containers(case: _Case) -> Iterator[str]:
    """Arrays and maps: samples decide where there are any."""
    shown = any(shape.kind not in UNTYPED for shape in case.found.position.shapes)
    for mark in dict.fromkeys(case.found.core.marks):
        if mark == ITEMS:
            yield "It is a list, as the samples show." if shown else "It is a list, by its type."
        else:
            yield "It is a map: its keys are data, not names of properties."


def _variants(case: _Case) -> tuple[str, ...]:
    return ("The page lists several options here.",) if case.found.variants else ()


def _defined(case: _Case) -> tuple[str, ...]:
    """The values that a page documents by themselves."""
    enum = case.found.enum
    if enum is None:
        return ()
    name = case.world.trace.names[enum]
    if enum.name in case.found.core.labels:
        return (f"Its type names {name}, which a page documents by its values.",)
    links = (link for row, _ in case.found.position.rows for link in row.links)
    if any(link.described and link.label == enum.name for link in links):
        said = f"Its description links to {name}, which a page documents by its values; {_AGREED}"
        return (said,)
    return (f"It lists the values of {name}, which a page documents and which its name means.",)


def _values(case: _Case) -> tuple[str, ...]:
    values = merge_rows(case.found.position.rows).values
    return ("The pages list its values.",) if values else ()


def _label(case: _Case) -> tuple[str, ...]:
    if not case.found.label:
        return ()
    reason = case.world.trace.labels.reason(case.found.core)
    return (f"It is {case.found.label} by this rule: {reason}",)


def _structure(case: _Case) -> tuple[str, ...]:
    if case.found.target is None:
        return ()
    reasons = case.world.reasons(case.own)
    if reasons:
        name = case.world.trace.names[case.found.target]
        return (f"It is {name} by this rule: {reasons[0]}", *reasons[1:])
    return ("It has properties of its own, and no name that is believed; so it has its own type.",)


def _beside(case: _Case) -> tuple[str, ...]:
    """What there is beside a structure."""
    if case.found.core.open_object and case.found.target is None:
        return ("It is an object, and no page says which properties it has.",)
    return ()


def _scalar(case: _Case) -> tuple[str, ...]:
    verdict = scalar_of(case.found)
    return (verdict.reason,) if verdict is not None and verdict.reason else ()


def _nothing(_case: _Case) -> tuple[str, ...]:
    return ("No page and no sample says what it is, so it stays open.",)


#: In the order in which `Types.expression` decides.
_REASONS: tuple[Callable[[_Case], tuple[str, ...]], ...] = (
    _variants,
    _defined,
    _values,
    lambda case: (*_first(case, _label, _structure, _beside), *_scalar(case)),
    _nothing,
)


def _first(case: _Case, *rules: Callable[[_Case], tuple[str, ...]]) -> tuple[str, ...]:
    return next(filter(None, (rule(case) for rule in rules)), ())
