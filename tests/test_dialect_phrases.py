"""What descriptions state, and what they do not: each row one wording, its type and the facts."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.dialects.phrases import Facts, facts
from codegen.dialects.phrases.elements import element_label
from codegen.spec import Constraints, EnumValue
from codegen.typeexpr import parse

#: Wording, and type as text; '' where the page is blank.
Wording = tuple[str, str]


def _said(raw: str, kind: str) -> Facts:
    return facts(raw, parse(kind) if kind else None)


def _constraints(raw: str, kind: str) -> dict[str, Any]:
    found = _said(raw, kind).constraints
    names = Constraints.__struct_fields__
    return {
        name: value for name in names if (value := getattr(found, name)) is not None and value != ()
    }


@pytest.mark.parametrize(
    ("raw", "kind", "values"),
    [
        ("Possible values are: `red`, `green`, `blue`.", "string", "red green blue"),
        ("The possible values are Red, Green and Blue.", "string", "Red Green Blue"),
        ("Colour of the lid. Allowed values: `red`, `green`.", "string", "red green"),
        ("Valid options are either `slow` or `fast`.", "string", "slow fast"),
        ("Supported values for this property are: `a-1`, `b.2`", "Lid", "a-1 b.2"),
        ("Values are A, B, or C", "string", "A B C"),
        ("Values: up, down", "", "up down"),
        ("Enum: Slim, Wide", "string", "Slim Wide"),
        ("One of: slim, wide, full.", "string", "slim wide full"),
        ("Must be one of `slim` and `wide`.", "string", "slim wide"),
        ("This can be `slim` or `wide`.", "string", "slim wide"),
        ("Can be set to 'slim' or 'wide'.", "string", "slim wide"),
        ("`slim` or `wide`", "string", "slim wide"),
        ("*[Optional]* **slim** or **wide** (default is **wide**)", "string", "slim wide"),
        ("Way of sorting (`asc` or `desc`, default `asc`)", "string", "asc desc"),
        ("Kind of lid: `flat`, `domed`.", "string", "flat domed"),
        ("Kinds of lid: `flat`, `domed`.", "array<string>", "flat domed"),
        ("Possible values are: `flat` (one piece), `domed`.", "string", "flat domed"),
        (
            "Values are:<ul><li>`on`: it burns</li><li>`off`: it is dark</li></ul>",
            "string",
            "on off",
        ),
        ("Allowed values are 5 or 1000.", "int32", "5 1000"),
        ("either 0 (tin) or 1 (glass)", "int32", "0 1"),
        ("0 = Unknown, 1 = Private", "int32", "0 1"),
        ("Lid state: 1=Open, 2=Shut or 3=Stuck", "integer", "1 2 3"),
        ("How it ends. Open (0), Shut (1), Stuck (2)", "int64", "0 1 2"),
        ("0: none, 1: some, 2: all", "int32", "0 1 2"),
        ("Allowed values: `null`, `minor` and `adult`.", "string", "minor adult"),
    ],
)
def test_lists_of_values(raw: str, kind: str, values: str) -> None:
    assert [str(one.value) for one in _said(raw, kind).values] == values.split()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("A colour such as `red`, `green` or `blue`.", "string"),
        ("Possible values are: red, green, etc.", "string"),
        ("Possible values are: red, green...", "string"),
        ("Possible values are, for example, `red` or `green`.", "string"),
        ("Possible values include `red` and `green`.", "string"),
        ("Possible values are: Lid1 thru Lid21, Rim1 thru Rim4", "string"),
        ("Possible values are described in the table below.", "string"),
        ("Possible values are: the colours of the lid, or none.", "string"),
        ("Valid values 1 to 365", "int32"),
        ("Values are cleared.", "string"),
        ("The only allowed value is `red`.", "string"),
        ("Must not be one of the following values: `red`, `green`.", "string"),
        ("Only one of Lid, Rim and Base is set.", "string"),
        ("At least one of `lid` and `rim` must be given.", "string"),
        ("Either an id of the list or, without a list, a text.", "string"),
        ("Supports `$sort` (`up`, `down`).", "string"),
        ("can be `png`, `gif`, or any other picture", "string"),
        ("Use `a`, `b` or `c` to write to it.", "string"),
        ("The lid (tin, glass, wood).", "string"),
        ("Kind of lid: tin, glass, wood", "string"),
        ("Comma-separated list; possible values: `lid`, `rim`", "string"),
        ("Flags. Possible values are: `lid`, `rim`", "string"),
        ("0 = no idea, 100 = quite sure", "int32"),
        ("100 = very glad; -100 = very sad; 0 = neither", "int32"),
        ("1 = lid, 2 = rim, 4 = base", "int32"),
        ("1 = lid, 2 = rim, ...", "int32"),
        ("1 = the lid is gone", "int32"),
        ("Number of lids, 0 = none, 1 = one", "int32"),
        ("Level at which it boils. 0 = off", "int32"),
        ("Possible values are: `red`, `green`.", "double"),
        ("Possible values are: `red`, `green`.", "map<string>"),
        ("Possible values are: `true`, `false`.", "boolean"),
        ("0 = no, 1 = yes", "boolean"),
    ],
)
def test_no_list_of_values(raw: str, kind: str) -> None:
    found = _said(raw, kind)
    assert found.values == ()
    assert found.contradictions == ()


def test_values_have_names_and_descriptions() -> None:
    named = _said(
        "0 = Unknown, 1 = Private (of one user), 2 = one that nobody may ever see", "int32"
    )
    assert named.values == (
        EnumValue(value=0, name="Unknown"),
        EnumValue(value=1, name="Private", description="of one user"),
        EnumValue(value=2, description="one that nobody may ever see"),
    )
    described = _said("Values are: `on` (it burns), `off`", "string")
    assert described.values[0] == EnumValue(value="on", description="it burns")
    lines = _said("Possible values are:<br>`on` - it burns<br>`off` - it is dark", "string")
    assert [one.description for one in lines.values] == ["it burns", "it is dark"]
    numbers = _said("either 0 (tin) or 1 (glass)", "int32")
    assert [one.name for one in numbers.values] == ["tin", "glass"]


@pytest.mark.parametrize(
    ("raw", "kind", "unproved"),
    [
        ("The lid (tin, glass, wood).", "string", ["tin glass wood"]),
        ("Kind of lid: Tin / Glass / Wood", "Lid", ["Tin Glass Wood"]),
        ("Tin/Glass/Wood?", "", ["Tin Glass Wood"]),
        ("The lid is either Tin or Glass.", "string", ["Tin Glass"]),
        ("Lid: 1=Tin, 2=Glass", "string", ["Tin Glass"]),
        ("The lid (tin, glass, etc.)", "string", []),
        ("The lid (e.g. tin, glass, wood)", "string", []),
        ("The lid (tin, glass)", "string", []),
        ("The lid (tin, glass, wood).", "int32", []),
        ("LidKind is an enum: Tin, Glass, Wood.", "string", []),
        ("Lid: 1=old tin, 2=Glass", "string", []),
        ("`lid` (tin, glass, wood)", "string", []),
    ],
)
def test_lists_that_a_sample_may_prove(raw: str, kind: str, unproved: list[str]) -> None:
    found = _said(raw, kind)
    assert [" ".join(str(one.value) for one in words) for words in found.unproved] == unproved
    assert found.values == ()


@pytest.mark.parametrize(
    ("raw", "kind", "message"),
    [
        ("1 = in, 2 = out, 3 = both", "string", "lists the values 1, 2, 3, but the type is string"),
        ("Possible values are: `in`, `out`", "int32", "lists the values in, out, but the type is"),
        (
            "Possible values are: `in`, `out`",
            "boolean",
            "lists the values in, out, but the type is",
        ),
        ("Possible values are: `in`, `out`", "date-time", "lists the values in, out"),
        ("At most 20 characters.", "int32", "limits the number of characters"),
        ("The default is `none`.", "int32", "gives the default none"),
        ("The default is `maybe`.", "boolean", "gives the default maybe"),
        (
            "Possible values are: `in`, `out`. The default is `up`.",
            "string",
            "gives the default up",
        ),
    ],
)
def test_a_fact_that_the_type_denies_is_handed_back(raw: str, kind: str, message: str) -> None:
    found = _said(raw, kind)
    (contradiction,) = found.contradictions
    assert message in contradiction
    assert found.constraints == Constraints()
    assert found.values == () or "default" in message


def test_values_of_the_type_column_come_first() -> None:
    found = facts("Values are A, B. Default B = none.", parse("string"), ("B", "C"))
    assert found.values == ()
    assert found.constraints.default == "B"


@pytest.mark.parametrize(
    ("raw", "kind", "limits"),
    [
        ("Max 255 characters.", "string", {"max_length": 255}),
        ("A note, max 2,000 significant characters on any device", "string", {"max_length": 2000}),
        ("Up to 20 characters", "string", {"max_length": 20}),
        ("It must not exceed 64 characters.", "string", {"max_length": 64}),
        ("Maximum length is 10.", "string", {"max_length": 10}),
        ("Max. length: 10 characters", "string", {"max_length": 10}),
        ("20 characters or less", "string", {"max_length": 20}),
        ("At least 8 characters.", "string", {"min_length": 8}),
        ("Minimum length: 2", "string", {"min_length": 2}),
        ("name of the lid (1-100 characters)", "string", {"min_length": 1, "max_length": 100}),
        ("Between 3 and 32 characters long", "string", {"min_length": 3, "max_length": 32}),
        ("Exactly 4 characters", "string", {"min_length": 4, "max_length": 4}),
        ("2-30 characters, or empty", "string", {"max_length": 30}),
        ("2-30 characters. Empty string for tins.", "string", {"max_length": 30}),
        ("Must be between 1 and 10.", "int32", {"minimum": 1, "maximum": 10}),
        ("Days to keep it (1-30)", "int32", {"minimum": 1, "maximum": 30}),
        ("Days. Valid values 1 to 365", "int32", {"minimum": 1, "maximum": 365}),
        ("Warmth, from 0 to 1.5", "double", {"minimum": 0, "maximum": 1.5}),
        ("Lids per page; min 0, max 25", "integer", {"minimum": 0, "maximum": 25}),
        (
            "Default is 50, minimum is 10, maximum is 500\\.",
            "int32",
            {
                "default": 50,
                "minimum": 10,
                "maximum": 500,
            },
        ),
        ("This value must be at least 5.", "int32", {"minimum": 5}),
        ("The value cannot exceed 12.", "int32", {"maximum": 12}),
        ("Must be greater than 0.", "int32", {"minimum": 1}),
        ("Must be a positive integer.", "int32", {"minimum": 1}),
    ],
)
def test_limits(raw: str, kind: str, limits: dict[str, Any]) -> None:
    assert _constraints(raw, kind) == limits


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Maximum 20 characters per line", "string"),
        ("Each lid has at most 20 characters.", "string"),
        ("0-4096 characters for tins, 0-1024 characters for all others", "string"),
        ("Max 2K", "string"),
        ("Max 255 characters.", "array<string>"),
        ("If it is a tin, max 20 characters.", "string"),
        ("Is it longer than 20 characters?", "string"),
        ("`Tin` - 20 characters at most", "string"),
        ("Number of people who took at least 1 lid", "int32"),
        ("Maximum 5 lids per tin", "int32"),
        ("The minimum (furthest from the rim) level", "int32"),
        ("The years 2010-2020", "int32"),
        ("(2010-2020)", "int32"),
        ("Must be between 10 and 1.", "int32"),
        ("Must be greater than 0.", "double"),
        ("Between 1 and 10.", "array<int32>"),
        ("Max value (if kind is 1); id of the lid (if kind is 5)", "int32"),
    ],
)
def test_no_limits(raw: str, kind: str) -> None:
    assert _constraints(raw, kind) == {}


@pytest.mark.parametrize(
    ("raw", "kind", "default"),
    [
        ("Show the lid? Default false.", "boolean", False),
        ("Defaults to `true`", "boolean", True),
        ("Keep it? Default no", "boolean", False),
        ("Whether it is shown (False by default)", "boolean", False),
        ("Lids to return. Defaults to 50.", "int32", 50),
        ("Default = 5 seconds, at most an hour", "int32", 5),
        ("If omitted, the default is 1", "int32", 1),
        ("Warmth, default value: 0.5", "double", 0.5),
        ('Names to use. Default = "lid". "lid, rim"', "string", "lid"),
        ("Names to use. Default = ''", "string", ""),
        ('the bits (default `"0"`)', "string", "0"),
        ("Values are A, B (default) and C", "string", "B"),
        ("Values are A, B and C. Default B", "string", "B"),
    ],
)
def test_defaults(raw: str, kind: str, default: object) -> None:
    assert _constraints(raw, kind)["default"] == default


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("The default language of the user", "string"),
        ("Default = show all lids.", "string"),
        ("Default language", "string"),
        ("Defaults to the number of lids", "int32"),
        ("Defaults to English if nothing is given", "string"),
        ("Default NULL = no filter", "string"),
        ("Default 404 page", "int32"),
        ("If it is a tin, the default is 5.", "int32"),
        ("Should the default be 5?", "int32"),
        ("True if this is the default lid", "boolean"),
        ("Default is 5", "array<int32>"),
        ("Default is `red`", "Lid"),
    ],
)
def test_no_default(raw: str, kind: str) -> None:
    found = _said(raw, kind)
    assert found.constraints.default is None
    assert found.contradictions == ()


@pytest.mark.parametrize(
    ("raw", "kind", "fact", "value"),
    [
        ("The lid. May be null.", "Lid", "nullable", True),
        ("It may also be null if there is no lid.", "Lid", "nullable", True),
        ("Nullable.", "string", "nullable", True),
        ("Filled where there is a lid, otherwise null", "Lid", "nullable", True),
        ("Null if it has not been opened yet.", "Lid", "nullable", True),
        ("name of the lid, or `null` if it has none", "string", "nullable", True),
        ("Send `null` to clear it.", "string", "nullable", True),
        ("Allowed values: `null`, `minor` and `adult`.", "string", "nullable", True),
        ("Not nullable.", "string", "nullable", False),
        ("Cannot be null.", "string", "nullable", False),
        ("Never null", "string", "nullable", False),
        ("Read-only.", "string", "read_only", True),
        ("Who made it. This property is read-only.", "string", "read_only", True),
        ("The name - read only property", "string", "read_only", True),
        ("How often it was tried (or not) Readonly field", "int32", "read_only", True),
        ("Counted. This is a calculated, readonly field.", "int32", "read_only", True),
        ("Read-only name of the maker", "string", "read_only", True),
        ("Changes are lost, so treat this as a read-only field.", "string", "read_only", True),
        ("Ignored on input.", "string", "read_only", True),
        (
            "How big. This field is ignored and set by the API in responses",
            "int32",
            "read_only",
            True,
        ),
        ("Cannot be set by clients.", "string", "read_only", True),
        ("The key. Write-only.", "string", "write_only", True),
        ("The key. It is not returned in responses.", "string", "write_only", True),
        ("Only used when creating the lid.", "string", "write_only", True),
        ("The lid. The value is mandatory.", "int32", "presence", "required"),
        ("The lid. Required.", "int32", "presence", "required"),
        ("The lid (required)", "int32", "presence", "required"),
        ("[Mandatory] The lid", "int32", "presence", "required"),
        ("Owner of the lid, REQUIRED", "int32", "presence", "required"),
        ("The lid **Required**", "int32", "presence", "required"),
        ("The lid. **Required.**", "int32", "presence", "required"),
        ("The lid. **Optional.**", "int32", "presence", "optional"),
        ("The lid. The value is not mandatory.", "int32", "presence", "optional"),
        ("The lid. Optional.", "int32", "presence", "optional"),
        ("Subkey (optional)", "int32", "presence", "optional"),
        ("Optional note", "int32", "presence", "optional"),
    ],
)
def test_marks(raw: str, kind: str, fact: str, value: object) -> None:
    assert getattr(_said(raw, kind), fact) == value


@pytest.mark.parametrize(
    ("raw", "kind", "fact"),
    [
        ("Other lids may be null.", "Lid", "nullable"),
        ("Lids that share a value (also NULL) are shown together", "string", "nullable"),
        ("Default NULL = no filter", "string", "nullable"),
        ("Year 1 = Null.", "date-time", "nullable"),
        ("Empty if there is no lid.", "string", "nullable"),
        ("Is this a read only field?", "boolean", "read_only"),
        ("If true, then this field cannot be set", "boolean", "read_only"),
        ("Read-only mode of the lid", "boolean", "read_only"),
        ("Read-only and mandatory lids are shown as well.", "string", "read_only"),
        ("The unit; read-only for lids of known tins", "string", "read_only"),
        ("Cannot be changed after creation.", "string", "read_only"),
        ("0 = read/write, 1 = readonly", "boolean", "read_only"),
        ("The lid is read only in the window", "boolean", "read_only"),
        ("Ignored if there is no lid.", "string", "read_only"),
        ("This field is ignored and handed on in responses.", "string", "read_only"),
        ("Used when creating the lid.", "string", "write_only"),
        ("Empty lids are not returned by the search of all lids.", "string", "write_only"),
        ("That does not mean that a lid is required.", "Lid", "presence"),
        ("This is required unless the lid is open.", "Lid", "presence"),
        ("Required if the lid is open.", "Lid", "presence"),
        ("One name (of lid or rim) is required.", "Lid", "presence"),
        ("Should the user be forced to set a mandatory value", "boolean", "presence"),
    ],
)
def test_no_marks(raw: str, kind: str, fact: str) -> None:
    assert getattr(_said(raw, kind), fact) is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("Deprecated: Use Rim instead. The lid.", "Use Rim instead"),
        ("Deprecated. Use Rim instead.", "Use Rim instead"),
        ("**Deprecated (use `Rim` instead)**; the lid", "use `Rim` instead"),
        ("[**Deprecated**](/changes#lid). Use Rim.", "Use Rim"),
        ("**Deprecated** the lid", ""),
        ("\\[Deprecated\\] Setting this does nothing.", ""),
        ("Obsolete, use Rim instead", "use Rim instead"),
        ("Obsolete", ""),
        ("The lid. This property is deprecated.", ""),
        (
            "The lid. This property has been deprecated since 2.0. Use Rim instead.",
            "Use Rim instead",
        ),
        ("This field is obsolete. It has a colour.", ""),
        ("The lid (deprecated)", ""),
        ("The old lids and rims are deprecated in favour of this.", None),
        ("Deprecated fields of the lid", None),
        ("Whether deprecated lids are shown", None),
        ("True when the lid is discontinued", None),
    ],
)
def test_deprecations(raw: str, reason: str | None) -> None:
    assert facts(raw).deprecated == reason


@given(
    st.text(alphabet="ab1=,/()`'\"*.:; \n-|orE", max_size=80), st.sampled_from(["string", "int32"])
)
def test_any_text_can_be_read(raw: str, kind: str) -> None:
    found = _said(raw, kind)
    kinds = {type(one.value) for one in found.values}
    assert kinds <= ({int} if kind == "int32" else {str})
    assert len({one.value for one in found.values}) == len(found.values)


@pytest.mark.parametrize(
    "part",
    [
        *("a, ", "`a` or ", "1 = a, ", "(", "if when default ", "'", "max 1 ", "**a"),
        *(" ", "\n", "\t\n", "1", "1,"),
    ],
)
def test_long_texts_take_no_long_time(part: str) -> None:
    start = time.perf_counter()
    _said(part * (60_000 // len(part)), "string")
    assert time.perf_counter() - start < 2


def test_a_row_without_facts_is_its_text() -> None:
    assert facts("The lid of the tin.") == Facts(text="The lid of the tin.")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Array of OrderLine", "OrderLine"),
        ("An array of OrderLine objects.", "OrderLine"),
        ("The list of all OrderLine items, newest first", "OrderLine"),
        ("Collection of PDFPage", ""),
        ("Array of names", ""),
        ("Array of Orders", ""),
        ("List of OrderLine-like things", ""),
        ("Sum of the array of OrderLine", ""),
    ],
)
def test_what_a_list_holds(text: str, label: str) -> None:
    assert element_label(text) == label
