from __future__ import annotations

import pytest

from codegen.claims import Row
from codegen.resolve import Resolution, resolve
from codegen.spec import EnumValue, Instance
from codegen.typeexpr import parse
from tests.definitions import TypesOf, described, typed
from tests.readings import PageOf, enum, listed, object_type, operation, solve

ROOM = {"id": "string", "name": "string", "floor": "int32"}


def types_of(resolution: Resolution) -> list[str]:
    return [one.name for one in resolution.spec.types]


def modules_of(resolution: Resolution) -> dict[str, str]:
    return {one.name: one.module for one in resolution.spec.types}


def codes(resolution: Resolution) -> set[str]:
    return {one.code for one in resolution.diagnostics}


def test_types_stay_that_no_operation_uses() -> None:
    page = TypesOf("room.md", group="Rooms").define("Room", ROOM, description="A room.")
    page.define("Door", {"room": "Room", "lock": ""}).values("Colour", "red", "blue")
    found = solve(page)
    assert modules_of(found) == {"Room": "rooms", "Door": "rooms", "Colour": "rooms"}
    assert listed(found, "Door") == {"room": "Room", "lock": "any"}
    assert object_type(found, "Room").description == "A room."
    assert [one.page for one in object_type(found, "Room").sources] == ["room.md"] * 2
    assert not found.diagnostics


def test_modules_are_those_of_use_or_else_of_the_group() -> None:
    page = TypesOf("room.md", group="Rooms").define("Room", {**ROOM, "desk": "Desk"})
    page.define("Desk", {"legs": "int32"}).define("Alone", {"x": "Room", "y": "Own"})
    other = TypesOf("own.md").define("Own", {"z": "string"})
    op = PageOf("GET /desks", group="Desks").body("200", "Desk")
    both = PageOf("GET /chairs", group="Chairs").body("200", "Chair").parameter("query", "d", "Own")
    chair = TypesOf("chair.md", group="Rooms").define("Chair", {"seat": "string"})
    assert modules_of(solve(page, other, op, both, chair)) == {
        "Room": "rooms",
        "Desk": "desks",
        "Alone": "rooms",
        "Own": "chairs",
        "Chair": "chairs",
    }


def test_a_type_of_no_group_is_common() -> None:
    assert modules_of(solve(TypesOf("a.md").define("A", {"x": "string"}))) == {"A": "common"}


def test_bodies_and_properties_are_of_the_documented_type() -> None:
    page = TypesOf("room.md").define("Room", ROOM).values("Colour", "red", "blue")
    op = PageOf("PUT /rooms").body("request", "Room").body("200", "array<Rooms>")
    op.parameter("query", "colour", "array<Colour>").parameter("query", "like", "Room")
    op.table("200", {})
    found = operation(solve(page, op), "PUT /rooms")
    assert found.request is not None
    assert str(found.request.type) == "Room"
    assert [str(one.body.type) for one in found.responses if one.body] == ["array<Room>"]
    assert [str(one.type) for one in found.parameters] == ["array<Colour>", "Room"]


def test_samples_of_operations_and_definitions_fill_the_type() -> None:
    page = TypesOf("room.md").define("Room", {**ROOM, "more": ""}).sample({"more": True})
    shown = {"id": "a", "extra": 1, "name": "b"}
    op = PageOf("GET /room").body("200", "Room").sample("200", shown)
    other = PageOf("PUT /room").body("200", "Room").sample("200", {**shown, "floor": 1})
    found = solve(page, op, other)
    assert listed(found, "Room") == {**ROOM, "more": "boolean", "extra": "integer"}


@pytest.mark.parametrize(
    ("open_", "type_"), [(True, "array<Extension>"), (False, "array<ContactExtension>")]
)
def test_rows_of_other_pages_say_nothing_against_an_open_type(type_: str, *, open_: bool) -> None:
    page = TypesOf("extension.md").define("Extension", {"id": "string"}, open=open_)
    rows = {"name": "string", "extensions": "array<Extension>"}
    page.define("Contact", rows)
    op = PageOf("POST /contacts").body("request", "Contact").table("request", rows)
    op.table("request", {"extensionName": "string"}, "extensions", "[]")
    assert listed(solve(page, op), "Contact")["extensions"] == type_


@pytest.mark.parametrize(
    ("own", "other", "extra"),
    [
        ({}, {"id": "a", "name": "b", "extra": 1}, False),  # one page against the type's table
        ({"extra": 1}, {"id": "a"}, True),  # its own page shows it
    ],
)
def test_a_property_that_one_other_page_shows_is_left_out(
    own: dict[str, object], other: dict[str, object], *, extra: bool
) -> None:
    page = TypesOf("room.md").define("Room", ROOM).sample({"id": "a", **own})
    found = solve(page, PageOf("GET /room").body("200", "Room").sample("200", other))
    assert listed(found, "Room") == {**ROOM, **({"extra": "integer"} if extra else {})}


