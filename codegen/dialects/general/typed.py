"""Types and marks as they stand behind names: in brackets, emphasis, code or bare words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codegen.dialects import typetext
from codegen.dialects.general.names import NOTHING, Said, is_plain_type, words_of_marks
from codegen.dialects.styles.style import Style
from codegen.markdown import clean
from codegen.typeexpr import Ref

__all__ = [
    "SEPARATOR",
    "Typed",
    "content",
    "in_bracket",
    "is_plain",
    "is_sure",
    "joined",
    "typed_behind",
    "typed_text",
    "unseparated",
]

SEPARATOR = re.compile(r"\s*(?::|[-\u2013\u2014]{1,2}(?:>|(?!\w))|=>|=|\u2192)\s*")


def unseparated(text: str) -> str:
    """A text without the separator that it begins with, if any."""
    found = SEPARATOR.match(text)
    return text[found.end() :] if found is not None else text


class Typed(NamedTuple):
    """What a bracket or word behind a name says."""

    type: str = ""
    said: Said = NOTHING
    default: str = ""
    place: str = ""
    """Where a parameter stands."""
    rest: str = ""
    """What it says besides: prose, with what follows it."""


def joined(first: Typed, second: Typed) -> Typed:
    """What two places behind a name say; the first goes before."""
    return Typed(
        type=first.type or second.type,
        said=first.said.over(second.said),
        default=first.default or second.default,
        place=first.place or second.place,
        rest=second.rest,
    )


_IN_CODE = re.compile(r"\s*`\(([^`]{1,300})\)`")
_EMPHASIS = re.compile(
    r"\s*(?:_([^_\n]{1,80})_|\*\*([^*\n]{1,80})\*\*|\*([^*\n]{1,80})\*)(?![\w*])"
)
_CODE = re.compile(
    r"\s*`([^`\n]{1,80})`(?=\s*(?:$|[-\u2013\u2014:.,;(\n])|\s+[A-Z*_]"
    r"|\s+(?:required|optional|nullable)\b)"
)
_BRACES = re.compile(r"\s*(?:\{([^{}\n]{1,80})\}|\[([^\[\]\n]{1,80})\](?!\()|<([^<>\n]{1,80})>)")
_LINK = r"\[[^\[\]\n]{1,80}\]\([^()\s]{1,300}\)"
_WORD = r"[^\s.,;:()\[\]`*-]{1,40}"
#: A sentence that begins with a question word, such as "How long to wait", is no type. A link may
#: stand first, or last: ``array of [Shop](#shop) objects``.
_WORDS = re.compile(
    r"\s*(?!(?i:how|what|when|where|which|who|whether|why|if)\b)"
    rf"((?:{_LINK}|{_WORD})(?: {_WORD}){{0,5}}"
    rf"|(?:{_WORD} ){{1,4}}{_LINK}(?: (?:object|structure|resource|instance)s?)?)"
    r"(?=\s*(?:$|[.,;:(\n]|\s[-\u2013\u2014])|\s[*_]+[A-Z])"
)
_LONGEST = 400


def typed_text(text: str, style: Style, *, behind: bool) -> Typed | None:
    """The type or marks that a text begins with; None where it begins with none.

    `behind`: it stands right behind a name or separator, so that words may be a type.
    """
    found = _first(text, style, behind=behind)
    return _with_marks(found, style) if found is not None else None


def _first(text: str, style: Style, *, behind: bool) -> Typed | None:
    """The type or marks of the first bracket, code or words of a text."""
    bracket = in_bracket(text)
    if bracket is not None:
        inner, end = bracket
        return content(inner, text[end:], style, sure=False)
    if match := _IN_CODE.match(text):
        return content(match[1], text[match.end() :], style, sure=True)
    for pattern in (_EMPHASIS, _BRACES):
        if match := pattern.match(text):
            inner = next(one for one in match.groups() if one is not None)
            found = content(inner.strip("()"), text[match.end() :], style, sure=False)
            known = found is not None and (found.type or found.said != NOTHING)
            return found if known else None
    match = _CODE.match(text) or (_WORDS.match(text) if behind else None)
    if match is None:
        return None
    found = content(match[1], text[match.end() :], style, sure=False)
    known = found is not None and (not found.type or _may_stand_bare(found.type, style))
    return found if known else None


def _may_stand_bare(raw: str, style: Style) -> bool:
    """Whether code or words are a type without brackets; prose may link to what it is about."""
    return (raw[:1] == "[" and "](" in raw) or is_plain_type(raw, style)


#: Marks that stand behind a type, each in a bracket or emphasis of its own.
_MOST_MARKS = 4
_CONDITION = "and|but|depending|except|for|if|in|only|or|otherwise|unless|when|where|with|without"
#: A mark between a comma and what ends its clause: ``, required. How big``. What goes on with a
#: condition is none: ``, required, if it is set``.
_CLAUSE = re.compile(
    r"\s*,\s*([a-z][a-z -]{4,15}?)"
    rf"(?=\s*(?:$|[.;:]\s|,\s*+(?!(?:{_CONDITION})\b))|\s+[-\u2013\u2014]{{1,2}}\s)",
    re.IGNORECASE,
)


def _with_marks(found: Typed, style: Style) -> Typed:
    """`found`, with marks that follow it: `` `string`, required. How big``."""
    for _ in range(_MOST_MARKS):
        rest = found.rest.lstrip(" ,")
        if words := words_of_marks(rest):
            return found._replace(said=words.over(found.said), rest="")
        if (clause := _CLAUSE.match(found.rest)) and (words := words_of_marks(clause[1])):
            found = found._replace(said=words.over(found.said), rest=found.rest[clause.end() :])
            continue
        if rest[:1] not in {"(", "[", "_", "*"}:
            break
        again = _first(rest, style, behind=False)
        if again is None or again.type:
            break
        found = joined(found, again)
    return found


def typed_behind(text: str, style: Style) -> Typed | None:
    """As `typed_text`; a type may stand behind marks in a bracket of their own."""
    found = typed_text(text, style, behind=True)
    if found is None or found.type:
        return found
    again = typed_text(found.rest, style, behind=True)
    if again is None or not again.type or not is_plain(again.type, style):
        return found
    return joined(found, again)


def is_plain(raw: str, style: Style) -> bool:
    """Whether a type is more than a word that could be a name of anything."""
    return "](" in raw or is_plain_type(raw, style)


def is_sure(typed: Typed, style: Style) -> bool:
    """Whether what stands behind a bare word is a type or mark, whatever the sentence."""
    if not typed.type:
        return True
    return bool(typed.default) or is_plain_type(typed.type, style)


def in_bracket(text: str) -> tuple[str, int] | None:
    """The text in the bracket that `text` begins with, and where that ends."""
    start = len(text) - len(text.lstrip(" \t\n_*"))
    if text[start : start + 1] != "(" or start > 5:  # noqa: PLR2004 - blanks and marks of emphasis
        return None
    depth = 0
    for index in range(start, min(len(text), start + _LONGEST)):
        depth += (text[index] == "(") - (text[index] == ")")
        if not depth:
            end = index + 1
            while end < len(text) and text[end] in "_*" and start and text[start - 1] in "_*":
                end += 1
            return text[start + 1 : index], end
    return None


_DEFAULT = re.compile(
    r"(?:the )?default(?:s to| is| value)?\s*[:=]?\s*(\S.*)", re.IGNORECASE | re.DOTALL
)


#: ``in path``, ``query parameter``: a word alone could as well be a type, or prose.
_PLACE = re.compile(
    r"in:?\s*(path|query|header|body)|(path|query|header|body) param(?:eter)?", re.IGNORECASE
)


_PLACES = frozenset({"path", "query", "header", "body"})


def content(inner: str, after: str, style: Style, *, sure: bool) -> Typed | None:
    """What a bracket says: a type, perhaps with a default, marks; None where it is prose."""
    kind, default, place, said = "", "", "", NOTHING
    prose: list[str] = []
    parts = tuple(_split(inner.strip(), ",;"))
    for part in parts:
        text = clean(part).strip()
        words = words_of_marks(part) if part else None
        if not text and words is None:
            continue
        if words is not None:
            said = words.over(said)
        elif match := _DEFAULT.fullmatch(part.strip()):
            default = match[1]
        elif match := _PLACE.fullmatch(text):
            place = match[1] or match[2]
        elif len(parts) > 1 and not (place or prose) and text.lower() in _PLACES:
            place = text
        elif not kind and not prose:
            kind, more, default_of = _with_default(part.strip())
            said, default = more.over(said), default_of or default
            known = sure or more != NOTHING or bool(default_of) or _is_type(kind, style)
            if not known:
                prose.append(part.strip())
                kind = ""
        else:
            prose.append(part.strip())
    if not (kind or default or place) and said == NOTHING:
        return None
    rest = f" {'. '.join(prose)}. {unseparated(after)}" if prose else after
    return Typed(type=kind, said=said, default=default, place=place, rest=rest)


def _is_type(raw: str, style: Style) -> bool:
    """Whether a text in a bracket is a type: a plain one, or one word that may be its name."""
    read = typetext.read(raw, style.types)
    if read.type is None:
        return False
    if isinstance(read.type, Ref):
        bare = clean(raw)
        return "](" in raw or (" " not in bare and bare[:1].isupper())
    return True


def _with_default(part: str) -> tuple[str, Said, str]:
    """``string: ""`` as type and default, ``string: <required>`` as type and mark."""
    for index, piece in enumerate(_split(part, ":")):
        if index:
            break
        kind = piece.strip()
        behind = part[len(piece) + 1 :].strip()
        if not behind or not kind:
            break
        words = words_of_marks(behind)
        if words is not None:
            return kind, words, ""
        return kind, NOTHING, behind
    return part, NOTHING, ""


def _split(text: str, marks: str) -> Iterator[str]:
    """The parts of a text between `marks` that stand in no bracket and no quotes."""
    depth, quote, start = 0, "", 0
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and (char == '"' or not text[index - 1 : index].isalnum()):
            quote = char
        elif char in "(<[{":
            depth += 1
        elif char in ")>]}":
            depth = max(depth - 1, 0)
        elif char in marks and not depth:
            yield text[start:index]
            start = index + 1
    yield text[start:]
