from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.escape import toml_string
from codegen.tomlfile import dotted, key, line_of, nearest, places

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


PLACES = """a = 1
[[rules]]
match = 'a' # ]
  [[rules]]
  means = [
    "x\\"]",
    '''
]''', ["y", { z = 1, "w v".u = [2] }],
  ]
[rules.inner]
t = {}
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), (1, 1)),
        (("rules",), (2, 1)),
        (("rules", 0), (2, 1)),
        (("rules", 0, "match"), (3, 1)),
        (("rules", 1), (4, 3)),
        (("rules", 1, "means"), (5, 3)),
        (("rules", 1, "means", 0), (6, 5)),
        (("rules", 1, "means", 1), (7, 5)),
        (("rules", 1, "means", 2), (8, 7)),
        (("rules", 1, "means", 2, 1), (8, 13)),
        (("rules", 1, "means", 2, 1, "z"), (8, 15)),
        (("rules", 1, "means", 2, 1, "w v", "u", 0), (8, 33)),
        (("rules", 1, "inner", "t"), (11, 1)),
        (("rules", 1, "inner", "s"), (10, 1)),
        (("b",), None),
    ],
)
def test_places(path: tuple[str | int, ...], place: tuple[int, int] | None) -> None:
    assert nearest(places(PLACES), path) == place


TOML = st.recursive(
    st.one_of(st.integers(), st.booleans(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=12,
)


def written(value: object, gap: str) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key(name)} = {written(one, gap)}" for name, one in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{gap}{f',{gap}'.join(written(one, gap) for one in value)}{gap}]"
    return toml_string(value) if isinstance(value, str) else str(value).lower()


def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    inner: dict[str | int, object] = {}
    if isinstance(value, list):
        inner = dict(enumerate(value))
    elif isinstance(value, dict):
        inner = value
    below = (paths(one, (*path, at)) for at, one in inner.items())
    return {(*path, at) for at in inner}.union(*below)


@given(TOML, st.sampled_from(["", " ", "\n", " # ] } ,\n  "]))
def test_everything_has_a_place(value: object, gap: str) -> None:
    text = f"a = {written(value, gap)}\n"
    assert tomllib.loads(text) == {"a": value}
    assert set(places(text)) == paths({"a": value})
