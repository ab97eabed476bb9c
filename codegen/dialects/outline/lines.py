"""Lines of an outline page -> items: what the page prints, before anything is placed.

A lone ``-`` begins the next attribute. Sentences about an attribute go on over several lines,
with words glued together, and end with ``.``. Where levels of nesting end is not printed, so
nothing here is nested.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from codegen.typeexpr import OBJECT, Array, Scalar, TypeExpr, one_of

__all__ = ["MAX_LINE", "OPENER", "Item", "Limit", "Outline", "Trouble", "read_outline"]

#: Longer lines are no lines of an outline; the patterns below are not tried on them.
MAX_LINE = 1000

Opens = Literal["", "object", "union", "variant"]
Limit = tuple[str, str]
"""A keyword of JSON Schema and its value as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One attribute as printed. `name` '' where the page has lost it, `line` 1-based.

    `opens`: 'object' where attributes of its own follow, 'union' where the first of several
    variants follows, 'variant' for the line that begins a later variant.
    """

    line: int
    name: str = ""
    type: TypeExpr | None = None
    nullable: bool | None = None
    required: bool = False
    headed: bool = False
    """The page prints a line with the name and what is known of it."""
    values: tuple[str, ...] = ()
    const: str | None = None
    limits: tuple[Limit, ...] = ()
    opens: Opens = ""

    @property
    def bare(self) -> bool:
        """Only the line with the name has been read, so that its attributes may follow."""
        return self.headed and not (self.values or self.const or self.limits or self.opens)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Lines `line` to `end` that no rule understands."""

    line: int
    end: int
    message: str


