from __future__ import annotations

import pytest

from codegen.claims import (
    DefinitionClaim,
    EnumClaim,
    Link,
    OperationKey,
    Place,
    Row,
    Slot,
    TableClaim,
)
from codegen.linking import Linked, linked, ordered
from codegen.linking.pages import Pages, Target
from codegen.resolve import resolve
from codegen.spec import EnumValue
from codegen.typeexpr import parse
from tests.definitions import TypesOf, described, typed
from tests.readings import PageOf, listed

PAGES = (
    "resources/channel.mdx",
    "resources/User.md",
    "reference.md",
    "guide/index.md",
    "api/channel-get.md",
    "teams/member.md",
    "rooms/member.md",
)


@pytest.mark.parametrize(
    ("target", "page", "found"),
    [
        ("#Types", "reference.md", ("reference.md", "types")),
        ("#", "reference.md", None),
        ("", "reference.md", None),
        ("channel.mdx", "resources/User.md", ("resources/channel.mdx", "")),
        ("channel#types", "resources/User.md", ("resources/channel.mdx", "types")),
        ("./channel.md?view=v1#types", "resources/User.md", ("resources/channel.mdx", "types")),
        ("../resources/user.md", "api/channel-get.md", ("resources/User.md", "")),
        ("../channel/", "resources/User.md", ("resources/channel.mdx", "")),
        ("user.html#a%20b", "resources/channel.mdx", ("resources/User.md", "a b")),
        ("/developers/resources/channel#x", "reference.md", ("resources/channel.mdx", "x")),
        ("/reference#x", "resources/channel.mdx", ("reference.md", "x")),
        ("/docs/reference", "resources/channel.mdx", ("reference.md", "")),
        ("/guide/", "reference.md", ("guide/index.md", "")),
        ("guide", "reference.md", ("guide/index.md", "")),
        ("https://x.test/docs/resources/channel#t", "reference.md", ("resources/channel.mdx", "t")),
        ("//x.test/resources/channel", "reference.md", ("resources/channel.mdx", "")),
        ("https://x.test/reference", "guide/index.md", None),  # the last part alone is no sign
        ("https://x.test/wiki/channel", "guide/index.md", None),
        ("mailto:a@b.test", "reference.md", None),
        ("xref:reference", "reference.md", None),
        ("/channel-get", "reference.md", ("api/channel-get.md", "")),
        ("/elsewhere/channel-get", "reference.md", None),
        ("/member", "reference.md", None),  # there are two
        ("/x/rooms/member", "reference.md", ("rooms/member.md", "")),
        ("nowhere.md", "reference.md", None),
        ("<channel.mdx#x>", "resources/User.md", ("resources/channel.mdx", "x")),
    ],
)
def test_links_lead_to_pages(target: str, page: str, found: tuple[str, str] | None) -> None:
    assert Pages([PAGES]).find(target, page) == (Target(*found) if found else None)


def test_folders_above_the_pages_do_not_matter() -> None:
    here = ["docs/v1/resources/channel.md", "docs/v1/resources/user.md", "docs/v1/reference.md"]
    pages = Pages([here, ["old/resources/lobby.md", "old/reference.md"]])
    for target, found in {
        "/developers/resources/user#a": here[1],
        "/developers/reference#a": here[2],  # of two sets, the first one's
        "/v1/reference#a": here[2],
        "/docs/v1/reference#a": here[2],
        "https://x.test/v1/reference#a": here[2],
        "/resources/lobby#a": "old/resources/lobby.md",
    }.items():
        assert pages.find(target, here[0]) == Target(found, "a")
    assert pages.find("https://x.test/reference#a", here[0]) is None


def link(*pages: TypesOf | PageOf) -> Linked:
    return ordered(page.reading() for page in pages)


def types_in(found: Linked) -> dict[str, str]:
    """``label.property`` -> type, of every type that is documented by itself."""
    return {
        f"{claim.slot.operation.path}.{row.name}": str(row.type)
        for claim in found.claims
        if isinstance(claim, TableClaim) and claim.slot.direction == "definition"
        for row in claim.rows
    }


def labels_in(found: Linked) -> list[str]:
    return [one.label for one in found.claims if isinstance(one, DefinitionClaim | EnumClaim)]


