"""The build hook of hatchling: ``[tool.hatch.build.hooks.doc-codegen]``.

What is generated is staged in a folder of its own and included from there by force: into an sdist
with all that it is made from, and into a wheel as far as it is below the packages that the wheel
holds, whether version control ignores it or not.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from codegen.diagnostics import CodegenError
from codegen.hooks.project import Project
from codegen.pipeline import Result
from codegen.report import render

__all__ = ["ModelsHook", "hatch_register_build_hook"]


class ModelsHook(BuildHookInterface[BuilderConfig]):
    """Puts the generated packages into what hatchling builds."""

    PLUGIN_NAME = "doc-codegen"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate, and name in `build_data` what is to be included.

        Ends the build with the findings as its message where the models cannot be made, or would
        not be in the wheel.
        """
        try:
            project = Project(self.root)
            editable = self.target_name == "wheel" and version == "editable"
            results = project.make(self.app.display_info, write=editable)
            for result in results:
                if self.target_name == "sdist":
                    self._pack_sources(project, result, build_data["force_include"])
                else:
                    names = self._packed(project, result)
                    if not editable:
                        self._include(names, build_data["force_include"])
                        self._leave_out(project, result)
        except CodegenError as error:
            self.app.abort(render(error.diagnostics, "text").rstrip("\n"))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - as hatchling has it
        """Remove what was staged."""
        if self._staged is not None:
            self._staged.cleanup()
            self._staged = None

    _staged: TemporaryDirectory[str] | None = None

    def _pack_sources(self, project: Project, result: Result, included: dict[str, str]) -> None:
        inputs, made = project.for_sdist(result)
        for name, path in inputs.items():
            if path.is_symlink():  # it would be packed as a link
                shutil.copyfile(path, source := self._stage(name))
                included[str(source)] = name
            else:
                included[str(Path(self.root, name))] = name
        self._include(made, included)
        self._leave_out(project, result)

    def _packed(self, project: Project, result: Result) -> dict[str, str]:
        """The files of an API that belong into the wheel, by name from the root on.

        Raises CodegenError where a module is not among them, or nothing is.
        """
        packed: dict[str, str] = {}
        missing = False
        for inner, text in result.tree.items():
            name = project.name(result.api.output / inner)
            if name is not None and self._selects(name):
                packed[name] = text
            else:
                missing = missing or inner.endswith(".py")
        if missing or not packed:
            hint = "put it below a package of [tool.hatch.build.targets.wheel], or add it there"
            raise project.unpacked(result.api, hint)
        return packed

    def _selects(self, name: str) -> bool:
        """Whether hatchling would pack the file `name` if it was in the tree, and not ignored."""
        chosen = self.build_config.only_include
        if chosen:
            path = Path(self.root, name)
            return any(path.is_relative_to(one) for one in chosen)
        return self.build_config.path_is_included(name)

    def _include(self, made: dict[str, str], included: dict[str, str]) -> None:
        for name, text in made.items():
            path = self._stage(name)
            path.write_bytes(text.encode())
            included[str(path)] = name

    def _leave_out(self, project: Project, result: Result) -> None:
        """Keep generated files of an earlier run out, where nothing makes them any more."""
        for name in project.stale(result):
            path = self.build_config.get_distribution_path(name)
            self.build_config.build_reserved_paths.add(path)

    def _stage(self, name: str) -> Path:
        """Where the file `name` is put until it is packed."""
        if self._staged is None:
            self._staged = TemporaryDirectory(prefix="doc-codegen-")
        path = Path(self._staged.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@hookimpl
def hatch_register_build_hook() -> type[ModelsHook]:
    """The hook, for hatchling's plugin manager."""
    return ModelsHook
