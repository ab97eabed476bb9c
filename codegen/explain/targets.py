"""What may be explained: names of types, properties and operations, as people write them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from codegen.pathtemplate import PLACEHOLDER
from codegen.spec import ObjectType, Operation, Property, Spec, Type, UnionType
from codegen.typeexpr import references

__all__ = ["Target", "UnknownTargetError", "find"]

_METHOD = re.compile(r"([A-Za-z]+)\s+(\S+)")
_NEAREST = 3
#: Dots in a name. Each may end a name or stand in one, so that many are many ways to look.
_MOST_DOTS = 64

_Same = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A type, a property of the object type `type`, or an operation."""

    type: Type | None = None
    property: Property | None = None
    operation: Operation | None = None


class UnknownTargetError(LookupError):
    """Nothing, or more than one thing, has the name; the message says what comes near."""


def find(spec: Spec, text: str) -> Target:
    """The target that `text` names.

    That is ``Type``, ``Type.property`` at any depth, an operation's id, or its method and path;
    a type also by a name that it had before.
    Exact names come first; then letters of the other case, placeholders of other names and the
    end of a path will do where they leave one candidate. Raises UnknownTargetError.
    """
    text = text.strip()
    if match := _METHOD.fullmatch(text):
        return Target(operation=_operation(spec, match[1].upper(), match[2]))
    types = {alias.rpartition(".")[2]: one for one in spec.types for alias in one.aliases}
    types |= {one.name: one for one in spec.types}
    ids = {one.id: one for one in spec.operations}
    if text in types:
        return Target(type=types[text])
    if text in ids:
        return Target(operation=ids[text])
    if text.count(".") > _MOST_DOTS:
        message = f"nothing is called so: a name has at most {_MOST_DOTS} dots"
        raise UnknownTargetError(message)
    found = next(filter(None, (_properties(types, text, *ways) for ways in _WAYS)), [])
    found = found or _distinct(
        Target(type=one) for name, one in types.items() if _same_letters(name, text)
    )
    found = found or [Target(operation=ids[name]) for name in ids if _same_letters(name, text)]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{text!r} could be {_listed(map(_name, found))}"
        raise UnknownTargetError(message)
    raise UnknownTargetError(_unknown(types, ids, text))


def _same(name: str, text: str) -> bool:
    return name == text


def _same_letters(name: str, text: str) -> bool:
    return name.casefold() == text.casefold()


#: How names of types and of properties are compared, from the strictest on.
_WAYS = ((_same, _same), (_same, _same_letters), (_same_letters, _same_letters))


def _properties(
    types: Mapping[str, Type], text: str, same_type: _Same, same: _Same
) -> list[Target]:
    """The properties that `text` leads to from a type; names may hold dots, so all splits count."""
    search = _Search(types, same)
    found = [
        target
        for head, rest in _splits(text)
        for name, one in types.items()
        if same_type(name, head)
        for target in search.below(one, rest)
    ]
    return _distinct(found)


@dataclass(slots=True)
class _Search:
    """Looks each name up once in each type, by however many ways it is led there."""

    types: Mapping[str, Type]
    same: _Same
    known: dict[tuple[str, str], list[Target]] = field(default_factory=dict)

    def below(self, one: Type, text: str) -> list[Target]:
        """The properties of a type, or of what its properties hold, that are called `text`."""
        key = one.name, text
        if key not in self.known:
            self.known[key] = []  # of unions that hold each other, nothing new
            self.known[key] = _distinct(self._below(one, text))
        return self.known[key]

    def _below(self, one: Type, text: str) -> list[Target]:
        if isinstance(one, UnionType):
            names: Iterable[str] = (variant.type for variant in one.variants)
            return [target for name in names for target in self._in(name, text)]
        if not isinstance(one, ObjectType):
            return []
        direct = [Target(type=one, property=p) for p in one.properties if self.same(p.name, text)]
        if direct:
            return direct
        return [
            target
            for head, rest in reversed(list(_splits(text)))
            for prop in one.properties
            if self.same(prop.name, head)
            for name in references(prop.type)
            for target in self._in(name, rest)
        ]

    def _in(self, name: str, text: str) -> list[Target]:
        return self.below(self.types[name], text) if name in self.types else []