def test_a_type_that_a_sample_names_yields_to_a_table_of_any_page() -> None:
    page = TypesOf("room.md").define("Room", ROOM)
    word = Row(name="floor", type=parse("string"), sampled=True)
    op = PageOf("GET /room").body("200", "Room").table("200", {"id": "string", "floor": word})
    assert listed(solve(page, op), "Room") == ROOM


def test_a_type_without_a_table_is_what_samples_show() -> None:
    page = TypesOf("room.md").define("Room", {}).sample({"id": "a"})
    op = PageOf("GET /room").body("200", "Room").sample("200", {"id": "a", "extra": 1})
    assert listed(solve(page, op), "Room") == {"id": "string", "extra": "integer"}


def test_values_listed_at_a_property_of_a_documented_type_are_of_its_properties() -> None:
    page = TypesOf("room.md").define("Room", ROOM)
    size = Row(name="sizes", type=parse("array<Room>"), values=("small", "large"))
    op = PageOf("GET /house").table("200", {"id": "string", "sizes": size}).body("200", "House")
    assert listed(solve(page, op), "House") == {"id": "string", "sizes": "array<Room>"}


def test_of_two_tables_the_one_that_a_sample_bears_out_is_believed() -> None:
    room = TypesOf("room.md").define("Room", {"open": "boolean", "id": "string"})
    said = PageOf("PUT /room").body("request", "Room").table("request", {"open": "string"})
    assert listed(solve(room, said), "Room")["open"] == "boolean | string"
    said.sample("request", {"open": True})
    assert listed(solve(room, said), "Room")["open"] == "boolean"
    either = TypesOf("room.md").define("Room", {"open": "boolean | string", "id": "string"})
    assert listed(solve(either, said), "Room")["open"] == "boolean | string"


def test_an_empty_object_in_place_of_a_value_is_reported() -> None:
    page = TypesOf("colour.md").values("Colour", "red", "blue")
    op = PageOf("GET /door").table("200", {"id": "string", "colour": "Colour"}).body("200", "Door")
    found = solve(page, op.sample("200", {"colour": {}}).sample("200", {"colour": "red"}))
    assert listed(found, "Door")["colour"] == "Colour"
    (one,) = found.diagnostics
    assert one.message == "Door.colour: documented as Colour, a sample shows an object"


def test_an_object_that_names_its_own_type_is_of_that() -> None:
    page = TypesOf("pets.md").define("Pet", {"id": "string"})
    page.define("Cat", {"id": "string", "purrs": "boolean"})
    cat = {"@odata.type": "#zoo.Cat", "id": "a", "purrs": True, "lives": 9}
    pets = {"value": [cat, {"id": "b", "age": 2}]}
    one = PageOf("GET /pets").table("200", {"value": "array<Pet>"}).sample("200", pets)
    two = PageOf("GET /old").table("200", {"value": "array<Pet>"})
    two.sample("200", {"value": [{**cat, "name": "c"}, {"id": "b", "age": 2, "x": 1}]})
    found = solve(page, one, two)
    assert listed(found, "Pet") == {"id": "string", "age": "integer"}
    assert listed(found, "Cat").keys() == {"id", "purrs", "@odata.type", "lives"}


def test_a_place_is_also_of_the_types_that_its_objects_name() -> None:
    page = TypesOf("pets.md").define("Pet", {"id": "string", "age": "int32"})
    page.define("Cat", {"id": "string", "purrs": "boolean"}).define("Old", {"age": "int32"})
    pet, plain = {"@odata.type": "#zoo.pet", "id": "b"}, {"id": "b"}
    cat, again = ({"@odata.type": text, "id": "a", "purrs": True} for text in ("#zoo.Cat", "cat"))
    old = {"@odata.type": "#zoo.old", "age": 3}
    shown = {"value": [cat, again, plain, pet, old]}
    one = PageOf("GET /pets", name="Pets").table("200", {"value": "array<Pet>"})
    found = solve(page, one.sample("200", shown))
    (answer,) = operation(found, "GET /pets").responses
    assert answer.body is not None
    # Old has nothing that Pet has not.
    assert listed(found, str(answer.body.type)) == {"value": "array<Cat | Pet>"}
    said = Instance(property="@odata.type", values=("#zoo.Cat", "cat"))
    assert object_type(found, "Cat").instance == said
    # Where a Pet is expected, an object may name a type that the place is no union for.
    pets = Instance(property="@odata.type", values=("#zoo.pet",), inherited=True)
    assert object_type(found, "Pet").instance == pets


