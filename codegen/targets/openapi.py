"""Spec -> OpenAPI 3.1: one fragment per module, and the bundle that holds them all."""

from __future__ import annotations

import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import NoReturn

import msgspec

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.namelock import NameLock
from codegen.naming import is_attribute, is_class, is_module
from codegen.spec import EnumType, ObjectType, Operation, SecurityScheme, Spec, Type, UnionType
from codegen.targets.components import Component, choose, share
from codegen.targets.fragment import (
    SCHEMAS,
    Document,
    Fragment,
    Options,
    Reference,
    Schema,
    localised,
    references,
    target_of,
)
from codegen.targets.instances import Instances
from codegen.targets.order import orders
from codegen.targets.paths import operation_objects, path_items
from codegen.targets.schemas import Refer, type_schema

__all__ = ["Documents", "relocked"]

#: Nothing is kept: all is derived.
_NO_LOCK = NameLock()

#: A key of OpenAPI's components, and what may not stand in one.
_KEY = re.compile(r"[A-Za-z0-9._-]+")
_UNFIT = re.compile(r"[^A-Za-z0-9._-]")


def relocked(spec: Spec, options: Options, before: NameLock, after: NameLock) -> NameLock:
    """`after`, the lock that goes with `spec`, with what the documents and modules keep.

    `before` is the lock from the last time: what the documents shared then, they share on.
    """
    operations = _operation_objects(spec, options)
    return msgspec.structs.replace(
        after,
        order=orders(spec, before.order),
        components=choose(operations, before.components, before.operations.keys()),
    )


def _operation_objects(spec: Spec, options: Options) -> list[tuple[Operation, Schema]]:
    made = operation_objects(
        spec.operations, _refer(spec), options, _scheme_keys(spec.security_schemes)
    )
    return list(zip(spec.operations, made, strict=True))


class Documents:
    """The documents of an API; what they are put together from, references naming their fragment.

    `lock`: what they share and how modules are ordered (see `relocked`); by default it is derived.
    CodegenError: a name of the spec is fit for no file, class or constant.
    """

    def __init__(self, spec: Spec, options: Options, lock: NameLock | None = None) -> None:
        _names_are_fit(spec)
        _aliases_are_fit(spec.types)
        _attributes_are_fit(spec.types)
        lock = lock or relocked(spec, options, _NO_LOCK, _NO_LOCK)
        self.spec = spec
        self.order = lock.order
        refer = _refer(spec)
        self.schemes = _scheme_keys(spec.security_schemes)
        operations = _operation_objects(spec, options)
        components = list(share(operations, lock.components))
        chosen = _chosen_by(spec)
        instances = Instances(spec)

        def schema_of(one: Type) -> Schema:
            schema = _variant(type_schema(one, refer, options), chosen.get(one.name, {}))
            return instances.marked(one.name, schema)

        schemas = [(one, schema_of(one)) for one in spec.types]
        self.whole = _Contents(operations, components, schemas)
        self.parts: defaultdict[str, _Contents] = defaultdict(_Contents)
        for operation in operations:
            self.parts[operation[0].module].operations.append(operation)
        for component in components:
            self.parts[component.module].components.append(component)
        for schema in schemas:
            self.parts[schema[0].module].schemas.append(schema)

    def fragments(self) -> tuple[Fragment, ...]:
        """The fragments by module name; CodegenError where modules refer in a circle."""
        return self._fragments({one: self.document(one) for one in self.parts})

    def types(self) -> tuple[Fragment, ...]:
        """The fragments without what no module is made of. Raises as `fragments` does."""
        return self._fragments(
            {
                one: {"components": {"schemas": dict(_named(part.schemas))}}
                for one, part in self.parts.items()
            }
        )

    def bundle(self) -> Document:
        """The self-contained document of the whole API."""
        document: Document = localised(self.document(None), None)
        return document

    def document(self, module: str | None) -> Document:
        """The document of `module`, None for all, before its references are made local to it."""
        contents = self.whole if module is None else self.parts[module]
        paths = path_items(contents.operations)
        used = {name for operation, _ in contents.operations for name in operation.security}
        components = _components(
            contents.components,
            dict(_named(contents.schemas)),
            {
                self.schemes[item.name]: _scheme(item)
                for item in self.spec.security_schemes
                if module is None or item.name in used
            },
        )
        return _head(self.spec) | paths | ({"components": components} if components else {})

    def _fragments(self, documents: Mapping[str, Document]) -> tuple[Fragment, ...]:
        local = {one: localised(documents[one], one) for one in sorted(documents)}
        _no_circles(local)
        aliases = defaultdict(list)
        for owner, name in (alias.split(".") for one in self.spec.types for alias in one.aliases):
            aliases[owner].append(name)
        return tuple(
            Fragment(
                module=module,
                document=document,
                order=self.order.get(module, ()),
                aliases=tuple(sorted(aliases[module])),
            )
            for module, document in local.items()
        )


def _named(schemas: Iterable[tuple[Type, Schema]]) -> Iterator[tuple[str, Schema]]:
    return ((type_.name, schema) for type_, schema in schemas)


@dataclass(slots=True)
class _Contents:
    """What one document holds."""

    operations: list[tuple[Operation, Schema]] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    schemas: list[tuple[Type, Schema]] = field(default_factory=list)


