"""A diff as findings: annotations of GitHub, and SARIF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codegen import report
from codegen.changes.diff import Diff
from codegen.changes.model import Change, Level
from codegen.diagnostics import At, Diagnostic, Related, Severity

__all__ = ["findings", "github", "sarif"]

_SEVERITIES: Mapping[Level, Severity] = {
    "breaking": "error",
    "risky": "warning",
    "safe": "info",
    "docs-only": "info",
}


def github(diffs: Sequence[Diff]) -> str:
    """Workflow commands. Words alone are left out: an annotation is to be looked at."""
    shown = [one for diff in diffs for one in findings(diff, leave_out=("docs-only",))]
    return report.render(shown, "github")


def sarif(diffs: Sequence[Diff]) -> str:
    """A log with a result for each change."""
    return report.render([one for diff in diffs for one in findings(diff)], "sarif")


def findings(diff: Diff, leave_out: Sequence[Level] = ()) -> Iterator[Diagnostic]:
    """The changes as findings, gravest first, and what is to be said of their approvals."""
    for one in diff.changes:
        if one.level not in leave_out:
            yield _finding(diff, one)
    yield from diff.findings


def _finding(diff: Diff, one: Change) -> Diagnostic:
    """A change, at its new place; at the file of its old one where it is gone."""
    approval = diff.approved.get(one.fingerprint)
    old = _related(one.before, f"was so in {diff.old.label}" if diff.old.revision else "was so")
    first = At(one.before[0].path, 0) if one.before else At("", 0)
    path, line = one.after[0] if one.after else first
    facts = " → ".join(filter(None, (one.old, one.new)))
    hints = (
        f"corrects the docs, which contradicted themselves: {one.correction}",
        f"taken for a rename: {one.evidence}",
        f"touches {', '.join(f'{name.name} ({name.effect})' for name in one.touched[:3])}",
        f"approved: {approval.reason}" if approval else "",
    )
    given = (bool(one.correction), bool(one.evidence), bool(one.touched), bool(approval))
    return Diagnostic(
        code=one.rule,
        severity="info" if approval else _SEVERITIES[one.level],
        message=f"{one.level}: {one.message}" + (f" ({facts})" if facts else ""),
        path=path,
        line=line,
        hint="; ".join(hint for hint, there in zip(hints, given, strict=True) if there),
        subject=one.fingerprint,
        related=(*_related(one.after[1:], ""), *old),
    )


def _related(places: Sequence[At], message: str) -> tuple[Related, ...]:
    return tuple(Related(path=at.path, line=at.line, message=message) for at in places)
