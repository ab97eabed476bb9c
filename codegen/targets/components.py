"""Parameters and responses that repeat, made shared components with names that stay.

A component is named for what it is (``IfMatchHeader``, ``NotFoundError``); where one name has
several contents, the commonest one keeps it and the others add their owner. It stands in the
fragment that uses it, or in the common one if several do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

from codegen.naming import type_name
from codegen.spec import Operation
from codegen.targets.fragment import COMMON, Reference, Schema, references, target_of

__all__ = ["Component", "share"]


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
class _Repeated:
    kind: str
    base: str
    content: Schema
    modules: list[str] = field(default_factory=list)
    first: str
    count: int = 0


def share(operations: Iterable[tuple[Operation, Schema]]) -> tuple[Component, ...]:
    """Replace, in the operation objects, what repeats by references; the components, by name."""
    built = list(operations)
    found: dict[tuple[str, str], _Repeated] = {}
    for operation, schema in built:
        for kind, base, content in _parts(schema):
            entry = found.setdefault(
                (kind, _key(content)),
                _Repeated(kind=kind, base=base, content=content, first=operation.id),
            )
            entry.count += 1
            if operation.module not in entry.modules:
                entry.modules.append(operation.module)
    components = dict(_named(entry for entry in found.values() if entry.count > 1))
    for _, schema in built:
        _replace(schema, components)
    return tuple(sorted(components.values(), key=lambda item: (item.kind, item.name)))


def _key(content: Schema) -> str:
    return json.dumps(content, sort_keys=True)


def _parts(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    for parameter in schema.get("parameters", ()):
        yield "parameters", type_name(parameter["name"], parameter["in"]), parameter
    for status, response in schema.get("responses", {}).items():
        yield "responses", _response_name(status, response), response


def _response_name(status: str, response: Schema) -> str:
    phrases = {str(item.value): item.phrase for item in HTTPStatus}
    words = phrases.get(status, f"Status{status}")
    media: list[Schema] = list(response.get("content", {}).values())
    content: Schema = media[0]["schema"] if media else {}
    suffix = "Array" if "items" in content else "Map" if "additionalProperties" in content else ""
    return type_name(words, *(target_of(ref).name for ref in references(content)), suffix)


def _named(entries: Iterable[_Repeated]) -> Iterator[tuple[tuple[str, str], Component]]:
    taken: set[tuple[str, str]] = set()
    # Sorting is stable: among equals the first in the spec keeps the plain name.
    for entry in sorted(entries, key=lambda item: -item.count):
        module = entry.modules[0] if len(entry.modules) == 1 else COMMON
        targets = {target_of(ref).module for ref in references(entry.content)}
        if module == COMMON and targets - {COMMON}:
            continue  # the common fragment refers to no other
        owners = ((), (module,), (entry.first,))
        names = (type_name(entry.base, *owner) for owner in owners)
        name = next((name for name in names if (entry.kind, name) not in taken), None)
        if name is not None:
            taken.add((entry.kind, name))
            component = Component(kind=entry.kind, name=name, module=module, content=entry.content)
            yield (entry.kind, _key(entry.content)), component


def _replace(schema: Schema, components: dict[tuple[str, str], Component]) -> None:
    def swap(kind: str, content: Schema) -> Schema:
        shared = components.get((kind, _key(content)))
        return {"$ref": shared.ref} if shared else content

    if "parameters" in schema:
        schema["parameters"] = [swap("parameters", item) for item in schema["parameters"]]
    if "responses" in schema:
        schema["responses"] = {
            status: swap("responses", item) for status, item in schema["responses"].items()
        }
