"""Labels: which type names of the pages are to be believed, and where.

A label is honest where all shapes that pages show under it fit together. Where they do not, it is
unreliable: the group of shapes whose surroundings (the property's or operation's own words) agree
best with the label keeps it; elsewhere it is overruled and reported. Where a page documents the
type of a label by itself, that is what the label means.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from codegen.claims import Place
from codegen.likeness import fits, singular, stems
from codegen.naming import words
from codegen.resolve.evidence import Position, Root, Tree, keys_of, reason_of
from codegen.resolve.structure import Core, Unwrapper
from codegen.samples import Shape
from codegen.typeexpr import OBJECT, TypeExpr

__all__ = ["Labels", "affinity", "fits", "judge", "stems", "telling"]


#: So many tables make it the habit of the pages to give a property's name one label.
_HABIT = 3


class _Surroundings(NamedTuple):
    """What a label is printed for: the words around it, and the property names shown there."""

    context: str
    keys: frozenset[str]


#: Label -> what it is printed for, with the places of it.
_Observed = dict[str, dict[_Surroundings, list[Place]]]


@dataclass(slots=True)
class Labels:
    """The verdict: labels that are believed anywhere or, of the unreliable, only where they fit."""

    honest: set[str] = field(default_factory=set)
    unreliable: dict[str, frozenset[str]] = field(default_factory=dict)
    """Label -> the property names of the shapes that it really stands for."""
    overruled: dict[str, list[Place]] = field(default_factory=dict)
    maps: frozenset[str] = frozenset()
    """Names of properties that are maps wherever a page says what they are."""
    by_property: dict[str, str] = field(default_factory=dict)
    """Name of a property -> the one label that is believed wherever a page gives it one."""
    defined: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Label of an object type that is documented by itself -> the names of its properties."""
    enums: frozenset[str] = frozenset()
    """Labels of types that are documented by their values."""
    open: frozenset[str] = frozenset()
    """Labels of types whose objects have other properties too, as their pages say."""
    endings: frozenset[str] = frozenset()
    """Words such as info or entity that many labels end with, and that tell none of them."""

    def believe(self, core: Core) -> str:
        """The label to follow at `core`, or ''."""
        return self._belief(core)[0]

    def reason(self, core: Core) -> str:
        """Why the label at `core` is followed, or why none is; '' where no rule has an answer."""
        rule = self._belief(core)[1]
        return "" if rule is None else reason_of(rule)

    def documents(self, label: str) -> bool:
        """Whether a page documents the type of `label` by itself."""
        return label in self.defined or label in self.enums

    def others(
        self, core: Core, label: str, shown: Callable[[str], frozenset[str]] | None = None
    ) -> tuple[str, ...]:
        """The documented types that are named at `core` as options beside `label`.

        With `shown`, also where they are not named together: pages about one operation each may
        document the payload of a case of it. It tells what the pages that name a label show.
        """
        if len(core.labels) < 2 or not (self.defined or self.enums):  # noqa: PLR2004 - no others
            return ()
        beside = set(core.labels.get(label, ()))
        known = (one for one in core.labels if one != label and self.documents(one))
        return tuple(
            one
            for one in known
            if not beside.isdisjoint(core.labels[one])
            or (shown is not None and self._can_be(one, shown(one), is_object=core.is_object))
        )

    def fit(self, core: Core, label: str) -> bool:
        """Whether what is shown at `core` can be of the type that a page documents.

        Rows alone say nothing against an open type: they list what else such an object has.
        """
        if label in self.open and not core.objects:
            return True
        return self._can_be(label, core.keys, is_object=core.is_object)

    def _can_be(self, label: str, keys: frozenset[str], *, is_object: bool) -> bool:
        known = self.defined.get(label)
        if known is None:
            return label in self.enums and not is_object
        # Such names, of OData, JSON-LD and the like, say what an object is; any may have them.
        shown = frozenset(key for key in keys if key[:1] not in {"@", "$"} or key in known)
        return not shown or not known or fits(shown, known)

    def _belief(self, core: Core) -> tuple[str, _Belief | None]:
        for rule in _BELIEFS:
            answer = rule(self, core)
            if answer is not None:
                return answer, rule
        return "", None


