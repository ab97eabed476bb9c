"""The corpora beside the checkout: real documentation that tests may read."""

from __future__ import annotations

from pathlib import Path

import pytest

__all__ = ["CORPORA", "SHARED", "corpus"]

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPORA = SHARED / "corpora"


def corpus(name: str) -> Path:
    """The file or folder `name` of the corpora; skips the test where it is absent."""
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"corpora/{name} is not beside the checkout")
    return path