def test_objects_that_all_name_their_types_are_of_these() -> None:
    page = TypesOf("pets.md").define("Cat", {"id": "string", "purrs": "boolean"})
    page.define("Dog", {"id": "string", "barks": "boolean"})
    cat, dog = {"@type": "Cat", "purrs": True}, {"@type": "Dog", "barks": True}
    shown = {"mine": cat, "all": [cat, dog], "some": [cat, {"id": "x", "size": 1}]}
    found = solve(page, PageOf("GET /pets", name="Pets").sample("200", shown))
    (answer,) = operation(found, "GET /pets").responses
    assert answer.body is not None
    types = listed(found, str(answer.body.type))
    assert types["mine"] == "Cat"
    assert types["all"] == "array<Cat | Dog>"
    assert types["some"] == "array<Cat | Some>"
    assert listed(found, "Some") == {"id": "string", "size": "integer"}


def test_what_contradicts_the_type_that_an_object_names_is_reported_there() -> None:
    page = TypesOf("pets.md").define("Pet", {"id": "string"})
    page.define("Cat", {"id": "string", "lives": "object"})
    pets = {"value": [{"__typename": "Cat", "id": "a", "lives": 9}]}
    op = PageOf("GET /pets").table("200", {"value": "array<Pet>"}).sample("200", pets)
    (one,) = solve(page, op).diagnostics
    assert one.code == "type-contradicts-sample"
    assert one.message.startswith("Cat.lives")
    assert "GET-_pets.md" in {place.path for place in one.related}


def test_pages_about_one_operation_share_out_what_it_answers_with() -> None:
    cat, dog = {"id": "string", "purrs": "boolean"}, {"id": "string", "barks": "boolean"}
    far = {"owner": "string", "vet": "string", "home": "string"}
    types = TypesOf("pets.md").define("Cat", {**cat, **far}).define("Dog", {**dog, **far})
    pages = [
        PageOf("GET /pets", page=f"{label}.md")
        .table("200", {"value": f"array<{label}>"})
        .sample("200", {"value": [{"id": "a", name: True}]})
        for label, name in (("Cat", "purrs"), ("Dog", "barks"))
    ]
    found = solve(types, *pages)
    assert listed(found, "Cat") == {**cat, **far}
    assert listed(found, "Dog") == {**dog, **far}
    (answer,) = operation(found, "GET /pets").responses
    assert answer.body is not None
    assert listed(found, str(answer.body.type)) == {"value": "array<Cat | Dog>"}


def test_what_does_not_fit_a_documented_type_is_overruled_there() -> None:
    page = TypesOf("room.md").define("Room", ROOM)
    op = PageOf("GET /rooms", name="ListRooms").body("200", "Room")
    op.sample("200", {"value": [], "count": 2, "next": "x"})
    lying = PageOf("GET /lies", name="Lies").body("200", "Room").table("200", {"a": "", "b": ""})
    again = PageOf("GET /more", name="More").body("200", "Room").table("200", {"a": "", "b": ""})
    found = solve(page, op, lying, again)
    assert listed(found, "Room") == ROOM
    for key in ("GET /rooms", "GET /lies", "GET /more"):
        body = operation(found, key).responses[0].body
        assert body is not None
        assert str(body.type) != "Room"
    assert codes(found) == {"label-overruled"}


def test_what_a_sample_says_of_the_object_itself_does_not_count() -> None:
    page = TypesOf("room.md").define("Room", ROOM).define("Has", {"room": "Room"})
    found = solve(page.sample({"room": {"@type": "#room", "$id": "1"}}))
    assert listed(found, "Has") == {"room": "Room"}


def test_a_labelled_scalar_in_samples_contradicts_a_documented_object() -> None:
    page = TypesOf("room.md").define("Room", ROOM).define("Has", {"room": "Room"})
    page.sample({"room": "r1"})
    found = solve(page)
    assert "type-contradicts-sample" in codes(found)
    assert listed(found, "Has") == {"room": "string"}


def test_options_that_are_documented_are_all_options() -> None:
    page = TypesOf("a.md").define("Cat", {"purrs": "boolean"}).define("Dog", {"barks": "boolean"})
    page.values("Code", 1, 2).define("Has", {"pet": "Cat | Dog", "all": "array<Cat | Code | Dog>"})
    page.define("Is", {"code": "Code | string", "mixed": "Cat | Code"})
    found = solve(page)
    assert listed(found, "Has") == {"pet": "Cat | Dog", "all": "array<Cat | Code | Dog>"}
    assert listed(found, "Is") == {"code": "Code | string", "mixed": "Cat | Code"}


