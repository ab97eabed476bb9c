from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.resolve.labels import affinity, fits, judge
from codegen.resolve.structure import Core, Unwrapper
from tests.readings import PageOf, listed, object_type, operation, roots_of, solve

PERSON = {"PersonId": 1, "Firstname": "A", "Lastname": "B"}
COUNTRY = {"CountryId": 1, "Iso": "NO", "Dialling": "47"}
RIGHTS = {"Mask": "Full", "Reason": ""}
RULE = {"Pattern": "Daily", "Interval": 2, "Until": "x"}


def core(name: str, page: PageOf) -> Core:
    position = roots_of(page)[0].position
    position.name = name
    return Unwrapper()(position)


def holder(name: str, label: str, value: object, **more: object) -> PageOf:
    """A page whose response has one property of that name, label and sample."""
    page = PageOf(f"GET /{name}Of", name=f"{name}Of")
    table = {name: label, **dict.fromkeys(more, "")}
    return page.body("200").table("200", table).sample("200", {name: value, **more})


LYING = (
    holder("TableRight", "TableRight", RIGHTS),
    holder("Person", "TableRight", PERSON),
    holder("Country", "TableRight", COUNTRY),
)


def test_a_label_over_unrelated_shapes_keeps_the_one_that_is_called_so() -> None:
    labels = judge(roots_of(*LYING))
    assert not labels.honest
    assert labels.unreliable == {"TableRight": frozenset(RIGHTS)}
    assert len(labels.overruled["TableRight"]) == 2


def test_the_shapes_of_a_lying_label_stay_apart() -> None:
    resolution = solve(*LYING)
    assert listed(resolution, "TableRightOfResponse") == {"TableRight": "TableRight"}
    assert listed(resolution, "PersonOfResponse") == {"Person": "Person"}
    assert listed(resolution, "CountryOfResponse") == {"Country": "Country"}
    assert list(listed(resolution, "TableRight")) == list(RIGHTS)
    assert list(listed(resolution, "Person")) == list(PERSON)
    assert {one.code for one in resolution.diagnostics} == {"label-overruled"}


def test_a_lying_label_without_a_shape_is_believed_where_the_name_agrees() -> None:
    pages = (*LYING, holder("OtherRight", "TableRight", None), holder("Owner", "TableRight", None))
    resolution = solve(*pages)
    assert listed(resolution, "OtherRightOfResponse") == {"OtherRight": "TableRight"}
    assert listed(resolution, "OwnerOfResponse") == {"Owner": "any"}


def test_an_honest_label_may_grow_from_page_to_page() -> None:
    grown = {**PERSON, "Email": "x", "Phone": "y"}
    shrunk = {"PersonId": 1, "Firstname": "A"}
    pages = [
        holder(name, "Person", shape)
        for name, shape in (("Owner", PERSON), ("Buyer", grown), ("Seller", shrunk))
    ]
    labels = judge(roots_of(*pages))
    assert labels.honest == {"Person"}
    assert not labels.overruled
    resolution = solve(*pages)
    assert list(listed(resolution, "Person")) == [
        "PersonId",
        "Firstname",
        "Lastname",
        "Email",
        "Phone",
    ]


def test_a_label_that_is_never_shown_is_honest() -> None:
    page = holder("Owner", "Person", None)
    assert judge(roots_of(page)).honest == {"Person"}
    resolution = solve(page)
    assert listed(resolution, "OwnerOfResponse") == {"Owner": "Person"}
    assert object_type(resolution, "Person").properties == ()


def test_a_label_on_a_scalar_is_not_followed() -> None:
    resolution = solve(holder("Owner", "Person", 7), holder("Buyer", "Person", PERSON))
    assert listed(resolution, "OwnerOfResponse") == {"Owner": "integer"}
    assert listed(resolution, "BuyerOfResponse") == {"Buyer": "Person"}


def test_a_label_beside_scalars_and_objects_keeps_both() -> None:
    page = holder("Owner", "Person", PERSON)
    page.sample("200", {"Owner": 7})
    assert listed(solve(page), "OwnerOfResponse") == {"Owner": "Person | integer"}


