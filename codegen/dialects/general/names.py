"""Names as cells, items and headings print them: with marks, notes, types, indents and paths."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from codegen.claims import ITEMS, VALUES, Step
from codegen.dialects import typetext
from codegen.dialects.styles.style import Pattern, Style
from codegen.markdown import clean
from codegen.spec import Presence
from codegen.typeexpr import Array, Map, OneOf, Scalar, references

__all__ = [
    "Name",
    "Said",
    "is_name",
    "is_plain_type",
    "marks",
    "names",
    "steps",
    "without_notes",
    "words_of_marks",
]

_LONGEST = 200
#: With marks, notes and a type.
_LONGEST_TEXT = 2000
_MOST_LINES = 200
_DEEPEST = 20


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What marks say of a property; None where there is none."""

    presence: Presence | None = None
    nullable: bool | None = None
    read_only: bool | None = None
    write_only: bool | None = None
    deprecated: bool | None = None

    def over(self, other: Said) -> Said:
        """What these marks say, and where they say nothing, `other`."""
        if other is NOTHING or self is NOTHING:  # of most there is nothing
            return self if other is NOTHING else other
        return Said(
            presence=other.presence if self.presence is None else self.presence,
            nullable=other.nullable if self.nullable is None else self.nullable,
            read_only=other.read_only if self.read_only is None else self.read_only,
            write_only=other.write_only if self.write_only is None else self.write_only,
            deprecated=other.deprecated if self.deprecated is None else self.deprecated,
        )


NOTHING = Said()


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """One name, and what stands in the same place beside it."""

    text: str
    """The name on the wire, or the path that it stands for."""
    indent: int = 0
    """How far in it stands; rows below one that stands less far in are parts of it."""
    said: Said = NOTHING
    type: str = ""
    """Raw text of a type."""
    description: str = ""
    """Raw text below the name."""
    in_path: bool = False
    """It is spelled as a part of a path: ``:id`` or ``{id}``."""


# -- Marks -----------------------------------------------------------------------------------------

#: Words that stand beside a name or in a type to mark it, with blanks for hyphens: the whole of a
#: bracket, or between commas in it.
_WORDS: dict[str, Said] = {
    "required": Said(presence="required"),
    "mandatory": Said(presence="required"),
    "optional": Said(presence="optional"),
    "not required": Said(presence="optional"),
    "nullable": Said(nullable=True),
    "not nullable": Said(nullable=False),
    "non null": Said(nullable=False),
    "read only": Said(read_only=True),
    "readonly": Said(read_only=True),
    "write only": Said(write_only=True),
    "writeonly": Said(write_only=True),
    "deprecated": Said(deprecated=True),
}
_AROUND = " \t\n.;:*_`<>"
_BRACKETED = re.compile(r"\s*[(\[{<]([\w -]{4,20})[)\]}>]$")


#: A mark may link to what is said of it: ``[Deprecated](changes.md)``.
_LINKED = re.compile(r"\[([^\[\]\n]{1,80})\]\([^()\s]{1,300}\)")


@lru_cache(maxsize=4096)
def words_of_marks(text: str) -> Said | None:
    """What a text says that is nothing but words of marks, such as ``optional``; None: it is not.

    ``required, nullable`` is several.
    """
    if len(text) > _LONGEST:
        return None
    found = NOTHING
    for part in re.split(r"[,;/]|\band\b", _LINKED.sub(r"\1", text)):
        said = _WORDS.get(part.strip(_AROUND).lower().replace("-", " "))
        if said is None:
            return None
        found = found.over(said)
    return found


def marks(raw: str, style: Style, place: str) -> tuple[str, Said]:
    """`raw` without the marks that the style has for `place`, and what these say.

    `place` is a field of `Marks`: ``name``, ``type`` or ``description``.
    """
    said = NOTHING
    for pattern, meaning in _patterns(style, place):
        match = pattern.search(raw)
        if match:
            said = said.over(meaning)
            raw = (raw[: match.start()] + raw[match.end() :]).strip()
    return raw, said


@lru_cache(maxsize=64)
def _patterns(style: Style, place: str) -> tuple[tuple[Pattern, Said], ...]:
    found: tuple[tuple[Pattern | None, Said], ...] = (
        (getattr(style.required, place), Said(presence="required")),
        (getattr(style.optional, place), Said(presence="optional")),
        (getattr(style.nullable, place), Said(nullable=True)),
    )
    return tuple((pattern, said) for pattern, said in found if pattern is not None)


# -- Footnotes -------------------------------------------------------------------------------------

