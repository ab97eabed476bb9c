from __future__ import annotations

import json
import tomllib
from importlib import resources
from pathlib import Path
from textwrap import dedent

import jsonschema
import pytest

import codegen
from codegen.claims import OperationClaim
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.dialects import DIALECTS
from codegen.dialects.general import Styled
from codegen.dialects.styles import load, named
from codegen.dialects.styles.schema import json_schema
from codegen.dialects.styles.style import Style
from codegen.markdown import parse
from codegen.sources import Document


def fits(style: Style, heading: str) -> str | None:
    """What a heading means in `style`."""
    return next((one.means for one in style.headings if one.match.fullmatch(heading)), None)


@pytest.mark.parametrize("name", [name for name, module in DIALECTS.items() if not module])
def test_built_in_styles_can_be_loaded(name: str) -> None:
    style = named(name)
    assert style.name == name
    assert style is named(name)
    assert {style: 1}[style] == 1


def test_every_file_of_a_style_is_a_dialect() -> None:
    files = resources.files("codegen.dialects.styles").iterdir()
    assert {one.name.removesuffix(".toml") for one in files if one.name.endswith(".toml")} == {
        name for name, module in DIALECTS.items() if not module
    }


def test_a_file_says_only_what_differs() -> None:
    style = load(
        """
        name = "pets"
        envelope = "pets"

        [[headings]]
        match = 'query string params|tricks'
        means = "properties"

        [columns]
        name = ["called"]

        [types]
        string = "any"
        paw = "integer"
        """,
        "pets.toml",
    )
    general = named("general")
    assert fits(general, "Query String Params") == "query"
    assert fits(style, "Query String Params") == "properties"
    assert fits(style, "Response body") == "response"
    assert style.columns["name"][0].fullmatch("Called")
    assert style.columns["name"][1:] == general.columns["name"]
    assert style.columns["type"] == general.columns["type"]
    assert (style.types["string"], style.types["paw"]) == ("any", "integer")
    assert style.types["boolean"] == general.types["boolean"]
    assert style.envelope == "pets"
    assert style.returns == general.returns
    assert not style.recognise.lines


BAD = """name = "pets"
extends = "genral"
colour = 1
envelope = 3
generic = 'a'
inherits = ['from (.+)', 'of (?P<type>.+)']
returns = [
  'a(',  # two on a line
  'b', 4,
]

[recognise]
least = "all"

[optional]
nme = '\\?$'

[[headings]]
match = 'tricks (?P<nam>.+)'
means = "definition"

[[headings]]
mach = "a"
means = "queries"

[columns]
names = ["a"]

[types]
paw = "Integer"

[unmarked]
response = "maybe"
"""


