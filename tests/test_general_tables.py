"""Tables of any vendor: Markdown in, rows and values out."""

from __future__ import annotations

import time
from textwrap import dedent

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from codegen.claims import Row
from codegen.dialects import styles
from codegen.dialects.general.read import Read
from codegen.dialects.general.tables import read
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import Html, Table, parse
from codegen.sources import Document

GENERAL = styles.named("general")


def styled(text: str) -> Style:
    return styles.load(f'name = "shop"\n{dedent(text)}', "shop.toml")


def table(text: str, role: Role | None = "properties", style: Style = GENERAL) -> Read | None:
    page = parse(Document(page="page.md", rank=0, text=dedent(text).strip() + "\n"))
    block = next(one for one in page.blocks if isinstance(one, Table | Html))
    return read(block, style, role)


def found(text: str, role: Role | None = "properties", style: Style = GENERAL) -> Read:
    result = table(text, role, style)
    assert result is not None
    return result


def told(row: Row) -> str:
    """A row in short: ``name: type presence null = default {values}``."""
    words = [f"{row.name}:", str(row.type) if row.type else "?"]
    words += [row.presence or "", "null" if row.nullable else ""]
    words += ["read-only" if row.read_only else ""]
    words += ["deprecated" if row.deprecated is not None else ""]
    default = row.constraints.default
    words += [f"= {default!r}" if default is not None else ""]
    words += ["{" + ", ".join(map(str, row.values)) + "}" if row.values else ""]
    return " ".join(filter(None, words))


def rows(text: str, role: Role | None = "properties", style: Style = GENERAL) -> list[str]:
    return [told(row) for row in found(text, role, style).rows]


def header(names: str, *cells: str) -> str:
    """A table of one row for each of `cells`."""
    rule = "|".join("-" for _ in names.split("|"))
    return "\n".join([f"|{names}|", f"|{rule}|", *(f"|{one}|" for one in cells)])


@pytest.mark.parametrize(
    "names",
    [
        "Field|Type|Description",
        "Property|Data type|Meaning",
        "Param|type|Notes",
        "Parm|Schema|Decription",
        "Attribute|Type|Comment",
        "**Member**|Type|Details",
        "Key|Type|Explanation",
        "Property name|Type|Remarks",
    ],
)
def test_headers_in_many_words(names: str) -> None:
    text = header(names, "`size`|integer|How big it is.")
    assert rows(text) == ["size: integer"]
    assert found(text).rows[0].description == "How big it is."


def test_columns_in_any_order() -> None:
    text = header(
        "Description|Required|Default|Type|Name",
        "The page.|Yes|1|integer|page",
        "The order.|no|`up`|string|order",
        "|-|-|string|plain",
    )
    assert rows(text, "query") == [
        "page: integer required = 1",
        "order: string optional = 'up'",
        "plain: string optional",
    ]


@pytest.mark.parametrize(
    ("names", "cell", "expected"),
    [
        ("Required", "Yes", "required"),
        ("Required?", "N", "optional"),
        ("Mandatory", "true", "required"),
        ("Mandatory", "✗", "optional"),
        ("Req.", "☑\ufe0f", "required"),
        ("Req.", "●", "required"),
        ("Req.", "○", "optional"),
        ("Required (Y/N)", "Y", "required"),
        ("Required", "Optional, default=a", "optional"),
        ("Required", "Required, if b is set", None),
        ("Optional", "yes", "optional"),
        ("Optional", "no", "required"),
        ("Optional", "optional", "optional"),
        ("Required/Optional", "Optional", "optional"),
        ("Required", "one of a or b", None),
    ],
)
def test_presence_in_a_column(names: str, cell: str, expected: str | None) -> None:
    text = header(f"Name|Type|{names}", f"a|string|{cell}")
    assert found(text).rows[0].presence == expected


