"""Requests that are examples of an operation: its path with values put in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from codegen.claims import OperationKey

__all__ = ["Templates", "example_of"]

#: An example's host may have the part of the path that is the same for all: so many parts.
_BEFORE = 3
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")


@lru_cache(maxsize=16384)
def _template(path: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(path)
    pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
    return re.compile(rf"(?:/[\w.-]+){{0,{_BEFORE}}}{pattern}", re.IGNORECASE)


def example_of(request: OperationKey, operation: OperationKey) -> bool:
    """Whether `request` is an example of `operation`: its path with values put in."""
    if request.method != operation.method or request == operation:
        return False
    more = request.path.count("/") - operation.path.count("/")
    return 0 <= more <= _BEFORE and _template(operation.path).fullmatch(request.path) is not None


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
            parts = tuple(
                None if "{" in part else part
                for part in _PLACEHOLDER.sub("{}", key.path.lower()).split("/")[1:]
            )
            self._known[key.method, parts].append(key)
            forms = self._forms[key.method, len(parts)]
            if len(forms) < _MOST:
                forms[tuple(part is None for part in parts)] = None

    def shows(self, request: OperationKey) -> bool:
        """Whether a request is an example of one of the operations."""
        return any(example_of(request, key) for key in self._alike(request))

    def _alike(self, request: OperationKey) -> Iterator[OperationKey]:
        parts = request.path.lower().split("/")[1:]
        for before in range(min(_BEFORE + 1, len(parts))):
            end = parts[before:]
            for form in self._forms.get((request.method, len(end)), ()):
                own = (None if left else part for left, part in zip(form, end, strict=True))
                yield from self._known.get((request.method, tuple(own)), ())[:_MOST]
