"""Rules of the general dialect: what each kind of block says, by where it stands.

Each rule looks at one block, with the reader at its section, and takes it or leaves it to the next.
"""

from __future__ import annotations

import dataclasses
import re

from msgspec.structs import replace

from codegen.claims import OperationKey, Row
from codegen.dialects.general import lists, tables
from codegen.dialects.general.drafts import (
    DefinitionDraft,
    EnumDraft,
    OperationDraft,
    Parameter,
    Payload,
    Reader,
    Shown,
    Side,
)
from codegen.dialects.general.labels import label_of
from codegen.dialects.general.read import PROPERTIES, Read
from codegen.dialects.general.requests import example_of, in_block
from codegen.dialects.general.roles import PARTS, PROSE, role_of_parts
from codegen.dialects.general.said import add_status, say, status_of
from codegen.dialects.general.samples import in_fence
from codegen.dialects.general.sections import SAMPLES, Node
from codegen.dialects.general.where import BODILESS, name_in, place_of
from codegen.dialects.styles.style import Role
from codegen.markdown import Block, Fence, Html, ListBlock, Paragraph, Table, clean
from codegen.naming import type_name

__all__ = ["codes", "ignored", "properties", "prose", "request_lines", "samples"]


def ignored(reader: Reader, _block: Block) -> bool:
    """Everything below a heading that holds nothing of the spec, up to one that says more."""
    roles = (node.role for node in reader.node.up())
    return next((role for role in roles if role is not None), None) == "ignored"


def request_lines(reader: Reader, block: Block) -> bool:
    """Blocks that are request lines and nothing else; the first pass has read them."""
    if isinstance(block, Table | Fence):
        found = in_block(block, reader.style)
        return bool(found) and all(one.sure for one in found)
    if isinstance(block, Paragraph | Html):
        found = in_block(block, reader.style)
        return len(found) > block.raw.strip().count("\n") and all(one.sure for one in found)
    return False


def samples(reader: Reader, block: Block) -> bool:
    """Payloads, of the operation or type that the section is about."""
    if not isinstance(block, Fence):
        return False
    found = in_fence(block, role_of_parts(reader.node), clean(reader.before))
    if found is None:
        return False
    draft = reader.operation_draft
    head, reader.head = reader.head, None
    for one in found:
        announced = head is not None and not one.status and one.request is None
        sample = one
        if announced and head is not None:
            sample = dataclasses.replace(one, side="request", request=head.request)
        shown = Shown(sample=sample, node=reader.node)
        if draft is not None and not (announced and _is_foreign(sample.request, draft)):
            draft.samples.append(shown)
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
    return request is not None and not any(
        key == request or example_of(request, key) for key in draft.lines
    )


def codes(_reader: Reader, block: Block) -> bool:
    """Code in a programming language, commands and pictures of text: prose."""
    return isinstance(block, Fence)


def properties(reader: Reader, block: Block) -> bool:
    """Tables and lists of properties, parameters, values and statuses."""
    role = role_of_parts(reader.node)
    read = _read(reader, block, role)
    if read is None and role in {None, "definition"} and _ANNOUNCED.search(reader.before.strip()):
        read = _read(reader, block, "properties")
    if read is None:
        return False
    for code, message, offset in read.troubles:
        reader.report(code, message, block.line + offset)
    if read.kind == "statuses":
        _statuses(reader, read, block.line)
    elif read.kind in {"enum", "flags"}:
        _enum(reader, read, block.line)
    elif read.kind == "properties":
        return _properties(reader, read, role, block)
    return True


#: The end of a sentence that says what stands in the block below it.
_ANNOUNCED = re.compile(
    r"\b(?:following|these)\b[^.:]{0,60}\b(?:keys|fields|properties|attributes|members|parameters)"
    r"[^.:]{0,30}[:.]$",
    re.IGNORECASE,
)


def _read(reader: Reader, block: Block, role: Role | None) -> Read | None:
    found = None
    if isinstance(block, Table | Html):
        found = tables.read(block, reader.style, role)
    if found is None and isinstance(block, ListBlock | Html | Paragraph):
        found = lists.read(block, reader.style, role)
    return found


def _statuses(reader: Reader, read: Read, line: int) -> None:
    draft = reader.operation_draft
    for status, description, offset in read.statuses if draft else ():
        add_status(reader, status, description, line + offset)