@dataclass(slots=True, kw_only=True)
class Outline:
    """A page's parts: title, items in order, and the texts of JSON samples with their lines."""

    method: str = ""
    target: str = ""
    title_line: int = 0
    description: list[str] = field(default_factory=list)
    body_line: int = 0
    body_required: bool = False
    items: list[Item] = field(default_factory=list)
    samples: list[tuple[int, str]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


_SCALAR = r"(?:array\[\w+\]|object|string|integer|number|boolean|null)"
_TYPE = rf"{_SCALAR}(?: \| {_SCALAR})*"
_TAIL = rf"(?: (?P<type>{_TYPE}))?(?P<required> Required)?$"
_TITLE = re.compile(r"(?:#+ )?(?P<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?P<target>\S.*)$")
_BODY = re.compile(r"(?:#+ )?Body(?P<required> Required)?$")
_DASH = re.compile(r"-$")
_STOP = re.compile(r"\.(?: (?P<rest>.*))?$")
_UNION = re.compile(r"(?:One|Any) of: Hide attributes Show attributes(?P<rest>.*)$")
_VARIANT = re.compile(r"Hide attributes Show attributes" + _TAIL)
#: The line that opens the attributes of a named object.
OPENER = re.compile(r"Hide (?P<name>\S+) attributes Show (?P=name) attributes" + _TAIL)
_SENTENCE = re.compile(
    r"(?P<keyword>Values are|Value is|Default value is|(?:Min|Max)imum (?:length|value) is)"
    r"(?P<rest>.*)$"
)
_HEAD = re.compile(r"(?P<name>[^\s|,.:]\S*)(?= \S)" + _TAIL)
_SAMPLE = re.compile(r"[{\[]")
_LIMIT = re.compile(
    r"(?:^|\s*,\s*)(min|max)imum (length|value) is\s*(-?\d{1,18}(?:\.\d{1,18})?)(?=\s|,|$)",
    re.IGNORECASE,
)
_KEYWORDS = {
    ("min", "length"): "minLength",
    ("max", "length"): "maxLength",
    ("min", "value"): "minimum",
    ("max", "value"): "maximum",
}


@dataclass(slots=True)
class _Reader:
    """State while reading: the item that is being read, and the sentence about it."""

    lines: tuple[str, ...]
    outline: Outline
    index: int = 0
    current: Item | None = None
    sentence: list[str] = field(default_factory=list)
    sentence_line: int = 0

    def item(self) -> Item:
        """The item that a sentence is about: the current one, or one whose name is lost."""
        if self.current is None or self.current.opens:
            self.flush()
            self.current = Item(line=self.sentence_line)
        return self.current

    def flush(self) -> None:
        """The current item is complete."""
        if self.current is not None:
            self.outline.items.append(self.current)
        self.current = None

    def trouble(self, line: int, end: int, message: str) -> None:
        self.outline.troubles.append(Trouble(line=line, end=end, message=message))

    def break_off(self, end: int) -> None:
        """Drop a sentence that does not end: an incomplete list of values is not a fact."""
        if self.sentence:
            first = self.sentence[0]
            self.trouble(self.sentence_line, end, f"sentence breaks off: {first[:60]!r}")
            self.sentence = []


def _title(reader: _Reader, match: re.Match[str]) -> bool:
    outline = reader.outline
    if outline.title_line or outline.body_line or outline.items:
        return False
    outline.method, outline.target = match["method"], match["target"].strip()
    outline.title_line = reader.index + 1
    return True


def _body(reader: _Reader, match: re.Match[str]) -> bool:
    if reader.outline.body_line:
        return False
    reader.outline.body_line = reader.index + 1
    reader.outline.body_required = match["required"] is not None
    return True


def _dash(reader: _Reader, _match: re.Match[str]) -> bool:
    reader.flush()
    return True


def _union(reader: _Reader, match: re.Match[str]) -> bool:
    if match["rest"].strip() not in {"", "object", "object | null"}:
        return False
    head = reader.current
    if head is None or not head.bare:
        reader.flush()
        head = Item(line=reader.index + 1)
    reader.current = replace(head, opens="union")
    return True


def _variant(reader: _Reader, _match: re.Match[str]) -> bool:
    reader.flush()
    reader.current = Item(line=reader.index + 1, opens="variant")
    return True


def _opener(reader: _Reader, match: re.Match[str]) -> bool:
    head = reader.current
    if head is not None and head.bare and head.name == match["name"]:
        reader.current = replace(head, opens="object")
        return True
    reader.flush()
    type_, nullable = _type(match["type"])
    reader.current = Item(
        line=reader.index + 1,
        name=match["name"],
        type=type_,
        nullable=nullable,
        required=match["required"] is not None,
        opens="object",
    )
    return True


def _sentence(reader: _Reader, match: re.Match[str]) -> bool:
    reader.sentence = [match["keyword"], *filter(None, [match["rest"].strip()])]
    reader.sentence_line = reader.index + 1
    return True


def _head(reader: _Reader, match: re.Match[str]) -> bool:
    reader.flush()
    type_, nullable = _type(match["type"])
    reader.current = Item(
        line=reader.index + 1,
        name=match["name"],
        type=type_,
        nullable=nullable,
        required=match["required"] is not None,
        headed=True,
    )
    return True


def _sample(reader: _Reader, _match: re.Match[str]) -> bool:
    start = reader.index
    reader.flush()
    end = _sample_end(reader.lines, start)
    reader.outline.samples.append((start + 1, "\n".join(reader.lines[start:end])))
    reader.index = end - 1
    return True


def _description(reader: _Reader, match: re.Match[str]) -> bool:
    outline = reader.outline
    if not outline.title_line or outline.body_line or outline.items:
        return False
    outline.description.append(match[0].strip())
    return True


_Rule = Callable[[_Reader, re.Match[str]], bool]

#: What a line can be, in order: the first rule that matches and takes it wins.
_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = (
    (_DASH, _dash),
    (_UNION, _union),
    (_VARIANT, _variant),
    (OPENER, _opener),
    (_SENTENCE, _sentence),
    (_SAMPLE, _sample),
    (_TITLE, _title),
    (_BODY, _body),
    (_HEAD, _head),
    (re.compile(r".+$"), _description),
)
#: Lines that cannot be part of a sentence.
_STRUCTURE = (_DASH, _UNION, _VARIANT, OPENER, _SENTENCE, _SAMPLE)


def read_outline(lines: tuple[str, ...]) -> Outline:
    """Read the lines of a page. What no rule takes is listed in the outline's troubles."""
    reader = _Reader(lines, Outline())
    while reader.index < len(lines):
        text = " ".join(lines[reader.index].split())
        known = len(text) <= MAX_LINE or _SAMPLE.match(text)
        if text and not (known and _take(reader, text)):
            line = reader.index + 1
            reader.break_off(line - 1)
            reader.trouble(line, line, f"no rule for this line: {text[:60]!r}")
        reader.index += 1
    reader.break_off(len(lines))
    reader.flush()
    return reader.outline


def _take(reader: _Reader, text: str) -> bool:
    if reader.sentence:
        stop = _STOP.match(text)
        if stop:
            _end_sentence(reader)
            rest = (stop["rest"] or "").strip()
            return not rest or _take(reader, rest)
        if not any(pattern.match(text) for pattern in _STRUCTURE):
            reader.sentence.append(text)
            return True
        reader.break_off(reader.index)
    for pattern, rule in _RULES:
        match = pattern.match(text)
        if match and rule(reader, match):
            return True
    return False


def _end_sentence(reader: _Reader) -> None:
    keyword, *parts = reader.sentence
    item = reader.item()
    said: Item | None = None
    if keyword == "Values are":
        values = _values(parts)
        said = replace(item, values=values) if values else None
    elif keyword == "Value is":
        said = replace(item, const=parts[0]) if len(parts) == 1 else None
    elif keyword == "Default value is":
        said = replace(item, limits=(*item.limits, ("default", parts[0]))) if parts else None
    else:
        limits = _limits(" ".join((keyword, *parts)))
        said = replace(item, limits=(*item.limits, *limits)) if limits else None
    if said is None:
        reader.break_off(reader.index + 1)
        if item == Item(line=item.line):
            reader.current = None
        return
    reader.sentence = []
    reader.current = said


def _values(parts: list[str]) -> tuple[str, ...]:
    """The listed values; none where the list is not of the printed form.

    Only the last value is led by a glued "or", so a value that begins with "or" stays whole.
    """
    if not parts:
        return ()
    values = [parts[0]]
    for part in parts[1:-1]:
        if not part.startswith(","):
            return ()
        values.append(part[1:].strip())
    if len(parts) > 1:
        last = parts[-1].removeprefix(",").strip()
        if not last.startswith("or"):
            return ()
        values.append(last[2:].strip())
    return tuple(dict.fromkeys(values)) if all(values) else ()


def _limits(text: str) -> tuple[Limit, ...]:
    limits: list[Limit] = []
    end = 0
    for match in _LIMIT.finditer(text):
        if match.start() != end:
            return ()
        keyword = _KEYWORDS[match[1].lower(), match[2].lower()]
        if keyword.endswith("Length") and not match[3].isdigit():
            return ()
        limits.append((keyword, match[3]))
        end = match.end()
    return tuple(limits) if end == len(text) else ()


def _type(text: str | None) -> tuple[TypeExpr | None, bool | None]:
    """The printed type without null, and whether null is printed; None, None for no type."""
    if text is None:
        return None, None
    parts = [part.strip() for part in text.split("|")]
    types = tuple(_scalar(part) for part in parts if part != "null")
    return (one_of(types) if types else None), "null" in parts


def _scalar(text: str) -> TypeExpr:
    if text.startswith("array["):
        inner = text[len("array[") : -1]
        return Array(_scalar(inner) if re.fullmatch(_SCALAR, inner) else OBJECT)
    return OBJECT if text == "object" else Scalar(text)


_JSON_MARK = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?$)|[\[{]|[\]}]')


def _sample_end(lines: tuple[str, ...], start: int) -> int:
    """Index after the last line of the JSON text at `start`.

    It ends where its brackets close; a text that is cut short, where the outline goes on.
    """
    depth = 0
    for index in range(start, len(lines)):
        text = lines[index].strip()
        if text == "-" or text.startswith("Hide "):
            return index
        for mark in _JSON_MARK.findall(lines[index]):
            depth += (mark in {"{", "["}) - (mark in {"}", "]"})
        if depth <= 0:
            return index + 1
    return len(lines)
