"""Black, and the texts that it would leave as they are.

Black takes a second for fifty kilobytes and a large API is megabytes of simple lines. The templates
print these as Black does, with `bracketed` where they may be too long. `settled` tells the texts
that Black leaves alone; all others go through Black.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = [
    "LINE_LENGTH",
    "black_formatted",
    "bracketed",
    "formatted",
    "settled",
    "statements_formatted",
]

#: Black's default.
LINE_LENGTH = 88

_DOCSTRING = re.compile(r'^( *)"""(?=[^"\\\s])([^"\\]*(?:""?[^"\\]+)*)"""$', re.MULTILINE)
#: A line without escapes or single quotes, in ASCII: of the length that Black allows; longer, with
#: no place to break it at; or a comment.
_CODE = re.compile(
    r"""
    (?=[ -~]{0,88}$) [^"'\\#]* (?:"[^"'\\]*"[^"'\\#]*)*
    | [ ]* (?:\w+= | "[^"'\\]+":[ ])? (?:"[ !#-&(-\[\]-~]+" | (?:lambda:[ ])?\w+(?:\.\w+)?) ,
    | \#[ ] [ -~]* [!-~]
    """,
    re.ASCII | re.VERBOSE,
)


def black_formatted(text: str) -> str:
    """`text` as Black has it."""
    import black  # noqa: PLC0415 - start-up time
    from black.mode import TargetVersion  # noqa: PLC0415
    from black.report import NothingChanged  # noqa: PLC0415

    mode = black.Mode(target_versions={TargetVersion.PY311})
    try:
        # What Black would verify is verified for every module, and more strictly: see shape.py.
        return black.format_file_contents(text, fast=True, mode=mode)
    except NothingChanged:
        return text


def formatted(text: str) -> str:
    """`text`, lines of our templates, as Black has it."""
    return text if settled(text) else black_formatted(text)


def statements_formatted(statements: Iterable[str], between: str) -> str:
    """Top-level statements as Black has them, one after the other."""
    return between.join(formatted(f"{text}\n").rstrip("\n") for text in statements)


def bracketed(
    opening: str, items: Sequence[str], closing: str, value: str = "", margin: int = 0
) -> str:
    """A line of our templates that holds `items` in brackets, broken as Black breaks it.

    `value`: what is assigned to it. `margin`: how many blanks come before it later. What is too
    long even so is left to Black.
    """
    inner = ", ".join(items)
    pad = " " * (len(opening) - len(opening.lstrip(" ")))
    left = f"{opening}{inner}{closing}"
    right = f" = {value}" if value else ""
    limit = LINE_LENGTH - margin
    if len(left) + len(right) <= limit:
        return left + right
    if value and len(left) + len(" = (") <= limit:
        return f"{left} = (\n{pad}    {value}\n{pad})"
    if len(pad) + 4 + len(inner) > limit:
        inner = "".join(f"{item},\n{pad}    " for item in items).rstrip()
    return f"{opening}\n{pad}    {inner}\n{pad}{closing}{right}"


def settled(text: str) -> bool:
    """Whether Black leaves lines of our templates alone; False where that is not certain."""
    docs = list(_DOCSTRING.finditer(text))
    code = _DOCSTRING.sub(r"\1pass", text)
    return all(map(_settled_doc, docs)) and all(map(_CODE.fullmatch, code.split("\n")))


def _settled_doc(doc: re.Match[str]) -> bool:
    indent, inner = doc.groups()
    text = inner.rstrip()
    end = inner[len(text) :]
    if text.endswith('"'):
        return False
    if not end:
        return "\n" not in text
    # Black moves the lines below the first to the indent of the least indented one.
    below = [line for line in text.split("\n")[1:] if line]
    pads = [len(line) - len(line.lstrip(" ")) for line in below]
    return end == f"\n{indent}" and bool(pads) and min(pads) == len(indent)
