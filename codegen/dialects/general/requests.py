"""Request lines: a method and a path, in every form that people print them in.

Fenced lines, inline code or a line of its own, headings, elements with a method, tables with a
column of each, and commands of curl. The path is brought to one form: without its host and its
query, and with placeholders in braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from codegen import exchanges
from codegen.claims import OperationKey
from codegen.dialects.styles.style import Style
from codegen.markdown import Block, Fence, Html, ListBlock, Paragraph, Table, clean
from codegen.pathtemplate import PLACEHOLDER

__all__ = ["Request", "example_of", "in_block", "in_title", "path_of", "query_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request line."""

    operation: OperationKey
    line: int
    sure: bool = True
    """False: it heads a message or is a command, and may be an example alone."""
    query: tuple[str, ...] = ()
    """The names of the parameters that the line has behind its path."""


_METHODS = r"GET|POST|PUT|PATCH|DELETE|DEL|HEAD|OPTIONS"
_HINT = re.compile(rf"\b(?:{_METHODS})\b|(?i:\bmethod\s*=|\bcurl\b)")
#: What a target begins with: a path, a host, or a variable that stands for it.
_TARGET = r"(?:https?://|/|\{\{?[\w.]+\}?\}/|\$\{?\w+\}?/|<[\w. -]+>/)"
#: A target may hold blanks in braces alone.
_REST = r"(?:[^\s`|{}<>]|\{\{?[^{}\n]*\}\}?|<[^<>\n]*>)*"
_LABEL = r"(?:[*_`]*[A-Za-z][\w /-]{0,30}[*_`]*:[*_`]*\s*)?"
_LINE = re.compile(
    rf"\s*{_LABEL}[*_`]*({_METHODS})[*_`]*\s*:?\s+[*_`]*({_TARGET}{_REST})[*_`]*"
    rf"(?:\s+HTTP/[\d.]+)?\s*[.,;]?\s*"
)
_BARE_LINE = re.compile(rf"\s*({_METHODS})\s+((?:[\w.~-]+/|\{{){_REST})(?:\s+HTTP/[\d.]+)?\s*")
#: A line of code with little behind it, such as a remark in brackets.
_CODED = re.compile(rf"\s*{_LABEL}[*_]*`({_METHODS}\s[^`]+)`[*_]*\s*(?:\([^()]*\))?\s*")
#: A line that is a link to another page, which documents the request.
_REFERENCE = re.compile(r"\s*[*_]*\[[^\[\]]*\]\([^()#\s][^()\s]*\)[*_]*\s*")
_TITLE = re.compile(
    rf"(?P<name>.*?)[\s\W]*\b(?P<method>{_METHODS})\b\W{{0,3}}\s*(?P<path>{_TARGET}{_REST})\W*"
)
_ELEMENT = re.compile(
    r"""<(?P<tag>[A-Za-z][\w.-]*)\b(?P<attributes>[^<>]*\bmethod\s*=[^<>]*)>"""
    r"""(?:(?P<inside>(?:(?!</?(?P=tag)\b).){0,500})</(?P=tag)\s*>)?""",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""\b(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'`]([^"'`]*)["'`]\})""")
_PATH_ATTRIBUTES = ("path", "url", "uri", "endpoint", "route", "href")
#: No request line is longer; a longer line may take long to be none.
_LONGEST = 1000
_CODE_PATH = re.compile(rf"`?({_TARGET}{_REST})`?")


def in_title(title: str) -> Request | None:
    """The request line in a heading, alone or behind a name."""
    if len(title) > _LONGEST or not _HINT.search(title):
        return None
    match = _TITLE.fullmatch(title)
    if match is None or "://" in match["name"]:
        return None
    return _request(match["method"], match["path"], 0)


def in_block(block: Block, style: Style) -> tuple[Request, ...]:
    """The request lines of a block, with their lines on the page."""
    found: Iterable[Request]
    match block:
        case Fence():
            found = _of_fence(block)
        case Paragraph(raw=raw, line=line):
            found = _in_text(raw, line) if _HINT.search(raw) else ()
        case Html(raw=raw, line=line):
            found = _in_elements(raw, line) if _HINT.search(raw) else ()
        case Table():
            found = _in_table(block, style)
        case ListBlock(items=items):
            found = (
                one
                for item in items
                if _HINT.search(item.raw)
                for one in _in_text(item.raw, item.line)
            )
        case _:
            found = ()
    return tuple(found)


def _of_fence(fence: Fence) -> Iterable[Request]:
    if not _HINT.search(fence.text):
        return ()
    found = _in_fence(fence.text, fence.text_line)
    # Indented code, without a fence, is mostly an example in a guide.
    fenced = fence.text_line > fence.line
    return found if fenced else (replace(one, sure=False) for one in found)


def _in_fence(text: str, line: int) -> Iterator[Request]:
    """Lines of a fence, all of them request lines; or the requests of messages and commands.

    Of messages the first of a fence alone: what is above another one is something else than HTTP.
    """
    rows = [(line + at, row) for at, row in enumerate(text.split("\n")) if row.strip()]
    found = [(at, _in_line(row)) for at, row in rows]
    if all(request for _, request in found):
        yield from (replace(request, line=at) for at, request in found if request)
        return
    for message in exchanges.messages(text):
        first = message.line == rows[0][0] - line
        if message.method and message.target and (first or message.command):
            request = _request(message.method, message.target, line + message.line, sure=False)
            if request is not None:
                yield request


def _in_line(row: str, *, bare: bool = True) -> Request | None:
    """The request line that `row` is; `bare`: also with a path that has no slash before it."""
    if len(row) > _LONGEST:
        return None
    match = _LINE.fullmatch(row) or (_BARE_LINE.fullmatch(row) if bare else None)
    return _request(match[1], match[2], 0) if match else None


def _in_text(raw: str, line: int) -> Iterator[Request]:
    """Lines of running text that are request lines as a whole, and elements."""
    if "<" in raw and "method" in raw.lower():
        yield from _in_elements(raw, line)
        return
    for at, row in enumerate(raw.split("\n")):
        if not _HINT.search(row) or _REFERENCE.fullmatch(row):
            continue
        coded = _CODED.fullmatch(row) if len(row) <= _LONGEST else None
        if found := _in_line(coded[1] if coded else clean(row), bare=False):
            yield replace(found, line=line + at)


def _in_elements(raw: str, line: int) -> Iterator[Request]:
    """Elements with a method, whose path is an attribute or what they hold."""
    for match in _ELEMENT.finditer(raw):
        said = {
            one[1].lower(): one[2] or one[3] or one[4] or ""
            for one in _ATTRIBUTE.finditer(match["attributes"])
        }
        inside = clean(match["inside"] or "").strip().strip("`")
        path = next((said[key] for key in _PATH_ATTRIBUTES if said.get(key)), inside)
        if re.match(_TARGET, path):
            at = line + raw.count("\n", 0, match.start())
            found = _request(said.get("method", ""), path, at)
            if found is not None:
                yield found


def _in_table(table: Table, style: Style) -> Iterator[Request]:
    """Rows of a table that has a column of methods and one of paths."""
    at = _columns(table.header, style)
    if at is None:
        return
    for row in table.rows:
        methods = re.findall(rf"\b({_METHODS})\b", clean(row.cells[at[0]]), re.IGNORECASE)
        paths = [
            match[1]
            for part in clean(row.cells[at[1]]).split("\n")
            if (match := _CODE_PATH.match(part.strip()))
        ]
        for method in methods:
            for path in paths:
                found = _request(method, path, row.line)
                if found is not None:
                    yield found


@lru_cache(maxsize=4096)
def _columns(header: tuple[str, ...], style: Style) -> tuple[int, int] | None:
    """The columns of the method and of the path."""
    cells = [clean(cell) for cell in header]
    found: list[int] = []
    for kind in ("method", "path"):
        patterns = style.columns.get(kind, ())
        fits = (
            at
            for at, cell in enumerate(cells)
            if any(pattern.fullmatch(cell) for pattern in patterns)
        )
        column = next(fits, None)
        if column is None:
            return None
        found.append(column)
    return (found[0], found[1]) if found[0] != found[1] else None


def _request(method: str, target: str, line: int, *, sure: bool = True) -> Request | None:
    method = method.upper()
    method = "DELETE" if method == "DEL" else method
    if not re.fullmatch(_METHODS, method):
        return None
    path = path_of(target)
    if path is None:
        return None
    operation = OperationKey(method, path)
    return Request(operation=operation, line=line, sure=sure, query=query_of(target))


def query_of(target: str) -> tuple[str, ...]:
    """The names of the parameters behind the path of a request's target."""
    return tuple(re.findall(r"[?&]\{?[?&]?([\w$.\[\]-]+)(?==|\}|&|$)", target))


