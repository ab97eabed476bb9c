from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.exchanges import messages


def shown(text: str) -> list[tuple[str, str, int]]:
    """What each message begins with, its body and the line of that."""
    found = messages(text)
    heads = (f"{one.method} {one.target} {one.status}".strip() for one in found)
    return [(head, one.body, one.body_line) for head, one in zip(heads, found, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', [("", '{"a": 1}', 0)]),
        ("\n\n[1,\n2]\n", [("", "[1,\n2]", 2)]),
        ("", []),
        ("GET /a", [("GET /a", "", 0)]),
        ('POST /a HTTP/1.1\nA: b\n\n{"a": 1}', [("POST /a", '{"a": 1}', 3)]),
        ('POST https://x.io/a\n\nA: b\nC: d\n\n{"a": 1}', [("POST https://x.io/a", '{"a": 1}', 5)]),
        ("GET /a\n  ?b=1\n  &c=2\nD: e", [("GET /a?b=1&c=2", "", 0)]),
        ('HTTP 201 Created\nA: b\n\n{"a": 1}', [("201", '{"a": 1}', 3)]),
        ('HTTP code: 200 OK\nA: b\n\n{"a": 1}', [("200", '{"a": 1}', 3)]),
        ('Status: 201 Created\nA: b\n\n{"a": 1}', [("201", '{"a": 1}', 3)]),
        ("a: 1\nStatus: 201 Created", [("", "a: 1\nStatus: 201 Created", 0)]),
        ("POST /a\n\n[1]\n\nHTTP/1.1 200 OK\n\n[2]", [("POST /a", "[1]", 2), ("200", "[2]", 6)]),
        ('< HTTP/1.1 429 TOO MANY\n< A: b\n{"a": 1}', [("429", '{"a": 1}', 2)]),
        ('https://x.io/a\nA: b\n\n{"a": 1}', [("https://x.io/a", '{"a": 1}', 3)]),
        ('```json\n{"a": 1}\n```\nand\n```py\nb = {}\n```', [("", '{"a": 1}', 1)]),
        ("GET /a?b=c d HTTP/1.1", [("GET /a?b=c d", "", 0)]),
        ("GET /a/{b c}/d", [("GET /a/{b c}/d", "", 0)]),
        ("GET a?b=1 HTTP/2\nA: b", [("GET a?b=1", "", 0)]),
        ("PUT ${HOST}/a\n\n[1]", [("PUT ${HOST}/a", "[1]", 2)]),
        ("GET /a is what lists them", [("", "GET /a is what lists them", 0)]),
        ('--x\nContent-Type: a/b\n\n{"a": 1}\n--x--', [("", '{"a": 1}\n--x--', 3)]),
    ],
)  # fmt: skip
def test_messages(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$ curl //x.io/a", [("GET //x.io/a", "", 0)]),
        ("curl -X PUT -d '[\n1]' \\\n  x.io/a\n[2]", [("PUT x.io/a", "[\n1]", 0), ("", "[2]", 3)]),
        ("curl --request POST \\\n  --data '\n[1]\n' \\\n  /a", [("POST /a", "[1]", 2)]),
        ('curl -d "{\\"a\\": \\"b\\"}" /a', [("POST /a", '{"a": "b"}', 0)]),
        ("curl -d a=1 -d b=2 --url /a", [("POST /a", "a=1&b=2", 0)]),
        ("curl --data @file.json /a", [("POST /a", "", 0)]),
        ("curl -XDELETE -H'A: b' /a", [("DELETE /a", "", 0)]),
        ("curl -u me:secret/word /a", [("GET /a", "", 0)]),
        ("curl -d '{ \"a\": 1 } \\\n  //x.io/a", [("POST //x.io/a", '{ "a": 1 }', 0)]),
        ("curl /a -X PATCH\n  -d '[1]'\n[2]", [("PATCH /a", "[1]", 1), ("", "[2]", 2)]),
        ("curl -X PUT ^\n  -d [1] ^\n  x.io/a", [("PUT x.io/a", "[1]", 1)]),
        ("curl -G /a -d b=1 --data-urlencode 'c=d e'", [("GET /a?b=1&c=d e", "", 0)]),
        ("curl --get '/a?z=0' -d b=1", [("GET /a?z=0&b=1", "", 0)]),
        ("curl -sX PUT $URL/a -d@b.json", [("PUT $URL/a", "", 0)]),
        ("curl -sSXDELETE {{base_url}}/a/b", [("DELETE {{base_url}}/a/b", "", 0)]),
        ('curl -d "$BODY" /a', [("POST /a", "", 0)]),
        ("curl -F a=1 -F 'b=@c.png' /a", [("POST /a", "a=1&b=@c.png", 0)]),
    ],
)  # fmt: skip
def test_commands(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert shown(text) == expected


def test_headers() -> None:
    (message,) = messages("curl -H 'Content-Type: Application/JSON' --json '{}' /a")
    assert (message.media_type, message.body) == ("application/json", "{}")
    (message,) = messages("HTTP/2 404 Not found\nContent-type: text/plain; a=b\n\ngone")
    assert (message.media_type, message.reason) == ("text/plain", "Not found")


@given(st.text(alphabet="aG/{}:<>'\"\\-`~ \n$") | st.text())
def test_any_text_has_messages_or_none(text: str) -> None:
    lines = text.split("\n")
    for message in messages(text) + messages(f"curl {text}"):
        assert 0 <= message.body_line < len(lines)


@pytest.mark.parametrize(
    "part", ["curl\n", "curl 'a\n", "```\n", "GET /a\n", "A: b\n", "\n", "'", '"\\', "< \n", "?a\n"]
)
@pytest.mark.parametrize("before", ["", "GET /a\n", "curl ", "curl '"])
def test_time_is_linear(before: str, part: str) -> None:
    started = time.process_time()
    messages(before + part * 10_000)
    assert time.process_time() - started < 5


def test_lines_of_heads() -> None:
    found = messages("# First\n\ncurl -d '[1]' /a\n\nHTTP/1.1 200 OK\n\n[2]\n")
    assert [(one.line, one.command) for one in found] == [(0, False), (2, True), (4, False)]
