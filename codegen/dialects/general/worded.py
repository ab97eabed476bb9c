"""Types that sentences name: words of prose that are the name of one, or may be."""

from __future__ import annotations

import re
from typing import NamedTuple

from codegen.claims import Link
from codegen.dialects import typetext
from codegen.dialects.general.drafts import Body, OperationDraft, Reader
from codegen.dialects.general.labels import Labels
from codegen.dialects.general.partial import links_of_type
from codegen.dialects.general.sentences import Words
from codegen.naming import type_name, words
from codegen.typeexpr import OBJECT, AnyType, Array, Ref, TypeExpr, references

__all__ = ["NamedType", "named_type"]

#: Words that may be the name of a type: all of them as in running text, or all with a capital.
_PROSE = re.compile(r"[a-z]+(?: [a-z]+){0,3}|[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*){0,3}")


class NamedType(NamedTuple):
    """The type of a body, the links in its words, and whether these are a name for sure."""

    type: TypeExpr
    links: tuple[Link, ...]
    sure: bool


def named_type(
    reader: Reader, draft: OperationDraft, body: Body, labels: Labels
) -> NamedType | None:
    """The type that a sentence says that a body is; None where it names none.

    `labels` are those of the types of the page.
    """
    said = body.words
    if not said.type:
        return None
    read = typetext.read(said.type, reader.style.types)
    kind = read.type or _of_page(labels, said)
    if kind is not None and (said.sure or _is_known(labels, kind)):
        return NamedType(kind, links_of_type(read), sure=True)
    kind = _perhaps(draft, body)
    return None if kind is None else NamedType(kind, (), sure=False)


def _is_known(labels: Labels, kind: TypeExpr) -> bool:
    """Whether words that nothing marks as a name are one: of a scalar, or of this page."""
    names = tuple(references(kind))
    if not names:
        inner = kind.items if isinstance(kind, Array) else kind
        return not isinstance(inner, AnyType) and inner is not OBJECT
    return all(name.lower() in labels.small for name in names)


def _perhaps(draft: OperationDraft, body: Body) -> TypeExpr | None:
    """The type of an answer that nothing but words of prose tell of, if it is one at all."""
    shown = any(one.sample.side != "request" for one in draft.samples)
    text = body.words.type.removeprefix("array of ")
    if body.side == "request" or shown or not _PROSE.fullmatch(text):
        return None
    kind: TypeExpr = Ref(type_name(text))
    return Array(kind) if body.words.several else kind


def _of_page(labels: Labels, said: Words) -> TypeExpr | None:
    """The type of this page that goes by words of prose, or the one whose name ends so.

    That only where the words are said to be of an object.
    """
    label = type_name(said.type)
    if label in labels.all:
        return Ref(label)
    found = labels.ends.get(tuple(words(label)), "") if said.sure else ""
    return Ref(found) if found else None
