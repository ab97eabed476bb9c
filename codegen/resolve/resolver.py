"""The stage itself: readings in, spec and findings out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from codegen.claims import OperationClaim, OperationKey, Reading, Slot
from codegen.diagnostics import Diagnostic
from codegen.overlay import Applied, Overlay, apply
from codegen.resolve.decide import merge_rows
from codegen.resolve.enums import enum_label, show
from codegen.resolve.evidence import Key, Root, gather, reason_of
from codegen.resolve.findings import report
from codegen.resolve.graph import Graph, Property, propagate
from codegen.resolve.labels import Labels, judge
from codegen.resolve.modules import COMMON, modules_of_groups, modules_of_types
from codegen.resolve.names import Namer
from codegen.resolve.operations import (
    Builder,
    OperationEvidence,
    collect,
    operation_ids,
    parameter_property,
    request_key,
)
from codegen.resolve.spelled import spell_out
from codegen.resolve.types import Enum, Types, enum_key, union_key
from codegen.resolve.unify import merges
from codegen.resolve.view import View
from codegen.spec import FORMAT_VERSION, Operation, SecurityScheme, Spec, Type

__all__ = ["Resolution", "Trace", "resolve"]

#: Merging ends by itself, each round leaving fewer classes; this only bounds a defect.
_MAX_ROUNDS = 100

_NO_OVERLAY = Overlay()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The evidence that a spec was resolved from, to explain its facts and to check the pages."""

    graph: Graph
    names: Mapping[Key, str]
    """Object class, enum or union -> its name in the spec."""
    enums: Mapping[Key, Enum]
    roots: Mapping[Slot, Root]
    operations: Mapping[OperationKey, OperationEvidence]
    labels: Labels
    alias: Mapping[Key, Key]
    """Object class -> the one that it was found to be the same as."""
    merged_by: Mapping[Key, str]
    """Object class in `alias` -> the reason, as the rule of unification gives it."""

    def class_of(self, key: Key) -> Key:
        """The object class that `key` was found to be, its own where it is the same as none."""
        while key in self.alias:
            key = self.alias[key]
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The spec, what was found on the way to it, and the evidence that it rests on."""

    spec: Spec
    diagnostics: tuple[Diagnostic, ...] = ()
    overlay: tuple[Applied, ...] = ()
    """The facts that the overlay decided, in the order of its lines."""
    trace: Trace


def resolve(
    readings: Sequence[Reading],
    *,
    api: str,
    examples: bool = False,
    overlay: Overlay = _NO_OVERLAY,
) -> Resolution:
    """Weigh the claims of `readings` into the spec of `api`, as corrected by `overlay`.

    `examples`: keep the texts of sample payloads. The order of `readings` does not matter.
    Raises CodegenError where a correction is misspelt or cannot be.
    """
    ordered = sorted(readings, key=lambda reading: (reading.rank, reading.page))
    claims = [claim for reading in ordered for claim in reading.claims]
    roots = gather(claims)
    evidence, findings = collect(claims, roots)
    labels = judge(roots.values())
    called = {key: found.main.name for key, found in evidence.items()}
    graph, alias, merged_by = _unified(roots, labels, called)
    spell_out(graph, (found.queries for found in evidence.values()))
    show(graph, roots.values())
    names, enums = _named(graph, roots, evidence, alias, labels)
    types = Types(graph, names, enums)
    builder = Builder(types=types, graph=graph, roots=roots, examples=examples)
    ids = operation_ids(evidence)
    operations = [
        builder.operation(key, found, ids[key])
        for key, found in sorted(evidence.items(), key=lambda item: (item[0].path, item[0].method))
    ]
    built = types.build(names)
    built.extend(union for found in _positions(graph) for union in types.unions(found))
    corrected = apply(_assemble(api, operations, built, evidence), overlay)
    trace = Trace(
        graph=graph,
        names={key: corrected.renamed.get(name, name) for key, name in names.items()},
        enums=enums,
        roots=roots,
        operations=evidence,
        labels=labels,
        alias=alias,
        merged_by=merged_by,
    )
    diagnostics = (
        *findings,
        *builder.diagnostics,
        *report(trace),
        *corrected.diagnostics,
    )
    return Resolution(
        spec=_placed(corrected.spec),
        diagnostics=tuple(sorted(diagnostics, key=Diagnostic.sort_key)),
        overlay=corrected.applied,
        trace=trace,
    )


def _unified(
    roots: Mapping[Slot, Root], labels: Labels, called: Mapping[OperationKey, str]
) -> tuple[Graph, dict[Key, Key], dict[Key, str]]:
    """The graph of classes when no rule of unification has more to say, who is who, and why."""
    ordered = list(roots.values())
    by_key = {root.key: root for root in ordered}
    alias: dict[Key, Key] = {}
    merged_by: dict[Key, str] = {}
    for _ in range(_MAX_ROUNDS):
        graph = propagate(ordered, labels, alias)
        found = merges(View.of(graph, by_key, called, labels.endings))
        if not found:
            return graph, alias, merged_by
        alias.update((key, merge.target) for key, merge in found.items())
        merged_by.update((key, reason_of(merge.rule)) for key, merge in found.items())
    message = "unification does not end"
    raise AssertionError(message)


def _named(
    graph: Graph,
    roots: Mapping[Slot, Root],
    evidence: Mapping[OperationKey, OperationEvidence],
    alias: Mapping[Key, Key],
    labels: Labels,
) -> tuple[dict[Key, str], dict[Key, Enum]]:
    enums = _enums(graph, evidence, labels)
    claims: dict[object, OperationClaim] = {key: found.main for key, found in evidence.items()}
    by_key = {root.key: root for root in roots.values()}
    at_keys = {key: enum.at for key, enum in enums.items()}
    namer = Namer(graph, by_key, claims, alias, at_keys)
    unions = [union_key(found) for found in _positions(graph) if found.variants]
    return namer.assign(list(dict.fromkeys((*graph.nodes, *enums, *unions)))), enums


def _enums(
    graph: Graph, evidence: Mapping[OperationKey, OperationEvidence], labels: Labels
) -> dict[Key, Enum]:
    """The enums of all places that list values, by key; one with a label has the values of all."""
    listed = [
        (at, found, listing)
        for at, found in _enum_candidates(graph, evidence)
        if (listing := merge_rows(found.position.rows, found.position.shown).listing).values
    ]
    named = {enum_label(graph, labels, found) for _, found, _ in listed}
    enums: dict[Key, Enum] = {}
    for at, found, listing in listed:
        values = tuple(one.value for one in listing.values)
        key = enum_key(found, values, named)
        if key is None:
            continue
        enum = enums.setdefault(key, Enum(key, at))
        enum.at = min(enum.at, at, key=str)
        enum.add(listing)
        enum.places.extend(
            place for row, place in found.position.rows if row.values or row.unproved
        )
    return enums


def _positions(graph: Graph) -> Iterator[Property]:
    yield from graph.roots.values()
    for node in graph.nodes.values():
        yield from node.properties.values()


def _enum_candidates(
    graph: Graph, evidence: Mapping[OperationKey, OperationEvidence]
) -> Iterator[tuple[Key, Property]]:
    for node in graph.nodes.values():
        for name, found in node.properties.items():
            yield Key("at", name, node.key), found
    for found_operation in evidence.values():
        owner = request_key(found_operation.main)
        for (_, name), rows in found_operation.parameters.items():
            yield Key("at", name, owner), parameter_property(name, rows)


def _assemble(
    api: str,
    operations: Sequence[Operation],
    types: Sequence[Type],
    evidence: Mapping[OperationKey, OperationEvidence],
) -> Spec:
    """All of the spec but the modules, and with types that nothing may refer to."""
    schemes: dict[str, SecurityScheme] = {}
    for found in evidence.values():
        schemes.update(found.schemes)
    return Spec(
        format=FORMAT_VERSION,
        api=api,
        title=api,
        security_schemes=tuple(schemes[name] for name in sorted(schemes)),
        operations=tuple(operations),
        types=tuple(types),
    )


def _placed(spec: Spec) -> Spec:
    """Put modules in, leave out what nothing refers to, and sort."""
    groups = modules_of_groups(operation.module for operation in spec.operations)
    placed = [
        msgspec.structs.replace(operation, module=groups[operation.module])
        for operation in spec.operations
    ]
    modules = modules_of_types(spec.types, placed)
    kept = [
        msgspec.structs.replace(one, module=modules.get(one.name, COMMON))
        for one in spec.types
        if one.name in modules
    ]
    return msgspec.structs.replace(
        spec,
        operations=tuple(placed),
        types=tuple(sorted(kept, key=lambda one: one.name)),
    )
