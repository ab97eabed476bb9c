"""Which type a reference means: by the target of its link, else by its label.

A stage between the readings and resolve. Types that pages document by themselves are put in
order: definitions of one type are joined, types that share a label get labels of their own, and
each reference to one of them names it. What a type inherits is claimed of it too, and a name that
pages give to something that is no object is replaced by what it is. Claims of pages that document
no type by itself stay as they are, and so do references to labels that nothing defines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from codegen.claims import (
    BodyClaim,
    Claim,
    DefinitionClaim,
    EnumClaim,
    Link,
    ParameterClaim,
    Place,
    Reading,
    Row,
    Slot,
    TableClaim,
)
from codegen.diagnostics import Diagnostic
from codegen.likeness import stems
from codegen.linking.alike import alike
from codegen.linking.called import called
from codegen.linking.everywhere import everywhere
from codegen.linking.examples import shown
from codegen.linking.index import Index
from codegen.linking.inheritance import inherited, with_bases
from codegen.linking.items import placed
from codegen.linking.options import settle
from codegen.linking.partial import partials
from codegen.linking.placeholders import Placeholders, is_placeholder
from codegen.linking.specified import specified
from codegen.linking.spellings import spelled
from codegen.linking.types import Defining, Documented, Payload, documented
from codegen.linking.wording import worded
from codegen.linking.wrapped import wrapped
from codegen.naming import words
from codegen.origins import Origin, located, origin_of
from codegen.typeexpr import OBJECT, Array, Map, Ref, TypeExpr

__all__ = ["Linked", "linked", "ordered"]

#: Words of what maps something to something, or has another content: a link is to what one of the
#: two is of, or to what the content is about.
_MAPPED = re.compile(
    r"\b(?:map(?:s|ped|ping)?|dictionary|dict)\b[^.\n]{0,200}\b(?:keys?|to)\b|\bkeyed by\b"
    r"|\bcontains an? single\b",
    re.IGNORECASE,
)
#: What each value of a map is.
_VALUES = re.compile(r"\bvalues? (?:for|of) each key (?:is|are|holds?)\b", re.IGNORECASE)

#: A described link beside more words than these may be about something else.
_FEW_WORDS = 8


class Linked(NamedTuple):
    """Claims whose references are what they mean, and what was found on the way."""

    claims: Sequence[Claim]
    diagnostics: tuple[Diagnostic, ...] = ()


def ordered(readings: Iterable[Reading]) -> Linked:
    """All claims in order of precedence, linked, each at the place where it stands.

    Links count from the page that a claim is read on, whatever document it is included from.
    """
    by_rank = sorted(readings, key=lambda reading: (reading.rank, reading.page))
    claims = worded([claim for reading in by_rank for claim in reading.claims])
    found = linked(spelled(alike(everywhere(shown(claims)))))
    origins = {reading.page: reading.origins for reading in by_rank if reading.origins}
    if not origins:
        return found
    return Linked(
        [_placed(claim, origins) for claim in found.claims],
        tuple(located(one, one.path, origins.get(one.path, ())) for one in found.diagnostics),
    )


def _placed(claim: Claim, origins: Mapping[str, Sequence[Origin]]) -> Claim:
    of = origins.get(claim.place.page)
    if of is None:
        return claim
    page, line = origin_of(of, claim.place.line)
    return replace(claim, place=replace(claim.place, page=page, line=line))


def linked(claims: Sequence[Claim]) -> Linked:
    """`claims`, which are in order of precedence, with each reference naming the type it means.

    The slots of definitions are known by their label alone from here on. Links of descriptions
    are left only where they lead to a type that a page documents by its values; one to an object
    type says what a property of the type ``object`` is.
    """
    defining = [claim for claim in claims if isinstance(claim, Defining)]
    linked_paths = any(map(is_placeholder, claims))
    if not defining:
        kept = [claim for claim in claims if not (is_placeholder(claim) or _is_unsure(claim))]
        return Linked(kept if len(kept) < len(claims) else claims)
    types = documented(defining, claims)
    index = Index(types, claims)
    settle(types, index)
    placeholders = Placeholders(claims, index) if linked_paths else None
    written = [one for claim in claims if (one := _written(claim, index, placeholders)) is not None]
    written = called(placed(wrapped(written, index), index), index)
    written = specified(with_bases(written, index))
    more, findings = inherited(written)
    written += more
    return Linked([*written, *partials(written, index)], findings)


def _written(  # noqa: PLR0911 - one for each kind
    claim: Claim, index: Index, placeholders: Placeholders | None
) -> Claim | None:
    """`claim`, with its references and its slot as they are meant; None where nothing needs it."""
    if isinstance(claim, Defining | Payload) and claim.slot.direction == "definition":
        one = index.of_slot.get(claim.slot)
        if one is None and isinstance(claim, Defining):
            return None  # it turned out to be no type
        if one is not None and one.is_named:
            return None  # what it is stands wherever it is named
        label = one.label if one is not None else claim.slot.operation.path
        claim = replace(claim, slot=Slot.definition(label))
    match claim:
        case DefinitionClaim():
            bases = (_base(link, claim.place, index) for link in claim.bases)
            return replace(claim, label=claim.slot.operation.path, bases=tuple(bases))
        case EnumClaim():
            return replace(claim, label=claim.slot.operation.path)
        case BodyClaim():
            return _body(claim, index)
        case ParameterClaim():
            if placeholders is not None and is_placeholder(claim):
                return placeholders.typed(claim)
            row = _row(claim.row, claim.place, index)
            return claim if row is claim.row else replace(claim, row=row)
        case TableClaim():
            rows = tuple(_row(row, claim.place, index) for row in claim.rows)
            same = all(one is other for one, other in zip(rows, claim.rows, strict=True))
            return claim if same else replace(claim, rows=rows)
    return claim


def _body(claim: BodyClaim, index: Index) -> BodyClaim | None:
    if claim.type is None:
        return claim
    if not claim.sure:
        return _if_documented(claim, index)
    meant = index.meant(claim.type, claim.links, claim.place)
    return claim if meant is claim.type else replace(claim, type=meant)


def _is_unsure(claim: Claim) -> bool:
    return isinstance(claim, BodyClaim) and not claim.sure


def _if_documented(claim: BodyClaim, index: Index) -> BodyClaim | None:
    """A claim in words of prose, if they are the name of a type with properties."""
    kind = claim.type.items if isinstance(claim.type, Array) else claim.type
    one = index.of_label(kind.name, claim.place) if isinstance(kind, Ref) else None
    if one is None or one.is_enum or one.is_named:
        return None
    found: TypeExpr = Ref(one.label)
    return replace(claim, type=Array(found) if isinstance(claim.type, Array) else found, sure=True)


def _base(link: Link, place: Place, index: Index) -> Link:
    one = index.of_link(link.target, place) or index.of_label(link.label, place)
    return link if one is None else replace(link, label=one.label)


def _row(row: Row, place: Place, index: Index) -> Row:
    if row.type is None and not row.links:
        return row
    meant = index.meant(row.type, row.links, place) if row.type is not None else None
    described = list(_described(row, place, index)) if row.links else []
    links = tuple(replace(link, label=one.label) for link, one in described if one.is_enum)
    objects = {one.label for _, one in described if not one.is_enum and not one.is_named}
    if meant == OBJECT and len(objects) == 1 and _VALUES.search(row.description):
        meant = Map(Ref(objects.pop()))
    elif meant is not None and len(objects) == 1 and not _MAPPED.search(row.description):
        meant = _filled(meant, Ref(objects.pop()))
    if meant is row.type and links == row.links:
        return row
    return replace(row, type=meant, links=links)


def _filled(expr: TypeExpr, ref: Ref) -> TypeExpr:
    """`expr` with `ref` for an object of which the type says nothing else."""
    if isinstance(expr, Array):
        return Array(_filled(expr.items, ref))
    return ref if expr == OBJECT else expr


def _described(row: Row, place: Place, index: Index) -> Iterator[tuple[Link, Documented]]:
    """The links of a description that say what the property is, and the types they lead to."""
    for link in row.links:
        one = index.of_link(link.target, place, exactly=True) if link.described else None
        if one is not None and _is_about(row, link, one):
            yield link, one


def _is_about(row: Row, link: Link, one: Documented) -> bool:
    """Whether a link is about the property: it has a word of its name, or is most of what is said.

    A longer description may speak of values that are not the property's own.
    """
    ours = stems(row.name)
    if ours & (stems(link.label) | stems(one.first.label)):
        return True
    return len(words(row.description)) - len(words(link.label)) <= _FEW_WORDS
