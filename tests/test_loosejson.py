from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codegen.loosejson import Draft, read_drafts
from codegen.samples import MAX_DEPTH, InvalidJsonError, TooDeepError
from tests.test_samples import JSON

CONTAINERS = st.lists(JSON, max_size=4) | st.dictionaries(st.text(), JSON, max_size=4)
#: Pieces that texts are made of which may or may not be JSON.
TOKENS = """{ } [ ] , : " ' "a" a 1 - ... … // /* */ # \\ < > ( ) => ; “ ” ` -- <!-- --> null
True {id} <a> Response: 1e999 \\ud800 é \ufeff"""
PIECES = st.sampled_from([*TOKENS.split(), "\n", " ", "\t", "9" * 5000])
#: Parts of texts that are hard to read: ␣ for a blank, ↵ for a line's end.
HARD = """{ [ " ' /* // ... "\\ a ( < {a = “ <!-- ] \\ , {"a":" {'a':1,↵ {"a":1}↵ ␣ ↵ ␣↵ a:␣
"a"b" [1]␣ x↵ #↵"""

QUOTES, WORDS = "quotes that JSON has not", "words in place of a value"
LITERAL, NUMBER = "a literal that JSON has not", "a number that JSON has not"
NAME, LEFT_OUT = "a name without quotes", "a part left out"
COMMA, COMMENT, LINES = "a comma too many", "a comment", "a string over several lines"


def only(text: str) -> Draft:
    (draft,) = read_drafts(text)
    assert json.loads(draft.text) == draft.root.plain()
    return draft


def mended(draft: Draft) -> list[tuple[int, str]]:
    return [(repair.line, repair.what) for repair in draft.repairs]


@pytest.mark.parametrize(
    ("text", "value", "repairs"),
    [
        ('{"a": 1} // b', {"a": 1}, []),
        ('{"a": 1, // b\n "c": 2}', {"a": 1, "c": 2}, [(0, COMMENT)]),
        ('{"a": /* b\n c */ 1}', {"a": 1}, [(0, COMMENT)]),
        ('{"a": 1 # b\n}', {"a": 1}, [(0, COMMENT)]),
        ('{"a": 1 <!-- b -->}', {"a": 1}, [(0, COMMENT)]),
        ('{"a": "http://b#c"}', {"a": "http://b#c"}, []),
        ('{"a": [1,], }', {"a": [1]}, [(0, COMMA), (0, COMMA)]),
        ("[1,, 2]", [1, 2], [(0, COMMA)]),
        ('{"a": 1\n"b": 2}', {"a": 1, "b": 2}, [(0, "no comma")]),
        ('[{"a": 1} {"a": 2}]', [{"a": 1}, {"a": 2}], [(0, "no comma")]),
        ('{"a": [1, ...]}', {"a": [1]}, [(0, LEFT_OUT)]),
        ('{"a": 1, …}', {"a": 1}, [(0, LEFT_OUT)]),
        ('{\n...,\n"a": 1}', {"a": 1}, [(1, LEFT_OUT)]),
        ('[1, "..."]', [1], [(0, LEFT_OUT)]),
        ('{"a": 1, "...": "..."}', {"a": 1}, [(0, LEFT_OUT)]),
        ('{"a": 1, ...theRest}', {"a": 1}, [(0, LEFT_OUT)]),
        ("[ ...251, 100, 11...]", [251, 100, 11], [(0, LEFT_OUT)] * 2),
        ("{'a': 'it is \"b\"'}", {"a": 'it is "b"'}, [(0, QUOTES)] * 2),
        ("{“a”: “b”}", {"a": "b"}, [(0, QUOTES)] * 2),
        ('{"a": "b”,\n"c": 1}', {"a": "b", "c": 1}, [(0, QUOTES)]),
        ('{"a": "b\nc"}', {"a": "b\nc"}, [(0, LINES)]),
        (
            '{"a": "say "b" c",\n"d": 1}',
            {"a": 'say "b" c', "d": 1},
            [(0, "a quote inside a string")],
        ),
        ('{"a": "\\d"}', {"a": "d"}, []),
        ("{a: 1, $b.c: 2}", {"a": 1, "$b.c": 2}, [(0, NAME)] * 2),
        ('{"a" => 1}', {"a": 1}, [(0, "=> for a colon")]),
        ('{"a": True, "b": None}', {"a": True, "b": None}, [(0, LITERAL)] * 2),
        ('{"a": 0x1F}', {"a": 31}, [(0, NUMBER)]),
        ('{"a": -.5}', {"a": -0.5}, [(0, NUMBER)]),
        ('{"a": 1_000n}', {"a": 1000}, [(0, NUMBER)]),
        ('{"a": 2018-04-01}', {"a": "2018-04-01"}, [(0, "a text without quotes")]),
        ('{"a": <id>}', {"a": "<id>"}, [(0, WORDS)]),
        ('{"a": {id}}', {"a": "{id}"}, [(0, WORDS)]),
        ('{"a": now() + (2 * 3), "b": 1}', {"a": "now() + (2 * 3)", "b": 1}, [(0, WORDS)]),
        ('{"a": ,\n"b": }', {"a": None, "b": None}, [(0, "no value"), (1, "no value")]),
        ('{"a": {"b": [1}}', {"a": {"b": [1]}}, [(0, "no ] before }")]),
        ('{"a": 1]}', {"a": 1}, [(0, "a ] too many")]),
        ('"a": {"b": 1},\n"c": 2', {"a": {"b": 1}, "c": 2}, [(0, "no braces around it")]),
        ('{"a": {"b": 1}},\n"c": 2}', {"a": {"b": 1}}, [(0, "members after its end")]),
    ],
)
def test_what_is_mended(text: str, value: object, repairs: list[tuple[int, str]]) -> None:
    draft = only(text)
    assert (draft.root.plain(), mended(draft)) == (value, repairs)
    assert not draft.truncated


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, {"b": 2', {"a": [1, {"b": 2}]}),
        ('{"a": "b', {"a": "b"}),
        ('{"a": 1,\n', {"a": 1}),
        ('{"a": 1, "b":', {"a": 1, "b": None}),
    ],
)
def test_an_end_too_early(text: str, value: object) -> None:
    draft = only(text)
    assert (draft.root.plain(), draft.truncated, draft.root.partial) == (value, True, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}\n{"a": 2}', [(0, ""), (1, "")]),
        ('# sent\n{"a": 1}\n\n# got\n{"a": 2}', [(1, "sent"), (4, "got")]),
        ('({"a": 1},\n{"a": 2})', [(0, ""), (1, "")]),
        ('Response: {"a": 1}', [(0, "Response")]),
        ('An answer.\n{"a": 1}\nSee above.', [(1, "An answer.")]),
        ('res = [\n{"a": 1}];', [(0, "res")]),
        ('{"a": 1}\nif (x) {', [(0, "")]),
    ],
)
def test_what_stands_around(text: str, found: list[tuple[int, str]]) -> None:
    drafts = read_drafts(text)
    assert [(draft.line, draft.label) for draft in drafts] == found


