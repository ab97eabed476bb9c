"""What a type has beside what its table lists, and what stands for a value in quotes."""

from __future__ import annotations

import pytest

from codegen.claims import Place, Row
from codegen.resolve.apart import Own, kept
from codegen.resolve.evidence import Evidence, Tree
from codegen.samples import shape_of
from tests.test_linking_said import properties, spec

_ALL = {"@type": "toy", "id": 1, "name": "x", "age": 2, "color": "red", "sound": "y"}
_HALF = {"@type": "toy", "id": 1, "name": "x", "color": "red"}
_OTHER = {**_ALL, "@type": "ball"}
_LACKS = {key: value for key, value in _ALL.items() if key != "name"}


@pytest.mark.parametrize(
    ("shown", "open_", "found"),
    [
        ({"one.md": _ALL}, False, True),  # the table lists less than half of what it has
        ({"one.md": _HALF}, False, False),  # it may list all
        ({"one.md": _OTHER}, False, False),  # of another type
        ({"one.md": _LACKS}, False, False),  # no whole object
        ({"one.md": _HALF, "two.md": {"color": "red"}}, False, True),
        ({"one.md": _HALF, "two.md": {"color": "red"}}, True, True),
        ({"one.md": _ALL}, True, False),  # so has any object of an open type
        ({"toy.md": _HALF}, False, True),
        ({"toy.md": _HALF}, True, True),  # its own page shows it
    ],
)
def test_what_samples_show_beside_a_table(
    shown: dict[str, dict[str, object]], *, open_: bool, found: bool
) -> None:
    table = Tree((Row(name="id"), Row(name="name")))
    evidence = Evidence()
    evidence.add({table: {Place(page="toy.md", line=1): None}}, {})
    for page, sample in shown.items():
        evidence.add({}, {shape_of(sample): Place(page=page, line=1)})
    own = Own("Toy", frozenset({"toy.md"}), open_)
    assert kept("name", evidence, own)
    assert kept("color", evidence, own) is found


@pytest.mark.parametrize(
    ("shown", "other", "type_"),
    [
        ('"{toyId}"', "null", "string"),
        ('"<toy_id>"', "null", "string"),
        ("{toyId}", "null", "any"),
        ('"..."', "null", "any"),
        ('"{toyId}"', "7", "integer"),  # a sample shows what it is
    ],
)
def test_a_name_in_quotes_is_a_text_where_nothing_else_tells(
    shown: str, other: str, type_: str
) -> None:
    page = """
        # Make a toy
        `POST /toys`
        ### Example request
        ```json
        {"id": %s, "name": "x"}
        ```
        ### Example request
        ```json
        {"id": %s, "name": "y"}
        ```
        """
    found = spec(toys=page % (shown, other))
    (name,) = (one.name for one in found.types)
    assert properties(found, name)["id"] == type_
