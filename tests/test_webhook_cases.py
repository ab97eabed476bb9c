"""What the webhook page says, case by case, and what the models made from it take.

The table is written from the page by hand, with the line that each case rests on. Every line that
states something is in it (`test_no_statement_of_the_page_is_left_out`). The page prints three
variants of an appointment that say the same, one after the other, and so it does for the previous
appointment: a case names the line in the first, and is held against all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.acceptance import Models, webhook_models
from tests.corpora import corpus

SEED = "seeds/004_971133677b8e23b9.txt"

#: The status of a payload of each variant, and by how many lines the variant stands below the
#: first one: for an appointment, and for a previous one.
BRANCHES = {"ACCEPTED": (0, 0), "INCOMING_REQUEST": (292, 40), "OUTGOING_INVITE": (581, 77)}
NOW = "2031-02-03T04:05:06+00:00"


# A payload of each variant.


def words(name: str) -> list[dict[str, str]]:
    return [{"value": f"{name} in Dutch", "language": "nl"}]


def place() -> dict[str, Any]:
    return {
        "postalCode": "1012",
        "countryCode": "NL",
        "geolocation": {"latitude": 52.4, "longitude": 4.9},
        "translations": {name: words(name) for name in ("city", "street1", "street2", "state")},
    }


def employee() -> dict[str, Any]:
    return {
        "role": "PRIMARY",
        "type": "EMPLOYEE",
        "token": "t-1",
        "videoUrl": "https://video.example/1",
        "createdAt": NOW,
        "employee": {
            "id": "e-1",
            "firstName": "Noor",
            "language": "nl",
            "onlinePlanning": False,
            "translations": {"function": words("function")},
            "availableRoles": ["AGENT", "ADMIN"],
            "status": "ACTIVE",
            "updatedAt": NOW,
        },
    }


def customer() -> dict[str, Any]:
    return {"role": "SECONDARY", "type": "CUSTOMER", "customer": {"location": place()}}


def answer() -> dict[str, Any]:
    label = {"label": words("label")}
    return {
        "id": "a-1",
        "form": {"id": "f-1"},
        "question": {"id": "q-1", "externalId": "Q1", "order": 3, "translations": label},
        "answerType": "QUALIFICATION",
        "value": "blue",
        "selectedAnswerOptions": [{"id": "o-1", "externalId": "O1", "value": "blue"}],
        "createdAt": NOW,
    }


def subject() -> dict[str, Any]:
    group = {"id": "g-1", "order": 1, "translations": {"name": words("name")}}
    texts = {name: words(name) for name in ("name", "description", "instructions")}
    return {
        "id": "s-1",
        "externalId": "S1",
        "order": 2,
        "subjectGroup": group,
        "translations": texts,
        "createdAt": NOW,
    }


def office() -> dict[str, Any]:
    names = ("name", "description", "directions", "parkingInfo")
    return {
        "id": "o-1",
        "email": "desk@example.com",
        "virtual": False,
        "location": place(),
        "translations": {name: words(name) for name in names},
    }


def appointment(status: str) -> dict[str, Any]:
    listing = {"id": "l-1", "location": place(), "translations": {"name": words("name")}}
    return {
        "id": "ap-1",
        "subject": subject(),
        "office": office(),
        "participants": [employee(), customer()],
        "answers": [answer()],
        "location": place(),
        "listing": listing,
        "leadSegment": {"id": 9, "code": "warm", "description": "Called twice."},
        "meetingType": "OFFICE",
        "externalId": "AP1",
        "internalNotes": "Ring the bell.",
        "createdById": "u-1",
        "createdByType": "EMPLOYEE",
        "createdFrom": "PLUGIN",
        "updatedByType": "OTHER",
        "updatedFrom": "BACKOFFICE_APP",
        "status": status,
        "start": NOW,
        "end": NOW,
    }


def previous(status: str) -> dict[str, Any]:
    return {
        "subject": {"id": "s-1"},
        "office": {"id": "o-1"},
        "location": place(),
        "listing": {"id": "l-1"},
        "leadSegment": {"id": "9"},
        "externalId": "AP0",
        "status": status,
        "start": NOW,
        "end": NOW,
    }


def payload(status: str) -> dict[str, Any]:
    return {
        "id": "m-1",
        "version": "3",
        "entity": "Appointment",
        "data": {
            "eventType": "CREATE",
            "message": "Made by Noor.",
            "appointment": appointment(status),
            "previousAppointment": previous(status),
        },
    }


# The table.

MISSING = object()
LONG = "x" * 3000


@dataclass(frozen=True, kw_only=True)
class Case:
    """The value at `path` becomes `value` (or goes): is the payload taken?

    `kind`: what the page says there, for the dataclasses, which check only some of it.
    """

    line: int
    path: str
    value: Any
    accepted: bool
    kind: str

    @property
    def lenient(self) -> bool:
        """Whether dataclasses take what the page excludes.

        Their decoder asks for members and listed values, and for little else; and what is none of
        several variants or null, it takes for null.
        """
        return self.kind in {"null", "type", "limit"} or "previous" in self.path

    def __str__(self) -> str:
        value = "missing" if self.value is MISSING else repr(self.value)[:40]
        return f"{self.path} {value} should be {'taken' if self.accepted else 'refused'}"


def enum(line: int, path: str, *values: str) -> Iterator[Case]:
    """Each listed value is taken, and no other: no other text, no number, not null."""
    for value in values:
        yield Case(line=line, path=path, value=value, accepted=True, kind="enum")
    others: tuple[Any, ...] = ("ELSEWHERE", values[0].lower(), "", 7, None)
    for other in others:
        yield Case(line=line, path=path, value=other, accepted=False, kind="enum")


def constant(line: int, path: str, value: str) -> Iterator[Case]:
    return enum(line, path, value)


def required(line: int, path: str) -> Iterator[Case]:
    yield Case(line=line, path=path, value=MISSING, accepted=False, kind="required")


def optional(line: int, path: str) -> Iterator[Case]:
    yield Case(line=line, path=path, value=MISSING, accepted=True, kind="optional")


def nullable(line: int, path: str) -> Iterator[Case]:
    yield Case(line=line, path=path, value=None, accepted=True, kind="null")


def _refused(*values: Any, line: int, path: str, kind: str) -> Iterator[Case]:
    for value in values:
        yield Case(line=line, path=path, value=value, accepted=False, kind=kind)


def an_object(line: int, path: str) -> Iterator[Case]:
    """Printed as ``object``, where others are ``object | null``; and without ``Required``."""
    yield from optional(line, path)
    yield from _refused(None, "text", [], line=line, path=path, kind="null")


def an_object_or_null(line: int, path: str) -> Iterator[Case]:
    yield from optional(line, path)
    yield from nullable(line, path)
    yield from _refused("text", [], line=line, path=path, kind="null")


def a_list(line: int, path: str) -> Iterator[Case]:
    """The name of what the elements hold is printed, and that they are objects, but no more."""
    yield from optional(line, path)
    yield from _refused({}, [None], ["text"], line=line, path=path, kind="null")


def text_or_null(line: int, path: str) -> Iterator[Case]:
    yield from optional(line, path)
    yield from nullable(line, path)
    yield from _refused(7, {}, line=line, path=path, kind="type")


def at_least_0(line: int, path: str) -> Iterator[Case]:
    for value, accepted in ((0, True), (9, True), (-1, False)):
        yield Case(line=line, path=path, value=value, accepted=accepted, kind="limit")


def undecided(line: int, *paths: str) -> Iterator[Case]:
    """A limit that can be about each of `paths`: it is not held against any of them."""
    for path in paths:
        yield Case(line=line, path=path, value=LONG, accepted=True, kind="undecided")


def located(line: int, path: str) -> Iterator[Case]:
    """The attributes of a location, which begin at `line`."""
    yield from undecided(line, f"{path}.postalCode", f"{path}.countryCode")
    yield from an_object(line + 4, f"{path}.geolocation")
    yield from an_object(line + 6, f"{path}.translations")
    names = ("city", "street1", "street2", "state")
    for at, name in enumerate(names):
        yield from a_list(line + 8 + 2 * at, f"{path}.translations.{name}")


def texts(line: int, path: str, *names: str) -> Iterator[Case]:
    for at, name in enumerate(names):
        yield from a_list(line + 2 * at, f"{path}.{name}")


def cases() -> Iterator[Case]:
    yield from required(4, "entity")
    yield from constant(5, "entity", "Appointment")
    yield from an_object(8, "data")
    yield from required(10, "data.eventType")
    yield from enum(
        *(11, "data.eventType", "ACCEPT", "REASSIGN", "CANCEL", "COMPLETE", "CREATE"),
        *("RESCHEDULE", "REQUEST_ALTERNATIVE_DATE", "CREATE_REQUEST", "RESCHEDULE_REQUEST"),
        *("REOPEN", "GENERIC_UPDATE"),
    )
    yield from required(23, "data.appointment")
    yield Case(line=23, path="data.appointment", value=None, accepted=False, kind="variant")
    yield Case(line=23, path="data.appointment", value="text", accepted=False, kind="variant")
    yield from required(895, "data.previousAppointment")
    yield from nullable(895, "data.previousAppointment")


def appointment_cases() -> Iterator[Case]:
    """The cases of the first variant, with paths from the appointment on."""
    yield from an_object(26, "subject")
    yield from undecided(28, "subject.id", "subject.externalId")
    yield from at_least_0(31, "subject.order")
    yield from an_object(34, "subject.subjectGroup")
    yield from an_object(36, "subject.translations")
    yield from texts(38, "subject.translations", "name", "description", "instructions")
    yield from an_object(45, "office")
    yield from undecided(47, "office.id", "office.email", "office.timeZone")
    yield from an_object(50, "office.location")
    yield from located(52, "office.location")
    yield from an_object(69, "office.translations")
    names = ("name", "description", "directions", "parkingInfo")
    yield from texts(71, "office.translations", *names)
    yield from employee_cases()
    yield from customer_cases()
    yield from answer_cases()
    yield from an_object_or_null(211, "location")
    yield from located(213, "location")
    yield from an_object_or_null(230, "listing")
    yield from undecided(232, "listing.id", "listing.externalId", "listing.timeZone")
    yield from an_object_or_null(235, "listing.location")
    yield from located(237, "listing.location")
    yield from an_object(254, "listing.translations")
    yield from texts(256, "listing.translations", "name", "description")
    yield from an_object_or_null(261, "leadSegment")
    yield from at_least_0(263, "leadSegment.id")
    yield from undecided(266, "leadSegment.code", "leadSegment.description")
    yield from required(271, "meetingType")
    yield from enum(272, "meetingType", "OFFICE", "ON_LOCATION", "PHONE", "VIDEO")
    yield from undecided(278, "externalId", "internalNotes")
    yield from text_or_null(281, "createdById")
    yield from required(283, "createdByType")
    yield from enum(284, "createdByType", "CUSTOMER", "EMPLOYEE", "OTHER")
    yield from required(289, "createdFrom")
    apps = ("PLUGIN", "BACKOFFICE_APP", "PARTNER_BOOKING_APP", "OTHER")
    yield from enum(290, "createdFrom", *apps)
    yield from required(296, "updatedByType")
    yield from enum(297, "updatedByType", "CUSTOMER", "EMPLOYEE", "OTHER")
    yield from required(302, "updatedFrom")
    yield from enum(303, "updatedFrom", *apps)


def employee_cases() -> Iterator[Case]:
    path = "participants.0"
    yield from required(82, f"{path}.role")
    yield from enum(83, f"{path}.role", "PRIMARY", "SECONDARY")
    yield from required(87, f"{path}.type")
    yield from constant(88, f"{path}.type", "EMPLOYEE")
    yield from undecided(91, f"{path}.token", f"{path}.videoUrl")
    yield from undecided(94, f"{path}.videoUrl", f"{path}.icalUrl")
    path += ".employee"
    yield from an_object(97, path)
    yield from undecided(99, f"{path}.email")
    yield from undecided(102, f"{path}.communicationEmail")
    yield from undecided(105, f"{path}.firstName")
    yield from undecided(108, f"{path}.language")
    yield from an_object(111, f"{path}.translations")
    yield from a_list(113, f"{path}.translations.function")
    roles = ("ADMIN", "AGENT", "CENTRAL_PLANNER", "OFFICE_MANAGER")
    yield from enum(116, f"{path}.availableRoles.0", *roles)
    yield from required(122, f"{path}.status")
    yield from enum(123, f"{path}.status", "ACTIVE", "SUSPENDED", "PENDING")


def customer_cases() -> Iterator[Case]:
    path = "participants.1"
    yield from required(130, f"{path}.role")
    yield from enum(131, f"{path}.role", "PRIMARY", "SECONDARY")
    yield from required(135, f"{path}.type")
    yield from constant(136, f"{path}.type", "CUSTOMER")
    yield from undecided(139, f"{path}.token")
    yield from undecided(142, f"{path}.videoUrl")
    path += ".customer"
    yield from an_object(145, path)
    yield Case(line=147, path=f"{path}.number", value=-1, accepted=True, kind="undecided")
    yield from undecided(150, f"{path}.externalId")
    yield from undecided(153, f"{path}.email")
    yield from undecided(156, f"{path}.language")
    yield from an_object_or_null(159, f"{path}.location")
    yield from located(161, f"{path}.location")


def answer_cases() -> Iterator[Case]:
    yield from a_list(180, "answers")
    path = "answers.0"
    yield from an_object(182, f"{path}.form")
    yield from an_object(184, f"{path}.question")
    yield from text_or_null(186, f"{path}.question.externalId")
    yield from an_object(188, f"{path}.question.translations")
    yield from a_list(190, f"{path}.question.translations.label")
    yield from required(193, f"{path}.answerType")
    yield from enum(
        *(194, f"{path}.answerType", "SUBJECT_QUESTIONNAIRE", "APPOINTMENT_CANCELLATION"),
        *("APPOINTMENT_COMPLETION", "QUALIFICATION"),
    )
    yield from text_or_null(200, f"{path}.value")
    yield from nullable(202, f"{path}.selectedAnswerOptions")
    yield from a_list(203, f"{path}.selectedAnswerOptions")
    path += ".selectedAnswerOptions.0"
    yield from text_or_null(205, f"{path}.externalId")
    yield from text_or_null(207, f"{path}.value")
    # Of these three one must have it; the page does not say which, so that none is made to.
    for owner in (f"{path}.", "answers.0.", ""):
        yield from optional(209, f"{owner}callbackRequest")
        yield from undecided(209, f"{owner}callbackRequest")


def previous_cases() -> Iterator[Case]:
    """The cases of the first variant, with paths from the previous appointment on."""
    yield from an_object(898, "subject")
    yield from an_object(900, "office")
    yield from an_object_or_null(903, "location")
    yield from located(905, "location")
    yield from an_object_or_null(922, "listing")
    yield from an_object_or_null(924, "leadSegment")
    yield from undecided(926, "leadSegment.id", "externalId")


STATUSES = (
    *("ACCEPTED", "COMPLETED", "NO_SHOW", "CANCELLED", "INCOMING_REQUEST"),
    *("OUTGOING_INVITE", "ALTERNATIVE_DATE_REQUESTED"),
)
#: Where the status is listed, by variant: its line, and the line of its values.
LISTED = {
    "data.appointment": ((309, 310), (601, 602), (890, 891)),
    "data.previousAppointment": ((929, 930), (969, 970), (1006, 1007)),
}


def status_cases(branch: int) -> Iterator[Case]:
    """The status chooses the variant; the variants differ in nothing else that the page prints."""
    for path, listed in LISTED.items():
        line, values = listed[branch]
        yield from required(line, f"{path}.status")
        yield from enum(values, f"{path}.status", *STATUSES)
        yield Case(line=line, path=path, value={}, accepted=False, kind="variant")


def all_cases() -> Iterator[tuple[str, Case]]:
    """Every case with the status of the payload that it changes."""
    for number, (status, (below, below_previous)) in enumerate(BRANCHES.items()):
        for case in (*cases(), *status_cases(number)):
            yield status, case
        for case in appointment_cases():
            yield status, _moved(case, below, "data.appointment")
        for case in previous_cases():
            yield status, _moved(case, below_previous, "data.previousAppointment")


def _moved(case: Case, lines: int, owner: str) -> Case:
    path = f"{owner}.{case.path}"
    line = case.line + lines
    return Case(line=line, path=path, value=case.value, accepted=case.accepted, kind=case.kind)


CASES = tuple(all_cases())


#: The big parts of an appointment, none of which must be there.
PARTS = ("subject", "office", "participants", "answers", "location", "listing", "leadSegment")


def changed(status: str, case: Case) -> Any:
    """A payload with the change of a case, without the parts that the case is not about."""
    made = payload(status)
    for name, owner in made["data"].items():
        for part in PARTS if isinstance(owner, dict) else ():
            if not f"{case.path}.".startswith(f"data.{name}.{part}."):
                owner.pop(part, None)
    *way, last = case.path.split(".")
    found: Any = made
    for step in way:
        found = found[int(step) if isinstance(found, list) else step]
    if isinstance(found, list):
        found[int(last)] = case.value
    elif case.value is MISSING:
        found.pop(last, None)
    else:
        found[last] = case.value
    return made


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Models]:
    with webhook_models(corpus(SEED), tmp_path_factory.mktemp("hook")) as found:
        yield found


@pytest.mark.parametrize("status", BRANCHES)
def test_a_payload_of_each_variant_is_taken(models: Models, status: str) -> None:
    assert models.pydantic(payload(status))
    assert models.schema(payload(status))
    assert models.dataclasses(payload(status))


@pytest.mark.parametrize("status", BRANCHES)
def test_what_the_page_requires_is_enough(models: Models, status: str) -> None:
    facts = {
        "meetingType": "VIDEO",
        "createdByType": "OTHER",
        "createdFrom": "OTHER",
        "updatedByType": "OTHER",
        "updatedFrom": "OTHER",
        "status": status,
    }
    participants = [{"role": "PRIMARY", "type": kind} for kind in ("EMPLOYEE", "CUSTOMER")]
    for made in ({**facts, "participants": participants}, facts):
        data = {"eventType": "REOPEN", "appointment": made, "previousAppointment": None}
        assert models.pydantic({"entity": "Appointment", "data": data})
        assert models.schema({"entity": "Appointment", "data": data})


@pytest.mark.parametrize("line", sorted({case.line for _, case in CASES}))
def test_line(models: Models, line: int) -> None:
    """The payloads that are not taken as the line says, by model: there are none."""
    wrong: list[str] = []
    for status, case in CASES:
        if case.line != line:
            continue
        value = changed(status, case)
        taken = {"pydantic": models.pydantic(value), "schema": models.schema(value)}
        if case.accepted or not case.lenient:
            taken["dataclasses"] = models.dataclasses(value)
        wrong.extend(f"{who}: {case}" for who, does in taken.items() if does is not case.accepted)
    assert wrong == []


@pytest.mark.parametrize("status", BRANCHES)
@pytest.mark.parametrize("other", STATUSES)
def test_the_two_statuses_are_told_apart_for_themselves(
    models: Models, status: str, other: str
) -> None:
    made = payload(status)
    made["data"]["previousAppointment"] = previous(other)
    assert models.pydantic(made)
    assert models.schema(made)
    made["data"]["previousAppointment"] = None
    made["data"]["appointment"]["participants"] = [customer(), employee(), customer()]
    assert models.pydantic(made)
    assert models.schema(made)


@pytest.mark.parametrize(("kind", "other"), [("EMPLOYEE", "CUSTOMER"), ("CUSTOMER", "EMPLOYEE")])
def test_a_participant_is_held_against_the_variant_of_its_type(
    models: Models, kind: str, other: str
) -> None:
    """Lines 88 and 136: what the other variant says of its attributes does not count."""
    broken = {"EMPLOYEE": ("employee", {"status": "GONE"}), "CUSTOMER": ("customer", None)}
    made = payload("ACCEPTED")
    for name, takes in ((kind, False), (other, True)):
        key, value = broken[name]
        participant = {"role": "PRIMARY", "type": kind, key: value}
        made["data"]["appointment"]["participants"] = [participant]
        assert models.pydantic(made) is takes
        assert models.schema(made) is takes


#: A line that states something of an attribute.
STATES = re.compile(
    r".* Required$|.*\| null\b.*|Values? (?:is|are)$|(?:Min|Max)imum (?:length|value) is$"
    r"|Hide (\S+) attributes Show \1 attributes .*"
)


def test_no_statement_of_the_page_is_left_out() -> None:
    lines = corpus(SEED).read_text("utf-8").split("\n")
    stated = {at for at, line in enumerate(lines, start=1) if STATES.fullmatch(line.strip())}
    body = {2}  # "Body Required" is about the request, not about an attribute of it
    assert stated - body == {case.line for _, case in CASES}
