"""Statuses: every one that a page names for an operation, or shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from codegen.claims import Claim, ResponseClaim, Slot
from codegen.dialects.general.drafts import OperationDraft, Reader, Shown

__all__ = ["claim_statuses"]

_Samples = Sequence[tuple[Shown, list[Claim]]]


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
