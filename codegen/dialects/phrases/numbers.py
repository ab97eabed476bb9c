"""Limits and defaults that a text states: an ordered table of phrases, each with its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codegen.dialects.phrases.text import LITERAL, clauses, sentences, unmarked

__all__ = ["Limits", "default_of", "lengths", "ranges"]

#: A lower and an upper limit; None where the text gives none.
Limits = tuple[int | float | None, int | float | None]

#: Whole runs of digits, so that a long one is not looked at from each of its digits on.
_N = r"[`«]?(?<!\d)(-?\d{1,3}(?:,\d{3})+|-?\d++(?:\.\d+)?)[`»]?"
_CHARACTERS = (
    r"(?:(?:significant|unicode|ascii|utf-8|alphanumeric|printable)[ -])?"
    r"(?:characters?|chars?|symbols)\b(?! (?:per|each|in total|for each))"
)
_UNIT = (
    r"(?:(?:milliseconds|seconds?|minutes?|hours?|days?|weeks?|months?|percent|bytes|ms|s"
    r"|characters?|chars?)\b|%)?"
)
_END = rf"\s*{_UNIT}(?: \(?inclusive\)?)?\W*$"
_MUST = r"(?:(?:must|should|has to|have to|can|may|will)(?: only)? be|is|are)"
_ITSELF = (
    r"(?:(?:and|but|or|so|also|it|this|the|that|which)\s+)*"
    r"(?:(?:value|number|integer|length|property|field|parameter)s?\s+)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str]], Limits]
    why: str


def _number(text: str) -> int | float:
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _least(match: re.Match[str]) -> Limits:
    return _number(match[1]), None


def _most(match: re.Match[str]) -> Limits:
    return None, _number(match[1])


def _both(match: re.Match[str]) -> Limits:
    return _number(match[1]), _number(match[2])


def _exactly(match: re.Match[str]) -> Limits:
    return _number(match[1]), _number(match[1])


def _above(match: re.Match[str]) -> Limits:
    """Of whole numbers only, which is all that these phrases are asked about."""
    found = _number(match[1])
    return (found + 1, None) if isinstance(found, int) else (None, None)


def _phrase(pattern: str, meaning: Callable[[re.Match[str]], Limits], why: str) -> _Phrase:
    return _Phrase(pattern=re.compile(pattern, re.IGNORECASE), meaning=meaning, why=why)


#: Looked for anywhere in a clause: the word for characters says that it is a length.
_LENGTHS = (
    _phrase(
        rf"(?<![\w.-]){_N}\s?(?:-|to|and) ?{_N}[ -]{_CHARACTERS}",
        _both,
        "'1-100 characters', 'between 3 and 32 characters'",
    ),
    _phrase(rf"\bexactly {_N} {_CHARACTERS}", _exactly, "'exactly 4 characters'"),
    _phrase(
        rf"{_N} {_CHARACTERS} (?:or (?:less|fewer|shorter)|max(?:imum)?\b|at most|at maximum)",
        _most,
        "the limit before the word for it",
    ),
    _phrase(
        rf"{_N} {_CHARACTERS} (?:or (?:more|longer)|min(?:imum)?\b|at least)",
        _least,
        "the limit before the word for it",
    ),
    _phrase(
        r"\b(?:max(?:imum)?|up to|at most|no (?:more|longer) than|limited to|not exceed(?:ing)?"
        rf"|(?:cannot|can't) exceed|not be (?:more|longer) than)(?: (?:a|the))?(?: maximum)?"
        rf"(?: (?:length|limit|size))?(?: (?:of|is))?[:= ]*{_N} {_CHARACTERS}",
        _most,
        "'max 255 characters', 'up to 20 characters'",
    ),
    _phrase(
        r"\b(?:min(?:imum)?|at least|no (?:less|fewer|shorter) than|not be (?:less|shorter) than)"
        rf"(?: length)?(?: (?:of|is))?[:= ]*{_N} {_CHARACTERS}",
        _least,
        "'at least 8 characters'",
    ),
    _phrase(
        rf"^{_ITSELF}max(?:imum|imal)? length(?: is| of)?[:= ]*{_N}{_END}",
        _most,
        "'Maximum length is 10.'",
    ),
    _phrase(
        rf"^{_ITSELF}min(?:imum|imal)? length(?: is| of)?[:= ]*{_N}{_END}",
        _least,
        "'Minimum length: 2'",
    ),
)

#: Read from the beginning of a clause to its end: anything else could be of another thing.
_RANGES = (
    _phrase(
        rf"^{_ITSELF}(?:{_MUST} )?(?:(?:in )?(?:a |the )?range(?: is| of)?:?|(?:valid|allowed|"
        r"possible|accepted) (?:values|range)(?: are| is)?:?|values?(?: are| is)?:?|between|from"
        rf"|ranges from)(?: (?:between|from))? {_N} ?(?:to|and|-|\.\.|through|thru) ?{_N}{_END}",
        _both,
        "'between 1 and 10', 'Valid values 1 to 365'",
    ),
    _phrase(r"^(-?\d+) ?(?:-|\.\.) ?(\d+)$", _both, "a range as the whole clause: '(1-100)'"),
    _phrase(
        rf"^{_ITSELF}(?:min(?:imum)?|lowest|smallest)(?: (?:allowed|possible))?(?: value)?"
        rf"(?: is| of)?[:= ]*{_N}{_END}",
        _least,
        "'min 1', 'the minimum value is 5'",
    ),
    _phrase(
        rf"^{_ITSELF}(?:up to )?(?:a )?(?:max(?:imum)?|highest|largest)(?: (?:allowed|possible))?"
        rf"(?: value)?(?: is| of)?[:= ]*{_N}{_END}",
        _most,
        "'max 10', '(up to maximum 1000)'",
    ),
    _phrase(
        rf"^{_ITSELF}{_MUST} (?:at least|greater than or equal to|>=|no less than|not less than)"
        rf" ?{_N}{_END}",
        _least,
        "'must be at least 1'",
    ),
    _phrase(
        rf"^{_ITSELF}(?:{_MUST} (?:at most|less than or equal to|<=|no more than|not more than)"
        rf"|(?:cannot|must not|may not) exceed) ?{_N}{_END}",
        _most,
        "'cannot exceed 500'",
    ),
)
_WHOLE_RANGES = (
    _phrase(rf"^{_ITSELF}{_MUST} (?:greater than|more than|>|above) ?{_N}{_END}", _above, "'> 0'"),
    _phrase(
        rf"^{_ITSELF}(?:{_MUST} )?an? positive (?:integer|whole number|number){_END}()",
        lambda _: (1, None),
        "a positive whole number is 1 or more",
    ),
)
#: Years, which no one means as limits.
_YEARS = range(1900, 2101)
#: Where the text may be left out, its least length is not what the other phrase says.
_MAY_BE_EMPTY = re.compile(
    r"empty string|\bempty or\b|(?:can|may|could) be (?:empty|blank|an empty)"
    r"|or (?:empty|blank)\b|leave (?:it )?empty",
    re.IGNORECASE,
)
#: A limit on something beside the property.
_OF_OTHERS = re.compile(
    r"\b(?:each|per|every|total|combined|line|lines|shown|displayed)\b", re.IGNORECASE
)


_DIGIT = re.compile(r"\d")


def lengths(text: str) -> Limits:
    """The least and greatest length in characters that a regular text states."""
    least, most = _limits(text, _LENGTHS)
    return (None if _MAY_BE_EMPTY.search(text) else least), most


def ranges(text: str, *, whole: bool) -> Limits:
    """The least and greatest value that a regular text states; `whole`: of an integer."""
    return _limits(text, (*_RANGES, *_WHOLE_RANGES) if whole else _RANGES)


def _limits(text: str, phrases: tuple[_Phrase, ...]) -> Limits:
    """The limits that the clauses of a text agree on; none where they differ."""
    if not _DIGIT.search(text) and "positive" not in text:
        return None, None
    found: list[Limits] = []
    for clause in _clauses(text):
        for phrase in phrases if not _OF_OTHERS.search(clause) else ():
            match = phrase.pattern.search(clause)
            limits = phrase.meaning(match) if match else (None, None)
            if limits != (None, None) and not all(limit in _YEARS for limit in limits):
                found.append(limits)
                break
    lows = {low for low, _ in found if low is not None}
    highs = {high for _, high in found if high is not None}
    if len(lows) > 1 or len(highs) > 1 or (lows and highs and max(lows) > min(highs)):
        return None, None
    return min(lows, default=None), max(highs, default=None)


#: What holds only under a condition; a sentence that says what holds otherwise is none.
_CONDITION = re.compile(
    r"(?:if|when|unless|where|in case|once)\b"
    r"(?!(?: (?:it|this|the \w+))?(?: is)? (?:not|omitted|unspecified|blank|empty|absent|missing"
    r"|left|no|null|none))",
    re.IGNORECASE,
)


def _clauses(text: str) -> Iterator[str]:
    for sentence in sentences(text):
        if not sentence.endswith("?") and not _CONDITION.match(sentence):
            yield from clauses(sentence if not _OF_A_VALUE.match(sentence) else "")


#: A line that explains one value: what it says is said of that value alone.
_OF_A_VALUE = re.compile(rf"[*•-]? ?(?:{LITERAL})\s?[:=-]")
_VALUE = rf"({LITERAL}|-?\d+(?:\.\d+)?(?![\w.])|\w+)"
_AFTER = (
    rf"(?= ?{_UNIT}\W*$| (?:if|when|where|unless) (?:\w+ )*?(?:not|omitted|unspecified|nothing"
    r"|blank|empty|no|none|absent|missing)\b| ?=)"
)
#: From the plainest wording on, each with an example.
_DEFAULTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), example)
    for pattern, example in (
        (
            (
                rf"{_ITSELF}(?:is )?default(?:s|ed)?(?: (?:value|setting|setup))?(?: is| are| to)?"
                rf"(?: ?[:=])? ?{_VALUE}{_AFTER}"
            ),
            "defaults to `x`",
        ),
        (
            rf"(?:if|when) .*\bdefaults? (?:to|is) {_VALUE}\W*$",
            "if it is omitted then the default is 1",
        ),
        (
            rf"{_ITSELF}(?:is )?({LITERAL}|true|false|-?\d+) (?:by|as)(?: the)? default\W*$",
            "true by default",
        ),
    )
)


def default_of(text: str) -> str | None:
    """What a regular text says is taken where nothing is given, as printed; None: it says none.

    Literals keep their marks, so that the caller can tell a word of the prose from a value.
    """
    if "default" not in text.lower():
        return None
    for clause in _clauses(text):
        for pattern, _ in _DEFAULTS:
            if match := pattern.match(clause):
                return match[1]
    return None


def as_number(printed: str) -> int | float | None:
    """The number that a printed value is; None where it is none."""
    text = unmarked(printed)
    return _number(text) if re.fullmatch(r"-?\d{1,18}(?:\.\d{1,18})?", text) else None
