"""One random edit of a random spec: that change is found, and what it entails, and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs

from codegen.changes import Change, Side, Subject, compare
from codegen.changes.index import key_of
from codegen.spec import EnumType, EnumValue, ObjectType, Operation, Property, Spec, Type
from codegen.typeexpr import Scalar
from tests.strategies import reachable, specs

#: Types and schemes come and go with what alone leads to them.
ENTAILED = {"type-added", "type-removed", "security-scheme-added", "security-scheme-removed"}


class Edit(NamedTuple):
    """The edited spec, and the one change that tells of it."""

    spec: Spec
    rule: str
    subject: Subject


def changes(old: Spec, new: Spec) -> tuple[Change, ...]:
    return compare(Side(label="old", spec=old), Side(label="new", spec=new))


def with_type(spec: Spec, one: Type) -> Spec:
    types = {other.name: other for other in spec.types} | {one.name: one}
    return reachable(spec.operations, types)


def with_operations(spec: Spec, operations: tuple[Operation, ...]) -> Spec:
    return reachable(operations, {one.name: one for one in spec.types})


def with_property(
    spec: Spec, owner: ObjectType, old: Property | None, new: Property | None
) -> Spec:
    kept = tuple(one for one in owner.properties if one is not old)
    at = owner.properties.index(old) if old is not None else len(kept)
    fresh = (new,) if new is not None else ()
    return with_type(spec, structs.replace(owner, properties=(*kept[:at], *fresh, *kept[at:])))


def of_property(owner: ObjectType, prop: Property) -> Subject:
    return Subject("property", owner.name, prop.name)


def remove_property(draw: st.DrawFn, spec: Spec) -> Edit:
    owner = draw(st.sampled_from([one for one in spec.types if isinstance(one, ObjectType)]))
    prop = draw(st.sampled_from(owner.properties))
    rule = {"required": "property-removed-required", "optional": "property-removed-optional"}
    return Edit(
        with_property(spec, owner, prop, None),
        rule.get(prop.presence or "", "property-removed"),
        of_property(owner, prop),
    )


def add_property(draw: st.DrawFn, spec: Spec) -> Edit:
    owner = draw(st.sampled_from([one for one in spec.types if isinstance(one, ObjectType)]))
    required = draw(st.booleans())
    prop = Property(
        name="Zebra", type=Scalar("uuid"), presence="required" if required else "optional"
    )
    rule = "property-added-required" if required else "property-added"
    return Edit(with_property(spec, owner, None, prop), rule, of_property(owner, prop))


def change_property(draw: st.DrawFn, spec: Spec) -> Edit:
    owner = draw(st.sampled_from([one for one in spec.types if isinstance(one, ObjectType)]))
    prop = draw(st.sampled_from(owner.properties))
    fresh, rule = draw(
        st.sampled_from(
            [
                (structs.replace(prop, description=f"{prop.description} More."), "description"),
                (structs.replace(prop, deprecated=f"{prop.deprecated} So."), "deprecat"),
                (structs.replace(prop, presence=_other(prop)), "presence|became"),
                (structs.replace(prop, type=Scalar("uuid")), "type|became"),
                (structs.replace(prop, name="Zebra", type=Scalar("uuid")), "removed"),
            ]
        )
    )
    return Edit(with_property(spec, owner, prop, fresh), rule, of_property(owner, prop))


def _other(prop: Property) -> str:
    return "optional" if prop.presence == "required" else "required"


def remove_operation(draw: st.DrawFn, spec: Spec) -> Edit:
    one = draw(st.sampled_from(spec.operations))
    rest = tuple(other for other in spec.operations if other is not one)
    rule = "operation-removed" if one.deprecated is None else "operation-removed-deprecated"
    return Edit(with_operations(spec, rest), rule, Subject("operation", key_of(one)))


def add_operation(draw: st.DrawFn, spec: Spec) -> Edit:
    like = draw(st.sampled_from(spec.operations))
    one = structs.replace(like, id="zebra_feed", path="/zebra")
    whole = with_operations(spec, (*spec.operations, one))
    return Edit(whole, "operation-added", Subject("operation", key_of(one)))


def add_value(draw: st.DrawFn, spec: Spec) -> Edit | None:
    enums = [one for one in spec.types if isinstance(one, EnumType)]
    if not enums:
        return None
    one = draw(st.sampled_from(enums))
    fresh = structs.replace(one, values=(*one.values, EnumValue(value="zebra")))
    return Edit(with_type(spec, fresh), "enum-value-added", Subject("value", one.name, "zebra"))


def remove_value(draw: st.DrawFn, spec: Spec) -> Edit | None:
    enums = [one for one in spec.types if isinstance(one, EnumType) and len(one.values) > 1]
    if not enums:
        return None
    one = draw(st.sampled_from(enums))
    value = draw(st.sampled_from(one.values))
    fresh = structs.replace(one, values=tuple(other for other in one.values if other != value))
    subject = Subject("value", one.name, str(value.value))
    return Edit(with_type(spec, fresh), "enum-value-removed", subject)


EDITS: tuple[Callable[[st.DrawFn, Spec], Edit | None], ...] = (
    remove_property,
    add_property,
    change_property,
    remove_operation,
    add_operation,
    add_value,
    remove_value,
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Spec, Edit]:
    spec = draw(specs().filter(lambda one: any(isinstance(it, ObjectType) for it in one.types)))
    edit = draw(st.sampled_from(EDITS))(draw, spec)
    return spec, edit or remove_operation(draw, spec)


@settings(max_examples=40, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(edited())
def test_one_edit_is_found_and_nothing_else(case: tuple[Spec, Edit]) -> None:
    old, edit = case
    found = changes(old, edit.spec)
    own = [one for one in found if one.rule not in ENTAILED]
    if edit.rule == "removed":
        assert sorted(one.rule.split("-")[1] for one in own) == ["added", "removed"]
    else:
        assert [one.former or one.subject for one in own] == [edit.subject]
        assert any(part in own[0].rule for part in edit.rule.split("|"))
    # Whatever a change does, its reverse is about the same things.
    back = changes(edit.spec, old)
    assert {one.subject for one in found} == {one.subject for one in back}


@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(specs())
def test_a_spec_does_not_differ_from_itself(spec: Spec) -> None:
    assert changes(spec, spec) == ()
