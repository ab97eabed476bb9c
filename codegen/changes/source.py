"""What a change does to the generated Python: the names that it touches, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codegen.changes import aliases
from codegen.changes.model import Touched
from codegen.changes.pairs import Around, One, Owner, Two
from codegen.changes.rules.model import Effect
from codegen.membernames import attributes, members
from codegen.outputs import FOLDERS
from codegen.spec import (
    Body,
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Type,
    UnionType,
)
from codegen.typeexpr import AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr

__all__ = ["Source"]

#: The packages of models; every one has the same classes.
_PACKAGES = (FOLDERS["pydantic"], FOLDERS["dataclasses"])

#: Effects on an annotation: none where that stays as it is.
_ON_ANNOTATIONS = frozenset({"narrowed", "widened", "retyped", "documented", "undocumented"})

#: As the targets write scalars: those of a format of its own, else by the type of JSON.
_PYTHON: Mapping[str, str] = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "date-time": "datetime",
    "date": "date",
    "time": "time",
    "uuid": "UUID",
}


class Source:
    """The names of the Python packages of both specs."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._constants: dict[bool, Mapping[str, str]] = {}

    def touched(self, pair: One[Any] | Two[Any], effect: Effect) -> tuple[Touched, ...]:
        """The names that a change with this effect touches; those that code has used so far.

        Empty where code cannot tell the difference.
        """
        if isinstance(pair, One):
            names = self._names(pair.it, pair.owners[pair.added], new=pair.added)
            return tuple(Touched(name=name, effect=effect) for name in names if effect)
        words = self._words(pair, effect)
        if effect == "renamed" and isinstance(pair.old, ObjectType):
            return (*_touched(pair.old, words), *self._followers(pair.old))
        names = self._names(pair.old, pair.owners[0], new=False)
        return tuple(Touched(name=name, effect=words) for name in names if words)

    def _followers(self, one: ObjectType) -> Iterator[Touched]:
        """The types that have another name because `one` has."""
        for old, owner in self._around.carried.items():
            if owner == one.name:
                now = self._around.types.renamed[old]
                yield from _touched(self._around.old.types[old], f"renamed to {now}")

    def _names(self, one: object, owner: Owner, *, new: bool) -> Iterator[str]:
        """What `one` of `owner` is called, in each package that has it."""
        match one, owner:
            case Property(), ObjectType():
                yield from _in_packages(owner, attributes(owner)[one.name])
            case EnumValue(), EnumType():
                yield from _in_packages(owner, members(owner)[one.value])
            case ((ObjectType() | EnumType() | UnionType()), _):
                yield from _in_packages(one)
            case _, UnionType():
                yield from _in_packages(owner)
            case (Operation(), _):
                yield f"models.operations.{self._constant(one, new=new)}"
            case _, Operation():
                yield f"models.operations.{self._constant(owner, new=new)}"

    def _constant(self, one: Operation, *, new: bool) -> str:
        """What the constant of an operation is called."""
        if new not in self._constants:
            from codegen.targets.operations import constants  # noqa: PLC0415 - slow to import

            side = self._around.new if new else self._around.old
            self._constants[new] = constants(side.spec)
        return self._constants[new][one.id]

    def _words(self, pair: Two[Any], effect: Effect) -> str:
        """What becomes of the name of a thing that both specs have; '' where nothing does."""
        if effect in _ON_ANNOTATIONS and isinstance(pair.old, Property | Parameter | Body):
            old, new = _annotation(pair.old), _annotation(pair.new)
            around = self._around
            held = aliases.now(pair.old.type, around.old, around.new, around.types)
            now = _optional(_python(held), pair.old)
            return f"{effect}: {old} -> {new}" if now != new else ""
        match effect, pair.new:
            case "renamed", _:
                found = next(self._names(pair.new, pair.owners[1], new=True))
                return f"renamed to {found.rpartition('.')[2]}"
            case "moved", (ObjectType() | EnumType() | UnionType()) as one:
                return f"moved to {one.module}"
        return effect


def _touched(one: Type, words: str) -> Iterator[Touched]:
    return (Touched(name=name, effect=words) for name in _in_packages(one))


def _in_packages(one: Type, *inner: str) -> Iterator[str]:
    for package in _PACKAGES:
        yield ".".join((package, one.module, one.name, *inner))


def _annotation(one: Property | Parameter | Body) -> str:
    return _optional(_python(one.type), one)


def _optional(text: str, one: Property | Parameter | Body) -> str:
    """`text`, with null where the value may be null, or is left out and then is None."""
    match one:
        case Property(presence="required", nullable=nullable) | Body(nullable=nullable):
            null = nullable is True
        case Property(nullable=False):
            return f"Omittable[{text}]"
        case Property():
            null = True
        case Parameter():
            null = False
    return f"{text} | None" if null and text not in {"Any", "None"} else text


def _python(expr: TypeExpr) -> str:
    """A type expression as Python has it, but for the modules of classes."""
    match expr:
        case Scalar(name):
            return _PYTHON.get(name) or _PYTHON[expr.json_type]
        case Ref(name):
            return name
        case Array(items):
            return f"list[{_python(items)}]"
        case Map(values):
            return f"dict[str, {_python(values)}]"
        case OneOf(options):
            return " | ".join(dict.fromkeys(map(_python, options)))
        case AnyType():
            return "Any"
    message = f"not a type expression: {expr!r}"
    raise TypeError(message)
