"""Where links lead: the page, among those that were read, and the anchor on it.

Pages print links in the forms of the site that they are made for: relative or from the root of the
site, with the file's ending, that of a web page or none, with the name of an index page or without.
So paths are compared without endings and case, and a path from a root that is not the folder of the
pages by its end: by as much of it as a page has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from posixpath import commonprefix, dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote

from codegen.claims import Claim

__all__ = ["Pages", "Target", "pages_of"]

_ENDING = re.compile(r"\.(?:mdx?|markdown|html?|txt)$")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"(?:https?:)?//[^/]*", re.IGNORECASE)

#: Pages that stand for the folder they are in.
_INDEX = frozenset({"index", "readme", "_index"})

#: The last part alone of an address on the web is no sign that it is one of the pages.
_ON_THE_WEB = 2

_Parts = tuple[str, ...]


class Target(NamedTuple):
    """A page, and an anchor on it in small letters; '' where the link is to the page."""

    page: str
    anchor: str


class Pages:
    """Finds pages by what links print."""

    def __init__(self, sets: Iterable[Iterable[str]]) -> None:
        """`sets`: the pages of each documentation set."""
        split = [{page: _parts(page) for page in pages} for pages in sets]
        self._whole: dict[_Parts, str] = {}
        self._ends: dict[_Parts, dict[str, None]] = {}
        for page, parts in [item for pages in split for item in pages.items()]:
            self._whole.setdefault(parts, page)
            for start in range(len(parts)):
                self._ends.setdefault(parts[start:], {})[page] = None
        for pages in split:
            # No link prints the folders that all pages are in, where these are not the site's.
            shared = len(commonprefix([parts[:-1] for parts in pages.values()]))
            for page, parts in pages.items():
                for start in range(1, shared + 1):
                    self._whole.setdefault(parts[start:], page)

    def find(self, target: str, page: str) -> Target | None:
        """Where `target`, as it is printed on `page`, leads; None: to none of the pages."""
        path, _, anchor = target.strip().strip("<>").partition("#")
        path, anchor = unquote(path.partition("?")[0]), unquote(anchor).lower()
        if not path:
            return Target(page, anchor) if anchor else None
        found = self._page(path, page)
        return Target(found, anchor) if found is not None else None

    def _page(self, path: str, page: str) -> str | None:
        host = _HOST.match(path)
        if host is not None:
            return self._by_end(_parts(path[host.end() :]), _ON_THE_WEB)
        if _SCHEME.match(path):
            return None
        if not path.startswith("/"):
            # A site that shows a page as a folder counts from inside it.
            for folder in (dirname(page), _ENDING.sub("", page)):
                found = self._whole.get(_parts(normpath(join(folder, path))))
                if found is not None:
                    return found
        return self._by_end(_parts(path), 1)

    def _by_end(self, parts: _Parts, least: int) -> str | None:
        """The page whose path has the longest end in common with `parts`, of which there is one."""
        for start in range(len(parts) - least + 1):
            end = parts[start:]
            if (page := self._whole.get(end)) is not None:
                return page
            ending = self._ends.get(end, {})
            # One name in another folder than the link says is no sign, unless it says none.
            if len(ending) == 1 and (len(end) > 1 or not start):
                return next(iter(ending))
        return None


def pages_of(claims: Iterable[Claim]) -> Pages:
    """The pages that `claims` stand on."""
    sets: dict[int, dict[str, None]] = defaultdict(dict)
    for claim in claims:
        sets[claim.place.rank][claim.place.page] = None
    return Pages(sets[rank] for rank in sorted(sets))


def _parts(path: str) -> _Parts:
    """The parts of a path, without what pages and links write or leave out as they like."""
    parts = tuple(_kept(path.lower()))
    return parts[:-1] if parts[1:] and parts[-1] in _INDEX else parts


def _kept(path: str) -> Iterator[str]:
    for part in _ENDING.sub("", path).split("/"):
        if part not in {"", ".", ".."}:
            yield part
