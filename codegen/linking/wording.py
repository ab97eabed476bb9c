"""The words of names: without articles, and apart where a page writes them as one.

Files are often named in small letters without a sign between the words (``driveitem-get.md``),
and headings follow them. Where a page documents a type of the same letters (``driveItem``), its
capitals say where the words begin. What an operation is called (``Get a User``) becomes an
identifier, which has no articles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from codegen.claims import Claim, DefinitionClaim, EnumClaim, OperationClaim
from codegen.naming import without_articles, words

__all__ = ["worded"]

#: Letters and digits in a row, of which none but the first is a capital.
_RUN = re.compile(r"(?<![^\W_])[^\W_][^\W_A-Z]+(?![^\W_])")


def worded(claims: Sequence[Claim]) -> Sequence[Claim]:
    """`claims`, with the names of operations and the groups of these and of types in words."""
    labels = (one.label for one in claims if isinstance(one, DefinitionClaim | EnumClaim))
    known: dict[str, str] = {}
    for label in sorted(set(labels)):
        if len(words(label)) > 1:
            known.setdefault(label.lower(), label)
    return [_worded(claim, known) for claim in claims]


def _worded(claim: Claim, known: Mapping[str, str]) -> Claim:
    def apart(text: str) -> str:
        return _RUN.sub(lambda run: known.get(run[0].lower(), run[0]), text) if known else text

    match claim:
        case OperationClaim(group=group, name=name):
            found = apart(group), apart(without_articles(name))
            if found != (group, name):
                return replace(claim, group=found[0], name=found[1])
        case DefinitionClaim(group=group) | EnumClaim(group=group):
            if apart(group) != group:
                return replace(claim, group=apart(group))
    return claim
