from __future__ import annotations

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


def operation(method: str, path: str) -> OperationClaim:
    return OperationClaim(operation=OperationKey(method, path), name="x", group="x", place=PLACE)


def test_the_spelling_of_most_operations_is_kept() -> None:
    other = OperationKey("POST", "/hooks/{app}/{key}")
    claims: list[Claim] = [
        operation("POST", "/hooks/{app}/{key}"),
        operation("GET", "/hooks/{hook}/{token}"),
        operation("DELETE", "/hooks/{hook}/{token}"),
        ParameterClaim(operation=other, location="path", row=Row(name="key"), place=PLACE),
        ParameterClaim(operation=other, location="query", row=Row(name="key"), place=PLACE),
        TableClaim(slot=Slot(other, "request"), rows=(Row(name="key"),), place=PLACE),
    ]
    kept = OperationKey("POST", "/hooks/{hook}/{token}")
    assert list(spelled(claims)) == [
        operation("POST", "/hooks/{hook}/{token}"),
        *claims[1:3],
        ParameterClaim(operation=kept, location="path", row=Row(name="token"), place=PLACE),
        ParameterClaim(operation=kept, location="query", row=Row(name="key"), place=PLACE),
        TableClaim(slot=Slot(kept, "request"), rows=(Row(name="key"),), place=PLACE),
    ]


def test_paths_that_differ_in_more_stay_as_they_are() -> None:
    claims: list[Claim] = [
        operation("GET", "/a/{id}"),
        operation("GET", "/a/{id}/b"),
        operation("GET", "/a"),
    ]
    assert spelled(claims) is claims
