"""An operation whose path is spelled with other names of placeholders elsewhere is one operation.

A placeholder's name is nothing that is sent, and OpenAPI takes two such templates for identical
(https://spec.openapis.org/oas/v3.1.1.html#paths-object). Vendors do tell operations apart by them
(``/users/{id}`` and ``/users/{name}``), so that the operations must have one name as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from codegen.claims import (
    Claim,
    ExampleClaim,
    FeatureClaim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    ResponseClaim,
    SameClaim,
    SecurityClaim,
)
from codegen.pathtemplate import PLACEHOLDER, template

__all__ = ["respelled", "spelled"]


def spelled(claims: Sequence[Claim]) -> Sequence[Claim]:
    """`claims`, with one path for each operation; of equally many the first in order is kept."""
    counts: dict[tuple[str, str, str], Counter[OperationKey]] = defaultdict(Counter)
    for claim in claims:
        if isinstance(claim, OperationClaim) and "{" in claim.operation.path:
            method, path = claim.operation
            counts[method, template(path), claim.name][claim.operation] += 1
    renamed = {
        key: found.most_common(1)[0][0]
        for found in counts.values()
        if len(found) > 1
        for key in found
    }
    renamed = {key: kept for key, kept in renamed.items() if key != kept}
    return [respelled(claim, renamed) for claim in claims] if renamed else claims


def respelled(claim: Claim, renamed: Mapping[OperationKey, OperationKey]) -> Claim:
    """`claim`, of the operation that its own is another spelling of, where `renamed` has one."""
    operation = claim.slot.operation if hasattr(claim, "slot") else claim.operation
    kept = renamed.get(operation)
    if kept is None:
        return claim
    match claim:
        case ParameterClaim(location="path", row=row):
            names = PLACEHOLDER.findall(operation.path)
            if row.name in names:
                name = PLACEHOLDER.findall(kept.path)[names.index(row.name)]
                return replace(claim, operation=kept, row=replace(row, name=name))
            return replace(claim, operation=kept)
        case OperationClaim():
            return replace(claim, operation=kept, spelled=operation.path)
        case (
            SameClaim()
            | ExampleClaim()
            | FeatureClaim()
            | ParameterClaim()
            | SecurityClaim()
            | ResponseClaim()
        ):
            return replace(claim, operation=kept)
    return replace(claim, slot=claim.slot._replace(operation=kept))
