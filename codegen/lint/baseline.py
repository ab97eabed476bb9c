"""The baseline: findings that were accepted, so that only new ones are reported.

A finding is known by its code, by what it is about and by its pages; lines do not count. One that
is the same wrong in many places is accepted page by page, so that it is reported where a further
page has it. One that holds claims against each other is accepted as a whole.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from codegen import outputs
from codegen.codes import CODES, finding
from codegen.diagnostics import At, CodegenError, Diagnostic
from codegen.jsontext import members

__all__ = ["NONE", "Baseline", "Entry", "Found", "apart", "load", "of", "unjudged", "write"]

FORMAT_VERSION = 1

_HINT = "correct it, or write it again with --write-baseline"


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An accepted finding. No pages: wherever it is."""

    api: str
    code: str
    about: str
    pages: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: int
    findings: tuple[Entry, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Accepted findings, and where the file and each of them stand."""

    path: str = ""
    entries: tuple[Entry, ...] = ()
    lines: tuple[int, ...] = ()


NONE = Baseline()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What lint found in an API. `pages` names each file as its documentation set does."""

    api: str
    findings: tuple[Diagnostic, ...]
    pages: Mapping[str, str]


def load(path: Path) -> Baseline:
    """Read a baseline. Raises CodegenError, located in it, where there is none or it is broken."""
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise _error(path, 0, message, "write it first with --write-baseline") from None
    except UnicodeDecodeError as error:
        raise _error(path, 0, f"is not UTF-8: {error.reason}") from None
    try:
        file = msgspec.json.decode(text, type=_File)
    except msgspec.ValidationError as error:
        raise _error(path, _line_of(text, str(error)), f"is not a baseline: {error}") from None
    except msgspec.DecodeError as error:
        raise _error(path, _line_at(text, str(error)), f"is not JSON: {error}") from None
    if file.format != FORMAT_VERSION:
        message = f"has format {file.format}, this doc-codegen reads format {FORMAT_VERSION}"
        raise _error(path, 1, message)
    lines = tuple(line + 1 for where, line, _ in members(text) if where == ("findings", "[]"))
    strange = [
        _problem(path, line, f"no finding has the code {entry.code!r}")
        for entry, line in zip(file.findings, lines, strict=True)
        if entry.code not in CODES
    ]
    if strange:
        raise CodegenError(*strange)
    return Baseline(path=path.as_posix(), entries=file.findings, lines=lines)


def of(found: Iterable[Found]) -> tuple[Entry, ...]:
    """The entries that accept all that was found."""
    accepted: dict[tuple[str, str, str], set[str]] = {}
    for one in found:
        for item in one.findings:
            pages = accepted.setdefault((one.api, item.code, item.about), set())
            pages.update(_pages(item, one.pages))
    return tuple(
        Entry(api=api, code=code, about=about, pages=tuple(sorted(pages)))
        for (api, code, about), pages in sorted(accepted.items())
    )


def unjudged(
    baseline: Baseline, found: Iterable[Found], judged: Callable[[str], bool]
) -> tuple[Entry, ...]:
    """The entries about APIs and codes that were not looked at."""
    apis = {one.api for one in found}
    return tuple(one for one in baseline.entries if one.api not in apis or not judged(one.code))


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write a baseline, a page a line. Raises CodegenError where it cannot be written."""
    ordered = tuple(sorted(entries, key=lambda one: (one.api, one.code, one.about)))
    raw = msgspec.json.encode(_File(format=FORMAT_VERSION, findings=ordered))
    text = msgspec.json.format(raw, indent=1).decode() + "\n"
    outputs.write({path.name: text}, path.parent, owned=())


def apart(
    baseline: Baseline, found: Sequence[Found], judged: Callable[[str], bool] = bool
) -> tuple[Diagnostic, ...]:
    """The findings that `baseline` does not accept, and those of its entries that are stale.

    `judged` tells whether findings of a code were looked for: entries of others are not stale.
    """
    left: list[Diagnostic] = []
    met: set[tuple[str, str, str, str]] = set()
    for one in found:
        accepted = {
            (entry.code, entry.about): entry.pages
            for entry in baseline.entries
            if entry.api == one.api
        }
        for item in one.findings:
            pages = accepted.get((item.code, item.about))
            here = _pages(item, one.pages)
            met.update((one.api, item.code, item.about, page) for page in ("", *here))
            if pages is None:
                left.append(item)
            elif pages:
                left.extend(_beyond(item, one.pages, frozenset(pages)))
    apis = {one.api for one in found}
    return (*left, *_stale(baseline, apis, met, judged))


def _pages(item: Diagnostic, pages: Mapping[str, str]) -> tuple[str, ...]:
    """The pages that a finding is accepted on; none where it holds both sides."""
    if any(other.message for other in item.related):
        return ()
    paths = dict.fromkeys([item.path, *(other.path for other in item.related)])
    return tuple(pages.get(path, path) for path in paths if path)


def _beyond(
    item: Diagnostic, pages: Mapping[str, str], accepted: frozenset[str]
) -> Iterator[Diagnostic]:
    """What is left of a finding when its places on accepted pages are taken away."""
    if any(other.message for other in item.related):
        return
    places = [(item.path, item.line), *((other.path, other.line) for other in item.related)]
    rest = [place for place in places if pages.get(place[0], place[0]) not in accepted]
    if rest:
        (path, line), *_ = rest
        related = tuple(
            other for other in item.related if (other.path, other.line) in set(rest[1:])
        )
        yield dataclasses.replace(item, path=path, line=line, related=related)


def _stale(
    baseline: Baseline,
    apis: set[str],
    met: set[tuple[str, str, str, str]],
    judged: Callable[[str], bool],
) -> Iterator[Diagnostic]:
    for entry, line in zip(baseline.entries, baseline.lines, strict=True):
        if entry.api not in apis or not judged(entry.code):
            continue
        gone = [
            page
            for page in entry.pages or ("",)
            if (entry.api, entry.code, entry.about, page) not in met
        ]
        if gone:
            where = f" on {gone[0]}" if gone[0] else ""
            more = f" and {len(gone) - 1:,} more" if len(gone) > 1 else ""
            message = f"accepted, and not found any more: {entry.code}, {entry.about}{where}{more}"
            subject = f"{entry.code} {entry.about}"
            yield finding("stale-baseline", message, subject, [(At(baseline.path, line), "")])


def _line_of(text: str, error: str) -> int:
    """The line of the entry that a validation error is about; 1 where it is about none."""
    index = re.search(r"\$\.findings\[(\d+)\]", error)
    if index is None:
        return 1
    lines = [line + 1 for where, line, _ in members(text) if where == ("findings", "[]")]
    return lines[int(index[1])] if int(index[1]) < len(lines) else 1


def _line_at(text: str, error: str) -> int:
    """The line that a decoding error names by its byte."""
    byte = re.search(r"byte (\d+)", error)
    return text.encode()[: int(byte[1])].count(b"\n") + 1 if byte else 1


def _error(path: Path, line: int, message: str, hint: str = _HINT) -> CodegenError:
    return CodegenError(_problem(path, line, message, hint))


def _problem(path: Path, line: int, message: str, hint: str = _HINT) -> Diagnostic:
    at = At(path.as_posix(), line)
    return finding("invalid-baseline", message, path.name, [(at, "")], hint)
