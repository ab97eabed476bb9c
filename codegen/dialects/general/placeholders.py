"""Placeholders of a request line that are links to what they identify.

``/guilds/[{guild.id}](guild.md)``: the property ``id`` of what the link leads to. Linking finds it.
"""

from __future__ import annotations

import re

from codegen.claims import Link
from codegen.dialects.general.paths import path_of
from codegen.markdown import clean
from codegen.pathtemplate import PLACEHOLDER

__all__ = ["linked_placeholders"]

_LINK = re.compile(r"/[*_`]*\[([^\[\]\n]{1,100})\]\(\s{0,5}<?([^()\s<>]{1,500})>?\s{0,5}\)")
#: No request lines are longer.
_LONGEST = 20_000


def linked_placeholders(raw: str) -> dict[str, Link]:
    """The linked placeholders of raw request lines, by their names in the path."""
    if "](" not in raw or len(raw) > _LONGEST:
        return {}
    found: dict[str, Link] = {}
    for match in _LINK.finditer(raw):
        text = clean(match[1]).strip("`")
        name = PLACEHOLDER.fullmatch((path_of(f"/{text}") or "")[1:])
        if name is not None:
            label = text.strip("{}<>[]: \\")
            found.setdefault(name[1], Link(label=label, target=match[2]))
    return found
