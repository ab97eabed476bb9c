"""Samples of which no words say whether they are sent or answered, of operations without answers.

Pages show an example right below the table of what is sent, and say after it that nothing comes
back: it can only be the request's.
"""

from __future__ import annotations

import dataclasses

from codegen.dialects.general.drafts import OperationDraft, Shown
from codegen.payloads import read_payloads
from codegen.samples import InvalidJsonError, TooDeepError

__all__ = ["EMPTY", "sent_alone"]

#: Statuses of answers without content: https://www.rfc-editor.org/rfc/rfc9110#status.204
EMPTY = frozenset({"204", "205"})


def sent_alone(draft: OperationDraft) -> None:
    """Make samples of what a table says is sent those of the request, if nothing is answered.

    Nothing else that the page says or shows may be a good answer.
    """
    tables = (one for one in draft.payloads if one.side == "request")
    names = frozenset(row.name for one in tables for row in one.rows)
    if names and _is_unanswered(draft):
        draft.samples = [_sent(shown, names) for shown in draft.samples]


def _is_unanswered(draft: OperationDraft) -> bool:
    """Whether a page says that there is no content in answers, and nothing of what is in them."""
    good = {one.status for one in draft.statuses if one.status.startswith("2")}
    if not (draft.empty or good) or good - EMPTY:
        return False
    answers = [
        *((one.side, one.status) for one in draft.bodies),
        *((one.side, one.status) for one in draft.payloads),
        *((one.sample.side, one.sample.status) for one in draft.samples),
    ]
    return not any(side == "response" and status[:1] in {"", "2"} for side, status in answers)


def _sent(shown: Shown, names: frozenset[str]) -> Shown:
    sample = shown.sample
    if sample.side or sample.status or sample.request is not None:
        return shown
    try:
        shapes = [one.shape for one in read_payloads(sample.text)]
    except (InvalidJsonError, TooDeepError):
        return shown
    if not all(one.keys and one.keys <= names for one in shapes):
        return shown
    return Shown(sample=dataclasses.replace(sample, side="request"), node=shown.node)
