"""Corrections over what pages say: what they change, what is stale in them, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from codegen import specfile
from codegen.claims import Row
from codegen.overlay import apply, loads
from codegen.spec import (
    Constraints,
    Correction,
    In,
    ObjectType,
    Property,
    Spec,
    UnionType,
    Variant,
)
from codegen.typeexpr import Scalar
from tests.definitions import TypesOf
from tests.overlaid import corrected, prop, reasoned, stale
from tests.readings import PageOf, enum, listed, object_type, operation

# Facts of properties


@pytest.mark.parametrize(
    ("target", "fact", "field", "value"),
    [
        ("Order.Name", "type: date", "type", "date"),
        ("Order.Name", "type: array<Person>", "type", "array<Person>"),
        ("Order.Name", "type: 'null'", "type", "null"),
        ("Order.Name", "type: int32 | string", "type", "int32 | string"),
        ("Order.Name", "drop: [type]", "type", "any"),
        ("Order.Name", "presence: required", "presence", "required"),
        ("Order.Id", "presence: optional", "presence", "optional"),
        ("Order.Id", "drop: [presence]", "presence", None),
        ("Order.Name", "nullable: true", "nullable", True),
        ("Order.Name", "nullable: false", "nullable", False),
        ("Order.Id", "drop: [nullable]", "nullable", None),
        ("Order.Name", "description: What it is called.", "description", "What it is called."),
        ("Order.Name", "description: 12", "description", "12"),
        ("Order.Id", "drop: [description]", "description", ""),
        ("Order.Name", "deprecated: Use Title.", "deprecated", "Use Title."),
        ("Order.Name", "deprecated: true", "deprecated", ""),
        ("Order.Name", 'deprecated: "true"', "deprecated", "true"),
        ("Order.Name", "name: called", "attribute", "called"),
        ("Order.Name", "name: calledSo", "attribute", "calledSo"),
        ("Order.Status", "type: string", "type", "string"),
        ("Order.Status", "drop: [values]", "type", "string"),
    ],
)
def test_a_fact_of_a_property(target: str, fact: str, field: str, value: object) -> None:
    resolution = corrected(f"- target: {target}\n  {fact}\n")
    before = prop(corrected(""), target)
    found = prop(resolution, target)
    got = getattr(found, field)
    assert (str(got) if field == "type" else got) == value
    assert [mark.reason for mark in found.overlay] == ["because"]
    assert found.basis == ("overlay" if field == "type" else before.basis)
    # Nothing else of it changes.
    untouched = set(Property.__struct_fields__) - {field, "basis", "overlay"}
    assert all(getattr(found, name) == getattr(before, name) for name in untouched)
    assert not stale(resolution)


def test_several_facts_of_one_target() -> None:
    text = """
- target: Order.Id
  type: string
  drop: [presence, description]
  nullable: true
  reason: |
    Ticket 12:
    the ids have letters.
- target: Order.Name
  {type: uri, reason: seen}
