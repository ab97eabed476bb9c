"""check: whatever is not as the pages give it is named, with the reason, and nothing is written."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codegen import check, config, namelock, specimen
from codegen.cli import main
from codegen.targets import fragment
from tests.shop import ROWS, page, snapshot, write_pages

MODEL = "generated/shop/models/shop.py"
SPEC = "specs/shop/spec.json"
LOCK = "specs/shop/names.lock.json"
OVERLAY = "specs/shop/overlay.yaml"


def run(base: Path, *arguments: str) -> Result:
    command, *options = arguments
    return CliRunner().invoke(main, [command, "--config", str(base / "pyproject.toml"), *options])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("made")
    write_pages(base / "docs", {"item.md": page(), "order.md": page("Order", "Order")})
    (base / "pyproject.toml").write_text('[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n')
    assert run(base, "generate").exit_code == 0
    return base


@pytest.fixture
def shop(made: Path, tmp_path: Path) -> Path:
    """A shop with its outputs; the pages of both are the same."""
    return shutil.copytree(made, tmp_path / "shop")


def findings(base: Path) -> dict[str, tuple[str, str]]:
    """Path -> code and message, by the command."""
    before = snapshot(base)
    result = run(base, "check", "--format", "json")
    assert snapshot(base) == before, "check has written"
    found = json.loads(result.stdout)
    assert result.exit_code == (1 if found else 0), result.output
    return {
        Path(one["path"]).relative_to(base).as_posix(): (one["code"], one["message"])
        for one in found
    }


def files(base: Path) -> list[str]:
    return sorted(name for name in snapshot(base) if name.startswith(("generated/", "specs/shop/")))


def test_what_was_just_generated_is_clean(shop: Path) -> None:
    result = run(shop, "check")
    assert result.exit_code == 0
    assert result.stdout == f"shop: {len(files(shop))} files are what the pages give\n"
    assert result.stderr == ""


def _flip(path: Path) -> None:
    """Another byte in the middle of the file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


EDITS: dict[str, Callable[[Path], object]] = {
    "flipped": _flip,
    "space": lambda path: path.write_bytes(path.read_bytes() + b" "),
    "no last line end": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "CRLF": lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n")),
    "BOM": lambda path: path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes()),
    "not UTF-8": lambda path: path.write_bytes(path.read_bytes() + b"\xff"),
    "emptied": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_file_that_is_edited_is_named_until_it_is_restored(shop: Path, edit: str) -> None:
    names = files(shop) if edit == "flipped" else [SPEC, LOCK, MODEL]
    for name in names:
        path = shop / name
        before = path.read_bytes()
        if not before:
            continue
        EDITS[edit](path)
        found = findings(shop)
        assert name in found
        if edit != "emptied" or name != LOCK:  # an empty lock is one that keeps nothing
            assert found[name][0] == "edited-output", (name, found)
            assert found[name][1].startswith("was edited")
            assert found.keys() <= {name, SPEC} or name == LOCK
        path.write_bytes(before)
    assert findings(shop) == {}


def _make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _make_link(path: Path) -> None:
    path.symlink_to(path.rename(f"{path}.real"))


def _lead_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("no")


REPLACEMENTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "deleted": (Path.unlink, "is missing"),
    "folder": (_make_folder, "is a folder"),
    "link": (_make_link, "is a link, to "),
    "link to nowhere": (_lead_nowhere, "is a link, to no"),
}


@pytest.mark.parametrize("how", REPLACEMENTS)
@pytest.mark.parametrize("name", [MODEL, "generated/shop/openapi/openapi.yaml"])
def test_what_is_no_file_any_more_is_missing(shop: Path, how: str, name: str) -> None:
    replace, message = REPLACEMENTS[how]
    replace(shop / name)
    code, said = findings(shop)[name]
    assert (code, said.startswith(message)) == ("missing-output", True)


