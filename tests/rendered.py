"""Renders specs into a folder and imports the packages from there, for the tests of the targets."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import sys
from pathlib import Path
from types import ModuleType

from codegen.spec import Spec
from codegen.targets import Options, render

__all__ = ["import_package", "write"]

_NUMBERS = itertools.count()


def write(spec: Spec, folder: Path, options: Options | None = None) -> Path:
    """Write what `render` gives below `folder`."""
    for path, text in render(spec, options or Options()).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return folder


def import_package(folder: Path, name: str) -> ModuleType:
    """The package ``folder/name``, under a name of its own: each render is another package."""
    unique = f"{name}_{next(_NUMBERS)}"
    spec = importlib.util.spec_from_file_location(
        unique, folder / name / "__init__.py", submodule_search_locations=[str(folder / name)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[unique] = package
    spec.loader.exec_module(package)
    return package
