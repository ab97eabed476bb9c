from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen import dialects
from codegen.claims import (
    BodyClaim,
    OperationClaim,
    Reading,
    Row,
    SampleClaim,
    Step,
    TableClaim,
    VariantStep,
)
from codegen.dialects.outline import OUTLINE
from codegen.markdown import Page, parse
from codegen.samples import MAX_DEPTH
from codegen.sources import Document
from codegen.spec import Constraints, Undecided
from tests.corpora import corpus

PAGES = Path(__file__).parent / "pages" / "outline"
SEED = "seeds/004_971133677b8e23b9.txt"
HEAD = "POST Thing\nBody Required\n-\n"


def page_of(text: str) -> Page:
    return parse(Document(page="page.txt", rank=0, text=text))


def read(text: str) -> Reading:
    return OUTLINE.read(page_of(text))


def tables(reading: Reading) -> dict[str, TableClaim]:
    found = [claim for claim in reading.claims if isinstance(claim, TableClaim)]
    by_path = {".".join(map(str, claim.path)): claim for claim in found}
    assert len(by_path) == len(found)
    return by_path


def rows(reading: Reading, path: str = "") -> dict[str, Row]:
    return {row.name: row for row in tables(reading)[path].rows}


def codes(reading: Reading) -> list[tuple[str, int]]:
    return [(finding.code, finding.line) for finding in reading.diagnostics]


def constraints(row: Row) -> dict[str, object]:
    unset = Constraints()
    values = {name: getattr(row.constraints, name) for name in Constraints.__struct_fields__}
    return {name: value for name, value in values.items() if value != getattr(unset, name)}


def print_row(row: Row, line: int) -> str:
    said = [
        str(row.type),
        row.presence or "",
        {True: "nullable", False: "not nullable", None: ""}[row.nullable],
        f"values {json.dumps(row.values)}" if row.values else "",
        json.dumps(constraints(row)) if constraints(row) else "",
        "sampled" if row.sampled else "",
        f"line {line + row.offset}",
    ]
    return f"    {row.name}: " + "; ".join(filter(None, said))


def print_undecided(undecided: Undecided) -> str:
    ways = [*undecided.candidates, *["..."] * undecided.more]
    return f"{undecided.constraint}: {' | '.join(ways)}"


def print_reading(reading: Reading) -> str:
    """The claims and findings of a page, one a line."""
    lines: list[str] = []
    for claim in reading.claims:
        match claim:
            case OperationClaim():
                webhook = " webhook" if claim.webhook else ""
                lines.append(f"operation {claim.operation}{webhook}: {claim.group} / {claim.name}")
                lines.extend(filter(None, [claim.description and f"    {claim.description}"]))
            case BodyClaim():
                lines.append(f"body {claim.slot}: {claim.type}, required {claim.required}")
            case SampleClaim():
                lines.append(f"sample {claim.slot}: line {claim.place.line}")
            case TableClaim():
                lines.append(f"table {'.'.join(map(str, claim.path)) or '(payload)'}")
                lines.extend(print_row(row, claim.place.line) for row in claim.rows)
                lines.extend(f"    ? {text}" for text in map(print_undecided, claim.undecided))
    for finding in reading.diagnostics:
        lines.append(str(finding))
        lines.extend(f"    line {other.line}: {other.message}" for other in finding.related)
    lines.append(f"{reading.lines} lines, {reading.unaccounted} unaccounted")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.txt")))
def test_claims_of_a_page(name: str) -> None:
    expected = (PAGES / f"{name}.claims").read_text("utf-8")
    assert print_reading(read((PAGES / f"{name}.txt").read_text("utf-8"))) == expected


def test_recognises_its_form_and_no_other() -> None:
    assert OUTLINE.recognises(page_of((PAGES / "order.txt").read_text("utf-8"))) == 1
    assert OUTLINE.recognises(page_of((PAGES / "ping.txt").read_text("utf-8"))) > 0
    assert OUTLINE.recognises(page_of("# POST Thing\n\n| a | b |\n| --- | --- |\n")) == 0
    assert OUTLINE.recognises(page_of("Hide it all, show nothing.\n\n- a\n")) == 0
    assert OUTLINE.recognises(page_of("")) == 0


# The webhook page that the dialect was made for.

