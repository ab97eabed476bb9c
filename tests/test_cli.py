from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from codegen import __version__, cli, outputs
from codegen.cli import main
from codegen.cli.generate import _outcome
from codegen.outputs import Changes
from tests.shop import generate, page, snapshot, write_pages

ROOT = Path(__file__).parents[1]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "docs", {"item.md": page(), "order.md": page("Order", "Order")})


def run(*arguments: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    path = str(ROOT)
    return subprocess.run(
        [sys.executable, "-m", "codegen", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def table(text: str) -> dict[str, str]:
    """The rows of the summary."""
    return dict(re.findall(r"^│ (.+?) +│ +(\S+) │$", text, re.MULTILINE))


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", [(), ("generate",)], ids=["main", "generate"])
def test_help(command: tuple[str, ...], option: str) -> None:
    result = CliRunner().invoke(main, [*command, option])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    assert "doc-codegen generate --docs" in result.output
    assert "bash_source" in result.output


def test_version() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert result.exit_code == 0
    assert __version__ in result.output


def test_the_two_forms_give_the_same(docs: Path, tmp_path: Path) -> None:
    direct = generate(docs, tmp_path / "direct")
    assert direct.exit_code == 0, direct.output
    config = tmp_path / "pyproject.toml"
    config.write_text('[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n')
    configured = CliRunner().invoke(main, ["generate", "--config", str(config)])
    assert configured.exit_code == 0, configured.output
    files = snapshot(tmp_path / "generated" / "shop")
    for name in ("spec.json", "names.lock.json"):
        files[name] = (tmp_path / "specs" / "shop" / name).read_bytes()
    assert files == snapshot(tmp_path / "direct")
    assert {"openapi/openapi.yaml", "models/__init__.py", "dataclass_models/__init__.py"} < set(
        files
    )


def test_the_configuration_of_the_working_folder_is_used(docs: Path) -> None:
    base = docs.parent
    (base / "pyproject.toml").write_text('[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n')
    result = run("generate", "shop", cwd=base)
    assert (result.returncode, result.stderr) == (0, "")
    assert (base / "generated/shop/models/__init__.py").is_file()
    unknown = run("generate", "shop", "shoe", cwd=base)
    assert unknown.returncode == 2
    assert "no API is called 'shoe'; configured: shop" in unknown.stderr


def test_the_summary_has_the_figures(docs: Path, tmp_path: Path) -> None:
    (docs / "README.txt").write_text("# Read me\n\nNothing of an API.\n")
    output = generate(docs, tmp_path / "out").output
    files = len(snapshot(tmp_path / "out"))
    found = table(output)
    assert found == {
        "pages read": "3",
        "pages not recognised": "1",
        "operations": "2",
        "types": found["types"],
        "types documented by themselves": "0",
        "properties": found["properties"],
        "samples": "2",
        "lines": found["lines"],
        "lines unaccounted for": "0",
        "findings": "1",
        "unrecognised-page": "1",
    }
    assert output.endswith(f"\nwrote {files} files to {tmp_path / 'out'}\n")
    again = generate(docs, tmp_path / "out").output
    assert again.endswith(f"\nnothing to write, {files} files are up to date\n")
    (tmp_path / "out/models/operations.py").unlink()
    again = generate(docs, tmp_path / "out").output
    assert again.endswith(f"\nwrote 1 file to {tmp_path / 'out'}\n")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(unchanged=("a",)), "nothing to write, 1 file is up to date"),
        (Changes(unchanged=("a", "b")), "nothing to write, 2 files are up to date"),
        (Changes(added=("a",), unchanged=("b",)), "wrote 1 file to OUT"),
        (Changes(added=("a",), changed=("b",)), "wrote 2 files to OUT"),
        (Changes(added=tuple(map(str, range(1234)))), "wrote 1,234 files to OUT"),
        (Changes(changed=("a",), removed=("b",)), "wrote 1 file to OUT, removed 1"),
        (Changes(removed=("b",)), "removed 1 file from OUT"),
    ],
)
def test_the_last_line_says_what_became_of_the_files(changes: Changes, words: str) -> None:
    assert _outcome(changes, "OUT") == words


