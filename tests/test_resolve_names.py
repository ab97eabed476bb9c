from __future__ import annotations

import pytest

from codegen.claims import ITEMS, Row, VariantStep
from codegen.resolve import Resolution
from tests.readings import PageOf, enum, listed, object_type, solve, union


def names(resolution: Resolution) -> list[str]:
    return [one.name for one in resolution.spec.types]


def holding(key: str, **values: object) -> PageOf:
    """A page whose response shows these values, and a property of its own besides."""
    page = PageOf(key)
    own = page.key.path.strip("/").replace("/", "")
    return page.sample("200", {**values, f"Own{own}": 1})


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (PageOf("POST /a/Save", name="Save").sample("request", {"A": 1}), "SaveRequest"),
        (PageOf("GET /a/Find", name="Find").sample("200", {"A": 1}), "FindResponse"),
        (PageOf("GET /a", name="GetOrder").sample("200", {"A": 1}), "Order"),
        (PageOf("GET /a", name="GetOrders").sample("200", [{"A": 1}]), "Order"),
        (PageOf("GET /a", name="getAllOrderLines").sample("200", [{"A": 1}]), "OrderLine"),
        (PageOf("GET /a", name="GetOrderList").sample("200", [{"A": 1}]), "Order"),
        (PageOf("GET /a", name="FindOrderByCode").sample("200", {"A": 1}), "Order"),
        (PageOf("GET /a", name="Order").sample("200", {"A": 1}), "OrderResponse"),
        (PageOf("PUT /a", name="SaveOrder").sample("request", {"A": 1}), "SaveOrderRequest"),
        (PageOf("GET /a/List", name="List").sample("200", [{"A": 1}]), "ListItem"),
        (PageOf("GET /a/List", name="List").sample("200", {"1": {"A": 1}}), "ListItem"),
        (PageOf("GET /a").body("200", "Label").sample("200", {"A": 1}), "Label"),
    ],
)
def test_a_body_is_named_by_its_operation(page: PageOf, expected: str) -> None:
    assert names(solve(page)) == [expected]


def test_bodies_of_operations_of_one_name_are_led_by_their_group() -> None:
    people = PageOf("GET /people/Get", name="Get", group="People").sample("200", {"A": 1})
    orders = PageOf("GET /orders/Get", name="Get", group="Orders").sample("200", {"B": 1})
    assert names(solve(people, orders)) == ["OrdersGetResponse", "PeopleGetResponse"]


def test_bodies_of_one_name_and_group_have_what_tells_their_operations_apart() -> None:
    get = PageOf("GET /x/Do", name="Do").sample("200", {"A": 1})
    post = PageOf("POST /x/Do", name="Do").sample("200", {"B": 1})
    assert names(solve(get, post)) == ["DoGetResponse", "DoPostResponse"]


def test_bodies_of_one_operation_are_told_apart_by_status() -> None:
    page = PageOf("GET /x/Do", name="Do").sample("200", {"A": 1}).sample("400", {"B": 1})
    assert names(solve(page)) == ["Do200Response", "Do400Response"]


def test_no_body_is_named_by_words_that_begin_with_a_digit() -> None:
    page = PageOf("GET /stats", name="Get 24hr Stats").sample("200", {"A": 1})
    assert names(solve(page)) == ["Get24hrStatsResponse"]


def test_properties_are_named_by_themselves_in_singular() -> None:
    page = holding("GET /it", Lines=[{"A": 1}], homeAddress={"B": 1}, Grid=[[{"C": 1}]])
    assert names(solve(page)) == ["Grid", "HomeAddress", "ItResponse", "Line"]


def test_properties_of_one_name_are_led_by_their_owners() -> None:
    one = holding("GET /one", Address={"A": 1, "B": 2})
    two = holding("GET /two", Address={"X": 1, "Y": 2})
    assert names(solve(one, two)) == [
        "OneResponse",
        "OneResponseAddress",
        "TwoResponse",
        "TwoResponseAddress",
    ]


def test_as_many_owners_are_added_as_are_needed() -> None:
    one = holding("GET /one", Home={"Address": {"A": 1, "B": 2}, "H": 1})
    two = holding("GET /two", Work={"Address": {"X": 1, "Y": 2}, "W": 1})
    assert names(solve(one, two)) == [
        "Home",
        "HomeAddress",
        "OneResponse",
        "TwoResponse",
        "Work",
        "WorkAddress",
    ]


