"""Which requests show an operation, with values put into its path."""

from __future__ import annotations

import pytest

from codegen.claims import OperationKey
from codegen.pathtemplate import Templates, example_of


def key(line: str) -> OperationKey:
    method, _, path = line.partition(" ")
    return OperationKey(method, path)


@pytest.mark.parametrize(
    ("request_line", "operation", "shown"),
    [
        ("GET /pets/7", "GET /pets/{id}", True),
        ("GET /Pets/7", "GET /pets/{id}", True),
        ("GET /api/v1/pets/7", "GET /pets/{id}", True),
        ("GET /pets/7/toys/ball.json", "GET /pets/{id}/toys/{name}.json", True),
        ("GET /pets/7/toys", "GET /pets/{a/b}/toys", False),
        ("GET /pets/{other}", "GET /pets/{id}", True),
        ("GET /pets/{id}", "GET /pets/{id}", False),
        ("GET /a/b/c/d/pets/7", "GET /pets/{id}", False),
        ("POST /pets/7", "GET /pets/{id}", False),
        ("GET /pets/7/toys", "GET /pets/{id}", False),
        ("GET /pets", "GET /pets/{id}", False),
        ("GET /toys/7", "GET /pets/{id}", False),
    ],
)
def test_a_request_shows_an_operation(request_line: str, operation: str, *, shown: bool) -> None:
    one, other = key(request_line), key(operation)
    assert example_of(one, other) is shown
    many = [key(f"GET /things/{{id}}/t{at}") for at in range(200)]
    templates = Templates([*many, other, key("GET /x")])
    assert templates.shows(one) is shown
    whole = one.path.count("/") == other.path.count("/")
    assert templates.only(one) == (other if shown and whole else None)


def test_an_example_of_several_operations_is_of_no_one() -> None:
    templates = Templates([key("GET /pets/{id}"), key("GET /{kind}/7"), key("GET /toys/{id}")])
    assert templates.only(key("GET /pets/7")) is None
    assert templates.only(key("GET /toys/8")) == key("GET /toys/{id}")


def test_none_of_no_operations() -> None:
    assert not Templates(()).shows(key("GET /pets/7"))
