"""Lists, headings and terms of any vendor: Markdown in, rows and values out."""

from __future__ import annotations

import time
from textwrap import dedent

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from codegen.dialects import styles
from codegen.dialects.general.headings import read_sections
from codegen.dialects.general.lists import read
from codegen.dialects.general.read import Read
from codegen.dialects.styles.style import Role
from codegen.markdown import Heading, parse
from codegen.sources import Document
from tests.test_general_tables import told

GENERAL = styles.named("general")


def listed(text: str, role: Role | None = "properties") -> Read | None:
    page = parse(Document(page="page.md", rank=0, text=dedent(text).strip() + "\n"))
    return read(page.blocks[0], GENERAL, role) if page.blocks else None


def found(text: str, role: Role | None = "properties") -> Read:
    result = listed(text, role)
    assert result is not None
    return result


def rows(text: str, role: Role | None = "properties") -> list[str]:
    return [told(row) for row in found(text, role).rows]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("**size** (integer, required): How big.", "size: integer required"),
        ("**size** *(integer)* - How big.", "size: integer"),
        ("`size` (integer, optional, default: 3) - How big.", "size: integer optional = 3"),
        ("`size` `(int: 3)` - How big.", "size: integer optional = 3"),
        ("`size` `(int: <required>)` - How big.", "size: integer required"),
        ("`size` `(int: <optional>)` How big.", "size: integer optional"),
        ("`size` `(int: required)`- How big.", "size: integer required"),
        ('`name` `(string: "a, b")` - What.', "name: string optional = 'a, b'"),
        ('`name` `(string: "")` - What.', "name: string optional = ''"),
        ("`shop` `(Shop: nil)` - Which.", "shop: Shop optional"),
        ("`tags` `(array<string>: [])` - Which.", "tags: array<string> optional"),
        ("size - integer - How big.", "size: integer"),
        ("size: integer, how big.", "size: integer"),
        ("`size` _integer_ how big", "size: integer"),
        ("`size` *integer* how big", "size: integer"),
        ("`size` {integer} how big", "size: integer"),
        ("`size` `integer` - how big", "size: integer"),
        ("`size`: `integer`", "size: integer"),
        ("`size` - **Required**. How big.", "size: ? required"),
        ("**`size`** \u2013 How big.", "size: ?"),
        ("**size:** How big.", "size: ?"),
        ("__size__: How big.", "size: ?"),
        ("`size` <code>integer</code> **required** How big.", "size: integer required"),
        ("`size` - *Note* that it is big.", "size: ?"),
        ("**`size`** (*Required*): How big.", "size: ? required"),
        ("`size` is how big it is.", "size: ?"),
        ("`size?`: How big.", "size: ? optional"),
        ("`size` (see below) - How big.", "size: ?"),
        ("`sizes` - A map of names to how big they are.", "sizes: object"),
        ("`sizes` - A key-value map that says how big.", "sizes: object"),
        ("`sizes` - A JSON map of sizes.", "sizes: object"),
        ("`sizes` - A `map[string]integer` of sizes.", "sizes: map<integer>"),
        ("`sizes` `(string: nil)` - A map of names to sizes.", "sizes: string optional"),
        ("`town` - A map of the town.", "town: ?"),
        ("`size`", "size: ?"),
        ("`size` (read-only): How big.", "size: ? read-only"),
        ("`size` \u2014 integer, required. How big.", "size: integer required"),
        ("`size` - integer, optional: How big.", "size: integer optional"),
        ("`size` -> integer, optional - How big.", "size: integer optional"),
        ("`size` - integer, read-only, at most 5.", "size: integer read-only"),
        ("`shops` - array of [Shop](#shop) objects, optional.", "shops: array<Shop> optional"),
        ("`shops` - array of [Shop](#shop). Which.", "shops: array<Shop>"),
        ("`shop` - Parent [Shop](#shop) object.", "shop: ?"),
    ],
)
def test_items(item: str, expected: str) -> None:
    assert rows(f"- {item}") == [expected]


