"""Request lines that take more than a block to tell: of several, or at the begin of a sentence.

``Route: /toys/:id`` above a command of curl that shows the method; "`GET /toys` returns all toys".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from codegen.claims import OperationKey
from codegen.dialects.general.requests import (
    CODE_PATH,
    LONGEST,
    METHODS,
    Request,
    in_line,
    is_column,
    pairs_in,
    request_of,
)
from codegen.dialects.styles.style import Style
from codegen.markdown import Block, ListBlock, ListItem, Paragraph, clean
from codegen.pathtemplate import example_of

__all__ = ["in_route", "opening"]

#: A request line in code that a sentence begins with, which says what it does.
_BEGUN = re.compile(rf"[*_]*`((?:{METHODS})\s[^`\s]+)`[*_]*\s+[a-z]")


def opening(blocks: Sequence[Block]) -> Request | None:
    """The request line that the sentence which opens a section begins with.

    That of a paragraph, or of the one item of a list: several are a list of operations.
    """
    match blocks[:1]:
        case [Paragraph(raw=raw, line=line)]:
            pass
        case [ListBlock(items=[ListItem(raw=raw, line=line)])]:
            pass
        case _:
            return None
    begun = _BEGUN.match(raw[:LONGEST])
    found = in_line(begun[1], bare=False) if begun is not None else None
    return replace(found, line=line) if found is not None else None


def in_route(
    blocks: Iterable[Block], called: Collection[OperationKey], style: Style
) -> Request | None:
    """The request whose path stands behind a label, and whose method the calls below show.

    ``Route: `/toys/:id` ``, and a command of curl that gets ``/toys/1``.
    """
    pairs = [
        pair
        for block in blocks
        if isinstance(block, Paragraph)
        for pair in pairs_in(block.raw, block.line)
    ]
    for label, text, line in pairs:
        target = clean(text).strip()
        if not is_column("path", label, style) or not CODE_PATH.fullmatch(target):
            continue
        for key in called:
            found = request_of(key.method, target, line)
            if found is not None and (found.operation == key or example_of(key, found.operation)):
                return found
    return None
