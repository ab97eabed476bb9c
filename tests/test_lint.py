"""What is wrong in pages: each check with pages that it speaks about, and others that it does not.

A claim of `PageOf` stands on a line of its own, from 1: the operation; rows stand on the line of
their table, and a sample is one line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from codegen import lint, pipeline
from codegen.claims import Row
from codegen.codes import CODES
from codegen.diagnostics import Diagnostic, merged
from codegen.lint import CHECKS
from codegen.lint.material import Material
from codegen.resolve import resolve
from codegen.spec import Constraints, EnumValue
from codegen.typeexpr import Scalar, parse
from tests.readings import PageOf, solve
from tests.shop import ROWS, page, write_pages

PERSON = {"PersonId": 1, "Firstname": "A", "Lastname": "B"}
RIGHTS = {"Mask": "Full", "Reason": ""}


def found(*pages: PageOf) -> tuple[Diagnostic, ...]:
    """What resolve and all checks say of these pages."""
    readings = tuple(one.reading() for one in pages)
    resolution = resolve(readings, api="test")
    material = Material(trace=resolution.trace, readings=readings, sources=())
    findings = [finding for check in CHECKS for finding in check(material)]
    return merged([*resolution.diagnostics, *findings])


def told(*pages: PageOf) -> list[tuple[str, ...]]:
    """Findings as code, place and message, and then the related claims."""
    return [
        (
            one.code,
            f"{one.path}:{one.line}",
            one.message,
            *(f"{other.path}:{other.line} {other.message}".strip() for other in one.related),
        )
        for one in found(*pages)
    ]


def of(name: str = "a") -> PageOf:
    return PageOf(f"GET /{name}", page=f"{name}.md", name=name.title())


def typed(name: str, type_: str, *values: object) -> PageOf:
    """A page whose response is a Thing with one property, and its samples."""
    made = of(name).body("200", "Thing").table("200", {"Size": type_})
    for value in values:
        made.sample("200", {"Size": value})
    return made


TYPES: dict[str, tuple[tuple[PageOf, ...], list[tuple[str, ...]]]] = {
    "sample against table": (
        (typed("a", "int32", 1), typed("b", "int32", "x")),
        [
            (
                "type-contradicts-sample",
                "a.md:3",
                "Thing.Size: documented as int32, a sample shows a string",
                "a.md:3 says int32",
                "b.md:3 says int32",
                "b.md:4 shows a string",
            )
        ],
    ),
    "an array is no scalar": (
        (typed("a", "string", ["x"]),),
        [
            (
                "type-contradicts-sample",
                "a.md:3",
                "Thing.Size: documented as string, a sample shows an array",
                "a.md:3 says string",
                "a.md:4 shows an array",
            )
        ],
    ),
    "a label is no scalar, where it is an object": (
        (typed("a", "Person", 7), of("b").body("200", "Person").table("200", {"Name": "string"})),
        [
            (
                "type-contradicts-sample",
                "a.md:3",
                "Thing.Size: documented as Person, a sample shows an integer",
                "a.md:3 says Person",
                "a.md:4 shows an integer",
            )
        ],
    ),
    "a label that nothing describes": (
        (typed("a", "Kind", "x"),),
        [
            (
                "type-contradicts-sample",
                "a.md:3",
                "Thing.Size: documented as Kind, which no page describes; a sample shows a string",
                "a.md:3 says Kind",
                "a.md:4 shows a string",
            )
        ],
    ),
    "a label that nothing describes, and no sample": ((typed("a", "Kind"),), []),
    "tables against each other": (
        (typed("a", "int32"), typed("b", "string"), typed("c", "int32")),
        [
            (
                "type-contradicts-table",
                "a.md:3",
                "Thing.Size: tables name different types: int32 and string",
                "a.md:3 says int32",
                "b.md:3 says string",
                "c.md:3 says int32",
            )
        ],
    ),
    "formats against each other": (
        (typed("a", "date"), typed("b", "date-time")),
        [
            (
                "type-contradicts-table",
                "a.md:3",
                "Thing.Size: tables name different types: date and date-time",
                "a.md:3 says date",
                "b.md:3 says date-time",
            )
        ],
    ),
    "a vague integer and a precise one agree": ((typed("a", "integer"), typed("b", "int64")), []),
    "bytes in two encodings agree": ((typed("a", "byte"), typed("b", "binary")), []),
    "object and the name of one agree": (
        (typed("a", "object", {"P": 1}), typed("b", "Person", {"P": 1})),
        [],
    ),
    "a list that goes by its elements' name": ((typed("a", "Person", [{"P": 1}]),), []),
    "samples against each other": (
        (typed("a", "", 1), typed("b", "", "x")),
        [
            (
                "samples-disagree",
                "a.md:4",
                "Thing.Size: samples show a string and an integer, and no page says which it is",
                "a.md:4 shows an integer",
                "b.md:4 shows a string",
            )
        ],
    ),
    "whole numbers and others are numbers": ((typed("a", "", 1), typed("b", "", 1.5)), []),
    "null is of every type": ((typed("a", "int32", None, 1),), []),
    "a string that another table knows more about": (
        (typed("a", "date-time"), typed("b", "string")),
        [
            (
                "imprecise-type",
                "b.md:3",
                "Size: printed as string, and it is a date-time",
                "b.md:3 says string",
                "a.md:3 says date-time",
            )
        ],
    ),
    "a string that every sample knows more about": (
        (typed("a", "string", "2024-01-01T10:00:00Z"),),
        [
            (
                "imprecise-type",
                "a.md:3",
                "Size: printed as string, and it is a date-time",
                "a.md:3 says string",
                "a.md:4 shows a date-time",
            )
        ],
    ),
    "a string of which some sample is no date": (
        (typed("a", "string", "2024-01-01T10:00:00Z", "now"),),
        [],
    ),
}


@pytest.mark.parametrize(("pages", "expected"), TYPES.values(), ids=TYPES)
def test_types_that_deny_each_other(
    pages: tuple[PageOf, ...], expected: list[tuple[str, ...]]
) -> None:
    assert [one for one in told(*pages) if one[0] != "undocumented-type"] == expected


def test_a_union_is_always_reported() -> None:
    """Whatever resolve could not decide between, it says so."""
    types = ("", "string", "int32", "date-time", "boolean", "object", "array<any>", "Person")
    values = ({"P": 1}, [1], "x", 1, 1.5, True, "2024-01-01T10:00:00Z")
    described = of("z").body("200", "Person").table("200", {"P": "int32"})
    for said in types:
        for other in types:
            for value in values:
                pages = (typed("a", said, value), typed("b", other), described)
                (thing,) = [t for t in solve(*pages).spec.types if t.name == "Thing"]
                union = "|" in str(thing.properties[0].type)  # type: ignore[union-attr]
                codes = {one.code for one in found(*pages)}
                assert codes & {"type-contradicts-sample", "type-contradicts-table"} or not union


def test_never_null_and_null() -> None:
    row = Row(name="Size", nullable=False)
    made = of().body("200", "Thing").table("200", {"Size": row}).sample("200", {"Size": None})
    assert told(made) == [
        (
            "type-contradicts-sample",
            "a.md:3",
            "Thing.Size: documented as never null, a sample shows null",
            "a.md:3 says never null",
            "a.md:4 shows null",
        )
    ]


def test_values_that_no_page_lists() -> None:
    text = '{\n "State": 12,\n "Next":\n  1,\n "Last": [2]\n}'
    row = Row(name="State", type=Scalar("int32"), values=(1, 2))
    made = of().body("200", "Thing").table("200", {"State": row}).sample("200", {"State": 1})
    made.claims[-1] = replace(made.claims[-1], text='{"State": 1}')
    other = of("b").body("200", "Thing").sample("200", json.loads(text))
    other.claims[-1] = replace(other.claims[-1], text=text)
    assert [one for one in told(made, other) if one[0] == "value-not-listed"] == [
        (
            "value-not-listed",
            "b.md:4",
            "Thing.State: a sample shows 12, which is not among the documented values",
            "b.md:4 shows 12",
            "a.md:3 lists the values",
        )
    ]


def test_several_values_that_no_page_lists() -> None:
    row = Row(name="State", type=Scalar("int32"), values=(1, 2))
    made = of().body("200", "Thing").table("200", {"State": row})
    for value in (1, 7, 8):
        made.sample("200", {"State": value})
    messages = [one.message for one in found(made) if one.code == "value-not-listed"]
    assert messages == [
        "Thing.State: samples show 7 and 1 more, which are not among the documented values"
    ]


def test_parameters_of_two_pages() -> None:
    pages = [
        PageOf("GET /x", page=f"{type_}.md", name="X", rank=rank).parameter("query", "q", type_)
        for rank, type_ in enumerate(("boolean", "int32"))
    ]
    assert told(*pages) == [
        (
            "type-contradicts-table",
            "boolean.md:2",
            "GET /x.q: tables name different types: boolean and int32",
            "boolean.md:2 says boolean",
            "int32.md:2 says int32",
        )
    ]


def test_bodies() -> None:
    assert told(of().body("200", "int32").sample("200", "x")) == [
        (
            "type-contradicts-sample",
            "a.md:2",
            "GET /a response 200: documented as int32, a sample shows a string",
            "a.md:2 says int32",
            "a.md:3 shows a string",
        )
    ]


def holder(name: str, label: str, value: object) -> PageOf:
    return of(f"of{name}").table("200", {name: label}).sample("200", {name: value})


def test_a_lying_label_is_told_by_what_it_is_printed_for() -> None:
    country = {"CountryId": 1, "Iso": "NO", "Dialling": "47"}
    pages = (
        holder("TableRight", "TableRight", RIGHTS),
        holder("Person", "TableRight", PERSON),
        of("two").table("200", {"Person": "TableRight"}).sample("200", {"Person": PERSON}),
        holder("Country", "TableRight", country),
        holder("Owner", "TableRight", None),
        of("done").body("200", "TableRight").sample("200", None),
        of("list").body("200", "TableRight").sample("200", [country]),
    )
    assert [one[:3] + one[3:] for one in told(*pages) if one[0] == "label-overruled"] == [
        (
            "label-overruled",
            "done.md:2",
            "'TableRight' is printed as the type of a body, of which samples show nothing but null",
        ),
        (
            "label-overruled",
            "list.md:2",
            (
                "'TableRight' is printed as the type of a body, an array of objects, "
                "whose properties are not those of TableRight"
            ),
        ),
        (
            "label-overruled",
            "ofCountry.md:2",
            (
                "'TableRight' is printed as the type of the property 'Country', "
                "whose properties are not those of TableRight"
            ),
        ),
        (
            "label-overruled",
            "ofOwner.md:2",
            (
                "'TableRight' is printed as the type of the property 'Owner', "
                "of which samples show nothing but null"
            ),
        ),
        (
            "label-overruled",
            "ofPerson.md:2",
            (
                "'TableRight' is printed as the type of the property 'Person', "
                "whose properties are not those of TableRight"
            ),
            "two.md:2",
        ),
    ]


CHECKED: dict[str, tuple[tuple[PageOf, ...], list[tuple[str, ...]]]] = {
    "a sample beyond the table of its page": (
        (
            of().body("200", "Thing").table("200", {"A": "int32"}).sample("200", {"A": 1, "B": 1}),
            of("b").body("200", "Thing").table("200", {"A": "int32", "B": "int32"}),
        ),
        [
            (
                "sample-property-undocumented",
                "a.md:4",
                "Thing: a sample shows B, and its table does not",
                "a.md:4 shows B",
                "a.md:3 does not",
            )
        ],
    ),
    "a sample beyond all tables of its type": (
        (
            of()
            .sample("200", {"Owner": {"A": 1, "B": 1, "C": 1}})
            .table("200", {"Owner": "Thing"}),
            of("b").body("200", "Thing").table("200", {"A": "int32"}),
        ),
        [
            (
                "sample-property-undocumented",
                "a.md:2",
                "Thing: a sample shows B, C, and its table does not",
                "a.md:2 shows B",
                "a.md:2 shows C",
                "b.md:3 does not",
            )
        ],
    ),
    "the elements of a list": (
        (
            of()
            .body("200", "array<Thing>")
            .table("200", {"A": ""})
            .sample("200", [{"A": 1, "B": 1}]),
        ),
        [
            (
                "sample-property-undocumented",
                "a.md:4",
                "Thing: a sample shows B, and its table does not",
                "a.md:4 shows B",
                "a.md:3 does not",
            )
        ],
    ),
    "a sample of what no table describes": ((of().sample("200", {"A": 1}),), []),
    "a row that samples leave out": (
        (
            of()
            .body("200", "Thing")
            .table("200", dict.fromkeys("ABCDEF", "int32"))
            .sample("200", dict.fromkeys("ABCDE", 1)),
        ),
        [("property-never-sampled", "a.md:3", "Thing.F: listed, and no sample shows it")],
    ),
    "a sample that is an excerpt": (
        (
            of()
            .body("200", "Thing")
            .table("200", dict.fromkeys("ABCDEF", "int32"))
            .sample("200", dict.fromkeys("AB", 1)),
        ),
        [],
    ),
    "a required property": (
        (
            of()
            .body("200", "Thing")
            .table("200", {"A": Row(name="A", presence="required"), "B": "int32"})
            .sample("200", {"B": 1})
            .sample("200", {"A": 1, "B": 1}),
        ),
        [
            (
                "required-not-sampled",
                "a.md:4",
                "Thing.A: required, and a sample leaves it out",
                "a.md:4 leaves it out",
                "a.md:3 says required",
            )
        ],
    ),
    "keys that are data": (
        (
            of()
            .body("200", "Thing")
            .table("200", {"Tags": ""})
            .sample("200", {"Tags": {"Tags1": 1}}),
        ),
        [
            (
                "dynamic-keys",
                "a.md:4",
                "the keys of 'Tags' look like data (Tags1), and no table says that it is a map",
            )
        ],
    ),
    "a map that is called one": (
        (
            of()
            .body("200", "Thing")
            .table("200", {"Tags": "object"})
            .sample("200", {"Tags": {"Tags1": 1}}),
        ),
        [],
    ),
    "a type that no page describes": (
        (of().table("200", {"A": "Kind"}), of("b").table("200", {"B": "array<Kind>"})),
        [
            (
                "undocumented-type",
                "a.md:2",
                "'Kind' is named as a type, and no page shows what it holds",
                "b.md:2",
            )
        ],
    ),
    "a body's type that no page describes": (
        (of().body("200", "Kind"),),
        [
            (
                "undocumented-type",
                "a.md:2",
                "'Kind' is named as a type, and no page shows what it holds",
            )
        ],
    ),
    "the name of a property in table and sample": (
        (
            of()
            .body("200", "Thing")
            .table("200", {"Recieved": "int32"})
            .sample("200", {"Received": 1}),
        ),
        [
            (
                "near-duplicate-name",
                "a.md:3",
                "Thing.Recieved: samples show it as 'Received'",
                "a.md:4 shows Received",
            ),
            (
                "sample-property-undocumented",
                "a.md:4",
                "Thing: a sample shows Received, and its table does not",
                "a.md:4 shows Received",
                "a.md:3 does not",
            ),
        ],
    ),
    "capitals of one name": (
        (
            of().table("200", {"ToolTip": "string"}),
            *(of(name).table("200", {"Tooltip": "string"}) for name in "bc"),
        ),
        [
            (
                "inconsistent-case",
                "a.md:2",
                "'ToolTip' is spelled 'Tooltip' elsewhere",
                "b.md:2 spells it Tooltip",
            )
        ],
    ),
    "letters of another script": (
        (
            of().table("200", {"password": "string"}),
            of("b").table("200", {"\u0440\u0430ssword": "string"}),
        ),
        [
            (
                "confusable-names",
                "b.md:2",
                r"'\u0440\u0430ssword' looks like 'password', and is another name",
                "a.md:2 spells it 'password'",
            )
        ],
    ),
    "a name in disguise": (
        (of().table("200", {"p\u0430y": "string", "fi\u200bt": "string"}),),
        [
            (
                "confusable-names",
                "a.md:2",
                rf"{name!a} looks like '{look}', and is another name",
            )
            for name, look in (("fi\u200bt", "fit"), ("p\u0430y", "pay"))
        ],
    ),
    "names of other languages": (
        (
            of().table("200", {"Stra\u00dfe": "string", "\u00e9t\u00e9": "string"}),
            of("b").table("200", {"\u65e5\u4ed8": "string", "\u0418\u043c\u044f": "string"}),
            of("c").table("200", {"e\u0301te\u0301s": "string", "l1": "string", "ll": "string"}),
        ),
        [],
    ),
    "the first letter is a convention": (
        (of().table("200", {"Name": "string"}), of("b").parameter("query", "name", "string")),
        [],
    ),
}


@pytest.mark.parametrize(("pages", "expected"), CHECKED.values(), ids=CHECKED)
def test_checks(pages: tuple[PageOf, ...], expected: list[tuple[str, ...]]) -> None:
    assert told(*pages) == expected


@pytest.mark.parametrize(
    ("rare", "common", "meant"),
    [
        ("LastRecieved", "Received", "received"),  # exchanged
        ("IsEnabeled", "Enabled", "enabled"),  # one more
        ("HomeAdress", "Address", "address"),  # one less
        ("IsSeperate", "Separate", "separate"),  # a vowel for a vowel
        ("NumBounced", "Bounce", ""),  # inflection
        ("TicketIds", "Ticket", ""),
        ("CautionText", "Caption", ""),  # another word
        ("listname", "Lastname", ""),  # a compound
        ("Data", "Date", ""),  # short
        ("Item01", "Item02", ""),
    ],
)
def test_misspelled_names(rare: str, common: str, meant: str) -> None:
    table = dict.fromkeys([rare, "Listen", "list", "name", *(f"{common}{x}" for x in "ABC")], "")
    findings = [one for one in found(of().table("200", table)) if one.code == "near-duplicate-name"]
    word = {"LastRecieved": "recieved", "IsEnabeled": "enabeled", "HomeAdress": "adress"}
    expected = f"{rare!r}: is {word.get(rare, 'seperate')!r} meant to be {meant!r}?"
    assert [one.message for one in findings] == ([expected] if meant else [])


def test_a_name_as_long_as_a_page_is_no_slip() -> None:
    # To look for slips in it would take hours.
    table = dict.fromkeys(["Id", "x" * 1_000_000, *(f"Name{x}" for x in "ABC")], "")
    made = of().body("200", "Thing").table("200", table).sample("200", {"y" * 1_000_000: 1})
    assert "near-duplicate-name" not in {one.code for one in found(made)}


def test_a_word_of_the_prose_is_not_misspelled() -> None:
    rows = [Row(name=f"Received{x}") for x in "ABC"]
    rows.append(Row(name="Recieved", description="When it was recieved"))
    made = of().table("200", {row.name: row for row in rows})
    assert not [one for one in found(made) if one.code == "near-duplicate-name"]


def test_misspelled_parts_of_paths_and_parameters_and_types() -> None:
    pages = [PageOf(f"GET /received{x}/received", name=f"R{x}") for x in "abc"]
    wrong = PageOf("GET /recieved/{recieved_id}", name="W", page="w.md")
    wrong.parameter("query", "recieved", "string").body("200", "Recieved")
    findings = [one for one in found(*pages, wrong) if one.code == "near-duplicate-name"]
    # One word in many names of its own is spelled so on purpose.
    assert findings == []
    alone = PageOf("GET /recieved", name="W", page="w.md").body("200", "Recieved")
    table = {f"Received{x}": "" for x in "ABC"}
    places = [
        (one.path, one.line, [other.line for other in one.related])
        for one in found(of().table("200", table), alone)
        if one.code == "near-duplicate-name"
    ]
    assert places == [("w.md", 1, []), ("w.md", 2, [])]


def understood(folder: Path, pages: dict[str, str | bytes]) -> tuple[Diagnostic, ...]:
    docs = write_pages(folder / "docs", pages)
    api = pipeline.Api(name="shop", docs=(docs,), output=folder)
    return lint.lint(pipeline.understand(api))


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    text = (
        "# Index\n\n* [good](item.md)\n* [gone](sub/gone.md#top) and\n  [again](./sub/gone.md)\n"
        "* [out](../else.md) [web](https://a.example/x.md) [root](/x.md) [odd](http://[x.md)\n"
        "* [picture](x.png) ![image](y.md) `[code](z.md)`\n"
    )
    pages: dict[str, str | bytes] = {
        "item.md": page(),
        "index.md": text,
        "sub/up.md": "[u](../no.md)\n",
    }
    findings = [one for one in understood(tmp_path, pages) if one.code == "broken-reference"]
    docs = (tmp_path / "docs").as_posix()
    assert [(one.path, one.line, one.message) for one in findings] == [
        (f"{docs}/index.md", 4, "no page is at 'sub/gone.md#top'"),
        (f"{docs}/index.md", 5, "no page is at './sub/gone.md'"),
        (f"{docs}/sub/up.md", 1, "no page is at '../no.md'"),
    ]


def test_every_place_is_the_line_of_what_is_wrong(tmp_path: Path) -> None:
    """On real pages: each row and each key is found where it stands."""
    rows = ROWS.replace("string", "bool") + "| Size | int32 |  |\n| Colour | Kind |  |\n"
    sample = '{\n  "Id": 1,\n  "Extra": {\n    "Name": 2\n  },\n  "Name":\n   "Tea"\n}'
    findings = understood(tmp_path, {"a.md": page(rows=rows, sample=sample)})
    lines = (tmp_path / "docs/a.md").read_text().split("\n")
    text = {
        (one.code, lines[line - 1])
        for one in findings
        for line in (one.line, *(other.line for other in one.related))
    }
    assert text >= {
        ("type-contradicts-sample", "| Name | bool | What it is called. |"),
        ("type-contradicts-sample", '  "Name":'),
        ("sample-property-undocumented", '  "Extra": {'),
        ("undocumented-type", "| Colour | Kind |  |"),
    }


def test_the_order_of_pages_does_not_matter() -> None:
    pages = [page for made, _ in (*TYPES.values(), *CHECKED.values()) for page in made]
    alike = [PageOf(str(one.key), page=f"{n}.md", name=f"P{n}") for n, one in enumerate(pages)]
    for one, copy in zip(pages, alike, strict=True):
        copy.claims[1:] = one.claims[1:]
    assert found(*alike) == found(*reversed(alike))


def test_what_the_checks_report_has_its_code() -> None:
    codes = {one[0] for _, expected in (*TYPES.values(), *CHECKED.values()) for one in expected}
    assert codes <= set(CODES)
    assert all(CODES[code].mend for code in codes)


def stated(name: str, *, rank: int = 0, **facts: Any) -> PageOf:
    """A page that says a fact of the one property of a Thing."""
    page = PageOf(f"GET /{name}", page=f"{name}.md", name=name.title(), rank=rank)
    row = Row(name="Size", type=parse("string"), **facts)
    return page.body("200", "Thing").table("200", {"Size": row})


def named(name: str, value: int = 1) -> dict[str, Any]:
    return {"values": (value,), "details": (EnumValue(value=value, name=name),)}


#: What pages a and b say, what page c says; then the fact, and the claims of both sides.
FACTS: dict[str, tuple[tuple[dict[str, Any], dict[str, Any]], tuple[str, str, str] | None]] = {
    "presence": (
        ({"presence": "required"}, {"presence": "optional"}),
        ("presence", "required", "optional"),
    ),
    "nullability": (
        ({"nullable": True}, {"nullable": False}),
        ("nullability", "may be null", "never null"),
    ),
    "a constraint": (
        (
            {"constraints": Constraints(max_length=255)},
            {"constraints": Constraints(max_length=99, min_length=1)},
        ),
        ("max length", "255", "99"),
    ),
    "the name of a value": (
        (named("High"), named("Low")),
        ("the name of the value 1", "High", "Low"),
    ),
    "other values": ((named("High"), named("Low", 2)), None),
    "one side says nothing": (({"presence": "required"}, {}), None),
    "both say the same": (({"nullable": True}, {"nullable": True, "description": "x"}), None),
}


@pytest.mark.parametrize("case", FACTS)
def test_pages_that_differ_in_a_fact(case: str) -> None:
    (most, other), expected = FACTS[case]
    pages = stated("a", **most), stated("b", **most), stated("c", **other)
    disagree = [one for one in told(*pages) if one[0] == "facts-disagree"]
    if expected is None:
        assert disagree == []
        return
    fact, common, rare = expected
    sides = " and ".join(sorted((common, rare)))
    assert disagree == [
        (
            "facts-disagree",
            "c.md:3",
            f"Thing.Size: pages differ in {fact}: {sides}",
            f"c.md:3 says {rare}",
            f"a.md:3 says {common}",
            f"b.md:3 says {common}",
        )
    ]


def test_an_older_set_of_pages_may_state_other_facts() -> None:
    pages = stated("a", presence="required"), stated("b", rank=1, presence="optional")
    assert "facts-disagree" not in {one[0] for one in told(*pages)}


def test_parameters_that_pages_differ_in() -> None:
    pages = [
        PageOf("GET /it", page=f"{name}.md").parameter("query", "top", "int32", presence=presence)
        for name, presence in (("a", "required"), ("b", "optional"))
    ]
    assert [one[2] for one in told(*pages) if one[0] == "facts-disagree"] == [
        "GET /it.top: pages differ in presence: optional and required"
    ]


@pytest.mark.parametrize(
    ("label", "value", "shows", "hint"),
    [
        ("Strng", "x", "a string", "print string as the type, if Strng is meant for it"),
        ("Interger", 1, "an integer", "print integer as the type, if Interger is meant for it"),
        ("Bool", True, "a boolean", "print boolean as the type, if Bool is meant for it"),
        ("Strng", 1, "an integer", "describe Strng, or print the type that the sample shows"),
        ("Status", "x", "a string", "describe Status, or print the type that the sample shows"),
    ],
)
def test_a_name_that_no_page_describes_beside_a_scalar(
    label: str, value: object, shows: str, hint: str
) -> None:
    message = f"Thing.Size: documented as {label}, which no page describes; a sample shows {shows}"
    (one,) = found(typed("a", label, value))
    assert (one.code, one.message, one.hint) == ("type-contradicts-sample", message, hint)
    assert [(other.line, other.message) for other in one.related] == [
        (3, f"says {label}"),
        (4, f"shows {shows}"),
    ]


def test_a_name_that_no_page_describes_as_an_element_or_body() -> None:
    body = of("b").body("200", "Strng").sample("200", "x")
    assert [one[2] for one in told(typed("a", "array<Strng>", ["x"]), body)] == [
        "Thing.Size: documented as Strng, which no page describes; a sample shows a string",
        (
            "GET /b response 200: documented as Strng, which no page describes; "
            "a sample shows a string"
        ),
    ]


def test_the_name_of_an_enum_stands_beside_scalars() -> None:
    row = Row(name="Size", type=parse("Sizes"), values=("S", "L"))
    page = of().body("200", "Thing").table("200", {"Size": row}).sample("200", {"Size": "S"})
    assert told(page, typed("b", "Sizes", "L")) == []


@pytest.mark.parametrize(
    ("shown", "like", "hint"),
    [
        (
            {"Street": "a", "City": "b", "Zip": "c", "Country": "d"},
            ", but those of Address",
            "print Address as the type",
        ),
        (
            {"Street": "a", "City": "b", "Zip": "c"},
            ", but those of Address",
            "print Address as the type",
        ),
        (
            {"Iban": "a", "Bic": "b"},
            "",
            "print the name of its own type; the outputs have BillTo until then",
        ),
    ],
)
def test_a_lying_label_beside_what_no_page_names(
    shown: dict[str, str], like: str, hint: str
) -> None:
    address = {"Street": "a", "City": "b", "Zip": "c", "Country": "d"}
    (one,) = (
        one
        for one in found(
            holder("Customer", "Customer", PERSON),
            of("homes").body("200", "Address").sample("200", address),
            holder("BillTo", "Customer", shown),
        )
        if one.code == "label-overruled"
    )
    assert one.message == (
        "'Customer' is printed as the type of the property 'BillTo', "
        f"whose properties are not those of Customer{like}"
    )
    assert one.hint == hint
