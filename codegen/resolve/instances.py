"""How objects say of which type they are: the property, and what samples write there.

A sample is read again only if its shape has an object that names its own type.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from codegen.naming import type_name
from codegen.resolve.evidence import Key, Root
from codegen.resolve.graph import Property
from codegen.samples import Shape, marks_of
from codegen.spec import Instance

__all__ = ["instances_of"]


def instances_of(roots: Collection[Root], places: Iterable[Property]) -> dict[Key, Instance]:
    """Documented type -> how the objects of samples that are of it say so.

    Where they say it in several properties, by the one that most of them have. `places`: all.
    """
    said: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    known: dict[Shape, bool] = {}
    for root in roots:
        for claim in root.samples:
            if not _names_its_own(claim.shape, known):
                continue
            words = frozenset(map(json.loads, claim.words))
            for one in _objects(json.loads(claim.text)):
                for name, text, label in marks_of(one):
                    if text not in words:
                        said[Key("label", type_name(label))][name].append(text)
    bases = frozenset(_bases(roots, places))
    return {key: _instance(named, inherited=key in bases) for key, named in said.items()}


def _bases(roots: Iterable[Root], places: Iterable[Property]) -> Iterator[Key]:
    """The types that pages say others inherit from, or in whose place samples name others."""
    for root in roots:
        for definition in root.definitions:
            yield from (Key("label", base.label) for base in definition.bases)
    for found in places:
        named = {type_name(shape.instance) for shape in found.core.objects if shape.instance}
        known = {key.name for key in (found.target, *found.others, *found.instances) if key}
        if found.target is not None and named - known:
            yield found.target


def _instance(named: dict[str, list[str]], *, inherited: bool) -> Instance:
    name = max(named, key=lambda name: len(named[name]))
    values = tuple(sorted(set(named[name])))
    return Instance(property=name, values=values, inherited=inherited)


def _names_its_own(shape: Shape, known: dict[Shape, bool]) -> bool:
    """Whether an object of a sample names its own type, this one or one inside."""
    found = known.get(shape)
    if found is None:
        inner = (*(value for _, value in shape.fields), *shape.items)
        found = bool(shape.instance) or any(_names_its_own(one, known) for one in inner)
        known[shape] = found
    return found


def _objects(value: object) -> Iterator[dict[str, object]]:
    """Every object of a JSON value, the outer ones first."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            yield one
            pending.extend(one.values())
        elif isinstance(one, list):
            pending.extend(one)
