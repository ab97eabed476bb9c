"""A spec, looked up: its types by name, and by which operations each travels which way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from codegen.changes.model import Direction
from codegen.spec import Operation, Spec, Type
from codegen.typeexpr import TypeExpr, references
from codegen.typegraph import mentions

__all__ = ["Index", "Use", "Uses", "Way", "directed", "index", "key_of", "received", "sent"]

Way = Literal["request", "response"]
"""How a payload travels, seen from the caller."""

Use = tuple[Way, str]
"""The way, and the operation that makes it, as ``METHOD /path``."""

Uses = frozenset[Use]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One spec, looked up. `uses` has every type, also those that no operation reaches."""

    spec: Spec
    types: Mapping[str, Type]
    uses: Mapping[str, Uses]
    aliases: Mapping[str, str]
    """Name that a type had before, with its module -> the type that has it as an alias."""
    modules: frozenset[str]


def index(spec: Spec) -> Index:
    """Look `spec` up: every type by name, with all ways in which operations reach it."""
    types = {one.name: one for one in spec.types}
    below = {name: tuple(dict.fromkeys(mentions(one))) for name, one in types.items()}
    uses: dict[str, set[Use]] = defaultdict(set)
    for operation in spec.operations:
        for way, exprs in (("request", sent(operation)), ("response", received(operation))):
            for name in _reached(exprs, below):
                uses[name].add((_way(way), key_of(operation)))
    return Index(
        spec=spec,
        types=types,
        uses={name: frozenset(uses.get(name, ())) for name in types},
        aliases={alias: one.name for one in spec.types for alias in one.aliases},
        modules=frozenset(one.module for one in (*spec.types, *spec.operations)),
    )


def _way(text: str) -> Way:
    return "request" if text == "request" else "response"


def key_of(operation: Operation) -> str:
    """What people call an operation: ``METHOD /path``."""
    return f"{operation.method.upper()} {operation.path}"


def sent(operation: Operation) -> tuple[TypeExpr, ...]:
    """The types of all that the caller sends: of a webhook, that is what answers it."""
    return _answered(operation) if operation.webhook else _asked(operation)


def received(operation: Operation) -> tuple[TypeExpr, ...]:
    """The types of all that the caller receives."""
    return _asked(operation) if operation.webhook else _answered(operation)


def _asked(operation: Operation) -> tuple[TypeExpr, ...]:
    body = (operation.request.type,) if operation.request else ()
    return (*(parameter.type for parameter in operation.parameters), *body)


def _answered(operation: Operation) -> tuple[TypeExpr, ...]:
    return tuple(answer.body.type for answer in operation.responses if answer.body is not None)


def _reached(exprs: Iterable[TypeExpr], below: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    pending = [name for expr in exprs for name in references(expr)]
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        if name in below and name not in seen:
            seen.add(name)
            pending.extend(below[name])
            yield name


def directed(uses: Iterable[Use]) -> Direction:
    """All ways of `uses` in one word."""
    ways = {way for way, _ in uses}
    if len(ways) > 1:
        return "both"
    return next(iter(ways), "")
