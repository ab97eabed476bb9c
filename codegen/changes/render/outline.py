"""What is worth reading of a diff, in which order: folded, grouped and counted.

Rows stand by level, and within a level by module. What a page says and what is said about it stay
apart as different words, so that a renderer can make the former harmless.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.changes.diff import Diff
from codegen.changes.model import LEVELS, Change, Level, Side
from codegen.changes.render.folding import folded
from codegen.changes.render.words import FEW, Line, Word, listed, said, spelled
from codegen.diagnostics import At
from codegen.report import counted

__all__ = ["Group", "Row", "Section", "headline", "of", "rules"]

#: More effects on Python than these are not told apart in a row.
_EFFECTS = 2

#: The sections, in order, with the level that says how they are shown. What breaks callers is
#: read before what breaks nothing but code that uses the models.
_SECTIONS: Mapping[str, tuple[str, Level | None]] = {
    "breaking": ("Breaking", "breaking"),
    "breaking in Python": ("Breaking in Python only", "breaking"),
    "risky": ("Risky", "risky"),
    "risky in Python": ("Risky in Python only", "risky"),
    "safe": ("Safe", "safe"),
    "docs-only": ("Docs only", "docs-only"),
    "correction": ("Corrected docs: the samples have always shown it so", None),
    "approved": ("Approved", None),
}
#: Levels that are told apart by whom they harm.
_HARM = frozenset({"breaking", "risky"})


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
    return tuple(
        Section(title=title, level=level, groups=_groups(diff, kinds[kind]))
        for kind, (title, level) in _SECTIONS.items()
        if kinds[kind]
    )


def _section(diff: Diff, one: Change) -> str:
    if one.fingerprint in diff.approved:
        return "approved"
    if one.correction:
        return "correction"
    return f"{one.level} in Python" if one.level in _HARM and one.wire != one.level else one.level


def rules(changes: Iterable[Change]) -> Iterator[tuple[str, int]]:
    """The rules that found something, commonest first, in words, with the number of changes."""
    found = Counter(one.rule for one in changes)
    for rule, number in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        yield spelled(rule), number


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


# --- folding ----------------------------------------------------------------------------------


def _groups(diff: Diff, changes: Sequence[Change]) -> tuple[Group, ...]:
    """Rows by group: those about several groups first, then the group with most danger."""
    found: dict[str, list[Row]] = defaultdict(list)
    for alike, line in folded(diff, changes):
        names = {diff.group(one.subject.owner) for one in alike}
        row = Row(changes=alike, lines=(line, *_notes(diff, alike)))
        found[names.pop() if len(names) == 1 else ""].append(row)
    rank = {id(one): place for place, one in enumerate(changes)}
    groups = []
    for name, rows in found.items():
        rows.sort(key=lambda row: (*_danger(row), rank[id(row.changes[0])]))
        groups.append(Group(name=name, rows=tuple(rows)))
    return tuple(
        sorted(
            groups, key=lambda one: (bool(one.name), _danger(one.rows[0])[0], -one.size, one.name)
        )
    )


def _danger(row: Row) -> tuple[int, int, int]:
    """What breaks callers before what breaks code alone, then what reaches most."""
    reached = {name for one in row.changes for name in one.operations}
    return LEVELS.index(row.changes[0].wire), -len(reached), -len(row.changes)


# --- what there is to know besides ------------------------------------------------------------


def _notes(diff: Diff, changes: Sequence[Change]) -> Iterator[Line]:
    """The lines below a row."""
    first = changes[0]
    operations = {name for one in changes for name in one.operations}
    if operations and " " not in first.subject.owner:
        few = len(operations) <= FEW
        names = (Word(": "), *listed(sorted(operations))) if few else ()
        yield (Word(f"reaches {counted(len(operations), 'operation')}"), *names)
    if places := _places(diff, changes):
        yield places
    if touched := _touched(changes):
        yield (Word("Python: "), *touched)
    if first.evidence:
        yield Word("taken for a rename: "), said(first.evidence)
    if first.correction:
        yield Word("the old pages contradict themselves: "), said(first.correction)
    if approval := diff.approved.get(first.fingerprint):
        by = (Word(" by "), said(approval.by)) if approval.by else ()
        yield (Word("approved"), *by, Word(": "), said(approval.reason))


def _places(diff: Diff, changes: Sequence[Change]) -> Line:
    """Where the pages say so: the first place before and after, and how many more there are."""
    pairs = dict.fromkeys(
        (_first(diff.old, one.before), _first(diff.new, one.after)) for one in changes
    )
    known = [pair for pair in pairs if pair != (_NOWHERE, _NOWHERE)]
    if not known:
        return ()
    old, new = known[0]
    of = (Word(" of "), said(diff.old.revision)) if diff.old.revision else ()
    if old == _NOWHERE:
        words: Line = (Word("at "), said(_place(new)))
    elif new == _NOWHERE:
        words = (Word("was at "), said(_place(old)), *of)
    elif old.path == new.path and old.line and new.line:
        now = f", now line {new.line}" if new.line != old.line else ""
        words = (Word("at "), said(_place(old)), *of, Word(now))
    else:
        words = (Word("was at "), said(_place(old)), *of, Word(", is at "), said(_place(new)))
    more = len(known) - 1
    return (*words, Word(f", and {counted(more, 'more place')}")) if more else words


_NOWHERE = At("", 0)


def _first(side: Side, places: Sequence[At]) -> At:
    """The first place, by the path below the tree that the side is named by."""
    path, line = places[0] if places else _NOWHERE
    # A heading stands for a line in places of a spec file.
    return At((path if line else path.partition("#")[0]).removeprefix(f"{side.label}/"), line)


def _place(at: At) -> str:
    return f"{at.path}:{at.line}" if at.line else at.path


def _touched(changes: Sequence[Change]) -> Line:
    """The names of the generated Python; those of the dataclasses are the same."""
    effects: dict[str, dict[str, None]] = defaultdict(dict)
    for one in changes:
        for touched in one.touched:
            # The annotations before and after say what the change itself says.
            effect = touched.effect.partition(":")[0]
            effects[effect][touched.name.removeprefix("dataclass_")] = None
    if len(effects) > _EFFECTS:  # each of its own: too much to read
        return listed([name for names in effects.values() for name in names], FEW)
    words: list[Word] = []
    for effect, names in effects.items():
        words += [*([Word("; ")] if words else []), *listed(list(names), FEW)]
        words += [Word(" "), said(effect)] if effect else []
    return tuple(words)
