"""The user's corrections, as claims that win."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from codegen.explain.model import Explanation, Fact, Statement, Where

__all__ = ["Correction", "corrected"]

#: What an overlay calls a fact -> what it is called here, where that differs.
_FACTS = {"add_values": "values", "remove_values": "values", "remove": "type"}
_FACTS_BY_KIND = {
    ("operation", "name"): "id",
    ("request", "presence"): "required",
    ("property", "add"): "type",
    **{(kind, "add"): "name" for kind in ("object", "enum", "union")},
}


class Correction(Protocol):
    """A fact that the overlay decided; `target` is the subject of an explanation."""

    @property
    def target(self) -> str:
        """``Type``, ``Type.property``, ``METHOD /path``, or this and a parameter or body."""

    @property
    def fact(self) -> str:
        """The fact's name in the overlay."""

    @property
    def value(self) -> str:
        """What the overlay sets; '' where it drops the fact."""

    @property
    def reason(self) -> str:
        """The user's reason."""

    @property
    def path(self) -> str:
        """The overlay's file."""

    @property
    def line(self) -> int:
        """The line of the fact, or of its entry."""


def corrected(found: Explanation, corrections: Sequence[Correction]) -> Explanation:
    """`found` with the corrections of it and of its parts as the first claims for their facts."""
    facts = list(found.facts)
    for one in corrections:
        if one.target == found.subject:
            named = _FACTS_BY_KIND.get((found.kind, one.fact))
            name = named or _FACTS.get(one.fact, one.fact)
            at = next((index for index, fact in enumerate(facts) if fact.name == name), None)
            if at is None:
                facts.append(_with(Fact(name=name, value=one.value or None), one))
            else:
                facts[at] = _with(facts[at], one)
    return msgspec.structs.replace(
        found,
        facts=tuple(facts),
        parts=tuple(corrected(part, corrections) for part in found.parts),
    )


def _with(fact: Fact, one: Correction) -> Fact:
    verb = {"add_values": "adds ", "remove_values": "removes "}.get(one.fact, "")
    statement = Statement(
        says=verb + (one.value or "not known"),
        how="overlay",
        note=one.reason,
        places=(Where(path=one.path, line=one.line),),
    )
    return msgspec.structs.replace(
        fact,
        basis="overlay",
        reasons=("The overlay decides.",),
        supporting=(statement, *fact.supporting),
    )
