from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from codegen.claims import ITEMS, Row
from codegen.jsontext import members
from codegen.resolve.evidence import Key, gather
from codegen.resolve.places import Shown, line_of, rows_of, samples_of
from codegen.samples import shape_of
from tests.readings import PageOf, solve

KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def walk(value: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """Every value with its path, from the outermost on."""
    found = [(path, value)]
    if isinstance(value, dict):
        for name, inner in value.items():
            found.extend(walk(inner, (*path, name)))
    elif isinstance(value, list):
        for inner in value:
            found.extend(walk(inner, (*path, ITEMS)))
    return found


@given(VALUES, st.sampled_from([None, 0, 2]))
def test_members_are_all_values_with_their_lines(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    lines = text.split("\n")
    expected = walk(value)
    found = list(members(text))
    assert [path for path, _, _ in found] == [path for path, _ in expected]
    for (path, line, first), (_, inner) in zip(found, expected, strict=True):
        printed = json.dumps(inner, ensure_ascii=False)
        assert printed[0] == first
        if path and path[-1] != ITEMS:
            assert json.dumps(path[-1], ensure_ascii=False) in lines[line]
        elif indent is not None and not isinstance(inner, dict | list):
            assert printed in lines[line]


def test_lines_of_values_by_their_kind() -> None:
    text = '[\n {"a": 1},\n {"a": "x"},\n {"a": null}\n]'
    path = (ITEMS, "a")
    assert [line_of(text, path, shape_of(value)) for value in (1, "x", None)] == [1, 2, 3]
    assert line_of(text, path) == 1
    assert line_of(text, ("no",)) == 0


def test_rows_of_nested_tables_have_their_own_lines() -> None:
    page = PageOf("GET /it")
    rows = {"Size": Row(name="Size", offset=3)}
    page.table("200", {"Owner": Row(name="Owner", offset=1)})
    page.status("200").table("200", rows, "Owner")
    graph = solve(page).trace.graph
    lines = {row.name: place.line for key in graph.nodes for row, place in rows_of(graph, key)}
    assert lines == {"Owner": 3, "Size": 7}


def test_all_samples_that_show_something_are_found() -> None:
    pages = [
        PageOf(f"GET /{name}", page=f"{name}.md").body("200", "Thing").sample("200", value)
        for name, value in (
            ("a", {"A": {"B": 1}}),
            ("b", [{"A": {"B": 1}}]),
            ("c", {"A": {"B": 2}}),
        )
    ]
    trace = solve(*pages).trace
    shape = shape_of({"B": 1})
    (owner,) = (key for key, node in trace.graph.nodes.items() if shape in node.evidence.shapes)
    found = list(samples_of(trace.graph, trace.roots, {Shown(owner, shape, "B")}))
    assert [(one.at.path, one.path) for one in found] == [
        ("a.md", ("A", "B")),
        ("b.md", (ITEMS, "A", "B")),
        ("c.md", ("A", "B")),
    ]
    assert [one.path for one in samples_of(trace.graph, trace.roots, {Shown(owner, shape)})] == [
        ("A",),
        (ITEMS, "A"),
        ("A",),
    ]
    assert list(samples_of(trace.graph, trace.roots, {Shown(Key("label", "No"), shape, "B")})) == []


def test_equal_tables_on_pages_of_one_layout_are_one() -> None:
    pages = [
        PageOf(f"GET /{name}", page=f"{name}.md")
        .table("200", {"A": "int32"})
        .table("200", {"B": "int32"}, "A")
        for name in "ab"
    ]
    roots = gather(claim for page in pages for claim in page.claims)
    trees = {tree for root in roots.values() for tree in root.position.trees}
    assert len(trees) == 1
