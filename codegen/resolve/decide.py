"""One value: its scalar type, presence, nullability and words, from all that is claimed of it.

The rules for scalars are an ordered table; the first that has an answer decides. What it had to
overrule is reported by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from codegen.claims import Place, Row
from codegen.resolve.bounds import Broken, kept
from codegen.resolve.disagreement import allows
from codegen.resolve.enums import Listing, listing
from codegen.resolve.evidence import reason_of
from codegen.spec import NO_CONSTRAINTS, Basis, Constraints, Presence
from codegen.typeexpr import Scalar, TypeExpr, one_of

__all__ = ["Facts", "Verdict", "merge_rows", "scalar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A scalar type, why it is believed, and whether a sample speaks against the pages."""

    type: TypeExpr
    basis: Basis
    contradicted: bool = False
    reason: str = ""
    """What the rule that decided says of itself."""


_Said = frozenset[str]
_Rule = Callable[[_Said, _Said], Verdict | None]

_STRINGS = frozenset(
    {"string", "date-time", "date", "time", "duration", "byte", "binary", "uuid", "uri", "email"}
)
#: Formats that are recognised in samples.
_RECOGNISED = frozenset({"date-time", "date", "uuid"})
_NUMBERS = frozenset({"number", "float", "double"})
_INTEGERS = frozenset({"integer", "int32", "int64"})
#: From vague to precise, within one family.
_PRECISION = (
    *("string", "uri", "email", "uuid", "binary", "byte", "time", "duration", "date", "date-time"),
    *("integer", "int32", "int64", "number", "float", "double", "boolean"),
)


def scalar(said: Collection[Scalar], kinds: Collection[str]) -> Verdict | None:
    """Decide between the types that pages name and the kinds that samples show.

    None where neither says anything.
    """
    # Of null alone nothing follows for what else there may be.
    names = frozenset(item.name for item in said) - {"null"}
    return _verdict(names, frozenset(kinds) - {"array"})


@lru_cache(maxsize=4096)
def _verdict(said: _Said, shown: _Said) -> Verdict | None:
    for rule in _RULES:
        verdict = rule(said, shown)
        if verdict is not None:
            return replace(verdict, reason=reason_of(rule))
    return None


def _nothing_said(said: _Said, shown: _Said) -> Verdict | None:
    """Samples alone: of numbers the wider kind; a date-time where every string is one."""
    if said or not shown:
        return None
    return Verdict(type=one_of(_families(shown)), basis="sampled")


def _borne_out(said: _Said, shown: _Said) -> Verdict | None:
    """What pages say and a sample shows is so; a text in place of it elsewhere is a slip.

    Quotes are soon put around a literal, and a text soon has another form. A number where pages
    name a text is none: somebody left the quotes out because the data has none.
    """
    borne_out = {kind for kind in shown if any(allows(name, kind) for name in said)}
    slips = (shown & _STRINGS) - borne_out
    if not borne_out or not slips:
        return None
    verdict = _verdict(said, shown - slips)
    return replace(verdict, contradicted=True) if verdict is not None else None


def _format_never_met(said: _Said, shown: _Said) -> Verdict | None:
    """A documented format of strings that some sample does not have is no format of the data."""
    if not shown <= _STRINGS or _met(said, shown) == said:
        return None
    return Verdict(type=Scalar("string"), basis="documented", contradicted=True)


def _met(said: _Said, shown: _Said) -> _Said:
    """The types that pages name, with string for a format that some sample does not have."""
    strings = shown & _STRINGS
    return frozenset(
        "string" if name in _RECOGNISED and strings - {name} else name for name in said
    )


def _refined_by_samples(said: _Said, shown: _Said) -> Verdict | None:
    """A bare `string` whose every sample is a date-time: the page named the family only."""
    if said == {"string"} and shown == {"date-time"}:
        return Verdict(type=Scalar("date-time"), basis="sampled")
    return None


def _whole_numbers(said: _Said, shown: _Said) -> Verdict | None:
    """Fractions in a sample, or a table that says number: an integer elsewhere is too narrow."""
    if said <= _NUMBERS | _INTEGERS and (said & _NUMBERS or "number" in shown):
        if not shown <= {"integer", "number"}:
            return None
        best = _precise(said & _NUMBERS) or "number"
        return Verdict(type=Scalar(best), basis="documented", contradicted=not said & _NUMBERS)
    return None


def _one_family(said: _Said, shown: _Said) -> Verdict | None:
    """The pages name one family of types, and no sample is against it: its most precise name."""
    for family in (_STRINGS, _INTEGERS, frozenset({"boolean"})):
        if said and said <= family and shown <= family:
            return Verdict(type=Scalar(_precise(said)), basis="documented")
    return None


