"""Where a parameter stands: path, query, header or body.

By its heading, its column, the placeholders of the path or the words of its description. Where
none of these tells, by the samples: what a payload shows is sent in it, what a URL shows in the
query; or by what the method of the operation leaves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from codegen.claims import OperationKey, Row
from codegen.dialects.general.drafts import OperationDraft
from codegen.dialects.general.read import Location
from codegen.dialects.styles.style import Role
from codegen.pathtemplate import placeholders

__all__ = ["BODILESS", "in_body", "name_in", "place_of", "spelled"]

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
) -> Location | None:
    """The place of a parameter that the page gives it; None where its words give it none.

    `place` is what its own row says, `role` what its heading does.
    """
    headed = _HEADED.get(role) if role is not None else None
    if headed == "query" and place is None and _is_in_path(row.name, draft):
        return "path"  # a heading above all of them, of which the path has this one
    if headed is not None or place is not None:
        return headed or place or "query"
    if _placeholder(row.name, draft) or row.name.startswith((":", "{")):
        return "path"
    for where, pattern in _WORDS:
        if pattern.search(row.description):
            return where
    return None


def in_body(
    name: str, shown: Collection[str], queried: Collection[str], draft: OperationDraft
) -> bool:
    """Whether a parameter whose place no words tell is sent in the body, and not in the query.

    `shown`: the names in sample payloads; `queried`: those in the URLs of sample requests. Names in
    one payload are spelled alike: among names with capitals one without is none of them.
    """
    if name in shown or name in queried:
        return name in shown
    if shown and name[:1].islower() and all(one[:1].isupper() for one in shown):
        return False
    return not draft.methods <= BODILESS


def name_in(path_parameter: str, draft: OperationDraft) -> str:
    """The name of a path parameter as the path has it."""
    return _placeholder(path_parameter, draft) or path_parameter.strip(":{}<> ")


def _is_in_path(name: str, draft: OperationDraft) -> bool:
    """Whether the paths of all operations have a placeholder of exactly this name."""
    return all(name in placeholders(key.path) for key in draft.lines)


def _placeholder(name: str, draft: OperationDraft) -> str:
    """The placeholder of the path that is called so, whatever its form; '' where none is."""
    return draft.spelled.get(_plain(name), "")


def spelled(operations: Iterable[OperationKey]) -> dict[str, str]:
    """The placeholders of paths, by what a name is compared with."""
    found: dict[str, str] = {}
    for key in operations:
        for placeholder in placeholders(key.path):
            found.setdefault(_plain(placeholder), placeholder)
    return found


@lru_cache(maxsize=16384)
def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
