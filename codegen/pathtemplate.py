"""Path templates: the placeholders of an operation's path (RFC 6570, level 1)."""

from __future__ import annotations

import re

__all__ = ["PLACEHOLDER", "placeholders", "template", "versionless"]

#: One placeholder, its group the bare name; routers add a type or a mark, as in `{id:int}`,
#: `{id?}` and `{*rest}`.
PLACEHOLDER = re.compile(r"\{\*?([^{}:?*]+)[^{}]*\}")

#: A part of a path that is the version of an API, such as `v1` and `v2.1`.
_VERSION = re.compile(r"(?i)(?<=/)v\d+(?:\.\d+)*(?![^/])")


def placeholders(path: str) -> tuple[str, ...]:
    """The names that a path leaves open, in order, each once."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(path)))


def template(path: str) -> str:
    """`path`, whatever its placeholders are called."""
    return PLACEHOLDER.sub("{}", path)


def versionless(path: str) -> str:
    """`template` of a path, whatever the version in it is."""
    return _VERSION.sub("{version}", template(path))
