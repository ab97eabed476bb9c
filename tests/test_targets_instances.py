"""Types that stand at one place: dataclasses are told apart by what objects say of themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from mashumaro.codecs.basic import BasicDecoder

from codegen.spec import FORMAT_VERSION, Instance, ObjectType, Spec
from codegen.targets import Options
from tests.rendered import import_package, write
from tests.specs_for_targets import prop


def _of(name: str, *properties: Any, says: str = "", inherited: bool = False) -> ObjectType:
    values = (says, f"#zoo.{says}")
    said = Instance(property="@odata.type", values=values, inherited=inherited) if says else None
    return ObjectType(
        name=name, module="zoo", properties=(prop("id", "string"), *properties), instance=said
    )


PET = _of("Pet")
CAT = _of("Cat", prop("purrs", "boolean"), says="cat")
DOG = _of("Dog", prop("barks", "boolean"), prop("odata_type", "string"), says="dog")
BIRD = _of("Bird", prop("wings", "int32"), says="bird", inherited=True)
LARK = _of("Lark", prop("sings", "boolean"), says="lark", inherited=True)
FISH = _of("Fish", prop("swims", "boolean"), prop("scales", "int32"))
ALONE = _of("Alone", says="alone")
HOME = ObjectType(
    name="Home",
    module="homes",
    properties=(
        prop("pets", "array<Cat | Dog | Pet>"),
        prop("guest", "Cat | Dog", nullable=True),
        prop("others", "map<Fish | Pet>"),
        prop("one", "Alone"),
        prop("birds", "array<Bird | Lark>"),
        prop("lark", "Lark"),
    ),
)
SPEC = Spec(format=FORMAT_VERSION, api="zoo", types=(ALONE, BIRD, CAT, DOG, FISH, HOME, LARK, PET))


@pytest.fixture(scope="module", params=["open", "closed"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(SPEC, tmp_path_factory.mktemp(request.param), Options(enums=request.param))


@pytest.fixture(scope="module")
def records(folder: Path) -> Any:
    return import_package(folder, "dataclass_models")


@pytest.mark.parametrize(
    ("said", "kind"), [("cat", "Cat"), ("#zoo.dog", "Dog"), ("#zoo.bird", "Pet")]
)
def test_an_object_is_read_as_what_it_says_it_is(records: Any, said: str, kind: str) -> None:
    wire = {"pets": [{"@odata.type": said, "id": "a", "barks": True, "purrs": True}]}
    (found,) = BasicDecoder(records.Home).decode(wire).pets
    assert type(found).__name__ == kind


def test_what_no_object_names_comes_last_and_the_fullest_of_it_first(records: Any) -> None:
    wire = {"others": {"x": {"id": "a", "swims": True}}}
    assert BasicDecoder(records.Home).decode(wire).others["x"].swims


def test_an_unknown_type_is_kept_as_it_is(records: Any) -> None:
    bird = {"@odata.type": "bird", "wings": 2}
    decode = BasicDecoder(records.Home).decode
    assert decode({"guest": bird}).guest == bird
    assert decode({"guest": None}).guest is None


def test_a_type_that_stands_alone_has_nothing_to_say(records: Any) -> None:
    assert set(records.Alone.__dataclass_fields__) == {"id"}
    dog = records.Dog.__dataclass_fields__
    assert list(dog) == ["id", "barks", "odata_type", "odata_type_"]
    assert dog["odata_type_"].metadata == {"alias": "@odata.type"}


def test_what_others_inherit_from_takes_any_name_where_it_stands_alone(records: Any) -> None:
    assert "odata_type" in records.Bird.__dataclass_fields__
    assert set(records.Lark.__dataclass_fields__) == {"id", "sings"}
    wire = {"birds": [{"@odata.type": "#zoo.woodlark", "sings": True}], "lark": {"id": "a"}}
    home = BasicDecoder(records.Home).decode(wire)
    assert home.birds[0].sings
    assert home.lark.id == "a"


def test_openapi_has_no_property_for_it(folder: Path) -> None:
    schemas = yaml.safe_load((folder / "openapi/openapi.yaml").read_text("utf-8"))["components"]
    cat = schemas["schemas"]["Cat"]
    assert list(cat["properties"]) == ["id", "purrs"]
    assert cat["x-instance"] == {"property": "@odata.type", "values": ["cat", "#zoo.cat"]}
    guest = schemas["schemas"]["Home"]["properties"]["guest"]
    assert guest["x-instance"] == "@odata.type"
    assert "x-instance" not in schemas["schemas"]["Home"]["properties"]["pets"]["items"]


def test_pydantic_reads_them_by_what_they_have(folder: Path) -> None:
    models: Any = import_package(folder, "models")
    wire = {"pets": [{"@odata.type": "dog", "id": "a", "barks": True}]}
    home = models.Home.model_validate(wire)
    assert isinstance(home.pets[0], models.Dog)
    assert home.model_dump(by_alias=True, exclude_unset=True) == wire
