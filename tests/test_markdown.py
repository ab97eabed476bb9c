from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.markdown import (
    Block,
    Fence,
    Heading,
    Html,
    ListBlock,
    ListItem,
    Page,
    Paragraph,
    Table,
    clean,
    parse,
)
from codegen.sources import Document

PAGES = Path(__file__).parent / "pages" / "markdown"


def page_of(text: str) -> Page:
    return parse(Document(page="docs/page.md", rank=1, text=text))


def table_of(text: str) -> Table:
    (block,) = page_of(text).blocks
    assert isinstance(block, Table)
    return block


def describe(blocks: Sequence[Block | ListItem], indent: str = "") -> Iterator[str]:
    """One line for each block: its lines, its kind and what it holds."""
    for block in blocks:
        span = f"{block.line}-{block.end}" if block.end > block.line else f"{block.line}"
        match block:
            case Heading():
                yield f"{indent}{span} heading {block.level} {block.text!r}"
            case Paragraph():
                yield f"{indent}{span} paragraph {block.text!r}"
            case Fence():
                from_line = f"from {block.text_line}: {block.text!r}"
                yield f"{indent}{span} fence {block.info!r} {from_line}"
            case Html():
                yield f"{indent}{span} html {block.raw!r}"
            case Table():
                yield f"{indent}{span} table {' / '.join(block.header)}"
                yield from (
                    f"{indent}  {row.line} {' / '.join(map(repr, row.cells))}" for row in block.rows
                )
            case ListBlock():
                yield f"{indent}{span} list"
                yield from describe(block.items, f"{indent}  ")
            case ListItem():
                yield f"{indent}{span} item {clean(block.raw)!r}"
                yield from describe(block.blocks, f"{indent}  ")


def description(page: Page) -> str:
    front = [f"{key}: {value!r}" for key, value in page.front_matter.items()]
    findings = [f"{item.line} {item.code}: {item.message}" for item in page.diagnostics]
    return "".join(f"{line}\n" for line in (*front, *describe(page.blocks), *findings))


@pytest.mark.parametrize("name", ["blocks", "tables"])
def test_pages(name: str) -> None:
    page = page_of((PAGES / f"{name}.md").read_text())
    assert description(page) == (PAGES / f"{name}.expected").read_text()


def test_a_page_keeps_its_identity_and_its_lines() -> None:
    page = page_of("# A\n\nb")
    assert (page.page, page.rank, page.lines) == ("docs/page.md", 1, ("# A", "", "b"))


def test_sections_know_the_headings_above_them() -> None:
    page = page_of("lead\n# A\n### `C` of A\ntext\n\n## B\n# D\n")
    assert [(section.title, section.trail) for section in page.sections()] == [
        ("", ()),
        ("A", ("A",)),
        ("C of A", ("A", "C of A")),
        ("B", ("A", "B")),
        ("D", ("D",)),
    ]
    assert [len(section.blocks) for section in page.sections()] == [1, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("text", "front_matter", "first_line"),
    [
        ("---\na: 1\n---\n\n# T\n", {"a": 1}, 5),
        ("---  \na: 1\n--- \n# T\n", {"a": 1}, 4),
        ("---\n---\n# T\n", {}, 3),
        ("---\n- a\n---\n# T\n", {}, 4),
        ("# T\n\n---\na: 1\n---\n", {}, 1),
        ("# T\n", {}, 1),
        ("\n---\na: 1\n---\n", {}, 2),
    ],
    ids=["usual", "blanks", "empty", "no mapping", "further down", "absent", "not at the start"],
)
def test_front_matter(text: str, front_matter: dict[str, object], first_line: int) -> None:
    page = page_of(text)
    assert page.front_matter == front_matter
    assert page.diagnostics == ()
    lines = [block.line for block in page.blocks]
    assert lines[0] == first_line or text.startswith("\n")


def test_front_matter_without_its_end_is_text() -> None:
    page = page_of("---\ntitle: A\n\n# T\n")
    assert page.front_matter == {}
    assert list(describe(page.blocks)) == ["2 paragraph 'title: A'", "4 heading 1 'T'"]


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("title: a\nb: [1, 2", 4),
        ("title: a: b", 2),
        ("title: a\n\tb: c", 3),
        ("a: *nowhere", 2),
        ("a: !!python/object:os.system x", 2),
        ('a: !!int ""', 2),
        ('a: !!float ""', 2),
        ("a: !!bool perhaps", 2),
        ("a: !!timestamp soon", 2),
        ("a: 2020-99-99", 2),
        (f"a: {'9' * 5000}", 2),
        ("a: \x01", 2),
        ("a: " + "[" * 20_000 + "]" * 20_000, 2),
        ("a: " + "{a: " * 9_000 + "}" * 9_000, 2),
        ("- " * 20_000 + "a", 2),
    ],
    ids=lambda value: str(value)[:30].encode("unicode_escape").decode(),
)
def test_front_matter_that_is_no_yaml_is_located(yaml: str, line: int) -> None:
    page = page_of(f"---\n{yaml}\n---\n\n# After\n")
    assert page.front_matter == {}
    (finding,) = page.diagnostics
    assert (finding.code, finding.path, finding.line) == (
        "invalid-front-matter",
        "docs/page.md",
        line,
    )
    assert "\n" not in finding.message
    assert [block.line for block in page.blocks] == [5 + yaml.count("\n")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  plain \t text ", "plain text"),
        ("*a* **b** ***c*** _d_ ~~e~~ `f*g*`", "a b c d e f*g*"),
        ("snake_case_name", "snake_case_name"),
        ('[text](https://example.com/a_b "title")', "text"),
        ("[`Code`](../x.md)", "Code"),
        ("![alt](x.png)", "alt"),
        ("<https://example.com>", "https://example.com"),
        ("R&amp;D &lt;b&gt; &quot;x&quot; &#64;", 'R&D <b> "x" @'),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("One. <para>Two.</para> Three.", "One.\nTwo.\nThree."),
        ('See <see cref="T:Shop.Order"/>.', "See Order."),
        ('See <see cref="T:Shop.Order">the order</see>.', "See the order."),
        ('See <see cref="M:Shop.Order.Save(System.String)"/>.', "See Save."),
        ('<see langword="null"/> or <paramref name="id"/>', "null or id"),
        ("\u201cQuoted\u201d it\u2019s", "\u201cQuoted\u201d it\u2019s"),
        ("a \\| b \\*c\\*", "a | b *c*"),
        ("a < b > c", "a < b > c"),
        ("<!-- hidden -->shown", "shown"),
        ("one  \ntwo\\\nthree\nfour", "one\ntwo\nthree\nfour"),
        ("", ""),
        ("<b></b>", ""),
    ],
)
def test_clean(raw: str, text: str) -> None:
    assert clean(raw) == text


