"""Renames: which type or property is still there under another name, and what speaks for it.

A rename is believed only where one thing of the old spec and one of the new spec fit each other
and nothing else. What two things fit stays removed and added: a wrong rename is worse than none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.changes.index import Index, key_of
from codegen.changes.shift import BENIGN, SEEN, Types, shift
from codegen.naming import words
from codegen.spec import EnumType, ObjectType, Operation, Property, Type, UnionType
from codegen.typeexpr import Ref, references, rename

__all__ = [
    "Ends",
    "Rename",
    "alike",
    "ends",
    "related",
    "renamed_properties",
    "renamed_types",
    "standing",
]

#: Of the properties (or values) of the larger of two types, so many are the same in both. Two
#: thirds: a type may gain and lose some in the same release, yet two types that have a common
#: stem of a few fields (an id, a name, dates) stay below it.
_ALIKE = 2 / 3
#: Fewer common properties than this are no evidence, save where all are the same.
_SEVERAL = 3
#: Types of one name that have less than this share of all their properties in common are doubted:
#: one that gained as many as it had, and lost some, is above it.
_RELATED = 1 / 4
#: Of all words of two names, so many are in both: ``StartDate`` is not ``EndDate``.
_NEAR = 1 / 2
#: A description of fewer words ("The name") may stand at any property.
_TELLING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A thing that is now called otherwise."""

    old: str
    new: str
    evidence: str


def renamed_types(
    old: Index,
    new: Index,
    removed: Sequence[Type],
    added: Sequence[Type],
    operations: Mapping[str, str],
) -> tuple[Rename, ...]:
    """Types of the same structure that stand at the same places.

    Places are named by their owners: a type that is found makes those of the types below it
    comparable, so that the search goes on until it finds nothing more.
    """
    search = _Search(old=old, new=new, operations=operations)
    gone = {one.name: one for one in removed}
    come = {one.name: one for one in added}
    found: dict[str, Rename] = {}
    while True:
        renamed = {one.old: one.new for one in found.values()}
        fresh = [
            one
            for one in search.candidates(gone, come, renamed)
            if one.old in gone and one.new in come
        ]
        if not fresh:
            return tuple(found[name] for name in sorted(found))
        for one in fresh:
            found[one.old] = one
            del gone[one.old], come[one.new]


def alike(old: Type, new: Type) -> bool:
    """Whether two types of one name are one, whatever else there is: most of them is the same."""
    if type(old) is not type(new):
        return False
    before, after = _names(old), _names(new)
    larger = max(len(before), len(after))
    return larger < _SEVERAL or len(before & after) >= _ALIKE * larger


def related(old: Type, new: Type) -> bool:
    """Whether two types of one name can be one: enough of them is the same.

    A few properties may all have changed; of many, so many have not that they are another type's.
    """
    if type(old) is not type(new):
        return False
    before, after = _names(old), _names(new)
    few = min(len(before), len(after)) < _SEVERAL
    return few or len(before & after) >= _RELATED * len(before | after)


def _names(one: Type) -> set[str]:
    match one:
        case ObjectType(properties=properties):
            return {prop.name for prop in properties}
        case EnumType(values=values):
            return {str(item.value) for item in values}
        case UnionType(variants=variants):
            return {item.type for item in variants}


