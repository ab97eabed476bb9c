from __future__ import annotations

import re
from itertools import permutations

import click

from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic, Related
from codegen.listing import listing

SIDED = finding(
    "type-contradicts-sample",
    "T.p: documented as x, a sample shows y",
    "T.p",
    [(At("b.md", 3), "says x"), *((At("a.md", line), "shows an y") for line in range(5, 10))],
)
SAME = finding(
    "dynamic-keys", "the keys look like data", "K", [(At("c.md", n), "") for n in (1, 2)]
)
OWN_HINT = finding("label-overruled", "no", "L", [(At("c.md", 1), "")], "print Y")
PLAIN = Diagnostic(code="invalid-json", severity="error", message="no JSON", path="d.md", line=7)


def test_a_listing() -> None:
    assert listing([SAME, SIDED, OWN_HINT, PLAIN], 1234) == (
        "invalid-json (error, 1): a sample is not valid JSON\n"
        "  mend: correct the sample\n"
        "\n"
        "  d.md:7: no JSON\n"
        "\n"
        "label-overruled (warning, 1): the name of a type is printed for something else\n"
        "\n"
        "  c.md:1: no\n"
        "      mend: print Y\n"
        "\n"
        "type-contradicts-sample (warning, 1): a table names a type that a sample does not have\n"
        "  mend: correct the type or the sample; both are accepted until then\n"
        "\n"
        "  b.md:3: T.p: documented as x, a sample shows y\n"
        "      says x      b.md:3\n"
        "      shows an y  a.md:5\n"
        "                  a.md:6\n"
        "                  a.md:7\n"
        "                  and 2 more\n"
        "\n"
        "dynamic-keys (info, 1): keys of a sample look like data, and no table says so\n"
        "  mend: say in the table that it is a map, and of what\n"
        "\n"
        "  c.md:1: the keys look like data\n"
        "      also  c.md:2\n"
        "\n"
        "4 findings in 1,234 pages: 1 error, 2 warnings, 1 note\n"
    )


def test_of_many_things_that_are_said_some_are_shown() -> None:
    claims = [(At("a.md", n), f"shows {n:02}") for n in range(1, 41)]
    lines = listing([finding("value-not-listed", "no", "T.p", claims)], 1).split("\n")
    assert sum("shows" in line for line in lines) == 10 + 1  # the code says it as well
    assert "      and 30 more that say something else" in lines


def test_a_text_as_long_as_a_page_is_cut() -> None:
    text = "x" * 100_000
    claims = [(At("a.md", 1), f"says {text}"), (At("a.md", 2), "says y"), (At("b.md", 2), "says y")]
    shown = listing([finding("type-contradicts-table", text, "T.p", claims, text)], 1)
    assert len(shown) < 2500
    assert "and 99,500 more characters" in shown
    assert "says y" + " " * 36 + "a.md:2\n" in shown


def test_nothing_found() -> None:
    assert listing([], 1) == "nothing to report in 1 page\n"


def test_the_order_of_findings_does_not_matter() -> None:
    found = (SAME, SIDED, OWN_HINT, PLAIN)
    assert len({listing(order, 1) for order in permutations(found)}) == 1


def test_colours_change_nothing_else() -> None:
    plain, color = (listing([SAME, SIDED, PLAIN], 2, color=on) for on in (False, True))
    assert color != plain
    assert click.unstyle(color) == plain
    assert "\x1b" not in plain


def test_nothing_of_a_page_commands_the_terminal() -> None:
    hostile = "\x1b[31m\u202e\r\nforged.md:1: no"
    other = Related(path=hostile, line=1, message=hostile)
    found = Diagnostic(
        code="x", severity="error", message=hostile, path=hostile, hint=hostile, related=(other,)
    )
    text = listing([found], 1)
    assert [char for char in text if not char.isprintable() and char != "\n"] == []
    assert not re.search(r"^\s*forged", text, re.MULTILINE)
