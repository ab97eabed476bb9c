"""Dialects of other distributions, for what data cannot say: the entry points of a group.

Such an entry point leads to an object that fits `codegen.dialects.base.Dialect`, and its name is
that of the dialect (https://packaging.python.org/en/latest/specifications/entry-points/). To know
that there is none, which is the rule, takes no time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from codegen.diagnostics import CodegenError, Diagnostic

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from codegen.claims import Reading
    from codegen.dialects.base import Dialect
    from codegen.dialects.styles.style import Style
    from codegen.markdown import Page

__all__ = ["GROUP", "digest", "installed", "load"]

GROUP = "doc_codegen.dialects"

_FILES = ("entry_points.txt",)
_FOLDERS = (".dist-info", ".egg-info")
#: What a dialect has.
_PARTS = ("name", "recognises", "read")

_T = TypeVar("_T")


@cache
def installed() -> Mapping[str, EntryPoint]:
    """The entry points of the group by their names, in order of these.

    Raises CodegenError where those of the distributions cannot be read.
    """
    return {one.name: one for one in reversed(_points())}


def _points() -> tuple[EntryPoint, ...]:
    """All entry points of the group, in order."""
    if not any(_mentioned()):
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - start-up time

    try:
        found = entry_points(group=GROUP)
    except Exception as error:  # it takes every file for valid
        message = f"the entry points of what is installed cannot be read: {_said(error)}"
        hint = "the entry_points.txt of some distribution is damaged: install that one anew"
        raise CodegenError(_problem(message, hint)) from error
    return tuple(sorted(found, key=lambda one: (one.name, one.value)))


def _mentioned() -> Iterator[bool]:
    """Whether the files of each distribution that could have such an entry point name the group."""
    for entry in sys.path:
        try:
            names = os.listdir(entry or ".")  # noqa: PTH208 - names only
        except OSError:
            continue
        for name in names:
            if not name.endswith(_FOLDERS):
                continue
            for file in _FILES:
                try:
                    yield GROUP.encode() in Path(entry, name, file).read_bytes()
                except OSError:
                    continue


@cache
def load(name: str) -> Dialect:
    """The dialect of the entry point of that name, which is there.

    Raises CodegenError where it cannot be imported, has not what a dialect has, or has the name of
    another one; and so does what is given, where it fails at a page or says what no dialect may.
    """
    point = installed()[name]
    others = [one for one in _points() if one.name == name and one.value != point.value]
    if others:
        owners = " or ".join(dict.fromkeys(map(_owner, (point, *others))))
        message = f"two dialects are called {name!r}: {point.value} and {others[0].value}"
        raise CodegenError(_problem(message, f"remove one: {owners}"))
    failed = f"the entry point {point.name} = {point.value} gives no dialect"
    if point.pattern.match(point.value) is None:
        raise CodegenError(
            _problem(f"{failed}: its value is no reference to an object", _of(point))
        )
    found = _tried(point.load, failed, point)
    missing = _tried(lambda: [one for one in _PARTS if not hasattr(found, one)], failed, point)
    if missing:
        message = f"{failed}: it has no {' and no '.join(missing)}"
        raise CodegenError(_problem(message, _of(point)))
    return _Guarded(point, cast("Dialect", found))


@dataclass(frozen=True, slots=True)
class _Guarded:
    """A dialect of somebody else's, with what it says looked at before anything is made of it."""

    point: EntryPoint
    dialect: Dialect

    @property
    def name(self) -> str:
        """That of the entry point."""
        return self.point.name

    @property
    def style(self) -> Style | None:
        """Its style, where it is one."""
        return getattr(self.dialect, "style", None)

    def recognises(self, page: Page) -> float:
        """How sure it is, from 0 to 1."""
        sure: object = self._asked(lambda: self.dialect.recognises(page), page)
        if not isinstance(sure, int | float) or not 0 <= sure <= 1:
            reason = f"how sure it is of a page is {sure!r:.40}, not from 0 to 1"
            raise self._wrong(reason, page)
        return sure

    def read(self, page: Page) -> Reading:
        """What it says of the page, which is of the types that a reading has."""
        from codegen.claims import Reading  # noqa: PLC0415 - start-up time

        found: object = self._asked(lambda: self.dialect.read(page), page)
        if found is None:
            return Reading(page=page.page, rank=page.rank, dialect="")
        if not isinstance(found, Reading):
            reason = f"it gives {type(found).__name__} in place of a reading"
        elif (found.page, found.rank) != (page.page, page.rank):
            reason = "its reading is of another page"
        else:
            reason = _mistyped(found)
            if not reason:
                return found
        raise self._wrong(reason, page)

    def _asked(self, ask: Callable[[], _T], page: Page) -> _T:
        return _tried(ask, self._failed(), self.point, page.page)

    def _wrong(self, reason: str, page: Page) -> CodegenError:
        return CodegenError(_problem(f"{self._failed()}: {reason}", _of(self.point), page.page))

    def _failed(self) -> str:
        return f"the dialect {self.point.name} = {self.point.value} fails"


