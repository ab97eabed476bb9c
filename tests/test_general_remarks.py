"""What comments beside samples say of these, and where the rows of one table stand."""

from __future__ import annotations

import pytest

from codegen.claims import DefinitionClaim, SampleClaim
from codegen.dialects.general.place import Objects
from codegen.resolve import resolve
from codegen.samples import Shape, shape_of
from codegen.spec import Spec
from tests.test_linking_said import operation, properties, spec
from tests.told import read, told

TYPE = """
    ---
    ms.prod: x
    doc_type: resourcePageType
    ---
    # %s resource type
    Namespace: microsoft.graph
    %s
    ## JSON representation
    <!-- {"blockType": "resource", %s"@odata.type": "shop.%s"} -->
    ```json
    %s
    ```
    """
_TABLE = """## Properties
    | Property | Type |
    | --- | --- |
    | color | String |
"""
_BASE = '"baseType": "shop.part", '


@pytest.mark.parametrize(
    ("table", "remark", "name", "bases"),
    [
        (_TABLE, _BASE, "criteria", ["Part"]),
        (_TABLE, _BASE, "somethingElse", []),  # the remark is about another type
        ("", _BASE, "filterCriteria", ["Part"]),  # all that it has is inherited
        ("", _BASE, "somethingElse", None),
        ("", "", "criteria", None),  # nothing says that it has anything
    ],
)
def test_a_remark_beside_an_empty_object_tells_the_base(
    table: str, remark: str, name: str, bases: list[str] | None
) -> None:
    found = read(TYPE % ("Criteria", table, remark, name, "{\n    }"), dialect="auto").claims
    types = [one for one in found if isinstance(one, DefinitionClaim)]
    assert [[link.label for link in one.bases] for one in types] == (
        [] if bases is None else [bases]
    )
    assert not [one for one in found if isinstance(one, SampleClaim)]


_SHOWN = '{"color": "string", "@odata.type": "shop.x"}'
_MENDED = '{"color": "string" /* of the base */}'


@pytest.mark.parametrize(
    ("table", "name", "sample", "bases"),
    [
        ("", "filterCriteria", _SHOWN, ["Part"]),
        ("", "filter", _SHOWN, None),  # the remark is about something else
        ("", "filterCriteria", '{"@odata.type": "shop.x"}', None),
        ("", "filterCriteria", '{"a-7": "string", "b-8": "string"}', None),  # a map
        (_TABLE, "filterCriteria", _SHOWN, ["Part"]),
        (_TABLE, "filterCriteria", _MENDED, ["Part"]),
    ],
)
def test_types_whose_samples_have_remarks(
    table: str, name: str, sample: str, bases: list[str] | None
) -> None:
    found = read(TYPE % ("Criteria", table, _BASE, name, sample), dialect="auto").claims
    types = [one for one in found if isinstance(one, DefinitionClaim)]
    assert [[link.label for link in one.bases] for one in types] == (
        [] if bases is None else [bases]
    )
    assert [one.full_name for one in types] == ["FilterCriteria"] * len(types)
    assert len([one for one in found if isinstance(one, SampleClaim)]) == len(types)


@pytest.mark.parametrize(
    ("remark", "open_"),
    [('"openType": true, ', True), ('"openType": false, ', False), ("", False)],
)
def test_a_remark_tells_that_objects_have_other_properties_too(remark: str, *, open_: bool) -> None:
    page = TYPE % ("Criteria", _TABLE, remark, "criteria", '{"color": "red"}')
    (claim,) = (
        one for one in read(page, dialect="auto").claims if isinstance(one, DefinitionClaim)
    )
    assert claim.open is open_


ANSWER = """
    ---
    ms.prod: x
    doc_type: apiPageType
    ---
    # Get toy
    Namespace: microsoft.graph
    ## HTTP request
    ```http
    GET /toys/{id}
    ```
    ## Response
    If successful, this method returns a `200 OK` response code and a [toy](toy.md) object.
    ## Example
    ### Response
    %s
    ```http
    HTTP/1.1 200 OK
    Content-type: application/json

    %s
    ```
    """
_REMARK = '<!-- {"blockType": "response", "truncated": true, "@odata.type": "%s"} -->'


def _instances(shape: Shape) -> list[str]:
    """The types that the objects of a shape name, from the top."""
    inner = (*(one for _, one in shape.fields), *shape.items)
    own = [shape.instance] if shape.kind == "object" else []
    return own + [name for one in inner for name in _instances(one)]


