"""Samples of guides: of which operation they are, which another page documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from codegen.claims import (
    BodyClaim,
    Claim,
    ExampleClaim,
    OperationClaim,
    OperationKey,
    SampleClaim,
    Slot,
    TableClaim,
)
from codegen.pathtemplate import Templates

__all__ = ["shown"]

#: Claims of what is sent and answered.
_Payload = BodyClaim | TableClaim | SampleClaim


def shown(claims: Sequence[Claim]) -> Sequence[Claim]:
    """`claims`, with each example as a sample of the one operation that it fits, or left out.

    It is one of the only success that other claims tell of, or of the usual one.
    """
    examples = [one for one in claims if isinstance(one, ExampleClaim)]
    if not examples:
        return claims
    known = dict.fromkeys(one.operation for one in claims if isinstance(one, OperationClaim))
    templates = Templates(known)
    statuses: dict[OperationKey, set[str]] = defaultdict(set)
    for claim in claims:
        if isinstance(claim, _Payload) and claim.slot.direction == "response":
            statuses[claim.slot.operation].add(claim.slot.status)
    found: list[Claim] = [one for one in claims if not isinstance(one, ExampleClaim)]
    for one in examples:
        key = one.operation if one.operation in known else templates.only(one.operation)
        said = one.sample.slot.status
        if key is None:
            continue
        success = sorted(status for status in statuses[key] if status.startswith("2"))
        status = success[0] if len(success) == 1 and said.startswith("2") else said
        found.append(replace(one.sample, slot=Slot(key, "response", status)))
    return found
