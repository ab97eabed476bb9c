"""Roles of sections, where they depend on the headings above."""

from __future__ import annotations

from codegen.dialects.general.read import PROPERTIES
from codegen.dialects.general.sections import SAMPLES, Node
from codegen.dialects.styles.style import Role

__all__ = ["PARTS", "PROSE", "role_of_parts"]

#: Roles of what is a part of something.
PARTS: frozenset[Role] = frozenset({*PROPERTIES, *SAMPLES, "statuses", "description"}) - {
    "definition"
}
#: Roles of sections whose prose is about what they document.
PROSE: frozenset[Role | None] = frozenset(
    {None, "operation", "definition", "description", "request-line"}
)


def role_of_parts(node: Node) -> Role | None:
    """What a section is a part of: by its heading, or by one above it that says so.

    A heading that names something else, below one with a table of its own, is no part of it.
    """
    for above in node.up():
        if above.role in PARTS:
            return above.role
        if above.role is not None or above.operations:
            return above.role
    return None
