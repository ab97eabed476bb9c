"""Which values a property has: what the pages list, weighed against what samples show.

The rules are an ordered table; the first that has an answer decides. A value in a sample never
makes an enum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from codegen.claims import Place, Row
from codegen.spec import EnumValue
from codegen.typewords import meaning

__all__ = ["Listing", "Value", "joined", "listing"]

#: What an enum can hold.
Value = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The values of one property and, where samples show others, these with a place of each."""

    values: tuple[EnumValue, ...] = ()
    foreign: tuple[tuple[Value, Place], ...] = ()
    """Values that a sample shows and no page lists."""
    contradicted: bool = False
    """Most values of the samples are foreign: the list must not be enforced."""


class _Ranked(NamedTuple):
    row: Row
    place: Place


_Shown = Mapping[Value, Place]
_Rule = Callable[[list[_Ranked], _Shown], Listing | None]


def listing(rows: Iterable[tuple[Row, Place]], shown: _Shown) -> Listing:
    """The values that `rows` list, where `shown` are those of the samples."""
    ranked = sorted(
        (_Ranked(*one) for one in rows if one[0].values or one[0].unproved),
        key=lambda one: one.place.rank,
    )
    said = [one.row for one in ranked]
    shown = {value: place for value, place in shown.items() if not _is_type(value, said)}
    for rule in _RULES if ranked else ():
        found = rule(ranked, shown)
        if found is not None:
            return found
    return Listing()


def _is_type(value: Value, rows: Sequence[Row]) -> bool:
    """Whether samples print the name of a type in place of a value that `rows` do not list."""
    found = meaning(value) if isinstance(value, str) else None
    if found is None or not found.sure:
        return False
    lists = (one.value for row in rows for words in row.unproved for one in words)
    return value not in {*lists, *(one for row in rows for one in row.values)}


def _other_type(ranked: list[_Ranked], shown: _Shown) -> Listing | None:
    """Numbers listed for what samples show as text, or the reverse: no list of the data."""
    listed = {type(value) for one in ranked for value in one.row.values}
    if listed and shown and not listed & {type(value) for value in shown}:
        return Listing(foreign=tuple(shown.items()))
    return None


def _stated(ranked: list[_Ranked], shown: _Shown) -> Listing | None:
    """Lists that say so: those of the first set of pages that has any add up.

    A value beyond them in a sample is one that the pages forgot, where the samples show as many
    listed ones. Where most are beyond them, the samples are no real data or the list is wrong:
    it stands as documented, and is not enforced. Nor is it where a sample spells a listed value in
    other letters, small or capital, which is no value of its own. A number among texts, or the
    reverse, is no value that the pages forgot: the position takes it beside the enum.
    """
    first = next((one.place.rank for one in ranked if one.row.values), None)
    if first is None:
        return None
    rows = [one.row for one in ranked if one.place.rank == first]
    found: dict[Value, EnumValue] = {}
    for row in rows:
        for one in (*row.details, *(EnumValue(value=value) for value in row.values)):
            if one.value in row.values:
                known = found.get(one.value)
                found[one.value] = one if known is None else joined(known, one)
    order = dict.fromkeys(value for row in rows for value in row.values)
    values = tuple(found[value] for value in order)
    foreign = tuple(
        (value, place)
        for value, place in sorted(shown.items(), key=lambda item: str(item[0]))
        if value not in found
    )
    kinds = {type(value) for value in found}
    alike = [value for value, _ in foreign if type(value) in kinds]
    if alike and 2 * len(alike) <= sum(type(value) in kinds for value in shown):
        spelled = {str(value).casefold() for value in found}
        forgot = [value for value in alike if str(value).casefold() not in spelled]
        added = (EnumValue(value=value, basis="sampled") for value in forgot)
        respelled = len(forgot) < len(alike)
        return Listing(values=(*values, *added), foreign=foreign, contradicted=respelled)
    return Listing(values=values, foreign=foreign, contradicted=bool(alike))


def _proved(ranked: list[_Ranked], shown: _Shown) -> Listing | None:
    """Lists of words in prose: the one that has every value of the samples, if only one has."""
    lists = {
        frozenset(one.value for one in words): words
        for ranked_row in ranked
        for words in ranked_row.row.unproved
    }
    proved = [words for values, words in lists.items() if shown and shown.keys() <= values]
    return Listing(values=proved[0]) if len(proved) == 1 else None


_RULES: tuple[_Rule, ...] = (_other_type, _stated, _proved)


def joined(one: EnumValue, other: EnumValue) -> EnumValue:
    """One value as two places describe it: the first name and description stay."""
    return msgspec.structs.replace(
        one,
        name=one.name or other.name,
        description=one.description or other.description,
        basis="documented" if "documented" in (one.basis, other.basis) else "sampled",
    )
