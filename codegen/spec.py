"""The spec: the frozen intermediate representation between pages and outputs.

Everything here is immutable, ordered and free of line numbers, so that an edit elsewhere on a
page changes nothing. Types refer to each other by name. A field that is None or absent is not
known: the pages do not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from codegen.typeexpr import TypeExpr

__all__ = [
    "FORMAT_VERSION",
    "NO_CONSTRAINTS",
    "Basis",
    "Body",
    "Constraints",
    "Correction",
    "EnumType",
    "EnumValue",
    "In",
    "Instance",
    "ObjectType",
    "Operation",
    "Parameter",
    "Presence",
    "Property",
    "Response",
    "SecurityScheme",
    "Source",
    "Spec",
    "Type",
    "Undecided",
    "UnionType",
    "Variant",
    "can_be_flags",
]

#: Version of the file form; raised when an older reader would misread a newer file.
FORMAT_VERSION = 1

Basis = Literal["documented", "sampled", "unified", "overlay"]
Presence = Literal["required", "optional"]
In = Literal["path", "query", "header"]
Constant = str | int | float | bool


class _Node(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all nodes: frozen, keyword-only, unknown facts not written."""


class Source(_Node, frozen=True, kw_only=True):
    """Where a fact stands: a page, relative to its documentation set, and a heading on it."""

    page: str
    heading: str = ""


class Constraints(_Node, frozen=True, kw_only=True):
    """JSON Schema validation keywords of one value."""

    const: Constant | None = None
    default: Constant | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


#: Said of most values. Kept as one object, so that it is not written to the file.
NO_CONSTRAINTS = Constraints()


class Correction(_Node, frozen=True, kw_only=True):
    """Facts that the overlay decided against the pages, and the user's reason.

    ``add`` among them: all of the node is the overlay's; ``remove NAME``: it has that no more.
    """

    facts: tuple[str, ...]
    reason: str


class Property(_Node, frozen=True, kw_only=True):
    """One property of an object type. Presence None is unknown; so is nullable None."""

    name: str
    type: TypeExpr
    attribute: str = ""
    """The Python name, where it is not the one that `naming.field_names` derives."""
    presence: Presence | None = None
    nullable: bool | None = None
    read_only: bool | None = None
    write_only: bool | None = None
    deprecated: str | None = None
    description: str = ""
    constraints: Constraints = NO_CONSTRAINTS
    basis: Basis = "documented"
    source: Source | None = None
    """The strongest source, where it is not the first source of the type."""
    overlay: tuple[Correction, ...] = ()


class Undecided(_Node, frozen=True, kw_only=True):
    """What a page says of some property of an object, without saying of which.

    Never attached by a guess: it is kept with the properties that it can be about.
    """

    constraint: str
    """What is said, such as ``maxLength 255``, in words of JSON Schema."""
    candidates: tuple[str, ...] = ()
    """The ways from the object to these properties, such as ``segment.code``, in page order."""
    more: bool = False
    """True: it can also be about properties that are not among the candidates."""


class Instance(_Node, frozen=True, kw_only=True):
    """How an object says of which type it is, where it may be of several.

    The property is none of its data, such as ``@odata.type``; any of the values names the type.
    """

    property: str
    values: tuple[str, ...]
    inherited: bool = False
    """Where an object of the type may stand, one of a type that inherits from it may too."""


