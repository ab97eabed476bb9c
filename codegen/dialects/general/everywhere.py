"""Parameters that every request may have, or each with a feature, as a guide says it.

``Any request may name another shop with the `?shop` query parameter.`` One paragraph has to say
both, of any request and of which parameter, and nothing that takes some requests out.

Other parameters of a guide's section belong to a feature that goes by its heading. Operations have
it whose own table says so, below a sentence that links to where it is explained.
"""

from __future__ import annotations

import re

from codegen.claims import EVERY, OperationKey, ParameterClaim, Row, every
from codegen.dialects.general.drafts import Reader
from codegen.dialects.general.sentences import sentences
from codegen.markdown import Block, Paragraph, Table, clean

__all__ = ["everywhere", "features"]

_ANY = re.compile(
    r"\b(?:any|every|each|all)\s+(?:(?:HTTP|API|REST|of\s+the|the|our)\s+){0,3}"
    r"(?:requests?|calls?|endpoints?|operations?|routes?)\b",
    re.IGNORECASE,
)
_VERB = (
    r"\b(?:us(?:e|es|ing)|with|pass(?:es|ing)?|set(?:s|ting)?|add(?:s|ing)?|accepts?|supports?"
    r"|takes?|honou?rs?|via|by)\s+(?:(?:an?|the|optional)\s+){0,2}"
    r"`\??(?P<name>[A-Za-z_$][\w.$-]{0,80})(?:=[^`\n]{0,80})?`\s+"
)
_PARAMETER = re.compile(rf"{_VERB}(?:query|url)(?:[- ]string)?\s+parameter\b", re.IGNORECASE)
#: One beside another, of which it is said where it stands.
_ANOTHER = re.compile(rf"\b[Ii]n\s+addition\s+to\s+`.*?{_VERB}parameter\b", re.IGNORECASE)
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
_MOST_WORDS = 4
_YES = re.compile(r"yes|true|all|supported|\u2713|\u2714|\u2705", re.IGNORECASE)


def everywhere(reader: Reader, block: Paragraph) -> None:
    """Claim the query parameters that a paragraph of no operation says requests to take."""
    raw = " ".join(block.raw.split())
    if len(raw) > _LONGEST:
        return
    feature = _name(reader.node.title)
    whole = _ANY.search(raw) is not None and not _SOME.search(raw)
    for sentence in sentences(block.raw):
        match = _PARAMETER.search(sentence)
        if match is not None and whole and not _DEPENDS.search(sentence):
            _claim(reader, EVERY, match["name"], sentence, block.line)
            continue
        match = match or _ANOTHER.search(sentence)
        if feature and match is not None:
            _claim(reader, every(feature), match["name"], sentence, block.line)


def _claim(reader: Reader, operation: OperationKey, name: str, sentence: str, line: int) -> None:
    row = Row(name=name, presence="optional", description=clean(sentence))
    place = reader.place(line)
    claim = ParameterClaim(operation=operation, location="query", row=row, place=place)
    reader.claims.append(claim)


def _name(title: str) -> str:
    """What a heading or a header calls a feature; '' for what is too long to be one."""
    if len(title) > _LONGEST:
        return ""
    words = clean(title).lower().split()
    return " ".join(words) if len(words) <= _MOST_WORDS else ""


def features(reader: Reader, block: Block) -> bool:
    """Note what a table says that an operation has; the table is left to other rules."""
    draft = reader.operation_draft
    if isinstance(block, Table) and draft is not None and len(block.rows) == 1:
        linked = {_name(text) for text in _LINK.findall(reader.before[:_LONGEST])}
        for header, cell in zip(block.header, block.rows[0].cells, strict=False):
            if _name(header) in linked - {""} and _YES.fullmatch(clean(cell).strip()):
                draft.features.setdefault(_name(header), block.line)
    return False


_LINK = re.compile(r"\[([^\[\]\n]{1,80})\]\([^()\s]{1,300}\)")
