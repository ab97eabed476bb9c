"""The stage itself: readings in, spec and findings out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from codegen.claims import OperationKey, Reading, Slot
from codegen.diagnostics import Diagnostic
from codegen.linking import ordered
from codegen.namelock import NameLock
from codegen.overlay import Applied, Overlay, apply
from codegen.resolve.aliases import aliased, aliases_of, without
from codegen.resolve.candidates import (
    all_positions,
    candidates,
    enums_of,
    positions,
    standing_of,
)
from codegen.resolve.defined import (
    DefinedEnum,
    completed,
    defined_enums,
    hand_out,
    reworded,
    withdraw,
    worded,
)
from codegen.resolve.evidence import Key, Root, gather, reason_of
from codegen.resolve.findings import report
from codegen.resolve.follow import followed
from codegen.resolve.graph import Flow, Graph, Property
from codegen.resolve.ids import operation_ids, suffixes
from codegen.resolve.instances import instances_of
from codegen.resolve.keep import relocked, settled
from codegen.resolve.labels import Labels, judge
from codegen.resolve.maps import keyed_names
from codegen.resolve.modules import (
    COMMON,
    modules_of_groups,
    modules_of_types,
    moved,
    with_operations,
)
from codegen.resolve.names import Namer
from codegen.resolve.operations import (
    Builder,
    OperationEvidence,
    collect,
)
from codegen.resolve.samelists import recognise, respell, tell_apart
from codegen.resolve.shown import show
from codegen.resolve.spelled import spell_out
from codegen.resolve.standing import (
    Standing,
    kept_names,
    labels_of_payloads,
    places_by_name,
)
from codegen.resolve.structure import Unwrapper
from codegen.resolve.types import Enum, Types, union_key
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
    claims, found_linking = ordered(readings)
    roots = gather(claims)
    unwrap = Unwrapper(
        keyed_names(shape for root in roots.values() for shape in root.position.shapes)
    )
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
    everywhere = tuple(all_positions(graph, evidence))
    defined = _listed(graph, roots.values(), labels, everywhere)
    _point(evidence, labels)
    places = tuple(candidates(graph, evidence))
    enums = enums_of(graph, places, labels, defined)
    standing = standing_of(graph, places, enums)
    namer = _namer(graph, roots, evidence, alias, enums)
    names, lock = _named(graph, namer, enums, standing, lock)
    definitions = {Key("label", one.label): one.definitions for one in roots.values() if one.label}
    instances = instances_of(roots.values(), positions(graph))
    types = Types(graph, names, enums, definitions, instances)
    builder = Builder(types=types, graph=graph, roots=roots, examples=examples)
    ids = operation_ids({key: found.main for key, found in evidence.items()}, lock.operations)
    by_path = sorted(evidence.items(), key=lambda item: (item[0].path, item[0].method))
    operations = [builder.operation(key, found, ids[key]) for key, found in by_path]
    built = settled(_built(types, names, graph), lock.types)
    corrected = apply(_assemble(api, operations, built, evidence), overlay)
    renamed = corrected.renamed
    spoken = [one.module for one in operations]
    owners = with_operations(_groups(roots.values(), names, renamed), spoken)
    groups = modules_of_groups((*spoken, *filter(None, owners.values())), lock.modules)
    locked = {renamed.get(name, name): one.module for name, one in lock.types.items()}
    owned = {name: groups.get(group, COMMON) for name, group in owners.items()}
    spec = _placed(corrected.spec, groups, locked, owned)
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
    found = (
        *found_linking,
        *findings,
        *builder.diagnostics,
        *corrected.diagnostics,
        *moved(modules, locked),
    )
    # The lock knows nothing of the overlay's names.
    own = {new: old for old, new in renamed.items()}
    stands = places_by_name(standing, names)
    after = relocked(
        lock,
        operations={str(key): found for key, found in ids.items()},
        groups=groups,
        types=built,
        modules={own.get(name, name): module for name, module in modules.items()},
        places=stands,
    )
    after = aliased(after, spec, stands, renamed)
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


def _groups(
    roots: Iterable[Root], names: Mapping[Key, str], renamed: Mapping[str, str]
) -> dict[str, str]:
    """Types that are documented by themselves, by name -> the groups that they belong to."""
    owners: dict[str, str] = {}
    for root in roots:
        if root.label:
            name = names.get(Key("label", root.label), "")
            groups = [one.group for one in root.definitions] + [one.group for one in root.enums]
            group = next(filter(None, groups), "")
            owners[renamed.get(name, name)] = group
    return owners


def _point(evidence: Mapping[OperationKey, OperationEvidence], labels: Labels) -> None:
    """Parameters of types that are documented by themselves have these."""
    for found_operation in evidence.values() if labels.defined else ():
        for found in found_operation.positions.values():
            label = labels.believe(found.core)
            if label in labels.defined:
                found.label, found.target = label, Key("label", label)


def _built(types: Types, names: dict[Key, str], graph: Graph) -> list[Type]:
    """The types of the spec, and the unions at its positions."""
    unions = (union for found in positions(graph) for union in types.unions(found))
    return [*types.build(names), *unions]


def _listed(
    graph: Graph, roots: Collection[Root], labels: Labels, everywhere: Collection[Property]
) -> dict[str, DefinedEnum]:
    """The types that are documented by their values, handed out to the positions that have them."""
    defined = worded(defined_enums(roots, labels.enums), everywhere)
    defined = completed(defined, everywhere)
    described = hand_out(everywhere, defined)
    show(graph, roots)
    defined = reworded(defined, everywhere)
    withdraw(described)
    tell_apart(everywhere, defined)
    recognise(everywhere, defined, graph)
    respell(everywhere)
    return defined


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


def _namer(
    graph: Graph,
    roots: Mapping[Slot, Root],
    evidence: Mapping[OperationKey, OperationEvidence],
    alias: Mapping[Key, Key],
    enums: Mapping[Key, Enum],
) -> Namer:
    claims = {key: found.main for key, found in evidence.items()}
    by_key = {root.key: root for root in roots.values()}
    at = {key: enum.at for key, enum in enums.items()}
    return Namer(graph, by_key, claims, suffixes(claims), alias, at)


def _named(
    graph: Graph,
    namer: Namer,
    enums: Collection[Key],
    standing: Sequence[Standing],
    lock: NameLock,
) -> tuple[dict[Key, str], NameLock]:
    """The names of all types, and the lock without those of its aliases that others get."""
    unions = [union_key(found) for found in positions(graph) if found.variants]
    kept = kept_names(standing, lock.types)
    # An entry without a place is one of the overlay's.
    reserved = [name for name, one in lock.types.items() if one.places and not one.now]
    former = [name for name, one in lock.types.items() if one.now]
    keys = list(dict.fromkeys((*graph.nodes, *enums, *unions)))
    names = namer.assign(keys, kept, reserved, former)
    given = (name for key, name in names.items() if key not in kept)
    return names, without(lock, given)


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


def _placed(
    spec: Spec,
    groups: Mapping[str, str],
    locked: Mapping[str, str],
    owned: Mapping[str, str],
) -> Spec:
    """Put modules in, leave out what nothing refers to, and sort.

    `owned` are the types that pages document by themselves, with the modules of their groups.
    """
    placed = [
        msgspec.structs.replace(operation, module=groups[operation.module])
        for operation in spec.operations
    ]
    modules = modules_of_types(spec.types, placed, locked, owned)
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
