"""Claims: what a page states, with where. Immutable; made by dialects, weighed by resolve.

A claim is about a *subject*: an operation (method and path), a slot of it (its request body, or
the response of one status), or a place inside a slot (a path of property names and marks). Rows
and shapes hold no places of their own, so that the same table on a hundred pages is one object.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from codegen.diagnostics import Diagnostic
from codegen.origins import Origin
from codegen.samples import Shape
from codegen.spec import (
    NO_CONSTRAINTS,
    Constraints,
    EnumValue,
    In,
    Presence,
    SecurityScheme,
    Undecided,
)
from codegen.typeexpr import TypeExpr

__all__ = [
    "EVERY",
    "ITEMS",
    "VALUES",
    "BodyClaim",
    "Claim",
    "DefinitionClaim",
    "Direction",
    "EnumClaim",
    "ExampleClaim",
    "FeatureClaim",
    "Link",
    "OperationClaim",
    "OperationKey",
    "ParameterClaim",
    "Place",
    "Reading",
    "ResponseClaim",
    "Row",
    "SameClaim",
    "SampleClaim",
    "SecurityClaim",
    "Slot",
    "Step",
    "TableClaim",
    "VariantStep",
    "every",
]

Direction = Literal["request", "response", "definition"]

#: Marks in a path: the elements of an array, and the values of a map.
ITEMS = "[]"
VALUES = "{}"


class OperationKey(NamedTuple):
    """An operation's identity: upper-case method, and path as printed without its query."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def every(feature: str = "") -> OperationKey:
    """What stands for all operations of a documentation set, or for those that have a feature.

    Linking puts them in its place.
    """
    return OperationKey("", f"*{feature}")


EVERY = every()


class Slot(NamedTuple):
    """One payload of an operation. `status` is '' for the request.

    A type that is documented by itself is a payload of no operation (see `definition`).
    """

    operation: OperationKey
    direction: Direction
    status: str = ""

    @classmethod
    def definition(cls, label: str, at: str = "") -> Slot:
        """The payload that stands for the type that is documented under `label`.

        `at` tells types of one label apart until they have names of their own: ``page#anchor``.
        """
        return cls(OperationKey("", label), "definition", at)

    def __str__(self) -> str:
        about = self.operation.path if self.direction == "definition" else str(self.operation)
        return " ".join(filter(None, (about, self.direction, self.status)))


class VariantStep(NamedTuple):
    """A step into one option of a union, told apart by the values of a property."""

    discriminator: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"<{self.discriminator}={','.join(self.values)}>"


#: One step of a path inside a slot: a property's name, ITEMS, VALUES, or into a union's option.
Step = str | VariantStep


