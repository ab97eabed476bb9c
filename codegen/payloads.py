"""What sample payloads say: read strictly where they are JSON, else as people write them.

A sample may show a payload, or only what one looks like: with words in place of values, such as
``"createdAt": "String (timestamp)"``, and parts left out. Such a word is no value; it may name a
type. Comments in it describe the properties beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

from codegen.claims import ITEMS
from codegen.loosejson import Draft, Node, Repair, Repeated, read_drafts
from codegen.samples import (
    QUOTED,
    UNKNOWN,
    InvalidJsonError,
    Shape,
    instance_of,
    interned,
    parse_json,
    shape_of,
)
from codegen.typewords import meaning, values_of

__all__ = ["Comment", "Payload", "Placeholder", "read_form", "read_payloads"]

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a comment says of the property at `path`; the line of the property, from 0."""

    path: Path
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """Words in place of the value at `path`: as printed, and what they say of it.

    `type`: a scalar, ``object``, or '' where they name none; `values`: all that it may be.
    """

    path: Path
    text: str
    line: int
    type: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """One sample: its value, and the JSON text of that, which begins at `line`, from 0.

    Every token of the text is on the line that it has on the page. `words` are the tokens that
    are no values. `label` is what stands above the sample. Paths are of names, and ITEMS.
    """

    value: object
    shape: Shape
    text: str
    line: int = 0
    label: str = ""
    repairs: tuple[Repair, ...] = ()
    comments: tuple[Comment, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    incomplete: tuple[Path, ...] = ()
    words: tuple[str, ...] = ()
    truncated: bool = False

    @property
    def whole(self) -> bool:
        """Whether a payload could be as it is shown."""
        return not (self.words or self.incomplete)


_TYPES = (
    *("string", "str", "text", "boolean", "bool", "integer", "int", "int32", "int64", "long"),
    *("short", "number", "float", "double", "decimal", "date", "datetime", "timestamp", "guid"),
    *("uuid", "url", "uri", "email", "dateTime", "dateTimeOffset", "json"),
)
_SPELLINGS = sorted({form for word in _TYPES for form in (word, word[0].upper() + word[1:])})
#: What texts that may be no values look like: only samples with such are looked at closely.
_HINT = re.compile(
    r'"(?:[^\s"]*(?:\.\.|…)|Edm\.\w+|Collection\([\w.]+\)|\[\.\.\.\]|\[…\]|<[^<>"\n]*>|\{[^{}"\n]*\}'
    rf'|(?:{"|".join(_SPELLINGS)})(?:[ \t]?\([^"()\n]*\))?|\w+-value[-\d]{{0,4}})"(?=\s*[,}}\]])'
)
_LISTING = " | "
_ELISION = re.compile(r"\.{2,}|…|\[\.{3}\]|\[…\]")


def _may_have_words(text: str) -> bool:
    return _HINT.search(text) is not None or _LISTING in text


def read_payloads(
    text: str, repeated: Repeated | None = None, *, patterns: bool = True
) -> tuple[Payload, ...]:
    """The payloads that `text` shows: one, unless it is no JSON text.

    `repeated` as for `parse_json`. `patterns`: texts in quotes may be words in place of values;
    else they are values. Raises InvalidJsonError, with what is wrong by the standard, and
    TooDeepError.
    """
    try:
        value = parse_json(text, repeated)
    except InvalidJsonError as error:
        try:
            return _mended(text, repeated, patterns=patterns)
        except InvalidJsonError:
            raise error from None
    if patterns and _may_have_words(text) and _has_words(value):
        return tuple(_payload(draft, patterns=True) for draft in read_drafts(text))
    return (Payload(value=value, shape=shape_of(value), text=text),)


def _has_words(value: object) -> bool:
    """Whether a JSON value is to be read as people write it: words or elisions are in it."""
    texts = list(_texts_in(value, ""))
    return isinstance(value, dict | list) and (
        any(
            _is_word(text, name)
            or _is_cut(text)
            or _ELISION.fullmatch(text)
            or (text.startswith("Edm.") and _ANNOTATION.match(name))
            for name, text in texts
        )
        or _is_pattern(texts)
    )


def _texts_in(value: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _texts_in(child, key)
    elif isinstance(value, list):
        for child in value:
            yield from _texts_in(child, name)


def _mended(text: str, repeated: Repeated | None, *, patterns: bool) -> tuple[Payload, ...]:
    told: list[tuple[str, int]] = []
    drafts = read_drafts(text, lambda key, line: told.append((key, line)))
    if repeated:
        for key, line in told:
            repeated(key, line)
    return tuple(_payload(draft, patterns=patterns) for draft in drafts)


def _payload(draft: Draft, *, patterns: bool) -> Payload:
    root = draft.root
    if patterns:
        _settle(root, "", pattern=_is_pattern(_texts_in(root.plain(), "")))
    words = dict.fromkeys(
        node.token
        for _, node in _walk(root, ())
        if node.token and (node.kind in _WORDS or (patterns and _is_cut(node.value)))
    )
    return Payload(
        value=root.plain(),
        shape=_shape(root),
        text=draft.text,
        line=draft.line,
        label=draft.label,
        repairs=draft.repairs,
        comments=tuple(_comments(root)),
        placeholders=tuple(_placeholders(root)),
        incomplete=tuple(dict.fromkeys(path for path, node in _walk(root, ()) if node.partial)),
        words=tuple(words),
        truncated=draft.truncated,
    )


def _walk(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    """Every value of a sample, with its path."""
    yield path, node
    for name, child in node.fields.items():
        yield from _walk(child, (*path, name))
    for child in node.items:
        yield from _walk(child, (*path, ITEMS))


def _shape(node: Node) -> Shape:
    if node.kind == "object":
        fields = tuple((name, _shape(child)) for name, child in node.fields.items())
        named = {name: child.value for name, child in node.fields.items()}
        return interned("object", fields, partial=node.partial, instance=instance_of(named))
    if node.kind == "array":
        return interned("array", (), tuple(dict.fromkeys(map(_shape, node.items))))
    if node.kind == "unknown":
        return UNKNOWN
    return QUOTED if node.kind == "quoted" else shape_of(node.value)


# Words in place of values.

#: Names of properties whose values may be names of types.
_ABOUT_TYPES = re.compile(r"type|kind|format", re.IGNORECASE)
#: Names of JSON-LD, OData, HAL: they are about the object, and are printed as they are sent.
_ANNOTATION = re.compile(r"[@$_]|.*[@$]")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_SHARE = 0.5
_SEVERAL = 3


def _is_pattern(texts: Iterable[tuple[str, str]]) -> bool:
    """Whether a sample only shows types: half of its texts or more are words for types.

    At least one must be a word that is hardly ever data, or several are there and no other text.
    Texts that may name a type as data, by the name of their property, do not count; numbers in
    quotes count as words beside sure ones.
    """
    sure = likely = quoted = total = 0
    for name, text in texts:
        if _ANNOTATION.match(name) or _ABOUT_TYPES.search(name):
            continue
        total += 1
        if found := meaning(text):
            likely += 1
            sure += found.sure
        elif values_of(text):
            likely += 1
        elif _NUMBER.fullmatch(text):
            quoted += 1
    return likely + quoted >= _SHARE * total if sure else _SEVERAL <= likely == total


_IN_MARKS = re.compile(r"<[A-Za-z_][\w .-]*>|\{\{?[A-Za-z_][\w .-]*\}?\}|\.{2,}|…")
#: An array, as OData names the type of it (CSDL 4.01, section 3.5).
_COLLECTION = re.compile(r"Collection\([\w.]+\)")
#: ``skuId-value``, and where there are several, ``skuId-value-1``.
_OF_VALUE = re.compile(r"-value(?:-?\d{1,3})?$")
_TIMES = frozenset({"date", "time", "date-time"})
_OF_TIME = re.compile(r"date|time", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"[0-9A-Fa-f]{8}-|\d{4}")


def _is_word(text: str, name: str) -> bool:
    """Whether a text, the value of `name`, is no value, whatever stands beside it.

    ``status-value`` is none of a status, nor ``timestamp`` of what is a time by its name;
    ``Boolean`` and ``String`` are types wherever types are no data.
    """
    marked = _IN_MARKS.fullmatch(text) and not _LONG_NUMBER.search(text)
    if marked or values_of(text) or _COLLECTION.fullmatch(text):
        return True
    said = _OF_VALUE.sub("", text)
    if said != text:
        return said.lower() == name.lower() or meaning(said) is not None
    found = meaning(text)
    if found is None or _ABOUT_TYPES.search(name):
        return False
    timed = found.type in _TIMES and _OF_TIME.search(name) is not None
    return timed or text == "String" or (found.sure and found.type not in {"", "string"})


#: The name of what stands there, in marks: ``{petId}``.
_NAMED = re.compile(r"\{\{?[A-Za-z_]\w*\}?\}|<[A-Za-z_]\w*>")
#: Kinds of nodes that are no values: words in their place; `quoted`, a name as a text.
_WORDS = frozenset({"unknown", "quoted"})
#: A text without blanks that ends with an ellipsis: what is left out is not known.
_CUT = re.compile(r"[^\s.…]\S*?(?:\.{3}|…)")


def _is_cut(value: object) -> bool:
    """Whether a value is a text of which only the beginning is shown, such as that of a key."""
    return isinstance(value, str) and _CUT.fullmatch(value) is not None


def _settle(node: Node, name: str, *, pattern: bool) -> None:
    """Mark what is no value as unknown."""
    for key, child in node.fields.items():
        _settle(child, key, pattern=pattern)
    for child in node.items:
        _settle(child, name, pattern=pattern)
    annotation = bool(_ANNOTATION.match(name))
    if node.kind == "object" and node.fields and all(map(_ANNOTATION.match, node.fields)):
        # An object that shows nothing but what is told about it.
        node.partial = node.partial or pattern
        _settle_scalar(node)
    if node.kind != "scalar" or annotation:
        return
    value = node.value
    if isinstance(value, str):
        # A text of a format that is recognised has it, whatever stands beside it.
        if _is_word(value, name) or (pattern and shape_of(value).kind == "string"):
            node.kind = "quoted" if _NAMED.fullmatch(value) else "unknown"
    elif pattern and isinstance(value, int | float) and not isinstance(value, bool):
        node.kind = "unknown"


def _settle_scalar(node: Node) -> None:
    """Mark an object that says that it is of a scalar type: it stands for such a value."""
    (child, *others) = node.fields.values()
    found = meaning(child.value) if isinstance(child.value, str) and not others else None
    if found is not None and found.type and instance_of(dict.fromkeys(node.fields, "T")):
        node.kind, node.value, node.partial = "unknown", node.plain(), True


def _placeholders(root: Node) -> Iterator[Placeholder]:
    for path, node in _walk(root, ()):
        if node.kind in _WORDS:
            value = next(iter(node.fields.values())).value if node.fields else node.value
            text = "" if value is None else str(value)
            found = meaning(_OF_VALUE.sub("", text)) if isinstance(value, str) else None
            yield Placeholder(
                path=path,
                text=text,
                line=node.line,
                type=found.type if found else "",
                values=() if found else values_of(text),
            )


# Comments.

#: A member of an enum tells what the value is, not what the property is.
_MEMBER_OF_ENUM = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::)[A-Za-z_]\w*)+")


def _comments(root: Node) -> Iterator[Comment]:
    """What comments say of properties. Where they say several things, they are about values."""
    found: dict[Path, Comment | None] = {}
    for path, node in _walk(root, ()):
        fields = list(node.fields.items())
        following = [child for _, child in fields[1:]]
        for (name, child), after in zip(fields, [*following, None], strict=False):
            text = _said(child, after)
            if not text or _MEMBER_OF_ENUM.fullmatch(text):
                continue
            at = (*path, name)
            known = found.setdefault(at, Comment(path=at, text=text, line=child.line))
            if known is not None and known.text != text:
                found[at] = None
    yield from (comment for comment in found.values() if comment is not None)


def _said(node: Node, after: Node | None) -> str:
    """What comments say of a property, before the property `after`.

    A comment below a blank line is about all properties up to the next blank line or comment.
    """
    notes = node.notes
    if notes and notes[0].alone and notes[0].apart and after is not None:
        below = after.line == node.end + 1 and not any(note.alone for note in after.notes)
        if below:
            notes = [note for note in notes if not note.alone]
    return " ".join(note.text for note in notes if note.text)


# Forms.

_PAIR = re.compile(r"[ \t]*([\w.$@%+*-][\w.$@%+*\[\]-]*)[ \t]?=[ \t]?([^&\n{}()<>\";]*)")


def read_form(text: str) -> Payload | None:
    """The payload that a form sends (``a=b&c=d``, or one pair a line); None where it is no form.

    Values are texts on the way, whatever they are: of a number no type is known.
    """
    pairs: list[tuple[str, str, int]] = []
    for line, row in enumerate(text.split("\n")):
        for part in row.strip().strip("&").split("&") if row.strip() else ():
            pair = _PAIR.fullmatch(part)
            if pair is None:
                return None
            pairs.append((unquote_plus(pair[1]), unquote_plus(pair[2].strip()), line))
    if not pairs:
        return None
    root = Node(kind="object", line=0)
    out: list[str] = []
    at = 0
    for name, value, line in pairs:
        number = value.lstrip("-").replace(".", "", 1).isdecimal() or value in {"true", "false"}
        kind = "unknown" if number or not value else "scalar"
        token = json.dumps(value, ensure_ascii=False)
        root.fields[name] = Node(kind=kind, line=line, value=value, token=token)
        gap = "\n" * (line - at) or (" " if out else "")
        out.append(f"{gap}{json.dumps(name, ensure_ascii=False)}: {token}")
        at = line
    text = "{" + ",".join(out) + "}"
    return _payload(Draft(root=root, text=text, line=0), patterns=False) if _is_text(text) else None


def _is_text(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)
