from __future__ import annotations

import ast
import inspect
import math
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from codegen.escape import clean, docstring, literal, sentence, yaml_scalar

TRAPS = (
    '"""',
    '""""',
    "'''",
    "\\",
    "a\\",
    '"',
    'ends with "',
    '"starts',
    "\\N{DASH}",
    "\\x",
    "\r",
    "a\rb",
    "\x85import os",
    "\u2028import os",
    "\u2029",
    "\x00",
    "\x0c",
    "\x1b[31m",
    "\u202eevil\u202c",
    "\ufeff",
    "\U000e0041",
    "{{ 7*7 }}",
    "{% raise %}",
    "*/",
    "# comment",
    "${x}",
    "%s",
    "\ud800",
    "\uffff",
    "a\n  b\n    c\n",
    "a\n\n\n\nb",
    "a\t\tb",
    "yes",
    "NULL",
    "~",
    "1.0",
    "0x1F",
    "2024-01-01",
    "- a",
    "a: b",
    "a #b",
    "&a",
    "*a",
    "!!python/object:os.system",
    "=",
    "<<",
    "x" * 2000,
    "",
    " ",
)
TEXT = st.one_of(st.sampled_from(TRAPS), st.text(), st.lists(st.sampled_from(TRAPS)).map("".join))


@given(TEXT)
def test_literals_mean_their_value_and_stay_on_one_line(text: str) -> None:
    code = literal(text)
    assert ast.literal_eval(code) == text
    assert len(code.splitlines()) == 1
    assert not {unicodedata.category(char) for char in code} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.one_of(st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False)))
def test_literals_of_numbers(value: float | None) -> None:
    if isinstance(value, float) and math.isinf(value):
        with pytest.raises(ValueError, match="no literal"):
            literal(value)
    else:
        assert ast.literal_eval(literal(value)) == value


@given(TEXT)
def test_yaml_scalars_load_as_they_were(text: str) -> None:
    written = yaml_scalar(text)
    assert len(written.splitlines()) == 1
    assert yaml.safe_load(f"a: {written}\n") == {"a": text}
    key = f"? {written}\n: b\n" if len(written) > 1000 else f"{written}: b\n"
    assert yaml.safe_load(key) == {text: "b"}


@given(st.one_of(st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False)))
def test_yaml_numbers_load_as_they_were(value: float | None) -> None:
    loaded = yaml.safe_load(yaml_scalar(value))
    assert loaded == value
    assert type(loaded) is type(value)


def test_yaml_not_a_number() -> None:
    assert math.isnan(yaml.safe_load(yaml_scalar(math.nan)))


@given(TEXT, st.sampled_from([0, 4]))
def test_docstrings_hold_the_cleaned_text_and_nothing_else(text: str, indent: int) -> None:
    pad = " " * indent
    code = f"{'class A:' if indent else ''}\n{pad}{docstring(text, indent)}\n{pad}b = 1\n"
    tree = ast.parse(code)
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else tree.body
    assert len(body) == 2
    first = body[0]
    assert isinstance(first, ast.Expr)
    assert isinstance(first.value, ast.Constant)
    found = inspect.cleandoc(str(first.value.value)).rstrip()
    assert found == inspect.cleandoc(clean(text)).rstrip()


@given(TEXT)
def test_clean_text_is_safe_to_print_and_stays_clean(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once.splitlines() == (once.split("\n") if once else [])
    assert not set(once) & set("\r\x00\x1b\x85\u2028\u202e\u2066\ufeff")
    assert "\n" not in sentence(text)


def test_clean_keeps_the_words() -> None:
    assert clean("Größe, naïve 日本語 👩\u200d💻") == "Größe, naïve 日本語 👩\u200d💻"
    assert clean("one\r\ntwo\rthree\u2028four") == "one\ntwo\nthree\nfour"
