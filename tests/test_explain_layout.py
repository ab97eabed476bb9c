"""Explanations for people and as JSON: the layout, and the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from codegen.claims import Row
from codegen.cli import main
from codegen.explain import Explanation, explain
from codegen.explain.layout import lay_out, plain
from codegen.explain.located import Located, locate
from codegen.explain.model import Fact, Statement, Used, Where
from codegen.overlay import load
from codegen.resolve import resolve
from tests.explained import fact, of
from tests.readings import PageOf, solve
from tests.shop import page, write_pages

# Layout


def test_a_fact_with_both_sides() -> None:
    found = of(
        "Thing.When",
        PageOf("GET /a").body("200", "Thing").table("200", {"Id": "int32", "When": "date-time"}),
        PageOf("GET /b").body("200", "Thing").sample("200", {"Id": 1, "When": "next week"}),
    )
    assert plain(lay_out(found)) == (
        "Thing.When  property in module things\n"
        "\n"
        "type           string  documented\n"
        "               A documented format of strings that some sample does not have is no format"
        " of the\n"
        "               data.\n"
        '  for          sample         string, such as "next week"  GET-_b.md:3\n'
        "  against      table          date-time  GET-_a.md:3\n"
        "\n"
        "not known      presence, nullable\n"
    )


def test_many_places_are_cut_short_unless_all_are_asked_for() -> None:
    places = tuple(Where(path=f"{number}.md", line=number) for number in range(1, 21))
    said = Statement(says="int32", how="table", places=places)
    kind = Fact(name="type", value="int32", supporting=(said,))
    found = Explanation(subject="A.b", kind="property", facts=(kind,))
    short = plain(lay_out(found)).splitlines()
    assert [line.strip() for line in short[-4:]] == [
        "1.md:1",
        "2.md:2",
        "3.md:3",
        "... and 17 more on 17 pages",
    ]
    full = plain(lay_out(found, full=True))
    assert "more" not in full
    assert all(f"{place.path}:{place.line}\n" in full for place in places)


def test_one_more_than_the_first_few_is_shown_instead_of_counted() -> None:
    places = tuple(Where(path=f"{number}.md", line=number) for number in range(1, 5))
    kind = Fact(
        name="type", value="x", supporting=(Statement(says="x", how="table", places=places),)
    )
    text = plain(lay_out(Explanation(subject="A.b", kind="property", facts=(kind,))))
    assert "4.md:4" in text
    assert "more" not in text


def test_uses_are_cut_short_too() -> None:
    used = tuple(Used(by=f"A.b{number}", type="B") for number in range(30))
    text = plain(lay_out(Explanation(subject="B", kind="object", used_by=used)))
    assert "used by (30)" in text
    assert "... and 22 more" in text
    assert "A.b29" in plain(
        lay_out(Explanation(subject="B", kind="object", used_by=used), full=True)
    )


@pytest.mark.parametrize("width", [1, 40, 60, 100, 200])
def test_text_is_wrapped_to_the_width_and_places_are_not_broken(width: int) -> None:
    words = "word " * 60
    row = Row(name="It", description=words.strip())
    found = of(
        "Thing.It", PageOf("GET /a").body("200", "Thing").table("200", {"It": row, "B": "int32"})
    )
    lines = plain(lay_out(found, width=width)).splitlines()
    assert max(len(line) for line in lines if ".md:" not in line) <= max(width, 40)
    assert sum("GET-_a.md:3" in line for line in lines) == 1


def test_properties_stand_on_two_lines_where_one_is_too_short() -> None:
    page = PageOf("GET /a").body("200", "Thing")
    page.table("200", {"AnUncommonlyLongNameOfAProperty": "array<date-time>", "B": "int32"})
    found = of("Thing", page)
    wide, narrow = (plain(lay_out(found, width=width)) for width in (100, 40))
    assert re.search(
        r"^  AnUncommonlyLongNameOfAProperty  array<date-time>    1 for$", wide, re.MULTILINE
    )
    assert re.search(
        r"^  AnUncommonlyLongNameOfAProperty  array<date-time>\n      1 for$", narrow, re.MULTILINE
    )


_ESCAPE = "\x1b[2J\r\nx: y\u202e[bold]"


def test_text_of_pages_adds_no_lines_and_moves_no_cursor() -> None:
    row = Row(name=_ESCAPE, description=_ESCAPE, deprecated=_ESCAPE, values=(_ESCAPE, "b"))
    bad = PageOf("GET /a", page=f"{_ESCAPE}.md").body("200", "Thing", hints=(_ESCAPE,))
    bad.table("200", {_ESCAPE: row, "B": "int32"}).sample("200", {_ESCAPE: _ESCAPE, "B": 1})
    bad.parameter("query", _ESCAPE, "string", description=_ESCAPE).status("200", _ESCAPE)
    resolution, readings = solve(bad), [bad.reading()]
    for text in ("Thing", f"Thing.{_ESCAPE}", "GET /a"):
        shown = plain(lay_out(explain(resolution, readings, text), full=True))
        assert all(char.isprintable() for char in shown.replace("\n", ""))
        assert "\nx: y" not in shown
        assert r"\u001b[2J" in shown


# Corrections


ADD = "- add: Thing.C\n  type: int32\n"
PUT = "PUT /a/{id}"
BODY = f"- target: {PUT} request\n"
PAGE = PageOf(PUT, name="Save").body("200", "Thing")
PAGE.table("200", {"It": Row(name="It", values=("a", "b")), "B": "int32"})
PAGE.parameter("path", "id", "int32").body("request").table("request", {"B": "int32"})


def corrected(text: str, overlay: str, folder: Path) -> Explanation:
    path = folder / "overlay.yaml"
    path.write_text(f"{overlay}  reason: Seen on the wire.\n", encoding="utf-8")
    resolution = resolve([PAGE.reading()], api="test", overlay=load(path))
    return explain(resolution, [PAGE.reading()], text)


@pytest.mark.parametrize(
    ("text", "overlay", "name", "says", "line"),
    [
        ("Thing.B", "- target: Thing.B\n  type: string\n", "type", "string", 2),
        ("Thing.B", "- target: Thing.B\n\n  presence: required\n", "presence", "required", 3),
        ("Thing.B", "- target: Thing.B\n  drop: [type]\n", "type", "not known", 2),
        ("Thing.B", "- target: Thing.B\n  deprecated: Use It.\n", "deprecated", "Use It.", 2),
        ("Thing.B", "- target: Thing.B\n  description: New.\n", "description", "New.", 2),
        ("Thing.C", ADD, "type", "int32", 2),
        ("Thing.C", f"{ADD}  presence: optional\n", "presence", "optional", 3),
        ("Thing", "- remove: Thing.B\n", "removed", "removed", 1),
        ("Item", "- target: Thing\n  name: Item\n", "name", "Item", 2),
        ("It", "- target: It\n  add_values: [c]\n", "values", "adds c", 2),
        ("PUT /a/{id}", "- target: PUT /a/{id}\n  name: save\n", "id", "save", 2),
        ("PUT /a/{id} id", "- target: PUT /a/{id} path id\n  type: string\n", "type", "string", 2),
        (f"{PUT} 200", f"- target: {PUT} response 200\n  type: object\n", "type", "object", 2),
        (f"{PUT} request", f"{BODY}  presence: required\n", "required", "required", 2),
    ],
)  # fmt: skip
def test_a_correction_is_the_first_claim_and_its_basis_the_overlay(
    text: str, overlay: str, name: str, says: str, line: int, tmp_path: Path
) -> None:
    method, _, rest = text.partition(" ")
    path, _, part = rest.partition(" ")
    found = corrected(f"{method} {path}".strip(), overlay, tmp_path)
    changed = fact(found, name, part)
    assert (changed.basis, changed.reasons) == ("overlay", ("The overlay decides.",))
    first, *rest_ = changed.supporting
    assert (first.how, first.says, first.note) == ("overlay", says, "Seen on the wire.")
    assert [place.line for place in first.places] == [line]
    assert [one.says for one in rest_ if one.how == "overlay"] in ([], ["added"])
    assert f"overlay.yaml:{line}" in plain(lay_out(found))
    others = [one for one in found.facts if one.name != name]
    assert "overlay" not in {one.basis for one in others} or overlay.startswith("- add")


def test_what_the_pages_say_speaks_against_a_correction(tmp_path: Path) -> None:
    found = corrected("Thing.B", "- target: Thing.B\n  type: string\n", tmp_path)
    changed = fact(found, "type")
    assert (changed.value, [one.says for one in changed.opposing]) == ("string", ["int32"])


def test_the_command_takes_the_overlay_of_the_output_alone(docs: Path, tmp_path: Path) -> None:
    overlay = "- target: Item.Id\n  presence: required\n  reason: It is.\n"
    (tmp_path / "overlay.yaml").write_text(overlay)
    without = run("Item.Id", "--docs", docs)
    assert "overlay" not in without.output
    found = run("Item.Id", "--docs", docs, "--output", tmp_path)
    assert f"{(tmp_path / 'overlay.yaml').as_posix()}:2" in found.output
    assert run("Item.Id", "--output", tmp_path).exit_code == 2


# Lines of samples

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)


def _leaves(value: Located) -> list[tuple[int, str]]:
    inner = [leaf for _, child in value.fields for leaf in _leaves(child)]
    inner += [leaf for child in value.items for leaf in _leaves(child)]
    return [(value.line, value.text), *inner] if value.text else inner


def _plain(value: Located) -> object:
    if value.kind == "object":
        return {name: _plain(child) for name, child in value.fields}
    if value.kind == "array":
        return [_plain(child) for child in value.items]
    return json.loads(value.text)


@given(value=_JSON, indent=st.sampled_from([None, 0, 2, "\t"]), ascii_=st.booleans())
@settings(max_examples=200, phases=[Phase.generate])
def test_every_value_of_a_sample_is_on_its_line(
    value: object,
    indent: int | str | None,
    ascii_: bool,  # noqa: FBT001 - drawn
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    found = locate(f"\n{text}", 10)
    assert _plain(found) == value
    lines = ["", *text.split("\n")]
    assert all(text in lines[line - 10] for line, text in _leaves(found))


def test_a_value_below_its_key_is_told_at_the_key() -> None:
    found = locate('{"a":\n 1, "a": {"b"\n:\n[]}}', 1)
    ((name, inner),) = found.fields
    assert (name, inner.line, inner.kind) == ("a", 2, "object")
    assert [(name, one.line, one.kind) for name, one in inner.fields] == [("b", 2, "array")]


# The command


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop") / "docs"
    return write_pages(folder, {"item.md": page(), "order.md": page("Order", "Item")})


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["explain", *map(str, arguments)])


def test_the_command_names_the_lines_of_files(docs: Path) -> None:
    result = run("Item.Id", "--docs", docs)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Item.Id  property in module shop\n  Primary key\n")
    lines = (docs / "item.md").read_text("utf-8").splitlines()
    shown = re.findall(r"item\.md:(\d+)", result.output)
    assert {lines[int(number) - 1].strip() for number in shown} == {
        "| Id | int32 | Primary key |",
        '"Id": 1,',
    }
    assert f"{(docs / 'item.md').as_posix()}:30" in result.output


def test_the_command_as_json(docs: Path) -> None:
    result = run("GET /api/v1/Shop/Order", "--docs", docs, "--format", "json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["subject"]) == (0, "GET /api/v1/Shop/Order")
    assert found["sources"][0]["path"] == (docs / "order.md").as_posix()
    assert result.stdout.isascii()
    assert run("shop_order", "--docs", docs, "--format", "json").stdout == result.stdout


def test_all_places_on_demand(tmp_path: Path) -> None:
    names = [f"Item{letter}" for letter in "ABCDEFGH"]
    write_pages(tmp_path, {f"{name}.md": page(name, "Item") for name in names})
    short, full = (run("Item.Id", "--docs", tmp_path, *more) for more in ((), ("--all",)))
    assert "more on" in short.output
    assert "more on" not in full.output
    assert all(f"{name}.md:30" in full.output for name in names)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Itme",), "no type or operation is called 'Itme'; did you mean Item?"),
        (("Item.Nam",), "no property of Item is called 'Nam'; did you mean Name?"),
        (("GET /Shop/Ordr",), "did you mean GET /api/v1/Shop/Order"),
        (("\x1b[2J",), r"no type or operation is called '\x1b[2J'"),
        (("Item", "--api", "shop", "--config", "x.toml"), "--docs goes with"),
    ],
)
def test_what_there_is_not_is_a_usage_error(
    docs: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run(*arguments, "--docs", docs)
    assert result.exit_code == 2
    assert words in result.output
    assert "\x1b" not in result.output
    assert "Traceback" not in result.output


def test_several_apis_need_a_name(docs: Path) -> None:
    config = docs.parent / "pyproject.toml"
    config.write_text(
        '[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n'
        '[tool.doc-codegen.apis.more]\ndocs = ["docs/order.md"]\n'
    )
    result = run("Item", "--config", config)
    assert (result.exit_code, "--api is needed; configured: shop, more" in result.output) == (
        2,
        True,
    )
    result = run("Item", "--config", config, "--api", "more")
    assert (result.exit_code, result.output.startswith("Item  object in module")) == (0, True)
    assert "item.md" not in result.output
    result = run("Item", "--config", config, "--api", "none")
    assert (result.exit_code, "no API is called 'none'" in result.output) == (2, True)


def test_pages_that_are_not_there(tmp_path: Path) -> None:
    result = run("Item", "--docs", tmp_path / "none", "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.output)[0]["path"].endswith("none")


def test_help_has_examples() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "doc-codegen explain AppointmentEntity.Recurrence" in result.output
