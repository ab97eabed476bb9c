"""One application of an overlay: what the pages say, what has become of it, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.diagnostics import Diagnostic
from codegen.overlay.binding import Binder
from codegen.overlay.draft import Draft
from codegen.overlay.model import Entry, Overlay, Target, Value
from codegen.spec import Spec
from codegen.typeexpr import TypeExpr

__all__ = ["State", "Step"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A fact that was decided, with the names of the pages."""

    entry: Entry
    target: Target
    fact: str
    line: int
    value: Value
    before: Value


class State:
    """`pages` is what the pages say and stays so; `draft` is corrected step by step."""

    def __init__(self, spec: Spec, overlay: Overlay) -> None:
        self.spec = spec
        self.file = overlay
        self.pages = Draft(spec)
        self.draft = Draft(spec)
        self.binder = Binder(overlay, self.draft)
        self.steps: list[Step] = []
        self.rewrites: dict[str, tuple[TypeExpr, int]] = {}
        """Type -> what stands for it in the end: another name, or its scalar; and the line."""
        self._seen: dict[Target, dict[str, int]] = {}

    def first(self, target: Target, fact: str, line: int) -> bool:
        """Whether no entry has decided this before; if one has, that is a problem."""
        facts = self._seen.setdefault(target, {})
        if fact in facts:
            message = f"{target}: {fact} is decided in line {facts[fact]} too"
            self.problem(line, message, "keep one of them")
            return False
        facts[fact] = line
        return True

    def line_of(self, target: Target) -> int:
        """The first line that decides something about `target`; 0 where none does."""
        return min(self._seen.get(target, {}).values(), default=0)

    def problem(self, line: int, message: str, hint: str = "") -> None:
        """An entry cannot be applied; nothing will be."""
        self.binder.problems.append(self.file.finding(line, message, hint))

    def stale(self, line: int, message: str) -> None:
        """An entry, or a fact of it, is not needed any more."""
        self.warning(line, message, "delete it", "overlay-stale")

    def warning(self, line: int, message: str, hint: str, code: str) -> None:
        """An entry does not do what was meant."""
        self.binder.stale.append(self.file.finding(line, message, hint, code, "warning"))

    @property
    def problems(self) -> list[Diagnostic]:
        """All problems so far."""
        return self.binder.problems

    @property
    def warnings(self) -> list[Diagnostic]:
        """All that is stale so far."""
        return self.binder.stale
