"""The request lines of headings: a rule for each way to print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from codegen.dialects.general.requests import (
    LONGEST,
    METHODS,
    REST,
    TARGET,
    Request,
    may_have,
    request_of,
)

__all__ = ["Title", "in_heading", "in_title", "name_in", "own_id", "remarks_of"]

#: Headings with a method and a path: alone or behind a name; before one; the method last.
_TITLES = (
    re.compile(
        rf"(?P<name>.*?)[\s\W]*\b(?P<method>{METHODS})\b\W{{0,3}}\s*(?P<path>{TARGET}{REST})\W*"
    ),
    re.compile(
        rf"\W*(?P<method>{METHODS})\b\W{{0,3}}\s*(?P<path>{TARGET}{REST})"
        rf"(?::|\s+[-\u2013\u2014:|]+)\s+(?P<name>.+)"
    ),
    re.compile(rf"(?P<name>)\W*?(?P<path>{TARGET}{REST})[\s:`(\[]+(?P<method>{METHODS})\b\W*"),
    re.compile(rf"(?P<name>)\W*(?i:(?P<method>{METHODS}))\b`?\s+`?(?P<path>/{REST})\W*"),
)
#: The same in two headings, as API Blueprint has them: ``Toys [/toys]`` and ``List [GET]``.
_METHOD_LAST = re.compile(rf".*\[({METHODS})\]\s*")
_PATH_LAST = re.compile(r".*\[(/[^\[\]\n]*)\]\s*")
#: The same where the headings are of a method alone, and of a path with or without a name.
_METHOD_ALONE = re.compile(
    r"(?P<name>.*?)\W*\b(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b\W*"
)
_PATH_ALONE = re.compile(r"(?P<name>[^/\[\]]*?)[\s`\[(]*(?P<path>/[^\s`\[\]()]*)[\s`\])]*")
#: A longer heading has no request line together with one above it.
_SHORT = 300
#: Remarks of MDX behind a heading: ``{{ tag: 'GET', label: '/pets' }}``, ``{{ id: 'pet' }}``.
_ANNOTATION = re.compile(r"\s*\{\{\s*(\w+:[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\}\s*$")
_OWN_ID = re.compile(r"\s*\{:?\s*#([\w.:-]+)[^}]*\}\s*$")
_REMARK = re.compile(r"\b(tag|label|id|anchor|method|path)\s*:\s*[\"']([^\"']*)[\"']")


class Title(NamedTuple):
    """A heading, and what else its request line may be told by."""

    text: str
    remarks: Mapping[str, str]
    """What `remarks_of` finds behind it."""
    groups: Mapping[str, str]
    """What the style's pattern of the heading says."""
    above: tuple[str, ...]
    """The headings above it, from the nearest one."""


def remarks_of(raw: str) -> tuple[str, Mapping[str, str]]:
    """A heading without the remarks behind it, and these."""
    match = _ANNOTATION.search(raw) if len(raw) <= _SHORT else None
    return (raw, {}) if match is None else (raw[: match.start()], dict(_REMARK.findall(match[1])))


def own_id(raw: str) -> tuple[str, str]:
    """A heading without the id that it gives itself, ``{#id}``, and this; '' where it has none."""
    match = _OWN_ID.search(raw) if "}" in raw else None
    return (raw, "") if match is None else (raw[: match.start()], match[1])


def in_heading(title: Title) -> Request | None:
    """The request line that a heading is, with all that is said of it."""
    return next((found for rule in _RULES if (found := rule(title)) is not None), None)


def in_title(text: str) -> Request | None:
    """The request line in the words of a heading, alone or behind a name."""
    if len(text) > LONGEST or not may_have(text):
        return None
    match = next((found for one in _TITLES if (found := one.fullmatch(text))), None)
    if match is None or "://" in match["name"]:
        return None
    return request_of(match["method"], match["path"])


def name_in(text: str) -> str:
    """What a heading with a request line says besides it; '' where that is all."""
    match = next((found for one in _TITLES if (found := one.fullmatch(text))), None)
    if match is not None:
        return match["name"]
    method = _METHOD_LAST.fullmatch(text)
    return text[: text.rindex("[")] if method is not None else text


def _remarked(title: Title) -> Request | None:
    """The remarks behind the heading have a method and a path."""
    method = title.remarks.get("method") or title.remarks.get("tag") or ""
    path = title.remarks.get("path") or title.remarks.get("label") or ""
    return in_title(f"{method} {path}") if method and path else None


def _in_words(title: Title) -> Request | None:
    return in_title(title.text)


def _in_brackets(title: Title) -> Request | None:
    """The heading ends with a method in brackets, the nearest that has one with a path."""
    method = _METHOD_LAST.fullmatch(title.text) if len(title.text) <= LONGEST else None
    if method is None:
        return None
    short = (one for one in title.above if len(one) <= LONGEST)
    path = next((found for one in short if (found := _PATH_LAST.fullmatch(one))), None)
    return request_of(method[1], path[1]) if path is not None else None


def _by_style(title: Title) -> Request | None:
    """The style's pattern of the heading has a method and a path."""
    if not {"method", "path"} <= title.groups.keys():
        return None
    return request_of(title.groups["method"], title.groups["path"])


def _below_path(title: Title) -> Request | None:
    """The heading has a method alone, the one that it stands below has a path."""
    method = _METHOD_ALONE.fullmatch(title.text) if len(title.text) <= _SHORT else None
    if method is None or not title.above or len(title.above[0]) > _SHORT:
        return None
    path = _PATH_ALONE.fullmatch(title.above[0])
    return in_title(f"{method['method']} {path['path']}") if path is not None else None


#: The first rule that finds a request decides.
_RULES: tuple[Callable[[Title], Request | None], ...] = (
    _remarked,
    _in_words,
    _in_brackets,
    _by_style,
    _below_path,
)
