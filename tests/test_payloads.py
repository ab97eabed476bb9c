from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.payloads import Payload, read_form, read_payloads
from codegen.samples import UNKNOWN, InvalidJsonError, interned, parse_json, shape_of
from codegen.typewords import meaning, values_of
from tests.test_samples import JSON


def only(text: str) -> Payload:
    (payload,) = read_payloads(text)
    assert json.loads(payload.text) == payload.value
    return payload


def words(text: str) -> dict[str, str]:
    """Path -> the type that the sample names there, '' where it only shows no value."""
    return {".".join(one.path): one.type for one in only(text).placeholders}


PATTERN = """{
  "id": "String (identifier)",
  "madeAt": "String (timestamp)",
  "size": 1024,
  "open": true,
  "tags": ["String"],
  "state": "open | shut",
  "token": "64ef8ce5-8ce5-64ef-e58c-ef64e58cef64",
  "of": {"@shop.type": "shop.person"},
  "note": "what people say"
}"""


def test_a_sample_that_shows_only_types() -> None:
    payload = only(PATTERN)
    assert words(PATTERN) == {
        "id": "string",
        "madeAt": "date-time",
        "size": "",
        "tags.[]": "string",
        "state": "",
        "note": "",
    }
    assert payload.shape.at["open"].kind == "boolean"
    assert payload.shape.at["token"].kind == "uuid"
    assert payload.shape.at["id"] is payload.shape.at["size"] is UNKNOWN
    assert payload.shape.at["of"].partial
    assert payload.incomplete == (("of",),)
    assert payload.text == PATTERN
    assert payload.repairs == ()
    assert not payload.whole
    assert '"String (identifier)"' in payload.words
    assert "1024" in payload.words
    (state,) = [one for one in payload.placeholders if one.values]
    assert (state.path, state.values, state.line) == (("state",), ("open", "shut"), 6)


JSONS = ("text", "cells", "data", "n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"name": "Ann", "dataType": "string"}', {}),
        ('{"name": "Ann", "label": "text", "field": "date"}', {}),
        ('{"name": "Ann", "of": "string"}', {"name": "", "of": "string"}),
        ('{"name": "Ann", "at": "Oslo", "of": "string"}', {}),
        ('{"a": "<integer>", "b": "x"}', {"a": "integer", "b": ""}),
        ('{"a": "<some-id>", "b": "x", "c": "{orderId}"}', {"a": "", "c": ""}),
        ('{"a": "{1A2B3C4D-0000-0000-0000-000000000000}", "b": "<a@b.example>"}', {}),
        ('{"a": "Boolean", "b": "double"}', {"a": "boolean", "b": "number"}),
        ('{"a": "one | two", "b": "left", "c": "up"}', {"a": ""}),
        ('{"a": now(), "b": 1}', {"a": ""}),
        (
            '{"a": "Ann", "b": "Oslo", "c": "x", "isOpen": "Boolean", "of": "Int32"}',
            {"isOpen": "boolean", "of": "int32"},
        ),
        ('{"name": "Ann", "valueType": "Boolean", "kind": "Int32"}', {}),
        (
            '{"id": 1, "state": "state-value", "at": "dateTime-value"}',
            {"state": "", "at": "date-time"},
        ),
        ('{"id": 1, "state": "added-value"}', {}),
        ('[{"state": "state-value-1"}, {"state": "state-value-22"}]', {"[].state": ""}),
        # Numbers in quotes are words beside sure ones, and data elsewhere.
        (
            '{"at": "String (timestamp)", "x": "4.2", "y": "-10"}',
            {"at": "date-time", "x": "", "y": ""},
        ),
        ('{"at": "noon", "x": "4.2", "y": "-10"}', {}),
        ('["string"]', {"[]": "string"}),
        ('"string"', {}),
        ('{"text": "Json", "cells": "Json", "data": "Json", "n": 7}', dict.fromkeys(JSONS, "")),
        ('{"text": "Json", "cells": "Json", "data": "Json", "n": "Ann"}', {}),
        ('{"output": "json", "n": 7}', {}),
        ('{"createdDateTime": "timestamp", "by": "Ann"}', {"createdDateTime": "date-time"}),
        ('{"startDate": "Date", "by": "Ann"}', {"startDate": "date"}),
        ('{"dateFormat": "time", "by": "timestamp"}', {}),
        ('{"list": "Collection(shop.Door)", "by": "Ann"}', {"list": ""}),
        ('{"file": {"@odata.type": "Edm.Stream"}, "by": "Ann"}', {"file": "binary"}),
        ('{"room": {"@odata.type": "shop.Room"}, "dataType": "Edm.String"}', {}),
    ],
)
def test_words_in_place_of_values(text: str, expected: dict[str, str]) -> None:
    assert words(text) == expected


def test_texts_that_are_values_wherever_they_stand() -> None:
    (payload,) = read_payloads('{"a": "string", "b": "<integer>"}', patterns=False)
    assert (payload.whole, payload.placeholders) == (True, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("String (timestamp)", "date-time"),
        ("string(date)", "date"),
        ("string($uuid)", "uuid"),
        ("String (etag)", "string"),
        ("int32", "int32"),
        ("<Boolean>", "boolean"),
        ("Edm.DateTimeOffset", "date-time"),
        ("Edm.Geography", None),
        ("object", ""),
        ("time(zone)", None),
        ("Ann", None),
        ("<Ann>", None),
    ],
)
def test_what_words_say(text: str, expected: str | None) -> None:
    found = meaning(text)
    assert (found.type if found else None) == expected