def _tried(ask: Callable[[], _T], failed: str, point: EntryPoint, page: str = "") -> _T:
    """What `ask` gives. Raises CodegenError, whatever somebody else's code raises or exits with."""
    try:
        return ask()
    except CodegenError as error:
        raise CodegenError(_problem(failed, _of(point), page), *error.diagnostics) from error
    except (Exception, SystemExit) as error:
        raise CodegenError(_problem(f"{failed}: {_said(error)}", _of(point), page)) from error


def _mistyped(found: Reading) -> str:
    """What in a reading is not of its type, '' where all is: what cannot be stored and read again.

    A number beyond 64 bits cannot either, but may well stand on a page.
    """
    from codegen import claimfile  # noqa: PLC0415 - start-up time

    try:
        data = claimfile.dumps((found,))
    except ValueError:
        return ""
    except (TypeError, NotImplementedError) as error:
        return f"its reading is not valid: {error}"
    try:
        claimfile.loads(data)
    except ValueError as error:
        return f"its reading is not valid: {error}"
    return ""


@cache
def digest() -> bytes:
    """A digest of the files of all that `installed` gives: of what they make of pages.

    Versions will not do: a distribution that is being written is installed once, and edited often.
    """
    made = hashlib.sha256()
    for point in _points():
        made.update(f"{point.name}\0{point.value}\0".encode(errors="surrogateescape"))
        found = point.pattern.match(point.value)
        for name, path in _files(found["module"].partition(".")[0] if found else ""):
            try:
                content = path.read_bytes()
            except OSError:
                continue  # what has to be read is missed when it is loaded
            made.update(f"{name}\0{len(content)}\0".encode(errors="surrogateescape"))
            made.update(content)
    return made.digest()


def _files(package: str) -> Iterator[tuple[str, Path]]:
    """The files of a module or package of the top level, with their paths in it.

    None where it cannot be found.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - start-up time

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return
    if spec is None:
        return
    for folder in spec.submodule_search_locations or ():
        inside = (one for one in sorted(Path(folder).rglob("*")) if one.is_file())
        listed = (one for one in inside if "__pycache__" not in one.parts)
        yield from ((one.relative_to(folder).as_posix(), one) for one in listed)
    if spec.origin and spec.has_location and not spec.submodule_search_locations:
        path = Path(spec.origin)
        yield path.name, path


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _of(point: EntryPoint) -> str:
    return f"mend or remove {_owner(point)}, which has it in its group {GROUP}"


def _owner(point: EntryPoint) -> str:
    """What users call the distribution of an entry point."""
    name: str | None = None
    with contextlib.suppress(Exception):  # its metadata may be as damaged as the rest
        name = point.dist.name if point.dist is not None else None
    return f"the distribution {name}" if name else "the distribution"


def _problem(message: str, hint: str, path: str = "") -> Diagnostic:
    return Diagnostic(
        code="invalid-dialect", severity="error", message=message, path=path, hint=hint
    )