def test_a_log_is_read_as_far_as_it_shows_something() -> None:
    *first, last = read_drafts("{}\n" * 5000)
    assert len(first) == 999
    assert not any(one.repairs for one in first)
    assert [(one.line, one.what) for one in last.repairs] == [
        (1000, "no more than 1,000 values are read")
    ]


def test_every_token_keeps_its_line() -> None:
    text = "{ // one\n  a: 'x\\'y',\n\n  \"b\": [1,\n    ...\n  ],\n  c: True,\n}\n"
    assert only(text).text == '{\n  "a": "x\'y",\n\n  "b": [1\n\n  ],\n  "c": true\n}'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("\n\nprose", 2),
        ("const a = foo({\n", 0),
        ("{", 0),
        ('{"a" 1}', 0),
        ('{"a": 1 2}', 0),
        ('{\n"a": 1 "b": 2}', 1),
        ("{Retry-After: 60}", 0),
        ("[a link](to/somewhere)", 0),
        ('{"a": 1e999}', 0),
        (f'{{\n"a": {"9" * 5000}}}', 1),
        ('{\n"a": "\\ud800"}', 1),
        ('{"size: : null,\n"color": null}', 0),
    ],
)
def test_what_is_not_read(text: str, line: int) -> None:
    with pytest.raises(InvalidJsonError) as caught:
        read_drafts(text)
    assert caught.value.line == line


def test_too_deep() -> None:
    inside = MAX_DEPTH - 1
    assert only('{"a":' * inside + "[,]" + "}" * inside).repairs
    with pytest.raises(TooDeepError):
        read_drafts('{"a":' * MAX_DEPTH + "[,]" + "}" * MAX_DEPTH)


def test_a_key_that_is_there_twice() -> None:
    told: list[tuple[str, int]] = []
    (draft,) = read_drafts("{a: 1,\n'a': 2}", lambda key, line: told.append((key, line)))
    assert (draft.root.plain(), told) == ({"a": 2}, [("a", 1)])


@given(CONTAINERS, st.sampled_from([None, 1]))
def test_json_is_read_as_it_is(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    if any(elided in text for elided in ('"..', '"\\u2026')):
        return
    draft = only(text)
    assert (draft.root.plain(), draft.repairs) == (value, ())
    assert not draft.truncated


@given(st.text() | st.lists(PIECES, max_size=30).map("".join))
@example('{"a":1}\x1c{')
@example("{" * 200)
@example("[" + "(" * 500)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        drafts = read_drafts(text)
    except (InvalidJsonError, TooDeepError):
        return
    for draft in drafts:
        assert json.loads(draft.text) == draft.root.plain()
        assert draft.text.count("\n") <= text.count("\n") - draft.line


@pytest.mark.parametrize("part", HARD.split())
@pytest.mark.parametrize("before", ["", '{"a": ', "[", '{"a": "', "{"])
def test_time_is_linear(before: str, part: str) -> None:
    text = before + part.replace("␣", " ").replace("↵", "\n") * 20_000
    started = time.process_time()
    with contextlib.suppress(InvalidJsonError, TooDeepError):
        read_drafts(text)
    # Quadratic work on a text of this size takes much longer.
    assert time.process_time() - started < 5
