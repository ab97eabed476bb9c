from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.claims import Place, Row
from codegen.resolve.decide import Facts, merge_rows, scalar
from codegen.resolve.disagreement import allows
from codegen.spec import NO_CONSTRAINTS, Constraints
from codegen.typeexpr import SCALARS, OneOf, Scalar, references

KINDS = ("boolean", "integer", "number", "string", "date-time", "date", "uuid", "array")


@pytest.mark.parametrize(
    ("said", "shown", "type_", "basis", "contradicted"),
    [
        # _nothing_said: samples alone
        ("", "integer", "integer", "sampled", False),
        ("", "integer number", "number", "sampled", False),
        ("", "date-time", "date-time", "sampled", False),
        ("", "date-time string", "string", "sampled", False),
        ("", "date", "string", "sampled", False),
        ("", "uuid", "string", "sampled", False),
        ("", "boolean string", "boolean | string", "sampled", False),
        ("", "integer array", "integer", "sampled", False),
        # _borne_out: what pages say and a sample shows
        ("boolean", "boolean string", "boolean", "documented", True),
        ("date-time", "date-time string", "date-time", "documented", True),
        ("date", "date-time date", "date", "documented", True),
        ("date", "date-time date integer", "date | integer", "documented", True),
        ("uuid", "string uuid", "uuid", "documented", True),
        ("double", "integer string", "double", "documented", True),
        ("int32", "integer number string", "number", "documented", True),
        ("boolean int32", "boolean string", "boolean | int32", "documented", True),
        # ... and near it: what is no text is no slip
        ("string", "string integer", "integer | string", "documented", True),
        ("boolean", "boolean integer", "boolean | integer", "documented", True),
        # _format_never_met: a documented format that a sample does not have
        ("date-time", "string", "string", "documented", True),
        ("date-time", "date", "string", "documented", True),
        ("date", "date-time", "string", "documented", True),
        ("string date-time", "string", "string", "documented", True),
        ("string uuid", "date-time", "string", "documented", True),
        ("date-time", "string integer", "integer | string", "documented", True),
        # ... and near it: the format is met, nothing is shown, or it is no string at all
        ("date-time", "date-time", "date-time", "documented", False),
        ("date", "date", "date", "documented", False),
        ("date-time", "", "date-time", "documented", False),
        ("date-time", "integer", "date-time | integer", "documented", True),
        ("uuid", "uuid", "uuid", "documented", False),
        ("time", "string", "time", "documented", False),
        # _refined_by_samples: string whose samples are all date-times
        ("string", "date-time", "date-time", "sampled", False),
        # ... and near it
        ("string", "date-time string", "string", "documented", False),
        ("string", "date", "string", "documented", False),
        # _whole_numbers: a fraction, or a table that says number
        ("int32", "number", "number", "documented", True),
        ("int32", "integer number", "number", "documented", True),
        ("double", "integer", "double", "documented", False),
        ("double", "number", "double", "documented", False),
        ("int32 double", "integer", "double", "documented", False),
        ("int32 number", "", "number", "documented", False),
        ("number double", "number", "double", "documented", False),
        # ... and near it
        ("int32", "integer", "int32", "documented", False),
        ("double", "string", "double | string", "documented", True),
        # _one_family: the most precise name
        ("string date-time", "", "date-time", "documented", False),
        ("string date-time", "date-time", "date-time", "documented", False),
        ("integer int32 int64", "integer", "int64", "documented", False),
        ("boolean", "boolean", "boolean", "documented", False),
        ("byte string", "string", "byte", "documented", False),
        # _all_of_them: no agreement
        ("int32", "string", "int32 | string", "documented", True),
        ("int32", "date-time", "date-time | int32", "documented", True),
        ("boolean", "integer", "boolean | integer", "documented", True),
        ("string", "integer boolean", "boolean | integer | string", "documented", True),
        ("string int32", "", "int32 | string", "documented", True),
        ("string int32", "integer", "int32 | string", "documented", True),
        ("string int32", "boolean", "boolean | int32 | string", "documented", True),
        ("boolean double", "integer", "boolean | double", "documented", True),
    ],
)
def test_scalars(said: str, shown: str, type_: str, basis: str, *, contradicted: bool) -> None:
    verdict = scalar([Scalar(name) for name in said.split()], shown.split())
    assert verdict is not None
    assert (str(verdict.type), verdict.basis, verdict.contradicted) == (
        type_,
        basis,
        contradicted,
    )


def test_nothing_said_and_nothing_shown_is_left_open() -> None:
    assert scalar([], []) is None
    assert scalar([], ["array"]) is None


