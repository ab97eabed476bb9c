"""Watching real files: time limits are generous, and nothing waits for longer than it must."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from codegen import pipeline
from codegen.cli import main
from codegen.config import load
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.pipeline import Api
from codegen.watch import watch
from tests.shop import page, write_pages

#: Seconds. Far more than it takes, also where all cores are busy.
_LIMIT = 60.0
#: Seconds in which something that should not happen would have happened.
_MOMENT = 1.0

Told = queue.Queue[str]


@contextmanager
def _watching(
    apis: Callable[[], Sequence[Api]],
    run: Callable[[Api], None] = lambda _api: None,
    config: Path | None = None,
) -> Iterator[Told]:
    """Watch in another thread; what runs and what fails is told by name and code."""
    told: Told = queue.Queue()
    stop = threading.Event()

    def ran(api: Api) -> None:
        run(api)
        told.put(api.name)

    def failed(error: CodegenError) -> None:
        told.put(error.diagnostics[0].code)

    def work() -> None:
        watch(apis, ran, failed, config=config, stop=stop)
        told.put("end")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield told
    stop.set()
    assert told.get(timeout=_LIMIT) == "end"
    thread.join(_LIMIT)


def _next(told: Told) -> str:
    return told.get(timeout=_LIMIT)


def _silent(told: Told, runs: list[str] | None = None) -> bool:
    """Whether nothing runs for a moment; else what runs is added to `runs`."""
    try:
        name = told.get(timeout=_MOMENT)
    except queue.Empty:
        return True
    if runs is not None:
        runs.append(name)
    return False


def _runs(told: Told) -> set[str]:
    """What runs until all is quiet: at least one, and no circle.

    A machine that is busy may take a look while an edit is half done, and another one after it.
    """
    runs = [_next(told)]
    while not _silent(told, runs):
        assert len(runs) < 6, runs
    return set(runs)


def _api(tmp_path: Path, name: str = "shop", *docs: str) -> Api:
    write_pages(tmp_path / name, {"item.md": page()})
    folders = tuple(tmp_path / one for one in docs or (name,))
    return Api(name=name, docs=folders, output=tmp_path / "out" / name)


def _replace(path: Path, text: str) -> None:
    """As many editors save: a new file under the old name."""
    other = path.with_name("4913~")
    other.write_text(text)
    other.replace(path)


def _touch_up(path: Path) -> None:
    """One change of the file, without a moment in which it is empty."""
    with path.open("a") as file:
        file.write("\n")


_EDITS: dict[str, Callable[[Path], object]] = {
    "a page is written": lambda folder: _touch_up(folder / "item.md"),
    "a page is replaced": lambda folder: _replace(folder / "item.md", page("Other")),
    "a page comes": lambda folder: write_pages(folder, {"sub/new.md": page("New")}),
    "a page goes": lambda folder: (folder / "item.md").unlink(),
    "a page is renamed": lambda folder: (folder / "item.md").rename(folder / "other.md"),
    "an overlay comes": lambda folder: write_pages(
        folder.parent / "out" / "shop", {"overlay.yaml": "[]\n"}
    ),
}


@pytest.mark.parametrize("edit", _EDITS.values(), ids=_EDITS)
def test_runs_at_once_and_after_every_edit(edit: Callable[[Path], object], tmp_path: Path) -> None:
    api = _api(tmp_path)
    with _watching(lambda: [api]) as told:
        assert _next(told) == "shop"
        edit(tmp_path / "shop")
        assert _runs(told) == {"shop"}


def test_only_the_api_that_an_edit_is_about(tmp_path: Path) -> None:
    apis = [_api(tmp_path, "a"), _api(tmp_path, "b")]
    with _watching(lambda: apis) as told:
        assert [_next(told), _next(told)] == ["a", "b"]
        _touch_up(tmp_path / "b" / "item.md")
        assert _runs(told) == {"b"}


def test_a_burst_of_edits_is_a_run_or_a_few(tmp_path: Path) -> None:
    api = _api(tmp_path)
    with _watching(lambda: [api]) as told:
        assert _next(told) == "shop"
        write_pages(tmp_path / "shop", {f"{number}.md": page() for number in range(200)})
        assert _runs(told) == {"shop"}


def test_what_is_edited_during_a_run_is_seen_after_it(tmp_path: Path) -> None:
    api = _api(tmp_path)
    edits = iter([tmp_path / "shop" / "item.md"])

    def run(_api: Api) -> None:
        for path in edits:
            _touch_up(path)

    with _watching(lambda: [api], run) as told:
        assert [_next(told), _next(told)] == ["shop", "shop"]
        assert _silent(told)


def test_outputs_among_the_pages_make_nothing_run(tmp_path: Path) -> None:
    api = _api(tmp_path)
    within = Api(name="shop", docs=api.docs, output=tmp_path / "shop" / "out")

    def run(api: Api) -> None:
        pipeline.generate(api)

    with _watching(lambda: [within], run) as told:
        assert _next(told) == "shop"
        assert (within.output / "models" / "shop.py").is_file()
        assert _silent(told)
        _touch_up(tmp_path / "shop" / "item.md")
        assert _next(told) == "shop"
        assert _silent(told)


def test_a_folder_of_pages_that_goes_and_comes_back(tmp_path: Path) -> None:
    api = _api(tmp_path)
    with _watching(lambda: [api]) as told:
        assert _next(told) == "shop"
        for _ in range(2):
            shutil.rmtree(tmp_path / "shop")
            assert _runs(told) == {"shop"}
            _api(tmp_path, "next").docs[0].rename(tmp_path / "shop")
            assert _runs(told) == {"shop"}
            _touch_up(tmp_path / "shop" / "item.md")
            assert _runs(told) == {"shop"}


def test_a_single_page_and_a_glob(tmp_path: Path) -> None:
    api = _api(tmp_path, "shop", "shop/item.md", "more/*/*.md")
    with _watching(lambda: [api]) as told:
        assert _next(told) == "shop"
        _replace(tmp_path / "shop" / "item.md", page("Other"))
        assert _next(told) == "shop"
        write_pages(tmp_path / "more", {"a/b.md": page("B")})
        assert _runs(told) == {"shop"}


def test_the_configuration(tmp_path: Path) -> None:
    """Broken it is reported once; mended, only what is new in it runs."""
    write_pages(tmp_path, {"a/item.md": page(), "b/item.md": page()})
    config = tmp_path / "pyproject.toml"
    text = "[tool.doc-codegen.apis.a]\ndocs = ['a']\n"
    config.write_text(text)
    with _watching(lambda: load(config), config=config) as told:
        assert _next(told) == "a"
        _replace(config, text + "[")
        assert _next(told) == "invalid-config"
        _touch_up(tmp_path / "a" / "item.md")
        assert _silent(told)
        _replace(config, text + "[tool.doc-codegen.apis.b]\ndocs = ['b']\n")
        assert [_next(told), _next(told)] == ["a", "b"]
        config.unlink()
        assert _next(told) == "invalid-config"
        _replace(config, text + "[tool.doc-codegen.apis.b]\ndocs = ['b']\nenums = 'closed'\n")
        assert _next(told) == "b"
        assert _silent(told)


def test_a_file_system_that_cannot_be_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_paths: object, **_options: object) -> object:
        raise OSError(28, "OS file watch limit reached")

    api = _api(tmp_path)
    monkeypatch.setattr("watchfiles.watch", full)
    with pytest.raises(CodegenError) as caught:
        watch(lambda: [api], lambda _api: None, lambda _error: None)
    (finding,) = caught.value.diagnostics
    assert isinstance(finding, Diagnostic)
    assert (finding.code, finding.path) == ("cannot-watch", str(api.docs[0]))
    assert "watch limit reached" in finding.message


class _Command:
    """``doc-codegen watch`` in a process of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "codegen", "watch", *options],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def round(self) -> list[str]:
        """What it says until it waits for the next change."""
        lines: list[str] = []
        while (line := self._lines.get(timeout=_LIMIT)) is not None:
            if line == "waiting for the next change":
                return lines
            lines.append(line)
        raise AssertionError("\n".join(lines))

    def wait(self, condition: Callable[[list[str]], bool]) -> list[str]:
        """What it says in the first round of which `condition` is true."""
        while not condition(lines := self.round()):
            pass
        return lines

    def interrupt(self, number: int) -> tuple[int, list[str | None]]:
        """Send the signal; the exit code, and what is said at last."""
        self.process.send_signal(number)
        code = self.process.wait(_LIMIT)
        return code, list(iter(self._lines.get, None))


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Callable[..., _Command]]:
    started: list[_Command] = []

    def start(*options: str) -> _Command:
        started.append(_Command(tmp_path, *options))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_the_command(tmp_path: Path, command: Callable[..., _Command]) -> None:
    docs = write_pages(tmp_path / "docs", {"item.md": page(), "list.md": page("List", "List")})
    config = tmp_path / "pyproject.toml"
    config.write_text("[tool.doc-codegen.apis.shop]\ndocs = ['docs']\n")
    models = tmp_path / "generated" / "shop" / "models" / "shop.py"
    running = command()
    told = running.round()
    assert told == ["shop: generated, 12 files changed", "  findings: none"]
    assert "class Item" in models.read_text()

    # A page that is half written says less, and a wrong word is a finding; both are gone later.
    _replace(docs / "item.md", page(rows="| Id | what? | Primary key |\n")[:-20])
    running.wait(lambda told: any("docs/item.md:30: warning: 'what?'" in line for line in told))
    _replace(docs / "item.md", page(rows="| Id | int32 | Primary key |\n| Price | double | |\n"))
    told = running.wait(lambda told: told[-1] == "  findings: none")
    assert [line for line in told if "Item.Price" in line] != []
    assert "price: " in models.read_text()

    (docs / "list.md").unlink()
    running.round()
    shutil.rmtree(docs)
    running.wait(lambda told: "pyproject.toml:2: error: " in told[0])
    assert "price: " in models.read_text()
    write_pages(docs, {"item.md": page()})
    running.wait(lambda _: "price: " not in models.read_text())

    _replace(config, "[tool.doc-codegen.apis.shop]\ndocs = ['docs']\nenum = 'open'\n")
    running.wait(lambda told: "pyproject.toml:3: error: " in told[0])
    _replace(config, "[tool.doc-codegen.apis.shop]\ndocs = ['docs']\nenums = 'closed'\n")
    running.wait(lambda told: told[-1] == "  findings: none")

    code, last = running.interrupt(signal.SIGINT)
    assert (code, last) == (130, ["interrupted; no output is half written"])


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_the_command_without_configuration(
    tmp_path: Path, command: Callable[..., _Command]
) -> None:
    docs = write_pages(tmp_path / "docs", {"item.md": page()})
    running = command("--docs", "docs", "--name", "shop", "--output", "docs/out")
    running.round()
    write_pages(docs, {"other.md": page("Other", "Other")})
    running.wait(lambda told: any("GET /api/v1/Shop/Other" in line for line in told))
    assert "class Other" in (docs / "out" / "models" / "shop.py").read_text()
    assert running.interrupt(signal.SIGTERM)[0] == 130


def test_what_is_wrong_from_the_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["watch"])
    assert result.exit_code == 2
    assert "pyproject.toml" in result.output
    (tmp_path / "pyproject.toml").write_text("[tool.doc-codegen.apis.shop]\ndocs = ['docs']\n")
    result = CliRunner().invoke(main, ["watch", "stop"])
    assert result.exit_code == 2
    assert "no API is called 'stop'" in result.output


def test_the_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    result = CliRunner().invoke(main, ["watch"])
    assert result.exit_code == 2
    assert "pip install 'doc-codegen[watch]'" in result.output
