"""Modules: which module each type belongs to.

A type that the operations of one module alone reach lives in that module; any other lives in
the common one. What a common type refers to is reached from as many modules, so it is common too:
references run from modules to the common one, never back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from codegen.naming import module_name
from codegen.spec import EnumType, ObjectType, Operation, Type, UnionType
from codegen.typeexpr import references

__all__ = ["COMMON", "mentions", "modules_of_groups", "modules_of_types"]

COMMON = "common"


def modules_of_groups(groups: Iterable[str]) -> dict[str, str]:
    """Group of operations -> module name, each unique, none the common one."""
    modules: dict[str, str] = {}
    taken = {COMMON}
    for group in sorted(set(groups)):
        name = module_name(group)
        while name in taken:
            name += "_"
        modules[group] = name
        taken.add(name)
    return modules


def modules_of_types(types: Sequence[Type], operations: Iterable[Operation]) -> dict[str, str]:
    """Type name -> module name, for every type that an operation reaches."""
    below = {one.name: tuple(dict.fromkeys(mentions(one))) for one in types}
    reached: dict[str, set[str]] = {}
    for operation in operations:
        _mark(_of_operation(operation), operation.module, below, reached)
    return {
        name: next(iter(modules)) if len(modules) == 1 else COMMON
        for name, modules in reached.items()
    }


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


def mentions(one: Type) -> Iterator[str]:
    """The names of the types that a type refers to directly."""
    match one:
        case ObjectType():
            for prop in one.properties:
                yield from references(prop.type)
        case UnionType():
            for variant in one.variants:
                yield variant.type
        case EnumType():
            return