_SUPERSCRIPT = re.compile(r"<sup>[^<>]{0,40}</sup>", re.IGNORECASE)
#: A picture or badge beside a name: ``{{< icon name="star" >}}``.
_SHORTCODE = re.compile(r"\s*\{\{[<%][^{}\n]{1,200}[%>]\}\}")
_NOTE = re.compile(r"(?:\s\[\d{1,3}\]|\[\^\w{1,20}\])$")
_SIGNS = " \t\n*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰"


def without_notes(text: str) -> str:
    """Clean text without the signs of footnotes at its end; a long text is no name or value."""
    while len(text) <= _LONGEST_TEXT:
        shorter = _NOTE.sub("", text[-30:])
        shorter = (text[:-30] + shorter).rstrip(_SIGNS)
        if shorter == text:
            break
        text = shorter
    return text


# -- Names -----------------------------------------------------------------------------------------

_BREAK = re.compile(r"<br\s*/?>|\n", re.IGNORECASE)
_WIDTHS = {"&emsp;": 4, "&ensp;": 2, "\u2003": 4, "\u2002": 2}
_NAME = re.compile(r"(?!https?:)[\w$@#:{<\[-][\w$@#.:%\[\]{}<>*?!+-]*", re.ASCII)
_OTHER_NAME = re.compile(r"[\w$@#][\w$@#.:\[\]{}-]*")
_LETTER = re.compile(r"[^\W\d_]")
_SEVERAL = re.compile(r"\s*,\s*|\s+(?:and|or|&|/)\s+")
_SPACES = r"&(?:nbsp|emsp|ensp|thinsp|#160|#x[aA]0);|[\s\u00a0\u2000-\u200a\u3000]"
_INDENT = re.compile(
    rf"(?:{_SPACES}|&(?:rarr|raquo|gt|#8594|#8627);|[→↳»\u203a>│├└╰•]|─|-+(?=[\s>&])|\.(?=[.\w]))"
)
_INDENTED_CODE = re.compile(r"(`+)([\s\u00a0]+)(?=\S)")
_FOLLOWED = re.compile(
    r"([^\s:(<{]+)\s*(?:\(([^()]*+(?:\([^()]*+\)[^()]*+)*+)\)|:\s+(\S.*)|\s+(\S.*))", re.DOTALL
)


#: A parameter as a query has it, with what stands for its value: ``limit={LIMIT}``.
_VALUED = re.compile(
    r"\s*(`?)(?P<name>[\w$.\[\]-]{1,100})="
    r"(?:\{(?P<braced>[^{}\n]{1,80})\}|<(?P<angled>[^<>\n]{1,80})>|&lt;[^&\n]{1,80}&gt;)\1\s*"
)


@lru_cache(maxsize=16384)
def names(raw: str, style: Style, *, typed: bool = False) -> tuple[Name, ...]:
    """The names in a cell, of which most have one; () where it holds nothing.

    `typed`: the type may stand behind the name, since it has no place of its own. A text that is no
    name is handed back as one: `is_name` tells.
    """
    indent, text = _indent(raw)
    if "=" in text and (valued := _VALUED.fullmatch(text)):
        kind = valued["braced"] or valued["angled"] or ""
        text = valued["name"]
        text += f" ({kind})" if typed and is_plain_type(kind, style) else ""
    first, *below = _BREAK.split(text, _MOST_LINES)
    first, said = _SHORTCODE.sub("", _SUPERSCRIPT.sub("", first)).strip(), NOTHING
    parts = _parts(clean(first))
    if len(parts) == 1:
        first, said = _marked(first, style)
        parts = [first]
    if not first:
        return ()
    description: list[str] = []
    kind = ""
    for line in below:
        words = words_of_marks(clean(line).strip("()[]"))
        if words is not None:
            said = said.over(words)
        elif line.strip() and typed and not kind and not description and _is_short(line):
            kind = line.strip()
        elif line.strip():
            description.append(line.strip())
    found = Name(text="", indent=indent, said=said, type=kind, description="<br>".join(description))
    return tuple(_one(part, found, style, typed=typed) for part in parts)


def _is_short(line: str) -> bool:
    """Whether a line below a name may be its type: a word or a few, set apart or not."""
    return len(clean(line).split()) <= 3 and not clean(line).endswith(".")  # noqa: PLR2004 - a few


def _parts(text: str) -> list[str]:
    """``limit, offset`` as two names; whatever is not a list of names is one."""
    if len(text) > _LONGEST or not _SEVERAL.search(text):
        return [text]
    parts = [part.strip() for part in _SEVERAL.split(text)]
    return parts if all(is_name(without_notes(part).rstrip("?!")) for part in parts) else [text]


