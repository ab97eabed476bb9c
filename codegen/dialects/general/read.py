"""What a table or list says, whatever its form: the shape that readers of blocks hand on."""

from __future__ import annotations

from typing import Literal

import msgspec

from codegen.claims import Row, Step
from codegen.dialects.styles.style import Role
from codegen.spec import EnumValue, In

__all__ = ["PROPERTIES", "Kind", "Location", "Nested", "Payload", "Read", "Request", "Trouble"]

Kind = Literal["properties", "enum", "flags", "statuses", "requests", "allowed", "other"]

#: `allowed`: the rows hold nothing but the values that rows of another table may have.

#: Where a parameter stands; `body`: it is a property of the request body.
Location = In | Literal["body"]

#: What `Style.unmarked` tells properties without a mark apart by.
Payload = Literal["request", "response", "definition", "parameters"]

#: Rows of the object at a path below the one that the block is about.
Nested = tuple[tuple[Step, ...], tuple[Row, ...]]

#: Method, path as printed, and the line, counted from that of the block.
Request = tuple[str, str, int]

#: Code and message of a finding, and its line, counted from that of the block.
Trouble = tuple[str, str, int]

#: Roles under which a table or list is one of properties or parameters unless it shows otherwise.
PROPERTIES: dict[Role, Payload] = {
    "properties": "definition",
    "definition": "definition",
    "parameters": "parameters",
    "path": "parameters",
    "query": "parameters",
    "headers": "parameters",
    "request": "request",
    "response": "response",
}


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What one block says. All offsets count lines from the first of the block."""

    kind: Kind
    rows: tuple[Row, ...] = ()
    nested: tuple[Nested, ...] = ()
    """Rows further down, by where: each path begins with the name of one of `rows`."""
    locations: tuple[Location | None, ...] = ()
    """Where each of `rows` stands, by the page's own words; None: it does not say."""
    values: tuple[EnumValue, ...] = ()
    """Of an enum or of flags: all texts, or all integers."""
    statuses: tuple[tuple[str, str, int], ...] = ()
    """Status, description and line."""
    bodies: tuple[tuple[str, str, int], ...] = ()
    """Statuses with the raw text of what their answer is, and lines."""
    requests: tuple[Request, ...] = ()
    troubles: tuple[Trouble, ...] = ()
