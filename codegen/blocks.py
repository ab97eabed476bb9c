"""The parser of blocks: markdown-it-py, asked for what the first letter of a line allows.

markdown-it-py offers each block to all of its rules in turn, and to most of them each line that
may end a block. All but a few need a mark, and the first letter of a line says which it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    code,
    fence,
    heading,
    hr,
    html_block,
    list_block,
    reference,
)

from codegen import tables

__all__ = ["parser"]

_Rule = Callable[[StateBlock, int, int, bool], bool]

#: The library joins the lines of a definition again with each that it reads on: the more lines, the
#: longer each takes. One of more lines than these is read as text.
_MAX_DEFINITION = 30


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - a rule
    """The library's rule, which looks `_MAX_DEFINITION` lines ahead and no further."""
    last = state.lineMax
    state.lineMax = min(last, start + _MAX_DEFINITION)
    try:
        return reference(state, start, end, silent)
    finally:
        state.lineMax = last


#: The letters that the blocks of a rule begin with; a rule that is not here takes any. Code is
#: told by its indent, and the rule for it is asked on its own.
_LETTERS: dict[_Rule, str] = {
    blockquote: ">",
    code: "",
    fence: "`~",
    heading: "#",
    hr: "*-_",
    html_block: "<",
    list_block: "*+-0123456789",
    _reference: "[",
}
#: The chains of rules that may end a block; the library names them after the block.
_CHAINS = ("paragraph", "reference", "blockquote", "list")


def parser(options: dict[str, Any]) -> MarkdownIt:
    """A parser of blocks alone, of CommonMark and GFM's tables (see `tables.rule`).

    It takes texts with LF line ends; inline text stays as it is in tokens of type ``inline``.
    """
    made = MarkdownIt("commonmark", options).enable("table")
    made.core.ruler.enableOnly(["block"])
    rules = made.block.ruler
    rules.at("table", tables.rule, {"alt": ["paragraph", "reference"]})
    rules.at("reference", _reference)
    first = _by_letter(rules.getRules(""))
    ends = [(chain, _by_letter(rules.getRules(chain))) for chain in _CHAINS]
    rules.enableOnly(["code"])
    rules.before("code", "by_letter", first)
    for chain, rule in ends:
        rules.push(f"{chain}_end", rule, {"alt": [chain]})
    return made


def _by_letter(rules: Iterable[_Rule]) -> _Rule:
    """A rule that stands for `rules`, but for code: it asks those that the first letter allows."""
    ordered = tuple(rules)
    marks = {mark for rule in ordered for mark in _LETTERS.get(rule, "")}
    allowed = {
        mark: tuple(rule for rule in ordered if mark in _LETTERS.get(rule, mark)) for mark in marks
    }
    others = tuple(rule for rule in ordered if rule not in _LETTERS)

    def ask(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - a rule
        if state.is_code_block(start):
            return False
        at = state.bMarks[start] + state.tShift[start]
        for rule in allowed.get(state.src[at : at + 1], others):
            if rule(state, start, end, silent):
                return True
        return False

    return ask
