"""What the sentences of a paragraph say, put into the drafts of the page."""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec.structs import replace

from codegen.claims import Row
from codegen.dialects import typetext
from codegen.dialects.general.drafts import Body, OperationDraft, Payload, Reader, Same, Status
from codegen.dialects.general.media import add_media, in_sentence
from codegen.dialects.general.partial import links_of_type
from codegen.dialects.general.roles import PROSE, role_of_parts
from codegen.dialects.general.sections import SAMPLES, Node
from codegen.dialects.general.sentences import (
    ABOVE,
    Said,
    accepted,
    heirs,
    inherited,
    inside,
    marked,
    returned,
    same_as,
    sentences,
    without,
)
from codegen.markdown import Paragraph

__all__ = ["add_status", "say", "status_of"]

#: A sentence of its own about the answer, below whatever heading it stands.
_RETURNS = re.compile(r"returns? ", re.IGNORECASE)


def say(reader: Reader, block: Paragraph) -> None:
    """What a paragraph says of the operation's answer and request, or of a type's base."""
    draft = reader.operation_draft
    role = role_of_parts(reader.node)
    for sentence in sentences(block.raw):
        _of_type(reader, sentence, block.line)
        if draft is None or role in SAMPLES:
            continue
        if role in PROSE and (link := same_as(sentence, reader.style)):
            _same(reader, draft, link, block)
        if role in {"request", "parameters"} or role in PROSE:
            _sent(reader, draft, sentence, block.line)
        own = role in {"response", "statuses"} or role in PROSE
        if own or _RETURNS.match(sentence):
            for said in returned(sentence, reader.style):
                if own or said.words.sure or (said.empty and said.status):
                    _answered(reader, draft, said, block.line)


def _of_type(reader: Reader, sentence: str, line: int) -> None:
    """What a sentence says of a type: its bases, what inherits from it, what it is a part of."""
    at = id(reader.node)
    if words := inherited(sentence, reader.style):
        reader.bases.setdefault(at, []).append((words, line))
    if links := heirs(sentence, reader.style):
        reader.derived.setdefault(at, []).extend(links)
    if links := inside(sentence, reader.style):
        reader.inside.setdefault(at, []).extend(links)


def _same(reader: Reader, draft: OperationDraft, link: str, block: Paragraph) -> None:
    """The operation does what another does: the one of the link, or of the section above."""
    if link == ABOVE:
        at = bisect_left(reader.ordered, draft.node.line, key=lambda one: one.node.line)
        anchors = reader.ordered[at - 1].node.anchors if at else ()
        if not anchors:
            return
        link = f"#{anchors[0]}"
    draft.same.append(
        Same(target=link, without=without(block.raw), line=block.line, section=reader.section)
    )


def _sent(reader: Reader, draft: OperationDraft, sentence: str, line: int) -> None:
    draft.marked = draft.marked or marked(sentence)
    if (told := in_sentence(sentence)) is not None:
        add_media(reader, told, line)
    words = accepted(sentence, reader.style)
    # What is said for sure is what is sent: later sentences are about something else.
    if words is not None and "request" not in draft.sure:
        draft.say(Body(side="request", words=words, line=line, section=reader.section))


def _answered(reader: Reader, draft: OperationDraft, said: Said, line: int) -> None:
    if said.words.type and "response" in draft.sure:
        return
    if said.status:
        add_status(reader, said.status, "", line)
    failed = said.status[:1] not in {"", "2"}
    draft.empty |= said.empty and not failed
    if said.empty or failed:
        return
    status = said.status or status_of(reader.node)
    if said.names:
        read = typetext.read(said.words.type, reader.style.types)
        row = Row(name="", type=read.type, links=links_of_type(read))
        rows = tuple(replace(row, name=name) for name in said.names)
        draft.add(
            Payload(side="response", rows=rows, status=status, line=line, section=reader.section)
        )
        return
    draft.say(
        Body(side="response", words=said.words, status=status, line=line, section=reader.section)
    )


def status_of(node: Node) -> str:
    """The status that a heading says that what is below it is about."""
    return next((one.groups["status"] for one in node.up() if "status" in one.groups), "")


def add_status(reader: Reader, status: str, description: str, line: int) -> None:
    """Note that the operation may answer with `status`."""
    draft = reader.operation_draft
    if (
        draft is not None
        and len(status) == len("200")
        and status.isdecimal()
        and "1" <= status < "6"
    ):
        draft.statuses.append(
            Status(status=status, description=description, line=line, section=reader.section)
        )
