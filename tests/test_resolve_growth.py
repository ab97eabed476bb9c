"""What resolve costs grows with the pages, not with their square; measured in calls."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import combinations, islice
from types import FrameType
from typing import NamedTuple

import pytest

from codegen import dialects
from codegen.claims import Reading, Row
from codegen.markdown import parse
from codegen.resolve import resolve
from codegen.sources import Document
from codegen.spec import EnumValue
from codegen.typeexpr import Scalar
from tests.definitions import TypesOf, described, typed
from tests.readings import PageOf, Readable

#: Twice the pages are to cost about twice as much.
MOST = 2.1


def pages(number: int) -> list[PageOf]:
    """So many pages, with a labelled type each, bodies much like it, and what all pages have."""
    found = []
    for at in range(number):
        name = f"Thing{chr(97 + at // 26)}{chr(97 + at % 26)}"
        shown = {f"{name}Id": at, "name": "A", "kind": "red", f"{name}Size": 1.5}
        page = (
            PageOf(f"PUT /{name}/{{id}}", name=f"Save{name}", group=f"Group{at % 7}")
            .parameter("path", "id", "int32")
            .parameter("query", "fields", "string")
            .parameter("header", "Accept", "string", values=("json", "xml"))
            .table("200", {name: name, "links": "array<Link>", "total": "int32"})
            .sample("200", {name: shown, "links": [{"href": "/", "rel": "self"}], "total": 1})
            .table("request", dict.fromkeys(shown, ""))
            .sample("request", {**shown, "more": {"one": at, "two": at, "three": None}})
            .table("404", {"code": "string", "message": "string", "details": "array<string>"})
            .sample("404", {"code": "x", "message": "y", "details": ["z"]})
        )
        found.append(page)
    return found


def definitions(number: int) -> list[TypesOf]:
    """So many pages, each with a type and its values, a base that all have, and links to them."""
    found = [TypesOf("base.md").define("Base", {"id": "string", "made": "date"})]
    for at in range(number):
        name = f"Thing{chr(97 + at // 26)}{chr(97 + at % 26)}"
        before = found[-1].page
        table: dict[str, str | Row] = {
            "kind": described("kind", "int32", "#kinds"),
            "next": typed("next", "Other", before),
            f"{name}Size": "double",
            "all": f"array<{name}>",
        }
        page = TypesOf(f"{name}.md", group=f"Group{at % 7}")
        page.define(name, table, bases=["Base"], anchors=("",)).sample({"kind": 1, "id": "a"})
        kinds = (EnumValue(value=one, name=f"{name}{one}") for one in range(3))
        page.values("Kinds", *kinds, anchors=("kinds",))
        found.append(page)
    return found


def lists(number: int) -> list[TypesOf]:
    """So many types of values that properties of one name have, and as many lists beside such."""
    shared = tuple("abcdefghij")
    found = []
    for at, listed in enumerate(islice(combinations(shared, 6), number)):
        name = f"Thing{chr(97 + at // 26)}{chr(97 + at % 26)}"
        page = TypesOf(f"{name}.md").values(f"{name}Kind", *shared, name)
        page.define(name, {"kind": f"{name}Kind"})
        other = Row(name="kind", type=Scalar("string"), values=listed)
        found.append(page.define(f"Like{name}", {"kind": other}))
    return found


class Guide(NamedTuple):
    """A page of operations whose paths are alike, and of what commands were answered with."""

    text: str

    def reading(self) -> Reading:
        """What the page says."""
        return dialects.read(parse(Document(page="guide.md", rank=0, text=self.text)), "general")


def guides(number: int) -> list[Guide]:
    """A page with so many operations and commands."""
    operations = (f"## Get A{at}\n\n`GET /a/{{b{at}}}`\n\n" for at in range(number))
    commands = (
        f'```sh\ncurl https://a.b/a/{at}\n```\n\nResponse:\n\n```json\n{{"a": {at}}}\n```\n\n'
        for at in range(number)
    )
    return [Guide("".join(("# Guide\n\n", *commands, *operations)))]


def calls(made: Sequence[Readable]) -> int:
    """How many calls it takes to resolve these pages."""
    readings = [page.reading() for page in made]
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        resolve(readings, api="things")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("made", [pages, definitions, lists, guides])
def test_twice_the_pages_cost_about_twice_as_much(made: Callable[[int], list[Readable]]) -> None:
    calls(made(120))  # What is kept of names from run to run is there now.
    assert calls(made(120)) <= MOST * calls(made(60))
