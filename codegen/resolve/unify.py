"""Unification: which object classes without a believed label are one type, and on what evidence.

An ordered table of rules. Each looks at the classes of one round and says which are the same as
another; merging changes what lies below them, so rounds are repeated until no rule has more to
say. Shapes that merely look alike are not merged: names must tie them, or the match must be exact.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from codegen.claims import ITEMS, VALUES
from codegen.naming import type_name
from codegen.resolve.compare import (
    ALIKE,
    DISTINCTIVE,
    MANY,
    alike,
    covers,
    equal,
    same_kinds,
    within,
)
from codegen.resolve.evidence import Key, Tree, keys_of
from codegen.resolve.labels import stems, telling
from codegen.resolve.nearby import Alike, similar
from codegen.resolve.structure import singular
from codegen.resolve.view import View

__all__ = ["UNIFICATIONS", "Merge", "merges"]

#: Fewest common property names that tie two classes which an operation says to be the same.
_TELLING = 2

#: So many that a few others, or a few missing, are no coincidence.
_VERY_MANY = 20

#: A rule yields (class, what it is the same as).
Unification = Callable[[View], Iterator[tuple[Key, Key]]]


class Merge(NamedTuple):
    """What a class is the same as, and the rule that says so."""

    target: Key
    rule: Unification


def _as_before(view: View) -> Iterator[tuple[Key, Key]]:
    """A body that was a labelled type when names were given, and still has its properties.

    Of two types that fit, one that a page says more of is not the worse for it.
    """
    for key in view.bodies:
        label = Key("label", view.scene.before.get(key.name, ""))
        if similar(view.keys.get(label, frozenset()), view.keys[key]) >= ALIKE:
            yield key, label


def _root_named_nearby(view: View) -> Iterator[tuple[Key, Key]]:
    """A body whose sentence, parameter name or operation names a type that its properties fit."""
    for key in view.bodies:
        keys = view.keys[key]
        ranked = [
            (similar(known, keys), len(label.name.lower()), label.name)
            for label in view.scene.named[key]
            if len((known := view.keys.get(label, frozenset())) & keys) >= _TELLING
            and covers(known, keys)
        ]
        if ranked:
            yield key, Key("label", max(ranked)[2])


def _exact_shape_of_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A class with exactly the many properties of one labelled type, and no others, is it."""
    for key in view.anonymous:
        same = view.labelled.get(view.keys[key], ())
        if len(view.keys[key]) >= MANY and len(same) == 1:
            yield key, same[0]


def _same_property_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A property whose name has one label wherever it has one, and whose shape fits it."""
    for key in view.anonymous:
        if key.owner is None:
            continue
        labels = view.property_labels.get(_element_name(key), Counter())
        if len(labels) == 1:
            target = Key("label", next(iter(labels)))
            known = view.keys.get(target, frozenset())
            if not known or within(view.keys[key], known):
                yield key, target


def _named_like_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A property with the very name of a labelled type, and a shape that fits it."""
    labels = {label.name: label for label in view.labels()}
    for key in view.anonymous:
        target = labels.get(type_name(_element_name(key))) if key.owner else None
        if target is not None and within(view.keys[key], view.keys[target]):
            yield key, target


def _named_like_answer(view: View) -> Iterator[tuple[Key, Key]]:
    """A property or body with the name of what operations are about, and of what they answer."""
    best: dict[tuple[str, frozenset[str], bool], list[Key]] = {}
    for key in view.anonymous:
        root = view.scene.roots.get(key)
        if root is not None and root.slot.direction == "response":
            continue
        hints = {hint for body in root.bodies for hint in body.hints} if root else ()
        keys, owned = view.keys[key], key.owner is not None
        ranked: set[Key] = set()
        for name in map(type_name, (_element_name(key),) if owned else hints):
            known = best.get((name, keys, owned))
            if known is None:
                targets = view.subjects.get(name, ())
                known = best[name, keys, owned] = _likest(view, keys, targets, owned=owned)
            ranked.update(known)
        ranked.discard(key)
        if ranked:
            yield key, max(ranked, key=lambda one: (similar(view.keys[one], keys), str(one), one))