def test_the_label_that_a_property_has_elsewhere_is_believed_where_two_are_printed() -> None:
    # On two pages Address has an honest label; on a third a lying one, and no sample.
    pages = (
        *LYING,
        holder("Address", "Location", {"Street": "x", "Town": "y", "Zip": "z"}),
        *(PageOf(f"GET /h{number}").table("200", {"Address": "Location"}) for number in range(2)),
        holder("Elsewhere", "", None),
    )
    pages[-1].table("request", {"Address": "TableRight"})
    labels = judge(roots_of(*pages))
    assert labels.by_property["Address"] == "Location"
    assert listed(solve(*pages), "ElsewhereOfRequest") == {"Address": "Location"}


def test_a_label_that_a_property_has_once_elsewhere_is_no_habit() -> None:
    where = {"Street": "x", "Town": "y", "Zip": "z"}
    lying = PageOf("GET /else").table("200", {"Address": "TableRight"})
    once = (*LYING, holder("Address", "Location", where), lying)
    assert "Address" not in judge(roots_of(*once)).by_property
    akin = (*LYING, holder("HomeAddress", "Address", where), lying)
    assert judge(roots_of(*akin)).by_property["HomeAddress"] == "Address"


def test_of_two_labels_that_a_property_has_elsewhere_neither_is_believed() -> None:
    pages = (
        *LYING,
        holder("Address", "Location", {"Street": "x", "Town": "y", "Zip": "z"}),
        PageOf("GET /host").table("200", {"Address": "Endpoint"}),
        PageOf("GET /else").table("200", {"Address": "TableRight"}),
    )
    pages[-2].sample("200", {"Address": {"Ip": "x", "Port": 1}})
    assert "Address" not in judge(roots_of(*pages)).by_property
    assert listed(solve(*pages), "ElseResponse") == {"Address": "any"}


def test_names_that_are_maps_wherever_a_page_says_what_they_are() -> None:
    pages = (
        holder("Extra", "object", {"a": 1}),
        holder("Mixed", "object", {"a": 1}),
        PageOf("GET /again").table("200", {"Mixed": "Link"}),
    )
    assert judge(roots_of(*pages)).maps == {"Extra"}
    # ... also where a page leaves the column blank
    blank = PageOf("GET /blank").table("200", {"Extra": ""})
    blank.sample("200", {"Extra": {"b": 2}})
    assert listed(solve(*pages, blank), "BlankResponse") == {"Extra": "map<integer>"}


def test_a_body_that_is_labelled_is_its_label() -> None:
    page = PageOf("GET /owner").body("200", "Person").table("200", {"PersonId": "int32"})
    resolution = solve(page)
    (response,) = operation(resolution, "GET /owner").responses
    assert response.body is not None
    assert str(response.body.type) == "Person"


@pytest.mark.parametrize(
    ("keys", "group", "expected"),
    [
        ("a b c", "a b c d e", True),
        ("a b c", "c d e", False),
        ("a b", "a c d", False),
        ("a b c d e", "a b c x y z", True),
        ("a b c d e", "a b x y z", False),
        ("a", "a", True),
        ("", "a", True),
    ],
)
def test_fits(keys: str, group: str, *, expected: bool) -> None:
    ours, theirs = frozenset(keys.split()), frozenset(group.split())
    assert fits(ours, theirs) is expected
    assert fits(theirs, ours) is expected


@pytest.mark.parametrize(
    ("label", "context", "expected"),
    [
        ("TableRight", "TableRight", 1.0),
        ("TableRight", "tableRights", 1.0),
        ("TableRight", "OtherRight", 0.5),
        ("TableRight", "Person", 0.0),
        ("Person", "GET /people/{id}/person", 1.0),
        ("", "Person", 0.0),
        ("_", "Person", 0.0),
    ],
)
def test_affinity(label: str, context: str, expected: float) -> None:
    assert affinity(label, context) == expected


SHAPES = st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=5)


