"""Claims about one value, as statements for and against what was chosen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from msgspec import structs

from codegen.claims import EnumClaim, Place, Row, TableClaim
from codegen.explain.located import Located
from codegen.explain.model import How, Statement, Where
from codegen.explain.witness import Seen
from codegen.explain.world import World
from codegen.samples import UNTYPED
from codegen.typeexpr import ANY, TypeExpr, references

__all__ = [
    "Said",
    "how_of",
    "names_of",
    "on_definition",
    "on_type",
    "on_values",
    "where",
    "written",
]

#: Told of names that are listed, and how long an example may be.
_NAMES, _WIDTH = 6, 40


#: Kinds of claims, in the order in which they are told.
_ORDER: tuple[How, ...] = get_args(How)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim in words. `example` differs from claim to claim: the first one is shown."""

    right: bool
    says: str
    how: How
    place: Place
    note: str = ""
    example: str = ""


def where(place: Place, paths: Mapping[str, str]) -> Where:
    """A place, with the path of the file for its page."""
    path = paths.get(place.page, place.page)
    return Where(path=path, line=place.line, heading=place.heading, rank=place.rank)


def written(
    said: Iterable[Said], paths: Mapping[str, str]
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Statements for and against: the same thing said in many places is one statement."""
    ordered = sorted(said, key=lambda one: (one.place.rank, one.place.page, one.place.line))
    ordered = _with_precedence(ordered)
    ordered.sort(key=lambda one: _ORDER.index(one.how))
    groups: dict[tuple[bool, How, str, str], list[Said]] = {}
    for one in ordered:
        groups.setdefault((one.right, one.how, one.says, one.note), []).append(one)
    found: dict[bool, list[Statement]] = {True: [], False: []}
    for (right, how, says, note), members in groups.items():
        example = next((one.example for one in members if one.example), "")
        places = dict.fromkeys(where(one.place, paths) for one in members)
        found[right].append(
            Statement(
                says=f"{says}, such as {example}" if example else says,
                how=how,
                note=note,
                places=tuple(places),
            )
        )
    return tuple(found[True]), tuple(found[False])


def _with_precedence(said: Sequence[Said]) -> list[Said]:
    """A note on what a later set of pages says against an earlier one, which is why it lost."""
    documented = [one for one in said if one.how != "sample"]
    first = min((one.place.rank for one in documented if one.right), default=None)
    note = "an earlier set of pages wins"
    return [
        replace(one, note=note)
        if first is not None and one.place.rank > first and _lost(one)
        else one
        for one in said
    ]


def _lost(one: Said) -> bool:
    return not one.right and not one.note and one.how != "sample"


def on_type(world: World, seen: Iterable[Seen], chosen: TypeExpr) -> Iterator[Said]:
    """What claims say of a type."""
    for one in seen:
        if one.row is not None and one.row.type is not None:
            yield _of_type(world, one, one.row.type, how_of(one.row), chosen)
        elif one.body is not None:
            yield from _of_body(world, one, chosen)
        elif one.table is not None and (one.table.rows or one.table.path):
            right = any(True for _ in references(chosen))
            how: How = "nested table" if one.table.path else "table"
            yield Said(right=right, says=names_of(one.table), how=how, place=one.place)
        elif one.value is not None:
            fits = world.shows(one.value, chosen)
            if fits is not None:
                yield Said(
                    right=fits,
                    says=_kind(one.value),
                    how="sample",
                    place=one.place,
                    example=_excerpt(one.value),
                )


def how_of(row: Row) -> How:
    """The kind of claim that a row is."""
    return "unnamed row" if row.sampled else "table"


def _of_type(world: World, one: Seen, said: TypeExpr, how: How, chosen: TypeExpr) -> Said:
    right = chosen != ANY and world.agrees(said, chosen)
    note = "" if right else _overruled(world, one, said)
    return Said(right=right, says=str(said), how=how, place=one.place, note=note)


def _of_body(world: World, one: Seen, chosen: TypeExpr) -> Iterator[Said]:
    body = one.body
    if body is None:
        return
    if body.type is not None:
        yield _of_type(world, one, body.type, "body", chosen)
    names = set(references(chosen))
    for hint in dict.fromkeys(body.hints):
        if any(world.is_called(hint, name) for name in names):
            yield Said(right=True, says=hint, how="nearby", place=one.place)


def _overruled(world: World, one: Seen, said: TypeExpr) -> str:
    """Why a label is not believed here; '' of what is no label."""
    labels = world.trace.labels
    printed = tuple(references(said))
    core = one.found.core
    if not printed:
        return ""
    if any(label in labels.unreliable for label in printed):
        return "label overruled: what pages show under it does not fit together"
    if one.found.label and one.found.label not in printed:
        return f"{one.found.label} is believed first"
    return "" if one.found.label else labels.reason(core)


def names_of(table: TableClaim) -> str:
    """An object by the properties that a table gives it."""
    names = tuple(row.name for row in table.rows)
    more = len(names) - _NAMES
    listed = ", ".join(names[:_NAMES])
    if more > 0:
        return f"object with {listed} and {more} more"
    return f"object with {listed}" if names else "object"


def _kind(value: Located) -> str:
    if value.kind != "array":
        return value.kind
    kinds = sorted({_kind(item) for item in value.items})
    return f"array of {' and '.join(kinds)}" if kinds else "empty array"


def _excerpt(value: Located, width: int = _WIDTH) -> str:
    """A sampled value in short: of objects the names only."""
    if value.kind == "object":
        return _shortened("{" + ", ".join(name for name, _ in value.fields) + "}", width)
    if value.kind == "array":
        return (
            "[" + _shortened(", ".join(_excerpt(item, 20) for item in value.items[:3]), width) + "]"
            if value.items
            else ""
        )
    return _shortened(value.text, width)


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def on_values(
    seen: Iterable[Seen], chosen: Sequence[str | int], *, flags: bool = False
) -> Iterator[Said]:
    """What claims say of the values of an enum; if these are `flags`, samples combine them."""
    for one in seen:
        if one.row is not None:
            for values in _lists(one.row, chosen):
                says, right = ", ".join(map(str, values)), set(values) <= set(chosen)
                yield Said(right=right, says=says, how=how_of(one.row), place=one.place)
        for value in _scalars(one.value) if one.value is not None else ():
            says = _excerpt(value)
            shown = json.loads(value.text)
            right = shown in chosen or (flags and isinstance(shown, int))
            note = "" if right else "no page lists it"
            place = structs.replace(one.place, line=value.line)
            yield Said(right=right, says=says, how="sample", place=place, note=note)


def on_definition(claim: EnumClaim, chosen: Sequence[str | int]) -> Said:
    """What a claim that documents an enum says of its values; of named numbers either is sent."""
    values = [one.value for one in claim.values]
    names = [one.name for one in claim.values]
    if not set(values) <= set(chosen) and set(names) <= set(chosen):
        values = [*names]
    bits = ", bits that are combined" if claim.flags else ""
    return Said(
        right=set(values) <= set(chosen),
        says=", ".join(map(str, values)) + bits,
        how="definition",
        place=claim.place,
    )


def _lists(row: Row, chosen: Sequence[str | int]) -> Iterator[tuple[str | int, ...]]:
    """What a row lists; of lists in prose those that became the values."""
    if row.values:
        yield row.values
    for words in row.unproved:
        values = tuple(word.value for word in words)
        if set(values) <= set(chosen):
            yield values


def _scalars(value: Located) -> Iterator[Located]:
    """The scalars of a value that is one, or is a list or map of such."""
    for item in (*value.items, *(child for _, child in value.fields)):
        yield from _scalars(item)
    if value.kind not in UNTYPED | {"array", "object"}:
        yield value
