"""Statuses: every one that a page names for an operation, or shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from codegen.claims import Claim, ResponseClaim, Slot
from codegen.dialects.general.announced import label
from codegen.dialects.general.drafts import OperationDraft, Reader, Shown
from codegen.dialects.general.said import add_status
from codegen.dialects.general.sections import Node
from codegen.dialects.general.whole import typed_words
from codegen.markdown import Paragraph

__all__ = ["claim_statuses", "status_in_heading"]

#: What stands behind the status in a heading: ``404 Not Found``, ``404 (Not Found)``.
_REASON = re.compile(r"[^\w\s]*\s+\W*([A-Za-z][\w' -]*)\W*")

_Samples = Sequence[tuple[Shown, list[Claim]]]


def status_in_heading(reader: Reader) -> None:
    """Note the status that the heading of the reader's section says, with the text below it.

    Headings of samples say of which status these are, which need not be documented.
    """
    node = reader.node
    status = node.groups.get("status", "")
    if status and node.role in {"response", "statuses"}:
        add_status(reader, status, _below(node) or _reason(node, status), node.line)


def _below(node: Node) -> str:
    """The first paragraph of a section, if it is a text about the status and not a type alone."""
    first = node.blocks[0] if node.blocks else None
    if not isinstance(first, Paragraph) or typed_words(first.raw) is not None:
        return ""
    text = " ".join(first.text.split())
    return "" if text.endswith(":") or label(first.raw) else text


def _reason(node: Node, status: str) -> str:
    match = _REASON.fullmatch(node.title.partition(status)[2])
    return match[1].strip() if match is not None else ""


def claim_statuses(
    reader: Reader,
    draft: OperationDraft,
    success: str,
    documented: Collection[Slot],
    samples: _Samples,
) -> None:
    """Add the statuses of a draft; `success` is that of an answer of which no page says it."""
    found: dict[str, tuple[str, int]] = {}
    for one in draft.statuses:
        if not found.get(one.status, ("", 0))[0]:
            found[one.status] = (one.description, one.line)
    for status, line in _shown(draft, success, documented, samples):
        found.setdefault(status, ("", line))
    reader.section = draft.node.section
    reader.claims.extend(
        ResponseClaim(
            operation=key, status=status, description=description, place=reader.place(line)
        )
        for key in draft.lines
        for status, (description, line) in found.items()
    )


def _shown(
    draft: OperationDraft, success: str, documented: Collection[Slot], samples: _Samples
) -> Iterator[tuple[str, int]]:
    """Statuses of bodies, samples and tables, with their lines."""
    for body in draft.bodies:
        if body.side == "response":
            yield body.status or success, body.line
    for shown, _ in samples:
        if shown.sample.side != "request":
            yield shown.sample.status or success, shown.sample.line
    for slot in documented:
        if slot.direction == "response":
            yield slot.status, next(iter(draft.lines.values()))
