"""What ``diff OLD NEW`` is about: each argument -> what is to be read.

An argument is, in this order: a spec file; a page, folder or glob of pages (a folder without
pages that holds a spec.json stands for that spec); or a git revision of the configured docs, or a
range of two. A range as git writes it: ``A..B``, and ``A...B`` from the last commit that both have
in common. An end that is left open is the working tree, so that ``HEAD~3``, ``HEAD~3..`` and,
on a branch, ``main...`` show what has not been committed yet as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from codegen import config as configuration
from codegen import namelock, sources, specfile
from codegen.changes.revisions import Repository, commit_of, merge_base, refusal, repository
from codegen.codes import CODES
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.namelock import NameLock
from codegen.pipeline import Api
from codegen.spec import Spec

__all__ = ["Comparison", "Operand", "Pages", "Revision", "SpecFile", "plan", "side"]

#: Where no overlay and no name lock lies.
_NOWHERE = Path(os.devnull)
#: What the pages of a path go by.
_UNNAMED = "api"
_SPEC_FILE = "spec.json"
_WORKING_TREE = "working tree"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecFile:
    """A side that is a spec, and the name lock beside its file."""

    label: str
    spec: Spec
    lock: NameLock = NameLock()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A side whose pages lie on the disk: a path, or the docs of `api` as they are now."""

    label: str
    api: Api


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A side that is the docs of `api`, which the file at `config` has, as a commit has them."""

    label: str
    api: Api
    where: Repository
    commit: str
    config: Path


Operand = SpecFile | Pages | Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sides. `api`: the configured API that one of them is the docs of, at least."""

    old: Operand
    new: Operand
    api: Api | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    """A revision, as yet of no API; the working tree where it has no commit."""

    label: str
    where: Repository | None = None
    commit: str = ""

    def of(self, api: Api, config: Path) -> Operand:
        """The docs of `api` there."""
        if self.where is None:
            return Pages(label=self.label, api=api)
        return Revision(
            label=self.label, api=api, where=self.where, commit=self.commit, config=config
        )


_TREE = _Point(label=_WORKING_TREE)


def plan(
    old: str,
    new: str = "",
    *,
    configured: Callable[[], Sequence[Api]],
    config: Path | None = None,
    dialect: str | Path = "auto",
    cache: Path | None = None,
) -> tuple[Comparison, ...]:
    """What is to be compared, none of its pages read yet; one comparison for each API.

    `configured` gives the APIs of the configuration, where a revision asks for them; `config` is
    its file, by default that of the current folder. `new` '': the working tree. `dialect` and
    `cache` are for paths of pages; those of a configured API are its own. Raises
    CodegenError where an argument is nothing.
    """
    first, second = _ends(old, new, config.parent if config else Path(), _Reading(dialect, cache))
    if not isinstance(first, _Point) and not isinstance(second, _Point):
        return (Comparison(old=first, new=second),)
    apis = tuple(configured())
    file = config or configuration.find()
    paths = [one for one in (first, second) if not isinstance(one, _Point)]
    if paths and len(apis) > 1:
        raise CodegenError(_several(paths[0].label, apis))
    return tuple(
        Comparison(
            old=first.of(api, file) if isinstance(first, _Point) else first,
            new=second.of(api, file) if isinstance(second, _Point) else second,
            api=api,
        )
        for api in apis
    )


class _Reading(NamedTuple):
    """How the pages of a path are read."""

    dialect: str | Path
    cache: Path | None


def side(
    text: str, dialect: str | Path = "auto", cache: Path | None = None
) -> SpecFile | Pages | None:
    """The spec or the pages at the path `text`; None where there is no such path.

    Raises CodegenError where a spec file is damaged.
    """
    if not text:
        return None  # as a path, it would be the current folder
    path = Path(text)
    try:
        found, _ = sources.find([text])
    except (CodegenError, ValueError):
        found = ()
    beside = path if path.suffix == ".json" else path / _SPEC_FILE
    if beside.is_file() and (beside == path or not found):
        lock = Api(name=_UNNAMED, docs=(), output=beside.parent, spec=beside).lock_path
        return SpecFile(label=text, spec=specfile.load(beside), lock=namelock.load(lock))
    if not found and not os.path.lexists(path):
        return None
    api = Api(name=_UNNAMED, docs=(path,), output=_NOWHERE, dialect=dialect, cache=cache)
    return Pages(label=text, api=api)


_End = SpecFile | Pages | _Point


def _ends(old: str, new: str, folder: Path, how: _Reading) -> tuple[_End, _End]:
    """Both ends of what is asked for. Raises CodegenError where one is nothing."""
    first: _End | None = side(old, *how)
    if first is None and not new:
        pair = _range(old, folder)
        if pair is not None:
            return pair
    first = first or _point(old, folder)
    second: _End | None = (side(new, *how) or _point(new, folder)) if new else _TREE
    if first is None or second is None:
        wrong = [text for text, end in ((old, first), (new, second)) if end is None]
        raise CodegenError(*(_unknown(text, folder, alone=not new) for text in wrong))
    return first, second


#: Digits of a commit that are shown.
_SHORT = 10


def _point(text: str, folder: Path) -> _Point | None:
    """The commit that `text` names; None where it names none."""
    where = repository(folder)
    commit = commit_of(where, text) if where is not None else ""
    # Of a commit by its number, as machines name it, the beginning is enough to read.
    label = text[:_SHORT] if text == commit else text
    return _Point(label=label, where=where, commit=commit) if commit else None


def _range(text: str, folder: Path) -> tuple[_Point, _Point] | None:
    """The two ends of a range of revisions; None where it is none."""
    # Three dots first: two of them are in three.
    dots = "..." if "..." in text else ".."
    left, found, right = text.partition(dots)
    start = _point(left, folder) if found and left else None
    end = _point(right or "HEAD", folder)
    if start is None or end is None or start.where is None:
        return None
    if dots == "...":
        commit = merge_base(start.where, start.commit, end.commit)
        if not commit:
            raise CodegenError(_no_base(start.label, end.label))
        label = f"merge base of {start.label} and {end.label}"
        start = _Point(label=label, where=start.where, commit=commit)
    return start, end if right else _TREE


def _unknown(text: str, folder: Path, *, alone: bool) -> Diagnostic:
    where = repository(folder)
    tried = ["no such file, folder or glob"]
    if where is None:
        tried.append(refusal(folder))
    else:
        tried.append(f"the git repository {where.top.name} has no such revision here")
    if ".." in text and not alone:
        tried.append("a range goes without a second argument")
    hint = CODES["unknown-side"].mend
    if where is not None:
        hint += "; a shallow clone has the last commits only (in actions/checkout: fetch-depth: 0)"
    return _problem(f"{text!r} is nothing to compare: {', and '.join(tried)}", hint)


def _no_base(one: str, other: str) -> Diagnostic:
    hint = "fetch more history (in actions/checkout: fetch-depth: 0), or name a revision"
    return _problem(f"{one!r} and {other!r} have no commit in common", hint)


def _several(label: str, apis: Sequence[Api]) -> Diagnostic:
    hint = f"choose one with --api: {', '.join(api.name for api in apis)}"
    return _problem(f"several APIs are configured: which is to be compared with {label!r}?", hint)


def _problem(message: str, hint: str) -> Diagnostic:
    return Diagnostic(code="unknown-side", severity="error", message=message, hint=hint)