class ObjectType(_Node, frozen=True, kw_only=True, tag="object", tag_field="kind"):
    """A JSON object with known properties, in the order of the pages."""

    name: str
    module: str
    aliases: tuple[str, ...] = ()
    """Names that were given to types which are this one now, each with the module that has it.

    ``shop.Customer``, as Avro's full names of aliases; sorted. None is the name of a type.
    """
    description: str = ""
    properties: tuple[Property, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    instance: Instance | None = None
    """How samples say that an object is of this type."""
    basis: Basis = "documented"
    sources: tuple[Source, ...] = ()
    overlay: tuple[Correction, ...] = ()


class EnumValue(_Node, frozen=True, kw_only=True):
    """One listed value of an enum."""

    value: str | int
    name: str = ""
    """What the page calls the value, where it says more than the value itself."""
    member: str = ""
    """The Python name, where it is not the one that `naming.enum_members` derives."""
    description: str = ""
    basis: Literal["documented", "sampled"] = "documented"
    """Sampled: the pages list other values, but a sample shows this one."""


class EnumType(_Node, frozen=True, kw_only=True, tag="enum", tag_field="kind"):
    """A closed list as the pages print it; outputs decide whether it is open."""

    name: str
    module: str
    aliases: tuple[str, ...] = ()
    scalar: Literal["string", "integer"] = "string"
    values: tuple[EnumValue, ...] = ()
    flags: bool = False
    """The values are bits, and are combined: whole numbers, none of them negative."""
    contradicted: bool = False
    """Most values that samples show are not listed: outputs do not enforce the list."""
    description: str = ""
    basis: Basis = "documented"
    sources: tuple[Source, ...] = ()
    overlay: tuple[Correction, ...] = ()


def can_be_flags(values: Iterable[EnumValue]) -> bool:
    """Whether values can be bits: a sign is none."""
    return all(isinstance(one.value, int) and one.value >= 0 for one in values)


class Variant(_Node, frozen=True, kw_only=True):
    """One option of a union and the discriminator values that choose it."""

    type: str
    values: tuple[str, ...] = ()


class UnionType(_Node, frozen=True, kw_only=True, tag="union", tag_field="kind"):
    """One of several object types, told apart by the discriminator property where there is one."""

    name: str
    module: str
    aliases: tuple[str, ...] = ()
    discriminator: str | None = None
    variants: tuple[Variant, ...] = ()
    description: str = ""
    basis: Basis = "documented"
    sources: tuple[Source, ...] = ()
    overlay: tuple[Correction, ...] = ()


Type = ObjectType | EnumType | UnionType


class Parameter(_Node, frozen=True, kw_only=True):
    """A path, query or header parameter."""

    name: str
    location: In
    type: TypeExpr
    required: bool | None = None
    deprecated: str | None = None
    description: str = ""
    constraints: Constraints = NO_CONSTRAINTS
    basis: Basis = "documented"
    overlay: tuple[Correction, ...] = ()


class Body(_Node, frozen=True, kw_only=True):
    """A request or response payload. `type` ANY: there is a body, the pages do not say which."""

    type: TypeExpr
    media_types: tuple[str, ...] = ("application/json",)
    nullable: bool | None = None
    required: bool | None = None
    description: str = ""
    basis: Basis = "documented"
    examples: tuple[str, ...] = ()
    """JSON texts of the pages' samples; kept only on request."""
    overlay: tuple[Correction, ...] = ()


class Response(_Node, frozen=True, kw_only=True):
    """One response by status code; `body` None: nothing is sent back, or nothing is said."""

    status: str
    description: str = ""
    body: Body | None = None


class Operation(_Node, frozen=True, kw_only=True):
    """One method on one path. `id` is unique in the spec and fit for an operationId."""

    id: str
    method: str
    path: str
    module: str
    summary: str = ""
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    request: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[str, ...] = ()
    """Names of security schemes, any one of which will do."""
    deprecated: str | None = None
    webhook: bool = False
    """True: the vendor calls us (an OpenAPI webhook)."""
    sources: tuple[Source, ...] = ()
    overlay: tuple[Correction, ...] = ()


class SecurityScheme(_Node, frozen=True, kw_only=True):
    """How a caller proves who it is: an HTTP authentication scheme, or a key in a header."""

    name: str
    kind: Literal["http", "apiKey"]
    scheme: str = ""
    header: str = ""
    description: str = ""


class Spec(_Node, frozen=True, kw_only=True):
    """All that the pages say. Types are sorted by name, operations by path and method."""

    format: int
    api: str
    title: str = ""
    security_schemes: tuple[SecurityScheme, ...] = ()
    operations: tuple[Operation, ...] = ()
    types: tuple[Type, ...] = ()
