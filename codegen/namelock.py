"""The name lock: the names that an API's things were once given, kept beside its spec.

Types, fields, members, modules and operations are named from what the pages say of them. More
pages can say more, so that the same words would now give other names; code that uses the old ones
would break. What is in the lock keeps its name. A type is known again by its *places*, written in
terms of names that are kept themselves::

    label Person            the pages call it so
    GET /people response 200    it is a body
    GET /people query sort  it is a parameter's
    Order.Customer          it is inside a property of another type
    Data<status=paid>       it is the option of a union that a value chooses

An operation is known by its method and path, and where those change, by what it is called: what is
kept of it goes with it (`codegen.resolve.follow`).

A type that is gone because all its places are those of another type now, which has all that it
had, is another name of that one from then on (`codegen.resolve.aliases`).

The file is JSON, one fact a line and sorted, so that two branches merge like any other text. It is
always committed. Where an entry is deleted, that name is derived from the pages again.
"""

from __future__ import annotations

import json
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from codegen import naming
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.jsontext import members

__all__ = ["ComponentLock", "NameLock", "TypeLock", "dumps", "load", "loads"]

#: Version of the file form; raised when an older reader would misread a newer file.
_FORMAT = 1


class _Node(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all nodes: frozen, keyword-only; what is empty is not written."""


class TypeLock(_Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept of one type."""

    kind: Literal["object", "enum", "union"] = "object"
    module: str = ""
    retired: bool = False
    """Whether no page shows the type any more; its name waits for it to come back."""
    now: str = ""
    """The type that a retired one has turned out to be, if its name can stand for that one too."""
    source: str = ""
    """The page that it is introduced by, which stays the first of its sources."""
    places: tuple[str, ...] = ()
    members: Mapping[str, str] = {}
    """Property or enum value -> its Python name, in the order that the pages first had."""


class ComponentLock(_Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shared parameter or response: the fragment that it stands in, and what is in it."""

    module: str
    digest: str


class NameLock(_Node, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All names that are kept. The empty lock keeps none, so that all are derived."""

    format: int = 0
    generator: str = ""
    """The mark of the doc-codegen that wrote the files (see `specimen`), no version."""
    options: Mapping[str, Any] = {}
    """The options that the files were written with, where they are not the default."""
    operations: Mapping[str, str] = {}
    """``METHOD /path`` -> operation id."""
    modules: Mapping[str, str] = {}
    """Group of operations -> module."""
    types: Mapping[str, TypeLock] = {}
    order: Mapping[str, tuple[str, ...]] = {}
    """Module -> its classes in the order in which it defines them."""
    components: Mapping[str, ComponentLock] = {}
    """``parameters/Name`` or ``responses/Name`` -> the component."""


def dumps(lock: NameLock) -> str:
    """The text of the lock file, with a line end at its end.

    Everything is sorted but members and the order of types, which mean something.
    """
    types = {
        name: msgspec.structs.replace(one, places=tuple(sorted(one.places)))
        for name, one in sorted(lock.types.items())
    }
    ordered = NameLock(
        format=_FORMAT,
        generator=lock.generator,
        options=dict(sorted(lock.options.items())),
        operations=dict(sorted(lock.operations.items())),
        modules=dict(sorted(lock.modules.items())),
        types=types,
        order=dict(sorted(lock.order.items())),
        components=dict(sorted(lock.components.items())),
    )
    return msgspec.json.format(msgspec.json.encode(ordered), indent=1).decode() + "\n"


def load(path: Path, data: bytes | None = None) -> NameLock:
    """The lock at `path`; the empty one where there is no file, or nothing in it.

    `data`: what is in the file, where that was read before.

    Raises CodegenError, located in the file, where it cannot be read or is damaged, where a newer
    doc-codegen has written it, and where a name in it is fit for no Python code.
    """
    try:
        if path.exists() and not path.is_file():
            raise CodegenError(_damaged("it is no file", path.as_posix(), 0))
        if data is None:
            data = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise CodegenError(_problem("unreadable-file", message, path.as_posix())) from None
    return loads(data, path=path.as_posix()) if data.strip() else NameLock()


def loads(data: bytes, *, path: str = "names.lock.json") -> NameLock:
    """Read a lock file. Raises as `load` does."""
    text, found = _parsed(data, path)
    version = found.get("format") if isinstance(found, dict) else None
    if not isinstance(version, int) or version < 1:
        raise CodegenError(_damaged("it has no format", path, 1))
    if version > _FORMAT:
        message = f"has format {version}, this doc-codegen reads format {_FORMAT}"
        hint = "use the doc-codegen that wrote it, or a newer one"
        line = _Lines(text).of(["format"])
        raise CodegenError(_problem("lock-version", message, path, line, hint))
    try:
        lock = msgspec.convert(found, NameLock)
    except msgspec.ValidationError as error:
        message, steps = _misshapen(found, error)
        raise CodegenError(_damaged(message, path, _Lines(text).of(steps))) from None
    if unfit := list(_unfit(lock)):
        lines, hint = _Lines(text), "correct it, or delete it"
        raise CodegenError(
            *(
                _problem("invalid-lock", message, path, lines.of(steps), hint)
                for steps, message in unfit
            )
        )
    return lock


def _parsed(data: bytes, path: str) -> tuple[str, Any]:
    """The text of a lock, and the JSON in it."""
    repeated: list[str] = []

    def to_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # json would keep the last of several values and forget the others.
        times = Counter(key for key, _ in pairs)
        repeated.extend(key for key in times if times[key] > 1)
        return dict(pairs)

    try:
        text = data.decode()
        found = json.loads(text, object_pairs_hook=to_object)
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CodegenError(_damaged("the text is not UTF-8", path, line)) from None
    except UnicodeEncodeError:
        half = _HALF.search(text)
        line = text.count("\n", 0, half.start()) + 1 if half else 0
        message = "half of a surrogate pair is no character"
        raise CodegenError(_damaged(message, path, line)) from None
    except json.JSONDecodeError as error:
        raise CodegenError(_damaged(error.msg, path, error.lineno)) from None
    except RecursionError:
        raise CodegenError(_damaged("it is nested too deep", path, 0)) from None
    except ValueError:
        raise CodegenError(_damaged("a number in it is too long", path, 0)) from None
    if repeated:
        message = f"{repeated[0]!r} stands twice"
        raise CodegenError(_damaged(message, path, _repeated_line(text)))
    return text, found


#: Half of a surrogate pair, written as an escape: nothing that UTF-8 can hold.
_HALF = re.compile(
    r"\\u[dD][89abAB]\w\w(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]\w\w)\\u[dD][c-fC-F]\w\w"
)


def _misshapen(found: dict[str, Any], error: msgspec.ValidationError) -> tuple[str, list[str]]:
    """What is wrong with the shape of a lock, and the keys that lead there."""
    above: list[str] = []
    # msgspec does not say which entry of a mapping it is about.
    for section, kind in (("types", TypeLock), ("components", ComponentLock)):
        entries = found.get(section)
        for key, entry in entries.items() if isinstance(entries, dict) else ():
            if not above:
                try:
                    msgspec.convert(entry, kind)
                except msgspec.ValidationError as inner:
                    above, error = [section, key], inner
    message, _, place = str(error).partition(" - at ")
    unknown = re.findall(r"unknown field `(.*)`", message)
    return message, [*above, *re.findall(r"\.(\w+)", place), *unknown]


_Unfit = Iterator[tuple[list[str], str]]
"""Keys that lead to what is wrong, and what is wrong with it."""


def _unfit(lock: NameLock) -> _Unfit:
    """Names that no generated code can have."""
    for check in (_unfit_operations, _unfit_modules, _unfit_types, _unfit_order, _unfit_components):
        yield from check(lock)


def _unfit_operations(lock: NameLock) -> _Unfit:
    for key, name in lock.operations.items():
        if not _is_name(name):
            yield ["operations", key], f"{name!r} is no identifier"
    yield from _unfit_repeated("operations", lock.operations)


def _unfit_modules(lock: NameLock) -> _Unfit:
    for group, name in lock.modules.items():
        if not naming.is_module(name):
            yield ["modules", group], f"{name!r} is no name for a module"
    # Groups of the same letters share one.
    alone = {(naming.letters(group), name): group for group, name in lock.modules.items()}
    yield from _unfit_repeated("modules", {group: name for (_, name), group in alone.items()})


def _unfit_repeated(section: str, given: Mapping[str, str]) -> _Unfit:
    for key in _repeated(given, str.lower):
        yield [section, key], f"{given[key]!r} is the name of another one too"


def _unfit_types(lock: NameLock) -> _Unfit:
    # Files and components are not told apart by case everywhere.
    for key in _repeated({name: name for name in lock.types}, str.lower):
        yield ["types", key], f"{key!r} is the name of another type too"
    for name, one in lock.types.items():
        yield from _unfit_type(name, one)


def _unfit_order(lock: NameLock) -> _Unfit:
    for module, classes in lock.order.items():
        for name, times in Counter(classes).items():
            if times > 1:
                yield ["order", module], f"{name!r} stands twice in the order of {module!r}"


def _unfit_components(lock: NameLock) -> _Unfit:
    for name, component in lock.components.items():
        if not re.fullmatch(r"(parameters|responses)/[A-Za-z0-9_]+", name):
            yield ["components", name], f"{name!r} is no name of a component"
        if not naming.is_module(component.module):
            yield ["components", name], f"{component.module!r} is no name for a module"


def _unfit_type(name: str, one: TypeLock) -> _Unfit:
    if not naming.is_class(name):
        yield ["types", name], f"{name!r} is no name for a class"
    if one.module and not naming.is_module(one.module):
        yield ["types", name, "module"], f"{one.module!r} is no name for a module"
    if one.now and not naming.is_class(one.now):
        yield ["types", name, "now"], f"{one.now!r} is no name for a class"
    for wire, member in one.members.items():
        if not naming.is_attribute(member):
            yield ["types", name, "members", wire], f"{member!r} is no name for an attribute"
    for wire in _repeated(one.members):
        message = f"{one.members[wire]!r} is the name of another one too"
        yield ["types", name, "members", wire], message


def _is_name(name: str) -> bool:
    # Python normalises identifiers.
    fit = name.isidentifier() and name == unicodedata.normalize("NFKC", name)
    return fit and not keyword.iskeyword(name)


def _repeated(names: Mapping[str, str], fold: Callable[[str], str] = str) -> Iterator[str]:
    """The keys whose name an earlier key has."""
    seen: set[str] = set()
    for key, name in names.items():
        if fold(name) in seen:
            yield key
        seen.add(fold(name))


def _repeated_line(text: str) -> int:
    """The line of the first key that stands in its object a second time."""
    seen: set[tuple[str, ...]] = set()
    for path, line, _ in members(text):
        if path in seen and "[]" not in path:
            return line + 1
        seen.add(path)
    return 0


class _Lines:
    """The lines of all members of a JSON text, from 1."""

    def __init__(self, text: str) -> None:
        self._lines = {path: line + 1 for path, line, _ in members(text)}

    def of(self, steps: Sequence[str]) -> int:
        """The line that `steps` lead to, as far as they do; or 0."""
        ways = (tuple(steps[:length]) for length in range(len(steps), 0, -1))
        return next((self._lines[way] for way in ways if way in self._lines), 0)


def _damaged(message: str, path: str, line: int) -> Diagnostic:
    hint = "take it from version control again, or delete it: all names are then derived anew"
    return _problem("invalid-lock", f"is not a name lock: {message}", path, line, hint)


def _problem(code: str, message: str, path: str, line: int = 0, hint: str = "") -> Diagnostic:
    return Diagnostic(code=code, severity="error", message=message, path=path, line=line, hint=hint)
