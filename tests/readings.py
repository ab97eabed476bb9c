"""Readings written down as briefly as a page says them, for the tests of resolve."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from codegen.claims import (
    BodyClaim,
    Claim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    Place,
    Reading,
    ResponseClaim,
    Row,
    SampleClaim,
    Slot,
    Step,
    TableClaim,
)
from codegen.namelock import NameLock
from codegen.resolve import Resolution, resolve
from codegen.resolve.evidence import Root, gather
from codegen.samples import shape_of
from codegen.spec import EnumType, In, ObjectType, Operation, Spec, Undecided, UnionType
from codegen.typeexpr import parse

__all__ = [
    "PageOf",
    "Readable",
    "enum",
    "listed",
    "names_of",
    "object_type",
    "operation",
    "roots_of",
    "rows",
    "solve",
    "union",
]

_NO_LOCK = NameLock()

#: Name of a property -> its type as text ('' where the page is blank), or the whole row.
Rows = Mapping[str, str | Row]


def rows(table: Rows) -> tuple[Row, ...]:
    """The rows of a table."""
    return tuple(
        said if isinstance(said, Row) else Row(name=name, type=parse(said) if said else None)
        for name, said in table.items()
    )


class Readable(Protocol):
    """A page that was written down."""

    def reading(self) -> Reading:
        """What a dialect makes of it."""


class PageOf:
    """A page about one operation. Its methods add claims, each on a line of its own, and chain.

    `words` are the operation's summary, description and the like. A slot is written as
    ``request`` or as a status; a type as text, where capitals are labels.
    """

    def __init__(
        self,
        key: str,
        *,
        name: str = "",
        group: str = "Things",
        page: str = "",
        rank: int = 0,
        **words: Any,
    ) -> None:
        self.key = OperationKey(*key.split(" ", 1))
        self.page = page or f"{key.replace(' ', '-').replace('/', '_')}.md"
        self.rank = rank
        self.claims: list[Claim] = []
        self.claims.append(
            OperationClaim(
                operation=self.key,
                name=name or key.rpartition("/")[2],
                group=group,
                **words,
                place=self._place(),
            )
        )

    def _place(self) -> Place:
        return Place(page=self.page, line=len(self.claims) + 1, rank=self.rank)

    def _slot(self, slot: str) -> Slot:
        if slot == "request":
            return Slot(self.key, "request")
        return Slot(self.key, "response", slot)

    def body(self, slot: str, type_: str = "", **facts: Any) -> PageOf:
        expr = parse(type_) if type_ else None
        self.claims.append(
            BodyClaim(slot=self._slot(slot), type=expr, place=self._place(), **facts)
        )
        return self

    def table(
        self, slot: str, table: Rows, *path: Step, undecided: Sequence[Undecided] = ()
    ) -> PageOf:
        self.claims.append(
            TableClaim(
                slot=self._slot(slot),
                path=path,
                rows=rows(table),
                undecided=tuple(undecided),
                place=self._place(),
            )
        )
        return self

    def sample(self, slot: str, value: object) -> PageOf:
        self.claims.append(
            SampleClaim(
                slot=self._slot(slot),
                shape=shape_of(value),
                text=json.dumps(value),
                place=self._place(),
            )
        )
        return self

    def parameter(self, location: In, name: str, type_: str = "", **facts: Any) -> PageOf:
        row = Row(name=name, type=parse(type_) if type_ else None, **facts)
        self.claims.append(
            ParameterClaim(operation=self.key, location=location, row=row, place=self._place())
        )
        return self

    def status(self, status: str, description: str = "") -> PageOf:
        self.claims.append(
            ResponseClaim(
                operation=self.key, status=status, description=description, place=self._place()
            )
        )
        return self

    def reading(self) -> Reading:
        return Reading(page=self.page, rank=self.rank, dialect="test", claims=tuple(self.claims))


def solve(*pages: Readable, lock: NameLock = _NO_LOCK) -> Resolution:
    """The resolution of these pages."""
    return resolve([page.reading() for page in pages], api="test", lock=lock)


def roots_of(*pages: PageOf) -> list[Root]:
    """The slots of these pages."""
    return list(gather(claim for page in pages for claim in page.claims).values())


def names_of(*pages: PageOf) -> dict[OperationKey, str]:
    """The names of the operations of these pages."""
    claims = [claim for page in pages for claim in page.claims]
    return {one.operation: one.name for one in claims if isinstance(one, OperationClaim)}


def _named(spec: Spec, name: str) -> object:
    found = [one for one in spec.types if one.name == name]
    assert found, f"no type {name!r} among {sorted(one.name for one in spec.types)}"
    return found[0]


def object_type(resolution: Resolution, name: str) -> ObjectType:
    found = _named(resolution.spec, name)
    assert isinstance(found, ObjectType)
    return found


def enum(resolution: Resolution, name: str) -> EnumType:
    found = _named(resolution.spec, name)
    assert isinstance(found, EnumType)
    return found


def union(resolution: Resolution, name: str) -> UnionType:
    found = _named(resolution.spec, name)
    assert isinstance(found, UnionType)
    return found


def listed(resolution: Resolution, name: str) -> dict[str, str]:
    """The properties of an object type with their types as text."""
    return {prop.name: str(prop.type) for prop in object_type(resolution, name).properties}


def operation(resolution: Resolution, key: str) -> Operation:
    method, path = key.split(" ", 1)
    found = [one for one in resolution.spec.operations if (one.method, one.path) == (method, path)]
    assert len(found) == 1
    return found[0]
