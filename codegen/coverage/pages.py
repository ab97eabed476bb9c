"""What became of one page: how much of each of its parts is in the claims, and what is not."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from codegen.claims import (
    DefinitionClaim,
    EnumClaim,
    OperationClaim,
    OperationKey,
    Reading,
    SampleClaim,
    TableClaim,
)
from codegen.coverage import forms
from codegen.coverage.cells import bare, column_hint, marks_of, type_of
from codegen.coverage.forms import Asked, Line
from codegen.coverage.model import At, GapKind, Part, Share
from codegen.dialects.general.grid import Grid, grid_of
from codegen.dialects.general.lines import mended
from codegen.dialects.general.requests import in_block
from codegen.dialects.general.sections import Node, tree
from codegen.dialects.styles.style import Style
from codegen.markdown import Block, Fence, Html, ListBlock, Page, Table, clean, flattened
from codegen.metering import trimmed
from codegen.naming import type_name
from codegen.origins import Origin, origin_of
from codegen.pathtemplate import Templates
from codegen.samples import UNTYPED, Shape
from codegen.typeexpr import references

__all__ = ["Look", "Missing", "look"]

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_LONGEST = 100
_DEEPEST = 20


class Missing(NamedTuple):
    """Something that is not understood, at a line; `hint`: what it may be."""

    kind: GapKind
    text: str
    line: int
    hint: str = ""


class Named(NamedTuple):
    """A word in the place of a type that is taken for the name of one."""

    text: str
    label: str
    line: int
    hint: str


@dataclass(slots=True, kw_only=True)
class Look:
    """What became of a page."""

    origins: tuple[Origin, ...]
    """Where its lines stand, by the paths that the user gives to files."""
    dialect: str
    shares: dict[Part, Share] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    """Requests that are none of the page's own operations."""
    operations: list[OperationKey] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    """Labels of the types that it documents."""
    named: list[Named] = field(default_factory=list)

    def at(self, line: int) -> At:
        """Where a line of the page stands."""
        return At(*origin_of(self.origins, line))

    def count(self, part: Part, *, read: bool, aside: bool) -> None:
        """One more."""
        one = Share(1, int(read), int(aside and not read))
        self.shares[part] = self.shares.get(part, Share()).plus(one)


@dataclass(slots=True, kw_only=True)
class _At:
    """What is known of the page that is looked at."""

    look: Look
    reading: Reading
    style: Style
    told: frozenset[int]
    """Lines that claims stand at."""
    nameless: frozenset[int]
    sampled: Mapping[str, str]
    node: Node
    aside: bool = False
    unread: set[str] = field(default_factory=set)
    """What below the current heading was not read."""

    def reads(self, block: Block) -> bool:
        """Whether any claim is of the block."""
        return any(line in self.told for line in range(block.line, block.end + 1))


def look(page: Page, reading: Reading, style: Style, origins: tuple[Origin, ...]) -> Look:
    """What became of `page`, whose lines stand at `origins`, in the reading of it with `style`."""
    found = Look(origins=origins, dialect=reading.dialect)
    within, _ = trimmed(page, page.limits)  # of what is beyond nothing was read
    page, ids = mended(within)
    nodes = tree(page, style, ids)
    at = _At(
        look=found,
        reading=reading,
        style=style,
        told=frozenset(_told(reading)),
        nameless=frozenset(one.line for one in reading.diagnostics if one.code == "nameless-row"),
        sampled=_kinds(page, reading),
        node=nodes[0],
    )
    found.operations = [one.operation for one in reading.claims if isinstance(one, OperationClaim)]
    kinds = DefinitionClaim | EnumClaim
    found.types = [one.label for one in reading.claims if isinstance(one, kinds)]
    understood = bool(reading.dialect and reading.claims)
    found.count("pages", read=understood, aside=False)
    read = reading.lines - reading.unaccounted if reading.dialect else 0
    found.shares["lines"] = Share(page.written, min(read, page.written))
    if not understood:
        found.missing.append(Missing("page", "no operation and no type is found", 1))
    found.lines += [Line("front matter", str(key), 1) for key in page.front_matter]
    meanings = _meanings(reading, nodes)
    asides = [_section(at, node, meanings.get(number, "")) for number, node in enumerate(nodes)]
    _requests(at, page, nodes, asides)
    _reported(at, page)
    return found


