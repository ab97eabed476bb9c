from __future__ import annotations

import pytest

from codegen.claims import ITEMS, VariantStep
from codegen.resolve.graph import Flow
from codegen.resolve.labels import judge
from codegen.resolve.unify import merges
from codegen.resolve.view import Scene, View
from tests.readings import PageOf, listed, names_of, operation, roots_of, solve

PERSON = {"PersonId": 1, "Firstname": "A", "Lastname": "B", "Email": "C"}

#: A page that gives Person a label and, by its sample, a shape.
LABELLED = (
    PageOf("GET /label")
    .table("200", {"Owner": "Person"})
    .sample("200", {"Owner": PERSON, "Known": True})
)


def merged(*pages: PageOf) -> dict[str, str]:
    """What the first round finds to be the same, by the names of the classes."""
    roots = roots_of(*pages)
    labels = judge(roots)
    graph = Flow(roots, labels).graph({})
    found = merges(View.of(graph, Scene.of(graph, roots, names_of(*pages), labels)))
    return {str(key): str(merge.target) for key, merge in found.items()}


def without(*names: str, **more: object) -> dict[str, object]:
    return {key: value for key, value in PERSON.items() if key not in names} | more


# Bodies


@pytest.mark.parametrize(
    ("page", "body", "ties"),
    [
        # the operation names the label
        (PageOf("PUT /person/{id}"), without(), True),
        (PageOf("PUT /Persons"), without(), True),
        (PageOf("PUT /buyer"), without("Email"), False),
        # ... and the properties must be the label's
        (PageOf("PUT /person/{id}"), without("Email"), True),
        (PageOf("PUT /person/{id}"), {"PersonId": 1}, False),
        (PageOf("PUT /person/{id}"), {"Street": "x", "Town": "y"}, False),
        (PageOf("PUT /person/{id}"), without("Email", Other=1), False),
        # the sentence below the body names the label
        (PageOf("PUT /it").body("request", hints=("The", "Person")), without("Email"), True),
        (PageOf("PUT /it").body("request", hints=("The", "Buyer")), without("Email"), False),
        (PageOf("PUT /it").body("request", hints=("person",)), without("Email"), False),
    ],
)
def test_a_body_is_the_label_that_stands_near_it(
    page: PageOf, body: dict[str, object], *, ties: bool
) -> None:
    page.sample("request", body)
    key = f"{page.key} request"
    assert merged(LABELLED, page).get(key) == ("Person" if ties else None)


def test_of_two_labels_near_a_body_the_more_similar_is_taken() -> None:
    fuller = (
        PageOf("GET /two")
        .table("200", {"Boss": "PersonEntity"})
        .sample("200", {"Boss": {**PERSON, "Phone": 1, "Fax": 2}})
    )
    page = PageOf("PUT /PersonEntity").sample("request", PERSON)
    assert merged(LABELLED, fuller, page)["PUT /PersonEntity request"] == "Person"
    page = PageOf("PUT /PersonEntity/all").sample("request", {**PERSON, "Phone": 1, "Fax": 2})
    assert merged(LABELLED, fuller, page)["PUT /PersonEntity/all request"] == "PersonEntity"


#: More properties than two types have in common by chance.
MANY = {"Host": "x", "Port": 1, "Path": "p", "Scheme": "s", "Query": "q", "Fragment": "f"}


def labelled(name: str, value: object) -> PageOf:
    page = PageOf(f"GET /has{name}").table("200", {f"The{name}": name})
    return page.sample("200", {f"The{name}": value, "Known": True})


@pytest.mark.parametrize(
    ("body", "ties"),
    [
        (MANY, True),
        ({**MANY, "More": 1}, False),
        ({key: value for key, value in MANY.items() if key != "Port"}, False),
    ],
)
def test_exactly_the_many_properties_of_a_label(body: dict[str, object], *, ties: bool) -> None:
    page = PageOf("PUT /buyer").sample("request", body)
    found = merged(labelled("Address", MANY), page).get("PUT /buyer request")
    assert found == ("Address" if ties else None)


@pytest.mark.parametrize("value", [{"Id": 1, "Name": "x"}, PERSON])
def test_few_properties_are_no_proof(value: dict[str, object]) -> None:
    page = PageOf("PUT /buyer").sample("request", value)
    assert merged(labelled("Pair", value), page) == {}


#: So many that a few others, or a few missing, are no coincidence either.
VERY_MANY = {f"Part{at}": 1 for at in range(24)}


