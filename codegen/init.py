"""A first configuration: what is found of an API is proposed, and written where none is yet."""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codegen import config, outputs, pipeline, sources, tomlfile
from codegen.config import OWN_FILE, PROJECT_FILE
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.escape import toml_string
from codegen.pipeline import Api, Progress, Understanding

__all__ = ["Proposal", "Understood", "called", "folder_name", "propose", "understood", "write"]

#: Parts of a path that do not name what the pages are about.
_GENERAL = re.compile(
    r"(?i)apis?|content|docs?|documentation|en(-[a-z]+)?|latest|markdown|md|pages?|public|ref"
    r"|references?|rest(-?api)?|site|so?u?rc(es?)?|static|v?[\d.-]+|web(site)?|www"
)
#: Of a path from elsewhere, the parts further up name a machine or a user.
_LAST_PARTS = 2

_TEMPLATE = """\
[{table}]
# Folders, globs or pages, in order of precedence: earlier ones win, later ones fill gaps.
docs = [{docs}]
# Folder of the OpenAPI document and the models. To ship them, choose one inside your package.
output = {output}
# The spec: made to be reviewed in a diff. Corrections go into overlay.yaml beside it.
spec = {spec}
# More keys, with their defaults:
# dialect = "auto"        # decided per page
# targets = ["openapi", "pydantic", "dataclasses"]
# enums = "open"          # "closed": enums take the listed values only
# examples = false        # true: the samples of the pages go into the OpenAPI document
# fail-on = "error"       # or "warning", "never": findings as grave as this fail a build
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A configuration that is not written yet."""

    api: Api
    path: Path
    """The file that it goes into."""
    text: str
    """What the file is to hold: what it held before, and the configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What is understood of the pages of a proposal. Lines are those of recognised pages."""

    pages: int
    dialects: tuple[tuple[str, int], ...]
    """Dialect -> number of pages, the commonest first."""
    lines: int
    unaccounted: int
    operations: int
    types: int
    findings: int

    @property
    def recognised(self) -> int:
        """Number of pages that a dialect recognises."""
        return sum(number for _, number in self.dialects)


def propose(docs: Sequence[str], name: str = "", folder: Path = Path()) -> Proposal:
    """A configuration in `folder` for the pages of `docs`, which are relative to it.

    It is for pyproject.toml where there is one, else for a file of its own. Without `name`, the
    API is called for the folder of its pages, or for the project. Raises CodegenError where an
    API is configured already, and where the outputs would be among the pages.
    """
    path = _place(folder)
    before = _read(path)
    listed = [_relative(one, folder) for one in docs]
    for one in listed:
        base, pattern = sources.base(os.path.join(folder, one))  # noqa: PTH118 - may be absolute
        if pattern is None and _real(folder).is_relative_to(_real(base)):
            raise CodegenError(_too_wide(one))
    name = name or called(listed, before, folder)
    nested = path.name == PROJECT_FILE
    keys = ("tool", "doc-codegen", "apis", name) if nested else ("apis", name)
    inner = folder_name(name)
    added = _TEMPLATE.format(
        table=tomlfile.dotted(keys),
        docs=", ".join(map(toml_string, listed)),
        output=toml_string(f"generated/{inner}"),
        spec=toml_string(f"specs/{inner}/spec.json"),
    )
    text = _appended(before, added)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodegenError(_not_appended(path, error)) from None
    (api,) = config.loads(text, path)
    return Proposal(api=api, path=path, text=text)


def understood(proposal: Proposal, progress: Progress) -> Understood:
    """What is understood of the pages. Raises CodegenError as `pipeline.understand` does."""
    found: Understanding = pipeline.understand(proposal.api, progress)
    known = [reading for reading in found.readings if reading.dialect]
    counted = Counter(reading.dialect for reading in known)
    return Understood(
        pages=len(found.readings),
        dialects=tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
        lines=sum(reading.lines for reading in known),
        unaccounted=sum(reading.unaccounted for reading in known),
        operations=len(found.resolution.spec.operations),
        types=len(found.resolution.spec.types),
        findings=len(found.diagnostics),
    )


