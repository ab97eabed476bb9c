"""What the name lock keeps, case by case: types, members, modules, operations, and their order."""

from __future__ import annotations

import msgspec
import pytest

from codegen.claims import Row
from codegen.namelock import NameLock, TypeLock
from codegen.naming import enum_members, field_names
from codegen.resolve import Resolution
from codegen.resolve.keep import merged
from codegen.resolve.modules import COMMON, modules_of_groups, modules_of_types, moved
from codegen.spec import EnumType, ObjectType
from tests.readings import PageOf, enum, listed, object_type, operation, solve
from tests.test_resolve_modules import kind, op


def named(resolution: Resolution) -> set[str]:
    return {one.name for one in resolution.spec.types}


def attributes(one: ObjectType) -> dict[str, str]:
    given = {prop.name: prop.attribute for prop in one.properties if prop.attribute}
    return field_names([prop.name for prop in one.properties], given)


def members(one: EnumType) -> dict[str | int, str]:
    given = {str(item.value): item.member for item in one.values if item.member}
    return enum_members([item.value for item in one.values], given)


def holding(key: str, name: str, value: object) -> PageOf:
    """A page with a sample of `value` in the property `name` of an answer of its own."""
    return PageOf(key).sample("200", {name: value, key.rpartition("/")[2].title(): 1})


# Types

A, B = {"A": 1, "B": 2}, {"X": 1, "Y": 2}


def test_what_comes_later_is_led_by_its_owner() -> None:
    one, two = holding("GET /one", "Address", A), holding("GET /two", "Address", B)
    assert "Address" in named(solve(one))
    assert {"OneResponseAddress", "TwoResponseAddress"} <= named(solve(one, two))
    after = solve(one, two, lock=solve(one).lock)
    assert {"Address", "TwoResponseAddress"} <= named(after)
    assert list(listed(after, "Address")) == ["A", "B"]


def test_a_label_that_comes_later_is_led_by_what_holds_it() -> None:
    one = holding("GET /one", "Address", A)
    two = PageOf("GET /two").table("200", {"Home": "Address"}).sample("200", {"Home": {"X": 1}})
    after = solve(one, two, lock=solve(one).lock)
    assert list(listed(after, "Address")) == ["A", "B"]
    assert listed(after, "TwoResponse") == {"Home": "TwoResponseAddress"}


def test_what_is_gone_keeps_its_name_for_when_it_comes_back() -> None:
    one, two = holding("GET /one", "Address", A), holding("GET /two", "Address", B)
    first = solve(one)
    between = solve(two, lock=first.lock)
    assert "TwoResponseAddress" in named(between)
    assert between.lock.types["Address"].retired
    assert between.lock.types["Address"].places == ("OneResponse.Address",)
    both = solve(one, two, lock=between.lock)
    assert list(listed(both, "Address")) == ["A", "B"]
    assert not both.lock.types["Address"].retired


def labelled(key: str, name: str, label: str, value: object) -> PageOf:
    """The page of `holding`, with the label of the property in a table."""
    return holding(key, name, value).table("200", {name: label})


def test_two_types_that_turn_out_as_one_have_the_name_of_more_places() -> None:
    value = {"Host": "x", "Port": 1, "Path": "y"}
    pages = [labelled(f"GET /{one}", "Server", "Server", value) for one in ("two", "three")]
    first = solve(holding("GET /one", "Mirror", {"Host": "x"}), *pages)
    assert {"Mirror", "Server"} <= named(first)
    known = solve(labelled("GET /one", "Mirror", "Server", value), *pages, lock=first.lock)
    assert listed(known, "OneResponse") == {"Mirror": "Server", "One": "integer"}
    assert "Mirror" not in named(known)
    assert known.lock.types["Mirror"].retired
    # What had made them one is gone again, and each has the name that it had.
    again = solve(holding("GET /one", "Mirror", {"Host": "x"}), *pages, lock=known.lock)
    assert again.spec == first.spec


def test_what_is_below_a_type_that_became_another_keeps_its_name() -> None:
    inner = {"Street": "x", "City": "y"}
    value = {"Host": "x", "Port": 1, "Path": "y", "Site": None}
    pages = [labelled(f"GET /{one}", "Server", "Server", value) for one in ("two", "three")]
    first = solve(holding("GET /one", "Mirror", {"Host": "x", "Site": inner}), *pages)
    assert first.lock.types["Site"].places == ("Mirror.Site",)
    one = labelled("GET /one", "Mirror", "Server", value | {"Site": inner})
    known = solve(one, *pages, lock=first.lock)
    assert listed(known, "OneResponse")["Mirror"] == "Server"
    assert listed(known, "Server")["Site"] == "Site"
    assert known.lock.types["Site"].places == ("Mirror.Site", "Server.Site")


