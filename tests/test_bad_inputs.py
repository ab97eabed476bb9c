"""Bad inputs, through the command line: each is located, and what is right is still generated."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import Result

from codegen.markdown import parse
from codegen.sources import Document
from codegen.spec import ObjectType
from codegen.specfile import load
from tests.shop import ROWS, generate, page, snapshot, write_pages

GOOD = {"good.md": page("Good", "Good")}


def run(tmp_path: Path, pages: dict[str, str | bytes], *options: str) -> Result:
    docs = write_pages(tmp_path / "docs", {**GOOD, **pages})
    result = generate(docs, tmp_path / "out", *options)
    trouble = result.exception
    assert trouble is None or isinstance(trouble, SystemExit), repr(trouble)
    return result


def findings(tmp_path: Path, pages: dict[str, str | bytes]) -> list[tuple[str, str, int]]:
    """Code, file and line of each finding that is not only information."""
    printed = json.loads(run(tmp_path, pages, "--format", "json").stdout)
    shown = [item for item in printed if item["severity"] != "info"]
    return [(item["code"], Path(item["path"]).name, item["line"]) for item in shown]


def operations(tmp_path: Path) -> list[str]:
    return [one.path for one in load(tmp_path / "out" / "spec.json").operations]


def properties(tmp_path: Path, type_name: str) -> dict[str, str]:
    """Wire name -> type."""
    types = {one.name: one for one in load(tmp_path / "out" / "spec.json").types}
    found = types[type_name]
    assert isinstance(found, ObjectType)
    return {one.name: str(one.type) for one in found.properties}


@contextmanager
def package(folder: Path, name: str) -> Iterator[ModuleType]:
    """The generated package below `folder`, imported; forgotten afterwards."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        for loaded in [key for key in sys.modules if key.partition(".")[0] == name]:
            del sys.modules[loaded]


def check_python(tmp_path: Path) -> None:
    """Every generated module is Python, and the packages can be imported."""
    for path in (tmp_path / "out").rglob("*.py"):
        ast.parse(path.read_text())
    for name in ("models", "dataclass_models"):
        with package(tmp_path / "out", name) as module:
            assert module.__doc__


@pytest.mark.parametrize(("name", "code"), [("empty", "no-documents"), ("absent", "no-such-path")])
def test_nowhere_to_read_from(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "empty").mkdir()
    result = generate(tmp_path / name, tmp_path / "out")
    assert result.exit_code == 2
    assert f"{tmp_path / name}: error: " in result.stderr
    assert f"[{code}]" in result.stderr
    assert "hint: " in result.stderr
    assert not (tmp_path / "out").exists()


def test_pages_of_nothing_that_is_known(tmp_path: Path) -> None:
    write_pages(tmp_path / "docs", {"a.md": "# A poem\n\nRoses are red.\n", "b.md": ""})
    result = generate(tmp_path / "docs", tmp_path / "out")
    assert result.exit_code == 2
    assert "[unrecognised-page]" in result.stderr
    assert "[nothing-generated]" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "data", "code", "line"),
    [
        ("logo.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary-file", 3),
        (
            "latin.md",
            page("Bad", "Bad").replace("Reads", "Größe").encode("latin-1"),
            "not-utf-8",
            12,
        ),
    ],
    ids=["binary", "latin-1"],
)
def test_a_file_that_is_no_text(
    tmp_path: Path, name: str, data: bytes, code: str, line: int
) -> None:
    assert findings(tmp_path, {name: data}) == [(code, name, line)]
    assert operations(tmp_path) == ["/api/v1/Shop/Good"]