@pytest.mark.parametrize(
    ("said", "shown", "type_"),
    [
        ("string | array<integer>", None, "array<integer> | string"),
        ("string | array<integer>", [1, 2], "array<integer> | string"),
        ("string | array<integer>", "a", "array<integer> | string"),
        ("string | array<array<number>>", None, "array<array<number>> | string"),
        ("string | Cat", None, "Cat | string"),
        ("string | array<Cat>", None, "array<Cat> | string"),
        ("Cat | array<Cat>", None, "Cat | array<Cat>"),
        ("array<string | array<Cat>>", None, "array<array<Cat> | string>"),
        ("Code | array<Code>", None, "Code | array<Code>"),
        ("string | array<Unheard>", None, "array<Unheard> | string"),
        ("string | array<Cat>", [{"purrs": True}], "array<Cat>"),
    ],
)
def test_an_array_is_one_of_several_options(said: str, shown: object, type_: str) -> None:
    page = TypesOf("a.md").define("Cat", {"purrs": "boolean"}).values("Code", 1, 2)
    page.define("Has", {"all": said})
    found = solve(page if shown is None else page.sample({"all": shown}))
    assert listed(found, "Has") == {"all": type_}


def test_a_sample_tells_which_option_it_shows() -> None:
    page = TypesOf("a.md").define("Cat", {"purrs": "boolean"}).define("Dog", {"barks": "boolean"})
    page.define("Has", {"pet": "Cat | Dog"}).sample({"pet": {"barks": True, "tail": 1}})
    found = solve(page)
    assert listed(found, "Cat") == {"purrs": "boolean"}
    assert listed(found, "Dog") == {"barks": "boolean", "tail": "integer"}
    assert listed(found, "Has") == {"pet": "Cat | Dog"}


def test_pages_about_one_operation_document_a_case_of_it_each() -> None:
    """Each page sends a type of its own to the one address, with a table much like the others'."""
    common = {"id": "string", "name": "string", "made": "date", "size": "int32"}
    pages: list[TypesOf | PageOf] = []
    for word in ("Cat", "Dog", "Fox"):
        own = {**common, f"{word.lower()}Food": "string"}
        pages.append(TypesOf(f"{word}.md").define(word, own))
        sample = {"id": "a", f"{word.lower()}Food": "c", f"{word.lower()}Extra": True}
        for file, shown in (("add", sample), ("new", {**sample, "name": "b"})):
            page = PageOf("POST /pets", name="AddPet", page=f"{file}-{word}.md")
            page.body("request", word).table("request", own)
            pages.append(page.sample("request", shown))
    found = solve(*pages)
    for word in ("Cat", "Dog", "Fox"):
        more = {f"{word.lower()}Food": "string", f"{word.lower()}Extra": "boolean"}
        assert listed(found, word) == {**common, **more}
    request = operation(found, "POST /pets").request
    assert request is not None
    assert str(request.type) == "Cat | Dog | Fox"
    assert solve(*reversed(pages)).spec == found.spec


# --- enums ------------------------------------------------------------------------------------


COLOURS = (
    EnumValue(value=1, name="RED", description="Like fire."),
    EnumValue(value=2, name="BLUE"),
)


def of_colour(row: Row | str, name: str = "x") -> Resolution:
    page = TypesOf("a.md").values("Colours", *COLOURS, anchors=("colours",), description="Paints.")
    page.values("Names", "Red", "Blue", anchors=("names",))
    return solve(page.define("Has", {name: row}))


@pytest.mark.parametrize(
    ("row", "type_"),
    [
        ("Colours", "Colours"),
        ("Colour", "Colours"),
        ("array<Colour>", "array<Colours>"),
        ("map<Colour>", "map<Colours>"),
        (typed("x", "Paint", "#colours"), "Colours"),
        (described("x", "int32", "#colours"), "Colours"),
        (described("x", "array<integer>", "#colours"), "array<Colours>"),
        (described("x", "string", "#colours"), "string"),  # of another JSON type
        (described("x", "string", "#names"), "Names"),
        (described("x", "date", "#names"), "date"),
        (described("x", "integer | string", "#names"), "integer | string"),
        (described("x", "int32", "#colours", "#names"), "int32"),  # of two, no one
        (described("x", "", "#colours"), "any"),  # nothing shows what it is
        (described("x", "Other", "#colours"), "Other"),
        (described("x", "int32", "#elsewhere"), "int32"),
    ],
)
def test_values_are_those_of_the_type_that_is_named_or_linked(row: Row | str, type_: str) -> None:
    found = of_colour(row)
    assert listed(found, "Has") == {"x": type_}
    assert enum(found, "Colours").values == COLOURS
    assert enum(found, "Colours").description == "Paints."
    assert [one.heading for one in enum(found, "Colours").sources] == ["Colours"]


def test_a_sample_shows_what_a_linked_property_is() -> None:
    page = TypesOf("a.md").values("Colours", *COLOURS, anchors=("colours",))
    page.define("Has", {"x": described("x", "", "#colours")}).sample({"x": 2})
    assert listed(solve(page), "Has") == {"x": "Colours"}


