"""What a command prints of hostile pages: it moves no cursor, adds no line and is no markup.

Every command and every form, through the command line, with hostile text in the pages, in the names
of their files and in the configuration.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from markdown_it.token import Token

from codegen import watch
from codegen.cli import main
from codegen.pipeline import Api
from tests.shop import page, write_pages

#: What a terminal, GitHub, a browser and a reader of lines would act on.
EVIL = (
    "a\x1b[31mb\x1b]0;title\x07c\x9b2Jd\x08e\u202ef\u2066g\x7fh\x00"
    "\r::error file=a.py::forged\u2028::error::forged\x85::error::forged\x0c%0A%25"
    "<img src=x onerror=alert(1)><script>alert(1)</script>[x](javascript:alert(1))@everyone `|`"
)
#: As much of it as may stand in a page, or in the name of a file.
IN_PAGE = EVIL.replace("\x00", "").replace("\r", "")
IN_NAME = IN_PAGE.replace("/", "")[:100] + "\n::error::forged\r"


def hostile_page(name: str, type_: str = "string", more: str = "") -> str:
    """A page with something to be found in every place."""
    cell = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", IN_PAGE)
    rows = (
        f"| Id | {type_} | {cell} |\n| {cell} | bool | {cell}{more} |\n"
        f"| {cell} | int32 | {cell} |\n| Kind | Enum: {cell}, B | {cell}. Default: `{cell}` |\n"
        f"| Odd | {cell} | Values are `1`, `2`. {cell} |\n"
    )
    sample = json.dumps({"Id": 1, EVIL: "x", "Kind": EVIL, "Odd": EVIL, f"{EVIL}2": None})
    text = page(name, name, rows=rows, sample=sample)
    text = text.replace("Reads one.", f"{cell}\n\n[x]({name}-{cell}.md) {cell}")
    return f"{text}\n## {cell}\n\n{cell}\n\n```json\n{{'{IN_PAGE}'\n```\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one API; its pages before and after an edit."""
    monkeypatch.chdir(tmp_path)
    for folder, type_, more in (("old", "int32", ""), ("docs", "string", " and more")):
        pages: dict[str, str | bytes] = {
            "plain.md": page("Plain", "Plain"),
            f"{IN_NAME}.md": hostile_page("Evil", type_, more),
            f"{IN_NAME}/x.md": hostile_page(f"Evil{folder}"),
            f"{IN_NAME}.bin": b"\x00",
            f"{IN_NAME}2.md": b"\x00",
        }
        write_pages(tmp_path / folder, pages)
    name = json.dumps(EVIL)
    text = f'[apis.{name}]\ndocs = ["docs"]\noutput = "out"\nspec = "out/spec.json"\n'
    (tmp_path / "doc-codegen.toml").write_text(text)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    trouble = result.exception
    assert trouble is None or isinstance(trouble, SystemExit), repr(trouble)
    return result


def assert_plain(text: str) -> None:
    assert text.isprintable() or {char for char in text if not char.isprintable()} == {"\n"}
    forged = re.compile(r"\s*(::error( file=a\.py)?::forged|forged)")
    assert not [line for line in text.split("\n") if forged.match(line)]


FORMS = ("text", "json", "github", "sarif")
COMMANDS = (
    # These two render, which takes its time; all commands print findings by the same functions.
    *(("generate", "--fail-on", "never", "--format", form) for form in ("text", "github")),
    *(("check", "--format", form) for form in ("text", "github")),
    *(("lint", "--format", form) for form in FORMS),
    *(("diff", "old", "docs", "--format", form) for form in (*FORMS, "markdown")),
    *(("explain", "Evil", "--format", form) for form in ("text", "json")),
    ("explain", f"Evil.{EVIL}"),
    ("explain", "GET /api/v1/Shop/Evil", "--all"),
    ("explain", f"No{EVIL}"),
    ("generate", f"no{EVIL}"),
    ("lint", f"no{EVIL}"),
    ("lint", "--docs", f"no{EVIL}"),
    ("diff", f"no{EVIL}", "docs"),
    ("diff", "old", "docs", "--approve", "--approvals", "approvals.yaml"),
    ("lint", "--baseline", f"{IN_NAME}.json", "--write-baseline"),
)


def test_no_command_prints_what_a_terminal_would_act_on(project: Path) -> None:
    for command in COMMANDS:
        tell(command)
    # Again, with what has changed since the last time.
    (project / "docs" / "plain.md").write_text(hostile_page("Plain"))
    for command in (*COMMANDS[2:4], COMMANDS[0]):
        assert tell(command).output, command


def tell(command: tuple[str, ...]) -> Result:
    """Run it; what it prints is plain, and well-formed in the form that was asked for."""
    result = run(*command)
    for text in (result.stdout, result.stderr):
        assert_plain(text)
    form = command[-1] if "--format" in command else "text"
    if form != "text":
        _FORMS[form](result.stdout)
    return result


def _lines_of_commands(text: str) -> None:
    for line in text.splitlines():
        head = re.match(
            r"::(error|warning|notice) ((?:file=[^,:]*,line=\d+,)?title=[\w-]+)::", line
        )
        assert head, line
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", line), line


def _rendered(text: str) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    for token in _tokens(parser, text):
        assert token.type not in {"html_inline", "image", "link_open"}, token.content
        if token.type == "html_block":
            assert re.fullmatch(
                r"(</?details>|<summary>(<b>)?[^<>]*(</b>)?</summary>|\s)*", token.content
            )
        if token.type == "text":
            assert "@everyone" not in token.content
            assert "javascript" not in token.content


def _tokens(parser: MarkdownIt, text: str) -> Iterator[Token]:
    for token in parser.parse(text):
        yield token
        yield from token.children or ()


_FORMS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "sarif": json.loads,
    "github": _lines_of_commands,
    "markdown": _rendered,
}


def test_watch_prints_nothing_that_a_terminal_would_act_on(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rounds(
        load: Callable[[], list[Api]], run: Callable[[Api], None], *_: object, **__: object
    ) -> None:
        for name in ("plain.md", "more.md", "plain.md"):
            for api in load():
                run(api)
            (project / "docs" / name).write_text(hostile_page(name.partition(".")[0].title()))

    monkeypatch.setattr(watch, "watch", rounds)
    result = run("watch")
    assert result.exit_code == 0
    assert "waiting" in result.stdout
    assert_plain(result.output)


def test_init_prints_nothing_that_a_terminal_would_act_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = IN_NAME.replace("<", "")
    write_pages(tmp_path / folder, {f"{IN_NAME}.md": hostile_page("Evil")})
    write_pages(tmp_path / "other", {"a.md": f"# {IN_PAGE}\n\n| {IN_PAGE} |\n|--|\n| x |\n"})
    for arguments in ((), ("other",), (folder, "--name", EVIL.replace("\x00", "")), (folder,)):
        result = run("init", *arguments)
        assert_plain(result.output)
        assert result.output


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "a\\b", "..", ".", " ", "", "C:", "a\nb", "a\x1bb"]
)
def test_names_of_apis_lead_nowhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pages(tmp_path / "docs", {"a.md": page()})
    (tmp_path / "doc-codegen.toml").write_text(f'[apis.{json.dumps(name)}]\ndocs = ["docs"]\n')
    result = run("generate")
    assert result.exit_code == 2
    assert "is no name for a folder [invalid-config]" in result.stderr
    assert_plain(result.output)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["doc-codegen.toml", "docs"]