@pytest.mark.parametrize(("cell", "expected"), [("Yes", True), ("no", False), ("", None)])
def test_nullable_in_a_column(cell: str, expected: bool | None) -> None:  # noqa: FBT001 - a case
    assert found(header("Name|Type|Nullable", f"a|string|{cell}")).rows[0].nullable is expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("`size`", "size: integer"),
        ("**size**", "size: integer"),
        ("size?", "size: integer optional"),
        ("`size?`", "size: integer optional"),
        (r"size?\*", "size: integer optional"),
        (r"size? \*\*", "size: integer optional"),
        (r"size \[2\]", "size: integer"),
        ("size<sup>1</sup>", "size: integer"),
        ("size (optional)", "size: integer optional"),
        ("size [required]", "size: integer required"),
        ("size<br>*required*", "size: integer required"),
        ("size <span>optional</span>", "size: integer optional"),
        ('`size` {{< icon name="star" >}}', "size: integer"),
        ("`size` (deprecated)", "size: integer deprecated"),
        ("[size](sizes.md)", "size: integer"),
        ("_size_", "size: integer"),
        ("$size", "$size: integer"),
        ("@shop.size", "@shop.size: integer"),
        ("X-Size", "X-Size: integer"),
    ],
)
def test_names(cell: str, expected: str) -> None:
    assert rows(header("Field|Type|Description", f"{cell}|integer|It.")) == [expected]


def test_a_description_below_the_name() -> None:
    words = "How big it is, in metres. " * 200
    text = header("Field|Type", f"size<br>{words}|integer")
    assert found(text).rows[0].description == words.strip()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("`size` (integer)", "size: integer"),
        ("size (integer, required)", "size: integer required"),
        ("size: integer", "size: integer"),
        ("size<br>_integer_", "size: integer"),
        ("size integer", "size: integer"),
    ],
)
def test_a_type_in_the_column_of_names(cell: str, expected: str) -> None:
    assert rows(header("Parameter|Description", f"{cell}|It.")) == [expected]


def test_several_names_in_a_cell() -> None:
    text = header("Parameter|Type|Description", "`limit`, `offset?`|integer|Paging.")
    assert rows(text) == ["limit: integer", "offset: integer optional"]


def test_a_row_that_goes_on() -> None:
    text = header(
        "Field|Type|Description", "a|string|One.", "||Two.", "b|string|", "|string|Lost.", "||"
    )
    read = found(text)
    assert [row.name for row in read.rows] == ["a", "b"]
    assert read.rows[0].description == "One.\nTwo."
    assert [(code, line) for code, _, line in read.troubles] == [("nameless-row", 5)]


def test_a_heading_within_a_table() -> None:
    text = header("Field|Type|Description", "a|string|One.", "**More of them**||", "b|string|Two.")
    read = found(text)
    assert [row.name for row in read.rows] == ["a", "b"]
    assert read.troubles == ()


def test_rows_know_their_lines() -> None:
    text = header("Field|Type", "a|string", "b|string")
    assert [row.offset for row in found(text).rows] == [2, 3]


def test_one_name_twice_is_reported() -> None:
    read = found(header("Field|Type", "a|string", "a|integer"))
    assert [told(row) for row in read.rows] == ["a: string"]
    assert [code for code, *_ in read.troubles] == ["duplicate-row"]


def test_unknown_columns_and_types_are_reported() -> None:
    read = found(header("Field|Type|Permission", "a|(see below)|ADMIN"))
    assert {code for code, *_ in read.troubles} == {"unknown-column", "unknown-type"}


def test_marks_that_contradict_each_other() -> None:
    read = found(header("Field|Type|Required", "a?|string|yes"))
    assert read.rows[0].presence == "required"
    assert [code for code, *_ in read.troubles] == ["contradicting-marks"]


def test_links_of_types_and_descriptions() -> None:
    text = header("Field|Type|Description", "owner|[person](people.md#x)|The [kind](#kinds) of it.")
    links = found(text).rows[0].links
    assert [(one.label, one.target, one.described) for one in links] == [
        ("Person", "people.md#x", False),
        ("kind", "#kinds", True),
    ]


