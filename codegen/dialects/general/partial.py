"""Types of which properties may be missing: ``partial [user](user.md) object``."""

from __future__ import annotations

from msgspec.structs import replace

from codegen.claims import Link
from codegen.dialects.typetext import TypeText
from codegen.typeexpr import references

__all__ = ["links_of_type"]


def links_of_type(read: TypeText) -> tuple[Link, ...]:
    """The links of a type's text, which say of each reference whether it is to a part of a type."""
    if not read.partial or read.type is None:
        return read.links
    named = {link.label for link in read.links if not link.described}
    bare = [name for name in references(read.type) if name not in named]
    return (
        *(link if link.described else replace(link, partial=True) for link in read.links),
        *(Link(label=name, target="", partial=True) for name in dict.fromkeys(bare)),
    )
