"""Path templates: the placeholders of an operation's path (RFC 6570, level 1).

And requests that are examples of an operation: its path with values put in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from codegen.claims import OperationKey

__all__ = ["PLACEHOLDER", "Templates", "example_of", "placeholders", "template", "versionless"]

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


#: An example's host may have the part of the path that is the same for all: so many parts.
_BEFORE = 3
_BRACES = re.compile(r"\{[^{}]*\}")
_STEP = re.compile(r"[\w.-]+")
_ANY = "{}"


@lru_cache(maxsize=16384)
def _template(path: str) -> tuple[str, ...]:
    """The parts of an operation's path in small letters, with nothing in their braces."""
    return tuple(_BRACES.sub(_ANY, path.lower()).split("/"))


def example_of(request: OperationKey, operation: OperationKey) -> bool:
    """Whether `request` is an example of `operation`: its path with values put in."""
    if request.method != operation.method or request == operation:
        return False
    parts, template = request.path.lower().split("/"), _template(operation.path)
    more = len(parts) - len(template)
    return (
        0 <= more <= _BEFORE
        and request.path.count("/") >= operation.path.count("/")
        and parts[0] == template[0]
        and all(_STEP.fullmatch(part) for part in parts[1 : 1 + more])
        and all(map(_fits, parts[1 + more :], template[1:]))
    )


def _fits(part: str, template: str) -> bool:
    """Whether a part of a path is as its template says: any letters, but some, for braces.

    Without a pattern: a page may have ten thousand paths, each of which would be compiled.
    """
    first, *rest = template.split(_ANY)
    if not rest:
        return part == template
    at = len(first)
    for text in rest[:-1]:
        found = part.find(text, at + 1)
        if found < 0:
            return False
        at = found + len(text)
    return part.startswith(first) and part.endswith(rest[-1]) and at < len(part) - len(rest[-1])


#: Parts of a path in small letters, those with placeholders as None.
_Parts = tuple[str | None, ...]
#: A request is compared with so many operations whose paths are alike but for what is in braces,
#: and paths may have their placeholders in so many ways: real ones have a few of each.
_MOST = 50


class Templates:
    """Operations, to be asked for what is an example of one of them, whatever their number."""

    def __init__(self, operations: Iterable[OperationKey]) -> None:
        self._known: dict[tuple[str, _Parts], list[OperationKey]] = defaultdict(list)
        self._forms: dict[tuple[str, int], dict[tuple[bool, ...], None]] = defaultdict(dict)
        for key in operations:
            parts = tuple(None if _ANY in part else part for part in _template(key.path)[1:])
            self._known[key.method, parts].append(key)
            forms = self._forms[key.method, len(parts)]
            if len(forms) < _MOST:
                forms[tuple(part is None for part in parts)] = None

    def shows(self, request: OperationKey) -> bool:
        """Whether a request is an example of one of the operations."""
        return any(example_of(request, key) for key in self._alike(request, _BEFORE))

    def only(self, request: OperationKey) -> OperationKey | None:
        """The one operation that a request is an example of, with nothing before its path."""
        found = (key for key in self._alike(request, 0) if example_of(request, key))
        first = tuple(islice(found, 2))
        return first[0] if len(first) == 1 else None

    def _alike(self, request: OperationKey, most: int) -> Iterator[OperationKey]:
        """Operations whose paths are like that of a request behind `most` parts of it at most."""
        parts = request.path.lower().split("/")[1:]
        for before in range(min(most + 1, len(parts))):
            end = parts[before:]
            for form in self._forms.get((request.method, len(end)), ()):
                own = (None if left else part for left, part in zip(form, end, strict=True))
                yield from self._known.get((request.method, tuple(own)), ())[:_MOST]
