"""The build step of setuptools: ``build_doc_codegen``, a sub-command of ``build``.

It is part of the build of every project that has doc-codegen in the ``requires`` of its
``[build-system]`` and configures it. Of other projects, built where doc-codegen happens
to be installed, nothing is touched.
"""

from __future__ import annotations

import difflib
import gzip
import os
import re
import sys
import tarfile
import tomllib
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, ClassVar, cast

from setuptools import Command, Distribution
from setuptools.command.sdist import sdist
from setuptools.errors import ExecError, SetupError

if TYPE_CHECKING:
    from codegen.diagnostics import CodegenError
    from codegen.hooks.project import Project
    from codegen.pipeline import Api, Result

__all__ = ["build_doc_codegen", "finalize"]

_COMMAND = "build_doc_codegen"
_CONFIG = Path("pyproject.toml")
_NAME = "doc-codegen"

#: The time of every file of an sdist where SOURCE_DATE_EPOCH says no other: hatchling's.
_EPOCH = 1_580_601_600
_EXECUTABLE = 0o111


def finalize(distribution: Distribution) -> None:
    """Add the build step to `distribution`, if its project asks for it.

    Raises SetupError where the project replaces the commands that the step belongs to.
    """
    tools = _asked()
    if tools is None:
        return
    build = distribution.get_command_class("build")
    if any(name == _COMMAND for name, _ in build.sub_commands):
        return
    if "cmdclass" in tools.get("setuptools", {}):
        message = (
            f"{_CONFIG}: tool.setuptools.cmdclass: would make setuptools forget the build step of"
            " doc-codegen; give cmdclass in a setup.py instead"
        )
        raise SetupError(message)
    steps = [*build.sub_commands, (_COMMAND, None)]
    packing = distribution.get_command_class("sdist")
    distribution.cmdclass["build"] = type("build", (build,), {"sub_commands": steps})
    distribution.cmdclass["sdist"] = type("sdist", (_Sdist, packing), {})


class build_doc_codegen(Command):  # noqa: N801 - setuptools names commands by their classes
    """Generates the models into the packages that are being built."""

    description = "generate models from the API reference pages of [tool.doc-codegen]"
    user_options: ClassVar[list[tuple[str, str | None, str]]] = []

    editable_mode: bool = False
    build_lib: str | None

    def initialize_options(self) -> None:
        """Nothing is known yet."""
        self.build_lib = None

    def finalize_options(self) -> None:
        """Build where the Python modules are built."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        """Generate into the build, or into the tree for an editable install.

        Raises ExecError, with the findings as its message, where the models cannot be made or would
        not be in the wheel.
        """
        from codegen import outputs  # noqa: PLC0415 - slow to import where nothing is built
        from codegen.diagnostics import CodegenError  # noqa: PLC0415

        try:
            for api in self.project.apis:
                self._place(api)
            for result in self.results:
                if not self.editable_mode:
                    outputs.write(result.tree, Path(self.build_lib or "", self._place(result.api)))
        except CodegenError as error:
            raise _failed(error) from None

    def get_source_files(self) -> list[str]:
        """The files of the project that the models are made from."""
        from codegen.diagnostics import CodegenError  # noqa: PLC0415

        try:
            found = [path for api in self.project.apis for path in self.project.inputs(api)]
        except CodegenError as error:
            raise _failed(error) from None
        # What lies outside is an error of the sdist alone: see its command.
        names = (self.project.name(path) for path in found)
        return sorted({name for name in names if name is not None})

    def get_outputs(self) -> list[str]:
        """The files of the build that are generated."""
        return list(self._outputs())

    def get_output_mapping(self) -> dict[str, str]:
        """Where each of the files is in the tree, in an editable install."""
        return self._outputs() if self.editable_mode else {}

    @cached_property
    def project(self) -> Project:
        """The project that is being built. Raises CodegenError."""
        from codegen.hooks.project import Project  # noqa: PLC0415

        return Project(Path.cwd())

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """What is made of each API, once for a whole run of commands. Raises CodegenError."""
        return self.project.make(_tell, write=self.editable_mode)

    def _outputs(self) -> dict[str, str]:
        from codegen.diagnostics import CodegenError  # noqa: PLC0415

        try:
            return {
                str(Path(self.build_lib or "", self._place(result.api), name)): str(
                    result.api.output / name
                )
                for result in self.results
                for name in result.tree
            }
        except CodegenError as error:
            raise _failed(error) from None

    def _place(self, api: Api) -> Path:
        """Where the output of `api` goes in the build: below the package that holds it."""
        build_py = self.get_finalized_command("build_py")
        holders = {
            self.project.name(Path(build_py.get_package_dir(package))): package
            for package in self.distribution.packages or ()
        }
        output = PurePosixPath(self.project.name(api.output) or "/")
        for parent in (output, *output.parents):
            if package := holders.get(str(parent)):
                return Path(*package.split("."), output.relative_to(parent))
        hint = "put it below a package of [tool.setuptools] packages, or add it there"
        raise self.project.unpacked(api, hint)


class _Sdist(sdist):
    """An sdist with the generated files in it, of the same bytes whenever and wherever it is made.

    It comes before the class that the project has set, which goes on making what it makes.
    """

    if not TYPE_CHECKING:  # setuptools declares three overloads

        def make_archive(self, *arguments: object, **options: object) -> str:
            """As setuptools has it, the times, owners and modes of the files evened out.

            Of the form that https://peps.python.org/pep-0625/ gives an sdist; others are no sdists
            to installers. Raises ExecError where SOURCE_DATE_EPOCH is no time.
            """
            epoch = _epoch()
            path = super().make_archive(*arguments, **options)
            if path.endswith(".tar.gz"):
                _even_out(Path(path), epoch)
            return path

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        """Copy `files` to `base_dir`, and generate there what ``generate`` does in the tree."""
        from codegen import outputs  # noqa: PLC0415 - slow to import where nothing is built
        from codegen.diagnostics import CodegenError  # noqa: PLC0415

        command = cast("build_doc_codegen", self.get_finalized_command(_COMMAND))
        made: list[tuple[dict[str, str], list[str]]] = []
        try:
            for result in command.results:
                inputs, texts = command.project.for_sdist(result)
                if missing := inputs.keys() - {Path(name).as_posix() for name in files}:
                    raise ExecError(_missing(min(missing)))
                folder = command.project.name(result.api.output)
                made.append((texts, [f"{folder}/{name}" for name in outputs.OWNED_FOLDERS]))
            super().make_release_tree(base_dir, files)
            for texts, owned in made:
                outputs.write(texts, Path(base_dir), owned)
        except CodegenError as error:
            raise _failed(error) from None


def _epoch() -> int:
    """The time to give to files: https://reproducible-builds.org/specs/source-date-epoch/."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if text and not re.fullmatch(r"[0-9]{1,11}", text):
        message = f"SOURCE_DATE_EPOCH: {text!r} is no number of seconds since 1970"
        raise ExecError(message)
    return int(text or _EPOCH)


