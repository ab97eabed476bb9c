"""The parser of blocks: markdown-it-py, asked for what the first letter of a line allows.

markdown-it-py offers each block to all of its rules in turn. All but a few need a mark, and the
first letter of a line says which mark it may be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    fence,
    heading,
    hr,
    html_block,
    lheading,
    list_block,
    paragraph,
    reference,
)

from codegen import tables

__all__ = ["parser"]

_Rule = Callable[[StateBlock, int, int, bool], bool]

#: The rules of the library in its order, each with the letters that a block of it begins with; ''
#: is any. They hold for lines that are not indented so far that they are code.
_RULES: tuple[tuple[_Rule, str], ...] = (
    (tables.rule, ""),
    (fence, "`~"),
    (blockquote, ">"),
    (hr, "*-_"),
    (list_block, "*+-0123456789"),
    (reference, "["),
    (html_block, "<"),
    (heading, "#"),
    (lheading, ""),
    (paragraph, ""),
)
_LETTERS = {letter for _, letters in _RULES for letter in letters}
_BY_LETTER: dict[str, tuple[_Rule, ...]] = {
    letter: tuple(rule for rule, letters in _RULES if not letters or letter in letters)
    for letter in _LETTERS
}
_OTHERS: tuple[_Rule, ...] = tuple(rule for rule, letters in _RULES if not letters)


def parser(options: dict[str, Any]) -> MarkdownIt:
    """A parser of blocks alone, of CommonMark and GFM's tables (see `tables.rule`).

    It takes texts with LF line ends; inline text stays as it is in tokens of type ``inline``.
    """
    made = MarkdownIt("commonmark", options).enable("table")
    made.core.ruler.enableOnly(["block"])
    made.block.ruler.at("table", tables.rule, {"alt": ["paragraph", "reference"]})
    made.block.ruler.before("table", "by_letter", _by_letter)
    return made


def _by_letter(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - a rule
    """The rule before all others: only those that the letter allows; code is left to the others."""
    if state.is_code_block(start):
        return False
    letter = state.src[state.bMarks[start] + state.tShift[start]]
    return any(rule(state, start, end, silent) for rule in _BY_LETTER.get(letter, _OTHERS))