def test_descriptions() -> None:
    text = """
    - **a** (string, required): The
      first of [all](all.md).

      And more of it.
    - `b` (integer, at most 5): The next.
    - c: string. The last.
    """
    read = found(text)
    assert [row.description for row in read.rows] == [
        "The\nfirst of all.\nAnd more of it.",
        "at most 5. The next.",
        "The last.",
    ]
    assert [row.offset for row in read.rows] == [0, 4, 5]
    assert [one.target for one in read.rows[0].links] == ["all.md"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("`a` \u2014 integer, required. How big - or not.", "How big - or not."),
        ("`a` - integer, required, nullable: How = why.", "How = why."),
        ("`a` - integer, optional - How big.", "How big."),
        ("`a` - integer, required, at most 5.", "at most 5."),
        ("`a` - integer, required, if `b` is set.", "required, if b is set."),
        ("`a` - integer, required for shops.", "required for shops."),
        ("`a` - integer (see above): How = why.", "(see above): How = why."),
        ("`a` (integer, a size) How = why.", "a size. How = why."),
        ("`a` - array of [Shop](#shop) objects, optional.", ""),
        ("`a` - array of [Shop](#shop) objects to open.", "array of Shop objects to open."),
        ("`a` -> How big.", "How big."),
        ("`a` --> How big.", "How big."),
    ],
)
def test_what_is_left_of_an_item_is_its_description(item: str, expected: str) -> None:
    assert [row.description for row in found(f"- {item}").rows] == [expected]


@pytest.mark.parametrize(
    "item",
    [
        "`purpose` \u2014 integer, required. `0` = Work, `1` = Leisure.",
        "`purpose` \u2014 integer, required. 0 = Work, 1 = Leisure.",
        "`purpose` (integer, required): `0` = Work, `1` = Leisure.",
    ],
)
def test_values_behind_marks(item: str) -> None:
    (row,) = found(f"- {item}").rows
    assert (row.presence, row.values) == ("required", (0, 1))
    assert [(one.value, one.name) for one in row.details] == [(0, "Work"), (1, "Leisure")]
    assert row.description == "0 = Work, 1 = Leisure."


def test_arrows_stand_between_values_and_what_they_mean() -> None:
    text = """
    - `A` -> first
    - `B` \u2192 second
    - `C` => third
    """
    read = found(text, "enum")
    assert [one.description for one in read.values] == ["first", "second", "third"]


def test_several_names() -> None:
    assert rows("- `limit`, `offset` (integer): Paging.") == ["limit: integer", "offset: integer"]


def test_where_parameters_stand() -> None:
    text = """
    - `:door` `(string: <required>)` - Which door. It is part of the path.
    - `wait` `(string: "")` - How long. This is given as a query string parameter.
    - `Key` `(string: "")` - The key.
    """
    assert found(text, "parameters").locations == ("path", "query", None)


def test_nested_lists() -> None:
    text = """
    - `owner` (object): Who.
      - `name` (string): Name.
      - `homes` (array of objects): Where.
        - `city` (string): City.
    - `lines` - Lines:
      * `price` - Price.
    """
    read = found(text)
    assert [told(row) for row in read.rows] == ["owner: object", "lines: ?"]
    assert [(path, [row.name for row in below]) for path, below in read.nested] == [
        (("owner",), ["name", "homes"]),
        (("owner", "homes", "[]"), ["city"]),
        (("lines",), ["price"]),
    ]


def test_tables_in_lists() -> None:
    text = """
    - `owner` (object): Who.

      | Field | Type |
      | - | - |
      | name | string |
    - `mode` (string): How.

      | Value | Description |
      | - | - |
      | slow | Not fast. |
    """
    read = found(text)
    assert [told(row) for row in read.rows] == ["owner: object", "mode: string {slow}"]
    assert [(path, [row.name for row in below]) for path, below in read.nested] == [
        (("owner",), ["name"])
    ]


@pytest.mark.parametrize(
    "items",
    [
        ("- `mode` (string): How:", "`slow` - Not fast.", "`fast`: Not slow."),
        ("- `mode` (string) - One of the following values:", "slow - Not fast.", "fast"),
        (
            "- `mode` (enum) - How. Possible enum values:",
            "`slow` - Not fast.",
            "`fast` - Not slow.",
        ),
        ("- `mode` - How:", '`"slow"` - Not fast.', '`"fast"` - Not slow.'),
        ("- `Mode` - How:", "`slow` - Not fast.", "`fast` - Not slow."),
    ],
)
def test_nested_values(items: tuple[str, ...]) -> None:
    head, *below = items
    read = found("\n".join([head, *(f"  - {one}" for one in below)]))
    assert read.rows[0].values == ("slow", "fast")
    assert read.rows[0].details[0].description == "Not fast."
    assert read.nested == ()


def test_nested_prose_is_description() -> None:
    text = """
    - `mode` (string): How.
      - It goes as you would think.
      - Or not at all.
    """
    assert "Or not at all." in found(text).rows[0].description


