"""Path templates: the placeholders of an operation's path (RFC 6570, level 1)."""

from __future__ import annotations

import re

__all__ = ["PLACEHOLDER", "placeholders"]

#: One placeholder, its group the bare name; routers add a type or a mark, as in `{id:int}`,
#: `{id?}` and `{*rest}`.
PLACEHOLDER = re.compile(r"\{\*?([^{}:?*]+)[^{}]*\}")


def placeholders(path: str) -> tuple[str, ...]:
    """The names that a path leaves open, in order, each once."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(path)))
