"""A small page of the webhook form from its lines to what the closed models take and refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance import Models, webhook_models

PAGE = Path(__file__).parent / "pages" / "outline" / "visit.txt"
MISSING = object()


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Models]:
    with webhook_models(PAGE, tmp_path_factory.mktemp("visit")) as found:
        yield found


def payload(state: str) -> dict[str, Any]:
    person = {"role": "HOST", "kind": "PERSON", "tasks": ["DIG"], "level": "OLD"}
    firm = {"role": "HELPER", "kind": "FIRM", "permit": "p-1"}
    visit = {
        "garden": {"id": "g", "beds": 2},
        "owner": {"country": "NL"},
        "people": [person, firm],
        "notes": [{"source": "PHONE", "text": "Gate is open."}],
        "route": {"steps": 2},
        "state": state,
    }
    data = {"event": "MOVED", "visit": visit, "earlier": {"owner": None, "state": "OPEN"}}
    return {"entity": "Visit", "data": data}


def changed(state: str, path: str, value: object) -> dict[str, Any]:
    made = payload(state)
    *way, last = path.split(".")
    found: Any = made
    for step in way:
        found = found[int(step) if isinstance(found, list) else step]
    if value is MISSING:
        del found[last]
    else:
        found[int(last) if isinstance(found, list) else last] = value
    return made


@pytest.mark.parametrize("state", ["OPEN", "ASKED"])
@pytest.mark.parametrize(
    ("path", "taken", "refused"),
    [
        ("entity", ["Visit"], [MISSING, "visit", None]),
        ("data", [MISSING], [None]),
        ("data.event", ["PLANNED", "MOVED", "DROPPED"], [MISSING, "GONE", None]),
        ("data.visit", [], [MISSING, None, {}]),
        ("data.visit.garden", [MISSING], [None]),
        ("data.visit.garden.id", ["x" * 40], ["x" * 41]),
        ("data.visit.garden.beds", [1, 9], [0, 10]),
        ("data.visit.owner", [MISSING, None], ["NL"]),
        ("data.visit.owner.country", ["N", "Netherlands"], []),
        ("data.visit.people.0.role", ["HOST", "HELPER"], [MISSING, "GUEST", None]),
        ("data.visit.people.0.kind", [], [MISSING, "FIRM", "ROBOT", None]),
        ("data.visit.people.0.token", ["x" * 30], ["x" * 31]),
        ("data.visit.people.0.tasks.0", ["DIG", "PRUNE", "WEED"], ["SIT", None]),
        ("data.visit.people.0.level", ["NEW", "OLD"], [MISSING, "", None]),
        ("data.visit.people.1.kind", [], [MISSING, "PERSON", None]),
        ("data.visit.people.1.permit", ["p-2", None], [MISSING, 3]),
        ("data.visit.people.1.token", ["x" * 31], []),
        ("data.visit.notes.0.source", ["PHONE", "LETTER"], [MISSING, "MAIL", None]),
        ("data.visit.notes.0.text", ["x", None, MISSING], [3]),
        ("data.visit.notes.0", [], [None]),
        ("data.visit.route", [MISSING], [None]),
        ("data.visit.state", ["OPEN", "CLOSED", "ASKED"], [MISSING, "DONE", None]),
        ("data.earlier", [None], [MISSING, {}]),
        ("data.earlier.owner", [MISSING, {"country": "NL"}], [7]),
        ("data.earlier.state", ["OPEN", "CLOSED", "ASKED"], [MISSING, "DONE", None]),
    ],
)
def test_what_is_taken_and_refused(
    models: Models, state: str, path: str, taken: list[object], refused: list[object]
) -> None:
    for value in taken:
        assert models.pydantic(changed(state, path, value))
        assert models.schema(changed(state, path, value))
        assert models.dataclasses(changed(state, path, value))
    for value in refused:
        assert not models.pydantic(changed(state, path, value))
        assert not models.schema(changed(state, path, value))