def test_facts_of_descriptions() -> None:
    text = header(
        "Field|Type|Description",
        "a|string|Read-only. At most 20 characters.",
        "b|string|One of `x` or `y`. Default is `x`.",
        "c|string|`x`, `y`, `z`",
    )
    read = found(text)
    assert [told(row) for row in read.rows] == [
        "a: string read-only",
        "b: string = 'x' {x, y}",
        "c: string {x, y, z}",
    ]
    assert read.rows[0].constraints.max_length == 20


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("`a`, `b`", ("a", "b")),
        ("a, b or c", ("a", "b", "c")),
        ('"a" / "b"', ("a", "b")),
        ("a<br>b", ("a", "b")),
        ("`a` `b`", ("a", "b")),
        ("`a``b`", ()),
        ("a b", ()),
        ("any text that is short", ()),
        ("a, b, ...", ()),
    ],
)
def test_allowed_values_in_a_column(cell: str, expected: tuple[str, ...]) -> None:
    text = header("Name|Type|Allowed values", f"mode|string|{cell}")
    assert found(text).rows[0].values == expected


def test_allowed_numbers_in_a_column() -> None:
    assert found(header("Name|Type|Options", "n|integer|1, 2, 3")).rows[0].values == (1, 2, 3)


def test_a_default_that_the_type_does_not_have() -> None:
    read = found(header("Name|Type|Default", "n|integer|many"))
    assert read.rows[0].constraints.default is None
    assert [code for code, *_ in read.troubles] == ["description-contradicts-type"]


def test_a_default_of_an_unknown_type() -> None:
    row = found(header("Name|Default|Description", "n|50|How many.")).rows[0]
    assert row.constraints.default is None
    assert row.description == "How many.\nDefault: 50"


# -- Styles ----------------------------------------------------------------------------------------


def test_marks_of_a_style() -> None:
    style = styled(
        r"""
        required.name = '^\*\*(?=\w)'
        optional.type = '^opt '
        nullable.type = '^\?'
        optional.description = '^\[opt\]'
        [unmarked]
        response = "required"
        """
    )
    text = header(
        "Field|Type|Description",
        "**a**|string|A.",
        "b|opt string|B.",
        "c|?string|[opt] C.",
        "d|string|D.",
    )
    assert rows(text, "response", style) == [
        "a: string required",
        "b: string optional",
        "c: string optional null",
        "d: string required",
    ]
    assert rows(text, "request", style)[3] == "d: string"


def test_columns_of_a_style() -> None:
    style = styled("columns.name = ['wire']\ncolumns.ignored = ['owner']")
    read = found(header("Wire|Type|Owner", "a|string|me"), style=style)
    assert [told(row) for row in read.rows] == ["a: string"]
    assert read.troubles == ()


# -- Parameters ------------------------------------------------------------------------------------


def test_locations() -> None:
    text = header(
        "Parameter|In|Type|Description",
        "a|path|string|",
        "b|query string|string|",
        "c|Header|string|",
        "d|body|string|",
        "e||string|This is sent as a query parameter.",
        ":f||string|",
        "g||string|",
    )
    read = found(text, "parameters")
    assert [row.name for row in read.rows] == ["a", "b", "c", "d", "e", "f", "g"]
    assert read.locations == ("path", "query", "header", "body", "query", "path", None)


def test_a_header_that_says_where() -> None:
    assert found(header("Query parameter|Type", "a|string"), "parameters").locations == ("query",)
    assert found(header("Header|Value", "X-A|A token."), "headers").locations == ("header",)


def test_headers_with_their_values() -> None:
    text = header("Name|Description", "Prefer: wait=10|Wait. Optional.", "X-B|A token. Required.")
    assert rows(text, "headers") == ["Prefer: ? optional", "X-B: ? required"]


def test_types_in_a_column_of_values() -> None:
    text = header("Name|Value|Description", "a|string|One.", "b|integer|Two.")
    assert rows(text, "parameters") == ["a: string", "b: integer"]


# -- Nesting ---------------------------------------------------------------------------------------