def test_samples_contradict_a_link() -> None:
    page = TypesOf("a.md").values("Colours", *COLOURS, anchors=("colours",))
    page.define("Has", {"x": described("x", "int32", "#colours", values=(7, 8))})
    found = solve(page.sample({"x": 7}))
    assert listed(found, "Has") == {"x": "X"}
    assert enum(found, "Colours").values == COLOURS
    assert not enum(found, "Colours").contradicted


def test_samples_contradict_a_documented_list() -> None:
    page = TypesOf("a.md").values("Colours", *COLOURS).define("Has", {"x": "Colours"})
    found = solve(page.sample({"x": 7}).sample({"x": 8}))
    assert listed(found, "Has") == {"x": "Colours"}
    assert enum(found, "Colours").contradicted
    (finding,) = [one for one in found.diagnostics if one.code == "value-not-listed"]
    assert "lists the values" in {one.message for one in finding.related}


def test_a_value_that_the_list_forgot_is_added() -> None:
    page = TypesOf("a.md").values("Colours", *COLOURS).define("Has", {"x": "Colours"})
    found = enum(solve(page.sample({"x": 1}).sample({"x": 2}).sample({"x": 3})), "Colours")
    assert [(one.value, one.basis) for one in found.values[2:]] == [(3, "sampled")]
    assert not found.contradicted


def test_values_of_a_row_do_not_add_to_a_documented_list() -> None:
    row = Row(name="x", type=parse("Colours"), values=(2, 9))
    assert enum(of_colour(row), "Colours").values == COLOURS


def test_parameters_have_documented_values_too() -> None:
    page = TypesOf("a.md").values("Colours", *COLOURS, anchors=("colours",))
    row = described("c", "int32", "a.md#colours")
    op = PageOf("GET /a").parameter("query", "c", "int32", links=row.links).body("200", "boolean")
    assert str(operation(solve(page, op), "GET /a").parameters[0].type) == "Colours"


def test_flags_are_combined_in_samples() -> None:
    page = TypesOf("a.md").values("Bits", 1, 2, 4, flags=True, anchors=("bits",))
    page.define("Has", {"x": "Bits", "y": described("y", "integer", "#bits")})
    found = solve(page.sample({"x": 6, "y": 12}).sample({"x": 7, "y": 3}))
    assert listed(found, "Has") == {"x": "Bits", "y": "Bits"}
    bits = enum(found, "Bits")
    assert bits.flags
    assert not bits.contradicted
    assert [one.value for one in bits.values] == [1, 2, 4]
    assert not found.diagnostics


@pytest.mark.parametrize("values", [("a", "b"), (1, -1), (1, "b")])
def test_bits_are_whole_numbers_from_0_on(values: tuple[int | str, ...]) -> None:
    found = solve(TypesOf("a.md").values("Bits", *values, flags=True))
    assert not enum(found, "Bits").flags


def test_later_sets_of_pages_do_not_add_values() -> None:
    first = TypesOf("a.md").values("Level", 1, EnumValue(value=2))
    later = TypesOf("b.md", rank=1).values("Level", EnumValue(value=2, name="TWO"), 3)
    assert [one.value for one in enum(solve(first, later), "Level").values] == [1, 2]


# --- names and numbers ------------------------------------------------------------------------

NAMED = (EnumValue(value=0, name="Red"), EnumValue(value=1, name="Blue", description="Cold."))
NAMES = (EnumValue(value="Red"), EnumValue(value="Blue", description="Cold."))


@pytest.mark.parametrize(
    ("row", "samples", "values"),
    [
        ("Colours", (), NAMED),
        ("Colours", ("Red",), NAMES),
        ("Colours", ("Blue, Red",), NAMES),  # several, in one text
        ("array<Colours>", (["Red"],), NAMES),
        ("Colours", (1,), NAMED),
        ("Colours", ("Red", 1), NAMED),  # one of them is no data: numbers are read either way
        ("Colours", ("Green",), NAMED),
        ("Colours", ("1",), NAMED),
        (Row(name="x", type=parse("Colours"), values=("Red", "Blue")), (), NAMES),
        (Row(name="x", type=parse("Colours"), values=("Blue",)), (), NAMES),
        (Row(name="x", type=parse("Colours"), values=("Blue",)), (1,), NAMED),
        (Row(name="x", type=parse("Colours"), values=("Green",)), (), NAMED),
    ],
)
def test_samples_and_rows_tell_whether_names_or_numbers_are_sent(
    row: Row | str, samples: tuple[object, ...], values: tuple[EnumValue, ...]
) -> None:
    page = TypesOf("a.md").values("Colours", *NAMED).define("Has", {"x": row})
    for one in samples:
        page.sample({"x": one})
    assert enum(solve(page), "Colours").values[:2] == values


