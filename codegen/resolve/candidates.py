"""The places that may hold an enum: properties and parameters; which do, and where types stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.claims import OperationKey
from codegen.resolve.defined import DefinedEnum
from codegen.resolve.evidence import Key
from codegen.resolve.graph import Graph, Property
from codegen.resolve.labels import Labels
from codegen.resolve.operations import OperationEvidence, request_key
from codegen.resolve.standing import Standing, standings
from codegen.resolve.types import Enum, enum_key, enum_label

__all__ = ["all_positions", "candidates", "enums_of", "positions", "standing_of"]


def enums_of(
    graph: Graph,
    candidates: Iterable[Candidate],
    labels: Labels,
    defined: Mapping[str, DefinedEnum],
) -> dict[Key, Enum]:
    """The enums of all places that list values, by key; one with a label has the values of all."""
    listed = [one for one in candidates if one.found.facts.values]
    named = {enum_label(graph, labels, one.found) for one in listed}
    enums = {one.key: Enum.of(one) for one in defined.values()}
    for one in listed:
        key = one.enum(named)
        if key is None:
            continue
        enum = enums.setdefault(key, Enum(key, one.at))
        enum.add(one.found.facts.listing)
        if one.found.enum is not None:
            continue  # it is known by its label, and is listed where it is documented
        enum.at = min(enum.at, one.at, key=str)
        enum.places.extend(
            place for row, place in one.found.position.rows if row.values or row.unproved
        )
    return enums


def all_positions(
    graph: Graph, evidence: Mapping[OperationKey, OperationEvidence]
) -> Iterator[Property]:
    """Every position of `graph`, and the parameters of operations."""
    yield from positions(graph)
    for found in evidence.values():
        yield from found.positions.values()


def positions(graph: Graph) -> Iterator[Property]:
    """The roots of all payloads, and the properties of all classes."""
    yield from graph.roots.values()
    for node in graph.nodes.values():
        yield from node.properties.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that may hold an enum."""

    at: Key
    found: Property
    parameter: str = ""
    """Its place, where it is a parameter."""

    def enum(self, labels: Collection[str]) -> Key | None:
        """The key of the enum; None where there is none. `labels` are those of enums."""
        return enum_key(self.found, self.found.facts.values, labels)


def candidates(
    graph: Graph, evidence: Mapping[OperationKey, OperationEvidence]
) -> Iterator[Candidate]:
    """Every property and every parameter."""
    for node in graph.nodes.values():
        for name, found in node.properties.items():
            yield Candidate(at=Key("at", name, node.key), found=found)
    for operation, found_operation in evidence.items():
        owner = request_key(found_operation.main)
        for (location, name), found in found_operation.positions.items():
            yield Candidate(
                at=Key("at", name, owner),
                found=found,
                parameter=f"{operation} {location} {name}",
            )


def standing_of(
    graph: Graph, candidates: Sequence[Candidate], enums: Collection[Key]
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
