"""Rows that stand for a payload as a whole, and the rows of what it holds.

Tables that are made from OpenAPI documents print the body among the parameters, and an answer
without a name above its properties; handwritten ones call the body by the name of its type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from codegen.claims import Row
from codegen.dialects.general.drafts import Body, OperationDraft, Reader, Side
from codegen.dialects.general.names import is_plain_type
from codegen.dialects.general.read import Nested
from codegen.dialects.general.said import status_of
from codegen.dialects.general.sentences import Words
from codegen.dialects.styles.style import Role
from codegen.markdown import Paragraph
from codegen.naming import words
from codegen.typeexpr import AnyType, Ref, Scalar, innermost, references

__all__ = ["below", "is_whole", "said", "typed_paragraph"]

#: Names of what has none on the wire.
_NAMELESS = re.compile(r"(?:request[_ -]?)?(?:body|payload)|_?root_?|anonymous", re.IGNORECASE)


def is_whole(rows: Sequence[Row], *, placed: bool) -> bool:
    """Whether the rows of a payload are one row, which is about all of it.

    `placed`: a column says that it stands in the body, where OpenAPI has room for one. A name of
    its own is enough where it is the name of the row's type, which is documented elsewhere.
    """
    if len(rows) != 1:
        return False
    row = rows[0]
    kind = innermost(row.type) if row.type is not None else None
    if isinstance(kind, Scalar):
        return False
    if _NAMELESS.fullmatch(row.name):
        return True
    if not isinstance(kind, Ref):
        return placed and isinstance(kind, AnyType)
    named = any(one.label == kind.name for one in row.links)
    return placed or (named and words(row.name) == words(kind.name))


def said(row: Row) -> str:
    """The type of a row in the words of a page, with its links; '' where it does not say."""
    if row.type is None:
        return ""
    text = str(row.type)
    targets = {one.label: one.target for one in row.links if not one.described}
    for name in references(row.type):
        if name in targets:
            text = re.sub(rf"\b{re.escape(name)}\b", f"[{name}]({targets[name]})", text, count=1)
    return text


def below(row: Row, nested: Sequence[Nested]) -> tuple[tuple[Row, ...], tuple[Nested, ...]]:
    """The rows of what a whole payload holds: its own, and those further down by their paths."""
    inside = [(path[1:], rows) for path, rows in nested if path[:1] == (row.name,)]
    own = next((rows for path, rows in inside if not path), ())
    return own, tuple((path, rows) for path, rows in inside if path)


_SET_APART = re.compile(
    r"[*_`\s\[(]*\[[^\]\n]{1,100}\]\([^()\s]{1,300}\)[*_`\s\])]*|[*_]{0,2}`[^`]{1,80}`[*_]{0,2}"
)


def typed_paragraph(
    reader: Reader, draft: OperationDraft, block: Paragraph, role: Role | None
) -> bool:
    """A paragraph that is nothing but a type, set apart: what the payload of its heading is."""
    raw = block.raw.strip()
    if role not in {"request", "response"} or not _SET_APART.fullmatch(raw):
        return False
    if "](" not in raw and not is_plain_type(raw, reader.style):
        return False
    side: Side = "request" if role == "request" else "response"
    status = status_of(reader.node)
    words = Words(type=raw, sure=True)
    draft.say(Body(side=side, words=words, status=status, line=block.line, section=reader.section))
    return True