"""
    resolution = corrected(
        text.replace("  {type: uri, reason: seen}", "  type: uri\n  reason: seen")
    )
    found = prop(resolution, "Order.Id")
    assert (str(found.type), found.presence, found.nullable) == ("string", None, True)
    assert not found.description
    facts = ("type", "presence", "nullable", "description")
    reason = "Ticket 12:\nthe ids have letters."
    assert found.overlay == (Correction(facts=facts, reason=reason),)
    other = prop(resolution, "Order.Name")
    assert other.overlay == (Correction(facts=("type",), reason="seen"),)


@pytest.mark.parametrize(
    ("fact", "kept"),
    [
        ("type: uri", {"default": "abc", "max_length": 3}),
        ("type: int32 | string", {"default": "abc", "max_length": 3}),
        ("drop: [type]", {"default": "abc", "max_length": 3}),
        ("type: int32", {}),
        ("type: array<string>", {}),
        ("type: Item", {}),
        ("values: [abc, def]", {"default": "abc"}),
        ("values: [def]", {}),
        ("description: x", {"default": "abc", "max_length": 3}),
    ],
)
def test_constraints_stay_where_they_fit_the_corrected_type(
    fact: str, kept: dict[str, Any]
) -> None:
    said = Constraints(default="abc", max_length=3)
    row = Row(name="Code", type=Scalar("string"), constraints=said)
    page = PageOf("GET /items").body("200", "Item").table("200", {"Id": "int32", "Code": row})
    resolution = corrected(f"- target: Item.Code\n  {fact}\n", page, only=True)
    found = prop(resolution, "Item.Code")
    assert found.constraints == Constraints(**kept)
    # A spec file says nothing where there is nothing to say.
    assert ('"constraints"' in specfile.dumps(resolution.spec)) is bool(kept)


# Enums


def test_values_of_an_enum_that_is_the_propertys_own_stay_its_type() -> None:
    resolution = corrected("- target: Order.Status\n  values: [Open, Shut, NO, yes, '1']\n")
    assert listed(resolution, "Order")["Status"] == "Status"
    found = enum(resolution, "Status")
    assert [one.value for one in found.values] == ["Open", "Shut", "NO", "yes", "1"]
    assert found.basis == "overlay"
    assert not stale(resolution)


def test_values_of_an_enum_that_others_use_too_become_an_enum_of_the_property() -> None:
    resolution = corrected("- target: Person.Kind\n  values: [Man, Machine]\n")
    assert listed(resolution, "Person")["Kind"] == "PersonKind"
    assert listed(resolution, "Order")["Kind"] == "Kind"
    assert [one.value for one in enum(resolution, "PersonKind").values] == ["Man", "Machine"]
    assert [one.value for one in enum(resolution, "Kind").values] == ["Big", "Small"]


@pytest.mark.parametrize(
    ("target", "facts", "expr", "scalar"),
    [
        ("Order.Name", "values: [A, B]", "OrderName", "string"),
        ("Order.Id", "values: {1: One, 2: Two}", "OrderId", "integer"),
        ("Order.Tags", "values: [A, B]", "array<OrderTags>", "string"),
        ("Order.Name", "type: map<array<any>>\n  values: [A]", "map<array<OrderName>>", "string"),
    ],
)
def test_values_of_a_scalar(target: str, facts: str, expr: str, scalar: str) -> None:
    resolution = corrected(f"- target: {target}\n  {facts}\n")
    found = prop(resolution, target)
    assert (str(found.type), found.basis) == (expr, "overlay")
    made = enum(resolution, target.replace(".", ""))
    assert (made.scalar, made.basis) == (scalar, "overlay")
    assert [mark.facts for mark in made.overlay] == [("add",)]


def test_what_values_mean() -> None:
    text = "- target: Status\n  values: {Open: Can change., Closed: Cannot., Lost: Nobody knows.}\n"
    first = corrected(text)
    described = [(one.value, one.description) for one in enum(first, "Status").values]
    assert described == [
        ("Open", "Can change."),
        ("Closed", "Cannot."),
        ("Lost", "Nobody knows."),
    ]


@pytest.mark.parametrize(
    ("facts", "values"),
    [
        ("values: [A, B]", ["A", "B"]),
        ("add_values: [Lost]", ["Open", "Closed", "Lost"]),
        ("add_values: [Open, Lost]", ["Open", "Closed", "Lost"]),
        ("remove_values: [Open]", ["Closed"]),
        ("remove_values: [Open]\n  add_values: [Lost]", ["Closed", "Lost"]),
    ],
)
def test_values_of_an_enum(facts: str, values: list[str]) -> None:
    resolution = corrected(f"- target: Status\n  {facts}\n")
    assert [one.value for one in enum(resolution, "Status").values] == values
    assert not stale(resolution)


def test_values_are_bits_where_a_correction_says_so() -> None:
    bits = "- add: Bits\n  values: [1, 2, 4]\n- target: Bits\n  flags: true\n"
    # Nothing refers to a type that is added, so it is used too.
    resolution = corrected(f"{bits}- target: Order.Name\n  type: Bits\n")
    assert enum(resolution, "Bits").flags
    again = corrected("- target: Status\n  values: [1, 2]\n  flags: true\n")
    assert enum(again, "Status").flags
    assert stale(corrected("- target: Status\n  flags: false\n"))


def test_documented_flags_are_corrected() -> None:
    page = TypesOf("a.md").values("Bits", 1, 2, flags=True)
    listed = corrected("- target: Bits\n  flags: false\n", page, only=True)
    assert not enum(listed, "Bits").flags
    texts = corrected("- target: Bits\n  values: [a, b]\n", page, only=True)
    assert not enum(texts, "Bits").flags


def test_an_enum_dropped_is_its_scalar_everywhere() -> None:
    resolution = corrected(
        "- target: Kind\n  drop: [values]\n- target: Order.Tags\n  type: array<Kind>\n"
    )
    assert "Kind" not in {one.name for one in resolution.spec.types}
    used = (prop(resolution, name) for name in ("Order.Kind", "Person.Kind", "Order.Tags"))
    assert [str(one.type) for one in used] == ["string", "string", "array<string>"]


# Names


def test_a_type_is_renamed_everywhere_and_goes_by_either_name() -> None:
    resolution = corrected("""
