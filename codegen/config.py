"""Configuration: ``[tool.doc-codegen]`` of pyproject.toml, or a file of its own, doc-codegen.toml.

::

    [tool.doc-codegen]
    dialect = "auto"                       # or a name, or a TOML file of your own; of all APIs,
                                           # where they do not say otherwise; so are
    targets = ["openapi", "pydantic", "dataclasses"]
    enums = "open"                         # or "closed"
    examples = false
    fail-on = "error"                      # or "warning", "never"
    cache = ".cache/doc-codegen"           # default: the user's cache folder; of all APIs alone

    [tool.doc-codegen.datamodel-code-generator]
    use-frozen-field = true                # see passthrough.py

    [tool.doc-codegen.limits]              # of one page, see limits.py
    page-size = 4_000_000

    [tool.doc-codegen.apis.appointment]
    docs = ["specs/appointment/docs"]      # in order of precedence
    spec = "specs/appointment/spec.json"   # default: specs/<api>/spec.json
    overlay = "corrections.yaml"           # default: overlay.yaml beside the spec, if it is there
    output = "generated/appointment"       # default: generated/<api>

Paths are relative to the file. In a file of its own the tables may also be called
``[apis.appointment]``, and what is above the first table is for all APIs.
"""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from codegen import cache, dialects, passthrough, sources, tomlfile
from codegen.api import Api
from codegen.configkeys import DOCS_HINT, LIMITS, PASSED, checked, is_folder
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.limits import Limits
from codegen.nearest import nearest
from codegen.outputs import OWNED_FOLDERS, TARGETS

__all__ = [
    "OWN_FILE",
    "PROJECT_FILE",
    "find",
    "load",
    "loads",
    "located",
    "problem",
    "read",
    "section",
]

PROJECT_FILE = "pyproject.toml"
OWN_FILE = "doc-codegen.toml"

