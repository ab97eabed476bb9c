"""The name lock and operations that have moved: what is kept of them goes where they are now."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

import msgspec

from codegen.claims import OperationKey
from codegen.namelock import NameLock, TypeLock
from codegen.pairing import alone
from codegen.pathtemplate import template, versionless
from codegen.resolve.ids import named
from codegen.resolve.operations import OperationEvidence

__all__ = ["followed"]


def followed(lock: NameLock, evidence: Mapping[OperationKey, OperationEvidence]) -> NameLock:
    """`lock`, with each operation that has moved at its new method and path.

    One that no page shows any more is one that the lock does not know yet, where nothing else can
    be: by its path but for the names of parameters or the version, or else by the name that the
    pages give it.
    Otherwise code that uses it, and all types that are named by where they stand in it, would get
    other names each time that an API goes from one version in its paths to the next.
    """
    here = {str(key): key for key in evidence}
    gone = [old for old in lock.operations if old not in here]
    come = [new for new in here if new not in lock.operations]
    moves: dict[str, str] = {}
    for before, after in (
        (template, template),
        (versionless, versionless),
        (lambda old: lock.operations[old], lambda new: _name(here[new], evidence)),
    ):
        left = alone((old for old in gone if old not in moves), before)
        found = alone((new for new in come if new not in moves.values()), after)
        moves.update({old: found[key] for key, old in left.items() if key in found})
    if not moves:
        return lock
    return msgspec.structs.replace(
        lock,
        operations={moves.get(key, key): name for key, name in lock.operations.items()},
        types={name: _moved(one, moves) for name, one in lock.types.items()},
    )


def _name(key: OperationKey, evidence: Mapping[OperationKey, OperationEvidence]) -> Hashable:
    """The id that an operation has by its name alone."""
    return named(key, evidence[key].main)


def _moved(one: TypeLock, moves: Mapping[str, str]) -> TypeLock:
    """`one`, with the operations in its places where they are now."""
    return msgspec.structs.replace(one, places=tuple(_place(at, moves) for at in one.places))


def _place(at: str, moves: Mapping[str, str]) -> str:
    # It begins with the method and the path, which may have blanks; no other place does.
    key = next((one for one in _beginnings(at) if one in moves), "")
    return moves[key] + at[len(key) :] if key else at


def _beginnings(at: str) -> Iterator[str]:
    """`at` up to each of its blanks, the longest first."""
    end = at.rfind(" ")
    while end > 0:
        yield at[:end]
        end = at.rfind(" ", 0, end)
