"""Sections as a tree: what stands below which heading, and what role each heading has.

Headings that only choose between views of one text (tabs) are no headings: what is below them
belongs to the section above.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from codegen.claims import Link, OperationKey
from codegen.dialects.general.announced import PART, parts_of, role_of
from codegen.dialects.general.requests import Request
from codegen.dialects.general.titles import Title, in_heading, in_title, own_id, remarks_of
from codegen.dialects.styles.style import Role, Style
from codegen.markdown import Block, Heading, Html, Page, Paragraph, Section, clean

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
    stated: dict[int, tuple[Request, ...]] = field(default_factory=dict)
    """The request lines of its blocks, by the identity of the block."""
    requests: tuple[tuple[Request, Mapping[str, Link]], ...] = ()
    """Its request lines, sure or not, each with the placeholders in it that are links."""
    operations: tuple[OperationKey, ...] = ()
    """What the section and those below it document, up to sections with operations of their own."""
    tabs: int = 0
    """How many tabs stand above it, each below the one before."""

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
        node: Node | None = self
        while node is not None and not node.operations:
            node = node.parent
        return node


#: Samples of one side, which are parts of an operation wherever they stand.
_SIDED: frozenset[Role | None] = frozenset({"sample-request", "sample-response"})
#: Fewest headings of the same words beside one that is a slip.
_SLIP = 2

#: A tab as DocFX has it: https://dotnet.github.io/docfx/docs/markdown.html#tabs
_TAB = re.compile(r"\[[^\]]*\]\(#tab/[^)]*\)")
_ID = re.compile(r"""<[A-Za-z][\w.-]*+[^<>]*?\s(?:id|name)\s*=\s*["'{]*([\w.:/-]+)""")
_SLUG = re.compile(r"[^\w\- ]")


def tree(page: Page, style: Style, named: Mapping[int, tuple[str, ...]]) -> tuple[Node, ...]:
    """The sections of `page` in their order; the first is the page itself.

    `named`: ids of headings that the page gives in another way, by their lines.
    """
    seen: dict[str, int] = {}
    sections = page.sections()
    slips = _slips(sections, style)
    first, *others = (part for section in sections for part in parts_of(section, style))
    counted = _counted([one.heading for one in others if one.heading is not None])
    nodes = [_root(page, first)]
    waiting = _ids(first.blocks)
    for section in others:
        heading = section.heading
        if heading is None or (heading.raw.startswith("[") and _TAB.fullmatch(heading.raw.strip())):
            last = nodes[-1]
            nodes.append(_continued(last, section))
            waiting = _ids(section.blocks) or waiting
            continue
        if heading.level >= PART:
            nodes.append(_labelled(section, heading, nodes[-1], style))
            waiting = _ids(section.blocks)
            continue
        braced = "}" in heading.raw
        raw, own = own_id(heading.raw)
        raw, remarks = remarks_of(raw) if braced else (raw, {})
        title = clean(raw)
        title = " ".join(title.split()).rstrip(":").rstrip()
        ids = (
            *filter(None, [own, remarks.get("id")]),
            *named.get(heading.line, ()),
            *waiting,
            *(_ID.findall(heading.raw) if "<" in heading.raw else ()),
        )
        slug = _slug(title, seen)
        if heading.line in counted:
            title = _COUNT.sub("", title)
        node = Node(
            section=section,
            title=title,
            level=slips.get(heading.line, heading.level),
            anchors=(*ids, slug),
        )
        _hang(node, nodes[-1])
        node.role, node.groups = role_of(title, style)
        above = tuple(one.title for one in node.up() if one is not node)
        node.request = in_heading(Title(title, remarks, node.groups, above))
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


#: A bare number before a heading: of a count (``4 Redeem``), or part of a name (``24 Hour Price``).
_COUNT = re.compile(r"^(\d{1,3})\s+(?=[A-Z])")
#: So many headings are counted, or all of their level are.
_COUNTED = 3


