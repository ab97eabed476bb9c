"""Names in headings: labels of types, names and groups of operations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

from codegen.claims import OperationKey
from codegen.dialects.general.sections import Node
from codegen.dialects.general.titles import name_in
from codegen.dialects.styles.style import Role, Style
from codegen.naming import type_name, words

__all__ = [
    "COVERS",
    "Labels",
    "group_of",
    "heading_above",
    "label_of",
    "name_of",
    "proper",
    "words_of_title",
]

#: Names of pages that stand for their folder, or for all pages.
COVERS = frozenset({"index", "readme"})
#: Words of a heading that are tried together as generic ones.
_TOGETHER = 4
#: The number of a heading among its like, which is no part of a name: ``2.3. Get orders``,
#: ``4.Redeem``.
_NUMBERING = re.compile(r"^\s*\d+(?:\.\d+)*[.)](?:\s+|(?=[^\W\d_]))")
#: Parts of a path that say nothing of what the operation is about.
_PREFIX = re.compile(r"api|rest|v\d+(?:\.\d+)*|beta|me|\{.*\}|.*[()].*|\$.*|@.*")
#: Roles of headings that say what part of something stands below, and not of what.
_NAMELESS: frozenset[Role | None] = frozenset(
    {"properties", "path", "query", "headers", "request", "response", "statuses"}
)
#: A heading of more letters names nothing: it is a text under which a line was drawn.
_MAX_TITLE = 300
#: Words that join two names, and are part of neither.
_JOINING = frozenset({"and", "or", "&", "/"})
#: An apostrophe inside a word is part of it: ``job's``.
_NOT_A_NAME = re.compile(r"(?:(?!(?<=\w)['\u2019](?=\w))[^\w\s-])+")


@lru_cache(maxsize=16384)
def proper(title: str, style: Style) -> str:
    """A heading without the words that every heading of its kind has; '' where nothing is left."""
    if len(title) > _MAX_TITLE:
        return ""
    words = _NUMBERING.sub("", title, count=1).split()
    while words:
        longest = range(min(_TOGETHER, len(words)), 0, -1)
        last = next((n for n in longest if _is_generic(" ".join(words[-n:]), style)), 0)
        if last:
            words = words[:-last]
            continue
        first = next((n for n in longest if _is_generic(" ".join(words[:n]), style)), 0)
        if not first:
            break
        words = words[first:]
    while len(words) > 1 and (words[-1] in _JOINING or words[0] in _JOINING):
        # What it joined has gone: ``Argument and (Response Structure)``.
        words = words[:-1] if words[-1] in _JOINING else words[1:]
    return " ".join(words)


@lru_cache(maxsize=16384)
def _is_generic(text: str, style: Style) -> bool:
    return any(pattern.fullmatch(text) for pattern in style.generic)


def words_of_title(node: Node, style: Style) -> str:
    """The words of a section's heading that name what it documents."""
    if name := node.groups.get("name"):
        return proper(name, style) or name
    return "" if node.role in _NAMELESS else proper(node.title, style)


def label_of(node: Node, style: Style) -> tuple[str, Node]:
    """The label of the type that a section documents, and the section whose heading has it.

    '' where neither its heading nor one above it names anything.
    """
    for above in node.up():
        if words := words_of_title(above, style):
            label = type_name(words.title() if words.isupper() else words)
            if re.search("[A-Za-z]", words):
                return label, above
    return "", node


def name_of(node: Node, key: OperationKey) -> str:
    """The operation's name: its heading, or what its method does to the last part of its path."""
    title = name_in(node.title) if node.request is not None else node.title
    title = _NUMBERING.sub("", node.groups.get("name") or title)
    # A page's operations all have the name of a section that lists them.
    title = _NOT_A_NAME.sub(" ", title).strip() if len(title) <= _MAX_TITLE else ""
    if re.search("[A-Za-z]", title):
        return title
    parts = [part for part in key.path.split("/") if part and not _PREFIX.fullmatch(part)]
    return f"{key.method.title()} {parts[-1] if parts else 'root'}"


def heading_above(node: Node, style: Style) -> str:
    """The words of the nearest heading above a section that names something, or ''."""
    found = (proper(one.title, style) for one in node.up() if one is not node)
    return next(filter(None, found), "")


@lru_cache(maxsize=64)
def _stem(page: str) -> str:
    """What a page is called, or its folder, where it is what that begins with."""
    path = PurePosixPath(page)
    return path.parent.name if path.stem.lower() in COVERS else path.stem


def group_of(node: Node, page: str, key: OperationKey, style: Style, *, alone: bool) -> str:
    """What an operation belongs to: the heading above it, or the first word of its page's name.

    `alone`: it is the only one that its page documents.
    """
    if words := heading_above(node, style):
        return words
    stem = _stem(page)
    first = re.split(r"[-_.]", stem)[0] if alone else stem
    parts = [part for part in key.path.split("/") if part and not _PREFIX.fullmatch(part)]
    return first or (parts[0] if parts else "root")


#: The end of a label that is looked for has no more words.
_MOST_WORDS = 10


class Labels:
    """The labels of the types that the page documents."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.all = dict.fromkeys(labels)
        self.small = {label.lower() for label in self.all}
        self.ends: dict[tuple[str, ...], str] = {}
        """By the words that a label ends with; '' where several do."""
        for label in self.all:
            parts = tuple(words(label))[-_MOST_WORDS:]
            for at in range(len(parts)):
                end = parts[at:]
                self.ends[end] = "" if end in self.ends else label
