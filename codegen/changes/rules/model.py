"""The model of a rule: one row of the table, and what its function finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from codegen.changes.model import LEVELS, Direction, Level
from codegen.changes.pairs import One, Two

__all__ = [
    "BREAKING",
    "DOCS",
    "NARROWS",
    "RISKY",
    "SAFE",
    "WIDENS",
    "By",
    "Effect",
    "Fact",
    "Rule",
    "Rules",
    "graver",
]

P = TypeVar("P")
T = TypeVar("T")


class By(NamedTuple):
    """Levels by direction: of what the caller sends, and of what it receives."""

    request: Level
    response: Level

    def at(self, direction: Direction) -> Level:
        """The level of what travels in `direction`; the graver one of what travels both ways."""
        if direction == "request":
            return self.request
        return self.response if direction == "response" else graver(*self)


def graver(*levels: Level) -> Level:
    """The gravest of `levels`."""
    return min(levels, key=LEVELS.index)


BREAKING = By("breaking", "breaking")
RISKY = By("risky", "risky")
SAFE = By("safe", "safe")
DOCS = By("docs-only", "docs-only")
#: Fewer values than before are taken, or are given.
NARROWS = By("breaking", "safe")
#: More values than before are taken, or are given.
WIDENS = By("safe", "breaking")


class Fact(NamedTuple):
    """The fact before and after, in words of the spec; '' where there was or is none."""

    old: str = ""
    new: str = ""
    detail: str = ""
    """For the sentence alone."""


Effect = Literal[
    "",
    "new",
    "gone",
    "renamed",
    "moved",
    "narrowed",
    "widened",
    "retyped",
    "documented",
    "undocumented",
    "validation",
    "changed",
]
"""What becomes of the names of the generated Python; '' where nothing but a docstring changes."""


#: What the name of a rule begins with, and what such rules are about.
_NOUNS = (
    ("api-", "the API"),
    ("security-scheme-", "a security scheme"),
    ("operation-", "an operation"),
    ("parameter-", "a parameter"),
    ("request-body-", "a request body"),
    ("response-body-", "the body of a response"),
    ("response-", "a response"),
    ("property-", "a property"),
    ("enum-value-", "a value of an enum"),
    ("enum-member-", "a value of an enum"),
    ("enum-", "an enum"),
    ("union-variant-", "a variant of a union"),
    ("union-", "a union"),
    ("type-", "a type"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[P]):
    """One row of the table."""

    name: str
    find: Callable[[P], Fact | None]
    """The function: what a pair shows of this rule, or None."""
    says: str
    """The sentence for people; ``{it}``, ``{old}``, ``{new}`` and ``{detail}`` are filled in."""
    why: str
    """Why the levels are what they are."""
    wire: By
    source: By
    """What it does to source, where the annotations of the models change by it."""
    effect: Effect = ""
    rename: bool = False
    """It rests on two things being one that go by different names."""
    correctable: bool = False
    """The samples of the old pages may always have shown what the new ones say."""

    @property
    def summary(self) -> str:
        """What it finds, in one line, of no thing in particular."""
        noun = next(noun for prefix, noun in _NOUNS if self.name.startswith(prefix))
        text = self.says.format(it=noun, old="OLD", new="NEW", detail="...")
        return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules(Generic[T]):
    """The rows for one kind of thing.

    What was added or removed is one change: the first row that finds it. A thing that stays may
    have changed in several ways: every row is asked.
    """

    added: tuple[Rule[One[T]], ...] = ()
    removed: tuple[Rule[One[T]], ...] = ()
    kept: tuple[Rule[Two[T]], ...] = ()

    @property
    def rows(self) -> tuple[Rule[One[T]] | Rule[Two[T]], ...]:
        """All rows, in order."""
        return (*self.added, *self.removed, *self.kept)