def test_two_runs_give_the_same_and_touch_nothing(docs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    generate(docs, out)
    before = snapshot(out)
    for path in out.rglob("*"):
        os.utime(path, (1, 1))
    assert generate(docs, out).exit_code == 0
    assert snapshot(out) == before
    assert {path.stat().st_mtime for path in out.rglob("*")} == {1}


def test_the_order_of_hashes_does_not_matter(docs: Path, tmp_path: Path) -> None:
    trees = []
    for seed in ("1", "4242"):
        out = tmp_path / seed
        arguments = ("--docs", str(docs), "--name", "shop", "--output", str(out))
        result = run("generate", *arguments, PYTHONHASHSEED=seed)
        assert (result.returncode, result.stderr) == (0, "")
        assert "\x1b" not in result.stdout
        trees.append(snapshot(out))
    assert trees[0] == trees[1]


def test_json_is_all_that_is_printed(docs: Path, tmp_path: Path) -> None:
    (docs / "bad.md").write_text(page("Bad", "Bad", sample="{"))
    arguments = ("--docs", str(docs), "--name", "shop", "--output", str(tmp_path / "out"))
    result = run("generate", *arguments, "--format", "json")
    assert result.stderr == ""
    (finding,) = json.loads(result.stdout)
    assert (finding["code"], finding["path"]) == ("invalid-json", str(docs / "bad.md"))


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_every_format_locates_its_findings(docs: Path, tmp_path: Path, form: str) -> None:
    (docs / "bad.md").write_text(page("Bad", "Bad", sample="{"))
    result = generate(docs, tmp_path / "out", "--format", form)
    assert result.exit_code == 0
    printed, other = result.stdout, result.stderr
    if form == "text":
        printed, other = other, ""
    assert "invalid-json" in printed
    assert "bad.md" in printed
    assert "39" in printed
    assert not other


def test_a_terminal_that_knows_no_accents(docs: Path, tmp_path: Path) -> None:
    (docs / "caf\u00e9.md").write_text(page("Bad", "Bad", sample="{"))
    arguments = ("--docs", str(docs), "--name", "shop", "--output", str(tmp_path / "out"))
    result = run("generate", *arguments, "--format", "github", PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (0, "")
    assert "title=invalid-json" in result.stdout


def test_errors_that_stop_a_run_are_printed_in_the_format(tmp_path: Path) -> None:
    result = generate(tmp_path / "absent", tmp_path / "out", "--format", "json")
    assert result.exit_code == 2
    (finding,) = json.loads(result.output)
    assert finding["code"] == "no-such-path"


def test_a_page_that_cannot_be_read_is_an_error_but_no_reason_to_stop(
    docs: Path, tmp_path: Path
) -> None:
    (docs / "logo.md").write_bytes(b"\x89PNG\0")
    result = generate(docs, tmp_path / "out")
    assert result.exit_code == 1
    assert "logo.md:1: error: is not text" in result.output
    assert table(result.output)["operations"] == "2"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("generate", "--docs", "x"), "--docs goes with --name and --output"),
        (("generate", "--docs", "x", "--name", "a"), "--docs goes with --name and --output"),
        (("generate", "--name", "a"), "--name and --output go with --docs"),
        (("generate", "--output", "a"), "--name and --output go with --docs"),
        (("generate", "a", "--docs", "x", "--name", "a", "--output", "o"), "without API names"),
        (("generate", "--nonsense"), "No such option"),
        (("generate", "--format", "xml"), "is not one of"),
        (("generate", "--enums", "half"), "is not one of"),
        (("generate", "--docs", "x", "--name", "a\udcff", "--output", "o"), "--name is no text"),
        (("generate", "--fail-on", "info"), "is not one of"),
        (("generate", "--docs"), "requires an argument"),
        (("nonsense",), "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 2
    assert words in result.output
    assert "Error: " in result.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--dialect", "klingon"), "known dialects: auto, "),
        (("--config", "absent.toml"), "cannot be read: No such file"),
    ],
    ids=["dialect", "config"],
)
def test_errors_with_their_hint(
    docs: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    if options[0] == "--dialect":
        result = generate(docs, tmp_path / "out", *options)
    else:
        result = CliRunner().invoke(main, ["generate", *options])
    assert result.exit_code == 2
    assert words in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("sample", "page_name", "codes"),
    [
        ('{"Id": 1, "Name": "x"}', "ok.md", {"error": 0, "warning": 0, "never": 0}),
        ("{", "warned.md", {"error": 0, "warning": 1, "never": 0}),
        ("\0", "binary.md", {"error": 1, "warning": 1, "never": 0}),
    ],
    ids=["clean", "warning", "error"],
)
def test_the_findings_that_fail_a_run(
    docs: Path, tmp_path: Path, sample: str, page_name: str, codes: dict[str, int]
) -> None:
    (docs / page_name).write_text(page("More", "More", sample=sample))
    (docs / "logo.png").write_text("information only")
    assert generate(docs, tmp_path / "out").exit_code == codes["error"]
    found = {
        level: generate(docs, tmp_path / level, "--fail-on", level).exit_code for level in codes
    }
    assert found == codes
    trees = [snapshot(tmp_path / level) for level in codes]
    assert trees[0] == trees[1] == trees[2] != {}


