from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen import dialects, sources
from codegen.claims import (
    BodyClaim,
    Claim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    Reading,
    ResponseClaim,
    Row,
    SampleClaim,
    SecurityClaim,
    TableClaim,
)
from codegen.dialects.superoffice import SUPEROFFICE
from codegen.markdown import Page, parse
from codegen.sources import Document
from codegen.spec import Constraints
from tests.corpora import corpus

PAGES = Path(__file__).parent / "pages" / "superoffice"
REVISIONS = ("revision_0", "revision_1", "revision_2", "revision_3")


def page_of(text: str) -> Page:
    return parse(Document(page="page.md", rank=0, text=text))


def read(text: str) -> Reading:
    return SUPEROFFICE.read(page_of(text))


def text_of(name: str) -> str:
    return (PAGES / f"{name}.md").read_text()


def describe_row(row: Row) -> str:
    said = {
        "values": row.values,
        "presence": row.presence,
        "deprecated": row.deprecated,
        "description": row.description,
        "sampled": row.sampled,
    }
    facts = "".join(f", {key} {value!r}" for key, value in said.items() if value)
    return f"{row.name}: {row.type or '?'}{facts}"


def describe_claim(claim: Claim) -> Iterator[str]:
    line = claim.place.line
    match claim:
        case OperationClaim(operation=key, name=name, group=group):
            yield f"{line} operation {key}: {group} / {name}"
            for label in ("summary", "description", "deprecated"):
                if text := getattr(claim, label):
                    yield f"    {label} {text!r}"
        case ParameterClaim():
            yield f"{line} {claim.location} parameter {describe_row(claim.row)}"
        case SecurityClaim(scheme=scheme):
            yield f"{line} security {scheme.kind} {scheme.scheme or scheme.header}"
        case ResponseClaim():
            yield f"{line} status {claim.status} {claim.description!r}"
        case BodyClaim():
            hints = f", hints {' '.join(claim.hints)}" if claim.hints else ""
            media = f", {' '.join(claim.media_types)}" if claim.media_types else ""
            text = f", {claim.description!r}" if claim.description else ""
            yield f"{line} body {slot(claim)}: {claim.type or '?'}{hints}{media}{text}"
        case TableClaim():
            yield f"{line} table {slot(claim)}"
            yield from (f"    {line + row.offset} {describe_row(row)}" for row in claim.rows)
        case SampleClaim(shape=shape):
            keys = [name for name, _ in shape.fields]
            yield f"{line} sample {slot(claim)}: {shape.kind} {' '.join(keys)}".rstrip()


def slot(claim: BodyClaim | TableClaim | SampleClaim) -> str:
    return f"{claim.slot.direction} {claim.slot.status}".rstrip()


def description(reading: Reading) -> str:
    lines = [line for claim in reading.claims for line in describe_claim(claim)]
    lines += [f"{item.line} {item.code}: {item.message}" for item in reading.diagnostics]
    lines.append(f"{reading.lines} lines, {reading.unaccounted} unaccounted")
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("name", [*REVISIONS, "odd"])
def test_pages(name: str) -> None:
    assert description(read(text_of(name))) == (PAGES / f"{name}.claims").read_text()


@pytest.mark.parametrize("name", [*REVISIONS, "odd"])
def test_pages_are_recognised(name: str) -> None:
    page = page_of(text_of(name))
    assert SUPEROFFICE.recognises(page) >= 0.8
    assert dialects.detect(page) is SUPEROFFICE


def test_other_pages_are_not() -> None:
    assert SUPEROFFICE.recognises(page_of("# GET a pizza\n\n## Response\n")) == 0
    assert SUPEROFFICE.recognises(page_of("# Title\n\n## Request Headers\n")) == 0
    assert SUPEROFFICE.recognises(page_of("")) == 0


def test_every_claim_knows_its_page_and_heading() -> None:
    page = parse(Document(page="docs/a.md", rank=2, text=text_of("revision_0")))
    places = [claim.place for claim in SUPEROFFICE.read(page).claims]
    assert {(place.page, place.rank) for place in places} == {("docs/a.md", 2)}
    assert {place.heading for place in places} == {
        "POST Agents/Shop/SaveOrder",
        "Request Headers",
        "Request Body: entity",
        "Response:",
        "Response body: Order",
        "Sample request",
        "Sample response",
    }


def operation(text: str) -> OperationClaim:
    first = read(text).claims[0]
    assert isinstance(first, OperationClaim)
    return first