def test_a_type_that_turns_out_as_two_is_the_one_of_most_places() -> None:
    value = {"Host": "x", "Port": 1}
    pages = [
        holding("GET /one", "Server", value),
        holding("GET /two", "Server", value),
        holding("GET /three", "Server", value),
    ]
    first = solve(*pages)
    other = holding("GET /three", "Server", {"Wine": 1, "Food": 2, "Tip": 3})
    then = solve(*pages[:2], other, lock=first.lock)
    assert list(listed(then, "Server")) == ["Host", "Port"]
    assert listed(then, "ThreeResponse")["Server"] == "ThreeResponseServer"


def test_an_enum_is_known_by_where_it_stands_not_by_its_values() -> None:
    def page(key: str, *values: str) -> PageOf:
        own = key.rpartition("/")[2].title()
        return PageOf(key).table("200", {"Colour": Row(name="Colour", values=values), own: ""})

    first = solve(page("GET /one", "red"), page("GET /two", "sun", "rain"))
    assert {"OneResponseColour", "TwoResponseColour"} <= named(first)
    then = solve(page("GET /one", "red", "blue"), lock=first.lock)
    assert [one.value for one in enum(then, "OneResponseColour").values] == ["red", "blue"]


def test_an_enum_of_a_parameter_is_known_by_it() -> None:
    def page(*values: str) -> PageOf:
        return PageOf("GET /one", name="One").parameter("query", "sort", "string", values=values)

    first = solve(page("up"))
    (name,) = named(first)
    assert first.lock.types[name].places == ("GET /one query sort",)
    then = solve(page("up", "down"), PageOf("GET /sort", name="Sort").sample("200", A))
    lock = solve(page("up", "down"), lock=first.lock).lock
    assert lock.types[name].members == {"up": "UP", "down": "DOWN"}
    assert name in named(then)


def test_a_name_that_the_user_gives_is_used_and_one_that_he_deletes_is_derived() -> None:
    page = holding("GET /one", "Address", {**A, "Geo": {**B, "Unit": {"U": 1, "V": 1}}})
    first = solve(page)
    assert {"Address", "Geo", "Unit"} <= named(first)
    types = dict(first.lock.types)
    address = types.pop("Address")
    # What is below the type is found below it all the same.
    given = solve(page, lock=msgspec.structs.replace(first.lock, types={"Place": address, **types}))
    assert listed(given, "OneResponse")["Address"] == "Place"
    assert listed(given, "Place")["Geo"] == "Geo"
    assert given.lock.types["Geo"].places == ("Place.Geo",)
    derived = solve(page, lock=msgspec.structs.replace(given.lock, types=types))
    assert derived.spec == first.spec
    assert derived.lock == first.lock


def test_options_of_a_union_are_known_by_the_values_that_choose_them() -> None:
    lock = NameLock(types={"Card": TypeLock(places=("Pay<kind=card>",))})
    assert solve(PageOf("GET /one").sample("200", A), lock=lock).lock.types["Card"].retired


# Members


@pytest.mark.parametrize(
    ("known", "found", "expected"),
    [
        ("", "abc", "abc"),
        ("abc", "cba", "abc"),
        ("abc", "axc", "abxc".replace("bx", "xb")),
        ("abc", "abcx", "abcx"),
        ("abc", "xabc", "xabc"),
        ("abc", "xyc", "abxyc"),
        ("abc", "xy", "abcxy"),
        ("abc", "xxa", "xabc"),
        ("ab", "", "ab"),
    ],
)
def test_what_is_new_goes_beside_its_neighbours(known: str, found: str, expected: str) -> None:
    assert "".join(merged(list(known), list(found))) == expected


def page_of(*properties: str) -> PageOf:
    return PageOf("GET /it").table("200", dict.fromkeys(properties, "int32"))


