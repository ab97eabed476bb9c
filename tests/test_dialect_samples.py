"""Samples that are not JSON, or not payloads: from the block to the spec."""

from __future__ import annotations

from msgspec.structs import replace

from codegen.claimfile import dumps, loads
from codegen.claims import OperationKey, SampleClaim, Slot, TableClaim
from codegen.dialects.base import Context
from codegen.markdown import parse
from codegen.resolve import Resolution, resolve
from codegen.samples import UNKNOWN
from codegen.sources import Document
from codegen.spec import EnumType
from tests.readings import PageOf, object_type, solve
from tests.test_lint import told

KEY = OperationKey("GET", "/it")
SLOT = Slot(KEY, "response", "200")


def context() -> Context:
    page = parse(Document(page="GET-_it.md", rank=0, text="# It\n"))
    return Context(page=page, section=page.sections()[0], operation=KEY)


def claimed(text: str, *, line: int = 10) -> Context:
    made = context()
    assert made.sample(SLOT, text, line)
    return made


def reported(made: Context) -> list[tuple[str, str, int]]:
    return [(one.code, one.severity, one.line) for one in made.diagnostics]


def solved(text: str, page: PageOf | None = None) -> Resolution:
    """The resolution of one operation with that sample, behind what `page` says of it."""
    page = page or PageOf("GET /it", page="GET-_it.md")
    page.claims.extend(claimed(text, line=100).claims)
    return solve(page)


def test_a_sample_that_is_mended() -> None:
    made = claimed("{ // all\n  id: 1, // the key\n  \"name\": 'x'\n}")
    sample, table = made.claims
    assert isinstance(sample, SampleClaim)
    assert isinstance(table, TableClaim)
    assert sample.text == '{\n  "id": 1,\n  "name": "x"\n}'
    assert sample.whole
    (row,) = table.rows
    assert (row.name, row.type, row.description) == ("id", None, "the key")
    assert table.place.line + row.offset == 11
    assert reported(made) == [("repaired-sample", "info", 10)]


def test_slips_are_warnings() -> None:
    assert reported(claimed('{"id": 1, // a\n"name": 2,\n}')) == [
        ("repaired-sample", "warning", 11)
    ]
    assert reported(claimed('{"id": 1,\n"of": {')) == [("truncated-sample", "warning", 11)]
    assert reported(claimed('{"id": 1}')) == []


def test_several_samples_in_one_block() -> None:
    made = claimed('# one\n{"id": 1}\n# two\n{"id": 2}\n')
    found = [(one.text, one.place.line) for one in made.claims if isinstance(one, SampleClaim)]
    assert found == [('{"id": 1}', 11), ('{"id": 2}', 13)]
    assert made.samples == 2


def test_a_form_is_a_sample() -> None:
    (sample,) = claimed("id=x&name=y").claims
    assert isinstance(sample, SampleClaim)
    assert sample.text == '{"id": "x", "name": "y"}'


def test_what_no_sample_is() -> None:
    made = context()
    assert not made.sample(SLOT, "const a = f({});", 10)
    assert (made.claims, reported(made)) == ([], [("invalid-json", "warning", 10)])


def test_samples_that_are_no_payloads_are_kept_as_data() -> None:
    made = claimed('{"id": "String (identifier)", "of": {...}, "size": 1}')
    reading = made.reading("any")
    (back,) = loads(dumps([reading]))
    assert back == reading
    (sample,) = [one for one in made.claims if isinstance(one, SampleClaim)]
    assert (sample.words, sample.whole) == (('"String (identifier)"', "1"), False)
    assert sample.shape.at["size"] is UNKNOWN


def test_types_in_place_of_values() -> None:
    solution = solved('{"at": "String (timestamp)", "size": 1024, "tags": ["string"], "on": true}')
    found = {one.name: str(one.type) for one in object_type(solution, "ItResponse").properties}
    assert found == {"at": "date-time", "size": "any", "tags": "array<string>", "on": "boolean"}


def test_a_table_says_more_than_a_sample() -> None:
    page = PageOf("GET /it", page="GET-_it.md")
    text = '{"size": "String", "kind": "String", "at": "String (timestamp)" // when\n}'
    page.claims.extend(claimed(text, line=2).claims)
    page.table("200", {"size": "int32", "at": "date-time"})
    properties = object_type(solve(page), "ItResponse").properties
    found = {one.name: (str(one.type), one.description) for one in properties}
    assert found == {"size": ("int32", ""), "kind": ("string", ""), "at": ("date-time", "when")}


def test_values_that_words_list() -> None:
    solution = solved('{"state": "open | shut", "id": "String", "name": "String"}')
    (enum,) = [one for one in solution.spec.types if isinstance(one, EnumType)]
    assert [value.value for value in enum.values] == ["open", "shut"]


def test_comments_describe_properties() -> None:
    solution = solved('{"id": 1, // the key\n"of": {\n// who\n"name": "x"}}')
    assert object_type(solution, "ItResponse").properties[0].description == "the key"
    assert object_type(solution, "ItResponse").properties[0].basis == "sampled"


def test_keys_that_are_data_stay_so() -> None:
    text = '{"3a73c9dd-fb47-4230-9c0f-b80788fb0f9b": {"id": 1}, // a made-up key\n"x": {"id": 2}}'
    made = claimed(text)
    assert not [one for one in made.claims if isinstance(one, TableClaim)]


def test_what_a_sample_leaves_out_may_be_required() -> None:
    def presence(text: str) -> str | None:
        page = PageOf("GET /it", page="GET-_it.md").table("200", {"id": "int32", "name": "string"})
        table = page.claims[-1]
        assert isinstance(table, TableClaim)
        rows = tuple(replace(row, presence="required") for row in table.rows)
        page.claims[-1] = replace(table, rows=rows)
        return object_type(solved(text, page), "ItResponse").properties[1].presence

    assert presence('{"id": 1}') is None
    assert presence('{"id": 1, ...}') == "required"
    assert presence('{"id": 1,') == "required"


def test_comments_are_no_table() -> None:
    page = PageOf("GET /it", page="GET-_it.md")
    text = '{"id": 1, "n": 2,\n"of": {\n// who\n"name": "x", "age": 1}}'
    page.claims.extend(claimed(text).claims)
    assert told(page) == []


def test_only_whole_payloads_are_examples() -> None:
    made = claimed('{"id": 1,}\n{"id": 2, ...}\n{"id": "<id>"}')
    page = PageOf("GET /it", page="GET-_it.md")
    page.claims.extend(made.claims)
    spec = resolve([page.reading()], api="it", examples=True).spec
    body = spec.operations[0].responses[0].body
    assert body is not None
    assert body.examples == ('{"id": 1}',)