def test_an_over_long_path_is_an_error(tmp_path: Path) -> None:
    result = generate(Path("x" * 300), tmp_path / "out")
    assert result.exit_code == 2
    assert "[no-such-path]" in result.stderr


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("docs = ['absent']", "apis.shop.docs: no such file, folder or glob: {base}/absent"),
        ("docs = ['docs', 'x/*.md']", "apis.shop.docs: no such file, folder or glob: {base}/x"),
        ("docs = ['empty']", "apis.shop.docs: no documents in {base}/empty"),
    ],
    ids=["folder", "glob", "empty"],
)
def test_pages_of_the_configuration_that_are_not_found(docs: Path, line: str, words: str) -> None:
    base = docs.parent
    (base / "empty").mkdir()
    config = base / "pyproject.toml"
    config.write_text(f"[tool.doc-codegen.apis.shop]\n{line}\n")
    result = CliRunner().invoke(main, ["generate", "--config", str(config)])
    assert result.exit_code == 2
    assert f"{config}:2: error: tool.doc-codegen.{words.format(base=base)}" in result.stderr
    assert "paths are relative to this file" in result.stderr
    assert "--docs" not in result.stderr


def test_a_name_that_would_command_the_terminal(docs: Path, tmp_path: Path) -> None:
    arguments = ["generate", "--docs", str(docs), "--name", "shop\x1b[31m\x07", "--output"]
    result = CliRunner().invoke(main, [*arguments, str(tmp_path / "o\x1b[2Jut")])
    assert result.exit_code == 0
    assert "\x1b" not in result.output
    assert "\x07" not in result.output
    assert "shop\\u001b[31m\\u0007" in result.output
    assert "o\\u001b[2Jut" in result.output


