"""Includes: pages with the documents that they include put in their place.

A stage between the files and the pages. Only documents of the same documentation set are included,
which have been read already: nothing that a page says opens a file. A document that another one
includes is a part of that one, and no page by itself. All that is found on a page is placed where
it stands in its own file (see `origins`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

import msgspec

from codegen.diagnostics import Diagnostic
from codegen.inputs import Content
from codegen.origins import Origin
from codegen.sources import decoded

__all__ = ["Whole", "expanded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All pages with what they include."""

    contents: tuple[Content, ...]
    """Those that no other one includes."""
    origins: Mapping[str, tuple[Origin, ...]]
    """Of the pages that include something."""
    findings: tuple[Diagnostic, ...]


#: What a page has that includes something: asked of its bytes first.
_LIKELY = (
    *(b"@include", b"!INCLUDE", b"!include", b"% include", b"%- include", b"< include"),
    *(b"-- include", b"--8<--", b"{!", b"% partial", b"< partial", b"% render", b"% readfile"),
    *(b"< readfile", b"import "),
)

_PATH = r"[\"'`]?(?P<path>[^\s\"'`<>(){}%]+)[\"'`]?"
#: A line that includes a document, as a whole. In order: DocFX; Liquid, Jinja and Markdoc; Hugo;
#: PyMdown snippets; VitePress; and others with the word alone.
_MARKS = (
    re.compile(rf"\[!INCLUDE\s*\[[^\[\]]*\]\({_PATH}\)\]", re.IGNORECASE),
    re.compile(
        rf"\{{%-?\s*(?:include|include_relative|include-markdown|partial|render)\s+(?:file\s*=\s*)?{_PATH}"
        r"[^{}%]*%\}"
    ),
    re.compile(
        rf"\{{\{{[<%]\s*(?:include|readfile|partial|include-file)\s+(?:\w+\s*=\s*)?{_PATH}"
        r"[^{}]*[>%]\}\}"
    ),
    re.compile(rf";?-{{2,}}8<-{{2,}}\s+{_PATH}"),
    re.compile(rf"<!--\s*@?include:?\s+{_PATH}\s*-->"),
    re.compile(rf"@include(?::\s*|\s+|\()\(?{_PATH}\)?"),
    re.compile(rf"\{{!\s*{_PATH}\s*!\}}"),
)
_MARK = re.compile(r"\s*(?:[\[{;<@]|-{2,}8<)")
#: What they begin with, behind blanks.
_FIRST = frozenset("[{;<@-")
#: A document of MDX under a name, and where it stands.
_IMPORT = re.compile(r"import\s+(\w+)\s+from\s+[\"'](?P<path>[^\"'\n]+\.mdx?)[\"'];?\s*")
_COMPONENT = re.compile(r"\s*<([A-Z]\w*)(?:\s[^<>]*)?/>\s*")
#: A line of code fences, also in quotes and as the first of a list's item; what stands behind three
#: backticks has none (https://spec.commonmark.org/0.31.2/#fenced-code-blocks).
_FENCE = re.compile(
    r"(?P<quote>[\s>]*)(?P<item>(?:(?:[-*+]|\d{1,9}[.)])[\s>]+)*)(?P<fence>`{3,}(?!.*`)|~{3,})"
)

#: Parts of a path that say nothing of where a document lies in its set.
_BEGIN = re.compile(r"^(?:@site|@|~)?/")
_ENDING = re.compile(r"[?#].*$")

#: Documents that are included in each other, at most; a longer line is no mark.
_DEEPEST = 10
_LONGEST = 500


