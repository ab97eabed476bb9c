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
from codegen.dialects.general.sentences import Words, sentences, words_of
from codegen.dialects.styles.style import Role
from codegen.markdown import Paragraph
from codegen.naming import words
from codegen.typeexpr import AnyType, Ref, Scalar, innermost, references

__all__ = ["below", "is_whole", "said", "typed_paragraph", "typed_words"]

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


#: Behind the words of a type: what more is said of it, up to the end of the sentence.
_MORE = re.compile(
    r"[*_`)]*(?:\s+(?:objects?|resources?|entit(?:y|ies)|instances?|records?|items?|structures?"
    r"|models?|list|collection|arrays?))?"
    r"(?:,?\s+(?:that|which|whose|where|if|when)\b.*"
    r"|(?:,|,?\s+(?:with|of|for|in|containing|under|including|without|from|by)\b)"
    r"(?!.*\b(?:is|are|was|were|will|must|can|may|has|have|should|applies|apply)\b).*)?\s*[.:]?"
)
_LINK = re.compile(
    r"[*_`(]{0,6}(?<!!)\[[^\[\]\n]{1,100}\]\([^()\s]{1,300}\)|[*_]{0,2}`[A-Za-z][\w.]{0,80}`"
)
#: The words that may stand before it.
_BEFORE = re.compile(
    r"(?:(?:an?|the|one|this|is|its|new|newly|updated|created|modified|deleted|requested|empty"
    r"|list|array|collection|set|page|of|json|partial|single|object|matching|full|http|status|ok"
    r"|with|body|response|[1-5]\d\d)\b[\s`*_:,()-]*)*",
    re.IGNORECASE,
)


def typed_words(raw: str) -> Words | None:
    """The words of a type, where a text is these and no sentence: ``a new [Sailor](#sailor)``.

    None where anything else stands in it, or there is neither a link nor a name in code.
    """
    found = sentences(raw.strip())
    if len(found) != 1 or (link := _LINK.search(found[0])) is None:
        return None
    text = found[0]
    if not _BEFORE.fullmatch(text[: link.start()]) or not _MORE.fullmatch(text[link.end() :]):
        return None
    words = words_of(text)
    return words if words.type else None


def typed_paragraph(
    reader: Reader, draft: OperationDraft, block: Paragraph, role: Role | None
) -> bool:
    """A paragraph that is nothing but a type, set apart: what the payload of its heading is."""
    raw = block.raw.strip()
    if role not in {"request", "response"}:
        return False
    apart = _SET_APART.fullmatch(raw) is not None
    plain = apart and ("](" in raw or is_plain_type(raw, reader.style))
    words = Words(type=raw, sure=True) if plain else typed_words(raw)
    side: Side = "request" if role == "request" else "response"
    if words is None or not (apart or (words.sure and side not in draft.sure)):
        return False
    status = status_of(reader.node)
    draft.say(Body(side=side, words=words, status=status, line=block.line, section=reader.section))
    return True
