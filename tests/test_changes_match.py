"""Which things are taken for the same, and which are not."""

from __future__ import annotations

import pytest

from codegen.changes import Change, Side, Subject, compare
from codegen.spec import (
    Operation,
    Parameter,
    Property,
    Response,
    Spec,
    Type,
    UnionType,
    Variant,
)
from codegen.typeexpr import parse
from tests.changes_cases import SIZES, STEADY, body, enum, operation, prop, spec, thing


def changes(old: Spec, new: Spec) -> dict[tuple[str, str], Change]:
    found = compare(Side(label="old", spec=old), Side(label="new", spec=new))
    return {(one.rule, str(one.subject)): one for one in found}


def rules(old: Spec, new: Spec) -> list[str]:
    return sorted(rule for rule, _ in changes(old, new))


def of(*properties: Property) -> Spec:
    return spec(thing("Thing", *STEADY, *properties), operation(request=body("Thing")))


SAID = "When the person was born, if that is known."

#: Properties before and after, and whether the first is the second one under another name.
RENAMES = (
    ([prop("Firstname")], [prop("FirstName")], True),
    ([prop("e_mail")], [prop("email")], True),
    ([prop("Firstname")], [prop("FirstName", "int32")], False),
    ([prop("Birth", "date", description=SAID)], [prop("Day", "date", description=SAID)], True),
    ([prop("Birth", description="The day")], [prop("Day", description="The day")], False),
    ([prop("HomeAddress")], [prop("Address")], True),
    ([prop("StartDate", "date")], [prop("EndDate", "date")], False),
    ([prop("Street")], [prop("Colour")], False),
    # Another neighbour.
    ([prop("HomeAddress"), prop("Last")], [prop("Last"), prop("Address")], False),
    # Two that fit as well.
    ([prop("eMail")], [prop("EMail"), prop("e_mail")], False),
    (
        [prop("Birth", description=SAID)],
        [prop("A", description=SAID), prop("B", description=SAID)],
        False,
    ),
)


@pytest.mark.parametrize(("old", "new", "renamed"), RENAMES)
def test_a_property_is_renamed_on_good_evidence_only(
    old: list[Property],
    new: list[Property],
    renamed: bool,  # noqa: FBT001 - a column
) -> None:
    for before, after in ((old, new), (new, old)):
        found = changes(of(*before), of(*after))
        assert ("property-renamed" in {rule for rule, _ in found}) is renamed
        assert bool(any(one.evidence for one in found.values())) is renamed


def test_a_renamed_property_is_compared_on() -> None:
    old, new = of(prop("eMail", presence="optional")), of(prop("EMail", presence="required"))
    found = changes(old, new)
    assert found.keys() == {
        ("property-renamed", "Thing.EMail"),
        ("property-became-required", "Thing.EMail"),
    }
    renamed = found["property-renamed", "Thing.EMail"]
    assert renamed.former == Subject("property", "Thing", "eMail")
    assert renamed.evidence == "the type is the same, and so are the letters of the name"
    assert (renamed.wire, renamed.source) == ("breaking", "breaking")


def served(*types: Type, first: str, path: str = "/things") -> Spec:
    return spec(*types, operation(path, request=body(first)))


def test_a_type_is_known_again_by_structure_and_place() -> None:
    old = served(thing("Thing", *STEADY, *SIZES), first="Thing")
    new = served(thing("Item", *STEADY, *SIZES[:3], prop("Light")), first="Item")
    found = changes(old, new)
    assert found.keys() == {
        ("type-renamed", "Item"),
        ("property-removed", "Item.Heavy"),
        ("property-added", "Item.Light"),
    }
    assert found["type-renamed", "Item"].evidence == (
        "it stands at the same place and has 6 of 7 properties in common"
    )
    assert found["property-removed", "Item.Heavy"].former == Subject("property", "Thing", "Heavy")


def test_a_type_of_other_structure_or_at_another_place_is_another() -> None:
    old = served(thing("Thing", *STEADY, *SIZES), first="Thing")
    other = served(thing("Item", *STEADY), first="Item")
    assert rules(old, other) == ["request-body-type-changed", "type-added", "type-removed"]
    elsewhere = served(thing("Item", *STEADY, *SIZES), first="Item", path="/items")
    moved = spec(*elsewhere.types, operation("/items", id="other", request=body("Item")))
    assert rules(old, moved) == [
        "operation-added",
        "operation-removed",
        "type-added",
        "type-removed",
    ]


