from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from codegen.coverage import PARTS, Coverage, Form, Gap, Share, cover, starter
from codegen.coverage.model import At, FormKind, GapKind
from codegen.coverage.patterns import expression, patterns
from codegen.dialects import Choice, File
from codegen.dialects.styles import load
from tests.knobs import ANSWER, CALL, IN_ANSWERS, IN_CALLS, WORDS
from tests.shop import write_pages

ORDERS = f"""---
title: Orders
---
{CALL.replace("note", "note~").replace("total", "total~")}{ANSWER}
## GET /orders/{{id}}

| Field | Type | Description |
| --- | --- | --- |
| id | string | Which order it is that is to be read. |

Then `DELETE /orders/7` and

- `note` (string): a remark
- `total` (integer): pennies

## Rate limits

| Plan | Calls |
| --- | --- |
| Free | 1 |

```
POST /login
```

- **Free** is for one
"""
STYLE = f"""name = "shop"
{IN_CALLS}{IN_ANSWERS}{WORDS}[nullable]
name = '~$'
"""


def covered(folder: Path, pages: dict[str, str], *choices: Choice) -> Sequence[Coverage]:
    write_pages(folder, dict(pages))
    return cover([folder], choices or ("general",))


def forms(found: Coverage, kind: FormKind) -> list[tuple[str, int, str]]:
    return [(one.text, one.times, one.means) for one in found.forms if one.kind == kind]


def gaps(found: Coverage, kind: GapKind) -> list[tuple[str, str, int]]:
    return [(one.text, one.hint, one.places[0].line) for one in found.gaps if one.kind == kind]


def test_what_pages_look_like(tmp_path: Path) -> None:
    (found,) = covered(tmp_path, {"a.md": ORDERS}, File("shop.toml", STYLE))
    assert found.dialect == "shop"
    assert forms(found, "heading") == [
        ("Call: post -> /orders (Place an order)", 1, "operation"),
        ("GET /orders/{id}", 1, "operation"),
        ("Orders", 1, ""),
        ("Rate limits", 1, "ignored"),
        ("You get", 1, "response"),
    ]
    assert forms(found, "table") == [
        ("Field | Type | Description", 1, "read"),
        ("Knob | Kind | Must", 1, "read"),
        ("Plan | Calls", 1, ""),
    ]
    assert forms(found, "list") == [("**name** …", 1, ""), ("`name` (…): …", 1, "read")]
    assert forms(found, "fence") == [("(no language)", 1, "code"), ("json", 1, "sample")]
    assert forms(found, "request") == [
        ("heading", 2, "read"),
        ("fence", 1, ""),
        ("line of code", 1, ""),
    ]
    assert forms(found, "type") == [
        ("blurb", 1, "string"),
        ("pennies", 1, "int64"),
        ("string", 1, "string"),
    ]
    assert forms(found, "mark") == [("name: …~", 2, "nullable")]
    assert forms(found, "front matter") == [("title", 1, "")]
    assert found.forms[0].first == At((tmp_path / "a.md").as_posix(), 6)


def test_how_much_is_understood(tmp_path: Path) -> None:
    style = File("shop.toml", STYLE)
    general, own = covered(tmp_path, {"a.md": ORDERS, "b.md": "# Us\n\nWe."}, "general", style)
    assert (general.dialect, general.operations, own.operations) == ("general", 1, 2)
    assert {part: own.shares[part] for part in PARTS} == {
        "pages": Share(2, 1),
        "lines": Share(own.shares["lines"].total, own.shares["lines"].read),
        "requests": Share(4, 2, 1),
        "tables": Share(3, 2, 1),
        "rows": Share(4, 3, 1),
        "lists": Share(2, 1, 1),
        "samples": Share(1, 1),
    }
    assert own.shares["requests"].left == 1
    assert own.shares["requests"].part == pytest.approx(2 / 3)
    assert Share().part == 1
    assert general.shares["samples"] == Share(1, 0)
    assert general.shares["requests"] == Share(4, 1, 1)


def test_what_is_not_understood(tmp_path: Path) -> None:
    (found,) = covered(tmp_path, {"a.md": ORDERS, "b.md": "# Us\n\nWe."})
    assert gaps(found, "page") == [("no operation and no type is found", "", 1)]
    assert gaps(found, "heading") == [
        ("Call: METHOD -> /path …", "operation", 6),
        ("You get", "sample", 13),
    ]
    assert gaps(found, "column") == [("Knob", "name", 8), ("Must", "required", 8)]
    assert gaps(found, "type") == [("blurb", "string", 10), ("pennies", "integer", 11)]
    assert gaps(found, "sample") == [("json, below You get", "", 15)]
    assert gaps(found, "request") == [("DELETE /orders/7", "", 25), ("POST /orders", "", 6)]