@pytest.mark.parametrize(
    "named", [("Red", "Red"), ("Red", ""), ("Red", "Sky blue"), ("Red", "a,b")]
)
def test_what_cannot_be_told_apart_in_a_text_is_not_sent(named: tuple[str, str]) -> None:
    values = [EnumValue(value=at, name=name) for at, name in enumerate(named)]
    page = TypesOf("a.md").values("Colours", *values).define("Has", {"x": "Colours"})
    assert enum(solve(page.sample({"x": "Red"})), "Colours").values == tuple(values)


def of_two(*samples: object, flags: bool = False, page: str = "a.md") -> tuple[EnumValue, ...]:
    """The values of an enum beside another one, of which samples show values."""
    one = TypesOf("a.md").values("Colours", *NAMED).define("Has", {"x": "Colours"})
    for shown in samples:
        one.sample(shown)
    other = one if page == "a.md" else TypesOf(page)
    other.values("Sizes", EnumValue(value=1, name="Big"), EnumValue(value=2, name="Small"))
    other.values("Bits", EnumValue(value=1, name="On"), EnumValue(value=2, name="Up"), flags=flags)
    found = solve(one) if other is one else solve(one, other)
    return (*enum(found, "Sizes").values, *enum(found, "Bits").values)


def test_the_lists_of_a_page_are_of_one_form() -> None:
    names = ["Big", "Small", "On", "Up"]
    assert [one.value for one in of_two({"x": "Red"})] == names
    assert [one.value for one in of_two({"x": "Red"}, flags=True)] == ["Big", "Small", 1, 2]
    assert [one.value for one in of_two({"x": "Red"}, page="b.md")] == [1, 2, 1, 2]
    assert [one.value for one in of_two({"x": 1})] == [1, 2, 1, 2]


def test_lists_of_a_page_that_are_of_two_forms_tell_nothing_of_a_third() -> None:
    page = TypesOf("a.md").values("Colours", *NAMED).values("Ways", *NAMED).values("More", *NAMED)
    page.define("Has", {"x": "Colours", "y": "Ways", "z": "More"}).sample({"x": "Red", "y": 1})
    found = solve(page)
    assert enum(found, "Colours").values == NAMES
    assert enum(found, "Ways").values == enum(found, "More").values == NAMED


def test_a_number_anywhere_is_of_a_type_of_numbers() -> None:
    page = TypesOf("a.md").values("Colours", *NAMED).define("Has", {"x": "Colours", "y": "Colours"})
    found = solve(page.sample({"x": "Red", "y": 1}))
    assert enum(found, "Colours").values == NAMED


# --- lists of properties that are those of a type ---------------------------------------------


def listing(name: str, *values: str, type_: str = "string") -> Row:
    return Row(name=name, type=parse(type_), values=values)


SHIFT = ("none", "open", "swap", "unknown")


@pytest.mark.parametrize(
    ("label", "row", "sample", "type_"),
    [
        # The type is called as the property is, alone or behind what has it.
        ("Kind", listing("kind", "none", "open", "swap"), None, "Kind"),
        ("Kinds", listing("kind", "none", "open", "swap"), None, "Kinds"),
        ("HasKind", listing("kind", "none", "open", "swap"), None, "HasKind"),
        ("HasKinds", listing("kinds", "none", "open", "swap", type_="array<string>"), None, ""),
        ("ShopKind", listing("kind", "none", "open", "swap"), None, "Kind"),
        # Most of the values, and none beside them.
        ("Kind", listing("kind", "none", "open"), None, "HasKind"),
        ("Kind", listing("kind", "none", "open", "swap", "more"), None, "HasKind"),
        ("Kind", listing("kind", "none", "open", "swap", type_="Other"), None, "Other"),
        # In other letters: all of them only where a sample tells.
        ("Kind", listing("kind", "none", "Open", "swap"), None, "Kind"),
        ("Kind", listing("kind", "None", "Open", "Swap"), None, "HasKind"),
        ("Kind", listing("kind", "None", "Open", "Swap"), "open", "Kind"),
        ("Kind", listing("kind", "None", "Open", "Swap"), "Open", "HasKind"),
        ("Kind", listing("kind", "none", "open", "swap"), "shut", "HasKind"),
    ],
)
def test_a_property_that_lists_the_values_of_a_type_of_its_name_has_it(
    label: str, row: Row, sample: str | None, type_: str
) -> None:
    page = TypesOf("a.md").values(label, *SHIFT).define("Has", {row.name: row})
    if sample is not None:
        page.sample({row.name: sample})
    kinds = f"array<{label}>" if str(row.type).startswith("array") else type_
    found = solve(page)
    assert listed(found, "Has") == {row.name: kinds}
    assert [one.value for one in enum(found, label).values] == list(SHIFT)


