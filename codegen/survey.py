"""Documents that nothing is known of yet: where pages of an API are, and what pages look like."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from codegen import dialects, markdown, sources
from codegen.diagnostics import Diagnostic
from codegen.markdown import Block, Fence, Heading, Html, ListBlock, Page, Table
from codegen.samples import InvalidJsonError, TooDeepError, parse_json
from codegen.sources import DOCUMENT_SUFFIXES, Source

__all__ = ["Folder", "Looks", "folders", "looks", "roots"]

#: Folders of other people's things, which may have pages of an API among them.
_NOT_OURS = frozenset({"__pycache__", "node_modules"})
#: What makes a folder a virtual environment (PEP 405).
_ENVIRONMENT = "pyvenv.cfg"
#: Pages of one folder are alike: so many, spread over it, show what they are.
_ASKED = 5
#: So many pages, spread over all, show what they look like.
_LOOKED_AT = 200
_COMMONEST = 5

_Item = TypeVar("_Item")

_REQUEST_LINE = re.compile(r"^\W*(GET|POST|PUT|PATCH|DELETE)\b\W*\S*/", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder with documents in it: not those of the folders below."""

    path: Path
    documents: tuple[Path, ...]
    recognised: bool
    """Whether a dialect recognises any of those that were asked about."""


def folders(top: Path) -> tuple[Folder, ...]:
    """Every folder below `top` that has documents, itself included, in order of their paths."""
    found = []
    for path, inner, files in os.walk(top):
        inner[:] = sorted(name for name in inner if _is_ours(Path(path, name)))
        names = sorted(name for name in files if not name.startswith("."))
        documents = tuple(
            Path(path, name) for name in names if Path(name).suffix.lower() in DOCUMENT_SUFFIXES
        )
        if documents:
            asked = _pages(_source(one) for one in _spread(documents, _ASKED))
            recognised = any(dialects.detect(page) is not None for page in asked)
            found.append(Folder(path=Path(path), documents=documents, recognised=recognised))
    return tuple(sorted(found, key=lambda one: one.path))


def roots(found: Sequence[Folder], top: Path) -> tuple[str, ...]:
    """What to give as docs for the recognised ones of `found`, which are below `top`.

    A folder stands for all below it. It is the one above all recognised folders, unless that is
    `top`: of what is there beside each other, one is probably not like the other, and the user
    has to choose. Pages in `top` itself are named by a glob, so that nothing else there is meant.
    """
    known = [one for one in found if one.recognised]
    parts = sorted({one.path.relative_to(top).parts[:1] for one in known if one.path != top})
    entries = []
    for part in parts:
        below = [one.path for one in known if one.path.relative_to(top).parts[:1] == part]
        entries.append(Path(os.path.commonpath(below)).relative_to(top).as_posix())
    here = [one for one in known if one.path == top]
    suffixes = sorted({path.suffix for one in here for path in one.documents})
    return (*(f"*{suffix}" for suffix in suffixes), *entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What pages look like. The counts are of pages, commonest first."""

    pages: int
    looked_at: int
    """The number of pages that the counts are about."""
    endings: tuple[tuple[str, int], ...]
    """Of all pages."""
    features: tuple[tuple[str, int], ...]
    headings: tuple[tuple[str, int], ...]
    """Titles of sections that several pages have."""
    tables: tuple[tuple[str, int], ...]
    """Headers of tables."""


def looks(found: Sequence[Source]) -> Looks:
    """What the pages of `found` look like, of whatever form they are."""
    asked = _spread(found, _LOOKED_AT)
    features: Counter[str] = Counter()
    headings: Counter[str] = Counter()
    tables: Counter[str] = Counter()
    for page in _pages(asked):
        blocks = list(markdown.flattened(page.blocks))
        features.update(_features(page, blocks))
        headings.update({block.text for block in blocks if isinstance(block, Heading)})
        headers = (block.header for block in blocks if isinstance(block, Table))
        tables.update({" | ".join(map(markdown.clean, header)) for header in headers})
    shared = Counter({text: number for text, number in headings.items() if number > 1})
    return Looks(
        pages=len(found),
        looked_at=len(asked),
        endings=_commonest(Counter(one.path.suffix.lower() for one in found)),
        features=_commonest(features, len(features)),
        headings=_commonest(shared),
        tables=_commonest(tables),
    )


def _features(page: Page, blocks: Sequence[Block]) -> Iterator[str]:
    """What `page` has of what a dialect could go by."""
    if page.front_matter:
        yield "front matter"
    if _REQUEST_LINE.search("\n".join(page.lines)):
        yield "request lines"
    kinds = {Table: "tables", ListBlock: "lists", Html: "HTML"}
    yield from sorted({kinds[type(block)] for block in blocks if type(block) in kinds})
    if any(isinstance(block, Fence) and _is_sample(block.text) for block in blocks):
        yield "JSON samples"


def _is_sample(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        parse_json(text)
    except (InvalidJsonError, TooDeepError):
        return False
    return True


def _commonest(found: Counter[str], number: int = _COMMONEST) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:number])


def _spread(items: Sequence[_Item], number: int) -> list[_Item]:
    """`number` of `items`, from the first to the last, as far from each other as may be."""
    if len(items) <= number:
        return list(items)
    return [items[index * (len(items) - 1) // (number - 1)] for index in range(number)]


def _pages(found: Iterable[Source]) -> Iterator[Page]:
    """The pages that can be read."""
    for source in found:
        document = sources.read(source)
        if not isinstance(document, Diagnostic):
            yield markdown.parse(document)


def _source(path: Path) -> Source:
    return Source(page=path.name, rank=0, file=str(path))


def _is_ours(folder: Path) -> bool:
    hidden = folder.name.startswith(".") or folder.name in _NOT_OURS
    return not hidden and not (folder / _ENVIRONMENT).exists()
