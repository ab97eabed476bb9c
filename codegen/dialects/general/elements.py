"""Elements of MDX: those that document a property each, and Markdown that stands indented in them.

``<Field name="size" type="integer" required>text</Field>``, in whatever component's name, is the
item of a list that it would be in Markdown: ``- `size` (integer, required)``, and elements in it
are items further in. What MDX indents for the eye alone is no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["unwrapped"]

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
#: In quotes a type may be what it is in code: ``type="enum<string>"``.
_OPEN = re.compile(
    r"""\s*<([A-Z][\w.]*)((?:\s(?:[^<>=]|="[^"]*"|='[^']*'|=(?!"[^"]*"|'[^']*'))*+)?)>(.*)"""
)
_QUOTED = re.compile(r"""="[^"]*"|='[^']*'""")
_BEGUN = re.compile(r"\s*<[A-Z][\w.]*(?:\s[^<>]*)?")
_CLOSE = re.compile(r"\s*</([A-Z][\w.]*)\s*>\s*")
_ATTRIBUTE = re.compile(
    r"""\b([A-Za-z]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'`]?([^{}"'`]*)["'`]?\}))?"""
)
_NAME = re.compile(r"[\w$@.\[\]-]{1,100}")
#: Attributes that hold the name; those that tell where a parameter stands do, too.
_NAMES = ("name", "property", "field", "param", "attr")
_PLACES = ("path", "query", "header", "body")
_MARKS = ("required", "optional", "nullable", "deprecated")
#: The names of elements that document what is answered, and words of headings that say the same.
_ANSWERED = re.compile(r"(?:Api)?(?:Response|Return|Result|Output)(?!s?Headers?\b)")
_ANSWER = re.compile(r"\s{0,3}#{1,6}\s.*\b(?:respon\w+|return\w*|results?|output)\b", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_ANSWER_LABEL = "**Response:**"
_MOST_LINES = 12
_DEEPEST = 20
_LONGEST = 2000


@dataclass(slots=True)
class _Open:
    """An element that has not been closed: how far in its text stands, once there is some."""

    tag: str
    field: bool
    base: int | None = None


def unwrapped(lines: Sequence[str]) -> list[str]:
    """As many lines, with elements of properties as items, and without the indents of elements."""
    if not any(map(_BEGUN.match, lines)):
        return list(lines)
    found: list[str] = []
    stack: list[_Open] = []
    fence = ""
    answered = False
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        mark = _FENCE.match(line)
        if fence or mark or len(line) > _LONGEST:
            found.append(_text(line, stack))
            if mark and not fence:
                fence = mark[1]
            elif mark and mark[1].startswith(fence) and not line.strip().strip(mark[1][0]):
                fence = ""
            continue
        if _HEADING.match(line):
            answered = _ANSWER.match(line) is not None
        joined, more = _joined(lines, at - 1)
        if not answered and _begins_answer(joined, stack) and found and not found[-1].strip():
            found[-1], answered = _ANSWER_LABEL, True
        found.extend(_element(joined, stack) or [_text(line, stack)])
        if more and found[-1] != _text(line, stack):
            found.extend([""] * more)
            at += more
    return found


def _begins_answer(line: str, stack: Sequence[_Open]) -> bool:
    """Whether a line begins an element of a property that is answered, and stands in no other."""
    match = _OPEN.fullmatch(line) if len(line) <= _LONGEST else None
    if match is None or not _ANSWERED.match(match[1]) or any(one.field for one in stack):
        return False
    return _item(match[2].removesuffix("/")) != ""


def _joined(lines: Sequence[str], at: int) -> tuple[str, int]:
    """A line with those behind it that end the tag it begins, and how many these are."""
    line = lines[at]
    if not _BEGUN.fullmatch(line):
        return line, 0
    for more in range(1, _MOST_LINES):
        if at + more >= len(lines) or not lines[at + more].strip():
            break
        line = f"{line} {lines[at + more].strip()}"
        if ">" in _QUOTED.sub("", lines[at + more]):
            return line, more
    return lines[at], 0


def _element(line: str, stack: list[_Open]) -> list[str]:
    """What a line of a tag becomes; () where it is none, or one that others read."""
    if closing := _CLOSE.fullmatch(line):
        if any(one.tag == closing[1] for one in stack):
            while stack.pop().tag != closing[1]:
                pass
        return ["" if any(one.field for one in stack) else line.strip()]
    match = _OPEN.fullmatch(line) if len(line) <= _LONGEST else None
    if match is None:
        return []
    tag, attributes, behind = match[1], match[2], match[3].strip()
    item = _item(attributes.removesuffix("/"))
    empty = attributes.rstrip().endswith("/")
    depth = sum(one.field for one in stack)
    if not empty and not behind.endswith(f"</{tag}>") and len(stack) < _DEEPEST:
        stack.append(_Open(tag, field=bool(item)))
    if not item and depth:
        return [behind.removesuffix(f"</{tag}>")]
    if not item:
        return [line.strip() if stack else line]
    return [f"{'  ' * depth}- {item} {behind.removesuffix(f'</{tag}>')}".rstrip()]


def _item(attributes: str) -> str:
    """The begin of the item that an element's attributes stand for; '' where it is no property."""
    said = dict(_said(attributes))
    place = next((one for one in _PLACES if said.get(one)), "")
    name = next((said[one] for one in _NAMES if said.get(one)), said.get(place, ""))
    if not _NAME.fullmatch(name) or not said.get("type") or "method" in said:
        return ""
    parts = [" ".join(said["type"].replace("`", "").split())]
    parts += [f"in {place}"] if place else []
    parts += [one for one in _MARKS if said.get(one, "false") in {"", "true"}]
    parts += [f"default: {said['default']}"] if said.get("default") else []
    return f"`{name}` ({', '.join(parts)})"


def _said(attributes: str) -> Iterator[tuple[str, str]]:
    for match in _ATTRIBUTE.finditer(attributes):
        yield match[1].lower(), match[2] or match[3] or match[4] or ""


def _text(line: str, stack: list[_Open]) -> str:
    """A line of text in elements, as far in as the items that it belongs to."""
    if not stack or not line.strip():
        return line
    width = len(line) - len(line.lstrip())
    inner = stack[-1]
    inner.base = width if inner.base is None else inner.base
    depth = sum(one.field for one in stack)
    return "  " * depth + line[min(width, inner.base) :]
