"""What types have of their bases, by the page of the base, and bodies that are wrapped."""

from __future__ import annotations

import pytest

from codegen.dialects.general.sentences import heirs, inherited
from codegen.dialects.styles import named
from codegen.spec import Body
from tests.test_linking_said import operation, properties, spec

GENERAL = named("general")
_TWO = ("cat.md", "dog.md")


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("This is a base class; the derived types are [cat](cat.md), and [dog](dog.md).", _TWO),
        ("Derived types: [cat](cat.md) or [dog](dog.md).", _TWO),
        ("**pet** is the base type for [cat](cat.md) and [dog](dog.md).", _TWO),
        ("The base resource for richer kinds such as **[cat](cat.md)**.", ("cat.md",)),
        ("Its subtypes are [cat](cat.md) and many more.", ("cat.md",)),
        ("The base class for actions in the [cage](cage.md) of a pet.", ()),
        ("Returns the derived types that the [cage](cage.md) holds.", ()),
        ("The base type is [animal](animal.md).", ()),
    ],
)
def test_sentences_name_what_inherits(sentence: str, targets: tuple[str, ...]) -> None:
    assert heirs(sentence, GENERAL) == targets


@pytest.mark.parametrize(
    "sentence", ["A subclass of [pet](pet.md).", "This creates a subclass from [pet](pet.md)."]
)
def test_a_subclass_names_its_base(sentence: str) -> None:
    assert inherited(sentence, GENERAL) == "[pet](pet.md)"


PET = """
    # Pet object
    A pet. The derived types are [cat](cat.md) and [dog](dog.md).
    %s
    """
_TABLE = """
    | Property | Type |
    | --- | --- |
    | id | string |
"""
CAT = """
    # Cat object
    %s
    | Property | Type |
    | --- | --- |
    | purr | boolean |
    """
ANIMAL = """
    # Animal object
    | Property | Type |
    | --- | --- |
    | legs | integer |
    """


def test_the_page_of_a_base_names_what_inherits() -> None:
    found = spec(pet=PET % _TABLE, cat=CAT % "A cat.", animal=ANIMAL)
    assert properties(found, "Cat") == {"purr": "boolean", "id": "string"}
    assert "purr" not in properties(found, "Pet")


def test_what_a_page_says_of_its_own_base_is_enough() -> None:
    cat = CAT % "Inherits from [animal](animal.md)."
    found = spec(pet=PET % _TABLE, cat=cat, animal=ANIMAL)
    assert properties(found, "Cat") == {"purr": "boolean", "legs": "integer"}


# -- Bodies in an object that is called as they are ------------------------------------------------

CALM = """
    # Cat object
    | Property | Type |
    | --- | --- |
    | purr | boolean |
    | color | string |
    | age | integer |
    %s
    """
BODY = """
    # Add a cat
    `POST /cats`
    ### Request body
    Supply a [cat](cat.md) object with the following properties in the request body.

    | Property | Type |
    | --- | --- |
    | purr | boolean |
    | color | string |
    | age | integer |

    ### Example request
    ```json
    %s
    ```
    """


def _sent(sample: str, own: str = "") -> dict[str, str]:
    """The properties of what is sent, for a sample of it."""
    found = spec(cat=CALM % own, add=BODY % sample)
    body = operation(found, "POST", "/cats").request
    assert isinstance(body, Body)
    assert properties(found, "Cat").keys() <= {"purr", "color", "age", *own.split()}
    return properties(found, str(body.type))


@pytest.mark.parametrize(
    ("sample", "sent"),
    [
        ('{"cat": {"purr": true}}', {"cat": "Cat"}),
        ('{"Cat": {"purr": true}}', {"Cat": "Cat"}),
        ('{"purr": true}', {"purr": "boolean", "color": "string", "age": "integer"}),
        ('{"cat": "7"}', None),  # no object is inside
    ],
)
def test_a_body_is_wrapped_as_its_samples_show(sample: str, sent: dict[str, str] | None) -> None:
    found = _sent(sample)
    assert "purr" in found if sent is None else found == sent


def test_a_property_of_the_type_itself_is_no_wrapper() -> None:
    assert "purr" in _sent('{"cat": {"purr": true}}', "| cat | [cat](cat.md) |")
