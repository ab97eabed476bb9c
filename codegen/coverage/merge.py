"""Documents -> coverage: every page looked at, once for each dialect, and put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from codegen import dialects, includes, inputs, reading, tomlfile
from codegen.api import Progress, silent
from codegen.claims import OperationKey
from codegen.coverage import pages
from codegen.coverage.entries import Entries, unused
from codegen.coverage.model import PARTS, At, Coverage, Form, FormKind, Gap, GapKind, Share
from codegen.coverage.pages import Look, known_label
from codegen.coverage.patterns import GAP, patterns
from codegen.diagnostics import Diagnostic
from codegen.dialects import Choice, File
from codegen.dialects.styles import named
from codegen.dialects.styles.style import Style
from codegen.limits import DEFAULT
from codegen.origins import Origin
from codegen.pathtemplate import Templates
from codegen.sources import Source
from codegen.workers import Workers, without_gc

__all__ = ["cover"]

#: Pages that go to another process together, and fewer than which are done faster than that.
_TOGETHER = 32
#: Places of a gap that are kept.
_PLACES = 5
_KINDS: tuple[GapKind, ...] = (
    "entry",
    "page",
    "heading",
    "column",
    "type",
    "table",
    "list",
    "sample",
    "request",
    "block",
)
_FORMS: tuple[FormKind, ...] = (
    "heading",
    "table",
    "list",
    "fence",
    "request",
    "type",
    "mark",
    "front matter",
)


def cover(
    docs: Sequence[str | Path], choices: Sequence[Choice], progress: Progress = silent
) -> tuple[Coverage, ...]:
    """What each of the dialects makes of the pages of `docs`, with what these include.

    Pages that cannot be read are left out. Raises CodegenError for a dialect that is none, and
    where there are no pages.
    """
    for choice in choices:
        dialects.check(choice)
    looked = [_Looked([], set()) for _ in choices]
    found = list(_pages(docs))
    batches = list(_batched(found))
    work = partial(_looks, choices=tuple(choices))
    progress("read", 0, len(found))
    with without_gc(), Workers(parallel=len(batches) > 1) as workers:
        done = 0
        for batch, looks in zip(batches, workers.map(work, batches), strict=True):
            for kept, new in zip(looked, looks, strict=True):
                kept.looks.extend(new.looks)
                kept.fitted.update(new.fitted)
            done += len(batch)
            progress("read", done, len(found))
    return tuple(_coverage(found, choice) for found, choice in zip(looked, choices, strict=True))


class _Looked(NamedTuple):
    """What became of pages with one dialect."""

    looks: list[Look]
    fitted: set[tomlfile.Path]
    """The entries of the dialect's file, where it is one, that fit something."""


class _Page(NamedTuple):
    """A page with what it includes, and where its lines stand."""

    source: Source
    data: bytes
    origins: tuple[Origin, ...]


def _pages(docs: Sequence[str | Path]) -> Iterator[_Page]:
    contents, _ = inputs.pages(docs)
    paths = {one.source.page: one.source.path.as_posix() for one in contents}
    whole = includes.expanded(contents, DEFAULT.page_size)
    for source, data, _ in whole.contents:
        if isinstance(data, bytes):
            found = whole.origins.get(source.page) or (Origin(1, source.page, 1),)
            origins = tuple(Origin(one.line, paths[one.page], one.of) for one in found)
            yield _Page(source, data, origins)


def _batched(found: Sequence[_Page]) -> Iterator[tuple[_Page, ...]]:
    for start in range(0, len(found), _TOGETHER):
        yield tuple(found[start : start + _TOGETHER])


def _looks(batch: Sequence[_Page], *, choices: Sequence[Choice]) -> list[_Looked]:
    """What became of some pages, for each dialect."""
    listed = [Entries.of(choice) if isinstance(choice, File) else None for choice in choices]
    looked: list[list[Look]] = [[] for _ in choices]
    for source, data, origins in batch:
        page = reading.parsed(source, data)
        if isinstance(page, Diagnostic):
            continue
        for looks, choice, entries in zip(looked, choices, listed, strict=True):
            read = dialects.read(page, entries.dialect if entries else choice)
            looks.append(pages.look(page, read, _style(choice), origins))
            if entries:
                entries.look(page.lines)
    fitted = [entries.fitted if entries else set() for entries in listed]
    return list(map(_Looked, looked, fitted))