def test_all_that_is_wrong_is_told_with_its_place() -> None:
    assert [one.partition(" known: string, ")[0] for one in found_in(BAD)] == [
        "3:1 colour: unknown key; did you mean 'columns'?",
        "4:1 envelope: must be a string; ",
        "5:1 generic: must be a list; ",
        (
            "6:13 inherits[0]: has no group that cuts out the words of the type; write it as"
            " (?P<type>...)"
        ),
        (
            "8:3 returns[0]: 'a(' is no regular expression: missing ), unterminated subpattern at"
            " position 1; "
        ),
        (
            "9:3 returns[1]: has no group that cuts out the words of the type; write it as"
            " (?P<type>...)"
        ),
        "9:8 returns[2]: must be a string, a regular expression; ",
        "13:1 recognise.least: must be a number; ",
        "16:1 optional.nme: unknown key; did you mean 'name'?",
        "19:1 headings[0].match: nothing is read of the group 'nam'; groups of 'definition': name",
        '22:1 headings[1].match: is missing; write match = "..."',
        "23:1 headings[1].mach: unknown key; did you mean 'match'?",
        "24:1 headings[1].means: 'queries' is not known; did you mean 'query'?",
        "27:1 columns.names: unknown key; did you mean 'name'?",
        "30:1 types.paw: 'Integer' is no type; did you mean 'integer'?",
        "33:1 unmarked.response: 'maybe' is not known; known: optional, required",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "name =\n",
            (
                "1:7 is not valid TOML: Invalid value (at line 1, column 7);"
                " a text goes between quotes"
            ),
        ),
        (
            "name = [\n",
            (
                "1:0 is not valid TOML: Invalid value (at end of document); a text goes between"
                " quotes"
            ),
        ),
        ("", '0:0 name: is missing; write name = "..."'),
        ("name = ''", "1:1 name: must be a word; "),
        ("name = 'auto'", "1:1 name: 'auto' is what decides between dialects; "),
        ("name = 'x'\nheadings = 1", "2:1 headings: must be tables, each [[headings]]; "),
        ("name = 'x'\ntypes = 1", "2:1 types: must be a table; "),
        ("name = 'x'\noptional = 1", "2:1 optional: must be a table; "),
        ("name = 'x'\n[types]\na = 'any'\nb = 2", "4:1 types.b: must be a string; "),
        (
            "name = 'x'\n[recognise]\nleast = 2",
            "3:1 recognise.least: must be a share: more than 0, and 1 at most; ",
        ),
        (
            "name = 'x'\n inherits = ['from (.+)']",
            (
                "2:14 inherits[0]: has no group that cuts out the words of the type;"
                " write it as (?P<type>...)"
            ),
        ),
        (
            'name = "\\w"',
            (
                "1:11 is not valid TOML: Unescaped '\\' in a string (at line 1, column 11);"
                " patterns go between single quotes: a backslash is itself there"
            ),
        ),
        (
            "name = 'x'\n[types]\nGröße = 'int32'",
            (
                "3:3 is not valid TOML: Expected '=' after a key in a key/value pair (at line 3,"
                " column 3); a key with other letters than A to Z goes between quotes, too"
            ),
        ),
        (
            "name = 'x'\n[types]\nWord = 'date'\nWORD = 'int32'",
            "4:1 types.WORD: is the same word as Word, whatever the case of letters; ",
        ),
        (
            "name = 'x'\nrequests = ['ask (?P<path>.+)']",
            (
                "2:13 requests[0]: has no group that cuts out the words of the method;"
                " write it as (?P<method>...)"
            ),
        ),
        (
            "name = 'x'\nsame = ['like (.+)']",
            (
                "2:9 same[0]: has no group that cuts out the words of the operation;"
                " write it as (?P<operation>...)"
            ),
        ),
        (
            "name = 'x'\nsample_type = 'of: (.+)'",
            (
                "2:1 sample_type: has no group that cuts out the words of the type;"
                " write it as (?P<type>...)"
            ),
        ),
        (
            "name = 'x'\n[[headings]]\nmatch = '(?P<nam>.+) type'\nmeans = 'definition'",
            (
                "3:1 headings[0].match: nothing is read of the group 'nam';"
                " groups of 'definition': name"
            ),
        ),
        (
            "name = 'x'\n[[headings]]\nmatch = '(?P<path>.+)'\nmeans = 'operation'",
            (
                "3:1 headings[0].match: an operation has both a method and a path: one of the"
                " groups is missing; "
            ),
        ),
        (
            "name = 'x'\nextends = 'y'\n",
            (
                "2:1 extends: 'y' is no dialect that a file can extend;"
                " known: discord, general, msgraph, slate"
            ),
        ),
        (
            "name = 'x'\nextends = 'discrod'\n",
            (
                "2:1 extends: 'discrod' is no dialect that a file can extend;"
                " did you mean 'discord'? known: discord, general, msgraph, slate"
            ),
        ),
        (
            "\ufeffname = 'x'",
            (
                "1:1 is not valid TOML: it begins with a byte order mark;"
                " save it as UTF-8 without a byte order mark"
            ),
        ),
        (
            f"name = {'[' * 9999}",
            "0:0 is nested too deep; ",
        ),
    ],
)
def test_what_is_wrong(text: str, message: str) -> None:
    assert found_in(text) == [message]


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("Integer", "did you mean 'integer'? "),
        ("Paw", ""),
        ("array<Paw>", ""),
        ("array<string", "did you mean 'string'? "),
        ("", ""),
    ],
)
def test_types_are_those_of_the_spec(said: str, hint: str) -> None:
    (found,) = found_in(f"name = 'x'\n[types]\n'paw print' = '{said}'")
    assert found.startswith(f'3:1 types."paw print": {said!r} is no type; {hint}known: string, ')