def _enum(reader: Reader, read: Read, line: int) -> None:
    label, named = _label(reader, reader.node)
    if not label or not read.values:
        return
    if any(draft.named is named for draft in reader.enums) or id(named) in reader.definitions:
        named = reader.node
    reader.enums.append(
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


def _properties(reader: Reader, read: Read, role: Role | None, block: Block) -> bool:
    draft = reader.operation_draft
    if draft is not None and (reader.node.operations or role in PARTS or _follows(reader)):
        return _of_operation(reader, draft, read, role, block)
    if role in {"path", "query", "headers", "parameters", "statuses"}:
        return False  # of no operation, and no type
    if role in SAMPLES or role == "description":
        return True
    label, named = _label(reader, reader.node)
    if not label:
        return False
    definition = reader.definitions.get(id(named))
    if definition is None:
        definition = reader.definitions[id(named)] = DefinitionDraft(
            node=reader.node, label=label, named=named, line=named.line
        )
    definition.payloads.append(
        Payload(
            side="definition",
            rows=read.rows,
            nested=read.nested,
            line=block.line,
            section=reader.section,
        )
    )
    return True


_FOLLOWING = re.compile(
    r"\b(?:returns?|responds?|answers?)\b[^.\n]{0,100}\bfollowing (?:response )?"
    r"(?:body|payload|fields|properties|object)\b[^.\n]{0,40}[.:]?\s*$",
    re.IGNORECASE,
)


def _follows(reader: Reader) -> bool:
    """Whether the sentence before a table says that it is what the operation answers with."""
    return _FOLLOWING.search(clean(reader.before)[-300:]) is not None


def _of_operation(
    reader: Reader, draft: OperationDraft, read: Read, role: Role | None, block: Block
) -> bool:
    """Rows of an operation: of a body, or parameters of a place each."""
    if role in {"statuses", "description"} or role in SAMPLES - {
        "sample-request",
        "sample-response",
    }:
        return role != "statuses"
    side = _side(reader, draft, role)
    if side:
        draft.payloads.append(_payload(reader, side, read.rows, read, block.line))
    else:
        _by_place(reader, draft, read, role, block)
    return True


def _by_place(
    reader: Reader, draft: OperationDraft, read: Read, role: Role | None, block: Block
) -> None:
    """Rows that may be parameters of any place."""
    places = read.locations or (None,) * len(read.rows)
    bodiless = {key.method for key in draft.lines} <= BODILESS
    inside: list[Row] = []
    unplaced: set[str] = set()
    for row, place in zip(read.rows, places, strict=True):
        where = place_of(row, place, role, draft)
        if where is None:
            unplaced.add(row.name)
        if where == "body" or (where is None and not bodiless):
            inside.append(row)
            continue
        name = name_in(row.name, draft) if where == "path" else row.name
        draft.parameters.append(
            Parameter(
                location=where or "query",
                row=row if name == row.name else replace(row, name=name),
                placed=where is not None,
                line=block.line,
                section=reader.section,
            )
        )
    if inside:
        payload = _payload(reader, "request", tuple(inside), read, block.line, frozenset(unplaced))
        draft.payloads.append(payload)


#: Roles of sections that are of one side of an operation.
_SIDED: dict[Role | None, Side] = {
    "response": "response",
    "sample-response": "response",
    "request": "request",
    "sample-request": "request",
}


def _side(reader: Reader, draft: OperationDraft, role: Role | None) -> Side | None:
    """The body that properties are of: by the headings above them, or the sentence."""
    if role in _SIDED:
        return _SIDED[role]
    if role not in {"properties", None, "operation"}:
        return None
    # Properties below a sample are those of what it shows.
    above = (_SIDED.get(node.role) for node in reader.node.up() if not node.operations)
    side = next((one for one in above if one is not None), None)
    return side or ("response" if _is_answer(reader, draft) else None)


def _is_answer(reader: Reader, draft: OperationDraft) -> bool:
    """Whether the sentence before a table says that it is of the answer."""
    before = clean(reader.before).lower()
    if re.search(r"\b(?:respon\w+|returns?|returned|result)\b", before):
        return True
    if re.search(r"\b(?:request|parameters?|body|payload|accepts?|arguments?)\b", before):
        return False
    methods = {key.method for key in draft.lines}
    return reader.node.role == "properties" and methods <= BODILESS


def _payload(
    reader: Reader,
    side: Side,
    rows: tuple[Row, ...],
    read: Read,
    line: int,
    unplaced: frozenset[str] = frozenset(),
) -> Payload:
    names = {row.name for row in rows}
    return Payload(
        side=side,
        rows=rows,
        nested=tuple(one for one in read.nested if one[0] and one[0][0] in names),
        status=status_of(reader.node),
        unplaced=unplaced,
        line=line,
        section=reader.section,
    )


def prose(reader: Reader, block: Block) -> bool:
    """Everything else: prose, whose sentences may name types and statuses.

    A table, below a heading that makes it one of properties, is none.
    """
    role = role_of_parts(reader.node)
    draft = reader.operation_draft
    if isinstance(block, Table):
        return draft is None or role not in PROPERTIES
    if isinstance(block, Paragraph):
        say(reader, block)
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


#: The mark of an alert, as GitHub has it: https://github.com/orgs/community/discussions/16925
_ALERT = re.compile(r"^\[!\w+\]\s*")
#: A line that only says what the block below it is.
_LABEL = re.compile(r"(?:(?:example|sample) )?(?:request|response):", re.IGNORECASE)
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
