"""Which requests show an operation, with values put into its path."""

from __future__ import annotations

import pytest

from codegen.claims import OperationKey
from codegen.dialects.general.examples import Templates, example_of


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
    assert Templates([*many, other, key("GET /x")]).shows(one) is shown


def test_none_of_no_operations() -> None:
    assert not Templates(()).shows(key("GET /pets/7"))
