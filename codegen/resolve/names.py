"""Names of types, from what they stand for: a label, a property, an operation.

Every class offers names, from its own words to ones led by its owner's. A class takes its first
name that no other class asks for; labels come first, then wider owners are added until all differ.
Where the type of a property and the type that all properties below it share ask for the same
name, the shared type has it: nothing else names that one, and the owner's name leads the other.
Names that the name lock keeps are not asked for at all.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from codegen.claims import OperationClaim, OperationKey
from codegen.naming import type_name, words
from codegen.resolve.evidence import Key, Root, body_name
from codegen.resolve.graph import Graph
from codegen.resolve.structure import answer_name, singular

__all__ = ["Namer"]


#: No names are kept: all are derived.
_NONE: Mapping[Key, str] = {}


class Namer:
    """Names for the classes of a resolved graph, and for enums and unions beside them."""

    def __init__(
        self,
        graph: Graph,
        roots: Mapping[Key, Root],
        operations: Mapping[OperationKey, OperationClaim],
        apart: Mapping[OperationKey, tuple[str, ...]],
        alias: Mapping[Key, Key],
        enums: Mapping[Key, Key],
    ) -> None:
        self._graph = graph
        self._roots = roots
        self._operations = operations
        self._apart = apart
        self._members = _members(alias)
        self._heads = {one: key for key, members in self._members.items() for one in members}
        # The same words may name a parameter's enum and, led by the owner, a property's.
        self._offers = {
            key: (*forms, f"{forms[-1]}Value")
            for key, at in enums.items()
            if (forms := self._forms(at))
        }
        self._enums = enums
        self._fuller: dict[Key, tuple[str, ...]] = {}

    def assign(
        self,
        keys: list[Key],
        kept: Mapping[Key, str] = _NONE,
        reserved: Iterable[str] = (),
        aliases: Iterable[str] = (),
    ) -> dict[Key, str]:
        """A unique name for each of `keys`: object classes, enums and unions alike.

        `kept` has the names that are not to be derived; none of `reserved` is derived for another,
        and one of `aliases` only where the pages give it as a label.
        """
        names = {key: kept[key] for key in keys if key in kept}
        taken = {name.lower() for name in (*names.values(), *reserved)}
        new = [key for key in keys if key not in names]
        for key in sorted((key for key in new if key.kind == "label"), key=str):
            names[key] = next(name for name in self._label_forms(key) if name.lower() not in taken)
            taken.add(names[key].lower())
        taken.update(name.lower() for name in aliases)
        waiting = sorted((key for key in new if key.kind != "label"), key=str)
        level = 0
        while waiting:
            wanted = {key: self._offer(key, level) for key in waiting}
            demand = Counter(name.lower() for name in wanted.values())
            firm = Counter(name.lower() for key, name in wanted.items() if not self._lent(key))
            rest: list[Key] = []
            shared = Counter(
                name.lower() for key, name in wanted.items() if level == 0 and self._shared(key)
            )
            for key, name in wanted.items():
                low = name.lower()
                alone = demand[low] == 1 or (shared[low] == 1 and bool(self._shared(key)))
                alone = alone or (level == 0 and firm[low] == 1 and not self._lent(key))
                if low not in taken and alone:
                    names[key] = name
                else:
                    rest.append(key)
            taken.update(names[key].lower() for key in waiting if key in names)
            waiting, level = rest, level + 1
        return names

    def _offer(self, key: Key, level: int) -> str:
        offers = self._offers.get(key)
        if offers is None:
            offers = self._offers[key] = tuple(self._forms(key))
        if level < len(offers):
            return offers[level]
        fuller = self._fuller.get(key)
        if fuller is None:
            fuller = self._fuller[key] = tuple(self._led_by_payload(key))
        if level < len(offers) + len(fuller):
            return fuller[level - len(offers)]
        # Different keys of the very same words: told apart by a digest of the key itself. Not of
        # its text, which two keys can share where names hold dots.
        size = 8 + level - len(fuller)
        return offers[-1] + hashlib.sha256(repr(key).encode()).hexdigest()[:size].upper()

    def _label_forms(self, key: Key) -> Iterator[str]:
        """The label, then led by what holds it."""
        name = type_name(key.name)
        yield name
        for holder in sorted(self._holders(key))[:1]:
            yield type_name(holder, name)
        while True:
            name += "_"
            yield name

    def _holders(self, key: Key) -> Iterator[str]:
        """The words of the types with a property that holds a class, and of groups that send it."""
        for node in self._graph.nodes.values():
            if node.key != key and any(one.target == key for one in node.properties.values()):
                yield self._own_words(node.key)
        for root, found in self._graph.roots.items():
            if found.target == key:
                claim = self._operations.get(self._roots[root].slot.operation)
                yield claim.group if claim else root.name

    def _forms(self, key: Key) -> list[str]:
        """Names for a class from the plainest to the fullest."""
        if key.kind == "slot":
            # A body that is also a property somewhere has a plainer name there.
            named = [self._commonest(key)] if self._places(key) else []
            return [*named, *self._subjects(key), *self._body_names(key), *self._slot_forms(key)]
        forms = [self._own_words(key)]
        # What a shared type is called below its owner is one of the names that it has there.
        words = self._commonest(key) if self._shared(key) else forms[0]
        owner = _owner(key)
        while owner is not None:
            words = type_name(self._own_words(owner), words)
            forms.append(words)
            owner = _owner(owner)
        return list(dict.fromkeys(forms))

    def _led_by_payload(self, key: Key) -> Iterator[str]:
        """Names led by more than the owners: by what tells the payload that holds it from others.

        Payloads of two operations may be called the same, and so may what they hold. A documented
        type stands in no payload alone: what holds it leads.
        """
        below: list[str] = []
        at = self._enums.get(key, key)
        while at.owner is not None:
            below.insert(0, self._own_words(at))
            at = at.owner
        if at.kind == "slot" and below:
            yield from (type_name(form, *below) for form in self._slot_forms(at))
        elif at.kind == "label" and below:
            leads = sorted(self._holders(at))[:1]
            yield from (type_name(lead, self._own_words(at), *below) for lead in leads)

    def _lent(self, key: Key) -> bool:
        """Whether the first name of a class is that of what its operations are about.

        A property of that name has the better claim to it: the answer may only hold the thing.
        """
        return key.kind == "slot" and not self._places(key)

    def _subjects(self, key: Key) -> list[str]:
        """What most operations that answer with a class are about."""
        found: Counter[str] = Counter()
        for member in (key, *self._members.get(key, ())):
            root = self._roots.get(member)
            if root is None or root.slot.direction == "request":
                continue
            claim = self._operations.get(root.slot.operation)
            many = bool(self._graph.roots[member].core.marks)
            if about := answer_name(claim.name, many=many) if claim else "":
                found[about] += 1
        return [min(found, key=lambda name: (-found[name], name))] if found else []

    def _body_names(self, key: Key) -> list[str]:
        """The name of a body that several operations are sent, and what these have in common."""
        roots = [
            (member, self._roots[member])
            for member in (key, *self._members.get(key, ()))
            if member in self._roots
        ]
        called = {body_name(root) for _, root in roots}
        if len(roots) == 1 or len(called) > 1 or "" in called:
            return []
        many = any(self._graph.roots[member].core.marks for member, _ in roots)
        name = singular(called.pop()) if many else called.pop()
        claims = [self._operations.get(root.slot.operation) for _, root in roots]
        columns = zip(*(words(claim.name) if claim else () for claim in claims), strict=False)
        common = [column[0] for column in takewhile(lambda found: len(set(found)) == 1, columns)]
        return list(dict.fromkeys([type_name(name), type_name(*common, name)]))

    def _slot_forms(self, key: Key) -> list[str]:
        names: list[list[str]] = []
        for member in (key, *self._members.get(key, ())):
            root = self._roots.get(member)
            if root is None:
                continue
            claim = self._operations.get(root.slot.operation)
            operation = claim.name if claim else root.slot.operation.path
            group = claim.group if claim else ""
            ending = self._ending(member, root)
            apart = self._apart.get(root.slot.operation, ())
            full = f"{root.slot.operation.path} {root.slot.operation.method}"
            status = root.slot.status
            names.append(
                [
                    type_name(operation, ending),
                    type_name(group, operation, ending),
                    type_name(operation, *apart, ending),
                    type_name(group, operation, *apart, ending),
                    type_name(operation, *apart, status, ending),
                    type_name(group, operation, *apart, status, ending),
                    type_name(full, ending),
                    type_name(full, status, ending),
                ]
            )
        return min(names, key=lambda forms: (len(forms[0]), forms), default=[type_name(key.name)])

    def _ending(self, key: Key, root: Root) -> str:
        if root.slot.direction == "request":
            return "Request"
        found = self._graph.roots.get(key)
        return "Item" if found is not None and found.core.marks else "Response"

    def _own_words(self, key: Key) -> str:
        """The words of a class without its owners: what most of its places are called."""
        if key.kind == "slot":
            return self._forms(key)[0]
        if key.kind in {"label", "operation"}:
            return type_name(key.name)
        if key.name.startswith("<"):  # an option of a union: the union's name and its first value
            value = key.name.strip("<>").partition("=")[2].partition(",")[0]
            union = self._own_words(key.owner) if key.owner else ""
            return type_name(union, value.lower() if value.isupper() else value)
        return self._shared(key) or self._commonest(key)

    def _commonest(self, key: Key) -> str:
        """The words that most properties which hold a class are called by."""
        own = Counter(type_name(singular(place.name)) for place in self._places(key))
        return min(own, key=lambda name: (-own[name], name))

    def _places(self, key: Key) -> list[Key]:
        """The properties that hold a class, save where it holds itself."""
        outside = [
            one
            for one in (key, *self._members.get(key, ()))
            if one.owner is not None and key not in self._above(one)
        ]
        return outside or ([key] if key.owner is not None else [])

    def _above(self, key: Key) -> Iterator[Key]:
        """The classes that own a place, from the nearest on."""
        owner = key.owner
        while owner is not None:
            yield self._heads.get(owner, owner)
            owner = owner.owner

    def _shared(self, key: Key) -> str:
        """The words of the property below which many properties share the class, or ''."""
        if key.kind != "at" or key.name.startswith("<"):
            return ""
        places = self._places(key)
        if len({type_name(singular(place.name)) for place in places}) == 1:
            return ""
        owners = {
            type_name(singular(place.owner.name))
            if place.owner is not None and place.owner.kind == "at"
            else ""
            for place in places
        }
        return owners.pop() if len(owners) == 1 else ""


def _owner(key: Key) -> Key | None:
    """The owner that a longer name begins with; an option's name already holds its union's."""
    if key.name.startswith("<") and key.owner is not None:
        return key.owner.owner
    return key.owner


def _members(alias: Mapping[Key, Key]) -> dict[Key, tuple[Key, ...]]:
    """Class -> all keys that were found to be the same as it."""
    members: dict[Key, list[Key]] = defaultdict(list)
    for key in alias:
        target = key
        while target in alias:
            target = alias[target]
        members[target].append(key)
    return {key: tuple(sorted(found, key=str)) for key, found in members.items()}
