"""What ``import codegen`` offers beside the data: functions with arguments as a user has them."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, overload

from codegen import config as configuration
from codegen import pipeline
from codegen.cache import default_folder
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.dialects import meant
from codegen.outputs import TARGETS, TargetName
from codegen.passthrough import NO_OPTIONS, ModelOptions, misfits
from codegen.pipeline import Api, Result

__all__ = ["StrPath", "generate"]

StrPath = str | os.PathLike[str]


@overload
def generate(
    *,
    config: StrPath | None = None,
    apis: Sequence[str] | None = None,
    cache: StrPath | bool = True,
    force: bool = False,
) -> tuple[Result, ...]: ...


@overload
def generate(
    *,
    docs: StrPath | Sequence[StrPath],
    name: str,
    output: StrPath,
    spec: StrPath | None = None,
    overlay: StrPath | None = None,
    dialect: StrPath = "auto",
    enums: Literal["open", "closed"] = "open",
    examples: bool = False,
    targets: Sequence[TargetName] = TARGETS,
    model_options: ModelOptions = NO_OPTIONS,
    cache: StrPath | bool = True,
    force: bool = False,
) -> tuple[Result, ...]: ...


def generate(  # noqa: PLR0913 - one per key of the configuration
    *,
    config: StrPath | None = None,
    apis: Sequence[str] | None = None,
    docs: StrPath | Sequence[StrPath] | None = None,
    name: str | None = None,
    output: StrPath | None = None,
    spec: StrPath | None = None,
    overlay: StrPath | None = None,
    dialect: StrPath = "auto",
    enums: Literal["open", "closed"] = "open",
    examples: bool = False,
    targets: Sequence[TargetName] = TARGETS,
    model_options: ModelOptions = NO_OPTIONS,
    cache: StrPath | bool = True,
    force: bool = False,
) -> tuple[Result, ...]:
    """Generate the configured APIs, or that of the pages of `docs`; one result for each.

    ``generate()`` is for the configuration of the current folder, ``generate(config=...)`` for
    another file, and `apis` names some of it. ``generate(docs=..., name=..., output=...)`` needs
    no configuration: `docs` is a folder, a glob or a page, or several in order of precedence, and
    the other arguments are as the keys of the configuration. `cache` is the folder that keeps what
    was made before; True is that of the configuration or of the user, False none. `force`: files in
    the way of outputs that doc-codegen has not written are overwritten; they are the
    ``changes.foreign`` of a result.

    Raises CodegenError, with every finding that led to it, before anything of an API is written;
    TypeError where arguments of the two forms are mixed or are of another kind, and ValueError
    where they are empty or no value of theirs. Findings that do not stop it are in the results.
    """
    given = {"docs": docs, "name": name, "output": output, "spec": spec, "overlay": overlay}
    if docs is None or name is None or output is None:
        if extra := [key for key, value in given.items() if value is not None]:
            message = f"docs, name and output go together: {', '.join(extra)} alone will not do"
            raise TypeError(message)
        options = (dialect, enums, examples, tuple(targets), model_options)
        if options != _DEFAULTS:
            message = "dialect, enums, examples, targets and model_options go with docs"
            raise TypeError(message)
        return _configured(config, apis, cache, force=force)
    if config is not None or apis is not None:
        message = "config and apis do not go with docs"
        raise TypeError(message)
    listed = (docs,) if isinstance(docs, str | os.PathLike) else tuple(docs)
    _check_texts(name, *(os.fspath(one) for one in (*listed, output)))
    _check_options(enums, targets, model_options)
    api = Api(
        name=name,
        docs=tuple(map(Path, listed)),
        output=Path(output),
        spec=None if spec is None else Path(spec),
        overlay=None if overlay is None else Path(overlay),
        dialect=meant(dialect),
        enums=enums,
        examples=examples,
        targets=tuple(one for one in TARGETS if one in targets),
        model_options=model_options,
        cache=_folder(cache, default_folder()),
    )
    return (pipeline.generate(api, force=force),)


_ENUMS = ("open", "closed")
_DEFAULTS = ("auto", "open", False, TARGETS, NO_OPTIONS)


def _check_texts(*texts: object) -> None:
    """Raise where a name or a path is none: an empty path would be the current folder."""
    for text in texts:
        if not isinstance(text, str):
            message = f"names and paths are str or os.PathLike, not {type(text).__name__}"
            raise TypeError(message)
        if not text:
            message = "docs, name and output may not be empty"
            raise ValueError(message)


def _check_options(enums: str, targets: Sequence[str], model_options: object) -> None:
    """Raise where an option has no value of its own: it would be left out, and files removed."""
    if enums not in _ENUMS:
        message = f"enums is one of {', '.join(_ENUMS)}, not {enums!r}"
        raise ValueError(message)
    if isinstance(targets, str):
        message = "targets is a list of names"
        raise TypeError(message)
    if unknown := [one for one in targets if one not in TARGETS]:
        message = f"targets are some of {', '.join(TARGETS)}, not {unknown[0]!r}"
        raise ValueError(message)
    if not isinstance(model_options, ModelOptions):
        message = f"model_options is a ModelOptions, not {type(model_options).__name__}"
        raise TypeError(message)
    for problem in misfits(model_options):
        message = f"model_options: {'.'.join(problem.keys)} {problem.message}"
        raise ValueError(message)


def _folder(cache: StrPath | bool, default: Path | None) -> Path | None:  # noqa: FBT001 - or a path
    """The folder that an argument means."""
    if isinstance(cache, bool):
        return default if cache else None
    _check_texts(os.fspath(cache))
    return Path(cache)


def _configured(
    config: StrPath | None,
    apis: Sequence[str] | None,
    cache: StrPath | bool,  # noqa: FBT001 - or a path
    *,
    force: bool,
) -> tuple[Result, ...]:
    if isinstance(apis, str):
        message = "apis is a list of names"
        raise TypeError(message)
    names = None if apis is None else tuple(apis)
    path = configuration.find() if config is None else Path(config)
    known = {api.name: api for api in configuration.load(path)}
    if unknown := [name for name in names or () if name not in known]:
        raise CodegenError(*(_unknown(name, path, known) for name in unknown))
    results = []
    for name in names if names is not None else known:
        try:
            api = known[name]
            api = dataclasses.replace(api, cache=_folder(cache, api.cache))
            results.append(pipeline.generate(api, force=force))
        except CodegenError as error:
            raise configuration.located(error, path, name) from None
    return tuple(results)


def _unknown(name: str, path: Path, known: Iterable[str]) -> Diagnostic:
    return Diagnostic(
        code="unknown-api",
        severity="error",
        message=f"no API is called {name!r}",
        path=path.as_posix(),
        hint=f"configured: {', '.join(known)}",
    )
