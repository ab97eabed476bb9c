"""What is compared with what, how grave it is, and what it touches."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.changes import Change, Side, Subject, compare
from codegen.diagnostics import At
from codegen.spec import (
    Constraints,
    EnumValue,
    ObjectType,
    Parameter,
    Property,
    Response,
    Spec,
)
from codegen.typeexpr import parse
from tests.changes_cases import CASES, SIZES, STEADY, body, enum, operation, prop, spec, thing


def changes(
    old: Spec, new: Spec, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> tuple[Change, ...]:
    """The changes; `before` and `after` are what is known of the sides besides."""
    return compare(
        Side(label="old", spec=old, **(before or {})), Side(label="new", spec=new, **(after or {}))
    )


def asked(*properties: Property) -> Spec:
    return spec(thing("Thing", *STEADY, *properties), operation(request=body("Thing")))


def answered(*properties: Property) -> Spec:
    answer = Response(status="200", body=body("Thing"))
    return spec(thing("Thing", *STEADY, *properties), operation(responses=(answer,)))


def called_back(*properties: Property) -> Spec:
    one = operation(request=body("Thing"), webhook=True)
    return spec(thing("Thing", *STEADY, *properties), one)


def delta(expr: str = "string", **facts: Any) -> tuple[Property, ...]:
    return (prop("Delta", expr, **facts),)


NONE: tuple[Property, ...] = ()
REQUIRED, OPTIONAL = delta(presence="required"), delta(presence="optional")
NULL, NEVER_NULL = delta(nullable=True), delta(nullable=False)
SHORT = delta(constraints=Constraints(max_length=8))
LONG = delta(constraints=Constraints(max_length=9))

#: Old and new property; the level on the wire where callers send it, and where they receive it.
LEVELS = (
    (NONE, REQUIRED, "breaking", "safe"),
    (NONE, OPTIONAL, "safe", "safe"),
    (NONE, delta(), "safe", "safe"),
    (REQUIRED, NONE, "risky", "breaking"),
    (OPTIONAL, NONE, "risky", "risky"),
    (OPTIONAL, REQUIRED, "breaking", "safe"),
    (REQUIRED, OPTIONAL, "safe", "breaking"),
    (delta(), REQUIRED, "docs-only", "docs-only"),
    (REQUIRED, delta(), "docs-only", "docs-only"),
    (NEVER_NULL, NULL, "safe", "breaking"),
    (NULL, NEVER_NULL, "breaking", "safe"),
    (delta(), NULL, "docs-only", "docs-only"),
    (delta(), delta("boolean"), "breaking", "breaking"),
    (delta("int32"), delta("int64"), "safe", "breaking"),
    (delta("number"), delta("integer"), "breaking", "safe"),
    (delta(), delta("date-time"), "breaking", "safe"),
    (delta("date-time"), delta(), "safe", "breaking"),
    (delta(), delta("array<string>"), "breaking", "breaking"),
    (delta("any"), delta("array<string>"), "docs-only", "docs-only"),
    (delta("array<string>"), delta("any"), "docs-only", "docs-only"),
    (LONG, SHORT, "breaking", "safe"),
    (SHORT, LONG, "safe", "breaking"),
    (delta(), LONG, "risky", "docs-only"),
    (LONG, delta(), "docs-only", "risky"),
    (delta(), delta(description="Other words."), "docs-only", "docs-only"),
    (delta(), delta(deprecated=""), "safe", "safe"),
)


@pytest.mark.parametrize(("old", "new", "request_", "response"), LEVELS)
def test_the_wire_is_judged_by_direction(
    old: tuple[Property, ...], new: tuple[Property, ...], request_: str, response: str
) -> None:
    (sent,) = changes(asked(*old), asked(*new))
    (received,) = changes(answered(*old), answered(*new))
    (hook,) = changes(called_back(*old), called_back(*new))
    assert (sent.direction, sent.wire) == ("request", request_)
    assert (received.direction, received.wire) == ("response", response)
    # The vendor sends what a webhook is called with.
    assert (hook.direction, hook.wire) == ("response", response)


def test_what_travels_both_ways_has_the_graver_level() -> None:
    def both(*properties: Property) -> Spec:
        answer = Response(status="200", body=body("Thing"))
        one = operation(request=body("Thing"), responses=(answer,))
        return spec(thing("Thing", *STEADY, *properties), one)

    (change,) = changes(both(*OPTIONAL), both(*REQUIRED))
    assert (change.direction, change.wire) == ("both", "breaking")
    assert change.operations == ("POST /things",)
    # Read-only properties are not sent.
    old, new = (delta(presence=it, read_only=True) for it in ("optional", "required"))
    (change,) = changes(both(*old), both(*new))
    assert (change.direction, change.wire) == ("response", "safe")


def test_what_no_operation_reaches_does_not_travel() -> None:
    old, new = (spec(thing("Thing", *STEADY, *one)) for one in (NONE, REQUIRED))
    (change,) = changes(old, new)
    assert (change.wire, change.source, change.direction) == ("docs-only", "breaking", "")


def test_a_change_counts_for_the_operations_that_were_there_before() -> None:
    one = operation(request=body("Thing"))
    two = operation("/more", id="more", responses=(Response(status="200", body=body("Thing")),))
    old = spec(thing("Thing", *STEADY, *OPTIONAL), one)
    new = spec(thing("Thing", *STEADY, *REQUIRED), one, two)
    by_rule = {change.rule: change for change in changes(old, new)}
    assert by_rule.keys() == {"operation-added", "property-became-required"}
    change = by_rule["property-became-required"]
    assert (change.direction, change.operations) == ("request", ("POST /things",))


def test_the_value_of_a_shared_enum_is_one_change() -> None:
    def shared(*values: str) -> Spec:
        things = [thing(f"Thing{at}", *STEADY, prop("Kind", "Kind")) for at in range(9)]
        calls = [operation(f"/{it.name}", id=it.name, request=body(it.name)) for it in things]
        return spec(enum("Kind", *values), *things, *calls)

    (change,) = changes(shared("a"), shared("a", "b"))
    assert change.subject == Subject("value", "Kind", "b")
    assert len(change.operations) == 9


def test_an_operation_takes_what_only_it_needs_along() -> None:
    one = operation(
        request=body("Thing"),
        parameters=(Parameter(name="top", location="query", type=parse("int32")),),
    )
    lone = operation("/lone", id="lone")
    full = spec(thing("Thing", *STEADY), one, lone)
    gone, left = changes(full, spec(lone))
    assert (gone.rule, gone.wire) == ("operation-removed", "breaking")
    assert (left.rule, left.wire, left.source) == ("type-removed", "docs-only", "breaking")
    assert "no operation uses it any more" in left.message


def test_the_gravest_comes_first_and_nothing_depends_on_the_order_of_the_specs() -> None:
    old = asked(prop("One"), prop("Two", presence="optional"), prop("Three"))
    new = asked(prop("One", description="Said."), prop("Two", presence="required"), prop("Four"))
    found = changes(old, new)
    assert [one.level for one in found] == ["breaking", "breaking", "safe", "docs-only"]
    (first,) = (one for one in old.types if isinstance(one, ObjectType))
    turned = Spec(
        format=old.format,
        api=old.api,
        types=(thing("Thing", *reversed(first.properties)),),
        operations=old.operations,
    )
    assert [one.fingerprint for one in changes(turned, new)] == [one.fingerprint for one in found]


def test_the_order_of_properties_is_no_change() -> None:
    one, two = prop("One"), prop("Two")
    assert changes(asked(one, two), asked(two, one)) == ()


def test_places_are_asked_for_changed_subjects_only() -> None:
    wanted: list[set[Subject]] = []

    def places(subjects: Any) -> dict[Subject, tuple[At, ...]]:
        wanted.append(set(subjects))
        return {one: (At(f"{one.member}.md", 3),) for one in subjects}

    known = {"places": places}
    (change,) = changes(asked(prop("eMail")), asked(prop("EMail")), known, known)
    assert (change.before, change.after) == ((At("eMail.md", 3),), (At("EMail.md", 3),))
    assert wanted == [
        {Subject("property", "Thing", "eMail")},
        {Subject("property", "Thing", "EMail")},
    ]


def test_a_correction_of_the_pages_is_none_of_the_api() -> None:
    subject = Subject("property", "Thing", "Delta")
    known = {"contradicted": {subject: "a sample shows null"}}
    old, new = answered(*NEVER_NULL), answered(*NULL)
    (change,) = changes(old, new)
    assert (change.wire, change.correction) == ("breaking", "")
    (change,) = changes(old, new, known)
    assert (change.wire, change.source) == ("docs-only", "risky")
    assert change.correction == "a sample shows null"
    # Pages that still contradict themselves were not corrected.
    (change,) = changes(old, new, known, known)
    assert (change.wire, change.correction) == ("breaking", "")
    # Nor is it a matter of types and presence that a description is another.
    old, new = answered(*delta()), answered(*delta(description="Words."))
    (change,) = changes(old, new, known)
    assert not change.correction


TOUCHED = (
    (delta(), NONE, "delta", "gone"),
    (NONE, delta(), "delta", "new"),
    (delta(), delta(attribute="other"), "delta", "renamed to other"),
    ((prop("eMail"),), (prop("Zeta"),), "e_mail", "gone"),
    (OPTIONAL, REQUIRED, "delta", "narrowed: str | None -> str"),
    (REQUIRED, OPTIONAL, "delta", "widened: str -> str | None"),
    (REQUIRED, delta("int32", presence="required"), "delta", "retyped: str -> int"),
    (delta(), delta("date-time"), "delta", "retyped: str | None -> datetime | None"),
    (delta("any"), delta("map<int32>"), "delta", "documented: Any -> dict[str, int] | None"),
)


@pytest.mark.parametrize(("old", "new", "attribute", "effect"), TOUCHED)
def test_the_names_of_both_packages_are_touched(
    old: tuple[Property, ...], new: tuple[Property, ...], attribute: str, effect: str
) -> None:
    found = {
        (touched.name, touched.effect)
        for change in changes(asked(*old), asked(*new))
        for touched in change.touched
    }
    for package in ("models", "dataclass_models"):
        assert (f"{package}.things.Thing.{attribute}", effect) in found


def test_python_does_not_see_every_change_of_the_wire() -> None:
    for old, new in (("int32", "int64"), ("string", "uri"), ("byte", "binary")):
        (change,) = changes(answered(*delta(old)), answered(*delta(new)))
        assert (change.touched, change.source) == ((), "docs-only")
    (change,) = changes(answered(*delta(nullable=None)), answered(*NULL))
    assert change.touched == ()


def test_the_names_of_types_members_and_operations_are_touched() -> None:
    def names(old: Spec, new: Spec) -> set[tuple[str, str]]:
        found = (one for change in changes(old, new) for one in change.touched)
        return {(one.name, one.effect) for one in found if one.name.startswith("models.")}

    calls = operation(request=body("Kind"))
    kind = enum("Kind", "one", EnumValue(value="two"))
    old = spec(kind, calls)
    assert names(old, spec(enum("Kind", "one"), calls)) == {("models.things.Kind.TWO", "gone")}
    named = enum("Kind", "one", EnumValue(value="two", name="Second"))
    assert names(old, spec(named, calls)) == {("models.things.Kind.TWO", "renamed to SECOND")}
    moved = enum("Kind", "one", "two", module="common")
    assert names(old, spec(moved, calls)) == {("models.things.Kind", "moved to common")}
    lone = operation("/lone", id="import", method="GET")
    assert names(old, spec(kind, calls, lone)) == {("models.operations.import_", "new")}


def test_messages_are_sentences_without_placeholders() -> None:
    for case in CASES:
        for change in changes(case.old, case.new):
            assert change.message[0].isupper()
            assert "\n" not in change.message
            assert not any(it in change.message for it in ("{it}", "{old}", "{new}", "{detail}"))


def test_braces_and_lines_of_a_page_stay_what_they_are() -> None:
    old, new = asked(prop("{old}")), asked(prop("{old}", presence="required", description="{it}"))
    found = {one.rule: one for one in changes(old, new)}
    assert "Thing.{old}" in found["property-presence-documented-required"].message
    assert found["property-description-added"].new == "{it}"


def test_fingerprints_tell_changes_apart_and_stay() -> None:
    old, new = asked(prop("One"), prop("Two")), asked(prop("One", "int32"), prop("Two", "int32"))
    first, second = changes(old, new)
    assert first.fingerprint != second.fingerprint
    again = changes(old, asked(prop("One", "int32"), prop("Two", "int32"), prop("More")))
    assert {first.fingerprint, second.fingerprint} < {one.fingerprint for one in again}


def test_a_side_is_not_changed() -> None:
    old, new = asked(*delta()), asked(*REQUIRED)
    side = Side(label="old", spec=old)
    compare(side, Side(label="new", spec=new))
    assert side == Side(label="old", spec=asked(*delta()))


def test_types_that_hold_themselves_are_compared() -> None:
    def tree(*properties: Property, name: str = "Tree") -> Spec:
        one = thing(name, *SIZES, prop("Twigs", f"array<{name}>"), *properties)
        return spec(one, operation(request=body(name)))

    (change,) = changes(tree(), tree(name="Bush"))
    assert (change.rule, change.former) == ("type-renamed", Subject("type", "Tree"))
    assert {one.rule for one in changes(tree(), tree(*delta(), name="Bush"))} == {
        "type-renamed",
        "property-added",
    }
