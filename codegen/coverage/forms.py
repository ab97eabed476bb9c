"""What a page looks like: its headings, tables, lists, fences, requests and words of types.

Requests, samples and lists of names are told here by rough signs, apart from those that dialects go
by: what a dialect does not find has to be seen all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codegen.claims import OperationKey
from codegen.coverage.model import FormKind
from codegen.coverage.patterns import GAP, METHOD, PATH
from codegen.dialects.general.paths import path_of
from codegen.markdown import Block, Fence, Html, ListBlock, Page, Table, clean, flattened
from codegen.samples import InvalidJsonError, Shape, TooDeepError, parse_json, shape_of

__all__ = [
    "Asked",
    "Line",
    "is_list_of_names",
    "is_sample",
    "item_form",
    "language",
    "requests",
    "shape",
    "title_form",
]

_METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_TARGET = r"https?://[^\s/`\"'<>]+/|/|\{\{?\w+\}?\}/"
_REQUEST = re.compile(
    rf"(?:^|[\s`\"'>|(*:=])(?P<method>{_METHODS})\b[`*\"':]*\s*(?:\|\s*)?[`*\"'<]*"
    rf"(?P<path>(?:{_TARGET})[^\s`\"'|<>)]*)"
)
_ELEMENT = re.compile(
    rf"<\w+\b[^<>]*\bmethod=[\"'{{]+(?P<method>{_METHODS})\b[^<>]*>(?P<path>/[^<>\s]+)<",
    re.IGNORECASE,
)
#: In a heading, also with other words between, and in any case of letters.
_TITLE = re.compile(
    rf"^(?P<head>.{{0,60}}?)\b(?P<method>{_METHODS})\b(?P<between>.{{0,60}}?)(?P<path>(?<=[^\w/])/"
    r"[^\s`\"'|<>)]*)(?P<rest>.*)$",
    re.IGNORECASE,
)
_CURL = re.compile(r"\bcurl\b")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_HINT = re.compile(rf"\b(?:{_METHODS})\b|\bmethod=", re.IGNORECASE)
_LONGEST = 2000

_NAMED_ITEM = re.compile(
    r"\s*(?:\[[ xX]\]\s*)?(?:(?P<mark>\*\*|__|`|[*_])[\w$@.\[\]{}/:-]{1,80}(?P=mark)"
    r"|[\w.\[\]]{1,80}(?=\s*[:(]))"
)
_CODED = re.compile(r"\s*(?:\*\*|__|`)")
_JSON = re.compile(r"\s*(?:(?://|#)[^\n]*\n\s*)*[\[{]\s*(?:[\"'\]}\[{/\d-]|\w+\s*:|$|\n)")
_HTTP = re.compile(r"\s*HTTP/[\d.]+ \d{3}|\s*(?:GET|POST|PUT|PATCH|DELETE)\s+\S+")
_BODY = re.compile(r"\n\s*\n\s*[\[{]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, of one of the kinds of forms."""

    kind: FormKind
    text: str
    line: int
    means: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that looks like a request."""

    operation: OperationKey
    line: int
    form: str


def requests(page: Page) -> Iterator[Asked]:
    """The lines that look like requests."""
    spans: list[tuple[int, int, str]] = [
        (block.line, block.end, _form(block)) for block in flattened(page.blocks)
    ]
    forms: dict[int, str] = {}
    for start, end, form in spans:
        forms.update(dict.fromkeys(range(start, end + 1), form))
    for number, line in enumerate(page.lines, 1):
        if len(line) > _LONGEST or not _HINT.search(line):
            continue
        form = forms.get(number, "text")
        line = _LINK.sub(r"\1", line)  # noqa: PLW2901 - the words of links alone
        found = [*_ELEMENT.finditer(line), *_REQUEST.finditer(line)]
        if form == "heading" and not found:
            found = list(_TITLE.finditer(line))
        for match in found:
            path = path_of(match["path"])
            if path is not None:
                operation = OperationKey(match["method"].upper(), path)
                yield Asked(operation, number, _named(form, line, match))


def title_form(title: str) -> str:
    """The form of a heading that has a method and a path; '' where it has not both."""
    match = _TITLE.match(title)
    if match is None or path_of(match["path"]) is None:
        return ""
    rest = f" {GAP}" if match["rest"].strip() else ""
    return f"{match['head']}{METHOD}{match['between']}{PATH}{rest}"


def _form(block: Block) -> str:
    match block:
        case Fence(info=info):
            return f"fence of {info.split()[0]}" if info.strip() else "fence"
        case Table():
            return "table"
        case Html():
            return "element"
    return type(block).__name__.lower().removesuffix("block")


def _named(form: str, line: str, match: re.Match[str]) -> str:
    if match.re is _ELEMENT:
        return "element"
    if _CURL.search(line):
        return "command of curl"
    coded = form == "paragraph" and "`" in line[max(match.start() - 2, 0) : match.start("path") + 1]
    return "line of code" if coded else form


def language(fence: Fence) -> str:
    """The language of a fence; '' where it says none."""
    words = fence.info.split()
    return words[0] if words else ""


def is_sample(fence: Fence) -> bool:
    """Whether a fence looks like a payload."""
    text = fence.text
    return bool(_JSON.match(text)) or bool(_HTTP.match(text) and _BODY.search(text))


def shape(fence: Fence) -> Shape | None:
    """What a sample holds; None where it is not JSON as it stands, or no object or array."""
    begin = min((at for at in (fence.text.find(one) for one in "{[") if at >= 0), default=-1)
    if begin < 0:
        return None
    try:
        return shape_of(parse_json(fence.text[begin:]))
    except (InvalidJsonError, TooDeepError):
        return None


def is_list_of_names(block: ListBlock) -> bool:
    """Whether most items begin with a name, set apart, and some of them by marks."""
    named = [one for one in block.items if _NAMED_ITEM.match(one.raw)]
    coded = [one for one in named if _CODED.match(one.raw)]
    return 2 * len(named) > len(block.items) and bool(coded)


def item_form(raw: str) -> str:
    """The form of an item: ``**name** (…) - …``."""
    match = _NAMED_ITEM.match(raw)
    if match is None:
        return ""
    mark = match["mark"] or ""
    rest = clean(raw[match.end() :])
    rest = re.sub(r"\([^()]*\)", "(…)", rest[:200])
    behind = re.match(r"\s*((?:\(…\))?\s*[-\u2013\u2014:]?)", rest)
    return f"{mark}name{mark} {behind[1].strip() if behind else ''} …".replace("  ", " ")
