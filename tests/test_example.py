"""The embedded example: checked in, up to date, and true to its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen import config, namelock, outputs, pipeline, specfile
from codegen.spec import ObjectType
from tests.evaluate import evaluate
from tests.sampled import samples_of

_ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def result() -> pipeline.Result:
    (api,) = config.load(_ROOT / "pyproject.toml")
    return pipeline.build(api)


def test_the_checked_in_outputs_are_what_the_pages_give(result: pipeline.Result) -> None:
    changes = outputs.compare(result.tree, result.api.output)
    assert not changes, f"run doc-codegen generate: {changes}"
    assert result.api.spec_path.read_text("utf-8") == specfile.dumps(result.spec)
    assert result.api.lock_path.read_text("utf-8") == namelock.dumps(result.lock)


def test_every_line_of_every_page_is_accounted_for(result: pipeline.Result) -> None:
    assert result.unaccounted == 0
    assert result.unrecognised == 0
    grave = [finding for finding in result.diagnostics if finding.severity != "info"]
    # The pages name two types for one property, as those of vendors do.
    assert [(one.code, one.subject) for one in grave] == [
        ("type-contradicts-table", "AppointmentEntity.Recurrence")
    ]


def test_one_entity_over_all_revisions_of_the_page_form(result: pipeline.Result) -> None:
    types = {one.name: one for one in result.spec.types}
    entity = types["AppointmentEntity"]
    assert isinstance(entity, ObjectType)
    pages = {source.page.rpartition("/")[2] for source in entity.sources}
    assert pages == {
        "AcceptRejected.md",
        "AssignTo.md",
        "PutAppointmentEntity.md",
        "SaveAppointmentEntity.md",
    }
    used = {prop.name: str(prop.type) for prop in entity.properties}
    assert used["Recurrence"] == "RecurrenceInfo"
    assert used["Participants"] == "array<ParticipantInfo>"
    assert used["CustomFields"] == "map<string>"
    assert used["CreatedDate"] == "date-time"
    assert "AppointmentEntityWithLinks" in types


def test_samples_hold_against_schemas_models_and_dataclasses(result: pipeline.Result) -> None:
    samples = list(samples_of(pipeline.understand(result.api)))
    report = evaluate(result.spec, result.api.output, samples, mutate=samples)
    assert not report.failures
    assert report.samples == len(samples) == 13
    assert set(report.valid.values()) == {report.samples - report.bodiless}
    assert report.documented_rejected / report.documented_mutants >= 0.95


def test_nothing_that_is_checked_in_holds_line_numbers_or_paths(result: pipeline.Result) -> None:
    texts = [*result.tree.values(), specfile.dumps(result.spec)]
    assert not any(str(_ROOT) in text for text in texts)
    assert not any('"line"' in text for text in texts)
