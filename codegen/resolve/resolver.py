"""The stage itself: readings in, spec and findings out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from codegen.claims import Claim, OperationClaim, OperationKey, Reading, Slot
from codegen.diagnostics import Diagnostic
from codegen.namelock import NameLock
from codegen.overlay import Applied, Overlay, apply
from codegen.resolve.aliases import aliased, aliases_of, without
from codegen.resolve.evidence import Key, Root, gather, reason_of
from codegen.resolve.findings import report
from codegen.resolve.follow import followed
from codegen.resolve.graph import Flow, Graph, Property
from codegen.resolve.keep import relocked, settled
from codegen.resolve.labels import Labels, judge
from codegen.resolve.modules import COMMON, modules_of_groups, modules_of_types, moved
from codegen.resolve.names import Namer
from codegen.resolve.operations import (
    Builder,
    OperationEvidence,
    collect,
    operation_ids,
    request_key,
)
from codegen.resolve.shown import show
from codegen.resolve.spelled import spell_out
from codegen.resolve.standing import (
    Standing,
    kept_names,
    labels_of_payloads,
    places_by_name,
    standings,
)
from codegen.resolve.structure import Unwrapper
from codegen.resolve.types import Enum, Types, enum_key, enum_label, union_key
from codegen.resolve.unify import merges
from codegen.resolve.view import Scene, View
from codegen.spec import FORMAT_VERSION, Operation, SecurityScheme, Spec, Type

__all__ = ["Resolution", "Trace", "resolve"]

#: Merging ends by itself, each round leaving fewer classes; this only bounds a defect.
_MAX_ROUNDS = 100

_NO_OVERLAY = Overlay()

#: No name was given before: all are derived.
_NO_LOCK = NameLock()


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


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """The spec, what was found on the way to it, and the evidence that it rests on."""

    spec: Spec
    found: tuple[Diagnostic, ...] = ()
    """What was found on the way, in no order; of the findings about claims nothing."""
    overlay: tuple[Applied, ...] = ()
    """The facts that the overlay decided, in the order of its lines."""
    trace: Trace
    lock: NameLock
    """The names to keep from now on."""

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings. The claims are weighed for them when they are asked for: not for a spec."""
        return tuple(sorted((*self.found, *report(self.trace)), key=Diagnostic.sort_key))


def resolve(
    readings: Sequence[Reading],
    *,
    api: str,
    examples: bool = False,
    overlay: Overlay = _NO_OVERLAY,
    lock: NameLock = _NO_LOCK,
) -> Resolution:
    """Weigh the claims of `readings` into the spec of `api`, as corrected by `overlay`.

    `examples`: keep the texts of sample payloads. `lock`: the names that were given before. The
    order of `readings` does not matter. Raises CodegenError where a correction is misspelt or
    cannot be.
    """
    claims = _claims(readings)
    roots = gather(claims)
    unwrap = Unwrapper()
    evidence, findings = collect(claims, roots, unwrap)
    lock = followed(lock, evidence)
    labels = judge(roots.values(), unwrap)
    called = {key: found.main.name for key, found in evidence.items()}
    flow = Flow(roots.values(), labels, unwrap)
    graph = flow.graph({})
    before = labels_of_payloads(lock.types)
    scene = Scene.of(graph, roots.values(), called, labels, before)
    graph, alias, merged_by = _unified(graph, flow, scene)
    spell_out(graph, (found.queries for found in evidence.values()))
    show(graph, roots.values())
    names, enums, standing, lock = _named(graph, roots, evidence, alias, labels, lock)
    types = Types(graph, names, enums)
    builder = Builder(types=types, graph=graph, roots=roots, examples=examples)
    ids = operation_ids(evidence, lock.operations)
    ordered = sorted(evidence.items(), key=lambda item: (item[0].path, item[0].method))
    operations = [builder.operation(key, found, ids[key]) for key, found in ordered]
    built = settled(_built(types, names, graph), lock.types)
    corrected = apply(_assemble(api, operations, built, evidence), overlay)
    groups = modules_of_groups((one.module for one in operations), lock.modules)
    renamed = corrected.renamed
    locked = {renamed.get(name, name): one.module for name, one in lock.types.items()}
    spec = _placed(corrected.spec, groups, locked)
    modules = {one.name: one.module for one in spec.types}
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
    found = (*findings, *builder.diagnostics, *corrected.diagnostics, *moved(modules, locked))
    # The lock knows nothing of the overlay's names.
    own = {new: old for old, new in renamed.items()}
    places = places_by_name(standing, names)
    after = relocked(
        lock,
        operations={str(key): found for key, found in ids.items()},
        groups=groups,
        types=built,
        modules={own.get(name, name): module for name, module in modules.items()},
        places=places,
    )
    after = aliased(after, spec, places, renamed)
    return Resolution(
        spec=_with_aliases(spec, aliases_of(after.types, renamed)),
        found=found,
        overlay=corrected.applied,
        trace=trace,
        lock=after,
    )


def _with_aliases(spec: Spec, aliases: Mapping[str, tuple[str, ...]]) -> Spec:
    types = (msgspec.structs.replace(one, aliases=aliases.get(one.name, ())) for one in spec.types)
    return msgspec.structs.replace(spec, types=tuple(types))


