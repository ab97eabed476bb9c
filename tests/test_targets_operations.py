"""The operations module as the author of a client would use it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from codegen.spec import FORMAT_VERSION, Body, Operation, Parameter, Response, Spec
from codegen.targets import operations
from codegen.targets.operations import constants
from codegen.typeexpr import parse
from tests.rendered import import_package, write
from tests.specs_for_targets import EVERYTHING


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return import_package(write(EVERYTHING, tmp_path_factory.mktemp("models")), "models")


@pytest.fixture(scope="module")
def ops(models: Any) -> Any:
    return importlib.import_module(f"{models.__name__}.operations")


def module(spec: Spec) -> str:
    """The text of the operations module."""
    return {path: text for part in operations.modules(spec) for path, text in part.items()}[
        operations.PATH
    ]


def test_operations_are_found_by_method_and_path(ops: Any) -> None:
    assert ops.OPERATIONS["GET", "/orders"] is ops.list_orders
    assert ops.OPERATIONS["MERGE", "people"] is ops.merge_person
    assert ops.OPERATIONS["GET", "/people/{id}?expand={what}"].id == "list"
    webhooks = [item for item in EVERYTHING.operations if item.webhook]
    again = 1  # a second operation of one place
    assert len(ops.OPERATIONS) == len(EVERYTHING.operations) - len(webhooks) - again


def test_types_of_requests_and_responses(models: Any, ops: Any) -> None:
    assert ops.create_order.request_type is models.Order
    assert ops.list_orders.request_type is None
    assert ops.list_orders.response_types == {"200": list[models.Order], "404": models.Error}
    assert ops.list_orders.response_type(200) == list[models.Order]
    assert ops.create_order.response_type(422) == models.Error | None
    assert ops.delete_order.response_type(204) is None
    assert ops.list_.response_type(500) is Any
    with pytest.raises(LookupError):
        ops.delete_order.response_type(500)


def test_parameters(models: Any, ops: Any) -> None:
    match, top, status = ops.list_orders.parameters
    assert (match.name, match.location, match.type, match.required) == (
        "If-Match",
        "header",
        str,
        False,
    )
    assert top.type is int
    assert status.type is models.Status
    assert [(item.name, item.required) for item in ops.list_.parameters[1:]] == [
        ("id", True),
        ("what", True),
    ]


def test_bodies_are_read_and_written(models: Any, ops: Any) -> None:
    order = models.Order(id=1, note=None, lines=[])
    assert ops.create_order.encode(order) == b'{"Id":1,"note":null,"Lines":[]}'
    assert ops.list_orders.decode(b'[{"Id":1,"note":null,"Lines":[]}]') == [order]
    assert ops.delete_order.decode(b"", 204) is None
    assert ops.delete_order.decode_error(b'{"Message":"m"}', 404).message == "m"
    assert ops.order_placed.encode(models.Card(type="card", number=1)) == (
        b'{"@type":"card","Number":1}'
    )
    with pytest.raises(LookupError):
        ops.delete_order.decode(b"{}", 404)
    with pytest.raises(LookupError):
        ops.list_orders.encode(None)


def answered(runtime: Any, *statuses: str) -> Any:
    """An operation whose responses are whole numbers, each with the status."""
    return runtime.Operation(
        id="add", method="POST", path="/x", responses=dict.fromkeys(statuses, int)
    )


@pytest.fixture(scope="module")
def runtime(models: Any) -> Any:
    return importlib.import_module(f"{models.__name__}._operation")


def test_without_a_status_the_only_success_is_read(ops: Any) -> None:
    assert ops.delete_order.decode(b"") is None  # 204


@pytest.mark.parametrize(
    "statuses",
    [
        ("200",),
        ("201",),
        ("2XX",),
        ("default",),
        ("201", "404"),
        ("201", "default"),  # what else there is, errors mostly
        ("200", "201"),
        ("201", "2XX"),
        ("200", "2XX"),
    ],
)
def test_a_status_need_not_be_given(runtime: Any, statuses: tuple[str, ...]) -> None:
    operation = answered(runtime, *statuses)
    assert operation.decode("3") == 3


def test_what_is_read_without_a_status_is_200_where_there_are_several(runtime: Any) -> None:
    responses = {"201": str, "200": int, "default": bool}
    operation = runtime.Operation(id="add", method="POST", path="/x", responses=responses)
    assert operation.decode("3") == 3
    assert operation.decode('"3"', 201) == "3"
    del responses["200"]
    assert operation.decode('"3"') == "3"


@pytest.mark.parametrize(
    ("statuses", "status", "message"),
    [
        (("201", "202", "404"), None, "add documents several successes: 201, 202; give the status"),
        (("404",), None, "add documents no response with status 200; known: 404"),
        ((), None, "add documents no response with status 200; known: none"),
        (("201", "404"), 200, "add documents no response with status 200; known: 201, 404"),
        (("201",), 404, "404 is no success; see decode_error"),
    ],
)
def test_a_status_that_is_not_known_is_told_with_those_that_are(
    runtime: Any, statuses: tuple[str, ...], status: int | None, message: str
) -> None:
    with pytest.raises(LookupError) as error:
        answered(runtime, *statuses).decode("3", status)
    assert str(error.value) == message


def test_bodies_that_are_no_models_are_strict_too(ops: Any) -> None:
    assert ops.Person.decode("3") == 3
    for text in ('"3"', "true", "1.5"):
        with pytest.raises(ValidationError):
            ops.Person.decode(text)
    assert ops.list_again.decode('{"a": "2024-01-01T00:00:00Z"}')["a"].year == 2024
    with pytest.raises(ValidationError):
        ops.list_again.decode('{"a": 1}')


def test_models_are_loaded_when_they_are_needed(tmp_path: Path) -> None:
    package = import_package(write(EVERYTHING, tmp_path), "models")
    ops = importlib.import_module(f"{package.__name__}.operations")
    loaded = f"{package.__name__}.common"
    assert loaded not in sys.modules
    assert ops.delete_order.response_type(404).__name__ == "Error"
    assert loaded in sys.modules


def test_constants_keep_clear_of_the_names_that_the_module_needs() -> None:
    ids = ("list", "list_", "class", "Operation", "_x", "__all__", "Any", "plain", "lazy", "_")
    spec = Spec(
        format=FORMAT_VERSION,
        api="x",
        operations=tuple(
            Operation(id=id_, method="GET", path=f"/{id_}", module="m") for id_ in ids
        ),
    )
    names = constants(spec)
    assert names["plain"] == "plain"
    assert names["list_"] == "list_"
    assert names["list"] == "list__"
    assert names["class"] == "class_"
    assert len(set(names.values())) == len(ids)
    assert not any(name.startswith("_") for name in names.values())
    assert "list__: Operation[None, Any] = Operation(" in module(spec)


@pytest.mark.parametrize(
    ("type_", "nullable", "text"),
    [
        ("array<int32 | null>", None, "list[int | None]"),
        ("map<null | string>", None, "dict[str, str | None]"),
        ("null | string", True, "str | None"),
        ("string", True, "str | None"),
        ("array<date-time | null>", True, "list[datetime | None] | None"),
        ("any", True, "Any"),
        ("null", True, "None"),
    ],
)
def test_null_in_bodies(type_: str, *, nullable: bool | None, text: str) -> None:
    response = Response(status="200", body=Body(type=parse(type_), nullable=nullable))
    operation = Operation(id="a", method="GET", path="/a", module="m", responses=(response,))
    spec = Spec(format=FORMAT_VERSION, api="x", operations=(operation,))
    made = module(spec)
    assert f"a: Operation[None, {text}] = Operation(" in made
    asked_for = "datetime" in text or text == "None"  # datetime is one of _base
    assert f'"200": {"lambda: " if asked_for else ""}{text},' in made


def test_to_compile_the_module_costs_no_square() -> None:
    """Lambdas of the same text are one by one compared by Python 3.11: few are made."""
    header = Parameter(name="Accept-Language", location="header", type=parse("string"))
    answer = Response(status="200", body=Body(type=parse("array<map<int32 | null>>")))
    spec = Spec(
        format=FORMAT_VERSION,
        api="x",
        operations=tuple(
            Operation(
                id=f"o{number}",
                method="GET",
                path=f"/{number}",
                module="m",
                parameters=(header,),
                responses=(answer,),
            )
            for number in range(5)
        ),
    )
    made = module(spec)
    assert made.count('Parameter("Accept-Language", "header", str)') == 5
    assert "lambda" not in made
