"""The file of the overlay: what is wrong in it and where, hostile texts, and the command."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import codegen
from codegen import overlay, pipeline, specfile
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.overlay import Applied, apply, loads
from codegen.overlay.facts import DROPPABLE, FACTS
from codegen.overlay.reader import KEYS, VERBS
from codegen.overlay.schema import json_schema
from codegen.targets import Options, render
from tests.overlaid import corrected, reasoned
from tests.readings import enum
from tests.rendered import import_package, write
from tests.shop import generate, page, snapshot, write_pages

SCHEMA = jsonschema.Draft202012Validator(json_schema())


def problems(text: str, *, alone: bool = False) -> list[Diagnostic]:
    """What is wrong with `text`, by itself or as an overlay of the shop."""
    with pytest.raises(CodegenError) as caught:
        loads(text) if alone else corrected(text)
    found = list(caught.value.diagnostics)
    assert {(one.code, one.severity, one.path) for one in found} == {
        ("invalid-overlay", "error", "overlay.yaml")
    }
    return found


# What is wrong with an entry by itself. A JSON Schema sees most of it too: `seen`


@pytest.mark.parametrize(
    ("text", "line", "words", "hint", "seen"),
    [
        ("target: Order", 1, "must be a list of entries", "write a list: - target", True),
        ("- Order.Name", 1, "an entry must be a map", "begin with target:, add:", True),
        ("- target: Order\n  description: x", 1, "no reason", "say why", True),
        (
            "- target: Order\n  description: x\n  reason: ' '",
            3,
            "reason: must not be",
            "say why",
            False,
        ),
        ("- description: x\n  reason: y", 1, "does not say what it is about", "begin with", True),
        ("- traget: Order\n  reason: y", 1, "unknown key 'traget'", "'target'?", True),
        ("- target: A\n  remove: B\n  reason: y", 2, "one of target, remove,", "several", True),
        ("- target: Order\n  reason: y", 1, "Order: nothing is corrected", "name, desc", False),
        ("- target: Order.Name\n  tpye: string\n  reason: y", 2, "key 'tpye'", "'type'?", True),
        ("- target: Order\n  type: string\n  reason: y", 2, "key 'type'", "keys of target", False),
        ("- remove: Order.Name\n  type: string\n  reason: y", 2, "key 'type'", "reason", True),
        ("- target: Order.Name\n  type: strng\n  reason: y", 2, "'strng'", "'string'?", False),
        ("- target: Order.Name\n  type: list<A>\n  reason: y", 2, "type: not", "'array'?", False),
        ("- target: Order.Name\n  type: bool\n  reason: y", 2, "type: not", "'boolean'?", False),
        ("- target: Order.Name\n  type: array<A\n  reason: y", 2, "'>' is missing", "", False),
        ("- target: Order.Name\n  type:\n  reason: y", 2, "not be blank", "drop: [type]", True),
        ("- target: Order.Name\n  type: [A]\n  reason: y", 2, "must be a text", "", True),
        ("- target: O.N\n  presence: requird\n  reason: y", 2, "'requird'", "'required'?", True),
        ("- target: O.N\n  presence: unknown\n  reason: y", 2, "'unknown'", "drop: [pres", True),
        ("- target: O.N\n  nullable: maybe\n  reason: y", 2, "must be true or false", "", True),
        ("- target: O.N\n  nullable: 'true'\n  reason: y", 2, "must be true or", "", True),
        ("- target: O.N\n  deprecated: false\n  reason: y", 2, "text or true", "drop:", True),
        ("- target: O.N\n  drop: type\n  reason: y", 2, "drop: must be a list", "[type]", True),
        ("- target: O.N\n  drop:\n  - tpye\n  reason: y", 3, "'tpye'", "mean 'type'?", True),
        ("- target: O.N\n  drop: [name]\n  reason: y", 2, "'name' is no fact", "", True),
        ("- target: O.N\n  drop: [type]\n  type: A\n  reason: y", 2, "set and dropped", "", False),
        ("- target: O.N\n  name: my name\n  reason: y", 2, "no name", "'my_name'", False),
        ("- target: O.N\n  name: class\n  reason: y", 2, "no name", "'class_'", False),
        ("- target: O.N\n  name: _x\n  reason: y", 2, "no name", "'x'", False),
        ("- target: O.N\n  name: Field\n  reason: y", 2, "no name", "'field_'", False),
        ("- target: O.N\n  name: Person\n  reason: y", 2, "no name", "'person'", False),
        ("- target: O\n  name: order\n  reason: y", 2, "no name for a type", "'Order'", False),
        ('- target: O\n  name: "A:\\n  x"\n  reason: y', 2, "no name", "'AX'", False),
        ("- add: Any\n  values: [A]\n  reason: y", 1, "no name for a type", "'Any_'", False),
        ("- target: GET /a\n  name: Read\n  reason: y", 2, "no name", "write 'read'", False),
        ("- target: O.N\n  values: []\n  reason: y", 2, "must not be empty", "drop:", True),
        ("- target: O.N\n  values: A\n  reason: y", 2, "must be a list", "", True),
        ("- target: O.N\n  values: [A, A]\n  reason: y", 2, "'A' stands twice", "", False),
        ("- target: O.N\n  values:\n  - A\n  - 1\n  reason: y", 4, "mixed", "quotes", False),
        ("- target: O.N\n  values: [A, ~]\n  reason: y", 2, "null is no value", "null", True),
        ("- target: O.N\n  values: [[A]]\n  reason: y", 2, "text or a whole", "", True),
        ("- target: O.N\n  values: [99999999999999999999]\n  reason: y", 2, "large", "qu", False),
        ("- target: E\n  flags: yes\n  reason: y", 2, "must be true or false", "", False),
        ("- target: E\n  drop: [flags]\n  reason: y", 2, "flags", "", False),
        ("- target: E\n  values: [A]\n  add_values: [B]\n  reason: y", 3, "listed and", "", False),
        ("- target: get /a\n  summary: x\n  reason: y", 1, "is no target", "write Type,", False),
        ("- target: A.\n  type: any\n  reason: y", 1, "'A.' is no target", "write Type", False),
        ("- add: GET /a\n  summary: x\n  reason: y", 1, "an operation", "takes a type", True),
        ("- remove: Order\n  reason: y", 1, "'Order' is a type", "takes a property", False),
        ("- add: Order.X\n  presence: required\n  reason: y", 1, "no type", "any", False),
        ("- add: Shoe\n  description: x\n  reason: y", 1, "either properties or", "enum", False),
        ("- add: Shoe\n  properties: [A]\n  reason: y", 2, "must be a map of names", "li", True),
        ("- add: S\n  properties:\n    A: {tpe: any}\n  reason: y", 3, "'tpe'", "'type'?", True),
        ("- add: S\n  properties:\n    A: {name: b}\n  reason: y", 3, "S.A: has no", "any", False),
        ("- target: O\n  reason: y\n  reason: z", 3, "stands twice, in line 2", "", False),
        ("- target: &a O\n  description: x\n  reason: y", 1, "anchors and aliases", "out", False),
        ("- target: !!str O\n  name: X\n  reason: y", 1, "tags are not read", "quotes", False),
        ("- target: !!python/name:os.system O\n  reason: y", 1, "tags are", "quotes", False),
        ("- target: O\n  <<: {name: X}\n  reason: y", 2, "unknown key '<<'", "keys of", False),
        ("- target: O\n  [a]: b\n  reason: y", 2, "a key must be a text", "", False),
        ("- target: O\n  name: {\n  reason: y", 3, "is not valid YAML", "", False),
        ("- target: O\n---\n- target: P", 2, "is not valid YAML", "", False),
        ("- target: O\n  description: a\x07b", 2, "the character U+0007", "", False),
        ('- target: O\n  description: "\\ud800"\n  reason: y', 2, "surrogate", "", False),
        ("- " + "[" * 5000, 1, "nested too deep", "", False),
    ],
)
def test_a_problem_is_located(text: str, line: int, words: str, hint: str, seen: bool) -> None:  # noqa: FBT001 - a column
    found = problems(text, alone=True)
    assert (found[0].line, len(found)) == (line, 1)
    assert words in found[0].message
    assert hint in found[0].hint
    if seen:
        assert not SCHEMA.is_valid(yaml.safe_load(text))


# What is wrong with it for this spec


@pytest.mark.parametrize(
    ("text", "line", "words", "hint"),
    [
        ("target: Ordr.Name\n  type: any", 1, "no type 'Ordr'", "did you mean 'Order'?"),
        ("target: order.name\n  type: any", 1, "no type 'order'", "did you mean 'Order'?"),
        ("target: Order.Nmae\n  type: uri", 1, "no property 'Order.Nmae'", "'Order.Name'?"),
        ("target: Order.name\n  type: uri", 1, "no property 'Order.name'", "'Order.Name'?"),
        ("target: GET /order/{id}\n  summary: x", 1, "no operation", "'GET /orders/{id}'?"),
        ("target: GET /orders/{id}?mode\n  type: any", 1, "no parameter", "/{id}?$mode'?"),
        ("target: Order.Owner.Id\n  type: uuid", 1, "of its own", "write 'Person.Id'"),
        ("remove: Order.Owner.Id", 1, "of its own", "write 'Person.Id'"),
        ("remove: Order.Ownr", 1, "no property 'Order.Ownr'", "'Order.Owner'?"),
        ("target: Order.Name\n  type: Persn", 2, "no type 'Persn'", "did you mean 'Person'?"),
        ("target: Order.Name\n  type: Zebra", 2, "no type 'Zebra'", "add it with an entry"),
        ("target: Status.Open\n  type: any", 1, "Status is no object", ""),
        ("add: Status\n  properties: {A: any}", 1, "another type of the name", "another name"),
        ("target: Order\n  values: [A]", 2, "it is no enum", "values belong to"),
        ("target: Order.Owner\n  values: [A]", 2, "its type is Person", "set its type too"),
        ("target: Status\n  add_values: [1]", 2, "are of the type string", ""),
        ("target: Status\n  remove_values: [Open, Closed]", 2, "no value is left", "drop:"),
        ("target: Order\n  add_values: [A]", 2, "it is no enum", "only an enum has add_values"),
        (
            "target: Order.Status\n  add_values: [Lost]",
            2,
            "Order.Status: add_values: belongs to an enum, not to a property",
            "its enum is Status: write '- target: Status'",
        ),
        (
            "target: Kind\n  name: Size\n- target: Order.Kind\n  remove_values: [Big]",
            5,
            "belongs to an enum",
            "its enum is Size: write '- target: Size', or for this property alone, values:",
        ),
        (
            "target: GET /orders/{id}?$mode\n  flags: true",
            2,
            "flags: belongs to an enum, not to a parameter",
            "its enum is Mode: write '- target: Mode'",
        ),
        ("target: Order.Name\n  add_values: [A]", 2, "to an enum", "no enum: write values: with"),
        ("target: Order.Name\n  flags: true", 2, "to an enum", "no enum: add one"),
        ("target: Person\n  name: Order", 2, "there is a type 'Order' already", "another"),
        ("target: Order.Name\n  name: id", 2, "is the name of 'Id' already", "another"),
        ("target: GET /orders/{id}\n  name: orders_put", 2, "the name of PUT /orders/{id}", ""),
        ("target: GET /orders/{id} path id\n  presence: optional", 2, "always required", ""),
        (
            (
                "target: GET /orders/{id}?id\n  type: uuid\n"
                "- target: GET /orders/{id} path id\n  type: any"
            ),
            5,
            "type is decided in line 2 too",
            "keep one of them",
        ),
        ("target: GET /orders/{id}?id\n  presence: optional", 2, "always required", ""),
        ("remove: GET /orders/{id} path id", 1, "is part of the path", ""),
        ("remove: Order.Name\n- target: Order.Name\n  type: uri", 1, "decided in line 4", "one"),
        (
            "target: Order.Name\n  type: uri\n- target: Order.Name\n  type: date",
            5,
            "Order.Name: type is decided in line 2 too",
            "keep one of them",
        ),
    ],
)
def test_a_correction_that_cannot_be(text: str, line: int, words: str, hint: str) -> None:
    found, *_ = problems(f"- {text}\n")
    assert found.line == line
    assert words in found.message
    assert hint in found.hint


def test_all_problems_are_reported_at_once() -> None:
    text = "- target: A\n  x: 1\n- add: B.\n  reason: y\n- 3\n"
    assert [one.line for one in problems(text, alone=True)] == [1, 2, 3, 5]
    second = problems("- target: Ordr\n  name: X\n- target: Order.Nmae\n  type: uri\n")
    assert [one.line for one in second] == [1, 4]


def test_empty_files_correct_nothing() -> None:
    assert not loads("").entries
    assert not loads("# nothing yet\n").entries


# The schema for editors


def test_the_schema_that_ships_is_that_of_the_tables() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    shipped = Path(codegen.__file__).with_name("overlay.schema.json")
    assert shipped.read_text("utf-8") == json.dumps(json_schema(), indent=1) + "\n"


def test_schema_and_loader_know_the_same_keys() -> None:
    defined = json_schema()["$defs"]
    assert tuple(defined) == VERBS
    for verb, entry in defined.items():
        keys = {key for (known, _), keys in KEYS.items() if known == verb for key in keys}
        assert set(entry["properties"]) == {verb, "reason", *keys}
    dropped = {fact for facts in DROPPABLE.values() for fact in facts}
    assert set(defined["target"]["properties"]["drop"]["items"]["enum"]) == dropped
    inner: dict[str, Any] = defined["add"]["properties"]["properties"]["additionalProperties"]
    assert set(inner["oneOf"][1]["properties"]) == set(FACTS["property"])


EVERYTHING = """
# yaml-language-server: $schema=overlay.schema.json
- target: Order
  name: Purchase
  description: An order.