_Belief = Callable[[Labels, Core], str | None]


def _no_structure(_labels: Labels, core: Core) -> str | None:
    """What samples show as a scalar has no label: a label is the name of an object."""
    return "" if core.kinds and not core.is_object and not core.open_object else None


def _defined(labels: Labels, core: Core) -> str | None:
    """A type that a page documents by itself is meant wherever what is shown fits it."""
    if not labels.defined and not labels.enums:
        return None
    fitting = {
        label: len(core.keys & labels.defined.get(label, frozenset()))
        for label in core.labels
        if labels.fit(core, label)
    }
    return max(fitting, key=fitting.__getitem__) if fitting else None


def _honest(labels: Labels, core: Core) -> str | None:
    """A label is believed wherever it stands if all shapes that it is printed for fit together."""
    return next(
        (one for one in core.labels if one in labels.honest and not labels.documents(one)), None
    )


def _habit_of_the_name(labels: Labels, core: Core) -> str | None:
    """Where nothing shows what a property holds, the one label that others of its name have.

    An object without properties is shown as one all the same, and is no value of an enum.
    """
    open_ = not core.keys and not core.kinds and not core.scalars
    label = labels.by_property.get(core.name) if open_ else None
    return None if label in labels.enums and core.empty_object else label


def _its_own_shape(labels: Labels, core: Core) -> str | None:
    """A label that lies elsewhere is right where the shape that it really stands for is shown.

    Where no shape is shown, it is right if the property's name has a word in common with it.
    """
    keys = core.keys
    fitting = [
        (akin, label)
        for label in core.labels
        if (genuine := labels.unreliable.get(label)) is not None
        for akin in (affinity(label, core.name, labels.endings),)
        if (fits(keys, genuine) if keys and genuine else not keys and akin > 0)
    ]
    return max(fitting)[1] if fitting else None


#: The first rule that has an answer decides; '' is one: no label.
_BELIEFS: tuple[_Belief, ...] = (
    _no_structure,
    _defined,
    _honest,
    _habit_of_the_name,
    _its_own_shape,
)


def judge(roots: Collection[Root], unwrap: Unwrapper | None = None) -> Labels:
    """Weigh every label by the shapes that are shown under it on the same operations."""
    unwrap = unwrap or Unwrapper()
    observed: _Observed = defaultdict(lambda: defaultdict(list))
    tables: dict[tuple[Tree, tuple[Shape, ...]], list[Place]] = defaultdict(list)
    defined: dict[str, frozenset[str]] = {}
    enums: set[str] = set()
    for root in roots:
        core, position = unwrap(root.position), root.position
        if root.enums and not core.is_object:
            enums.add(root.label)
        elif root.label:
            defined[root.label] = keys_of(core.trees, () if core.trees else core.objects)
        for label, (expr, *_) in core.labels.items():
            context = f"{root.slot.operation.path} {core.name}"
            observed[label][_Surroundings(context, core.keys)].append(position.said[expr][0])
        objects = tuple(core.objects)
        for tree, (origin, *_) in core.trees.items():
            first = next(iter(position.trees[origin]))
            tables[tree, objects].append(first)
    said: dict[str, set[TypeExpr]] = defaultdict(set)
    properties: list[tuple[Core, int]] = []
    shown: dict[tuple[Shape, ...], dict[str, dict[Shape, None]]] = {}
    for (tree, shapes), places in tables.items():
        if shapes not in shown:
            shown[shapes] = _by_name(shapes)
        for position in _row_positions(tree, shown[shapes], places[0]):
            said[position.name].update(position.said)
            core = unwrap(position)
            properties.append((core, len(places)))
            for label in core.labels:
                observed[label][_Surroundings(position.name, core.keys)].extend(places)
    labels = _verdict(observed, _endings(observed), defined)
    labels.enums = frozenset(enums)
    labels.open = frozenset(
        one.label for one in roots if any(claim.open for claim in one.definitions)
    )
    labels.maps = frozenset(name for name, types in said.items() if types == {OBJECT})
    labels.by_property = _habits(properties, labels)
    return labels


