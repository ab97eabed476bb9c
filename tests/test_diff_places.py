"""Where pages speak of what has changed, and where they contradict themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from codegen import specfile
from codegen.changes.contradictions import contradicted
from codegen.changes.model import Kind, Subject
from codegen.changes.places import of_pages, of_spec
from codegen.claims import Row
from codegen.diagnostics import At
from codegen.namelock import NameLock
from codegen.overlay import Applied
from codegen.pipeline import Api, Understanding
from codegen.resolve import resolve
from codegen.spec import EnumType
from codegen.typeexpr import parse
from tests.readings import PageOf


def understood(*pages: PageOf, overlay: tuple[Applied, ...] = ()) -> Understanding:
    readings = tuple(page.reading() for page in pages)
    resolution = replace(resolve(readings, api="test"), overlay=overlay)
    return Understanding(
        api=Api(name="test", docs=(), output=Path()),
        contents=(),
        readings=readings,
        resolution=resolution,
        lock=NameLock(),
        findings=(),
    )


KIND = Row(name="Kind", type=parse("string"), values=("a", "b"), offset=2)

#: Each statement of a page is on a line of its own, from 1.
PAGES = (
    PageOf("GET /people", page="list.md")
    .parameter("query", "top", "int32")  # 2
    .status("200")  # 3
    .body("200", "Person")  # 4
    .table("200", {"Id": "int32", "Kind": KIND})  # 5, and Kind at 7
    .sample("200", {"Id": 1, "Kind": "a", "Shown": "x"}),  # 6
    PageOf("PUT /people", page="put.md", rank=1)
    .body("request", "Person")  # 2
    .table("request", {"Id": "int32"}),  # 3
)


@pytest.mark.parametrize(
    ("kind", "owner", "member", "lines"),
    [
        ("operation", "GET /people", "", ["list.md:1"]),
        ("parameter", "GET /people", "query:top", ["list.md:2"]),
        ("response", "GET /people", "200", ["list.md:3", "list.md:4", "list.md:5"]),
        ("request", "PUT /people", "", ["put.md:2", "put.md:3"]),
        ("type", "Person", "", ["list.md:5", "put.md:3"]),
        ("property", "Person", "Id", ["list.md:5", "put.md:3"]),
        ("property", "Person", "Kind", ["list.md:7"]),
        ("property", "Person", "Shown", ["list.md:6"]),
        ("type", "Kind", "", ["list.md:7"]),
        ("value", "Kind", "b", ["list.md:7"]),
        ("property", "Person", "Gone", []),
        ("property", "Nobody", "Id", []),
        ("parameter", "GET /people", "query:no", []),
        ("operation", "GET /no", "", []),
        ("api", "", "", []),
    ],
)
def test_lines_of_pages(kind: Kind, owner: str, member: str, lines: list[str]) -> None:
    subject = Subject(kind, owner, member)
    found = of_pages(understood(*PAGES), {})([subject])
    assert [f"{at.path}:{at.line}" for at in found.get(subject, ())] == lines


def test_a_type_that_no_page_shows_is_where_it_is_named() -> None:
    table: dict[str, str | Row] = {"Id": "int32", "Other": "Nowhere"}
    found = understood(PageOf("GET /a", page="a.md").body("200", "A").table("200", table))
    subject = Subject("type", "Nowhere")
    assert subject.owner in {one.name for one in found.resolution.spec.types}
    assert of_pages(found, {})([subject])[subject] == (At("a.md", 3),)


def test_pages_go_by_what_the_user_calls_them() -> None:
    subject = Subject("operation", "GET /people")
    found = of_pages(understood(*PAGES), {"list.md": "../docs/list.md"})([subject])
    assert found[subject] == (At("../docs/list.md", 1),)


def test_the_first_set_of_pages_comes_first_and_many_are_cut() -> None:
    pages = [
        PageOf(f"GET /{n}", page=f"{99 - n}.md", rank=n % 2).table("200", {"Id": "int32"})
        for n in range(60)
    ]
    for page in pages:
        page.body("200", "Thing")
    subject = Subject("property", "Thing", "Id")
    found = of_pages(understood(*pages), {})([subject])[subject]
    assert len(found) == 20
    assert found[0] == At("41.md", 2)
    assert all(int(at.path.removesuffix(".md")) % 2 for at in found)


def test_options_of_a_union() -> None:
    page = PageOf("GET /a", page="a.md").body("200").table("200", {"Kind": "string"})
    subject = Subject("variant", "Union", "A")
    # A table of a type is that of the option.
    named = PageOf("GET /b", page="b.md").body("200", "A").table("200", {"Id": "int32"})
    found = of_pages(understood(page, named), {})([subject])
    assert found[subject] == (At("b.md", 3),)


def test_a_line_of_the_overlay_comes_before_those_of_pages() -> None:
    applied = Applied(
        target="Person.Id", fact="type", value="x", before="y", reason="z", path="o.yaml", line=4
    )
    parameter = replace(applied, target="GET /people query top", line=9)
    places = of_pages(understood(*PAGES, overlay=(applied, parameter)), {})
    subjects = Subject("property", "Person", "Id"), Subject("parameter", "GET /people", "query:top")
    found = places(subjects)
    assert found[subjects[0]][:2] == (At("o.yaml", 4), At("list.md", 5))
    assert found[subjects[1]] == (At("o.yaml", 9), At("list.md", 2))


def test_a_spec_file_knows_pages_and_headings() -> None:
    spec = specfile.loads(specfile.dumps(understood(*PAGES).resolution.spec))
    subjects = [
        Subject("type", "Person"),
        Subject("property", "Person", "Id"),
        Subject("operation", "GET /people"),
        Subject("parameter", "GET /people", "query:top"),
        Subject("value", "Kind", "a"),
        Subject("property", "Person", "Gone"),
    ]
    found = of_spec(spec)(subjects)
    assert [found.get(one, ()) for one in subjects] == [
        (At("list.md", 0), At("put.md", 0)),
        (At("list.md", 0), At("put.md", 0)),
        (At("list.md", 0),),
        (At("list.md", 0),),
        (At("list.md", 0),),
        (),
    ]


# Contradictions


def page(table: dict[str, str | Row], *samples: object) -> PageOf:
    made = PageOf("GET /a").body("200", "Thing").table("200", table)
    for sample in samples:
        made.sample("200", sample)
    return made


@pytest.mark.parametrize(
    ("row", "sample", "words"),
    [
        ("boolean", "x", "documented as boolean, a sample shows a string"),
        (
            Row(name="It", type=parse("string"), nullable=False),
            None,
            "documented as never null, a sample shows null",
        ),
    ],
)
def test_a_property_that_a_sample_contradicts(row: str | Row, sample: object, words: str) -> None:
    found = contradicted(understood(page({"Id": "int32", "It": row}, {"Id": 1, "It": sample})))
    assert found == {Subject("property", "Thing", "It"): words}


def test_a_required_property_that_a_sample_leaves_out() -> None:
    row = Row(name="It", type=parse("string"), presence="required")
    found = contradicted(understood(page({"Id": "int32", "It": row}, {"Id": 1})))
    assert found == {Subject("property", "Thing", "It"): "required, and a sample leaves it out"}


def test_a_value_that_no_page_lists() -> None:
    row = Row(name="Kind", type=parse("string"), values=("a", "b"))
    samples = [{"Id": 1, "Kind": kind} for kind in ("a", "b", "c")]
    solved = understood(page({"Id": "int32", "Kind": row}, *samples))
    (enum,) = (one for one in solved.resolution.spec.types if isinstance(one, EnumType))
    assert contradicted(solved) == {
        Subject("value", enum.name, "c"): "not among the documented values, a sample shows 'c'"
    }


def test_a_body_that_a_sample_contradicts() -> None:
    solved = understood(PageOf("GET /a").body("200", "boolean").sample("200", "x"))
    assert contradicted(solved) == {
        Subject("response", "GET /a", "200"): "documented as boolean, a sample shows a string"
    }


def test_pages_that_agree_and_tables_that_differ() -> None:
    assert contradicted(understood(*PAGES)) == {}
    other = PageOf("GET /b").body("200", "Thing").table("200", {"Id": "string"})
    assert contradicted(understood(page({"Id": "int32"}), other)) == {}
