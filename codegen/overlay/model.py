"""What an overlay holds, and what became of it. Frozen; every entry and fact has its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from codegen.diagnostics import Diagnostic, Severity
from codegen.spec import EnumValue, In
from codegen.typeexpr import TypeExpr

__all__ = ["Applied", "Entry", "Fact", "Kind", "Overlay", "Target", "Value", "Verb", "a"]

Verb = Literal["target", "add", "remove", "ignore"]
Kind = Literal["type", "property", "operation", "parameter", "request", "response", "page"]

#: Of a fact; None: the fact is dropped, so that it is not known.
Value = TypeExpr | str | bool | tuple[EnumValue, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an entry is about: `name` within `owner`, which is a type or ``METHOD /path``."""

    kind: Kind
    name: str
    owner: str = ""
    location: In | None = None

    def __str__(self) -> str:
        match self.kind:
            case "property":
                return f"{self.owner}.{self.name}"
            case "parameter":
                return f"{self.owner} {self.location} {self.name}"
            case "request":
                return f"{self.owner} request"
            case "response":
                return f"{self.owner} response {self.name}"
        return self.name

    @property
    def written(self) -> str:
        """The target as an overlay writes it for short: a parameter of the query behind ``?``."""
        return f"{self.owner}?{self.name}" if self.location == "query" else str(self)


def a(kind: Kind) -> str:
    """A kind of target in a sentence."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact that an entry sets, or drops."""

    name: str
    value: Value
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One correction. `line` is that of its target."""

    verb: Verb
    target: Target
    facts: tuple[Fact, ...] = ()
    reason: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The entries of one file, in its order."""

    path: str = "overlay.yaml"
    entries: tuple[Entry, ...] = ()

    def finding(
        self, line: int, message: str, hint: str = "", code: str = "", severity: Severity = "error"
    ) -> Diagnostic:
        """A finding about a line of the file."""
        return Diagnostic(
            code=code or "invalid-overlay",
            severity=severity,
            message=message,
            path=self.path,
            line=line,
            hint=hint,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A fact of the spec that the overlay decided.

    `target` has the names of the corrected spec; `value` and `before` are texts to print, '' where
    the fact is not known.
    """

    target: str
    fact: str
    value: str
    before: str
    reason: str
    path: str
    line: int