def expanded(contents: Sequence[Content], most: int) -> Whole:
    """The pages with what they include, as long as that has no more than `most` letters."""
    likely = [one for one in contents if isinstance(one.data, bytes) and _is_likely(one.data)]
    if not likely:
        return Whole(contents=tuple(contents), origins={}, findings=())
    documents = _Documents(contents)
    roots = _roots(likely, documents)
    made: dict[str, Content] = {}
    origins: dict[str, tuple[Origin, ...]] = {}
    findings: list[Diagnostic] = []
    parts: set[str] = set()
    for one in (*roots, *likely):
        page = one.source.page
        if page in made or page in parts:
            continue
        builder = _Builder(documents, most)
        builder.add(one, (page,), "")
        findings.extend(builder.findings)
        made[page] = one
        if builder.parts:
            parts |= builder.parts - {page}
            made[page] = _joined(one, builder)
            origins[page] = tuple(builder.origins)
    kept = (made.get(one.source.page, one) for one in contents if one.source.page not in parts)
    return Whole(contents=tuple(kept), origins=origins, findings=tuple(findings))


def _is_likely(data: bytes) -> bool:
    return any(word in data for word in _LIKELY)


def _roots(likely: Sequence[Content], documents: _Documents) -> list[Content]:
    """Those that no other one includes; where all include each other, none."""
    included = {
        other.source.page
        for one in likely
        for _, path in documents.marks(one).values()
        if (other := documents.find(path, one)) is not None
    }
    return [one for one in likely if one.source.page not in included]


def _joined(one: Content, builder: _Builder) -> Content:
    data = "\n".join(builder.lines).encode()
    # Where the lines come from is told by what is made of them, too.
    made = hashlib.sha256(data)
    made.update(msgspec.json.encode(builder.origins))
    return Content(one.source, data, made.digest())


