"""What is worth reading of a diff, in which order: folded, grouped and counted.

The same change at many owners (a property that is nullable now in forty types) is one row, and so
are many members of one owner, and whole owners of one group. What a page says and what is said
about it stay apart as different words, so that a renderer can make the former harmless.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from codegen.changes.diff import Diff
from codegen.changes.model import LEVELS, Change, Level
from codegen.diagnostics import At

__all__ = ["Group", "Line", "Row", "Section", "Word", "counted", "headline", "of", "rules"]

#: From so many on, changes that are alike are one row.
_FOLDED = 3
#: Of what a row folds, and of the operations, places and names it has, so many are shown.
_SHOWN = 4
_SHOWN_PLACES = 1

_LEADS: Mapping[Level, str] = {
    "breaking": "Breaking",
    "risky": "Risky",
    "safe": "Safe",
    "docs-only": "Docs only",
}


class Word(NamedTuple):
    """A part of a line: what a page says, or what we say (of that, perhaps, the point of it)."""

    text: str
    kind: Literal["page", "own", "point"] = "own"


Line = tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Changes that are read as one; `lines`, the first of which says what they are."""

    changes: tuple[Change, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows about one module; '' where each is about several."""

    name: str
    rows: tuple[Row, ...]

    @property
    def size(self) -> int:
        """The number of changes."""
        return sum(len(row.changes) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The rows of one level, or of what is set apart from the levels."""

    title: str
    level: Level | None
    groups: tuple[Group, ...]

    @property
    def size(self) -> int:
        """The number of changes."""
        return sum(group.size for group in self.groups)

    def cut(self, rows: int) -> tuple[Section, int]:
        """The section with its first `rows` rows, and the number of changes that are left out."""
        groups = []
        for group in self.groups:
            if rows > 0:
                groups.append(Group(name=group.name, rows=group.rows[:rows]))
                rows -= len(group.rows)
        kept = Section(title=self.title, level=self.level, groups=tuple(groups))
        return kept, self.size - kept.size


def of(diff: Diff) -> tuple[Section, ...]:
    """The sections of a diff that have any rows, most dangerous first.

    Corrections of the docs and what was approved stand apart, behind the levels.
    """
    kinds: dict[str, list[Change]] = defaultdict(list)
    for one in diff.changes:
        kinds[_section(diff, one)].append(one)
    titles: dict[str, tuple[str, Level | None]] = {
        **{level: (_LEADS[level], level) for level in LEVELS},
        "correction": ("Corrected docs: the samples have always shown it so", None),
        "approved": ("Approved", None),
    }
    return tuple(
        Section(title=title, level=level, groups=_groups(diff, kinds[kind]))
        for kind, (title, level) in titles.items()
        if kinds[kind]
    )


def _section(diff: Diff, one: Change) -> str:
    if one.fingerprint in diff.approved:
        return "approved"
    return "correction" if one.correction else one.level


def rules(changes: Iterable[Change]) -> Iterator[tuple[str, int]]:
    """The rules that found something, commonest first, in words, with the number of changes."""
    found = Counter(one.rule for one in changes)
    for rule, number in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        yield _words(rule), number


def headline(diff: Diff) -> str:
    """The counts in one sentence."""
    parts = [f"{number:,} {level}" for level, number in diff.counts.items() if number]
    if not parts:
        return "no changes"
    corrections = sum(bool(one.correction) for one in diff.changes)
    approved = len(diff.changes) - len(diff.open)
    more = [
        *([f"{corrections:,} of them correct the docs"] if corrections else []),
        *([f"{approved:,} of them approved"] if approved else []),
    ]
    return "; ".join([f"{counted(len(diff.changes), 'change')}: {', '.join(parts)}", *more])


def counted(number: int, what: str) -> str:
    """A number of things in words."""
    plural = f"{what[:-1]}ies" if what.endswith("ty") else f"{what}s"
    return f"{number:,} {what if number == 1 else plural}"


# --- folding ----------------------------------------------------------------------------------


def _groups(diff: Diff, changes: Sequence[Change]) -> tuple[Group, ...]:
    """Rows by group: those about several groups first, then the group with most changes."""
    found: dict[str, list[Row]] = defaultdict(list)
    for folded, line in _folded(diff, changes):
        names = {diff.group(one.subject.owner) for one in folded}
        row = Row(changes=folded, lines=(line, *_notes(diff, folded)))
        found[names.pop() if len(names) == 1 else ""].append(row)
    rank = {id(one): place for place, one in enumerate(changes)}
    groups = [
        Group(name=name, rows=tuple(sorted(rows, key=lambda row: _weight(row, rank))))
        for name, rows in found.items()
    ]
    return tuple(sorted(groups, key=lambda one: (bool(one.name), -one.size, one.name)))


def _weight(row: Row, rank: Mapping[int, int]) -> tuple[int, int, int]:
    """The gravest first, then what reaches most, then as the changes come."""
    first = row.changes[0]
    grave = LEVELS.index(first.level)
    return grave, -len(row.changes), rank[id(first)]


_Key = tuple[object, ...]


def _folded(diff: Diff, changes: Sequence[Change]) -> Iterator[tuple[tuple[Change, ...], Line]]:
    """The rows, each fold tried on what the ones before have left."""
    left: Sequence[Change] = changes
    for key_of, line_of in _FOLDS:
        alike: dict[_Key, list[Change]] = defaultdict(list)
        for one in left:
            key = key_of(diff, one)
            alike[key if key is not None else (id(one),)].append(one)
        left = []
        for group in alike.values():
            if len(group) >= _FOLDED:
                yield tuple(group), line_of(group)
            else:
                left.extend(group)
    for one in left:
        yield (one,), _single(one)


def _same_member(_diff: Diff, one: Change) -> _Key | None:
    """The same change of a member that goes by the same name, at several owners."""
    if not one.subject.member or one.former or one.evidence:
        return None
    subject = one.subject.kind, one.subject.member
    return one.rule, one.level, subject, one.old, one.new, one.direction


def _whole_owners(diff: Diff, one: Change) -> _Key | None:
    """The same change of whole operations or types of one group."""
    if one.subject.member or one.former or one.evidence:
        return None
    return one.rule, one.level, one.old, one.new, diff.group(one.subject.owner)


def _members(_diff: Diff, one: Change) -> _Key | None:
    """The same kind of change of several members of one owner."""
    return (one.rule, one.level, one.subject.owner) if one.subject.member else None


def _line_of_members_alike(group: Sequence[Change]) -> Line:
    first = group[0]
    owners = list(dict.fromkeys(one.subject.owner for one in group))
    what = "operation" if " " in owners[0] else "type"
    where = Word(f" in {counted(len(owners), what)}: ")
    return (
        *_lead(first),
        Word(first.subject.member, "page"),
        *_facts(first),
        where,
        *_list(owners),
    )


def _line_of_owners(group: Sequence[Change]) -> Line:
    first = group[0]
    number = Word(f"{len(group):,}: ")
    return (*_lead(first), number, *_list([one.subject.owner for one in group]), *_facts(first))


def _line_of_members(group: Sequence[Change]) -> Line:
    first = group[0]
    owner, number = Word(first.subject.owner, "page"), Word(f", {len(group):,}: ")
    return (*_lead(first), owner, number, *_list([one.subject.member for one in group]))


_FOLDS: tuple[
    tuple[Callable[[Diff, Change], _Key | None], Callable[[Sequence[Change]], Line]], ...
] = (
    (_same_member, _line_of_members_alike),
    (_whole_owners, _line_of_owners),
    (_members, _line_of_members),
)


def _single(one: Change) -> Line:
    former = (Word(str(one.former), "page"), Word(" → ")) if one.former else ()
    subject = str(one.subject)
    return (*_lead(one), *former, *((Word(subject, "page"),) if subject else ()), *_facts(one))


def _lead(one: Change) -> Line:
    return Word(_words(one.rule), "point"), Word(": ")


def _facts(one: Change) -> Line:
    """The fact before and after, and which way it travels."""
    old, new = Word(one.old, "page"), Word(one.new, "page")
    facts: Line = ()
    if one.old and one.new:
        facts = (Word(", "), old, Word(" → "), new)
    elif one.old or one.new:
        facts = (Word(", "), old if one.old else new)
    ways = {"request": " (request)", "response": " (response)", "both": " (request and response)"}
    return (*facts, Word(ways[one.direction])) if one.direction else facts


def _list(texts: Sequence[str]) -> Line:
    """The first few texts, and the number of the others."""
    texts = list(dict.fromkeys(texts))
    shown = texts if len(texts) <= _SHOWN + 1 else texts[:_SHOWN]
    words: list[Word] = []
    for text in shown:
        words += [*([Word(", ")] if words else []), Word(text, "page")]
    if len(texts) > len(shown):
        words.append(Word(f" and {len(texts) - len(shown):,} more"))
    return tuple(words)


# --- what there is to know besides ------------------------------------------------------------


def _notes(diff: Diff, changes: Sequence[Change]) -> Iterator[Line]:
    """The lines below a row."""
    first = changes[0]
    operations = sorted({name for one in changes for name in one.operations})
    if operations and " " not in first.subject.owner:
        yield (Word(f"reaches {counted(len(operations), 'operation')}: "), *_list(operations))
    if places := _places(diff, changes):
        yield places
    if touched := _touched(changes):
        yield (Word("Python: "), *touched)
    if first.evidence:
        yield Word("taken for a rename: "), Word(first.evidence, "page")
    if first.correction:
        yield Word("the old pages contradict themselves: "), Word(first.correction, "page")
    if approval := diff.approved.get(first.fingerprint):
        by = (Word(" by "), Word(approval.by, "page")) if approval.by else ()
        yield (Word("approved"), *by, Word(": "), Word(approval.reason, "page"))


def _places(diff: Diff, changes: Sequence[Change]) -> Line:
    """Where the pages say so: before and after, of each the first place."""
    sides = (
        ("was at ", [at for one in changes for at in one.before[:1]], diff.old.revision),
        ("is at ", [at for one in changes for at in one.after[:1]], diff.new.revision),
    )
    words: list[Word] = []
    for lead, found, revision in sides:
        places = list(dict.fromkeys(found))
        if places:
            words += [Word(f"{', ' if words else ''}{lead}"), Word(_place(places[0]), "page")]
            words += [Word(" ("), Word(revision, "page"), Word(")")] if revision else []
            more = len(places) - _SHOWN_PLACES
            words += [Word(f" and {counted(more, 'more place')}")] if more > 0 else []
    return tuple(words)


def _place(at: At) -> str:
    return f"{at.path}:{at.line}" if at.line else at.path


def _touched(changes: Sequence[Change]) -> Line:
    """The names of the generated Python; those of the dataclasses are the same."""
    names: dict[str, str] = {}
    for one in changes:
        for touched in one.touched:
            names.setdefault(touched.name.removeprefix("dataclass_"), touched.effect)
    by_effect: dict[str, list[str]] = defaultdict(list)
    for name, effect in names.items():
        by_effect[effect].append(name)
    words: list[Word] = []
    for effect, listed in by_effect.items():
        words += [*([Word("; ")] if words else []), *_list(listed), Word(f" {effect}".rstrip())]
    return tuple(words)


def _words(rule: str) -> str:
    return rule.replace("-", " ")