TYPES = """# Pets

## Pet object

| Field | Type |
| --- | --- |
| owner | Person |
| toy | [Toy](toys.md) |
| food | Meal |
| tail | wag or 3 + 4 |
"""


MISFITS = """
returns = ['\\bgives back (?P<type>.+)']
generic = ['the']

[[headings]]
match = 'you got'
means = "response"

[[headings]]
match = 'you get'
means = "request"

[columns]
name = ['field', 'knobs']

[types]
blurb = "string"
"Penny" = "int64"
"date or time" = "date-time"

[optional]
name = '~~$'
description = '^maybe'

[recognise]
headings = ['never asked here']
"""


@pytest.mark.parametrize("pages", [1, 80])
def test_entries_of_a_file_that_nothing_fits(tmp_path: Path, pages: int) -> None:
    text = f'name = "mine"\n{MISFITS}\n{IN_CALLS}{IN_ANSWERS}'
    listed = {f"{number}.md": "# Us\n\nWe." for number in range(1, pages)}
    (found,) = covered(tmp_path, {**listed, "a.md": ORDERS}, File("my/mine.toml", text))
    entries = [one for one in found.gaps if one.kind == "entry"]
    assert [(one.text, one.places[0].path) for one in entries] == [
        (text, "my/mine.toml")
        for text in (
            "columns.name[1] = 'knobs'",
            "generic[0] = 'the'",
            "headings[0].match = 'you got'",
            "headings[3].match = 'you get'",  # the second rule decided
            "optional.description = '^maybe'",
            "optional.name = '~~$'",
            "returns[0] = '\\\\bgives back (?P<type>.+)'",
            'types."date or time"',
            "types.Penny",
        )
    ]
    lines = text.split("\n")
    assert [lines[one.places[0].line - 1].split(" ")[0] for one in entries] == [
        "name",
        "generic",
        "match",
        "match",
        "description",
        "name",
        "returns",
        '"date',
        '"Penny"',
    ]


@pytest.mark.parametrize(
    "cells",
    [
        "| at | List<Instant> |",
        "| at | array<Instant> |",
        "| at | `Instants` |",
        "| at | [Instant](#instant) |",
        "<table><tr><th>Name</th><th>Type</th></tr><tr><td>at</td><td>Instant</td></tr></table>",
    ],
)
def test_words_of_types_wherever_they_stand(tmp_path: Path, cells: str) -> None:
    table = cells if "<table" in cells else f"| Name | Type |\n| --- | --- |\n{cells}"
    pages = {"a.md": f"# GET /orders\n\n{table}\n"}
    (found,) = covered(
        tmp_path, pages, File("mine.toml", "name = 'mine'\n[types]\ninstant = 'date-time'")
    )
    assert not [one for one in found.gaps if one.kind == "entry"]


def test_a_named_dialect_has_no_entries_to_mend(tmp_path: Path) -> None:
    (found,) = covered(tmp_path, {"a.md": ORDERS}, "discord")
    assert not [one for one in found.gaps if one.kind == "entry"]


def test_names_of_types_that_no_page_documents(tmp_path: Path) -> None:
    meal = "# Meal object\n\n| Field | Type |\n| --- | --- |\n| size | integer |\n"
    (found,) = covered(tmp_path, {"a.md": TYPES, "b.md": meal})
    assert [text for text, _, _ in gaps(found, "type")] == ["Person", "wag or 3 + 4"]


@pytest.mark.parametrize(
    ("line", "operation"),
    [
        ("POST /things/5/copy", "POST /things/5/copy"),
        ("Send a POST to https://api.example.com/things.", ""),
        ("**DELETE** `/things/{id}`", "DELETE /things/{id}"),
        ("| PUT | /things |", "PUT /things"),
        ("<Call method='GET'>/things/[{id}](ids.md)</Call>", "GET /things/{id}"),
        ("    curl -X PATCH /things", "PATCH /things"),
        ("We GET what we want", ""),
        ("GET " + "/x" * 2000, ""),
    ],
)
def test_lines_that_look_like_requests(tmp_path: Path, line: str, operation: str) -> None:
    text = f"# Things\n\n## Rate\n\nSome text.\n\n{line}\n"
    (found,) = covered(tmp_path, {"a.md": text})
    asked = found.shares["requests"]
    assert asked.total == bool(operation)
    listed = [text for text, _, _ in gaps(found, "request")]
    assert listed == ([operation] if asked.left else [])