@pytest.mark.parametrize(
    ("value", "ties"),
    [
        (dict(list(VERY_MANY.items())[:21]), True),
        ({**VERY_MANY, "More": 1, "And": 2}, True),
        (dict(list(VERY_MANY.items())[:18]), False),
        ({**VERY_MANY, **dict.fromkeys("abcde", 1)}, False),
    ],
)
def test_nearly_the_very_many_properties_of_a_label(
    value: dict[str, object], *, ties: bool
) -> None:
    page = PageOf("GET /all").sample("200", {"versions": [value], "Count": 1})
    found = merged(labelled("Engine", VERY_MANY), page)
    assert list(found.values()).count("Engine") == (1 if ties else 0)


def test_nearly_the_properties_of_two_labels_are_no_proof() -> None:
    page = PageOf("GET /all").sample("200", {"versions": [dict(list(VERY_MANY.items())[1:])]})
    other = {**VERY_MANY, "Other": 1}
    assert merged(labelled("One", VERY_MANY), labelled("Two", other), page) == {}


def test_exact_properties_of_two_labels_are_no_proof() -> None:
    page = PageOf("PUT /buyer").sample("request", MANY)
    assert merged(labelled("One", MANY), labelled("Two", MANY), page) == {}


@pytest.mark.parametrize(
    ("key", "extra", "ties"),
    [
        ("PUT /PersonList", 1, True),
        ("PUT /PersonList", 3, False),
        ("PUT /buyer", 1, False),
    ],
)
def test_nearly_the_properties_of_a_label_and_one_of_its_words(
    key: str, extra: int, *, ties: bool
) -> None:
    keys = {f"P{number}": number for number in range(10)}
    label = (
        PageOf("GET /label")
        .table("200", {"Owner": "PersonEntity"})
        .sample("200", {"Owner": keys, "Known": True})
    )
    page = PageOf(key).sample("request", keys | {f"More{number}": 1 for number in range(extra)})
    found = merged(label, page).get(f"{key} request")
    assert found == ("PersonEntity" if ties else None)


# Properties


def test_a_property_whose_name_has_one_label_elsewhere() -> None:
    page = PageOf("GET /it").sample("200", {"Owner": without("Email"), "On": True})
    assert merged(LABELLED, page) == {"GET /it response 200.Owner": "Person"}
    more = PageOf("GET /it").sample("200", {"Owner": without("Email", More=1), "On": True})
    assert merged(LABELLED, more) == {}
    plural = PageOf("GET /it").sample("200", {"Owners": [PERSON], "On": True})
    assert merged(LABELLED, plural) == {"GET /it response 200.Owners": "Person"}


def test_a_property_whose_name_has_two_labels_elsewhere() -> None:
    other = (
        PageOf("GET /other").table("200", {"Owner": "Company"}).sample("200", {"Owner": {"Co": 1}})
    )
    page = PageOf("GET /it").sample("200", {"Owner": {"Firstname": "x"}, "On": True})
    assert merged(LABELLED, other, page) == {}


def test_a_property_whose_shape_does_not_fit_the_label_of_its_name() -> None:
    page = PageOf("GET /it").sample("200", {"Owner": {"Street": 1, "Email": 2}, "On": True})
    assert merged(LABELLED, page) == {}


def test_a_property_with_the_very_name_of_a_label() -> None:
    page = PageOf("GET /it").sample("200", {"persons": [without("Email")], "On": True})
    assert merged(LABELLED, page) == {"GET /it response 200.persons": "Person"}
    near = PageOf("GET /it").sample("200", {"buyers": [without("Email")], "On": True})
    assert merged(LABELLED, near) == {}
    unlike = PageOf("GET /it").sample("200", {"persons": [{"Street": 1}], "On": True})
    assert merged(LABELLED, unlike) == {}


def owners(*values: object, name: str = "Address") -> list[PageOf]:
    """Pages that each hold a value under that name, in an object of its own."""
    return [
        PageOf(f"GET /it{number}").sample("200", {name: value, f"Own{number}": 1})
        for number, value in enumerate(values)
    ]


ADDRESS = {"Street": "a", "Town": "b", "Zip": "c", "State": "d", "Country": "e"}


