"""Lists of values in running text.

Two kinds are told apart. A *stated* list is introduced as one ("possible values are"), or its
items are set as code and make up the whole sentence: it says what the data holds. A list of bare
words after a colon, in brackets or behind numbers is *unproved*: it may be of the words that
people use. Such a list is handed on as it is; only a sample that shows one of its words proves it.

A list that is not finished ("such as", "etc.", a range, prose between the items) is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import msgspec

from codegen.dialects.phrases.numbers import default_of
from codegen.dialects.phrases.text import LITERAL, is_code, sentences, unmarked
from codegen.spec import EnumValue

__all__ = ["Lists", "labels", "lists", "named"]

_Values = tuple[EnumValue, ...]


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """The lists of one text. Values are texts, save where the text numbers them."""

    stated: _Values = ()
    unproved: tuple[_Values, ...] = ()
    null: bool = False
    """The stated list has null among its values."""
    default: str | None = None
    """The stated value that the list marks as the default."""


@dataclass(slots=True)
class _Items:
    """A list in the making."""

    values: dict[str, EnumValue] = field(default_factory=dict)
    code: bool = True
    """Every item is set as code."""
    literal: bool = True
    """Every item is set apart from prose, as code or in quotes."""
    closed: bool = False
    """The last item stands behind 'or' or 'and': nothing follows."""
    null: bool = False
    default: str | None = None
    tail: str = ""
    """What the sentence says behind the list."""


_ITEM = re.compile(rf"({LITERAL})|(-?\d+(?![\w-]|\.\d)|[A-Za-z_][\w.-]*[\w]|[A-Za-z])(?![\w`«])")
_NOTE = re.compile(r"\s*\(([^()]*)\)")
_BY_DEFAULT = re.compile(r"\s+(?:as|by)(?: the)? default\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:([,;/|])\s*(and|or)?|\b(and|or)\b|&)\s*(?:either\s+)?(?![,;/|])")
_STOP = re.compile(r"\s*[.!?)]*\s*$")
#: Words of prose: where one stands as an item, the list is none.
_PROSE = frozenset(
    """a an the this that these those any all other others another more etc and or is are be to of
    for in on with by as not if when it its see use used using may can must will e.g i.e such like
    whatever various similar including include includes""".split()  # noqa: SIM905 - a table of words
)
#: Said of a list that is not finished, or is no list of the values themselves.
_OPEN = re.compile(
    r"\b(?:such as|e\.g|for example|for instance|example|examples|etc|and so on|like|among others"
    r"|including|or similar|or whatever|whatever|or other|and others?)\b|\.\.\.|…",
    re.IGNORECASE,
)
#: What every list has between its items.
_LISTING = re.compile(r"[,;/|=]|\b(?:or|and)\b|:\n|\n[*•-]? ?[`«]")
#: A sentence about something with a name of its own: "OrderState is one of A, B or C".
_NAME = re.compile(r"[A-Za-z]+[a-z][A-Z]\w*\b")
_DENIAL = re.compile(
    r"\b(?:not|cannot|never|except|excluding|other than|unless|only one|at least one|without"
    r"|if|when|either of)\b",
    re.IGNORECASE,
)
#: Values that may be given together make no closed list of what one value may be.
_COMBINED = re.compile(
    r"\b(?:flags?|bit ?mask|bit ?field|bit ?set|bitwise|combination|combined|one or more of"
    r"|any combination|sum of|(?:comma|space|semicolon|pipe)[- ](?:separated|delimited))\b",
    re.IGNORECASE,
)

_ADJECTIVE = (
    r"(?:possible|allowed|supported|valid|accepted|acceptable|permitted|legal|available|allowable)"
)
#: The property itself, and what is said of it.
_SUBJECT = (
    r"(?:(?:it|this|the|and|which)\b ?)*(?:(?:property|field|value|parameter) )?"
    r"(?:(?:must|can|may|should|will|shall|has to) be |is )?"
)
_FOLLOWING = r"(?:(?:one of|any of|either)?(?: ?the following)?(?: values)?)"
#: Behind a list that no word introduces nothing may follow but where to read on, or the default.
_READ_ON = re.compile(r"(?:(?:and|the) )*(?:read|see|refer|default)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    """What introduces a list: bare words may stand in it, or only literals."""

    pattern: re.Pattern[str]
    bare: bool = False
    closed: bool = True
    """'or' or 'and' must stand before the last item: literals also stand in the middle of prose."""
    alone: bool = False
    """The list must be all that the sentence says."""
    why: str


def _cue(pattern: str, why: str, **needs: bool) -> _Cue:
    return _Cue(pattern=re.compile(pattern, re.IGNORECASE), why=why, **needs)


#: From strict to loose.
_CUES: tuple[_Cue, ...] = (
    _cue(
        rf"\b{_ADJECTIVE} (?:(?:enum|enumeration|string) )?(?:values?|options?|choices?)"
        r"(?: (?:for|of) (?:this|the) (?:property|field|parameter|attribute|value|element))?"
        rf"(?: are| is|:| =)+ ?{_FOLLOWING}:? ?",
        "'Possible values are: A, B'",
        bare=True,
        closed=False,
    ),
    _cue(
        rf"(?:^|[;(] ?|, )(?:the )?values?(?:(?: are| can be| may be| is one of)|:)+ ?"
        rf"{_FOLLOWING}:? ?",
        "'Values are A, B, or C'",
        bare=True,
        closed=False,
    ),
    _cue(
        r"(?:^|[;(] ?)(?:enum(?:eration)?(?: values?| of)?|options|choices)\s?(?:are)?:? ?"
        r"(?<=[: ])",
        "'Enum: A, B'",
        bare=True,
        closed=False,
    ),
    _cue(
        rf"(?:^|[;(,] ?){_SUBJECT}(?:either|one of|any of)(?: the following)?(?: values)?: ?",
        "'one of: A, B': the colon says that values follow",
        bare=True,
        closed=False,
    ),
    _cue(
        rf"(?:^|[;(,] ?){_SUBJECT}(?:set to )?(?:either|one of|any of)(?: the following)?"
        r"(?: values)? (?=[`«]|-?\d)",
        "'must be one of `A` and `B`': without the colon only literals are sure to be values",
    ),
    _cue(
        rf"(?:^|[;(,] ?){_SUBJECT}(?<=be )(?:set to )?(?=[`«])",
        "'can be `A` or `B`'",
    ),
    _cue(
        rf"(?:^|[;(,] ?){_SUBJECT}(?:either|one of|any of)(?: the following)?(?: values)? (?=[`«])",
        "'One of `A`, `B`' as all that is said",
        closed=False,
        alone=True,
    ),
    # Brackets behind a literal explain the literal.
    _cue(r"(?:^|(?<=[^`»\s])\s?\()(?=`)", "'`A` or `B`' as all that is said", alone=True),
    _cue(r"[\w)]\s?: ?(?=`)", "'Kind of order: `A`, `B`'", closed=False, alone=True),
)


def lists(text: str, *, several: bool = False) -> Lists:
    """The lists of values in a regular text. `several`: the property holds many of them."""
    if not _LISTING.search(text) or (not several and _COMBINED.search(text)):
        return Lists()
    for found in (_bulleted(text), *map(_introduced, sentences(text))):
        if found is not None:
            return Lists(
                stated=tuple(found.values.values()), null=found.null, default=found.default
            )
    unproved: list[_Values] = []
    for sentence in sentences(text):
        numbers = _numbered(sentence)
        if numbers:
            return Lists(stated=numbers)
        if not _OPEN.search(sentence) and not _NAME.match(sentence):
            unproved.extend(values for hint in _HINTS for values in hint(sentence))
    return Lists(unproved=tuple(dict.fromkeys(unproved)))


def _introduced(sentence: str) -> _Items | None:
    """The first list of a sentence that a cue introduces and that runs to a natural end."""
    for cue in _CUES:
        for match in cue.pattern.finditer(sentence):
            before, rest = sentence[: match.start()], sentence[match.end() :]
            if _DENIAL.search(before) or _OPEN.search(sentence):
                continue
            found = _parse(rest)
            if found is not None and _believed(found, cue):
                return found
    return None


def _believed(found: _Items, cue: _Cue) -> bool:
    """Whether the items are as the cue needs them."""
    return (
        bool(found.values)
        and len(found.values) + found.null >= _FEWEST
        and (cue.bare or (found.literal if cue.closed and not cue.alone else found.code))
        and (found.closed or not cue.closed)
        and (not cue.alone or not found.tail or bool(_READ_ON.match(found.tail)))
    )


_FEWEST = 2


def _parse(text: str) -> _Items | None:
    """Items from the beginning of `text` on, up to the end of the sentence or of the list."""
    found = _Items()
    at = 0
    while True:
        item = _ITEM.match(text, at)
        if item is None or (item[2] and item[2] in _PROSE):
            return None
        at = item.end()
        note = _NOTE.match(text, at)
        at = note.end() if note else at
        default = _BY_DEFAULT.match(text, at)
        at = default.end() if default else at
        _add(found, item, note[1] if note else "default" if default else "")
        if _STOP.match(text, at):
            return found
        separator = _SEPARATOR.match(text, at)
        if separator is None:
            return None
        if found.closed or not _ITEM.match(text, separator.end()):
            # Behind "A, B or C, ..." the sentence goes on; a list that "or" opens does not end.
            found.tail = text[separator.end() :]
            return found if found.closed and separator[1] in (",", ";") else None
        found.closed = bool(separator[2] or separator[3])
        at = separator.end()


def _add(found: _Items, item: re.Match[str], note: str) -> None:
    printed = item[0]
    value = unmarked(printed).strip()
    found.code = found.code and is_code(printed)
    found.literal = found.literal and (bool(item[1]) or value.lstrip("-").isdecimal())
    if value.lower() == "null":
        found.null = True
        return
    if re.fullmatch(r"(?:the )?default", note.strip(), re.IGNORECASE):
        found.default, note = value, ""
    elif default_of(note) is not None:
        note = ""
    if value:
        found.values.setdefault(value, EnumValue(value=value, description=note.strip()))


#: One line of a list: the value as a literal, and perhaps what it means.
_LINE = re.compile(rf"[*•-]? ?({LITERAL})\s?(?:(?:[:=-]|\bmeans\b)\s?(.*)|\((.*)\)\W*|\W*)$")


def _bulleted(text: str) -> _Items | None:
    """'Values are:' and one literal a line."""
    lines = text.split("\n")
    for start, line in enumerate(lines):
        if not line.endswith(":") or not any(
            cue.pattern.search(f"{line} `") for cue in _CUES if cue.bare
        ):
            continue
        found = _Items()
        for item in lines[start + 1 :]:
            match = _LINE.match(item)
            if match is None:
                break
            value = unmarked(match[1])
            said = (match[2] or match[3] or "").strip()
            found.values.setdefault(value, EnumValue(value=value, description=said))
        if len(found.values) >= _FEWEST and not _OPEN.search(line):
            return found
    return _explained(lines)


def _explained(lines: Sequence[str]) -> _Items | None:
    """Lines up to the end that are a literal each with its meaning, below one that is not."""
    found = _Items()
    for item in lines[1:]:
        match = _LINE.match(item)
        if match is None or not (match[2] or match[3]):
            return None
        value, said = unmarked(match[1]), (match[2] or match[3]).strip()
        found.values.setdefault(value, EnumValue(value=value, description=said))
    return found if len(found.values) >= _FEWEST and not _LINE.match(lines[0]) else None


_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"(?<![\w.,:-])[`«]?(-?\d{1,9})[`»]?\s*(?:=|:(?= ?[A-Za-z])|-(?= [A-Za-z]))\s*")
_NAMED_CODE = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*(?:\((-?\d{1,9})\)|= ?(-?\d{1,9})\b)")
_LABEL = re.compile(r"[`«]?[A-Za-z]")
_LABEL_END = re.compile(r"\s*(?:[,;/|]|\bor\b|\band\b|- see\b.*|[.!]+\W*)*\s*$")
#: Said of a number that counts or measures: 0 and -1 are then limits of it, or stand for none.
_QUANTITY = re.compile(
    r"\b(?:number|count|amount|days|hours|minutes|seconds|percent|index|score|level of|length"
    r"|size|offset|version|row|line|year|month|id|confidence|priority of)\b",
    re.IGNORECASE,
)
#: Two numbers may be the ends of a scale, or two states among many; three in a row are a list.
_SURE = 3
#: A name is of a few words; longer ones describe.
_NAME_WORDS = 4


def _numbered(sentence: str) -> _Values:
    """'0 = Unknown, 1 = Private': numbers without a gap from 0 or 1 on, each with its meaning.

    Gaps speak of a scale (0, 100) or of flags (1, 2, 4, 8); both are no list of all values.
    """
    if not _DIGIT.search(sentence) or _OPEN.search(sentence):
        return ()
    pairs = list(_coded(sentence)) or list(_code_behind(sentence))
    codes = [code for code, _ in pairs]
    if len(codes) < _FEWEST or codes[0] not in (0, 1):
        return ()
    if codes != list(range(codes[0], codes[0] + len(codes))):
        return ()
    if len(codes) < _SURE and (_QUANTITY.search(sentence) or not all(name for _, name in pairs)):
        return ()
    return tuple(named(code, label) for code, label in pairs)


def _coded(sentence: str) -> Iterator[tuple[int, str]]:
    starts = list(_CODE.finditer(sentence))
    ends = [match.start() for match in starts[1:]]
    for match, end in zip_longest(starts, ends):
        label = _LABEL_END.sub(
            "", sentence[match.end() : end] if end else _last(sentence[match.end() :])
        )
        if not _LABEL.match(label):
            return
        yield int(match[1]), label


def _last(label: str) -> str:
    """The last label without the clause behind it."""
    return re.split(r" - |[;.](?:\s|$)|, (?=see\b)", label, maxsplit=1)[0]


def _code_behind(sentence: str) -> Iterator[tuple[int, str]]:
    for match in _NAMED_CODE.finditer(sentence):
        yield int(match[2] or match[3]), match[1].split(" or ")[-1].strip()


def named(code: int, label: str) -> EnumValue:
    """A number and what the page calls it: a name of a few words, or else a description."""
    name, _, note = label.partition("(")
    name = " ".join(map(unmarked, name.split()))
    if len(name.split()) > _NAME_WORDS:
        return EnumValue(value=code, description=label)
    return EnumValue(value=code, name=name, description=note.rstrip(") ").strip())


def _words(text: str, fewest: int = _SURE) -> Iterator[_Values]:
    """`text` as a list that it is from its beginning to its end."""
    found = _parse(text.strip())
    if found is not None and len(found.values) >= fewest and _ends(text, found):
        yield tuple(found.values.values())


def _ends(text: str, found: _Items) -> bool:
    return all(not value.lstrip("-").isdecimal() for value in found.values) and bool(text)


def _after_colon(sentence: str) -> Iterator[_Values]:
    yield from _words(sentence.rpartition(": ")[2] if ": " in sentence else "")


def _in_brackets(sentence: str) -> Iterator[_Values]:
    """In brackets, unless these explain the literal before them."""
    for match in re.finditer(r"(?<=[^`»\s])\s?\(([^()]*)\)|^\(([^()]*)\)", sentence):
        yield from _words(match[1] or match[2] or "")


def _whole(sentence: str) -> Iterator[_Values]:
    yield from _words(sentence)


def _either(sentence: str) -> Iterator[_Values]:
    for match in re.finditer(r"\b(?:either|one of) (\w+(?:, \w+)*,? or \w+)\W*$", sentence):
        yield from _words(match[1], _FEWEST)


#: Where bare words may be the values; each gives the lists that it finds in a sentence.
_HINTS: tuple[Callable[[str], Iterator[_Values]], ...] = (
    _after_colon,
    _in_brackets,
    _whole,
    _either,
)


def labels(values: _Values) -> _Values:
    """Numbered values by their names, where all names are single words: perhaps the real values."""
    names = tuple(value.name for value in values)
    if not all(name.isidentifier() for name in names):
        return ()
    return tuple(
        msgspec.structs.replace(value, value=name, name="")
        for value, name in zip(values, names, strict=True)
    )