@pytest.mark.parametrize("name", [SPEC, LOCK])
def test_a_spec_and_a_lock_that_are_gone(shop: Path, name: str) -> None:
    (shop / name).unlink()
    assert findings(shop) == {name: ("missing-output", "is missing")}


def test_nothing_was_ever_generated(shop: Path) -> None:
    shutil.rmtree(shop / "generated")
    shutil.rmtree(shop / "specs")
    found = findings(shop)
    assert len(found) > 10
    assert set(found.values()) == {("missing-output", "is missing")}


def test_a_generated_file_that_nobody_makes(shop: Path) -> None:
    shutil.copy(shop / MODEL, shop / "generated/shop/models/former.py")
    (shop / "generated/shop/models/mine.py").write_text("X = 1\n")
    ((name, (code, _)),) = findings(shop).items()
    assert (name, code) == ("generated/shop/models/former.py", "leftover-output")
    assert run(shop, "generate").exit_code == 0
    assert findings(shop) == {}


# Why: what moved, told apart


def move_pages(base: Path) -> None:
    rows = f"{ROWS}| Weight | double | In kilograms. |\n"
    (base / "docs/item.md").write_text(page(rows=rows))


def test_pages_that_changed(shop: Path) -> None:
    move_pages(shop)
    found = findings(shop)
    assert {code for code, _ in found.values()} == {"pages-changed"}
    assert found[SPEC] == ("pages-changed", "the pages changed: 1 type changed")
    assert {SPEC, LOCK} < found.keys()
    assert run(shop, "generate").exit_code == 0
    assert findings(shop) == {}


def test_an_edited_file_among_those_of_changed_pages(shop: Path) -> None:
    move_pages(shop)
    edited = next(name for name in findings(shop) if "/models/" in name)
    _flip(shop / edited)
    found = findings(shop)
    assert found.pop(edited)[0] == "edited-output"
    assert {code for code, _ in found.values()} == {"pages-changed"}


def test_an_edited_file_that_the_changed_pages_leave_alone(shop: Path) -> None:
    move_pages(shop)
    (shop / "generated/shop/models/_base.py").write_text("# Generated by doc-codegen\n")
    assert findings(shop)["generated/shop/models/_base.py"][0] == "edited-output"


def test_a_spec_that_was_edited(shop: Path) -> None:
    """It is a spec as any other, but the files were not made of it."""
    path = shop / SPEC
    text = path.read_text()
    path.write_text(text.replace("What it is called.", "What people call it."))
    assert path.read_text() != text
    assert findings(shop) == {
        SPEC: (
            "edited-output",
            "was edited by hand: the files that were made of it say something else",
        )
    }


def test_corrections_that_changed(shop: Path) -> None:
    (shop / OVERLAY).write_text("- target: Item.Name\n  type: date\n  reason: Seen.\n")
    found = findings(shop)
    assert {code for code, _ in found.values()} == {"overlay-changed"}
    assert run(shop, "generate").exit_code == 0
    assert findings(shop) == {}
    (shop / OVERLAY).unlink()
    assert {code for code, _ in findings(shop).values()} == {"overlay-changed"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('enums = "closed"', "enums is closed and was the default"),
        ("examples = true", "examples is True and was the default"),
    ],
)
def test_options_that_changed(shop: Path, line: str, said: str) -> None:
    with (shop / "pyproject.toml").open("a") as file:
        file.write(f"{line}\n")
    found = findings(shop)
    codes = {code for code, _ in found.values()}
    assert codes <= {"options-changed", "leftover-output"}
    assert found[LOCK] == ("options-changed", f"the configuration changed: {said}")
    assert len(found) > 1


def test_names_that_were_changed_in_the_lock(shop: Path) -> None:
    path = shop / LOCK
    path.write_text(path.read_text().replace('"name"', '"title"'))
    found = findings(shop)
    assert {SPEC, LOCK} < found.keys()
    assert {code for code, _ in found.values()} == {"names-changed"}


