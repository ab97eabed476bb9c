"""Property tests draw the same examples every time, unless new ones are asked for.

``HYPOTHESIS_PROFILE=search pytest`` looks for examples that nobody has met yet.

No test sees the cache of the user, or that of another test.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def user_cache(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the user's cache, which is not there yet."""
    with tempfile.TemporaryDirectory() as folder:
        # https://specifications.freedesktop.org/basedir-spec/: elsewhere it is not asked.
        monkeypatch.setenv("XDG_CACHE_HOME", folder)
        yield Path(folder, "doc-codegen")