def test_claims_of_pages_without_definitions_stay_the_same_objects() -> None:
    page = PageOf("GET /a").body("200", "Thing").table("200", {"a": "Other"})
    assert linked(page.claims) == Linked(page.claims)
    assert linked(page.claims).claims is page.claims


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("user.md#user-object", "User"),
        ("user.md#User-Object", "User"),
        ("/v1/docs/user#member-object", "Member"),
        ("user.md", "User"),  # the page's first object
        ("#colour", "Colour"),
        ("user.md#nowhere", "Thing"),  # neither there, nor known by its label
        ("https://other.test/thing", "Thing"),
    ],
)
def test_a_link_tells_the_type_whatever_its_words_are(target: str, meant: str) -> None:
    user = TypesOf("user.md").values("Level", 1, 2)
    user.define("User", {"name": "string"}, anchors=("user-object",))
    user.define("Member", {"since": "date"}, anchors=("member-object", "member"))
    here = TypesOf("here.md").values("Colour", "red", anchors=("colour",))
    here.define("Here", {"x": typed("x", "array<Thing>", target)})
    assert types_in(link(user, here))["Here.x"] == f"array<{meant}>"


def test_the_page_is_the_type_that_says_so() -> None:
    page = TypesOf("event.md").define("Start", {"a": "string"})
    page.define("Event", {"b": "string"}, anchors=("", "event-resource"))
    here = TypesOf("here.md").define("Here", {"x": typed("x", "It", "event.md")})
    assert types_in(link(page, here))["Here.x"] == "Event"


def test_a_page_of_one_type_is_meant_by_any_of_its_anchors() -> None:
    page = TypesOf("event.md").define("Event", {"b": "string"}, anchors=("event",))
    here = TypesOf("here.md").define("Here", {"x": typed("x", "It", "event.md#properties")})
    assert types_in(link(page, here))["Here.x"] == "Event"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("ThreadMember", "ThreadMember"),
        ("threadmembers".title(), "ThreadMember"),
        ("ThreadMembers", "ThreadMember"),
        ("THREADMEMBER", "ThreadMember"),
        ("Thread", "Thread"),
    ],
)
def test_labels_without_links_are_compared_forgivingly(printed: str, meant: str) -> None:
    page = TypesOf("a.md").define("ThreadMember", {"a": "string"})
    op = PageOf("GET /a").body("200", printed).parameter("query", "q", printed)
    claims = link(page, op).claims
    assert [str(one.type) for one in claims if hasattr(one, "type")] == [meant]
    assert [str(one.row.type) for one in claims if hasattr(one, "row")] == [meant]


def two_members(*, first: str = "a.md", second: str = "b.md") -> tuple[TypesOf, TypesOf]:
    one = TypesOf(first, group="Rooms").define("Member", {"id": "string", "since": "date"})
    other = TypesOf(second, group="Teams").define("Member", {"rank": "int32", "role": "string"})
    return one, other


def test_types_of_one_label_have_labels_of_their_own() -> None:
    one, other = two_members()
    one.define("Holder", {"x": "Member"})
    other.define("Holding", {"x": "Member"})
    third = TypesOf("c.md").define("Third", {"x": "Member", "y": typed("y", "Member", "b.md")})
    found = link(one, other, third)
    assert labels_in(found) == ["Member", "Holder", "TeamsMember", "Holding", "Third"]
    types = types_in(found)
    assert types["Holder.x"] == "Member"
    assert types["Holding.x"] == "TeamsMember"  # that of its own page
    assert types["Third.x"] == "Member"
    assert types["Third.y"] == "TeamsMember"


@pytest.mark.parametrize(
    ("label", "full_name", "name"),
    [
        ("Range", "WorkbookRange", "WorkbookRange"),
        ("Range", "Range", "Range"),
        ("Range", "", "Range"),
        ("Range", "Area", "Range"),  # a remark about something else
        ("Range", "OtherRange", "Range"),  # another type has that name
        ("Range", "TwoRange", "Range"),  # two say so
        ("Area", "Range", "Range"),  # the page is called so
    ],
)
def test_a_full_name_ends_with_the_label_or_is_that_of_the_page(
    label: str, full_name: str, name: str
) -> None:
    page = TypesOf("range.md").define(label, {"rows": "int32"}, full_name=full_name)
    others = TypesOf("other.md").define("OtherRange", {"a": "string"})
    others.define("Ange", {"b": "string"}, full_name="TwoRange")
    uses = TypesOf("uses.md").define("Uses", {"one": label, "two": typed("t", "R", "range.md")})
    found = resolve([one.reading() for one in (page, others, uses)], api="x")
    assert listed(found, name) == {"rows": "int32"}
    assert listed(found, "Uses")["one"] == name


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("a.b.range", "a.b.range", ["Range"]),
        ("a.b.range", "a.c.range", ["OthersRange", "Range"]),  # of another namespace
        ("a.b.range", "", ["OthersRange", "Range"]),
        ("", "", ["OthersRange", "Range"]),
    ],
)
def test_pages_that_state_one_qualified_name_document_parts_of_one_type(
    one: str, other: str, names: list[str]
) -> None:
    parts = TypesOf("others.md").define("Range", {"cells": "int32"}, qualified=one)
    page = TypesOf("range.md").define("Range", {"rows": "int32"}, qualified=other)
    found = link(parts, page)
    assert labels_in(found) == (names if len(names) > 1 else names * 2)
    if len(names) == 1:
        spec = resolve([parts.reading(), page.reading()], api="x")
        assert listed(spec, "Range") == {"cells": "int32", "rows": "int32"}


