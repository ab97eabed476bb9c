"""Black, and the statements that it would leave as they are.

Black takes a second for a hundred kilobytes and a large API is megabytes of simple lines that the
templates already print as Black does. `settled` tells those apart; all others go through Black.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import black
from black.mode import TargetVersion
from black.report import NothingChanged

__all__ = ["LINE_LENGTH", "black_formatted", "settled", "statements_formatted"]

#: Black's default.
LINE_LENGTH = 88

_FORMAT = black.Mode(target_versions={TargetVersion.PY311})
_DOCSTRING = re.compile(r'^( *)"""([^"\\\s](?:[^\\]*?[^"\\\s])??)(\n *)?"""$', re.MULTILINE)
#: A line of code without escapes or single quotes, in ASCII, of the length that Black allows.
_CODE = re.compile(r"""(?=[\x20-\x7e]{0,88}$)[^"'\\]*(?:"[^"'\\]*"[^"'\\]*)*""")


def black_formatted(text: str) -> str:
    """`text` as Black has it."""
    try:
        # What Black would verify is verified for every module, and more strictly: see shape.py.
        return black.format_file_contents(text, fast=True, mode=_FORMAT)
    except NothingChanged:
        return text


def statements_formatted(statements: Iterable[str], between: str) -> str:
    """Top-level statements as Black has them, one after the other."""
    return between.join(
        text if settled(text) else black_formatted(f"{text}\n").rstrip("\n") for text in statements
    )


def settled(statement: str) -> bool:
    """Whether Black leaves a statement of our templates alone; False where that is not certain."""
    docs = list(_DOCSTRING.finditer(statement))
    code = _DOCSTRING.sub(r"\1pass", statement)
    return all(map(_settled_doc, docs)) and all(map(_CODE.fullmatch, code.split("\n")))


def _settled_doc(doc: re.Match[str]) -> bool:
    indent, text, end = doc.groups()
    if '"""' in text:
        return False
    if end is None:
        return "\n" not in text
    # Black moves the lines below the first to the indent of the least indented one.
    below = [line for line in text.split("\n")[1:] if line]
    pads = [len(line) - len(line.lstrip(" ")) for line in below]
    return end == f"\n{indent}" and bool(pads) and min(pads) == len(indent)