@pytest.mark.parametrize(
    ("sample", "code", "line"),
    [
        ('{\n  "Id": 1\n  "Name": "x"\n}', "repaired-sample", 40),
        ('{\n  "Id": 1,', "truncated-sample", 40),
        ('{"Id": 1\n', "truncated-sample", 39),
        ('{\n  "Id": ,\n}', "repaired-sample", 40),
        ('{\n\n"\\ud800": 1}', "invalid-json", 41),
        (f'{{\n"Id": {"9" * 5000}}}', "invalid-json", 40),
        ("<Item/>", "invalid-json", 39),
    ],
    ids=["no comma", "cut", "not closed", "no value", "surrogate", "huge integer", "XML"],
)
def test_a_sample_that_is_no_json(tmp_path: Path, sample: str, code: str, line: int) -> None:
    assert findings(tmp_path, {"bad.md": page("Bad", "Bad", sample=sample)}) == [
        (code, "bad.md", line)
    ]
    assert operations(tmp_path) == ["/api/v1/Shop/Bad", "/api/v1/Shop/Good"]
    assert properties(tmp_path, "Bad") == {"Id": "int32", "Name": "string"}
    check_python(tmp_path)


def test_json_nested_500_deep(tmp_path: Path) -> None:
    sample = '{"Id":' * 500 + "1" + "}" * 500
    assert findings(tmp_path, {"bad.md": page("Bad", "Bad", sample=sample)}) == [
        ("too-deep", "bad.md", 39)
    ]
    assert properties(tmp_path, "Bad") == {"Id": "int32", "Name": "string"}


@pytest.mark.parametrize(
    ("opening", "closing"),
    [('{{"a{0}":', "}"), ("[", "]"), ("[null,", "]"), ('{{"{0}":', "}"), ('{{"1":null,"2":', "}")],
    ids=["objects", "arrays", "nulls in arrays", "maps", "nulls in maps"],
)
def test_json_as_deep_as_is_read(tmp_path: Path, opening: str, closing: str) -> None:
    sample = '{"Id": 1, "Name": "x", "Deep": '
    sample += "".join(opening.format(level) for level in range(90)) + "1" + closing * 90 + "}"
    assert findings(tmp_path, {"deep.md": page("Deep", "Deep", sample=sample)}) == []
    assert "Deep" in properties(tmp_path, "Deep")
    check_python(tmp_path)


def test_a_table_with_ragged_rows(tmp_path: Path) -> None:
    rows = f"| Few |\n{ROWS}| Many | string | words | more | and more |\n"
    assert findings(tmp_path, {"bad.md": page("Bad", "Bad", rows=rows)}) == [
        ("ragged-row", "bad.md", 30),
        ("ragged-row", "bad.md", 33),
    ]
    assert set(properties(tmp_path, "Bad")) == {"Few", "Id", "Name", "Many"}
    check_python(tmp_path)


def test_ten_thousand_columns_in_a_row(tmp_path: Path) -> None:
    rows = f"{ROWS}| Wide | string |{'x|' * 10_000}\n"
    assert findings(tmp_path, {"bad.md": page("Bad", "Bad", rows=rows)}) == [
        ("ragged-row", "bad.md", 32)
    ]
    assert properties(tmp_path, "Bad") == {"Id": "int32", "Name": "string", "Wide": "string"}


def test_a_heading_in_the_wrong_place(tmp_path: Path) -> None:
    text = page("Bad", "Bad").replace("Reads one.", "## Sample request\n\nReads one.\n")
    assert findings(tmp_path, {"bad.md": text}) == [("not-understood", "bad.md", 14)]
    assert operations(tmp_path) == ["/api/v1/Shop/Bad", "/api/v1/Shop/Good"]
    assert properties(tmp_path, "Bad") == {"Id": "int32", "Name": "string"}


def test_a_page_without_request_line(tmp_path: Path) -> None:
    text = page("Bad", "Bad").replace("GET /api/v1/Shop/Bad\n", "\n")
    found = findings(tmp_path, {"bad.md": text})
    assert ("no-request-line", "bad.md", 1) in found
    assert {name for _, name, _ in found} == {"bad.md"}
    assert operations(tmp_path) == ["/api/v1/Shop/Good"]