PLAIN = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)
MARKS = st.sampled_from(
    ["*{}*", "**{}**", "`{}`", "[{}](a.md)", "<b>{}</b>", '<see cref="T:A.B">{}</see>', "~~{}~~"]
)


@given(st.lists(st.tuples(MARKS, PLAIN), min_size=1, max_size=5))
def test_clean_keeps_the_words_and_no_marks(parts: list[tuple[str, str]]) -> None:
    raw = " ".join(mark.format(word) for mark, word in parts)
    assert clean(raw) == " ".join(word for _, word in parts)


LINES = st.sampled_from(
    [
        "---",
        "# A",
        "===",
        "| a | b |",
        "|---|---|",
        "| 1",
        "a | b",
        "> q",
        "> | a |",
        "> |---|",
        "- l",
        "  - m",
        "1. x",
        "```",
        "    code",
        "<div>",
        "</div>",
        "",
        "\t",
        "text",
    ]
)
TEXTS = st.text(st.characters(exclude_characters="\r", codec="utf-8")) | st.lists(
    LINES, max_size=20
).map("\n".join)


def spans(blocks: Sequence[Block | ListItem]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        yield block.line, block.end
        match block:
            case ListBlock():
                yield from spans(block.items)
            case ListItem():
                yield from spans(block.blocks)
            case Table():
                yield from ((row.line, row.line) for row in block.rows)


@given(TEXTS)
def test_any_text_is_a_page_whose_blocks_lie_in_it(text: str) -> None:
    page = page_of(text)
    last = len(page.lines)
    assert [span for span in spans(page.blocks) if not 1 <= span[0] <= span[1] <= last] == []
    assert all(1 <= finding.line <= last for finding in page.diagnostics)
    starts = [block.line for block in page.blocks]
    assert starts == sorted(starts)
    for section in page.sections():
        assert isinstance(section.title, str)


@given(TEXTS)
def test_rows_are_as_wide_as_their_header(text: str) -> None:
    for block in page_of(f"| A | B |\n|---|---|\n{text}").blocks:
        if isinstance(block, Table):
            assert {len(row.cells) for row in block.rows} <= {len(block.header)}


def test_ten_thousand_columns() -> None:
    width = 10_000
    table = table_of(
        f"|{'a|' * width}\n|{'-|' * width}\n|{'1|' * width}\n|{'`x`|' * width}\n| 1 | 2 |\n"
    )
    assert len(table.header) == width
    assert [row.cells[:3] for row in table.rows] == [("1",) * 3, ("`x`",) * 3, ("1", "2", "")]
    assert {len(row.cells) for row in table.rows} == {width}


def test_a_row_far_wider_than_its_header() -> None:
    page = page_of(f"| A | B |\n|---|---|\n|{'1|' * 10_000}\n| 2 | 3 |\n")
    (finding,) = page.diagnostics
    assert (finding.code, finding.line) == ("ragged-row", 3)
    (table,) = page.blocks
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [("1", "1"), ("2", "3")]


@pytest.mark.parametrize(
    "text",
    [
        "> " * 500 + "deep\n",
        "".join(f"{'  ' * depth}- a\n" for depth in range(500)),
        "- " * 500 + "deep\n",
        "- > " * 250 + "deep\n",
    ],
    ids=["quotes", "lists", "lists on one line", "both"],
)
def test_endless_nesting_is_reported(text: str) -> None:
    page = page_of(f"# Before\n\n{text}")
    assert page.blocks[0].line == 1
    (finding,) = page.diagnostics
    assert finding.code == "nested-too-deep"
    assert 3 <= finding.line <= len(page.lines)


def seconds(text: str) -> float:
    start = time.process_time()
    page_of(text)
    return time.process_time() - start


def test_tables_are_read_in_linear_time() -> None:
    head, row = "| A | B | C |\n|---|---|---|\n", "| name | string | `a|b` and \\| words |\n"
    seconds(head + row * 500)
    small, large = seconds(head + row * 1000), seconds(head + row * 8000)
    assert large < 8 * small * 4 + 0.5


@pytest.mark.parametrize(
    "part",
    ["[", "![", "[a](", "*a ", "a_b*c", "<a ", "`a``b", "<!--", "&amp", "\\", "~~a "],
)
def test_hostile_cells_are_cleaned_in_time(part: str) -> None:
    start = time.process_time()
    clean(part * 10_000)
    assert time.process_time() - start < 3


def test_rows_of_unmatched_backticks_are_split_in_time() -> None:
    cells = "|".join("`" * (index % 150 + 1) for index in range(20_000))
    assert seconds(f"| A |\n|---|\n| {cells} |\n") < 3
