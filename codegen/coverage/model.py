"""The words of a coverage: shares, forms and gaps."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

__all__ = ["PARTS", "At", "Coverage", "Form", "FormKind", "Gap", "GapKind", "Part", "Share"]

#: What is counted of the documents.
Part = Literal["pages", "lines", "requests", "tables", "rows", "lists", "samples"]
PARTS: tuple[Part, ...] = ("pages", "lines", "requests", "tables", "rows", "lists", "samples")

FormKind = Literal["heading", "table", "list", "fence", "request", "type", "mark", "front matter"]
#: What is not understood: of a heading, that it has no meaning and something that was not read
#: stands below it.
GapKind = Literal[
    "heading", "column", "type", "table", "list", "sample", "request", "block", "page", "entry"
]


class At(NamedTuple):
    """A place: the path of a page, and a line of it."""

    path: str
    line: int


class Share(NamedTuple):
    """How much of something there is, and what became of it. What is neither is not understood."""

    total: int = 0
    read: int = 0
    aside: int = 0
    """Below headings that hold nothing of a specification, as the dialect has it."""

    @property
    def left(self) -> int:
        """Not understood."""
        return self.total - self.read - self.aside

    @property
    def part(self) -> float:
        """The share that is understood, of all that is not set aside; 1 where there is nothing."""
        relevant = self.total - self.aside
        return self.read / relevant if relevant else 1.0

    def plus(self, other: Share) -> Share:
        """Both together."""
        return Share(self.total + other.total, self.read + other.read, self.aside + other.aside)


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form that pages have: a heading, the header of a table, a word of a type column."""

    kind: FormKind
    text: str
    """For headings a pattern: `…` stands for words that vary."""
    means: str = ""
    """What the dialect takes it for; '' where it takes it for nothing."""
    times: int
    pages: int
    first: At


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not understood, with its first places."""

    kind: GapKind
    text: str
    hint: str = ""
    """What it may be, as the pages show; of the values of the file's keys."""
    times: int
    places: tuple[At, ...]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What one dialect makes of documents."""

    dialect: str
    operations: int
    types: int
    shares: dict[Part, Share]
    forms: tuple[Form, ...]
    """By kind, the commonest first."""
    gaps: tuple[Gap, ...]
    """By kind, the commonest first."""
