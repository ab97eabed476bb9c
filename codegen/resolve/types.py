"""Classes -> types of the spec: properties decided, enums and unions named, sources kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from codegen.claims import DefinitionClaim, Place
from codegen.naming import type_name
from codegen.resolve.decide import Facts, Verdict, scalar
from codegen.resolve.defined import DefinedEnum
from codegen.resolve.disagreement import allows
from codegen.resolve.enums import Listing, Value, joined
from codegen.resolve.evidence import Key, most_of_each
from codegen.resolve.graph import Graph, Node, Property
from codegen.resolve.labels import Labels
from codegen.resolve.structure import Core, wrap
from codegen.samples import QUOTED
from codegen.spec import (
    Basis,
    EnumType,
    EnumValue,
    Instance,
    ObjectType,
    Source,
    Type,
    UnionType,
    Variant,
)
from codegen.spec import Property as SpecProperty
from codegen.typeexpr import (
    ANY,
    OBJECT,
    SCALARS,
    AnyType,
    Array,
    OneOf,
    Ref,
    Scalar,
    TypeExpr,
    innermost,
    one_of,
    options_of,
    references,
)

__all__ = ["Enum", "Types", "enum_key", "enum_label", "scalar_of", "union_key"]

#: Sources of a type that only samples show; of tables all are kept.
_SAMPLE_SOURCES = 3

#: No type is documented by itself.
_NONE: Mapping[Key, Sequence[DefinitionClaim]] = {}
#: No object of a sample names its own type.
_NO_INSTANCES: Mapping[Key, Instance] = {}


@dataclass(slots=True)
class Enum:
    """An enum in the making: its key for naming, its values and where they are listed."""

    key: Key
    at: Key
    """One of the places that use it, to name it by."""
    values: dict[str | int, EnumValue] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    contradicted: bool = False
    """Most values that samples show are not listed."""
    flags: bool = False
    """The values are bits that are combined."""
    description: str = ""

    @property
    def scalar(self) -> Literal["string", "integer"]:
        """What the values are; where some are texts, all are."""
        integer = all(isinstance(value, int) for value in self.values)
        return "integer" if integer else "string"

    def add(self, listing: Listing) -> None:
        """Take over what one place lists; the first name and description of a value stay."""
        for one in listing.values:
            known = self.values.get(one.value)
            self.values[one.value] = one if known is None else joined(known, one)
        self.contradicted = self.contradicted or listing.contradicted

    @classmethod
    def of(cls, defined: DefinedEnum) -> Enum:
        """The enum that a page documents by itself."""
        return cls(
            defined.key,
            defined.key,
            values={one.value: one for one in defined.values},
            places=[claim.place for claim in defined.claims],
            flags=defined.flags,
            description=next((one.description for one in defined.claims if one.description), ""),
        )


class Types:
    """Builds the types of the spec from a graph."""

    def __init__(
        self,
        graph: Graph,
        names: dict[Key, str],
        enums: dict[Key, Enum],
        definitions: Mapping[Key, Sequence[DefinitionClaim]] = _NONE,
        instances: Mapping[Key, Instance] = _NO_INSTANCES,
    ) -> None:
        self.graph = graph
        self.definitions = definitions
        self.instances = instances
        self.names = names
        self.enums = enums
        held = (found for node in graph.nodes.values() for found in node.properties.values())
        #: Types that a sample shows as an empty object somewhere.
        self._shown_empty = {
            found.target for found in (*held, *graph.roots.values()) if found.core.empty_object
        }
        self.enum_labels = frozenset(key.name for key in enums if key.kind == "label")

    def build(self, keys: Iterable[Key]) -> list[Type]:
        """Every type that `keys` name, not yet sorted."""
        types: list[Type] = []
        for key in keys:
            if key in self.enums:
                types.append(self._enum(self.enums[key]))
            elif key in self.graph.nodes:
                types.append(self._object(self.graph.nodes[key]))
        return types

    def expression(self, found: Property, facts: Facts) -> tuple[TypeExpr, Basis]:
        """The type of a position, and the basis of it."""
        core = found.core
        inner, basis = self._inner(found, facts)
        if "array" in core.kinds and not core.arrays and not isinstance(inner, AnyType):
            inner = one_of((inner, Array(ANY)))
        return wrap(inner, core), basis

    def _inner(self, found: Property, facts: Facts) -> tuple[TypeExpr, Basis]:
        core = found.core
        documented = bool(core.scalars or core.labels or found.position.said or core.trees)
        basis: Basis = "documented" if documented and not facts.sampled else "sampled"
        if found.variants:
            return Ref(self.names[union_key(found)]), basis
        key = enum_key(found, facts.values, self.enum_labels)
        if key is not None:
            enum = self._with_others(self.enums[key], core)
            arrays = _arrays(core, {key.name: Ref(self.names[key])})
            return one_of((enum, *self._beside(found), *arrays)), basis
        options: list[TypeExpr] = []
        named: dict[str, Ref] = {}
        if found.target is not None:
            keys = (found.target, *found.others, *found.instances)
            refs = {one: Ref(self.names[one]) for one in keys}
            options.extend(ref for one, ref in refs.items() if one.name not in core.listed)
            named = {one.name: ref for one, ref in refs.items()}
            if not found.label and found.target.kind == "label":
                basis = "unified"
        elif core.open_object:
            options.append(OBJECT)
        verdict = scalar_of(found)
        if verdict is not None:
            options.append(verdict.type)
            basis = basis if options[:-1] else verdict.basis
            if facts.sampled:
                basis = "sampled"
        options.extend(_arrays(core, named))
        if not options and QUOTED in found.position.shapes and not core.marks:
            return Scalar("string"), "sampled"
        return (one_of(tuple(options)) if options else ANY), basis

    def _with_others(self, enum: Enum, core: Core) -> TypeExpr:
        """The enum, and what samples show in its place that is of another JSON type.

        An empty object stands for nothing where other samples show what it is.
        """
        kinds = [kind for kind in core.kinds if kind in SCALARS]
        verdict = scalar((), [kind for kind in kinds if SCALARS[kind][0] != enum.scalar])
        others: list[TypeExpr] = [OBJECT] if core.empty_object and not kinds else []
        others += [verdict.type] if verdict else []
        return one_of((Ref(self.names[enum.key]), *others))

    def _beside(self, found: Property) -> Iterator[TypeExpr]:
        """What pages name as options beside an enum that is documented by itself."""
        if found.enum is None:
            return
        named = (found.target, *found.others) if found.target is not None else found.others
        yield from (Ref(self.names[one]) for one in named if one != found.enum)
        enum = self.enums[found.enum].scalar
        others = [one for one in found.core.scalars if one.json_type not in {enum, "null"}]
        if (verdict := scalar(others, ())) is not None:
            yield verdict.type

    def _object(self, node: Node) -> ObjectType:
        name = self.names[node.key]
        places = sorted(
            {place for places in node.evidence.trees.values() for place in places},
            key=lambda place: (place.rank, place.page, place.line),
        )
        definitions = self.definitions.get(node.key, ())
        places = [*(one.place for one in definitions), *places]
        sources = tuple(dict.fromkeys(map(_source, places)))
        basis: Basis = "documented"
        if not sources:
            shown = sorted(
                set(node.evidence.shapes.values()), key=lambda p: (p.rank, p.page, p.line)
            )
            sources = tuple(dict.fromkeys(map(_source, shown)))[:_SAMPLE_SOURCES]
            basis = "sampled"
        return ObjectType(
            name=name,
            module="",
            description=next((one.description for one in definitions if one.description), ""),
            properties=tuple(
                self._property(found, left_out=self._left_out(node, name))
                for name, found in node.properties.items()
            ),
            undecided=most_of_each(tree.undecided for tree in node.evidence.trees),
            instance=self.instances.get(node.key),
            basis=basis,
            sources=sources,
        )

    def _left_out(self, node: Node, name: str) -> bool:
        """Whether a sample of the type shows no such property."""
        shapes = node.evidence.shapes
        lacking = any(name not in shape.keys for shape in shapes if not shape.partial)
        return lacking or node.key in self._shown_empty

    def _property(self, found: Property, *, left_out: bool) -> SpecProperty:
        facts = found.facts
        expr, basis = self.expression(found, facts)
        # What a sample leaves out cannot be required, whatever a description says.
        presence = None if left_out and facts.presence == "required" else facts.presence
        return SpecProperty(
            name=found.position.name,
            type=expr,
            presence=presence,
            nullable=_nullable(found, facts),
            read_only=facts.read_only,
            write_only=facts.write_only,
            deprecated=facts.deprecated,
            media_types=facts.media_types,
            description=facts.description,
            constraints=facts.constraints,
            basis=basis,
        )

    def unions(self, found: Property) -> list[UnionType]:
        """The union type at a position, if its table tells options apart."""
        if not found.variants:
            return []
        trees = found.position.trees
        places = [
            place
            for origins in found.core.trees.values()
            for origin in origins
            for place in trees[origin]
        ]
        return [
            UnionType(
                name=self.names[union_key(found)],
                module="",
                discriminator=found.variants[0][0].discriminator or None,
                variants=tuple(
                    # Without a discriminator the values only number the options.
                    Variant(type=self.names[key], values=step.values if step.discriminator else ())
                    for step, key in found.variants
                ),
                sources=tuple(dict.fromkeys(map(_source, places))),
            )
        ]

    def _enum(self, enum: Enum) -> EnumType:
        integer = enum.scalar == "integer"
        return EnumType(
            name=self.names[enum.key],
            module="",
            scalar=enum.scalar,
            values=tuple(
                one if integer else msgspec.structs.replace(one, value=str(one.value))
                for one in enum.values.values()
            ),
            contradicted=enum.contradicted,
            flags=enum.flags,
            description=enum.description,
            sources=tuple(dict.fromkeys(map(_source, enum.places))),
        )


def scalar_of(found: Property) -> Verdict | None:
    """The scalar at a position, beside the structure there, if any; None where nothing shows one.

    A structure that something shows beats a scalar that only a page names, save where the page
    names both as options.
    """
    core = found.core
    said: Iterable[Scalar] = _of_first_set(found)
    if (found.target is not None or core.open_object) and not core.kinds:
        said = [one for one in said if any(map(_names_structure, core.scalars[one]))]
    return scalar(_shown_first(tuple(said), found), core.kinds)


def _shown_first(said: tuple[Scalar, ...], found: Property) -> tuple[Scalar, ...]:
    """Of types that pages name against each other, those that samples show, if they show any."""
    if not said[1:] or any(isinstance(expr, OneOf) for expr in found.position.said):
        return said
    held = tuple(one for one in said if any(allows(one.name, kind) for kind in found.core.kinds))
    return held or said


def _arrays(core: Core, named: Mapping[str, Ref]) -> Iterator[Array]:
    """The arrays that pages name as options; `named`: label -> the type that it is."""
    for element in core.arrays:
        if not any(references(element)):
            yield Array(element)
        else:
            yield Array(named.get(element.name, ANY) if isinstance(element, Ref) else ANY)


def _names_structure(expr: TypeExpr) -> bool:
    """Whether one of several options that `expr` names is no scalar."""
    options = options_of(innermost(expr))
    return len(options) > 1 and not all(isinstance(one, Scalar) for one in options)


def union_key(found: Property) -> Key:
    """The key that the union at a position is named by."""
    own = found.variants[0][1].owner
    return own if own is not None else Key("at", found.core.name)


def enum_key(
    found: Property, values: tuple[Value, ...], labels: Collection[str] = ()
) -> Key | None:
    """The key of the enum at a place; None where it is none.

    An enum with a label is known by it: `labels` are those of enums. Any other is one per name
    and set of values, whoever uses it and however it spells the name. What has properties is no
    enum, whatever its description lists.
    """
    core = found.core
    if core.is_object or found.variants:
        return None
    if found.enum is not None:
        return found.enum
    label = next((label for label in core.labels if label in labels), None)
    if label is not None:
        return Key("label", label)
    if not values or found.documented:
        return None
    return Key("enum", f"{type_name(core.name)}: {', '.join(sorted(map(str, values)))}")


def _nullable(found: Property, facts: Facts) -> bool | None:
    """Whether null is taken: it is where a sample shows it, whatever the pages say."""
    shown = any(shape.kind == "null" for shape in found.position.shapes)
    return True if shown else facts.nullable


def _of_first_set(found: Property) -> list[Scalar]:
    """The types that the first set of pages to name any names.

    Later sets only fill: they may name the format where the first one names the JSON type alone.
    """
    scalars, said = found.core.scalars, found.position.said
    if len(scalars) < 2:  # noqa: PLR2004 - nothing to choose between
        return list(scalars)
    ranks = {
        one: min(place.rank for expr in origins for place in said[expr])
        for one, origins in scalars.items()
    }
    first = {one for one, rank in ranks.items() if rank == min(ranks.values())}
    known = {one.json_type for one in first if one.format is not None}
    open_ = {one.json_type for one in first} - known
    return [one for one in scalars if one in first or one.json_type in open_]


def _source(place: Place) -> Source:
    return Source(page=place.page, heading=place.heading)


def enum_label(graph: Graph, labels: Labels, found: Property) -> str:
    """The label that names the enum at a place, or ''.

    A believed label of which no page shows properties may be that of an enum.
    """
    core = found.core
    if core.is_object or core.open_object or found.variants:
        return ""
    honest = [label for label in core.labels if label in labels.honest]
    if len(honest) != 1:
        return ""
    node = graph.nodes.get(Key("label", honest[0]))
    return "" if node is not None and (node.evidence.trees or node.evidence.shapes) else honest[0]
