"""The store: what is put there comes back as it was, or not at all, whatever happens to the files.

What runs keep in it, and when they use it, is in test_cache_runs.py.
"""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from codegen import cache, installation
from codegen.cache import Cache

ROOT = Path(__file__).parents[1]
SECRET = bytes(32)
KEY = cache.key("test", b"one")
OTHER = cache.key("test", b"other")
DATA = b"what was made before, and takes a while: " * 8


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept", SECRET)


def file_of(one: Cache, key: bytes = KEY) -> Path:
    return Path(one.path(key))


def test_what_is_put_is_there_and_nothing_else(kept: Cache) -> None:
    assert kept.get(KEY) is None
    for data in (DATA, b"", bytes(range(256)), b"\0" * 1_000_000):
        kept.put(KEY, data)
        assert kept.get(KEY) == data
        assert Cache(kept.folder, SECRET).get(KEY) == data
    assert kept.get(OTHER) is None


def test_a_byte_that_is_another_makes_it_a_miss(kept: Cache) -> None:
    kept.put(KEY, DATA)
    path = file_of(kept)
    whole = path.read_bytes()
    assert len(whole) > 60
    for place in range(len(whole)):
        for bit in (1, 128):
            damaged = bytearray(whole)
            damaged[place] ^= bit
            path.write_bytes(damaged)
            assert kept.get(KEY) is None
    path.write_bytes(whole)
    assert kept.get(KEY) == DATA


def test_a_part_of_it_and_more_than_it_are_misses(kept: Cache) -> None:
    kept.put(KEY, DATA)
    path = file_of(kept)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert kept.get(KEY) is None
    for more in (b"\0", b"x", whole):
        path.write_bytes(whole + more)
        assert kept.get(KEY) is None
    kept.put(KEY, DATA)
    assert kept.get(KEY) == DATA


def test_an_entry_that_somebody_else_has_written_is_a_miss(kept: Cache) -> None:
    theirs = Cache(kept.folder, b"\1" * 32)
    theirs.put(KEY, b"import os")
    assert kept.get(KEY) is None
    # In its place, and under its name.
    file_of(kept).write_bytes(file_of(theirs).read_bytes())
    assert kept.get(KEY) is None


def test_an_entry_is_good_for_its_own_key_alone(kept: Cache) -> None:
    kept.put(OTHER, DATA)
    file_of(kept).write_bytes(file_of(kept, OTHER).read_bytes())
    assert kept.get(KEY) is None


def _folder(path: Path) -> None:
    path.mkdir()


def _link_to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize("make", [_folder, _link_to_nowhere, _link_to_itself])
def test_what_is_no_file_is_a_miss(kept: Cache, make: Callable[[Path], None]) -> None:
    kept.folder.mkdir()
    make(file_of(kept))
    assert kept.get(KEY) is None
    kept.put(KEY, DATA)
    assert kept.get(KEY) in {None, DATA}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("call", ["replace", "open", "mkdir"])
def test_where_nothing_can_be_written_it_is_not_tried_again(
    kept: Cache, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    calls = []

    def refuse(*_: object, **__: object) -> None:
        calls.append(call)
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        kept.put(KEY, DATA)
        before = len(calls)
        kept.put(OTHER, DATA)
    assert before
    assert len(calls) == before
    assert kept.get(KEY) is None
    assert kept.written == 0
    assert not kept.folder.exists() or not list(kept.folder.glob(".doc-codegen-*"))


def test_a_disk_that_is_full_while_it_is_written(
    kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.put(OTHER, DATA)
    real = open

    class Full:
        def __init__(self, handle: int) -> None:
            self.file = real(handle, "wb")

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, data: bytes) -> None:
            self.file.write(data[:10])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", lambda handle, _mode: Full(handle))
        kept.put(KEY, DATA)
    assert kept.get(KEY) is None
    assert kept.get(OTHER) == DATA
    assert not list(kept.folder.glob(".doc-codegen-*"))


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    one = Cache(tmp_path / "kept", SECRET)
    one.put(KEY, DATA)
    one.prune()
    assert one.get(KEY) is None
    assert (tmp_path / "kept").read_text() == "mine"


# --- the secret ---------------------------------------------------------------------------------


def test_the_secret_is_made_once_and_for_this_user_alone(user_cache: Path, tmp_path: Path) -> None:
    first = cache.opened(tmp_path / "kept")
    assert first is not None
    first.put(KEY, DATA)
    secret = user_cache / "secret"
    assert len(secret.read_bytes()) == 32
    if os.name == "posix":
        assert secret.stat().st_mode & 0o077 == 0
    assert not (tmp_path / "kept/secret").exists()
    second = cache.opened(tmp_path / "kept")
    assert second is not None
    assert second.get(KEY) == DATA


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_secret_that_is_none_is_made_anew(
    user_cache: Path, tmp_path: Path, content: bytes
) -> None:
    user_cache.mkdir()
    (user_cache / "secret").write_bytes(content)
    one = cache.opened(tmp_path / "kept")
    assert one is not None
    assert len((user_cache / "secret").read_bytes()) == 32


def test_without_a_place_for_a_secret_there_is_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert cache.opened(tmp_path / "kept") is None
    assert cache.opened(None) is None


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("pages", (b"one",)),
        ("test", ()),
        ("test", (b"One",)),
        ("test", (b"one", b"")),
        ("test", (b"", b"one")),
        ("test", (b"on", b"e")),
        ("", (b"test", b"one")),
    ],
)
def test_a_key_is_that_of_its_parts(kind: str, parts: tuple[bytes, ...]) -> None:
    assert cache.key(kind, *parts) != KEY
    assert cache.key(kind, *parts) == cache.key(kind, *parts)


