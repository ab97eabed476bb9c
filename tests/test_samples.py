from __future__ import annotations

import json
import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.payloads import read_payloads
from codegen.samples import (
    MAX_DEPTH,
    InvalidJsonError,
    Message,
    TooDeepError,
    parse_json,
    parse_message,
    shape_of,
)

JSON: st.SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

REQUEST = """POST /api/v1/Shop/Order?dry=true HTTP/1.1
Authorization: Basic abc=
content-type:   Application/JSON; charset=utf-8
X-Empty:

{"Id": 1}

"""
RESPONSE = """HTTP/1.1 404 Not  Found here
Content-Type: text/plain

gone"""


def test_a_request() -> None:
    message = parse_message(REQUEST)
    assert message == Message(
        method="POST",
        target="/api/v1/Shop/Order?dry=true",
        headers=(
            ("Authorization", "Basic abc="),
            ("content-type", "Application/JSON; charset=utf-8"),
            ("X-Empty", ""),
        ),
        body='{"Id": 1}',
        body_line=5,
    )
    assert message is not None
    assert message.media_type == "application/json"
    assert message.header("AUTHORIZATION") == "Basic abc="
    assert message.header("Accept") == ""


def test_a_response_with_a_reason_of_several_words() -> None:
    assert parse_message(RESPONSE) == Message(
        status="404",
        reason="Not  Found here",
        headers=(("Content-Type", "text/plain"),),
        body="gone",
        body_line=3,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("GET /a", Message(method="GET", target="/a", body_line=1)),
        ("GET /a HTTP/2  ", Message(method="GET", target="/a", body_line=1)),
        ("GET\t/a b/c HTTP/1.1", Message(method="GET", target="/a b/c", body_line=1)),
        ("HTTP/1.1 204", Message(status="204", body_line=1)),
        ("HTTP/2 204 ", Message(status="204", body_line=1)),
        ("HTTP/1.1 200 OK\n[]", Message(status="200", reason="OK", body="[]", body_line=1)),
        ("GET /a\n\n\n1\n\n", Message(method="GET", target="/a", body="1", body_line=3)),
        ('GET /a\n"x": 1', Message(method="GET", target="/a", body='"x": 1', body_line=1)),
    ],
    ids=[
        "request line",
        "version",
        "blank in the target",
        "no reason",
        "blank for a reason",
        "no headers",
        "blank lines",
        "a body that looks like a header",
    ],
)
def test_lenient_messages(text: str, message: Message) -> None:
    assert parse_message(text) == message


@pytest.mark.parametrize(
    "text", ["", "\nGET /a", "get /a", "GET", "GET ", "FETCH /a", "HTTP/1.1 OK", "HTTP/1.1 20"]
)
def test_what_is_no_message(text: str) -> None:
    assert parse_message(text) is None


@given(st.text())
def test_any_text_is_a_message_or_none(text: str) -> None:
    message = parse_message(f"GET /{text}")
    assert message is not None
    assert message.body_line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("[]", []),
        ("true", True),
        ("-1.5e3", -1500.0),
        ('"a\\u00e9"', "aé"),
        ('{"a": 1, "b": 2, "a": "x"}', {"a": "x", "b": 2}),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\\\ud800"', "\\ud800"),
        ("[" * MAX_DEPTH + "]" * MAX_DEPTH, None),
        (f'["{"[" * 500}"]', ["[" * 500]),
        (str(10**4299), 10**4299),
    ],
    ids=[
        "null",
        "array",
        "scalar",
        "number",
        "string",
        "a key twice",
        "surrogate pair",
        "no escape",
        "deepest",
        "brackets in a string",
        "longest integer",
    ],
)
def test_parse_json(text: str, value: object) -> None:
    parsed = parse_json(text)
    if text.startswith("[["):
        assert json.dumps(parsed) == text
    else:
        assert parsed == value


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 0, "Expecting value"),
        ('{\n "a": 1,\n}', 2, ""),
        ('{\n "a": 1\n "b": 2\n}', 2, "delimiter"),
        ('{"a": 1}\n\n{"b": 2}', 2, "Extra data"),
        ('{\n "a": "x\ny"}', 1, "control character"),
        ("{'a': 1}", 0, "double quotes"),
        ("[1, ...]", 0, "Expecting value"),
        ('[\n "NaN",\n NaN]', 2, "NaN is not JSON"),
        ("[\n1,\n-Infinity]", 2, "-Infinity is not JSON"),
        ("Infinity", 0, "Infinity is not JSON"),
        (f'[\n "{"9" * 5000}",\n\n -{"9" * 5000}]', 3, "digits"),
        ('{\n "a": 1,\n "b\\ud800": 2}', 2, "surrogate"),
        ('[\n "\\ud83d\\ude00",\n "\\uDE00x"]', 2, "surrogate"),
        ("\ufeff{}", 0, "BOM"),
    ],
    ids=[
        "empty",
        "comma too many",
        "no comma",
        "two values",
        "line end in a string",
        "single quotes",
        "dots",
        "NaN",
        "-Infinity",
        "Infinity",
        "huge integer",
        "surrogate in a name",
        "surrogate in a value",
        "byte order mark",
    ],
)
def test_what_is_no_json_is_located(text: str, line: int, words: str) -> None:
    with pytest.raises(InvalidJsonError) as caught:
        parse_json(text)
    assert caught.value.line == line
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["[" * 101, '{"a":' * 101 + "1" + "}" * 101, "[" * 100_000],
    ids=["unclosed", "objects", "bomb"],
)
def test_json_too_deep_is_not_looked_into(text: str) -> None:
    with pytest.raises(TooDeepError, match="deeper than 100"):
        parse_json(text)


