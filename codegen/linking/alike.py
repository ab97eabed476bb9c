"""Operations that pages say to do the same as another: by a link to it, never by their shape alone.

Where their methods and paths are the same but for the names of placeholders, they are one operation
under two spellings. Otherwise what is claimed of the other one is carried over, where the pages say
nothing of it themselves. As far as the paths agree, their placeholders stand for the same, so that
they are spelled alike in all paths that begin so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from codegen.claims import (
    BodyClaim,
    Claim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    ResponseClaim,
    SameClaim,
    SampleClaim,
    SecurityClaim,
    Slot,
    TableClaim,
)
from codegen.linking.pages import Target, pages_of
from codegen.linking.spellings import respelled
from codegen.pathtemplate import PLACEHOLDER

__all__ = ["alike"]

#: All that is carried over is at most so many times what the pages claim. Without a limit, a few
#: pages could claim as much as the square of what they hold.
_SHARE = 10

#: What is carried over: all but what an operation is called.
_Carried = ParameterClaim | ResponseClaim | SecurityClaim | BodyClaim | TableClaim | SampleClaim


def alike(claims: Sequence[Claim]) -> Sequence[Claim]:
    """`claims`, which are in order of precedence, with those of operations that do the same."""
    said = [claim for claim in claims if isinstance(claim, SameClaim)]
    if not said:
        return claims
    pages = pages_of(claims)
    documented: dict[Target, OperationKey] = {}
    for claim in claims:
        if isinstance(claim, OperationClaim):
            for anchor in claim.anchors:
                documented.setdefault(Target(claim.place.page, anchor.lower()), claim.operation)
    others: dict[OperationKey, tuple[SameClaim, OperationKey]] = {}
    for one in said:
        found = pages.find(one.target, one.place.page)
        other = documented.get(found) if found is not None else None
        if other is not None and other != one.operation:
            others.setdefault(one.operation, (one, other))
    rest = [claim for claim in claims if not isinstance(claim, SameClaim)]
    new = _spellings(others)
    known = dict.fromkeys(claim.operation for claim in rest if isinstance(claim, OperationClaim))
    renamed = {key: kept for key in known if (kept := _respelled(key, new)) != key}
    written = [respelled(claim, renamed) for claim in rest]
    same = {
        renamed.get(key, key): (claim, renamed.get(other, other))
        for key, (claim, other) in others.items()
    }
    return [*written, *_carried_over(written, same)]


# --- spellings --------------------------------------------------------------------------------


def _spellings(
    others: Mapping[OperationKey, tuple[SameClaim, OperationKey]],
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Begins of paths, up to a placeholder, with those that they are another spelling of."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key, (_, other) in others.items():
        own, theirs = key.path.split("/"), other.path.split("/")
        end = 0
        for at, (one, their) in enumerate(zip(own, theirs, strict=False), 1):
            if PLACEHOLDER.sub("{}", one) != PLACEHOLDER.sub("{}", their):
                break
            end = at if one != their else end
        if end and tuple(theirs[:end]) not in found:
            found.setdefault(tuple(own[:end]), tuple(theirs[:end]))
    return found


def _respelled(key: OperationKey, new: Mapping[tuple[str, ...], tuple[str, ...]]) -> OperationKey:
    """The operation, with the longest begin of its path that has another spelling in that."""
    parts = key.path.split("/")
    for end in range(len(parts), 0, -1):
        if (begin := new.get(tuple(parts[:end]))) is not None:
            path = "/".join((*begin, *parts[end:]))
            names = PLACEHOLDER.findall(path)
            return key._replace(path=path) if len(set(names)) == len(names) else key
    return key


# --- what is carried over ---------------------------------------------------------------------


def _carried_over(
    claims: Sequence[Claim], same: Mapping[OperationKey, tuple[SameClaim, OperationKey]]
) -> Iterator[Claim]:
    """What operations have of those that they do the same as, where nothing is said of it."""
    of: dict[OperationKey, list[_Carried]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim, _Carried):
            of[_operation(claim)].append(claim)
    left = _SHARE * len(claims)
    for key, (claim, other) in same.items():
        if other == key:
            continue  # one operation under two spellings
        own = {_subject(one) for one in of.get(key, ())}
        chain = _chain(key, other, same)
        for one in _first(of.get(origin, ()) for origin in chain):
            if left <= 0:
                return
            if _subject(one) not in own and _is_taken(one, claim, key):
                left -= 1
                yield _of(_within(one, claim), key)


def _chain(
    key: OperationKey,
    other: OperationKey,
    same: Mapping[OperationKey, tuple[SameClaim, OperationKey]],
) -> tuple[OperationKey, ...]:
    """`other`, and what that one does the same as; each once."""
    found = dict.fromkeys((key, other))
    while other in same and same[other][1] not in found:
        other = same[other][1]
        found[other] = None
    return tuple(found)[1:]


def _first(sources: Iterable[Iterable[_Carried]]) -> Iterator[_Carried]:
    """The claims of all sources; what an earlier one speaks of is no more taken of a later one."""
    known: set[object] = set()
    for source in sources:
        subjects = {_subject(one): one for one in source}
        yield from (one for one in source if _subject(one) not in known)
        known |= subjects.keys()


def _operation(claim: _Carried) -> OperationKey:
    if isinstance(claim, BodyClaim | TableClaim | SampleClaim):
        return claim.slot.operation
    return claim.operation


def _subject(claim: _Carried) -> object:
    """What a claim is about, whichever operation it is claimed of."""
    match claim:
        case ParameterClaim(location=location, row=row):
            return location, row.name
        case ResponseClaim(status=status):
            return status
        case SecurityClaim():
            return "security"
    return claim.slot.direction, claim.slot.status


def _is_taken(claim: _Carried, said: SameClaim, key: OperationKey) -> bool:
    """Whether a claim holds for an operation that does the same."""
    if not isinstance(claim, ParameterClaim):
        return True
    if claim.location == "path":
        return claim.row.name in PLACEHOLDER.findall(key.path)
    return claim.row.name not in said.without


def _within(claim: _Carried, said: SameClaim) -> _Carried:
    """The claim without the properties of the request that pages say not to be taken."""
    if not isinstance(claim, TableClaim) or claim.path or claim.slot.direction != "request":
        return claim
    rows = tuple(row for row in claim.rows if row.name not in said.without)
    return claim if len(rows) == len(claim.rows) else replace(claim, rows=rows)


def _of(claim: _Carried, key: OperationKey) -> Claim:
    if isinstance(claim, BodyClaim | TableClaim | SampleClaim):
        return replace(claim, slot=Slot(key, claim.slot.direction, claim.slot.status))
    return replace(claim, operation=key)