def test_shapes_that_all_fit_the_fullest_group_are_one() -> None:
    # abe joins abcd; with it the group takes abef, which abcd alone would not
    pages = [
        holder(f"P{keys}", "Thing", dict.fromkeys(keys, 1)) for keys in ("abe", "abcd", "abef")
    ]
    assert judge(roots_of(*pages)).honest == {"Thing"}


@given(st.lists(SHAPES, min_size=1, max_size=5), st.data())
def test_the_verdict_does_not_hang_on_the_order_of_pages(
    shapes: list[set[str]], data: st.DataObject
) -> None:
    pages = [
        holder(f"P{number}", "Thing", dict.fromkeys(sorted(shape), 1))
        for number, shape in enumerate(shapes)
    ]
    expected, diagnostics = judge(roots_of(*pages)), solve(*pages).diagnostics
    pages = data.draw(st.permutations(pages))
    found = judge(roots_of(*pages))
    assert (found.honest, found.unreliable) == (expected.honest, expected.unreliable)
    assert solve(*pages).diagnostics == diagnostics


@given(st.lists(SHAPES, min_size=1, max_size=5))
def test_a_believed_label_has_a_shape_that_fits(shapes: list[set[str]]) -> None:
    pages = [
        holder(f"P{number}", "Thing", dict.fromkeys(sorted(shape), 1))
        for number, shape in enumerate(shapes)
    ]
    labels = judge(roots_of(*pages))
    assert labels.honest | set(labels.unreliable) == {"Thing"}
    for page, shape in zip(pages, shapes, strict=True):
        inner = PageOf("GET /x").body("200", "Thing").sample("200", dict.fromkeys(shape, 1))
        believed = labels.believe(core(page.key.path, inner)) == "Thing"
        genuine = labels.unreliable.get("Thing")
        assert believed == (genuine is None or fits(frozenset(shape), genuine))


# Labels whose own shape no page shows


def test_a_label_whose_own_shape_is_nowhere_shown_is_right_only_where_nothing_is() -> None:
    """It is printed for other things, and for the one that its words stand for, shown as null."""
    pages = [
        PageOf("GET /a").table("200", {"Recurrence": "RecurrenceInfo"}),
        PageOf("GET /b").table("200", {"Door": "RecurrenceInfo"}),
        PageOf("GET /c").table("200", {"Lamp": "RecurrenceInfo"}),
    ]
    pages[0].sample("200", {"Recurrence": None})
    pages[1].sample("200", {"Door": {"Width": 1, "Height": 2}})
    pages[2].sample("200", {"Lamp": {"Watt": 1, "Colour": 2}})
    labels = judge(roots_of(*pages))
    assert labels.unreliable == {"RecurrenceInfo": frozenset()}
    assert {place.page for place in labels.overruled["RecurrenceInfo"]} == {
        pages[1].page,
        pages[2].page,
    }
    resolution = solve(*pages)
    assert listed(resolution, "AResponse") == {"Recurrence": "RecurrenceInfo"}
    assert listed(resolution, "BResponse") == {"Door": "Door"}


def test_a_word_that_many_labels_end_with_tells_none_of_them() -> None:
    pages = [
        *(
            PageOf(f"GET /{name}").table("200", {"X": f"{name}Info"}).sample("200", {"X": value})
            for name, value in (("Door", {"Width": 1}), ("Lamp", {"Watt": 1}))
        ),
        PageOf("GET /a").table("200", {"Recurrence": "RecurrenceInfo"}),
        PageOf("GET /b").table("200", {"ColumnInfo": "RecurrenceInfo", "On": "boolean"}),
        PageOf("GET /c").table("200", {"Row": "RecurrenceInfo", "On": "boolean"}),
    ]
    pages[2].sample("200", {"Recurrence": {"Start": 1, "End": 2}})
    pages[4].sample("200", {"Row": {"Cells": 1, "Height": 2}})
    resolution = solve(*pages)
    assert listed(resolution, "AResponse") == {"Recurrence": "RecurrenceInfo"}
    assert listed(resolution, "BResponse")["ColumnInfo"] == "any"
    overruled = judge(roots_of(*pages)).overruled["RecurrenceInfo"]
    assert {place.page for place in overruled} == {pages[3].page, pages[4].page}