def _claims(readings: Iterable[Reading]) -> list[Claim]:
    """All claims, in order of precedence."""
    ordered = sorted(readings, key=lambda reading: (reading.rank, reading.page))
    return [claim for reading in ordered for claim in reading.claims]


def _built(types: Types, names: dict[Key, str], graph: Graph) -> list[Type]:
    """The types of the spec, and the unions at its positions."""
    unions = (union for found in _positions(graph) for union in types.unions(found))
    return [*types.build(names), *unions]


def _unified(
    graph: Graph, flow: Flow, scene: Scene
) -> tuple[Graph, dict[Key, Key], dict[Key, str]]:
    """The graph of classes when no rule of unification has more to say, who is who, and why.

    `graph` is that of `flow` when nothing is known to be the same.
    """
    alias: dict[Key, Key] = {}
    merged_by: dict[Key, str] = {}
    for _ in range(_MAX_ROUNDS):
        found = merges(View.of(graph, scene))
        if not found:
            return graph, alias, merged_by
        alias.update((key, merge.target) for key, merge in found.items())
        merged_by.update((key, reason_of(merge.rule)) for key, merge in found.items())
        graph = flow.graph(alias)
    message = "unification does not end"
    raise AssertionError(message)


def _named(
    graph: Graph,
    roots: Mapping[Slot, Root],
    evidence: Mapping[OperationKey, OperationEvidence],
    alias: Mapping[Key, Key],
    labels: Labels,
    lock: NameLock,
) -> tuple[dict[Key, str], dict[Key, Enum], tuple[Standing, ...], NameLock]:
    """The names of all types, the enums among them, and where all of them stand.

    And the lock, without those of its aliases that the pages give to other types.
    """
    candidates = tuple(_candidates(graph, evidence))
    enums = _enums(graph, candidates, labels)
    claims: dict[object, OperationClaim] = {key: found.main for key, found in evidence.items()}
    by_key = {root.key: root for root in roots.values()}
    at_keys = {key: enum.at for key, enum in enums.items()}
    namer = Namer(graph, by_key, claims, alias, at_keys)
    unions = [union_key(found) for found in _positions(graph) if found.variants]
    standing = _standing(graph, candidates, enums)
    kept = kept_names(standing, lock.types)
    # An entry without a place is one of the overlay's.
    reserved = [name for name, one in lock.types.items() if one.places and not one.now]
    former = [name for name, one in lock.types.items() if one.now]
    keys = list(dict.fromkeys((*graph.nodes, *enums, *unions)))
    names = namer.assign(keys, kept, reserved, former)
    given = (name for key, name in names.items() if key not in kept)
    return names, enums, standing, without(lock, given)


def _enums(graph: Graph, candidates: Iterable[_Candidate], labels: Labels) -> dict[Key, Enum]:
    """The enums of all places that list values, by key; one with a label has the values of all."""
    listed = [one for one in candidates if one.found.facts.values]
    named = {enum_label(graph, labels, one.found) for one in listed}
    enums: dict[Key, Enum] = {}
    for one in listed:
        key = one.enum(named)
        if key is None:
            continue
        enum = enums.setdefault(key, Enum(key, one.at))
        enum.at = min(enum.at, one.at, key=str)
        enum.add(one.found.facts.listing)
        enum.places.extend(
            place for row, place in one.found.position.rows if row.values or row.unproved
        )
    return enums


def _positions(graph: Graph) -> Iterator[Property]:
    yield from graph.roots.values()
    for node in graph.nodes.values():
        yield from node.properties.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A place that may hold an enum."""

    at: Key
    found: Property
    parameter: str = ""
    """Its place, where it is a parameter."""

    def enum(self, labels: Collection[str]) -> Key | None:
        """The key of the enum; None where there is none. `labels` are those of enums."""
        return enum_key(self.found, self.found.facts.values, labels)


def _candidates(
    graph: Graph, evidence: Mapping[OperationKey, OperationEvidence]
) -> Iterator[_Candidate]:
    for node in graph.nodes.values():
        for name, found in node.properties.items():
            yield _Candidate(at=Key("at", name, node.key), found=found)
    for operation, found_operation in evidence.items():
        owner = request_key(found_operation.main)
        for (location, name), found in found_operation.positions.items():
            yield _Candidate(
                at=Key("at", name, owner),
                found=found,
                parameter=f"{operation} {location} {name}",
            )


def _standing(
    graph: Graph, candidates: Sequence[_Candidate], enums: Collection[Key]
) -> tuple[Standing, ...]:
    """Where all types stand."""
    labels = {key.name for key in enums if key.kind == "label"}
    keys = {id(one.found): one.enum(labels) for one in candidates}
    keys.update((id(found), enum_key(found, (), labels)) for found in graph.roots.values())
    held = {place: key for place, key in keys.items() if key is not None and key in enums}
    parameters = (
        Standing(None, one.parameter, held[id(one.found)])
        for one in candidates
        if one.parameter and id(one.found) in held
    )
    return (*standings(graph, held), *parameters)


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


def _placed(spec: Spec, groups: Mapping[str, str], locked: Mapping[str, str]) -> Spec:
    """Put modules in, leave out what nothing refers to, and sort."""
    placed = [
        msgspec.structs.replace(operation, module=groups[operation.module])
        for operation in spec.operations
    ]
    modules = modules_of_types(spec.types, placed, locked)
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