- target: Person
  name: Human
- target: Human.Id
  nullable: true
- target: Person.Kind
  presence: required
- target: Order.Name
  type: array<Human>
- target: Person.Id
  values: [1, 2]
- target: Order.Tags
  type: map<Person>
""")
    assert listed(resolution, "Order")["Owner"] == "Human"
    assert listed(resolution, "Order")["Name"] == "array<Human>"
    assert listed(resolution, "Order")["Tags"] == "map<Human>"
    assert prop(resolution, "Human.Id").nullable is True
    assert listed(resolution, "Human")["Id"] == "HumanId"
    assert prop(resolution, "Human.Kind").presence == "required"
    assert "Person" not in {one.name for one in resolution.spec.types}
    assert "Human" in resolution.trace.names.values()
    assert "Person" not in resolution.trace.names.values()
    assert {one.target for one in resolution.overlay} >= {"Human", "Human.Id", "Human.Kind"}
    assert not stale(resolution)


def test_names_can_be_swapped() -> None:
    resolution = corrected("- target: Person\n  name: Order\n- target: Order\n  name: Person\n")
    assert listed(resolution, "Person")["Owner"] == "Order"


def test_a_variant_that_goes_by_its_name_on_the_wire_still_does() -> None:
    spec = Spec(
        format=1,
        api="pets",
        types=(
            ObjectType(name="Cat", module=""),
            ObjectType(name="Dog", module=""),
            UnionType(
                name="Pet",
                module="",
                discriminator="kind",
                variants=(Variant(type="Cat"), Variant(type="Dog", values=("dog", "Hound"))),
            ),
        ),
    )
    names = "- target: Cat\n  name: Tiger\n- target: Dog\n  name: Wolf\n"
    found = apply(spec, loads(reasoned(names))).spec.types
    assert [one.name for one in found] == ["Tiger", "Wolf", "Pet"]
    assert isinstance(found[2], UnionType)
    assert found[2].variants == (
        Variant(type="Tiger", values=("Cat",)),
        Variant(type="Wolf", values=("dog", "Hound")),
    )


# Operations


def toys(*parameters: tuple[In, str, str]) -> PageOf:
    """An operation whose path has names that no table lists, but for `parameters`."""
    page = PageOf("GET /toys/{id}/parts/{part?}", name="Parts").body("200", "Item")
    for location, name, type_ in parameters:
        page.parameter(location, name, type_)
    return page.table("200", {"Id": "int32"})


TOYS = "GET /toys/{id}/parts/{part?}"


@pytest.mark.parametrize("target", [f"{TOYS}?id", f"{TOYS} path id"])
def test_a_parameter_that_only_the_path_has(target: str) -> None:
    text = f"- target: {target}\n  type: int64\n  description: Which.\n"
    resolution = corrected(text, toys(), only=True)
    found, other = operation(resolution, TOYS).parameters
    assert (found.name, found.location, str(found.type)) == ("id", "path", "int64")
    assert (found.description, found.basis, found.required) == ("Which.", "overlay", True)
    assert (other.name, str(other.type)) == ("part", "any")
    assert [one.target for one in resolution.overlay] == [f"{TOYS} path id"] * 2
    assert not stale(resolution)


def test_a_parameter_of_the_path_that_the_pages_come_to_list() -> None:
    text = f"- target: {TOYS}?id\n  type: int64\n"
    resolution = corrected(text, toys(("path", "id", "int64")), only=True)
    assert stale(resolution) == [(2, "overlay-stale")]


def test_behind_a_question_mark_the_query_comes_first() -> None:
    page = toys(("query", "id", "int32"))
    resolution = corrected(f"- target: {TOYS}?id\n  type: uuid\n", page, only=True)
    types = {one.location: str(one.type) for one in operation(resolution, TOYS).parameters}
    assert types == {"path": "any", "query": "uuid"}


@pytest.mark.parametrize(
    ("entry", "code", "hint"),
    [
        ("target: {}?ident\n  type: uuid", "overlay-target-gone", "delete the entry"),
        ("target: {}?ID\n  type: uuid", "overlay-target-gone", "the nearest is '{}?id'"),
        ("target: {} header id\n  type: uuid", "overlay-target-gone", "delete the entry"),
        ("remove: {}?id", "overlay-stale", "delete the entry"),
    ],
)
def test_what_is_not_in_the_path_either_is_gone(entry: str, code: str, hint: str) -> None:
    resolution = corrected(f"- {entry.replace('{}', TOYS)}\n", toys(), only=True)
    (found,) = (one for one in resolution.diagnostics if one.code.startswith("overlay"))
    assert found.code == code
    assert hint.replace("{}", TOYS) in found.hint


def test_an_operation_its_parameters_and_its_bodies() -> None:
    resolution = corrected("""