SHOWN = VariantStep("status", ("ACCEPTED", "COMPLETED", "NO_SHOW", "CANCELLED"))
INCOMING = VariantStep("status", ("INCOMING_REQUEST",))
OUTGOING = VariantStep("status", ("OUTGOING_INVITE", "ALTERNATIVE_DATE_REQUESTED"))
STATUSES = (SHOWN, INCOMING, OUTGOING)
EMPLOYEE = ("participants", "[]", VariantStep("type", ("EMPLOYEE",)))
CUSTOMER = ("participants", "[]", VariantStep("type", ("CUSTOMER",)))
CALLBACK_REQUEST = (
    "callbackRequest required: answers[].selectedAnswerOptions[].callbackRequest"
    " | answers[].callbackRequest | callbackRequest"
)


@pytest.fixture(scope="module")
def seed() -> Reading:
    return read(corpus(SEED).read_text("utf-8"))


def at(*steps: Step) -> str:
    return ".".join(map(str, steps))


def test_seed_is_read_without_rest(seed: Reading) -> None:
    assert seed.unaccounted == 0
    assert seed.samples == 1
    assert {code for code, _ in codes(seed)} == {"unplaced-attribute", "undecided-constraint"}


def test_seed_finding_of_the_attribute_that_no_sample_shows(seed: Reading) -> None:
    (finding,) = (one for one in seed.diagnostics if one.code == "unplaced-attribute")
    assert finding.line == 209
    assert [(other.line, other.message) for other in finding.related] == [
        (202, "candidate: answers[].selectedAnswerOptions[].callbackRequest"),
        (180, "candidate: answers[].callbackRequest"),
        (23, "candidate: callbackRequest"),
        (501, ""),
        (790, ""),
    ]


def test_seed_finding_of_a_constraint(seed: Reading) -> None:
    """One for all variants that print the same, with the candidates' lines in the sample."""
    found = {one.line: one for one in seed.diagnostics if one.code == "undecided-constraint"}
    assert [(other.line, other.message) for other in found[28].related] == [
        (1025, "candidate: id"),
        (1026, "candidate: externalId"),
        (320, ""),
        (609, ""),
    ]
    assert "data.appointment.subject: maxLength 255 is about id or externalId" in found[28].message
    assert {320, 609}.isdisjoint(found)


def test_seed_operation(seed: Reading) -> None:
    operation = next(claim for claim in seed.claims if isinstance(claim, OperationClaim))
    body = next(claim for claim in seed.claims if isinstance(claim, BodyClaim))
    assert operation.webhook
    assert str(operation.operation) == "POST Appointment"
    assert body.required
    assert body.slot.direction == "request"


def test_seed_variants(seed: Reading) -> None:
    paths = [claim.path for claim in tables(seed).values()]
    for union in ("appointment", "previousAppointment"):
        found = [path[2] for path in paths if path[:2] == ("data", union)]
        assert tuple(dict.fromkeys(found)) == STATUSES
    for status in STATUSES:
        for variant in (EMPLOYEE, CUSTOMER):
            assert at("data", "appointment", status, *variant) in tables(seed)


@pytest.mark.parametrize("status", STATUSES, ids=str)
@pytest.mark.parametrize(
    ("path", "name", "values"),
    [
        ((), "meetingType", ("OFFICE", "ON_LOCATION", "PHONE", "VIDEO")),
        ((), "createdByType", ("CUSTOMER", "EMPLOYEE", "OTHER")),
        ((), "createdFrom", ("PLUGIN", "BACKOFFICE_APP", "PARTNER_BOOKING_APP", "OTHER")),
        ((), "updatedByType", ("CUSTOMER", "EMPLOYEE", "OTHER")),
        ((), "updatedFrom", ("PLUGIN", "BACKOFFICE_APP", "PARTNER_BOOKING_APP", "OTHER")),
        (EMPLOYEE, "role", ("PRIMARY", "SECONDARY")),
        (CUSTOMER, "role", ("PRIMARY", "SECONDARY")),
        ((*EMPLOYEE, "employee"), "status", ("ACTIVE", "SUSPENDED", "PENDING")),
        (
            ("answers", "[]"),
            "answerType",
            (
                "SUBJECT_QUESTIONNAIRE",
                "APPOINTMENT_CANCELLATION",
                "APPOINTMENT_COMPLETION",
                "QUALIFICATION",
            ),
        ),
    ],
)
def test_seed_enums(
    seed: Reading, status: VariantStep, path: tuple[Step, ...], name: str, values: tuple[str, ...]
) -> None:
    row = rows(seed, at("data", "appointment", status, *path))[name]
    assert row.values == values
    assert row.presence == "required"
    assert not row.sampled


