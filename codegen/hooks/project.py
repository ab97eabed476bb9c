"""What the build hooks share: the APIs of a project, built, and refused where they should be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from codegen import config, namelock, outputs, pipeline, sources, specfile
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.pipeline import Api, Result
from codegen.report import reaches, render

__all__ = ["Project"]

Tell = Callable[[str], None]


class Project:
    """The project at `root` that is being built, and the APIs that it configures.

    Raises CodegenError where the configuration is not valid.
    """

    def __init__(self, root: str | Path) -> None:
        # Backends run in the root: paths in messages are then those that the user wrote.
        self.root = Path(os.path.relpath(root))
        self.config = config.find(self.root)
        self.apis = config.load(self.config)

    def make(self, tell: Tell, *, write: bool = False) -> tuple[Result, ...]:
        """Build every API; with `write`, write the files into the tree as ``generate`` does.

        `tell` gets the findings. Raises CodegenError, with the errors of all APIs, where one cannot
        be built or where its findings are too grave.
        """
        results: list[Result] = []
        errors: list[Diagnostic] = []
        for api in self.apis:
            try:
                result = pipeline.generate(api) if write else _built(api)
            except CodegenError as error:
                errors.extend(config.located(error, self.config, api.name).diagnostics)
                continue
            results.append(result)
            if text := render(result.diagnostics, "text").rstrip("\n"):
                tell(text)
            if api.fail_on != "never" and reaches(result.diagnostics, api.fail_on):
                errors.append(self._refused(api))
        if errors:
            raise CodegenError(*errors)
        return tuple(results)

    def name(self, path: Path) -> str | None:
        """`path` from the root on, with slashes; None where it lies outside of the project."""
        name = Path(os.path.relpath(path, self.root))
        return None if name.is_absolute() or os.pardir in name.parts else name.as_posix()

    def inputs(self, api: Api) -> tuple[Path, ...]:
        """The files that `api` is made from: the configuration, pages, corrections and dialect.

        Raises CodegenError where no pages are found.
        """
        try:
            found, _ = sources.find(api.docs)
        except CodegenError as error:
            raise config.located(error, self.config, api.name) from None
        overlay = (api.overlay_path,) if api.overlay_path.is_file() else ()
        dialect = (api.dialect,) if isinstance(api.dialect, Path) else ()
        return (self.config, *(source.path for source in found), *overlay, *dialect)

    def for_sdist(self, result: Result) -> tuple[dict[str, Path], dict[str, str]]:
        """What an sdist holds of an API: its inputs, and its generated files with their text.

        Both by their names from the root on. Raises CodegenError where one of them lies outside of
        the project: a wheel that is built from the sdist would not find it there.
        """
        api = result.api
        made = {api.output / name: text for name, text in result.tree.items()}
        made[api.spec_path] = specfile.dumps(result.spec)
        made[api.lock_path] = namelock.dumps(result.lock)
        places = {"output": api.output, "spec": api.spec_path}
        if api.overlay is not None:
            places["overlay"] = api.overlay
        if isinstance(api.dialect, Path):
            places["dialect"] = api.dialect
        inputs = self.inputs(api)
        outside = [key for key, path in places.items() if self.name(path) is None]
        if any(self.name(path) is None for path in api.docs):
            outside.append("docs")
        if outside:
            raise CodegenError(*(self._outside(api, key) for key in outside))
        return (
            {name: path for path in inputs if (name := self.name(path))},
            {name: text for path, text in made.items() if (name := self.name(path))},
        )

    def stale(self, result: Result) -> Iterator[str]:
        """Generated files of the tree that nothing makes any more, from the root on."""
        for name in outputs.compare(result.tree, result.api.output).removed:
            if found := self.name(result.api.output / name):
                yield found

    def unpacked(self, api: Api, hint: str) -> CodegenError:
        """The output lies where the backend packs nothing: the models would be missing."""
        message = f"{api.output.as_posix()} is in no package of the wheel: it would hold no models"
        return CodegenError(config.problem(self.config, api.name, "output", message, hint))

    def _outside(self, api: Api, key: str) -> Diagnostic:
        message = "lies outside of the project: an sdist cannot hold it"
        hint = "move it into the project, or build only the wheel (python -m build --wheel)"
        return config.problem(self.config, api.name, key, message, hint)

    def _refused(self, api: Api) -> Diagnostic:
        return Diagnostic(
            code="findings-refused",
            severity="error",
            message=f"{api.name}: nothing is packed: there are findings as grave as {api.fail_on}",
            path=self.config.as_posix(),
            hint="mend the pages, correct them in the overlay, or set fail-on",
        )


def _built(api: Api) -> Result:
    """What is made of `api`, while no run writes into the tree; the tree stays as it is.

    Raises CodegenError where `generate` would, and where the tree is half written: its name lock
    may be none that goes with its pages.
    """
    with outputs.reserved(api.output, shared=True):
        if outputs.interrupted(api.output):
            raise CodegenError(outputs.unfinished(api.output))
        result = pipeline.build(api)
        outputs.plan(result.tree, api.output)
    return result
