"""The dataclasses, with mashumaro's codecs as a user would use them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from mashumaro.codecs.basic import BasicDecoder
from mashumaro.codecs.json import JSONDecoder, JSONEncoder
from mashumaro.dialect import Dialect

from codegen.targets import Options, render
from tests.readings import PageOf, listed, solve
from tests.rendered import import_package, write
from tests.specs_for_targets import EVERYTHING


class Wire(Dialect):
    """All that a user has to say: wire names, and nothing that was never set."""

    serialize_by_alias = True
    omit_default = True


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return import_package(write(EVERYTHING, tmp_path_factory.mktemp("open")), "dataclass_models")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = write(EVERYTHING, tmp_path_factory.mktemp("closed"), Options(enums="closed"))
    return import_package(folder, "dataclass_models")


FULL: dict[str, Any] = {
    "Id": 1,
    "note": None,
    "Lines": [{"Text": "a", "Link": {"Rel": "r"}}],
    "Paid": True,
    "Total": 1.5,
    "CreatedAt": "2024-01-01T00:00:00.123456+02:00",
    "Day": "2024-01-01",
    "Opens": "10:00:00",
    "Key": "12345678-1234-5678-1234-567812345678",
    "Status": "Open",
    "Level": 10,
    "Bag": {"a": 1},
    "Counts": {"a": 1},
    "Links": {"l": {"Href": "h"}},
    "Stamps": ["2024-01-01T00:00:00+00:00"],
    "Extra": {"x": [1]},
    "Parent": {"Id": 2, "note": "y", "Lines": []},
    "Payment": {"@type": "card", "Number": 1},
    "Payments": [
        {"@type": "bank", "Iban": "i", "Next": {"@type": "credit card", "Number": 2}},
    ],
    "class": "c",
    "@odata.type": "o",
    "Grid": [[1.5]],
    "Gaps": [1, None],
    "GapsByName": {"a": "b", "c": None},
    "Moments": [None, "2024-01-01T00:00:00+00:00"],
    "States": {"a": "Open", "b": 10, "c": None},
    "Parts": [None, {"Text": "a"}],
    "Pays": [None, {"@type": "card", "Number": 1}],
    "Maybe": 1,
    "Only": "x",
    "Version": 2,
    "Live": True,
    "Rate": 1.5,
    "Kind": "k",
    "Home": {"Rel": "r"},
}


def round_trip(model: Any, data: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    decoder: JSONDecoder[Any] = JSONDecoder(model, default_dialect=Wire)
    encoder: JSONEncoder[Any] = JSONEncoder(model, default_dialect=Wire)
    value = decoder.decode(json.dumps(data))
    written: dict[str, Any] = json.loads(encoder.encode(value))
    return value, written


def test_all_types_survive_a_round_trip(models: Any, closed: Any) -> None:
    for package in (models, closed):
        order, written = round_trip(package.Order, FULL)
        assert written == FULL
        assert order.status is package.Status.OPEN
        assert isinstance(order.payment, package.Card)
        assert isinstance(order.payments[0], package.Bank)
        assert isinstance(order.payments[0].next, package.Card)


def test_values_that_are_not_listed_survive(models: Any) -> None:
    unlisted = FULL | {
        "Status": "New",
        "Level": 11,
        "Payment": {"@type": "coins", "Count": [1]},
        "Only": "y",
        "Version": 3,
        "Live": False,
    }
    order, written = round_trip(models.Order, unlisted)
    assert written == unlisted
    assert isinstance(order.status, models.Status)
    assert order.level == 11
    assert order.payment == {"@type": "coins", "Count": [1]}


@pytest.mark.parametrize(
    "change",
    [
        *({"Status": "New"}, {"Level": 11}, {"Status": 1}, {"Payments": [{"@type": "coins"}]}),
        *({"Only": "y"}, {"Version": 3}, {"Live": False}, {"Kind": "K"}),
    ],
)
def test_values_that_are_not_listed_are_refused_when_closed(
    closed: Any, change: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=next(iter(change)).lower()):
        round_trip(closed.Order, FULL | change)


def test_a_value_of_another_json_type_is_no_enum_value(models: Any) -> None:
    with pytest.raises(ValueError, match="status"):
        round_trip(models.Order, FULL | {"Status": 1})


def test_seven_digits_of_a_second(models: Any) -> None:
    decoder: BasicDecoder[Any] = BasicDecoder(models.Order, default_dialect=Wire)
    order = decoder.decode(FULL | {"CreatedAt": "2024-01-01T00:00:00.1234567Z"})
    assert order.created_at.microsecond == 123456


def test_the_classes_are_plain_dataclasses(models: Any) -> None:
    aliases = {item.name: item.metadata.get("alias") for item in dataclasses.fields(models.Order)}
    assert aliases["class_"] == "class"
    assert aliases["note"] is None
    assert not hasattr(models.Empty(), "__dict__")
    with pytest.raises(TypeError):
        models.Card(1, "card")


def test_nothing_but_the_standard_library_is_imported() -> None:
    for path, text in render(EVERYTHING, Options()).items():
        if path.startswith("dataclass_models/"):
            assert "pydantic" not in text.replace("pydantic models", "")
            assert "mashumaro" not in text


def test_one_of_several_forms_stays_what_it_is(tmp_path: Path) -> None:
    page = PageOf("GET /lid").body("200", "Lid").table("200", {"Value": "string"})
    samples: tuple[object, ...] = ("x", 1.5, {}, [1])
    for shown in samples:
        page.sample("200", {"Value": shown})
    found = solve(page)
    assert listed(found, "Lid") == {"Value": "array<any> | number | object | string"}
    lid = import_package(write(found.spec, tmp_path), "dataclass_models").Lid
    values: list[object] = ["text", "", {}, {"a": 1}, [], ["a"], [["a", 1]], 1.5]
    decoder = BasicDecoder(lid, default_dialect=Wire)
    assert [decoder.decode({"Value": value}).value for value in values] == values
