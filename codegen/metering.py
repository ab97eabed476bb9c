"""What is beyond the limits of a page is left out of its reading, and reported."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import msgspec

from codegen.claims import Claim, EnumClaim, Place, Reading, Row, SampleClaim, TableClaim
from codegen.diagnostics import Diagnostic
from codegen.limits import Limits, exceeded
from codegen.markdown import Block, Heading, ListBlock, ListItem, Page, Table
from codegen.markdown import Row as TableRow
from codegen.samples import Shape
from codegen.typeexpr import Scalar, references

__all__ = ["bounded", "trimmed"]

#: A class costs as much as so many attributes.
_TYPE = 5


def trimmed(page: Page, limits: Limits) -> tuple[Page, Diagnostic | None]:
    """The page with as many rows and items as there is room for, and what to report if more.

    Of those beyond nothing would be kept (see `bounded`), and to read them takes time. Nor has the
    page more sections than that: those without rows may say something each, too.
    """
    page = dataclasses.replace(page, limits=limits)
    headings = [at for at, block in enumerate(page.blocks) if isinstance(block, Heading)]
    if len(headings) > limits.rows:
        end = headings[limits.rows]
        what = f"the page has more than {limits.rows:,} headings; from here on it is not read"
        found = exceeded(page.page, page.blocks[end].line, what, "rows")
        within, _ = trimmed(dataclasses.replace(page, blocks=page.blocks[:end]), limits)
        return within, found
    if sum(map(len, map(_parts, page.blocks))) <= limits.rows:
        return page, None
    blocks: list[Block] = []
    room, line = limits.rows, 0
    for block in page.blocks:
        parts = _parts(block)
        if len(parts) > room and not line:
            line = parts[room].line
        kept = parts[:room]
        room -= len(kept)
        if len(kept) == len(parts):
            blocks.append(block)
        elif isinstance(block, Table):
            blocks.append(msgspec.structs.replace(block, rows=kept))
        elif kept:
            blocks.append(msgspec.structs.replace(block, items=kept))
    found = exceeded(page.page, line, _too_many(limits), "rows")
    return dataclasses.replace(page, blocks=tuple(blocks)), found


def _parts(block: Block) -> tuple[TableRow | ListItem, ...]:
    """The rows of a table, or the items of a list."""
    if isinstance(block, Table):
        return block.rows
    return block.items if isinstance(block, ListBlock) else ()


def _too_many(limits: Limits) -> str:
    return (
        f"the page states more than {limits.rows:,} properties and values; "
        "from here on they are left out"
    )


def bounded(reading: Reading, limits: Limits) -> Reading:
    """The reading without the claims that are beyond the limits, each limit reported once."""
    meter = _Meter(reading.page, limits)
    claims = tuple(kept for claim in reading.claims for kept in meter.kept(claim))
    if not meter.findings:
        return reading
    found = (*reading.diagnostics, *meter.findings.values())
    return msgspec.structs.replace(reading, claims=claims, diagnostics=found)


class _Meter:
    """Counts what the claims of one page hold."""

    def __init__(self, page: str, limits: Limits) -> None:
        self.findings: dict[str, Diagnostic] = {}
        self._page = page
        self._limits = limits
        self._rows = self._samples = 0
        self._seen: set[int] = set()
        self._named: set[str] = set()

    def kept(self, claim: Claim) -> Iterable[Claim]:
        """The claim, as much of it as there is room for."""
        match claim:
            case TableClaim(rows=rows) if rows:
                within = self._within(rows, claim.place)
                if len(within) == len(rows):
                    return (claim,)
                return (msgspec.structs.replace(claim, rows=tuple(within)),) if within else ()
            case SampleClaim():
                return (claim,) if self._is_within(claim) else ()
        listed = len(claim.values) if isinstance(claim, EnumClaim) else 0
        return (claim,) if self._room_for(1 + listed, claim.place) else ()

    def _within(self, rows: Sequence[Row], place: Place) -> Sequence[Row]:
        """As many of the rows, from the first on, as there is room for."""
        for number, row in enumerate(rows):
            if not self._room_for(self._weight(row), place, row.offset):
                return rows[:number]
        return rows

    def _weight(self, row: Row) -> int:
        weight = 1 + len(row.values) + sum(map(len, row.unproved))
        if row.type is None or isinstance(row.type, Scalar):
            return weight
        named = set(references(row.type)) - self._named
        self._named |= named
        return weight + _TYPE * len(named)

    def _is_within(self, claim: SampleClaim) -> bool:
        self._samples += 1
        if self._samples > self._limits.samples:
            what = (
                f"the page has more than {self._limits.samples:,} samples; the others are left out"
            )
            self._report("samples", claim.place.line, what)
            return False
        return self._room_for(self._fields(claim.shape), claim.place)

    def _fields(self, shape: Shape) -> int:
        """Number of properties in a shape that no sample of the page has had so far."""
        if id(shape) in self._seen:
            return 0
        self._seen.add(id(shape))
        inner = [child for _, child in shape.fields]
        return len(inner) + sum(map(self._fields, (*inner, *shape.items)))

    def _room_for(self, rows: int, place: Place, offset: int = 0) -> bool:
        if self._rows + rows <= self._limits.rows:
            self._rows += rows
            return True
        self._report("rows", place.line + offset, _too_many(self._limits))
        return False

    def _report(self, limit: str, line: int, what: str) -> None:
        self.findings.setdefault(limit, exceeded(self._page, line, what, limit))