def test_examples_are_of_the_operations_of_other_pages(tmp_path: Path) -> None:
    pages = {
        "a.md": "# Guide\n\n```\nGET https://example.com/v1/pets/7\nHost: example.com\n```\n",
        "b.md": "# Pets\n\n## Read\n\n```\nGET /pets/{id}\n```\n",
    }
    (found,) = covered(tmp_path, pages)
    assert found.shares["requests"] == Share(2, 2)


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_bytes(b"\0")
    (found,) = covered(tmp_path, {"a.md": ORDERS})
    assert found.shares["pages"] == Share(1, 1)


def test_many_pages_give_the_same_in_any_number_of_processes(tmp_path: Path) -> None:
    page = "# Thing {0} object\n\n| Field | Type |\n| --- | --- |\n| a | Odd |\n"
    (one,) = covered(tmp_path / "one", {f"{n:03}.md": page.format(n) for n in range(40)})
    (many,) = covered(tmp_path / "many", {f"{n:03}.md": page.format(n) for n in range(400)})
    assert forms(one, "heading") == [("Thing …", 40, "definition")]
    assert forms(many, "heading") == [("Thing …", 400, "definition")]
    assert (one.types, many.types) == (40, 400)
    (gap,) = (one for one in many.gaps if one.kind == "type")
    assert (gap.text, gap.times, len(gap.places)) == ("Odd", 400, 5)


# --- headings that are alike --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        (["a b", "a c"], {"a b": "a b", "a c": "a c"}),
        (["get a", "get b", "get c"], dict.fromkeys(["get a", "get b", "get c"], "get …")),
        (
            ["a resource type", "b resource type", "c d resource type", "e type"],
            {
                "a resource type": "… resource type",
                "b resource type": "… resource type",
                "c d resource type": "… resource type",
                "e type": "e type",
            },
        ),
        (["the a", "the b", "the c"], {"the a": "the a", "the b": "the b", "the c": "the c"}),
        ([f"x{n}" for n in range(13)], {f"x{n}": "…" for n in range(13)}),
    ],
)
def test_patterns_of_headings(titles: list[str], found: dict[str, str]) -> None:
    assert patterns(dict.fromkeys(titles, 1)) == found


def test_headings_that_are_repeated_stay_as_they_are() -> None:
    assert patterns({"get a": 2, "get b": 1, "get c": 1, "get d": 1}) == {
        "get a": "get a",
        "get b": "get …",
        "get c": "get …",
        "get d": "get …",
    }


@given(st.lists(st.text(max_size=12).map(lambda one: " ".join(one.split())), max_size=12))
def test_expressions_fit_what_they_are_made_of(titles: list[str]) -> None:
    for title, pattern in patterns(dict.fromkeys(titles, 1)).items():
        if title and "…" not in title:
            assert re.fullmatch(expression(pattern), title, re.IGNORECASE)
            if "…" in pattern:
                assert re.fullmatch(expression(pattern, "name"), title)


# --- the first file -----------------------------------------------------------------------------


def proposed(text: str) -> str:
    """The file with every entry that it proposes."""
    lines = [line for line in text.split("\n") if not line.startswith("#:")]
    return "\n".join(re.sub(r"^#(?=[^ ])", "", line) for line in lines)


def test_the_first_file_says_what_is_not_understood(tmp_path: Path) -> None:
    (found,) = covered(tmp_path, {"a.md": ORDERS})
    text = starter(found, "shop", "shop.toml", ["docs"])
    style = load(text, "shop.toml")
    assert style.name == "shop"
    assert style.headings == load('name = "x"', "x.toml").headings
    own = load(proposed(text), "shop.toml")
    assert [(one.match.pattern, one.means) for one in own.headings[:2]] == [
        (r"Call: (?P<method>\w+) -> (?P<path>/\S*).*", "operation"),
        ("You get", "sample"),
    ]
    assert (own.types["blurb"], own.types["pennies"]) == ("string", "integer")
    assert own.columns["name"][0].pattern == "Knob"
    assert own.columns["required"][0].pattern == "Must"
    assert own.recognise.front_matter == ("title",)
    place = f"first at {tmp_path.as_posix()}/a.md:10"
    assert f"# 'blurb': 1 time, {place}; in samples string\n#blurb = \"string\"\n" in text
    (better,) = cover([tmp_path], [File("shop.toml", proposed(text))])
    assert better.operations == 2


