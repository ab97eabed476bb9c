"""Readings as bytes: what goes from process to process, and what the cache keeps of pages.

MessagePack of the claims as they are, save for types and shapes. Those are interned: each stands
once in a table, parts before what they are parts of, and is a number wherever it is mentioned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from codegen import samples
from codegen.claims import Reading
from codegen.diagnostics import Diagnostic
from codegen.samples import Shape
from codegen.typeexpr import AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr

__all__ = ["Item", "dumps", "loads"]

#: What came of a page: a reading, or why there is none.
Item = Reading | Diagnostic

_KINDS: tuple[type[TypeExpr], ...] = (AnyType, Scalar, Ref, Array, Map, OneOf)

_Type = tuple[int, str | tuple[int, ...]]
"""The class of an expression by its place in `_KINDS`, and its name or its parts."""
_Shape = tuple[str, tuple[tuple[str, int], ...], tuple[int, ...], bool, str]


class _File(msgspec.Struct, array_like=True, frozen=True):
    types: tuple[_Type, ...]
    shapes: tuple[_Shape, ...]
    items: msgspec.Raw


_Items = tuple[tuple[Reading | None, Diagnostic | None], ...]


def dumps(items: Sequence[Item]) -> bytes:
    """The bytes of `items`. Raises ValueError where a number in them is beyond 64 bits."""
    tables = _Writer()
    encoder = msgspec.msgpack.Encoder(enc_hook=tables.number)
    pairs = [(one, None) if isinstance(one, Reading) else (None, one) for one in items]
    try:
        body = encoder.encode(pairs)
    except OverflowError as error:
        raise ValueError(*error.args) from None
    file = _File(tuple(tables.types), tuple(tables.shapes), msgspec.Raw(body))
    return msgspec.msgpack.encode(file)


def loads(data: bytes) -> tuple[Item, ...]:
    """The items of `data`. Raises ValueError where it is not what `dumps` writes."""
    try:
        file = _FILE.decode(data)
        tables = _Reader(file)
        items: _Items = msgspec.msgpack.decode(file.items, type=_Items, dec_hook=tables.meant)
    except (msgspec.MsgspecError, IndexError, TypeError) as error:
        raise ValueError(*error.args) from None
    return tuple(_item(*pair) for pair in items)


def _item(reading: Reading | None, finding: Diagnostic | None) -> Item:
    if reading is not None:
        return reading
    if finding is None:
        message = "neither a reading nor a finding"
        raise ValueError(message)
    return finding


class _Writer:
    """Types and shapes, with their numbers."""

    def __init__(self) -> None:
        self.types: list[_Type] = []
        self.shapes: list[_Shape] = []
        self._numbers: dict[TypeExpr | Shape, int] = {}

    def number(self, value: object) -> int:
        """The number of a type or shape, which is new or known."""
        if not isinstance(value, TypeExpr | Shape):
            raise NotImplementedError
        known = self._numbers.get(value)
        if known is None:
            known = self._shape(value) if isinstance(value, Shape) else self._type(value)
            self._numbers[value] = known
        return known

    def _type(self, value: TypeExpr) -> int:
        said: str | tuple[int, ...]
        match value:
            case Scalar(said) | Ref(said):
                pass
            case Array(inner) | Map(inner):
                said = (self.number(inner),)
            case OneOf(options):
                said = tuple(map(self.number, options))
            case _:
                said = ()
        self.types.append((_KINDS.index(type(value)), said))
        return len(self.types) - 1

    def _shape(self, value: Shape) -> int:
        fields = tuple((name, self.number(one)) for name, one in value.fields)
        items = tuple(map(self.number, value.items))
        self.shapes.append((value.kind, fields, items, value.partial, value.instance))
        return len(self.shapes) - 1


class _Reader:
    """Types and shapes by number."""

    def __init__(self, file: _File) -> None:
        self._types: list[TypeExpr] = []
        self._shapes: list[Shape] = []
        for number, said in file.types:
            self._types.append(self._type(_KINDS[number], said))
        shapes = self._shapes
        for kind, fields, items, partial, instance in file.shapes:
            named = tuple((name, shapes[one]) for name, one in fields)
            held = tuple(shapes[one] for one in items)
            shape = samples.interned(kind, named, held, partial=partial, instance=instance)
            shapes.append(shape)

    def _type(self, kind: type[TypeExpr], said: str | tuple[int, ...]) -> TypeExpr:
        if isinstance(said, str):
            return kind(said)
        parts = tuple(self._types[one] for one in said)
        return kind(parts) if kind is OneOf else kind(*parts)

    def meant(self, kind: type, number: object) -> Any:  # noqa: ANN401 - as the hook has it
        """The type or shape that stands at a number."""
        if not isinstance(number, int):
            message = f"a number, not {number!r:.40}"
            raise TypeError(message)
        return self._shapes[number] if kind is Shape else self._types[number]


_FILE = msgspec.msgpack.Decoder(_File)