@pytest.mark.parametrize(
    ("role", "expected"), [("enum", "enum"), ("flags", "enum"), (None, None), ("operation", None)]
)
def test_lists_of_values(role: Role | None, expected: str | None) -> None:
    read = listed("- `slow` - Not fast.\n- `fast`: Not slow.\n- `none`", role)
    assert (read.kind if read else None) == expected
    if read:
        assert [one.value for one in read.values] == ["slow", "fast", "none"]
        assert read.values[1].description == "Not slow."


def test_lists_of_bits() -> None:
    read = found("- `1` - Read.\n- `2` - Write.\n- `4` - Both.", "flags")
    assert (read.kind, [one.value for one in read.values]) == ("flags", [1, 2, 4])


@pytest.mark.parametrize(
    "text",
    [
        "- Open the door.\n- Close it.",
        "- **Doors:** All of them.\n- **Keys:** None.",
        "- [doors](doors.md)\n- [keys](keys.md)",
        "- [doors](doors.md) - All of them.",
        "- `doors` are open\n- `keys` - none",
        "- Note: the door is open.\n- See: the key.",
        "1. Doors\n2. Keys",
        "- A [door](door.md), which is open.",
        "- Type ([door](door.md) resource)",
    ],
)
def test_lists_of_prose(text: str) -> None:
    assert listed(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "- Open the door.\n- Close it.",
        "- [doors](doors.md)\n- [keys](keys.md)",
        "- A door, which is open.\n- **Keys** that fit it",
    ],
)
def test_prose_under_a_heading_of_properties(text: str) -> None:
    assert listed(text, "parameters") is None


def test_types_tell_properties_under_any_heading() -> None:
    text = "- `size` (integer): How big.\n- `name` (string): What."
    assert rows(text, None) == ["size: integer", "name: string"]


def test_a_heading_that_names_a_type_announces_less() -> None:
    assert rows("- `size` - How big.", "definition") == ["size: ?"]
    assert listed("- **Size** - How big.", "definition") is None
    assert listed("- `READ`\n- `WRITE`", "definition") is None


def test_items_that_name_nothing_are_reported() -> None:
    read = found("- `size` (integer): How big.\n- and so on\n- `name` (string): What.")
    assert [row.name for row in read.rows] == ["size", "name"]
    assert [(code, line) for code, _, line in read.troubles] == [("nameless-row", 1)]


# -- Terms -----------------------------------------------------------------------------------------


def test_definition_lists() -> None:
    text = """
    <dl>
    <dt><code>size</code></dt>
    <dd>(integer, required) How &lt;big&gt;, see <a href="big.md">big</a>.</dd>
    <dt>name</dt><dd>string. What.</dd>
    </dl>
    """
    read = found(text)
    assert [told(row) for row in read.rows] == ["size: integer required", "name: string"]
    assert [row.description for row in read.rows] == ["How <big>, see big.", "What."]
    assert [row.offset for row in read.rows] == [1, 3]


def test_terms_with_colons() -> None:
    assert rows("size\n: `integer` How big.") == ["size: integer"]
    assert listed("size\n: How big.", None) is None
    assert listed("Just a text:\nand more", "properties") is None


@pytest.mark.parametrize(
    "name", ["**size**", "`size`", '** [size](#size) **   <a name="the-size"></a>']
)
def test_paragraphs_with_keys(name: str) -> None:
    read = found(f"{name}\nHow big it is.  \nType: Integer  \nRequired: Yes", None)
    assert [told(row) for row in read.rows] == ["size: integer required"]
    assert read.rows[0].description == "How big it is."


@pytest.mark.parametrize(
    "text", ["**Size**\nHow big it is.", "Size:\nType: Integer", "**All doors**\nType: Wood"]
)
def test_paragraphs_of_prose(text: str) -> None:
    assert listed(text, None) is None


# -- Headings --------------------------------------------------------------------------------------