HEADERS = "\n## Request Headers\n\n| Parameter Name | Description |\n|--|--|\n| Accept | x |\n"


@pytest.mark.parametrize(
    ("front", "path", "group", "name"),
    [
        ("uid: v1ShopAgent_Save", "/api/v1/Agents/Shop/Save", "ShopAgent", "Save"),
        ("id: v2ShopAgent_Save", "/x", "ShopAgent", "Save"),
        ("uid: other", "/api/v1/Agents/Shop/Save", "Shop", "Get Save"),
        ("uid: 7", "/api/v1/Order/{id}", "Order", "Get Order"),
        ("a: &a [1]\nuid: [*a, *a]", "/Order", "Order", "Get Order"),
        ("title: x", "/{id}", "root", "Get root"),
        ("title: x", "/", "root", "Get root"),
        ("title: x", "/api/v1", "root", "Get root"),
    ],
    ids=["uid", "id", "another uid", "a number", "a list", "no word", "root", "prefix only"],
)
def test_names_of_operations(front: str, path: str, group: str, name: str) -> None:
    claim = operation(f"---\n{front}\n---\n# GET x\n\n```http\nGET {path}\n```\n{HEADERS}")
    assert (claim.operation, claim.group, claim.name) == (OperationKey("GET", path), group, name)


def test_a_page_without_request_line() -> None:
    reading = read(f"# GET Order\n\nProse.\n{HEADERS}\n## Response:\n")
    assert reading.claims == ()
    assert [(item.code, item.line) for item in reading.diagnostics] == [("no-request-line", 1)]


@pytest.mark.parametrize(
    ("printed", "type_"),
    [
        ("String", "string"),
        ("Integer", "integer"),
        ("Array", "array<any>"),
        ("Boolean", "boolean"),
        ("Double", "double"),
        ("Byte", "byte"),
        ("Object", "object"),
        ("int32", "int32"),
        ("int64", "int64"),
        ("date-time", "date-time"),
        ("bool", "boolean"),
        ("AppointmentEntity", "AppointmentEntity"),
        ("Überweisung", "Überweisung"),
        ("Enum: A, B", "string"),
    ],
)
def test_words_of_type_columns(printed: str, type_: str) -> None:
    table = f"| Path Part | Type | Description |\n|--|--|--|\n| id | {printed} | x |\n"
    reading = read(f"# GET x\n\n```http\nGET /x\n```\n\n{table}{HEADERS}")
    assert reading.diagnostics == ()
    (claim,) = (claim for claim in reading.claims if isinstance(claim, ParameterClaim))
    assert str(claim.row.type) == type_


@pytest.mark.parametrize("printed", ["My-Type<T>", "lower", "int 32", "List of Order", "1st"])
def test_words_that_are_no_type_are_reported(printed: str) -> None:
    table = f"| Path Part | Type | Description |\n|--|--|--|\n| id | `{printed}` | x |\n"
    reading = read(f"# GET x\n\n```http\nGET /x\n```\n\n{table}{HEADERS}")
    (finding,) = reading.diagnostics
    assert (finding.code, finding.line) == ("unknown-type", 9)
    assert repr(printed) in finding.message
    (claim,) = (claim for claim in reading.claims if isinstance(claim, ParameterClaim))
    assert claim.row.type is None


ALL_LINES = [line for name in (*REVISIONS, "odd") for line in text_of(name).split("\n")]


@settings(max_examples=60)
@given(st.sampled_from(REVISIONS), st.data())
def test_pages_that_are_torn_and_mixed_are_read_all_the_same(
    name: str, data: st.DataObject
) -> None:
    lines = text_of(name).split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        new = data.draw(st.lists(st.sampled_from(ALL_LINES) | st.text(max_size=20), max_size=2))
        lines[at : at + data.draw(st.integers(0, 4))] = new
        lines.append("")
    page = page_of("\n".join(lines).replace("\r", "\n"))
    reading = SUPEROFFICE.read(page)
    last = len(page.lines)
    assert all(1 <= claim.place.line <= last for claim in reading.claims)
    assert all(1 <= finding.line <= last for finding in reading.diagnostics)
    assert 0 <= reading.unaccounted <= reading.lines


