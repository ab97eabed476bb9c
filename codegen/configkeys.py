"""The keys of the configuration: a function for each form of value, and a row for each key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import get_args

from codegen import dialects, passthrough
from codegen.api import FailOn
from codegen.limits import Limits
from codegen.nearest import did_you_mean
from codegen.outputs import TARGETS
from codegen.passthrough import Problem

__all__ = ["DOCS_HINT", "LIMITS", "PASSED", "checked", "is_folder"]

DOCS_HINT = "paths are relative to this file: a folder of pages, a glob, or a single page"

_Check = Callable[[str, object], Iterator[Problem]]


def _text(key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem((key,), "must be a string")


def _path(key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, str) or not value or "\0" in value:
        yield Problem((key,), "must be a string, the path of a file or folder")


def _paths(key: str, value: object) -> Iterator[Problem]:
    listed = isinstance(value, list) and value
    if not listed or any(True for one in value for _ in _path(key, one)):  # type: ignore[attr-defined]
        yield Problem((key,), "must be a list of paths, one at least")


def _flag(key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem((key,), "must be true or false")


def is_folder(name: str) -> bool:
    """Whether files may go by the name of an API: it names one folder, on any system."""
    return name.isprintable() and not set(name) & set('<>:"/\\|?*') and bool(name.strip(". "))


def _choice(key: str, value: object, *, known: Sequence[str]) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem((key,), f"must be a string: {', '.join(known)}")
    elif value not in known:
        message = f"must be one of {', '.join(known)}, not {value!r}"
        yield Problem((key,), message, did_you_mean(value, known))


def _choices(key: str, value: object, *, known: Sequence[str]) -> Iterator[Problem]:
    if not isinstance(value, list) or not value:
        yield Problem((key,), f"must be a list of some of {', '.join(known)}")
        return
    for one in value:
        yield from _choice(key, one, known=known)
    texts = [one for one in value if isinstance(one, str)]
    for one in sorted({one for one in texts if texts.count(one) > 1}):
        yield Problem((key,), f"names {one!r} twice")


def _dialect(key: str, value: object) -> Iterator[Problem]:
    known = (dialects.AUTO, *dialects.names())
    if isinstance(value, str) and dialects.is_file(value) and "\0" not in value:
        return
    if isinstance(value, str) and value not in known:
        listed = f"known dialects: {', '.join(known)}; a file of your own ends in .toml"
        hint = f"{did_you_mean(value, known)} {listed}".lstrip()
        yield Problem((key,), f"no dialect is called {value!r}", hint)
    else:
        yield from _text(key, value)


def _options(key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem((key,), "must be a table of its options")
        return
    for keys, message, hint in passthrough.problems(value):
        yield Problem((key, *keys), message, hint)


def _limits(key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem((key,), "must be a table of limits")
        return
    known = Limits.__struct_encode_fields__
    for name, limit in value.items():
        if name not in known:
            yield Problem((key, name), "unknown key", passthrough.did_you_mean(name, known))
        elif not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
            yield Problem((key, name), "must be a whole number, 1 at least")


PASSED = "datamodel-code-generator"
LIMITS = "limits"
#: Keys that stand above the APIs alone.
_ABOVE: Mapping[str, _Check] = {"cache": _path}
#: Keys that may stand above the APIs too, for all of them.
_SHARED: Mapping[str, _Check] = {
    "dialect": _dialect,
    "targets": partial(_choices, known=TARGETS),
    "enums": partial(_choice, known=("open", "closed")),
    "examples": _flag,
    "fail-on": partial(_choice, known=get_args(FailOn)),
    PASSED: _options,
    LIMITS: _limits,
}
_KEYS: Mapping[str, _Check] = {
    "docs": _paths,
    "spec": _path,
    "overlay": _path,
    "output": _path,
    **_SHARED,
}


def checked(where: tuple[str, ...], table: object) -> Iterator[Problem]:
    """What is wrong in the table of an API at `where`; without it, in what is above them all."""
    if not isinstance(table, dict):
        yield Problem(where, "must be a table")
        return
    known = _KEYS if where else {**_ABOVE, **_SHARED}
    for key, value in table.items():
        if key in known:
            for keys, message, hint in known[key](key, value):
                yield Problem((*where, *keys), message, hint)
        elif key in _KEYS:
            hint = "it stands in the table of an API, [apis.NAME]"
            yield Problem((*where, key), "is of one API", hint)
        elif key in _ABOVE:
            hint = "it stands above the tables of the APIs"
            yield Problem((*where, key), "is of all APIs", hint)
        else:
            hint = passthrough.did_you_mean(key, (*known, *(() if where else ("apis",))))
            yield Problem((*where, key), "unknown key", hint)
    if where and "docs" not in table:
        yield Problem((*where, "docs"), "must be a list of paths, one at least", DOCS_HINT)