@pytest.mark.parametrize(
    "edit",
    [
        lambda docs: (docs / "cart.md").write_text(page("Cart", "Cart")),
        lambda docs: (docs / "order.md").unlink(),
    ],
    ids=["one more", "one less"],
)
def test_pages_with_types_of_their_own_that_came_and_went(
    shop: Path, edit: Callable[[Path], object]
) -> None:
    edit(shop / "docs")
    found = findings(shop)
    assert found[SPEC][0] == "pages-changed"
    assert {code for code, _ in found.values()} == {"pages-changed"}


def test_a_page_that_cannot_be_read_is_named_beside_what_is_missing(shop: Path) -> None:
    (shop / "docs" / "order.md").write_bytes(b"a\0b")
    found = findings(shop)
    assert found[SPEC] == (
        "pages-changed",
        "the pages changed: 1 operation removed, 1 type removed",
    )
    assert found["docs/order.md"][0] == "binary-file"


def test_a_lock_of_a_newer_generator(shop: Path) -> None:
    (shop / LOCK).write_text('{"format": 99}')
    ((name, (code, message)),) = findings(shop).items()
    assert (name, code) == (LOCK, "generator-upgraded")
    assert message.startswith("a newer doc-codegen wrote it: has format 99")


def test_a_broken_api_hides_no_other(shop: Path) -> None:
    with (shop / "pyproject.toml").open("a") as file:
        file.write('[tool.doc-codegen.apis.gone]\ndocs = ["gone"]\n')
        file.write('[tool.doc-codegen.apis.void]\ndocs = ["void"]\n')
    (shop / MODEL).unlink()
    result = run(shop, "check", "--format", "json")
    assert result.exit_code == 2
    codes = [one["code"] for one in json.loads(result.stdout)]
    assert codes == ["no-such-path", "no-such-path", "missing-output"]


@pytest.mark.parametrize("damage", ["{", "[]"])
def test_a_damaged_lock_is_all_that_is_reported(shop: Path, damage: str) -> None:
    (shop / LOCK).write_text(damage)
    ((name, (code, message)),) = findings(shop).items()
    assert (name, code) == (LOCK, "edited-output")
    assert message.startswith("was edited by hand: ")