def test_a_property_that_lists_what_another_of_its_name_is_has_that_type() -> None:
    page = TypesOf("a.md").values("Shifts", *SHIFT).define("Has", {"kind": "Shifts"})
    page.define("Too", {"kind": listing("kind", "none", "open", "swap")})
    page.define("Not", {"sort": listing("sort", "none", "open", "swap")})
    op = PageOf("GET /a").parameter("query", "kind", "string", values=("none", "open", "swap"))
    found = solve(page, op.body("200", "boolean"))
    assert listed(found, "Too") == {"kind": "Shifts"}
    assert listed(found, "Not") == {"sort": "Sort"}
    assert str(operation(found, "GET /a").parameters[0].type) == "Shifts"


def test_of_two_types_that_a_list_may_be_of_it_is_of_neither() -> None:
    page = TypesOf("a.md").values("Shifts", *SHIFT).values("Kind", *SHIFT[:3])
    page.define("Has", {"kind": "Shifts"})
    page.define("Too", {"kind": listing("kind", "none", "open", "swap")})
    assert listed(solve(page), "Too") == {"kind": "TooKind"}


@pytest.mark.parametrize(
    ("samples", "values"),
    [
        (("busy", "gone"), ["busy", "gone", "noReply"]),
        (("busy", "gone", "late"), ["busy", "gone", "noReply", "late"]),
        (("busy",), ["Busy", "Gone", "NoReply"]),  # one may be a slip
        (("busy", "gone", "NoReply"), ["Busy", "Gone", "NoReply"]),
        (("BUSY", "GONE"), ["Busy", "Gone", "NoReply"]),
        (("busy", "noreply"), ["Busy", "Gone", "NoReply"]),
        (("late", "never"), ["Busy", "Gone", "NoReply"]),
    ],
)
def test_samples_tell_the_first_letter_of_values(
    samples: tuple[str, ...], values: list[str]
) -> None:
    row = listing("why", "Busy", "Gone", "NoReply")
    page = TypesOf("a.md").define("Too", {"why": row}).define("Has", {"why": row})
    for one in samples:
        page.sample({"why": one})
    found = solve(page)
    too = [one.value for one in enum(found, listed(found, "Too")["why"]).values]
    assert too == values[:3]
    assert [one.value for one in enum(found, listed(found, "Has")["why"]).values] == values
    assert codes(found) == {"value-not-listed"}


def test_values_of_which_some_have_a_capital_are_names() -> None:
    page = TypesOf("a.md").define("Has", {"why": listing("why", "Busy", "gone", "Late")})
    found = solve(page.sample({"why": "busy"}).sample({"why": "late"}))
    assert [one.value for one in enum(found, "Why").values] == ["Busy", "gone", "Late"]


def test_values_in_small_letters_may_be_sent_with_a_capital() -> None:
    page = TypesOf("a.md").define("Has", {"why": listing("why", "busy", "gone", "late")})
    found = solve(page.sample({"why": "Busy"}).sample({"why": "Late"}))
    assert [one.value for one in enum(found, "Why").values] == ["Busy", "Gone", "Late"]


def test_a_list_of_a_type_of_its_own_is_spelled_as_that_type_says() -> None:
    page = TypesOf("a.md").values("Why", "Busy", "Gone").define("Has", {"why": "Why"})
    found = enum(solve(page.sample({"why": "busy"}).sample({"why": "gone"})), "Why")
    assert [one.value for one in found.values] == ["Busy", "Gone"]
    assert found.contradicted


@pytest.mark.parametrize(
    ("samples", "own", "of_type"),
    [
        ((), ["a", "b", "up", "down"], ["a", "b", "up", "down"]),
        (("up",), ["up", "down"], ["a", "b"]),
        (("Up",), ["up", "down"], ["a", "b"]),
        (("up", "a"), ["a", "b", "up", "down"], ["a", "b", "up", "down"]),
        (("left",), ["a", "b", "up", "down"], ["a", "b", "up", "down"]),
    ],
)
def test_samples_tell_two_lists_of_one_name_apart(
    samples: tuple[str, ...], own: list[str], of_type: list[str]
) -> None:
    page = TypesOf("a.md").values("Way", "a", "b")
    page.define("Has", {"way": listing("way", "up", "down", type_="Way")})
    for one in samples:
        page.sample({"way": one})
    found = solve(page)
    assert [one.value for one in enum(found, listed(found, "Has")["way"]).values] == own
    assert [one.value for one in enum(found, "Way").values] == of_type


# --- inheritance ------------------------------------------------------------------------------


def test_inherited_properties_are_properties() -> None:
    base = TypesOf("base.md").define("Entity", {"id": "string", "kind": "Kind"})
    base.values("Kind", "a", "b")
    page = TypesOf("user.md").define("User", {"kind": "int32", "name": "string"}, bases=["Entity"])
    found = solve(base, page)
    assert listed(found, "User") == {"kind": "int32", "name": "string", "id": "string"}
    assert listed(found, "Entity") == {"id": "string", "kind": "Kind"}
    assert {one.page for one in object_type(found, "User").sources} == {"user.md", "base.md"}
    assert object_type(found, "User").sources[0].page == "user.md"