@given(
    st.sets(st.sampled_from(sorted(set(SCALARS) - {"null"})), max_size=3),
    st.sets(st.sampled_from(KINDS), max_size=3),
)
def test_the_verdict_takes_every_sample_but_texts_in_place_of_what_is_said_and_shown(
    said: set[str], shown: set[str]
) -> None:
    verdicts = {
        scalar([Scalar(name) for name in names], kinds)
        for names in itertools.permutations(said)
        for kinds in itertools.permutations(shown)
    }
    assert len(verdicts) == 1
    verdict = verdicts.pop()
    shown = shown - {"array"}
    if verdict is None:
        assert not said
        assert not shown
        return
    options = verdict.type.options if isinstance(verdict.type, OneOf) else (verdict.type,)
    assert not list(references(verdict.type))
    json_types = {one.json_type for one in options if isinstance(one, Scalar)}
    accepted = json_types | ({"integer"} if "number" in json_types else set())
    borne_out = any(allows(name, kind) for name in said for kind in shown)
    texts = {kind for kind in shown if borne_out and SCALARS[kind][0] == "string"}
    assert {SCALARS[kind][0] for kind in shown - texts} <= accepted
    assert verdict.contradicted or {SCALARS[kind][0] for kind in shown} <= accepted


def at(rank: int = 0, page: str = "a.md") -> Place:
    return Place(page=page, line=1, rank=rank)


def test_no_rows_say_nothing() -> None:
    assert merge_rows([]) == Facts()


def test_rows_of_a_set_are_joined() -> None:
    facts = merge_rows(
        [
            (Row(name="A", description="Rare."), at(page="a.md")),
            (Row(name="A", description="Common.", presence="required", values=("x",)), at()),
            (Row(name="A", description="Common.", read_only=True, values=("y", "x")), at()),
            (Row(name="A", nullable=False, deprecated="Old."), at()),
        ]
    )
    assert facts == Facts(
        values=("x", "y"),
        presence="required",
        nullable=False,
        read_only=True,
        deprecated="Old.",
        description="Common.",
    )


def test_descriptions_that_are_as_common_are_taken_by_wording() -> None:
    one, other = (Row(name="A", description=text) for text in ("Beta.", "Alpha."))
    assert merge_rows([(one, at()), (other, at())]).description == "Alpha."
    assert merge_rows([(other, at()), (one, at())]).description == "Alpha."


def test_the_first_set_wins_and_later_ones_fill() -> None:
    first = Row(name="A", presence="optional", description="Mine.")
    later = Row(
        name="A",
        presence="required",
        description="Theirs.",
        write_only=True,
        constraints=Constraints(minimum=1),
    )
    for order in itertools.permutations([(first, at(0)), (later, at(1)), (later, at(1))]):
        facts = merge_rows(list(order))
        assert facts.presence == "optional"
        assert facts.description == "Mine."
        assert facts.write_only is True
        assert facts.constraints == Constraints(minimum=1)


@pytest.mark.parametrize(
    ("said", "presence"),
    [
        (("required", None, "required"), "required"),
        (("required", "optional"), "optional"),
        (("optional", "required"), "optional"),
        ((None, None), None),
    ],
)
def test_presence_holds_where_no_row_denies_it(
    said: tuple[str | None, ...], presence: str | None
) -> None:
    found = [(Row(name="A", presence=one), at()) for one in said]  # type: ignore[arg-type]
    assert merge_rows(found).presence == presence


@pytest.mark.parametrize(
    ("said", "nullable"),
    [((False, None), False), ((False, True), True), ((True, False), True), ((None,), None)],
)
def test_null_is_taken_where_a_row_takes_it(
    said: tuple[bool | None, ...], *, nullable: bool | None
) -> None:
    found = [(Row(name="A", nullable=one), at()) for one in said]
    assert merge_rows(found).nullable is nullable


def test_a_row_of_another_set_denies_nothing() -> None:
    found = [
        (Row(name="A"), at(0)),
        (Row(name="A", presence="required", nullable=False), at(1)),
        (Row(name="A", presence="optional", nullable=True), at(2)),
    ]
    assert merge_rows(found).presence == "required"
    assert merge_rows(found).nullable is False


def test_constraints_are_joined_keyword_by_keyword() -> None:
    facts = merge_rows(
        [
            (Row(name="A", constraints=Constraints(maximum=5)), at(0)),
            (Row(name="A", constraints=Constraints(minimum=0, maximum=9)), at(0)),
            (Row(name="A", constraints=Constraints(const="x")), at(0)),
        ]
    )
    assert facts.constraints == Constraints(minimum=0, maximum=5, const="x")


def test_no_constraints_are_the_one_object_that_is_not_written() -> None:
    rows = [(Row(name="A", constraints=Constraints()), at())] * 2
    assert merge_rows(rows).constraints is NO_CONSTRAINTS


def test_a_property_is_sampled_where_no_row_is_more_than_that() -> None:
    read_off = Row(name="A", sampled=True)
    assert merge_rows([(read_off, at()), (read_off, at())]).sampled
    assert not merge_rows([(read_off, at()), (Row(name="A"), at())]).sampled
