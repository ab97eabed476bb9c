"""What a spec and its evidence know of names: which class is which type, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from codegen.explain.located import Located
from codegen.naming import type_name
from codegen.resolve.evidence import Key
from codegen.resolve.resolver import Resolution, Trace
from codegen.samples import UNTYPED
from codegen.spec import EnumType, Spec, Type
from codegen.typeexpr import ANY, Array, Map, Ref, Scalar, TypeExpr, options_of

__all__ = ["World"]

#: A sample of the first may be a value of the second.
_WIDER = {"integer": {"number"}}


@dataclass(frozen=True)
class World:
    """A resolution, with what explanations look up in it."""

    resolution: Resolution

    @property
    def spec(self) -> Spec:
        """The spec that is explained."""
        return self.resolution.spec

    @property
    def trace(self) -> Trace:
        """The evidence of the spec."""
        return self.resolution.trace

    @cached_property
    def types(self) -> dict[str, Type]:
        """The types of the spec by name."""
        return {one.name: one for one in self.spec.types}

    @cached_property
    def keys(self) -> dict[str, Key]:
        """The class, enum or union behind each name of a type."""
        return {name: key for key, name in self.trace.names.items()}

    def now(self, key: Key) -> Key:
        """The class that `key` was found to be the same as, its owners first."""
        for _, _, target in self._steps(key):
            key = target
        return key

    def reasons(self, key: Key) -> tuple[str, ...]:
        """Why `key` is the class that it is now: a reason for each step, nearest first."""
        steps = (self.trace.merged_by.get(one, "") for one, moved, _ in self._steps(key) if moved)
        return tuple(dict.fromkeys(filter(None, steps)))

    def _steps(self, key: Key) -> Iterator[tuple[Key, bool, Key]]:
        """From a key to the class of its own that it is now; True where a rule merged it."""
        while True:
            if key in self.trace.alias:
                target, moved = self.trace.alias[key], True
            else:
                owner = self.now(key.owner) if key.owner is not None else None
                target, moved = key._replace(owner=owner), False
            if target == key:
                return
            yield key, moved, target
            key = target

    def describe(self, key: Key) -> str:
        """A key as people call it: a body of an operation, or a property of a type."""
        if key.owner is None:
            return key.name
        owner = self.now(key.owner)
        return f"{self.trace.names.get(owner) or self.describe(owner)}.{key.name}"

    def agrees(self, said: TypeExpr, chosen: TypeExpr) -> bool:
        """Whether a page that says `said` is right, if a little vague, where it is `chosen`."""
        return any(
            self._agrees(one, other) for one in options_of(said) for other in options_of(chosen)
        )

    def _agrees(self, said: TypeExpr, chosen: TypeExpr) -> bool:
        right = False
        match said, chosen:
            case (Array(inner), Array(held)) | (Map(inner), Map(held)):
                right = inner == ANY or self.agrees(inner, held)
            case Map(inner), Ref(name):
                right = inner == ANY and not isinstance(self.types.get(name), EnumType)
            case (Ref(), Array(held) | Map(held)) | (Scalar(), Array(held)):
                right = self.agrees(said, held)  # a word beside a list is its elements'
            case Ref(label), Ref(name):
                right = self.is_called(label, name)
            case Scalar(), Ref(name):
                enum = self.types.get(name)
                right = isinstance(enum, EnumType) and enum.scalar == said.json_type
            case Scalar(), Scalar():
                vague = said.format is None and said.json_type == chosen.json_type
                right = vague or said == chosen
        return right

    def is_called(self, label: str, name: str) -> bool:
        """Whether the type `name` is what the pages call `label`."""
        key = self.now(Key("label", label))
        return name in {self.trace.names.get(key), type_name(label)}

    def shows(self, value: Located, chosen: TypeExpr) -> bool | None:
        """Whether a sampled value is one of type `chosen`; None: it does not tell."""
        if value.kind in UNTYPED or chosen == ANY:
            return None
        return any(self._shows(value, one) for one in options_of(chosen))

    def _shows(self, value: Located, chosen: TypeExpr) -> bool:
        right = False
        match chosen:
            case Array(held):
                inside = [self.shows(item, held) for item in value.items]
                right = value.kind == "array" and False not in inside
            case Map(held):
                inside = [self.shows(item, held) for _, item in value.fields]
                right = value.kind == "object" and False not in inside
            case Ref(name):
                one = self.types.get(name)
                if isinstance(one, EnumType):
                    right = _is_scalar(value.kind, Scalar(one.scalar))
                else:
                    right = value.kind == "object"
            case Scalar():
                right = _is_scalar(value.kind, chosen)
        return right


def _is_scalar(kind: str, chosen: Scalar) -> bool:
    if chosen.json_type == "string":
        strings = {"string", "date-time", "date", "uuid"}
        return kind in strings and (kind == chosen.name or chosen.name not in {"date-time", "date"})
    return chosen.json_type in {kind, *_WIDER.get(kind, ())}
