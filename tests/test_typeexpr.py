from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.naming import type_name
from codegen.typeexpr import (
    ANY,
    OBJECT,
    SCALARS,
    Array,
    Map,
    OneOf,
    Ref,
    Scalar,
    TypeExpr,
    one_of,
    parse,
    references,
    rename,
)

NAMES = st.text(min_size=1, max_size=6).map(type_name)
LEAVES = st.one_of(
    st.sampled_from(sorted(SCALARS)).map(Scalar), NAMES.map(Ref), st.just(ANY), st.just(OBJECT)
)


def compound(children: st.SearchStrategy[TypeExpr]) -> st.SearchStrategy[TypeExpr]:
    return st.one_of(
        children.map(Array),
        children.map(Map),
        st.lists(children, min_size=2, max_size=3).map(lambda found: one_of(tuple(found))),
    )


EXPRESSIONS: st.SearchStrategy[TypeExpr] = st.recursive(LEAVES, compound, max_leaves=8)


@given(EXPRESSIONS)
def test_what_is_printed_is_read_back(expr: TypeExpr) -> None:
    assert parse(str(expr)) is expr
    assert "\n" not in str(expr)


@given(EXPRESSIONS)
def test_copies_are_the_one_expression(expr: TypeExpr) -> None:
    assert pickle.loads(pickle.dumps(expr)) is expr  # noqa: S301 - our own bytes
    assert copy.deepcopy(expr) is expr


@given(EXPRESSIONS)
def test_renaming_reaches_every_reference(expr: TypeExpr) -> None:
    renamed = rename(expr, lambda name: f"X{name}")
    assert set(references(renamed)) == {f"X{name}" for name in references(expr)}
    assert rename(expr, lambda name: name) is expr


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("string", Scalar("string")),
        ("date-time", Scalar("date-time")),
        ("any", ANY),
        ("object", OBJECT),
        ("map<any>", OBJECT),
        ("Link", Ref("Link")),
        ("_Private", Ref("_Private")),
        ("Überweisung", Ref("Überweisung")),
        ("array<Link>", Array(Ref("Link"))),
        ("  array < map<int32> >  ", Array(Map(Scalar("int32")))),
        ("string | Link", OneOf((Ref("Link"), Scalar("string")))),
        ("Link | Link", Ref("Link")),
        ("string | any", ANY),
        ("array<A | B>", Array(OneOf((Ref("A"), Ref("B"))))),
    ],
)
def test_parse(text: str, expr: TypeExpr) -> None:
    assert parse(text) is expr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "from column 1"),
        ("array", "'array' is no scalar"),
        ("strin", "'strin' is no scalar"),
        ("1st", "'1st' is no scalar"),
        ("array<", "from column 7"),
        ("array<string", "'>' is missing"),
        ("array<string>>", "from column 14"),
        ("string |", "from column 9"),
        ("| string", "from column 1"),
        ("A B", "from column 2"),
        ("list<A>", "'list' is no scalar"),
        ("A<B>", "from column 2"),
        ("array<" * 5000 + "A" + ">" * 5000, "nested too deep"),
        ("map<" * 51 + "A" + ">" * 51, "nested too deep"),
    ],
    ids=lambda text: text[:20] or "empty",
)
def test_what_is_no_type_expression(text: str, words: str) -> None:
    with pytest.raises(ValueError, match="not a type expression") as caught:
        parse(text)
    assert words in str(caught.value)


@given(st.text(st.sampled_from("aAr<>| ymp1-\n\u00fc")) | st.text())
def test_parse_gives_an_expression_or_a_value_error(text: str) -> None:
    try:
        expr = parse(text)
    except ValueError:
        return
    assert parse(str(expr)) is expr


@given(st.lists(EXPRESSIONS, min_size=2, max_size=5))
def test_a_union_does_not_depend_on_order_or_nesting(options: list[TypeExpr]) -> None:
    whole = one_of(tuple(options))
    assert one_of(tuple(reversed(options))) is whole
    assert one_of((options[0], one_of(tuple(options[1:])))) is whole


def test_an_empty_union_says_nothing() -> None:
    assert one_of(()) is ANY


def test_expressions_are_immutable() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        Ref("A").name = "B"


@pytest.mark.parametrize("name", sorted(SCALARS))
def test_scalars_know_their_json_schema(name: str) -> None:
    scalar = Scalar(name)
    assert (scalar.json_type, scalar.format) == SCALARS[name]
    assert scalar.json_type in {"string", "integer", "number", "boolean", "null"}
