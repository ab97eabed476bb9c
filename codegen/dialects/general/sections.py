"""Sections as a tree: what stands below which heading, and what role each heading has.

Headings that only choose between views of one text (tabs) are no headings: what is below them
belongs to the section above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from codegen.claims import OperationKey
from codegen.dialects.general.requests import Request, in_title, in_titles, stated
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import Block, Html, Page, Paragraph, Section, clean

__all__ = ["SAMPLES", "Node", "tree"]

#: Roles of samples, of which a heading below may say more.
SAMPLES: frozenset[Role] = frozenset({"sample", "sample-request", "sample-response"})


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """One section: its blocks, its heading's role, and what it is about."""

    section: Section
    title: str
    level: int
    role: Role | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    anchors: tuple[str, ...] = ()
    """What links that lead here end with."""
    request: Request | None = None
    """The request line in the heading."""
    operations: tuple[OperationKey, ...] = ()
    """What the section and those below it document, up to sections with operations of their own."""

    @property
    def line(self) -> int:
        """The line of the heading, or of the page's begin."""
        return self.section.heading.line if self.section.heading else 1

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks below the heading, up to the next one."""
        return self.section.blocks

    def up(self) -> Iterator[Node]:
        """The section itself, and those it stands below."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    @property
    def subject(self) -> Node | None:
        """The section whose operations this one is about."""
        return next((node for node in self.up() if node.operations), None)


#: A tab as DocFX has it: https://dotnet.github.io/docfx/docs/markdown.html#tabs
_TAB = re.compile(r"\[[^\]]*\]\(#tab/[^)]*\)")
_OWN_ID = re.compile(r"\s*\{\s*#([\w.:-]+)[^}]*\}\s*$")
_ID = re.compile(r"""<[A-Za-z][\w.-]*\b[^<>]*?\s(?:id|name)\s*=\s*["'{]*([\w.:/-]+)""")
_SLUG = re.compile(r"[^\w\- ]")


def tree(page: Page, style: Style, named: Mapping[int, tuple[str, ...]]) -> tuple[Node, ...]:
    """The sections of `page` in their order; the first is the page itself.

    `named`: ids of headings that the page gives in another way, by their lines.
    """
    seen: dict[str, int] = {}
    first, *others = page.sections()
    nodes = [_root(page, first)]
    waiting = _ids(first.blocks)
    for section in others:
        heading = section.heading
        if heading is None or (heading.raw.startswith("[") and _TAB.fullmatch(heading.raw.strip())):
            last = nodes[-1]
            nodes.append(_continued(last, section))
            waiting = _ids(section.blocks) or waiting
            continue
        own = _OWN_ID.search(heading.raw)
        title = clean(_OWN_ID.sub("", heading.raw) if own else heading.raw)
        title = " ".join(title.split()).rstrip(":").rstrip()
        ids = (
            *([own[1]] if own else ()),
            *named.get(heading.line, ()),
            *waiting,
            *_ID.findall(heading.raw),
        )
        node = Node(
            section=section,
            title=title,
            level=heading.level,
            anchors=(*ids, _slug(title, seen)),
            request=in_title(title),
        )
        _hang(node, nodes[-1])
        if node.request is None and title.endswith("]"):
            above = (one.title for one in node.up() if one is not node)
            node.request = in_titles(title, above)
        node.role, node.groups = role_of(node.title, style)
        if node.request is None and {"method", "path"} <= node.groups.keys():
            node.request = stated(node.groups["method"], node.groups["path"])
        if node.request is not None and node.role not in SAMPLES:
            node.role = "operation"
        _settle(node)
        nodes.append(node)
        waiting = _ids(section.blocks)
    titles = [node for node in nodes if node.level == 1]
    if len(titles) == 1:  # what links to the page lead to
        titles[0].anchors += nodes[0].anchors
        nodes[0].anchors = ()
    return tuple(nodes)


def _root(page: Page, first: Section) -> Node:
    """The page: its front matter's title, where no heading of the first level has it."""
    title = ""
    if not any(one.heading and one.heading.level == 1 for one in page.sections()):
        for key in ("title", "page_title"):
            if isinstance(page.front_matter.get(key), str):
                title = " ".join(clean(str(page.front_matter[key])).split())
                break
    return Node(section=first, title=title, level=0, anchors=("",))


def _continued(last: Node, section: Section) -> Node:
    """What stands below a tab's heading: the same as what is above it."""
    parent = last.parent if last.role is not None or last.parent is None else last
    node = Node(section=section, title=last.title, level=last.level, parent=parent)
    if last.parent is None:
        node.parent, node.level = last, last.level
    node.role, node.groups = last.role, last.groups
    return node


def _hang(node: Node, last: Node) -> None:
    above: Node = last
    while above.level >= node.level and above.parent is not None:
        above = above.parent
    node.parent = above
    above.children.append(node)


def _settle(node: Node) -> None:
    """Roles that depend on those above: a request among the samples is a sample of one."""
    above = next((one.role for one in node.up() if one is not node and one.role), None)
    if above not in SAMPLES:
        return
    if node.role in {"request", "request-line"}:
        node.role = "sample-request"
    elif node.role in {"response", "statuses"}:
        node.role = "sample-response"
    elif node.role is None:
        node.role = above


def _ids(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The ids of the elements that stand last in a section: anchors of the next heading."""
    found: list[str] = []
    for block in reversed(blocks):
        if not isinstance(block, Html | Paragraph) or "<" not in block.raw:
            break
        ids = _ID.findall(block.raw)
        if not ids or re.sub(r"<[^<>]*>", "", block.raw).strip():
            break
        found.extend(ids)
    return tuple(found)


def _slug(title: str, seen: dict[str, int]) -> str:
    """The anchor that GitHub makes of a heading; a repeated one gets a number."""
    slug = _SLUG.sub("", title.lower()).replace(" ", "-")
    times = seen[slug] = seen.get(slug, -1) + 1
    return f"{slug}-{times}" if times else slug


@lru_cache(maxsize=16384)
def role_of(title: str, style: Style) -> tuple[Role | None, Mapping[str, str]]:
    """The role of a heading by the first rule that its whole text fits, with the rule's groups."""
    for rule in style.headings:
        if match := rule.match.fullmatch(title):
            groups = {name: text for name, text in match.groupdict().items() if text}
            return rule.means, groups
    return None, {}
