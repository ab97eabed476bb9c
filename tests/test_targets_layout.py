"""What we lay out ourselves is laid out as Black does, and is little work for it."""

from __future__ import annotations

import black
import pytest
from black.mode import TargetVersion
from black.report import NothingChanged
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.spec import (
    FORMAT_VERSION,
    Body,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    Spec,
)
from codegen.targets import Options, layout, operations, render
from codegen.targets.layout import black_formatted, bracketed, settled
from codegen.typeexpr import Array, Ref, Scalar, TypeExpr, one_of

MODE = black.Mode(target_versions={TargetVersion.PY311})

NAMES = st.integers(1, 70).map(lambda length: "n" * length)
HINTS = st.builds(
    str.replace,
    st.sampled_from(
        [
            *("T", "T | None", "list[T] | None", "dict[str, T]", "Omittable[list[dict[str, T]]]"),
            *('Literal["T"] | None', "dict[str, dict[str, T] | None] | None", "int | str | T"),
        ]
    ),
    st.just("T"),
    st.integers(1, 60).map(lambda length: "T" * length),
)
TYPES: st.SearchStrategy[TypeExpr] = st.builds(
    lambda make, length: make(Ref("T" * length)),
    st.sampled_from(
        [
            lambda ref: ref,
            Array,
            lambda ref: one_of((ref, Scalar("null"))),
            lambda _: Scalar("date"),
        ]
    ),
    st.integers(1, 60),
)


def assert_that_black_agrees(text: str) -> None:
    with pytest.raises(NothingChanged):
        black.format_file_contents(text, fast=True, mode=MODE)


@settings(deadline=None, max_examples=150)
@given(NAMES, HINTS, NAMES, st.sampled_from(["", "None"]))
def test_fields_are_broken_as_black_does(name: str, hint: str, alias: str, default: str) -> None:
    word = ["default=None"] if default else []
    metadata = f'metadata={{"alias": "{alias}"}}'
    for line in (
        bracketed(f"    {name}: Annotated[", [hint, f'Field(alias="{alias}")'], "]", default),
        bracketed(f"    {name}: {hint} = field(", [*word, metadata], ")"),
    ):
        text = f'class A(B):\n{line}\n    """Doc."""\n'
        if settled(text):
            assert_that_black_agrees(text)


@settings(deadline=None, max_examples=150)
@given(NAMES, NAMES, TYPES, TYPES, st.booleans())
def test_operations_are_broken_as_black_does(
    name: str,
    module: str,
    request: TypeExpr,
    response: TypeExpr,
    required: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    item = Operation(
        id=name,
        method="POST",
        path=f"/{name}",
        module="m",
        parameters=(Parameter(name=name, location="query", type=request, required=required),),
        request=Body(type=request),
        responses=(Response(status="200", body=Body(type=response)),),
    )
    known = {"T" * length: module for length in range(1, 61)}
    (text,) = operations.chunk((item,), {name: name}, known).values()
    assert_that_black_agrees(text)


@pytest.mark.parametrize(
    ("line", "certain"),
    [
        (f'    "{"a" * 90}": "m",', True),
        (f'    path="{"a" * 90}",', True),
        (f"    request=lambda: _m.{'A' * 90},", True),
        (f"    request=lambda: list[_m.{'A' * 90}],", False),
        (f'    NAME = "{"a" * 90}"', False),
        (f'    path="{"ä" * 90}",', False),
        (f"# It's {'a' * 90}", True),
        ("# Blank at the end ", False),
        ("a = 1  # a comment", False),
    ],
)
def test_what_cannot_be_broken_may_be_long(line: str, certain: bool) -> None:  # noqa: FBT001 - of the table
    assert settled(f"{line}\n") == certain


def test_ordinary_types_do_not_go_through_black(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def counted(text: str) -> str:
        sent.append(text)
        return black_formatted(text)

    monkeypatch.setattr(layout, "black_formatted", counted)
    properties = tuple(
        Property(name=f"Property{'OfThis' * length}", type=Scalar("string"), description="Its *a*.")
        for length in range(6)
    )
    types = tuple(
        ObjectType(name=f"Thing{number}", module="m", description="Ä.", properties=properties)
        for number in range(5)
    )
    made = render(Spec(format=FORMAT_VERSION, api="x", types=types), Options())
    assert "class Thing4" in made["models/m.py"]
    assert sent
    assert not [text for text in sent if "Thing" in text]