def test_seed_enum_without_a_printed_name(seed: Reading) -> None:
    row = rows(seed, at("data", "appointment", SHOWN, *EMPLOYEE, "employee"))["availableRoles"]
    assert row.values == ("ADMIN", "AGENT", "CENTRAL_PLANNER", "OFFICE_MANAGER")
    assert str(row.type) == "array<string>"
    assert row.sampled


def test_seed_top_level(seed: Reading) -> None:
    top = rows(seed)
    assert list(top) == [
        "id",
        "correlationId",
        "webhookConfigurationId",
        "version",
        "entity",
        "data",
    ]
    assert constraints(top["entity"]) == {"const": "Appointment"}
    assert top["entity"].presence == "required"
    data = rows(seed, "data")
    assert len(data["eventType"].values) == 11
    assert data["eventType"].values[-1] == "GENERIC_UPDATE"
    assert data["message"].sampled
    assert data["appointment"].presence == "required"
    assert data["appointment"].nullable is False
    assert data["previousAppointment"].presence == "required"
    assert data["previousAppointment"].nullable is True


@pytest.mark.parametrize("status", STATUSES, ids=str)
@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        (("subject",), "order", {"minimum": 0}),
        (("leadSegment",), "id", {"minimum": 0}),
        (EMPLOYEE, "type", {"const": "EMPLOYEE"}),
        (CUSTOMER, "type", {"const": "CUSTOMER"}),
    ],
)
def test_seed_constraints(
    seed: Reading,
    status: VariantStep,
    path: tuple[Step, ...],
    name: str,
    expected: dict[str, object],
) -> None:
    row = rows(seed, at("data", "appointment", status, *path))[name]
    assert constraints(row) == expected


@pytest.mark.parametrize("status", STATUSES, ids=str)
@pytest.mark.parametrize(
    ("path", "undecided"),
    [
        (("office",), ("maxLength 255: id | email | externalId | phoneNumber | timeZone",)),
        (("location",), ("minLength 2, maxLength 2: postalCode | countryCode",)),
        (("listing",), ("maxLength 255: id | externalId | timeZone",)),
        (("leadSegment",), ("maxLength 255: code | description | deletedAt",)),
        (CUSTOMER, ("maxLength 2000: ...", "maxLength 2000: ...")),
        (
            (*CUSTOMER, "customer"),
            ("minimum 0: ...", "maxLength 255: ...", "maxLength 320: ...", "maxLength 2: ..."),
        ),
        ((), (CALLBACK_REQUEST, "maxLength 255: externalId | internalNotes")),
    ],
)
def test_seed_undecided(
    seed: Reading, status: VariantStep, path: tuple[Step, ...], undecided: tuple[str, ...]
) -> None:
    table = tables(seed)[at("data", "appointment", status, *path)]
    assert tuple(map(print_undecided, table.undecided)) == undecided


@pytest.mark.parametrize("status", STATUSES, ids=str)
def test_seed_nullable(seed: Reading, status: VariantStep) -> None:
    shown = rows(seed, at("data", "appointment", status))
    assert {name for name, row in shown.items() if row.nullable} == {
        "location",
        "listing",
        "leadSegment",
        "createdById",
    }
    answer = rows(seed, at("data", "appointment", status, "answers", "[]"))
    assert answer["value"].nullable
    assert answer["selectedAnswerOptions"].nullable
    assert rows(seed, at("data", "appointment", status, *CUSTOMER, "customer"))["location"].nullable


def test_seed_customer_has_only_certain_names(seed: Reading) -> None:
    customer = rows(seed, at("data", "appointment", SHOWN, *CUSTOMER))
    assert list(customer) == ["role", "type", "customer"]
    assert not any(row.sampled for row in customer.values())


def test_seed_equal_variants_have_equal_names(seed: Reading) -> None:
    for union in ("appointment", "previousAppointment"):
        shown, *others = (rows(seed, at("data", union, status)) for status in STATUSES)
        for other in others:
            assert list(other) == list(shown)
            assert {n for n, r in other.items() if r.sampled} == {
                n for n, r in shown.items() if r.sampled
            }
    assert shown["start"].sampled
    assert str(shown["start"].type) == "date-time"


# What any page of the form must hold to.