def test_labels_win() -> None:
    label = PageOf("GET /label").table("200", {"Owner": "Address", "Known": "boolean"})
    label.sample("200", {"Owner": {"A": 1, "B": 2}, "Known": True})
    other = holding("GET /other", Address={"X": 1, "Y": 2})
    assert names(solve(label, other)) == [
        "Address",
        "LabelResponse",
        "OtherResponse",
        "OtherResponseAddress",
    ]


def test_names_that_differ_in_case_alone_are_one_name() -> None:
    # Two files or two modules of that name would be one on some systems.
    one = holding("GET /one", URL={"A": 1, "B": 2})
    two = holding("GET /two", Url={"X": 1, "Y": 2})
    found = [name for name in names(solve(one, two)) if "rl" in name.lower()]
    assert found == ["OneResponseURL", "TwoResponseUrl"]


def test_labels_that_differ_in_case_alone_are_kept_apart() -> None:
    page = PageOf("GET /it").table("200", {"A": "Url", "B": "URL"})
    page.sample("200", {"A": {"X": 1}, "B": {"Y": 1}})
    assert [name for name in names(solve(page)) if "rl" in name.lower()] == ["ItResponseUrl", "URL"]
    assert listed(solve(page), "ItResponse") == {"A": "ItResponseUrl", "B": "URL"}


def test_properties_of_the_very_same_words_are_told_apart_by_a_digest() -> None:
    page = PageOf("GET /it").sample("200", {"my-key": {"A": 1}, "my_key": {"B": 1}})
    found = [name for name in names(solve(page)) if name != "ItResponse"]
    assert len(found) == 2
    assert all(name.startswith("ItResponseMyKey") for name in found)
    assert found == [name for name in names(solve(page)) if name != "ItResponse"]
    # ... which is of the property itself: another property changes neither
    more = PageOf("GET /it").sample(
        "200", {"my-key": {"A": 1}, "Other": {"C": 1}, "my_key": {"B": 1}}
    )
    assert set(found) < set(names(solve(more)))


def test_keys_that_read_the_same_because_of_dots_are_told_apart() -> None:
    page = PageOf("GET /it").body("200", "A").table("200", {"W": "A.b", "X": "C", "Y": "BC"})
    page.table("200", {"Q": "int32"}, "b.c").table("200", {"Z": "ABC"})
    page.sample("200", {"W": {"c": {"P": 1}}, "X": {"M": 1}, "Y": {"N": 1}, "Z": {"O": 1}})
    found = [name for name in names(solve(page)) if name.endswith("ABC")]
    assert found == ["AABC", "ABC", "ThingsABC"]


def test_a_merged_type_takes_the_commonest_of_its_names() -> None:
    value = {"Host": "x", "Port": 1, "A": 1, "B": 1, "C": 1, "D": 1}
    pages = [
        holding(f"GET /p{number}", **{name: value})
        for number, name in enumerate(("Server", "Origin", "Server", "Mirror"))
    ]
    resolution = solve(*pages)
    assert list(listed(resolution, "Server")) == list(value)
    assert listed(resolution, "P1Response")["Origin"] == "Server"
    assert listed(resolution, "P3Response")["Mirror"] == "Server"


TEXT = [{"value": "x", "language": "en"}]


def translated(**owners: tuple[str, ...]) -> PageOf:
    """A page with translations below several properties: each a list of texts by language."""
    page = PageOf("GET /it")
    return page.sample(
        "200",
        {owner: {"translations": dict.fromkeys(keys, TEXT)} for owner, keys in owners.items()},
    )


def test_a_type_that_many_properties_share_is_named_after_what_owns_them_all() -> None:
    resolution = solve(translated(office=("name", "directions"), subject=("title",)))
    assert names(resolution) == [
        "ItResponse",
        "Office",
        "OfficeTranslation",
        "Subject",
        "SubjectTranslation",
        "Translation",
    ]
    assert listed(resolution, "Translation") == {"value": "string", "language": "string"}
    assert listed(resolution, "OfficeTranslation") == {
        "name": "array<Translation>",
        "directions": "array<Translation>",
    }