def _told(reading: Reading) -> Iterator[int]:
    for claim in reading.claims:
        yield claim.place.line
        if isinstance(claim, TableClaim):
            yield from (claim.place.line + row.offset for row in claim.rows)


def _kinds(page: Page, reading: Reading) -> dict[str, str]:
    """The commonest kind of the properties of each name, in the samples of the page.

    Also in those that the dialect does not read, or nothing would be known of what it needs.
    """
    found: dict[str, Counter[str]] = {}

    def walk(shape: Shape, depth: int) -> None:
        for name, inner in shape.fields:
            if inner.kind not in UNTYPED:
                found.setdefault(name, Counter())[inner.kind] += 1
            if depth:
                walk(inner, depth - 1)
        for one in shape.items if depth else ():
            walk(one, depth - 1)

    for shape in _shapes(page, reading):
        walk(shape, _DEEPEST)
    return {name: min(kinds, key=lambda one: (-kinds[one], one)) for name, kinds in found.items()}


def _shapes(page: Page, reading: Reading) -> Iterator[Shape]:
    claims = [claim for claim in reading.claims if isinstance(claim, SampleClaim)]
    told = {claim.place.line for claim in claims}
    yield from (claim.shape for claim in claims)
    for block in flattened(page.blocks):
        if isinstance(block, Fence) and told.isdisjoint(range(block.line, block.end + 1)):
            shape = forms.shape(block) if forms.is_sample(block) else None
            if shape is not None:
                yield shape


#: What a claim says of the section that it stands in.
_MEANINGS = ((OperationClaim, "operation"), (DefinitionClaim, "definition"), (EnumClaim, "enum"))


def _meanings(reading: Reading, nodes: Sequence[Node]) -> dict[int, str]:
    """What sections document by what was found in them, by their numbers."""
    starts = [node.line for node in nodes]
    found: dict[int, str] = {}
    for claim in reading.claims:
        means = next((means for kind, means in _MEANINGS if isinstance(claim, kind)), "")
        if means:
            found.setdefault(max(bisect_right(starts, claim.place.line) - 1, 0), means)
    return found


def _section(at: _At, node: Node, found: str) -> bool:
    """Look at what stands below a heading; whether the dialect sets it aside.

    `found`: what it documents, by what was found there.
    """
    roles = (above.role for above in node.up())
    at.node, at.unread = node, set()
    at.aside = next((role for role in roles if role is not None), None) == "ignored"
    for block in flattened(node.blocks):
        match block:
            case Table():
                _table(at, block)
            case Fence():
                _fence(at, block)
            case ListBlock() if forms.is_list_of_names(block):
                _list(at, block)
            case Html() if "<table" in block.raw.lower():
                _count(at, "tables", block, "table", "HTML")
    heading = node.section.heading
    if heading is not None and node.title:
        means = found or ("operation" if node.request is not None else node.role or "")
        at.look.lines.append(Line("heading", node.title, node.line, means))
        asks = forms.title_form(node.title) if means != "operation" and not at.aside else ""
        if asks:
            at.look.missing.append(Missing("heading", asks, node.line, "operation"))
        elif not means and at.unread:
            hint = min(at.unread)
            at.look.missing.append(Missing("heading", node.title, node.line, hint))
    return at.aside


def _count(at: _At, part: Part, block: Block, kind: GapKind, text: str) -> bool:
    """Count a block; whether claims are of it."""
    read = at.reads(block) or _is_requests(at, block)
    at.look.count(part, read=read, aside=at.aside)
    if not read and not at.aside:
        at.look.missing.append(Missing(kind, text, block.line))
        hint = {"tables": "properties", "lists": "properties", "samples": "sample"}[part]
        at.unread.add("definition" if hint == "properties" and not at.node.subject else hint)
    return read


def _is_requests(at: _At, block: Block) -> bool:
    return isinstance(block, Table) and bool(in_block(block, at.style))


def _table(at: _At, block: Table) -> None:
    header = [" ".join(clean(one).split())[:_LONGEST] for one in block.header]
    text = " | ".join(header)
    read = _count(at, "tables", block, "table", text)
    at.look.lines.append(Line("table", text, block.line, "read" if read else ""))
    for row in block.rows:
        at.look.count("rows", read=read and row.line not in at.nameless, aside=at.aside)
    if at.aside or _is_requests(at, block):
        return
    content = tuple((row.cells, row.line - block.line) for row in block.rows)
    grid = grid_of(block.header, content, at.style)
    for column in grid.columns:
        if not column.fits and column.header.strip() and block.rows:
            hint = column_hint(grid, column)
            at.look.missing.append(
                Missing("column", " ".join(column.header.split())[:_LONGEST], block.line, hint)
            )
    _cells(at, block, grid)


