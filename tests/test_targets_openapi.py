from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from openapi_spec_validator import validate
from openapi_spec_validator.readers import read_from_filename

from codegen.diagnostics import CodegenError
from codegen.spec import (
    FORMAT_VERSION,
    Body,
    Constant,
    Constraints,
    ObjectType,
    Operation,
    Parameter,
    Response,
    SecurityScheme,
    Spec,
)
from codegen.targets import Options, render
from codegen.targets.document import written
from codegen.targets.fragment import Reference
from codegen.targets.openapi import Documents
from codegen.targets.paths import operation_objects
from codegen.typeexpr import parse
from tests.rendered import write
from tests.specs_for_targets import EVERYTHING, prop

CLOSED = Options(enums="closed")
EXAMPLES = Options(examples=True)


def bundled(spec: Spec, options: Options | None = None) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(written(Documents(spec, options or Options()).bundle()))
    return loaded


def schemas(options: Options | None = None) -> dict[str, Any]:
    found: dict[str, Any] = bundled(EVERYTHING, options)["components"]["schemas"]
    return found


@pytest.mark.parametrize("options", [Options(), CLOSED, EXAMPLES])
def test_all_documents_are_valid(tmp_path: Path, options: Options) -> None:
    write(EVERYTHING, tmp_path, options)
    documents = sorted((tmp_path / "openapi").glob("*.yaml"))
    assert [path.stem for path in documents] == ["common", "openapi", "orders", "people"]
    for path in documents:
        document, uri = read_from_filename(str(path))
        validate(document, base_uri=uri)


def test_the_text_of_a_fragment_is_its_document() -> None:
    for fragment in Documents(EVERYTHING, EXAMPLES).fragments():
        assert yaml.safe_load(written(fragment.document)) == fragment.document
        assert written(fragment.document).endswith("\n")


def test_fragments_refer_to_each_other_by_file() -> None:
    orders, people = (
        next(part for part in Documents(EVERYTHING, Options()).fragments() if part.module == module)
        for module in ("orders", "people")
    )
    line = orders.document["components"]["schemas"]["Line"]["properties"]["Link"]
    assert line == {"anyOf": [{"$ref": "common.yaml#/components/schemas/Link"}, {"type": "null"}]}
    listed = orders.document["paths"]["/orders"]["get"]["responses"]["404"]
    assert listed == {"$ref": "common.yaml#/components/responses/NotFoundError"}
    assert "securitySchemes" in orders.document["components"]
    assert "securitySchemes" not in people.document["components"]


def test_types() -> None:
    order = schemas()["Order"]
    assert order["required"] == ["Id", "note", "Lines"]
    properties = order["properties"]
    assert properties["Id"] == {
        "type": "integer",
        "format": "int32",
        "description": "The key.",
        "readOnly": True,
    }
    assert properties["note"] == {"type": ["string", "null"]}
    assert properties["Extra"] == {}
    assert properties["Bag"] == {"type": "object"}
    assert properties["Counts"]["additionalProperties"] == {"type": "integer", "format": "int64"}
    assert properties["Mixed"]["anyOf"] == [
        {"type": "integer", "format": "int32"},
        {"type": "string"},
    ]
    assert properties["Total"]["maximum"] == 1e16
    assert properties["Paid"]["deprecated"] is True
    assert properties["Paid"]["x-deprecated"] == "Use `Status`."
    assert properties["Home"] == {"$ref": "#/components/schemas/Link", "x-nullable": False}
    assert properties["Anything"] == {}
    assert properties["$ref"] == {"type": "string"}
    integers = {"anyOf": [{"type": "integer", "format": "int32"}, {"type": "null"}]}
    assert properties["Gaps"] == {"type": "array", "items": integers}
    assert order["x-undecided"] == [
        {"constraint": "maxLength 3", "candidates": ["note", "Only"], "more": True}
    ]


def test_enums_open_and_closed() -> None:
    level = {"type": "integer", "enum": [-1, 0, 10]}
    notes = {"x-enum-descriptions": {"0": "None at all."}}
    opened = {"anyOf": [level, {"type": "integer"}], "x-extensible-enum": True}
    assert schemas()["Level"] == opened | notes
    assert schemas(CLOSED)["Level"] == level | notes
    assert schemas()["Nobody"] == {"type": "string"}


