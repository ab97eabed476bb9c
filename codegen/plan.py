"""Where all files of a run go: one tree below one folder."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from codegen import outputs

if TYPE_CHECKING:
    from codegen.api import Api
    from codegen.result import Result

__all__ = ["Plan", "placed", "planned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All files of a run, below one folder, so that they are written at once."""

    root: Path
    tree: dict[str, str]
    """Path relative to `root` -> text."""
    owned: tuple[str, ...]
    """Folders whose generated files are stale where `tree` lacks them."""
    spec: str
    lock: str
    """The paths of the spec and the name lock in `tree`."""
    output: str
    """What the paths of the outputs begin with."""

    def of(self, name: str) -> str:
        """The path of an output, where `name` is relative to the folder of outputs."""
        return (PurePosixPath(self.output) / name).as_posix()


def planned(result: Result) -> Plan:
    """The outputs, the spec and its lock in one tree, so that they are never out of step."""
    place = placed(result.api)
    tree = {place.of(name): text for name, text in result.tree.items()}
    texts = {place.spec: result.made.spec_text, place.lock: result.made.lock_text}
    return dataclasses.replace(place, tree=tree | texts)


def placed(api: Api) -> Plan:
    """Where all files of `api` go: a plan without the texts."""
    paths = (api.output, api.spec_path, api.lock_path)
    output, spec_path, lock_path = (Path(os.path.realpath(path)) for path in paths)
    root = Path(os.path.commonpath([output, spec_path.parent, lock_path.parent]))
    prefix = output.relative_to(root)
    spec, lock = (path.relative_to(root).as_posix() for path in (spec_path, lock_path))
    return Plan(
        root=root,
        tree={},
        owned=tuple((prefix / name).as_posix() for name in outputs.OWNED_FOLDERS),
        spec=spec,
        lock=lock,
        output=prefix.as_posix(),
    )
