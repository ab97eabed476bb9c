"""Two sides -> their changes: the matches walked, every rule asked, what was found put in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from codegen.changes.model import LEVELS, Change, Kind, Side, Subject
from codegen.changes.pairs import One, Two
from codegen.changes.rules import RULES
from codegen.changes.rules.model import Fact, Rule
from codegen.changes.source import Source
from codegen.changes.walk import walk
from codegen.diagnostics import At

__all__ = ["compare"]

#: A sentence shows so much of a text of the pages; the whole stands in the change.
_SHOWN = 60


def compare(old: Side, new: Side) -> tuple[Change, ...]:
    """The changes from `old` to `new`, the gravest first, then by what they are about.

    Pure: neither side is written to, and the same sides give the same changes. Where the pages
    say a thing now that they did not say before, that is a change of the documentation only.
    """
    found = [_corrected(one, old, new) for one in _changes(old, new)]
    edited = {path for path, _ in old.pages.items() ^ new.pages.items()}
    before = _edited_first(old.places({one.former or one.subject for one in found}), edited)
    after = _edited_first(new.places({one.subject for one in found}), edited)
    return tuple(sorted((_placed(one, before, after) for one in found), key=_gravity))


def _changes(old: Side, new: Side) -> Iterator[Change]:
    source: Source | None = None
    for pair, rows, first in walk(old.spec, new.spec):
        source = source or Source(pair.around)
        for rule in rows:
            fact = rule.find(pair)
            if fact is not None:
                yield _change(pair, rule, fact, source)
                if first:
                    break


def _change(pair: One[Any] | Two[Any], rule: Rule[Any], fact: Fact, source: Source) -> Change:
    place = pair.place
    # What no operation sends or receives does not travel, and may still be used in code.
    nowhere = place.direction == "" and place.subject.kind in _TRAVELLING
    touched = source.touched(pair, rule.effect)
    same = bool(rule.effect) and not touched
    return Change(
        rule=rule.name,
        subject=place.subject,
        former=place.former,
        message=_message(place.subject, rule, fact),
        old=fact.old,
        new=fact.new,
        detail=fact.detail if "{detail}" in rule.says else "",
        direction=place.direction,
        wire="docs-only" if nowhere else rule.wire.at(place.direction),
        source="docs-only" if same else rule.source.at(place.direction),
        touched=touched,
        operations=place.operations,
        evidence=place.evidence if rule.rename else "",
    )


#: Kinds of what is inside of a payload.
_TRAVELLING = frozenset({"type", "property", "value", "variant"})


def _message(subject: Subject, rule: Rule[Any], fact: Fact) -> str:
    said = rule.says.format(
        it=_called(subject), old=_brief(fact.old), new=_brief(fact.new), detail=fact.detail
    )
    return said[:1].upper() + said[1:]


#: What a thing is called in a sentence, by the kind of its subject.
_CALLED: Mapping[Kind, str] = {
    "api": "the API",
    "scheme": "the security scheme {owner}",
    "operation": "the operation {owner}",
    "parameter": "the parameter {member} of {owner}",
    "request": "the request body of {owner}",
    "response": "the response {member} of {owner}",
    "type": "the type {owner}",
    "property": "the property {owner}.{member}",
    "value": "the value {owner}.{member}",
    "variant": "the variant {member} of {owner}",
}


def _called(subject: Subject) -> str:
    """The subject in a sentence."""
    member = subject.member
    if subject.kind == "parameter":
        location, _, name = member.partition(":")
        member = f"{name} ({location})"
    return _CALLED[subject.kind].format(owner=subject.owner, member=member)


def _brief(text: str) -> str:
    """`text` as a sentence can hold it: on one line, and not for ever."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 3]}..."


def _corrected(change: Change, old: Side, new: Side) -> Change:
    """As a correction, where the old pages contradicted themselves and the new ones do not.

    What the samples of the old pages showed is what the new pages say, or they would contradict
    their own. The API was always so.
    """
    said = (old.contradicted or {}).get(change.former or change.subject)
    if said is None or not RULES[change.rule].correctable:
        return change
    if change.subject in (new.contradicted or {}):
        return change
    return replace(change, correction=said, wire="docs-only")


_Places = Mapping[Subject, tuple[At, ...]]


def _edited_first(places: _Places, edited: Collection[str]) -> _Places:
    """What is said on a page that was edited is what changed; other pages only say so too."""
    return {
        subject: tuple(sorted(found, key=lambda at: at.path not in edited))
        for subject, found in places.items()
    }


def _placed(
    change: Change,
    before: Mapping[Subject, tuple[At, ...]],
    after: Mapping[Subject, tuple[At, ...]],
) -> Change:
    return replace(
        change,
        before=before.get(change.former or change.subject, ()),
        after=after.get(change.subject, ()),
    )


def _gravity(change: Change) -> tuple[object, ...]:
    """The gravest first, on the wire before in source; then by what it is about."""
    return (
        LEVELS.index(change.level),
        LEVELS.index(change.wire),
        change.subject,
        change.rule,
        change.old,
        change.new,
        change.former or (),
    )