def test_the_bar_of_a_terminal_shows_a_name_as_it_is(docs: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    controller, terminal = pty.openpty()
    arguments = ["--docs", str(docs), "--name", "[/x]", "--output", str(tmp_path / "out")]
    running = subprocess.Popen(
        [sys.executable, "-m", "codegen", "generate", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=terminal,
    )
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError):  # the terminal is gone when its last user is
        while part := os.read(controller, 4096):
            shown += part
    os.close(controller)
    assert running.wait(timeout=60) == 0
    assert b"[/x]: " in shown


def test_an_interrupt_in_the_first_moments(docs: Path, tmp_path: Path) -> None:
    program = (
        "import builtins\n"
        "from codegen.cli import main\n"
        "real = builtins.__import__\n"
        "def stop(name, *args, **named):\n"
        "    if name.startswith('codegen'):\n"
        "        raise KeyboardInterrupt\n"
        "    return real(name, *args, **named)\n"
        "builtins.__import__ = stop\n"
        "main()\n"
    )
    arguments = ["--docs", str(docs), "--name", "shop", "--output", str(tmp_path / "out")]
    result = subprocess.run(
        [sys.executable, "-c", program, "generate", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 130
    assert result.stderr == "interrupted; no output is half written\n"


def test_a_name_with_marks_of_the_terminal_library(docs: Path, tmp_path: Path) -> None:
    arguments = ["generate", "--docs", str(docs), "--name", "[/x] [red]", "--output"]
    result = CliRunner().invoke(main, [*arguments, str(tmp_path / "out")])
    assert (result.exit_code, result.exception) == (0, None)
    assert "[/x] [red]" in result.output


def test_an_interrupt_is_no_traceback(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(docs, tmp_path / "out")
    before = snapshot(tmp_path / "out")
    (docs / "more.md").write_text(page("More", "More"))

    def stop(*_: object, **__: object) -> Changes:
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "write", stop)
    result = generate(docs, tmp_path / "out")
    assert result.exit_code == 130
    assert result.output == "interrupted; no output is half written\n"
    assert snapshot(tmp_path / "out") == before


def test_a_terminated_run_leaves_the_former_output(docs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    generate(docs, out)
    before = snapshot(out)
    (docs / "more.md").write_text(page("More", "More"))
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from codegen.cli import main\n"
        "real = Path.replace\n"
        "def stop(self, target):\n"
        "    real(self, target)\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "Path.replace = stop\n"
        "main()\n"
    )
    arguments = ["generate", "--docs", str(docs), "--name", "shop", "--output", str(out)]
    result = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode in {130, -signal.SIGTERM}
    assert "Traceback" not in result.stderr
    assert "interrupted" in result.stderr
    assert snapshot(out) == before


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    result = CliRunner().invoke(
        main, prog_name="doc-codegen", env={"_DOC_CODEGEN_COMPLETE": f"{shell}_source"}
    )
    assert result.exit_code == 0
    assert "_DOC_CODEGEN_COMPLETE" in result.output


@pytest.mark.parametrize(
    ("begun", "completed"),
    [("s", "plain,superoffice\nplain,slate\n"), ("./s", "file,./s\n")],
    ids=["name", "file"],
)
def test_completion_knows_the_dialects(begun: str, completed: str) -> None:
    environment = {
        "_DOC_CODEGEN_COMPLETE": "bash_complete",
        "COMP_WORDS": f"doc-codegen generate --dialect {begun}",
        "COMP_CWORD": "3",
    }
    result = CliRunner().invoke(main, prog_name="doc-codegen", env=environment)
    assert result.output == completed


@pytest.mark.parametrize("command", ["generate", "check"])
def test_docs_of_a_variable_that_is_not_set(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(tmp_path, {"item.md": page()})
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [command, "--docs", "", "--name", "x", "--output", "out"])
    assert (result.exit_code, "--docs is empty" in result.output) == (2, True)
    assert not (tmp_path / "out").exists()


def test_help_and_version_load_no_command() -> None:
    code = (
        "import sys\nfrom codegen.cli import main\n"
        "for one in ('--help', '--version'):\n    main([one], standalone_mode=False)\n"
        "print([n for n in sys.modules if n.startswith('codegen.cli.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['codegen.cli.common']"


def test_every_command_is_listed_and_says_what_it_does() -> None:
    folder = Path(cli.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "common"}
    assert set(main.list_commands(click.Context(main))) == modules
    overview = CliRunner().invoke(main, ["--help"]).output
    for name in sorted(modules):
        assert f"\n  {name} " in overview
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0