def _cells(at: _At, block: Table, grid: Grid) -> None:
    """The words in the places of types and names, and the marks in them."""
    name, kind = grid.first("name"), grid.first("type") or grid.first("value")
    hints = {column_hint(grid, column): column for column in grid.columns if not column.fits}
    name = name or hints.get("name")
    kind = hints.get("type") if kind is None or kind is name else kind
    if name is None or (kind is not None and kind.numbers):
        return
    for row in block.rows:
        called = bare(row.cells[name.index])
        for place, column in (("name", name), ("type", kind)):
            if column is not None:
                raw = row.cells[column.index]
                found = marks_of(raw, at.style, place)
                at.look.lines += [
                    Line("mark", f"{place}: {text}", row.line, means) for text, means in found
                ]
        if kind is not None:
            _type(at, row.cells[kind.index], row.line, called)


def _type(at: _At, raw: str, line: int, called: str) -> None:
    read = type_of(raw, at.style)
    text = " ".join(clean(raw).split())[:_LONGEST]
    if read is None or not text:
        return
    at.look.lines.append(Line("type", text, line, "" if read.type is None else str(read.type)))
    hint = at.sampled.get(called, "")
    if read.left:
        at.look.missing.append(Missing("type", text, line, hint))
    linked = {one.label for one in read.links}
    for label in references(read.type) if read.type is not None else ():
        if label not in linked:
            at.look.named.append(Named(text, label, line, hint))


def _list(at: _At, block: ListBlock) -> None:
    form = forms.item_form(next(one.raw for one in block.items))
    read = _count(at, "lists", block, "list", form)
    at.look.lines.append(Line("list", form, block.line, "read" if read else ""))


def _fence(at: _At, block: Fence) -> None:
    language = forms.language(block) or "(no language)"
    sample = forms.is_sample(block)
    at.look.lines.append(Line("fence", language, block.line, "sample" if sample else "code"))
    if sample:
        title = at.node.title or "(the page)"
        _count(at, "samples", block, "sample", f"{language}, below {title}")


def _requests(at: _At, page: Page, nodes: tuple[Node, ...], asides: list[bool]) -> None:
    """The lines that look like requests: of the operations of the page, or of none."""
    starts = [node.line for node in nodes]
    own = set(at.look.operations)
    templates = Templates(at.look.operations)
    number = 0
    for one in forms.requests(page):
        while number + 1 < len(starts) and starts[number + 1] <= one.line:
            number += 1
        aside = asides[number]
        known = one.operation in own or templates.shows(one.operation)
        at.look.lines.append(Line("request", one.form, one.line, "read" if known else ""))
        if known or aside:
            at.look.count("requests", read=known, aside=aside)
        else:
            at.look.asked.append(one)


def _reported(at: _At, page: Page) -> None:
    """What the dialect itself says that it does not understand, of other forms than tables."""
    tables = [one for one in flattened(page.blocks) if isinstance(one, Table)]
    inside = {line for one in tables for line in range(one.line, one.end + 1)}
    for finding in at.reading.diagnostics:
        quoted = _QUOTED.search(finding.message)
        text = str(ast.literal_eval(quoted[0])) if quoted else finding.message
        if finding.code == "not-understood":
            at.look.missing.append(Missing("block", text, finding.line))
        elif finding.code == "unknown-type" and finding.line not in inside:
            at.look.missing.append(Missing("type", text[:_LONGEST], finding.line))
    for claim in at.reading.claims:
        rows = claim.rows if isinstance(claim, TableClaim) else ()
        for row in rows:
            line = claim.place.line + row.offset
            if line in inside or row.type is None:
                continue
            linked = {one.label for one in row.links if not one.described}
            hint = at.sampled.get(row.name, "")
            at.look.named += [
                Named(label, label, line, hint)
                for label in references(row.type)
                if label not in linked
            ]


def known_label(label: str) -> str:
    """What labels of one type have in common."""
    return type_name(label).lower()
