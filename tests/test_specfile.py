from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import codegen
from codegen.diagnostics import CodegenError
from codegen.spec import (
    FORMAT_VERSION,
    Body,
    Constraints,
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    SecurityScheme,
    Source,
    Spec,
    Undecided,
    UnionType,
    Variant,
)
from codegen.specfile import dumps, json_schema, load, loads
from codegen.typeexpr import Array, Ref, Scalar
from tests.test_typeexpr import EXPRESSIONS, NAMES

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
FLAG = st.none() | st.booleans()
NUMBER = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
CONSTANT = TEXT | NUMBER | st.booleans()


def tuples(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


BASIS = st.sampled_from(["documented", "sampled", "unified", "overlay"])
SOURCES = st.builds(Source, page=TEXT, heading=TEXT)
CONSTRAINTS = st.builds(
    Constraints,
    const=st.none() | CONSTANT,
    default=st.none() | CONSTANT,
    minimum=st.none() | NUMBER,
    max_length=st.none() | st.integers(0, 2**31),
    pattern=st.none() | TEXT,
)
UNDECIDED = st.builds(Undecided, constraint=TEXT, candidates=tuples(TEXT), more=st.booleans())
PROPERTIES = st.builds(
    Property,
    name=TEXT,
    type=EXPRESSIONS,
    presence=st.sampled_from([None, "required", "optional"]),
    nullable=FLAG,
    read_only=FLAG,
    media_types=tuples(TEXT),
    deprecated=st.none() | TEXT,
    description=TEXT,
    constraints=CONSTRAINTS,
    basis=BASIS,
    source=st.none() | SOURCES,
)
HEAD = {"name": NAMES, "module": TEXT, "description": TEXT, "sources": tuples(SOURCES)}
TYPES = (
    st.builds(
        ObjectType,
        **HEAD,
        properties=tuples(PROPERTIES),
        undecided=tuples(UNDECIDED),
        basis=BASIS,
    )
    | st.builds(
        EnumType,
        **HEAD,
        scalar=st.sampled_from(["string", "integer"]),
        values=tuples(st.builds(EnumValue, value=TEXT | st.integers(-9, 9), description=TEXT)),
    )
    | st.builds(
        UnionType,
        **HEAD,
        discriminator=st.none() | TEXT,
        variants=tuples(st.builds(Variant, type=NAMES, values=tuples(TEXT))),
    )
)
BODIES = st.builds(
    Body, type=EXPRESSIONS, media_types=tuples(TEXT), nullable=FLAG, examples=tuples(TEXT)
)
OPERATIONS = st.builds(
    Operation,
    id=TEXT,
    method=st.sampled_from(["GET", "POST"]),
    path=TEXT,
    module=TEXT,
    parameters=tuples(
        st.builds(
            Parameter,
            name=TEXT,
            location=st.sampled_from(["path", "query", "header"]),
            type=EXPRESSIONS,
            required=FLAG,
            constraints=CONSTRAINTS,
        )
    ),
    request=st.none() | BODIES,
    responses=tuples(st.builds(Response, status=TEXT, body=st.none() | BODIES)),
    security=tuples(TEXT),
    webhook=st.booleans(),
)
SPECS = st.builds(
    Spec,
    format=st.just(FORMAT_VERSION),
    api=TEXT,
    title=TEXT,
    security_schemes=tuples(
        st.builds(SecurityScheme, name=TEXT, kind=st.sampled_from(["http", "apiKey"]), scheme=TEXT)
    ),
    operations=tuples(OPERATIONS),
    types=tuples(TYPES),
)

SMALL = Spec(
    format=FORMAT_VERSION,
    api="shop",
    operations=(
        Operation(
            id="getOrder",
            method="GET",
            path="/Order/{id}",
            module="order",
            responses=(Response(status="200", body=Body(type=Ref("Order"))),),
        ),
    ),
    types=(
        ObjectType(
            name="Order",
            module="order",
            properties=(
                Property(name="Id", type=Scalar("int32"), nullable=False),
                Property(name="Lines", type=Array(Ref("Line")), presence="optional"),
            ),
        ),
    ),
)
SMALL_TEXT = """{
 "format": 1,
 "api": "shop",
 "operations": [
  {
   "id": "getOrder",
   "method": "GET",
   "path": "/Order/{id}",
   "module": "order",
   "responses": [
    {
     "status": "200",
     "body": {
      "type": "Order"
     }
    }
   ]
  }
 ],
 "types": [
  {
   "kind": "object",
   "name": "Order",
   "module": "order",
   "properties": [
    {
     "name": "Id",
     "type": "int32",
     "nullable": false
    },
    {
     "name": "Lines",
     "type": "array<Line>",
     "presence": "optional"
    }
   ]
  }
 ]
}
"""
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_one_fact_a_line_and_nothing_that_is_not_known() -> None:
    assert dumps(SMALL) == SMALL_TEXT
    assert loads(SMALL_TEXT) == SMALL


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SPECS)
def test_round_trip(spec: Spec) -> None:
    text = dumps(spec)
    again = loads(text)
    assert again == spec
    assert dumps(again) == text
    assert text.endswith("}\n")
    assert "\r" not in text
    VALIDATOR.validate(json.loads(text))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def damage(change: Callable[[Any], object]) -> str:
    data = json.loads(SMALL_TEXT)
    change(data)
    return json.dumps(data)


