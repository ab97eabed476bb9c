"""Wire names that follow a rule: which rule a class states, and what that changes for nobody."""

from __future__ import annotations

import importlib
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from codegen.spec import FORMAT_VERSION, ObjectType, Property, Spec
from codegen.targets import Options
from codegen.targets.openapi import Documents
from codegen.targets.plan import Field, plan
from codegen.targets.wirenames import RULES, alias_of, rule_of
from tests.rendered import import_package, write
from tests.specs_for_targets import prop


def _type(name: str, *properties: Property) -> ObjectType:
    return ObjectType(name=name, module="m", properties=properties)


def _spec(*properties: Property, others: tuple[ObjectType, ...] = ()) -> Spec:
    return Spec(format=FORMAT_VERSION, api="x", types=(_type("O", *properties), *others))


def _fields(*wire_names: str, **given_names: str) -> tuple[Field, ...]:
    properties = (
        *(prop(name, "string") for name in wire_names),
        *(prop(wire, "string", attribute=name) for wire, name in given_names.items()),
    )
    (item,) = plan(Documents(_spec(*properties), Options()).fragments()[0])
    return item.fields


@pytest.mark.parametrize(
    ("wire_names", "rule", "written_out"),
    [
        ([], "", []),
        (["name", "id"], "", []),
        (["Name"], "PascalModel", []),
        (["StartDate", "Address1", "Class"], "PascalModel", []),
        (["startDate", "name"], "CamelModel", []),
        (["start_date", "name"], "", []),
        # Attributes are from_ and class_, and no name is of any capitals.
        (["from", "class", "start_date"], "", ["from", "class"]),
        # What the rule does not give is written out.
        (["StartDate", "Name", "URL", "_Links"], "PascalModel", ["URL", "_Links"]),
        (["StartDate", "Name", "name"], "PascalModel", ["name"]),
        (["startDate", "endDate", "@type"], "CamelModel", ["@type"]),
        # As many as follow it do not, and no rule is the shortest to read.
        (["Name", "id"], "", ["Name"]),
        (["URL", "VAT"], "", ["URL", "VAT"]),
        (["@type", "$ref"], "", ["@type", "$ref"]),
        (["StartDate", "endDate"], "PascalModel", ["endDate"]),
        # Versions of Python differ in the capitals of other scripts.
        (["StartDate", "Straße", "Ärger"], "PascalModel", ["Straße", "Ärger"]),
    ],
)
def test_the_rule_is_the_one_that_leaves_the_fewest_names(
    wire_names: list[str], rule: str, written_out: list[str]
) -> None:
    fields = _fields(*wire_names)
    assert rule_of(fields) == rule
    aliases = [alias_of(field, rule) for field in fields]
    assert [alias for alias in aliases if alias is not None] == written_out


def test_a_name_of_the_users_is_held_against_the_rule_too() -> None:
    fields = _fields("StartDate", Number="called_so", EndDate="end_date")
    assert rule_of(fields) == "PascalModel"
    assert [alias_of(field, "PascalModel") for field in fields] == [None, "Number", None]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Any:
    spec = _spec(
        prop("StartDate", "string", presence="required"),
        prop("Address1", "int32"),
        prop("VATNumber", "string"),
        prop("name", "string"),
        prop("Class", "O"),
        others=(
            _type("Camel", prop("lineNumber", "int32"), prop("VATNumber", "string")),
            _type("Alike", prop("Id", "string", presence="required"), prop("id", "int32")),
            _type("Plain", prop("id", "int32"), prop("own_name", "string")),
        ),
    )
    return import_package(write(spec, tmp_path_factory.mktemp("rule")), "models")


def test_the_base_has_the_rule(models: Any) -> None:
    text = (Path(models.__file__).parent / "m.py").read_text("utf-8")
    assert "class O(PascalModel):\n" in text
    assert "    start_date: str\n" in text
    assert '    vat_number: Annotated[str | None, Field(alias="VATNumber")] = None\n' in text
    assert '    name: Annotated[str | None, Field(alias="name")] = None\n' in text
    assert '    class_: "O | None" = None\n' in text


def test_wire_names_and_python_names_are_read_and_wire_names_written(models: Any) -> None:
    data = {"StartDate": "x", "Address1": 1, "VATNumber": "2", "name": "n", "Other": 1}
    by_wire = models.O.model_validate(data | {"Class": {"StartDate": "y"}})
    by_name = models.O(
        start_date="x", address_1=1, vat_number="2", name="n", class_={"start_date": "y"}, Other=1
    )
    assert by_wire == by_name
    assert by_wire.class_.start_date == "y"
    written = by_name.model_dump(by_alias=True, exclude_unset=True)
    assert written == data | {"Class": {"StartDate": "y"}}
    described = models.O.model_json_schema()["$defs"]["O"]["properties"]
    assert list(described) == ["StartDate", "Address1", "VATNumber", "name", "Class"]
    with pytest.raises(ValidationError, match="StartDate"):
        models.O()


def test_a_subclass_reads_what_the_class_reads(models: Any) -> None:
    class Mine(models.O):  # type: ignore[misc]
        own: int = 0

    mine = Mine.model_validate({"StartDate": "x", "VATNumber": "2", "own": 3})
    assert (mine.start_date, mine.vat_number, mine.own) == ("x", "2", 3)
    assert Mine(start_date="x", own=1).model_dump(by_alias=True, exclude_unset=True) == {
        "StartDate": "x",
        "Own": 1,
    }


@pytest.mark.parametrize("bases", [*itertools.permutations(["O", "Camel", "Plain"])], ids=str)
def test_inherited_attributes_keep_their_wire_names(models: Any, bases: tuple[str, ...]) -> None:
    one: Any = type("One", tuple(getattr(models, name) for name in bases), {})
    two: Any = type("Two", (one,), {"model_config": {"alias_generator": str.upper}})
    for mine in (one, two):
        data = {"StartDate": "x", "VATNumber": "2", "lineNumber": 3, "id": 4, "own_name": "n"}
        read = mine.model_validate(data)
        assert read.model_extra == {}
        assert (read.start_date, read.line_number, read.id, read.own_name) == ("x", 3, 4, "n")
        assert read.model_dump(by_alias=True, exclude_unset=True) == data
    for name in bases:
        wire_names = getattr(models, name).model_json_schema()
        assert not {"startDate", "LineNumber", "Id"} & set(wire_names.get("properties", ()))


def test_names_that_are_nearly_alike_are_read_apart(models: Any) -> None:
    for data in ({"Id": "x", "id": 1}, {"Id": "x"}):
        read = models.Alike.model_validate(data)
        assert read.model_dump(by_alias=True, exclude_unset=True) == data
    with pytest.raises(ValidationError, match="Id\n  Field required"):
        models.Alike.model_validate({"id": 1})


@given(name=st.from_regex(r"[a-zA-Z][a-zA-Z0-9_]*", fullmatch=True))
def test_the_package_has_the_same_rules(models: Any, name: str) -> None:
    base = importlib.import_module("._base", models.__name__)
    for rule, function in RULES.items():
        given_rule = getattr(base, rule).model_config["alias_generator"]
        assert given_rule(name) == function(name)
