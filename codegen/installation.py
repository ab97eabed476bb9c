"""What of doc-codegen lies on the disk: its templates, and a mark of what results rest on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["mark", "templates"]

_PACKAGE = Path(__file__).parent
#: The folders of installed distributions, which are called by name and version:
#: https://packaging.python.org/en/latest/specifications/recording-installed-packages/
_DISTRIBUTIONS = (".dist-info", ".egg-info")


@cache
def templates() -> Path:
    """The templates: inside the package in a wheel, beside it in a source checkout."""
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


@cache
def mark() -> bytes:
    """A digest of Python, of this package's files, and of the versions of what is installed.

    Of all that is installed, not of what the package needs alone: to find that out takes longer
    than all else, and another version of a library below a library gives other results too.
    """
    made = hashlib.sha256(f"{sys.version}\0{sys.platform}\0".encode())
    for top in (_PACKAGE, templates()):
        for path in _files(top):
            content = Path(path).read_bytes()
            made.update(f"{path.removeprefix(str(top))}\0{len(content)}\0".encode())
            made.update(content)
    for name in sorted(set(_distributions())):
        made.update(f"{name}\0".encode(errors="surrogateescape"))
    return made.digest()


def _files(top: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (os.path.join(folder, name) for name in sorted(files))  # noqa: PTH118 - many


def _distributions() -> Iterator[str]:
    for entry in sys.path:
        try:
            names = os.listdir(entry or ".")  # noqa: PTH208 - names only
        except OSError:
            continue
        yield from (name for name in names if name.endswith(_DISTRIBUTIONS))
