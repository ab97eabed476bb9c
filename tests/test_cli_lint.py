from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codegen.cli import main
from codegen.codes import CODES
from tests.shop import ROWS, page, snapshot, write_pages

WRONG = ROWS.replace("string", "bool")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    pages: dict[str, str | bytes] = {
        "good.md": page("Order", "Order"),
        "wrong.md": page(rows=WRONG),
    }
    return write_pages(tmp_path / "docs", pages)


def lint(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["lint", *map(str, arguments)])


def test_findings_of_pages(docs: Path) -> None:
    before = snapshot(docs.parent)
    result = lint("--docs", docs)
    assert result.exit_code == 1
    assert result.output == (
        "type-contradicts-sample (warning, 1): a table names a type that a sample does not have\n"
        "  mend: correct the type or the sample; both are accepted until then\n"
        "\n"
        f"  {docs}/wrong.md:31: Item.Name: documented as boolean, a sample shows a string\n"
        f"      says boolean    {docs}/wrong.md:31\n"
        f"      shows a string  {docs}/wrong.md:41\n"
        "\n"
        "1 finding in 2 pages: 1 warning\n"
    )
    assert snapshot(docs.parent) == before


def test_a_configured_api(docs: Path) -> None:
    config = docs.parent / "pyproject.toml"
    config.write_text('[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n')
    result = lint("shop", "--config", config)
    assert result.exit_code == 1
    assert result.output.endswith("1 finding in 2 pages: 1 warning\n")
    assert lint("shoe", "--config", config).exit_code == 2


def test_pages_alone_have_no_overlay_and_no_lock(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lint("--docs", docs).output
    # Another tool's files, in the folder where the command is run.
    (docs.parent / "overlay.yaml").write_text("overlay: 1.0.0\n")
    (docs.parent / "names.lock.json").write_text("{}")
    monkeypatch.chdir(docs.parent)
    assert lint("--docs", docs).output == before


def two_apis(docs: Path) -> Path:
    config = docs.parent / "pyproject.toml"
    names = ("one", "two")
    config.write_text(
        "".join(f'[tool.doc-codegen.apis.{name}]\ndocs = ["docs"]\n' for name in names)
    )
    return config


def test_what_two_apis_have_in_common_is_found_once(docs: Path) -> None:
    result = lint("--config", two_apis(docs))
    assert result.output.endswith("1 finding in 4 pages: 1 warning\n")


@pytest.mark.parametrize("part", [("one",), ("--ignore", "type-contradicts-sample")])
def test_what_is_not_looked_at_stays_accepted(docs: Path, part: tuple[str, ...]) -> None:
    whole = ("--config", two_apis(docs), "--baseline", docs.parent / "lint.json")
    assert lint(*whole, "--write-baseline").exit_code == 0
    assert lint(*part, *whole, "--write-baseline").exit_code == 0
    assert lint(*whole).exit_code == 0
    (docs.parent / "lint.json").write_text('{"format": 1,')
    assert lint(*part, *whole, "--write-baseline").exit_code == 2
    assert lint(*whole, "--write-baseline").exit_code == 0
    assert lint(*whole).exit_code == 0


def test_nothing_is_wrong(docs: Path) -> None:
    (docs / "wrong.md").unlink()
    result = lint("--docs", docs)
    assert (result.exit_code, result.output) == (0, "nothing to report in 1 page\n")


@pytest.mark.parametrize(
    ("options", "exit_code"),
    [
        ((), 1),
        (("--fail-on", "error"), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "info"), 1),
        (("--fail-on", "never"), 0),
        (("--select", "type-contradicts-sample"), 1),
        (("--select", "dynamic-keys, type-contradicts-sample"), 1),
        (("--select", "dynamic-keys"), 0),
        (("--ignore", "type-contradicts-sample"), 0),
        (("--ignore", "dynamic-keys"), 1),
        (("--select", "type-contradicts-sample", "--ignore", "type-contradicts-sample"), 0),
    ],
)
def test_which_findings_count(docs: Path, options: tuple[str, ...], exit_code: int) -> None:
    result = lint("--docs", docs, *options)
    assert result.exit_code == exit_code
    shown = "type-contradicts-sample" in result.output
    assert shown is (exit_code == 1 or "--fail-on" in options)


@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_an_unknown_code_names_the_nearest(docs: Path, option: str) -> None:
    result = lint("--docs", docs, option, "dynamic-kees")
    assert result.exit_code == 2
    assert "no finding has the code 'dynamic-kees'; is it 'dynamic-keys'?" in result.output
    assert "is it" not in lint("--docs", docs, option, "zzz").output


def test_json_sarif_and_github(docs: Path) -> None:
    (one,) = json.loads(lint("--docs", docs, "--format", "json").output)
    assert (one["code"], one["line"], len(one["related"])) == ("type-contradicts-sample", 31, 2)
    (run,) = json.loads(lint("--docs", docs, "--format", "sarif").output)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["type-contradicts-sample"]
    text = lint("--docs", docs, "--format", "github").output
    assert text.startswith(
        f"::warning file={docs}/wrong.md,line=31,title=type-contradicts-sample::"
    )


def test_a_baseline(docs: Path) -> None:
    baseline = docs.parent / "lint.json"
    written = lint("--docs", docs, "--baseline", baseline, "--write-baseline")
    assert (written.exit_code, written.output) == (0, f"accepted 1 finding in {baseline}\n")
    known = lint("--docs", docs, "--baseline", baseline)
    assert (known.exit_code, known.output) == (0, "nothing to report in 2 pages\n")
    # Unrelated edits above change nothing; a further wrong is reported; what is mended is stale.
    text = (docs / "wrong.md").read_text()
    (docs / "wrong.md").write_text(text.replace("Reads one.", "Reads one.\n\nOf many."))
    assert lint("--docs", docs, "--baseline", baseline).exit_code == 0
    (docs / "wrong.md").write_text(page(rows=ROWS.replace("int32", "bool")))
    result = lint("--docs", docs, "--baseline", baseline)
    assert result.exit_code == 1
    assert "Item.Id: documented as boolean" in result.output
    assert f"{baseline}:4: accepted, and not found any more" in result.output
    assert (
        "stale"
        not in lint("--docs", docs, "--baseline", baseline, "--ignore", "stale-baseline").output
    )


def test_broken_baselines(docs: Path) -> None:
    missing = lint("--docs", docs, "--baseline", docs / "no.json")
    assert missing.exit_code == 2
    assert f"{docs}/no.json: error: cannot be read" in missing.output
    alone = lint("--docs", docs, "--write-baseline")
    assert alone.exit_code == 2
    assert "--write-baseline goes with --baseline" in alone.output


def test_codes_are_explained() -> None:
    result = lint("--explain", "dynamic-keys")
    code = CODES["dynamic-keys"]
    assert result.exit_code == 0
    assert result.output == f"dynamic-keys (info): {code.summary}\n  mend: {code.mend}\n"
    every = lint("--explain", "all").output
    assert [line.partition(" ")[0] for line in every.splitlines()[::2]] == list(CODES)


def test_pages_that_say_nothing(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": "# Nothing\n"})
    result = lint("--docs", docs)
    assert result.exit_code == 2
    assert "nothing-generated" in result.output


def test_help() -> None:
    result = lint("--help")
    assert result.exit_code == 0
    assert "doc-codegen lint --baseline lint.json --write-baseline" in result.output
