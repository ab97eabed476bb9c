"""Which definitions are of one type, and what each of these types is called."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import PurePosixPath

from codegen.claims import (
    BodyClaim,
    Claim,
    DefinitionClaim,
    EnumClaim,
    SampleClaim,
    Slot,
    TableClaim,
)
from codegen.likeness import fits, singular, stems
from codegen.naming import type_name, words
from codegen.spec import EnumValue

__all__ = ["Defining", "Documented", "Payload", "documented", "loose"]

#: So many things a label can be led by.
_FORMS = 5

#: Claims that document a type by itself.
Defining = DefinitionClaim | EnumClaim
#: Claims about a payload.
Payload = BodyClaim | TableClaim | SampleClaim


@dataclass(slots=True, eq=False)
class _Content:
    """What is claimed of the payload of one definition."""

    keys: set[str] = field(default_factory=set)
    said: list[BodyClaim] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Documented:
    """One type that pages document by itself, by its definitions in order of precedence."""

    claims: list[Defining]
    keys: frozenset[str]
    """Its properties, or its values."""
    said: list[BodyClaim]
    """What pages say that it is, where they name no properties."""
    label: str = ""
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    """Where it is one of several types, the words beside each."""

    @property
    def first(self) -> Defining:
        """The definition that wins."""
        return self.claims[0]

    @property
    def names(self) -> tuple[str, ...]:
        """What references call it."""
        full = (self.label,) if self.label == _full_name(self) else ()
        return tuple(dict.fromkeys((*(claim.label for claim in self.claims), *full)))

    @property
    def is_enum(self) -> bool:
        """It is documented by its values."""
        return any(isinstance(one, EnumClaim) for one in self.claims)

    @property
    def is_named(self) -> bool:
        """It is only a name for something that is no object with properties."""
        bases = any(isinstance(one, DefinitionClaim) and one.bases for one in self.claims)
        return bool(self.said) and not self.keys and not bases

    def add(self, other: Documented) -> None:
        """Take over the definitions of what turned out to be this type."""
        self.claims += other.claims
        self.keys |= other.keys
        self.said += other.said


def _contents(claims: Iterable[Claim]) -> dict[Slot, _Content]:
    contents: dict[Slot, _Content] = defaultdict(_Content)
    for claim in claims:
        if not isinstance(claim, Payload) or claim.slot.direction != "definition":
            continue
        content = contents[claim.slot]
        match claim:
            case BodyClaim() if claim.type is not None:
                content.said.append(claim)
            case TableClaim(path=()):
                content.keys.update(row.name for row in claim.rows)
            case TableClaim():
                content.keys.update(map(str, claim.path[:1]))
            case SampleClaim():
                content.keys.update(claim.shape.keys)
    return contents


def documented(defining: Iterable[Defining], claims: Iterable[Claim]) -> list[Documented]:
    """The types that `defining` document, in order of their first definitions, with labels."""
    contents = _contents(claims)
    types: list[Documented] = []
    by_label: dict[str, _Known] = defaultdict(_Known)
    nothing = _Content()
    for claim in defining:
        content = contents.get(claim.slot, nothing)
        own = Documented([claim], _keys(claim, content), list(content.said))
        if by_label[claim.label].add(own):
            types.append(own)
    _name(types)
    return types


def _keys(claim: Defining, content: _Content) -> frozenset[str]:
    """What tells a type by: the names of its properties, its texts, or what its numbers are called.

    A text is the same whatever is said of it. A number alone is no sign: most lists of numbers
    begin alike.
    """
    if isinstance(claim, DefinitionClaim):
        return frozenset(content.keys)
    return frozenset(_sign(one) for one in claim.values)


def _sign(one: EnumValue) -> str:
    text = one.value if isinstance(one.value, str) else ""
    return text or one.name or one.description or str(one.value)


class _Known:
    """The types of one label, found by their slots and by what tells them."""

    def __init__(self) -> None:
        self._types: list[Documented] = []
        self._slots: dict[Slot, Documented] = {}
        self._qualified: dict[str, Documented] = {}
        self._near: dict[str, dict[int, Documented]] = defaultdict(dict)
        self._places: dict[int, int] = {}

    def add(self, new: Documented) -> bool:
        """Put a definition to the type that it is of; True where that is a new one."""
        home = self._home(new)
        if home is None:
            self._places[id(new)] = len(self._types)
            self._types.append(new)
        else:
            home.add(new)
        one = home or new
        self._slots[new.first.slot] = one
        if name := _qualified(new):
            self._qualified.setdefault(name, one)
        for key in new.keys or {""}:
            self._near[key][self._places[id(one)]] = one
        return home is None

    def _home(self, new: Documented) -> Documented | None:
        """The first type that a rule says a definition to be of.

        The rules, in order: it is said of one payload; its page states the same name with its
        namespace, so that each documents a part of it; it has the same members; it is of another
        set of pages, since sets document one API, and what a later one calls so is what the first
        one does.
        """
        if (same := self._slots.get(new.first.slot)) is not None:
            return same
        if (same := self._qualified.get(_qualified(new))) is not None:
            return same
        near = {place: one for key in (*new.keys, "") for place, one in self._near[key].items()}
        alike = sorted(near.items()) if new.keys else list(enumerate(self._types[:1]))
        found = next((one for _, one in alike if _same_members(one, new)), None)
        if (
            found is None
            and self._types
            and new.first.place.rank != self._types[0].first.place.rank
        ):
            found = next((one for one in self._types if _another_set(one, new)), None)
        return found


def _same_members(known: Documented, new: Documented) -> bool:
    """They have properties, or values, that fit together; one of which nothing is said fits."""
    if not known.keys or not new.keys:
        return True
    return known.is_enum == new.is_enum and fits(known.keys, new.keys)


def _another_set(known: Documented, new: Documented) -> bool:
    """They are of one kind, and in different sets of pages."""
    ranks = {one.place.rank for one in known.claims}
    return known.is_enum == new.is_enum and new.first.place.rank not in ranks


# --- labels of their own ----------------------------------------------------------------------


def _name(types: Iterable[Documented]) -> None:
    """Give each type a label that no other has: its own, or one led by what it belongs to.

    Of several types with one label that one keeps it whose group or page goes by it, or else the
    first. The others have names that depend on where they stand, and on nothing else.
    """
    by_label: dict[str, list[Documented]] = defaultdict(list)
    for one, label in _labels(types):
        by_label[label].append(one)
    taken = set(by_label)
    for label in sorted(by_label):
        keeper, *others = sorted(by_label[label], key=lambda one: not _goes_by(one, label))
        keeper.label = label
        # What others take may leave a name free that two wanted: so each is tried twice.
        for level in chain(range(_FORMS), range(_FORMS), count(_FORMS)):
            wanted = {id(one): _form(one, label, level) for one in others}
            demand = Counter(wanted.values())
            alone = [
                one
                for one in others
                if demand[wanted[id(one)]] == 1 and wanted[id(one)] not in taken
            ]
            for one in alone:
                one.label = wanted[id(one)]
                taken.add(one.label)
            others = [one for one in others if not one.label]
            if not others:
                break


def _labels(types: Iterable[Documented]) -> Iterator[tuple[Documented, str]]:
    """Each type with the label of its heading, or with its full name.

    That must end with the label, or the page go by it: a remark that has another name is of another
    sample; one that several types have, of none.
    """
    types = tuple(types)
    known = {claim.label for one in types for claim in one.claims}
    demand = Counter(_full_name(one) for one in types)
    for one in types:
        name, label = _full_name(one), one.first.label
        own = name not in known and demand[name] == 1
        own = own and (name.lower().endswith(label.lower()) or _is_page(one, name))
        yield one, name if own else label


def _full_name(one: Documented) -> str:
    names = (claim.full_name for claim in one.claims if isinstance(claim, DefinitionClaim))
    return next(filter(None, names), "")


def _qualified(one: Documented) -> str:
    return one.first.qualified if isinstance(one.first, DefinitionClaim) else ""


def _goes_by(one: Documented, label: str) -> bool:
    names = (
        name for claim in one.claims for name in (claim.group, PurePosixPath(claim.place.page).stem)
    )
    return any(loose(name) == loose(label) for name in names)


def _is_page(one: Documented, name: str) -> bool:
    """Whether the page of a type is called as a name is."""
    stem = PurePosixPath(one.first.place.page).stem
    return bool(name) and "".join(filter(str.isalnum, stem)).lower() == name.lower()


def _form(one: Documented, label: str, level: int) -> str:
    """The label, led by the group, the page, or the anchor; then with a digest of the place."""
    place = one.first.place
    page = PurePosixPath(place.page)
    anchor = min(filter(None, one.first.anchors), key=len, default="")
    leads = (one.first.group, page.stem, place.heading, anchor, str(page.with_suffix("")))
    forms = [_led(lead, label) for lead in leads if lead]
    forms = list(dict.fromkeys(form for form in forms if form != label))
    if forms and level < _FORMS:
        return forms[min(level, len(forms) - 1)]
    digest = hashlib.sha256(f"{place.page}#{anchor}#{place.heading}#{place.line}".encode())
    return f"{label}{digest.hexdigest()[: 8 + level].upper()}"


def _led(lead: str, label: str) -> str:
    """`label`, led by `lead`; that alone, where it has all words of the label."""
    before, own = type_name(lead), type_name(label)
    return before if stems(own) <= stems(before) else type_name(before, own)


def loose(label: str) -> str:
    """A label as it is compared where no link tells: whatever its case, and in the singular."""
    return singular("".join(words(label)).lower())
