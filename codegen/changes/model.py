"""What changed between two specs: typed, located and classified. Frozen data, no behaviour."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from codegen.diagnostics import At
from codegen.spec import Spec

__all__ = ["LEVELS", "Change", "Direction", "Kind", "Level", "Side", "Subject", "Touched"]

Level = Literal["breaking", "risky", "safe", "docs-only"]

#: Gravest first.
LEVELS: tuple[Level, ...] = ("breaking", "risky", "safe", "docs-only")

Direction = Literal["request", "response", "both", ""]
"""Which way the thing travels, seen from the caller; '' where it does not travel."""

Kind = Literal[
    "api",
    "scheme",
    "operation",
    "parameter",
    "request",
    "response",
    "type",
    "property",
    "value",
    "variant",
]


class Subject(NamedTuple):
    """A thing of a spec, in words that an edit elsewhere does not change.

    `owner` is ``METHOD /path`` of an operation, or the name of a type or scheme; `member` is
    ``query:top`` of a parameter, the status of a response, the name of a property, the text of an
    enum value or the type of a variant.
    """

    kind: Kind
    owner: str = ""
    member: str = ""

    def __str__(self) -> str:
        joint = "." if self.kind in {"property", "value", "variant"} else " "
        return f"{self.owner}{joint}{self.member}" if self.member else self.owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A name of the generated Python, from the output folder on, and what becomes of it.

    ``models.person.Person.birthday``; `effect` in words such as "gone", "renamed", "narrowed".
    """

    name: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one fact, whatever number of operations it reaches."""

    rule: str
    """The row of the rule table that found it, in kebab-case."""
    subject: Subject
    """In the new spec, or in the old one where it is gone."""
    former: Subject | None = None
    """The subject in the old spec, where it was another."""
    message: str
    """One sentence for people."""
    old: str = ""
    """The fact before, in words of the spec; '' where there was none."""
    new: str = ""
    detail: str = ""
    """What is other inside, where the facts are names of types."""
    direction: Direction = ""
    wire: Level
    """What it does to callers that speak to the API."""
    source: Level
    """What it does to Python source that uses the models."""
    touched: tuple[Touched, ...] = ()
    operations: tuple[str, ...] = ()
    """Operations that the change reaches, as ``METHOD /path``, sorted."""
    before: tuple[At, ...] = ()
    """Where the old pages say so, strongest first. Line 0: the line is not known."""
    after: tuple[At, ...] = ()
    evidence: str = ""
    """Why a rename is believed to be one."""
    correction: str = ""
    """How the old pages contradicted themselves here: the docs were corrected, not the API."""

    @property
    def level(self) -> Level:
        """The graver of what it does to the wire and to the source."""
        return min(self.wire, self.source, key=LEVELS.index)

    @property
    def fingerprint(self) -> str:
        """Stable as long as the change and what it does are the same, wherever its lines move.

        What has come to do more harm than somebody approved is another change.
        """
        what = (self.rule, str(self.former or ""), str(self.subject), self.old, self.new)
        parts = (*what, self.wire, self.source)
        return hashlib.sha256("\0".join(parts).encode(errors="backslashreplace")).hexdigest()[:16]


def _nowhere(_subjects: Collection[Subject]) -> Mapping[Subject, tuple[At, ...]]:
    """Nothing is known of lines."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: a spec, and what is known of the pages that it comes from."""

    label: str
    """What the user calls it: a path or a revision."""
    revision: str = ""
    """The git revision that its pages are of; '' where they lie on the disk as named."""
    spec: Spec
    places: Callable[[Collection[Subject]], Mapping[Subject, tuple[At, ...]]] = _nowhere
    """The lines that speak of each subject, strongest first; of changed subjects only."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Digests of the pages by their paths: what was edited is what a reviewer looks at."""
    contradicted: Mapping[Subject, str] | None = None
    """Subjects of which the pages of this side say one thing and show another, and how."""
