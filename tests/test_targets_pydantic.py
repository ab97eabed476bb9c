"""What a user of the generated pydantic package relies on."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from codegen.spec import FORMAT_VERSION, ObjectType, Spec, UnionType, Variant
from codegen.targets import Options
from tests.rendered import import_package, write
from tests.specs_for_targets import EVERYTHING, prop

BASE: dict[str, Any] = {"Id": 1, "note": None, "Lines": []}
MOMENT = "2024-02-29T10:20:30"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return import_package(write(EVERYTHING, tmp_path_factory.mktemp("open")), "models")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = write(EVERYTHING, tmp_path_factory.mktemp("closed"), Options(enums="closed"))
    return import_package(folder, "models")


def read(model: Any, **facts: object) -> Any:
    """The order of `facts`, read as JSON and as Python data with the same result."""
    data = BASE | facts
    from_python = model.model_validate(data)
    assert model.model_validate_json(json.dumps(data)) == from_python
    return from_python


def written(order: Any) -> dict[str, Any]:
    text = order.model_dump_json(by_alias=True, exclude_unset=True)
    data: dict[str, Any] = json.loads(text)
    assert order.model_dump(mode="json", by_alias=True, exclude_unset=True) == data
    return data


def refused(model: Any, **facts: object) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(BASE | facts)
    with pytest.raises(ValidationError):
        model.model_validate_json(json.dumps(BASE | facts))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Id", "1"),
        ("Id", True),
        ("Id", 1.5),
        ("Paid", "true"),
        ("Paid", 1),
        ("Paid", 0),
        ("Total", "1.5"),
        ("Total", True),
        ("Total", -1),
        ("Takes", 1),
        ("note", 1),
        ("Blob", "0123456789"),
        ("CreatedAt", 1),
        ("CreatedAt", 1.5),
        ("CreatedAt", "1700000000"),
        ("CreatedAt", "yesterday"),
        ("CreatedAt", True),
        ("Day", 1),
        ("Opens", 3600),
        ("Key", 1),
        ("Key", "no uuid"),
        ("Counts", {"a": "1"}),
        ("Counts", {"a": True}),
        ("Links", {"a": 1}),
        ("Stamps", [1]),
        ("Stamps", ["1700000000"]),
        ("Lines", None),
        ("Lines", [1]),
        ("Grid", [["1"]]),
        ("Bag", []),
        ("Mixed", 1.5),
        ("Mixed", True),
        ("Nothing", 1),
        ("Gaps", ["1", None]),
        ("GapsByName", {"a": 1}),
        ("Moments", [1]),
        ("Parts", [None, 1]),
        ("Pays", [{"@type": "card", "Number": "1"}]),
        ("Status", 1),
        ("Level", "10"),
        ("Level", True),
        ("Level", 1.5),
    ],
)
def test_what_has_another_type_is_refused(models: Any, name: str, value: object) -> None:
    refused(models.Order, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Total", 1),
        ("Total", 1.5),
        ("Paid", False),
        ("note", "x"),
        ("CreatedAt", f"{MOMENT}Z"),
        ("CreatedAt", MOMENT),
        ("CreatedAt", f"{MOMENT}.123456+05:30"),
        ("CreatedAt", "0001-01-01T00:00:00"),
        ("Day", "2024-02-29"),
        ("Opens", "10:20:30"),
        ("Takes", "P1D"),
        ("Key", "12345678-1234-5678-1234-567812345678"),
        ("Blob", "aGk="),
        ("Counts", {"a": 1}),
        ("Links", {"a": {"Rel": "self"}}),
        ("Stamps", [f"{MOMENT}Z"]),
        ("Bag", {"a": [1, {}]}),
        ("Extra", {"a": None}),
        ("Mixed", 1),
        ("Mixed", "1"),
        ("Parent", BASE),
        ("Grid", None),
        ("Grid", [[1, 2.5]]),
        ("Nothing", None),
        ("class", "a"),
        ("@odata.type", "a"),
        ("$ref", "a"),
        ("Status", "Open"),
        ("Status", 'it\'s "odd"\nhere\\'),
        ("Status", None),
        ("Level", -1),
        ("Unknown", {"deep": [1]}),
        ("Gaps", [1, None]),
        ("GapsByName", {"a": "b", "c": None}),
        ("Moments", [None, f"{MOMENT}Z"]),
        ("Moments", None),
        ("States", {"a": 10, "b": "Open", "c": None}),
        ("Parts", [None, {"Text": "a"}]),
        ("Pays", [None, {"@type": "card", "Number": 1}]),
        ("Maybe", None),
        ("Maybe", 1),
        ("Payment", {"@type": "card", "Number": 1}),
        ("Payment", {"@type": "credit card", "Number": 1, "more": 1}),
        ("Payments", [{"@type": "bank", "Iban": "x", "Next": {"@type": "card", "Number": 2}}]),
    ],
)
def test_what_is_documented_survives_a_round_trip(
    models: Any, closed: Any, name: str, value: object
) -> None:
    for package in (models, closed):
        assert written(read(package.Order, **{name: value})) == BASE | {name: value}


def test_seven_digits_of_a_second_and_the_offset(models: Any) -> None:
    order = read(models.Order, CreatedAt=f"{MOMENT}.1234567+02:00")
    assert order.created_at.microsecond == 123456
    assert order.created_at.utcoffset() == dt.timedelta(hours=2)
    assert written(order)["CreatedAt"] == f"{MOMENT}.123456+02:00"
    moment = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    assert models.Order.model_validate(BASE | {"CreatedAt": moment}).created_at == moment


def test_python_names_and_wire_names(models: Any) -> None:
    order = models.Order(id=1, note=None, lines=[], class_="a", odata_type="b")
    assert written(order) == BASE | {"class": "a", "@odata.type": "b"}
    assert models.Order.model_fields["created_at"].alias == "CreatedAt"
    assert order.total is None


def test_presence(models: Any) -> None:
    for name in BASE:
        with pytest.raises(ValidationError):
            models.Order.model_validate({key: BASE[key] for key in BASE if key != name})
    refused(models.Order, Id=None)


def test_enum_values_that_are_not_listed(models: Any, closed: Any) -> None:
    order = read(models.Order, Status="New", Level=11)
    assert isinstance(order.status, models.Status)
    assert isinstance(order.level, models.Level)
    assert order.status == "New"
    assert order.level == 11
    assert (order.status.value, order.level.value) == ("New", 11)
    assert written(order) == BASE | {"Status": "New", "Level": 11}
    assert copy.deepcopy(order) == order
    assert pickle.loads(pickle.dumps(order)) == order  # noqa: S301 - our own bytes
    assert list(models.Status) == [
        models.Status.OPEN,
        models.Status.CLOSED,
        models.Status.ITS_ODD_HERE,
    ]
    refused(closed.Order, Status="New")
    refused(closed.Order, Level=11)


@pytest.mark.parametrize(
    ("name", "value", "others"),
    [
        ("Only", "x", ["X", "", 1]),
        ("Version", 2, [3, "2", True]),
        ("Live", True, [False, "true", 1]),
        ("Rate", 1.5, [1.25, 2, "1.5"]),
        ("Since", "2020-02-02", ["2020-02-03", 20200202]),
        ("Kind", "k", ["K", None]),
    ],
)
def test_constants(models: Any, closed: Any, name: str, value: object, others: list[Any]) -> None:
    """The one documented value; where enums are open, others of its type too."""
    for package in (models, closed):
        assert written(read(package.Order, **{name: value})) == BASE | {name: value}
    for other in others:
        refused(closed.Order, **{name: other})
        if type(other) is type(value):
            assert written(read(models.Order, **{name: other})) == BASE | {name: other}
        elif name != "Rate":
            refused(models.Order, **{name: other})


def test_null_beside_a_constant(models: Any, closed: Any) -> None:
    for package in (models, closed):
        assert read(package.Order, Version=None).version is None


@pytest.mark.parametrize(("name", "value"), [("Seat", 1), ("Home", {"Rel": "r"}), ("Kind", "k")])
def test_what_may_be_left_out_but_is_never_null(
    models: Any, closed: Any, name: str, value: object
) -> None:
    for package in (models, closed):
        order = read(package.Order)
        assert getattr(order, name.lower()) is None
        assert written(order) == BASE
        assert written(read(package.Order, **{name: value})) == BASE | {name: value}
        refused(package.Order, **{name: None})
        order = read(package.Order, Anything=None)
        assert order.anything is None


def test_a_limit_on_what_is_never_null(models: Any) -> None:
    refused(models.Order, Seat=0)


def test_enum_values_that_are_listed_are_the_members(models: Any, closed: Any) -> None:
    for package in (models, closed):
        order = read(package.Order, Status="Open", Level=10)
        assert order.status is package.Status.OPEN
        assert order.level is package.Level.VALUE_10
        assert order.status == "Open"
        by_member = package.Order(id=1, note=None, lines=[], status=package.Status.OPEN)
        assert by_member.status is package.Status.OPEN


def test_the_discriminator_chooses_the_variant(models: Any) -> None:
    order = read(models.Order, Payment={"@type": "bank", "Iban": "x"})
    assert isinstance(order.payment, models.Bank)
    card = models.Card(type="card", number=1)
    order = models.Order(id=1, note=None, lines=[], payment=card, payments=[card])
    assert order.payment is card
    assert written(order)["Payments"] == [{"@type": "card", "Number": 1}]
    by_name = models.Order.model_validate(BASE | {"Payment": {"type": "card", "number": 2}})
    assert by_name.payment == models.Card(type="card", number=2)


def test_a_discriminator_value_that_is_not_listed(models: Any, closed: Any) -> None:
    unlisted = {"@type": "coins", "Count": [1]}
    order = read(models.Order, Payment=unlisted, Payments=[unlisted])
    assert order.payment == unlisted
    assert written(order) == BASE | {"Payment": unlisted, "Payments": [unlisted]}
    refused(closed.Order, Payment=unlisted)


@pytest.mark.parametrize(
    "value", [{"@type": "card", "Number": "1"}, {"@type": "bank"}, {"Number": 1}, 1, "card", []]
)
def test_a_listed_variant_with_a_wrong_body_is_refused(
    models: Any, closed: Any, value: object
) -> None:
    for package in (models, closed):
        refused(package.Order, Payment=value)
        refused(package.Order, Payments=[value])


def test_unions_work_outside_a_model(models: Any) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(models.Payment)
    assert adapter.validate_json('{"@type": "card", "Number": 1}').number == 1
    with pytest.raises(ValidationError):
        adapter.validate_json('{"@type": "card", "Number": "1"}')


def test_docstrings_say_where_from(models: Any) -> None:
    assert models.Order.__doc__.startswith('An order. Says "hello"\n')
    assert models.Order.__doc__.rstrip().endswith("Source: orders/order.md#Properties")
    assert 'C:\\dir and """quotes"""' in models.Order.__doc__


def test_the_package_lists_and_loads_every_type(models: Any) -> None:
    assert models.__all__[: len(EVERYTHING.types)] == [one.name for one in EVERYTHING.types]
    assert dir(models) == sorted(models.__all__)
    for name in models.__all__:
        assert getattr(models, name) is not None
    assert not hasattr(models, "Missing")


def test_the_schema_of_a_model_can_be_made(models: Any) -> None:
    assert set(models.Order.model_json_schema()["properties"]) >= {"Id", "Status", "Payment"}


def test_the_header_has_no_version_and_no_time(tmp_path: Path) -> None:
    for path in write(EVERYTHING, tmp_path).rglob("*.*"):
        first = path.read_text(encoding="utf-8").split("\n")[0]
        assert first == ("# Generated by doc-codegen from the vendor's documentation. Do not edit.")


def test_types_that_mention_themselves_and_each_other(tmp_path: Path) -> None:
    types = (
        ObjectType(
            name="Node",
            module="m",
            properties=(prop("Next", "Node"), prop("LAST", "Node"), prop("All", "Every")),
        ),
        ObjectType(name="Hen", module="m", properties=(prop("Eggs", "map<Egg>"),)),
        ObjectType(name="Egg", module="m", properties=(prop("Of", "Hen", presence="required"),)),
        ObjectType(name="Farm", module="m", properties=(prop("Hens", "array<Hen>"),)),
        UnionType(name="Every", module="m", variants=(Variant(type="Node"), Variant(type="Hen"))),
    )
    folder = write(Spec(format=FORMAT_VERSION, api="x", types=types), tmp_path)
    models = import_package(folder, "models")
    text = (folder / "models/m.py").read_text("utf-8")
    assert "from __future__" not in text
    assert '    next: "Node | None" = None' in text
    assert 'Annotated["Node | None", Field(alias="LAST")]' in text
    assert isinstance(models.Node(next={"Next": {}}).next.next, models.Node)
    assert isinstance(
        models.Farm(hens=[{"Eggs": {"a": {"Of": {}}}}]).hens[0].eggs["a"].of, models.Hen
    )
    with pytest.raises(ValidationError):
        models.Farm(hens=[{"Eggs": {"a": {}}}])


def test_a_field_that_has_the_name_of_what_other_fields_use(tmp_path: Path) -> None:
    names = ("any", "Any", "field", "Field", "annotated", "Annotated", "link", "Link")
    used = (prop("Last", "Link"), prop("Given", "any"), prop("Number", "int32"))
    types = (
        ObjectType(name="Link", module="m"),
        ObjectType(name="A", module="m", properties=(*(prop(n, "string") for n in names), *used)),
    )
    folder = write(Spec(format=FORMAT_VERSION, api="x", types=types), tmp_path)
    data = dict.fromkeys(names, "x") | {"Last": {}, "Given": [1], "Number": 1}
    model = import_package(folder, "models").A
    assert model.model_validate(data).model_dump(by_alias=True, exclude_unset=True) == data


def test_a_chain_of_models_may_be_long(tmp_path: Path) -> None:
    count = 150
    types = tuple(
        ObjectType(name=f"T{index}", module="m", properties=(prop("next", f"T{index + 1}"),))
        for index in range(count)
    )
    spec = Spec(
        format=FORMAT_VERSION, api="x", types=(*types, ObjectType(name=f"T{count}", module="m"))
    )
    models = import_package(write(spec, tmp_path), "models")
    value: dict[str, Any] = {}
    for _ in range(count):
        value = {"next": value}
    assert models.T0.model_validate(value).model_dump(exclude_unset=True) == value
