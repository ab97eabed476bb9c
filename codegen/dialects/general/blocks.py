"""Rules of the general dialect: what each kind of block says, by where it stands.

Each rule looks at one block, with the reader at its section, and takes it or leaves it to the next.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from itertools import islice, takewhile

from msgspec.structs import replace

from codegen.claims import OperationKey
from codegen.dialects.general import lists, tables
from codegen.dialects.general.allowed import allow
from codegen.dialects.general.announced import label as announced
from codegen.dialects.general.announced import role_of
from codegen.dialects.general.drafts import (
    LISTED,
    Body,
    EnumDraft,
    OperationDraft,
    Payload,
    Reader,
    Shown,
)
from codegen.dialects.general.everywhere import everywhere
from codegen.dialects.general.guides import is_example
from codegen.dialects.general.headings import read_sections
from codegen.dialects.general.labels import label_of
from codegen.dialects.general.names import is_plain_type
from codegen.dialects.general.placed import PRESENCE, of_operation
from codegen.dialects.general.read import PROPERTIES, Read
from codegen.dialects.general.requests import in_block
from codegen.dialects.general.roles import PARTS, PROSE, role_of_parts
from codegen.dialects.general.said import add_status, say, status_of
from codegen.dialects.general.samples import Sample, in_fence
from codegen.dialects.general.sections import SAMPLES, Node
from codegen.dialects.general.sentences import Words
from codegen.dialects.general.whole import typed_paragraph
from codegen.dialects.styles.style import Role
from codegen.likeness import singular
from codegen.markdown import Block, Fence, Html, ListBlock, Paragraph, Table, clean, flattened
from codegen.naming import type_name
from codegen.pathtemplate import example_of
from codegen.spec import Presence

__all__ = ["codes", "headed", "ignored", "properties", "prose", "request_lines", "samples"]


def ignored(reader: Reader, _block: Block) -> bool:
    """Everything below a heading that holds nothing of the spec, up to one that says more."""
    roles = (node.role for node in reader.node.up())
    return next((role for role in roles if role is not None), None) == "ignored"


def request_lines(reader: Reader, block: Block) -> bool:
    """Blocks that are request lines and nothing else; the first pass has read them."""
    found = reader.node.stated.get(id(block), ())
    if not found or not all(one.sure for one in found):
        return False
    if isinstance(block, Paragraph | Html):
        return len(found) > block.raw.strip().count("\n")
    return isinstance(block, Table | Fence)


def samples(reader: Reader, block: Block) -> bool:
    """Payloads, of the operation or type that the section is about."""
    if not isinstance(block, Fence):
        return False
    role, status = _announced(reader)
    found = in_fence(block, role, clean(reader.before))
    if found is None:
        return False
    draft = reader.operation_draft
    head, reader.head = reader.head, None
    for one in found:
        announced = head is not None and not one.status and one.request is None
        sample = _of_status(one, status)
        if announced and head is not None:
            sample = dataclasses.replace(one, side="request", request=head.request)
        shown = Shown(sample=sample, node=reader.node)
        if draft is not None and not (announced and _is_foreign(sample.request, draft)):
            draft.samples.append(shown)
        elif draft is None and is_example(reader, shown.sample):
            continue
        elif sample.text.strip():
            reader.loose.append(shown)
    if (
        found
        and found[-1].request
        and not found[-1].text.strip()
        and "json" in found[-1].media_type
    ):
        reader.head = found[-1]
    return True


def _is_foreign(request: OperationKey | None, draft: OperationDraft) -> bool:
    """Whether a request is of none of the operations, such as the call that a client receives."""
    known = islice(draft.lines, LISTED)  # of more of them no samples are kept
    return request is not None and not any(
        key == request or example_of(request, key) for key in known
    )


#: A longer text above a sample is a sentence.
_LONGEST_LABEL = 60


def _announced(reader: Reader) -> tuple[Role | None, str]:
    """What a sample is of, and of which status: by the label right above it, or by headings."""
    words = announced(reader.before) or clean(reader.before)
    own, groups = role_of(words, reader.style) if len(words) <= _LONGEST_LABEL else (None, {})
    if own in SAMPLES or own in {"request", "response"}:
        return own, groups.get("status", status_of(reader.node))
    return role_of_parts(reader.node), status_of(reader.node)


def _of_status(sample: Sample, status: str) -> Sample:
    if sample.status or sample.side == "request":
        return sample
    return dataclasses.replace(sample, status=status)


def codes(_reader: Reader, block: Block) -> bool:
    """Code in a programming language, commands and pictures of text: prose."""
    return isinstance(block, Fence)


def properties(reader: Reader, block: Block) -> bool:
    """Tables and lists of properties, parameters, values and statuses."""
    role = role_of_parts(reader.node)
    before = role_of(clean(reader.before), reader.style)[0] if reader.before else None
    if before in {"enum", "flags"} and role in {None, "definition"}:
        role = before  # such as `Enumeration`, alone in a line
    read = _read(reader, block, role)
    if read is None and role in {None, "definition", "operation"} and _is_announced(reader.before):
        read = _read(reader, block, "properties")
    if read is None:
        return False
    for code, message, offset in read.troubles:
        reader.report(code, message, block.line + offset)
    read = _of_heading(read, reader.node)
    if read.kind == "statuses":
        _statuses(reader, read, block.line)
    elif read.kind in {"enum", "flags"}:
        _enum(reader, read, block.line)
    elif read.kind == "allowed":
        allow(reader, read)
    elif read.kind == "properties":
        return _properties(reader, read, role, block.line)
    return True


#: The end of a sentence that says what stands in the block below it.
_ANNOUNCED = re.compile(
    r"\b(?:following|these)\b[^.:]{0,60}\b(?:keys|fields|properties|attributes|members|parameters)"
    r"[^.:]{0,30}[:.]?$",
    re.IGNORECASE,
)
#: What such a sentence says it of.
_HOLDER = re.compile(
    r"(?:an?|the|each|every)?\s*`?(\w[\w -]{0,40}?)`?(?: (?:objects?|resources?|records?))?"
    r" (?:has|have|contains?|includes?|consists? of) (?:the following|these)\b",
    re.IGNORECASE,
)


def _is_announced(before: str) -> bool:
    return before != "" and _ANNOUNCED.search(before.strip()) is not None


def _of_heading(read: Read, node: Node) -> Read:
    """Rows below ``Required parameters`` or ``Optional attributes`` are that, if without a mark."""
    match = PRESENCE.match(node.title)
    if match is None or node.role not in PROPERTIES:
        return read
    presence: Presence = "optional" if match[1].lower() == "optional" else "required"
    rows = tuple(
        replace(row, presence=presence) if row.presence is None else row for row in read.rows
    )
    return replace(read, rows=rows)


def headed(reader: Reader, nodes: Sequence[Node], at: int) -> int:
    """Properties that have a heading each: how many of `nodes` are such, from `at` on."""
    first, above = nodes[at], nodes[at].parent
    if above is None or not _may_be_name(first) or first.operations:
        return 0
    role = role_of_parts(above)
    if read_sections([first.section], reader.style, role) is None:
        return 0
    rest = islice(nodes, at, None)
    run = takewhile(lambda one: not one.operations and _may_be_name(one), rest)
    found = read_sections((one.section for one in run), reader.style, role)
    if found is None:
        return 0
    read, count = found
    reader.node, reader.section = above, above.section
    for code, message, offset in read.troubles:
        reader.report(code, message, first.line + offset)
    return count if _properties(reader, read, role, first.line) else 0


#: What the role of a heading is that is the name of a property: names may be any word.
_NAMES: frozenset[Role | None] = frozenset({None, "description", "enum", "sample", "statuses"})


def _may_be_name(node: Node) -> bool:
    """Whether a heading may be the name of a property: any in code may, such as `limit`."""
    heading = node.section.heading
    coded = heading is not None and heading.raw.startswith("`")
    return node.role in _NAMES or (node.role == "ignored" and coded)


def _read(reader: Reader, block: Block, role: Role | None) -> Read | None:
    found = None
    if isinstance(block, Table | Html):
        found = tables.read(block, reader.style, role)
    if found is None and isinstance(block, ListBlock | Html | Paragraph):
        found = lists.read(block, reader.style, role)
    return found


def _statuses(reader: Reader, read: Read, line: int) -> None:
    draft = reader.operation_draft
    if draft is None:
        return
    for status, description, offset in read.statuses:
        add_status(reader, status, description, line + offset)
    for status, raw, offset in read.bodies:
        if status == "default":
            continue
        # A word that nothing marks as a type, such as `Inline`, is one if the page documents it.
        sure = "](" in raw or is_plain_type(raw, reader.style)
        body = Body(
            side="response",
            words=Words(type=raw, sure=sure),
            status=status,
            line=line + offset,
            section=reader.section,
        )
        draft.say(body)


_ASIDE = re.compile(r"\s*\([^()]*\)$")


def _enum(reader: Reader, read: Read, line: int) -> None:
    label, named = _label(reader, reader.node)
    if words := _ASIDE.sub("", announced(reader.before)):
        label, named = type_name(words), reader.node
    if not label or not read.values:
        return
    if id(named) in reader.listed or id(named) in reader.definitions:
        named = reader.node
    reader.enumerate(
        EnumDraft(
            node=reader.node,
            label=label,
            named=named,
            line=line,
            values=read.values,
            flags=read.kind == "flags",
        )
    )


def _label(reader: Reader, node: Node) -> tuple[str, Node]:
    """The label of the type that a section documents; a part of something is named with it."""
    label, named = label_of(node, reader.style)
    if node.role in {"request", "response"} and named is not node and label:
        return type_name(label, node.role), node
    return label, named


def _properties(reader: Reader, read: Read, role: Role | None, line: int) -> bool:
    draft = reader.operation_draft
    if draft is not None and role == "request-line":
        role = "parameters"  # `Path`, `URL`: of what the line has
    if draft is not None and (reader.node.operations or role in PARTS or _follows(reader)):
        return of_operation(reader, draft, read, role, line)
    if role in {"path", "query", "headers", "parameters", "statuses"}:
        return False  # of no operation, and no type
    if role in SAMPLES or role == "description":
        return True
    label, named = _label(reader, reader.node)
    taken = named is not reader.node or id(named) in reader.definitions
    if taken and _EACH.search(clean(reader.before)[-300:]):
        return False  # of what another type holds
    label, named = _announced_type(reader, label, named)
    if not label:
        return False
    holder = _HOLDER.match(clean(reader.before))
    if holder is not None and singular(label) == type_name(holder[1]):
        label = type_name(holder[1])  # of `Toys`, where "a toy has the following properties"
    definition = reader.define(reader.node, label, named, named.line)
    definition.payloads.append(
        Payload(
            side="definition",
            rows=read.rows,
            nested=read.nested,
            line=line,
            section=reader.section,
        )
    )
    return True


_EACH = re.compile(
    r"\beach (?:object|item|element|entry|one)s? (?:supports?|has|takes?|accepts?|contains?)\b"
    r"[^.]{0,60}:$",
    re.IGNORECASE,
)
#: ``The `toy` object supports the following keys:``, right above what it has.
_OF_TYPE = re.compile(
    r"\b[Tt]he (?:`(?P<code>[A-Za-z]\w{0,80})`|(?P<word>[A-Z]\w{0,80})) "
    r"(?:object|structure|type|resource)"
    r" (?:supports?|has|takes?|accepts?|contains?|consists of) (?:the )?following\b[^.:]{0,60}:$"
)


def _announced_type(reader: Reader, label: str, named: Node) -> tuple[str, Node]:
    """The type that the sentence above a list names, where the heading has another name."""
    match = _OF_TYPE.search(" ".join(reader.before.split())[-300:])
    if match is None:
        return label, named
    said = type_name(match["code"] or match["word"])
    if said.lower() == label.lower():
        return label, named
    return said, reader.apart(said)


_FOLLOWING = re.compile(
    r"\b(?:returns?|responds?|answers?)\b[^.\n]{0,100}\bfollowing (?:response )?"
    r"(?:body|payload|fields|properties|object)\b[^.\n]{0,40}[.:]?\s*$",
    re.IGNORECASE,
)


def _follows(reader: Reader) -> bool:
    """Whether the sentence before a table says that it is what the operation answers with."""
    return _FOLLOWING.search(clean(reader.before)[-300:]) is not None


def prose(reader: Reader, block: Block) -> bool:
    """Everything else: prose, whose sentences may name types and statuses.

    A table, below a heading that makes it one of properties, is none.
    """
    role = role_of_parts(reader.node)
    draft = reader.operation_draft
    if isinstance(block, Table):
        return draft is None or role not in PROPERTIES
    if isinstance(block, ListBlock) and draft is not None:
        _unread(reader, block)
    if isinstance(block, Paragraph):
        if draft is not None and typed_paragraph(reader, draft, block, role):
            return True
        say(reader, block)
        if draft is None and role not in SAMPLES:
            everywhere(reader, block)
    if draft is not None and role not in PROSE:
        return True
    text = _text(reader, block)
    if not text or _LABEL.fullmatch(text):
        return True
    if draft is not None:
        draft.prose.append(text)
    else:
        reader.prose.setdefault(id(reader.node), []).append(text)
    return True


def _unread(reader: Reader, block: ListBlock) -> None:
    """Report tables of properties and payloads in the items of a list of prose: nobody reads them.

    Among words in a row of steps, they are of none of the things that headings and labels name.
    """
    for item in block.items:
        for below in flattened(item.blocks):
            table = isinstance(below, Table) and tables.read(below, reader.style, "properties")
            shown = isinstance(below, Fence) and in_fence(below, None, "")
            if (table or shown) and not in_block(below, reader.style):
                reader.not_understood(below)


#: The mark of an alert, as GitHub has it: https://github.com/orgs/community/discussions/16925
_ALERT = re.compile(r"^\[!\w+\]\s*")
#: A line that only says what the block below it is.
_LABEL = re.compile(
    r"(?:(?:example|sample) )?(?:request|response):|(?:example|sample):", re.IGNORECASE
)
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>|^(?:import|export) .*$", re.MULTILINE)


def _without_comments(raw: str) -> str:
    """HTML without its comments; one that does not end is text."""
    kept: list[str] = []
    at = 0
    while (opened := raw.find("<!--", at)) >= 0 and (closed := raw.find("-->", opened)) >= 0:
        kept.append(raw[at:opened])
        at = closed + len("-->")
    return "".join((*kept, raw[at:]))


def _text(reader: Reader, block: Block) -> str:
    if isinstance(block, Paragraph):
        return "" if block.raw.startswith(("import ", "export ")) else _ALERT.sub("", block.text)
    if isinstance(block, Html):
        return "\n".join(clean(_TAGS.sub("", _without_comments(block.raw))).split("\n")).strip()
    if isinstance(block, ListBlock):
        raw = reader.page.lines[block.line - 1 : block.end]
        return "\n".join(filter(None, map(clean, raw)))
    return ""
