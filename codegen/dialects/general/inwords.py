"""Types in words: what a description says that a property is, where no place for types does.

Only wording that leaves no doubt counts, at the beginning of the description or in a sentence of
its own: what a property is of, or for, may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from codegen.dialects import typetext
from codegen.dialects.phrases.numbers import default_of
from codegen.dialects.phrases.text import regular
from codegen.typeexpr import ANY, OBJECT, Array, Map, Scalar, TypeExpr

__all__ = ["type_in_words"]

#: What may lead a statement of what a property is: ``This is a``, ``` `sizes` is an```, ``The``.
_LEAD = r"(?:(?:this|it|`[\w.$-]{1,80}`)\s+(?:is|holds|contains)\s+)?(?:(?:an?|the)\s+)?"
_LONGEST = 1000

#: A map of one thing may be a picture of it: there has to be something that it maps, or that it
#: holds besides.
_MAP = re.compile(
    rf"{_LEAD}"
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
#: A list of things, or one that serves for something; the items may have the name of a type.
_LIST = re.compile(
    rf"(?:specifies\s+(?:an?|the)\s+|{_LEAD})(?:list|array)\s+(?:to|of)\b"
    r"(?:\s+`(?P<type>[A-Z]\w{0,80})`\s+(?:objects?|structures?|records?|resources?)\b)?",
    re.IGNORECASE,
)
_LINKED_SET = re.compile(
    rf"(?:specifies\s+(?:an?|the)\s+|{_LEAD})(?:list|array|set)\s+of\s+"
    r"\[`?(?P<type>[A-Z]\w{0,80})`?\]\(#[^()\s]{1,200}\)\s+(?:objects?|structures?)\b",
    re.IGNORECASE,
)
_STRINGS = re.compile(
    r"\bas\s+an?\s+(?:string\s+array|(?:array|list)\s+of\s+strings)\s*[.,]", re.IGNORECASE
)
_BOOLEAN = re.compile(rf"{_LEAD}(?:optional\s+)?boolean\b", re.IGNORECASE)
_BOOLEAN_VALUE = re.compile(r"\bvalue\s+is\s+an?\s+boolean\b", re.IGNORECASE)
_BYTES = re.compile(
    r"(?:\b(?:is|(?:will|must|should)\s+be)\s+|^(?:specifies\s+|contains\s+)?)"
    r"an?\s+base64[- ]encoded\s+(?:string|text)\b",
    re.IGNORECASE,
)
#: Without quotes: those of a text have them, also in code.
_VALUE = re.compile(r"`?(?:true|false)`?", re.IGNORECASE)
#: What a description of a boolean begins with: ``if `true` ``, ``when set to `true` ``.
_TRUTH = re.compile(
    r"(?:\((?:optional|required)\)\s*)?(?:(?:if|when) (?:(?:it is )?set to )?|(?:is )?set to )"
    r"[`'\"*]{0,2}(?:true|false)\b",
    re.IGNORECASE,
)
#: The default of one, and how far it is looked for.
_TRUE = re.compile(
    r"\bdefaults?(?: value)?(?: is| to|:){0,2} `(?:true|false)`(?!\s*(?:,|or\b))", re.IGNORECASE
)
_FIRST = 2000

#: What a list below says of what is held: ``` `Door` objects contain the following fields```.
_HELD = re.compile(
    r"`(?P<type>[A-Z]\w{0,80})`\s+objects?\s+(?:contains?|ha(?:s|ve)|supports?|holds?|takes?)\s+the"
    r"\s+following\b"
)


def _held(text: str, types: Mapping[str, str]) -> TypeExpr | None:
    match = _HELD.search(text)
    return typetext.read(match["type"], types).type if match is not None else None


def _mapping(text: str, types: Mapping[str, str]) -> TypeExpr | None:
    """An object that maps names to values of a known type, whatever else calls it an object."""
    match = _MAPPING.match(text)
    values = typetext.read(match["type"].lower(), types).type if match is not None else None
    return Map(values) if values is not None else None


def _map(text: str, types: Mapping[str, str]) -> TypeExpr | None:
    match = _MAP.match(text)
    if match is None:
        return None
    printed = typetext.read(match["type"] or "", types).type
    held = _held(text, types) if printed is None else None
    return Map(held) if held is not None else OBJECT if printed is None else printed


def _array(text: str, types: Mapping[str, str]) -> TypeExpr | None:
    match = _LINKED_SET.match(text) or _LIST.match(text)
    if match is None:
        return None
    items = typetext.read(match["type"] or "", types).type or _held(text, types)
    return Array(ANY if items is None else items)


def _strings(text: str, _types: Mapping[str, str]) -> TypeExpr | None:
    return Array(Scalar("string")) if _STRINGS.search(text) else None


def _boolean(text: str, _types: Mapping[str, str]) -> TypeExpr | None:
    """A truth value: as it is called so, or as its default is printed as code."""
    if _BOOLEAN.match(text) or _BOOLEAN_VALUE.search(text):
        return Scalar("boolean")
    default = default_of(regular(text)) or ""
    return Scalar("boolean") if _VALUE.fullmatch(default) and default in text else None


def _bytes(text: str, _types: Mapping[str, str]) -> TypeExpr | None:
    return Scalar("byte") if _BYTES.search(text) else None


#: The first that knows decides.
_RULES: tuple[Callable[[str, Mapping[str, str]], TypeExpr | None], ...] = (
    _mapping,
    _map,
    _array,
    _strings,
    _boolean,
    _bytes,
)


def _truth(description: str) -> TypeExpr | None:
    """A boolean, where a description begins with what is done when it is true, or has a default."""
    found = _TRUTH.match(description.lstrip()) or _TRUE.search(description[:_FIRST])
    return Scalar("boolean") if found is not None else None


def type_in_words(
    kind: TypeExpr | None, description: str, types: Mapping[str, str], *, valued: bool = False
) -> TypeExpr | None:
    """The type of a property, of which a raw description may say in words what it is.

    `valued`: it lists values, which say more than that one of them is `true`.
    `kind` is what its type says, which is left as it is where that says of what it is one. None
    where neither says anything for sure.
    """
    if kind is not None and kind is not OBJECT:
        return kind
    text = description.lstrip()[:_LONGEST]
    rules = _RULES if kind is None else (_mapping,)
    found = next((found for rule in rules if (found := rule(text, types)) is not None), kind)
    return found if found is not None or valued else _truth(description)