def test_what_a_type_calls_a_text_has_the_values_that_its_base_names() -> None:
    base = TypesOf("base.md").define("Entity", {"kind": "Kind", "more": "array<Kind>"})
    base.values("Kind", "a", "b").define("Middle", {"kind": "string"}, bases=["Entity"])
    page = TypesOf("user.md").define("User", {"kind": "string", "more": "string"}, bases=["Middle"])
    found = solve(base, page)
    assert listed(found, "Middle")["kind"] == "Kind"
    assert listed(found, "User") == {"kind": "Kind", "more": "string"}


@pytest.mark.parametrize(
    ("row", "type_"),
    [
        (Row(name="kind", type=parse("string"), values=("A", "b")), "Kind"),  # in other letters
        (Row(name="kind", type=parse("string"), values=("a",)), "UserKind"),  # fewer
        (Row(name="kind", type=parse("string"), values=("a", "b", "c")), "UserKind"),
        ("uuid", "uuid"),
        ("integer", "integer"),
        ("array<string>", "array<string>"),
        ("Other", "Other"),
    ],
)
def test_a_type_may_say_otherwise_than_its_base(row: Row | str, type_: str) -> None:
    base = TypesOf("base.md").define("Entity", {"kind": "Kind"}).values("Kind", "a", "b")
    page = TypesOf("user.md").define("User", {"kind": row}, bases=["Entity"])
    page.define("Other", {"x": "string"})
    assert listed(solve(base, page), "User") == {"kind": type_}


# --- names ------------------------------------------------------------------------------------


def test_names_are_kept_by_the_label() -> None:
    page = TypesOf("a.md", group="A").define("Room", ROOM).values("Colour", "red", "blue")
    before = solve(page)
    lock = before.lock
    assert "Room definition" in lock.types["Room"].places
    assert "Colour definition" in lock.types["Colour"].places
    renamed = {("Hall" if name == "Room" else name): one for name, one in lock.types.items()}
    moved = TypesOf("b.md", group="B").define("Room", ROOM).values("Colour", "red", "blue")
    after = resolve(
        [moved.reading()],
        api="test",
        lock=type(lock)(types=renamed, modules=lock.modules),
    )
    assert modules_of(after) == {"Hall": "a", "Colour": "a"}
    again = resolve([moved.reading()], api="test", lock=after.lock)
    assert (again.spec, again.lock) == (after.spec, after.lock)


def test_order_of_pages_does_not_matter() -> None:
    pages = (
        TypesOf("a.md", group="A").define("Room", {**ROOM, "of": "Holder"}),
        TypesOf("b.md", group="B").define("Room", {"walls": "int32", "x": "Room"}),
        TypesOf("c.md", group="C").define("Holder", {"room": "Room"}, bases=["Room"]),
        PageOf("GET /room").body("200", "Room"),
    )
    one, other = solve(*pages), solve(*reversed(pages))
    assert one.spec == other.spec
    assert one.lock == other.lock
    assert types_of(one) == ["BRoom", "Holder", "Room"]


@pytest.mark.parametrize(
    ("name", "others", "kept"),
    [
        ("beds", (), False),
        ("beds", ("GET /rooms/last",), True),
        ("@odata.type", ("GET /rooms/last",), False),  # a remark of the format
    ],
)
def test_a_sample_that_several_pages_show_is_no_slip(
    name: str, others: tuple[str, ...], *, kept: bool
) -> None:
    shown = {"id": "a", "name": "b", "floor": 1, name: "c"}
    keys = ("GET /rooms/{id}", *others)
    pages = [PageOf(one).body("200", "Room").sample("200", shown) for one in keys]
    found = solve(TypesOf("room.md").define("Room", ROOM), *pages)
    assert (name in listed(found, "Room")) is kept


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (("a", "b"), ("a", "b", "c")),
        (("a", "b", "d"), ("a", "b", "c", "d")),  # its page forgot one
        (("a", "b", "C"), ("a", "b", "c")),  # another spelling
        (("a", "d", "e"), ("a", "b", "c")),  # too few are of it
        (("d", "e"), ("a", "b", "c", "d", "e")),  # both pages may be right
    ],
)
def test_values_of_a_row_beyond_those_of_its_type(
    said: tuple[str, ...], values: tuple[str, ...]
) -> None:
    row = Row(name="x", type=parse("Kind"), values=said)
    found = solve(TypesOf("a.md").values("Kind", "a", "b", "c").define("Has", {"x": row}))
    assert tuple(one.value for one in enum(found, "Kind").values) == values
