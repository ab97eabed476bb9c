"""Items of lists as pages write them: a name, perhaps its type and marks in brackets, and a text.

Known forms, where `-` is any dash or a colon, and a name may be in code, bold, a link or bare:
``name (type, marks) - text``, ``name `(type: default)` - text``, ``name _type_ text``,
``name {type} text``, ``name `type` - text``, ``name - type - text``, ``name - text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from codegen.dialects import typetext
from codegen.dialects.general.names import (
    NOTHING,
    Name,
    Said,
    is_name,
    is_plain_type,
    names,
    words_of_marks,
)
from codegen.dialects.general.rows import Cells
from codegen.dialects.styles.style import Style
from codegen.markdown import clean
from codegen.typeexpr import Ref

__all__ = ["Form", "Item", "Typed", "item_of", "typed_text", "with_type"]

#: How the name is set apart from prose; a bare word is not.
Form = Literal["code", "bold", "link", "bare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item that begins with a name."""

    names: tuple[Name, ...]
    form: Form
    cells: Cells
    typed: bool
    """A type, or a mark in brackets, stands behind the name."""
    separated: bool
    """A dash or colon, or nothing at all, stands behind the name."""
    raw: str
    """The name as printed."""

    @property
    def named(self) -> bool:
        """Whether the name could be one of a payload."""
        return all(is_name(one.text) for one in self.names)


class Typed(NamedTuple):
    """What a bracket or word behind a name says."""

    type: str = ""
    said: Said = NOTHING
    default: str = ""
    rest: str = ""
    """What it says besides: prose, with what follows it."""


_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("link", re.compile(r"(?:\*\*)?\[([^\[\]\n]{1,200})\]\([^()\s]{0,500}\)(?:\*\*)?")),
    (
        "code",
        re.compile(
            r"(?:\*\*|__)?(`{1,2})([^`\n]{1,200})\1(?:[?*]{1,2}(?=\s|$|:))?(:?)(?:\*\*|__)?"
        ),
    ),
    ("bold", re.compile(r"(\*\*|__)(?=\S)([^*\n]{1,200}?)(:?)\s?\1")),
    (
        "bare",
        re.compile(r"(?:[\w$@.\[\]{}-]{1,100})[?*]?(?=\s*(?:[:(\[{=`]|[-\u2013\u2014]|\s[_*]|$))"),
    ),
)
_CODE_TAG = re.compile(r"</?code>", re.IGNORECASE)
_MORE = re.compile(r"\s*(?:,|/|&|\bor\b|\band\b)\s*(?=`|\*\*)")
_SEPARATOR = re.compile(r"\s*(?::|[-\u2013\u2014]{1,2}(?!\w)|=>|=|\u2192)\s*")
#: ``name`` is the ...: a sentence about the property.
_STATED = re.compile(r"\s+(?:is|are)\b")


@lru_cache(maxsize=16384)
def item_of(raw: str, style: Style) -> Item | None:
    """The parts of an item; None where it does not begin with a name."""
    text = _CODE_TAG.sub("`", raw.strip())
    head = _heads(text)
    if head is None:
        return None
    called = names(", ".join(one.replace(":**", "**") for one in head.texts).rstrip(":"), style)
    if not called:
        return None
    rest = text[head.end :]
    told, separated, after = _behind(rest, head.form, style, separated=head.colon)
    typed = told or Typed()
    optional = Said(presence="optional") if typed.default else NOTHING
    said = typed.said.over(optional)
    return Item(
        names=tuple(replace(one, said=said.over(one.said)) for one in called),
        form=head.form,
        cells=Cells(type=typed.type, default=typed.default, description=after.strip()),
        typed=told is not None,
        separated=separated,
        raw=text[: head.end],
    )


def _behind(
    rest: str, form: Form, style: Style, *, separated: bool
) -> tuple[Typed | None, bool, str]:
    """What stands behind a name: a type, whether a separator does, and the text."""
    typed = typed_text(rest, style, behind=form in {"code", "bold"})
    if typed is not None and form in {"link", "bare"} and not _is_sure(typed, style):
        typed = None
    after = typed.rest if typed is not None else rest
    if separator := _SEPARATOR.match(after):
        separated, after = True, after[separator.end() :]
    else:
        # A remark in brackets may stand before the separator; or what follows is a sentence.
        remark = _bracket(rest) if typed is None else None
        separated = (
            separated
            or not after.strip()
            or (form == "code" and _STATED.match(after) is not None)
            or (remark is not None and _SEPARATOR.match(rest, remark[1]) is not None)
        )
    if separated and (typed is None or not typed.type):
        later = typed_text(after, style, behind=True)
        if later is not None and (not later.type or _is_plain(later.type, style)):
            typed = later if typed is None else _joined(typed, later)
            after = _SEPARATOR.sub("", later.rest, count=1) if later.rest else ""
    return typed, separated, after if typed is None else after.lstrip(" ,;.")


def _joined(first: Typed, second: Typed) -> Typed:
    return Typed(
        type=first.type or second.type,
        said=first.said.over(second.said),
        default=first.default or second.default,
        rest=second.rest,
    )


class _Head(NamedTuple):
    """The names that an item begins with, of one form; and whether a colon is in the last."""

    texts: list[str]
    form: Form
    end: int
    colon: bool


#: Names that one item may have.
_MOST_NAMES = 20


