"""Items of lists as pages write them: a name, perhaps its type and marks in brackets, and a text.

Known forms, where `-` is any dash or a colon, and a name may be in code, bold, a link or bare:
``name (type, marks) - text``, ``name `(type: default)` - text``, ``name _type_ text``,
``name {type} text``, ``name `type` - text``, ``name - type - text``, ``name - text``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from codegen.dialects.general.cells import Cells
from codegen.dialects.general.names import (
    NOTHING,
    Name,
    Said,
    is_name,
    is_plain_type,
    names,
)
from codegen.dialects.general.typed import (
    SEPARATOR,
    Typed,
    content,
    in_bracket,
    is_plain,
    is_sure,
    joined,
    typed_behind,
    typed_text,
    unseparated,
)
from codegen.dialects.styles.style import Style

__all__ = ["Form", "Item", "item_of", "with_type"]

#: How the name is set apart from prose; a bare word is not.
Form = Literal["code", "bold", "link", "bare"]


class Item(msgspec.Struct, frozen=True, kw_only=True):
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
        re.compile(
            r"(?::?[\w$@.\[\]{}-]{1,100})[?*]?(?=\s*(?:[:(\[{=`]|[-\u2013\u2014]|\s[_*]|$))"
        ),
    ),
)
_CODE_TAG = re.compile(r"</?code>", re.IGNORECASE)
_SPAN = re.compile(r"</?span\b[^<>]{0,200}>", re.IGNORECASE)
_MORE = re.compile(r"\s*(?:,|/|&|\bor\b|\band\b)\s*(?=`|\*\*)")
#: ``name`` is the ..., ``name`` to ...: a sentence about the property, or what it is for.
_STATED = re.compile(r"\s+(?:is|are|to)\b")


#: A parameter as a query has it, with its type as a placeholder: `` `size=<integer>` ``.
_QUERY = re.compile(r"`([\w$.\[\]-]{1,100})=[<{]([^<>{}`\n]{1,80})[>}]`")


#: A property in the notation of API Blueprint: its name, an example, and in brackets its type and
#: marks; see https://apiblueprint.org/documentation/mson/specification.html
_NOTED = re.compile(
    r"`?(?P<name>[A-Za-z_$@][\w$@.:/-]{0,100}?)`?:\s+(?P<example>[^()\n]{1,200}?)\s+"
    r"\((?P<said>[\w\[\], -]{2,80})\)(?P<rest>\s+-\s.*|\s*)",
    re.DOTALL,
)


@lru_cache(maxsize=16384)
def item_of(raw: str, style: Style) -> Item | None:
    """The parts of an item; None where it does not begin with a name."""
    text = _SPAN.sub("", _CODE_TAG.sub("`", raw.strip()))
    if query := _QUERY.match(text):
        text = f"`{query[1]}` ({query[2].strip()}){text[query.end() :]}"
    elif (noted := _NOTED.fullmatch(text)) and _is_noted(noted["said"], style):
        text = _without_example(noted)
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
        cells=Cells(
            type=typed.type,
            default=typed.default,
            location=typed.place,
            description=after.strip(),
        ),
        typed=told is not None,
        separated=separated,
        raw=text[: head.end],
    )


#: One of several examples, which are all values where the type is an enum.
_VALUE = re.compile(r"""["'`]?([\w.-]{1,60})["'`]?""")


def _without_example(noted: re.Match[str]) -> str:
    """The property as lists have it anywhere: its name, and its type in brackets behind it."""
    said, rest = noted["said"], noted["rest"]
    values = [_VALUE.fullmatch(one.strip()) for one in noted["example"].split(",")]
    if said.startswith("enum") and len(values) > 1 and all(values):
        listed = ", ".join(f"`{one[1]}`" for one in values if one)
        said, rest = f"string{said.removeprefix('enum')}", f" - One of {listed}. {rest.strip(' -')}"
    return f"`{noted['name']}` ({said}){rest}"


def _is_noted(said: str, style: Style) -> bool:
    """Whether a bracket begins with a type that needs no definition."""
    kind = said.partition(",")[0].strip()
    return kind in {"enum", "object", "array"} or is_plain_type(kind, style)


def _behind(
    rest: str, form: Form, style: Style, *, separated: bool
) -> tuple[Typed | None, bool, str]:
    """What stands behind a name: a type, whether a separator does, and the text."""
    typed = typed_text(rest, style, behind=form in {"code", "bold"})
    if typed is not None and form in {"link", "bare"} and not is_sure(typed, style):
        typed = None
    if typed is not None and _is_prose(typed, style):
        typed = None
    after = typed.rest if typed is not None else rest
    if separator := SEPARATOR.match(after):
        separated, after = True, after[separator.end() :]
    else:
        # A remark in brackets may stand before the separator; or what follows is a sentence.
        remark = in_bracket(rest) if typed is None else None
        separated = (
            separated
            or not after.strip()
            or (form == "code" and _STATED.match(after) is not None)
            or (remark is not None and SEPARATOR.match(rest, remark[1]) is not None)
        )
    if separated and (typed is None or not typed.type):
        later = typed_behind(after, style)
        if later is not None and _is_prose(later, style):
            later = None
        if later is not None and (not later.type or is_plain(later.type, style)):
            typed = later if typed is None else joined(typed, later)
            after = unseparated(later.rest)
    return typed, separated, after if typed is None else after.lstrip(" ,;.")


def _is_prose(typed: Typed, style: Style) -> bool:
    """Whether words that could be a type have the type in brackets behind them."""
    bracket = in_bracket(typed.rest) if " " in typed.type else None
    return bracket is not None and is_plain_type(bracket[0].partition(",")[0].strip(), style)


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
    typed = content(name.type, "", style, sure=True)
    if typed is None:
        return replace(name, type="")
    prose = typed.rest.strip(" .")
    below = "<br>".join(filter(None, (prose, name.description)))
    return replace(name, type=typed.type, said=typed.said.over(name.said), description=below)
