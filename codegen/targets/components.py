"""Parameters and responses that repeat, made shared components with names that stay.

A component is named for what it is (``IfMatchHeader``, ``NotFoundError``); where one name has
several contents, the commonest one keeps it and the others add their owner. It stands in the
fragment that uses it, or in the common one if several do.

What is shared once stays shared, under its name and where it is; what stands in an operation that
is known stays there, though a new operation has the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from codegen.namelock import ComponentLock
from codegen.naming import type_name
from codegen.spec import Operation
from codegen.targets.fragment import COMMON, Reference, Schema, references, target_of

__all__ = ["Component", "choose", "share"]

#: Enough of a digest that no two contents of one API have the same.
_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One shared component and the fragment that holds it."""

    kind: str
    name: str
    module: str
    content: Schema

    @property
    def ref(self) -> Reference:
        """The reference to it, naming its fragment."""
        return Reference(f"{self.module}.yaml#/components/{self.kind}/{self.name}")


@dataclass(slots=True, kw_only=True)
class _Content:
    """One parameter or response, and the operations that have it."""

    kind: str
    base: str
    digest: str
    targets: set[str]
    """Modules of the types that it refers to."""
    users: list[Operation] = field(default_factory=list)

    @property
    def module(self) -> str:
        """The fragment that it would stand in; '' where that would refer to a user of its own."""
        used = {operation.module for operation in self.users}
        if len(used) == 1:
            return used.pop()
        if self.targets <= {COMMON}:
            return COMMON
        return next(iter(self.targets)) if len(self.targets) == 1 else ""

    def names(self) -> Iterator[str]:
        """Names for it, from the plainest to the fullest."""
        for owner in ((), (self.module,), (self.users[0].id,)):
            yield f"{self.kind}/{type_name(self.base, *owner)}"


def choose(
    operations: Iterable[tuple[Operation, Schema]],
    kept: Mapping[str, ComponentLock],
    known: Collection[str],
) -> dict[str, ComponentLock]:
    """The components to share from now on, and those of `kept` that may come back.

    `known`: method and path of the operations that were there when `kept` was written.
    """
    contents = _contents(operations, _Digests())
    found = {
        name: one for name, one in kept.items() if (name.partition("/")[0], one.digest) in contents
    }
    named = {(name.partition("/")[0], one.digest) for name, one in found.items()}
    # Sorting is stable: among equals the first in the spec keeps the plain name.
    for key, content in sorted(contents.items(), key=lambda item: -len(item[1].users)):
        if key in named or len(content.users) == 1 or not content.module:
            continue
        fresh = not any(f"{one.method} {one.path}" in known for one in content.users)
        # What was shared under the name is gone: this is what has become of it.
        free = (name for name in content.names() if name not in found and (fresh or name in kept))
        name = next(free, None)
        if name is not None:
            module = kept[name].module if name in kept else content.module
            found[name] = ComponentLock(module=module, digest=content.digest)
    return dict(sorted({**kept, **found}.items()))


def share(
    operations: Iterable[tuple[Operation, Schema]], components: Mapping[str, ComponentLock]
) -> tuple[Component, ...]:
    """Replace what is in `components` by references in the operation objects; what is used of them.

    They are sorted by kind and name.
    """
    by_content = {
        (name.partition("/")[0], one.digest): (name.partition("/")[2], one.module)
        for name, one in components.items()
    }
    used: dict[tuple[str, str], Component] = {}
    digests = _Digests()

    def swap(kind: str, content: Schema) -> Schema:
        key = (kind, digests.of(content))
        if key not in by_content:
            return content
        name, module = by_content[key]
        component = used.setdefault(
            key, Component(kind=kind, name=name, module=module, content=content)
        )
        return {"$ref": component.ref}

    for _, schema in operations:
        if "parameters" in schema:
            schema["parameters"] = [swap("parameters", item) for item in schema["parameters"]]
        if "responses" in schema:
            schema["responses"] = {
                status: swap("responses", item) for status, item in schema["responses"].items()
            }
    return tuple(sorted(used.values(), key=lambda item: (item.kind, item.name)))


def _contents(
    operations: Iterable[tuple[Operation, Schema]], digests: _Digests
) -> dict[tuple[str, str], _Content]:
    found: dict[tuple[str, str], _Content] = {}
    for operation, schema in operations:
        for kind, name, content in _parts(schema):
            digest = digests.of(content)
            entry = found.get((kind, digest))
            if entry is None:
                targets = {target_of(ref).module for ref in references(content)}
                base = _base(kind, name, content)
                entry = _Content(kind=kind, base=base, digest=digest, targets=targets)
                found[kind, digest] = entry
            entry.users.append(operation)
    return found


class _Digests:
    """Digests of contents, whatever fragments the types are in that they refer to.

    Most contents are one object in many operations: that of each object is made once.
    """

    def __init__(self) -> None:
        self._made: dict[int, tuple[Schema, str]] = {}
        """By identity; the object is kept, so that its identity is not given to another."""

    def of(self, content: Schema) -> str:
        """The digest of `content`."""
        if id(content) not in self._made:
            text = json.dumps(_named(content), sort_keys=True)
            digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
            self._made[id(content)] = (content, digest)
        return self._made[id(content)][1]


def _named(node: object) -> object:
    if isinstance(node, Reference):
        return {"$ref": target_of(node).name}  # no text of a page is an object
    if isinstance(node, dict):
        return {key: _named(value) for key, value in node.items()}
    return [_named(item) for item in node] if isinstance(node, list) else node


def _parts(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    for parameter in schema.get("parameters", ()):
        yield "parameters", parameter["name"], parameter
    for status, response in schema.get("responses", {}).items():
        yield "responses", status, response


def _base(kind: str, name: str, content: Schema) -> str:
    """The plainest name for what has `name` where it stands."""
    if kind == "parameters":
        return type_name(name, content["in"])
    return _response_name(name, content)


#: The reason phrases of RFC 9110, section 15. Those that Python had by older names until 3.12 are
#: given, so that every Python makes the same names.
_PHRASES: Mapping[str, str] = {str(item.value): item.phrase for item in HTTPStatus} | {
    "413": "Content Too Large",
    "414": "URI Too Long",
    "416": "Range Not Satisfiable",
    "422": "Unprocessable Content",
}


def _response_name(status: str, response: Schema) -> str:
    words = _PHRASES.get(status, f"Status{status}")
    media: list[Schema] = list(response.get("content", {}).values())
    content: Schema = media[0]["schema"] if media else {}
    suffix = "Array" if "items" in content else "Map" if "additionalProperties" in content else ""
    return type_name(words, *(target_of(ref).name for ref in references(content)), suffix)