- target: Order.Id
  type: string
  presence: optional
  drop: [nullable, description]
- target: Order.Name
  name: called
  values: {A: first, B: second}
  deprecated: true
- target: Status
  add_values: [Lost, NO]
- target: GET /orders/{id}
  summary: Reads one.
  deprecated: Use v2.
- target: GET /orders/{id}?$mode
  drop: [values]
- target: GET /orders/{id} response 200
  nullable: true
- target: PUT /orders/{id} request
  type: Place
- add: Place
  properties: {Lat: double, Lon: {type: double, nullable: false}}
- add: Purchase.Place
  type: Place
- remove: Order.Tags
"""


def test_what_loads_is_valid_by_the_schema() -> None:
    loads(reasoned(EVERYTHING))
    SCHEMA.validate(yaml.safe_load(reasoned(EVERYTHING)))


# What comes of it


def test_the_order_of_entries_does_not_matter() -> None:
    entries = [f"- {one}" for one in reasoned(EVERYTHING).strip().split("\n- ")[1:]]
    expected = corrected("\n".join(entries))
    for seed in range(5):
        random.Random(seed).shuffle(entries)  # noqa: S311 - no secret
        shuffled = corrected("\n".join(entries))
        assert specfile.dumps(shuffled.spec) == specfile.dumps(expected.spec)
        assert {(one.target, one.fact) for one in shuffled.overlay} == {
            (one.target, one.fact) for one in expected.overlay
        }


def test_corrections_that_the_pages_have_taken_over_are_all_stale() -> None:
    corrections = loads(reasoned(EVERYTHING))
    once = corrected(EVERYTHING).spec
    twice = apply(once, corrections)
    assert specfile.dumps(twice.spec) == specfile.dumps(once)
    assert not twice.applied
    assert {one.code for one in twice.diagnostics} == {"overlay-stale"}
    stale = {one.line for one in twice.diagnostics}
    added = {entry.line for entry in corrections.entries if entry.verb != "target"}
    facts = {fact.line for one in corrections.entries if one.verb == "target" for fact in one.facts}
    assert stale == added | facts


def test_applied_facts_are_listed_for_those_who_explain_them() -> None:
    applied = corrected(EVERYTHING).overlay
    assert [one.line for one in applied] == sorted(one.line for one in applied)
    listed = {(one.target, one.fact): one for one in applied}
    assert listed["Purchase.Id", "type"] == Applied(
        target="Purchase.Id",
        fact="type",
        value="string",
        before="int32",
        reason="because",
        path="overlay.yaml",
        line=7,
    )
    assert listed["PUT /orders/{id} request", "type"].before == "Order"
    assert listed["GET /orders/{id} query $mode", "values"].before == "Slim, Full"
    assert listed["Purchase", "name"].before == "Order"
    assert ("Purchase.Place", "add") in listed
    assert ("Purchase.Tags", "remove") in listed


HOSTILE = '"""\\n\\nimport os\\nos.abort()  # {{ 7 }} \\u202e \\u2028 \\\\'


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    quoted = f'"{HOSTILE}"'.replace('"""\\n', '\\"\\"\\"\\n')
    resolution = corrected(f"""
- target: Order
  description: {quoted}
  reason: {quoted}
- target: Order.Name
  description: {quoted}
  deprecated: {quoted}
  values: {{{quoted}: {quoted}}}
  reason: {quoted}
- add: Order.{{}}
  type: any
- add: Thing
  properties:
    {quoted}: Order
- target: Order.Tags
  type: array<Thing>
- target: GET /orders/{{id}}
  summary: {quoted}
  description: {quoted}
  reason: {quoted}
""")
    text = json.loads(quoted)
    assert [one.value for one in enum(resolution, "OrderName").values] == [text]
    for options in (Options(), Options(enums="closed")):
        folder = write(resolution.spec, tmp_path / options.enums, options)
        package = import_package(folder, "models")
        plain = import_package(folder, "dataclass_models")
        aliases = [item.alias for item in package.Thing.model_fields.values()]
        assert aliases == [text]
        assert package.Order.model_validate({"Id": 1, "Name": text}).name == text
        assert plain.Thing.__dataclass_fields__
        bundle = yaml.safe_load((folder / "openapi/openapi.yaml").read_text("utf-8"))
        order = bundle["components"]["schemas"]["Order"]
        assert order["x-overlay"] == [{"facts": ["description"], "reason": text.strip()}]
        (note,) = order["properties"]["Name"]["x-overlay"]
        assert note == {"facts": ["deprecated", "description", "values"], "reason": text.strip()}


