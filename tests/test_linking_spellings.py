from __future__ import annotations

from msgspec.structs import replace

from codegen.claims import (
    Claim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    Place,
    Row,
    Slot,
    TableClaim,
)
from codegen.linking.spellings import spelled

PLACE = Place(page="a.md", line=1)


def operation(method: str, path: str, name: str = "x") -> OperationClaim:
    return OperationClaim(operation=OperationKey(method, path), name=name, group="x", place=PLACE)


def test_the_spelling_of_most_pages_is_kept() -> None:
    other = OperationKey("POST", "/hooks/{app}/{key}")
    claims: list[Claim] = [
        operation("POST", "/hooks/{app}/{key}"),
        operation("POST", "/hooks/{hook}/{token}"),
        operation("POST", "/hooks/{hook}/{token}"),
        ParameterClaim(operation=other, location="path", row=Row(name="key"), place=PLACE),
        ParameterClaim(operation=other, location="query", row=Row(name="key"), place=PLACE),
        TableClaim(slot=Slot(other, "request"), rows=(Row(name="key"),), place=PLACE),
    ]
    kept = OperationKey("POST", "/hooks/{hook}/{token}")
    assert list(spelled(claims)) == [
        replace(operation("POST", "/hooks/{hook}/{token}"), spelled="/hooks/{app}/{key}"),
        *claims[1:3],
        ParameterClaim(operation=kept, location="path", row=Row(name="token"), place=PLACE),
        ParameterClaim(operation=kept, location="query", row=Row(name="key"), place=PLACE),
        TableClaim(slot=Slot(kept, "request"), rows=(Row(name="key"),), place=PLACE),
    ]


def test_operations_of_other_names_and_methods_and_paths_stay_as_they_are() -> None:
    claims: list[Claim] = [
        operation("GET", "/a/{id}"),
        operation("GET", "/a/{name}", "by name"),
        operation("PUT", "/a/{key}"),
        operation("GET", "/a/{id}/b"),
        operation("GET", "/a"),
    ]
    assert spelled(claims) is claims