def test_a_property_keeps_its_python_name_when_another_one_asks_for_it() -> None:
    first = solve(page_of("user_id", "Name"))
    second = solve(page_of("user-id", "user_id", "Name"), lock=first.lock)
    found = object_type(second, "ItResponse")
    assert attributes(found) == {"user-id": "user_id_", "user_id": "user_id", "Name": "name"}
    # Only names that are not those derived are written down.
    assert [prop.attribute for prop in object_type(first, "ItResponse").properties] == ["", ""]
    third = solve(page_of("user-id", "Name"), lock=second.lock)
    assert attributes(object_type(third, "ItResponse"))["user-id"] == "user_id_"
    assert solve(page_of("user-id", "user_id", "Name"), lock=third.lock).spec == second.spec


def test_a_value_keeps_its_member_and_its_place() -> None:
    def page(*values: str) -> PageOf:
        return PageOf("GET /it").table("200", {"Kind": Row(name="Kind", values=values)})

    first = solve(page("in use", "open"))
    then = enum(solve(page("in-use", "open", "in use", "x"), lock=first.lock), "Kind")
    assert [item.value for item in then.values] == ["in use", "x", "in-use", "open"]
    assert members(then) == {
        "in-use": "in_use_VALUE",
        "in use": "IN_USE",
        "open": "OPEN",
        "x": "X",
    }


def test_properties_keep_their_order_though_a_fuller_table_has_another() -> None:
    one = PageOf("GET /a", page="m.md").body("200", "Thing")
    one.table("200", dict.fromkeys("CB", "int32"))
    two = PageOf("GET /z", page="a.md").body("200", "Thing")
    two.table("200", dict.fromkeys("ABDC", "int32"))
    assert list(listed(solve(one, two), "Thing")) == ["A", "B", "D", "C"]
    then = solve(one, two, lock=solve(one).lock)
    assert list(listed(then, "Thing")) == ["C", "A", "B", "D"]
    assert [source.page for source in object_type(then, "Thing").sources] == ["m.md", "a.md"]


# Operations


def test_an_operation_keeps_its_id_when_the_one_that_led_to_it_is_gone() -> None:
    one, two = PageOf("GET /list", name="List"), PageOf("POST /list", name="List")
    both = solve(one, two)
    alone = solve(one, lock=both.lock)
    assert operation(alone, "GET /list").id == operation(both, "GET /list").id != "things_list"
    # The name of what is gone is not given to another.
    third = PageOf("PUT /list", name="List")
    ids = {one.id for one in solve(one, third, lock=both.lock).spec.operations}
    assert ids == {"things_list_get", "things_list"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("GET /v1/things/{id}", "GET /v1/things/{thingId}"),
        ("GET /v1/things/{id}", "GET /v2.1/things/{id}"),
        ("GET /api/V1/my things", "GET /api/v2/my things"),
    ],
)
def test_names_that_rest_on_the_path_follow_an_operation(old: str, new: str) -> None:
    def page(key: str, **more: int) -> PageOf:
        return PageOf(key, name="Thing").sample("200", {"Part": A | more, "Own": 1})

    def posted(key: str) -> PageOf:
        return PageOf(key.replace("GET", "POST"), name="Thing")

    # Another operation of the same name, so that the path is in the ids of both.
    before = solve(page(old), posted(old))
    after = solve(page(new, C=3), posted(new), lock=before.lock)
    for key, then in ((new, old), (new.replace("GET", "POST"), old.replace("GET", "POST"))):
        assert operation(after, key).id == operation(before, then).id != "things_thing"
        assert then not in after.lock.operations
    assert named(before) == named(after)
    assert list(listed(after, "Part")) == ["A", "B", "C"]


# Modules


def test_a_group_keeps_its_module() -> None:
    kept = {"user": "user", "Gone": "ticket"}
    assert modules_of_groups(["User", "user", "Ticket"], kept) == {
        "Ticket": "ticket_",
        "User": "user",
        "user": "user",
    }


def test_a_type_stays_in_its_module_though_another_needs_it() -> None:
    types = [kind("A", "B"), kind("B"), kind("C", "A")]
    operations = [op("one", "A"), op("two", "C")]
    assert modules_of_types(types, operations) == {"A": COMMON, "B": COMMON, "C": "two"}
    kept = {"A": "one", "B": "one"}
    assert modules_of_types(types, operations, kept) == {"A": "one", "B": "one", "C": "two"}