def test_two_pages_that_disagree(tmp_path: Path) -> None:
    rows = ROWS.replace("int32", "bool")
    assert findings(tmp_path, {"a.md": page(), "b.md": page(rows=rows)}) == [
        ("operation-documented-twice", "a.md", 9),
        ("type-contradicts-sample", "b.md", 30),
    ]
    assert operations(tmp_path) == ["/api/v1/Shop/Good", "/api/v1/Shop/Item"]
    assert set(properties(tmp_path, "Item")) == {"Id", "Name"}
    assert "int32" in properties(tmp_path, "Item")["Id"].split(" | ")


@pytest.mark.parametrize(
    ("label", "reported"),
    [
        ("My-Type<T>", True),
        ("Überweisung", False),
        ("日付", True),
        ("class", True),
        ("None", False),
        ("BaseModel", False),
        ("Any", False),
        ("__import__", True),
        ('X"""', True),
        ("../../x", True),
        ("X" * 300, False),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_a_type_name_that_is_no_identifier(tmp_path: Path, label: str, *, reported: bool) -> None:
    found = findings(tmp_path, {"bad.md": page("Bad", f"`{label}`")})
    assert found == ([("unknown-type", "bad.md", 26)] if reported else [])
    for one in load(tmp_path / "out" / "spec.json").types:
        assert one.name.isidentifier()
    check_python(tmp_path)


AWKWARD = (
    ("class", "from", "None", "async", "match", "type"),
    ("__class__", "__init__", "__dict__", "__slots__", "_private", "__"),
    ("model_config", "model_fields", "model_dump", "json", "copy", "schema", "validate"),
    ("$ref", "$", "@type", "#", "%s", "{x}", "a b", "a.b", "a/b", "a:b", "1st", "-1"),
    ("id", "ID", "Id", "iD", "i_d", "i-d"),
    ("str", "int", "list", "date", "datetime", "Any", "Field", "Optional", "Literal", "field"),
    ("été", "日付", "Ω", "ﬁ", "fi", "FI", "😀"),
    ("self", "cls", "name", "value", "items", "keys", "get", "values", "to_dict", "from_dict"),
    ('"', "'", '"""', "\\", "a\\", "\\n", "\\N{DIGIT ONE}", "#{x}", "{{ x }}", "{% x %}"),
    ("x" * 300, "x" * 300 + "y"),
)


def names_id(names: Sequence[str]) -> str:
    return re.sub(r"[^ -~]", "?", names[0])[:12]


@pytest.mark.parametrize("names", AWKWARD, ids=names_id)
def test_property_names_that_are_no_python_names(tmp_path: Path, names: tuple[str, ...]) -> None:
    sample = json.dumps(dict.fromkeys(names, 1), ensure_ascii=False)
    rows = "".join(f"| {_cell(name)} | int32 | x |\n" for name in names)
    run(tmp_path, {"odd.md": page("Odd", "Odd", rows=rows, sample=sample)})
    assert properties(tmp_path, "Odd") == dict.fromkeys(names, "int32")
    check_python(tmp_path)
    with package(tmp_path / "out", "models") as models:
        value = models.Odd.model_validate(json.loads(sample))
        assert value.model_dump(by_alias=True, exclude_unset=True) == json.loads(sample)
        fields = models.Odd.model_fields
        assert {field.alias or name for name, field in fields.items()} == set(names)
    with package(tmp_path / "out", "dataclass_models") as models:
        fields = models.Odd.__dataclass_fields__
        assert len(fields) == len(names)


def _cell(name: str) -> str:
    """`name` as Markdown that means just these characters."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)


def test_the_empty_name(tmp_path: Path) -> None:
    sample = '{"": 1, "Id": 2, "Name": "x"}'
    run(tmp_path, {"odd.md": page("Odd", "Odd", sample=sample)})
    assert set(properties(tmp_path, "Odd")) == {"", "Id", "Name"}
    check_python(tmp_path)
    with package(tmp_path / "out", "models") as models:
        value = models.Odd.model_validate(json.loads(sample))
        assert value.model_dump(by_alias=True, exclude_unset=True) == json.loads(sample)


def test_a_blank_cell_is_no_property(tmp_path: Path) -> None:
    rows = f"{ROWS}|  | string | nameless |\n"
    found = findings(tmp_path, {"odd.md": page("Odd", "Odd", rows=rows)})
    assert found == [("nameless-row", "odd.md", 32)]
    assert set(properties(tmp_path, "Odd")) == {"Id", "Name"}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/{id}",
        "/a//b",
        "/{a}{b}/{a}",
        "/{}/{",
        "/x'\"\\n{{ y }}#",
        "/../../etc",
        "/" + "a" * 400,
        "/\u202eevil",
        "/日付/{日付}",
        "*",
    ],
    ids=lambda path: re.sub(r"[^ -~]", "?", path)[:12],
)
def test_odd_paths(tmp_path: Path, path: str) -> None:
    text = page("Odd", "Odd").replace("uid: v1Shop_Odd\n", "")
    run(tmp_path, {"odd.md": text.replace("GET /api/v1/Shop/Odd\n", f"GET {path}\n")})
    assert operations(tmp_path) == sorted(["/api/v1/Shop/Good", path])
    check_python(tmp_path)


HOSTILE = '\x1b[31m \u202e \u2028 """ \\ {{ 7 }} {% x %} */ ]]> # <script> ${x} \x85 \x00'.replace(
    "\0", ""
)


