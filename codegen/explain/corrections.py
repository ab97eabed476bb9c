"""The user's corrections, as claims that win."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from codegen.explain.model import Explanation, Fact, Statement, Where
from codegen.overlay import Applied

__all__ = ["corrected"]

#: What an overlay calls a fact -> what it is called here, where that differs.
_FACTS = {"add_values": "values", "remove_values": "values"}
_FACTS_BY_KIND = {
    ("operation", "name"): "id",
    ("request", "presence"): "required",
    ("property", "add"): "type",
    **{(kind, "add"): "name" for kind in ("object", "enum", "union")},
}


#: What an entry says that does more than set a fact.
_SAYS = {
    "add": "added",
    "remove": "removed",
    "add_values": "adds {}",
    "remove_values": "removes {}",
}


def corrected(found: Explanation, corrections: Sequence[Applied]) -> Explanation:
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
        elif one.fact == "remove" and one.target.startswith(f"{found.subject}."):
            gone = one.target.removeprefix(f"{found.subject}.")
            facts.append(_with(Fact(name="removed", value=gone), one))
    return msgspec.structs.replace(
        found,
        facts=tuple(facts),
        parts=tuple(corrected(part, corrections) for part in found.parts),
    )


def _with(fact: Fact, one: Applied) -> Fact:
    statement = Statement(
        says=_SAYS.get(one.fact, "{}").format(one.value or "not known"),
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