def _names_are_fit(spec: Spec) -> None:
    """CodegenError where a name is fit for no file, class or constant, or stands for two things."""
    types = [item.name for item in spec.types]
    modules = [item.module for item in (*spec.types, *spec.operations)]
    ids = [operation.id for operation in spec.operations]
    # The constant of an operation that is named as a keyword gets another name.
    names = {*modules, *types}
    for name in sorted(names | set(ids)):
        if not name.isidentifier() or (name in names and keyword.iskeyword(name)):
            _refuse(f"{name!r} is no identifier")
    for name in sorted(set(types)):
        if not name.isascii():
            _refuse(f"the type {name!r} has a name that is no key of OpenAPI")
    for what, given in (("types have the name", types), ("operations have the id", ids)):
        for name, count in Counter(given).items():
            if count > 1:
                _refuse(f"{count} {what} {name!r}")


def _aliases_are_fit(types: Collection[Type]) -> None:
    """CodegenError where an alias is fit for no class of a module, or stands for two things."""
    known = {one.name.lower() for one in types}
    for alias in (alias for one in types for alias in one.aliases):
        module, _, name = alias.partition(".")
        if not is_module(module) or not is_class(name):
            _refuse(f"{alias!r} is no name that a type can have had")
        if name.lower() in known:
            _refuse(f"{name!r} is the name of another type, and cannot be an alias")
        known.add(name.lower())


def _attributes_are_fit(types: Collection[Type]) -> None:
    """CodegenError where a Python name that is not derived is fit for no field or member."""
    classes = {one.name for one in types}
    for one in types:
        match one:
            case ObjectType(properties=properties):
                names = {prop.attribute for prop in properties}
                # Python would take the field for the class in the annotations below it.
                for name in sorted(names & classes):
                    _refuse(f"the attribute {name!r} of {one.name} is the name of a type as well")
            case EnumType(values=values):
                names = {item.member for item in values}
            case UnionType():
                continue
        for name in sorted(names - {""}):
            if not is_attribute(name):
                _refuse(f"{name!r} is no name for an attribute of {one.name}")


def _refuse(message: str) -> NoReturn:
    raise CodegenError(Diagnostic(code="unsafe-output", severity="error", message=message))


def _head(spec: Spec) -> Document:
    return {"openapi": "3.1.0", "info": {"title": spec.title or spec.api, "version": "0"}}


def _refer(spec: Spec) -> Refer:
    module_of = {type_.name: type_.module for type_ in spec.types}

    def refer(name: str) -> Reference:
        if name not in module_of:
            message = f"the spec refers to the type {name}, which it does not define"
            raise CodegenError(Diagnostic(code="unsafe-output", severity="error", message=message))
        return Reference(f"{module_of[name]}.yaml{SCHEMAS}{name}")

    return refer


def _chosen_by(spec: Spec) -> dict[str, dict[str, list[str]]]:
    """For each variant of a union: the discriminator and the values that choose it."""
    chosen: dict[str, dict[str, list[str]]] = {}
    for type_ in spec.types:
        if isinstance(type_, UnionType) and type_.discriminator is not None:
            for variant in type_.variants:
                listed = chosen.setdefault(variant.type, {}).setdefault(type_.discriminator, [])
                values = variant.values or (variant.type,)
                listed.extend(value for value in values if value not in listed)
    return chosen


def _variant(schema: Schema, chosen: dict[str, list[str]]) -> Schema:
    """`schema` with the values that choose it; OpenAPI wants the discriminator as a property."""
    if not chosen or schema.get("type") != "object":
        return schema
    stated = schema.get("properties", {})
    added = {name: {"type": "string"} for name in chosen if name not in stated}
    return schema | {"properties": stated | added, "x-discriminator": chosen}


def _components(shared: Iterable[Component], schemas: Schema, schemes: Schema) -> Document:
    components: Document = {"schemas": schemas} if schemas else {}
    for item in shared:
        components.setdefault(item.kind, {})[item.name] = item.content
    if schemes:
        components["securitySchemes"] = schemes
    return components


def _scheme_keys(schemes: Iterable[SecurityScheme]) -> dict[str, str]:
    """Name -> key of each security scheme; a name that is fit for a key has itself."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    named = {scheme.name: scheme for scheme in reversed(list(schemes))}
    for name in sorted(named, key=lambda name: (not _KEY.fullmatch(name), name)):
        key = _UNFIT.sub("_", name) or named[name].kind
        while key in taken:
            key += "_"
        taken.add(key)
        keys[name] = key
    return keys


def _scheme(scheme: SecurityScheme) -> Schema:
    head: Schema = {"description": scheme.description} if scheme.description else {}
    if scheme.kind == "http":
        return {"type": "http", "scheme": scheme.scheme} | head
    return {"type": "apiKey", "in": "header", "name": scheme.header} | head


def _no_circles(documents: dict[str, Document]) -> None:
    """CodegenError where the schemas of modules refer in a circle."""
    graph = {
        module: {
            target.module
            for ref in references(document.get("components", {}).get("schemas", {}))
            if (target := target_of(ref)).module
        }
        for module, document in documents.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        message = f"modules refer to each other in a circle: {circle}"
        raise CodegenError(
            Diagnostic(code="module-circle", severity="error", message=message)
        ) from None
