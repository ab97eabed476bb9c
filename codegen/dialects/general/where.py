"""Where a parameter stands: path, query, header or body.

By its heading, its column, the placeholders of the path, the words of its description, or what
the method of the operation leaves.
"""

from __future__ import annotations

import re
from functools import lru_cache

from codegen.claims import Row
from codegen.dialects.general.drafts import OperationDraft
from codegen.dialects.general.read import Location
from codegen.dialects.styles.style import Role
from codegen.pathtemplate import placeholders

__all__ = ["BODILESS", "name_in", "place_of"]

#: Methods whose requests have no body, as HTTP is used.
BODILESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
_HEADED: dict[Role, Location] = {"path": "path", "query": "query", "headers": "header"}

_QUERY_WORDS = re.compile(r"query[ -]?(?:string|param)|in the query|url param", re.IGNORECASE)
_PATH_WORDS = re.compile(
    r"(?:part of|in|of) the (?:url |request )?path|path (?:param|variable)", re.IGNORECASE
)
_BODY_WORDS = re.compile(r"(?:in|of) the (?:request )?(?:body|payload)|body param", re.IGNORECASE)
_HEADER_WORDS = re.compile(r"(?:request|http|as an?|in the|this) header\b", re.IGNORECASE)


_WORDS: tuple[tuple[Location, re.Pattern[str]], ...] = (
    ("query", _QUERY_WORDS),
    ("path", _PATH_WORDS),
    ("body", _BODY_WORDS),
    ("header", _HEADER_WORDS),
)


def place_of(
    row: Row, place: Location | None, role: Role | None, draft: OperationDraft
) -> Location:
    """The place of a parameter; `place` is what its own row says, `role` what its heading does."""
    headed = _HEADED.get(role) if role is not None else None
    if headed is not None or place is not None:
        return headed or place or "query"
    if _placeholder(row.name, draft) or row.name.startswith((":", "{")):
        return "path"
    for where, pattern in _WORDS:
        if pattern.search(row.description):
            return where
    methods = {key.method for key in draft.lines}
    return "query" if methods <= BODILESS else "body"


def name_in(path_parameter: str, draft: OperationDraft) -> str:
    """The name of a path parameter as the path has it."""
    return _placeholder(path_parameter, draft) or path_parameter.strip(":{}<> ")


def _placeholder(name: str, draft: OperationDraft) -> str:
    """The placeholder of the path that is called so, whatever its form; '' where none is."""
    for key in draft.lines:
        for placeholder in placeholders(key.path):
            if _plain(placeholder) == _plain(name):
                return placeholder
    return ""


@lru_cache(maxsize=16384)
def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