def _counted(headings: Sequence[Heading]) -> frozenset[int]:
    """The lines of the headings whose numbers count them: 1, 2, 3 and so on below one heading."""
    found: set[int] = set()
    open_: dict[int, list[Heading]] = {}

    def close(level: int) -> None:
        for deeper in [one for one in open_ if one > level]:
            run = open_.pop(deeper)
            numbers = {one.line: match[1] for one in run if (match := _COUNT.match(clean(one.raw)))}
            if len(numbers) < min(_COUNTED, max(2, len(run))):
                continue
            if list(numbers.values()) == [str(at + 1) for at in range(len(numbers))]:
                found.update(numbers)

    for heading in headings:
        close(heading.level)
        open_.setdefault(heading.level, []).append(heading)
    close(0)
    return frozenset(found)


def _slips(sections: Iterable[Section], style: Style) -> dict[int, int]:
    """Headings of samples that stand higher than all of the same words: their lines, and levels.

    Such a heading would end the section that it is a part of. That it is a slip is told by the
    others: more than one, all of one level, the next below.
    """
    levels: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for section in sections:
        heading = section.heading
        if heading is not None and role_of(clean(heading.raw), style)[0] in _SIDED:
            levels[clean(heading.raw).lower()].append((heading.level, heading.line))
    found: dict[int, int] = {}
    for known in levels.values():
        highest, line = min(known)
        others = {level for level, at in known if at != line}
        if len(known) > _SLIP and others == {highest + 1}:
            found[line] = highest + 1
    return found


def _root(page: Page, first: Section) -> Node:
    """The page: its front matter's title, where no heading of the first level has it."""
    title = ""
    if not any(one.heading and one.heading.level == 1 for one in page.sections()):
        for key in ("title", "page_title"):
            if isinstance(page.front_matter.get(key), str):
                title = " ".join(clean(str(page.front_matter[key])).split())
                break
    said = (page.front_matter.get(key) for key in _REQUESTS)
    request = next((in_title(one) for one in said if isinstance(one, str)), None)
    role: Role | None = "operation" if request is not None else None
    return Node(section=first, title=title, level=0, anchors=("",), request=request, role=role)


#: Keys of the front matter that hold the request line of the operation that a page is about.
_REQUESTS = ("api", "openapi", "endpoint", "request", "route")


#: A heading with more tabs than these has the others beside the last of them.
_MOST_TABS = 20


def _continued(last: Node, section: Section) -> Node:
    """What stands below a tab's heading: the same as what is above it."""
    beside = last.role is not None or last.parent is None or last.tabs >= _MOST_TABS
    parent = last.parent if beside else last
    tabs = last.tabs if beside else last.tabs + 1
    node = Node(section=section, title=last.title, level=last.level, parent=parent, tabs=tabs)
    if last.parent is None:
        node.parent, node.level = last, last.level
    node.role, node.groups = last.role, last.groups
    return node


def _labelled(section: Section, heading: Heading, last: Node, style: Style) -> Node:
    """What stands below a label: a part of the section that it stands in, without an anchor."""
    node = Node(section=section, title=heading.raw, level=heading.level)
    _hang(node, last)
    node.role, node.groups = role_of(node.title, style)
    node.request = in_title(node.title) if heading.level == PART else None
    if node.request is not None:
        node.role = "operation"
    _settle(node)
    return node


def _hang(node: Node, last: Node) -> None:
    above: Node = last
    while above.level >= node.level and above.parent is not None:
        above = above.parent
    node.parent = above
    above.children.append(node)


#: What an example below a heading of another role is of.
_SAMPLED: dict[Role | None, Role] = {
    "parameters": "sample-request",
    "request": "sample-request",
    "response": "sample-response",
    "sample-request": "sample-request",
    "sample-response": "sample-response",
}


def _settle(node: Node) -> None:
    """Roles that depend on those above: a request among the samples is a sample of one."""
    above = next((one.role for one in node.up() if one is not node and one.role), None)
    if node.role == "sample" and above in _SAMPLED:
        node.role = _SAMPLED[above]
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
