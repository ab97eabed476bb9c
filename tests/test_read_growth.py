"""Twice the page takes twice the steps, whatever it is made of."""

from __future__ import annotations

import sys
import time
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from codegen import dialects
from codegen.markdown import clean, parse
from codegen.sources import Document

if TYPE_CHECKING:
    from _typeshed import TraceFunction

_TABLE = "| A | B | C |\n|---|---|---|\n"
_PAGE = "# GET x\n\n```http\nGET /x\n```\n\n## Request Headers\n\n"
_PROPERTIES = "## Response\n\n| Property Name | Type | Description |\n|---|---|---|\n"
_JSON = "## Sample response\n\n```http\nHTTP/1.1 200 OK\n\n"
_OPERATION = "## Get thing\n\n`GET /things/{id}`\n\n"
_TYPED = "| Name | Type |\n|---|---|\n| a | string |\n"
#: What stands before, what is repeated (with its number for %d), and what stands behind.
_PAGES = {
    "one row": (f"{_TABLE}|", "`a|`` ` |", "\n"),
    "rows": (_TABLE, "| a | b | c |\n", ""),
    "a row torn at every line": (f"{_TABLE}| a\n", "`|` b\n", ""),
    "rows without their ends": (_TABLE, "| a\n", ""),
    "tables": ("", f"{_TABLE}| a | b | c |\n\n", ""),
    "lines that are headers": ("", "--|--\n", ""),
    "quotes": ("", "> > a\n", ""),
    "lists": ("", "- a\n  - b\n", ""),
    "fences without their ends": ("", "- ```\n", ""),
    "one paragraph": ("", "a\n", ""),
    "paragraphs": ("", "a\n\n", ""),
    "brackets": ("", "[a\n", ""),
    "definitions": ("", "[a]: b\n", ""),
    "one definition": ("[", "a\n", ""),
    "tags": ("", "<a b\n", ""),
    "headings": ("", "# a\n### b\n## c\n", ""),
    "prose of the operation": ("# GET x\n\n", "a\n\n", ""),
    "prose of a body": (f"{_PAGE}## Request Body: a\n\n", "An Order and more\n\n", ""),
    "bodies": (_PAGE, "## Request Body: a\n\nAn Order\n\n", ""),
    "properties": (f"{_PAGE}{_PROPERTIES}", "| a | string | b |\n", ""),
    "samples": (_PAGE, f"{_JSON}{{}}\n```\n\n", ""),
    "queries": (f"{_PAGE}## Query String Parameters\n\n", "```http\nGET /x?a%d=1\n```\n\n", ""),
    "a sample with a key again and again": (f"{_PAGE}{_JSON}{{", '"a": 1,\n', '"b": 2}\n```\n'),
    "an outline": ("POST /x\n", "-\nHide a attributes Show a attributes object\n", ""),
    "commands": (_OPERATION, "```bash\ncurl https://a.b/t%d\n```\n\n", ""),
    "commands beside requests": (
        "",
        f"## A%d\n\n`GET /a%d`\n\n## B%d\n\n```bash\ncurl https://a.b/b%d\n```\n\n{_TYPED}",
        "",
    ),
    "samples of types": (
        "",
        f'## T%d object\n\n{_TYPED}| b%d | string |\n\n```json\n{{"b%d": 1}}\n```\n\n',
        "",
    ),
    "operations like the one above": ("", "## A%d\n\n`GET /a%d`\n\nSame as above.\n\n", ""),
    "templates of paths": ("", "## A%d\n\n`GET /a%d/{b}`\n\n", ""),
    "tables and samples in turn": (
        "## Add thing\n\n`POST /things`\n\n",
        f'### Body\n\n{_TYPED.replace("| a |", "| a%d |")}\n```json\n{{"b%d": 1}}\n```\n\n',
        "",
    ),
    "tabs": ("# A\n\n`GET /a`\n\n## Some\n\n", "### [A](#tab/a)\n\nText.\n\n", ""),
}


@pytest.mark.parametrize("name", _PAGES)
def test_reading_grows_with_the_page(name: str) -> None:
    before, part, after = _PAGES[name]
    # What only the first page costs is no growth.
    _read(before + part + after)
    once, twice = (
        _steps(before + "".join(part.replace("%d", str(i)) for i in range(count)) + after)
        for count in (100, 200)
    )
    assert twice < 2.3 * once


#: What stands before, the letters of a long line, and what stands behind.
_LINES = {
    "an attribute of a tag": ('{% api method="get" ', "a", " %}\n{% endapi %}\n"),
    "an attribute of an element": ('<Field method="GET" ', "a", ">\n"),
    "the name of an element": (f"{_OPERATION}<", "a.", "\n"),
    "blanks behind a label": (f"{_OPERATION}- **aa", " ", "x\n"),
    "blanks of a paragraph": ("# A\n\nuse", " ", "`a` as query parameter\n"),
    "media types": (f"{_OPERATION}Send it as ", "application/x ", "\n"),
}


@pytest.mark.parametrize("name", _LINES)
def test_long_lines_take_no_long_time(name: str) -> None:
    before, part, after = _LINES[name]
    started = time.process_time()
    _read(before + part * (100_000 // len(part)) + after)
    assert time.process_time() - started < 10


def _read(text: str) -> None:
    # What is remembered from the shorter page would make the longer one cheap.
    clean.cache_clear()
    page = parse(Document(page="page.md", rank=0, text=text))
    for name in dialects.names():
        dialects.read(page, name)


def _steps(text: str) -> int:
    """The lines of Python that reading a page runs."""
    steps = 0

    def count(_frame: FrameType, event: str, _arg: object) -> TraceFunction:
        nonlocal steps
        steps += event == "line"
        return count

    traced = sys.gettrace()
    sys.settrace(count)
    try:
        _read(text)
    finally:
        sys.settrace(traced)
    return steps