def _by_name(shapes: Iterable[Shape]) -> dict[str, dict[Shape, None]]:
    """What objects show of each property."""
    found: dict[str, dict[Shape, None]] = defaultdict(dict)
    for shape in shapes:
        for name, value in shape.fields:
            found[name][value] = None
    return dict(found)


def _row_positions(
    tree: Tree, shown: Mapping[str, Iterable[Shape]], place: Place
) -> Iterator[Position]:
    """The typed rows of a body's table, each with what the body's samples show for it."""
    for row in tree.rows:
        if row.type is not None:
            found = dict.fromkeys(shown.get(row.name, ()), place)
            yield Position(row.name, said={row.type: [place]}, shapes=found)


def _habits(properties: Iterable[tuple[Core, int]], labels: Labels) -> dict[str, str]:
    """Name of a property -> the one label that is believed wherever `properties` give it one.

    With each of these comes the number of its tables.
    """
    believed: dict[str, Counter[str]] = defaultdict(Counter)
    for core, times in properties:
        if label := labels.believe(core):
            believed[core.name][label] += times
    habits: dict[str, str] = {}
    for name, found in believed.items():
        ((label, times),) = found.most_common(1)
        akin = affinity(label, name, labels.endings)
        if len(found) == 1 and (times >= _HABIT or akin > 0):
            habits[name] = label
    return habits


def _endings(labels: Iterable[str]) -> frozenset[str]:
    """The words that as many labels end with as make a habit."""
    last = Counter(singular(spelled[-1].lower()) for label in labels if (spelled := words(label)))
    return frozenset(word for word, times in last.items() if times >= _HABIT)


def _verdict(
    observed: _Observed, endings: frozenset[str], defined: Mapping[str, frozenset[str]]
) -> Labels:
    labels = Labels(endings=endings, defined=defined)
    for label, seen in observed.items():
        akin = {one.context: affinity(label, one.context, endings) > 0 for one in seen}
        shown: Counter[tuple[frozenset[str], bool]] = Counter()
        for one, places in seen.items():
            if one.keys:
                shown[one.keys, akin[one.context]] += len(places)
        known = defined.get(label)
        groups = [known] if known else _groups({keys for keys, _ in shown})
        ranked = [(*_agreement(group, shown), sorted(group)) for group in groups]
        *agreement, names = max(ranked, default=(0.0, 0, 0, []))
        genuine = frozenset(names)
        if all(fits(keys, genuine) for keys, _ in shown):
            labels.honest.add(label)
            continue
        if not known and any(akin.values()) and not any(agreement[:2]):
            # Its own shape is nowhere shown: where its words stand, samples show null.
            genuine = frozenset()
        labels.unreliable[label] = genuine
        labels.overruled[label] = [
            place
            for (context, keys), places in seen.items()
            if (not (genuine and fits(keys, genuine)) if keys else not known and not akin[context])
            for place in places
        ]
    return labels


def _agreement(
    group: frozenset[str], shown: Mapping[tuple[frozenset[str], bool], int]
) -> tuple[float, int, int]:
    """How well the surroundings of a group agree with the label: share, number, size.

    `shown`: the number of places with these properties whose surroundings agree, or do not.
    """
    agree = size = 0
    for (keys, akin), times in shown.items():
        if fits(keys, group):
            size += times
            agree += times if akin else 0
    return agree / max(1, size), agree, size


def _groups(keysets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Union of the property names of each group of shapes that fit together."""
    groups: list[frozenset[str]] = []
    for keys in sorted(keysets, key=lambda keys: (-len(keys), sorted(keys))):
        for index, group in enumerate(groups):
            if fits(keys, group):
                groups[index] = group | keys
                break
        else:
            groups.append(keys)
    return groups


def affinity(label: str, context: str, endings: frozenset[str] = frozenset()) -> float:
    """How much of the words of `label` stands in `context`, 0 to 1, plurals alike.

    Words of `endings` count only where the label has no other.
    """
    ours = telling(label, endings)
    return len(ours & stems(context)) / len(ours) if ours else 0.0


def telling(label: str, endings: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words of `label`, as `stems`; those of `endings` only where it has no other."""
    return stems(label) - endings or stems(label)
