"""Paths that differ only in the names of their placeholders are one path.

A placeholder's name is nothing that is sent, and OpenAPI takes two such templates for identical
(https://spec.openapis.org/oas/v3.1.1.html#paths-object). The spelling of most operations is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from codegen.claims import (
    Claim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    ResponseClaim,
    SecurityClaim,
)
from codegen.pathtemplate import PLACEHOLDER, template

__all__ = ["spelled"]


def spelled(claims: Sequence[Claim]) -> Sequence[Claim]:
    """`claims`, with one spelling of each path; of equally many the first in order is kept."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if isinstance(claim, OperationClaim) and "{" in claim.operation.path:
            counts[template(claim.operation.path)][claim.operation.path] += 1
    renamed = {
        path: found.most_common(1)[0][0]
        for found in counts.values()
        if len(found) > 1
        for path in found
    }
    renamed = {path: kept for path, kept in renamed.items() if path != kept}
    return [_of(claim, renamed) for claim in claims] if renamed else claims


def _of(claim: Claim, renamed: Mapping[str, str]) -> Claim:
    operation = claim.slot.operation if hasattr(claim, "slot") else claim.operation
    kept = renamed.get(operation.path)
    if kept is None:
        return claim
    key = OperationKey(operation.method, kept)
    match claim:
        case ParameterClaim(location="path", row=row):
            names = PLACEHOLDER.findall(operation.path)
            if row.name in names:
                name = PLACEHOLDER.findall(kept)[names.index(row.name)]
                return replace(claim, operation=key, row=replace(row, name=name))
            return replace(claim, operation=key)
        case OperationClaim() | ParameterClaim() | SecurityClaim() | ResponseClaim():
            return replace(claim, operation=key)
    if claim.slot.direction == "definition":
        return claim
    return replace(claim, slot=claim.slot._replace(operation=key))