@given(JSON)
def test_json_round_trip(value: object) -> None:
    assert parse_json(json.dumps(value)) == value
    assert parse_json(json.dumps(value, ensure_ascii=False)) == value


@given(st.text() | st.text(st.sampled_from('{}[]":,1\\ue\nN')))
def test_parse_json_knows_only_its_own_errors(text: str) -> None:
    try:
        value = parse_json(text)
    except (InvalidJsonError, TooDeepError):
        return
    shape_of(value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023-01-31T23:59:59Z", "date-time"),
        ("2023-01-31T23:59:59", "date-time"),
        ("2023-01-31t23:59:59.1234567+02:00", "date-time"),
        ("2023-01-31T23:59", "date-time"),
        ("0001-01-01T00:00:00", "date-time"),
        ("2023-13-31T23:59:59Z", "string"),
        ("2023-02-30T00:00:00", "string"),
        ("2023-01-31T25:00:00Z", "string"),
        ("2023-01-31 23:59:59", "string"),
        ("2023-01-31T23:59:59Z.", "string"),
        ("2023-01-31", "date"),
        ("2023-02-30", "string"),
        ("20230131", "string"),
        ("12:30:00", "string"),
        ("0fA5b1c0-1234-5678-9abc-def012345678", "uuid"),
        ("{0fA5b1c0-1234-5678-9abc-def012345678}", "string"),
        ("\u0662\u0660\u0662\u0663-\u0660\u0661-\u0663\u0661", "string"),
        ("1", "string"),
        ("", "string"),
    ],
)
def test_kinds_of_strings(text: str, kind: str) -> None:
    assert shape_of(text).kind == kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "boolean"),
        (1, "integer"),
        (1.0, "number"),
        (None, "null"),
        ([], "array"),
        ({}, "object"),
    ],
    ids=str,
)
def test_kinds_of_values(value: object, kind: str) -> None:
    assert shape_of(value).kind == kind


def test_the_shape_of_an_object_keeps_its_order() -> None:
    shape = shape_of({"b": 1, "a": {"c": []}})
    assert [name for name, _ in shape.fields] == ["b", "a"]
    assert shape.keys == {"a", "b"}
    assert shape.at["a"] is shape_of({"c": []})


def test_an_array_holds_each_shape_once() -> None:
    shape = shape_of([1, "x", 2, "y", {"a": 1}, {"a": 2}])
    assert [item.kind for item in shape.items] == ["integer", "string", "object"]


def test_equal_shapes_are_one_object() -> None:
    one, two = shape_of({"a": [1, {"b": "x"}]}), shape_of({"a": [2, {"b": "y"}]})
    assert one is two
    assert shape_of({"a": 1, "b": 2}) is not shape_of({"b": 2, "a": 1})


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"@odata.type": "#zoo.v1.cat", "id": 1}, "cat"),
        ({"@odata.type": "Collection(zoo.cat)"}, ""),
        ({"@type": "https://schema.org/Person"}, "Person"),
        ({"@type": ["A", "B"]}, ""),
        ({"$type": "Zoo.Cat, Zoo.Animals"}, "Cat"),
        ({"__typename": "Cat"}, "Cat"),
        ({"type": "Cat"}, ""),
        ({"@type": "a cat"}, ""),
        ({"@type": ""}, ""),
        ({}, ""),
    ],
)
def test_an_object_may_name_its_own_type(value: dict[str, object], name: str) -> None:
    assert shape_of(value).instance == name
    (loose,) = read_payloads(json.dumps(value).replace("}", ",}"))
    assert loose.shape.instance == name