def test_a_type_that_could_be_two_is_neither() -> None:
    def two(*names: str) -> Spec:
        calls = [
            operation(f"/{at}", id=f"call{at}", request=body(name)) for at, name in enumerate(names)
        ]
        return spec(*(thing(name, *STEADY) for name in sorted(set(names))), *calls)

    assert rules(two("Thing", "Thing"), two("One", "Two")) == [
        "request-body-type-replaced",
        "request-body-type-replaced",
        "type-added",
        "type-added",
        "type-removed",
    ]
    # Where one of them stands more often, it is that one.
    found = changes(two("Thing", "Thing", "Thing"), two("One", "One", "Two"))
    assert ("type-renamed", "One") in found
    assert ("type-added", "Two") in found


def test_types_that_become_one_are_merged() -> None:
    calls = [operation(f"/{name}", id=name, request=body(name)) for name in ("One", "Two")]
    one, two = thing("One", *STEADY), thing("Two", *STEADY)
    same = [operation(f"/{name}", id=name, request=body("One")) for name in ("One", "Two")]
    found = changes(spec(one, two, *calls), spec(one, *same))
    assert found.keys() == {("type-merged", "Two")}
    change = found["type-merged", "Two"]
    assert (change.wire, change.source, change.new) == ("docs-only", "risky", "One")


def test_a_type_that_nothing_shows_any_more_is_not_removed_by_the_api() -> None:
    def shown(inner: str) -> Spec:
        one = thing("Thing", *STEADY, prop("Delta", inner))
        seen = thing("Seen", *STEADY, prop("Within", "Within"), basis="sampled")
        within = thing("Within", *SIZES, basis="sampled")
        below = (seen, within) if inner == "Seen" else ()
        return spec(one, *below, operation(request=body("Thing")), operation("/x", id="x"))

    found = changes(shown("Seen"), shown("any"))
    assert found.keys() == {
        ("property-type-undocumented", "Thing.Delta"),
        ("type-undocumented", "Seen"),
        ("type-undocumented", "Within"),
    }
    # With its operation, a type is removed, however it was known.
    assert rules(shown("Seen"), spec(operation("/x", id="x"))) == [
        "operation-removed",
        "type-removed",
        "type-removed",
        "type-removed",
    ]


def test_types_below_a_renamed_one_follow_it() -> None:
    def order(name: str) -> Spec:
        line = thing(f"{name}Line", *SIZES)
        state = enum(f"{name}State", "open", "closed")
        lines = prop("Lines", f"array<{name}Line>")
        one = thing(name, *STEADY, lines, prop("State", f"{name}State"))
        return spec(one, line, state, operation(request=body(name)))

    found = changes(order("Order"), order("Purchase"))
    assert found.keys() == {("type-renamed", "Purchase")}
    touched = {(one.name, one.effect) for one in found["type-renamed", "Purchase"].touched}
    assert ("models.things.Order", "renamed to Purchase") in touched
    assert ("models.things.OrderLine", "renamed to PurchaseLine") in touched
    assert ("dataclass_models.things.OrderState", "renamed to PurchaseState") in touched


def test_a_name_that_goes_to_another_type_is_no_match() -> None:
    old = spec(
        thing("Task", *SIZES),
        operation("/tasks", id="tasks", request=body("Task")),
        operation("/other", id="other"),
    )
    new = spec(
        thing("TaskItem", *SIZES),
        thing("Task", *STEADY),
        operation("/tasks", id="tasks", request=body("TaskItem")),
        operation("/other", id="other", request=body("Task", required=True)),
    )
    assert changes(old, new).keys() == {
        ("type-renamed", "TaskItem"),
        ("type-added", "Task"),
        ("request-body-added-required", "POST /other"),
    }