def test_hostile_text_everywhere(tmp_path: Path) -> None:
    rows = f"| Id | int32 | {HOSTILE} |\n| A{HOSTILE} | string | x |\n| B | C{HOSTILE} | y |\n"
    text = page("Odd", "Odd", rows=rows).replace("Reads one.", HOSTILE)
    text = text.replace("## Response:\n", f"## Response:\n\n{HOSTILE}\n")
    text += f"\n{HOSTILE}\n"
    result = run(tmp_path, {"odd.md": text})
    assert [char for char in result.stderr if not char.isprintable() and char != "\n"] == []
    check_python(tmp_path)
    unsafe = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
    for path in (tmp_path / "out").rglob("*"):
        if path.suffix in {".py", ".yaml"}:
            assert unsafe.search(path.read_text()) is None, path


def test_file_names_that_would_forge_lines(tmp_path: Path) -> None:
    name = "a\nforged: error: \x1b[31m.md"
    result = run(tmp_path, {name: page("Odd", "Odd", sample="{")})
    assert [line for line in result.stderr.split("\n") if line.startswith("forged")] == []
    assert "\x1b" not in result.stderr
    check_python(tmp_path)


def test_a_run_that_is_interrupted_leaves_the_former_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, {})
    before = snapshot(tmp_path)
    write_pages(tmp_path / "docs", {"more.md": page("More", "More")})
    real, calls = Path.replace, 0

    def stop(path: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return real(path, target)

    monkeypatch.setattr(Path, "replace", stop)
    result = generate(tmp_path / "docs", tmp_path / "out")
    assert result.exit_code == 130
    assert calls > 3  # what was there was put back
    (tmp_path / "docs" / "more.md").unlink()
    assert snapshot(tmp_path) == before


def test_what_is_gone_from_the_pages_is_gone_from_the_output(tmp_path: Path) -> None:
    run(tmp_path, {"odd.md": page("Odd", "Odd")})
    (tmp_path / "docs" / "odd.md").unlink()
    run(tmp_path, {})
    after = snapshot(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    run(tmp_path, {})
    fresh = snapshot(tmp_path / "out")
    # Only the lock remembers, so that what comes back has its names.
    assert b'"retired": true' in after.pop("names.lock.json")
    assert b"retired" not in fresh.pop("names.lock.json")
    assert fresh == after


def test_cells_of_this_test_mean_their_characters() -> None:
    text = "".join(f"| {_cell(name)} | x |\n" for names in AWKWARD for name in names)
    (table,) = parse(Document(page="a", rank=0, text=f"| A | B |\n|--|--|\n{text}")).blocks
    assert table.end == 2 + sum(map(len, AWKWARD))
