"""Property tests draw the same examples every time, unless new ones are asked for.

``HYPOTHESIS_PROFILE=search pytest`` looks for examples that nobody has met yet.

No test sees the cache of the user, or that of another test. What tests start can be interrupted.
The garbage collector leaves the tests themselves alone, thousands that stay to the end.
"""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


# Of a shell that runs the tests in the background they, and what they start, ignore it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: So many new objects, and so many rounds, before it looks again: seldom (by default 700, 10, 10).
_SELDOM = (20_000, 20, 20)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


# Of the freedesktop.org base directories; where another system has its caches it is not asked for.
_HOME = "XDG_CACHE_HOME"


@pytest.fixture(autouse=True, scope="session")
def _shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For what is made once for several tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(_HOME, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def user_cache(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the user's cache, which is not there yet."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv(_HOME, folder)
        yield Path(folder, "doc-codegen")