def test_the_name_of_a_property_is_the_attribute_in_both_kinds_of_models(tmp_path: Path) -> None:
    resolution = corrected("- target: Order.Name\n  name: calledSo\n")
    folder = write(resolution.spec, tmp_path)
    order = import_package(folder, "models").Order(id=1, calledSo="x")
    assert order.model_dump(by_alias=True, exclude_unset=True) == {"Id": 1, "Name": "x"}
    plain = import_package(folder, "dataclass_models").Order
    assert plain.__dataclass_fields__["calledSo"].metadata["alias"] == "Name"


@pytest.mark.parametrize("name", ["a b", "x: int", "class", "_x"])
def test_a_spec_whose_attributes_are_no_names_is_refused(name: str) -> None:
    resolution = corrected("- target: Order.Name\n  name: called\n")
    damaged = specfile.dumps(resolution.spec).replace('"called"', json.dumps(name))
    with pytest.raises(CodegenError) as caught:
        render(specfile.loads(damaged), Options())
    assert caught.value.diagnostics[0].code == "unsafe-output"


# The command


def test_corrections_beside_the_spec_are_applied(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page(), "old/b.md": page("Bad", "Bad")})
    text = "- target: Item.Name\n  type: uuid\n- ignore: docs/old/*\n"
    text += "- target: Item.Id\n  type: int32\n"
    out = write_pages(tmp_path / "out", {"overlay.yaml": reasoned(text)})
    result = generate(docs, out, "--format", "json")
    assert result.exit_code == 0
    found = [(one["code"], one["line"]) for one in json.loads(result.stdout)]
    assert found == [("overlay-stale", 7)]
    spec = specfile.load(out / "spec.json")
    assert [one.name for one in spec.types] == ["Item"]
    assert "name: UUID | None" in (out / "models/shop.py").read_text("utf-8")
    assert (out / "overlay.yaml").read_text("utf-8") == reasoned(text)


