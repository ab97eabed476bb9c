"""Parameters that a guide says every request to take: of each operation of its pages.

Likewise those of a feature, of each operation that pages say to have it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from codegen.claims import (
    EVERY,
    Claim,
    FeatureClaim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    every,
)

__all__ = ["everywhere"]

#: An API has a few such parameters. Without a limit, a few pages could claim as much as the square
#: of what they hold.
_MOST = 20


def everywhere(claims: Sequence[Claim]) -> Sequence[Claim]:
    """`claims`, with those of many operations as one of each that does not have it already."""
    kept = [one for one in claims if not (_is_of_many(one) or isinstance(one, FeatureClaim))]
    if len(kept) == len(claims):
        return claims
    having: dict[tuple[int, OperationKey], dict[OperationKey, None]] = defaultdict(dict)
    known: set[tuple[OperationKey, str, str]] = set()
    said: dict[tuple[int, OperationKey, str], ParameterClaim] = {}
    for claim in claims:
        match claim:
            case OperationClaim(webhook=False):
                having[claim.place.rank, EVERY][claim.operation] = None
            case FeatureClaim():
                having[claim.place.rank, every(claim.feature)][claim.operation] = None
            case ParameterClaim() if _is_of_many(claim):
                said.setdefault((claim.place.rank, claim.operation, claim.row.name), claim)
            case ParameterClaim():
                known.add((claim.operation, claim.location, claim.row.name))
    used = [one for one in said.values() if having.get((one.place.rank, one.operation))]
    for one in used[:_MOST]:
        for key in having[one.place.rank, one.operation]:
            if (key, one.location, one.row.name) not in known:
                known.add((key, one.location, one.row.name))
                kept.append(replace(one, operation=key))
    return kept


def _is_of_many(claim: Claim) -> bool:
    return isinstance(claim, ParameterClaim) and not claim.operation.method