@dataclass(frozen=True)
class Attribute:
    """An attribute as the vendor has it, before the rendering loses names."""

    name: str
    kind: str
    required: bool = False
    nullable: bool = False
    limit: int | None = None
    children: tuple[Attribute, ...] = ()

    @property
    def sample(self) -> object:
        inner = {child.name: child.sample for child in self.children}
        samples: dict[str, object] = {"string": "string", "integer": 42, "boolean": True}
        return {"object": inner, "array": [inner]}.get(self.kind, samples.get(self.kind))

    def lines(self) -> list[str]:
        null = " | null" if self.nullable else ""
        if self.kind in {"object", "array"}:
            opener = f"Hide {self.name} attributes Show {self.name} attributes object{null}"
            return [opener, "-", *outline(self.children)]
        head = [f"{self.name} {self.kind}{null}" + " Required" * self.required]
        if not (self.required or self.nullable):
            head = []
        if self.limit is None:
            return head
        keyword = "Maximum length is" if self.kind == "string" else "Maximum value is"
        return [*head, keyword, str(self.limit), "."]


def outline(attributes: tuple[Attribute, ...]) -> list[str]:
    """The lines of a rendering that drops what carries no annotation, and repeated dashes."""
    lines: list[str] = []
    for attribute in attributes:
        made = attribute.lines()
        lines.extend([*made, "-"] if made else [])
    return [line for line, before in zip(lines, ["", *lines], strict=False) if line != before]


NAMES = st.sampled_from([f"{a}{b}" for a in "abcde" for b in "xyz"])


def _limited(kind: str) -> st.SearchStrategy[Attribute]:
    limits = st.none() | st.integers(0, 99)
    flags = st.sampled_from([True, False, False])
    if kind not in {"string", "integer"}:
        return st.builds(Attribute, name=NAMES, kind=st.just(kind), required=flags, nullable=flags)
    return st.builds(
        Attribute, name=NAMES, kind=st.just(kind), required=flags, nullable=flags, limit=limits
    )


def _objects(children: st.SearchStrategy[Attribute]) -> st.SearchStrategy[Attribute]:
    below = st.lists(children, min_size=1, max_size=5, unique_by=lambda child: child.name)
    return st.builds(
        Attribute,
        name=NAMES,
        kind=st.sampled_from(["object", "array"]),
        nullable=st.booleans(),
        children=below.map(tuple),
    )


LEAVES = st.sampled_from(["string", "integer", "boolean"]).flatmap(_limited)
BODIES = st.lists(
    st.recursive(LEAVES, _objects, max_leaves=12),
    min_size=1,
    max_size=6,
    unique_by=lambda attribute: attribute.name,
)


def check_rows(reading: Reading, path: str, attributes: tuple[Attribute, ...]) -> None:
    found = rows(reading, path)
    assert set(found) == {attribute.name for attribute in attributes}
    for attribute in attributes:
        row = found[attribute.name]
        wanted = {"string": "max_length"}.get(attribute.kind, "maximum")
        assert constraints(row) in ({}, {wanted: attribute.limit})
        assert not row.nullable or attribute.nullable
        assert row.presence in (None, "required" if attribute.required else "optional")
        if attribute.children:
            mark = ".[]" if attribute.kind == "array" else ""
            check_rows(reading, f"{path}.{attribute.name}".lstrip(".") + mark, attribute.children)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(BODIES)
def test_nothing_false_is_claimed(body: list[Attribute]) -> None:
    sample = json.dumps({attribute.name: attribute.sample for attribute in body}, indent=0)
    text = "\n".join(["POST Thing", "Body Required", "-", *outline(tuple(body)), sample])
    reading = read(text)
    assert reading.unaccounted == 0
    check_rows(reading, "", tuple(body))


PARTS = st.sampled_from((PAGES / "order.txt").read_text("utf-8").split("\n"))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(PARTS, max_size=60))
def test_any_lines_are_read_or_reported(lines: list[str]) -> None:
    reading = read("\n".join(["POST Thing", *lines]))
    assert reading == read("\n".join(["POST Thing", *lines]))
    assert 0 <= reading.unaccounted <= reading.lines
    assert (reading.unaccounted > 0) == any(code == "not-understood" for code, _ in codes(reading))
    tables(reading)


def test_page_cut_short_anywhere() -> None:
    lines = (PAGES / "order.txt").read_text("utf-8").split("\n")
    for end in range(1, len(lines)):
        reading = read("\n".join(lines[:end]))
        assert isinstance(reading.claims[0], OperationClaim)
        assert str(reading.claims[0].operation) == "POST /orders/{orderId}/parcels"


