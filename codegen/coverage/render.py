"""Coverage -> tables for people, and data for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.table import Table
from rich.text import Text

from codegen.coverage.model import PARTS, Coverage, Form, FormKind, Gap, GapKind, Part
from codegen.report import brief, place, printable

__all__ = ["compared", "data", "forms", "gaps"]

#: More of a kind than these are counted.
_SHOWN = 12
_GAPS = 8
_PLACES = 2

_PARTS: Mapping[Part, str] = {
    "pages": "pages with a type or operation",
    "lines": "lines",
    "requests": "lines that look like requests",
    "tables": "tables",
    "rows": "rows of tables",
    "lists": "lists of names",
    "samples": "samples",
}
_FORMS: Mapping[FormKind, tuple[str, str]] = {
    "heading": ("headings", "means"),
    "table": ("headers of tables", ""),
    "list": ("lists of names, by their first item", ""),
    "fence": ("languages of fences", "is"),
    "request": ("where lines stand that look like requests", ""),
    "type": ("words of type columns", "is"),
    "mark": ("marks in names and types", "means"),
    "front matter": ("front matter", ""),
}
_KINDS: Mapping[GapKind, str] = {
    "entry": "entries of the file that nothing on the pages fits, or that others come before",
    "page": "not understood: pages",
    "heading": "not understood: headings without a meaning, with something below that is not read",
    "column": "not understood: columns of no known header",
    "type": "not understood: words that are no type, and names of types that no page documents",
    "table": "not understood: tables that nothing is read of",
    "list": "not understood: lists of names that nothing is read of",
    "sample": "not understood: samples of no operation and no type, or that are no JSON",
    "request": "not understood: lines that look like requests, of no operation",
    "block": "not understood: blocks that no rule understands",
}


def _text(text: str) -> Text:
    """Text of a page: no markup, and nothing that moves a cursor."""
    return Text(brief(text) or "(blank)")


def forms(found: Sequence[Form], *, full: bool = False) -> Iterator[Table | Text]:
    """What pages have, a table for each kind."""
    for kind, group in groupby(found, key=lambda one: one.kind):
        listed = list(group)
        title, means = _FORMS[kind]
        table = Table()
        table.add_column("times", justify="right", no_wrap=True)
        table.add_column("pages", justify="right", no_wrap=True)
        table.add_column("", overflow="fold")
        meant = any(one.means for one in listed)
        if meant:
            table.add_column(means or "read", overflow="fold")
        table.add_column("first", overflow="fold")
        shown = listed if full else listed[:_SHOWN]
        for one in shown:
            meaning = [Text(printable(one.means) or "-")] if meant else []
            first = Text(printable(place(*one.first)))
            table.add_row(f"{one.times:,}", f"{one.pages:,}", _text(one.text), *meaning, first)
        if more := len(listed) - len(shown):
            table.add_row("", "", f"... and {more:,} more")
        yield from (_title(title), table)


def compared(found: Sequence[Coverage]) -> Iterator[Table | Text]:
    """How much is understood, by one dialect or by several one beside the other."""
    yield _title("how much is understood")
    table = Table()
    table.add_column("", no_wrap=True)
    table.add_column("all", justify="right")
    for one in found:
        table.add_column(Text(f"{printable(one.dialect)}\nread"), justify="right")
        for title in ("set\naside", "\nnot", "\nshare"):
            table.add_column(title, justify="right")
    if len(found) > 1:
        table.add_column("\nmore", justify="right")
    for part in PARTS:
        shares = [one.shares[part] for one in found]
        cells = [_PARTS[part], f"{max(one.total for one in shares):,}"]
        for share in shares:
            part_of = f"{100 * share.part:.1f} %" if share.total else ""
            cells += [f"{share.read:,}", f"{share.aside:,}", f"{share.left:,}", part_of]
        table.add_row(*cells, *_more([one.read for one in shares]))
    table.add_section()
    for title, numbers in (
        ("operations", [one.operations for one in found]),
        ("types documented by themselves", [one.types for one in found]),
    ):
        cells = [cell for number in numbers for cell in (f"{number:,}", "", "", "")]
        table.add_row(title, "", *cells, *_more(numbers))
    yield table


def _more(numbers: Sequence[int]) -> list[str]:
    return [f"{numbers[-1] - numbers[0]:+,}"] if len(numbers) > 1 else []


def gaps(found: Sequence[Gap], *, full: bool = False) -> Iterator[Table | Text]:
    """What is not understood, a table for each kind."""
    for kind, group in groupby(found, key=lambda one: one.kind):
        listed = list(group)
        table = Table()
        table.add_column("times", justify="right", no_wrap=True)
        table.add_column("", overflow="fold")
        hinted = any(one.hint for one in listed)
        if hinted:
            table.add_column("may be", overflow="fold")
        table.add_column("at", overflow="fold")
        shown = listed if full else listed[:_GAPS]
        for one in shown:
            at = "\n".join(
                printable(place(*where)) for where in one.places[: None if full else _PLACES]
            )
            more = "\n..." if one.times > (len(one.places) if full else _PLACES) else ""
            hint = [Text(printable(one.hint))] if hinted else []
            table.add_row(f"{one.times:,}", _text(one.text), *hint, Text(at + more))
        if rest := len(listed) - len(shown):
            table.add_row("", f"... and {rest:,} more")
        yield from (_title(_KINDS[kind]), table)


def _title(text: str) -> Text:
    return Text(f"\n{text}", style="italic")


def data(found: Sequence[Coverage]) -> dict[str, Any]:
    """All of it, for machines: the shares by part, forms and gaps with their places."""
    return {"coverage": [_one(one) for one in found]}


def _one(found: Coverage) -> dict[str, Any]:
    return {
        "dialect": found.dialect,
        "operations": found.operations,
        "types": found.types,
        "shares": {
            part: {**one._asdict(), "left": one.left, "part": round(one.part, 4)}
            for part, one in found.shares.items()
        },
        "forms": [
            {
                "kind": one.kind,
                "text": one.text,
                "means": one.means,
                "times": one.times,
                "pages": one.pages,
                "first": one.first._asdict(),
            }
            for one in found.forms
        ],
        "gaps": [
            {
                "kind": one.kind,
                "text": one.text,
                "hint": one.hint,
                "times": one.times,
                "places": [where._asdict() for where in one.places],
            }
            for one in found.gaps
        ],
    }