def test_a_generator_that_writes_otherwise(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another template: all is as the spec says, and all files are others."""
    monkeypatch.setattr("codegen.targets.engine.HEADER", f"{fragment.HEADER} Please.")
    monkeypatch.setattr("codegen.specimen.digest", specimen.digest.__wrapped__)
    found = findings(shop)
    assert found[MODEL][0] == "generator-upgraded"
    assert {code for code, _ in found.values()} == {"generator-upgraded"}
    move_pages(shop)
    found = findings(shop)
    assert found[SPEC][0] == "pages-changed"
    assert found[MODEL][0] == "generator-upgraded"


def test_files_of_a_generator_that_left_no_mark(shop: Path) -> None:
    path = shop / LOCK
    path.write_text(re.sub(r' "generator": "\w+",\n', "", path.read_text()))
    code, message = findings(shop)[LOCK]
    assert code == "generator-upgraded"
    assert "does not say which doc-codegen wrote it" in message


def test_the_mark_is_no_version() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", specimen.digest())
    assert {"spec.json", "models/orders.py", "dataclass_models/orders.py"} < set(specimen.outputs())


def test_the_library_function_gives_the_texts(shop: Path) -> None:
    (api,) = config.load(shop / "pyproject.toml")
    (shop / MODEL).write_bytes(b"x = 1\xff\n")
    (drift,) = check.check(api).drifts
    assert drift.old == "x = 1\\xff\n"
    assert drift.new is not None
    assert drift.new.startswith("# Generated")
    assert namelock.load(api.lock_path).generator == specimen.digest()


# What is printed


def test_the_diff_goes_to_the_output_and_the_reasons_beside_it(shop: Path) -> None:
    move_pages(shop)
    result = run(shop, "check")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"--- a/{shop}/{SPEC}\n+++ b/{shop}/{SPEC}\n@@ ")
    assert '\n+     "name": "Weight",\n' in result.stdout
    assert f"{shop}/{SPEC}:" in result.stderr
    assert "the pages changed: 1 type changed [pages-changed]" in result.stderr
    assert result.stderr.endswith("; run doc-codegen generate\n")


def test_the_forms_for_machines(shop: Path) -> None:
    (shop / MODEL).unlink()
    github = run(shop, "check", "--format", "github")
    assert github.stdout == (
        f"::error file={shop}/{MODEL},line=1,title=missing-output::"
        "is missing%0Arun doc-codegen generate\n"
    )
    sarif = json.loads(run(shop, "check", "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "missing-output"


def test_a_reason_is_told_once_to_people_and_of_each_file_to_programs(shop: Path) -> None:
    move_pages(shop)
    names = list(findings(shop))
    assert len(names) > 3
    text = run(shop, "check").stderr
    assert text.count("the pages changed: 1 type changed [pages-changed]") == 1
    assert text.startswith(f"{shop}/{SPEC}:")
    assert f"\n    and likewise {len(names) - 1} more files:\n      {shop}/{LOCK}:" in text
    assert all(f"{shop}/{name}" in text for name in names)
    (annotation,) = run(shop, "check", "--format", "github").stdout.splitlines()
    assert annotation.startswith(f"::error file={shop}/{SPEC},")
    assert all(f"%0A{shop}/{name}" in annotation for name in names if name != SPEC)
    sarif = json.loads(run(shop, "check", "--format", "sarif").stdout)
    assert len(sarif["runs"][0]["results"]) == len(names)


def test_many_files_that_differ_for_one_reason_are_counted(shop: Path) -> None:
    former = [shop / f"generated/shop/models/former{number:02}.py" for number in range(13)]
    for path in former:
        shutil.copy(shop / MODEL, path)
    text = run(shop, "check").stderr
    assert text.startswith(f"{former[0]}: error: is left over")
    assert "\n    and likewise 12 more files:\n" in text
    assert f"      {former[10]}\n      ... and 2 more\n" in text
    assert str(former[11]) not in text


def test_another_reason_is_told_apart(shop: Path) -> None:
    move_pages(shop)
    (shop / MODEL).unlink()
    text = run(shop, "check").stderr
    assert text.count("[pages-changed]") == text.count("[missing-output]") == 1
    assert text.count(f"{shop}/{MODEL}") == 1


def test_a_long_diff_is_cut_and_counted(shop: Path) -> None:
    path = shop / MODEL
    path.write_text("".join(f"# {number}\n" for number in range(1000)))
    short = run(shop, "check").stdout
    assert re.search(
        r"^\.\.\. and [\d,]+ lines more; doc-codegen check --all shows them$", short, re.MULTILINE
    )
    whole = run(shop, "check", "--all").stdout
    assert "-# 999\n" in whole
    assert "... and" not in whole


def test_pages_alone(shop: Path, tmp_path: Path) -> None:
    options = ["--docs", str(shop / "docs"), "--name", "shop", "--output", str(tmp_path / "out")]
    assert CliRunner().invoke(main, ["generate", *options]).exit_code == 0
    assert CliRunner().invoke(main, ["check", *options]).exit_code == 0
    (tmp_path / "out/models/operations.py").unlink()
    result = CliRunner().invoke(main, ["check", *options])
    assert result.exit_code == 1
    assert f"{tmp_path}/out/models/operations.py" in result.stderr


def test_an_error_is_an_error(shop: Path) -> None:
    shutil.rmtree(shop / "docs")
    result = run(shop, "check")
    assert result.exit_code == 2
    assert "no-such-path" in result.stderr
    assert run(shop, "check", "shoe").exit_code == 2
