"""Phrases of presence, null, direction and deprecation: an ordered table.

A row says how the phrase reads, where it must stand, and what it states. Phrases stand at the
beginning of a clause and speak of the property itself: what a clause in the middle of prose says
of something else ("other fields may be null") is no fact of this one. Nothing is read from
questions, nor from sentences that begin with a condition. The first row that matches states the
fact, so that denials stand before what they deny.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from codegen.dialects.phrases.text import clauses, sentences

__all__ = ["deprecation", "presence", "said"]

Fact = Literal["presence", "nullable", "read_only", "write_only"]

#: What a clause may begin with that speaks of the property itself.
_ITSELF = (
    r"(?:(?:and|but|or|so|also|it|this|the|that|which|always|note that)\s+)*"
    r"(?:(?:property|field|value|parameter|attribute|member|element|argument|column)\s+)?"
)
_KIND = r"(?:property|field|value|parameter|attribute|member|element|argument|column)"
#: The clause names what it speaks of: behind a bracket its subject may stand before the bracket.
_NAMED = r"(?<=[a-z] )"
_NULL = r"[`«]?null\b[`»]?"
_ALONE = r"\W*$"
_READ_ONLY = r"[`«]?read[- ]?only[`»]?"
_WRITE_ONLY = r"[`«]?write[- ]?only[`»]?"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    fact: Fact
    value: str | bool
    pattern: re.Pattern[str]
    why: str


def _phrases(fact: Fact, *rows: tuple[str, str], value: str | bool) -> tuple[_Phrase, ...]:
    """Phrases that state one value: each a pattern and why it states it."""
    return tuple(
        _Phrase(
            fact=fact, value=value, pattern=re.compile(_ITSELF + pattern, re.IGNORECASE), why=why
        )
        for pattern, why in rows
    )


#: Where the end of a clause must follow: behind it the clause could say something else.
_IN_REQUESTS = (
    r"(?:on|in|by|when|during|for) (?:input|(?:the )?requests?|writ(?:e|es|ing)|updat(?:es?|ing)"
    r"|sav(?:e|es|ing)|create and update)"
)
_BY_CALLERS = r"(?: by (?:the |an? )?(?:clients?|callers?|users?|consumers?))?"
_IN_RESPONSES = r"(?: (?:in|by) (?:the |any )?(?:responses?|api|server|output))?"

_PHRASES: tuple[_Phrase, ...] = (
    *_phrases(
        "nullable",
        (
            rf"(?:is )?(?:never|not|non-?)\s*(?:be )?(?:{_NULL}|nullable){_ALONE}",
            "'Not nullable.', 'never null' and nothing more",
        ),
        (
            rf"(?:can ?not|can't|must not|may not|should not) be {_NULL}{_ALONE}",
            "a ban without a condition",
        ),
        value=False,
    ),
    *_phrases(
        "nullable",
        (rf"(?:is )?nullable{_ALONE}", "the word is all that is said"),
        (
            rf"(?:can|may|could|might|will)(?: also)? be (?:set to )?{_NULL}",
            "what may be null under some condition is nullable",
        ),
        (
            rf"(?:is |otherwise |usually |or |returns )+{_NULL}(?: if| when| for|{_ALONE})",
            "'is null when ...', 'otherwise null'",
        ),
        (
            rf"{_NULL} (?:or \S+ )?(?:if|when|for|unless|until|where|otherwise)\b",
            "the clause begins with null and says when it is taken",
        ),
        (
            (
                rf"(?:set|pass|send)(?: it| this)?(?: to| as)? {_NULL} "
                r"to (?:remove|clear|unset|reset|delete)\b"
            ),
            "an instruction that only works where null is accepted",
        ),
        value=True,
    ),
    *_phrases(
        "presence",
        (rf"{_NAMED}(?:is )?not (?:required|mandatory){_ALONE}", "the denial of required"),
        (rf"{_NAMED}is (?:always )?optional{_ALONE}", "a sentence about the property"),
        (rf"optional(?: {_KIND})?{_ALONE}", "the word is the whole clause"),
        value="optional",
    ),
    *_phrases(
        "presence",
        (
            rf"{_NAMED}(?:is|are) (?:always )?(?:required|mandatory){_ALONE}",
            "a sentence about the property; with a condition behind it, it says less",
        ),
        (rf"(?:required|mandatory)(?: {_KIND})?{_ALONE}", "the word is the whole clause"),
        value="required",
    ),
    *_phrases(
        "read_only",
        (
            rf"(?:is )?(?:an? )?(?:calculated |computed )?{_READ_ONLY}(?: {_KIND})?{_ALONE}",
            "'Read-only.', 'this is a read-only field' and nothing more",
        ),
        (
            rf"treat (?:it|this) as (?:an? )?{_READ_ONLY}\b",
            "the page tells the caller not to send it",
        ),
        (rf"(?:is )?ignored {_IN_REQUESTS}{_ALONE}", "what is sent is not taken"),
        (
            (
                r"is (?:ignored and )?(?:provided|populated|filled in|set)"
                r" by the (?:api|server|service) (?:as part of|in) (?:the |its |any )?respons\w+"
            ),
            "the other side sends it; what callers send of it is not taken",
        ),
        (
            (
                r"(?:can ?not|can't|must not|may not) be (?:set|changed|modified|edited|updated)"
                rf"{_BY_CALLERS}{_ALONE}"
            ),
            "a ban without a condition; with one ('after creation') it can be set at times",
        ),
        value=True,
    ),
    *_phrases(
        "write_only",
        (
            rf"(?:is )?(?:an? )?{_WRITE_ONLY}(?: {_KIND})?{_ALONE}",
            "'Write-only.' and nothing more",
        ),
        (
            rf"(?:is )?(?:never|not) (?:returned|included|present){_IN_RESPONSES}{_ALONE}",
            "it is only ever sent",
        ),
        (
            (
                r"(?:is )?only used (?:when|for|on|in|during) (?:creating|creation|input"
                r"|(?:the )?requests?|saving|updating|writing)\b"
            ),
            "it has a meaning in requests only",
        ),
        value=True,
    ),
)

#: Any of the phrases: few parts of a text are one.
_ANY = re.compile(
    rf"{_ITSELF}(?:{'|'.join(one.pattern.pattern.removeprefix(_ITSELF) for one in _PHRASES)})",
    re.IGNORECASE,
)

#: Sentences that state their facts under a condition, or state none.
_CONDITION = re.compile(
    r"(?:if|when|unless|once|where|while|in case|whether|only (?!used))\b", re.IGNORECASE
)
#: Read-only as the first word of what the property is: "Read-only name of the owner".
_READ_ONLY_NOUN = re.compile(
    rf"(?:simple |calculated )?{_READ_ONLY},? "
    r"(?!(?:and|or|if|for|when|while|unless|until|in|on|to|after|mode|access|states?|status|flags?"
    r"|permissions?|rights?|roles?|users?|scopes?|views?|but|except|is|are)\b)[a-z]",
    re.IGNORECASE,
)
#: The end of a sentence that is not set apart by a sign: "Number of tries Readonly field".
_READ_ONLY_END = re.compile(rf"\S(?:[.)] | - | )(?:Read[- ]?only) {_KIND}\W*$")

#: The mark of presence in bold type or brackets, wherever it stands, and the first word.
_BOLD_REQUIRED = re.compile(
    r"\*\*\s*Required\s*\.?\s*\*\*\.?|[\[(]\s*(?:required|mandatory)\s*[\])]"
    r"|^Required(?:[.:,]\s+|\.?$)",
    re.IGNORECASE,
)
_BOLD_OPTIONAL = re.compile(
    r"\*\*\s*Optional\s*\.?\s*\*\*\.?|[\[(]\s*optional\s*[\])]|^Optional\b", re.IGNORECASE
)
#: In capitals the word is a mark, whatever stands before it: "Name of the owner, REQUIRED".
_CAPITALS = re.compile(r"(?:^|[\s,;(])(REQUIRED|MANDATORY|OPTIONAL)[)\s.]*$")

#: What every text has that states a deprecation: most do not.
_DEPRECATION = re.compile(r"deprecated|obsolete", re.IGNORECASE)
#: What follows the word belongs to another thing: "Deprecated fields of the owner".
_OTHERS = r"(?!\s+(?:and|or|fields|properties|values|items|members|flags?|status|version)\b)"
#: The word before all others, set apart or a link or not.
_FIRST = re.compile(
    rf"\W*(?:Deprecated|Obsolete)\b{_OTHERS}(?:[\\\]*_]+(?:\([^()\s]*\))?)*", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"(?:^|[.!]\s*|(?<=\n)[^\S\n]*)(?:note:? (?:that )?)?"
    rf"(?:this|the)(?: {_KIND}| method| operation| endpoint)? "
    r"(?:is|has been|was)(?: now| being| in the process of being)* (?:deprecated|obsolete)\b"
    r"(?:[^.\n]|\.(?=\d))*[.\n]?\s*",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"\s\\?[(\[]\s*(?:now )?(?:deprecated|obsolete)\s*\\?[)\]][.;]?\s*", re.IGNORECASE
)
_REASON = re.compile(r"(.*?)(?:\.\s|\.?$)", re.DOTALL)
_NOTE = re.compile(r"\s*\(([^()]*)\)")
_INSTEAD = re.compile(r"(?:please )?(?:use|see)\b|replaced\b|in favou?r\b", re.IGNORECASE)


def presence(raw: str) -> str | None:
    """What a mark of presence in the raw Markdown says; the mark counts more than any sentence."""
    text = raw.strip()
    if _BOLD_REQUIRED.search(text):
        return "required"
    if _BOLD_OPTIONAL.search(text):
        return "optional"
    mark = _CAPITALS.search(text)
    if mark is None:
        return None
    return "optional" if mark[1] == "OPTIONAL" else "required"


def said(text: str, *, noun: bool = False) -> dict[Fact, str | bool]:
    """The facts that a regular text states.

    `noun`: "Read-only name of the owner" says that the property is read-only. Of a boolean it may
    be what it means, and of a structure what its type is like.
    """
    found: dict[Fact, str | bool] = {}
    parts = [part for part in _parts(text) if _ANY.match(part)]
    for phrase in _PHRASES if parts else ():
        if phrase.fact not in found and any(phrase.pattern.match(part) for part in parts):
            found[phrase.fact] = phrase.value
    if "read_only" not in found:
        plain = [one for one in sentences(text) if not one.endswith("?")]
        if any(
            (noun and _READ_ONLY_NOUN.match(one)) or _READ_ONLY_END.search(one) for one in plain
        ):
            found["read_only"] = True
    return found


def _parts(text: str) -> Iterator[str]:
    for sentence in sentences(text):
        if not sentence.endswith("?") and not _CONDITION.match(sentence):
            yield from clauses(sentence)


def deprecation(raw: str) -> str | None:
    """The reason of a deprecation that raw Markdown states, '' where it gives none.

    A sentence that follows the word is its reason where a sign ties the two, or where it says
    what to do instead; any other describes the thing.
    """
    text = raw.strip()
    if not _DEPRECATION.search(text):
        return None
    if match := _FIRST.match(text):
        rest = text[match.end() :]
        if note := _NOTE.match(rest):
            return note[1].strip()
        tied = rest[:1] in (":", ".", ",", ";", "-")
        return _reason(rest.lstrip(":.,;- \t\n"), tied=tied)
    if match := _SENTENCE.search(text) or _IN_BRACKETS.search(text):
        return _reason(text[match.end() :], tied=False)
    return None


def _reason(text: str, *, tied: bool) -> str:
    match = _REASON.match(text) if tied or _INSTEAD.match(text) else None
    return match[1].strip() if match else ""
