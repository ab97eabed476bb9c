"""Block tags of Liquid around parts of a reference, as editors such as GitBook export them.

``{% api method="get" path="/toys" %}`` up to ``{% endapi %}`` is a section with a request line;
``{% parameter name="size" type="integer" in="query" %}text{% endparameter %}`` is an element that
documents a parameter (see `elements`); what stands in a tag with a status is an answer. A tag that
is called after a place, such as ``{% path-parameters %}``, says it of the parameters in it. Lines
stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from codegen.dialects.general.where import BODILESS

__all__ = ["rewritten"]

_TAG = re.compile(r"\s*\{%-?\s*([A-Za-z][\w-]*)(\s[^%\n]*(?:%(?!\})[^%\n]*)*)?%\}(.*)")
_CLOSED = re.compile(r"(.*?)\{%-?\s*end[A-Za-z][\w-]*\s*-?%\}\s*")
_END = "end"
_ATTRIBUTE = re.compile(r"""(?<![\w-])([A-Za-z][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'%]+))""")
_ESCAPE = re.compile(r"\\([_*\[\]{}<>()#.!~-])")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s")
_METHOD = re.compile(r"GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS")
_STATUS = re.compile(r"[1-5]\d\d")
_NAME = re.compile(r"[\w$@.\[\]-]{1,100}")
#: What the attribute `required` says, as an element has it.
_PRESENCE = {"true": " required", "false": " optional"}
_KIND = re.compile(r"[^\"<>{}\n]{1,100}")
_ELEMENT, _ELEMENT_END = "<Field", "</Field>"
#: Parts of the names of tags that are called after a place, and the place.
_PLACES = (
    (re.compile(r"\bpath\b"), "path"),
    (re.compile(r"\bquery\b"), "query"),
    (re.compile(r"\bheaders?\b"), "header"),
    (re.compile(r"\b(?:body|form)\b"), "body"),
)
_IN = {"path": "path", "query": "query", "header": "header", "body": "body", "formdata": "body"}
_DEEPEST = 6
_MOST_OPEN = 50
_LONGEST = 200
#: A summary stands so near to the tag that it is of.
_NEAR = 8


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that has not been closed: the place that it is called after, and what it became."""

    name: str
    place: str
    element: bool


@dataclass(slots=True)
class _Tags:
    """The lines of a page, and the tags that are open."""

    lines: list[str]
    closed: frozenset[str]
    """The names of tags that the page closes."""
    level: int = 1
    """Of the last heading of the page."""
    method: str = ""
    """Of the last tag with a request line."""
    open: list[_Open] = field(default_factory=list)

    def read(self, at: int) -> str | None:
        """What the line is meant to be; None where it is that already."""
        line = self.lines[at]
        if heading := _HEADING.match(line):
            self.level = len(heading[1])
            return None
        match = _TAG.fullmatch(line)
        if match is None:
            return None
        name, text = match[1], match[3].strip()
        ended = name.removeprefix(_END)
        if ended != name and any(ended == one.name for one in self.open):
            return self._ended(ended)
        if name not in self.closed:
            return None
        said = {
            one[1].lower(): _ESCAPE.sub(r"\1", one[2] or one[3] or one[4] or "").strip()
            for one in _ATTRIBUTE.finditer(match[2] or "")
        }
        new = next(filter(None, (rule(self, name, said, at) for rule in _RULES)), None)
        element = new is not None and new.startswith(_ELEMENT)
        if inner := _CLOSED.fullmatch(text):
            return f"{new}{inner[1].strip()}{_ELEMENT_END}" if element else new
        place = next((one for pattern, one in _PLACES if pattern.search(name)), "")
        if len(self.open) < _MOST_OPEN:
            self.open.append(_Open(name, place, element))
        return f"{new}{text}" if element else new

    def _ended(self, name: str) -> str | None:
        while (last := self.open.pop()).name != name:
            pass
        return _ELEMENT_END if last.element else None

    @property
    def place(self) -> str:
        """Where parameters stand, by the tags that are open."""
        return next((one.place for one in reversed(self.open) if one.place), "")

    def summary(self, at: int) -> str:
        """The text of a tag of that name behind the line, which is taken out there."""
        near = range(at + 1, min(at + _NEAR, len(self.lines)))
        tag = next((one for one in near if _SUMMARY.fullmatch(self.lines[one].strip())), None)
        below = next((one for one in near if tag and one > tag and self.lines[one].strip()), None)
        if below is None or "{%" in self.lines[below]:
            return ""
        text, self.lines[below] = self.lines[below].strip(), ""
        return text


_PARAMETERS = ("parameter", "param", "field", "property", "attribute")
_SUMMARY = re.compile(r"\{%-?\s*[\w-]*\b(?:summary|title)\s*-?%\}")
_Said = Mapping[str, str]


def _operation(tags: _Tags, _name: str, said: _Said, at: int) -> str | None:
    """A heading with the request line of a tag that has a method and a path."""
    method = said.get("method", "").upper()
    path = said.get("path") or said.get("url") or said.get("endpoint") or ""
    if not _METHOD.fullmatch(method) or not path or any(mark in path for mark in "`\n "):
        return None
    tags.method = method
    host = said.get("baseurl") or said.get("host") or ""
    if re.match(r"https?://[^\s`]+$", host) and "://" not in path:
        path = f"{host.rstrip('/')}/{path.lstrip('/')}"
    title = (said.get("summary") or said.get("title") or tags.summary(at))[:_LONGEST]
    title = "" if _METHOD.search(title) else f"{title} "
    return f"{'#' * min(tags.level + 1, _DEEPEST - 1)} {title}`{method} {path}`"


def _answer(tags: _Tags, _name: str, said: _Said, _at: int) -> str | None:
    """A heading with the status of a tag that has one."""
    keys = ("status", "httpcode", "statuscode", "code")
    status = next((said[key] for key in keys if _STATUS.fullmatch(said.get(key, ""))), "")
    if not status:
        return None
    text = said.get("description", "")[:_LONGEST]
    return f"{'#' * min(tags.level + 2, _DEEPEST)} Response {status}{': ' if text else ''}{text}"


def _parameter(tags: _Tags, tag: str, said: _Said, _at: int) -> str | None:
    """The element that a tag with a name and a type stands for."""
    name, kind = said.get("name", ""), said.get("type", "")
    place = _IN.get(said.get("in", "").lower(), "") or tags.place
    if not tag.endswith(_PARAMETERS) or not _NAME.fullmatch(name) or not _KIND.fullmatch(kind):
        return None
    mark = _PRESENCE.get(said.get("required", ""), "")
    # One parameter alone that is said to stand in the body would be the body as a whole.
    place = "" if place == "body" and tags.method not in BODILESS else place
    return f'{_ELEMENT} {place or "name"}="{name}" type="{kind}"{mark}>'


#: The first that a tag is for decides.
_RULES: tuple[Callable[[_Tags, str, _Said, int], str | None], ...] = (
    _operation,
    _answer,
    _parameter,
)


def rewritten(lines: list[str], places: Iterable[int]) -> bool:
    """Put headings and elements for tags, in the lines at `places`; whether there are any."""
    closed = frozenset(_closed(lines))
    if not closed:
        return False
    tags, changed = _Tags(lines, closed), False
    for at in places:
        new = tags.read(at)
        if new is not None and new != lines[at]:
            lines[at], changed = new, True
    return changed


def _closed(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if "{%" in line:
            yield from re.findall(r"\{%-?\s*end([A-Za-z][\w-]*)\s*-?%\}", line)
