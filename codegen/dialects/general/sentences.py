"""Sentences: what prose says an operation answers with, is sent, or a type inherits from.

A style's pattern finds the words behind the verb; here they are cut to the words of a type:
``a `200 OK` response code and a collection of [event](e.md) objects in the response body`` is
status 200 and ``array of [event](e.md)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from codegen.dialects.styles.style import Pattern, Style
from codegen.spec import Presence

__all__ = [
    "ABOVE",
    "Marked",
    "Said",
    "Words",
    "accepted",
    "inherited",
    "inside",
    "marked",
    "returned",
    "same_as",
    "sentences",
    "without",
    "words_of",
]


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """What a sentence says of all parameters of an operation, save some."""

    presence: Presence
    nullable: bool | None = None
    save: tuple[str, ...] = ()


#: What stands for the operation of the section above.
ABOVE = "above"


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a type in a sentence."""

    type: str
    """As a type column would have them: ``array of [event](e.md)``; '' where there are none."""
    sure: bool = False
    """They hold a link, or words that are marked as a name or called an object."""
    several: bool = False
    """They are of a collection."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a sentence says of an answer."""

    status: str = ""
    words: Words = Words(type="")
    names: tuple[str, ...] = ()
    """The properties of an object that the sentence names: each is what `words` say, if any."""
    empty: bool = False
    """Nothing is sent back."""


