"""Request lines -> subjects: which section documents which operations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from codegen.claims import Link, OperationKey
from codegen.dialects.general import tables
from codegen.dialects.general.announced import LEVEL, PART
from codegen.dialects.general.collect import entries_of, has_types
from codegen.dialects.general.drafts import OperationDraft
from codegen.dialects.general.labels import proper
from codegen.dialects.general.methods import allowed
from codegen.dialects.general.paths import templated
from codegen.dialects.general.placeholders import linked_placeholders
from codegen.dialects.general.read import PROPERTIES
from codegen.dialects.general.requests import Request, in_block, in_pairs
from codegen.dialects.general.sections import SAMPLES, Node
from codegen.dialects.general.stated import in_route, opening
from codegen.dialects.general.where import spelled
from codegen.dialects.styles.style import Role, Style
from codegen.likeness import stems
from codegen.markdown import Block, Fence, Html, ListBlock, Paragraph, Table
from codegen.pathtemplate import Templates

__all__ = ["assign", "types_of_errors", "unread"]

#: Roles of headings that document an operation or nothing that is known; others are a part of
#: what the heading above documents.
_OWN: frozenset[Role | None] = frozenset({None, "operation", "definition"})

#: Roles of headings below which a request line mostly shows how something is used.
_EXAMPLES: frozenset[Role | None] = frozenset({*SAMPLES, "query"})


def assign(nodes: tuple[Node, ...], style: Style) -> dict[int, OperationDraft]:
    """Give each section its operations; the drafts, by the identity of their section.

    Lines that may be examples count where nothing says that they are one of another operation,
    and the section below which they stand has a table or list besides: a tutorial is no reference.
    """
    sure: list[_Found] = []
    unsure: list[_Found] = []
    anchored = {anchor: node for node in reversed(nodes) for anchor in node.anchors if anchor}
    for node in nodes:
        node.requests = tuple(_requests(node, style))
    _title_named(nodes)
    for node in nodes:
        if _holds_several(node):
            node.role, node.groups = None, {}
    for node in nodes:
        for request, links in node.requests:
            elsewhere, _, anchor = request.section.rpartition("#")
            if elsewhere and anchor not in anchored:
                continue  # it is documented on another page
            owner = _owner(anchored.get(anchor, node), style)
            if owner.role == "definition":
                continue  # the page is about a type, and names a request that uses it
            doubtful = not request.sure or node.role in _EXAMPLES
            (unsure if doubtful else sure).append((owner, request, links))
    sure = _raised(sure, style)
    known = _Known(sure if unsure else ())
    told = _references(unsure, style, alone=not sure)
    found = sure + [one for one in told if not known.shows(*one[:2])]
    drafts = _drafted(found)
    for draft in drafts.values():
        _without_examples(draft.lines)
    _only_where_fewest(drafts.values())
    for draft in drafts.values():
        draft.node.operations = tuple(draft.lines)
        draft.methods = frozenset(key.method for key in draft.lines)
        draft.spelled = spelled(draft.lines)
    return {at: draft for at, draft in drafts.items() if draft.lines}


def _drafted(found: Collection[_Found]) -> dict[int, OperationDraft]:
    """The drafts of all operations, by the identity of their section."""
    templates = Templates(request.operation for _, request, _ in found)
    drafts: dict[int, OperationDraft] = {}
    for owner, request, links in found:
        draft = drafts.get(id(owner))
        if draft is None:
            draft = drafts[id(owner)] = OperationDraft(node=owner, lines={}, queries={})
        key = _templated(request.operation, templates)
        draft.lines.setdefault(key, request.line or owner.line)
        draft.queries.setdefault(key, request.query)
        draft.printed.setdefault(key, request.operation.path)
        for name, link in links.items():
            draft.placeholders.setdefault(name, link)
    return drafts


def unread(nodes: tuple[Node, ...]) -> list[tuple[OperationKey, int]]:
    """Requests in sections that are taken for no documentation, with their lines.

    That are no examples of what the page documents, as far as its paths tell.
    """
    known = {key for node in nodes for key in node.operations}
    templates = Templates(known)
    found: dict[OperationKey, int] = {}
    for node in nodes:
        if node.subject is not None or node.role in SAMPLES or node.role == "definition":
            continue
        for request, _ in node.requests:
            key = request.operation
            if key not in known and not templates.shows(key):
                found.setdefault(key, request.line or node.line)
    return list(found.items())


#: Headings of statuses that are the name of a type as well.
_ERRORS = re.compile(r"errors?|exceptions?", re.IGNORECASE)


def types_of_errors(nodes: tuple[Node, ...], style: Style) -> None:
    """Let sections called `Error` document a type, where they are a part of no operation.

    A table of statuses has no types: one that has them lists the properties of what is called so.
    """
    for node in nodes:
        if node.role != "statuses" or node.level >= PART or not _ERRORS.fullmatch(node.title):
            continue
        above = next((one.role for one in node.up() if one is not node and one.role), None)
        if above == "ignored" or node.subject is not None:
            continue
        if any(isinstance(one, Table | Html) and _is_typed(one, style) for one in node.blocks):
            node.role = "definition"


#: Placeholders that are links, by their names.
_Links = Mapping[str, Link]
_Found = tuple[Node, Request, _Links]


def _requests(node: Node, style: Style) -> Iterator[tuple[Request, _Links]]:
    """The request lines of a section, each with the links in it."""
    if node.role == "ignored":
        return
    if node.request is not None:
        heading = node.section.heading
        yield node.request, linked_placeholders(heading.raw) if heading is not None else {}
    found: list[tuple[Request, _Links]] = []
    for block in node.blocks:
        requests = in_block(block, style)
        if not requests:
            continue
        if node.role == "request-line" and isinstance(block, ListBlock):
            # What items have below them is a line for each case, and no step of several.
            requests = tuple(replace(one, sure=True) for one in requests)
        node.stated[id(block)] = requests
        raw = block.raw if isinstance(block, Html | Paragraph) else ""
        links = linked_placeholders(raw)
        found.extend((one, links) for one in requests)
    sure = any(request.sure for request, _ in found)
    if not sure and node.request is None and (route := _route(node, found, style)):
        found = [(route, {})]
    if not found and node.request is None:
        other = in_pairs(node.blocks, style) or opening(node.blocks)
        found = [(other, {})] if other is not None else []
    if not found and node.request is None:
        said = allowed(node.title, node.blocks)
        found = [(replace(one, line=line), {}) for one, line in said]
    yield from found


def _title_named(nodes: Collection[Node]) -> None:
    """Let the title of a page that is a word of its paths, such as `Routes`, have no role.

    It names what the operations below it are about, and is no heading of a part of one.
    """
    titles = [node for node in nodes if node.level == 1]
    title = titles[0] if len(titles) == 1 else None
    if title is None or title.role in _OWN or title.role in SAMPLES:
        return
    named = stems(title.title)
    below = (one for node in nodes if 1 < node.level < PART for one, _ in node.requests)
    if any(named <= stems(one.operation.path) for one in below):
        title.role, title.groups = None, {}


def _holds_several(node: Node) -> bool:
    """Whether a heading such as `Endpoints` or `Methods` has a section below for each operation.

    One of these at least says more of its operation than the line. Where none does, they tell the
    lines of one operation apart.
    """
    if node.role not in {"request-line", "ignored"}:
        return False
    below = [one for one in node.children if one.level < PART]
    lined = [one for one in below if any(request.sure for request, _ in one.requests)]
    if len(lined) <= 1 or (node.role == "ignored" and len(lined) < len(below)):
        return False
    return any(_says_more(one) for one in lined)


def _says_more(node: Node) -> bool:
    """Whether a section has lists, tables or samples besides its request lines, or parts."""
    kinds = (Table, ListBlock, Fence)
    besides = any(isinstance(one, kinds) and id(one) not in node.stated for one in node.blocks)
    return besides or any(part.role not in _OWN for part in node.children)


#: Roles of headings that stand beside that of a request line, where none of them is below it.
_BESIDE: frozenset[Role | None] = frozenset(
    {"path", "query", "headers", "parameters", "request", "response"}
)


def _raised(found: list[_Found], style: Style) -> list[_Found]:
    """The lines, with the section above as that of a page's operation whose parts stand beside it.

    So it is where a heading such as `Facts` has the line alone, and what follows is of no other.
    """
    owners = {id(owner): owner for owner, _, _ in found}
    keys = {request.operation for _, request, _ in found}
    owner = next(iter(owners.values()), None)
    above = owner.parent if owner is not None else None
    if len(owners) != 1 or len(keys) != 1 or owner is None or above is None:
        return found
    behind = above.children[above.children.index(owner) + 1 :]
    alone = owner.role is None and owner.request is None and not _is_reference(owner, style)
    if not alone or above.role not in _OWN or not behind or behind[0].role not in _BESIDE:
        return found
    return [(above, request, links) for _, request, links in found]


#: So many calls of one section are compared with its path.
_CALLED = 50


def _route(node: Node, found: Collection[tuple[Request, _Links]], style: Style) -> Request | None:
    """The request of a section that has its path behind a label, and shows a call of it."""
    called = [request.operation for request, _ in found]
    for below in node.children:
        if below.level == LEVEL:
            called += [one.operation for block in below.blocks for one in in_block(block, style)]
    return in_route(node.blocks, called[:_CALLED], style) if called else None


def _references(unsure: Collection[_Found], style: Style, *, alone: bool) -> list[_Found]:
    """The lines whose sections document an operation.

    `alone`: the page has no other lines. It documents all its operations in that form, each below
    a heading of its own, and some have neither parameters nor properties.
    """
    references = _References(style)
    sure = [one for one in unsure if references.are(one[0])]
    if not alone:
        return sure
    beside = {(id(owner.parent), owner.level) for owner, _, _ in sure}
    keys: dict[int, set[OperationKey]] = {}
    for owner, request, _ in unsure:
        keys.setdefault(id(owner), set()).add(request.operation)
    owners = {id(owner) for owner, _, _ in sure}
    return [
        one
        for one in unsure
        if id(one[0]) in owners
        or ((id(one[0].parent), one[0].level) in beside and len(keys[id(one[0])]) == 1)
    ]


def _templated(key: OperationKey, templates: Templates) -> OperationKey:
    """The operation with placeholders for the values in its path, unless another line has them."""
    path = templated(key.path)
    if path == key.path or templates.shows(key):
        return key
    return OperationKey(key.method, path)


def _is_nameless(node: Node, style: Style) -> bool:
    """Whether the words of a heading, such as `Definition`, are about what the one above names."""
    named = node.parent is not None and proper(node.parent.title, style)
    return bool(named) and node.role is None and not proper(node.title, style)


def _owner(node: Node, style: Style) -> Node:
    """The section that documents the operation of a request line in `node`."""
    owner = node
    while owner.parent is not None and (owner.role not in _OWN or _is_nameless(owner, style)):
        owner = owner.parent
    for above in node.up():
        # A heading below that of the request lines only tells some of them from others.
        if above.role == "request-line" and above.parent is not None:
            owner = _owner(above.parent, style)
    return owner


class _Known:
    """The request lines that are no examples."""

    def __init__(self, sure: Iterable[tuple[Node, Request, _Links]]) -> None:
        owners = {id(owner): owner for owner, _, _ in sure}
        self._owners = owners.keys()
        self._above = {id(node) for owner in owners.values() for node in owner.up()}
        self._operations = dict.fromkeys(request.operation for _, request, _ in sure)
        self._templates = Templates(self._operations)

    def shows(self, owner: Node, request: Request) -> bool:
        """Whether a line is an example of a known operation, or stands in the section of one."""
        if id(owner) in self._above or any(id(node) in self._owners for node in owner.up()):
            return True
        key = request.operation
        return key in self._operations or self._templates.shows(key)


class _References:
    """Tells sections that document something; each is looked at once, however many ask."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._known: dict[int, bool] = {}

    def are(self, node: Node) -> bool:
        """Whether `_is_reference`."""
        if id(node) not in self._known:
            self._known[id(node)] = _is_reference(node, self._style)
        return self._known[id(node)]