- target: GET /orders/{id}
  name: read_order
  summary: Reads.
  description: One of them.
  deprecated: Use v2.
- target: GET /orders/{id}?$mode
  values: [Slim, Full, Odd]
  presence: required
- target: GET /orders/{id} header X-Trace
  type: uuid
  description: Comes back in the log.
- target: GET /orders/{id} path id
  type: int64
- target: GET /orders/{id} response 200
  type: array<Order>
  nullable: true
- target: PUT /orders/{id} request
  type: map<Order>
  presence: required
  description: All of them.
- target: PUT /orders/{id} response 204
  type: Person
- target: PUT /orders/{id}
  drop: [deprecated]
""")
    get, put = operation(resolution, "GET /orders/{id}"), operation(resolution, "PUT /orders/{id}")
    assert (get.id, get.summary, get.description) == ("read_order", "Reads.", "One of them.")
    assert (get.deprecated, put.deprecated) == ("Use v2.", None)
    parameters = {one.name: (str(one.type), one.required) for one in get.parameters}
    assert parameters == {"id": ("int64", True), "$mode": ("Mode", True), "X-Trace": ("uuid", None)}
    assert [one.value for one in enum(resolution, "Mode").values] == ["Slim", "Full", "Odd"]
    body = get.responses[0].body
    assert body is not None
    assert (str(body.type), body.nullable, body.basis) == ("array<Order>", True, "overlay")
    assert put.request is not None
    assert (str(put.request.type), put.request.required) == ("map<Order>", True)
    assert put.request.description == "All of them."
    assert put.responses[0].body is not None
    assert str(put.responses[0].body.type) == "Person"
    assert not stale(resolution)


# Things added, removed and left out


def test_types_and_properties_are_added() -> None:
    resolution = corrected("""
- add: Order.Place
  type: Place
  description: Where it goes.
- add: Place
  description: Somewhere.
  properties:
    Lat: double
    Lon: {type: double, presence: required, name: longitude}
    Source: {values: [Gps, Typed]}
    "a.b": map<Order>
- add: Colour
  values: {0: Red, 1: Blue}
- add: Place.Colours
  type: array<Colour>
  nullable: true
""")
    place = prop(resolution, "Order.Place")
    assert (str(place.type), place.basis, place.description) == (
        "Place",
        "overlay",
        "Where it goes.",
    )
    assert listed(resolution, "Place") == {
        "Lat": "double",
        "Lon": "double",
        "Source": "PlaceSource",
        "a.b": "map<Order>",
        "Colours": "array<Colour>",
    }
    assert prop(resolution, "Place.Lon").attribute == "longitude"
    added = object_type(resolution, "Place")
    assert (added.basis, added.description, added.module) == ("overlay", "Somewhere.", "orders")
    assert [mark.facts for mark in added.overlay] == [("add",)]
    assert enum(resolution, "Colour").scalar == "integer"
    assert not stale(resolution)


def test_an_added_type_that_nothing_has_is_reported() -> None:
    resolution = corrected("- add: Lost\n  properties: {A: string}\n")
    assert stale(resolution) == [(1, "overlay-unused-type")]
    assert "Lost" not in {one.name for one in resolution.spec.types}


def test_things_are_removed() -> None:
    resolution = corrected("""