def _style(choice: Choice) -> Style:
    """The style that a dialect reads with; what most have in common where it is no data."""
    style = dialects.style_of(choice)
    return named("general") if style is None else style


@dataclass(slots=True)
class _Counted:
    """How often something is there, and where."""

    times: int = 0
    places: list[At] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    means: Counter[str] = field(default_factory=Counter)

    def add(self, at: At, means: str) -> None:
        self.times += 1
        self.paths.add(at.path)
        self.means[means] += 1
        if len(self.places) < _PLACES:
            self.places.append(at)

    @property
    def meant(self) -> str:
        """What it means most often, if anything."""
        return min(self.means, key=lambda one: (-self.means[one], one), default="")

    @property
    def hint(self) -> str:
        """What it may be, by most of those that show it."""
        shown = {one: times for one, times in self.means.items() if one}
        return min(shown, key=lambda one: (-shown[one], one), default="")


def _coverage(found: _Looked, choice: Choice) -> Coverage:
    looks = found.looks
    shares = {
        part: _sum(look.shares[part] for look in looks if part in look.shares) for part in PARTS
    }
    operations = {key for look in looks for key in look.operations}
    titles = Counter(line.text for look in looks for line in look.lines if line.kind == "heading")
    pattern = patterns(titles)
    gaps = _gaps(looks, pattern)
    asked, read = _unanswered(looks, operations)
    shares["requests"] = shares["requests"].plus(read)
    gaps += asked
    if isinstance(choice, File):
        gaps += unused(choice, found.fitted)
    style = dialects.style_of(choice)
    return Coverage(
        dialect=style.name if style is not None else str(choice),
        operations=len(operations),
        types=sum(len(look.types) for look in looks),
        shares=shares,
        forms=tuple(_forms(looks, pattern)),
        gaps=tuple(sorted(gaps, key=_order)),
    )


def _sum(shares: Iterable[Share]) -> Share:
    total = Share()
    for one in shares:
        total = total.plus(one)
    return total


def _order(gap: Gap) -> tuple[int, int, str]:
    return _KINDS.index(gap.kind), -gap.times, gap.text


def _unanswered(looks: Sequence[Look], operations: set[OperationKey]) -> tuple[list[Gap], Share]:
    """Requests that are of no operation on any page, and the share of those that are of others."""
    templates = Templates(sorted(operations))
    found: dict[str, _Counted] = defaultdict(_Counted)
    share = Share()
    for look in looks:
        for one in look.asked:
            known = one.operation in operations or templates.shows(one.operation)
            share = share.plus(Share(1, int(known)))
            if not known:
                found[str(one.operation)].add(look.at(one.line), "")
    return [_gap("request", text, counted) for text, counted in found.items()], share


def _gaps(looks: Sequence[Look], pattern: Mapping[str, str]) -> list[Gap]:
    labels = {known_label(label) for look in looks for label in look.types}
    found: dict[tuple[GapKind, str], _Counted] = defaultdict(_Counted)
    for look in looks:
        for kind, text, line, hint in look.missing:
            if kind == "heading" and pattern.get(text, GAP) != GAP:
                text = pattern[text]  # noqa: PLW2901 - that of all that are alike
            found[kind, text].add(look.at(line), hint)
        for text, label, line, hint in look.named:
            if known_label(label) not in labels:
                found["type", text].add(look.at(line), hint)
    return [_gap(kind, text, counted) for (kind, text), counted in found.items()]


def _gap(kind: GapKind, text: str, counted: _Counted) -> Gap:
    return Gap(
        kind=kind,
        text=text,
        hint=counted.hint,
        times=counted.times,
        places=tuple(counted.places),
    )


def _forms(looks: Sequence[Look], pattern: Mapping[str, str]) -> Iterator[Form]:
    """All that pages have, by kind and the commonest first; headings as patterns."""
    found: dict[tuple[FormKind, str], _Counted] = defaultdict(_Counted)
    for look in looks:
        for line in look.lines:
            text = pattern[line.text] if line.kind == "heading" else line.text
            found[line.kind, text].add(look.at(line.line), line.means)
    ranked = sorted(
        found.items(), key=lambda one: (_FORMS.index(one[0][0]), -one[1].times, one[0][1])
    )
    for (kind, text), counted in ranked:
        yield Form(
            kind=kind,
            text=text,
            means=counted.meant,
            times=counted.times,
            pages=len(counted.paths),
            first=counted.places[0],
        )
