"""What became of types and operations, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from codegen.spec import (
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Source,
    Spec,
    UnionType,
    Variant,
)
from codegen.summary import headline, lines, summary
from tests.shop import ROWS, generate, page, write_pages
from tests.specs_for_targets import prop

THING = ObjectType(name="Thing", module="m", properties=(prop("a", "string"), prop("b", "int32")))
COLOUR = EnumType(name="Colour", module="m", values=(EnumValue(value="red"),))
EITHER = UnionType(name="Either", module="m", variants=(Variant(type="Thing"),))
GET = Operation(id="get", method="GET", path="/x", module="m")
SPEC = Spec(format=1, api="x", operations=(GET,), types=(COLOUR, EITHER, THING))


def with_types(*types: ObjectType | EnumType | UnionType) -> Spec:
    given = {one.name: one for one in types}
    return structs.replace(SPEC, types=tuple({**{t.name: t for t in SPEC.types}, **given}.values()))


CASES = {
    "nothing": (SPEC, []),
    "property added": (
        with_types(structs.replace(THING, properties=(*THING.properties, prop("c", "any")))),
        ["~ type Thing: 1 property added (c)"],
    ),
    "properties removed": (
        with_types(structs.replace(THING, properties=())),
        ["~ type Thing: 2 properties removed (a, b)"],
    ),
    "property changed, and the words": (
        with_types(
            structs.replace(
                THING, description="d", properties=(prop("a", "date"), THING.properties[1])
            )
        ),
        ["~ type Thing: 1 property changed (a), description"],
    ),
    "many": (
        with_types(
            structs.replace(THING, properties=tuple(prop(f"p{n}", "any") for n in range(1200)))
        ),
        ["~ type Thing: 1,200 properties added, 2 properties removed (a, b)"],
    ),
    "value": (
        with_types(structs.replace(COLOUR, values=(EnumValue(value="blue"),))),
        ["~ type Colour: 1 value added (blue), 1 value removed (red)"],
    ),
    "variant": (
        with_types(structs.replace(EITHER, variants=())),
        ["~ type Either: 1 variant removed (Thing)"],
    ),
    "another kind": (
        with_types(structs.replace(COLOUR, name="Thing")),
        ["~ type Thing: 1 value added (red), 2 properties removed (a, b), object is now enum"],
    ),
    "another page mentions it": (
        with_types(structs.replace(THING, sources=(Source(page="p.md"),))),
        [],
    ),
    "type gone, operation new": (
        structs.replace(
            SPEC,
            types=(COLOUR, EITHER),
            operations=(GET, structs.replace(GET, method="PUT", id="put")),
        ),
        ["+ operation PUT /x", "- type Thing"],
    ),
    "operation changed": (
        structs.replace(SPEC, operations=(structs.replace(GET, summary="s", security=("A",)),)),
        ["~ operation GET /x: security, summary"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_changed(case: str) -> None:
    new, expected = CASES[case]
    assert list(lines(summary(SPEC, new), 20)) == expected


def test_more_than_anybody_reads_is_counted() -> None:
    empty = Spec(format=1, api="x")
    entries = summary(empty, SPEC)
    assert list(lines(entries, 2)) == [
        "+ operation GET /x",
        "+ type Colour: 1 value",
        "... and 2 more",
    ]
    assert headline(entries) == "1 operation added, 3 types added"
    assert headline(summary(SPEC, empty)) == "1 operation removed, 3 types removed"
    assert not headline(())


def test_text_of_pages_stays_on_its_line() -> None:
    hostile = structs.replace(THING, properties=(prop("a\n\x1b[31m", "any"),))
    (line,) = lines(summary(SPEC, with_types(hostile)), 9)
    assert "a\\u000a\\u001b[31m" in line


def test_generate_says_what_became_of_the_types(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"item.md": page()})
    first = generate(docs, tmp_path / "out").output
    assert "type Item" not in first
    (docs / "item.md").write_text(page(rows=f"{ROWS}| Weight | double | In kilograms. |\n"))
    second = generate(docs, tmp_path / "out").output
    assert "\n1 type changed\n  ~ type Item: 1 property added (Weight)\nwrote " in second
    assert "type Item" not in generate(docs, tmp_path / "out").output


def test_generate_points_to_lint_where_there_are_findings(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"item.md": page()})
    assert "doc-codegen lint" not in generate(docs, tmp_path / "out").output
    write_pages(docs, {"other.md": "# Read me\n\nNothing of an API.\n"})
    assert "\ndoc-codegen lint has all findings" in generate(docs, tmp_path / "out").output