@pytest.mark.parametrize(
    ("key", "header"),
    [
        ("required", "Must"),
        ("required", "Required or not"),
        ("required", "Mandatory now (yes/no)"),
        ("required", "Required if not set"),
        ("required", "Cannot be omitted"),
        ("required", "Must never be left out"),
        ("required", "Non-optional"),
        ("optional", "Can be missing"),
        ("optional", "canBeOmitted"),
        ("optional", "Not required"),
        ("optional", "NonRequired"),
        ("optional", "Not mandatory when updating"),
        ("optional", "Doesn't have to be sent"),
        ("optional", "Not required, can be omitted"),
        ("nullable", "Accepts null"),
        ("ignored", "Non-nullable"),
        ("ignored", "notNull"),
        ("ignored", "Can't be null"),
        ("ignored", "Null or missing"),
        ("ignored", "May be empty"),
        ("ignored", "Must not be sent"),
        ("ignored", "Not sortable"),
    ],
)
def test_yes_is_not_taken_for_the_opposite_of_what_the_header_says(
    tmp_path: Path, key: str, header: str
) -> None:
    rows = "| a | string | yes | A thing. |\n| b | string | no | Another. |\n"
    table = f"| Field | Type | {header} | Description |\n| --- | --- | --- | --- |\n{rows}"
    (found,) = covered(tmp_path, {"a.md": f"# GET /things\n\n## Response\n\n{table}"})
    text = proposed(starter(found, "shop", "shop.toml", ["docs"]))
    general = load('name = "x"', "x.toml").columns
    columns = load(text, "shop.toml").columns
    own = {name for name, patterns in columns.items() if len(patterns) > len(general.get(name, ()))}
    assert own == {key}
    assert columns[key][0].fullmatch(header)  # type: ignore[index]


TEXT = st.text(max_size=30)


@settings(max_examples=60, phases=[Phase.generate])
@given(
    TEXT,
    st.lists(
        st.tuples(
            st.sampled_from(["heading", "column", "type"]),
            TEXT,
            st.sampled_from(["", "definition", "operation", "name", "string", "array", "object"]),
        )
    ),
    st.lists(st.tuples(st.sampled_from(["mark", "front matter"]), TEXT)),
)
def test_any_text_gives_a_file_that_loads(
    file: str,
    missing: list[tuple[GapKind, str, str]],
    seen: list[tuple[FormKind, str]],
) -> None:
    at = At("docs/\x1b[2Ja.md", 1)
    found = Coverage(
        dialect="general",
        operations=0,
        types=0,
        shares={},
        forms=tuple(
            Form(
                kind=kind,
                text=f"name: …{text}" if kind == "mark" else text,
                times=2,
                pages=1,
                first=at,
            )
            for kind, text in seen
        ),
        gaps=tuple(
            Gap(kind=kind, text=text, hint=hint, times=1, places=(at,))
            for kind, text, hint in missing
            if hint in {"", *HINTS[kind]}
        ),
    )
    text = starter(found, "".join(filter(str.isprintable, f"x{file}")), file, [file])
    unsafe = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.category(char) in unsafe for char in text if char != "\n")
    style = load(text, "x.toml")
    assert style.types == load("name = 'x'", "x.toml").types
    load(proposed(text), "x.toml")


HINTS: dict[GapKind, tuple[str, ...]] = {
    "heading": ("definition", "operation"),
    "column": ("name",),
    "type": ("string", "array", "object"),
}


def test_what_a_page_includes_is_looked_at_where_it_stands(tmp_path: Path) -> None:
    (found,) = covered(
        tmp_path,
        {
            "pets.md": "# Pets\n\n`GET /pets`\n\n[!INCLUDE [fields](parts/fields.md)]\n",
            "parts/fields.md": "## Oddities\n\n| Zork | Blurb |\n| --- | --- |\n| a | b |\n",
        },
    )
    assert found.shares["pages"] == Share(1, 1)
    (gap,) = (one for one in found.gaps if one.kind == "heading")
    assert [(one.path, one.line) for one in gap.places] == [
        ((tmp_path / "parts/fields.md").as_posix(), 1)
    ]
