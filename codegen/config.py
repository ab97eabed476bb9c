"""Configuration: ``[tool.doc-codegen]`` of pyproject.toml, or a file of its own.

::

    [tool.doc-codegen.apis.appointment]
    docs = ["specs/appointment/docs"]      # in order of precedence
    spec = "specs/appointment/spec.json"   # default: specs/<api>/spec.json
    overlay = "corrections.yaml"           # default: overlay.yaml beside the spec, if it is there
    output = "generated/appointment"       # default: generated/<api>
    dialect = "auto"
    enums = "open"                         # or "closed"
    examples = false

Paths are relative to the file. In a file of its own the tables may also be called
``[apis.appointment]``.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codegen import dialects
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.pipeline import Api

__all__ = ["load", "located"]

_KEYS: dict[str, type | tuple[type, ...]] = {
    "docs": list,
    "spec": str,
    "overlay": str,
    "output": str,
    "dialect": str,
    "enums": str,
    "examples": bool,
}
_ABOUT_DOCS = frozenset({"no-documents", "no-such-path"})
_DOCS_HINT = "paths are relative to this file: a folder of pages, a glob, or a single page"
_OVERLAY_HINT = (
    "the path is relative to this file; without it, overlay.yaml beside the spec is read"
)
_CHOICES = {"enums": ("open", "closed")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A configuration file, to find the lines of its keys."""

    path: Path
    text: str

    def problem(self, key: str, message: str, hint: str = "") -> Diagnostic:
        """A finding at the line where `key` stands, or what holds it where `key` is missing."""
        return Diagnostic(
            code="invalid-config",
            severity="error",
            message=f"{key}: {message}",
            path=self.path.as_posix(),
            line=self._line(key.removeprefix("tool.").split(".")),
            hint=hint,
        )

    def _line(self, parts: Iterable[str]) -> int:
        """The line of the last of `parts` that is found, each below the one before; or 0."""
        lines = self.text.split("\n")
        line = 0
        for part in map(re.escape, parts):
            header = re.compile(rf"\s*\[.*(?<![\w-]){part}(?![\w-]).*\]")
            entry = re.compile(rf"\s*[\"']?{part}[\"']?\s*[=.]")
            inside = True
            for number in range(max(line, 1), len(lines) + 1):
                row = lines[number - 1]
                inside = inside and not (0 < line < number and row.lstrip().startswith("["))
                if header.match(row) or (inside and entry.match(row)):
                    line = number
                    break
        return line


def load(path: Path) -> tuple[Api, ...]:
    """The APIs that the file at `path` configures, in its order.

    Raises CodegenError with every problem found: no file, no TOML, no section, unknown keys,
    values of the wrong type.
    """
    file, data = _read(path)
    tool = data.get("tool")
    nested = tool.get("doc-codegen") if isinstance(tool, dict) else None
    own_file = path.name != "pyproject.toml"
    section: object = data if own_file and nested is None else nested
    if not isinstance(section, dict):
        hint = "write a table [tool.doc-codegen.apis.NAME] with docs = [...]"
        raise CodegenError(file.problem("tool.doc-codegen", "there is no such table", hint))
    problems = [_unknown(file, key, ("apis",)) for key in section if key != "apis"]
    if own_file and nested is not None and "apis" in data:
        problems.append(file.problem("apis", "stands beside [tool.doc-codegen]: keep one of them"))
    apis = section.get("apis", {})
    misspelt = "apis" not in section and any(_near(key, ("apis",)) for key in section)
    if (not isinstance(apis, dict) or not apis) and not misspelt:
        problems.append(file.problem("apis", "no API is configured"))
    apis = apis if isinstance(apis, dict) else {}
    built = [_api(file, name, table, problems) for name, table in apis.items()]
    if problems:
        raise CodegenError(*problems)
    return tuple(api for api in built if api is not None)


def located(error: CodegenError, path: Path, name: str) -> CodegenError:
    """`error` at the lines of the file at `path` that name what was not found of the API `name`.

    That is its pages, and its overlay where that cannot be read.
    """
    file, _ = _read(path)
    overlay = next((api.overlay for api in load(path) if api.name == name), None)

    def at(key: str, finding: Diagnostic, hint: str) -> Diagnostic:
        found = file.problem(f"apis.{name}.{key}", finding.message, hint)
        return dataclasses.replace(found, code=finding.code)

    def mended(finding: Diagnostic) -> Diagnostic:
        if finding.code in _ABOUT_DOCS:
            return at("docs", finding, _DOCS_HINT)
        unread = finding.code == "invalid-overlay" and not finding.line
        if unread and overlay is not None and finding.path == overlay.as_posix():
            return at("overlay", finding, _OVERLAY_HINT)
        return finding

    return CodegenError(*map(mended, error.diagnostics))


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


def _api(file: _File, name: str, table: object, problems: list[Diagnostic]) -> Api | None:
    where = f"apis.{name}"
    before = len(problems)
    if not isinstance(table, dict):
        problems.append(file.problem(where, "must be a table"))
        return None
    for key, value in table.items():
        if key not in _KEYS:
            problems.append(_unknown(file, f"{where}.{key}", _KEYS))
        elif not isinstance(value, _KEYS[key]):
            expected = {list: "a list of paths", str: "a string", bool: "true or false"}
            text = f"must be {expected[_KEYS[key]]}"  # type: ignore[index]
            problems.append(file.problem(f"{where}.{key}", text))
        elif key in _CHOICES and value not in _CHOICES[key]:
            text = f"must be one of {', '.join(_CHOICES[key])}, not {value!r}"
            problems.append(file.problem(f"{where}.{key}", text))
    problems.extend(_unknown_dialect(file, where, table.get("dialect", "auto")))
    docs = table.get("docs")
    listed = isinstance(docs, list) and docs and all(isinstance(one, str) for one in docs)
    if not listed and isinstance(docs, list | None):  # else its type has been reported
        problems.append(file.problem(f"{where}.docs", "must be a list of paths, one at least"))
    if len(problems) > before:
        return None
    base = file.path.parent
    return Api(
        name=name,
        docs=tuple(base / one for one in table["docs"]),
        output=base / table.get("output", f"generated/{name}"),
        spec=base / table.get("spec", f"specs/{name}/spec.json"),
        overlay=base / table["overlay"] if "overlay" in table else None,
        dialect=table.get("dialect", "auto"),
        enums=table.get("enums", "open"),
        examples=table.get("examples", False),
    )


def _unknown_dialect(file: _File, where: str, dialect: object) -> Iterator[Diagnostic]:
    if isinstance(dialect, str) and dialect not in {"auto", *dialects.names()}:
        known = "known dialects: auto, " + ", ".join(dialects.names())
        yield file.problem(f"{where}.dialect", f"no dialect is called {dialect!r}", known)


def _unknown(file: _File, key: str, known: Iterable[str]) -> Diagnostic:
    near = _near(key.rpartition(".")[2], known)
    hint = f"did you mean {near!r}?" if near else "known keys: " + ", ".join(sorted(known))
    return file.problem(key, "unknown key", hint)


def _near(key: str, known: Iterable[str]) -> str:
    """The known key that `key` may have been meant for, or ''."""
    return next(iter(difflib.get_close_matches(key.lower(), list(known), n=1)), "")