_HOST = re.compile(r"https?://[^/\s]*|\{\{?[\w.]+\}?\}(?=/)|\$\{?\w+\}?(?=/)|<[\w. -]+>(?=/)")
_QUERY = re.compile(r"\{[^{}]*\}|[?#]")
_PLACEHOLDERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\([{}<>\[\]:_*])"), r"\1"),
    (re.compile(r"\{\{\s*([^{}]+?)\s*\}\}"), r"{\1}"),
    (re.compile(r"\$\{\s*([^{}]+?)\s*\}"), r"{\1}"),
    (re.compile(r"(?<=/):([A-Za-z_][\w.-]*)(?:\?(?=/|$))?"), r"{\1}"),
    (re.compile(r"<\s*:?([A-Za-z][\w .:-]*?)\s*>"), r"{\1}"),
    (re.compile(r"(?<=/)\[\s*([A-Za-z][\w .-]*?)\s*\](?=/|$)"), r"{\1}"),
    (re.compile(r"\{\s*([^{}|]*?)\s*\|[^{}]*\}"), r"{\1}"),
    (re.compile(r"\{\s*([^{}]*?)\s*\}"), r"{\1}"),
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
    path = target.strip().strip("`\"'")
    if not path.startswith("/"):
        path = _HOST.sub("", path, count=1)
    for pattern, form in _PLACEHOLDERS:
        path = pattern.sub(form, path)
    path = PLACEHOLDER.sub(_named, path)
    path = path[: next((one.start() for one in _QUERY.finditer(path) if _ends(one[0])), None)]
    path = path if path.startswith("/") else f"/{path}"
    if "..." in path or "…" in path or "//" in path or path.count("{") != path.count("}"):
        return None
    return path.rstrip(".,;:/") or "/"


@lru_cache(maxsize=16384)
def _template(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^{}]*\})", path)
    pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
    # An example's host may have the part of the path that is the same for all.
    return re.compile(rf"(?:/[\w.-]+){{0,3}}{pattern}", re.IGNORECASE)


def example_of(request: OperationKey, operation: OperationKey) -> bool:
    """Whether `request` is an example of `operation`: its path with values put in."""
    if request.method != operation.method or request == operation:
        return False
    return _template(operation.path).fullmatch(request.path) is not None
