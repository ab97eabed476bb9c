"""Enums whose values are bits: every combination is read, kept and written as it came."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from types import ModuleType
from typing import Any

import pydantic
import pytest
import yaml
from mashumaro.codecs.json import JSONDecoder, JSONEncoder

from codegen.diagnostics import CodegenError
from codegen.spec import FORMAT_VERSION, EnumType, EnumValue, ObjectType, Spec
from codegen.targets import Options, plan, render, shape
from codegen.targets.fragment import Fragment
from tests.rendered import import_package, write
from tests.specs_for_targets import prop

BITS = EnumType(
    name="Bits",
    module="rooms",
    scalar="integer",
    flags=True,
    description="What a room has.",
    values=(
        EnumValue(value=0, name="NONE"),
        EnumValue(value=1, name="DOOR", description="One at least."),
        EnumValue(value=2, name="WINDOW"),
        EnumValue(value=1 << 40, name="LIFT"),
        EnumValue(value=3, name="BOTH"),
        EnumValue(value=12, name="FAR"),  # bits that have no names of their own
    ),
)
ROOM = ObjectType(
    name="Room",
    module="rooms",
    properties=(
        prop("has", "Bits", presence="required"),
        prop("had", "array<Bits>"),
        prop("by", "map<Bits | null>"),
        prop("may", "Bits", nullable=True),
    ),
)
SPEC = Spec(format=FORMAT_VERSION, api="hotel", types=(BITS, ROOM))

NUMBERS = [0, 1, 2, 3, 4, 5, 15, 16, 1 << 40, (1 << 40) | 3, 1 << 52, (1 << 53) - 1, -1, -(1 << 31)]


@pytest.fixture(scope="module", params=["open", "closed"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(SPEC, tmp_path_factory.mktemp(request.param), Options(enums=request.param))


@pytest.fixture(scope="module")
def models(folder: Path) -> ModuleType:
    return import_package(folder, "models")


@pytest.fixture(scope="module")
def records(folder: Path) -> ModuleType:
    return import_package(folder, "dataclass_models")


def wire(number: int) -> dict[str, Any]:
    return {"has": number, "had": [number, 1], "by": {"x": number, "y": None}, "may": number}


@pytest.mark.parametrize("number", NUMBERS)
def test_pydantic_reads_and_writes_every_combination(models: Any, number: int) -> None:
    room = models.Room.model_validate_json(json.dumps(wire(number)))
    assert isinstance(room.has, models.Bits)
    assert room.has == number
    assert json.loads(room.model_dump_json(exclude_unset=True)) == wire(number)
    assert models.Room.model_validate(room.model_dump()) == room
    assert pickle.loads(pickle.dumps(room.has)) == number  # noqa: S301 - it is our own
    assert copy.deepcopy(room) == room


@pytest.mark.parametrize("number", NUMBERS)
def test_dataclasses_read_and_write_every_combination(records: Any, number: int) -> None:
    room = JSONDecoder(records.Room).decode(json.dumps(wire(number)))
    assert isinstance(room.has, records.Bits)
    assert room.has == number
    assert json.loads(JSONEncoder(records.Room).encode(room)) == wire(number)


@pytest.mark.parametrize("value", ["1", 1.5, True, None, [1]])
def test_pydantic_takes_whole_numbers_only(models: Any, value: object) -> None:
    with pytest.raises(pydantic.ValidationError):
        models.Room.model_validate({"has": value})


@pytest.mark.parametrize("kind", ["models", "records"])
def test_bits_are_named_combined_and_taken_away(kind: str, models: Any, records: Any) -> None:
    bits = {"models": models, "records": records}[kind].Bits
    assert bits.DOOR | bits.WINDOW == bits.BOTH == bits(3)
    assert bits.DOOR in bits(1 | 16)
    assert bits.WINDOW not in bits(1 | 16)
    assert bits(3 | 16) & ~bits.DOOR == 2 | 16  # what is not known stays
    assert not bits.NONE
    assert bits(1 << 40) is bits.LIFT
    assert bits.LIFT.name == "LIFT"
    with pytest.raises(ValueError, match="is not a valid"):
        bits("1")


def test_openapi_lists_the_bits_and_takes_any_number() -> None:
    for options in (Options(), Options(enums="closed")):
        text = render(SPEC, options)["openapi/openapi.yaml"]
        schema = yaml.safe_load(text)["components"]["schemas"]["Bits"]
        assert schema == {
            "description": "What a room has.",
            "type": "integer",
            "x-enum-flags": [0, 1, 2, 1 << 40, 3, 12],
            "x-enum-names": {
                "0": "NONE",
                "1": "DOOR",
                "2": "WINDOW",
                str(1 << 40): "LIFT",
                "3": "BOTH",
                "12": "FAR",
            },
            "x-enum-descriptions": {"1": "One at least."},
        }


def test_outputs_without_flags_have_no_class_for_them() -> None:
    plain = Spec(
        format=FORMAT_VERSION,
        api="hotel",
        types=(EnumType(name="Level", module="rooms", scalar="integer", values=BITS.values),),
    )
    for options in (Options(), Options(enums="closed")):
        assert not any("IntFlag" in text for text in render(plain, options).values())


def test_a_class_of_another_base_never_gets_out() -> None:
    schema = {"type": "integer", "x-enum-flags": [1]}
    fragment = Fragment(module="rooms", document={"components": {"schemas": {"Bits": schema}}})
    named = plan.plan(fragment)
    form = shape.Form(
        imports={"IntEnum": "enum", "IntFlag": "._base"},
        base="",
        rules={},
        decorator={},
        call="field",
        annotated=False,
        stated=lambda _field, _rule: shape.Stated(),
    )
    good = "from ._base import (\n    IntFlag,\n)\n\n\nclass Bits(IntFlag):\n    VALUE_1 = 1\n"
    shape.check(good, named, form, "x.py")
    bad = good.replace("IntFlag", "IntEnum").replace("._base", "enum")
    with pytest.raises(CodegenError):
        shape.check(bad, named, form, "x.py")
