"""Rows of an operation's tables and lists: of a body, or parameters of a place each.

What they are is said by headings, by columns, by the sentence above, or by the operation's method.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from codegen.claims import Row, Step
from codegen.dialects.general.drafts import (
    Body,
    OperationDraft,
    Parameter,
    Payload,
    Reader,
    Side,
)
from codegen.dialects.general.labels import proper
from codegen.dialects.general.media import add_media, in_heading
from codegen.dialects.general.read import Read
from codegen.dialects.general.said import status_of
from codegen.dialects.general.sections import SAMPLES
from codegen.dialects.general.sentences import Words, returned, sentences
from codegen.dialects.general.where import BODILESS, name_in, place_of
from codegen.dialects.general.whole import below, is_whole, said
from codegen.dialects.styles.style import Role
from codegen.markdown import clean
from codegen.typeexpr import ANY

__all__ = ["PRESENCE", "of_operation"]

#: Words of headings whose rows are marked with them.
PRESENCE = re.compile(r"(required|mandatory|optional)\b", re.IGNORECASE)


def of_operation(
    reader: Reader, draft: OperationDraft, read: Read, role: Role | None, line: int
) -> bool:
    """Rows of an operation: of a body, or parameters of a place each."""
    if role in {"statuses", "description"} or role in SAMPLES - {
        "sample-request",
        "sample-response",
    }:
        return role != "statuses"
    if role == "request" and {key.method for key in draft.lines} <= BODILESS:
        role = "parameters"  # of a method that is sent without a body
    side = _side(reader, draft, role)
    if side == "response" and role not in _SIDED and {"path", "query"} & set(read.locations):
        side = None  # what is answered has no such place, whatever the sentence is about
    if side == "request" and {"path", "query", "header"} & set(read.locations):
        side, role = None, "request"
    elif side == "request" and role == "request" and _is_bodiless(reader, draft):
        side, role = None, "parameters"
    if side:
        _payload(reader, side, read.rows, read, line)
    else:
        _by_place(reader, draft, read, role, line)
    return True


def _by_place(
    reader: Reader, draft: OperationDraft, read: Read, role: Role | None, line: int
) -> None:
    """Rows that may be parameters of any place."""
    places = read.locations or (None,) * len(read.rows)
    bodiless = draft.methods <= BODILESS
    if len(set(places)) > 1 and None not in places:
        role = "parameters"  # a column of places says more than a heading above all of them
    inside: list[Row] = []
    unplaced: set[str] = set()
    for row, place in zip(read.rows, places, strict=True):
        where = place_of(row, place, role, draft)
        if role == "request" and place is None:
            where = "body"
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
                line=line,
                section=reader.section,
            )
        )
    if inside:
        rows = tuple(inside)
        _payload(reader, "request", rows, read, line, frozenset(unplaced))


_BODY = re.compile(r"\b(?:body|payload|json|form|data|object|message)\b", re.IGNORECASE)


def _is_bodiless(reader: Reader, draft: OperationDraft) -> bool:
    """Whether what a heading says is sent, such as `Request parameters`, is sent in no body.

    So it is with methods that have none, as HTTP is used, where no heading names a body.
    """
    if not {key.method for key in draft.lines} <= BODILESS:
        return False
    node = next((one for one in reader.node.up() if one.role == "request"), None)
    return node is None or not _BODY.search(node.title)


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
    if role == "parameters" and _ANSWERED.search(clean(reader.before)):
        return "response"
    if role not in {"properties", None, "operation"}:
        return None
    # Properties below a sample are those of what it shows.
    above = (_SIDED.get(node.role) for node in reader.node.up() if not node.operations)
    side = next((one for one in above if one is not None), None)
    return side or ("response" if _is_answer(reader, draft) else None)


#: What a sentence says right above a table of an answer, wherever that stands.
_ANSWERED = re.compile(
    r"\bresponse (?:attributes|fields|properties|body|objects?|data|parameters|keys)\b[^.]*:\s*$"
    r"|\b(?:returns?|responds? with)\b[^.]*\b(?:following|these)\b[^.]*:\s*$",
    re.IGNORECASE,
)


def _is_answer(reader: Reader, draft: OperationDraft) -> bool:
    """Whether the sentence before a table says that it is of the answer."""
    before = clean(reader.before).lower()
    if PRESENCE.match(reader.node.title):
        return False  # what may be left out is what is sent
    if re.search(r"\b(?:respon\w+|returns?|returned|result)\b", before):
        last = sentences(reader.before)[-1:]
        told = [one for sentence in last for one in returned(sentence, reader.style)]
        return not told or not all(one.empty for one in told)
    if re.search(r"\b(?:request|parameters?|body|payload|accepts?|arguments?)\b", before):
        return False
    return reader.node.role == "properties" and draft.methods <= BODILESS


def _holder(reader: Reader, draft: OperationDraft, side: Side, status: str) -> tuple[Step, ...]:
    """The path of the property that a heading names, where a payload above has such a one."""
    if reader.node.operations:
        return ()
    return draft.holder(side, status, proper(reader.node.title, reader.style))


def _payload(
    reader: Reader,
    side: Side,
    rows: tuple[Row, ...],
    read: Read,
    line: int,
    unplaced: frozenset[str] = frozenset(),
) -> None:
    draft = reader.operation_draft
    if draft is None:
        return
    if side == "request" and (media := in_heading(reader.node.title)) is not None:
        add_media(reader, media, reader.node.line)
    names = {row.name for row in rows}
    nested = tuple(one for one in read.nested if one[0] and one[0][0] in names)
    status = status_of(reader.node)
    if is_whole(rows, placed="body" in read.locations):
        words = Words(type=said(rows[0]), sure=True)
        if words.type and rows[0].type != ANY:
            draft.say(
                Body(side=side, words=words, status=status, line=line, section=reader.section)
            )
        rows, nested = below(rows[0], nested)
        if not (rows or nested):
            return
    if holder := _holder(reader, draft, side, status):
        nested = ((holder, rows), *(((*holder, *path), below) for path, below in nested))
        rows = ()
    draft.add(
        Payload(
            side=side,
            rows=rows,
            nested=nested,
            status=status,
            unplaced=unplaced,
            line=line,
            section=reader.section,
        )
    )
