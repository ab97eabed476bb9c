"""Tables: the same lines are tables as for markdown-it-py's own rule, and rows in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from codegen import blocks, sources, tables
from tests.corpora import corpus

_THEIRS = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
_THEIRS.core.ruler.enableOnly(["block"])
_OURS = blocks.parser({"maxNesting": 40})

#: A token as both parsers have it: of a table its lines and the cells of its rows.
_Told = tuple[Any, ...]


def theirs(text: str) -> list[_Told]:
    found: list[_Told] = []
    cells: list[tuple[int, list[str]]] | None = None
    for token in _THEIRS.parse(text):
        if token.type == "table_open":
            found.append(("table", token.level, token.map, cells := []))
        elif token.type == "table_close":
            cells = None
        elif cells is None:
            found.append(told(token))
        elif token.type == "tr_open":
            cells.append((line_of(token), []))
        elif token.type == "inline":
            cells[-1][1].append(token.content)
    return found


def ours(text: str) -> list[_Told]:
    return [*map(told, _OURS.parse(text))]


def told(token: Token) -> _Told:
    if token.type != "table":
        return (token.type, token.level, token.map, token.content, token.info)
    lines: Sequence[tables.Line] = token.meta["lines"]
    width = len(lines[0][2])
    cells = [(line, [*found, *[""] * width][:width]) for line, _, found in lines]
    return ("table", token.level, token.map, cells)


def line_of(token: Token) -> int:
    assert token.map is not None
    return token.map[0]


# Letters that are blank in Python and not in Markdown are left out: no one tells them apart.
_CHARS = st.text(st.sampled_from("|\\`-: \tab>*1.#<\u00a0"), max_size=8)
_MARKS = st.text(st.sampled_from("`~>*-_+1.)#<a/![]:= \t"), max_size=8)
_DELIMITERS = st.text(st.sampled_from("|-: \t"), max_size=8)
_CELLS = st.lists(_CHARS, min_size=1, max_size=4)
_ROWS = st.tuples(
    st.sampled_from(["", "|", "  |", "    |"]), _CELLS, st.sampled_from(["", "|"])
).map(lambda row: row[0] + "|".join(row[1]) + row[2])
_RULES = st.integers(1, 4).map(lambda width: "|" + "---|" * width)
_LINES = st.lists(_CHARS | _ROWS | _RULES | _DELIMITERS | st.just("| a | b |"), max_size=8)
_AROUND = st.sampled_from(["", "> ", "- ", "  ", "1. ", "> - ", "# "])


@given(_AROUND, _LINES)
@example("", ["a | b", "- | -"])
@example("", ["a | b", "-|-\u00a0"])
@example("", ["a |", "--", "\\", "|", "||", "\\|"])
@example("", ["| a \\| b | c |", "|--|--|", "| d \\\\| e | f |", "| g \\|", "> h"])
@example("> ", ["| a |", "|---|", "| b |", "1. c", "| d |"])
def test_what_is_a_table_is_as_in_the_rule_of_the_library(around: str, lines: list[str]) -> None:
    inside = " " * len(around) if around[-2:-1] in ("-", ".") else around
    text = "\n".join((inside if index else around) + line for index, line in enumerate(lines))
    assert ours(text) == theirs(text)


@given(
    _AROUND, st.lists(_MARKS | _CHARS | st.sampled_from(["```", "<a>", "<!--", "---", "[a]: b"]))
)
def test_blocks_are_as_in_the_rules_of_the_library(around: str, lines: list[str]) -> None:
    text = "\n".join(around + line for line in lines)
    assert ours(text) == theirs(text)


@given(st.lists(_RULES, min_size=2, max_size=2, unique=True), _LINES)
def test_and_so_is_any_table_with_a_header(delimiters: list[str], lines: list[str]) -> None:
    text = "\n".join(["| a | b |", delimiters[0], *lines, "", "c|d", delimiters[1], *lines])
    assert ours(text) == theirs(text)


def test_rows_that_leave_out_too_many_cells_end_the_table() -> None:
    text = f"|{'a|' * 3000}\n|{'-|' * 3000}\n" + "| b |\n" * 40
    assert ours(text) == theirs(text)
    assert [kind for kind, *_ in ours(text)].count("table") == 1
    assert len(ours(text)) > 1


@pytest.mark.parametrize("name", ["superoffice-2023", "superoffice-2022", "kucoin", "discord"])
def test_real_tables_are_as_in_the_rule_of_the_library(name: str) -> None:
    found, _ = sources.find((corpus(name),))
    for source in found[:: max(1, len(found) // 25)]:
        document = sources.read(source)
        assert isinstance(document, sources.Document)
        assert ours(document.text) == theirs(document.text), source.page


def split_slowly(row: str) -> tuple[str, ...]:
    """Cells by the letter: from each run of backticks on, look for its partner."""
    parts = re.findall(r"\\.|`+|\||[^\\`|]+|\\", row, re.DOTALL)
    cells, span = [""], ""
    for index, part in enumerate(parts):
        if part == "|" and not span:
            cells.append("")
            continue
        if span:
            span = "" if part == span else span
        elif part[0] == "`" and part in parts[index + 1 :]:
            span = part
        cells[-1] += "|" if part == "\\|" else part
    cells = [cell.strip() for cell in cells]
    cells = cells if cells[0] else cells[1:]
    return tuple(cells if not cells or cells[-1] else cells[:-1])


def joined_slowly(
    lines: Sequence[tables.Line], width: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows by the letter: each line that may go on is split again with the next."""
    index = 0
    while index < len(lines):
        line, row, cells = lines[index]
        index += 1
        while index < len(lines) and row[0] == "|" and row[-1] != "|":
            more = lines[index][1]
            if more[0] == "|" or len(split_slowly(f"{row}\n{more}")) > width:
                break
            row = f"{row}\n{more}"
            index += 1
        plain = re.fullmatch(r"\|(.*[^\\])?\|", row) and len(cells) == width
        yield line, cells if plain else split_slowly(row)


_ROW = st.text(st.sampled_from("||``\\a b"), min_size=1, max_size=12)


@given(st.lists(_ROW.map(str.strip).filter(bool), max_size=6), st.integers(1, 3))
@example(["| a", "b `|` c", "`` | ` | `` d |"], 3)
@example(["| `a", "| b` c |"], 2)
def test_rows_are_joined_and_split_by_the_letter(texts: list[str], width: int) -> None:
    lines = [(line, text, tables.cells_of(text)) for line, text in enumerate(texts)]
    assert [*tables.rows(lines, width)] == [*joined_slowly(lines, width)]