def test_constants_open_and_closed() -> None:
    """A constant is a list of one value, so that it opens as enums do; null is beside it."""
    two = {"type": "integer", "format": "int32", "const": 2}
    opened = {"anyOf": [two, {"type": "integer", "format": "int32"}], "x-extensible-enum": True}
    null = {"type": "null"}
    assert schemas()["Order"]["properties"]["Version"] == {"anyOf": [opened, null]}
    closed = schemas(CLOSED)["Order"]["properties"]
    assert closed["Version"] == {"anyOf": [two, null]}
    assert closed["Only"] == {"type": "string", "const": "x"}


def test_unions() -> None:
    payment = schemas()["Payment"]
    card = "#/components/schemas/Card"
    assert payment["anyOf"][0] == {"$ref": card}
    assert schemas(CLOSED)["Payment"]["oneOf"] == payment["anyOf"]
    assert payment["discriminator"]["propertyName"] == "@type"
    assert payment["discriminator"]["mapping"]["credit card"] == card
    assert schemas()["Card"]["x-discriminator"] == {"@type": ["card", "credit card"]}
    assert "discriminator" not in schemas()["Subject"]


def test_provenance_has_pages_and_no_lines() -> None:
    order = schemas()["Order"]
    assert order["x-source"] == ["orders/order.md#Properties", "orders/get.md"]
    assert order["properties"]["CreatedAt"]["x-source"] == ["orders/get.md"]
    assert order["properties"]["CreatedAt"]["x-basis"] == "sampled"
    assert "x-source" not in order["properties"]["Id"]
    assert "x-basis" not in order
    assert schemas()["Error"]["x-basis"] == "unified"


def test_operations() -> None:
    document = bundled(EVERYTHING)
    listed = document["paths"]["/orders"]["get"]
    assert listed["security"] == [{"Basic": []}, {"Ticket": []}]
    assert listed["x-source"] == ["orders/list.md#Request"]
    assert document["webhooks"]["order_placed"]["post"]["operationId"] == "order_placed"
    assert document["paths"]["/people"]["x-merge"]["operationId"] == "merge_person"
    place = "/people/{id}?expand={what}"
    assert document["paths"][place]["get"]["operationId"] == "list"
    assert document["paths"][f"{place}#list_again"]["get"]["operationId"] == "list_again"


def test_a_path_parameter_that_nobody_documents_is_a_required_string() -> None:
    document = bundled(EVERYTHING)
    assert document["paths"]["/orders/{id}"]["delete"]["parameters"] == [
        {"$ref": "#/components/parameters/IdPath"}
    ]
    assert document["components"]["parameters"]["IdPath"] == {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }


def test_what_repeats_is_shared_and_what_does_not_is_not() -> None:
    document = bundled(EVERYTHING)
    assert set(document["components"]["parameters"]) == {"IdPath", "IfMatchHeader", "WhatPath"}
    assert set(document["components"]["responses"]) == {"NotFoundError"}
    assert document["paths"]["/orders"]["get"]["parameters"][1]["name"] == "top"


def _with_header(id_: str, module: str, description: str) -> Operation:
    header = Parameter(
        name="X-Key", location="header", type=parse("string"), description=description
    )
    return Operation(id=id_, method="GET", path=f"/{id_}", module=module, parameters=(header,))


def test_contents_that_differ_under_one_name_add_their_owner() -> None:
    texts = {"a": "One.", "b": "One.", "c": "One.", "d": "Two.", "e": "Two.", "f": "Three."}
    operations = tuple(_with_header(id_, "m", text) for id_, text in texts.items())
    spec = Spec(format=FORMAT_VERSION, api="x", operations=operations)
    shared = bundled(spec)["components"]["parameters"]
    assert {name: item["description"] for name, item in shared.items()} == {
        "XKeyHeader": "One.",
        "XKeyHeaderM": "Two.",
    }


