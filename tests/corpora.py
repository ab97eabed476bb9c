"""The corpora beside the checkout: real documentation that tests may read."""

from __future__ import annotations

from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]


def corpus(name: str) -> Path:
    """The file or folder `name` of the corpora; skips the test where it is absent."""
    path = _ROOT.parent / "shared" / "corpora" / name
    if not path.exists():
        pytest.skip(f"corpora/{name} is not beside the checkout")
    return path
