"""A diff as JSON: everything, in a form that has a schema (diff.schema.json beside this file)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from codegen.changes.diff import Bump, Diff
from codegen.changes.model import Change, Direction, Kind, Level, Side, Subject
from codegen.diagnostics import At, Diagnostic, Severity

__all__ = ["data", "json_schema"]

#: Version of the form; raised when a reader of the older one would misread it.
_FORMAT = 1


class _Node(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all nodes: everything is written, so that nothing needs to be looked up."""


class _End(_Node, frozen=True, kw_only=True):
    """One side: what the user calls it, and the git revision, '' where it is none."""

    label: str
    revision: str


class _Subject(_Node, frozen=True, kw_only=True):
    """What changed: an operation, a type, a property of a type, ..."""

    kind: Kind
    owner: str
    member: str


class _Place(_Node, frozen=True, kw_only=True):
    """A line of a page; 0 where the line is not known."""

    path: str
    line: int


class _Touched(_Node, frozen=True, kw_only=True):
    """A name of the generated Python, and what becomes of it."""

    name: str
    effect: str


class _Approval(_Node, frozen=True, kw_only=True):
    """Why a change is accepted, and by whom."""

    reason: str
    by: str


class _Change(_Node, frozen=True, kw_only=True):
    """One change. `level` is the graver of `wire` and `source`."""

    fingerprint: str
    rule: str
    level: Level
    wire: Level
    source: Level
    subject: _Subject
    former: _Subject | None
    message: str
    old: str
    new: str
    detail: str
    direction: Direction
    operations: tuple[str, ...]
    touched: tuple[_Touched, ...]
    before: tuple[_Place, ...]
    after: tuple[_Place, ...]
    evidence: str
    correction: str
    approved: _Approval | None


class _Finding(_Node, frozen=True, kw_only=True):
    """Something to be said of an approval."""

    code: str
    severity: Severity
    message: str
    path: str
    line: int
    hint: str


class _Diff(_Node, frozen=True, kw_only=True):
    """What changed in one API, gravest first. `counts` by level, of both kinds and of each."""

    api: str
    old: _End
    new: _End
    bump: Bump
    counts: Mapping[Level, int]
    wire: Mapping[Level, int]
    source: Mapping[Level, int]
    changes: tuple[_Change, ...]
    findings: tuple[_Finding, ...]


class _Document(_Node, frozen=True, kw_only=True):
    """The outcome of one run of diff."""

    format: int
    diffs: tuple[_Diff, ...]


def data(diffs: Sequence[Diff]) -> str:
    """The diffs as JSON, with a line end at the end."""
    document = _Document(format=_FORMAT, diffs=tuple(map(_diff, diffs)))
    # Not msgspec's own writer: what a user names a file may be no text.
    return json.dumps(msgspec.to_builtins(document), indent=1) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the form."""
    schema = msgspec.json.schema(_Document)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _diff(diff: Diff) -> _Diff:
    return _Diff(
        api=diff.api,
        old=_end(diff.old),
        new=_end(diff.new),
        bump=diff.bump,
        counts=diff.counts,
        wire=diff.wire,
        source=diff.source,
        changes=tuple(_change(diff, one) for one in diff.changes),
        findings=tuple(map(_finding, diff.findings)),
    )


def _end(side: Side) -> _End:
    return _End(label=side.label, revision=side.revision)


def _change(diff: Diff, one: Change) -> _Change:
    approval = diff.approved.get(one.fingerprint)
    return _Change(
        fingerprint=one.fingerprint,
        rule=one.rule,
        level=one.level,
        wire=one.wire,
        source=one.source,
        subject=_subject(one.subject),
        former=_subject(one.former) if one.former is not None else None,
        message=one.message,
        old=one.old,
        new=one.new,
        detail=one.detail,
        direction=one.direction,
        operations=one.operations,
        touched=tuple(_Touched(name=it.name, effect=it.effect) for it in one.touched),
        before=_places(one.before),
        after=_places(one.after),
        evidence=one.evidence,
        correction=one.correction,
        approved=_Approval(reason=approval.reason, by=approval.by) if approval else None,
    )


def _subject(subject: Subject) -> _Subject:
    return _Subject(kind=subject.kind, owner=subject.owner, member=subject.member)


def _places(places: Sequence[At]) -> tuple[_Place, ...]:
    return tuple(_Place(path=at.path, line=at.line) for at in places)


def _finding(one: Diagnostic) -> _Finding:
    return _Finding(
        code=one.code,
        severity=one.severity,
        message=one.message,
        path=one.path,
        line=one.line,
        hint=one.hint,
    )
