"""Blocks of JSON between ``[block:parameters]`` and ``[/block]``: tables, code and headings.

ReadMe writes them, and its exports have them ("magic blocks",
https://docs.readme.com/rdmd/docs/blocks). They become the Markdown that they stand for, in the
lines that they have; what does not find room there is left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

__all__ = ["BEGIN", "replaced"]

#: What such a block begins with.
BEGIN = re.compile(r"\s*\[block:([a-z-]+)\]\s*(.*)")
_END = "[/block]"
_CELL = re.compile(r"(h|\d{1,4})-(\d{1,2})")
#: More cells than these no table of parameters has.
_MOST = 20_000
_SHELLS = frozenset({"curl", "shell", "bash", "sh"})


def replaced(lines: list[str]) -> None:
    """Put Markdown in place of the blocks in the lines of a page."""
    at = 0
    while at < len(lines):
        begin = BEGIN.fullmatch(lines[at]) if "[block:" in lines[at] else None
        if begin is None:
            at += 1
            continue
        end = next((n for n in range(at, len(lines)) if _END in lines[n]), len(lines) - 1)
        text = "\n".join((begin[2], *lines[at + 1 : end + 1])).partition(_END)[0]
        new = _markdown(begin[1], text)
        if new is not None and len(new) <= end + 1 - at:
            lines[at : end + 1] = [*new, *[""] * (end + 1 - at - len(new))]
        at = end + 1


def _markdown(kind: str, text: str) -> list[str] | None:
    """The lines that a block stands for; None where they are not known."""
    write = _KINDS.get(kind)
    if write is None:
        return None
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return write(read) if isinstance(read, dict) else None


def _table(block: Mapping[str, object]) -> list[str] | None:
    """``h-0`` is the first header, ``0-1`` the second cell of the first row."""
    data = block.get("data")
    if not isinstance(data, dict) or len(data) > _MOST:
        return None
    cells: dict[int, dict[int, str]] = {}
    for key, value in data.items():
        if place := _CELL.fullmatch(key):
            row = -1 if place[1] == "h" else int(place[1])
            cells.setdefault(row, {})[int(place[2])] = _cell(str(value))
    if -1 not in cells:
        return None
    width = max(max(row) for row in cells.values()) + 1
    if width * len(cells) > _MOST:
        return None
    rows = [_row(cells[at], width) for at in sorted(cells)]
    return ["", rows[0], "|---" * width + "|", *rows[1:], ""]


def _row(cells: Mapping[int, str], width: int) -> str:
    return "|" + "|".join(f" {cells.get(at, '')} " for at in range(width)) + "|"


def _cell(text: str) -> str:
    return "<br>".join(text.replace("|", "\\|").split("\n"))


def _code(block: Mapping[str, object]) -> list[str] | None:
    """Payloads and commands, a line each, below the names that their tabs have."""
    codes = block.get("codes")
    lines: list[str] = []
    for one in codes if isinstance(codes, list) else ():
        if not isinstance(one, dict):
            return None
        language, name = str(one.get("language") or ""), str(one.get("name") or "")
        code = _in_one_line(str(one.get("code") or ""), language)
        if code:
            lines += [f"**{_WORDS.sub(' ', name).strip()}:**"] if _WORDS.sub("", name) else [""]
            lines += [f"```{language}", code, "```"]
    return lines or None


_WORDS = re.compile(r"[^\w -]+")


def _in_one_line(code: str, language: str) -> str:
    """A payload or a command of a shell in one line; '' where that is something else."""
    try:
        return json.dumps(json.loads(code), ensure_ascii=False)
    except (ValueError, RecursionError):
        if language.lower() not in _SHELLS or "`" in code:
            return ""
    return " ".join(code.replace("\\\n", " ").split("\n"))


def _title(block: Mapping[str, object]) -> list[str] | None:
    title = " ".join(str(block.get("title") or "").split())
    return [f"## {title}"] if title else None


def _callout(block: Mapping[str, object]) -> list[str] | None:
    texts = (str(block.get(key) or "") for key in ("title", "body"))
    return ["", *(" ".join(text.split()) for text in texts)]


def _nothing(_block: Mapping[str, object]) -> list[str]:
    return []


_KINDS: Mapping[str, Callable[[Mapping[str, object]], list[str] | None]] = {
    "parameters": _table,
    "code": _code,
    "api-header": _title,
    "callout": _callout,
    "image": _nothing,
    "embed": _nothing,
}