def standing(
    old: Index, new: Index, names: Collection[str], operations: Mapping[str, str]
) -> set[str]:
    """Those of `names` that both specs have at one place or more, and those that stand nowhere."""
    before = _places(old, {name: old.types[name] for name in names}, {}, operations)
    after = _places(new, {name: new.types[name] for name in names}, {}, {})
    return {name for name in names if before[name] & after[name] or not before[name]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """What became of old types that are gone."""

    merged: Mapping[str, str]
    """Those with one new type that stands wherever they stood, and has the same in it."""
    lost: frozenset[str]
    """Those that were only seen, and of whose places nothing is known any more."""


def ends(
    old: Index, new: Index, removed: Sequence[Type], types: Types, operations: Mapping[str, str]
) -> Ends:
    """What became of `removed`: what stands now where each of them stood."""
    before = _places(old, {one.name: one for one in removed}, types.renamed, operations)
    holders: dict[_Place, set[str]] = defaultdict(set)
    for name, places in _places(new, new.types, {}, {}).items():
        for place in places:
            holders[place].add(name)
    heirs = {
        name: {heir for place in places for heir in holders.get(place, ())}
        for name, places in before.items()
    }
    merged = {
        name: next(iter(those))
        for name, those in heirs.items()
        if len(those) == 1 and shift(Ref(name), Ref(next(iter(those))), types) in BENIGN
    }
    owners = {
        one.name: {place[0] for place in before[one.name]}
        for one in removed
        if one.basis in SEEN and not heirs[one.name]
    }
    left = {*new.types, *map(key_of, new.spec.operations)}
    return Ends(merged=merged, lost=_lost(owners, left, types.renamed))


def _lost(
    owners: Mapping[str, set[str]], left: set[str], renamed: Mapping[str, str]
) -> frozenset[str]:
    """Types that no longer stand in what is left, or in a type that is lost itself."""
    lost: set[str] = set()
    known = set(left)
    while fresh := {name for name in owners.keys() - lost if owners[name] & known}:
        lost |= fresh
        known |= {renamed.get(name, name) for name in fresh}
    return frozenset(lost)


_Place = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    old: Index
    new: Index
    operations: Mapping[str, str]

    def candidates(
        self, gone: Mapping[str, Type], come: Mapping[str, Type], renamed: Mapping[str, str]
    ) -> list[Rename]:
        """The pairs of types that fit each other best, and no other as well."""
        before = _places(self.old, gone, renamed, self.operations)
        after = _places(self.new, come, {}, {})
        standing: dict[_Place, list[str]] = defaultdict(list)
        for name, places in after.items():
            for place in places:
                standing[place].append(name)
        scores: dict[tuple[str, str], tuple[int, float]] = {}
        for name, places in before.items():
            shared = Counter(other for place in places for other in standing.get(place, ()))
            for other, times in shared.items():
                likeness = _likeness(gone[name], come[other], renamed)
                if likeness:
                    scores[name, other] = times, likeness
        best_old = _best(scores, lambda pair: pair[0])
        best_new = _best(scores, lambda pair: pair[1])
        return [
            Rename(old=name, new=other, evidence=_evidence(gone[name], come[other], times))
            for (name, other), (times, _) in sorted(scores.items())
            if best_old.get(name) == best_new.get(other) == (name, other)
        ]


def _best(
    scores: Mapping[tuple[str, str], tuple[int, float]], side: Callable[[tuple[str, str]], str]
) -> dict[str, tuple[str, str]]:
    """For each type its best partner; none where two are as good."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in scores:
        groups[side(pair)].append(pair)
    found = {}
    for name, pairs in groups.items():
        pairs.sort(key=lambda pair: scores[pair], reverse=True)
        if len(pairs) == 1 or scores[pairs[0]] > scores[pairs[1]]:
            found[name] = pairs[0]
    return found


def _places(
    side: Index,
    wanted: Mapping[str, Type],
    renamed: Mapping[str, str],
    operations: Mapping[str, str],
) -> dict[str, set[_Place]]:
    """Where each of `wanted` stands, in words of the new spec."""
    found: dict[str, set[_Place]] = {name: set() for name in wanted}
    for one in side.spec.types:
        owner = renamed.get(one.name, one.name)
        for place, names in _inside(one, owner):
            for name in names:
                if name in found:
                    found[name].add(place)
    for operation in side.spec.operations:
        key = operations.get(key_of(operation), key_of(operation))
        for place, names in _at(operation, key):
            for name in names:
                if name in found:
                    found[name].add(place)
    return found


def _inside(one: Type, owner: str) -> Iterator[tuple[_Place, Iterable[str]]]:
    match one:
        case ObjectType(properties=properties):
            for prop in properties:
                yield (owner, prop.name), references(prop.type)
        case UnionType(variants=variants):
            for variant in variants:
                yield (owner, *variant.values), (variant.type,)


def _at(operation: Operation, key: str) -> Iterator[tuple[_Place, Iterable[str]]]:
    for parameter in operation.parameters:
        yield (key, parameter.location, parameter.name), references(parameter.type)
    if operation.request is not None:
        yield (key, "request"), references(operation.request.type)
    for answer in operation.responses:
        if answer.body is not None:
            yield (key, answer.status), references(answer.body.type)


def _likeness(old: Type, new: Type, renamed: Mapping[str, str]) -> float:
    """The share of what two types have in common; 0 where that is no evidence."""
    if type(old) is not type(new):
        return 0
    before, after = _parts(old, renamed), _parts(new, {})
    common = len(before & after)
    larger = max(len(before), len(after))
    enough = common >= _SEVERAL or before == after
    return common / larger if common and enough and common / larger >= _ALIKE else 0


def _parts(one: Type, renamed: Mapping[str, str]) -> set[tuple[str, ...]]:
    """What a type is made of. Types that properties refer to may have got other names."""
    match one:
        case ObjectType(properties=properties):
            return {(prop.name, _kind(prop)) for prop in properties}
        case EnumType(values=values):
            return {(str(item.value),) for item in values}
        case UnionType(variants=variants):
            return {(renamed.get(item.type, item.type),) for item in variants}


def _kind(prop: Property) -> str:
    """The type of a property; a reference is one, whatever it refers to."""
    if any(True for _ in references(prop.type)):
        return str(rename(prop.type, lambda _: "A"))
    return str(prop.type)


def _evidence(old: Type, new: Type, times: int) -> str:
    before, after = _parts(old, {}), _parts(new, {})
    what = {ObjectType: "properties", EnumType: "values", UnionType: "variants"}[type(old)]
    common, larger = len(before & after), max(len(before), len(after))
    share = f"all {larger}" if common == larger else f"{common} of {larger}"
    where = "at the same place" if times == 1 else f"at {times} of the same places"
    return f"it stands {where} and has {share} {what} in common"


def renamed_properties(
    old: ObjectType,
    new: ObjectType,
    removed: Sequence[Property],
    added: Sequence[Property],
    types: Types,
) -> tuple[Rename, ...]:
    """Properties of one owner that are the same in all but the name. Rows of `_SIGNS` say why."""
    gone, come = list(removed), list(added)
    found: list[Rename] = []
    for sign, evidence in _SIGNS:
        pairs = [
            (one, other)
            for one in gone
            for other in come
            if _same_type(one, other, types) and sign(_Candidates(old, new, one, other))
        ]
        lefts = Counter(one.name for one, _ in pairs)
        rights = Counter(other.name for _, other in pairs)
        for one, other in pairs:
            if lefts[one.name] == rights[other.name] == 1:
                found.append(Rename(old=one.name, new=other.name, evidence=evidence))
                gone.remove(one)
                come.remove(other)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """A property that is gone, and one that has come."""

    before: ObjectType
    after: ObjectType
    old: Property
    new: Property


def _same_type(old: Property, new: Property, types: Types) -> bool:
    return shift(old.type, new.type, types) in {"same", "replaced"}


def _same_letters(pair: _Candidates) -> bool:
    return _letters(pair.old.name) == _letters(pair.new.name) != ""


def _letters(name: str) -> str:
    return "".join(words(name)).lower()


def _same_description(pair: _Candidates) -> bool:
    said = pair.old.description
    return said == pair.new.description and len(said.split()) >= _TELLING


def _same_position(pair: _Candidates) -> bool:
    """Between the same neighbours, with the same constraints, and near in name."""
    if pair.old.constraints != pair.new.constraints:
        return False
    near = _near(pair.old.name, pair.new.name)
    return near and _neighbours(pair.before, pair.old) == _neighbours(pair.after, pair.new)


def _near(old: str, new: str) -> bool:
    """Whether half of all words are in both names: a date more or less is no evidence."""
    before, after = _words(old), _words(new)
    return len(before & after) >= _NEAR * len(before | after)


def _words(name: str) -> set[str]:
    """The words of a name, of one thing or of several."""
    return {word.lower().removesuffix("s") for word in words(name)}


def _neighbours(owner: ObjectType, prop: Property) -> tuple[str, str]:
    names = ["", *(one.name for one in owner.properties), ""]
    at = names.index(prop.name)
    return names[at - 1], names[at + 1]


#: From the strongest on: what speaks for a rename beside the same type.
_SIGNS: tuple[tuple[Callable[[_Candidates], bool], str], ...] = (
    (_same_letters, "the type is the same, and so are the letters of the name"),
    (_same_description, "the type and the description are the same"),
    (
        _same_position,
        "the type, the constraints, the neighbours and half of the words are the same",
    ),
)