def _all_of_them(said: _Said, shown: _Said) -> Verdict | None:
    """Pages and samples that do not agree: every type that anything shows is possible."""
    if not said:
        return None
    said = _met(said, shown)
    told = tuple(Scalar(name) for name in sorted(said))
    covered = {scalar.json_type for scalar in told}
    covered |= {"integer"} if "number" in covered else set()
    beyond = tuple(expr for expr in _families(shown) if expr.json_type not in covered)
    documented = _families(said) if len(covered) > 1 else (Scalar(_precise(said)),)
    return Verdict(type=one_of((*documented, *beyond)), basis="documented", contradicted=True)


_RULES: tuple[_Rule, ...] = (
    _nothing_said,
    _borne_out,
    _format_never_met,
    _refined_by_samples,
    _whole_numbers,
    _one_family,
    _all_of_them,
)


def _families(names: Iterable[str]) -> tuple[Scalar, ...]:
    """One scalar per JSON type of `names`; a format only where nothing speaks against it."""
    names = frozenset(names)
    found: list[Scalar] = []
    if strings := names & _STRINGS:
        found.append(Scalar("date-time" if strings == {"date-time"} else "string"))
    if names & _NUMBERS:
        found.append(Scalar(_precise(names & _NUMBERS)))
    elif names & _INTEGERS:
        found.append(Scalar(_precise(names & _INTEGERS)))
    if "boolean" in names:
        found.append(Scalar("boolean"))
    return tuple(found)


def _precise(names: Collection[str]) -> str:
    return max(names, key=_PRECISION.index, default="")


_NOTHING = Listing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rows of one property or parameter say besides its type."""

    values: tuple[str | int, ...] = ()
    listing: Listing = field(default=_NOTHING, compare=False)
    """The values with their names, and what samples say against them."""
    presence: Presence | None = None
    nullable: bool | None = None
    read_only: bool | None = None
    write_only: bool | None = None
    deprecated: str | None = None
    media_types: tuple[str, ...] = ()
    description: str = ""
    constraints: Constraints = NO_CONSTRAINTS
    broken: tuple[Broken, ...] = field(default=(), compare=False)
    """Constraints that a sample breaks; they are not among those that hold."""
    sampled: bool = False


def merge_rows(
    rows: list[tuple[Row, Place]],
    shown: Mapping[str | int, Place] | None = None,
    bounded: Mapping[str | int | float, Place] | None = None,
) -> Facts:
    """Join what several rows say: the first set of pages that says something wins.

    `shown` are the scalars that samples show there, as far as they matter to the values, and
    `bounded` as far as they matter to bounds of these.

    Within one set of pages the commonest description is taken and listed values add up; a
    property is required, or never null, only where no row of the winning set denies it.
    """
    if not rows:
        return Facts()
    described: dict[str, tuple[int, int]] = {}
    for row, place in rows:
        if row.description:
            rank, count = described.get(row.description, (place.rank, 0))
            described[row.description] = (rank, count - 1)
    ranked = rows
    if len({place.rank for _, place in rows}) > 1:
        ranked = sorted(rows, key=lambda item: item[1].rank)
    listed = listing(rows, shown or {})
    constraints, broken = kept(_constraints([row.constraints for row, _ in ranked]), bounded or {})
    description = min(described, key=lambda text: (*described[text], text), default="")
    return Facts(
        values=tuple(one.value for one in listed.values),
        listing=listed,
        presence=_laxest(_winners(ranked, "presence"), "optional"),
        nullable=_laxest(_winners(ranked, "nullable"), lax=True),
        read_only=_first(row.read_only for row, _ in ranked),
        write_only=_first(row.write_only for row, _ in ranked),
        deprecated=_first(row.deprecated for row, _ in ranked),
        media_types=_first(row.media_types or None for row, _ in ranked) or (),
        description=description,
        constraints=constraints,
        broken=broken,
        sampled=all(row.sampled for row, _ in rows),
    )


_T = TypeVar("_T")


def _first(items: Iterable[_T | None]) -> _T | None:
    return next((item for item in items if item is not None), None)


def _winners(ranked: list[tuple[Row, Place]], fact: str) -> list[Any]:
    """What the first set of pages that says something says of a fact, row by row."""
    said = [(place.rank, getattr(row, fact)) for row, place in ranked]
    said = [(rank, found) for rank, found in said if found is not None]
    return [found for rank, found in said if rank == said[0][0]]


def _laxest(said: list[_T], lax: _T) -> _T | None:
    """`lax` where a row says so, else what all rows say."""
    return lax if lax in said else _first(said)


def _constraints(items: list[Constraints]) -> Constraints:
    if all(item is NO_CONSTRAINTS or item == NO_CONSTRAINTS for item in items):
        return NO_CONSTRAINTS
    names = Constraints.__struct_fields__
    merged = {name: _first(getattr(item, name) for item in items) for name in names}
    return msgspec.structs.replace(Constraints(), **merged)
