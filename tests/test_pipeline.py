from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.shop import generate, page, snapshot, write_pages

ROOT = Path(__file__).parents[1]
PAGES = 240

#: Runs the command line; a worker tells its process id. One takes its time, the other is soon
#: idle, which is where an interrupt would meet it.
PROGRAM = """
import os, sys, time
from pathlib import Path
from codegen import reading
from codegen.cli import main

os.sched_getaffinity = lambda _: {0, 1}
real = reading._read
chatty = Path(sys.argv.pop(1))

def slow(pages, **options):
    (chatty / str(os.getpid())).touch()
    time.sleep(5 if any(source.page == "docs/0.md" for source, _ in pages) else 0.1)
    return real(pages, **options)

slow.__module__, slow.__qualname__ = real.__module__, real.__qualname__
reading._read = slow
main(prog_name="doc-codegen")
"""


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(condition: object, seconds: float = 30) -> bool:
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_worker_outlives_its_parent_or_prints_a_traceback(
    tmp_path: Path, end: signal.Signals
) -> None:
    docs = write_pages(tmp_path / "docs", {f"{n}.md": page(f"N{n}", f"N{n}") for n in range(PAGES)})
    (told := tmp_path / "told").mkdir()
    arguments = ["--docs", str(docs), "--name", "shop", "--output", str(tmp_path / "out")]
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(told), "generate", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert wait_for(lambda: len(list(told.iterdir())) == 2)
    time.sleep(2)
    workers = [int(path.name) for path in told.iterdir()]
    assert all(map(alive, workers))
    if end == signal.SIGINT:
        os.killpg(running.pid, end)  # as a terminal does: the workers get it too
    else:
        running.send_signal(end)
    # Whoever holds its end of the pipe keeps this from returning.
    _, printed = running.communicate(timeout=30)
    assert wait_for(lambda: not any(map(alive, workers)))
    if end == signal.SIGKILL:
        assert running.returncode == -signal.SIGKILL
        assert not printed
    else:
        assert running.returncode == 130
        assert printed == "interrupted; no output is half written\n"
    assert not (tmp_path / "out").exists()


def test_findings_about_json_have_their_line(tmp_path: Path) -> None:
    sample = '{\n  "Id": 1,\n  "Name": "x",\n  "Id": "y"\n}'
    huge = '{\n  "Id": 1e400,\n  "Name": "x"\n}'
    docs = write_pages(
        tmp_path / "docs",
        {"bad.md": page("Bad", "Bad", sample=sample), "huge.md": page("Huge", "Huge", sample=huge)},
    )
    result = generate(docs, tmp_path / "out", "--format", "json")
    found = [item for item in json.loads(result.stdout) if item["severity"] != "info"]
    places = [(item["code"], Path(item["path"]).name, item["line"]) for item in found]
    assert ("duplicate-key", "bad.md", 42) in places
    assert ("invalid-json", "huge.md", 40) in places


@pytest.mark.parametrize("name", ["models/__init__.py", "openapi/openapi.yaml", "spec.json"])
def test_a_file_of_the_users_stops_the_run(tmp_path: Path, name: str) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    out = write_pages(tmp_path / "out", {name: "mine: 1\n"})
    before = snapshot(out)
    result = generate(docs, out)
    assert result.exit_code == 2
    assert f"{out}/{name}: error: would be overwritten" in result.stderr
    assert "[foreign-file]" in result.stderr
    assert "hint: " in result.stderr
    assert snapshot(out) == before


def test_an_output_that_is_a_link_to_itself(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    (tmp_path / "out").symlink_to("out")
    result = generate(docs, tmp_path / "out")
    assert result.exit_code == 2
    assert "[unwritable-output]" in result.stderr


def test_a_page_whose_name_is_no_text_does_not_stop_the_run(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    try:
        Path(os.fsdecode(os.fsencode(docs) + b"/b\xff.md")).write_text(page("Bad", "Bad"))
    except OSError:
        pytest.skip("names are always Unicode here")
    result = generate(docs, tmp_path / "out")
    assert result.exit_code == 1
    assert "docs/b\\xff.md: error: the name is not UTF-8 [unreadable-name]" in result.stderr
    assert (tmp_path / "out/models/__init__.py").is_file()


def test_pages_that_are_not_recognised_are_one_finding(tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = {
        "a.md": page(),
        "b.txt": "One.\n",
        "c.txt": "One.\n\nTwo.\n",
        "d.txt": "Three.\n",
    }
    docs = write_pages(tmp_path / "docs", texts)
    result = generate(docs, tmp_path / "out")
    assert f"{docs}/b.txt: warning: no dialect recognises this page" in result.stderr
    assert "\n    and at 2 more places\n" in result.stderr
    assert result.stderr.count("unrecognised-page") == 1
