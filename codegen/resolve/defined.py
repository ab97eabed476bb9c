"""Types that pages document by their values, and the properties that these are the values of.

A property has them where its type names such a type, or where its type is the scalar of the values
and its description links to one such type alone. They are then listed for it as its own row would
list them, and samples are weighed against them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from msgspec.structs import replace

from codegen.claims import EnumClaim, Place, Row
from codegen.resolve.enums import joined
from codegen.resolve.evidence import Key, Root
from codegen.resolve.graph import Property
from codegen.spec import EnumValue, can_be_flags

__all__ = [
    "DefinedEnum",
    "Described",
    "completed",
    "defined_enums",
    "give",
    "hand_out",
    "is_other",
    "reworded",
    "withdraw",
    "worded",
]

#: The types of which any value may be listed; one with a format says what its values are.
_PLAIN = frozenset({"string", "integer", "int32", "int64"})
#: The kinds of samples that show numbers.
_NUMBERS = frozenset({"integer", "number"})
#: What a name must be for a text to be one, or several with commas.
_WORD = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedEnum:
    """A type that is documented by its values."""

    label: str
    claims: tuple[EnumClaim, ...]
    """By precedence; all of the first set of pages that documents it."""
    values: tuple[EnumValue, ...]

    @property
    def key(self) -> Key:
        """The key that it is known by."""
        return Key("label", self.label)

    @property
    def place(self) -> Place:
        """Where its values are listed."""
        return self.claims[0].place

    @property
    def flags(self) -> bool:
        """Its values are bits that are combined."""
        return any(claim.flags for claim in self.claims) and can_be_flags(self.values)

    @property
    def scalar(self) -> Literal["string", "integer"]:
        """What the values are; where some are texts, all are."""
        integer = all(isinstance(one.value, int) for one in self.values)
        return "integer" if integer else "string"


def defined_enums(roots: Iterable[Root], labels: frozenset[str]) -> dict[str, DefinedEnum]:
    """The types of `roots` that are documented by their values; `labels` are theirs."""
    return {root.label: _enum(root) for root in roots if root.label in labels}


def _enum(root: Root) -> DefinedEnum:
    claims = sorted(root.enums, key=lambda claim: claim.place.rank)
    first = tuple(claim for claim in claims if claim.place.rank == claims[0].place.rank)
    values: dict[str | int, EnumValue] = {}
    for claim in first:
        for one in claim.values:
            known = values.get(one.value)
            values[one.value] = one if known is None else joined(known, one)
    return DefinedEnum(label=root.label, claims=first, values=tuple(values.values()))


def worded(
    enums: Mapping[str, DefinedEnum], positions: Iterable[Property]
) -> dict[str, DefinedEnum]:
    """`enums`; of those whose names are what is sent, the names are the values.

    A table of names and numbers does not tell which of the two are data: vendors print the numbers
    of their own code too. The properties of the type do, where rows list the names for them or
    samples show them, and no sample shows a number. Where they do not, those of the other types on
    the page do, which has one form for all its tables.
    """
    numbered = {
        label: frozenset[str | int](names)
        for label, enum in enums.items()
        if enum.scalar == "integer"
        and all(map(_WORD.fullmatch, names := frozenset(one.name for one in enum.values)))
        and len(names) == len(enum.values)
    }
    texts: set[str] = set()
    numbers: set[str] = set()
    for found in positions if numbered else ():
        label = next((label for label in found.core.labels if label in numbered), "")
        if label and not _NUMBERS.isdisjoint(found.core.kinds):
            numbers.add(label)
        elif label and _has_words(found, numbered[label]):
            texts.add(label)
    texts -= numbers
    on_page = {enums[label].place.page for label in texts}
    on_page -= {enums[label].place.page for label in numbers}
    alike = {
        label
        for label in numbered.keys() - numbers
        if enums[label].place.page in on_page and not enums[label].flags
    }
    return {
        label: _by_name(enum) if label in texts | alike else enum for label, enum in enums.items()
    }


def reworded(
    enums: Mapping[str, DefinedEnum], positions: Collection[Property]
) -> dict[str, DefinedEnum]:
    """`enums` again, now that samples are known, with their values where they were handed out."""
    again = worded(enums, positions)
    new = {one.key: one for label, one in again.items() if one is not enums[label]}
    for found in positions if new else ():
        if found.enum in new:
            give(found, new[found.enum])
    return again


def _has_words(found: Property, names: frozenset[str | int]) -> bool:
    """Whether a row lists `names` as values, or a sample shows some: several with commas."""
    if any(row.values and names.issuperset(row.values) for row, _ in found.position.rows):
        return True
    shown = [one.split(",") for one in found.position.shown if isinstance(one, str)]
    return any(all(part.strip() in names for part in parts) for parts in shown)


def _by_name(enum: DefinedEnum) -> DefinedEnum:
    values = (EnumValue(value=one.name, description=one.description) for one in enum.values)
    return dataclasses.replace(enum, values=tuple(values))


def completed(
    enums: Mapping[str, DefinedEnum], positions: Iterable[Property]
) -> dict[str, DefinedEnum]:
    """`enums` with the values beyond them that rows list: their pages forgot these.

    Most of what such a row lists must be of the enum. A value in other letters, small or capital,
    is none of its own.
    """
    found = dict(enums)
    for position in positions if enums else ():
        label = next((label for label in position.core.labels if label in found), "")
        for row, _ in position.position.rows if label else ():
            found[label] = _with(found[label], row.values)
    return found


def _with(enum: DefinedEnum, listed: Sequence[str | int]) -> DefinedEnum:
    own = {str(one.value).casefold() for one in enum.values}
    more = [one for one in dict.fromkeys(listed) if str(one).casefold() not in own]
    if not more or 2 * len(more) >= len(listed) or enum.scalar == "integer":
        return enum
    values = (*enum.values, *(EnumValue(value=one) for one in more))
    return dataclasses.replace(enum, values=values)


class Described(NamedTuple):
    """A property that has its values by a link of its description, and its own rows."""

    found: Property
    rows: list[tuple[Row, Place]]


def hand_out(positions: Iterable[Property], enums: Mapping[str, DefinedEnum]) -> list[Described]:
    """Tell each of `positions` that has the values of one of `enums`.

    Returns those that have them by a link of their description, see `withdraw`.
    """
    linked: list[Described] = []
    for found in positions if enums else ():
        if found.core.is_object or found.variants:
            continue
        label = next((label for label in found.core.labels if label in enums), "")
        if label and is_other(found, enums[label]):
            continue
        if not label and (label := _described(found, enums)):
            linked.append(Described(found, found.position.rows))
        if label:
            give(found, enums[label])
    return linked


def is_other(found: Property, enum: DefinedEnum) -> bool:
    """Whether rows list values of the enum's kind, and none that it has: no part of them, then.

    Such a property is given no list in place of its own; the type has both, save where samples
    tell them apart.
    """
    listed = {value for row, _ in found.position.rows for value in row.values}
    kinds = {type(one.value) for one in enum.values}
    own = {str(one.value).casefold() for one in enum.values}
    return {type(one) for one in listed} == kinds and own.isdisjoint(
        str(one).casefold() for one in listed
    )


def give(found: Property, enum: DefinedEnum) -> None:
    """Let a property have the values of `enum`."""
    # What a row lists beside them is a part of them by now, or is no list of values.
    own = found.position.rows
    rows = [(replace(row, values=(), details=(), unproved=()), at) for row, at in own]
    listed = Row(
        name=found.position.name,
        values=tuple(one.value for one in enum.values),
        details=enum.values,
    )
    found.position.rows = [*rows, (listed, enum.place)]
    found.enum, found.flags, found.known = enum.key, enum.flags, None


def _described(found: Property, enums: Mapping[str, DefinedEnum]) -> str:
    """The one type that descriptions link to and that the values of a scalar can be; or ''."""
    linked = {link.label for row, _ in found.position.rows for link in row.links if link.described}
    linked &= enums.keys()
    if len(linked) != 1 or found.core.labels:
        return ""
    (label,) = linked
    return label if _types(found) == {enums[label].scalar} else ""


def _types(found: Property) -> set[str]:
    """The JSON types that the values of a position can be listed with; others are ''."""
    core = found.core
    names = [one.name for one in core.scalars if one.name != "null"] or list(core.kinds)
    whole = {"int32": "integer", "int64": "integer"}
    return {whole.get(name, name) if name in _PLAIN else "" for name in names}


def withdraw(linked: Iterable[Described]) -> None:
    """Take values back that a link alone gives and that samples contradict."""
    for found, rows in linked:
        if found.facts.listing.contradicted or not found.facts.values:
            found.position.rows = rows
            found.enum, found.flags, found.known = None, False, None
