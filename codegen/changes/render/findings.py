"""A diff as findings: annotations of GitHub, and SARIF."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from codegen import report
from codegen.changes.diff import Diff
from codegen.changes.model import LEVELS, Change, Level
from codegen.changes.render import outline
from codegen.changes.rules import RULES, Rule
from codegen.codes import CODES, Code
from codegen.diagnostics import At, Diagnostic, Related, Severity
from codegen.report import counted
from codegen.sarif import sarif as written

__all__ = ["findings", "github", "sarif"]

_TOUCHED = 3
#: Rows of each section that are annotated.
_ANNOTATIONS = 20

_SEVERITIES: Mapping[Level, Severity] = {
    "breaking": "error",
    "risky": "warning",
    "safe": "info",
    "docs-only": "info",
}


def github(diffs: Sequence[Diff]) -> str:
    """Workflow commands: an annotation for each row that a reviewer would read.

    GitHub shows ten of each kind, so the gravest come first, many are counted, and words alone
    are left out.
    """
    return report.render([one for diff in diffs for one in _annotated(diff)], "github")


def sarif(diffs: Sequence[Diff]) -> str:
    """A log with a result for each change."""
    found = [one for diff in diffs for one in findings(diff)]
    return written(found, {**CODES, **{name: _code(rule) for name, rule in RULES.items()}})


def findings(diff: Diff) -> Iterator[Diagnostic]:
    """The changes as findings, gravest first, and what is to be said of their approvals."""
    for one in diff.changes:
        yield _finding(diff, one)
    yield from diff.findings


def _annotated(diff: Diff) -> Iterator[Diagnostic]:
    for section in outline.of(diff):
        if section.level == "docs-only":
            continue
        kept, left_out = section.cut(_ANNOTATIONS)
        for row in (row for group in kept.groups for row in group.rows):
            one = _finding(diff, row.changes[0])
            alike = len(row.changes) - 1
            more = f" (and {counted(alike, 'change')} alike)" if alike else ""
            yield dataclasses.replace(one, message=f"{one.message}{more}")
        if left_out:
            message = f"{section.title}: {counted(left_out, 'more change')}, not annotated"
            yield Diagnostic(code="diff", severity="info", message=message)
    yield from diff.findings


def _code(rule: Rule[Any]) -> Code:
    """A rule as SARIF describes what finds things."""
    words = rule.name.replace("-", " ")
    severity = _SEVERITIES[min(rule.wire, key=LEVELS.index)]
    return Code(name=rule.name, severity=severity, summary=words, mend=rule.why)


def _finding(diff: Diff, one: Change) -> Diagnostic:
    """A change, at its new place; at the file of its old one where it is gone."""
    approval = diff.approved.get(one.fingerprint)
    old = _related(one.before, f"was so in {diff.old.label}" if diff.old.revision else "was so")
    gone = At(one.before[0].path, 0) if one.before else At("", 0)
    path, line = _file(one.after[0] if one.after else gone)
    facts = " → ".join(filter(None, (one.old, one.new)))
    touched = ", ".join(f"{it.name} ({it.effect})" for it in one.touched[:_TOUCHED])
    hints = (
        ("corrects the docs, which contradicted themselves", one.correction),
        ("taken for a rename", one.evidence),
        ("touches", touched),
        ("approved", approval.reason if approval else ""),
    )
    return Diagnostic(
        code=one.rule,
        severity="info" if approval else _SEVERITIES[one.level],
        message=f"{one.level}: {one.message}" + (f" ({facts})" if facts else ""),
        path=path,
        line=line,
        hint="; ".join(f"{what}: {text}" for what, text in hints if text),
        subject=one.fingerprint,
        related=(*_related(one.after[1:], ""), *old),
    )


def _file(at: At) -> At:
    """A place without the heading that stands for a line."""
    return at if at.line else At(at.path.partition("#")[0], 0)


def _related(places: Sequence[At], message: str) -> tuple[Related, ...]:
    found = dict.fromkeys(map(_file, places))
    return tuple(Related(path=at.path, line=at.line, message=message) for at in found)
