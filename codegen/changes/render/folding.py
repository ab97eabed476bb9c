"""Changes that are read as one row: what they must have in common, as an ordered table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from codegen.changes.diff import Diff
from codegen.changes.model import Change
from codegen.changes.render.words import Line, Word, facts, lead, listed, said

__all__ = ["folded"]

#: What an operation is made of: without its operation it says little.
_OF_OPERATIONS = frozenset({"parameter", "request", "response"})

_Key = tuple[object, ...]


class _Fold(NamedTuple):
    """What changes must have in common to be one row; how many of them; and how it reads."""

    key: Callable[[Diff, Change], _Key | None]
    least: int
    line: Callable[[Sequence[Change]], Line]


def folded(diff: Diff, changes: Sequence[Change]) -> Iterator[tuple[tuple[Change, ...], Line]]:
    """The rows, each fold tried on what the ones before have left."""
    left: Sequence[Change] = changes
    for fold in _FOLDS:
        alike: dict[_Key, list[Change]] = defaultdict(list)
        for one in left:
            # A rename is read by itself, with its evidence.
            key = None if one.evidence else fold.key(diff, one)
            alike[(id(one),) if key is None else (one.rule, one.wire, one.source, *key)].append(one)
        left = []
        for group in alike.values():
            if len(group) >= fold.least:
                yield tuple(group), fold.line(group)
            else:
                left.extend(group)
    for one in left:
        yield (one,), _single(one)


def _same_detail(_diff: Diff, one: Change) -> _Key | None:
    """Types that differ by the same properties, whatever the types are called."""
    return (one.subject.kind, one.detail) if one.detail else None


def _same_facts(_diff: Diff, one: Change) -> _Key | None:
    """The same before and after of several members."""
    return (one.old, one.new) if one.old and one.new and one.subject.member else None


def _same_member(_diff: Diff, one: Change) -> _Key | None:
    """The same change of a member that goes by the same name, at several owners."""
    if not one.subject.member:
        return None
    return one.subject.kind, one.subject.member, one.old, one.new


def _same_owner(_diff: Diff, one: Change) -> _Key | None:
    """The same kind of change of several members of one owner."""
    return (one.subject.owner,) if one.subject.member else None


def _same_group(diff: Diff, one: Change) -> _Key | None:
    """The same kind of change of whole owners of one group, such as operations removed."""
    return None if one.subject.member else (diff.group(one.subject.owner),)


def _same_bodies(diff: Diff, one: Change) -> _Key | None:
    """The same kind of change of payloads or parameters of one group."""
    return (diff.group(one.subject.owner),) if one.subject.kind in _OF_OPERATIONS else None


def _same_kind(_diff: Diff, one: Change) -> _Key | None:
    """What is left of these, one or two in each of many groups."""
    whole = one.subject.kind in _OF_OPERATIONS or not one.subject.member
    return (one.subject.kind,) if whole else None


def _same_rule(_diff: Diff, one: Change) -> _Key | None:
    """Whatever else the docs say now, or say in other words."""
    return () if one.level == "docs-only" else None


def _detailed(group: Sequence[Change]) -> Line:
    """What is other inside, and of what."""
    subjects = listed([str(one.subject) for one in group])
    return (*lead(group), said(group[0].detail), Word(": "), *subjects)


def _alike(group: Sequence[Change]) -> Line:
    """What all have in common, and of what they are."""
    common = facts(group)
    members = {one.subject.member for one in group}
    if len(members) == 1 and members != {""}:
        owners = listed([one.subject.owner for one in group])
        apart: Line = (Word(", "), *common) if common else ()
        return (*lead(group), said(group[0].subject.member), *apart, Word(" in "), *owners)
    apart = (*common, Word(": ")) if common else ()
    return (*lead(group), *apart, *listed([str(one.subject) for one in group]))


def _of_owner(group: Sequence[Change]) -> Line:
    """The members of one owner."""
    owner = said(group[0].subject.owner)
    return (*lead(group), owner, Word(": "), *listed([one.subject.member for one in group]))


def _each(group: Sequence[Change]) -> Line:
    """What the changes are of; their facts differ, or say little."""
    return (*lead(group), *listed([str(one.subject) for one in group]))


_FOLDS: tuple[_Fold, ...] = (
    _Fold(_same_detail, 3, _detailed),
    _Fold(_same_facts, 3, _alike),
    _Fold(_same_rule, 3, _alike),
    _Fold(_same_member, 3, _alike),
    _Fold(_same_owner, 3, _of_owner),
    _Fold(_same_group, 3, _each),
    _Fold(_same_bodies, 5, _each),
    _Fold(_same_kind, 5, _each),
)


def _single(one: Change) -> Line:
    subject = str(one.subject)
    if one.former is not None and one.evidence:
        return (*lead([one]), said(str(one.former)), Word(" → "), said(subject))
    common = facts([one])
    apart = (Word(", "), *common) if common and subject else common
    detail = (Word("; "), said(one.detail)) if one.detail else ()
    return (*lead([one]), *((said(subject),) if subject else ()), *apart, *detail)
