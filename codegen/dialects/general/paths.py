"""Targets of requests -> paths, in one form.

Without their host and their query, and with placeholders in braces, however a page marks them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from codegen.likeness import singular
from codegen.pathtemplate import PLACEHOLDER

__all__ = ["path_of", "query_of", "templated"]

_HOST = re.compile(
    r"(?:https?|\{\w+\})://[^/\s]*|\{\{?[\w.]+\}?\}(?=/)|\$\{?\w+\}?(?=/)|<[\w. -]+>(?=/)"
    r"|[A-Z][A-Z0-9]*_[A-Z0-9_]+(?=/)"
)
_QUERY = re.compile(r"\{[^{}]*\}|[?#]")
_PLACEHOLDERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\([{}<>\[\]:_*])"), r"\1"),
    (re.compile(r"<(em|i|var|b|strong|u)>([^<>]*)</\1>"), r"{\2}"),
    (re.compile(r"\{\{\s*([^{}]+?)\s*\}\}"), r"{\1}"),
    (re.compile(r"\$\{\s*([^{}]+?)\s*\}"), r"{\1}"),
    (re.compile(r"(?<=/):([A-Za-z_][\w.-]*)(?:\?(?=/|$))?"), r"{\1}"),
    (re.compile(r"<\s*:?([A-Za-z][\w .:-]*?)\s*>"), r"{\1}"),
    (re.compile(r"(?<=/)\[\s*([A-Za-z][\w .-]*?)\s*\](?=/|$)"), r"{\1}"),
    (re.compile(r"(?<=/)\(\s*:?([A-Za-z][\w .-]*?)\s*\)(?=/|$)"), r"{\1}"),
    (re.compile(r"(?<=/)%\(?([A-Za-z]\w+)(?:%|\)s)(?=/|$)"), r"{\1}"),
    # Words in capitals: variables of a shell, and IDs; a plain word may be part of the path.
    (re.compile(r"(?<=/)\$([A-Z][A-Z0-9_]+)(?=/|$)"), r"{\1}"),
    (re.compile(r"(?<=/)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_ID|[A-Z]*ID|YOUR_[A-Z_]+)(?=/|$)"), r"{\1}"),
    (re.compile(r"\{\s*([^{}|]*?)\s*\|[^{}]*\}"), r"{\1}"),
    (re.compile(r"\{\s*([^{}]*?)\s*\}"), r"{\1}"),
)

#: A path that has its form already: nothing in it could stand for anything else.
_PLAIN = re.compile(
    r"(?:/(?:\{[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?\}"
    r"|(?![A-Z][A-Z0-9_]*(?:/|$))[\w-]+(?:\.[\w-]+)*))+",
    re.ASCII,
)


def _named(match: re.Match[str]) -> str:
    """A placeholder whose name a path template can have: ``{guild.id}`` -> ``{guild_id}``."""
    name = re.sub(r"[^\w$-]+", "_", match[1]).strip("_")
    return f"{{{name or match[1]}}}"


def _ends(found: str) -> bool:
    """Whether it ends a path: a query or fragment, also as a template of RFC 6570."""
    return found in "?#" or found[1:2] in {"?", "&", "#"}


@lru_cache(maxsize=16384)
def path_of(target: str) -> str | None:
    """The path of a request's target, in one form; None where there is none.

    ``https://host/a/:id?x=1``, ``/a/<id>``, ``/a/[id]`` and ``/a/{id | name}`` are ``/a/{id}``.
    """
    if _PLAIN.fullmatch(target):
        return target
    path = target.strip().strip("`\"'")
    if not path.startswith("/"):
        path = _HOST.sub("", path, count=1)
    for pattern, form in _PLACEHOLDERS:
        path = pattern.sub(form, path)
    path = PLACEHOLDER.sub(_named, path)
    path = path[: next((one.start() for one in _QUERY.finditer(path) if _ends(one[0])), None)]
    path = _numbered(path if path.startswith("/") else f"/{path}")
    if any(one in path for one in ("...", "…", "//", "|")) or path.count("{") != path.count("}"):
        return None
    for opened, closed in ("()", "[]"):
        if opened not in path:
            path = path.rstrip(f".,;:/{closed}")
    return path.rstrip(".,;:/") or "/"


_FORMATTED = re.compile(r"(?<=/)%[sd](?=/|$)")


def _numbered(path: str) -> str:
    """Placeholders without a name, as those of ``printf``, get their number for one."""
    parts = _FORMATTED.split(path)
    named = (f"{{arg{at}}}{part}" for at, part in enumerate(parts[1:], 1))
    return "".join((parts[0], *named))


def query_of(target: str) -> tuple[str, ...]:
    """The names of the parameters behind the path of a request's target."""
    return tuple(re.findall(r"[?&]\{?[?&]?([\w$.\[\]-]+)(?==|\}|&|$)", target))


#: A part of a path that is a number or a UUID, with an extension perhaps: the value of an example.
_VALUE = re.compile(
    r"(?:\d+|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})(?P<extension>\.[a-z]{2,5})?"
)
#: A number behind such a part is a version.
_VERSIONED = re.compile(r"(?:rest|api|version|v|ver)|\W*|.*\d", re.IGNORECASE)


@lru_cache(maxsize=4096)
def templated(path: str) -> str:
    """A path with placeholders for its values: ``/toys/42/parts`` -> ``/toys/{toy_id}/parts``.

    They are called after the part before them, which says what the number is the ID of. A number
    at the begin of a path, or behind `api`, is a version.
    """
    parts = path.split("/")
    names: set[str] = set(re.findall(r"\{([^{}]*)\}", path))
    for at in range(2, len(parts)):
        before, match = parts[at - 1], _VALUE.fullmatch(parts[at])
        if match is None or _VERSIONED.fullmatch(before) or "{" in before:
            continue
        called = re.sub(r"\W+", "_", before).strip("_")
        name = f"{singular(called)}_id"
        if name in names:
            continue
        names.add(name)
        parts[at] = f"{{{name}}}{match['extension'] or ''}"
    return "/".join(parts)