def _distinct(found: Iterable[Target]) -> list[Target]:
    """Each target once, in order of first appearance."""
    return list({_name(target): target for target in found}.values())


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """The two parts of `text` at each of its dots; marks of lists and maps are left out."""
    for match in re.finditer(r"\.", text):
        head = re.sub(r"(?:\[\]|\{\})+$", "", text[: match.start()])
        yield head, text[match.end() :]


def _operation(spec: Spec, method: str, path: str) -> Operation:
    """The operation, by the first way of comparing paths that gives any."""
    path = path.partition("?")[0]
    of_method = [one for one in spec.operations if one.method == method]
    for alike in (_same, _same_template, _same_end):
        found = [one for one in of_method if alike(one.path, path)]
        if len(found) == 1:
            return found[0]
        if found:
            names = _listed(f"{one.method} {one.path}" for one in found)
            message = f"'{method} {path}' could be {names}"
            raise UnknownTargetError(message)
    known = [f"{one.method} {one.path}" for one in spec.operations]
    raise UnknownTargetError(_message(f"{method} {path}", "operation", known))


def _same_template(path: str, text: str) -> bool:
    return _template(path) == _template(text)


def _same_end(path: str, text: str) -> bool:
    return f"/{_template(path)}".endswith(f"/{_template(text).lstrip('/')}")


def _template(path: str) -> str:
    """A path without the names of its placeholders, in small letters."""
    return PLACEHOLDER.sub("{}", path).casefold().rstrip("/")


def _unknown(types: Mapping[str, Type], ids: Iterable[str], text: str) -> str:
    """The message for a name that nothing has: its first part that is unknown is to blame."""
    for head, rest in reversed(list(_splits(text))):
        found = _properties(types, head, *_WAYS[-1])
        found += [Target(type=one) for name, one in types.items() if _same_letters(name, head)]
        if found:
            return _unknown_below(types, found[0], rest)
    first = text.partition(".")[0]
    return _message(first, "type or operation", [*types, *ids])


def _unknown_below(types: Mapping[str, Type], above: Target, text: str) -> str:
    """The message for a property that what `above` holds does not have."""
    if above.property is None:
        owners = [above.type] if above.type is not None else []
        bare = f"{_name(above)} has no properties"
    else:
        names = references(above.property.type)
        owners = [types[name] for name in names if name in types]
        bare = f"{_name(above)} is {above.property.type}; it has no properties"
    known = [prop.name for one in owners for prop in _properties_of(types, one)]
    if not known:
        return bare
    return _message(text.partition(".")[0], f"property of {owners[0].name}", known)


def _properties_of(types: Mapping[str, Type], one: Type) -> Iterator[Property]:
    if isinstance(one, ObjectType):
        yield from one.properties
    elif isinstance(one, UnionType):
        for variant in one.variants:
            if variant.type in types:
                yield from _properties_of(types, types[variant.type])


def _message(text: str, what: str, known: list[str]) -> str:
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(text.casefold(), folded, n=_NEAREST, cutoff=0.5)
    if not near and text:  # a part of a longer name
        near = sorted(low for low in folded if text.casefold() in low)[:_NEAREST]
    if near:
        return f"no {what} is called {text!r}; did you mean {_listed(folded[n] for n in near)}?"
    return f"no {what} is called {text!r}"


def _listed(names: Iterable[str]) -> str:
    names = list(dict.fromkeys(names))
    head, last = names[:-1], names[-1]
    return f"{', '.join(head)} or {last}" if head else last


def _name(target: Target) -> str:
    if target.operation is not None:
        return f"{target.operation.method} {target.operation.path}"
    owner = target.type.name if target.type is not None else ""
    return f"{owner}.{target.property.name}" if target.property is not None else owner
