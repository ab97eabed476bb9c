"""Where the pages speak of what has changed: found once it is known what that is.

The claims are walked once for all subjects, along the evidence that the spec rests on.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from codegen.changes.model import Kind, Subject
from codegen.claims import OperationKey, Place, Row, SecurityClaim, Slot
from codegen.diagnostics import At
from codegen.pipeline import Understanding
from codegen.resolve.evidence import Key
from codegen.resolve.operations import OperationEvidence
from codegen.resolve.places import Showing, Shown, samples_of
from codegen.resolve.resolver import Trace
from codegen.spec import EnumType, ObjectType, Operation, Source, Spec, Type, UnionType
from codegen.typeexpr import references

__all__ = ["Places", "of_pages", "of_spec"]

#: Subjects -> the lines that speak of each, strongest first; as a Side has it.
Places = Callable[[Collection[Subject]], Mapping[Subject, tuple[At, ...]]]

#: A property that a thousand pages show is found by the first of them.
_MOST = 20
#: What only samples show is found by these.
_SAMPLES = 3


class _Line(NamedTuple):
    """A line, by what it is worth: the set of its page in the precedence, then its place."""

    rank: int
    at: At


def of_pages(understood: Understanding, paths: Mapping[str, str]) -> Places:
    """The places of what was read from pages; `paths` are what the user calls the pages."""
    witness = _Witness(understood)

    def places(subjects: Collection[Subject]) -> Mapping[Subject, tuple[At, ...]]:
        found = witness.lines(subjects)
        return {
            subject: tuple(
                At(paths.get(line.at.path, line.at.path), line.at.line)
                for line in sorted(dict.fromkeys(found[subject]))[:_MOST]
            )
            for subject in subjects
            if found.get(subject)
        }

    return places


def of_spec(spec: Spec) -> Places:
    """The places of what stands in a spec file: pages and headings, without lines."""
    sources = _sources(spec)

    def places(subjects: Collection[Subject]) -> Mapping[Subject, tuple[At, ...]]:
        found = {subject: sources.get(subject, ()) for subject in subjects}
        return {
            subject: tuple(dict.fromkeys(map(_anchor, listed)))[:_MOST]
            for subject, listed in found.items()
            if listed
        }

    return places


def _anchor(source: Source) -> At:
    """A page and a heading on it, which leads to the place as a line would."""
    return At(f"{source.page}#{source.heading}" if source.heading else source.page, 0)


def _sources(spec: Spec) -> Mapping[Subject, tuple[Source, ...]]:
    """What the spec itself knows of where its things stand: that of their owner, for most."""
    found: dict[Subject, tuple[Source, ...]] = {}
    for operation in spec.operations:
        found.update(dict.fromkeys(_of_operation(operation), operation.sources))
    for one in spec.types:
        found.update(dict.fromkeys(_of_type(one), one.sources))
        for prop in one.properties if isinstance(one, ObjectType) else ():
            own = (prop.source,) if prop.source is not None else one.sources
            found[Subject("property", one.name, prop.name)] = own
    return found


def _of_operation(operation: Operation) -> Iterator[Subject]:
    """An operation and what is in it."""
    owner = f"{operation.method} {operation.path}"
    yield Subject("operation", owner)
    if operation.request is not None:
        yield Subject("request", owner)
    for item in operation.parameters:
        yield Subject("parameter", owner, f"{item.location}:{item.name}")
    for response in operation.responses:
        yield Subject("response", owner, response.status)


def _of_type(one: Type) -> Iterator[Subject]:
    """A type and what is in it, save properties."""
    yield Subject("type", one.name)
    match one:
        case EnumType():
            yield from (Subject("value", one.name, str(value.value)) for value in one.values)
        case UnionType():
            yield from (Subject("variant", one.name, variant.type) for variant in one.variants)


@dataclass(frozen=True)
class _Witness:
    """Looks subjects up in what was understood of pages."""

    understood: Understanding

    def lines(self, subjects: Collection[Subject]) -> Mapping[Subject, Iterable[_Line]]:
        """The lines of tables, headings and lists; where there are none, those of samples."""
        found: dict[Subject, list[_Line]] = {}
        for subject in subjects:
            finder = _FINDERS.get(subject.kind)
            found[subject] = list(finder(self, subject)) if finder is not None else []
            found[subject][:0] = self._corrections(subject)
        bare = [subject for subject in subjects if not found[subject]]
        for subject, showing in self._sampled(bare):
            # In order of precedence; and to find a line in a sample takes long.
            if len(found[subject]) < _SAMPLES:
                found[subject].append(_Line(showing.claim.place.rank, showing.at))
        for subject in bare:
            if not found[subject]:
                sources = self._by_source.get(subject, ())
                found[subject] = [_Line(0, At(one.page, 0)) for one in sources]
        return found

    @property
    def trace(self) -> Trace:
        """The evidence of the spec."""
        return self.understood.resolution.trace

    @property
    def spec(self) -> Spec:
        """The spec that was understood."""
        return self.understood.resolution.spec

    @cached_property
    def _by_source(self) -> Mapping[Subject, tuple[Source, ...]]:
        return _sources(self.spec)

    @cached_property
    def _keys(self) -> Mapping[str, Key]:
        """The class behind each name of a type."""
        return {name: key for key, name in self.trace.names.items()}

    @cached_property
    def _operations(self) -> Mapping[str, tuple[OperationKey, OperationEvidence]]:
        return {str(key): (key, found) for key, found in self.trace.operations.items()}

    @cached_property
    def _holders(self) -> Mapping[str, list[Subject]]:
        """The properties and parameters that hold each type."""
        found: dict[str, list[Subject]] = defaultdict(list)
        for one in self.spec.types:
            for prop in one.properties if isinstance(one, ObjectType) else ():
                for name in references(prop.type):
                    found[name].append(Subject("property", one.name, prop.name))
        for operation in self.spec.operations:
            owner = f"{operation.method} {operation.path}"
            for item in operation.parameters:
                for name in references(item.type):
                    member = f"{item.location}:{item.name}"
                    found[name].append(Subject("parameter", owner, member))
        return found

    @cached_property
    def _rows(self) -> dict[Key, Mapping[str, list[tuple[Row, _Line]]]]:
        """The rows of the tables of classes by name; of those that were asked for."""
        return {}

    def _rows_of(self, subject: Subject) -> list[tuple[Row, _Line]]:
        """The rows of tables that are about a property or a parameter."""
        if subject.kind == "parameter":
            _, evidence = self._operations.get(subject.owner, (None, None))
            at, _, name = subject.member.partition(":")
            given = evidence.parameters.items() if evidence is not None else ()
            rows = [rows for (location, one), rows in given if (location, one) == (at, name)]
            return [(row, _line(place)) for listed in rows for row, place in listed]
        key = self._keys.get(subject.owner)
        node = self.trace.graph.nodes.get(key) if key is not None else None
        if node is None:
            return []
        if node.key not in self._rows:
            rows_by_name: dict[str, list[tuple[Row, _Line]]] = defaultdict(list)
            for tree, places in node.evidence.trees.items():
                first = _first(places)
                for row in tree.rows:
                    lines = ((row, _line(place, row.offset)) for place in first)
                    rows_by_name[row.name].extend(lines)
            self._rows[node.key] = rows_by_name
        return self._rows[node.key].get(subject.member, [])

    def of_property(self, subject: Subject) -> Iterator[_Line]:
        """The rows of a property or a parameter."""
        return (line for _, line in self._rows_of(subject))

    def of_type(self, subject: Subject) -> Iterator[_Line]:
        """The tables of an object; the rows that list an enum, or that hold what has no table."""
        key = self._keys.get(subject.owner)
        node = self.trace.graph.nodes.get(key) if key is not None else None
        if node is not None and (node.evidence.trees or node.evidence.shapes):
            for places in node.evidence.trees.values():
                yield from map(_line, _first(places))
            return
        for holder in self._holders.get(subject.owner, ()):
            yield from (line for _, line in self._rows_of(holder))

    def of_value(self, subject: Subject) -> Iterator[_Line]:
        """The rows that list a value of an enum."""
        for holder in self._holders.get(subject.owner, ()):
            for row, line in self._rows_of(holder):
                words = (one.value for listed in row.unproved for one in listed)
                if subject.member in map(str, (*row.values, *words)):
                    yield line

    def of_variant(self, subject: Subject) -> Iterator[_Line]:
        """The tables of one option of a union."""
        return self.of_type(Subject("type", subject.member))

    def of_operation(self, subject: Subject) -> Iterator[_Line]:
        """Where pages begin to document an operation."""
        _, evidence = self._operations.get(subject.owner, (None, None))
        for claim in evidence.ranked if evidence is not None else ():
            yield _line(claim.place)

    def of_request(self, subject: Subject) -> Iterator[_Line]:
        """Where a request body is described."""
        return self._of_slot(subject.owner, lambda slot: slot.direction == "request")

    def of_response(self, subject: Subject) -> Iterator[_Line]:
        """Where a status is listed, and where its body is described."""
        _, evidence = self._operations.get(subject.owner, (None, None))
        for claim in evidence.statuses if evidence is not None else ():
            if claim.status == subject.member:
                yield _line(claim.place)
        about = "response", subject.member
        yield from self._of_slot(subject.owner, lambda slot: (slot[1], slot[2]) == about)

    def _of_slot(self, owner: str, wanted: Callable[[Slot], bool]) -> Iterator[_Line]:
        _, evidence = self._operations.get(owner, (None, None))
        for slot in filter(wanted, evidence.slots if evidence is not None else ()):
            root = self.trace.roots[slot]
            said = [body.place for body in root.bodies]
            said += [place for places in root.position.trees.values() for place in places]
            yield from map(_line, said or [claim.place for claim in root.samples])

    def of_scheme(self, subject: Subject) -> Iterator[_Line]:
        """Where a security scheme is named."""
        for reading in self.understood.readings:
            for claim in reading.claims:
                if isinstance(claim, SecurityClaim) and claim.scheme.name == subject.owner:
                    yield _line(claim.place)

    def _corrections(self, subject: Subject) -> Iterator[_Line]:
        """The lines of the overlay that decide a fact of the subject."""
        words = " ".join(filter(None, (subject.owner, subject.member.replace(":", " ", 1))))
        names = {str(subject), words, f"{subject.owner} response {subject.member}"}
        for one in self.understood.resolution.overlay:
            if one.target in names:
                yield _Line(-1, At(one.path, one.line))

    def _sampled(self, subjects: Iterable[Subject]) -> Iterator[tuple[Subject, Showing]]:
        """The samples that show properties, and types, of which no table tells."""
        wanted: dict[Shown, Subject] = {}
        for subject in subjects:
            key = self._keys.get(subject.owner)
            node = self.trace.graph.nodes.get(key) if key is not None else None
            if node is not None and subject.kind in {"property", "type"}:
                for shape in node.evidence.shapes:
                    if not subject.member or subject.member in shape.keys:
                        wanted[Shown(node.key, shape, subject.member)] = subject
        for showing in samples_of(self.trace.graph, self.trace.roots, set(wanted)):
            yield wanted[showing.wanted], showing


def _first(places: Iterable[Place]) -> list[Place]:
    """The places of one table that can be among those that are shown."""
    return heapq.nsmallest(_MOST, places, key=lambda one: (one.rank, one.page, one.line))


def _line(place: Place, offset: int = 0) -> _Line:
    return _Line(place.rank, At(place.page, place.line + offset))


_FINDERS: Mapping[Kind, Callable[[_Witness, Subject], Iterator[_Line]]] = {
    "operation": _Witness.of_operation,
    "parameter": _Witness.of_property,
    "request": _Witness.of_request,
    "response": _Witness.of_response,
    "type": _Witness.of_type,
    "property": _Witness.of_property,
    "value": _Witness.of_value,
    "variant": _Witness.of_variant,
    "scheme": _Witness.of_scheme,
}
