"""Parameters that every request may have, as a guide says it: of the API, not of one operation.

``Any request may name another shop with the `?shop` query parameter.`` One paragraph has to say
both, of any request and of which parameter, and nothing that takes some requests out.
"""

from __future__ import annotations

import re

from codegen.claims import EVERY, ParameterClaim, Row
from codegen.dialects.general.drafts import Reader
from codegen.dialects.general.sentences import sentences
from codegen.markdown import Paragraph, clean

__all__ = ["everywhere"]

_ANY = re.compile(
    r"\b(?:any|every|each|all)\s+(?:(?:HTTP|API|REST|of\s+the|the|our)\s+){0,3}"
    r"(?:requests?|calls?|endpoints?|operations?|routes?)\b",
    re.IGNORECASE,
)
_PARAMETER = re.compile(
    r"\b(?:us(?:e|es|ing)|with|pass(?:es|ing)?|set(?:s|ting)?|add(?:s|ing)?|accepts?|supports?"
    r"|takes?|via|by)\s+(?:(?:an?|the|optional)\s+){0,2}`\??(?P<name>[A-Za-z_$][\w.$-]{0,80})"
    r"(?:=[^`\n]{0,80})?`\s+(?:query|url)(?:[- ]string)?\s+parameter\b",
    re.IGNORECASE,
)
#: Words that say that it is not all of them; of a sentence, that it depends on something.
_SOME = re.compile(
    r"\b(?:some|many|most|certain|several|few|only|except|unless|that support|these|this|below"
    r"|above|following)\b",
    re.IGNORECASE,
)
_DEPENDS = re.compile(
    r"\b(?:if|when|where|while|lists?|listing|read|write|get|post|put|patch|delete)\b",
    re.IGNORECASE,
)
_LONGEST = 2000


def everywhere(reader: Reader, block: Paragraph) -> None:
    """Claim the query parameters that a paragraph of no operation says all requests to take."""
    raw = " ".join(block.raw.split())
    if len(raw) > _LONGEST or not _ANY.search(raw) or _SOME.search(raw):
        return
    for sentence in sentences(block.raw):
        match = _PARAMETER.search(sentence)
        if match is not None and not _DEPENDS.search(sentence):
            row = Row(name=match["name"], presence="optional", description=clean(sentence))
            reader.claims.append(
                ParameterClaim(
                    operation=EVERY, location="query", row=row, place=reader.place(block.line)
                )
            )