class _Documents:
    """All documents, by what marks call them."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self._pages = {one.source.page: one for one in contents}
        self._ends: dict[tuple[int, str], list[Content]] = {}
        for one in contents:
            name = one.source.page.rpartition("/")[2]
            self._ends.setdefault((one.source.rank, name), []).append(one)
        #: Paths as marks have them, by rank: as they are looked for, '' where nothing is called so;
        #: and the only document whose path ends so.
        self._called: dict[tuple[int, str], str] = {}
        self._only: dict[tuple[int, str], Content | None] = {}
        self._lines: dict[str, list[str]] = {}
        self._marks: dict[str, Mapping[int, tuple[str, str]]] = {}

    def marks(self, one: Content) -> Mapping[int, tuple[str, str]]:
        """How far the marks of a document are indented, and their paths, by their places."""
        page = one.source.page
        if page not in self._marks:
            self._marks[page] = {at: (mark, path) for at, mark, path in _marks(self.lines(one))}
        return self._marks[page]

    def lines(self, one: Content) -> list[str]:
        """The lines of a document; none where it is no text, and that is reported of it."""
        found = self._lines.get(one.source.page)
        if found is None:
            read = decoded(one.source, one.data) if isinstance(one.data, bytes) else one.data
            text = None if isinstance(read, Diagnostic) else read.text
            found = self._lines[one.source.page] = [] if text is None else text.split("\n")
        return found

    def find(self, path: str, by: Content) -> Content | None:
        """The document of the set that a mark of `by` means.

        It is counted from the folder of `by`, or it is the only one whose path ends so.
        """
        key = by.source.rank, path
        if key not in self._called:
            plain = _ENDING.sub("", _BEGIN.sub("", path))
            names = _spellings(plain.rpartition("/")[2])
            there = any((by.source.rank, name) in self._ends for name in names)
            self._called[key] = plain if there else ""
        plain = self._called[key]
        if not plain:
            return None  # most of what is not there: asked first, for it is told fast
        for name in _spellings(plain):
            found = self._pages.get(normpath(join(dirname(by.source.page), name)))
            if found is not None and found.source.rank == by.source.rank:
                return found
        if key not in self._only:
            self._only[key] = self._ending(normpath(plain), by.source.rank)
        return self._only[key]

    def _ending(self, path: str, rank: int) -> Content | None:
        """The only document of a set whose path ends so."""
        for name in _spellings(path):
            ends = self._ends.get((rank, name.rpartition("/")[2]), ())
            fits = [one for one in ends if f"/{one.source.page}".endswith(f"/{name}")]
            if len(fits) == 1 and not name.startswith(".."):
                return fits[0]
        return None


def _spellings(path: str) -> Iterator[str]:
    """A path as printed, and with what people leave out: its ending, and the underscore."""
    folder, _, name = path.rpartition("/")
    for one in (name, f"{name}.md", f"{name}.mdx", f"_{name}", f"_{name}.md", f"_{name}.mdx"):
        yield f"{folder}/{one}" if folder else one


@dataclass(slots=True)
class _Builder:
    """A page in the making."""

    documents: _Documents
    most: int
    lines: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    findings: list[Diagnostic] = field(default_factory=list)
    size: int = 0

    def add(self, one: Content, chain: tuple[str, ...], indent: str) -> None:
        """Add the lines of a document, which is included in those of `chain`."""
        lines = self.documents.lines(one)
        page = one.source.page
        marks = self.documents.marks(one)
        first = _front_matter(lines) if len(chain) > 1 else 0
        self._origin(page, first)
        for at, (mark, path) in marks.items():
            if at < first:
                continue
            other = self.documents.find(path, one)
            if reason := self._refused(other, chain, indent + mark):
                self._report(page, at + 1, reason)
            elif other is not None:
                self._extend(lines[first:at], indent)
                first = at + 1
                self.parts.add(other.source.page)
                self.add(other, (*chain, other.source.page), indent + mark)
                self._origin(page, first)
        self._extend(lines[first:], indent)

    def _extend(self, lines: Iterable[str], indent: str) -> None:
        self.lines.extend([f"{indent}{line}" if line else line for line in lines])

    def _origin(self, page: str, at: int) -> None:
        begin = Origin(len(self.lines) + 1, page, at + 1)
        if self.origins and self.origins[-1].line == begin.line:
            self.origins.pop()  # nothing stood there
        self.origins.append(begin)

    def _refused(self, other: Content | None, chain: tuple[str, ...], indent: str) -> str:
        """Why a document is not included, '' where it is; what it takes is counted then."""
        if other is None:
            return "it is no document of this set"
        if other.source.page in chain:
            return "it would include itself"
        if len(chain) >= _DEEPEST:
            return f"documents include each other more than {_DEEPEST} deep"
        lines = self.documents.lines(other)
        if not lines:
            return "it is no text"
        size = self.size + sum(map(len, lines)) + (1 + len(indent)) * len(lines)
        if size > self.most:
            return f"the page would have more than {self.most:,} letters"
        self.size = size
        return ""

    def _report(self, page: str, line: int, reason: str) -> None:
        if any(one.path == page for one in self.findings):
            return  # one for each page tells enough
        self.findings.append(
            Diagnostic(
                code="unread-include",
                severity="info",
                message=f"what is included here is not read: {reason}",
                path=page,
                line=line,
                hint="documents of the same folder are included, and no other files",
            )
        )


def _marks(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The places of marks outside of code and comments, how far indented, and their paths."""
    imported: dict[str, str] = {}
    fence, comment = "", False
    for at, line in enumerate(lines):
        if comment or (not fence and line.lstrip().startswith("<!--") and "-->" not in line):
            comment = "-->" not in line
            continue
        marked = line.lstrip()[:1] in _FIRST or line.startswith("import")
        fenced = "```" in line or "~~~" in line
        if not (marked or fenced) or len(line) > _LONGEST:
            continue
        code = _FENCE.match(line) if fenced else None
        if code:
            ends = not code["item"] and not line[code.end() :].strip()
            closes = ends and fence and code["fence"].startswith(fence)
            fence = "" if closes else fence or code["fence"]
        if fence or code:
            continue
        if line.startswith("import") and (found := _IMPORT.fullmatch(line)):
            imported[found[1]] = found["path"]
        elif imported and (used := _COMPONENT.fullmatch(line)) and used[1] in imported:
            yield at, _indent(line), imported[used[1]]
        elif _MARK.match(line) and (path := _path(line.strip())):
            yield at, _indent(line), path


def _path(text: str) -> str:
    found = next((match for one in _MARKS if (match := one.fullmatch(text))), None)
    return found["path"] if found is not None else ""


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines the front matter takes."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), -1)
    return end + 1
