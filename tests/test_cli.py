from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from codegen import __version__, outputs
from codegen.cli import main
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
    files["spec.json"] = (tmp_path / "specs" / "shop" / "spec.json").read_bytes()
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
        "properties": found["properties"],
        "samples": "2",
        "lines": found["lines"],
        "lines unaccounted for": "0",
        "files added": str(files),
        "files changed": "0",
        "files removed": "0",
        "files unchanged": "0",
        "unrecognised-page": "1",
    }
    again = table(generate(docs, tmp_path / "out").output)
    assert (again["files added"], again["files unchanged"]) == ("0", str(files))


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

    def stop(*_: object) -> Changes:
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "write", stop)
    result = generate(docs, tmp_path / "out")
    assert result.exit_code == 130
    assert result.output == "interrupted; the former output is unchanged\n"
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


def test_completion_knows_the_dialects() -> None:
    environment = {
        "_DOC_CODEGEN_COMPLETE": "bash_complete",
        "COMP_WORDS": "doc-codegen generate --dialect s",
        "COMP_CWORD": "3",
    }
    result = CliRunner().invoke(main, prog_name="doc-codegen", env=environment)
    assert result.output == "plain,superoffice\n"
