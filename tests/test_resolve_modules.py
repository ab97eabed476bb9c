from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codegen.naming import words
from codegen.resolve.modules import COMMON, modules_of_groups, modules_of_types, with_operations
from codegen.spec import (
    Body,
    EnumType,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    Type,
    UnionType,
    Variant,
)
from codegen.typeexpr import parse
from codegen.typegraph import mentions


def kind(name: str, *types: str) -> ObjectType:
    properties = tuple(
        Property(name=f"p{number}", type=parse(text)) for number, text in enumerate(types)
    )
    return ObjectType(name=name, module="", properties=properties)


def op(module: str, *types: str) -> Operation:
    responses = tuple(
        Response(status=str(200 + number), body=Body(type=parse(text)))
        for number, text in enumerate(types)
    )
    return Operation(id="x", method="GET", path="/x", module=module, responses=responses)


def test_groups_become_modules() -> None:
    assert modules_of_groups(["ContactAgent", "Contact", "ContactAgent"]) == {
        "Contact": "contact",
        "ContactAgent": "contact_agent",
    }


def test_no_module_of_a_group_is_the_common_one_or_another_s() -> None:
    found = modules_of_groups(["common", "Common", "User", "user", "models", "model s", "", "con"])
    assert COMMON not in found.values()
    assert found["common"] == found["Common"] == "common_"
    assert found["User"] == found["user"] == "user"
    assert found["models"] == found["model s"]


def test_groups_of_the_same_letters_have_the_module_that_one_of_them_was_given() -> None:
    kept = {"driveitem": "driveitem", "List": "list_", "list": "list"}
    groups = ["DriveItem", "drive-item", "List", "list", "LIST"]
    assert modules_of_groups(groups, kept) == {
        "DriveItem": "driveitem",
        "drive-item": "driveitem",
        "List": "list_",
        "list": "list",
        "LIST": "list_",
    }


@given(st.lists(st.text(max_size=8), max_size=6))
def test_every_group_has_a_module(groups: list[str]) -> None:
    found = modules_of_groups(groups)
    assert set(found) == set(groups)
    assert COMMON not in found.values()
    shared = [
        {"".join(words(one)).casefold() or one for one in groups if found[one] == name}
        for name in set(found.values())
    ]
    assert all(len(one) == 1 for one in shared)
    assert all(name.isidentifier() for name in found.values())
    assert found == modules_of_groups(reversed(groups))


def test_a_page_s_group_is_the_operations_one_that_is_spelled_with_the_same_words() -> None:
    owners = {"Card": "gift-cards", "Ship": "vessel", "None": ""}
    assert with_operations(owners, ["Gift cards", "Vessels"]) == {**owners, "Card": "Gift cards"}


def test_a_type_of_one_module_is_its_own_and_of_two_is_common() -> None:
    types = [kind("A", "array<B>"), kind("B", "map<C> | int32"), kind("C"), kind("D"), kind("E")]
    assert modules_of_types(types, [op("one", "A"), op("two", "D"), op("three", "array<C>")]) == {
        "A": "one",
        "B": "one",
        "C": COMMON,
        "D": "two",
    }


def test_parameters_and_requests_reach_types_too() -> None:
    operation = Operation(
        id="x",
        method="GET",
        path="/x",
        module="one",
        parameters=(Parameter(name="p", location="query", type=parse("Colour")),),
        request=Body(type=parse("array<Order>")),
        responses=(Response(status="204"),),
    )
    types: list[Type] = [EnumType(name="Colour", module=""), kind("Order")]
    assert modules_of_types(types, [operation]) == {"Colour": "one", "Order": "one"}


def test_options_of_a_union_are_reached_through_it() -> None:
    union = UnionType(name="Pay", module="", variants=(Variant(type="Card"), Variant(type="Bank")))
    assert list(mentions(union)) == ["Card", "Bank"]
    assert list(mentions(EnumType(name="E", module=""))) == []
    types: list[Type] = [union, kind("Card"), kind("Bank", "Card")]
    found = modules_of_types(types, [op("one", "Pay"), op("two", "Bank")])
    assert found == {"Pay": "one", "Card": COMMON, "Bank": COMMON}


def test_types_that_need_each_other_share_a_module() -> None:
    types = [kind("A", "B"), kind("B", "C"), kind("C", "A")]
    for entry in "ABC":
        found = modules_of_types(types, [op("one", entry)])
        assert found == {"A": "one", "B": "one", "C": "one"}
    found = modules_of_types(types, [op("one", "A"), op("two", "C")])
    assert set(found.values()) == {COMMON}


NAMES = [f"T{number}" for number in range(7)]


@given(
    st.lists(st.lists(st.sampled_from(NAMES), max_size=3), min_size=7, max_size=7),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(NAMES)), max_size=5),
)
def test_references_run_from_modules_to_the_common_one_only(
    below: list[list[str]], entries: list[tuple[str, str]]
) -> None:
    types: list[Type] = [kind(name, *refs) for name, refs in zip(NAMES, below, strict=True)]
    operations = [op(module, name) for module, name in entries]
    found = modules_of_types(types, operations)
    for module, name in entries:
        assert found[name] in {module, COMMON}
    for one in types:
        if one.name not in found:
            continue
        for other in mentions(one):
            assert found[other] in {found[one.name], COMMON}
            assert found[one.name] != COMMON or found[other] == COMMON
