"""One API to generate: where its pages are, where its files go, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from codegen import outputs
from codegen.limits import DEFAULT, Limits
from codegen.outputs import TargetName
from codegen.passthrough import NO_OPTIONS, ModelOptions

__all__ = ["Api", "FailOn", "Progress", "silent"]

#: Told of every step: (stage, done, total).
Progress = Callable[[str, int, int], None]

FailOn = Literal["error", "warning", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One API to generate: where its pages are, and where its files go.

    `docs` in order of precedence. `spec` is the path of the spec file, by default in `output`;
    `overlay` that of the user's corrections, by default those beside the spec, if there are any.
    `targets`: what is written beside the spec. `fail_on`: findings as grave as this fail a build.
    `dialect`: the name of one, ``auto``, or the path of a file that is one.
    `cache`: the folder of what was made before (see `codegen.cache`); None: all is made anew.
    """

    name: str
    docs: tuple[Path, ...]
    output: Path
    spec: Path | None = None
    overlay: Path | None = None
    dialect: str | Path = "auto"
    enums: Literal["open", "closed"] = "open"
    examples: bool = False
    targets: tuple[TargetName, ...] = outputs.TARGETS
    fail_on: FailOn = "error"
    model_options: ModelOptions = NO_OPTIONS
    limits: Limits = DEFAULT
    cache: Path | None = None

    @property
    def spec_path(self) -> Path:
        """Where the spec file goes."""
        return self.spec or self.output / "spec.json"

    @property
    def overlay_path(self) -> Path:
        """Where the user's corrections are looked for."""
        return self.overlay or self.spec_path.parent / "overlay.yaml"

    @property
    def lock_path(self) -> Path:
        """Where the names are kept."""
        return self._beside_spec("names.lock.json")

    @property
    def approvals_path(self) -> Path:
        """Where changes of the API that were accepted are looked for."""
        return self._beside_spec("approvals.yaml")

    def _beside_spec(self, name: str) -> Path:
        """A file beside the spec file, by its name where it has another."""
        path = self.spec_path
        prefix = "" if path.stem == "spec" else f"{path.stem}."
        return path.with_name(f"{prefix}{name}")


def silent(_stage: str, _done: int, _total: int) -> None:
    """No progress is shown."""
