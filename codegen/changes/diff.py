"""The outcome of a comparison: its changes, which of them are approved, and what they ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from codegen.changes.approvals import Approval, Approvals
from codegen.changes.model import LEVELS, Change, Level, Side
from codegen.diagnostics import Diagnostic
from codegen.spec import Spec

__all__ = ["BUMPS", "Bump", "Diff"]

Bump = Literal["major", "minor", "patch", "none"]

#: What a change asks of the next version of the generated package (https://semver.org). What is
#: risky or safe is new at least; words alone change docstrings, which is a patch.
BUMPS: Mapping[Level, Bump] = {
    "breaking": "major",
    "risky": "minor",
    "safe": "minor",
    "docs-only": "patch",
}

_NO_APPROVALS = Approvals()


@dataclass(frozen=True, kw_only=True)
class Diff:
    """What changed between two sides of one API."""

    api: str
    old: Side
    new: Side
    changes: tuple[Change, ...]
    """Gravest first."""
    approvals: Approvals = _NO_APPROVALS

    @cached_property
    def approved(self) -> Mapping[str, Approval]:
        """The approvals that hold, by the fingerprint of their change."""
        return {one.fingerprint: one for one in self.approvals.entries if one.reason}

    @property
    def open(self) -> tuple[Change, ...]:
        """The changes that nobody has approved."""
        return tuple(one for one in self.changes if one.fingerprint not in self.approved)

    @property
    def counts(self) -> Mapping[Level, int]:
        """The number of changes of each level, corrections and approved ones among them."""
        return _by_level(one.level for one in self.changes)

    @property
    def wire(self) -> Mapping[Level, int]:
        """The number of changes by what they do to callers."""
        return _by_level(one.wire for one in self.changes)

    @property
    def source(self) -> Mapping[Level, int]:
        """The number of changes by what they do to Python that uses the models."""
        return _by_level(one.source for one in self.changes)

    @property
    def bump(self) -> Bump:
        """The semver bump that the changes ask for; an approval makes no change less grave."""
        gravest = min((LEVELS.index(one.level) for one in self.changes), default=None)
        return "none" if gravest is None else BUMPS[LEVELS[gravest]]

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is to be said of the approvals: those without a reason, and the expired ones."""
        return self.approvals.findings({one.fingerprint for one in self.changes}, self.old.spec)

    def reaches(self, level: Level) -> bool:
        """Whether a change that nobody has approved is as grave as `level`, or graver."""
        return any(LEVELS.index(one.level) <= LEVELS.index(level) for one in self.open)

    def group(self, owner: str) -> str:
        """The module of the operation or type `owner`, in the new spec or else in the old."""
        return self._modules.get(owner, "")

    @cached_property
    def _modules(self) -> Mapping[str, str]:
        return {**_modules(self.old.spec), **_modules(self.new.spec)}


def _by_level(levels: Iterable[Level]) -> Mapping[Level, int]:
    found = Counter(levels)
    return {level: found[level] for level in LEVELS}


def _modules(spec: Spec) -> Mapping[str, str]:
    operations = {f"{one.method} {one.path}": one.module for one in spec.operations}
    return {**{one.name: one.module for one in spec.types}, **operations}
