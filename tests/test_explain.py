"""Explanations of facts: what was chosen, why, and every claim for and against it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from codegen.claims import Place, Row, SampleClaim, Slot, TableClaim, VariantStep
from codegen.explain import explain
from codegen.explain.located import locate
from codegen.explain.model import Where
from codegen.explain.world import World
from codegen.resolve import resolve
from codegen.samples import shape_of
from codegen.spec import Constraints, EnumValue, ObjectType, Spec, Undecided
from codegen.typeexpr import parse
from tests.explained import fact, of, said, statements
from tests.readings import PageOf, solve
from tests.render_pages import Style, read, render
from tests.strategies import STYLES, specs


def _limits(**limits: Any) -> Row:
    return Row(name="It", constraints=Constraints(**limits))


# The value, its basis and both sides


def test_a_type_has_the_claims_for_and_against_it_with_their_lines() -> None:
    found = of(
        "Thing.When",
        PageOf("GET /a").body("200", "Thing").table("200", {"Id": "int32", "When": "date-time"}),
        PageOf("GET /b").body("200", "Thing").sample("200", {"Id": 1, "When": "next week"}),
    )
    assert (found.subject, found.kind, found.module) == ("Thing.When", "property", "things")
    when = fact(found, "type")
    assert (when.value, when.basis) == ("string", "documented")
    assert when.reasons == (
        "A documented format of strings that some sample does not have is no format of the data.",
    )
    assert said(when.supporting) == [("sample", 'string, such as "next week"', [3])]
    assert said(when.opposing) == [("table", "date-time", [3])]


@dataclass(frozen=True)
class Case:
    """A property `It` of `Thing`, by what tables and samples give it."""

    rows: tuple[str | Row, ...]
    samples: tuple[object, ...]
    value: str
    supporting: tuple[str, ...]
    opposing: tuple[str, ...] = ()
    reason: str = ""


TYPES = {
    "one claim": Case(("int32",), (), "int32", ("int32",), reason="one family"),
    "the family only": Case(
        ("string", "date-time"), (), "date-time", ("string", "date-time"), reason="precise"
    ),
    "a narrower number": Case(
        ("int32", "double"), (2.5,), "double", ("double", "number"), ("int32",), "Fractions"
    ),
    "an integer is a number": Case(("double",), (2,), "double", ("double", "integer")),
    "neither": Case(
        ("boolean",), ("yes",), "boolean | string", ("boolean", "string"), reason="do not agree"
    ),
    "null says nothing of the type": Case(("uuid",), (None,), "uuid", ("uuid",)),
    "only samples": Case((), (True,), "boolean", ("boolean",), reason="Samples alone"),
    "nothing at all": Case(("",), (None,), "any", (), reason="stays open"),
    "a list": Case(
        ("array<any>",),
        ([1, 2],),
        "array<integer>",
        ("array<any>", "array of integer"),
        reason="a list, as the samples show",
    ),
    "a list by its word": Case(
        ("array<int32>",), (), "array<int32>", ("array<int32>",), reason="a list, by its type"
    ),
    "an empty list": Case(("array<any>",), ([],), "array<any>", ("array<any>", "empty array")),
    "a map": Case(
        ("object",),
        ({"a": "x", "b": "y"},),
        "map<string>",
        ("object", "object"),
        reason="its keys are data",
    ),
    "an open object": Case(("object",), (), "object", ("object",), reason="no page says which"),
    "a structure": Case(
        ("",), ({"A": 1, "B": "x"},), "It", ("object",), reason="properties of its own"
    ),
    "a label": Case(("Other",), (), "Other", ("Other",), reason="A label is believed"),
    "a label of a plain value": Case(
        ("Other",), (5,), "integer", ("integer",), ("Other",), "Samples alone"
    ),
    "an enum": Case(
        (Row(name="It", values=("on", "off")),), ("on",), "It", ("string",), reason="its values"
    ),
}


@pytest.mark.parametrize("case", TYPES.values(), ids=TYPES)
def test_types(case: Case) -> None:
    pages = [
        PageOf(f"GET /t{number}").body("200", "Thing").table("200", {"Id": "int32", "It": row})
        for number, row in enumerate(case.rows)
    ]
    pages += [
        PageOf(f"GET /s{number}").body("200", "Thing").sample("200", {"Id": 1, "It": value})
        for number, value in enumerate(case.samples)
    ]
    found = fact(of("Thing.It", *pages), "type")
    assert found.value == case.value
    plain = re.compile(r", such as .*| with .*")
    assert sorted(plain.sub("", one.says) for one in found.supporting) == sorted(case.supporting)
    assert sorted(plain.sub("", one.says) for one in found.opposing) == sorted(case.opposing)
    assert case.reason in " ".join(found.reasons)


@pytest.mark.parametrize(
    ("name", "rows", "value", "supporting", "opposing"),
    [
        ("presence", [Row(name="It", presence="required"), ""], "required", ["required"], []),
        (
            "presence",
            [Row(name="It", presence="required"), Row(name="It", presence="optional")],
            "optional",
            ["optional"],
            ["required"],
        ),
        ("presence", [""], None, [], []),
        ("nullable", [Row(name="It", nullable=False)], False, ["never null"], []),
        ("nullable", [Row(name="It", nullable=True), ""], True, ["can be null"], []),
        ("readOnly", [Row(name="It", read_only=True)], True, ["yes"], []),
        ("writeOnly", [Row(name="It", write_only=True)], True, ["yes"], []),
        (
            "mediaTypes",
            [Row(name="It", media_types=("a/b", "a/c"))],
            ["a/b", "a/c"],
            ["a/b, a/c"],
            [],
        ),
        ("deprecated", [Row(name="It", deprecated="Use B.")], "Use B.", ["Use B."], []),
        (
            "description",
            [*(Row(name="It", description=text) for text in ("A.", "A.", "B."))],
            "A.",
            ["A.", "A."],
            ["B."],
        ),
        (
            "values",
            [Row(name="It", values=("a",)), Row(name="It", values=("b",))],
            ["a", "b"],
            ["a", "b"],
            [],
        ),
        ("minimum", [_limits(minimum=1), _limits(minimum=0)], 1, ["1"], ["0"]),
        ("maxLength", [_limits(max_length=9)], 9, ["9"], []),
        ("const", [_limits(const="x")], "x", ["x"], []),
    ],
)
def test_what_rows_say_besides_types(
    name: str, rows: list[str | Row], value: object, supporting: list[str], opposing: list[str]
) -> None:
    pages = [
        PageOf(f"GET /{number}").body("200", "Thing").table("200", {"Id": "int32", "It": row})
        for number, row in enumerate(rows)
    ]
    found = fact(of("Thing.It", *pages), name)
    assert found.value == value
    assert [one.says for one in found.supporting for _ in one.places] == supporting
    assert [one.says for one in found.opposing for _ in one.places] == opposing
    assert {place.line for one in found.supporting for place in one.places} <= {3}
    assert found.basis == ("documented" if supporting else "")


def test_what_the_page_leaves_undecided_is_told_of_the_type_and_of_each_candidate() -> None:
    limit = Undecided(constraint="maxLength 255", candidates=("It", "In.Deep"), more=True)
    page = PageOf("GET /a").body("200", "Thing")
    page.table("200", {"It": "string", "Other": "string"}, undecided=(limit,))
    for text in ("Thing", "Thing.It"):
        found = fact(of(text, page), "undecided")
        assert found.value == ["maxLength 255"]
        assert said(found.supporting) == [
            ("table", "maxLength 255, of It or In.Deep or others", [3])
        ]
    assert "undecided" not in {one.name for one in of("Thing.Other", page).facts}


def test_facts_that_nothing_is_known_of_are_left_out_save_presence_and_null() -> None:
    found = of("Thing.It", PageOf("GET /a").body("200", "Thing").table("200", {"It": "int32"}))
    assert [one.name for one in found.facts] == ["type", "presence", "nullable"]


def test_null_in_a_sample_speaks_against_a_page_that_says_never() -> None:
    page = PageOf("GET /a").body("200", "Thing")
    page.table("200", {"It": Row(name="It", nullable=False), "Id": "int32"})
    found = fact(of("Thing.It", page.sample("200", {"It": None, "Id": 1})), "nullable")
    assert (found.value, found.basis) == (True, "sampled")
    assert said(found.supporting) == [("sample", "null", [4])]
    assert said(found.opposing) == [("table", "never null", [3])]


def test_a_later_set_of_pages_that_says_otherwise_lost_for_that() -> None:
    first = PageOf("GET /a", page="new/a.md").body("200", "Thing").table("200", {"It": "int32"})
    later = PageOf("GET /a", page="old/a.md", rank=1).body("200", "Thing")
    found = fact(of("Thing.It", first, later.table("200", {"It": "string"})), "type")
    assert found.value == "int32"
    (lost,) = found.opposing
    assert (lost.says, lost.note) == ("string", "an earlier set of pages wins")
    assert [(place.path, place.rank) for place in lost.places] == [("old/a.md", 1)]


def test_values_that_no_page_lists() -> None:
    page = PageOf("GET /a").body("200", "Thing")
    page.table("200", {"It": Row(name="It", values=("on", "off")), "Id": "int32"})
    page.sample("200", {"It": "on", "Id": 1}).sample("200", {"It": "dim", "Id": 1})
    found = fact(of("Thing.It", page), "values")
    assert said(found.supporting) == [("table", "on, off", [3]), ("sample", '"on"', [4])]
    assert said(found.opposing) == [("sample", '"dim"', [5])]
    assert found.opposing[0].note == "no page lists it"


def test_words_of_prose_that_a_sample_proved() -> None:
    words = tuple(EnumValue(value=text) for text in ("on", "off", "dim"))
    page = PageOf("GET /a").body("200", "Thing")
    row = Row(name="It", type=parse("string"), unproved=(words,))
    page.table("200", {"It": row, "Id": "int32"}).sample("200", {"It": "on", "Id": 1})
    found = fact(of("Thing.It", page), "values")
    assert found.value == ["on", "off", "dim"]
    assert said(found.supporting) == [("table", "on, off, dim", [3]), ("sample", '"on"', [4])]


def test_claims_are_told_from_words_to_samples_each_with_its_lines() -> None:
    text = '{\n"Id": 1,\n"It": [\n"on",\n"dim"]}'
    page = PageOf("GET /a").sample("200", {"Id": 1})
    page.claims[-1] = SampleClaim(
        slot=Slot(page.key, "response", "200"),
        shape=shape_of(json.loads(text)),
        text=text,
        place=Place(page=page.page, line=2),
    )
    row = Row(name="It", type=parse("array<string>"), values=("on", "off"), offset=20)
    found = of("Thing.It", page.body("200", "Thing").table("200", {"Id": "int32", "It": row}))
    kind, values = fact(found, "type"), fact(found, "values")
    assert said(kind.supporting) == [
        ("table", "array<string>", [24]),
        ("sample", 'array of string, such as ["on", "dim"]', [4]),
    ]
    assert said(values.supporting) == [("table", "on, off", [24]), ("sample", '"on"', [5])]
    assert said(values.opposing) == [("sample", '"dim"', [6])]


def test_values_of_a_later_set_lost_to_those_of_the_first() -> None:
    first, later = (
        PageOf("GET /a", page=f"{rank}.md", rank=rank)
        .body("200", "Thing")
        .table("200", {"Id": "int32", "It": Row(name="It", values=values)})
        for rank, values in enumerate((("a", "b"), ("a", "z")))
    )
    found = fact(of("Thing.It", first, later), "values")
    assert [one.says for one in found.supporting] == ["a, b"]
    assert [(one.says, one.note) for one in found.opposing] == [
        ("a, z", "an earlier set of pages wins")
    ]


def test_what_loses_within_one_set_did_not_lose_to_an_earlier_one() -> None:
    pages = (
        PageOf(f"GET /{kind}").body("200", "Thing").table("200", {"Id": "int32", "It": kind})
        for kind in ("int32", "double")
    )
    (lost,) = fact(of("Thing.It", *pages), "type").opposing
    assert (lost.says, lost.note) == ("int32", "")


AGREE = PageOf("GET /agree").body("200", "Pet").sample("200", {"Id": 1, "PetName": "Rex"})
AGREE.table("200", {"Kind": Row(name="Kind", values=("cat", "dog"))})


@pytest.mark.parametrize(
    ("said_", "chosen", "right"),
    [
        ("string", "string", True),
        ("string", "date-time", True),
        ("date-time", "string", False),
        ("uuid", "date-time", False),
        ("integer", "int64", True),
        ("int32", "int64", False),
        ("int32", "double", False),
        ("array<any>", "array<int32>", True),
        ("array<integer>", "array<int32>", True),
        ("array<string>", "array<int32>", False),
        ("array<any>", "int32", False),
        ("int32", "array<int32>", True),
        ("Pet", "array<Pet>", True),
        ("Pet", "map<Pet>", True),
        ("int32", "map<int32>", False),
        ("object", "map<int32>", True),
        ("map<string>", "map<int32>", False),
        ("object", "Pet", True),
        ("map<int32>", "Pet", False),
        ("object", "Kind", False),
        ("Pet", "Pet", True),
        ("Dog", "Pet", False),
        ("Pet", "string", False),
        ("string", "Kind", True),
        ("int32", "Kind", False),
        ("string", "Pet", False),
        ("string", "int32 | string", True),
        ("boolean", "int32 | string", False),
        ("boolean | string", "string", True),
    ],
)
def test_when_a_page_is_right(said_: str, chosen: str, right: bool) -> None:  # noqa: FBT001 - drawn
    assert World(solve(AGREE)).agrees(parse(said_), parse(chosen)) is right


@pytest.mark.parametrize(
    ("value", "chosen", "right"),
    [
        (1, "int32", True),
        (1, "double", True),
        (1.5, "int32", False),
        (True, "int32", False),
        ("x", "string", True),
        ("2020-01-01", "string", True),
        ("2020-01-01", "date", True),
        ("2020-01-01", "date-time", False),
        ("x", "date", False),
        ("x", "uri", True),
        ("dog", "Kind", True),
        (1, "Kind", False),
        ({}, "Kind", False),
        ({"Id": 1}, "Pet", True),
        ("x", "Pet", False),
        ([], "Pet", False),
        ([], "array<int32>", True),
        ([1, None], "array<int32>", True),
        ([1, "x"], "array<int32>", False),
        ({}, "array<int32>", False),
        ({"a": 1}, "map<int32>", True),
        ({"a": "x"}, "map<int32>", False),
        ([1], "map<int32>", False),
        ("x", "int32 | string", True),
        (True, "int32 | string", False),
        (None, "int32", None),
        (1, "any", None),
    ],
)
def test_when_a_sample_is_right(value: object, chosen: str, right: object) -> None:
    located = locate(json.dumps(value), 1)
    assert World(solve(AGREE)).shows(located, parse(chosen)) is right


# Labels and types


LIAR = (
    PageOf("GET /pets")
    .body("200", "Pet")
    .sample("200", {"Id": 1, "PetName": "Rex", "Kind": "dog"}),
    PageOf("GET /invoice").body("200", "Pet").sample("200", {"Total": 9, "Vat": 1, "Lines": 3}),
)


def test_an_overruled_label_says_so_with_what_is_there_instead() -> None:
    found = of("GET /invoice", *LIAR)
    body = fact(found, "type", "response 200")
    assert body.value == "InvoiceResponse"
    assert [(one.how, one.says, one.note) for one in body.opposing] == [
        ("body", "Pet", "label overruled: what pages show under it does not fit together")
    ]
    right = fact(of("GET /pets", *LIAR), "type", "response 200")
    assert right.reasons[0].startswith(
        "It is Pet by this rule: A label that lies elsewhere is right"
    )
    name = fact(of("Pet", *LIAR), "name")
    assert said(name.supporting) == [("body", "Pet", [2])]
    assert said(name.opposing) == [("body", "Pet", [2])]
    assert name.opposing[0].note == "overruled: there it is InvoiceResponse"
    assert name.opposing[0].places[0].path == "GET-_invoice.md"


def test_a_type_tells_what_was_found_to_be_it_and_why() -> None:
    shape = {"Id": 1, "PetName": "Rex", "Kind": "dog"}
    pages = (
        PageOf("GET /pets").body("200", "Pet").sample("200", shape),
        PageOf("GET /owner").body("200", "Owner").sample("200", {"Name": "Ada", "Pet": shape}),
    )
    found = of("Pet", *pages)
    assert (found.kind, fact(found, "name").reasons) == ("object", ("The pages call it so.",))
    (merged,) = found.merged
    assert merged.what == "Owner.Pet"
    assert merged.reason.startswith("A property with the very name of a labelled type")
    assert merged.where == Where(path="GET-_owner.md", line=3)
    assert [(one.by, one.type) for one in found.used_by] == [
        ("GET /pets response 200", "Pet"),
        ("Owner.Pet", "Pet"),
    ]
    assert [part.subject for part in found.parts] == ["Pet.Id", "Pet.PetName", "Pet.Kind"]
    kind = fact(found, "type", ".Kind")
    assert [place.path for place in kind.supporting[0].places] == [
        "GET-_owner.md",
        "GET-_pets.md",
    ]
    unified = fact(of("Owner.Pet", *pages), "type")
    assert (unified.value, unified.basis) == ("Pet", "unified")
    assert unified.reasons[0].startswith("It is Pet by this rule: A property with the very name")


def test_a_property_without_a_type_that_has_one_label_wherever_it_has_any() -> None:
    pages = (
        PageOf("GET /a").body("200", "A").table("200", {"Owner": "OwnerInfo", "Id": "int32"}),
        PageOf("GET /b").body("200", "B").table("200", {"Owner": "", "Name": "string"}),
    )
    found = fact(of("B.Owner", *pages), "type")
    assert found.value == "OwnerInfo"
    assert found.reasons[0].startswith("It is OwnerInfo by this rule: Where nothing shows")


def test_what_is_one_type_is_told_once_with_the_line_of_its_row() -> None:
    pet = {"Id": 1, "PetName": "Rex", "Kind": "dog"}
    owner = {"Name": "Ada", "Age": 9, "Street": "x", "Zip": 7, "Town": "y", "Pet": pet}
    pages = (
        PageOf("GET /pet").body("200", "Pet").sample("200", pet),
        PageOf("GET /owner").body("200", "Owner").sample("200", owner),
        PageOf("GET /other").table("200", {"Pet": Row(name="Pet", offset=4)}).sample("200", owner),
    )
    merged = of("Pet", *pages).merged
    assert [(one.what, one.where) for one in merged] == [
        ("Owner.Pet", Where(path="GET-_other.md", line=3))
    ]
    merged = of("Owner", *pages).merged
    assert [one.what for one in merged] == ["GET /other response 200"]


def test_tables_of_elements_that_do_not_say_so_are_found_too() -> None:
    page = PageOf("GET /a").body("200", "Thing").table("200", {"List": "array<any>"})
    page.table("200", {"Deep": "int32", "In": ""}, "List")
    page.table("200", {"Least": "int32"}, "List", "In")
    found = fact(of("Thing.List.In.Least", page), "type")
    assert said(found.supporting) == [("table", "int32", [5])]


def test_an_enum_has_its_values_and_who_lists_them() -> None:
    row = Row(name="State", values=("on", "off"))
    page = PageOf("GET /lamp").parameter("query", "State", "string", values=("on", "off"))
    found = of("State", page.body("200", "Lamp").table("200", {"State": row}))
    values = fact(found, "values")
    assert (found.kind, values.value, values.basis) == ("enum", ["on", "off"], "documented")
    assert said(values.supporting) == [("table", "on, off", [2, 4])]
    assert [one.by for one in found.used_by] == ["GET /lamp query State", "Lamp.State"]


def test_a_union_has_its_variants_with_the_tables_of_each() -> None:
    page = PageOf("POST /hook", name="Hook").table("request", {"Id": "int32", "Pet": ""})
    for number, kind in enumerate(("cat", "dog"), start=3):
        page.table(
            "request",
            {"kind": "string", f"Of{number}": "string"},
            "Pet",
            VariantStep("kind", (kind,)),
        )
    found = of("Pet", page)
    assert (found.kind, fact(found, "discriminator").value) == ("union", "kind")
    variants = [one for one in found.facts if one.name == "variant"]
    assert [(one.value, one.reasons, said(one.supporting)) for one in variants] == [
        ("PetCat", ("kind: cat",), [("nested table", "object with kind, Of3", [3])]),
        ("PetDog", ("kind: dog",), [("nested table", "object with kind, Of4", [4])]),
    ]
    below = fact(of("PetDog.Of4", page), "type")
    assert said(below.supporting) == [("table", "string", [4])]


def test_rows_of_nested_tables_are_found_on_their_own_lines() -> None:
    page = PageOf("GET /a").body("200", "Thing")
    page.table("200", {"List": "array<any>"})
    page.table("200", {"Deep": Row(name="Deep", offset=7), "In": ""}, "List", "[]")
    page.table(
        "200", {"Least": Row(name="Least", type=parse("int32"), offset=2)}, "List", "[]", "In"
    )
    resolution = solve(page)
    owner = fact(of("Thing.List", page), "type").value
    assert owner == "array<List>"
    assert fact(of("Thing.List.In.Least", page), "type").supporting[0].places[0].line == 7
    assert len(resolution.spec.types) == 3


# Operations


def test_an_operation_with_its_parts() -> None:
    page = PageOf("PUT /pets/{id}", name="SavePet", group="Pets", summary="Saves.", page="save.md")
    page.parameter("path", "id", "int32").parameter("query", "dry", "boolean", presence="optional")
    page.body("request", hints=("entity", "Pet")).table(
        "request", {"Id": "int32", "Nick": "string", "Kind": "string"}
    )
    page.body("200", "Pet").sample("200", {"Id": 1, "Nick": "x", "Kind": "dog"}).status(
        "200", "OK"
    ).status("204", "Nothing")
    found = of("PUT /pets/{id}", page)
    assert [fact(found, name).value for name in ("operation", "id", "summary")] == [
        "PUT /pets/{id}",
        "pets_save_pet",
        "Saves.",
    ]
    assert [part.subject.removeprefix("PUT /pets/{id} ") for part in found.parts] == [
        "path id",
        "query dry",
        "request",
        "response 200",
        "response 204",
    ]
    presence = fact(found, "presence", "path id")
    assert said(presence.supporting) == [("request line", "part of the path", [1])]
    assert said(fact(found, "presence", "query dry").supporting) == [("table", "optional", [3])]
    request = fact(found, "type", " request")
    assert (request.value, said(request.supporting)) == (
        "Pet",
        [("nearby", "Pet", [4]), ("table", "object with Id, Nick, Kind", [5])],
    )
    answer = fact(found, "type", "200")
    assert said(answer.supporting) == [
        ("body", "Pet", [6]),
        ("sample", "object, such as {Id, Nick, Kind}", [7]),
    ]
    assert said(fact(found, "status", "200").supporting) == [("status", "OK", [8])]
    nothing = fact(found, "type", "204")
    assert (nothing.value, nothing.reasons) == (None, ("No page speaks of a body.",))


def test_a_path_parameter_that_its_table_calls_otherwise_or_not_at_all() -> None:
    found = of("GET /a/{id}", PageOf("GET /a/{id}").parameter("path", "key", "int32"))
    assert said(fact(found, "type", "path id").supporting) == [("table", "int32", [2])]
    found = of("GET /a/{id}", PageOf("GET /a/{id}"))
    assert fact(found, "type", "path id").reasons[0].startswith("No table documents it")


def test_an_answer_without_content_is_no_type_against_its_heading() -> None:
    page = PageOf("POST /a").body("200", "Pet").sample("200", None)
    found = fact(of("POST /a", page, *LIAR), "type", "200")
    assert (found.value, found.basis) == (None, "")
    assert said(found.opposing) == [("body", "Pet", [2])]


# Nothing is lost, and every line is the right one


def _typed_rows(pages: list[TableClaim]) -> set[tuple[str, int, str]]:
    return {
        (claim.place.page, claim.place.line + row.offset, row.name)
        for claim in pages
        for row in {row.name: row for row in reversed(claim.rows)}.values()
        if row.type is not None
    }


@given(spec=specs(), style=STYLES)
@settings(max_examples=15, phases=[Phase.generate], deadline=None)
def test_every_typed_row_is_told_of_once_and_what_is_chosen_is_the_spec(
    spec: Spec, style: Style
) -> None:
    texts = render(spec, style)
    readings = read(texts)
    resolution = resolve(readings, api="test")
    told: list[tuple[str, int, str]] = []
    for one in resolution.spec.types:
        if not isinstance(one, ObjectType):
            continue
        found = explain(resolution, readings, one.name)
        for part in found.parts:
            name = part.subject.removeprefix(f"{one.name}.")
            kind = fact(part, "type")
            chosen = {prop.name: str(prop.type) for prop in one.properties}
            assert kind.value == chosen[name]
            told.extend(
                (place.path, place.line, name)
                for statement in (*kind.supporting, *kind.opposing)
                if statement.how == "table"
                for place in statement.places
            )
            for _, _, statement, place in statements(part):
                line = texts[place.path].splitlines()[place.line - 1]
                assert name in line.replace("\\", ""), (line, statement)
    assert len(set(told)) == len(told)
    claims = [claim for reading in readings for claim in reading.claims]
    assert set(told) == _typed_rows([one for one in claims if isinstance(one, TableClaim)])
