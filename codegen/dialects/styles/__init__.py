"""Styles: the text of a dialect's file -> `Style`, with what it extends merged into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TypeVar

from codegen import tomlfile
from codegen.diagnostics import CodegenError
from codegen.dialects.styles.fitted import noting, patterns
from codegen.dialects.styles.reader import problem, read
from codegen.dialects.styles.style import Column, Marks, Pattern, Style
from codegen.nearest import did_you_mean

__all__ = ["load", "named", "patterns", "read"]

_T = TypeVar("_T")
_ENDING = ".toml"


@cache
def named(name: str) -> Style:
    """The built-in style of that name, merged with what it extends.

    Raises CodegenError where none is called so.
    """
    file = resources.files(__name__).joinpath(f"{name}{_ENDING}")
    if not re.fullmatch(r"\w+", name) or not file.is_file():
        raise CodegenError(problem(f"no dialect is called {name!r}", ""))
    return load(file.read_text(encoding="utf-8"), f"{name}{_ENDING}")


def load(text: str, path: str, fitted: set[tomlfile.Path] | None = None) -> Style:
    """The style that `text` says, merged with the built-in one that it extends.

    `fitted`: what is to have the keys of its own patterns that fit something, from now on. Raises
    CodegenError, with all that is wrong and where it stands in `path`, where the text is no TOML
    or no style.
    """
    style = read(text, path)
    if fitted is not None:
        style = noting(style, fitted)
    if not style.extends:
        return style
    try:
        base = named(style.extends)
    except CodegenError:
        at = tomlfile.places(text)["extends",]
        message = f"extends: {style.extends!r} is no dialect that a file can extend"
        hint = f"{did_you_mean(style.extends, _built_in())} known: {', '.join(_built_in())}"
        raise CodegenError(problem(message, path, at, hint.lstrip())) from None
    return _merged(style, base)


def _built_in() -> list[str]:
    files = (one.name for one in resources.files(__name__).iterdir())
    return sorted(name.removesuffix(_ENDING) for name in files if name.endswith(_ENDING))


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
        requests=own.requests + base.requests,
        returns=own.returns + base.returns,
        accepts=own.accepts + base.accepts,
        inside=own.inside + base.inside,
        same=own.same + base.same,
        inherits=own.inherits + base.inherits,
        derived=own.derived + base.derived,
        envelope=own.envelope or base.envelope,
        full_name=_either(own.full_name, base.full_name),
        base_type=_either(own.base_type, base.base_type),
        open_type=_either(own.open_type, base.open_type),
        sample_type=_either(own.sample_type, base.sample_type),
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
