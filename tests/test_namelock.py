"""The file of the name lock: what it looks like, and what is wrong with a damaged one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from codegen.cli import main
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.namelock import ComponentLock, NameLock, TypeLock, dumps, load, loads
from codegen.naming import (
    enum_members,
    field_names,
    is_attribute,
    is_class,
    is_module,
    module_name,
    type_name,
)
from codegen.pipeline import Api
from codegen.resolve.modules import modules_of_groups
from tests.shop import page, write_pages

LOCK = NameLock(
    format=1,
    operations={"GET /b": "b", "GET /a": "a"},
    modules={"Shop": "shop"},
    types={
        "Order": TypeLock(
            module="shop",
            source="a.md#Order",
            places=("label Order", "GET /a response 200"),
            members={"Zip": "zip", "At": "at"},
        ),
        "Card": TypeLock(module="common", retired=True),
    },
    order={"shop": ("Order", "Card")},
    components={"parameters/IdPath": ComponentLock(module="shop", digest="12ab")},
)

TEXT = """{
 "format": 1,
 "operations": {
  "GET /a": "a",
  "GET /b": "b"
 },
 "modules": {
  "Shop": "shop"
 },
 "types": {
  "Card": {
   "module": "common",
   "retired": true
  },
  "Order": {
   "module": "shop",
   "source": "a.md#Order",
   "places": [
    "GET /a response 200",
    "label Order"
   ],
   "members": {
    "Zip": "zip",
    "At": "at"
   }
  }
 },
 "order": {
  "shop": [
   "Order",
   "Card"
  ]
 },
 "components": {
  "parameters/IdPath": {
   "module": "shop",
   "digest": "12ab"
  }
 }
}
"""


def test_one_fact_a_line_sorted_where_the_order_means_nothing() -> None:
    assert dumps(LOCK) == TEXT


def test_what_is_written_is_read() -> None:
    assert dumps(loads(TEXT.encode())) == TEXT
    assert loads(TEXT.encode()).types["Order"].members == {"Zip": "zip", "At": "at"}
    assert list(loads(TEXT.encode()).types["Order"].members) == ["Zip", "At"]


@pytest.mark.parametrize("text", [None, "", "\n"])
def test_no_file_or_an_empty_one_keeps_nothing(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "names.lock.json"
    if text is not None:
        path.write_text(text)
    assert load(path) == NameLock()


def findings(text: str | bytes) -> list[Diagnostic]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(CodegenError) as caught:
        loads(data, path="specs/shop/names.lock.json")
    found = list(caught.value.diagnostics)
    assert {(one.path, one.severity) for one in found} == {("specs/shop/names.lock.json", "error")}
    assert all(one.hint for one in found)
    return found


def line_of(part: str) -> int:
    return TEXT[: TEXT.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('  "GET /b"', '<<<<<<< ours\n  "GET /b"', line_of('"GET /b"'), "not a name lock"),
        ('"shop",\n   "source"', '"shop"\n   "source"', line_of('"source"'), "delimiter"),
        ('"GET /b"', '"GET /a"', line_of('"GET /b"'), "'GET /a' stands twice"),
        ('"format": 1', '"form": 1', 1, "no format"),
        ('"format": 1', '"format": "1"', 1, "no format"),
        ('"shop",\n   "source"', '3,\n   "source"', line_of('"shop",\n   "source"'), "`str`"),
        ('"retired": true', '"retried": true', line_of('"retired"'), "`retried`"),
        ('"GET /b": "b"', '"GET /b": "class"', line_of('"GET /b"'), "'class' is no identifier"),
        ('"GET /b": "b"', '"GET /b": "a"', line_of('"GET /b"'), "another"),
        ('"Shop": "shop"', '"Shop": "../x"', line_of('"Shop"'), "'../x' is no name"),
        ('"Card": {', '"Ka\\"rte": {', line_of('"Card": {'), "no name for a class"),
        ('"Card": {', '"Käse": {', line_of('"Card": {'), "no name for a class"),
        ('"Card": {', '"ORDER": {', line_of('"Order": {'), "another type"),
        ('"module": "common"', '"module": "a b"', line_of('"common"'), "'a b' is no name"),
        ('"Card": {', '"int": {', line_of('"Card": {'), "no name for a class"),
        ('"Card": {', '"BaseModel": {', line_of('"Card": {'), "no name for a class"),
        ('"GET /b": "b"', '"GET /b": "\ufb01"', line_of('"GET /b"'), "no identifier"),
        ('"Shop": "shop"', '"Shop": "_base"', line_of('"Shop"'), "no name for a module"),
        ('"Shop": "shop"', '"Shop": "Shop"', line_of('"Shop"'), "no name for a module"),
        ('"Shop": "shop"', '"Shop": "operations"', line_of('"Shop"'), "no name for a module"),
        ('"Shop": "shop"', '"Shop": "\ufb01le"', line_of('"Shop"'), "no name for a module"),
        ('"Shop": "shop"', f'"Shop": "{"x" * 256}"', line_of('"Shop"'), "no name for a module"),
        ('"Order",\n   "Card"', '"Card",\n   "Card"', line_of('"shop": ['), "'Card' stands twice"),
        ('"Zip": "zip"', '"\\ud800": "zip"', line_of('"Zip"'), "surrogate"),
        ("a.md#Order", "\\udfff", line_of("a.md#Order"), "surrogate"),
        ('"format": 1', f'"format": {"1" * 5000}', 0, "too long"),
        # The line is that of the very entry, whatever else goes by the same name.
        ('"Zip": "zip"', '"Card": "a b"', line_of('"Zip"'), "no name for an attribute"),
        ('"retired": true', '"members": {"Card": "a b"}', line_of('"retired"'), "an attribute"),
        ('"Zip": "zip"', '"Zip": "zip", "Zip": "zip"', line_of('"Zip"'), "'Zip' stands twice"),
        ('"GET /b"', '"Zip": "x", "Zip"', line_of('"GET /b"'), "'Zip' stands twice"),
        ('"At": "at"', '"At": "model_dump"', line_of('"At"'), "no name for an attribute"),
        ('"At": "at"', '"At": "_at"', line_of('"At"'), "no name for an attribute"),
        ('"At": "at"', '"At": "zip"', line_of('"At"'), "another"),
        ('"parameters/IdPath"', '"x/IdPath"', line_of('"parameters/'), "no name of a component"),
        ('"shop",\n   "digest"', '"/x",\n   "digest"', line_of('"parameters/'), "'/x'"),
    ],
)
def test_a_damaged_lock_is_refused_where_it_is_damaged(
    old: str, new: str, line: int, message: str
) -> None:
    assert TEXT.count(old) == 1
    (found,) = findings(TEXT.replace(old, new))
    assert (found.code, found.line) == ("invalid-lock", line)
    assert message in found.message


@pytest.mark.parametrize("data", [b'{\n "format": 1,\n "x": "\xff"}', b'{\n\n "format": [}', b"[]"])
def test_what_is_no_lock_at_all(data: bytes) -> None:
    (found,) = findings(data)
    assert found.code == "invalid-lock"
    assert found.line > 0


def test_all_problems_are_collected() -> None:
    text = TEXT.replace('"At": "at"', '"At": "in"').replace('"Shop": "shop"', '"Shop": "in"')
    assert [one.line for one in findings(text)] == [line_of('"Shop"'), line_of('"At"')]


def test_a_lock_of_a_newer_version_is_not_touched() -> None:
    (found,) = findings(TEXT.replace('"format": 1', '"format": 2').replace('"types"', '"kinds"'))
    assert (found.code, found.line) == ("lock-version", 2)
    assert "newer" in found.hint


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(CodegenError) as caught:
        load(tmp_path)
    (found,) = caught.value.diagnostics
    assert (found.code, found.path) == ("invalid-lock", tmp_path.as_posix())


@given(st.text())
def test_every_class_and_module_that_is_derived_may_stand_in_a_lock(text: str) -> None:
    assert is_class(type_name(text))
    assert is_module(module_name(text))


@given(st.lists(st.text(max_size=6), unique=True, max_size=6))
def test_every_name_that_is_derived_may_stand_in_a_lock(texts: list[str]) -> None:
    names = [*field_names(texts).values(), *enum_members(texts).values()]
    assert [name for name in names if not is_attribute(name)] == []


# The command


def generate(docs: Path, output: Path) -> tuple[int, str]:
    arguments = ["generate", "--docs", str(docs), "--name", "shop", "--output", str(output)]
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stderr


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_lock_is_written_beside_the_spec_and_read_again(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    out = tmp_path / "out"
    assert generate(docs, out)[0] == 0
    before = tree(out)
    path = out / "names.lock.json"
    assert str(path) in before
    assert generate(docs, out)[0] == 0
    assert tree(out) == before
    (name,) = [one for one, lock in load(path).types.items() if lock.places]
    path.write_text(path.read_text().replace(f'"{name}', '"Mine'))
    assert generate(docs, out)[0] == 0
    assert "class Mine(" in (out / "models" / "shop.py").read_text()
    # Without a lock all names are derived.
    path.unlink()
    assert generate(docs, out)[0] == 0
    assert tree(out) == before


def test_with_a_damaged_lock_nothing_is_written(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    out = tmp_path / "out"
    out.mkdir()
    (out / "names.lock.json").write_text('{\n "format": 1,\n<<<<<<< ours\n')
    before = tree(out)
    code, text = generate(docs, out)
    assert code == 2
    assert "names.lock.json:3: error: is not a name lock" in text
    assert tree(out) == before


def test_a_field_cannot_have_the_name_of_a_type(tmp_path: Path) -> None:
    rows = "| Kind | string | Values are RED, GREEN. |\n"
    docs = write_pages(tmp_path / "docs", {"a.md": page(rows=rows, sample='{"Kind": "RED"}')})
    out = tmp_path / "out"
    assert generate(docs, out)[0] == 0
    path = out / "names.lock.json"
    path.write_text(path.read_text().replace('"Kind": "kind"', '"Kind": "Kind"'))
    before = tree(out)
    code, text = generate(docs, out)
    assert code == 2
    assert "the attribute 'Kind' of Item is the name of a type" in text
    assert tree(out) == before


def test_a_field_keeps_the_capitals_that_told_it_apart(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for names in (("user_id", "USER_ID"), ("USER_ID",)):
        rows = "".join(f"| {name} | int32 | x |\n" for name in names)
        sample = json.dumps(dict.fromkeys(names, 1))
        docs = write_pages(tmp_path / "docs", {"a.md": page(rows=rows, sample=sample)})
        assert generate(docs, out) == (0, "")
    assert "USER_ID_: " in (out / "models" / "shop.py").read_text()


@pytest.mark.parametrize(
    ("spec", "lock"),
    [
        (None, "out/names.lock.json"),
        ("specs/shop/spec.json", "specs/shop/names.lock.json"),
        # Two APIs may keep their specs in one folder.
        ("specs/shop.json", "specs/shop.names.lock.json"),
    ],
)
def test_where_the_lock_is(spec: str | None, lock: str) -> None:
    api = Api(name="shop", docs=(), output=Path("out"), spec=Path(spec) if spec else None)
    assert api.lock_path == Path(lock)


def test_a_lock_is_json() -> None:
    assert json.loads(TEXT)["types"]["Card"] == {"module": "common", "retired": True}


def test_groups_of_the_same_letters_share_a_module() -> None:
    modules = modules_of_groups(["List", "list", "Toys"])
    assert modules == {"List": "list", "list": "list", "Toys": "toys"}
    lock = NameLock(format=1, modules=modules)
    assert loads(dumps(lock).encode()) == lock
    other = NameLock(format=1, modules={"List": "list", "Roll": "list"})
    with pytest.raises(CodegenError, match="the name of another one too"):
        loads(dumps(other).encode())