def _likest(view: View, keys: frozenset[str], targets: Iterable[Key], *, owned: bool) -> list[Key]:
    """Of the classes that have `keys`, the two that are most like them: one may be asking."""
    like = within if owned else covers
    fitting = (one for one in targets if like(keys=keys, known=view.keys[one]))
    ranked = sorted((similar(view.keys[one], keys), str(one), one) for one in fitting)
    return [one for *_, one in ranked[-2:]]


def _same_answer(view: View) -> Iterator[tuple[Key, Key]]:
    """Operations about one thing, that answer with exactly the same properties."""
    for targets in view.subjects.values():
        yield from _gather(view, _unnamed(view, targets), equal)


def _same_request(view: View) -> Iterator[tuple[Key, Key]]:
    """Operations of one name, in several groups, that are sent exactly the same properties."""
    for targets in view.requests.values():
        yield from _gather(view, _unnamed(view, targets), equal)


def _root_alike_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A body nearly all of whose properties are one labelled type's, if its operation agrees."""
    alike = Alike(view.labelled, ALIKE)
    endings = view.scene.endings
    greatest = {keys: _greatest(labels, endings) for keys, labels in view.labelled.items()}
    for key in view.bodies:
        if len(view.keys[key]) < DISTINCTIVE:
            continue
        words = stems(view.scene.roots[key].slot.operation.path)
        ranked = [
            (share, greatest[keys][word])
            for keys, share in alike.to(view.keys[key]).items()
            for word in words & greatest[keys].keys()
        ]
        if ranked:
            yield key, Key("label", max(ranked)[1])


def _greatest(labels: Iterable[Key], endings: frozenset[str]) -> dict[str, str]:
    """Word -> the last, by alphabet, of the labels that it tells of."""
    found: dict[str, str] = {}
    for name in sorted(label.name for label in labels):
        found.update(dict.fromkeys(telling(name, endings), name))
    return found


def _nearly_label(view: View) -> Iterator[tuple[Key, Key]]:
    """A class below others with nearly all of the very many properties of one labelled type."""
    alike = Alike(view.labelled, ALIKE)
    for key in view.anonymous:
        if key.owner is None or len(view.keys[key]) < _VERY_MANY:
            continue
        near = [label for keys in alike.to(view.keys[key]) for label in view.labelled[keys]]
        if len(near) == 1:
            yield key, near[0]


def _same_body_name(view: View) -> Iterator[tuple[Key, Key]]:
    """Request bodies of one name, where all that are called so have the same properties.

    Names such as `request` or `body`, under which anything is sent, tie nothing.
    """
    called: dict[str, dict[Key, None]] = defaultdict(dict)
    for key, name in view.scene.bodies:
        target = view.graph.roots[key].target
        if target is not None and view.keys[target]:
            called[name][target] = None
    for targets in called.values():
        if len({view.keys[target] for target in targets}) == 1:
            yield from _gather(view, _unnamed(view, list(targets)), equal)


def _below_one_plural(view: View) -> Iterator[tuple[Key, Key]]:
    """What objects of one plural name hold, where all that each holds has the same properties.

    Such an object lists things of one type by name: `translations` by field, `links` by relation.
    """
    groups: dict[str, list[Key]] = defaultdict(list)
    for key, node in view.graph.nodes.items():
        if key.kind != "at" or singular(key.name) == key.name or "<" in key.name:
            continue
        below = [found.target for found in node.properties.values()]
        held = [one for one in below if one is not None and view.keys[one]]
        if held and len(held) == len(below) and len({view.keys[one] for one in held}) == 1:
            groups[type_name(_element_name(key))] += held
    for group in groups.values():
        yield from _gather(view, _unnamed(view, list(dict.fromkeys(group))), equal)


def _inside_itself(view: View) -> Iterator[tuple[Key, Key]]:
    """A class below one with nearly the same properties: a tree."""
    for key in view.anonymous:
        above = key.owner
        while above is not None:
            ours, theirs = view.keys[key], view.keys.get(above, frozenset())
            if len(ours & theirs) >= DISTINCTIVE and similar(ours, theirs) >= ALIKE:
                yield key, above
                break
            above = above.owner


