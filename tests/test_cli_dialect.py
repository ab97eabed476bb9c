from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codegen.cli import main
from codegen.dialects.styles import load
from codegen.dialects.styles.schema import json_schema
from tests.knobs import ANSWER, CALL, IN_ANSWERS, IN_CALLS
from tests.shop import snapshot, write_pages

PAGE = CALL + ANSWER
STYLE = f'name = "mine"\n{IN_CALLS}{IN_ANSWERS}'


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with pages."""
    write_pages(tmp_path / "docs/shop", {"orders.md": PAGE})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["dialect", *arguments])


def cells(text: str) -> dict[str, list[str]]:
    """The rows of the table of shares."""
    _, _, table = text.partition("how much is understood\n")
    rows = re.findall(r"^│ (.+?) +│(.*)│$", table, re.MULTILINE)
    return {title: [cell.strip() for cell in rest.split("│")] for title, rest in rows}


def test_a_first_file_is_written(top: Path) -> None:
    result = run("new", "docs/shop")
    assert (result.exit_code, result.stderr) == (0, "")
    assert snapshot(top).keys() == {"docs/shop/orders.md", "shop.toml"}
    text = (top / "shop.toml").read_text()
    assert load(text, "shop.toml").name == "shop"
    assert "# 'pennies': 1 time, first at docs/shop/orders.md:8; in samples integer\n" in text
    assert text.startswith("#:schema ./dialect.schema.json\n")
    assert "#   doc-codegen dialect test shop.toml docs/shop\n" in text
    assert "│     1 │ Call: METHOD -> /path … │ operation │ docs/shop/orders.md:3 " in result.stdout
    assert cells(result.stdout)["lines that look like requests"] == ["1", "0", "0", "1", "0.0 %"]
    assert result.stdout.endswith(
        "wrote shop.toml: take the # off the entries that are right\n"
        "next: doc-codegen dialect test shop.toml docs/shop\n"
    )


def test_a_file_that_is_there_stays(top: Path) -> None:
    (top / "shop.toml").write_text(STYLE)
    result = run("new", "docs/shop")
    assert result.exit_code == 2
    assert result.stderr == (
        "shop.toml: error: is there already; nothing was written [foreign-file]\n"
        "    hint: name another file with --output, or overwrite it by --force\n"
    )
    assert (top / "shop.toml").read_text() == STYLE
    assert run("new", "docs/shop", "--output", "other.toml").exit_code == 0
    assert run("new", "docs/shop", "--force").exit_code == 0
    made = (top / "shop.toml").read_text()
    assert made.replace("shop.toml", "") == (top / "other.toml").read_text().replace(
        "other.toml", ""
    )


def test_the_name(top: Path) -> None:
    assert run("new", "docs/shop", "--name", "../my own").exit_code == 0
    assert load((top / "_my own.toml").read_text(), "").name == "../my own"
    for name in ("a\nb", " ", "\x1b[2J"):
        result = run("new", "docs/shop", "--name", name)
        assert (result.exit_code, "--name is no word" in result.stderr) == (2, True)


def test_no_dialect_is_called_auto(top: Path) -> None:
    result = run("new", "docs/shop", "--name", "auto")
    assert (result.exit_code, "decides between dialects" in result.stderr) == (2, True)
    (top / "docs/shop").rename(top / "docs/auto")
    assert run("new", "docs/auto").exit_code == 0
    assert load((top / "auto_docs.toml").read_text(), "").name == "auto_docs"


def test_what_a_file_changes(top: Path) -> None:
    (top / "mine.toml").write_text(STYLE)
    result = run("test", "mine.toml", "docs/shop")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = cells(result.stdout)
    general, mine = ["0", "0", "1", "0.0 %"], ["1", "0", "0", "100.0 %"]
    assert rows["samples"] == ["1", *general, *mine, "+1"]
    assert rows["operations"] == ["", "0", "", "", "", "1", "", "", "", "+1"]
    assert "headings without a meaning" not in result.stdout
    assert "columns of no known header" in result.stdout
    assert "entries of the file" not in result.stdout
    assert snapshot(top).keys() == {"docs/shop/orders.md", "mine.toml"}


def test_a_dialect_by_its_name(top: Path) -> None:
    assert top.is_dir()
    rows = cells(run("test", "superoffice", "docs/shop").stdout)
    assert rows["pages with a type or operation"][5] == "0"
    assert run("test", "auto", "docs/shop").exit_code == 2
    unknown = run("test", "klingon", "docs/shop")
    assert (unknown.exit_code, "no dialect is called 'klingon'" in unknown.stderr) == (2, True)


def test_for_machines(top: Path) -> None:
    new = run("new", "docs/shop", "--format", "json")
    assert new.stderr.startswith("wrote shop.toml: ")
    (found,) = json.loads(new.stdout)["coverage"]
    assert found["shares"]["requests"] == {
        "total": 1,
        "read": 0,
        "aside": 0,
        "left": 1,
        "part": 0.0,
    }
    assert {
        "kind": "heading",
        "text": "Call: METHOD -> /path …",
        "hint": "operation",
        "times": 1,
        "places": [{"path": "docs/shop/orders.md", "line": 3}],
    } in found["gaps"]
    (top / "mine.toml").write_text(STYLE)
    both = json.loads(run("test", "mine.toml", "docs/shop", "--format", "json").stdout)
    assert [one["dialect"] for one in both["coverage"]] == ["general", "mine"]
    assert [one["operations"] for one in both["coverage"]] == [0, 1]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file_that_is_none(top: Path, form: str) -> None:
    (top / "mine.toml").write_text(STYLE + "[types]\npaw = 'Int'\nclaw = 'Int'\n")
    result = run("test", "mine.toml", "docs/shop", "--format", form)
    assert result.exit_code == 2
    if form == "json":
        assert [one["line"] for one in json.loads(result.stdout)] == [9, 10]
    else:
        assert result.stderr.startswith("mine.toml:9:1: error: types.paw: 'Int' is no type")


@pytest.mark.parametrize("command", [("new",), ("test", "general")])
def test_no_pages(top: Path, command: tuple[str, ...]) -> None:
    (top / "empty").mkdir()
    for docs, words in (("empty", "no documents in empty"), ("absent", "no such file")):
        result = run(*command, docs)
        assert (result.exit_code, words in result.stderr) == (2, True)
    assert run(*command).exit_code == 2
    assert snapshot(top).keys() == {"docs/shop/orders.md"}


HOSTILE = """---
"\\u001b[2Jkey": 1
---
# A\x1b[2J [red]x[/red] \u202e