def headed(text: str, role: Role | None = "properties") -> tuple[list[str], Read, int] | None:
    page = parse(Document(page="page.md", rank=0, text=dedent(text).strip() + "\n"))
    sections = [one for one in page.sections() if isinstance(one.heading, Heading)]
    result = read_sections(sections, GENERAL, role)
    if result is None:
        return None
    return [told(row) for row in result[0].rows], *result


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("**Type:** integer", "size: integer"),
        ("**Type**: `integer`\n**Required**: yes", "size: integer required"),
        ("Type: integer | Default: 3 | Required: no", "size: integer optional = 3"),
        ("_Type:_ integer<br>_Required:_ true", "size: integer required"),
        ("- **Type:** integer\n- **Default:** `3`", "size: integer = 3"),
        ("_integer_, required", "size: integer required"),
        ("**integer** \u00b7 Required", "size: integer required"),
        ("integer\n*Possible values:* `1` `2`", "size: integer {1, 2}"),
        ("`integer`", "size: integer"),
        ("(integer, optional)", "size: integer optional"),
    ],
)
def test_headings(body: str, expected: str) -> None:
    read = headed(f"### `size`\n{body}\n\nHow big it is.\n\n## Other\n")
    assert read is not None
    assert read[0] == [expected]
    assert read[1].rows[0].description == "How big it is."
    assert read[2] == 1


@pytest.mark.parametrize("heading", ["`size` {#arg-size}", "`size` (integer) {: #size }"])
def test_headings_with_ids(heading: str) -> None:
    read = headed(f"### {heading}\n**integer**\n\nHow big it is.\n")
    assert read is not None
    assert read[0] == ["size: integer"]


def test_headings_with_ids_alone_are_no_properties() -> None:
    assert headed("## Facts {#facts}\n\nThere are some.\n", "parameters") is None


def test_headings_below_headings() -> None:
    text = """
    ### `owner` (object)
    Who.

    #### `name`
    Type: string
    ### `lines`
    Type: array of objects
    #### `price`
    Type: number
    ### See also
    Text.
    """
    read = headed(text)
    assert read is not None
    assert read[0] == ["owner: object", "lines: array<object>"]
    assert [(path, [told(row) for row in below]) for path, below in read[1].nested] == [
        (("owner",), ["name: string"]),
        (("lines", "[]"), ["price: number"]),
    ]
    assert read[2] == 4
    assert [row.offset for row in read[1].rows] == [0, 5]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("## Doors\nAll of them.", "properties"),
        ("## doors\nType: string", None),
        ("## `doors`\nAll of them.", None),
        ("## All doors\nType: string", "properties"),
    ],
)
def test_headings_of_other_things(text: str, role: Role | None) -> None:
    assert headed(text, role) is None


# -- Hostile input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "item",
    [
        "`" * 20_001,
        "**" * 10_000,
        "a (" + "(" * 20_000,
        "a (" + "x," * 20_000 + ")",
        "`a` `(" + "<" * 20_000 + ")`",
        "`a`, " * 5_000,
        "a - " * 10_000,
        "a: " * 10_000,
        "[a](" * 10_000,
        "`a` " + "_b " * 10_000,
        "`a` {" * 10_000,
        "a" * 50_000,
        "a" + " [1]" * 100_000,
        "a" + " (optional)" * 50_000,
        "a" + " optional" * 50_000,
    ],
)
def test_items_that_are_hostile(item: str) -> None:
    started = time.perf_counter()
    for role in (None, "properties", "enum"):
        listed(f"- {item}\n- {item} b\n\n  {item}", role)
        listed(f"{item}\n: {item}", role)
        headed(f"# {item}\n{item}", role)
    assert time.perf_counter() - started < 10


def test_lists_that_are_nested_deep() -> None:
    text = "\n".join(f"{'  ' * depth}- `a{depth}` (object): It." for depth in range(60))
    read = found(text)
    assert read.rows[0].name == "a0"
    assert {code for code, *_ in read.troubles} <= {"nested-too-deep"}


def test_time_grows_with_the_items() -> None:
    def timed(count: int) -> float:
        text = "\n".join(
            f"- `a{n}` (string, default: {n}): It is `x` or `y`." for n in range(count)
        )
        started = time.perf_counter()
        found(text)
        return time.perf_counter() - started

    timed(10)
    less, more = timed(300), timed(3000)
    assert more < 50 * less + 1


_TEXT = st.text(alphabet="ab`*_()<>[]{}:-, \n\"'=|?#.1é", max_size=60)
_ROLE = st.sampled_from((None, "properties", "definition", "enum", "query"))


@given(st.lists(_TEXT, min_size=1, max_size=4), _ROLE)
@settings(max_examples=300, phases=[Phase.generate])
def test_whatever_the_items_are(items: list[str], role: Role | None) -> None:
    for text in ("\n".join(f"- {one}" for one in items), "\n".join(f"# {one}" for one in items)):
        page = parse(Document(page="page.md", rank=0, text=text))
        for block in page.blocks:
            result = read(block, GENERAL, role)
            assert result is None or len(result.locations) in {0, len(result.rows)}
        read_sections(page.sections()[1:], GENERAL, role)
