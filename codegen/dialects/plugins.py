"""Dialects of other distributions, for what data cannot say: the entry points of a group.

Such an entry point leads to an object that fits `codegen.dialects.base.Dialect`, and its name is
that of the dialect (https://packaging.python.org/en/latest/specifications/entry-points/). To know
that there is none, which is the rule, takes no time.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from codegen.diagnostics import CodegenError, Diagnostic

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from codegen.dialects.base import Dialect

__all__ = ["GROUP", "digest", "installed", "load"]

GROUP = "doc_codegen.dialects"

_FILES = ("entry_points.txt",)
_FOLDERS = (".dist-info", ".egg-info")


@cache
def installed() -> Mapping[str, EntryPoint]:
    """The entry points of the group by their names, in order of these."""
    if not any(_mentioned()):
        return {}
    from importlib.metadata import entry_points  # noqa: PLC0415 - start-up time

    found = sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value))
    return {one.name: one for one in reversed(found)}


def _mentioned() -> Iterator[bool]:
    """Whether the files of each distribution that could have such an entry point name the group."""
    for entry in sys.path:
        try:
            names = os.listdir(entry or ".")  # noqa: PTH208 - names only
        except OSError:
            continue
        for name in names:
            if not name.endswith(_FOLDERS):
                continue
            for file in _FILES:
                try:
                    yield GROUP.encode() in Path(entry, name, file).read_bytes()
                except OSError:
                    continue


@cache
def load(name: str) -> Dialect:
    """The object of the entry point of that name, which is there.

    Raises CodegenError where it cannot be imported, or has not what a dialect has.
    """
    point = installed()[name]
    try:
        found = point.load()
    except Exception as error:  # whatever somebody else's module raises
        raise CodegenError(_problem(point, f"{type(error).__name__}: {error}")) from error
    missing = [one for one in ("name", "recognises", "read") if not hasattr(found, one)]
    if missing:
        raise CodegenError(_problem(point, f"it has no {' and no '.join(missing)}"))
    return cast("Dialect", found)


@cache
def digest() -> bytes:
    """A digest of the files of all that `installed` gives: of what they make of pages.

    Versions will not do: a distribution that is being written is installed once, and edited often.
    """
    made = hashlib.sha256()
    for point in installed().values():
        made.update(f"{point.name}\0{point.value}\0".encode())
        for path in _files(point.module.partition(".")[0]):
            content = path.read_bytes()
            made.update(f"{path.name}\0{len(content)}\0".encode())
            made.update(content)
    return made.digest()


def _files(package: str) -> Iterator[Path]:
    """The files of a module or package of the top level; none where it cannot be found."""
    from importlib.util import find_spec  # noqa: PLC0415 - start-up time

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return
    if spec is None:
        return
    for folder in spec.submodule_search_locations or ():
        inside = (one for one in sorted(Path(folder).rglob("*")) if one.is_file())
        yield from (one for one in inside if "__pycache__" not in one.parts)
    if spec.origin and not spec.submodule_search_locations:
        yield Path(spec.origin)


def _problem(point: EntryPoint, reason: str) -> Diagnostic:
    return Diagnostic(
        code="invalid-dialect",
        severity="error",
        message=f"the entry point {point.name} = {point.value} gives no dialect: {reason}",
        hint=f"mend or remove the distribution that has it in its group {GROUP}",
    )