def found_in(text: str) -> list[str]:
    with pytest.raises(CodegenError) as caught:
        load(text, "x.toml")
    assert {(one.path, one.code) for one in caught.value.diagnostics} == {
        ("x.toml", "invalid-dialect")
    }
    found = sorted(caught.value.diagnostics, key=Diagnostic.sort_key)
    return [f"{one.line}:{one.column} {one.message}; {one.hint}" for one in found]


def test_an_operation_whose_heading_is_of_another_form() -> None:
    style = load(
        """
        name = "pets"
        [[headings]]
        match = '(?P<method>[a-z]+) (?P<path>/\\S+) -> (?P<name>.+)'
        means = "operation"
        """,
        "pets.toml",
    )
    page = parse(
        Document(page="a.md", rank=0, text="# Pets\n\n## get /pets/:id -> Read\n\nA pet.\n")
    )
    (claim,) = Styled(style).read(page).claims
    assert isinstance(claim, OperationClaim)
    assert (str(claim.operation), claim.name) == ("GET /pets/{id}", "Read")


ASKED = """
    # Orders

    ## Placing one

    Hand a [POST](verbs.md) over
    to `/orders/{shop}`. Hand nothing over to `/carts`.

    | Field | Type | Description |
    | --- | --- | --- |
    | note | string | What to say. |

    ## All of them

    - Hand a GET over to /orders?page=1.
    """


def test_operations_of_sentences() -> None:
    pattern = r"\bhand an? (?P<method>\w+) over to (?P<path>\S+)"
    style = load(f"name = 'x'\nrequests = ['{pattern}']", "x.toml")
    claims = Styled(style).read(parse(Document(page="a.md", rank=0, text=dedent(ASKED)))).claims
    found = [one for one in claims if isinstance(one, OperationClaim)]
    assert [(str(one.operation), one.name, one.place.line) for one in found] == [
        ("POST /orders/{shop}", "Placing one", 6),
        ("GET /orders", "All of them", 15),
    ]
    assert not [
        one
        for one in Styled(named("general"))
        .read(parse(Document(page="a.md", rank=0, text=dedent(ASKED))))
        .claims
        if isinstance(one, OperationClaim)
    ]


def test_a_name_that_no_style_has() -> None:
    with pytest.raises(CodegenError, match="no dialect is called"):
        named("../general")


SCHEMA = Path(codegen.__file__).parent / "dialects" / "styles" / "dialect.schema.json"


def test_the_schema_that_ships() -> None:
    """Written by ``doc-codegen dialect schema``."""
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert SCHEMA.read_text("utf-8") == json.dumps(json_schema(), indent=1) + "\n"


def test_the_schema_says_what_keys_are_for() -> None:
    schema = json_schema()
    undescribed = {
        (owner, key)
        for owner, part in schema["$defs"].items()
        for key, one in part["properties"].items()
        if "description" not in one
    }
    assert undescribed == set()
    roles = schema["$defs"]["HeadingRule"]["properties"]["means"]["oneOf"]
    assert [one["description"] for one in roles if one["const"] == "statuses"] == ["status codes"]


@pytest.mark.parametrize("name", [name for name, module in DIALECTS.items() if not module])
def test_the_built_in_files_are_what_the_schema_says(name: str) -> None:
    text = resources.files("codegen.dialects.styles").joinpath(f"{name}.toml").read_text("utf-8")
    jsonschema.validate(tomllib.loads(text), json_schema(), jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name = 1",
        "name = 'x'\ncolour = 1",
        "name = 'x'\n[columns]\nnames = ['a']",
        "name = 'x'\n[unmarked]\nresponse = 'maybe'",
        "name = 'x'\n[[headings]]\nmatch = 'a'\nmeans = 'b'",
        "name = 'x'\n[optional]\nname = ['a']",
    ],
)
def test_schema_and_reader_refuse_the_same(text: str) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    assert not validator.is_valid(tomllib.loads(text))
    assert found_in(text)