def test_a_misspelt_correction_stops_the_run(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    text = reasoned("- target: Item.Nmae\n  type: uuid\n")
    out = write_pages(tmp_path / "out", {"overlay.yaml": text})
    before = snapshot(out)
    result = generate(docs, out)
    assert result.exit_code == 2
    assert f"{out}/overlay.yaml:1: error: there is no property 'Item.Nmae'" in result.stderr
    assert "hint: did you mean 'Item.Name'?" in result.stderr
    assert snapshot(out) == before


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"- target: \xff\n", 1, "not UTF-8"),
        (b"a\nb\n\xe9", 3, "is not UTF-8"),
        (None, 0, "read"),
    ],
)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, data: bytes | None, line: int, words: str
) -> None:
    path = tmp_path / "overlay.yaml"
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    with pytest.raises(CodegenError) as caught:
        overlay.load(path)
    (finding,) = caught.value.diagnostics
    assert (finding.path, finding.line) == (path.as_posix(), line)
    assert words in finding.message


def test_a_configured_overlay_must_be_there(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page()})
    api = pipeline.Api(name="x", docs=(docs,), output=tmp_path, overlay=tmp_path / "mine.yaml")
    with pytest.raises(CodegenError) as caught:
        pipeline.understand(api)
    assert caught.value.diagnostics[0].message == "cannot be read: No such file or directory"
    write_pages(tmp_path, {"mine.yaml": "\ufeff" + reasoned("- target: Item\n  name: Thing\n")})
    understood = pipeline.understand(api)
    assert [one.name for one in understood.resolution.spec.types] == ["Thing"]
    assert [one.fact for one in understood.resolution.overlay] == ["name"]


@pytest.mark.parametrize(
    ("pattern", "code", "words"),
    [
        ("docs/A.md", "invalid-overlay", "did you mean 'docs/a.md'?"),
        ("docs/aa.md", "invalid-overlay", "did you mean 'docs/a.md'?"),
        ("docs/beta/*", "overlay-target-gone", "delete the entry"),
    ],
)
def test_patterns_of_no_page(pattern: str, code: str, words: str) -> None:
    corrections = loads(f"- ignore: {pattern}\n  reason: x\n")
    try:
        _, _, (finding,) = overlay.ignored(corrections, ["docs/a.md", "docs/b.md"])
    except CodegenError as error:
        (finding,) = error.diagnostics
    assert (finding.code, finding.line) == (code, 1)
    assert words in finding.hint


def test_nothing_is_left_when_every_page_is_ignored(tmp_path: Path) -> None:
    docs = write_pages(tmp_path / "docs", {"a.md": page(), "b.png": b"\x89PNG"})
    out = write_pages(tmp_path / "out", {"overlay.yaml": "- ignore: '*'\n  reason: x\n"})
    result = generate(docs, out)
    assert result.exit_code == 2
    assert "[nothing-generated]" in result.stderr
    assert "not-a-document" not in result.stderr
