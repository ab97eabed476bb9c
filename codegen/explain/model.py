"""What an explanation holds: plain values, ready to be laid out for people or written as JSON."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Explanation", "Fact", "How", "Kind", "Merged", "Statement", "Used", "Where"]

#: What is explained. A property's, parameter's or body's explanation is part of its owner's.
Kind = Literal[
    "object", "enum", "union", "property", "parameter", "request", "response", "operation"
]

#: Kinds of claims: ``nearby`` is a word in the neighbourhood of a body, ``unnamed row`` one that
#: a page prints without its name, which a sample gives; a ``definition`` documents a type by
#: itself.
How = Literal[
    "overlay",
    "request line",
    "status",
    "parameter",
    "body",
    "nearby",
    "definition",
    "table",
    "nested table",
    "unnamed row",
    "sample",
]


class _Node(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all nodes: frozen, keyword-only, every field written."""


class Where(_Node, frozen=True, kw_only=True):
    """The line that makes a statement. `rank` is the page's documentation set: 0 wins."""

    path: str
    line: int
    heading: str = ""
    rank: int = 0


class Statement(_Node, frozen=True, kw_only=True):
    """One thing that claims of one kind say of a fact, wherever they say it.

    `note` is what else there is to know, such as why it lost.
    """

    says: str
    how: How
    note: str = ""
    places: tuple[Where, ...] = ()


class Fact(_Node, frozen=True, kw_only=True):
    """One fact of the spec: its value (null where it stays open), and why it is believed."""

    name: str
    value: str | int | float | bool | list[str | int] | None = None
    basis: str = ""
    reasons: tuple[str, ...] = ()
    supporting: tuple[Statement, ...] = msgspec.field(default=(), name="for")
    opposing: tuple[Statement, ...] = msgspec.field(default=(), name="against")


class Merged(_Node, frozen=True, kw_only=True):
    """Something that the pages do not name, and the reason why it is this type."""

    what: str
    reason: str
    where: Where | None = None


class Used(_Node, frozen=True, kw_only=True):
    """A use of a type: a body, a parameter, a property or a variant."""

    by: str
    type: str


class Explanation(_Node, frozen=True, kw_only=True):
    """A type, property, parameter, body or operation, with the evidence of each of its facts.

    `parts` are a type's properties, or an operation's parameters and bodies.
    """

    subject: str
    kind: Kind
    module: str = ""
    description: str = ""
    facts: tuple[Fact, ...] = ()
    parts: tuple[Explanation, ...] = ()
    merged: tuple[Merged, ...] = ()
    used_by: tuple[Used, ...] = ()
    sources: tuple[Where, ...] = ()