def test_a_type_keeps_the_label_that_its_page_goes_by() -> None:
    found = link(*two_members(second="members.md"))
    assert labels_in(found) == ["RoomsMember", "Member"]


def test_labels_do_not_depend_on_what_stands_around() -> None:
    one, other = two_members()
    other.define("Other", {"a": "string"})
    before = TypesOf("aa.md").define("New", {"a": "string"})
    assert labels_in(link(one, other)) == ["Member", "TeamsMember", "Other"]
    assert labels_in(link(before, one, other)) == ["Member", "New", "TeamsMember", "Other"]


def test_types_of_one_label_on_one_page_are_told_apart_by_their_anchors() -> None:
    page = TypesOf("a.md")
    page.define("Options", {"a": "string", "b": "string"}, anchors=("get-options",))
    page.define("Options", {"c": "string", "d": "string"}, anchors=("put-options",))
    page.define("Options", {"e": "string", "f": "string"}, anchors=("options",))
    assert labels_in(link(page)) == ["Options", "PutOptions", "AOptions"]


@pytest.mark.parametrize(
    ("table", "rank", "types"),
    [
        ({"id": "string", "since": "date", "more": "string"}, 0, 1),  # fits
        ({"rank": "int32"}, 0, 2),
        ({"rank": "int32"}, 1, 1),  # a later set of pages
        ({}, 0, 1),  # nothing is said of it
    ],
)
def test_definitions_of_one_type_are_joined(table: dict[str, str], rank: int, types: int) -> None:
    one = TypesOf("a.md").define("Member", {"id": "string", "since": "date"})
    other = TypesOf("b.md", rank=rank).define("Member", table)
    assert len(set(labels_in(link(one, other)))) == types


@pytest.mark.parametrize(
    ("values", "types"),
    [
        (("red", "blue", "green"), 1),
        ((EnumValue(value="red", description="Hot."), EnumValue(value="blue", name="B")), 1),
        ((EnumValue(value="red", description="Hot."), EnumValue(value="square")), 2),
        ((1, 2), 2),
    ],
)
def test_lists_of_one_label_are_of_one_type_where_one_lies_in_the_other(
    values: tuple[str | int | EnumValue, ...], types: int
) -> None:
    one = TypesOf("a.md").values("Colour", "red", "blue", "black")
    other = TypesOf("b.md").values("Colour", *values)
    assert len(set(labels_in(link(one, other)))) == types


def test_an_enum_and_an_object_of_one_label_are_two_types() -> None:
    page = TypesOf("a.md").define("Colour", {"r": "int32"}, anchors=("object",))
    page.values("Colour", "red", "blue", anchors=("values",))
    page.define("Has", {"x": typed("x", "Colour", "#values"), "y": typed("y", "Colour", "#object")})
    types = types_in(link(page))
    assert types["Has.y"] == "Colour"
    assert types["Has.x"] not in {"Colour", "any"}


def test_a_name_for_what_is_no_object_is_what_it_is() -> None:
    page = TypesOf("a.md").define("Snowflake").body("string")
    page.define("Ids").body("array<Snowflake>").define("Loop").body("array<Loop>")
    page.define("A", {"x": "Snowflake", "y": "map<Ids>", "z": typed("z", "It", "#no")})
    op = PageOf("GET /a").body("200", "Ids")
    found = link(page, op)
    types = types_in(found)
    assert types["A.x"] == "string"
    assert types["A.y"] == "map<array<string>>"
    assert [str(one.type) for one in found.claims if hasattr(one, "type")] == ["array<string>"]
    assert labels_in(found) == ["A"]


def test_properties_of_bases_are_claimed_of_the_type_with_their_own_places() -> None:
    base = TypesOf("base.md").define("Root", {"id": "string", "kind": "string"})
    base.table({"inner": "string"}, "nested")
    middle = TypesOf("middle.md").define("Middle", {"kind": "int32"}, bases=["Entity=base.md"])
    low = TypesOf("low.md").define("Low", {"own": "string"}, bases=["Middles"])
    found = link(base, middle, low)
    of_low = [
        (claim.place.page, claim.path, tuple((row.name, str(row.type)) for row in claim.rows))
        for claim in found.claims
        if isinstance(claim, TableClaim) and claim.slot.operation.path == "Low"
    ]
    assert of_low == [
        ("low.md", (), (("own", "string"),)),
        ("middle.md", (), (("kind", "int32"),)),
        ("base.md", (), (("id", "string"),)),
        ("base.md", ("nested",), (("inner", "string"),)),
    ]
    assert not found.diagnostics