def nested(text: str, role: Role = "properties") -> list[tuple[str, list[str]]]:
    read = found(text, role)
    below = [(" ".join(map(str, path)), [told(row) for row in rows]) for path, rows in read.nested]
    return [("", [told(row) for row in read.rows]), *below]


def test_names_with_dots_and_brackets() -> None:
    text = header(
        "Field|Type",
        "owner|object",
        "owner.name|string",
        "owner.home.city|string",
        "lines[].price|number",
        "tags[]|string",
        "files[n]|string",
    )
    assert nested(text) == [
        ("", ["owner: object", "lines: array<any>", "tags: array<string>", "files: array<string>"]),
        ("owner", ["name: string", "home: ?"]),
        ("owner home", ["city: string"]),
        ("lines []", ["price: number"]),
    ]


def test_the_marks_of_arrays_may_be_left_out() -> None:
    text = header("Field|Type", "lines|array of objects", "lines.price|number")
    assert nested(text)[1] == ("lines []", ["price: number"])


def test_a_path_below_rows_that_the_page_does_not_print() -> None:
    text = header("Field|Type", "home.city|string", "home.zip|string", "a.b|string")
    assert nested(text) == [
        ("", ["home: ?", "a.b: string"]),
        ("home", ["city: string", "zip: string"]),
    ]


def test_query_parameters_are_no_paths() -> None:
    text = header("Parameter|Type", "filter|string", "filter[a]|string", "filter.b|string")
    assert [row.name for row in found(text, "query").rows] == ["filter", "filter[a]", "filter.b"]


def test_values_of_maps() -> None:
    text = header("Field|Type", "prices|object", "prices.*.sum|number", "prices.{key}.unit|string")
    assert nested(text)[1:] == [("prices {}", ["sum: number", "unit: string"])]


@pytest.mark.parametrize(
    "indents",
    [
        ("", "&nbsp;&nbsp;", "&nbsp;&nbsp;&nbsp;&nbsp;"),
        ("", "→ ", "→ → "),
        ("", "- ", "-- "),
        ("", "└ ", "&nbsp;└ "),
        ("", "> ", ">> "),
        ("", "» ", "»» "),
        ("", "&emsp;", "&emsp;&emsp;"),
        ("", ".", ".."),
    ],
)
def test_names_that_stand_further_in(indents: tuple[str, str, str]) -> None:
    none, once, twice = indents
    text = header(
        "Field|Type",
        f"{none}owner|object",
        f"{once}home|object",
        f"{twice}city|string",
        f"{once}name|string",
        f"{none}size|integer",
    )
    assert nested(text) == [
        ("", ["owner: object", "size: integer"]),
        ("owner", ["home: object", "name: string"]),
        ("owner home", ["city: string"]),
    ]


def test_blanks_in_code_are_an_indent() -> None:
    text = header("Field|Type", "`owner`|object", "`  name`|string")
    assert nested(text)[1] == ("owner", ["name: string"])


def test_indented_names_with_the_whole_path() -> None:
    text = header("Field|Type", "lines|array of objects", "&nbsp;lines.price|number")
    assert nested(text)[1] == ("lines []", ["price: number"])


# -- Values ----------------------------------------------------------------------------------------


def values(text: str, role: Role | None = None, style: Style = GENERAL) -> tuple[str, list[str]]:
    read = found(text, role, style)
    return read.kind, [
        " ".join(filter(None, (repr(one.value), one.name, one.description))) for one in read.values
    ]


@pytest.mark.parametrize(
    "names", ["Type|ID", "Name|Value", "Level|Integer", "Mode|Value", "Key|Code"]
)
def test_integers_with_names(names: str) -> None:
    text = header(f"{names}|Description", "`OPEN`|0|It is open.", "SHUT_DOWN|`1`|")
    assert values(text) == ("enum", ["0 OPEN It is open.", "1 SHUT_DOWN"])


def test_names_that_are_words_of_types() -> None:
    text = header("Type|Value", "STREAM|1", "FILE|2", "DOOR|3")
    assert values(text, "definition") == ("enum", ["1 STREAM", "2 FILE", "3 DOOR"])


