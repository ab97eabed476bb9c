"""Samples of guides: of which operation they are, which another page documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

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
from codegen.pathtemplate import PLACEHOLDER

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
    operations = _Operations(one.operation for one in claims if isinstance(one, OperationClaim))
    statuses: dict[OperationKey, set[str]] = defaultdict(set)
    for claim in claims:
        if isinstance(claim, _Payload) and claim.slot.direction == "response":
            statuses[claim.slot.operation].add(claim.slot.status)
    found: list[Claim] = [one for one in claims if not isinstance(one, ExampleClaim)]
    for one in examples:
        key = operations.of(one.operation)
        said = one.sample.slot.status
        if key is None:
            continue
        success = sorted(status for status in statuses[key] if status.startswith("2"))
        status = success[0] if len(success) == 1 and said.startswith("2") else said
        found.append(replace(one.sample, slot=Slot(key, "response", status)))
    return found


class _Operations:
    """Documented operations, found by a request with values put in."""

    def __init__(self, keys: Iterable[OperationKey]) -> None:
        self._known = dict.fromkeys(keys)
        self._templates: dict[tuple[str, int], list[OperationKey]] = defaultdict(list)
        for key in self._known:
            if "{" in key.path:
                self._templates[key.method, key.path.count("/")].append(key)

    def of(self, request: OperationKey) -> OperationKey | None:
        """The operation itself, or the only one whose template its path fits."""
        if request in self._known:
            return request
        near = self._templates.get((request.method, request.path.count("/")), ())
        fitting = [key for key in near if _pattern(key.path).fullmatch(request.path)]
        return fitting[0] if len(fitting) == 1 else None


def _pattern(path: str) -> re.Pattern[str]:
    parts = PLACEHOLDER.split(path)[::2]
    return re.compile("[^/]+".join(map(re.escape, parts)))
