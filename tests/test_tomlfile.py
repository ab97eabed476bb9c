from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.escape import toml_string
from codegen.tomlfile import dotted, line_of

FILE = """# a = 1
a = 1
b.c = [
  "[x]", # d = 2
]
text = '''
[e]
f = 1
'''

[e]   # [g]
"f g" = { h = 1, i.j = 2 }
[e.k."l.m"]
n = 1
[[o]]
p = 1
[[o]]
p = 2
q = 3
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("a",), 2),
        (("b",), 3),
        (("b", "c"), 3),
        (("b", "x"), 3),
        (("d",), 0),
        (("x",), 0),
        (("e",), 11),
        (("f",), 0),
        (("e", "f g"), 12),
        (("e", "f g", "h"), 12),
        (("e", "f g", "i", "j"), 12),
        (("e", "f"), 11),
        (("g",), 0),
        (("e", "k"), 13),
        (("e", "k", "l.m", "n"), 14),
        (("e", "k", "l"), 13),
        (("o", "p"), 16),
        (("o", "q"), 19),
        ((), 0),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_of_a_key(keys: tuple[str, ...], line: int, end: str) -> None:
    assert line_of(FILE.replace("\n", end), keys) == line


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_keys_and_strings_are_read_back(keys: list[str], value: str) -> None:
    text = f"\n{dotted(keys)} = {toml_string(value)}\n"
    found: object = tomllib.loads(text)
    for one in keys:
        assert isinstance(found, dict)
        assert list(found) == [one]
        found = found[one]
    assert found == value
    assert line_of(text, keys) == 2