def test_integers_before_their_names() -> None:
    text = header("Value|Name|Description", "1|Open|It is.", "2|Shut \\*|It was.")
    assert values(text, "definition") == ("enum", ["1 Open It is.", "2 Shut It was."])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("`1 << 0`", "`1 << 3`"), [1, 8]),
        (("0x01", "0x10"), [1, 16]),
        (("0b01", "0b10"), [1, 2]),
        (("`0x0000000000000002` `(1 << 1)`", "2^40"), [2, 1 << 40]),
    ],
)
def test_bits(cells: tuple[str, str], expected: list[int]) -> None:
    read = found(header("Flag|Value", f"A|{cells[0]}", f"B|{cells[1]}"), None)
    assert (read.kind, [one.value for one in read.values]) == ("flags", expected)


@pytest.mark.parametrize(
    ("names", "numbers", "role", "kind"),
    [
        ("Flag|Value", (1, 2, 4), None, "flags"),
        ("Name|Value", (1, 2, 4), None, "enum"),
        ("Name|Value", (1, 2, 4), "flags", "flags"),
        ("Name|Value", (1, 2, 4, 8), None, "flags"),
        ("Name|Value", (0, 1, 2, 4, 8), None, "flags"),
        ("Name|Value", (1, 2, 3, 4), None, "enum"),
        ("Name|Value", (0, 1, 2, 3), None, "enum"),
    ],
)
def test_powers_of_two(names: str, numbers: tuple[int, ...], role: Role | None, kind: str) -> None:
    text = header(names, *(f"SIDE_{number}|{number}" for number in numbers))
    assert found(text, role).kind == kind


def test_names_that_are_what_is_sent() -> None:
    text = header("Member|Value|Description", "oneOnOne|0|Two.", "group|1|Many.")
    assert values(text, "enum") == ("enum", ["'oneOnOne' Two.", "'group' Many."])


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (header("Value|Description", "'a'|A.", '"b-c"|'), None),
        (header("Enum|Meaning", "`a`|A.", "`b-c`|"), None),
        (header("Member", "a", "b-c"), None),
        (header("Status|Description", "a|A.", "b-c|"), None),
        (header("Colour", "`a`", "`b-c`"), "enum"),
        (header("Colour|Description", "a|A.", "b-c|"), "enum"),
    ],
)
def test_words(text: str, role: Role | None) -> None:
    read = found(text, role)
    assert (read.kind, [one.value for one in read.values]) == ("enum", ["a", "b-c"])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("none|No.", "some|A few."), ["none", "some"]),
        (("empty|No.", "some|A few.", "n/a|", "-|"), ["empty", "some"]),
        (("0|No.", "None|", "1|One."), [0, 1]),
    ],
)
def test_words_for_nothing_are_values_among_words(
    cells: tuple[str, ...], expected: list[str | int]
) -> None:
    read = found(header("Value|Description", *cells), "enum")
    assert [one.value for one in read.values] == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("data|Binary|The text.", "size|Int32|Its size."), ["data: binary", "size: int32"]),
        (("GET|String|The text.", "PUT|String|Its size."), []),
        (("[Get it](get.md)|String|The text.",), []),
    ],
)
def test_names_below_a_header_that_the_cells_belie(
    cells: tuple[str, ...], expected: list[str]
) -> None:
    result = table(header("Method|Return Type|Description", *cells))
    assert [told(row) for row in (result.rows if result else ())] == expected


def test_null_is_no_value_of_an_enum() -> None:
    assert values(header("Value|Description", "null|None.", "a|A.")) == ("enum", ["'a' A."])


def test_types_are_no_values() -> None:
    text = header("Field|Type|Description", "mode|string|A.", "self|boolean|B.")
    assert rows(text, "enum") == ["mode: string", "self: boolean"]


# -- Statuses and requests -------------------------------------------------------------------------


def test_statuses() -> None:
    text = header("Code|Meaning", "200 (OK)|Done.", "`4XX`|Your fault.", "default|Else.")
    read = found(text, None)
    assert read.kind == "statuses"
    assert read.statuses == (
        ("200", "Done.", 2),
        ("4XX", "Your fault.", 3),
        ("default", "Else.", 4),
    )


