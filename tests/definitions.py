"""Pages that document types by themselves, as briefly as they say it, for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Self

from codegen.claims import (
    BodyClaim,
    Claim,
    DefinitionClaim,
    EnumClaim,
    Link,
    Place,
    Reading,
    Row,
    SampleClaim,
    Slot,
    Step,
    TableClaim,
)
from codegen.samples import shape_of
from codegen.spec import EnumValue
from codegen.typeexpr import parse
from tests.readings import Rows, rows

__all__ = ["TypesOf", "described", "typed"]


def typed(name: str, type_: str, target: str, **facts: Any) -> Row:
    """A row whose type is a link to `target`; the label is the last capitalised word of it."""
    label = next(
        word for word in type_.replace("<", " ").replace(">", " ").split() if word[0].isupper()
    )
    links = (Link(label=label, target=target),)
    return Row(name=name, type=parse(type_), links=links, **facts)


def described(name: str, type_: str, *targets: str, text: str = "", **facts: Any) -> Row:
    """A row whose description links to `targets`, by the words `text` or the property's name."""
    words = text or name.replace("_", " ")
    return Row(
        name=name,
        type=parse(type_) if type_ else None,
        description=f"the {words}",
        links=tuple(Link(label=words, target=one, described=True) for one in targets),
        **facts,
    )


class TypesOf:
    """A page about types. Its methods add claims, each on a line of its own, and chain.

    ``define`` and ``values`` begin a type; what follows is said of it.
    """

    def __init__(self, page: str, *, rank: int = 0, group: str = "") -> None:
        self.page = page
        self.rank = rank
        self.group = group
        self.claims: list[Claim] = []
        self.slot = Slot.definition("")

    def _place(self, heading: str = "") -> Place:
        line = len(self.claims) + 1
        return Place(page=self.page, line=line, heading=heading, rank=self.rank)

    def _begin(self, label: str, anchors: Sequence[str]) -> None:
        self.slot = Slot.definition(label, f"{self.page}#{max(anchors, key=len, default='')}")

    def define(
        self,
        label: str,
        table: Rows | None = None,
        *,
        anchors: Sequence[str] = (),
        bases: Sequence[str] = (),
        **words: Any,
    ) -> Self:
        """A type with these properties; `bases` as ``Label`` or ``Label=target``."""
        self._begin(label, anchors)
        links = tuple(
            Link(label=base.partition("=")[0], target=base.partition("=")[2]) for base in bases
        )
        facts: dict[str, Any] = {"group": self.group, **words}
        self.claims.append(
            DefinitionClaim(
                slot=self.slot,
                label=label,
                anchors=tuple(anchors),
                bases=links,
                place=self._place(label),
                **facts,
            )
        )
        return self.table(table) if table is not None else self

    def values(
        self, label: str, *values: str | int | EnumValue, anchors: Sequence[str] = (), **words: Any
    ) -> Self:
        """A type of these values."""
        self._begin(label, anchors)
        listed = (one if isinstance(one, EnumValue) else EnumValue(value=one) for one in values)
        facts: dict[str, Any] = {"group": self.group, **words}
        self.claims.append(
            EnumClaim(
                slot=self.slot,
                label=label,
                anchors=tuple(anchors),
                values=tuple(listed),
                place=self._place(label),
                **facts,
            )
        )
        return self

    def table(self, table: Rows, *path: Step) -> Self:
        claim = TableClaim(slot=self.slot, path=path, rows=rows(table), place=self._place())
        self.claims.append(claim)
        return self

    def body(self, type_: str) -> Self:
        self.claims.append(BodyClaim(slot=self.slot, type=parse(type_), place=self._place()))
        return self

    def sample(self, value: object) -> Self:
        shape, text = shape_of(value), json.dumps(value)
        claim = SampleClaim(slot=self.slot, shape=shape, text=text, place=self._place())
        self.claims.append(claim)
        return self

    def reading(self) -> Reading:
        return Reading(page=self.page, rank=self.rank, dialect="test", claims=tuple(self.claims))