def test_components_stand_with_their_only_user() -> None:
    own = tuple(_with_header(id_, "m", "Same.") for id_ in "ab")
    spec = Spec(format=FORMAT_VERSION, api="x", operations=own)
    assert [part.module for part in Documents(spec, Options()).fragments()] == ["m"]
    both = (*own, _with_header("c", "n", "Same."))
    parts = Documents(Spec(format=FORMAT_VERSION, api="x", operations=both), Options()).fragments()
    assert [part.module for part in parts] == ["common", "m", "n"]
    assert "XKeyHeader" in parts[0].document["components"]["parameters"]


def test_examples_only_on_request() -> None:
    path = ("paths", "/orders", "post", "requestBody", "content", "application/json")
    found: dict[str, Any] = bundled(EVERYTHING)
    asked: dict[str, Any] = bundled(EVERYTHING, EXAMPLES)
    for key in path:
        found, asked = found[key], asked[key]
    assert "example" not in found
    assert asked["example"] == {"Id": 1}


def test_a_change_of_one_description_changes_one_line_of_two_files() -> None:
    order = next(item for item in EVERYTHING.types if item.name == "Order")
    changed = msgspec.structs.replace(order, description="Line one.\nLine two.")
    types = tuple(changed if item is order else item for item in EVERYTHING.types)
    spec = msgspec.structs.replace(EVERYTHING, types=types)
    before, after = render(EVERYTHING, Options()), render(spec, Options())
    assert before.keys() == after.keys()
    yamls = [path for path in before if path.endswith(".yaml") and before[path] != after[path]]
    assert yamls == ["openapi/openapi.yaml", "openapi/orders.yaml"]
    for path in yamls:
        old, new = before[path].split("\n"), after[path].split("\n")
        assert sum(a != b for a, b in zip(old, new, strict=True)) == 1


def test_modules_that_refer_in_a_circle_are_refused() -> None:
    types = (
        ObjectType(name="A", module="a", properties=(prop("B", "B"),)),
        ObjectType(name="B", module="b", properties=(prop("A", "A"),)),
    )
    with pytest.raises(CodegenError, match=r"a -> b -> a|b -> a -> b"):
        Documents(Spec(format=FORMAT_VERSION, api="x", types=types), Options()).fragments()


def test_a_type_that_does_not_exist_is_refused() -> None:
    types = (ObjectType(name="A", module="a", properties=(prop("B", "array<Gone>"),)),)
    with pytest.raises(CodegenError, match="Gone") as caught:
        Documents(Spec(format=FORMAT_VERSION, api="x", types=types), Options()).fragments()
    assert caught.value.diagnostics[0].code == "unsafe-output"


def test_a_status_that_is_none_is_the_default() -> None:
    responses = tuple(Response(status=text) for text in ("200", "2xx", "OK", "default"))
    operation = Operation(id="a", method="GET", path="/a", module="m", responses=responses)
    spec = Spec(format=FORMAT_VERSION, api="x", operations=(operation,))
    assert list(bundled(spec)["paths"]["/a"]["get"]["responses"]) == ["200", "2XX", "default"]


def test_a_response_that_may_be_null() -> None:
    body = Body(type=parse("date-time"), nullable=True)
    responses = (Response(status="200", body=body),)
    operation = Operation(id="a", method="GET", path="/a", module="m", responses=responses)
    spec = Spec(format=FORMAT_VERSION, api="x", operations=(operation,))
    content = bundled(spec)["paths"]["/a"]["get"]["responses"]["200"]["content"]
    schema = {"type": ["string", "null"], "format": "date-time"}
    assert content == {"application/json": {"schema": schema}}


def test_two_things_of_one_name_are_refused() -> None:
    operations = tuple(
        Operation(id="a", method="GET", path=path, module="m") for path in ("/a", "/b")
    )
    types = tuple(ObjectType(name="A", module=module) for module in "mn")
    for spec in (
        Spec(format=FORMAT_VERSION, api="x", operations=operations),
        Spec(format=FORMAT_VERSION, api="x", types=types),
    ):
        with pytest.raises(CodegenError, match="unsafe-output"):
            render(spec, Options())


def test_a_type_name_that_is_no_key_of_openapi_is_refused() -> None:
    spec = Spec(format=FORMAT_VERSION, api="x", types=(ObjectType(name="Été", module="m"),))
    with pytest.raises(CodegenError, match="no key of OpenAPI"):
        render(spec, Options())