def test_codes_that_are_no_statuses() -> None:
    assert table(header("Code|Meaning", "10001|Unknown shop", "10002|Unknown door"), None) is None


def test_requests() -> None:
    text = header("Method|Path|Produces", "`GET`|`/doors/:id`|`text/plain`", "PUT/POST|/doors|-")
    read = found(text, "definition")
    assert read.kind == "requests"
    assert read.requests == (("GET", "/doors/:id", 2), ("PUT", "/doors", 3), ("POST", "/doors", 3))


def test_several_paths_in_a_cell() -> None:
    read = found(header("Method|Path", "`POST`|`/doors/:id` <br /> `/doors`"), None)
    assert read.requests == (("POST", "/doors/:id", 2), ("POST", "/doors", 2))


def test_requests_in_one_column() -> None:
    read = found(header("Task|HTTP request", "List|`GET /doors/{door-id}`"), None)
    assert read.requests == (("GET", "/doors/{door-id}", 2),)


# -- What is nothing of the kind -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        header("Plan|Price", "Free|0", "Team|10"),
        header("Name|Extension", "JPEG|.jpg, .jpeg", "PNG|.png"),
        header("|Web|App", "**What**|A page|A program"),
        header("Edition|Status|Default", "10|Available|", "9|Available|"),
        header("Locale|Fallback", "en-US|en-GB"),
        header("Property|Value", "status|open", "status|shut"),
        header("Feature|Limit", "Doors in a shop|20"),
        header("Property|Type|Description", "Some long words|string|No.", "More words|string|"),
    ],
)
def test_other_tables(text: str) -> None:
    assert table(text, None) is None


def test_a_table_without_rows() -> None:
    assert found(header("Property|Type|Description")).rows == ()


def test_columns_that_say_nothing() -> None:
    style = styled("columns.ignored = ['right', 'least.*']")
    assert found(header("Right|Least of them", "Mine|All"), None, style).kind == "other"


# -- HTML ------------------------------------------------------------------------------------------


def test_tables_of_html() -> None:
    text = """
    <table class="wide">
      <thead><tr><th>Field</th><th>Type</th><th>Description</th></tr></thead>
      <tbody>
      <tr><td><code>a_b</code></td><td>string</td><td>One &lt;of&gt; <a href="x.md#y">them</a>.<br/>
        More *so*.</td></tr>
      <tr><td rowspan="2">c</td><td>integer<td>It.</tr>
      <tr><td>string</td><td>Again.</td></tr>
      <tr><td><b>d?</b></td><td colspan="2">boolean</td></tr>
    </table>
    """
    read = found(text)
    assert [told(row) for row in read.rows] == ["a_b: string", "c: integer", "d: boolean optional"]
    first = read.rows[0]
    assert first.description == "One <of> them.\nMore *so*."
    assert [(one.label, one.target) for one in first.links] == [("them", "x.md#y")]
    assert [row.offset for row in read.rows] == [3, 5, 7]


def test_blanks_that_do_not_break_are_an_indent_in_html() -> None:
    cells = ("owner</td><td>object", "&nbsp;&nbsp;name</td><td>string")
    body = "".join(f"<tr><td>{one}</td></tr>" for one in cells)
    read = found(f"<table><tr><th>Field</th><th>Type</th></tr>{body}</table>")
    assert [path for path, _ in read.nested] == [("owner",)]


@pytest.mark.parametrize(
    "text",
    [
        "<table>",
        "<table><tr></tr></table>",
        "<table></table></table></td>",
        "<table><tr><td>Field<tr><td></code></a></td>",
        "<table><tr><th colspan=99999>Field</th><th rowspan='-1'>Type</th></table>",
        "<table><tr><th>Field</th><th>Type</th></tr><tr><td>" + "<table><tr><td>" * 500,
        "<table><tr><th>Field</th><th>Type</th></tr><tr><td>a<td>" + "&nbsp;" * 9999,
    ],
)
def test_html_that_is_malformed(text: str) -> None:
    table(text)


