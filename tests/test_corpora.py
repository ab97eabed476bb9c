"""Real documentation: the figures that the project promises. Skipped where it is absent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from codegen import pipeline
from codegen.spec import ObjectType, UnionType
from tests.corpora import corpus
from tests.evaluate import evaluate
from tests.fidelity import fidelity
from tests.sampled import samples_of

_NAMED = (
    *("Associate", "Contact", "Person", "Project", "Priority", "Sale", "Link", "ParticipantInfo"),
    *("VisibleFor", "RecurrenceInfo", "TaskListItem", "FieldProperty", "FieldRight", "TableRight"),
)


def _generate(folder: Path, *docs: str) -> pipeline.Result:
    paths = tuple(corpus(name) for name in docs)
    # Pages that are understood again, for their samples, are not read again.
    cache = folder.with_name(f"{folder.name}-cache")
    return pipeline.generate(pipeline.Api(name="api", docs=paths, output=folder, cache=cache))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Result:
    return _generate(tmp_path_factory.mktemp("seeds"), "seeds")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Result:
    return _generate(tmp_path_factory.mktemp("both"), "superoffice-2023", "superoffice-2022")


def test_seeds_are_understood_to_the_last_line(seeds: pipeline.Result) -> None:
    assert (seeds.pages, seeds.unrecognised, seeds.unaccounted) == (5, 0, 0)
    assert seeds.samples == 9


def test_seeds_share_one_entity(seeds: pipeline.Result) -> None:
    types = {one.name: one for one in seeds.spec.types}
    entity, linked = types["AppointmentEntity"], types["AppointmentEntityWithLinks"]
    assert isinstance(entity, ObjectType)
    assert isinstance(linked, ObjectType)
    assert len({source.page for source in entity.sources}) == 4
    assert {"OwnedExternally", "Title", "TableRight"} <= {prop.name for prop in entity.properties}
    assert "_Links" in {prop.name for prop in linked.properties}
    assert types.keys() >= set(_NAMED)
    for name in set(_NAMED) - {"TableRight"}:
        found = types[name]
        assert isinstance(found, ObjectType)
        assert found.properties, name


def test_seed_webhook_has_its_unions(seeds: pipeline.Result) -> None:
    unions = {one.name: one for one in seeds.spec.types if isinstance(one, UnionType)}
    assert unions["Appointment"].discriminator == "status"
    assert len(unions["Appointment"].variants) == 3
    assert {"status", "type"} == {union.discriminator for union in unions.values()}


def test_seed_samples_hold(seeds: pipeline.Result) -> None:
    samples = list(samples_of(pipeline.understand(seeds.api)))
    report = evaluate(seeds.spec, seeds.api.output, samples, mutate=samples)
    assert not report.failures
    assert report.documented_rejected / report.documented_mutants >= 0.95


def test_every_operation_page_gives_its_operation(both: pipeline.Result) -> None:
    assert len(both.spec.operations) == 3116
    assert both.unaccounted == 0
    pages = {source.page for operation in both.spec.operations for source in operation.sources}
    assert sum(page.startswith("superoffice-2023/") for page in pages) == 3116


def test_samples_of_the_whole_reference_hold(both: pipeline.Result) -> None:
    samples = list(samples_of(pipeline.understand(both.api)))
    report = evaluate(both.spec, both.api.output, samples[::30], mutate=samples[::200])
    assert not report.failures
    assert report.documented_mutants > 500
    assert report.documented_rejected / report.documented_mutants >= 0.95


def test_fidelity_to_the_vendor_s_own_description(both: pipeline.Result) -> None:
    report: dict[str, Any] = fidelity(both.api.output / "openapi" / "openapi.yaml")
    for kind in ("operations", "query", "header"):
        assert (report[kind]["precision"], report[kind]["recall"]) == (1.0, 1.0), kind
        assert report[kind]["typed"] >= 0.98, kind
    assert report["required"]["agree"] == report["required"]["scored"]
    assert report["request"]["precision"] >= 0.97
    assert report["request"]["recall"] >= 0.95
    assert report["response"]["precision"] >= 0.98
    assert report["response"]["recall"] >= 0.96


def test_generated_packages_are_strictly_typed(seeds: pipeline.Result, tmp_path: Path) -> None:
    for package in ("models", "dataclass_models"):
        command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path)]
        done = subprocess.run(
            [*command, "-p", package],
            cwd=seeds.api.output,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_black_has_nothing_to_change(seeds: pipeline.Result) -> None:
    command = [sys.executable, "-m", "black", "--check", "--quiet", "models", "dataclass_models"]
    done = subprocess.run(command, cwd=seeds.api.output, capture_output=True, check=False)
    assert done.returncode == 0