def test_security_schemes_have_keys_of_their_own() -> None:
    names = ("X Y", "X_Y", "", "X/Y", "http")
    operation = Operation(id="a", method="GET", path="/a", module="m", security=(*names, "gone"))
    schemes = tuple(
        SecurityScheme(name=name, kind="http", scheme="basic", description=f"<{name}>")
        for name in names
    )
    spec = Spec(format=FORMAT_VERSION, api="x", operations=(operation,), security_schemes=schemes)
    keys = {"X Y": "X_Y_", "X_Y": "X_Y", "X/Y": "X_Y__", "http": "http", "": "http_"}
    document = bundled(spec)
    validate(document)
    found = document["components"]["securitySchemes"]
    assert {item["description"]: key for key, item in found.items()} == {
        f"<{name}>": key for name, key in keys.items()
    }
    assert document["paths"]["/a"]["get"]["security"] == [{keys[name]: []} for name in names]
    (fragment,) = Documents(spec, Options()).fragments()
    assert fragment.document["components"]["securitySchemes"] == found


def test_placeholders_with_more_than_a_name() -> None:
    parameters = (
        Parameter(name="id", location="path", type=parse("int32")),
        Parameter(name="other", location="path", type=parse("int32")),
    )
    operations = tuple(
        Operation(id=f"op_{index}", method="GET", path=path, module="m", parameters=parameters)
        for index, path in enumerate(("/a/{id:int}/{*rest}", "/b/{id?}", "/c/{*}", "/d"))
    )
    spec = Spec(format=FORMAT_VERSION, api="x", operations=operations)
    document = bundled(spec)
    validate(document)
    names = {
        path: [item["$ref"] if "$ref" in item else item["name"] for item in listed]
        for path, listed in (
            (path, item["get"].get("parameters", [])) for path, item in document["paths"].items()
        )
    }
    shared = "#/components/parameters/IdPath"
    assert names == {
        "/a/{id}/{rest}": [shared, "rest"],
        "/b/{id}": [shared],
        "/c/%7B*%7D": [],
        "/d": [],
    }
    assert document["components"]["parameters"]["IdPath"]["schema"]["format"] == "int32"


def test_paths_that_differ_only_in_the_names_of_their_parameters() -> None:
    places = (
        ("a", "GET", "/x/{id}"),
        ("b", "GET", "/x/{name}"),
        ("c", "PUT", "/x/{name}"),
        ("d", "PUT", "/x/{id}"),
        ("e", "GET", "/x/{id}/y"),
        ("f", "GET", "/x/{id}#g"),
        ("g", "GET", "/x/{id}"),
    )
    operations = tuple(
        Operation(id=id_, method=method, path=path, module="m") for id_, method, path in places
    )
    document = bundled(Spec(format=FORMAT_VERSION, api="x", operations=operations))
    validate(document)
    assert {
        path: {method: item["operationId"] for method, item in items.items()}
        for path, items in document["paths"].items()
    } == {
        "/x/{id}": {"get": "a", "put": "d"},
        "/x/{name}#b": {"get": "b"},
        "/x/{name}#c": {"put": "c"},
        "/x/{id}/y": {"get": "e"},
        "/x/{id}#g": {"get": "f"},
        "/x/{id}#g#g": {"get": "g"},
    }


def test_what_many_operations_have_is_made_once_and_values_stay_apart() -> None:
    def given(default: Constant | None) -> Parameter:
        return Parameter(
            name="a",
            location="query",
            type=parse("any"),
            constraints=Constraints(default=default),
        )

    operations = [
        Operation(id=f"o{index}", method="GET", path="/a", module="m", parameters=(given(default),))
        for index, default in enumerate((None, None, 1, True, 1.0))
    ]
    made = [
        item["parameters"][0]
        for item in operation_objects(operations, Reference, Options(), schemes={}, types={})
    ]
    assert made[0] is made[1]
    assert [repr(one["schema"].get("default")) for one in made] == [
        "None",
        "None",
        "1",
        "True",
        "1.0",
    ]
