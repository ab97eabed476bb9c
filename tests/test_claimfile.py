"""Readings as bytes: what comes back is equal, and resolves to the same spec."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from codegen import claimfile, dialects, inputs, markdown, namelock, reading, sources, specfile
from codegen.api import Api
from codegen.cache import Cache
from codegen.claimfile import Item
from codegen.claims import Reading, Row, TableClaim, VariantStep
from codegen.diagnostics import Diagnostic, Related
from codegen.limits import DEFAULT
from codegen.resolve import resolve
from codegen.spec import Constraints
from codegen.typeexpr import ANY, OBJECT, Array, Map, OneOf, Ref, Scalar, TypeExpr
from codegen.workers import Workers
from tests.corpora import corpus
from tests.readings import PageOf
from tests.shop import page, write_pages

PAGES = Path(__file__).parents[1] / "specs/appointment/docs"


def items_of(docs: Path, step: int = 1) -> list[Item]:
    found, _ = sources.find([docs])
    documents = map(sources.read, found[::step])
    return [
        one if isinstance(one, Diagnostic) else dialects.read(markdown.parse(one))
        for one in documents
    ]


def resolved(items: Sequence[Item]) -> tuple[str, str, tuple[Diagnostic, ...]]:
    readings = [one for one in items if isinstance(one, Reading)]
    found = resolve(readings, api="test", examples=True)
    return specfile.dumps(found.spec), namelock.dumps(found.lock), found.diagnostics


def test_the_example_comes_back() -> None:
    items = items_of(PAGES)
    again = claimfile.loads(claimfile.dumps(items))
    assert list(again) == items
    assert resolved(again) == resolved(items)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("seeds", 1),
        ("superoffice-2022", 150),
        ("superoffice-2023", 150),
        ("nomad/docs", 8),
        ("kucoin", 1),
        ("msgraph/docs", 300),
        ("discord/docs", 10),
    ],
)
def test_real_pages_come_back(name: str, step: int) -> None:
    items = items_of(corpus(name), step)
    again = claimfile.loads(claimfile.dumps(items))
    assert list(again) == items
    assert resolved(again) == resolved(items)


@pytest.mark.parametrize(
    "expr",
    [
        ANY,
        OBJECT,
        Scalar("date-time"),
        Ref("Person"),
        # Labels are what pages print, which is no expression of the spec.
        Ref("array<x"),
        Ref("any"),
        Ref("two words | more"),
        Ref(""),
        Array(Map(Array(Ref("Über")))),
        OneOf((Ref("A"), Scalar("string"), Array(Ref("A")))),
    ],
)
def test_every_type_comes_back(expr: TypeExpr) -> None:
    made = PageOf("GET /people").table("200", {"x": Row(name="x", type=expr)}).reading()
    (again,) = claimfile.loads(claimfile.dumps([made]))
    assert again == made
    assert isinstance(again, Reading)
    (claim,) = (one for one in again.claims if isinstance(one, TableClaim))
    # Interned: the same type is the same object.
    assert claim.rows[0].type is expr


def test_values_keep_their_kinds() -> None:
    values: tuple[str | int, ...] = (1, "1", -(2**63), 2**64 - 1, "")
    limits = [Constraints(const=one) for one in (True, 1, 1.0, "1", None)]
    made = PageOf("GET /people", page="päge.md", rank=3)
    made.table("200", {"x": Row(name="x", values=values)}, "A", VariantStep("Kind", ("a", "b")))
    for number, one in enumerate(limits):
        made.parameter("query", f"p{number}", constraints=one)
    made.sample("200", {"a": [1, {"b": None}], "": [], "c": {}})
    (again,) = claimfile.loads(claimfile.dumps([made.reading()]))
    assert again == made.reading()
    assert repr(again) == repr(made.reading())


def test_a_finding_comes_back() -> None:
    related = (Related(path="b.md", line=2, message="here"),)
    found = Diagnostic(code="c", severity="info", message="m", path="a.md", related=related)
    made = PageOf("GET /people").reading()
    assert claimfile.loads(claimfile.dumps([found, made, found])) == (found, made, found)


def test_a_shape_stays_the_one_shape() -> None:
    made = PageOf("GET /people").sample("200", {"a": [1, {"@type": "B"}]}).reading()
    (again,) = claimfile.loads(claimfile.dumps([made]))
    assert isinstance(again, Reading)
    one, other = (
        claim.shape for item in (made, again) for claim in item.claims if hasattr(claim, "shape")
    )
    assert one is other


def test_what_is_no_reading_is_a_value_error() -> None:
    made = PageOf("GET /people").body("200", "array<Person>").sample("200", [{"a": 1}]).reading()
    whole = claimfile.dumps([made])
    for place in range(len(whole)):
        for other in (whole[:place], whole[:place] + b"\xff" + whole[place + 1 :]):
            try:
                claimfile.loads(other)
            except ValueError:
                continue
    with pytest.raises(ValueError, match=r"."):
        claimfile.loads(whole[:-1])


def test_pages_with_a_number_beyond_64_bits_are_read_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = PageOf("GET /people", page="docs/a.md")
    huge.table("200", {"x": Row(name="x", values=(2**70,))})
    with pytest.raises(ValueError, match=r"64 bits|2\*\*64|range"):
        claimfile.dumps([huge.reading()])
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    monkeypatch.setattr(dialects, "read", lambda *_: huge.reading())
    given = inputs.gather(Api(name="shop", docs=(docs,), output=tmp_path / "out"))
    kept = Cache(tmp_path / "kept", bytes(32))
    with Workers(parallel=False) as workers:
        read = reading.read_pages(
            given.contents, "auto", DEFAULT, workers, kept, lambda _done, _total: None
        )
    assert read == (huge.reading(),)
    assert not kept.written
