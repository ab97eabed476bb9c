"""Identifiers of operations: what the pages call them, and what tells them apart.

Every operation asks for a name of its own words first, then for ones that say more of its method
and path.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping

from codegen.claims import OperationClaim, OperationKey
from codegen.naming import snake_case, words
from codegen.pathtemplate import PLACEHOLDER

__all__ = ["named", "operation_ids", "suffixes"]

#: No identifiers are kept: all are derived.
_NONE: Mapping[str, str] = {}


def operation_ids(
    mains: Mapping[OperationKey, OperationClaim], kept: Mapping[str, str] = _NONE
) -> dict[OperationKey, str]:
    """A unique identifier for each operation: the first of its forms that no other asks for.

    `kept` has the identifiers that are not to be derived, by method and path.
    """
    ids = {key: kept[str(key)] for key in mains if str(key) in kept}
    waiting = [key for key in mains if key not in ids]
    for form in _ID_FORMS:
        wanted = form({key: mains[key] for key in waiting})
        demand = Counter(wanted.values())
        taken = {*ids.values(), *kept.values()}
        alone = (key for key in waiting if demand[wanted[key]] == 1 and wanted[key] not in taken)
        ids.update({key: wanted[key] for key in alone})
        waiting = [key for key in waiting if key not in ids]
    return ids


_Mains = Mapping[OperationKey, OperationClaim]


def named(key: OperationKey, claim: OperationClaim) -> str:
    """The identifier that an operation has by its group and its name alone."""
    return snake_case(_named(key, claim))


def _named_ids(mains: _Mains) -> dict[OperationKey, str]:
    return {key: named(key, claim) for key, claim in mains.items()}


def _named(key: OperationKey, claim: OperationClaim) -> str:
    """Group and name: the group once, where the name begins with it."""
    # The path says which words are one: `GitHub` is `github` there.
    steps = frozenset(_fixed_steps(key.path))
    name = " ".join(_as_in(steps, word) for word in claim.name.split())
    group = " ".join(_as_in(steps, word) for word in claim.group.split())
    first, rest = _spelled(group), _spelled(name)
    return name if rest[: len(first)] == first != rest else f"{group} {name}"


def _as_in(steps: Container[str], word: str) -> str:
    low = word.lower()
    return low if low in steps else word


def _spelled(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in words(text))


def _told_apart_ids(mains: _Mains) -> dict[OperationKey, str]:
    """The name, and what tells the operation from others of that name."""
    apart = suffixes(mains)
    return {
        key: snake_case(" ".join((_named(key, claim), *apart[key]))) for key, claim in mains.items()
    }


def suffixes(mains: _Mains) -> dict[OperationKey, tuple[str, ...]]:
    """What of method and path the others of an operation's name do not all have, by operation.

    A page often gives one operation several request lines: ``/me/messages`` and
    ``/users/{id}/messages`` are told apart by ``me`` and ``users``; ``/groups`` and
    ``/groups/{id}`` by nothing and ``by id``.
    """
    rivals: dict[str, list[OperationKey]] = defaultdict(list)
    for key, name in _named_ids(mains).items():
        rivals[name].append(key)
    found: dict[OperationKey, tuple[str, ...]] = {}
    for keys in rivals.values():
        fixed = _own({key: (key.method.title(), *_fixed_steps(key.path)) for key in keys})
        alike: dict[tuple[str, ...], list[OperationKey]] = defaultdict(list)
        for key, steps in fixed.items():
            alike[steps].append(key)
        for steps, same in alike.items():
            variable = _own({key: tuple(PLACEHOLDER.findall(key.path)) for key in same})
            for key, names in variable.items():
                found[key] = (*steps, "by", *names) if names else steps
    return found


def _own(parts: Mapping[OperationKey, tuple[str, ...]]) -> dict[OperationKey, tuple[str, ...]]:
    """The parts of each that not all have, each once."""
    common = frozenset.intersection(*map(frozenset, parts.values()))
    return {
        key: tuple(dict.fromkeys(part for part in found if part not in common))
        for key, found in parts.items()
    }


#: What stands for one thing of many, and says nothing to a reader (RFC 9562).
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def _fixed_steps(path: str) -> list[str]:
    """The parts of a path without its parameters, and without ids that stand for some."""
    steps = PLACEHOLDER.sub("", path).split("/")
    return [step for step in steps if step and not _UUID.fullmatch(step)]


def _located_ids(mains: _Mains) -> dict[OperationKey, str]:
    return {
        key: snake_case(f"{_named(key, claim)} {key.method} {key.path}")
        for key, claim in mains.items()
    }


def _digested_ids(mains: _Mains) -> dict[OperationKey, str]:
    """Paths of the very same words: told apart by a digest."""
    located = _located_ids(mains)
    digests = {key: hashlib.sha256(str(key).encode()).hexdigest()[:16] for key in mains}
    return {key: f"{located[key]}_{digests[key]}" for key in mains}


_ID_FORMS = (_named_ids, _told_apart_ids, _located_ids, _digested_ids)