@pytest.mark.parametrize(
    ("other", "ties"),
    [
        (ADDRESS, True),
        ({"Street": "a", "Town": "b", "Zip": "c"}, True),
        # more than half of all names: three of five are, three of six are not
        ({"Street": "a", "Town": "b", "Zip": "c", "Planet": "f"}, False),
        ({"Street": "a", "Town": "b"}, False),
        ({"Host": "x", "Port": 1}, False),
    ],
)
def test_one_name_and_like_shapes(other: dict[str, str], *, ties: bool) -> None:
    first, second = "GET /it0 response 200.Address", "GET /it1 response 200.Address"
    assert merged(*owners(ADDRESS, other)) == ({second: first} if ties else {})


def test_two_common_names_are_no_proof_of_like_shapes() -> None:
    small = {"name": "a", "description": "b"}
    assert merged(*owners(small, small)) != {}
    assert merged(*owners(small, {**small, "instructions": "c"})) == {}
    assert merged(*owners(small, {**small, "directions": "c", "parkingInfo": "d"})) == {}


def test_like_shapes_of_one_name_gather_around_the_fullest() -> None:
    partial = {"Street": "a", "Town": "b", "Zip": "c"}
    other = {"Host": "x", "Port": 1, "Path": "y"}
    assert merged(*owners(partial, ADDRESS, other, partial, other)) == {
        "GET /it0 response 200.Address": "GET /it1 response 200.Address",
        "GET /it3 response 200.Address": "GET /it1 response 200.Address",
        "GET /it4 response 200.Address": "GET /it2 response 200.Address",
    }


def test_many_properties_exactly_the_same_and_of_the_same_types() -> None:
    home, work = (PageOf(f"GET /{name}") for name in ("home", "work"))
    home.sample("200", {"Home": MANY, "A": 1})
    work.sample("200", {"Work": MANY, "B": 1})
    assert merged(home, work) == {"GET /work response 200.Work": "GET /home response 200.Home"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Host": "x", "Port": 1}, {"Host": "x", "Port": 1}),
        ({"Id": 1, "Name": "x", "Rank": 1}, {"Id": 1, "Name": "x", "Rank": 1}),
        (ADDRESS, ADDRESS),
        (MANY, {**MANY, "Port": "80"}),
        (MANY, {**MANY, "User": "y"}),
        (MANY, {key: value for key, value in MANY.items() if key != "Port"}),
    ],
)
def test_looking_alike_is_no_tie(one: dict[str, object], other: dict[str, object]) -> None:
    home = PageOf("GET /home").sample("200", {"Home": one, "A": 1})
    work = PageOf("GET /work").sample("200", {"Work": other, "B": 1})
    assert merged(home, work) == {}


def test_requests_that_look_alike_are_each_their_own() -> None:
    pages = [PageOf(f"POST /{name}").sample("request", MANY) for name in ("send", "drop")]
    assert merged(*pages) == {}


# Operations that tie


@pytest.mark.parametrize(
    ("first", "second", "ties"),
    [
        ("GetParcel", "SaveParcel", True),
        ("GetParcel", "CreateDefaultParcel", True),
        ("GetParcelByCode", "FindParcel", True),
        ("GetParcel", "GetLetter", False),
        ("Parcel", "Parcel", False),
    ],
)
def test_operations_about_one_thing_answer_with_one_type(
    first: str, second: str, *, ties: bool
) -> None:
    one = PageOf("GET /a", name=first).sample("200", ADDRESS)
    two = PageOf("GET /b", name=second).sample("200", ADDRESS)
    expected = {"GET /b response 200": "GET /a response 200"}
    assert merged(one, two) == (expected if ties else {})
    less = PageOf("GET /b", name=second).sample("200", {"Street": "a", "Town": "b"})
    assert merged(one, less) == {}


def test_a_list_of_a_thing_answers_with_it_too() -> None:
    one = PageOf("GET /a", name="GetParcel").sample("200", ADDRESS)
    many = PageOf("GET /b", name="GetAllParcels").sample("200", [ADDRESS])
    assert merged(one, many) == {"GET /b response 200": "GET /a response 200"}


@pytest.mark.parametrize(
    ("second", "sent", "ties"),
    [
        ("Move", ADDRESS, True),
        ("Copy", ADDRESS, False),
        ("Move", {**ADDRESS, "Street": 1}, False),
        ("Move", {"Street": "a", "Town": "b"}, False),
    ],
)
def test_operations_of_one_name_are_sent_one_type(
    second: str, sent: dict[str, object], *, ties: bool
) -> None:
    one = PageOf("POST /a", name="Move", group="A").sample("request", ADDRESS)
    two = PageOf("POST /b", name=second, group="B").sample("request", sent)
    assert merged(one, two) == ({"POST /b request": "POST /a request"} if ties else {})


