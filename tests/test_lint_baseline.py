from __future__ import annotations

from pathlib import Path

import pytest

from codegen.codes import finding
from codegen.diagnostics import At, CodegenError, Diagnostic
from codegen.lint.baseline import NONE, Entry, Found, apart, load, of, write

SAME = [("a.md", 3), ("b.md", 4), ("b.md", 9)]


def same(*places: tuple[str, int], subject: str = "Kind") -> Diagnostic:
    """One wrong in several places."""
    claims = [(At(*place), "") for place in places]
    return finding("undocumented-type", "m", subject, claims)


def sided(line: int, *others: str) -> Diagnostic:
    """Claims against each other."""
    claims = [(At("a.md", line), "says x"), *((At(path, 1), "says y") for path in others)]
    return finding("type-contradicts-table", "m", "T.p", claims)


def found(*findings: Diagnostic, api: str = "shop") -> Found:
    return Found(api=api, findings=findings, pages={"/x/docs/a.md": "docs/a.md"})


def left(accepted: Found, now: Found, folder: Path) -> list[tuple[str, str, int, int]]:
    """What is reported now, where `accepted` was: code, first place, and number of others."""
    path = folder / "lint.json"
    write(path, of([accepted]))
    return [(one.code, one.path, one.line, len(one.related)) for one in apart(load(path), [now])]


def test_without_a_baseline_all_is_reported() -> None:
    findings = (same(*SAME), sided(1, "b.md"))
    assert apart(NONE, [found(*findings)]) == findings


def test_what_is_accepted_is_not_reported(tmp_path: Path) -> None:
    findings = found(same(*SAME), sided(1, "b.md"))
    assert left(findings, findings, tmp_path) == []


def test_lines_do_not_count(tmp_path: Path) -> None:
    accepted = found(same(*SAME), sided(1, "b.md"))
    moved = found(same(("a.md", 30), ("b.md", 40), ("b.md", 2), ("b.md", 5)), sided(7, "b.md"))
    assert left(accepted, moved, tmp_path) == []


def test_the_same_wrong_on_a_further_page_is_reported_there(tmp_path: Path) -> None:
    now = found(same(("a.md", 3), ("b.md", 4), ("c.md", 5), ("d.md", 6)))
    assert left(found(same(*SAME)), now, tmp_path) == [("undocumented-type", "c.md", 5, 1)]


def test_claims_against_each_other_are_accepted_as_a_whole(tmp_path: Path) -> None:
    assert left(found(sided(1, "b.md")), found(sided(1, "b.md", "c.md")), tmp_path) == []


def test_what_is_gone_is_stale_and_said_where(tmp_path: Path) -> None:
    accepted = found(same(*SAME), same(("c.md", 1), subject="Other"), sided(1, "b.md"))
    now = found(same(("a.md", 1)))
    assert left(accepted, now, tmp_path) == [
        ("stale-baseline", (tmp_path / "lint.json").as_posix(), line, 0) for line in (4, 10, 19)
    ]
    messages = [one.message for one in apart(load(tmp_path / "lint.json"), [now])]
    assert messages == [
        "accepted, and not found any more: type-contradicts-table, T.p",
        "accepted, and not found any more: undocumented-type, Kind on b.md",
        "accepted, and not found any more: undocumented-type, Other on c.md",
    ]


def test_what_was_not_looked_for_is_not_stale(tmp_path: Path) -> None:
    path = tmp_path / "lint.json"
    write(path, of([found(sided(1, "b.md"))]))
    assert apart(load(path), [found(api="other")]) == ()
    assert apart(load(path), [found()], judged=lambda code: code == "undocumented-type") == ()
    assert len(apart(load(path), [found()])) == 1


def test_apis_are_apart(tmp_path: Path) -> None:
    assert len(left(found(same(*SAME)), found(same(*SAME), api="other"), tmp_path)) == 1


def test_pages_go_by_the_name_of_their_set() -> None:
    entries = of([found(same(("/x/docs/a.md", 1), ("b.md", 1)))])
    assert entries == (
        Entry(api="shop", code="undocumented-type", about="Kind", pages=("b.md", "docs/a.md")),
    )


def test_the_file_is_the_same_for_the_same_findings(tmp_path: Path) -> None:
    one, other = same(*SAME), sided(1, "b.md")
    for name, findings in (("1.json", (one, other)), ("2.json", (other, one))):
        write(tmp_path / name, of([found(*findings)]))
    text = (tmp_path / "1.json").read_text()
    assert text == (tmp_path / "2.json").read_text()
    assert text.startswith('{\n "format": 1,\n "findings": [\n  {\n   "api": "shop",\n')
    assert text.endswith('    "b.md"\n   ]\n  }\n ]\n}\n')


def test_a_baseline_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "new" / "lint.json"
    write(path, of([found(same(*SAME))]))
    write(path, ())
    assert load(path).entries == ()


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text('{"mine": 1}\n')
    with pytest.raises(CodegenError, match="foreign-file"):
        write(path, ())
    assert path.read_text() == '{"mine": 1}\n'


ENTRY = '{\n "format": 1,\n "findings": [\n  %s,\n  %s\n ]\n}\n'
GOOD = '{"api": "a", "code": "dynamic-keys", "about": "x", "pages": ["p", "q"]}'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "is not JSON"),
        ("{\n\n oops\n}", 3, "is not JSON"),
        ("[]", 1, "Expected `object`, got `array`"),
        ('{"format": 1}', 1, "missing required field `findings`"),
        ('{"format": 2, "findings": []}', 1, "has format 2, this doc-codegen reads format 1"),
        (ENTRY % (GOOD, '{"api": "a"}'), 5, "missing required field `code`"),
        (ENTRY % (GOOD, GOOD.replace('"x"', "7")), 5, "Expected `str`, got `int`"),
        (ENTRY % (GOOD.replace("about", "abuot"), GOOD), 4, "unknown field `abuot`"),
        (ENTRY % (GOOD, GOOD.replace("c-keys", "c-kees")), 5, "no finding has the code"),
        (b"\xff", 0, "is not UTF-8"),
        (b'{"format": 1, "findings": []}\x00', 1, "is not JSON"),
        ("[" * 100_000, 1, ""),
    ],
    ids=range(12),
)
def test_a_broken_baseline_is_a_located_error(
    tmp_path: Path, text: str | bytes, line: int, words: str
) -> None:
    path = tmp_path / "lint.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CodegenError) as caught:
        load(path)
    (one,) = caught.value.diagnostics
    assert (one.code, one.path, one.line) == ("invalid-baseline", path.as_posix(), line)
    assert words in one.message
    assert "--write-baseline" in one.hint


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CodegenError, match="cannot be read: No such file"):
        load(tmp_path / "lint.json")