## Call: post -> /a\x1b[2J 'b' "c"

| Kn\x1b[2Job' | Kind\u2028 |
| --- | --- |
| a\x1b* | 'blu\x1b[2Jrb' or "2 + |
| b\x1b* | [Odd\x1b](x) |

- **x\x1b[2J** (y)
- `z` (q)

```j\x1b[2Json
{"a": 1}
```

GET /x\x1b[2J
"""


def test_nothing_of_a_page_comes_alive(top: Path) -> None:
    write_pages(top / "docs/shop", {"orders.md": HOSTILE, "b.md": HOSTILE, "c.md": HOSTILE})
    result = run("new", "docs/shop", "--all")
    assert result.exit_code == 0
    text = (top / "shop.toml").read_text()
    load(text, "shop.toml")
    for shown in (result.stdout, text):
        assert not set(shown) & {"\x1b", "\u202e", "\u2028", "\r"}
        assert "[2J" in shown
    assert "[red]x[/red]" in result.stdout


def test_the_schema() -> None:
    result = run("schema")
    assert (result.exit_code, json.loads(result.stdout)) == (0, json_schema())


def test_all_is_shown_where_that_is_asked_for(top: Path) -> None:
    rows = "".join(f"| a{n} | odd{n} |\n" for n in range(30))
    page = f"# Thing object\n\n| Field | Type |\n| --- | --- |\n{rows}"
    write_pages(top / "docs/shop", {"orders.md": page})
    brief, full = (run("new", "docs/shop", "--force", *more) for more in ((), ("--all",)))
    assert "... and 18 more" in brief.stdout
    assert "odd29" not in brief.stdout
    assert "odd29" in full.stdout
    text = (top / "shop.toml").read_text()
    assert "# ... and 10 more words: doc-codegen dialect test --all\n" in text


def test_help_says_what_there_is() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert "dialect   Teach a house style" in result.output
    assert "doc-codegen dialect new docs/reference" in run("--help").output