def test_page_without_a_title_has_no_claims() -> None:
    reading = read("-\nHide a attributes Show a attributes object\n-\n")
    assert reading.claims == ()
    assert codes(reading) == [("no-operation", 0)]
    assert reading.unaccounted == reading.lines == 3


def test_line_of_a_broken_sample() -> None:
    reading = read(HEAD + 'unit Required\n{\n"unit": "C",\n"value" 3,\n}\n')
    assert codes(reading) == [("invalid-json", 7)]
    assert rows(reading)["unit"].presence == "required"
    assert reading.samples == 0


def test_values_that_begin_with_or() -> None:
    text = HEAD + "fruit Required\nValues are\norange\n,orchid\n, ororegano\n. -\n"
    assert rows(read(text))["fruit"].values == ("orange", "orchid", "oregano")


def test_integer_values_follow_the_sample() -> None:
    text = HEAD + 'size Required\nValues are\n1\n,2\n, or3\n. -\n{\n"size": 2\n}\n'
    assert rows(read(text))["size"].values == (1, 2, 3)


def test_attributes_of_an_object_that_the_sample_shows_as_null() -> None:
    text = (
        HEAD + "Hide part attributes Show part attributes object | null\n-\n"
        "serial string Required\n-\nMaximum length is\n9\n. -\n"
        'owner Required\n{\n"part": null,\n"owner": "string"\n}\n'
    )
    reading = read(text)
    assert rows(reading)["part"].nullable
    assert rows(reading)["owner"].presence == "required"
    assert rows(reading, "part")["serial"].presence == "required"
    assert tables(reading)["part"].undecided == (Undecided(constraint="maxLength 9", more=True),)


def test_variants_that_nothing_tells_apart() -> None:
    text = (
        HEAD + "pet object Required\nOne of: Hide attributes Show attributes\n-\n"
        "name string Required\nHide attributes Show attributes\n-\nname string Required\n"
    )
    reading = read(text)
    assert codes(reading) == [("no-discriminator", 4)]
    assert {"pet.<=1>", "pet.<=2>"} < set(tables(reading))


def test_single_variant_is_the_object_itself() -> None:
    text = HEAD + "pet object Required\nOne of: Hide attributes Show attributes\n-\nname Required\n"
    assert rows(read(text + '{\n"pet": {\n"name": "x",\n"age": 1\n}\n}\n'), "pet").keys() == {
        "name",
        "age",
    }


def opener(name: str) -> str:
    return f"Hide {name} attributes Show {name} attributes object\n-\n"


def test_deep_sample_is_reported() -> None:
    text = HEAD + opener("a") * 500 + '{\n"a":\n' * 500 + "1" + "}\n" * 500
    assert ("too-deep", 1004) in codes(read(text))


def test_deep_unions_are_reported() -> None:
    union = "part object Required\nOne of: Hide attributes Show attributes\n-\n"
    reading = read(HEAD + union * 500)
    assert any(code == "too-deep" for code, _ in codes(reading))
    assert max(len(table.path) for table in tables(reading).values()) <= 2 * MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("".join(f"a{i} string | null\n-\n" for i in range(10_000)), 10_000),
        ("Maximum length is\n5\n. -\n" * 10_000, 10_000),
        ("".join(map(opener, map("a{}".format, range(10_000)))), 10_000),
        (opener("a0") * 10_000, 10_000),
        ("One of: Hide attributes Show attributes\n-\n" * 10_000, 10_000),
        ("Hide attributes Show attributes\n-\n" * 10_000, 10_000),
    ],
    ids=["named", "nameless", "objects", "same-object", "unions", "variants"],
)
@pytest.mark.parametrize("kind", ["string", "object"])
def test_many_attributes_take_little_time(text: str, attributes: int, kind: str) -> None:
    value = {"string": "x", "object": {"x": 1}}[kind]
    sample = json.dumps({f"a{i}": value for i in range(attributes)}, indent=0)
    page = page_of(HEAD + text + sample)
    start = time.process_time()
    OUTLINE.read(page)
    assert time.process_time() - start < 20


def test_detected_and_read_through_the_registry() -> None:
    page = page_of((PAGES / "order.txt").read_text("utf-8"))
    assert dialects.detect(page) is OUTLINE
    assert dialects.read(page).dialect == "outline"