def test_types_that_inherit_from_each_other_are_reported_once() -> None:
    page = TypesOf("a.md").define("One", {"a": "string"}, bases=["Two"])
    page.define("Two", {"b": "string"}, bases=["Three"]).define("Three", bases=["One"])
    page.define("Below", {"c": "string"}, bases=["One"])
    found = link(page)
    assert [(one.code, one.line) for one in found.diagnostics] == [("inheritance-cycle", 1)]
    assert "One -> Two -> Three -> One" in found.diagnostics[0].message
    assert {"Below.a", "Below.b", "Two.a", "Three.b"} <= types_in(found).keys()


def links_of(row: Row) -> tuple[Link, ...]:
    page = TypesOf("a.md").values("ChannelTypes", 1, 2, anchors=("types",))
    page.define("Object", {"a": "string"}, anchors=("object",)).define("Has", {row.name: row})
    tables = [one for one in link(page).claims if isinstance(one, TableClaim)]
    return tables[-1].rows[0].links


LONG = "what it was, once all of the others had been told of it by somebody else before"


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (described("type", "int32", "#types", text="type of channel"), 1),
        (described("kind", "int32", "#types"), True),  # the link is all that is said
        (described("type", "int32", "#object"), 0),
        (described("type", "int32", "#nowhere"), 0),
        (
            Row(
                name="position",
                description=LONG,
                links=(Link(label="sort", target="#types", described=True),),
            ),
            0,
        ),
        (
            Row(
                name="channel_type",
                description=LONG,
                links=(Link(label="sort", target="#types", described=True),),
            ),
            1,
        ),
    ],
)
def test_links_of_descriptions_are_kept_where_they_tell_the_values(row: Row, kept: int) -> None:
    assert [one.label for one in links_of(row)] == ["ChannelTypes"] * kept


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        (described("data", "object", "people.md#person"), "Person"),
        (described("data", "array<object>", "people.md#person"), "array<Person>"),
        (described("data", "map<string>", "people.md#person"), "map<string>"),
        (described("data", "string", "people.md#person"), "string"),
        (described("data", "", "people.md#person"), "None"),
        (described("data", "object", "people.md#person", "#has"), "object"),
        (described("data", "object", "people.md#elsewhere"), "object"),
        (typed("data", "It", "people.md#elsewhere"), "Person"),  # the type of that page
    ],
)
def test_an_object_is_what_its_description_links_to(row: Row, meant: str) -> None:
    people = TypesOf("people.md").define("Person", {"a": "string"}, anchors=("person",))
    here = TypesOf("here.md").define("Has", {"data": row}, anchors=("has",))
    assert types_in(link(people, here))["Has.data"] == meant


def test_a_link_says_more_than_the_label_does() -> None:
    one, other = two_members()
    claim = TableClaim(
        slot=Slot(OperationKey("GET", "/x"), "request"),
        rows=(typed("m", "Member | string", "b.md"), Row(name="n", type=parse("Member"))),
        place=Place(page="x.md", line=1),
    )
    (found,) = [
        claim
        for claim in linked([*one.claims, *other.claims, claim]).claims
        if isinstance(claim, TableClaim) and claim.place.page == "x.md"
    ]
    assert [str(row.type) for row in found.rows] == ["TeamsMember | string", "Member"]


def test_what_is_inherited_does_not_grow_with_the_square_of_the_pages() -> None:
    page = TypesOf("a.md").define("Base", {f"p{number}": "string" for number in range(400)})
    for number in range(400):
        page.define(f"Type{number}", {f"q{number}": "string"}, bases=["Base"])
    found = link(page)
    assert sum(len(one.rows) for one in found.claims if isinstance(one, TableClaim)) < 10_000
    (finding,) = found.diagnostics
    assert finding.code == "too-much-inherited"


def test_many_types_of_one_label_all_get_labels() -> None:
    page = TypesOf("a.md")
    for number in range(300):
        table = {f"a{number}": "string", f"b{number}": "string"}
        page.define("Options", table, anchors=(f"o{number}",))
    labels = labels_in(link(page))
    assert len(set(labels)) == len(labels) == 300


def test_names_of_one_word_have_the_words_of_the_type_of_their_letters() -> None:
    types = TypesOf("resources/driveitem.md", group="driveitem").define(
        "DriveItem", {"id": "string"}
    )
    page = PageOf("GET /items/{id}", name="Get driveitem", group="driveitem", page="api/a.md")
    spec = resolve([page.reading(), types.reading()], api="x").spec
    assert [(one.id, one.module) for one in spec.operations] == [
        ("drive_item_get_drive_item", "drive_item")
    ]
    assert [(one.name, one.module) for one in spec.types] == [("DriveItem", "drive_item")]