DAMAGES: dict[str, Callable[[Any], object]] = {
    "no name of the API": lambda spec: spec.pop("api"),
    "a type of unknown kind": lambda spec: spec["types"][0].update(kind="struct"),
    "a presence that is none": lambda spec: spec["types"][0]["properties"][0].update(presence="x"),
    "a property without type": lambda spec: spec["types"][0]["properties"][0].pop("type"),
    "a type that is no text": lambda spec: spec["types"][0]["properties"][0].update(type=1),
    "operations are no list": lambda spec: spec.update(operations={}),
    "a status that is a number": lambda spec: spec["operations"][0]["responses"][0].update(
        status=200
    ),
}


@pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_rejected_by_reader_and_schema(change: Callable[[Any], object]) -> None:
    text = damage(change)
    with pytest.raises(CodegenError) as caught:
        loads(text, path="specs/shop/spec.json")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path) == ("invalid-spec", "specs/shop/spec.json")
    assert "$" in finding.message or "missing" in finding.message
    assert not VALIDATOR.is_valid(json.loads(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "truncated"),
        ("nonsense", "malformed"),
        ("[]", "array"),
        (SMALL_TEXT[:-20], "truncated"),
        (b"\xff\xfe", "malformed"),
        (b'{"format": 1, "api": "\xff"}', "utf-8"),
        (SMALL_TEXT.replace("array<Line>", "array<Line"), "'>' is missing"),
        (SMALL_TEXT.replace("array<Line>", "list"), "no scalar"),
        (SMALL_TEXT.replace("array<Line>", "array<" * 5000), "nested too deep"),
    ],
    ids=["empty", "text", "list", "cut", "binary", "not UTF-8", "open type", "word", "deep"],
)
def test_what_is_no_spec_file(text: str | bytes, words: str) -> None:
    with pytest.raises(CodegenError) as caught:
        loads(text)
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.severity, finding.path) == ("invalid-spec", "error", "spec.json")
    assert words in finding.message
    assert len(finding.message) < 500


@pytest.mark.parametrize("found", [0, 2, 99])
def test_another_version_is_told_from_damage(found: int) -> None:
    text = damage(lambda spec: spec.update(format=found, types="of another age"))
    with pytest.raises(CodegenError) as caught:
        loads(text)
    (finding,) = caught.value.diagnostics
    assert finding.code == "spec-version"
    assert f"format {found}" in finding.message


def test_load_reads_what_dumps_wrote(tmp_path: Path) -> None:
    path = tmp_path / "spec.json"
    path.write_text(dumps(SMALL))
    assert load(path) == SMALL
    assert load(str(path)) == SMALL


def test_load_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(CodegenError) as caught:
        load(tmp_path / "spec.json")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path) == ("unreadable-file", str(tmp_path / "spec.json"))


def test_the_schema_that_ships_is_that_of_the_file_form() -> None:
    shipped = Path(codegen.__file__).with_name("spec.schema.json")
    assert shipped.read_text("utf-8") == json.dumps(json_schema(), indent=1) + "\n"
