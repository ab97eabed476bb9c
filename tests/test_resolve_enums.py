"""Enums: what pages list, weighed against what samples show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from codegen.claims import ITEMS, Row
from codegen.overlay.enums import with_values
from codegen.spec import Constraints, EnumType, EnumValue, Spec
from codegen.targets.document import written
from codegen.targets.fragment import Options
from codegen.targets.openapi import Documents
from codegen.typeexpr import parse
from tests.readings import PageOf, enum, listed, operation, solve
from tests.rendered import import_package, write


def _words(*texts: str) -> tuple[EnumValue, ...]:
    return tuple(EnumValue(value=text) for text in texts)


def _row(kind: str = "string", **facts: Any) -> Row:
    return Row(name="State", type=parse(kind) if kind else None, **facts)


def _page(row: Row, *samples: object, key: str = "GET /lid", **facts: Any) -> PageOf:
    page = PageOf(key, **facts).body("200", "Lid").table("200", {"Id": "int32", "State": row})
    for sample in samples:
        page.sample("200", {"Id": 1, "State": sample})
    return page


def _values(found: Any, name: str = "State") -> list[str | int]:
    return [one.value for one in enum(found, name).values]


def _codes(found: Any) -> list[str]:
    return [item.code for item in found.diagnostics]


def test_listed_values_make_an_enum() -> None:
    found = solve(_page(_row(values=("Open", "Shut")), "Shut"))
    assert _values(found) == ["Open", "Shut"]
    assert listed(found, "Lid")["State"] == "State"
    assert _codes(found) == []


def test_a_sample_alone_makes_none() -> None:
    found = solve(_page(_row(), "Shut"))
    assert listed(found, "Lid")["State"] == "string"


@pytest.mark.parametrize("shown", ["String", "<string>"])
def test_words_in_place_of_a_value_are_none(shown: str) -> None:
    found = solve(_page(_row(values=("Open", "Shut")), "Shut", shown))
    assert _values(found) == ["Open", "Shut"]
    assert _codes(found) == []


@pytest.mark.parametrize("word", ["string", "int32"])
def test_a_listed_value_may_be_such_a_word(word: str) -> None:
    found = solve(_page(_row(values=(word, "number")), word, "lists"))
    assert _values(found) == [word, "number", "lists"]


def test_another_spelling_of_a_listed_value_is_no_value_of_its_own() -> None:
    found = solve(_page(_row(values=("open", "shut")), "Shut", "open", "shut", "stuck"))
    assert _values(found) == ["open", "shut", "stuck"]
    assert enum(found, "State").contradicted  # closed enums are to take it


def test_a_value_that_the_pages_forgot_is_accepted_and_reported() -> None:
    found = solve(_page(_row(values=("Open", "Shut")), "Shut", "Stuck"))
    values = enum(found, "State").values
    assert [(one.value, one.basis) for one in values] == [
        ("Open", "documented"),
        ("Shut", "documented"),
        ("Stuck", "sampled"),
    ]
    (finding,) = found.diagnostics
    assert (finding.code, finding.path, finding.line) == ("value-not-listed", "GET-_lid.md", 5)
    assert "Lid.State: a sample shows 'Stuck'" in finding.message


def test_a_list_that_the_samples_deny_stands_and_is_not_enforced() -> None:
    row = _row("int32", values=(0, 1))
    found = solve(_page(row, 731, 12, 1))
    assert _values(found) == [0, 1]
    assert enum(found, "State").contradicted
    assert _codes(found) == ["value-not-listed"]


def test_numbers_listed_for_what_is_text_are_none_of_its_values() -> None:
    found = solve(_page(_row("", values=(0, 1)), "Shut"))
    assert listed(found, "Lid")["State"] == "string"


@pytest.mark.parametrize(
    ("samples", "kind"),
    [
        (["Shut"], "State"),
        (["Shut", "Open"], "State"),
        ([], "string"),
        (["shut"], "string"),
        (["Shut", "Stuck"], "string"),
    ],
)
def test_words_in_prose_are_values_where_samples_show_them(samples: list[str], kind: str) -> None:
    found = solve(_page(_row(unproved=(_words("Open", "Shut", "Gone"),)), *samples))
    assert listed(found, "Lid")["State"] == kind
    assert _codes(found) == []


def test_two_lists_that_the_samples_may_mean_prove_neither() -> None:
    row = _row(unproved=(_words("Open", "Shut", "Gone"), _words("Shut", "Ajar", "Off")))
    assert listed(solve(_page(row, "Shut")), "Lid")["State"] == "string"


def test_values_are_looked_up_in_arrays_maps_and_at_any_depth() -> None:
    inner: dict[str, str | Row] = {"Id": "int32"}
    inner["States"] = Row(name="States", unproved=(_words("Open", "Shut", "Off"),))
    page = (
        PageOf("GET /tin")
        .body("200", "Tin")
        .table("200", {"Name": "string", "Lids": "array<Lid>"})
        .table("200", inner, "Lids", ITEMS)
        .sample("200", {"Name": "a", "Lids": [{"Id": 1, "States": ["Shut", "Open"]}]})
    )
    found = solve(page)
    assert listed(found, "Lid")["States"] == "array<State>"
    assert _values(found) == ["Open", "Shut", "Off"]


def test_a_label_names_the_enum_wherever_it_stands() -> None:
    one = _page(_row("LidState", values=("Open", "Shut")), "Shut", name="One")
    row = Row(name="Status", type=parse("LidState"), values=("Shut", "Gone"))
    other = PageOf("GET /rim", name="Other").body("200", "Rim")
    other.table("200", {"Width": "int32", "Status": row, "Before": "LidState"})
    found = solve(one, other)
    assert _values(found, "LidState") == ["Open", "Shut", "Gone"]
    assert listed(found, "Lid")["State"] == "LidState"
    assert listed(found, "Rim") == {"Width": "int32", "Status": "LidState", "Before": "LidState"}


def test_a_label_whose_properties_are_shown_is_no_enum() -> None:
    page = _page(_row("Shape", values=("Open", "Shut")))
    other = PageOf("GET /shape").body("200", "Shape").table("200", {"Width": "int32"})
    found = solve(page, other)
    assert listed(found, "Shape") == {"Width": "int32"}


def test_names_and_descriptions_of_values_come_from_the_page_that_has_them() -> None:
    bare = _page(_row("int32", values=(0, 1)), name="Bare")
    named = _page(
        _row("int32", values=(0, 1), details=(EnumValue(value=1, name="Shut", description="on"),)),
        key="GET /lids",
        name="Named",
    )
    assert enum(solve(bare, named), "State").values == (
        EnumValue(value=0),
        EnumValue(value=1, name="Shut", description="on"),
    )


def _spelled(*names: str, prefix: str) -> PageOf:
    page = PageOf("GET /search", name="Search").parameter("query", f"{prefix}.rim.kind")
    for name in names:
        page.parameter("query", f"{prefix}.{name}", "string", values=("Open", "Shut"))
    page.parameter("query", f"{prefix}.rim.shape", "string", values=("Flat", "Domed"))
    return page


LID = ("colour", "size", "state", "rim")


@pytest.mark.parametrize(
    ("prefix", "names", "kinds"),
    [
        ("mergedLidEntity", LID[:3], ("State", "Shape")),
        ("lidEntity", LID[:3], ("State", "Shape")),
        ("lid", LID[:3], ("string", "string")),
        ("lidEntity", ("colour", "state"), ("string", "string")),
        ("lidEntity", ("colour", "depth", "weight", "state"), ("string", "string")),
    ],
)
def test_parameters_spell_out_an_object(
    prefix: str, names: tuple[str, ...], kinds: tuple[str, str]
) -> None:
    page = PageOf("GET /lid").body("200", "LidEntity")
    page.table("200", {"Colour": "int32", "Size": "int32", "State": "string", "Rim": "Rim"})
    rim = PageOf("GET /rim").body("200", "Rim").table("200", {"Shape": "string", "Kind": "int32"})
    found = solve(page, rim, _spelled(*names, prefix=prefix))
    assert (listed(found, "LidEntity")["State"], listed(found, "Rim")["Shape"]) == kinds
    # One enum, whether the property or the parameter that stands for it has it.
    types = {one.name: str(one.type) for one in operation(found, "GET /search").parameters}
    assert (types[f"{prefix}.state"] == "State") == (kinds[0] == "State")


def test_enums_of_a_parameter_and_of_an_owner_have_names_without_digests() -> None:
    page = _page(_row(values=("Open", "Shut")))
    page.parameter("query", "lidState", "string", values=("Open", "Shut", "Gone"))
    other = PageOf("GET /rim").body("200", "Rim")
    other.table("200", {"Width": "int32", "State": _row(values=("Bent", "Flat"))})
    found = solve(page, other)
    names = [one.name for one in found.spec.types if isinstance(one, EnumType)]
    assert names == ["LidState", "LidStateValue", "RimState"]


def _schema(spec: Spec, enums: Any) -> dict[str, Any]:
    document = yaml.safe_load(written(Documents(spec, Options(enums=enums)).bundle()))
    schema: dict[str, Any] = document["components"]["schemas"]["State"]
    return {key: value for key, value in schema.items() if key != "x-source"}


def test_what_the_schema_of_an_enum_says() -> None:
    details = (EnumValue(value=0, name="Ajar"), EnumValue(value=1, name="Shut", description="on"))
    row = _row("int32", values=(0, 1), details=details)
    closed = _schema(solve(_page(row)).spec, "closed")
    notes = {"x-enum-names": {"0": "Ajar", "1": "Shut"}, "x-enum-descriptions": {"1": "on"}}
    assert closed == {"type": "integer", "enum": [0, 1], **notes}
    forgotten = _schema(solve(_page(row, 0, 7)).spec, "closed")
    assert forgotten == {"type": "integer", "enum": [0, 1, 7], **notes, "x-enum-sampled": [7]}
    denied = solve(_page(row, 44, 55)).spec
    assert _schema(denied, "closed") == {"type": "integer"}
    assert _schema(denied, "open")["anyOf"][0] == {"type": "integer", "enum": [0, 1]}


def test_the_users_own_list_is_enforced_whatever_samples_show() -> None:
    denied = enum(solve(_page(_row("int32", values=(0, 1)), 44, 55, 0)), "State")
    named = EnumValue(value=0, name="Ajar", basis="sampled")
    known = msgspec.structs.replace(denied, values=(named, EnumValue(value=1)))
    stated = with_values(known, (EnumValue(value=0), EnumValue(value=44, description="new")))
    assert (denied.contradicted, stated.contradicted) == (True, False)
    assert stated.values == (
        EnumValue(value=0, name="Ajar"),
        EnumValue(value=44, description="new"),
    )


@pytest.mark.parametrize("package", ["models", "dataclass_models"])
def test_the_models_know_values_by_what_the_pages_call_them(package: str, tmp_path: Path) -> None:
    details = (
        EnumValue(value=0, name="Not yet"),
        EnumValue(value=1, name="Shut", description="on"),
    )
    row = _row("int32", values=(0, 1), details=details, constraints=Constraints(default=1))
    spec = solve(_page(row)).spec
    state = import_package(write(spec, tmp_path, Options(enums="closed")), package).State
    assert {member.name: member.value for member in state} == {"NOT_YET": 0, "SHUT": 1}
    lid = import_package(tmp_path, package).Lid
    # What the server takes where nothing is sent must not be sent for it.
    assert lid().state is None


def test_a_list_that_the_samples_deny_is_not_enforced_by_the_models(tmp_path: Path) -> None:
    spec = solve(_page(_row("int32", values=(0, 1)), 44, 55)).spec
    models = import_package(write(spec, tmp_path, Options(enums="closed")), "models")
    assert models.Lid.model_validate({"Id": 1, "State": 44}).state == 44


@pytest.mark.parametrize(
    ("values", "samples", "type_"),
    [
        ((1, 2), (1, 1.5, 2), "State | number"),
        ((1, 2), (1, "x", 2), "State | string"),
        (("A", "B"), ("A", 5, True), "State | boolean | integer"),
        ((1, "a"), (1, "a"), "State | integer"),
        (("A", "B"), ("A", {}), "State"),
        (("A", "B"), ({}, None), "State | object"),
        (("A", "2024-03-12"), ("2024-03-12", None), "State"),
    ],
    ids=["fractions", "texts", "numbers", "mixed", "empty object", "empty objects", "dates"],
)
def test_what_samples_show_beside_an_enum_is_accepted(
    values: tuple[str | int, ...], samples: tuple[object, ...], type_: str
) -> None:
    assert listed(solve(_page(_row("", values=values), *samples)), "Lid")["State"] == type_