def test_a_new_type_goes_where_it_makes_no_circle() -> None:
    # N is needed by two modules, so it would be common; A needs a common type, and N needs A.
    types = [kind("A", "L"), kind("L"), kind("N", "A"), kind("X", "L")]
    operations = [op("one", "A", "N"), op("two", "N", "X")]
    kept = {"A": "one", "L": COMMON}
    found = modules_of_types(types, operations, kept)
    assert found == {"A": "one", "L": COMMON, "N": "one", "X": "two"}
    assert list(moved(found, kept)) == []


def test_types_move_only_out_of_a_circle() -> None:
    types = [kind("A", "B", "L"), kind("B", "A"), kind("C"), kind("L")]
    operations = [op("one", "A"), op("two", "B", "C")]
    kept = {"A": "one", "B": "two", "C": "two", "L": COMMON}
    found = modules_of_types(types, operations, kept)
    assert found == {"A": COMMON, "B": COMMON, "C": "two", "L": COMMON}
    findings = list(moved(found, kept))
    assert [(one.code, one.severity) for one in findings] == [("type-moved", "info")] * 2
    assert "A moved from the module one to common" in findings[0].message


def test_a_new_type_moves_rather_than_a_known_one() -> None:
    types = [kind("A", "N"), kind("B"), kind("N", "B"), kind("D", "A")]
    operations = [op("one", "A"), op("two", "B", "D", "N")]
    kept = {"A": "one", "B": "two"}
    found = modules_of_types(types, operations, kept)
    assert found["A"] == "one"
    assert found["B"] == "two"


def test_no_references_run_in_a_circle_whatever_is_kept() -> None:
    names = "ABCDEF"
    types = [kind(name, names[(at + 1) % 6], names[(at + 3) % 6]) for at, name in enumerate(names)]
    operations = [op(module, *names) for module in ("one", "two", "three")]
    kept = dict(zip(names, ("one", "two", "three", "one", "two", "three"), strict=True))
    assert set(modules_of_types(types, operations, kept).values()) == {COMMON}


def test_the_lock_holds_the_modules_and_the_groups() -> None:
    page = PageOf("GET /one", group="Sales Agent").sample("200", {"Address": A, "One": 1})
    lock = solve(page).lock
    assert lock.modules == {"Sales Agent": "sales_agent"}
    assert lock.operations == {"GET /one": "sales_agent_one"}
    assert lock.types["Address"] == TypeLock(
        module="sales_agent",
        source="GET-_one.md#",
        places=("OneResponse.Address",),
        members={"A": "a", "B": "b"},
    )


# Operations that move


def shown(key: str, name: str = "List", group: str = "People") -> PageOf:
    return PageOf(key, name=name, group=group).sample("200", {"Address": A, "Id": 1})


def ids(resolution: Resolution) -> dict[str, str]:
    return {f"{one.method} {one.path}": one.id for one in resolution.spec.operations}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("GET /v1/people", "GET /v2/people"),
        ("GET /people", "QUERY /people"),
        ("GET /people/{id}", "GET /people/{personId}"),
        ("GET /v1/people/{id}", "POST /v2/people/{id}/all"),
    ],
)
def test_an_operation_that_moves_keeps_its_name_and_those_of_its_types(old: str, new: str) -> None:
    first = solve(shown(old))
    after = solve(shown(new), lock=first.lock)
    assert list(ids(after)) == [new]
    assert list(ids(after).values()) == list(ids(first).values())
    assert named(after) == named(first)
    # And so it does when it moves back.
    assert ids(solve(shown(old), lock=after.lock)) == ids(first)


def test_a_path_alone_tells_where_an_operation_went_that_has_another_name() -> None:
    first = solve(shown("GET /people/{id}"))
    after = solve(shown("GET /people/{personId}", name="Find"), lock=first.lock)
    assert ids(after) == {"GET /people/{personId}": "people_list"}


def test_what_is_still_there_has_not_moved() -> None:
    first = solve(shown("GET /v1/people"))
    after = solve(shown("GET /v1/people"), shown("GET /v2/people"), lock=first.lock)
    assert ids(after)["GET /v1/people"] == "people_list"
    assert ids(after)["GET /v2/people"] != "people_list"


def test_one_of_two_that_may_be_it_is_not_taken_for_it() -> None:
    first = solve(shown("GET /v1/people"))
    after = solve(shown("GET /v2/people"), shown("GET /v3/people"), lock=first.lock)
    assert "people_list" not in ids(after).values()