def _heads(text: str) -> _Head | None:
    first = found = _head(text, 0)
    if first is None or found is None:
        return None
    texts = [text[: first.end()]]
    form = _form(first)
    while form in {"code", "bold"} and len(texts) < _MOST_NAMES:
        more = _MORE.match(text, found.end())
        again = _head(text, more.end()) if more is not None else None
        if again is None or _form(again) != form:
            break
        found = again
        texts.append(found[0])
    colon = form in {"code", "bold"} and found[3] == ":"
    return _Head(texts, form, found.end(), colon)


def _head(text: str, at: int) -> re.Match[str] | None:
    """The name that stands at a place of a text."""
    return next((match for _, one in _FORMS if (match := one.match(text, at))), None)


def _form(match: re.Match[str]) -> Form:
    return next(form for form, pattern in _FORMS if pattern is match.re)


def with_type(name: Name, style: Style) -> Name:
    """`name`, with the text behind it told apart into type, marks and default."""
    if not name.type:
        return name
    typed = _content(name.type, "", style, sure=True)
    if typed is None:
        return replace(name, type="")
    prose = typed.rest.strip(" .")
    below = "<br>".join(filter(None, (prose, name.description)))
    return replace(name, type=typed.type, said=typed.said.over(name.said), description=below)


# -- Types and marks -------------------------------------------------------------------------------

_IN_CODE = re.compile(r"\s*`\(([^`]{1,300})\)`")
_EMPHASIS = re.compile(
    r"\s*(?:_([^_\n]{1,80})_|\*\*([^*\n]{1,80})\*\*|\*([^*\n]{1,80})\*)(?![\w*])"
)
_CODE = re.compile(r"\s*`([^`\n]{1,80})`(?=\s*(?:$|[-\u2013\u2014:.,;(\n])|\s+[A-Z*_])")
_BRACES = re.compile(r"\s*(?:\{([^{}\n]{1,80})\}|\[([^\[\]\n]{1,80})\](?!\()|<([^<>\n]{1,80})>)")
_WORDS = re.compile(
    r"\s*((?:\[[^\[\]\n]{1,80}\]\([^()\s]{1,300}\)|[^\s.,;:()\[\]`*-]{1,40})"
    r"(?: [^\s.,;:()\[\]`*-]{1,40}){0,3})(?=\s*(?:$|[.,;:(\n]|\s[-\u2013\u2014]))"
)
_LONGEST = 400


def typed_text(text: str, style: Style, *, behind: bool) -> Typed | None:
    """The type or marks that a text begins with; None where it begins with none.

    `behind`: it stands right behind a name or separator, so that words may be a type.
    """
    bracket = _bracket(text)
    if bracket is not None:
        inner, end = bracket
        return _content(inner, text[end:], style, sure=False)
    if match := _IN_CODE.match(text):
        return _content(match[1], text[match.end() :], style, sure=True)
    for pattern in (_EMPHASIS, _BRACES):
        if match := pattern.match(text):
            inner = next(one for one in match.groups() if one is not None)
            found = _content(inner.strip("()"), text[match.end() :], style, sure=False)
            return found if found is None or found.type or found.said != NOTHING else None
    match = _CODE.match(text) or (_WORDS.match(text) if behind else None)
    if match is None:
        return None
    found = _content(match[1], text[match.end() :], style, sure=False)
    if found is None or (found.type and not _is_plain(found.type, style)):
        return None
    # More marks may follow: `string`, required.
    rest = found.rest.lstrip(" ,")
    again = typed_text(rest, style, behind=False) if rest[:1] in {"(", "[", "_", "*"} else None
    return _joined(found, again) if again is not None and not again.type else found


def _is_plain(raw: str, style: Style) -> bool:
    """Whether a type is more than a word that could be a name of anything."""
    return "](" in raw or is_plain_type(raw, style)


def _is_sure(typed: Typed, style: Style) -> bool:
    """Whether what stands behind a bare word is a type or mark, whatever the sentence."""
    if not typed.type:
        return True
    return bool(typed.default) or is_plain_type(typed.type, style)


def _bracket(text: str) -> tuple[str, int] | None:
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


def _content(inner: str, after: str, style: Style, *, sure: bool) -> Typed | None:
    """What a bracket says: a type, perhaps with a default, marks; None where it is prose."""
    kind, default, said = "", "", NOTHING
    prose: list[str] = []
    for part in _split(inner.strip(), ",;"):
        text = clean(part).strip()
        words = words_of_marks(part) if part else None
        if not text and words is None:
            continue
        if words is not None:
            said = words.over(said)
        elif match := _DEFAULT.fullmatch(part.strip()):
            default = match[1]
        elif not kind and not prose:
            kind, more, default_of = _with_default(part.strip())
            said, default = more.over(said), default_of or default
            known = sure or more != NOTHING or bool(default_of) or _is_type(kind, style)
            if not known:
                prose.append(part.strip())
                kind = ""
        else:
            prose.append(part.strip())
    if not kind and said == NOTHING and not default:
        return None
    rest = f" {'. '.join(prose)}. {_SEPARATOR.sub('', after, count=1)}" if prose else after
    return Typed(type=kind, said=said, default=default, rest=rest)


def _is_type(raw: str, style: Style) -> bool:
    """Whether a text in a bracket is a type: a plain one, or one word that may be its name."""
    read = typetext.read(raw, style.types)
    if read.type is None or read.left:
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
