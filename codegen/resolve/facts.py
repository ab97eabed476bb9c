"""Facts besides the type that pages of one set settle differently: a finding for each of them.

Resolve has to take one side: the laxest presence, the first constraint, the first name of a value.
What another set of pages says is no disagreement, since sets have an order of precedence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from codegen.claims import Row
from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.resolve.places import at
from codegen.spec import NO_CONSTRAINTS, Constraints

if TYPE_CHECKING:
    from codegen.resolve.graph import Node
    from codegen.resolve.resolver import Trace

__all__ = ["facts_disagree"]


class _Said(NamedTuple):
    """A row, the rank of its page and its line."""

    row: Row
    rank: int
    at: At


def facts_disagree(trace: Trace) -> Iterator[Diagnostic]:
    """A finding for each property or parameter, and each fact of it that pages do not agree on."""
    for key, node in trace.graph.nodes.items():
        for name, rows in _rows(node).items():
            yield from _of_rows(f"{trace.names[key]}.{name}", rows)
    for operation, evidence in trace.operations.items():
        for (_, name), found in evidence.parameters.items():
            if len(found) > 1:
                said = [_Said(row, place.rank, at(place)) for row, place in found]
                yield from _of_rows(f"{operation}.{name}", said)


def _rows(node: Node) -> Mapping[str, list[_Said]]:
    """The rows of each property on all pages; of those alone whose tables do not all say one."""
    distinct: dict[str, set[tuple[tuple[str, str], ...]]] = defaultdict(set)
    for tree in node.evidence.trees:
        for row in tree.rows:
            distinct[row.name].add(tuple(_facts(row)))
    rows: dict[str, list[_Said]] = defaultdict(list)
    for tree, places in node.evidence.trees.items():
        for row in tree.rows:
            if len(distinct[row.name]) > 1:
                rows[row.name] += [_Said(row, one.rank, at(one, row.offset)) for one in places]
    return rows


def _of_rows(subject: str, rows: Iterable[_Said]) -> Iterator[Diagnostic]:
    claims: dict[str, dict[int, list[tuple[str, At]]]] = {}
    for row, rank, line in rows:
        for fact, claim in _facts(row):
            claims.setdefault(fact, {}).setdefault(rank, []).append((claim, line))
    for fact, by_rank in claims.items():
        said = by_rank[min(by_rank)]  # The set of pages that decides.
        times = Counter(claim for claim, _ in said)
        if len(times) < 2:  # noqa: PLR2004 - two sides
            continue
        # What fewer pages say comes first: it is likelier to be what is to be mended.
        said.sort(key=lambda one: (times[one[0]], *one))
        sides = " and ".join(sorted(times))
        yield finding(
            "facts-disagree",
            f"{subject}: pages differ in {fact}: {sides}",
            f"{subject}, {fact}",
            [(line, f"says {claim}") for claim, line in said],
        )


def _facts(row: Row) -> Iterator[tuple[str, str]]:
    """The facts that a row states, each with what it claims."""
    if row.presence is not None:
        yield "presence", row.presence
    for fact, claim, words in (
        ("nullability", row.nullable, ("never null", "may be null")),
        ("access for reading", row.read_only, ("not read only", "read only")),
        ("access for writing", row.write_only, ("not write only", "write only")),
    ):
        if claim is not None:
            yield fact, words[claim]
    if row.constraints is not NO_CONSTRAINTS:
        for name in Constraints.__struct_fields__:
            claim = getattr(row.constraints, name)
            if claim is not None:
                yield name.replace("_", " "), repr(claim)
    for one in row.details:
        if one.name:
            yield f"the name of the value {one.value!r}", one.name
