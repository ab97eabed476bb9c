"""Modules: which module each type belongs to.

A type that the operations of one module alone reach belongs to that module; any other belongs to
the common one. Where no operation reaches a type, and a page documents it by itself, it belongs to
the module of its group, and so does what only types of that module need. A type that the name lock
has stays where it is, whoever comes to need it, so that its import path stays as well. Modules
refer to each other, but never round in a circle: where one cannot be avoided, types move to the
common module, as few and as new ones as will do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from codegen.diagnostics import Diagnostic
from codegen.naming import letters, module_name
from codegen.spec import Operation, Type
from codegen.typeexpr import references
from codegen.typegraph import inner_first, mentions

__all__ = ["COMMON", "modules_of_groups", "modules_of_types", "moved", "with_operations"]

COMMON = "common"

#: Nothing is kept: all modules are derived.
_NONE: Mapping[str, str] = {}

_Below = Mapping[str, tuple[str, ...]]
"""Type -> the types that it refers to directly."""


def modules_of_groups(groups: Iterable[str], kept: Mapping[str, str] = _NONE) -> dict[str, str]:
    """Group of operations -> module name, none the common one.

    Groups of the same letters share a module (``Gift cards``, ``gift-cards``), others do not.
    `kept` has the modules that are not to be derived; no group of other letters gets one of them.
    """
    modules: dict[str, str] = {}
    taken = {COMMON, *kept.values()}
    shared = {letters(group): name for group, name in sorted(kept.items(), reverse=True)}
    for group in sorted(set(groups)):
        spelled = letters(group)
        if group not in kept and spelled not in shared:
            name = module_name(group)
            while name in taken:
                name += "_"
            taken.add(name)
            shared[spelled] = name
        modules[group] = kept.get(group) or shared[spelled]
    return modules


def with_operations(owners: Mapping[str, str], groups: Iterable[str]) -> dict[str, str]:
    """`owners`, type name -> group of its page, with the group of operations that is the same.

    A title and a file name differ in capitals and signs alone.
    """
    known: dict[str, str] = {}
    for group in sorted(set(groups)):
        known.setdefault(letters(group), group)
    return {name: known.get(letters(group), group) for name, group in owners.items()}


def modules_of_types(
    types: Sequence[Type],
    operations: Iterable[Operation],
    kept: Mapping[str, str] = _NONE,
    owned: Mapping[str, str] = _NONE,
) -> dict[str, str]:
    """Type name -> module name, for every type that an operation reaches, or one of `owned`.

    `kept` has the modules that types of the name lock are in, `owned` those of the groups of types
    that are documented by themselves.
    """
    below = {one.name: tuple(dict.fromkeys(mentions(one))) for one in types}
    reached: dict[str, set[str]] = {}
    for operation in operations:
        _mark(_of_operation(operation), operation.module, below, reached)
    reached |= _reached_by_none(owned, below, reached)
    derived = {
        name: next(iter(modules)) if len(modules) == 1 else COMMON
        for name, modules in reached.items()
    }
    below = {name: tuple(filter(derived.__contains__, below.get(name, ()))) for name in derived}
    modules = {name: kept[name] for name in derived if kept.get(name)}
    _place(modules, derived, below)
    _straighten(modules, below, kept)
    return modules


def _reached_by_none(
    owned: Mapping[str, str], below: _Below, reached: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """The types that only those of `owned` lead to that are not reached, and these, by module."""
    found = {name: {owned[name]} for name in owned if name in below and name not in reached}
    alone: dict[str, set[str]] = {}
    for name, modules in found.items():
        for module in modules:
            _mark(below[name], module, below, alone)
    return {name: modules for name, modules in alone.items() if name not in reached} | found


def moved(modules: Mapping[str, str], kept: Mapping[str, str]) -> Iterator[Diagnostic]:
    """A finding for each type that is no longer in the module that the name lock has."""
    for name in sorted(modules):
        if kept.get(name) not in {None, "", modules[name]}:
            yield Diagnostic(
                code="type-moved",
                severity="info",
                message=f"{name} moved from the module {kept[name]} to {modules[name]}: modules "
                "would refer to each other in a circle",
                hint="import it from the package, where every type stays",
            )


def _place(modules: dict[str, str], derived: Mapping[str, str], below: _Below) -> None:
    """Give each new type its own module, or one that makes no circle with those that are kept.

    After its own, the common one is tried, then those of the types that it refers to.
    """
    above: dict[str, list[str]] = defaultdict(list)
    for name, others in below.items():
        for other in others:
            above[other].append(name)
    edges = _edges(modules, below)
    for name in inner_first(below):
        if name in modules:
            continue
        up = {modules[other] for other in above[name] if other in modules}
        down = {modules[other] for other in below[name] if other in modules}
        choices = dict.fromkeys((derived[name], COMMON, *sorted(down)))
        chosen = next(
            (one for one in choices if not _in_circle(one, up, down, edges)), derived[name]
        )
        modules[name] = chosen
        edges[chosen] |= down - {chosen}
        for one in up - {chosen}:
            edges[one].add(chosen)


_Edges = dict[str, set[str]]
"""Module -> the other modules that its types refer to."""


def _edges(modules: Mapping[str, str], below: _Below) -> _Edges:
    edges: _Edges = defaultdict(set)
    for name in modules:
        for other in below[name]:
            if other in modules and modules[other] != modules[name]:
                edges[modules[name]].add(modules[other])
    return edges


def _in_circle(module: str, up: set[str], down: set[str], edges: _Edges) -> bool:
    """Whether `module` leads back to itself, with one more type that is between `up` and `down`."""
    reached = _reached((edges[module] | down) - {module}, edges)
    return module in reached or not reached.isdisjoint(up - {module})


def _reached(modules: Iterable[str], edges: _Edges) -> set[str]:
    """`modules`, and those that they lead to."""
    found = set(modules)
    pending = list(found)
    while pending:
        new = edges[pending.pop()] - found
        found |= new
        pending.extend(new)
    return found


def _straighten(modules: dict[str, str], below: _Below, kept: Mapping[str, str]) -> None:
    """Move types to the common module until modules refer to each other in no circle."""
    while circle := _circle(edges := _edges(modules, below)):
        names = [
            _leading_back(one, other, modules, below, edges)
            for one in circle
            for other in sorted(edges[one] & set(circle) - {COMMON})
        ]
        chosen = min(names, key=lambda found: (len(found & kept.keys()), len(found), sorted(found)))
        modules.update(dict.fromkeys(chosen, COMMON))


def _circle(edges: _Edges) -> list[str]:
    """The modules of one circle; none where there is none."""
    try:
        TopologicalSorter({one: sorted(edges[one]) for one in sorted(edges)}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return sorted(set(circle))
    return []


def _leading_back(
    one: str, other: str, modules: Mapping[str, str], below: _Below, edges: _Edges
) -> set[str]:
    """The types of module `other` that `one` refers to, and what would lead back to the common one.

    These are to be common, all together.
    """
    found = {
        target
        for name, module in modules.items()
        if module == one
        for target in below[name]
        if modules[target] == other
    }
    pending = list(found)
    while pending:
        for target in below[pending.pop()]:
            module = modules[target]
            leads = module != COMMON and (module == other or COMMON in _reached([module], edges))
            if leads and target not in found:
                found.add(target)
                pending.append(target)
    return found


def _mark(
    names: Iterable[str],
    module: str,
    below: Mapping[str, tuple[str, ...]],
    reached: dict[str, set[str]],
) -> None:
    pending = list(names)
    while pending:
        name = pending.pop()
        modules = reached.setdefault(name, set())
        if module not in modules:
            modules.add(module)
            pending.extend(below.get(name, ()))


def _of_operation(operation: Operation) -> Iterator[str]:
    for parameter in operation.parameters:
        yield from references(parameter.type)
    bodies = (operation.request, *(response.body for response in operation.responses))
    for body in bodies:
        if body is not None:
            yield from references(body.type)