@pytest.mark.parametrize(("second", "ties"), [("ErpConnection", True), ("QuoteConnection", False)])
def test_what_pages_give_two_labels_is_of_two_types(second: str, *, ties: bool) -> None:
    pages = [
        PageOf(f"POST /{group}", name="SaveConnection", group=group)
        .table("request", {"Connection": label})
        .sample("request", {"Connection": None})
        for group, label in (("a", "ErpConnection"), ("b", second))
    ]
    assert merged(*pages) == ({"POST /b request": "POST /a request"} if ties else {})


@pytest.mark.parametrize(
    ("sent", "ties"),
    [
        (ADDRESS, True),
        ({"Street": "a", "Town": "b", "Zip": "c"}, True),
        ({"Street": "a"}, False),
        ({"Street": "a", "Town": "b"}, False),
        ({"Street": "a", "Town": "b", "Zip": "c", "More": 1}, False),
    ],
)
def test_what_is_sent_is_what_is_returned(sent: dict[str, object], *, ties: bool) -> None:
    page = PageOf("PUT /it").sample("request", sent).sample("200", ADDRESS)
    assert merged(page) == ({"PUT /it request": "PUT /it response 200"} if ties else {})


@pytest.mark.parametrize(
    ("name", "value", "ties"),
    [
        ("Parcel", {"Street": "a"}, True),
        ("Parcels", [{"Street": "a"}], True),
        ("Parcel", {"Weight": 1}, False),
        ("Letter", {"Street": "a"}, False),
    ],
)
def test_a_property_named_as_what_operations_answer(
    name: str, value: object, *, ties: bool
) -> None:
    answer = PageOf("GET /a", name="GetParcel").sample("200", ADDRESS)
    held = PageOf("GET /b").sample("200", {name: value, "On": True})
    expected = {f"GET /b response 200.{name}": "GET /a response 200"}
    assert merged(answer, held) == (expected if ties else {})


def test_one_property_in_common_is_no_type() -> None:
    home = PageOf("GET /home").sample("200", {"Home": {"Id": 1}, "A": 1})
    work = PageOf("GET /work").sample("200", {"Work": {"Id": 1}, "B": 1})
    assert merged(home, work) == {}


def test_options_of_a_union_stay_apart() -> None:
    page = PageOf("GET /it")
    page.table("200", {"Host": "string", "Port": "int32"}, VariantStep("kind", ("a",)))
    page.table("200", {"Host": "string", "Port": "int32"}, VariantStep("kind", ("b",)))
    assert merged(page) == {}


# Tiers


def test_labels_come_before_likeness() -> None:
    # Both pages hold an Owner alike; that both are Person is said first, likeness is not needed.
    pages = owners(PERSON, PERSON, name="Owner")
    assert set(merged(LABELLED, *pages).values()) == {"Person"}


def test_what_lies_below_merged_classes_is_merged_in_later_rounds() -> None:
    deep = {**ADDRESS, "Geo": {"Lat": 1.5}}
    pages = owners(deep, {**ADDRESS, "Geo": {"Long": 2.5}})
    resolution = solve(*pages)
    assert listed(resolution, "Address")["Geo"] == "Geo"
    assert listed(resolution, "Geo") == {"Lat": "number", "Long": "number"}
    assert listed(resolution, "It0Response") == {"Address": "Address", "Own0": "integer"}


def test_a_list_and_its_element_are_one_type() -> None:
    one = PageOf("GET /one").sample("200", {"Address": ADDRESS})
    many = PageOf("GET /many").table("200", {"Street": ""}, "Addresses", ITEMS)
    many.sample("200", {"Addresses": [ADDRESS]})
    resolution = solve(one, many)
    assert listed(resolution, "OneResponse") == {"Address": "Address"}
    assert listed(resolution, "ManyResponse") == {"Addresses": "array<Address>"}


def test_a_request_that_is_the_response_of_another_page_takes_its_facts() -> None:
    documented = {"PersonId": "int32", "Firstname": "string", "Lastname": "string"}
    get = PageOf("GET /person/{id}").body("200", "Person").table("200", documented)
    put = PageOf("PUT /person/{id}").body("request").sample("request", without("Email"))
    resolution = solve(get, put)
    request = operation(resolution, "PUT /person/{id}").request
    assert request is not None
    assert (str(request.type), request.basis) == ("Person", "unified")
    assert listed(resolution, "Person") == documented


CHANGE = {"Op": "x", "Path": "y"}


