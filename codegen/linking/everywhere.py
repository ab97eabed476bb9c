"""Parameters that a guide says every request to take: of each operation of its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from codegen.claims import EVERY, Claim, OperationClaim, OperationKey, ParameterClaim

__all__ = ["everywhere"]

#: An API has a few such parameters. Without a limit, a few pages could claim as much as the square
#: of what they hold.
_MOST = 20


def everywhere(claims: Sequence[Claim]) -> Sequence[Claim]:
    """`claims`, with those of `EVERY` operation as one of each that does not have it already."""
    said = [one for one in claims if isinstance(one, ParameterClaim) and one.operation == EVERY]
    if not said:
        return claims
    by_rank: dict[int, dict[OperationKey, None]] = defaultdict(dict)
    known: set[tuple[OperationKey, str, str]] = set()
    for claim in claims:
        if isinstance(claim, OperationClaim) and not claim.webhook:
            by_rank[claim.place.rank][claim.operation] = None
        elif isinstance(claim, ParameterClaim):
            known.add((claim.operation, claim.location, claim.row.name))
    every = set(map(id, said))
    kept = [one for one in claims if id(one) not in every]
    taken: dict[tuple[int, str], ParameterClaim] = {}
    for one in said:
        taken.setdefault((one.place.rank, one.row.name), one)
    for one in list(taken.values())[:_MOST]:
        kept += [
            replace(one, operation=key)
            for key in by_rank[one.place.rank]
            if (key, one.location, one.row.name) not in known
        ]
    return kept
