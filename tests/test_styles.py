from __future__ import annotations

from importlib import resources

import pytest

from codegen.diagnostics import CodegenError
from codegen.dialects import DIALECTS
from codegen.dialects.styles import load, named
from codegen.dialects.styles.style import Style


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


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("name =\n", 1, "is not valid TOML"),
        ("", 0, "missing required field `name`"),
        ('name = "x"\ncolour = 1\n', 2, "unknown field `colour`"),
        ('name = "x"\n\n[[headings]]\nmatch = "a("\nmeans = "query"\n', 4, "pattern 'a('"),
        ('name = "x"\n[[headings]]\nmatch = "a"\nmeans = "queries"\n', 4, "'queries'"),
        ('name = "x"\n[columns]\nnames = ["a"]\n', 3, "'names'"),
        ('name = "x"\nextends = "y"\n', 2, "extends 'y', which is no built-in dialect"),
        ('name = "x"\n[optional]\nname = 3\n', 3, "Expected `str`, got `int`"),
    ],
)
def test_errors_have_their_place(text: str, line: int, message: str) -> None:
    with pytest.raises(CodegenError) as caught:
        load(text, "x.toml")
    (found,) = caught.value.diagnostics
    assert (found.path, found.line, found.code) == ("x.toml", line, "invalid-dialect")
    assert message in found.message


def test_a_name_that_no_style_has() -> None:
    with pytest.raises(CodegenError, match="no dialect is called"):
        named("../general")