def _is_reference(node: Node, style: Style) -> bool:
    """Whether parameters or properties are listed in it, or in a section below that is its part.

    In the section itself only with types: any other list or table may be one of anything.
    """
    if any(_is_typed(block, style) for block in node.blocks):
        return True
    waiting = [below for below in node.children if below.role not in _OWN]
    while waiting:
        one = waiting.pop()
        listed = any(
            isinstance(block, Table | ListBlock) or _is_typed(block, style) for block in one.blocks
        )
        if listed and one.role in PROPERTIES:
            return True
        waiting.extend(below for below in one.children if below.role not in _OWN)
    return False


def _is_typed(block: Block, style: Style) -> bool:
    """Whether a block lists names with their types."""
    if isinstance(block, ListBlock):
        return has_types(entries_of(block, style))
    found = tables.read(block, style)
    return found is not None and any(row.type is not None for row in found.rows)


def _without_examples(lines: dict[OperationKey, int]) -> None:
    """Leave out lines that show another one with values put in, such as numbers."""
    plain = [key for key in lines if "{" not in key.path and re.search(r"\d", key.path)]
    if 0 < len(plain) < len(lines):
        templates = Templates(key for key in lines if "{" in key.path)
        for key in filter(templates.shows, plain):
            del lines[key]


def _only_where_fewest(drafts: Collection[OperationDraft]) -> None:
    """An operation of a list of many and of a section of its own is that section's."""
    sizes = {id(draft): len(draft.lines) for draft in drafts}
    fewest: dict[OperationKey, int] = {}
    for draft in drafts:
        for key in draft.lines:
            fewest[key] = min(fewest.get(key, sizes[id(draft)]), sizes[id(draft)])
    for draft in drafts:
        for key in list(draft.lines):
            if sizes[id(draft)] > fewest[key]:
                del draft.lines[key]
