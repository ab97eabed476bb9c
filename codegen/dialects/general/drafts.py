"""Drafts: what has been found of an operation or of a type, until its page has been read.

A page may show samples before its request line, and say below a table which status it is of: so
facts are gathered first, and become claims at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from codegen.claims import (
    ITEMS,
    Claim,
    Link,
    OperationKey,
    Row,
    SampleClaim,
    Slot,
    Step,
    TableClaim,
)
from codegen.dialects.base import Context
from codegen.dialects.general.announced import LEVEL
from codegen.dialects.general.read import Nested
from codegen.dialects.general.samples import Sample
from codegen.dialects.general.sections import Node
from codegen.dialects.general.sentences import Marked, Words
from codegen.dialects.styles.style import Pattern, Style
from codegen.markdown import Section
from codegen.samples import Shape, interned
from codegen.spec import EnumValue, In
from codegen.typeexpr import AnyType, Array, Map

__all__ = [
    "LISTED",
    "Body",
    "DefinitionDraft",
    "EnumDraft",
    "Media",
    "OperationDraft",
    "Option",
    "Parameter",
    "Payload",
    "Reader",
    "Same",
    "Shown",
    "Side",
    "Status",
    "Told",
]

Side = Literal["request", "response"]
#: More operations of one section are a list of them: what else stands there is of none of them, and
#: of each it would be as many claims as there are operations. Real ones share a body among dozens.
LISTED = 100


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of a request or response body, or of a type. `status` '': the usual one."""

    side: Side | Literal["definition"]
    rows: tuple[Row, ...]
    nested: tuple[Nested, ...] = ()
    status: str = ""
    unplaced: frozenset[str] = frozenset()
    """Names of rows of which the page does not say that they are sent in the body."""
    line: int
    section: Section


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The words of what a request or response is."""

    side: Side
    words: Words
    status: str = ""
    line: int
    section: Section


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A sample under an operation's or type's heading."""

    sample: Sample
    node: Node


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """An answer's status, and what the page says of it."""

    status: str
    description: str
    line: int
    section: Section


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter outside of the body."""

    location: In
    row: Row
    placed: bool = True
    """False: the page does not say where it stands."""
    line: int
    section: Section


class Same(msgspec.Struct, frozen=True, kw_only=True):
    """The link to an operation that does the same, and the parameters of it that this has not."""

    target: str
    without: tuple[str, ...] = ()
    line: int
    section: Section


class Told(NamedTuple):
    """What one place of a page says of the media types that requests are sent in."""

    types: tuple[str, ...] = ()
    form: bool = False
    """They are sent as a form, of whatever media type."""
    sure: bool = True
    """False: only some requests are, such as those with files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """The same with where it stands."""

    told: Told
    line: int
    section: Section


@dataclass(slots=True, kw_only=True)
class OperationDraft:
    """The operations of one section, which share all that is said below it."""

    node: Node
    lines: dict[OperationKey, int]
    queries: dict[OperationKey, tuple[str, ...]]
    methods: frozenset[str] = frozenset()
    spelled: Mapping[str, str] = field(default_factory=dict)
    """The placeholders of its paths, by their letters and digits alone."""
    printed: dict[OperationKey, str] = field(default_factory=dict)
    """The paths as the page has them, which may have values in place of parameters."""
    prose: list[str] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    payloads: list[Payload] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    samples: list[Shown] = field(default_factory=list)
    same: list[Same] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    marked: Marked | None = None
    """What is said of all its parameters."""
    features: dict[str, int] = field(default_factory=dict)
    """What guides explain and a table says that the operation has, with its line."""
    placeholders: dict[str, Link] = field(default_factory=dict)
    """The placeholders of its paths that are links, by their names."""
    sure: set[Side] = field(default_factory=set)
    """The sides of which a body is said for sure."""
    empty: bool = False
    """The page says that nothing is answered where all went well."""
    _open: dict[tuple[str, str, str], tuple[Step, ...]] = field(default_factory=dict)
    """The paths of properties whose own may stand elsewhere, by side, status and plain name."""

    def add(self, payload: Payload) -> None:
        """Add rows of a body."""
        self.payloads.append(payload)
        for row in payload.rows:
            kind = row.type
            inner = kind.items if isinstance(kind, Array) else kind
            if inner is None or isinstance(inner, _OPEN):
                path = (row.name, ITEMS) if isinstance(kind, Array) else (row.name,)
                self._open.setdefault((payload.side, payload.status, _bare(row.name)), path)

    def holder(self, side: Side, status: str, words: str) -> tuple[Step, ...]:
        """The path of the property that `words` name, if its own properties may stand elsewhere."""
        name = _bare(words)
        return self._open.get((side, status, name), ()) if name else ()

    def say(self, body: Body) -> None:
        """Add what is said of a body."""
        self.bodies.append(body)
        if body.words.sure:
            self.sure.add(body.side)


#: What the types of properties are whose own properties a table below may have.
_OPEN = (AnyType, Map)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower().rstrip("s")