def write(proposal: Proposal) -> None:
    """Write the configuration. Raises CodegenError where the file cannot be written."""
    outputs.replace(proposal.path, proposal.text.encode())


def _place(folder: Path) -> Path:
    """The file to write to. Raises CodegenError where one configures already."""
    project, own = folder / PROJECT_FILE, folder / OWN_FILE
    if os.path.lexists(own):
        raise CodegenError(_configured(own, 0))
    if not os.path.lexists(project):
        return own
    text, data = config.read(project)
    if config.section(data) is not None:
        line = tomlfile.line_of(text, ("tool", "doc-codegen"))
        raise CodegenError(_configured(project, line))
    return project


def _read(path: Path) -> str:
    """The text of the file, with its own line ends; '' where there is none."""
    return path.read_bytes().decode() if path.exists() else ""


def _appended(before: str, added: str) -> str:
    """`added` below what was there, and nothing else of it touched."""
    end = "\r\n" if "\r\n" in before else "\n"
    gap = ("" if before.endswith("\n") else end) + end if before.strip() else ""
    return before + gap + added.replace("\n", end)


def _relative(entry: str, folder: Path) -> str:
    """An entry of the docs as the configuration has it: below the folder, if it is there."""
    path = Path(entry)
    if path.is_absolute():
        top = folder.absolute()
        path = path.relative_to(top) if path.is_relative_to(top) else path
    try:
        return path.as_posix().encode().decode()
    except UnicodeEncodeError:
        raise CodegenError(_unreadable(entry)) from None


def called(docs: Sequence[str], project: str = "", folder: Path = Path()) -> str:
    """The name that the path of the pages gives, or the project, or the folder.

    `project`: the text of its file.
    """
    base, _ = sources.base(os.path.join(folder, docs[0]))  # noqa: PTH118 - may be absolute
    top, path = _real(folder), _real(base)
    inside = path.is_relative_to(top)
    parts = path.relative_to(top).parts if inside else path.parts[-_LAST_PARTS:]
    if parts and path.is_file():
        parts = (*parts[:-1], Path(parts[-1]).stem)
    named = tomllib.loads(project).get("project")
    title = named.get("name") if isinstance(named, dict) else None
    texts = [*(one for one in reversed(parts) if not _GENERAL.fullmatch(one)), title, top.name]
    names = (re.sub(r"[^a-z0-9]+", "_", str(one or "").lower()).strip("_") for one in texts)
    return next(filter(None, names), "api")


def folder_name(name: str) -> str:
    """The name of a file or folder for what is called `name`: what leads elsewhere names none."""
    return re.sub(r"[/\\:]+", "_", name).strip(". ") or "api"


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _configured(path: Path, line: int) -> Diagnostic:
    return Diagnostic(
        code="already-configured",
        severity="error",
        message="configures doc-codegen already; nothing was written",
        path=path.as_posix(),
        line=line,
        hint="add a table [tool.doc-codegen.apis.NAME] there, with docs = [...]",
    )


def _too_wide(entry: str) -> Diagnostic:
    return Diagnostic(
        code="unfit-docs",
        severity="error",
        message="the outputs would be among these pages; nothing was written",
        path=entry,
        hint="name a folder of pages alone, or the pages by a glob such as '*.md'",
    )


def _not_appended(path: Path, error: tomllib.TOMLDecodeError) -> Diagnostic:
    return Diagnostic(
        code="invalid-config",
        severity="error",
        message=f"a table cannot be added at its end: {error}; nothing was written",
        path=path.as_posix(),
        hint="write [tool] as a table with a header of its own",
    )


def _unreadable(entry: str) -> Diagnostic:
    return Diagnostic(
        code="unreadable-name",
        severity="error",
        message="the name is not UTF-8",
        path=os.fsencode(entry).decode(errors="backslashreplace"),
        hint="rename it",
    )