class _Node(msgspec.Struct, array_like=True, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all nodes: frozen, keyword-only, so that a cache can keep them as data."""


class Place(_Node, frozen=True, kw_only=True):
    """Where a claim stands: page, 1-based line and the heading above it."""

    page: str
    line: int
    heading: str = ""
    rank: int = 0
    """The documentation set's place in the precedence: 0 wins."""


class Link(_Node, frozen=True, kw_only=True):
    """A link in the words of a fact, which tells what type is meant better than its label does.

    `target` as the page prints it. `label` is that of the `Ref` in the type; of a link in the
    description (`described`) the words of the link.
    """

    label: str
    target: str
    described: bool = False
    partial: bool = False
    """Properties of the type that it leads to may be missing."""


class Row(_Node, frozen=True, kw_only=True):
    """What one row of a table (or item of an outline) says of one property or parameter.

    `type` None: the page does not say. A `Ref` in it is a label as the page prints it. `offset`
    counts lines from the place of the claim that holds the row.
    """

    name: str
    type: TypeExpr | None = None
    values: tuple[str | int, ...] = ()
    details: tuple[EnumValue, ...] = ()
    """Those of `values` that the page gives a name or a description."""
    unproved: tuple[tuple[EnumValue, ...], ...] = ()
    """Lists of words in the description: the values only if a sample shows one of them."""
    unclear: str = ""
    """What the page prints as the type, where a word in it leaves open of which type it is."""
    presence: Presence | None = None
    nullable: bool | None = None
    read_only: bool | None = None
    write_only: bool | None = None
    deprecated: str | None = None
    description: str = ""
    constraints: Constraints = NO_CONSTRAINTS
    media_types: tuple[str, ...] = ()
    """Those of the bodies that it is sent in, where the page says that it is in no others."""
    sampled: bool = False
    """True: the row is read off a sample, because the page prints no name for it."""
    offset: int = 0
    links: tuple[Link, ...] = ()
    """Links of the type's references, and those of the description; of a path parameter without a
    type that of its placeholder."""


class OperationClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The page documents this operation."""

    operation: OperationKey
    name: str
    """The operation's own name, such as AssignTo; parts of names are built from it."""
    group: str
    """What the operation belongs to; gives the module."""
    summary: str = ""
    description: str = ""
    deprecated: str | None = None
    webhook: bool = False
    anchors: tuple[str, ...] = ()
    """What links of pages to it end with; '' where it is what the whole page is about."""
    spelled: str = ""
    """Its path as this page prints it, where linking found that others spell it otherwise."""
    place: Place


class SameClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The operation is sent and answers what another does, save the parameters `without`.

    Linking carries over what is claimed of the other one; no later stage sees this claim.
    """

    operation: OperationKey
    target: str
    """The link to the other one, as the page prints it."""
    without: tuple[str, ...] = ()
    place: Place


class ExampleClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """A guide shows what an operation answers that another page documents, with values put in.

    Linking puts the sample where it belongs; no later stage sees this claim.
    """

    operation: OperationKey
    sample: SampleClaim
    place: Place


class FeatureClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The operation has a feature that goes by this name, such as `paging`, which a guide explains.

    Linking gives it the parameters of the feature; no later stage sees this claim.
    """

    operation: OperationKey
    feature: str
    place: Place


class ParameterClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The operation takes this parameter."""

    operation: OperationKey
    location: In
    row: Row
    """Its offset is 0: it stands at `place`."""
    place: Place


class SecurityClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The operation accepts this scheme."""

    operation: OperationKey
    scheme: SecurityScheme
    place: Place


class ResponseClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The operation may answer with this status."""

    operation: OperationKey
    status: str
    description: str = ""
    place: Place


class BodyClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The slot holds a payload of this type. `type` None: a payload, the page does not say which.

    `hints` are names in the neighbourhood of the claim (the parameter's name, words of the
    sentence below it) that may turn out to be the type's label.
    """

    slot: Slot
    type: TypeExpr | None = None
    hints: tuple[str, ...] = ()
    description: str = ""
    media_types: tuple[str, ...] = ()
    required: bool | None = None
    nullable: bool | None = None
    place: Place
    links: tuple[Link, ...] = ()
    sure: bool = True
    """False: words of prose, which mean a type only if pages document one that is called so."""


class DefinitionClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The page documents a type by itself, under `label`.

    Its properties are claimed by tables of `slot`, its samples likewise. What it is, where it is
    no object, by a `BodyClaim` of that slot.
    """

    slot: Slot
    label: str
    """A name as `naming.type_name` makes them; several definitions may have the same."""
    anchors: tuple[str, ...] = ()
    """What links of other pages to it end with; '' where it is what the whole page is about."""
    group: str = ""
    """What it belongs to; gives the module, where no operation uses it."""
    description: str = ""
    deprecated: str | None = None
    bases: tuple[Link, ...] = ()
    """The types that it inherits the properties of."""
    options: tuple[Link, ...] = ()
    """The types that it is one of, if it has no properties of its own."""
    kinds: tuple[tuple[str, ...], ...] = ()
    """Of each option the words beside it, which a reference may pick some of them by."""
    inside: tuple[str, ...] = ()
    """Targets of links to the types that it is sent inside of, and nowhere else."""
    derived: tuple[str, ...] = ()
    """Targets of links to the types that inherit its properties."""
    open: bool = False
    """An object of it has other properties beside its own, which the page says are none of it."""
    full_name: str = ""
    """What the page calls it in a remark for machines, made as `label` is; '' where it does not."""
    qualified: str = ""
    """The same with what leads it, such as its namespace, as it is printed."""
    place: Place


class EnumClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The page documents a type by its values, under `label`; see `DefinitionClaim`."""

    slot: Slot
    label: str
    anchors: tuple[str, ...] = ()
    group: str = ""
    description: str = ""
    values: tuple[EnumValue, ...]
    """All texts, or all integers."""
    flags: bool = False
    """The values are bits, and are combined."""
    place: Place


class TableClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """The object at `path` in the slot has these properties."""

    slot: Slot
    path: tuple[Step, ...] = ()
    rows: tuple[Row, ...]
    undecided: tuple[Undecided, ...] = ()
    instance: str = ""
    """The type that the object names as its own, of rows that are read off a sample."""
    place: Place


class SampleClaim(_Node, frozen=True, kw_only=True, tag_field="claim"):
    """A sample payload of the slot. `text` is the JSON text, at the claim's line."""

    slot: Slot
    shape: Shape
    text: str
    place: Place
    words: tuple[str, ...] = ()
    """Tokens of the text that stand in place of values, and are none."""
    whole: bool = True
    """False: it is no payload as one is sent, as it has such words, or leaves parts out."""


Claim = (
    OperationClaim
    | SameClaim
    | ExampleClaim
    | FeatureClaim
    | ParameterClaim
    | SecurityClaim
    | ResponseClaim
    | BodyClaim
    | DefinitionClaim
    | EnumClaim
    | TableClaim
    | SampleClaim
)


class Reading(_Node, frozen=True, kw_only=True):
    """What a dialect made of one page."""

    page: str
    rank: int
    dialect: str
    claims: tuple[Claim, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    lines: int = 0
    """Lines of the page that are not blank."""
    unaccounted: int = 0
    """Of these, the lines of blocks that no rule of the dialect understood."""
    samples: int = 0
    """Sample payloads that were parsed."""
    links: tuple[tuple[str, int], ...] = ()
    """Targets of the page's links, as printed, with their lines."""
    origins: tuple[Origin, ...] = ()
    """Where the lines of the claims stand; none: as they are numbered, on this page."""