class Option(NamedTuple):
    """A type that another one may be, and the words beside it."""

    link: Link
    words: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class DefinitionDraft:
    """A type that a section documents by its properties."""

    node: Node
    label: str
    named: Node
    """The section whose heading names it."""
    line: int
    payloads: list[Payload] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    bases: list[tuple[str, int]] = field(default_factory=list)
    options: tuple[Option, ...] = ()
    """The types that it is one of."""
    samples: list[Shown] = field(default_factory=list)
    remarked: list[Node] = field(default_factory=list)
    """Sections with remarks about it, beside samples that show nothing."""
    anchors: tuple[str, ...] = ()
    about: tuple[Node, ...] = ()
    """The sections that are about it, from the lowest; their anchors are its own."""


@dataclass(slots=True, kw_only=True)
class EnumDraft:
    """A type that a section documents by its values."""

    node: Node
    label: str
    named: Node
    line: int
    values: tuple[EnumValue, ...]
    flags: bool
    prose: list[str] = field(default_factory=list)
    anchors: tuple[str, ...] = ()
    about: tuple[Node, ...] = ()
    """The sections that are about it, from the lowest; their anchors are its own."""


@dataclass(slots=True, kw_only=True)
class Reader(Context):
    """The state of reading one page with a style."""

    style: Style
    nodes: tuple[Node, ...]
    node: Node
    operations: dict[int, OperationDraft] = field(default_factory=dict)
    """By the identity of the section whose heading documents them."""
    ordered: tuple[OperationDraft, ...] = ()
    """The same from the top of the page."""
    definitions: dict[int, DefinitionDraft] = field(default_factory=dict)
    """By the identity of the section whose heading names the type."""
    documented: dict[int, DefinitionDraft] = field(default_factory=dict)
    """The first type of each section that names one, or has one's first table."""
    enums: list[EnumDraft] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)
    """The sections whose headings name `enums`, by identity."""
    before: str = ""
    """The sentence above the block that is read."""
    loose: list[Shown] = field(default_factory=list)
    """Samples of no operation: of a type, perhaps."""
    head: Sample | None = None
    """A request without the payload that it announces, in the fence just above."""
    asked: OperationKey | None = None
    """In a section of no operation: the request of the last command, without a payload."""
    examples: list[tuple[OperationKey, Shown]] = field(default_factory=list)
    """What such requests were answered with."""
    prose: dict[int, list[str]] = field(default_factory=dict)
    """Prose of sections that document no operation, by section."""
    bases: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    """Words of base types, by section."""
    derived: dict[int, list[str]] = field(default_factory=dict)
    """Targets of links to what inherits from a type, by section."""
    inside: dict[int, list[str]] = field(default_factory=dict)
    """Targets of links to what types are a part of, by section."""

    own: dict[tuple[int, str], Node] = field(default_factory=dict)
    """Stand-ins for headings of types that sentences name, by section and label."""

    def apart(self, label: str) -> Node:
        """A section for a type that a sentence of the current one names, and no heading does."""
        key = (id(self.node), label)
        if key not in self.own:
            self.own[key] = Node(
                section=self.section,
                title=label,
                level=LEVEL,
                role="definition",
                parent=self.node,
            )
        return self.own[key]

    @property
    def operation_draft(self) -> OperationDraft | None:
        """The draft of the operations that the current section is about."""
        subject = self.node.subject
        return self.operations.get(id(subject)) if subject is not None else None

    def define(self, node: Node, label: str, named: Node, line: int) -> DefinitionDraft:
        """The draft of the type that the heading of `named` names, which may be a new one."""
        draft = self.definitions.get(id(named))
        if draft is None:
            draft = DefinitionDraft(node=node, label=label, named=named, line=line)
            self.definitions[id(named)] = draft
            for one in (named, node):
                self.documented.setdefault(id(one), draft)
        return draft

    def enumerate(self, draft: EnumDraft) -> None:
        """Add a type that is documented by its values."""
        self.enums.append(draft)
        self.listed.add(id(draft.named))

    def sample(self, slot: Slot, text: str, line: int) -> bool:
        """Claim a sample as any dialect does, without what the style calls annotations."""
        start = len(self.claims)
        found = Context.sample(self, slot, text, line)
        remarks = self.style.annotations
        if remarks is not None:
            self.claims[start:] = [_without(claim, remarks) for claim in self.claims[start:]]
        return found


def _without(claim: Claim, remarks: Pattern) -> Claim:
    match claim:
        case SampleClaim(shape=shape):
            return replace(claim, shape=_plain(shape, remarks))
        case TableClaim(rows=rows):
            kept = tuple(row for row in rows if not remarks.fullmatch(row.name))
            return replace(claim, rows=kept)
    return claim


@lru_cache(maxsize=65536)
def _plain(shape: Shape, remarks: Pattern) -> Shape:
    fields = tuple(
        (name, _plain(one, remarks)) for name, one in shape.fields if not remarks.fullmatch(name)
    )
    items = tuple(dict.fromkeys(_plain(one, remarks) for one in shape.items))
    return interned(shape.kind, fields, items, partial=shape.partial, instance=shape.instance)