- remove: Order.Owner
- remove: GET /orders/{id}?$mode
- remove: PUT /orders/{id} request
- remove: GET /orders/{id} header X-Trace
""")
    assert "Owner" not in listed(resolution, "Order")
    assert [one.name for one in operation(resolution, "GET /orders/{id}").parameters] == ["id"]
    assert operation(resolution, "PUT /orders/{id}").request is None
    # What only these used is gone too.
    assert not {"Person", "Mode"} & {one.name for one in resolution.spec.types}
    (mark,) = operation(resolution, "GET /orders/{id}").overlay
    assert mark.facts == ("remove query $mode", "remove header X-Trace")


def test_a_response_is_removed_by_its_status_whether_it_has_a_body_or_not() -> None:
    key = "PUT /orders/{id}"
    resolution = corrected(f"- remove: {key} response 204\n")
    assert not operation(resolution, key).responses
    assert [one.fact for one in resolution.overlay] == ["remove"]
    assert operation(resolution, key).overlay[0].facts == ("remove response 204",)
    assert not stale(resolution)
    key = "GET /orders/{id}"
    more = PageOf(key, name="Get", group="Orders", page="more.md").status("404", "None")
    resolution = corrected(f"- remove: {key} response 200\n", more)
    assert [one.status for one in operation(resolution, key).responses] == ["404"]


# Stale entries


@pytest.mark.parametrize(
    "fact",
    [
        "type: array<string>",
        "drop: [presence]",
        "drop: [nullable]",
        "drop: [description]",
        "drop: [deprecated]",
        "drop: [values]",
        "name: tags",
    ],
)
def test_a_fact_that_the_pages_give_just_so_is_stale(fact: str) -> None:
    resolution = corrected(f"- target: Order.Name\n  type: uri\n- target: Order.Tags\n  {fact}\n")
    assert stale(resolution) == [(5, "overlay-stale")]
    without = corrected("- target: Order.Name\n  type: uri\n")
    # It can be deleted: the spec is the same without it.
    assert specfile.dumps(resolution.spec) == specfile.dumps(without.spec)
    assert [one.target for one in resolution.overlay] == ["Order.Name"]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("target: Status\n  values: [Closed, Open]", (2, "overlay-stale")),
        ("target: Status\n  add_values: [Open]", (2, "overlay-stale")),
        ("target: Status\n  remove_values: [Lost]", (2, "overlay-stale")),
        ("target: Order.Status\n  values: [Open, Closed]", (2, "overlay-stale")),
        ("target: Order.Status\n  type: Status", (2, "overlay-stale")),
        ("target: Human\n  name: Person", (2, "overlay-stale")),
        ("target: Person\n  name: Person", (2, "overlay-stale")),
        ("target: PUT /orders/{id}\n  deprecated: true", (2, "overlay-stale")),
        ("target: PUT /orders/{id}\n  name: orders_put", (2, "overlay-stale")),
        ("target: GET /orders/{id} response 200\n  type: Order", (2, "overlay-stale")),
        ("add: Order.Name\n  type: string", (1, "overlay-stale")),
        ("add: Person\n  properties: {Id: int32}", (1, "overlay-stale")),
        ("add: Status\n  values: [Open, Closed]", (1, "overlay-stale")),
        ("remove: Order.Shoe", (1, "overlay-stale")),
        ("remove: PUT /orders/{id} response 202", (1, "overlay-stale")),
        ("target: Order.Status.Size\n  type: int32", (1, "overlay-target-gone")),
        ("target: Order.Frequency\n  type: string", (1, "overlay-target-gone")),
        ("target: Customer\n  description: x", (1, "overlay-target-gone")),
        ("target: Customer.Name\n  type: string", (1, "overlay-target-gone")),
        ("target: POST /orders/{id}\n  summary: x", (1, "overlay-target-gone")),
        ("target: GET /customers\n  summary: x", (1, "overlay-target-gone")),
        ("target: GET /orders/{id}?limit\n  type: int32", (1, "overlay-target-gone")),
        ("target: GET /orders/{id} response 201\n  type: Order", (1, "overlay-target-gone")),
    ],
)
def test_stale_entries(entry: str, found: tuple[int, str]) -> None:
    resolution = corrected(f"- {entry}\n")
    first = stale(resolution)[0]
    assert first == found
    assert {one[1] for one in stale(resolution)} == {found[1]}
    assert specfile.dumps(resolution.spec) == specfile.dumps(corrected("").spec)
    (finding, *_) = (one for one in resolution.diagnostics if one.code == found[1])
    assert finding.severity == "warning"
    assert finding.hint.startswith("delete")


def test_what_the_pages_have_come_to_have_otherwise_is_corrected_and_reported() -> None:
    resolution = corrected("- add: Order.Name\n  type: uri\n- add: Status\n  values: [A]\n")
    assert listed(resolution, "Order")["Name"] == "uri"
    assert [one.value for one in enum(resolution, "Status").values] == ["A"]
    assert stale(resolution) == [(1, "overlay-stale"), (4, "overlay-stale")]
    said = [one.message for one in resolution.diagnostics if one.line == 1]
    assert said == ["the pages now have the property 'Order.Name', of type string"]


def test_the_name_of_a_number_is_another_word() -> None:
    page = PageOf("GET /x").body("200", "Phones").table("200", {"Phone1": "string"})
    resolution = corrected("- target: Phones.Phone2\n  type: string\n", page, only=True)
    assert stale(resolution) == [(1, "overlay-target-gone")]
