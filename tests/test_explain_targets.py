"""What people may ask to have explained, and the answer to what there is not."""

from __future__ import annotations

import msgspec
import pytest

from codegen.explain import UnknownTargetError
from codegen.explain.targets import find
from codegen.spec import (
    FORMAT_VERSION,
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Property,
    Spec,
    Type,
    UnionType,
    Variant,
)
from codegen.typeexpr import parse


def thing(name: str, /, **properties: str) -> ObjectType:
    return of_properties(name, properties)


def of_properties(name: str, properties: dict[str, str]) -> ObjectType:
    made = tuple(Property(name=wire, type=parse(kind)) for wire, kind in properties.items())
    return ObjectType(name=name, module="m", properties=made)


def call(key: str, name: str) -> Operation:
    method, path = key.split(" ")
    return Operation(id=name, method=method, path=path, module="m")


TYPES: tuple[Type, ...] = (
    msgspec.structs.replace(
        thing("Pet", Id="int32", Owner="Person", Friends="array<Pet>", Tags="map<Tag>"),
        aliases=("m.Beast",),
    ),
    thing("Person", Name="string", name="string", Pet="Cat | string"),
    of_properties("Tag", {"a.b": "string", "a": "Dotted", "x.y.z": "Pet"}),
    of_properties("Dotted", {"b": "int32", "c": "int32"}),
    EnumType(name="Kind", module="m", values=(EnumValue(value="x"),)),
    UnionType(name="Cat", module="m", variants=(Variant(type="Tabby"), Variant(type="Manx"))),
    thing("Tabby", Stripes="int32", Both="int32"),
    thing("Manx", Both="int32"),
    thing("PET2", Id="int32"),
    thing("pet2", Id="int32"),
)
SPEC = Spec(
    format=FORMAT_VERSION,
    api="t",
    types=TYPES,
    operations=(
        call("GET /api/v1/Pets", "pets_list"),
        call("GET /api/v1/Pets/{id}", "pets_get"),
        call("PUT /api/v1/Pets/{id}", "pets_put"),
        call("GET /api/v1/Zoo/Pets", "zoo_list"),
        call("POST Hook", "hook"),
    ),
)


def named(text: str) -> str:
    found = find(SPEC, text)
    if found.operation is not None:
        return found.operation.id
    owner = found.type.name if found.type is not None else ""
    return f"{owner}.{found.property.name}" if found.property is not None else owner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pet", "Pet"),
        ("  Pet ", "Pet"),
        ("pet", "Pet"),
        ("Kind", "Kind"),
        ("Beast", "Pet"),
        ("beast", "Pet"),
        ("Beast.Owner.Pet", "Person.Pet"),
        ("Pet.Id", "Pet.Id"),
        ("pet.id", "Pet.Id"),
        ("Pet.Owner.Pet", "Person.Pet"),
        ("Pet.Friends.Friends.Id", "Pet.Id"),
        ("Pet.Friends[].Id", "Pet.Id"),
        ("Pet.Tags{}.a", "Tag.a"),
        ("Person.name", "Person.name"),
        ("Person.Name", "Person.Name"),
        ("Tag.a.b", "Tag.a.b"),
        ("Tag.a.c", "Dotted.c"),
        ("Dotted.b", "Dotted.b"),
        ("Pet.Tags.x.y.z.Id", "Pet.Id"),
        ("Cat.Stripes", "Tabby.Stripes"),
        ("Person.Pet.Stripes", "Tabby.Stripes"),
        ("PET2", "PET2"),
        ("PET2.id", "PET2.Id"),
        ("pets_get", "pets_get"),
        ("Pets_Get", "pets_get"),
        ("GET /api/v1/Pets/{id}", "pets_get"),
        ("get /api/v1/pets/{petId}", "pets_get"),
        ("GET /api/v1/Pets/{}", "pets_get"),
        ("PUT Pets/{id}", "pets_put"),
        ("GET Zoo/Pets?x=1", "zoo_list"),
        ("GET  v1/Pets", "pets_list"),
        ("POST Hook", "hook"),
    ],
)
def test_names_that_lead_to_something(text: str, expected: str) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Pte", "no type or operation is called 'Pte'; did you mean Pet"),
        ("Persn", "no type or operation is called 'Persn'; did you mean Person"),
        ("pets_lits", "did you mean pets_list"),
        ("Zebra", "no type or operation is called 'Zebra'"),
        ("Pet.Ownr", "no property of Pet is called 'Ownr'; did you mean Owner?"),
        ("Pet.Owner.Nam", "no property of Person is called 'Nam'; did you mean "),
        ("Pet.Id.x", "Pet.Id is int32; it has no properties"),
        ("Kind.x", "Kind has no properties"),
        ("Cat.Strips", "no property of Cat is called 'Strips'; did you mean Stripes?"),
        ("Nothing.Id", "no type or operation is called 'Nothing'"),
        ("Perso.Name", "no type or operation is called 'Perso'; did you mean Person"),
        ("Person.NAME", "'Person.NAME' could be Person.Name or Person.name"),
        ("Pet2", "'Pet2' could be PET2 or pet2"),
        ("Cat.Both", "'Cat.Both' could be Tabby.Both or Manx.Both"),
        ("GET /api/v1/Pet", "no operation is called 'GET /api/v1/Pet'; did you mean GET /api/v1/"),
        ("GET Pets", "'GET Pets' could be GET /api/v1/Pets or GET /api/v1/Zoo/Pets"),
        ("DELETE /api/v1/Pets", "no operation is called 'DELETE /api/v1/Pets'; did you mean"),
        ("", "no type or operation is called ''"),
        ("Pet.", "no property of Pet is called ''"),
        (".", "no type or operation is called ''"),
    ],
)
def test_names_that_lead_nowhere_or_to_several_places(text: str, message: str) -> None:
    with pytest.raises(UnknownTargetError) as raised:
        find(SPEC, text)
    assert message in str(raised.value)
    assert "could be" not in message or str(raised.value) == message


def test_every_name_of_a_spec_leads_to_itself() -> None:
    for one in SPEC.types:
        assert named(one.name) == one.name
        if isinstance(one, ObjectType):
            for prop in one.properties:
                assert named(f"{one.name}.{prop.name}") == f"{one.name}.{prop.name}"
    for operation in SPEC.operations:
        assert named(f"{operation.method} {operation.path}") == operation.id
        assert named(operation.id) == operation.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Node" + ".a.b" * 20, "Node.a.b"), ("Node" + ".up" * 61, "Node.up")],
    ids=["names with dots", "recursion"],
)
def test_many_ways_to_one_property_are_one(text: str, expected: str) -> None:
    node = of_properties("Node", {"a": "Node", "b": "Node", "a.b": "Node", "up": "A | B"})
    spec = Spec(
        format=FORMAT_VERSION, api="t", types=(node, thing("A", up="Node"), thing("B", up="Node"))
    )
    found = find(spec, text)
    assert found.type is not None
    assert found.property is not None
    assert f"{found.type.name}.{found.property.name}" == expected


def test_a_name_of_too_many_parts_is_not_looked_for() -> None:
    with pytest.raises(UnknownTargetError, match="at most 64 dots"):
        find(SPEC, "Pet" + ".Friends" * 3000)
