"""Explanations of types that pages document by themselves, and of what refers to them."""

from __future__ import annotations

from codegen.claims import Row
from codegen.explain import Explanation, explain
from codegen.explain.model import Fact
from codegen.lint import CHECKS
from codegen.lint.material import Material
from codegen.spec import EnumValue
from codegen.typeexpr import parse
from tests.definitions import TypesOf, described
from tests.readings import PageOf, solve

COLOURS = TypesOf("colours.md").values("Colours", 1, 2, 4, flags=True, anchors=("c",))
BASE = TypesOf("base.md").define("Entity", {"id": "string", "made": "date"})
ROOM = (
    TypesOf("room.md")
    .define(
        "Room",
        {
            "paint": described("paint", "int32", "colours.md#c"),
            "walls": "Colours",
            "seats": "int32",
        },
        bases=["Entity=base.md"],
        description="A room.",
    )
    .sample({"id": "a", "paint": 3, "walls": 4, "seats": 1, "made": "2020-02-02"})
)
GET = PageOf("GET /rooms").body("200", "array<Room>").parameter("query", "colour", "Colours")
PAGES = (BASE, COLOURS, ROOM, GET)


def explained(text: str) -> Explanation:
    return explain(solve(*PAGES), [page.reading() for page in PAGES], text)


def fact(explanation: Explanation, name: str) -> Fact:
    return next(one for one in explanation.facts if one.name == name)


def said(one: Fact) -> list[tuple[str, str, str, int]]:
    return [
        (item.how, item.says, place.path, place.line)
        for item in one.supporting
        for place in item.places
    ]


def test_a_type_is_named_by_its_definition() -> None:
    room = explained("Room")
    assert room.description == "A room."
    assert ("definition", "Room", "room.md", 1) in said(fact(room, "name"))
    assert {("body", "Room", "GET-_rooms.md", 2)} <= set(said(fact(room, "name")))
    assert [one.path for one in room.sources] == ["base.md", "room.md"]


def test_an_inherited_property_is_explained_by_the_table_of_the_base() -> None:
    made = fact(explained("Room.made"), "type")
    assert said(made) == [
        ("table", "date", "base.md", 2),
        ("sample", 'date, such as "2020-02-02"', "room.md", 3),
    ]


def test_values_are_explained_by_the_page_that_documents_them() -> None:
    colours = explained("Colours")
    assert ("definition", "1, 2, 4, bits that are combined", "colours.md", 1) in said(
        fact(colours, "values")
    )
    assert fact(colours, "flags").value == "bits that are combined"
    assert not fact(colours, "values").opposing  # 3 is 1 and 2


def test_why_a_linked_property_has_these_values() -> None:
    paint = explained("Room.paint")
    assert fact(paint, "type").value == "Colours"
    assert fact(paint, "type").basis == "documented"
    assert "description links to Colours" in fact(paint, "type").reasons[0]
    assert ("definition", "the values of Colours", "colours.md", 1) in said(fact(paint, "values"))
    walls = explained("Room.walls")
    assert "type names Colours" in fact(walls, "type").reasons[0]


def test_why_a_property_that_lists_the_values_of_a_type_has_it() -> None:
    names = (EnumValue(value=1, name="big"), EnumValue(value=2, name="small"))
    page = TypesOf("a.md").values("Size", *names).define("Has", {"size": "Size"})
    row = Row(name="size", type=parse("string"), values=("big", "small"))
    page.sample({"size": "big"}).define("Too", {"size": row})
    found = solve(page), [page.reading()]
    size = explain(*found, "Too.size")
    assert fact(size, "type").value == "Size"
    reason = "It lists the values of Size, which a page documents and which its name means."
    assert fact(size, "type").reasons == (reason,)
    values = fact(explain(*found, "Size"), "values")
    assert ("definition", "big, small", "a.md", 1) in said(values)
    assert not values.opposing


def test_parameters_of_documented_types_are_explained() -> None:
    parts = {part.subject: part for part in explained("GET /rooms").parts}
    colour = parts["GET /rooms query colour"]
    assert "type names Colours" in fact(colour, "type").reasons[0]
    assert fact(parts["GET /rooms response 200"], "type").value == "array<Room>"


def test_what_inherits_is_not_said_to_be_undocumented() -> None:
    readings = tuple(page.reading() for page in PAGES)
    material = Material(trace=solve(*PAGES).trace, readings=readings, sources=())
    assert [one for check in CHECKS for one in check(material)] == []
