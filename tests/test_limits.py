"""No page costs without end: what is beyond the limits is left out, located, and can be allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen import config, dialects, markdown, pipeline, sources
from codegen.claims import OperationClaim, Reading, SampleClaim, TableClaim
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.limits import DEFAULT, Limits

_HEAD = """---
title: POST Orders/Place
uid: v1Orders_Place
---

# POST Orders/Place

```http
POST /api/v1/Orders/Place
```

## Request Body: entity Order

| Property Name | Type | Description |
|---------------|------|-------------|
"""
_TAIL = """
## Response: Order

The order.

## Sample response

```http_
HTTP/1.1 200 OK
Content-Type: application/json

%s
```
"""


def page(rows: int, sample: str = '{"P0": "x"}', row: str = "| P%d | String |  |") -> str:
    table = "\n".join(row.replace("%d", str(number)) for number in range(rows))
    return f"{_HEAD}{table}\n{_TAIL.replace('%s', sample)}"


def read(text: str, limits: Limits = DEFAULT) -> Reading:
    document = sources.Document(page="docs/place.md", rank=0, text=text)
    return dialects.read(markdown.parse(document), "superoffice", limits)


def findings(reading: Reading) -> list[Diagnostic]:
    return [one for one in reading.diagnostics if one.code == "limit-exceeded"]


def rows(reading: Reading) -> int:
    return sum(len(one.rows) for one in reading.claims if isinstance(one, TableClaim))


def samples(reading: Reading) -> int:
    return sum(isinstance(one, SampleClaim) for one in reading.claims)


def test_a_page_within_its_limits_is_read_as_it_is() -> None:
    within = read(page(20))
    assert (rows(within), samples(within), findings(within)) == (20, 1, [])
    assert read(page(20), Limits(rows=1000)) == within


def test_rows_beyond_the_limit_are_left_out_and_located() -> None:
    reading = read(page(20), Limits(rows=12))
    assert rows(reading) < 12
    (finding,) = findings(reading)
    line = page(20).split("\n").index(f"| P{rows(reading)} | String |  |") + 1
    assert (finding.path, finding.line, finding.severity) == ("docs/place.md", line, "error")
    assert "12 properties" in finding.message
    assert "raise rows in [tool.doc-codegen.limits]" in finding.hint


def test_values_of_an_enum_are_counted_as_rows_are() -> None:
    values = ", ".join(f"v{number}" for number in range(50))
    text = page(1, row=f"| P%d | Enum: {values} |  |")
    assert rows(read(text)) == 1
    reading = read(text, Limits(rows=40))
    assert rows(reading) == 0
    assert findings(reading)


@pytest.mark.parametrize("mark", ["## ", "##"])
def test_sections_beyond_the_limit_are_not_read(mark: str) -> None:
    text = "".join(f"{mark}GET /a{at}\n\n" for at in range(30))
    document = sources.Document(page="a.md", rank=0, text=text)
    reading = dialects.read(markdown.parse(document), "general", Limits(rows=20))
    assert sum(isinstance(one, OperationClaim) for one in reading.claims) == 20
    (finding,) = findings(reading)
    assert (finding.line, finding.severity) == (41, "error")
    assert "more than 20 headings" in finding.message


def test_types_without_rows_are_counted_too() -> None:
    table = "| Name | Type |\n|---|---|\n"
    text = "".join(f"## T{at} object\n\n{table}| a | string |\n\n" for at in range(30))
    document = sources.Document(page="a.md", rank=0, text=text)
    reading = dialects.read(markdown.parse(document), "general", Limits(rows=20))
    assert sum(isinstance(one, TableClaim) for one in reading.claims) <= 20
    assert findings(reading)


def test_properties_of_samples_are_counted_once_each() -> None:
    member = '"k%d": {"a": 1, "b": 2}'
    sample = "{" + ", ".join(member.replace("%d", str(number)) for number in range(10)) + "}"
    # The ten, and those of the one object that is in each of them.
    assert samples(read(page(1, sample), Limits(rows=20))) == 1
    reading = read(page(1, sample), Limits(rows=11))
    assert samples(reading) == 0
    assert findings(reading)


def test_samples_beyond_the_limit_are_left_out() -> None:
    text = page(1) + _TAIL.replace("%s", '{"P0": "y"}') * 2
    several = samples(read(text))
    assert several > 1
    reading = read(text, Limits(samples=1))
    assert samples(reading) == 1
    assert [one.hint for one in findings(reading)] == [
        "if the page is meant so, raise samples in [tool.doc-codegen.limits]"
    ]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "place.md").write_text(page(3), "utf-8")
    (folder / "large.md").write_text(page(3).replace("Place", "Large") + "x\n" * 500, "utf-8")
    return folder


def test_a_page_that_is_too_large_is_not_read(docs: Path, tmp_path: Path) -> None:
    api = pipeline.Api(
        name="shop", docs=(docs,), output=tmp_path / "out", limits=Limits(page_size=1200)
    )
    result = pipeline.build(api)
    (finding,) = [one for one in result.diagnostics if one.code == "limit-exceeded"]
    assert finding.path == (docs / "large.md").as_posix()
    assert "1,200 are allowed" in finding.message
    assert len(result.spec.operations) == 1
    assert "raise page-size in" in finding.hint


def test_the_configuration_raises_limits(docs: Path, tmp_path: Path) -> None:
    file = tmp_path / "doc-codegen.toml"
    file.write_text(
        '[limits]\nrows = 5\nsamples = 7\n\n[apis.shop]\ndocs = ["docs"]\nlimits.rows = 6\n',
        "utf-8",
    )
    (api,) = config.load(file)
    assert api.limits == Limits(rows=6, samples=7)
    assert api.docs == (docs,)


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ("row = 5", "unknown key"),
        ("rows = 0", "must be a whole number, 1 at least"),
        ("rows = true", "must be a whole number, 1 at least"),
        ("page-size = 1.5", "must be a whole number, 1 at least"),
    ],
)
def test_limits_that_make_no_sense_are_refused(tmp_path: Path, limits: str, message: str) -> None:
    file = tmp_path / "doc-codegen.toml"
    file.write_text(f'[apis.shop]\ndocs = ["docs"]\n\n[limits]\n{limits}\n', "utf-8")
    with pytest.raises(CodegenError) as caught:
        config.load(file)
    (finding,) = caught.value.diagnostics
    assert message in finding.message
    assert finding.line == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- " * 60_000, "nested-too-deep"),
        ("- a\n* a\n" * 30_000, "nested-too-deep"),
        ("1. > " * 30_000, "nested-too-deep"),
        ("---\n" + "a: b\n" * 20_000 + "---\n", "invalid-front-matter"),
    ],
)
def test_what_costs_more_than_it_can_say_is_not_parsed(text: str, code: str) -> None:
    parsed = markdown.parse(sources.Document(page="docs/a.md", rank=0, text=text))
    assert code in {one.code for one in parsed.diagnostics}


def test_headings_without_end_are_cut_and_reported() -> None:
    text = f"# {'Things ' * 1000}\n\n```http\nGET /things\n```\n"
    reading = dialects.read(markdown.parse(sources.Document(page="a.md", rank=0, text=text)))
    assert {len(one.place.heading) for one in reading.claims} == {2500}
    (finding,) = [one for one in reading.diagnostics if one.code == "not-understood"]
    assert (finding.line, finding.message) == (1, "heading of 6,999 letters; only 2,500 are read")


@pytest.mark.parametrize(("operations", "said"), [(60, 900), (101, 1)])
def test_what_many_operations_share_is_left_out_where_it_is_too_much(
    operations: int, said: int
) -> None:
    listed = "".join(f"`GET /a{at}`\n\n" for at in range(operations))
    table = "| Name | Type |\n|---|---|\n" + "".join(f"| q{at} | string |\n" for at in range(said))
    text = f"# Many\n\n{listed}## Query parameters\n\n{table}\n# One\n\n`GET /b`\n"
    page = markdown.parse(sources.Document(page="a.md", rank=0, text=text))
    reading = dialects.read(page, "general")
    assert {type(one) for one in reading.claims} == {OperationClaim}
    assert len(reading.claims) == operations + 1
    (finding,) = [one for one in reading.diagnostics if one.severity == "warning"]
    assert finding.line == 3
    assert f"of {operations} operations of one section nothing else is read" in finding.message


def test_prose_without_end_is_taken_as_it_stands() -> None:
    assert markdown.clean("*a* " * 20_000) == ("*a* " * 20_000).strip()
    assert markdown.clean("*a* " * 20) == ("a " * 20).strip()


def test_a_type_that_is_named_first_is_counted_as_several_rows() -> None:
    several = page(10, row="| P%d | Kind%d |  |")
    same = page(10, row="| P%d | Kind |  |")
    assert rows(read(same, Limits(rows=20))) == 10
    assert rows(read(several, Limits(rows=20))) < 10