_TABLE = ("tool", "doc-codegen")
_ABOUT_DOCS = frozenset({"no-documents", "no-such-path"})
_DIALECT_HINT = "the path is relative to this file; doc-codegen dialect new DOCS writes a first one"
_OVERLAY_HINT = (
    "the path is relative to this file; without it, overlay.yaml beside the spec is read"
)
_WRITE_ONE = "doc-codegen init writes a first one; or name the pages themselves with --docs"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A configuration file, to find the lines of its keys."""

    path: Path
    text: str
    at: tuple[str, ...] = ()
    """Where its section is."""

    def problem(self, keys: Sequence[str], message: str, hint: str = "") -> Diagnostic:
        """A finding at the line where the last of `keys` stands, or what holds it."""
        keys = (*self.at, *keys)
        return Diagnostic(
            code="invalid-config",
            severity="error",
            message=f"{tomlfile.dotted(keys)}: {message}",
            path=self.path.as_posix(),
            line=tomlfile.line_of(self.text, keys),
            hint=hint,
        )


def find(folder: Path = Path()) -> Path:
    """The configuration file of `folder`: pyproject.toml with the table, or doc-codegen.toml.

    Raises CodegenError where there is none of the two files, or where both configure.
    """
    project, own = folder / PROJECT_FILE, folder / OWN_FILE
    if not os.path.lexists(own):
        if not os.path.lexists(project):
            raise CodegenError(_no_file(folder))
        return project
    if os.path.lexists(project):
        file, data = _read(project)
        if section(data) is not None:
            message = f"stands beside {own.as_posix()}, which configures too: keep one of the two"
            raise CodegenError(file.problem(_TABLE, message))
    return own


def section(data: Mapping[str, Any]) -> object:
    """What ``tool.doc-codegen`` is in the content of a file; None where it is not there."""
    tool = data.get("tool")
    return tool.get("doc-codegen") if isinstance(tool, dict) else None


def read(path: Path) -> tuple[str, Mapping[str, Any]]:
    """The text of a configuration file, and its content. Raises CodegenError as `load` does."""
    file, data = _read(path)
    return file.text, data


def load(path: Path) -> tuple[Api, ...]:
    """The APIs that the file at `path` configures, in its order.

    Raises CodegenError with every problem found: no file, no TOML, no section, unknown keys,
    values that are not allowed, outputs that would be in each other's way.
    """
    text, data = read(path)
    return _apis(_File(path=path, text=text), data)


def loads(text: str, path: Path) -> tuple[Api, ...]:
    """As `load`, of a file at `path` that would hold `text`, which is valid TOML."""
    return _apis(_File(path=path, text=text), tomllib.loads(text))


def _apis(file: _File, data: Mapping[str, Any]) -> tuple[Api, ...]:
    nested = section(data)
    own_file = file.path.name != PROJECT_FILE
    table: object = data if own_file and nested is None else nested
    if not isinstance(table, dict):
        hint = (
            "write a table [tool.doc-codegen.apis.NAME] with docs = [...], or run doc-codegen init"
        )
        raise CodegenError(file.problem(_TABLE, "there is no such table", hint))
    problems = []
    if own_file and nested is not None and "apis" in data:
        problems.append(
            file.problem(["apis"], "stands beside [tool.doc-codegen]: keep one of them")
        )
    if nested is not None:
        file = dataclasses.replace(file, at=_TABLE)
    shared = {key: value for key, value in table.items() if key != "apis"}
    problems.extend(file.problem(*one) for one in checked((), shared))
    apis = table.get("apis", {})
    misspelt = "apis" not in table and any(nearest(key, ("apis",)) for key in table)
    if (not isinstance(apis, dict) or not apis) and not misspelt:
        problems.append(file.problem(["apis"], "no API is configured", _WRITE_ONE))
    apis = apis if isinstance(apis, dict) else {}
    for name, one in apis.items():
        problems.extend(file.problem(*found) for found in checked(("apis", name), one))
        if not (is_folder(name) or (isinstance(one, dict) and {"output", "spec"} <= one.keys())):
            hint = "take another one, or say both output and spec"
            problems.append(file.problem(("apis", name), "is no name for a folder", hint))
    if not problems:
        built = tuple(_api(file, name, _merged(shared, one)) for name, one in apis.items())
        problems.extend(_collisions(file, built))
    if problems:
        raise CodegenError(*problems)
    return built


def located(error: CodegenError, path: Path, name: str) -> CodegenError:
    """`error` at the lines of the file at `path` that name what was not found of the API `name`.

    That is its pages, and its overlay and the file of its dialect where they cannot be read.
    """
    file = _sectioned(path)
    api = next((api for api in load(path) if api.name == name), None)
    overlay = api.overlay if api is not None else None
    dialect = api.dialect if api is not None else None

    def at(key: str, finding: Diagnostic, hint: str) -> Diagnostic:
        found = file.problem(_where(file, name, key), finding.message, hint)
        return dataclasses.replace(found, code=finding.code)

    def mended(finding: Diagnostic) -> Diagnostic:
        if finding.code in _ABOUT_DOCS:
            return at("docs", finding, DOCS_HINT)
        if finding.line:
            return finding
        if finding.code == "invalid-overlay" and overlay and finding.path == overlay.as_posix():
            return at("overlay", finding, _OVERLAY_HINT)
        named = isinstance(dialect, Path) and finding.path == dialect.as_posix()
        if finding.code == "invalid-dialect" and named:
            return at("dialect", finding, _DIALECT_HINT)
        return finding

    return CodegenError(*map(mended, error.diagnostics))


def _where(file: _File, name: str, key: str) -> list[str]:
    """The keys of what the API `name` has: of its own, or of all APIs."""
    above = tomlfile.has(file.text, (*file.at, key))
    own = tomlfile.has(file.text, (*file.at, "apis", name, key))
    return [key] if above and not own else ["apis", name, key]


def problem(path: Path, name: str, key: str, message: str, hint: str = "") -> Diagnostic:
    """What is wrong with `key` of the API `name`, at its line of the file at `path`."""
    return _sectioned(path).problem(["apis", name, key], message, hint)


def _sectioned(path: Path) -> _File:
    file, data = _read(path)
    return file if section(data) is None else dataclasses.replace(file, at=_TABLE)


def _read(path: Path) -> tuple[_File, Mapping[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
        return _File(path=path, text=text), tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message, line = f"cannot be read: {reason}", 0
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        # Without a number it is the end of the document.
        line = int(found[1]) if found else len(text.rstrip().split("\n"))
        message = f"is not valid TOML: {error}"
        if text.startswith("\ufeff"):
            message = "is not valid TOML: it begins with a byte order mark"
    except RecursionError:
        message, line = "cannot be read: it is nested too deep", 0
    except ValueError as error:  # a number of thousands of digits
        message, line = f"cannot be read: {error}", 0
    raise CodegenError(
        Diagnostic(
            code="invalid-config",
            severity="error",
            message=message,
            path=path.as_posix(),
            line=line,
            hint="name another file with --config, or the pages themselves with --docs",
        )
    )


def _no_file(folder: Path) -> Diagnostic:
    return Diagnostic(
        code="invalid-config",
        severity="error",
        message=f"neither {PROJECT_FILE} nor {OWN_FILE} is here",
        path=folder.as_posix(),
        hint=_WRITE_ONE,
    )


def _merged(shared: Mapping[str, Any], table: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys of an API, and those of all APIs that it does not have; so in the tables of it."""
    inner = {key: {**shared.get(key, {}), **table.get(key, {})} for key in (PASSED, LIMITS)}
    return {**shared, **table, **inner}


