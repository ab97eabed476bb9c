"""An explanation laid out for people: lines of styled words, which a terminal may colour.

Everything that comes from a page goes through `printable`, so that it adds no line and moves no
cursor.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from codegen.explain.model import Explanation, Fact, Merged, Statement, Where
from codegen.report import inert, printable

__all__ = ["Line", "Style", "lay_out", "plain"]

Style = Literal["", "title", "head", "value", "for", "against", "dim"]
#: Words of one line, each with its style.
Line = tuple[tuple[Style, str], ...]

#: Places of one statement, and entries of a list, that are shown unless all are asked for.
_PLACES, _ENTRIES = 3, 8
#: Columns of names of facts, and of kinds of claims within them.
_NAME, _HOW = 15, 15
_NARROWEST = 40


def plain(lines: Iterable[Line]) -> str:
    """The text alone, without blanks at the ends of lines."""
    texts = ("".join(text for _, text in line).rstrip() for line in lines)
    return "".join(f"{inert(text)}\n" for text in texts)


def lay_out(explanation: Explanation, *, width: int = 100, full: bool = False) -> list[Line]:
    """The lines of an explanation; `full` shows every place instead of the first few."""
    return list(_Layout(max(width, _NARROWEST), full=full).lines(explanation))


#: Facts whose reasons are always told; of others only where something speaks against them.
_REASONED = frozenset({"type", "name", "aliases", "id", "variant"})


class _Layout:
    def __init__(self, width: int, *, full: bool) -> None:
        self.width = width
        self.full = full

    def lines(self, found: Explanation) -> Iterator[Line]:
        what = found.kind + (f" in module {found.module}" if found.module else "")
        yield (("title", printable(found.subject)), ("dim", f"  {what}"))
        yield from self._text(found.description, 2)
        for fact in found.facts:
            if not _unknown(fact):
                yield ()
                yield from self._fact(fact)
        if unknown := [fact.name for fact in found.facts if _unknown(fact)]:
            yield ()
            yield (("head", "not known".ljust(_NAME)), ("", ", ".join(unknown)))
        if found.parts and found.kind == "operation":
            for part in found.parts:
                yield ()
                yield from self._part(part, part.subject.removeprefix(f"{found.subject} "))
        elif found.parts:
            yield ()
            yield from self._table(found.parts)
        yield from self._merged(found.merged)
        yield from self._used(found)
        yield from self._sources(found)

    def _text(self, text: str, indent: int = 0, style: Style = "") -> Iterator[Line]:
        """Running text, wrapped."""
        for paragraph in text.split("\n"):
            for line in textwrap.wrap(printable(paragraph), self.width - indent):
                yield (("", " " * indent), (style, line))

    def _fact(self, fact: Fact, *, reasons: bool = True) -> Iterator[Line]:
        lead: Line = (("head", fact.name.ljust(_NAME)),)
        if fact.name == "description":
            yield (*lead, ("dim", fact.basis))
        else:
            basis = f"  {fact.basis}" if fact.basis else ""
            first, *more = textwrap.wrap(_value(fact), self.width - _NAME) or [""]
            yield (*lead, ("value", first), ("dim", "" if more else basis))
            for number, line in enumerate(more, start=1):
                last = number == len(more)
                yield (("", " " * _NAME), ("value", line), ("dim", basis if last else ""))
        if (reasons and fact.name in _REASONED) or fact.opposing:
            for reason in fact.reasons:
                yield from self._text(reason, _NAME, "dim")
        yield from self._statements("for", fact.supporting, fact)
        yield from self._statements("against", fact.opposing, fact)

    def _statements(
        self, side: Literal["for", "against"], statements: Sequence[Statement], fact: Fact
    ) -> Iterator[Line]:
        for number, one in enumerate(statements):
            lead = f"  {side}" if number == 0 else ""
            same = side == "for" and one.says == fact.value and fact.name == "description"
            says = "the words above" if same else printable(one.says)
            note = f" ({printable(one.note)})" if one.note else ""
            indent = _NAME + _HOW
            first, *more = textwrap.wrap(says + note, self.width - indent) or [""]
            start: Line = ((side, lead.ljust(_NAME)), ("dim", one.how.ljust(_HOW)), ("", first))
            if len(one.places) == 1 and not more:
                place = f"  {_at(one.places[0])}"
                if indent + len(first) + len(place) <= self.width:
                    yield (*start, ("dim", place))
                    continue
            yield start
            for line in more:
                yield (("", " " * indent + line),)
            yield from self._places(one.places, indent)

    def _places(self, places: Sequence[Where], indent: int) -> Iterator[Line]:
        shown = places if self.full or len(places) <= _PLACES + 1 else places[:_PLACES]
        for place in shown:
            heading = f"  {printable(place.heading)}" if place.heading else ""
            yield (("", " " * indent + _at(place)), ("dim", heading))
        if len(shown) < len(places):
            pages = len({place.path for place in places[len(shown) :]})
            more = f"... and {len(places) - len(shown):,} more on {pages:,} pages"
            yield (("dim", " " * indent + more),)

    def _part(self, part: Explanation, title: str) -> Iterator[Line]:
        """A parameter or body of an operation: without what nothing is known of."""
        yield (("title", printable(title)),)
        yield from self._text(part.description, 2)
        for fact in part.facts:
            told = fact.value is not None or fact.supporting or fact.opposing
            if fact.name == "type" or (told and (fact.name != "description" or fact.opposing)):
                yield from self._fact(fact, reasons=part.kind != "parameter")

    def _table(self, parts: Sequence[Explanation]) -> Iterator[Line]:
        """The properties of a type, one a line; on two where the terminal is narrow."""
        rows = [_cells(part) for part in parts]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        narrow = sum(widths) + 6 + max(len(row[3]) for row in rows) > self.width
        yield (("head", f"properties ({len(parts)})"),)
        for row in rows:
            name, kind, facts, claims = row
            against: Style = "against" if "against" in claims else "dim"
            if narrow:
                yield (("", f"  {name}  "), ("value", kind))
                yield (("dim", f"      {facts}  " if facts else "      "), (against, claims))
            else:
                yield (
                    ("", f"  {name.ljust(widths[0])}  "),
                    ("value", f"{kind.ljust(widths[1])}  "),
                    ("dim", f"{facts.ljust(widths[2])}  "),
                    (against, claims),
                )

    def _merged(self, merged: Sequence[Merged]) -> Iterator[Line]:
        if not merged:
            return
        yield ()
        yield (("head", "the same type, though the pages do not say so"),)
        ordered = sorted(merged, key=lambda one: one.reason)
        for reason, group in groupby(ordered, key=lambda one: one.reason):
            yield from self._text(reason, 2, "dim")
            entries = [
                (printable(one.what), _at(one.where) if one.where is not None else "")
                for one in group
            ]
            yield from self._entries(entries, 4)

    def _used(self, found: Explanation) -> Iterator[Line]:
        if not found.used_by:
            return
        yield ()
        yield (("head", f"used by ({len(found.used_by):,})"),)
        yield from self._entries([(printable(one.by), one.type) for one in found.used_by], 2)

    def _sources(self, found: Explanation) -> Iterator[Line]:
        if not found.sources or found.kind == "property":
            return
        yield ()
        yield (("head", f"described in ({len(found.sources):,})"),)
        yield from self._places(found.sources, 2)

    def _entries(self, entries: Sequence[tuple[str, str]], indent: int) -> Iterator[Line]:
        shown = entries if self.full or len(entries) <= _ENTRIES + 1 else entries[:_ENTRIES]
        for entry, more in shown:
            yield (("", " " * indent + entry), ("dim", f"  {more}"))
        if len(shown) < len(entries):
            yield (("dim", f"{' ' * indent}... and {len(entries) - len(shown):,} more"),)


def _unknown(fact: Fact) -> bool:
    """Nothing is chosen, and no page says anything."""
    return fact.value is None and not (fact.supporting or fact.opposing or fact.name == "type")


def _at(place: Where) -> str:
    return f"{printable(place.path)}:{place.line}"


def _value(fact: Fact) -> str:
    """The chosen value in words."""
    value = fact.value
    if value is None:
        return "nothing" if fact.name == "type" else "not known"
    if isinstance(value, list):
        return printable(", ".join(map(str, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printable(str(value)) or "yes"


def _cells(part: Explanation) -> tuple[str, str, str, str]:
    """The columns of a property: name, type, presence and nullability, number of claims."""
    facts = {fact.name: fact for fact in part.facts}
    presence, nullable = facts.get("presence"), facts.get("nullable")
    words = []
    if presence is not None and presence.value is not None:
        words.append(str(presence.value))
    if nullable is not None and nullable.value is not None:
        words.append("null too" if nullable.value else "never null")
    of_type = facts["type"]
    supporting = sum(len(one.places) for one in of_type.supporting)
    opposing = sum(len(fact.places) for fact in of_type.opposing)
    claims = f"{supporting:,} for" + (f", {opposing:,} against" if opposing else "")
    name = part.subject.partition(".")[2]
    return printable(name), str(of_type.value), ", ".join(words), claims