def test_a_shared_type_leaves_its_name_to_a_label() -> None:
    page = translated(office=("name", "directions"))
    label = PageOf("GET /label").table("200", {"Owner": "Translation", "Known": "boolean"})
    label.sample("200", {"Owner": {"A": 1, "B": 2}, "Known": True})
    resolution = solve(page, label)
    assert listed(resolution, "Translation") == {"A": "integer", "B": "integer"}
    assert listed(resolution, "Office") == {"translations": "OfficeTranslation"}
    assert listed(resolution, "OfficeTranslation") == {
        "name": "array<TranslationDirection>",
        "directions": "array<TranslationDirection>",
    }


def test_a_type_shared_by_properties_of_several_owners_takes_a_property_s_name() -> None:
    value = {"Host": "x", "Port": 1}
    page = holding("GET /it", Home={"Web": value, "W": 1}, Work={"Mail": value, "M": 1})
    assert "Mail" in names(solve(page))


def test_options_of_a_union_are_named_by_the_union_and_their_value() -> None:
    page = PageOf("GET /it")
    for value, table in (("CARD", {"Number": ""}), ("bankTransfer", {"Iban": ""})):
        page.table("200", table, "payment", VariantStep("kind", (value, "other")))
    resolution = solve(page)
    assert names(resolution) == ["ItResponse", "Payment", "PaymentBankTransfer", "PaymentCard"]
    found = union(resolution, "Payment")
    assert found.discriminator == "kind"
    assert [(one.type, one.values) for one in found.variants] == [
        ("PaymentCard", ("CARD", "other")),
        ("PaymentBankTransfer", ("bankTransfer", "other")),
    ]


def test_a_union_that_nothing_tells_apart_has_no_discriminator() -> None:
    page = PageOf("GET /it")
    page.table("200", {"Number": ""}, "payment", VariantStep("", ("1",)))
    page.table("200", {"Iban": ""}, "payment", VariantStep("", ("2",)))
    found = union(solve(page), "Payment")
    assert found.discriminator is None
    assert [(one.type, one.values) for one in found.variants] == [
        ("Payment1", ()),
        ("Payment2", ()),
    ]


def test_unions_of_one_name_and_what_is_below_them() -> None:
    page = PageOf("GET /it")
    for owner in ("buyer", "seller"):
        page.table("200", {f"Id{owner}": ""}, owner)
        for value in ("a", "b"):
            step = VariantStep("kind", (value,))
            page.table("200", {f"{owner}{value}": ""}, owner, "payment", ITEMS, step)
    assert names(solve(page)) == [
        "Buyer",
        "BuyerPayment",
        "BuyerPaymentA",
        "BuyerPaymentB",
        "ItResponse",
        "Seller",
        "SellerPayment",
        "SellerPaymentA",
        "SellerPaymentB",
    ]


def colour(*values: str) -> Row:
    return Row(name="Colour", values=values)


def test_an_enum_is_named_by_its_property_and_shared() -> None:
    one = PageOf("GET /one").table("200", {"Colour": colour("red", "blue"), "A": ""})
    two = PageOf("GET /two").table("200", {"Colour": colour("red", "blue"), "B": ""})
    resolution = solve(one, two)
    assert names(resolution) == ["Colour", "OneResponse", "TwoResponse"]
    assert [one.value for one in enum(resolution, "Colour").values] == ["red", "blue"]
    assert len(enum(resolution, "Colour").sources) == 2


def test_an_enum_is_one_however_its_name_is_spelled() -> None:
    page = PageOf("GET /one").parameter("query", "colour", values=("red", "blue"))
    page.table("200", {"Colour": colour("red", "blue"), "A": ""})
    resolution = solve(page)
    assert names(resolution) == ["Colour", "OneResponse"]
    (parameter,) = resolution.spec.operations[0].parameters
    assert str(parameter.type) == "Colour"


def test_enums_of_one_name_and_other_values_are_led_by_their_owners() -> None:
    one = PageOf("GET /one").table("200", {"Colour": colour("red", "blue"), "A": ""})
    two = PageOf("GET /two").table("200", {"Colour": colour("cyan"), "B": ""})
    assert names(solve(one, two)) == [
        "OneResponse",
        "OneResponseColour",
        "TwoResponse",
        "TwoResponseColour",
    ]


def test_a_shared_enum_is_led_by_the_same_operation_whatever_pages_are_called() -> None:
    def named(first: str, second: str) -> list[str]:
        alpha = PageOf("GET /a", name="Alpha", page=first)
        beta = PageOf("GET /b", name="Beta", page=second)
        for page in (alpha, beta):
            page.parameter("query", "Colour", values=("red",))
        other = PageOf("GET /c").table("200", {"Colour": colour("cyan")})
        return names(solve(alpha, beta, other))

    assert named("1.md", "2.md") == named("2.md", "1.md")
    assert "ThingsAlphaColour" in named("2.md", "1.md")


