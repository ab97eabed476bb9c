"""What is claimed at one place of several types: which part is of which.

Pages about one operation each may document the payload of a case of it, and an object in a sample
may name its own type. What a page says of its case is evidence of that one alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from codegen.claims import Place
from codegen.likeness import fits
from codegen.naming import type_name
from codegen.resolve.evidence import Evidence, Key, Position, Tree, keys_of
from codegen.samples import Shape

if TYPE_CHECKING:
    from codegen.resolve.graph import Property
    from codegen.resolve.structure import Core

__all__ = [
    "Own",
    "Part",
    "alike",
    "by_instance",
    "by_page",
    "is_of_payload",
    "kept",
    "shown_with",
    "trees_by_instance",
]

_T = TypeVar("_T")

#: Trees with their places, and shapes with one each.
Part = tuple[dict[Tree, dict[Place, None]], dict[Shape, Place]]

#: Label of a type that is documented by itself -> the names of its properties.
_Defined = Mapping[str, frozenset[str]]

#: From so many pages on, a property that only samples show is no slip of one of them.
_PAGES = 2


def alike(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """How much of all names of both is common to both."""
    return len(ours & theirs) / max(1, len(ours | theirs))


def is_of_payload(own: Key) -> bool:
    """Whether a position is a payload's, or one of its properties, which may hold its items."""
    return own.kind == "slot" or (own.owner is not None and own.owner.kind == "slot")


def shown_with(position: Position, core: Core, label: str) -> frozenset[str]:
    """The property names that tables and samples show at a place on the pages that name `label`."""
    pages = {
        (place.rank, place.page) for expr in core.labels[label] for place in position.said[expr]
    }

    def there(place: Place) -> bool:
        return (place.rank, place.page) in pages

    trees = [
        tree
        for tree, origins in core.trees.items()
        if any(there(place) for origin in origins for place in position.trees[origin])
    ]
    shapes = [one for one, origin in core.objects.items() if there(position.shapes[origin])]
    return keys_of(trees, shapes)


def by_page(found: Property, part: Part, defined: _Defined) -> dict[Key, Part]:
    """What is claimed of several documented types at one place, each part for the one it fits.

    A page that names one of them speaks of that one. What fits none is the first one's.
    """
    core, position = found.core, found.position
    keys = [key for key in (found.target, *found.others) if key is not None and key.name in defined]
    here: dict[tuple[int, str], set[Key]] = defaultdict(set)
    for key in keys:
        for expr in core.labels[key.name]:
            for place in position.said[expr]:
                here[place.rank, place.page].add(key)

    def home(names: frozenset[str], place: Place) -> Key:
        said = here.get((place.rank, place.page), ())
        ranked = [
            (key in said, alike(names, defined[key.name]), -at, key)
            for at, key in enumerate(keys)
            if not defined[key.name] or fits(names, defined[key.name])
        ]
        return max(ranked)[-1] if ranked else keys[0]

    parts: dict[Key, Part] = defaultdict(lambda: ({}, {}))
    trees, shapes = part
    for tree, places in trees.items():
        for place in places:
            own = parts[home(frozenset(tree.names()), place)][0]
            own.setdefault(tree, {})[place] = None
    for shape, place in shapes.items():
        parts[home(shape.keys, place)][1][shape] = place
    return parts


def by_instance(shapes: Mapping[Shape, _T], defined: _Defined) -> dict[Key, dict[Shape, _T]]:
    """Of `shapes` those that name their own documented type, by that type.

    It is mostly one that inherits from the type that the page names.
    """
    found: dict[Key, dict[Shape, _T]] = defaultdict(dict)
    for shape, place in shapes.items():
        label = type_name(shape.instance) if shape.instance else ""
        known = defined.get(label, frozenset())
        # Names of OData, JSON-LD and the like say what an object is; any may have them.
        shown = frozenset(key for key in shape.keys if key[:1] not in {"@", "$"} or key in known)
        if known and fits(shown, known):
            found[Key("label", label)][shape] = place
    return found


def trees_by_instance(
    trees: Mapping[Tree, dict[Place, None]], defined: _Defined
) -> dict[Key, dict[Tree, dict[Place, None]]]:
    """Of `trees` the words of samples whose objects name their own documented type, by that one."""
    found: dict[Key, dict[Tree, dict[Place, None]]] = defaultdict(dict)
    for tree, places in trees.items():
        label = type_name(tree.instance) if tree.instance else ""
        if defined.get(label):
            found[Key("label", label)][tree] = places
    return found


class Own(NamedTuple):
    """A type that has a table, and the pages that document it."""

    label: str
    pages: frozenset[str]
    open: bool = False
    """Its objects have others beside its own properties."""


def kept(name: str, evidence: Evidence, own: Own) -> bool:
    """Whether a type that has a table has the property `name`.

    Such a table lists what the type has. What samples of one other page show beside it is a slip,
    or of another type, and is reported as undocumented; what more of them show is left out of the
    table, and so is what a whole object shows that has much more than is listed. Objects of an open
    type all have more: there that is no sign.
    """
    if any(name in tree.names() for tree in evidence.trees):
        return True
    pages = {place.page for shape, place in evidence.shapes.items() if name in shape.keys}
    if len(pages) >= _PAGES or not pages.isdisjoint(own.pages):
        return True
    if not _is_remark(name) and any(name in shape.keys for shape in evidence.repeated):
        return True
    return not own.open and name in _unlisted(evidence, own)


def _is_remark(name: str) -> bool:
    """Names of OData, JSON-LD and the like say what an object is: any sample may have them."""
    return "@" in name or name[:1] == "$"


def _unlisted(evidence: Evidence, own: Own) -> frozenset[str]:
    """What whole objects that name the type show, where the table lists less than half of it."""
    named = [
        one for one in evidence.shapes if one.instance and type_name(one.instance) == own.label
    ]
    if not named:
        return frozenset()
    rows = (row for tree in evidence.trees for row in tree.rows if not row.sampled)
    listed = frozenset(row.name for row in rows)
    shown = (frozenset(name for name in one.keys if not _is_remark(name)) for one in named)
    whole = [names for names in shown if listed <= names and len(names) > 2 * len(listed)]
    return frozenset().union(*whole)
