"""Request lines: a method and a path, in every form that people print them in.

Fenced lines, inline code or a line of its own, elements with a method, tables with a column of
each, and commands of curl; those of headings are read in `titles`. The paths are brought to one
form (see `paths`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import takewhile

import msgspec
from msgspec.structs import replace

from codegen import exchanges
from codegen.claims import OperationKey
from codegen.dialects.general.paths import path_of, query_of
from codegen.dialects.general.sentences import sentences
from codegen.dialects.styles.style import Column, Style
from codegen.markdown import Block, Fence, Html, ListBlock, ListItem, Paragraph, Table, clean

__all__ = [
    "CODE_PATH",
    "LONGEST",
    "METHODS",
    "REST",
    "TARGET",
    "Request",
    "in_block",
    "in_line",
    "in_pairs",
    "is_column",
    "may_have",
    "pairs_in",
    "request_of",
]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request line."""

    operation: OperationKey
    line: int
    sure: bool = True
    """False: it heads a message or is a command, and may be an example alone."""
    query: tuple[str, ...] = ()
    """The names of the parameters that the line has behind its path."""
    section: str = ""
    """Where it is documented, if the line links to a section: ``#anchor``, or of another page."""


METHODS = r"GET|POST|PUT|PATCH|DELETE|DEL|HEAD|OPTIONS"
_HINT = re.compile(
    rf"\b(?:{METHODS})\b|(?i:\b(?:method|verb)\s*=|\bcurl\b|\b(?:{METHODS})\b[`'\"\s:={{]{{1,4}}/)"
)
#: What every text has in which that is found: told of most texts faster that it is not there.
_LIKELY = re.compile(rf"[`'\"\s:={{]/|=|[cC][uU][rR][lL]|{METHODS}")
#: What a target begins with: a path, a host, or a variable that stands for it.
TARGET = (
    r"(?:(?:https?|\{\w+\})://|/|\{\{?[\w.]+\}?\}/|\$\{?\w+\}?/|<[\w. -]+>/"
    r"|[A-Z][A-Z0-9]*_[A-Z0-9_]+/)"
)
#: A target may hold blanks in braces alone, or in brackets that are a part of its path, and the
#: values to choose from in its query.
REST = (
    r"(?:[^\s`|{}<>]|(?<=/)\([A-Za-z][\w-]{0,30}(?: [\w-]{1,30}){1,5}\)|\{\{?[^{}\n]*\}\}?"
    r"|<[^<>\n]*>|(?<=\w)\|(?=\w))*"
)
_LABEL = r"(?:[*_`]*[A-Za-z][\w /-]{0,30}[*_`]*:[*_`]*\s*)?"
_LINE = re.compile(
    rf"\s*{_LABEL}[*_`]*\[?({METHODS})\]?[*_`]*\s*:?\s+[*_`]*({TARGET}{REST})[*_`]*"
    rf"(?:\s+HTTP/[\d.]+)?\s*[.,;]?\s*(?:(?<=\s)\([^()\n]{{1,60}}\)\s*)?"
)
_BARE_LINE = re.compile(rf"\s*({METHODS})\s+((?:[\w.~-]+/|\{{){REST})(?:\s+HTTP/[\d.]+)?\s*")
#: A line of code with little behind it, such as a remark in brackets.
_CODED = re.compile(rf"\s*{_LABEL}[*_]*`(\[?(?i:{METHODS})\]?:?\s[^`]+)`[*_]*\s*(?:\([^()]*\))?\s*")
#: A line that is a link to another page, which documents the request.
_REFERENCE = re.compile(r"\s*[*_]*\[[^\[\]]*\]\([^()#\s][^()\s]*\)[*_]*\s*")
#: An element with what it holds, as far as that may be a path; a shortcode of Hugo or of Liquid.
_ELEMENT = re.compile(
    r"""<(?P<tag>[A-Za-z][\w.-]*)\s(?P<attributes>[^<>]*)>"""
    r"""(?:(?P<inside>(?:(?!</?(?P=tag)\b).){0,500})</(?P=tag)\s*>)?""",
    re.IGNORECASE | re.DOTALL,
)
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*[\w./-]+\s(?P<attributes>[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*)[%>]\}\}"
    r"|\{%\s*[\w./-]+\s(?P<tagged>[^%\n]*)%\}"
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'`]([^"'`]*)["'`]\})"""
)
#: Attributes that hold a method, and those that hold a path.
_METHOD_ATTRIBUTE = re.compile(r"(?:http[-_]?|request[-_]?)?(?:method|verb|type)", re.IGNORECASE)
_PATH_ATTRIBUTES = ("path", "url", "uri", "endpoint", "route", "href")
#: The words of a shortcode without names: ``get "/toys"``.
_WORDS = re.compile(rf"\s*[\"']?({METHODS})[\"']?\s+[\"']?({TARGET}{REST})", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
#: Emphasis around a part of a path: a placeholder.
_EMPHASISED = re.compile(r"(?<=/)([*_]{1,2})([A-Za-z][\w-]*?)\1(?=[/?\s`]|$)")
#: No request line is longer; a longer line may take long to be none.
LONGEST = 1000
CODE_PATH = re.compile(rf"`?({TARGET}{REST})`?")


@lru_cache(maxsize=4096)
def may_have(text: str) -> bool:
    """Whether a text may have a request line. Several rules ask, one after another."""
    return _LIKELY.search(text) is not None and _HINT.search(text) is not None


def in_block(block: Block, style: Style) -> tuple[Request, ...]:
    """The request lines of a block, with their lines on the page."""
    found: Iterable[Request]
    match block:
        case Fence():
            found = _of_fence(block)
        case Paragraph(raw=raw, line=line):
            found = _in_prose(raw, line, style)
        case Html(raw=raw, line=line):
            found = _in_elements(raw, line) if may_have(raw) else ()
        case Table():
            found = _in_table(block, style)
        case ListBlock(items=items):
            found = _in_items(items, style)
        case _:
            found = ()
    return tuple(found)


def _in_items(items: Iterable[ListItem], style: Style) -> Iterator[Request]:
    """The request lines of items; those in code below them may be of one step of several."""
    for item in items:
        yield from _in_prose(item.raw, item.line, style)
        for below in item.blocks:
            if isinstance(below, Fence):
                yield from (replace(one, sure=False) for one in _of_fence(below))


def _of_fence(fence: Fence) -> Iterable[Request]:
    if not may_have(fence.text):
        return ()
    found = _in_fence(fence.text, fence.text_line)
    # Indented code, without a fence, is mostly an example in a guide.
    fenced = fence.text_line > fence.line
    return found if fenced else (replace(one, sure=False) for one in found)


@lru_cache(maxsize=256)
def _in_fence(text: str, line: int) -> tuple[Request, ...]:
    """The request lines of a fence. Several rules ask for them, one after another."""
    return tuple(_requests(text, line))


def _requests(text: str, line: int) -> Iterator[Request]:
    """Lines of a fence, all of them request lines; or the requests of messages and commands.

    Of messages the first of a fence alone: what is above another one is something else than HTTP.
    """
    rows = [(line + at, row) for at, row in enumerate(text.split("\n")) if row.strip()]
    found = list(takewhile(lambda one: one is not None, (in_line(row) for _, row in rows)))
    if len(found) == len(rows):
        for (at, _), one in zip(rows, found, strict=True):
            if one:
                yield replace(one, line=at)
        return
    for message in exchanges.messages(text):
        first = message.line == rows[0][0] - line
        if message.method and message.target and (first or message.command):
            request = request_of(message.method, message.target, line + message.line, sure=False)
            if request is not None:
                yield request


def in_line(row: str, *, bare: bool = True) -> Request | None:
    """The request line that `row` is; `bare`: also with a path that has no slash before it."""
    if len(row) > LONGEST:
        return None
    row = _EMPHASISED.sub(r"{\2}", row)
    match = _LINE.fullmatch(row) or (_BARE_LINE.fullmatch(row) if bare else None)
    return request_of(match[1], match[2], 0) if match else None


def _in_prose(raw: str, line: int, style: Style) -> Iterable[Request]:
    """What the style has for requests in sentences; else the request lines of a text."""
    if style.requests and (found := _in_sentences(raw, line, style)):
        return found
    return _in_text(raw, line) if may_have(raw) else ()


def _in_sentences(raw: str, line: int, style: Style) -> tuple[Request, ...]:
    """What sentences say to request, in the words of the style."""
    told = (
        match
        for one in sentences(raw)
        for pattern in style.requests
        if (match := pattern.search(clean(one)))
    )
    found = (request_of(one["method"], one["path"].rstrip(".,;:"), line) for one in told)
    return tuple(one for one in found if one is not None)


def _in_text(raw: str, line: int) -> Iterator[Request]:
    """Lines of running text that are request lines as a whole, and elements."""
    if ("<" in raw or "{%" in raw) and (found := tuple(_in_elements(raw, line))):
        yield from found
        return
    for at, row in enumerate(raw.split("\n")):
        if not _HINT.search(row) or _REFERENCE.fullmatch(row):
            continue
        if one := _in_row(row):
            yield replace(one, line=line + at)


def _in_row(row: str) -> Request | None:
    """The request line that a line of text is as a whole; in code its method may be small."""
    coded = _CODED.fullmatch(row) if len(row) <= LONGEST else None
    if coded:
        method, _, target = coded[1].partition(" ")
        return in_line(f"{method.upper()} {target}", bare=False)
    return in_line(clean(_EMPHASISED.sub(r"{\2}", row)), bare=False)


def _in_elements(raw: str, line: int) -> Iterator[Request]:
    """Elements and shortcodes with a method, whose path is an attribute or what they hold.

    Without any: the text of elements that is a request line, as a whole.
    """
    none = True
    for match in (*_ELEMENT.finditer(raw), *_SHORTCODE.finditer(raw)):
        groups = match.groupdict()
        attributes = groups.get("attributes") or groups.get("tagged") or ""
        method, path = _attributed(attributes, groups.get("inside") or "")
        if method and re.match(TARGET, path):
            found = request_of(method, path, line + raw.count("\n", 0, match.start()))
            if found is not None:
                none = False
                yield found
    if none and len(raw) <= LONGEST and raw.lstrip().startswith("<"):
        text = " ".join(_TAG.sub(" ", raw).split())
        if found := in_line(text, bare=False):
            yield replace(found, line=line)


def _attributed(attributes: str, inside: str) -> tuple[str, str]:
    """The method and the path of an element; '' for what it does not say."""
    said = {
        one[1].lower(): one[2] or one[3] or one[4] or "" for one in _ATTRIBUTE.finditer(attributes)
    }
    if not said and (words := _WORDS.fullmatch(attributes.rstrip().rstrip("\"'"))):
        return words[1], words[2]
    methods = (
        text
        for name, text in said.items()
        if _METHOD_ATTRIBUTE.fullmatch(name) and re.fullmatch(METHODS, text.upper())
    )
    named = ((name, text) for name, text in said.items() if re.fullmatch(METHODS, name.upper()))
    method, path = next(named, (next(methods, ""), ""))
    path = path or next((said[key] for key in _PATH_ATTRIBUTES if said.get(key)), "")
    return method, path or clean(inside).strip().strip("`")


def _in_table(table: Table, style: Style) -> Iterator[Request]:
    """Rows of a table that has a column of methods and one of paths, or of request lines."""
    at = _columns(table.header, style)
    if at is None:
        yield from _in_column(table) if table.rows else ()
        rows = [(table.line, table.header), *((row.line, row.cells) for row in table.rows)]
        if len(table.header) == len(("label", "text")):
            pairs = [(cells[0], cells[1], line) for line, cells in rows]
            yield from filter(None, [of_pairs(pairs, style)])
        return
    for row in table.rows:
        methods = re.findall(rf"\b({METHODS})\b", clean(row.cells[at[0]]), re.IGNORECASE)
        paths = [
            match[1]
            for part in clean(row.cells[at[1]]).split("\n")
            if (match := CODE_PATH.match(part.strip()))
        ]
        for method in methods:
            for path in paths:
                found = request_of(method, path, row.line)
                if found is not None:
                    yield found


_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
#: In a table of contents, the link to what documents the request.
_ANCHORED = re.compile(r"\]\(([^()\s#]{0,300}#[^()\s]{1,200})\)")


def _in_column(table: Table) -> Iterator[Request]:
    """The cells of a column that are request lines, all of them."""
    for cells in zip(*(row.cells for row in table.rows), strict=False):
        if not all(_HINT.search(cell) and not _REFERENCE.fullmatch(cell) for cell in cells):
            continue
        found = [[_in_row(one) for one in _BREAK.split(cell)] for cell in cells]
        if all(all(several) for several in found):
            for several, row in zip(found, table.rows, strict=True):
                link = next(filter(None, map(_ANCHORED.search, row.cells)), None)
                for one in filter(None, several):
                    yield replace(one, line=row.line, section=link[1] if link else "")
            return


def of_pairs(pairs: Iterable[tuple[str, str, int]], style: Style) -> Request | None:
    """The request of labels with their texts, such as ``Method``, ``GET`` and ``URL``, ``/toys``.

    None where there is no method and one path, or several: those are of several operations.
    """
    methods: list[tuple[str, int]] = []
    paths: list[str] = []
    for label, text, line in pairs:
        label, text = clean(label).strip().rstrip(":").rstrip(), clean(text).strip()  # noqa: PLW2901 - as it reads
        text = text.strip("`")  # noqa: PLW2901 - one mark may be left of two
        if re.fullmatch(METHODS, text.upper()) and is_column("method", label, style):
            methods.append((text, line))
        elif CODE_PATH.fullmatch(text) and is_column("path", label, style):
            paths.append(text)
    if len(methods) != 1 or len(paths) != 1:
        return None
    return request_of(methods[0][0], paths[0], methods[0][1])


_PAIR = re.compile(r"\s*[*_`]*([A-Za-z][\w /-]{0,30}?)\s*[*_`]*\s*:[*_`]*\s*(\S[^\n]*)")
_PAIRED = re.compile(r"\b(?:method|verb)\b", re.IGNORECASE)


def in_pairs(blocks: Iterable[Block], style: Style) -> Request | None:
    """The request whose method and path stand behind labels of their own, in a section's blocks."""
    pairs: list[tuple[str, str, int]] = []
    for block in blocks:
        match block:
            case Paragraph(raw=raw, line=line):
                pairs.extend(pairs_in(raw, line))
            case ListBlock(items=items):
                for item in items:
                    below = item.blocks[0] if item.blocks else None
                    if isinstance(below, Paragraph) and len(item.raw) <= LONGEST:
                        pairs.append((item.raw, below.raw, below.line))
                    else:
                        pairs.extend(pairs_in(item.raw, item.line))
    if not any(_PAIRED.search(label) for label, _, _ in pairs):
        return None
    return of_pairs(pairs, style)


