"""Styles: the text of a dialect's file -> `Style`, with what it extends merged into it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TypeVar

import msgspec

from codegen import tomlfile
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.dialects.styles.style import Column, Marks, Pattern, Style

__all__ = ["load", "named"]

_T = TypeVar("_T")
_ENDING = ".toml"


@cache
def named(name: str) -> Style:
    """The built-in style of that name, merged with what it extends.

    Raises CodegenError where none is called so.
    """
    file = resources.files(__name__).joinpath(f"{name}{_ENDING}")
    if not re.fullmatch(r"\w+", name) or not file.is_file():
        raise CodegenError(_problem(f"no dialect is called {name!r}", "", 0))
    return load(file.read_text(encoding="utf-8"), f"{name}{_ENDING}")


def load(text: str, path: str) -> Style:
    """The style that `text` says, merged with the built-in one that it extends.

    Raises CodegenError, located in `path`, where the text is no TOML or no style.
    """
    style = _read(text, path)
    if not style.extends:
        return style
    try:
        base = named(style.extends)
    except CodegenError:
        line = tomlfile.line_of(text, ["extends"])
        message = f"extends {style.extends!r}, which is no built-in dialect"
        raise CodegenError(_problem(message, path, line)) from None
    return _merged(style, base)


def _read(text: str, path: str) -> Style:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else text.rstrip().count("\n") + 1
        raise CodegenError(_problem(f"is not valid TOML: {error}", path, line)) from None
    try:
        return msgspec.convert(found, Style, dec_hook=_pattern)
    except msgspec.ValidationError as error:
        message, _, at = str(error).partition(" - at ")
        unknown = re.findall(r"unknown field `(.*)`", message)
        keys = [*re.findall(r"[.`](\w+)", at), *unknown]
        raise CodegenError(_problem(message, path, _line(text, keys, message))) from None


def _line(text: str, keys: Sequence[str], message: str) -> int:
    """The line of the text that the message quotes, or that of the last of `keys`."""
    quoted = re.search(r"'(.+)'", message)
    if quoted:
        for number, row in enumerate(text.split("\n"), 1):
            if quoted[1] in row:
                return number
    return tomlfile.line_of(text, keys)


def _pattern(_kind: type, value: object) -> object:
    """A pattern of a file. The text of an error names it, so that its line is found."""
    if not isinstance(value, str):
        message = f"Expected `str`, got `{type(value).__name__}`"
        raise ValueError(message)  # noqa: TRY004 - msgspec names the place of a ValueError
    try:
        return re.compile(value, re.IGNORECASE)
    except re.error as error:
        message = f"pattern '{value}': {error}"
        raise ValueError(message) from None


def _problem(message: str, path: str, line: int) -> Diagnostic:
    return Diagnostic(
        code="invalid-dialect", severity="error", message=message, path=path, line=line
    )


def _merged(own: Style, base: Style) -> Style:
    """What `own` says, and what `base` says where it does not."""
    return Style(
        name=own.name,
        extends=own.extends,
        recognise=own.recognise,
        headings=own.headings + base.headings,
        columns=_columns(own.columns, base.columns),
        types={**base.types, **own.types},
        required=_marks(own.required, base.required),
        optional=_marks(own.optional, base.optional),
        nullable=_marks(own.nullable, base.nullable),
        unmarked={**base.unmarked, **own.unmarked},
        generic=own.generic + base.generic,
        returns=own.returns + base.returns,
        accepts=own.accepts + base.accepts,
        inside=own.inside + base.inside,
        same=own.same + base.same,
        inherits=own.inherits + base.inherits,
        envelope=own.envelope or base.envelope,
        annotations=_either(own.annotations, base.annotations),
    )


def _columns(
    own: Mapping[Column, tuple[Pattern, ...]], base: Mapping[Column, tuple[Pattern, ...]]
) -> dict[Column, tuple[Pattern, ...]]:
    """Own patterns go first, and those of a column that a base's pattern claims too."""
    kinds = [*own, *(kind for kind in base if kind not in own)]
    return {kind: (*own.get(kind, ()), *base.get(kind, ())) for kind in kinds}


def _marks(own: Marks, base: Marks) -> Marks:
    return Marks(
        name=_either(own.name, base.name),
        type=_either(own.type, base.type),
        description=_either(own.description, base.description),
        column=_either(own.column, base.column),
    )


def _either(own: _T | None, base: _T | None) -> _T | None:
    return base if own is None else own