@pytest.mark.parametrize(
    ("name", "third", "ties"),
    [("changes", CHANGE, True), ("changes", {"Total": 1}, False), ("", CHANGE, False)],
)
def test_bodies_of_one_name_are_one_type_where_all_of_them_are_alike(
    name: str, third: dict[str, object], *, ties: bool
) -> None:
    hints = (name,) if name else ()
    pages = [
        PageOf(f"PATCH /{key}", name=f"Patch{key}").body("request", hints=hints)
        for key in ("One", "Two", "Three")
    ]
    for page, sent in zip(pages, (CHANGE, CHANGE, third), strict=True):
        page.sample("request", [sent])
    assert bool(merged(*pages)) == ties
    if ties:
        assert [one.name for one in solve(*pages).spec.types] == ["Change"]
        taken = PageOf("GET /it").sample("200", {"Change": {"A": 1}, "On": True})
        assert "PatchChange" in {one.name for one in solve(*pages, taken).spec.types}


def test_what_an_object_of_plural_name_lists_is_of_one_type() -> None:
    pair = {"Id": 1, "Name": "x"}
    page = PageOf("GET /it").sample("200", {"Links": {"Home": pair, "Self": pair}, "On": True})
    other = PageOf("GET /at").sample("200", {"Links": {"Next": pair}, "Off": True})
    assert set(merged(page, other)) == {
        "GET /it response 200.Links.Home",
        "GET /it response 200.Links.Self",
    }


@pytest.mark.parametrize(
    "held",
    [
        {"Data": {"Home": {"Id": 1, "Name": "x"}, "Self": {"Id": 1, "Name": "x"}}},
        {"Links": {"Home": {"Id": 1, "Name": "x"}, "Self": {"Id": 1, "Code": "x"}}},
        {"Links": {"Home": {"Id": 1, "Name": "x"}, "Self": {"Id": 1, "Name": "x"}, "Count": 2}},
    ],
)
def test_what_other_objects_hold_is_not(held: dict[str, object]) -> None:
    assert merged(PageOf("GET /it").sample("200", {**held, "On": True})) == {}


# Trees


@pytest.mark.parametrize(
    ("inner", "ties"),
    [
        ({**ADDRESS, "Below": []}, True),
        ({**ADDRESS, "Below": [], "More": 1}, True),
        (ADDRESS, False),
        ({"Street": "a", "Town": "b", "Zip": "c"}, False),
        ({"Host": "x", "Port": 1, "Path": "y"}, False),
    ],
)
def test_a_class_below_one_like_it_is_a_tree(inner: dict[str, object], *, ties: bool) -> None:
    page = PageOf("GET /tree").sample("200", {**ADDRESS, "Below": [inner]})
    found = merged(page)
    assert found == ({"GET /tree response 200.Below": "GET /tree response 200"} if ties else {})
    if ties:
        assert listed(solve(page), "TreeResponse")["Below"] == "array<TreeResponse>"


def test_a_tree_is_recognised_through_what_lies_between() -> None:
    leaf = {**ADDRESS, "Between": {"Rank": 1, "Below": []}}
    page = PageOf("GET /tree").sample("200", {**ADDRESS, "Between": {"Rank": 1, "Below": [leaf]}})
    resolution = solve(page)
    assert listed(resolution, "TreeResponse")["Between"] == "Between"
    assert listed(resolution, "Between") == {"Rank": "integer", "Below": "array<TreeResponse>"}


@pytest.mark.parametrize(
    ("documented", "shown", "ties"),
    [
        ("date-time", "2024-01-01T00:00:00Z", True),
        ("date-time", "words", True),
        ("double", 3, True),
        ("int32", 1.5, True),
        ("string", None, True),
        ("", 3, True),
        ("string", 3, False),
        ("boolean", "true", False),
        ("string", ["x"], False),
        ("string", {"A": 1}, False),
        ("array<any>", [1], True),
        ("array<any>", {"A": 1}, False),
    ],
)
def test_the_same_names_are_one_type_where_their_kinds_agree(
    documented: str, shown: object, *, ties: bool
) -> None:
    texts = [key for key in MANY if key != "Port"]
    table = PageOf("GET /table").table("200", {**dict.fromkeys(texts, "string"), "V": documented})
    sample = PageOf("GET /home")
    sample.sample("200", {"Home": {**dict.fromkeys(texts, "x"), "V": shown}, "A": 1})
    expected = {"GET /table response 200": "GET /home response 200.Home"}
    assert merged(table, sample) == (expected if ties else {})