def test_words_that_list_values() -> None:
    assert values_of("open | half-shut | null") == ("open", "half-shut")
    assert values_of("string | null") == ()
    assert values_of("a|b") == values_of("a | b c") == values_of("open") == ()


COMMENTED = """{
  // who it is
  // and was
  "id": 7, // the key
  "kind": 2, // Kind.LARGE
  "old": 1, /* gone */

  // what follows is new
  "a": 1,
  "b": 2,

  // about this one

  "c": 3,
  "items": [ // all of them
    {"n": 1}, // first
    {"n": 2} // second
  ],
  "of": {
    "x": 1 // across
    // "y": 2
  },
  // nothing follows
}"""


def test_comments() -> None:
    payload = only(COMMENTED)
    assert {one.path: (one.text, one.line) for one in payload.comments} == {
        ("id",): ("who it is and was the key", 3),
        ("old",): ("gone", 5),
        ("items",): ("all of them", 14),
        ("of", "x"): ("across", 19),
    }
    assert payload.incomplete == (("of",),)


def test_comments_that_differ_are_about_values() -> None:
    payload = only('[{"n": 1, // one\n"m": 1}, // x\n{"n": 2, // two\n"m": 2 // both\n}]')
    assert [(one.path, one.text) for one in payload.comments] == [(("[]", "m"), "both")]


@pytest.mark.parametrize(
    ("text", "incomplete"),
    [
        ('{"a": {...}, "b": [{"c": 1}, ...]}', [("a",), ("b",)]),
        ('{"a": [{"c": 1, ...}]}', [("a", "[]")]),
        ('{"a": {\n// the user\n}}', [("a",)]),
        ('{"a": ["x", "..."]}', [("a",)]),
        ('{"a": [{"b": 1', [(), ("a",), ("a", "[]")]),
    ],
)
def test_parts_left_out(text: str, incomplete: list[tuple[str, ...]]) -> None:
    payload = only(text)
    assert list(payload.incomplete) == incomplete
    assert not payload.whole


def test_shapes_of_what_is_left_out() -> None:
    assert only('{"a": {...}}').shape.at["a"] is interned("object", partial=True)
    assert only('{"a": ...}').shape.at["a"] is UNKNOWN
    assert interned("object") is not interned("object", partial=True)


@given(JSON)
def test_json_without_words_is_read_as_it_is(value: object) -> None:
    text = json.dumps(value)
    if any(mark in text.lower() for mark in ("..", "\\u2026", "<", '"{', "|", "string")):
        return
    payload = only(text)
    if not payload.words:
        assert (payload.value, payload.text) == (value, text)
        assert payload.shape is shape_of(value)


def test_an_error_is_that_of_the_standard() -> None:
    with pytest.raises(InvalidJsonError, match="Expecting value") as strict:
        parse_json("{\n'a': 1,\n\"b\" 2}\n".replace("'", '"').replace("1", "x"))
    with pytest.raises(InvalidJsonError, match="Expecting value") as found:
        read_payloads("{\n'a': 1,\n\"b\" 2}\n".replace("'", '"').replace("1", "x"))
    assert found.value.line == strict.value.line == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a=b&c=d%20e+f", {"a": "b", "c": "d e f"}),
        ("client_id=1\n&scope=all\n", {"client_id": "1", "scope": "all"}),
        ("items[0]=x\nitems[1]=y", {"items[0]": "x", "items[1]": "y"}),
    ],
)
def test_a_form(text: str, value: dict[str, str]) -> None:
    payload = read_form(text)
    assert payload is not None
    assert payload.value == json.loads(payload.text) == value


@pytest.mark.parametrize("text", ["", "{", "prose", "a=b\nprose", "x = {1}; y", '{"a": "b=c"}'])
def test_what_is_no_form(text: str) -> None:
    assert read_form(text) is None


def test_lines_of_a_form() -> None:
    payload = read_form("a=x\n\nb=7")
    assert payload is not None
    assert payload.text == '{"a": "x",\n\n"b": "7"}'
    assert [(name, shape.kind) for name, shape in payload.shape.fields] == [
        ("a", "string"),
        ("b", "unknown"),
    ]


@given(st.text())
def test_any_text_is_a_form_or_none(text: str) -> None:
    payload = read_form(text)
    assert payload is None or json.loads(payload.text) == payload.value


@pytest.mark.parametrize(
    "part", ["a=", "a=b&", "&", "a", "[", "%", " ", "a [=\n", "string | ", "<a"]
)
def test_time_is_linear(part: str) -> None:
    started = time.process_time()
    read_form(part * 20_000)
    values_of(part * 20_000)
    meaning(part * 20_000)
    read_payloads(json.dumps({"a": part * 20_000, "b": "string"}))
    assert time.process_time() - started < 5


def test_a_text_that_is_cut_off_is_no_value_but_a_text() -> None:
    payload = only('{"key": "MKTr0w1...", "said": "and so on ...", "id": 7}')
    assert payload.words == ('"MKTr0w1..."',)
    assert payload.shape.at["key"].kind == "string"
    assert not payload.whole
    assert only('{"said": "and so on ..."}').whole


def test_the_name_of_a_type_alone_is_a_word_unless_types_are_the_data() -> None:
    assert words('{"due": "String", "id": "a7", "at": "2020-02-02"}') == {"due": "string"}
    assert words('{"dataType": "String", "id": "a7", "note": "it"}') == {}