def _sent_and_returned(view: View) -> Iterator[tuple[Key, Key]]:
    """A request body whose properties are those of what its own operation answers with.

    Of a body that a page lists, nearly all where the answer is only shown: a page that lists what
    a request takes lists all of it.
    """
    for key in view.bodies:
        answered = view.scene.answered.get(key)
        answer = view.graph.roots[answered].target if answered is not None else None
        if answered is None or answer is None or len(view.keys[key]) < _TELLING:
            continue
        if not covers(view.keys[answer], view.keys[key]):
            continue
        sent, told = (bool(view.scene.roots[one].position.trees) for one in (key, answered))
        if not sent or told or similar(view.keys[answer], view.keys[key]) >= ALIKE:
            yield key, answer


def _same_name_and_shape(view: View) -> Iterator[tuple[Key, Key]]:
    """Properties of one name whose shapes are alike, whoever owns them."""
    groups: dict[str, list[Key]] = defaultdict(list)
    for key in view.anonymous:
        if key.owner is not None and "<" not in key.name:
            groups[type_name(_element_name(key))].append(key)
    for group in groups.values():
        yield from _gather(view, group, alike)


def _same_exact_shape(view: View) -> Iterator[tuple[Key, Key]]:
    """Unlabelled classes with exactly the same properties, two or more, of the same types."""
    groups: dict[frozenset[str], list[Key]] = defaultdict(list)
    for key in view.anonymous:
        root = view.scene.roots.get(key)
        wrapper = root is not None and root.slot.direction == "request"
        if not wrapper and len(view.keys[key]) >= MANY and "<" not in key.name:
            groups[view.keys[key]].append(key)
    for group in groups.values():
        yield from _gather(view, group, same_kinds)


#: In tiers, strongest first: a tier is asked only when those above it have no more to say, and
#: within a tier a class that an earlier rule has placed is not asked about again. What ties a
#: class to a label comes before what ties classes without labels to each other.
UNIFICATIONS: tuple[tuple[Unification, ...], ...] = (
    (
        _as_before,
        _root_named_nearby,
        _same_property_label,
        _named_like_label,
        _exact_shape_of_label,
        _root_alike_label,
        _nearly_label,
    ),
    (_same_answer, _same_request, _same_body_name),
    (_sent_and_returned, _named_like_answer),
    (_same_name_and_shape, _below_one_plural),
    (_inside_itself,),
    (_same_exact_shape,),
)


def merges(view: View) -> dict[Key, Merge]:
    """What the first tier that has something to say makes the same."""
    for tier in UNIFICATIONS:
        found: dict[Key, Merge] = {}
        for rule in tier:
            for key, target in rule(view):
                if key != target and not _documented_apart(view, key, target):
                    found.setdefault(key, Merge(target, rule))
        if found:
            return found
    return {}


def _documented_apart(view: View, key: Key, target: Key) -> bool:
    """Whether a body and a type have a table each, that name other properties.

    A page that lists what a request takes lists all of it, and the type's own page all of the type.
    Of an answer it may list the lesser part, if its samples show the rest and the type has it all.
    """
    root = view.scene.roots.get(key)
    if root is None or target.name not in view.scene.defined or target.kind != "label":
        return False
    if not root.position.trees or view.keys[key] == view.keys[target]:
        return False
    listed = keys_of(_of_items(root.position.trees), ())
    if root.slot.direction == "request" or not listed <= view.keys[target]:
        return True
    return 2 * len(listed) > len(view.keys[key])


def _of_items(trees: Iterable[Tree]) -> Iterator[Tree]:
    """Tables of objects, also of those that arrays and maps hold."""
    for tree in trees:
        yield tree
        yield from _of_items(below for step, below in tree.steps if step in {ITEMS, VALUES})


def _gather(
    view: View,
    group: list[Key],
    alike: Callable[[View, Key, Key], bool],
) -> Iterator[tuple[Key, Key]]:
    """Join the members of `group` that are alike to the fullest of them."""
    rest = sorted(group, key=lambda key: (-len(view.keys[key]), str(key)))
    while rest:
        head, *others = rest
        rest = []
        for key in others:
            if alike(view, head, key):
                yield key, head
            else:
                rest.append(key)


def _element_name(key: Key) -> str:
    return singular(key.name)


def _unnamed(view: View, keys: list[Key]) -> list[Key]:
    return [key for key in keys if key.kind != "label" and view.keys[key]]