#: Longer paragraphs are no statement of that kind, and take long to search.
_LONGEST = 4000
_LINK = r"!?\[(?:[^\[\]]|\\.){0,200}\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)|\[[^\]]{0,100}\])"
#: A colon ends a sentence, save in ``Base type: [x](x.md)``.
_END = re.compile(
    r"(?<=[.!?:])(?<![Tt]ype:)(?<![Tt]ype:\*\*)[*_`)\"]*\s+(?=[\W_]*[A-Z`\[])|\n\s*\n|(?<!\s)\s+\*\s+"
)
#: The verb of a sentence, set as a label: ``**Returns** [Pet](pet.md)``.
_LED = re.compile(r"(\*\*|__)(Returns?|Responds with):?\1:?(?=\s)")
_TOKEN = re.compile(
    rf"(?P<link>{_LINK})|(?P<code>`[^`\n]{{1,80}}`)|(?P<bold>\*\*[^*\n]{{1,80}}\*\*)"
    r"|(?P<word>[A-Za-z@][\w'\u2019/.<>-]*[\w>]|[A-Za-z])|(?P<number>\d+)|(?P<mark>[^\w\s])"
)
#: `an object containing a list of [pet](#pet) objects under the `items` key`.
_HELD = re.compile(
    r"(?:an? |the )?(?:JSON )?object (?:with|containing|holding|that (?:has|contains|holds))"
    r" (?P<type>[^`\n]{1,300}?) (?:under|in|as|at) (?:an? |the )?`(?P<name>[\w.$-]+)`"
    r" (?:key|field|property|attribute)\b",
    re.IGNORECASE,
)
#: What is said not to be sent: `returns no user`, `does not return a user`.
_DENIED = re.compile(r"\s*(?:no|neither|none of)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never)\b (?:\w+ )?(?:return|respond|contain|include)", re.IGNORECASE)
#: `an object with one `count` key`.
_OBJECT = re.compile(
    r"(?:an? |the )?(?:JSON )?object (?:with|containing|that (?:has|contains))"
    r" (?:an? |the |one |two |three )?(?:single )?(`[\w.$-]+`(?:(?:,| and|,? and) `[\w.$-]+`){0,9})"
    r" (?:key|field|propert|attribute)",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b([1-5]\d\d)\b")
_OTHERWISE = re.compile(r",?\s+(?:or|and)\s+(?:an?\s+|the\s+|HTTP\s+)*(?=`?[1-5]\d\d\b)")
_EMPTY = re.compile(
    r"\b(?:204|no content|empty (?:response|body|content)|no (?:response )?body|nothing"
    r"|(?:not|n't) return (?:anything|a (?:response )?body))\b",
    re.IGNORECASE,
)

#: Words before the name of a type that say nothing of it.
_SKIPPED = frozenset(
    """
    a an the this that its your their given new newly updated created modified resulting requested
    full current specified specific single corresponding associated matching deleted existing
    following valid json representation representations for of or body response code codes status
    http on success ok and with in containing which is as no content created accepted found
    serialized one information info about details relevant available all every any bot's
    """.split()  # noqa: SIM905 - a table of words reads better than one of quotes
)
_COLLECTIONS = frozenset({"list", "lists", "array", "arrays", "collection", "collections", "set"})
_NOUNS = frozenset(
    """
    object objects resource resources entity entities instance instances record records item items
    structure structures model models type
    """.split()  # noqa: SIM905
)
#: Words behind a name that make it no type: fields of it, its id.
_PARTS = frozenset("field fields property properties value values id ids key keys".split())  # noqa: SIM905
#: Words at which the words of a type end.
_STOPS = frozenset(
    """
    in on for with that whose which where if when as containing to from at by after before using
    associated within under and or is are was were unless until including without of but the a an
    """.split()  # noqa: SIM905
)
_MOST_WORDS = 4


@lru_cache(maxsize=4096)
def sentences(raw: str) -> tuple[str, ...]:
    """The sentences of a paragraph, raw, each on one line. The same stand on many pages."""
    if len(raw) > _LONGEST:
        return ()
    raw = _LED.sub(r"\2", raw)
    return tuple(" ".join(part.split()) for part in _END.split(raw) if part.strip())


@lru_cache(maxsize=16384)
def returned(sentence: str, style: Style) -> tuple[Said, ...]:
    """What the sentence says of answers: of each status that it names."""
    found: list[Said] = []
    denied = bool(_EMPTY.search(_unlinked(sentence)))
    for text in _behind(sentence, style.returns):
        parts = _OTHERWISE.split(text)
        for part in parts:
            status = _STATUS.search(_unlinked(part))
            words, names = words_of(part), _names(part)
            if held := _HELD.match(part):
                words, names = words_of(held["type"]), (held["name"],)
            elif names or _DENIED.match(part) or _NOT.search(sentence):
                words = Words(type="")
            code = status[1] if status else ""
            own = bool(code) or len(parts) > 1
            empty = not (words.sure or names) and (bool(_EMPTY.search(part)) if own else denied)
            empty = empty or code[:1] in {"4", "5"}
            if code or words.type or names or empty:
                words = Words(type="") if empty else words
                found.append(Said(status=code, words=words, names=names, empty=empty))
    return tuple(found)


@lru_cache(maxsize=16384)
def accepted(sentence: str, style: Style) -> Words | None:
    """The words of what the sentence says is sent."""
    for text in _behind(sentence, style.accepts):
        words = words_of(text)
        if words.type:
            return words
    return None


#: What is said of several types, which the one of the section may hold.
_OF_ALL = re.compile(r"all\b[^.]{1,60}\binherit from\b", re.IGNORECASE)


@lru_cache(maxsize=16384)
def inherited(sentence: str, style: Style) -> str:
    """The words of the base types that the sentence names, with their links."""
    if _OF_ALL.match(sentence):
        return ""
    for text in _behind(sentence, style.inherits):
        words = words_of(text)
        if words.sure:
            return words.type
    return ""


_LINKED = re.compile(r"(?<!!)\[(?:[^\[\]]|\\.){1,200}\]\(<?([^()\s<>]{1,500})>?\)")


_CODES = r"`[^`\n]{1,100}`(?:(?:,? and|,? or|,) `[^`\n]{1,100}`){0,20}"
_ALL = re.compile(
    r"\ball (?:of )?(?:the |these )?(?:parameters|params|fields|properties|attributes|arguments)\b"
    r"(?: (?:to|for|of|in) (?:this|the) (?:endpoint|request|method|call|operation|route|body))?"
    rf"(?:,? (?:except|excluding|save|other than|apart from)(?: for)? (?P<before>{_CODES}),?)?"
    r" (?:are|is) (?P<presence>optional|required)(?P<nullable> and nullable)?\b"
    rf"(?:,? (?:except|excluding|save|other than|apart from)(?: for)? (?P<behind>{_CODES}))?",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def marked(sentence: str) -> Marked | None:
    """What the sentence says of all parameters: that they are optional, or required."""
    match = _ALL.search(sentence[:_LONGEST])
    if match is None:
        return None
    return Marked(
        presence="optional" if match["presence"].lower() == "optional" else "required",
        nullable=True if match["nullable"] else None,
        save=tuple(re.findall(r"`([^`]+)`", match["before"] or match["behind"] or "")),
    )


@lru_cache(maxsize=16384)
def inside(sentence: str, style: Style) -> tuple[str, ...]:
    """The targets of links to the types that the one in question is a part of."""
    for pattern in style.inside:
        if match := pattern.search(sentence):
            return tuple(dict.fromkeys(_LINKED.findall(match["type"][:_LONGEST])))
    return ()


_LINK = r"\**\[(?:[^\[\]]|\\.){1,200}\]\(<?[^()\s<>]{1,500}>?\)\**"
#: Links in a row.
_ROW = re.compile(rf"{_LINK}(?:(?:,? (?:and|or)|,) (?:an? |the )?{_LINK}){{0,50}}")


@lru_cache(maxsize=16384)
def heirs(sentence: str, style: Style) -> tuple[str, ...]:
    """The targets of links to the types that inherit from the one in question."""
    for pattern in style.derived:
        match = pattern.search(sentence[:_LONGEST])
        if match and (row := _ROW.match(match["type"])):
            return tuple(dict.fromkeys(_LINKED.findall(row[0])))
    return ()


_TARGET = re.compile(
    r"(?:(?:calling|using|the) ){0,2}\[(?:[^\[\]]|\\.){1,200}\]\(<?([^()\s<>]{1,500})>?\)"
)
_ABOVE = re.compile(r"(?:the )?(?:above|previous|preceding)\b", re.IGNORECASE)
_LACKING = re.compile(
    rf"(?:does not|doesn't|not) (?:accept|support|take|have)(?: an?| the)? ({_CODES})"
    rf"|({_CODES})(?: (?:parameter|field|propert|option|argument)\w*)? (?:are|is) not"
    r" (?:supported|accepted|available|allowed)",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def same_as(sentence: str, style: Style) -> str:
    """The target of the link to an operation that does the same, or `ABOVE`; '' where none is."""
    for pattern in style.same:
        if match := pattern.search(sentence):
            text = match["operation"]
            if _ABOVE.match(text):
                return ABOVE
            if link := _TARGET.match(text):
                return link[1]
    return ""


def without(raw: str) -> tuple[str, ...]:
    """The names of parameters that a paragraph says an operation not to have."""
    found = (one[1] or one[2] for one in _LACKING.finditer(raw[:_LONGEST]))
    return tuple(dict.fromkeys(name for text in found for name in re.findall(r"`([^`]+)`", text)))


def _names(part: str) -> tuple[str, ...]:
    """The properties of an object of which nothing but their names is said."""
    found = _OBJECT.match(part)
    return tuple(re.findall(r"`([\w.$-]+)`", found[1])) if found is not None else ()


def _behind(sentence: str, patterns: Sequence[Pattern]) -> Iterator[str]:
    """The words behind every match of the first pattern that is found, each up to the next."""
    for pattern in patterns:
        match = pattern.search(sentence)
        if match is None:
            continue
        while match is not None:
            text = match["type"] or ""
            match = pattern.search(text, 1)  # further on, so that it ends
            yield text if match is None else text[: match.start()]
        return


_TO = re.compile(r"\]\([^()]*\)")


def _unlinked(text: str) -> str:
    return _TO.sub("]", text)


@lru_cache(maxsize=16384)
def words_of(text: str) -> Words:
    """The words of the type that `text` begins with, behind articles, statuses and the like."""
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(text[:_LONGEST])]
    at, several, partial = _begin(tokens)
    before: list[str] = []
    for index in range(at, len(tokens)):
        kind, token = tokens[index]
        if kind == "link" or (kind in {"bold", "code"} and _is_name(token)):
            after = tokens[index + 1 : index + 3]
            if after and after[0][1].lower() in _PARTS:
                return Words(type="")
            several = several or _is_several(after)
            noun = bool(after) and after[0][1].lower() in _NOUNS | _COLLECTIONS
            sure = kind == "link" or noun
            return Words(type=_typed(token, several, partial), sure=sure, several=several)
        word = token.lower()
        if kind != "word" or word in _STOPS or len(before) > _MOST_WORDS:
            break
        if word in _NOUNS or word in _COLLECTIONS:
            return _named(before, tokens[index:], several, partial)
        before.append(token)
    return _named(before, (), several, partial)


_Tokens = Sequence[tuple[str, str]]


def _begin(tokens: _Tokens) -> tuple[int, bool, str]:
    """Where the name begins, and what the words before it say: of several, partial ones."""
    several, partial = False, ""
    at = 0
    while at < len(tokens):
        kind, token = tokens[at]
        word = token.lower().strip("`*")
        follows = tokens[at + 1][1].lower() if at + 1 < len(tokens) else ""
        if word in _COLLECTIONS and follows == "of":
            several = True
            at += 2
        elif word == "partial":
            partial = "partial "
            at += 1
        elif kind in {"number", "mark"} or word in _SKIPPED or _STATUS.match(word):
            if kind == "mark" and tokens[at][1] in ".;(":
                return len(tokens), several, partial
            at += 1
        else:
            break
    return at, several, partial


_NAME = re.compile(r"[`*]+[A-Za-z][\w.]*(?: [a-z]\w*){0,2}[`*]+")


def _is_name(token: str) -> bool:
    return _NAME.fullmatch(token) is not None


def _is_several(after: _Tokens) -> bool:
    words = [token.lower() for _, token in after]
    if "".join(words).startswith(("[]", "`[]`")):
        return True  # ``[Pet](pet.md)[]``
    return any(word in _COLLECTIONS for word in words[:2]) and "of" not in words[:2]


def _typed(name: str, several: bool, partial: str) -> str:  # noqa: FBT001 - two marks of a phrase
    return f"{'array of ' if several else ''}{partial}{name}"


def _named(before: Sequence[str], after: _Tokens, several: bool, partial: str) -> Words:  # noqa: FBT001
    """A type by its name alone; sure where a noun such as object stands behind it."""
    if not before:
        return Words(type="", several=several)
    several = several or (bool(after) and after[0][1].lower() in _COLLECTIONS)
    several = several or _is_several(after)
    sure = bool(after) and after[0][1].lower() in _NOUNS and len(before) == 1
    return Words(type=_typed(" ".join(before), several, partial), sure=sure, several=several)