@pytest.mark.parametrize(
    ("name", "claims", "samples", "rows"),
    [
        ("000_292b4c3870a0bc20.txt", 17, 2, (55, 57)),
        ("001_9ef913c7148178b1.txt", 21, 2, (60, 63)),
        ("002_5344e55d6384eebd.txt", 18, 2, (3, 61)),
        ("003_e1b83a8770555ffa.txt", 19, 2, (2, 57)),
    ],
)
def test_seeds(name: str, claims: int, samples: int, rows: tuple[int, ...]) -> None:
    document = Document(page=name, rank=0, text=corpus(f"seeds/{name}").read_text())
    reading = SUPEROFFICE.read(parse(document))
    assert reading.diagnostics == ()
    assert reading.unaccounted == 0
    assert len(reading.claims) == claims
    assert reading.samples == samples
    tables = [claim for claim in reading.claims if isinstance(claim, TableClaim)]
    assert tuple(len(table.rows) for table in tables) == rows


def test_a_folder_of_the_reference() -> None:
    found, passed_over = sources.find([corpus("superoffice-2023/rest")])
    assert len(found) > 1000
    for source in found[::25]:
        if source.path.name == "index.md":
            continue  # a list of the pages of its folder
        document = sources.read(source)
        assert isinstance(document, Document)
        reading = dialects.read(parse(document))
        assert reading.dialect == "superoffice"
        assert (source.page, reading.unaccounted) == (source.page, 0)
        (first,) = (claim for claim in reading.claims if isinstance(claim, OperationClaim))
        assert first is reading.claims[0]
    assert {item.code for item in passed_over} <= {"not-a-document"}


def codes(text: str) -> list[tuple[str, int]]:
    return [(item.code, item.line) for item in read(text).diagnostics]


def test_an_unknown_heading_of_the_form_is_reported_and_ends_the_slot() -> None:
    text = text_of("revision_0").replace("## Response:", "## Respones:")
    found = codes(text)
    assert "not-understood" in {code for code, _ in found}
    line = text[: text.index("## Respones:")].count("\n") + 1
    assert ("not-understood", line) in found


def test_headings_and_columns_are_read_in_any_case() -> None:
    text = text_of("revision_0")
    other = text.replace("## Request Headers", "## REQUEST HEADERS").replace(
        "| Property Name |", "| property name |"
    )
    assert [type(claim) for claim in read(other).claims] == [
        type(claim) for claim in read(text).claims
    ]


def test_a_column_more_is_reported_and_the_rest_is_read() -> None:
    table = (
        "| Property Name | Since | Type | Description |\n|---|---|---|---|\n| A | 1 | int32 | x |\n"
    )
    text = text_of("revision_0")
    start = text.index("| Property Name |")
    end = text.index("\n\n", start)
    changed = read(text[:start] + table + text[end + 1 :])
    line = text[:start].count("\n") + 1
    assert ("unknown-column", line) in [(d.code, d.line) for d in changed.diagnostics]
    rows = next(claim.rows for claim in changed.claims if isinstance(claim, TableClaim))
    assert [(row.name, str(row.type), row.description) for row in rows] == [("A", "int32", "x")]


def test_a_name_that_stands_twice_is_reported() -> None:
    text = text_of("revision_0")
    start = text.index("\n\n", text.index("| Property Name |"))
    row = text[:start].rpartition("\n")[2]
    line = text[:start].count("\n") + 2
    assert ("duplicate-row", line) in codes(f"{text[:start]}\n{row}{text[start:]}")


def test_what_descriptions_state_is_part_of_the_row() -> None:
    text = text_of("revision_0")
    start = text.index("\n\n", text.index("| Property Name |"))
    rows = (
        "| Lid | int32 | Read-only. 0 = Unknown, 1 = Open, 2 = Shut |\n"
        "| Rim | string | Max 20 characters. May be null. Defaults to `thin` |\n"
        "| Tin | string | 1 = round, 2 = square |"
    )
    text = f"{text[:start]}\n{rows}{text[start:]}"
    table = next(c.rows for c in read(text).claims if isinstance(c, TableClaim))
    lid, rim, tin = table[-3:]
    assert (lid.values, lid.read_only) == ((0, 1, 2), True)
    assert [one.name for one in lid.details] == ["Unknown", "Open", "Shut"]
    assert rim.constraints == Constraints(default="thin", max_length=20)
    assert rim.nullable is True
    # The column says text: the numbers are reported, and their names wait for a sample.
    assert tin.values == ()
    assert [[one.value for one in words] for words in tin.unproved] == [["round", "square"]]
    line = text[:start].count("\n") + 4
    assert ("description-contradicts-type", line) in codes(text)