@pytest.mark.parametrize(
    ("remark", "sample", "instances"),
    [
        (_REMARK % "shop.ball", '{"id": "7"}', ["ball"]),
        (_REMARK % "Collection(shop.ball)", '[{"id": "7"}]', ["ball"]),
        (_REMARK % "shop.ball", '{"value": [{"id": "7", "in": {"a": 1}}]}', ["", "ball", ""]),
        (_REMARK % "shop.ball", '{"value": {"id": "7"}}', ["", "ball"]),
        (_REMARK % "shop.ball", '{"value": "7", "id": 1}', ["ball"]),
        (_REMARK % "shop.ball", '{"@odata.type": "shop.cube", "id": "7"}', ["cube"]),
        ('<!-- {"blockType": "request", "@odata.type": "shop.ball"} -->', '{"id": "7"}', [""]),
        ("The answer.", '{"id": "7"}', [""]),
    ],
)
def test_a_remark_above_an_answer_names_its_type(
    remark: str, sample: str, instances: list[str]
) -> None:
    found = read(ANSWER % (remark, sample), dialect="auto").claims
    (claim,) = (one for one in found if isinstance(one, SampleClaim))
    assert _instances(claim.shape) == instances


@pytest.mark.parametrize(
    ("objects", "type_"),
    [
        (("#shop.ball",), "Ball"),
        (("shop.ball", "shop.cube"), "Ball | Cube"),
        (("shop.ball", "shop.unicorn"), "object"),  # no page documents it
    ],
)
def test_an_object_that_shows_nothing_but_its_type_is_of_that(
    objects: tuple[str, ...], type_: str
) -> None:
    pages = {one: TYPE % (one, _TABLE, "", one, '{"color": "red"}') for one in ("ball", "cube")}
    table = _TABLE + "    | id | String |\n    | size | Int32 |\n"
    parts = ", ".join(f'{{"@odata.type": "{one}"}}' for one in objects)
    sample = f'{{"color": "red", "id": "7", "size": 3, "parts": [{parts}]}}'
    pages["toy"] = TYPE % ("toy", table, "", "toy", sample)
    assert properties(_graph(pages), "Toy")["parts"] == f"array<{type_}>"


def test_an_answer_is_of_the_type_that_its_remark_names() -> None:
    rows = "| id | String |\n    | radius | Int32 |\n"
    ball = TYPE % ("ball", _TABLE + "    " + rows, "", "ball", '{"id": "7"}')
    toy = TYPE % ("toy", _TABLE + "    | id | String |\n", "", "toy", '{"id": "7"}')
    sample = '{"id": "7", "color": "red", "radius": 3}'
    answer = ANSWER % (_REMARK % "shop.ball", sample)
    pages = {"toy": toy, "ball": ball, "get-toy": answer}
    found = _graph(pages)
    assert "radius" not in properties(found, "Toy")
    (body,) = (one.body for one in operation(found, "GET", "/toys/{id}").responses if one.body)
    assert str(body.type) == "Ball | Toy"


def _graph(pages: dict[str, str]) -> Spec:
    readings = [read(text, page=f"{name}.md", dialect="auto") for name, text in pages.items()]
    return resolve(readings, api="x").spec


# -- Rows of one table in several objects ----------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["file", "size"], {}),
        (["title", "file", "size"], {"title": ()}),
        (["file", "size", "data"], {"data": ("files", "[]", "content")}),
        (["file", "content", "data"], {}),  # what has it is of a type of its own
        (["file", "unheard"], {}),  # nothing tells where it stands
    ],
)
def test_a_row_stands_with_the_object_that_shows_it(
    names: list[str], found: dict[str, tuple[str, ...]]
) -> None:
    shown = {"title": "x", "files": [{"file": "f", "size": 1, "content": {"data": "y"}}]}
    objects = Objects([shape_of(shown)])
    assert objects.apart(names, ("files", "[]")) == found


def test_a_table_of_all_that_is_sent_lists_the_properties_of_several_objects() -> None:
    page = """
        # Add a book
        `POST /books`
        ### Request body
        | Property | Type |
        | --- | --- |
        | title | string |
        | number | integer |
        | words | string |
        | pictures | string |
        ### Example request
        ```json
        {"title": "x", "pages": [{"number": 1, "words": "y", "pictures": "z"}]}
        ```
        """
    lines = told(read(page))
    assert "request POST: title string" in lines
    assert "request POST.pages.[]: number integer, words string, pictures string" in lines


def test_words_of_a_sample_belong_to_the_type_that_their_object_names() -> None:
    toys = """
        # Toy
        | Property | Type |
        | --- | --- |
        | name | string |
        # Ball
        | Property | Type |
        | --- | --- |
        | name | string |
        | color | string |
        # Box
        | Property | Type |
        | --- | --- |
        | toys | array of [Toy](#toy) |
        ### Example
        ```json
        {"toys": [{"@type": "ball", "name": "string", "color": "string", "sound": "string"}]}
        ```
        """
    assert properties(spec(toys=toys), "Toy").keys() == {"name"}
