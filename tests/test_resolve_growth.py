"""What resolve costs grows with the pages, not with their square; measured in calls."""

from __future__ import annotations

import sys
from types import FrameType

from codegen.resolve import resolve
from tests.readings import PageOf

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


def calls(number: int) -> int:
    """How many calls it takes to resolve so many pages."""
    readings = [page.reading() for page in pages(number)]
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


def test_twice_the_pages_cost_about_twice_as_much() -> None:
    calls(120)  # What is kept of names from run to run is there now.
    assert calls(120) <= MOST * calls(60)