def _even_out(path: Path, epoch: int) -> None:
    """Pack the archive at `path` again, so that it says nothing of when and where it was made.

    The archive and not the files: these may be links to those of the tree.
    """
    again = path.with_name(f"{path.name}.new")
    try:
        with (
            tarfile.open(path) as old,
            again.open("wb") as file,
            gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as new,
        ):
            # By folders, so that nothing comes before what it links to.
            for one in sorted(old.getmembers(), key=lambda member: member.name.split("/")):
                one.mtime = epoch
                one.uid = one.gid = 0
                one.uname = one.gname = ""
                one.mode = 0o755 if one.isdir() or one.mode & _EXECUTABLE else 0o644
                one.pax_headers = {}  # parts of seconds, among others
                new.addfile(one, old.extractfile(one) if one.isreg() else None)
        again.replace(path)
    finally:
        again.unlink(missing_ok=True)


def _missing(name: str) -> str:
    return (
        f"{name}: the sdist does not hold it, and a wheel could not be built from it;"
        " does MANIFEST.in exclude it?"
    )


def _asked() -> dict[str, dict[str, object]] | None:
    """The tables ``[tool]`` of the project, where it asks for models; else None.

    Raises SetupError where it seems to ask by another name: a wheel without them is no answer.
    """
    try:
        data = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))
        tool, requires = data.get("tool", {}), data["build-system"]["requires"]
        asked = _NAME in {_normalized(one) for one in requires}
        configured = _NAME in tool or Path("doc-codegen.toml").exists()
        misspelt = difflib.get_close_matches(_NAME, tool, n=1, cutoff=0.8)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # setuptools says what is wrong with it
    if asked and not configured and misspelt:
        message = f"{_CONFIG}: tool.{misspelt[0]}: did you mean tool.{_NAME}? No models were made"
        raise SetupError(message)
    return tool if asked and configured else None


def _normalized(requirement: str) -> str:
    """The name of the project that is required: https://peps.python.org/pep-0503/."""
    found = re.match(r"[\w.-]+", requirement.strip())
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def _failed(error: CodegenError) -> ExecError:
    from codegen.report import render  # noqa: PLC0415 - slow to import where nothing is built

    return ExecError(f"no models were made\n{render(error.diagnostics, 'text')}".rstrip("\n"))


def _tell(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 - build front ends show what backends print