def pairs_in(raw: str, line: int) -> Iterator[tuple[str, str, int]]:
    """The lines of a text that are a label and what stands behind it, with their places."""
    for at, row in enumerate(raw.split("\n")):
        if len(row) <= LONGEST and (pair := _PAIR.fullmatch(row)):
            yield pair[1], pair[2], line + at


@lru_cache(maxsize=4096)
def is_column(kind: Column, label: str, style: Style) -> bool:
    """Whether a label is what the style calls columns of a kind."""
    return any(pattern.fullmatch(label) for pattern in style.columns.get(kind, ()))


@lru_cache(maxsize=4096)
def _columns(header: tuple[str, ...], style: Style) -> tuple[int, int] | None:
    """The columns of the method and of the path."""
    cells = [clean(cell) for cell in header]
    found: list[int] = []
    kinds: tuple[Column, ...] = ("method", "path")
    for kind in kinds:
        column = next((at for at, cell in enumerate(cells) if is_column(kind, cell, style)), None)
        if column is None:
            return None
        found.append(column)
    return (found[0], found[1]) if found[0] != found[1] else None


#: What is encoded for a URL (RFC 3986) is the value of an example.
_ENCODED = re.compile(r"%[0-9A-F]{2}")


def request_of(method: str, target: str, line: int = 0, *, sure: bool = True) -> Request | None:
    """The request of a method and a target as they are printed; None where it is none."""
    method = method.upper()
    method = "DELETE" if method == "DEL" else method
    if not re.fullmatch(METHODS, method):
        return None
    path = path_of(target)
    if path is None:
        return None
    operation = OperationKey(method, path)
    sure = sure and _ENCODED.search(path) is None
    return Request(operation=operation, line=line, sure=sure, query=query_of(target))
