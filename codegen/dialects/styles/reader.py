"""The text of a dialect's file -> `Style`. All that is wrong in it is collected, with its places.

What keys there are, and of what kind, is told by `Style` itself; what else a value has to be, by a
table of rules.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from codegen import tomlfile, typeexpr
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.dialects.styles.style import UNCLEAR, Role, Style
from codegen.nearest import did_you_mean
from codegen.tomlfile import NOWHERE, At, Path
from codegen.typeexpr import SCALARS

__all__ = ["GROUPS", "problem", "read"]

#: What is read of the groups of a heading's pattern, by what the heading means.
GROUPS: Mapping[Role, tuple[str, ...]] = {
    "operation": ("name", "method", "path"),
    "definition": ("name",),
    "enum": ("name",),
    "flags": ("name",),
    "response": ("status",),
}
#: Keys of patterns that cut words out of sentences or remarks, and the groups that have these.
_SENTENCES: Mapping[str, tuple[str, ...]] = {
    "requests": ("method", "path"),
    **dict.fromkeys(("returns", "accepts", "inside", "inherits", "derived"), ("type",)),
    "same": ("operation",),
}
_REMARKS = dict.fromkeys(("full_name", "base_type", "sample_type"), ("type",))


class Problem(NamedTuple):
    """What is wrong with the value at a path of keys."""

    path: Path
    message: str
    hint: str = ""


def read(text: str, path: str) -> Style:
    """The style that `text` says, without what it extends.

    Raises CodegenError, with all that is wrong and where it stands in `path`, where the text is no
    TOML or no style.
    """
    found = _parsed(text, path)
    if problems := list(_check(_kind_of(), found, ())):
        places = tomlfile.places(text)
        raise CodegenError(*(_located(one, places, path) for one in problems))
    return msgspec.convert(found, Style, dec_hook=_pattern)


@cache
def _kind_of() -> inspect.Type:
    return inspect.type_info(Style)


#: What tomllib says, and what is to be done about it.
_TOML_HINTS = (
    ("Unescaped", "patterns go between single quotes: a backslash is itself there"),
    ("Invalid hex value", "patterns go between single quotes: a backslash is itself there"),
    ("Invalid value", "a text goes between quotes"),
    ("after a key", "a key with other letters than A to Z goes between quotes, too"),
)


def _parsed(text: str, path: str) -> dict[str, Any]:
    hint = ""
    try:
        return tomllib.loads(text)
    except RecursionError:
        message, at = "is nested too deep", NOWHERE
    except tomllib.TOMLDecodeError as error:
        message = f"is not valid TOML: {error}"
        place = re.search(r"line (\d+), column (\d+)", str(error))
        # Without a number it is the end of the document.
        at = At(int(place[1]), int(place[2])) if place else At(text.rstrip().count("\n") + 1, 0)
        hint = next((hint for part, hint in _TOML_HINTS if part in message), "")
        if text.startswith("\ufeff"):
            message = "is not valid TOML: it begins with a byte order mark"
            hint = "save it as UTF-8 without a byte order mark"
    except ValueError as error:  # a number of thousands of digits
        message, at = f"cannot be read: {error}", NOWHERE
    raise CodegenError(problem(message, path, at, hint))


def problem(message: str, path: str, at: At = NOWHERE, hint: str = "") -> Diagnostic:
    """What is wrong with the file of a dialect."""
    return Diagnostic(
        code="invalid-dialect",
        severity="error",
        message=message,
        path=path,
        line=at.line,
        column=at.column,
        hint=hint,
    )


def _located(found: Problem, places: Mapping[Path, At], path: str) -> Diagnostic:
    at = tomlfile.nearest(places, found.path) or NOWHERE
    said = f"{tomlfile.dotted(found.path)}: {found.message}"
    return problem(said, path, at, found.hint)


def _pattern(_kind: type, value: object) -> object:
    return re.compile(str(value), re.IGNORECASE)


# -- What keys there are, and of what kind ---------------------------------------------------------


def _check(kind: inspect.Type, value: object, path: Path) -> Iterator[Problem]:
    """What is wrong with a value: whether it is of the kind first, then by `_RULES`."""
    problems = list(_of_kind(kind, value, path))
    yield from problems
    if not problems:
        for where, rule in _RULES:
            if len(where) == len(path) and all(map(_fits, where, path)):
                yield from rule(value, path)


def _of_kind(kind: inspect.Type, value: object, path: Path) -> Iterator[Problem]:
    if isinstance(kind, inspect.UnionType):  # of something and None, which TOML does not have
        kind = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    match kind:
        case inspect.StructType():
            yield from _of_struct(kind, value, path)
        case inspect.DictType():
            yield from _of_table(kind, value, path)
        case inspect.VarTupleType():
            yield from _of_list(kind, value, path)
        case inspect.LiteralType(values=values):
            yield from _of_choice(value, [str(one) for one in values], path)
        case inspect.CustomType():
            yield from _of_pattern(value, path)
        case inspect.FloatType():
            if not isinstance(value, int | float) or isinstance(value, bool):
                yield Problem(path, "must be a number")
        case _:
            if not isinstance(value, str):
                yield Problem(path, "must be a string")


def _of_struct(kind: inspect.StructType, value: object, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(path, "must be a table")
        return
    fields = {field.encode_name: field for field in kind.fields}
    for name, inner in value.items():
        if name in fields:
            yield from _check(fields[name].type, inner, (*path, name))
        else:
            yield Problem((*path, name), "unknown key", _meant(name, fields))
    for name, field in fields.items():
        if field.required and name not in value:
            yield Problem((*path, name), "is missing", f'write {name} = "..."')


def _of_table(kind: inspect.DictType, value: object, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(path, "must be a table")
        return
    known = kind.key_type.values if isinstance(kind.key_type, inspect.LiteralType) else None
    for name, inner in value.items():
        if known is not None and name not in known:
            yield Problem((*path, name), "unknown key", _meant(name, map(str, known)))
        else:
            yield from _check(kind.value_type, inner, (*path, name))


def _of_list(kind: inspect.VarTupleType, value: object, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list):
        tables = isinstance(kind.item_type, inspect.StructType)
        name = tomlfile.dotted(path)
        yield Problem(path, f"must be tables, each [[{name}]]" if tables else "must be a list")
        return
    for number, inner in enumerate(value):
        yield from _check(kind.item_type, inner, (*path, number))


def _of_choice(value: object, known: list[str], path: Path) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(path, "must be a string", f"one of {', '.join(known)}")
    elif value not in known:
        yield Problem(path, f"{value!r} is not known", _meant(value, known))


def _of_pattern(value: object, path: Path) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(path, "must be a string, a regular expression")
        return
    try:
        re.compile(value, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        yield Problem(path, f"{value!r} is no regular expression: {error}")


def _meant(name: str, known: Iterable[str]) -> str:
    listed = list(known)
    return did_you_mean(name, listed) or f"known: {', '.join(listed)}"


# -- What else a value has to be -------------------------------------------------------------------


def _named(value: str, path: Path) -> Iterator[Problem]:
    if not value.strip() or not value.isprintable():
        yield Problem(path, "must be a word")
    elif value == "auto":
        yield Problem(path, "'auto' is what decides between dialects")


def _share(value: float, path: Path) -> Iterator[Problem]:
    if not 0 < value <= 1:
        yield Problem(path, "must be a share: more than 0, and 1 at most")


def _words(value: Mapping[str, str], path: Path) -> Iterator[Problem]:
    known: dict[str, str] = {}
    for word in value:
        other = known.setdefault(word.lower(), word)
        if other != word:
            message = f"is the same word as {tomlfile.key(other)}, whatever the case of letters"
            yield Problem((*path, word), message)


def _type(value: str, path: Path) -> Iterator[Problem]:
    if value == UNCLEAR:
        return
    try:
        if not any(True for _ in typeexpr.references(typeexpr.parse(value))):
            return
    except ValueError:
        pass
    words = (*SCALARS, "object", "any", UNCLEAR)
    listed = f"known: {', '.join(words)}, array<...>, map<...>"
    hint = f"{did_you_mean(value, words)} {listed}".lstrip()
    yield Problem(path, f"{value!r} is no type", hint)


def _cuts(value: str, path: Path) -> Iterator[Problem]:
    groups = re.compile(value).groupindex
    for group in {**_SENTENCES, **_REMARKS}[str(path[0])]:
        if group not in groups:
            message = f"has no group that cuts out the words of the {group}"
            yield Problem(path, message, f"write it as (?P<{group}>...)")


def _heading(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    known = GROUPS.get(value["means"], ())
    groups = re.compile(value["match"]).groupindex
    for group in groups:
        if group not in known:
            message = f"nothing is read of the group {group!r}"
            hint = f"groups of {value['means']!r}: {', '.join(known) or 'none'}"
            yield Problem((*path, "match"), message, hint)
    if len({"method", "path"} & set(known) & set(groups)) == 1:
        message = "an operation has both a method and a path: one of the groups is missing"
        yield Problem((*path, "match"), message)


def _fits(where: str | type, at: str | int) -> bool:
    return where == at if isinstance(where, str) else isinstance(at, where)


#: Keys to a value, or of what kind they are, and what is wrong with it, which is of its kind.
_RULES: tuple[tuple[tuple[str | type, ...], Callable[[Any, Path], Iterator[Problem]]], ...] = (
    (("name",), _named),
    (("recognise", "least"), _share),
    (("types",), _words),
    (("types", str), _type),
    *(((key, int), _cuts) for key in _SENTENCES),
    *(((key,), _cuts) for key in _REMARKS),
    (("headings", int), _heading),
)
