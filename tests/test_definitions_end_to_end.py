"""An API of types alone: from claims to files, and what commands make of it."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from codegen import dialects, pipeline, specfile
from codegen.api import Api
from codegen.changes.compare import compare
from codegen.changes.model import Side
from codegen.claims import Reading
from codegen.limits import DEFAULT, Limits
from codegen.markdown import Page
from codegen.resolve import resolve
from codegen.spec import EnumType
from tests.definitions import TypesOf, described, typed
from tests.rendered import import_package

ROOMS = (
    TypesOf("rooms.md", group="Rooms")
    .define(
        "Room",
        {
            "id": "string",
            "kind": described("kind", "int32", "#kinds"),
            "has": typed("has", "Bits", "#bits"),
            "guests": typed("guests", "array<Person>", "people.md#guest"),
        },
        bases=["Entity=people.md#entity"],
        description="Where a guest sleeps.",
    )
    .values("Kinds", 1, 2, anchors=("kinds",))
    .values("Extras", 1, 2, 4, anchors=("bits",), flags=True)
)
PEOPLE = (
    TypesOf("people.md", group="People")
    .define("Guest", {"name": "string", "room": "Room"}, anchors=("guest",))
    .define("Entity", {"made": "date"}, anchors=("entity",))
)


def generated(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *pages: TypesOf, output: str = "out"
) -> pipeline.Result:
    readings = {page.page: page.reading() for page in pages}

    real = dialects.read

    def read(page: Page, dialect: str = "auto", limits: Limits = DEFAULT) -> Reading:
        return readings.get(PurePosixPath(page.page).name) or real(page, dialect, limits)

    monkeypatch.setattr(dialects, "read", read)
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    for page in pages:
        (docs / page.page).write_text("# A page\n")
    return pipeline.generate(Api(name="hotel", docs=(docs,), output=folder / output))


def test_types_without_operations_are_generated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = generated(tmp_path, monkeypatch, ROOMS, PEOPLE)
    assert (result.counts.types, result.counts.documented) == (5, 5)
    assert result.counts.operations == 0
    assert not result.diagnostics
    spec = specfile.load(tmp_path / "out/spec.json")
    flags = {one.name: one.flags for one in spec.types if isinstance(one, EnumType)}
    assert flags == {"Kinds": False, "Extras": True}
    # Room and Guest need each other, so that they are in one module.
    modules = {one.name: one.module for one in spec.types}
    assert modules.pop("Room") == modules.pop("Guest") == "people"
    assert modules == {"Entity": "people", "Extras": "rooms", "Kinds": "rooms"}

    models: Any = import_package(tmp_path / "out", "models")
    text = json.dumps(
        {"id": "a", "kind": 3, "has": 5, "guests": [{"name": "b"}], "made": "2020-02-02"}
    )
    room = models.Room.model_validate_json(text)
    assert room.has == models.Extras(1) | models.Extras(4)
    assert json.loads(room.model_dump_json(by_alias=True, exclude_unset=True)) == json.loads(text)
    assert models.Room.__doc__.startswith("Where a guest sleeps.")
    records: Any = import_package(tmp_path / "out", "dataclass_models")
    assert records.Room(id="a", kind=records.Kinds(1)).kind == 1


def test_nothing_changes_where_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = generated(tmp_path, monkeypatch, ROOMS, PEOPLE)
    again = generated(tmp_path, monkeypatch, ROOMS, PEOPLE)
    assert first.changes
    assert not again.changes
    turned = generated(tmp_path, monkeypatch, PEOPLE, ROOMS, output="other")
    assert turned.tree == first.tree


def test_diff_tells_of_types_that_no_operation_uses() -> None:
    def spec(*pages: TypesOf) -> Any:
        return resolve([page.reading() for page in pages], api="hotel").spec

    before = TypesOf("a.md").values("Bits", 1, 2).define("Room", {"id": "string"})
    after = TypesOf("a.md").values("Bits", 1, 2, flags=True).define("Room", {"id": "int32"})
    found = compare(Side(label="old", spec=spec(before)), Side(label="new", spec=spec(after)))
    assert {"enum-flags-set", "property-type-changed"} <= {one.rule for one in found}