def test_an_enum_of_a_parameter_is_led_by_its_operation() -> None:
    one = PageOf("GET /one", name="GetOne", group="Shop")
    one.parameter("query", "Colour", values=("red",))
    two = PageOf("GET /two").table("200", {"Colour": colour("cyan"), "B": ""})
    assert names(solve(one, two)) == ["ShopGetOneColour", "TwoResponse", "TwoResponseColour"]


def test_an_enum_of_whole_numbers_is_one_and_any_other_is_of_strings() -> None:
    page = PageOf("GET /it").table(
        "200", {"Level": Row(name="Level", values=(1, 2)), "Mix": Row(name="Mix", values=(1, "x"))}
    )
    resolution = solve(page)
    level, mix = enum(resolution, "Level"), enum(resolution, "Mix")
    assert (level.scalar, [one.value for one in level.values]) == ("integer", [1, 2])
    assert (mix.scalar, [one.value for one in mix.values]) == ("string", ["1", "x"])


@pytest.mark.parametrize("word", ["", "-", "1x", "日本", "class", "None", "'''\n"])
def test_every_name_is_an_identifier(word: str) -> None:
    page = PageOf("GET /it", name=word, group=word).sample("200", {word: {word: 1, "A": {word: 2}}})
    found = names(solve(page))
    assert all(name.isidentifier() and name[0].isupper() for name in found)
    assert len({name.lower() for name in found}) == len(found) == 3


def test_a_merged_body_is_named_by_the_shortest_of_its_operations() -> None:
    value = {"Host": "x", "Port": 1, "A": 1, "B": 1, "C": 1, "D": 1}
    pages = [
        PageOf(f"GET /{name}", name=name).sample("200", value) for name in ("HostOfAll", "Host")
    ]
    resolution = solve(*pages)
    assert names(resolution) == ["HostResponse"]
    assert object_type(resolution, "HostResponse").basis == "sampled"


def test_a_merged_answer_is_named_by_what_most_of_its_operations_are_about() -> None:
    value = {"Host": "x", "Port": 1, "A": 1, "B": 1, "C": 1, "D": 1}
    called = ("GetServer", "FindServer", "GetOrigin")
    pages = [PageOf(f"GET /{name}", name=name).sample("200", value) for name in called]
    assert names(solve(*pages)) == ["Server"]


def test_a_property_has_a_better_claim_to_a_name_than_an_answer() -> None:
    page = PageOf("GET /it", name="GetGuest").sample("200", {"Guest": {"A": 1}, "Total": 2})
    assert names(solve(page)) == ["GetGuestResponse", "Guest"]


def test_a_body_that_is_a_property_elsewhere_is_named_by_it() -> None:
    value = {"Host": "x", "Port": 1, "A": 1, "B": 1, "C": 1, "D": 1}
    body = PageOf("GET /GetAllHosts", name="GetAllHosts").sample("200", [value])
    held = holding("GET /held", Servers=[value])
    assert names(solve(body)) == ["Host"]
    assert names(solve(body, held)) == ["HeldResponse", "Server"]


def test_a_tree_is_not_named_by_its_own_branches() -> None:
    tree = {"A": 1, "B": 1, "C": 1, "Children": [{"A": 1, "B": 1, "C": 1, "Children": []}]}
    assert names(solve(PageOf("GET /it").sample("200", tree))) == ["ItResponse"]
    assert names(solve(holding("GET /it", Root=tree))) == ["ItResponse", "Root"]


def test_what_payloads_of_one_name_hold_is_led_by_what_tells_them_apart() -> None:
    pages = [
        PageOf(f"GET /{group}/it", name="Get", group=group).sample("200", {"Part": {name: 1}})
        for group, name in (("people", "A"), ("people", "B"), ("orders", "C"))
    ]
    pages[1] = PageOf("POST /people/it", name="Get", group="people").sample(
        "200", {"Part": {"B": 1}}
    )
    found = names(solve(*pages))
    assert not [name for name in found if name[-8:].isupper() and any(map(str.isdigit, name[-8:]))]
    assert {"OrdersGetResponsePart", "GetPostResponsePart"} <= set(found)