def _api(file: _File, name: str, table: Mapping[str, Any]) -> Api:
    base = file.path.parent
    return Api(
        name=name,
        docs=tuple(base / one for one in table["docs"]),
        output=base / table.get("output", f"generated/{name}"),
        spec=base / table.get("spec", f"specs/{name}/spec.json"),
        overlay=base / table["overlay"] if "overlay" in table else None,
        dialect=_dialect_of(base, table.get("dialect", dialects.AUTO)),
        enums=table.get("enums", "open"),
        examples=table.get("examples", False),
        # In one order, so that the order in the file makes no difference.
        targets=tuple(name for name in TARGETS if name in table.get("targets", TARGETS)),
        fail_on=table.get("fail-on", "error"),
        model_options=passthrough.read(table[PASSED]),
        limits=msgspec.convert(table[LIMITS], Limits),
        cache=base / table["cache"] if "cache" in table else cache.default_folder(),
    )


def _dialect_of(base: Path, given: str) -> str | Path:
    known = given == dialects.AUTO or given in dialects.names()
    return base / given if not known and dialects.is_file(given) else given


def _collisions(file: _File, apis: Sequence[Api]) -> Iterator[Diagnostic]:
    """Outputs among pages, pages among outputs, and files that two APIs would write."""
    for api in apis:
        keys = ("apis", api.name, "output")
        for docs in map(str, api.docs):
            base, chosen = sources.base(docs)
            if chosen is None and _inside(api.output, base):
                message = f"is among the pages of {docs}"
                yield file.problem(keys, message, "give the outputs a folder of their own")
            elif _inside(base, api.output):
                message = f"holds the pages of {docs}"
                yield file.problem(keys, message, "give the outputs a folder of their own")
            if chosen is None and api.cache is not None and _inside(api.cache, base):
                message = f"is among the pages of {docs}, apis.{api.name}"
                yield file.problem(("cache",), message, "give the cache a folder of its own")
    for one, other in combinations(apis, 2):
        if any(_inside(*pair) for pair in _owned(one, other)):
            message = f"is written by apis.{one.name} too"
            yield file.problem(("apis", other.name, "output"), message)
        if {_real(one.spec_path), _real(one.lock_path)} & {
            _real(other.spec_path),
            _real(other.lock_path),
        }:
            message = f"the file, or the name lock beside it, is that of apis.{one.name} too"
            yield file.problem(("apis", other.name, "spec"), message)


def _owned(one: Api, other: Api) -> Iterator[tuple[Path, Path]]:
    """Pairs of paths of which the first may not be inside the second."""
    yield one.output / OWNED_FOLDERS[0], other.output / OWNED_FOLDERS[0]
    yield from ((one.output, other.output / folder) for folder in OWNED_FOLDERS)
    yield from ((other.output, one.output / folder) for folder in OWNED_FOLDERS)


def _inside(path: Path, folder: Path) -> bool:
    return _real(path).is_relative_to(_real(folder))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