@given(JSON)
def test_shapes_stay_one_object_after_pickling(value: object) -> None:
    shape = shape_of(value)
    assert pickle.loads(pickle.dumps(shape)) is shape  # noqa: S301 - our own bytes


HOSTILE = 30_000


@pytest.mark.parametrize(
    "text",
    [
        "GET a" + " " * HOSTILE + "b",
        "HTTP/1.1 200 a" + " " * HOSTILE + "b",
        "GET /\nX: a" + " " * HOSTILE + "b",
        "GET /\n" + "X" * HOSTILE,
    ],
    ids=["request line", "status line", "header", "no header"],
)
def test_messages_are_read_in_linear_time(text: str) -> None:
    start = time.perf_counter()
    assert parse_message(text) is not None
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    ['"' + '\\"' * HOSTILE, '"[' * HOSTILE, '"\\' * HOSTILE, "[NaN, " + '"NaN", ' * HOSTILE],
    ids=["escapes", "quotes", "backslashes", "constants"],
)
def test_json_is_refused_in_linear_time(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises((InvalidJsonError, TooDeepError)):
        parse_json(text)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1E+400", "123.5e999", "-0.1e9999"])
def test_a_number_beyond_a_double_is_refused_at_its_line(number: str) -> None:
    text = f'{{"1e400": 1e30,\n"a": "{number}",\n"b": [1, {number}]}}'
    with pytest.raises(InvalidJsonError, match="beyond the range") as caught:
        parse_json(text)
    assert caught.value.line == 2


@pytest.mark.parametrize("text", ["1e308", "-1.7e308", "1e-400", "9" * 400])
def test_numbers_that_only_look_too_large_are_read(text: str) -> None:
    assert parse_json(f"[{text}]") == json.loads(f"[{text}]")


def test_an_integer_before_an_infinite_number_is_not_blamed() -> None:
    with pytest.raises(InvalidJsonError) as caught:
        parse_json(f"[{'9' * 400},\n1e400]")
    assert caught.value.line == 1


def repeated_keys(text: str) -> tuple[object, list[tuple[str, int]]]:
    found: list[tuple[str, int]] = []
    return parse_json(text, lambda key, line: found.append((key, line))), found


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ('{"a": 1,\n"a": 2}', {"a": 2}, [("a", 1)]),
        ('{"a": 1,\n"a": 2,\n"a" : 3}', {"a": 3}, [("a", 1), ("a", 2)]),
        ('[{"a": 1},\n{"a": 2}]', [{"a": 1}, {"a": 2}], []),
        ('{"a": {"b": 1,\n"a": 2},\n"a": 3}', {"a": 3}, [("a", 2)]),
        ('{"a": {"b": 1,\n"b": 2}, "b": "a"}', {"a": {"b": 2}, "b": "a"}, [("b", 1)]),
        ('{"a": 1,\n"\\u0061": 2}', {"a": 2}, [("a", 1)]),
        ('{"}": 1,\n"x": ["{", "}:"],\n"}": 2}', {"}": 2, "x": ["{", "}:"]}, [("}", 2)]),
        ('{"a": "a", "b": ["a", "a"]}', {"a": "a", "b": ["a", "a"]}, []),
    ],
    ids=["twice", "thrice", "two objects", "nested", "inner", "escape", "braces", "values"],
)
def test_repeated_keys(text: str, value: object, found: list[tuple[str, int]]) -> None:
    assert repeated_keys(text) == (value, found)


@given(JSON)
def test_no_key_of_a_written_value_is_repeated(value: object) -> None:
    assert repeated_keys(json.dumps(value)) == (value, [])


def test_keys_of_a_text_that_is_no_json_are_not_reported() -> None:
    found: list[str] = []
    with pytest.raises(InvalidJsonError):
        parse_json('{"a": 1, "a": 2', lambda key, _: found.append(key))
    assert found == []
