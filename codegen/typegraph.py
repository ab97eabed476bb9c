"""Which types of a spec refer to which, and an order in which they can be taken one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codegen.spec import EnumType, ObjectType, Type, UnionType
from codegen.typeexpr import references

__all__ = ["inner_first", "mentions"]


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


def inner_first(below: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each type after those that it refers to, save in a circle; a chain may be of any length.

    `below`: name -> the names that it refers to, in the order to take them; all are keys of it.
    """
    done: set[str] = set()
    for first in below:
        path = [] if first in done else [(first, iter(below[first]))]
        done.add(first)
        while path:
            name, others = path[-1]
            following = next((other for other in others if other not in done), None)
            if following is None:
                path.pop()
                yield name
            else:
                done.add(following)
                path.append((following, iter(below[following])))