def test_spans_make_no_table_of_millions() -> None:
    row = "<tr>" + "<td rowspan=9999 colspan=9999>x</td>" * 50 + "</tr>\n"
    started = time.process_time()
    table("<table><tr><th>Field</th><th>Type</th></tr>\n" + row * 200 + "</table>")
    assert time.process_time() - started < 5


# -- Hostile input ---------------------------------------------------------------------------------


def long_table(count: int) -> str:
    cells = (f"a{n}.b{n % 7}[].c|string|It is [x](y.md#z), required.|{n}" for n in range(count))
    return header("Field|Type|Description|Default", *cells)


def timed(text: str) -> float:
    started = time.perf_counter()
    table(text)
    return time.perf_counter() - started


def test_time_grows_with_the_rows() -> None:
    timed(long_table(10))
    less, more = timed(long_table(500)), timed(long_table(5000))
    assert more < 50 * less + 1


@pytest.mark.parametrize(
    "cell",
    [
        "*" * 20_000,
        "(" * 20_000,
        "a." * 20_000,
        "[" * 20_000,
        "a[" * 20_000,
        "`" * 20_001,
        "&nbsp;" * 10_000 + "a",
        "<br>" * 10_000,
        "a, " * 10_000,
        "→ " * 10_000 + "a",
        "1 << " * 10_000,
        "0x" + "f" * 20_000,
        "9" * 20_000,
        "'" * 20_000,
        "[a](" * 10_000,
        "a?" * 10_000,
        "-" * 20_000,
        "a" + " [1]" * 100_000,
        "a" + " (optional)" * 50_000,
        "a" + " optional" * 50_000,
    ],
)
def test_cells_that_are_hostile(cell: str) -> None:
    started = time.perf_counter()
    for names in ("Field|Type|Default|Options|In", "Code|Value|Name|Required|Path"):
        for role in (None, "properties", "enum", "query"):
            table(header(names, "|".join([cell] * 5), f"a|{cell}|1|b|c"), role)
    assert time.perf_counter() - started < 10


_CELL = st.text(alphabet="ab.[]{}()<>`*_?:|,-/&#;\\ \t1=\"'→»\u00a0é", max_size=30)
_HEADER = st.sampled_from(
    [
        "Field",
        "Type",
        "Value",
        "Description",
        "Required",
        "Default",
        "Code",
        "Name",
        "Path",
        "In",
        "x",
    ]
)
_ROLE = st.sampled_from((None, "properties", "enum", "flags", "query", "headers", "statuses"))


@given(st.lists(_HEADER, min_size=1, max_size=5), st.lists(st.lists(_CELL, max_size=5)), _ROLE)
@settings(max_examples=300, phases=[Phase.generate])
def test_whatever_the_cells_are(
    names: list[str], cells: list[list[str]], role: Role | None
) -> None:
    text = header("|".join(names), *("|".join(row) for row in cells))
    read = table(text, role) if "|-" in text else None
    if read is not None:
        assert len(read.locations) in {0, len(read.rows)}
        assert all(path[0] in {row.name for row in read.rows} for path, _ in read.nested)
        assert len({type(one.value) for one in read.values}) <= 1


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("object", "object mapping keys of the lid to their `string`-ified value", "map<string>"),
        ("object", "Object that maps names to integers", "map<integer>"),
        ("object", "object mapping keys of the lid to their makers", "object"),
        ("dictionary", "By language. Values follow the same rules as `name`", "map<string>"),
        ("dictionary", "Values have the same format as the sizes.", "object"),
        ("dictionary", "Names follow the same rules as `name`", "object"),
        ("binary", "The lid in base64", "byte"),
        ("binary", "The lid", "binary"),
    ],
)
def test_types_that_descriptions_complete(kind: str, text: str, expected: str) -> None:
    cells = ("name|string|What it is", f"it|{kind}|{text}")
    read_rows = found(header("Field|Type|Description", *cells)).rows
    assert str(read_rows[1].type) == expected