def _code(top: Path) -> None:
    (top / "codegen/stage.py").write_text("x = 2\n")


def _new_file(top: Path) -> None:
    (top / "codegen/inner/more.py").write_text("")


def _renamed_file(top: Path) -> None:
    (top / "codegen/stage.py").rename(top / "codegen/other.py")


def _template(top: Path) -> None:
    (top / "templates/a.jinja").write_text("{{ y }}")


def _library_upgraded(top: Path) -> None:
    (top / "site/black-1.dist-info").rename(top / "site/black-2.dist-info")


def _library_installed(top: Path) -> None:
    (top / "site/other-1.egg-info").mkdir()


@pytest.mark.parametrize(
    "change",
    [_code, _new_file, _renamed_file, _template, _library_upgraded, _library_installed],
)
def test_another_generator_has_another_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(installation, "_PACKAGE", tmp_path / "codegen")
    monkeypatch.setattr(installation, "templates", lambda: tmp_path / "templates")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), str(tmp_path / "absent")])
    (tmp_path / "codegen/inner").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "site/black-1.dist-info").mkdir(parents=True)
    (tmp_path / "codegen/stage.py").write_text("x = 1\n")
    (tmp_path / "templates/a.jinja").write_text("{{ x }}")
    mark = installation.mark.__wrapped__
    before = mark()
    (tmp_path / "codegen/__pycache__").mkdir()
    (tmp_path / "codegen/__pycache__/stage.pyc").write_bytes(b"\0")
    (tmp_path / "site/black.py").write_text("")
    assert mark() == before
    change(tmp_path)
    assert mark() != before


@pytest.mark.parametrize("name", ["version", "platform"])
def test_another_python_has_another_mark(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = installation.mark.__wrapped__()
    monkeypatch.setattr(sys, name, "another")
    assert installation.mark.__wrapped__() != before


def test_the_mark_is_part_of_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "mark", lambda: b"another")
    assert cache.key("test", b"one") != KEY


# --- size ---------------------------------------------------------------------------------------


def test_what_is_longest_unused_goes_first(kept: Cache) -> None:
    keys = [cache.key("test", b"%d" % number) for number in range(8)]
    data = os.urandom(1000)
    now = time.time()
    for age, key in enumerate(reversed(keys)):
        kept.put(key, data)
        os.utime(kept.path(key), (now - 7200 - age, now - 7200 - age))
    assert kept.get(keys[0]) == data  # the oldest, used again
    (kept.folder / "mine.entry").write_bytes(bytes(100_000))
    (kept.folder / ("0" * 64)).write_bytes(bytes(100_000))
    small = Cache(kept.folder, SECRET, limit=5500)
    small.prune()
    assert len(list(kept.folder.glob("*.entry"))) == 9, "nothing was written"
    small.put(OTHER, data)
    small.prune()
    there = [key for key in (*keys, OTHER) if small.get(key) is not None]
    assert there == [keys[0], keys[7], OTHER]
    entries = [path.stat().st_size for path in kept.folder.glob("?" * 64 + ".entry")]
    assert 0 < sum(entries) <= 5500
    assert (kept.folder / "mine.entry").exists()
    assert (kept.folder / ("0" * 64)).exists()


def test_what_was_never_finished_is_removed_when_it_is_old(kept: Cache) -> None:
    kept.put(KEY, DATA)
    young, old = (kept.folder / f".doc-codegen-{name}" for name in ("young", "old"))
    for path in (young, old):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    kept.prune()
    assert young.exists()
    assert not old.exists()
    assert kept.get(KEY) == DATA


def test_a_folder_that_is_made_is_no_part_of_backups_and_repositories(kept: Cache) -> None:
    kept.put(KEY, DATA)
    tag = (kept.folder / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert (kept.folder / ".gitignore").read_text() == "*\n"


def test_a_folder_that_was_there_gets_no_marks(tmp_path: Path) -> None:
    one = Cache(tmp_path, SECRET)
    one.put(KEY, DATA)
    assert one.get(KEY) == DATA
    assert [path.suffix for path in tmp_path.iterdir()] == [".entry"]


# --- several processes, and their end -----------------------------------------------------------

#: Puts and gets the same few entries, of which every one has a value that tells its key.
_BUSY = """
import sys
from pathlib import Path
from codegen import cache

kept = cache.Cache(Path(sys.argv[1]), bytes(32), limit=400_000)
keys = {cache.key("test", b"%d" % n): b"%d " % n * 20_000 for n in range(8)}
found = wrong = 0
for _ in range(int(sys.argv[2])):
    for key, data in keys.items():
        there = kept.get(key)
        found += there is not None
        wrong += there not in (None, data)
        kept.put(key, data)
    kept.prune()
print(found, wrong, kept.written)
"""


def busy(folder: Path, rounds: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _BUSY, str(folder), str(rounds)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_several_at_once(tmp_path: Path) -> None:
    running = [busy(tmp_path / "kept", 25) for _ in range(4)]
    for one in running:
        printed, errors = one.communicate(timeout=120)
        assert not errors
        found, wrong, written = map(int, printed.split())
        assert found
        assert not wrong
        assert written == 200


def test_killed_while_it_writes(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    for moment in range(8):
        running = busy(folder, 1_000_000)
        end = time.monotonic() + 30
        while not list(folder.glob("*.entry")) and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.01 * moment)
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=30)
    checked = busy(folder, 1)
    printed, errors = checked.communicate(timeout=60)
    assert not errors
    assert printed.split()[1] == "0"