def _one(text: str, found: Name, style: Style, *, typed: bool) -> Name:
    text, said = _unmarked(text, style)
    kind = found.type
    match = _FOLLOWED.fullmatch(text[:_LONGEST]) if typed and not is_name(text) else None
    if match is not None and (match[4] is None or is_plain_type(match[4], style)):
        behind = match[2] if match[2] is not None else match[3] or match[4]
        text, more = _unmarked(match[1], style)
        said, kind = said.over(more), kind or behind
    in_path = False
    if text[:1] == ":" and is_name(text[1:]):
        text, in_path = text[1:], True
    elif text[:1] + text[-1:] in {"{}", "<>"} and is_name(text[1:-1]):
        text, in_path = text[1:-1], True
    return replace(found, text=text, said=said.over(found.said), type=kind, in_path=in_path)


@lru_cache(maxsize=16384)
def is_plain_type(raw: str, style: Style) -> bool:
    """Whether a raw text is a type that needs no definition, whatever stands around it.

    A word alone may be the name of a type, and of anything else; null is the type of no property.
    """
    read = typetext.read(raw, style.types)
    if read.values or read.constraints.const is not None or read.type == _NULL:
        return False
    if isinstance(read.type, OneOf):
        return not any(references(read.type))
    if isinstance(read.type, Map) and any(references(read.type)):
        return bool(read.links)  # a map of the town
    return isinstance(read.type, Scalar | Array | Map)


_NULL = Scalar("null")


def _marked(raw: str, style: Style) -> tuple[str, Said]:
    """The clean text of a name without marks and notes, and what the marks say."""
    text, said = clean(raw), NOTHING
    stripped, of_raw = marks(raw, style, "name")
    if of_raw != NOTHING and marks(text, style, "name")[1] == NOTHING:
        text, said = clean(stripped), of_raw
    text, more = _unmarked(text, style)
    return text, more.over(said)


def _unmarked(text: str, style: Style) -> tuple[str, Said]:
    """A clean text without marks and notes, and what the marks say."""
    said = NOTHING
    while len(text) <= _LONGEST_TEXT:
        before = text
        text, more = marks(text, style, "name")
        said = said.over(more)
        if (bracket := _BRACKETED.search(text[-30:])) and (words := words_of_marks(bracket[1])):
            said = said.over(words)
            text = text[: len(text) - len(bracket[0])]
        head, _, word = text.rpartition(" ")
        if is_name(head) and (words := words_of_marks(word)):
            said, text = said.over(words), head
        if len(text) > 1:
            text = without_notes(text) or text
        if text == before:
            break
    return text, said


def _indent(raw: str) -> tuple[int, str]:
    """How far in a cell's text stands, by whatever signs, and the text."""
    width = end = 0
    while match := _INDENT.match(raw, end):
        sign = html.unescape(match[0])
        width += _WIDTHS.get(sign, 0 if sign == "─" else len(sign))
        end = match.end()
    text = raw[end:]
    if code := _INDENTED_CODE.match(text):
        width += len(code[2])
        text = code[1] + text[code.end() :]
    return (width, text) if text else (0, "")


def is_name(text: str) -> bool:
    """Whether a clean text looks like a name in a payload: no blanks, letters, few signs."""
    return (
        0 < len(text) <= _LONGEST
        and bool(_NAME.fullmatch(text) or (not text.isascii() and _OTHER_NAME.fullmatch(text)))
        and _LETTER.search(text) is not None
    )


# -- Paths -----------------------------------------------------------------------------------------

_STEP = re.compile(r"([^.\[\]]+)|\[([^\[\]]*)\]|(\.)")
_INDEX = re.compile(r"\d*|\*|[ijkmnx]|index|idx", re.IGNORECASE)
_KEY = re.compile(r"\*|\{\w*\}|<\w*>")


@lru_cache(maxsize=16384)
def steps(text: str) -> tuple[Step, ...]:
    """The path that a name stands for, should it stand for one: ``a.b[].c`` -> a, b, [], c."""
    return tuple(_steps(text)) or (text,)


def _steps(text: str) -> Iterator[Step]:
    end = count = 0
    found: list[Step] = []
    while end < len(text):
        match = _STEP.match(text, end)
        if match is None or count > _DEEPEST:
            return
        end, count = match.end(), count + 1
        if match[3] is not None:
            continue
        if match[1] is not None:
            found.append(VALUES if found and _KEY.fullmatch(match[1]) else match[1])
        elif found:
            found.append(ITEMS if _INDEX.fullmatch(match[2]) else match[2])
        else:
            return
    yield from found