def test_enums_and_unions_are_renamed_too() -> None:
    def coloured(name: str) -> Spec:
        union = UnionType(
            name=f"Any{name}",
            module="things",
            discriminator="kind",
            variants=(Variant(type="Box", values=("box",)),),
        )
        return spec(
            enum(name, "red", "green", "blue"),
            union,
            thing("Box", *SIZES),
            operation(parameters=(Parameter(name="a", location="query", type=parse(name)),)),
            operation("/any", id="any", request=body(f"Any{name}")),
        )

    found = changes(coloured("Color"), coloured("Colour"))
    assert found.keys() == {("type-renamed", "Colour"), ("type-renamed", "AnyColour")}
    assert "all 3 values" in found["type-renamed", "Colour"].evidence


def test_operations_are_known_again_by_path_and_by_id() -> None:
    def at(path: str, **facts: str) -> Operation:
        names = [path.partition("{")[2].partition("}")[0]] if "{" in path else []
        listed = tuple(
            Parameter(name=name, location="path", type=parse("int32"), required=True)
            for name in names
        )
        return operation(path, parameters=listed, **facts)

    found = changes(spec(at("/things/{id}")), spec(at("/things/{thing_id}")))
    assert {rule for rule, _ in found} == {
        "operation-path-parameter-renamed",
        "parameter-renamed",
    }
    assert all(one.wire == "docs-only" for one in found.values())
    found = changes(spec(at("/v1/things/{id}")), spec(at("/v2/things/{id}")))
    ((rule, _), change) = found.popitem()
    assert (rule, change.wire, change.old) == ("operation-moved", "breaking", "/v1/things/{id}")
    assert change.evidence == "the method and the path are the same but for the version"
    assert change.former == Subject("operation", "POST /v1/things/{id}")
    assert not found
    found = changes(spec(at("/things/{id}")), spec(at("/goods/{id}")))
    assert {one.evidence for one in found.values()} == {"the operation id is the same"}
    # Of two versions that are gone, neither has moved.
    several = at("/v1/things/{id}"), at("/v2/things/{id}", id="second")
    third = at("/v3/things/{id}", id="third")
    assert sorted(rules(spec(*several), spec(third))) == [
        "operation-added",
        "operation-removed",
        "operation-removed",
    ]
    one, two = at("/v1/things/{id}"), at("/v2/items/{id}", id="store_item")
    assert rules(spec(one), spec(two)) == ["operation-added", "operation-removed"]


def test_operations_at_one_place_are_told_apart_by_id() -> None:
    one, two = operation(id="one"), operation(id="two", deprecated="")
    old = spec(one, two)
    assert rules(old, spec(two)) == ["operation-removed"]
    assert rules(old, spec(two, one)) == []
    other = operation(id="other", deprecated="")
    assert rules(old, spec(one, other)) == ["operation-id-changed"]


def test_a_moved_operation_takes_its_types_along() -> None:
    old = spec(thing("Thing", *STEADY), operation("/v1/things", request=body("Thing")))
    new = spec(thing("Item", *STEADY), operation("/v2/things", request=body("Item")))
    assert rules(old, new) == ["operation-moved", "type-renamed"]


def test_a_documented_structure_is_no_change() -> None:
    """What an old page left blank and a new one names is a gain of the documentation."""
    answer = (Response(status="200", body=body("Thing")),)
    old = spec(
        thing(
            "Thing",
            *STEADY,
            prop("Size", "any"),
            prop("Parts", "array<any>"),
            prop("Owner", "ThingOwner"),
        ),
        thing("ThingOwner", *SIZES, basis="sampled"),
        operation(responses=answer),
    )
    new = spec(
        thing(
            "Thing",
            *STEADY,
            prop("Size", "Size", presence="optional"),
            prop("Parts", "array<Size>"),
            prop("Owner", "Person"),
        ),
        thing("Size", *SIZES),
        thing("Person", *SIZES, prop("Born", "date")),
        operation(responses=answer),
    )
    found = changes(old, new)
    assert {key for key, one in found.items() if one.wire != "docs-only"} == set()
    assert {key for key, one in found.items() if one.source != "docs-only"} == {
        ("type-added", "Size"),
        ("type-renamed", "Person"),
    }
    assert {rule for rule, _ in found} == {
        "property-documented",
        "property-type-documented",
        "property-presence-documented",
        "type-added",
        "type-renamed",
    }
    (size,) = {one.effect for one in found["property-type-documented", "Thing.Size"].touched}
    assert size == "documented: Any -> Size | None"
