"""Maps in words: what a description begins with that says so, and of what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from codegen.dialects import typetext
from codegen.typeexpr import OBJECT, Map, TypeExpr

__all__ = ["in_words"]

#: What a description of a map begins with. A map of one thing may be a picture of it: there has to
#: be something that it maps, or that it holds besides.
_MAP = re.compile(
    r"(?:(?:an?|the)\s+)?"
    r"(?:(?:key[-/ ]values?|json)\s+(?:map|dictionary)\b"
    r"|(?:map|dictionary)\s+(?:of|from)\s+(?:key[-/ ]values?\b|[\w-]+(?:\s[\w-]+){0,4}?\s+to\b)"
    r"|`(?P<type>map\[\w{1,20}\]\w{1,40})`)",
    re.IGNORECASE,
)
#: `object mapping names to their string values`: the word behind is a type that is known.
_MAPPING = re.compile(
    r"(?:(?:an?|the)\s+)?(?:object|map|dictionary)\s+(?:mapping|that\s+maps)\s[^.;]{1,300}?\sto\s+"
    r"(?:(?:an?|the|their|its|some)\s+)?`?(?P<type>strings?|integers?|numbers?|booleans?)\b",
    re.IGNORECASE,
)


def in_words(kind: TypeExpr | None, description: str, types: Mapping[str, str]) -> TypeExpr | None:
    """The type of a property of a raw description that begins with saying that it is a map.

    `kind` is what its type says, which is left as it is where that says of what it is one.
    """
    if kind is not None and kind is not OBJECT:
        return kind
    text = description.lstrip()
    if match := _MAPPING.match(text):
        values = typetext.read(match["type"].lower(), types).type
        return kind if values is None else Map(values)
    match = _MAP.match(text) if kind is None else None
    if match is None:
        return kind
    printed = typetext.read(match["type"] or "", types).type
    return OBJECT if printed is None else printed
