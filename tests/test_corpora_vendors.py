"""What the project promises of other vendors' documentation. Skipped where it is absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from codegen import pipeline
from codegen.diagnostics import Diagnostic
from codegen.lint import lint
from codegen.outputs import TARGETS, TargetName
from tests.corpora import corpus
from tests.evaluate import Report, evaluate
from tests.fidelity import fidelity
from tests.sampled import Sample, reported, samples_of

_Least = Mapping[str, tuple[float, float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What holds of one documentation set, with little room below the figures of today."""

    docs: str
    dialect: str = "auto"
    operations: int = 0
    samples: int
    unaccounted: int
    """Lines that no rule understood, at most."""
    unread: Mapping[str, int] = field(default_factory=dict)
    """Places of findings that something cannot be read, at most, by code."""
    failing: int = 0
    """Samples that do not pass and whose failure no finding names, at most.

    One sample of Nomad spells a name otherwise than the type's table; that is what lint reports.
    """
    targets: tuple[TargetName, ...] = TARGETS
    truth: str = ""
    least: _Least = field(default_factory=dict)
    """Kind of fact -> precision, recall and typed, at least."""


#: Of Microsoft Graph the types and their schemas alone: all of it takes too long.
_SETS: dict[str, _Held] = {
    "discord": _Held(
        docs="discord/docs",
        operations=220,
        samples=137,
        unaccounted=3,
        unread={"invalid-json": 1, "unknown-type": 0},
        truth="discord/truth/openapi.json",
        least={
            "operations": (0.95, 0.90, 0.99),
            "query": (0.99, 0.85, 0.90),
            "request": (0.90, 0.62, 0.90),
            "response": (0.67, 0.74, 0.95),
        },
    ),
    "discord, general": _Held(
        docs="discord/docs",
        dialect="general",
        operations=220,
        samples=130,
        unaccounted=20,
        unread={"invalid-json": 2, "unknown-type": 10},
        truth="discord/truth/openapi.json",
        least={"operations": (0.95, 0.90, 0.99)},
    ),
    "nomad": _Held(
        docs="nomad/docs",
        operations=150,
        samples=160,
        failing=2,
        unaccounted=0,
        unread={"invalid-json": 0, "unknown-type": 1},
        truth="nomad/truth/openapi.yaml",
        least={
            "operations": (0.55, 0.90, 0.99),
            "query": (0.72, 0.38, 0.0),
            "request": (0.92, 0.59, 0.91),
            "response": (0.84, 0.69, 0.90),
        },
    ),
    "kucoin": _Held(
        docs="kucoin",
        operations=108,
        samples=108,
        unaccounted=30,
        unread={"invalid-json": 0, "unknown-type": 0},
    ),
    "msgraph": _Held(
        docs="msgraph/docs/resources",
        samples=900,
        unaccounted=0,
        targets=("openapi",),
        unread={"invalid-json": 4, "unknown-type": 2},
        truth="msgraph/truth/types.openapi.json",
        least={"types": (0.90, 0.85, 0.97), "enums": (0.94, 0.0, 0.0)},
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """One set, generated and understood."""

    held: _Held
    result: pipeline.Result
    understood: pipeline.Understanding

    @property
    def samples(self) -> list[Sample]:
        return list(samples_of(self.understood))


@pytest.fixture(scope="module", params=list(_SETS))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> _Made:
    held = _SETS[request.param]
    folder = tmp_path_factory.mktemp("vendor")
    api = pipeline.Api(
        name="api",
        docs=(corpus(held.docs),),
        output=folder,
        dialect=held.dialect,
        targets=held.targets,
        cache=tmp_path_factory.mktemp("cache"),
    )
    return _Made(held=held, result=pipeline.generate(api), understood=pipeline.understand(api))


def _places(findings: tuple[Diagnostic, ...], code: str) -> int:
    return sum(1 + len(one.related) for one in findings if one.code == code)


def test_pages_are_understood(made: _Made) -> None:
    held, result = made.held, made.result
    assert result.unaccounted <= held.unaccounted
    assert len(result.spec.operations) >= held.operations
    assert result.samples >= held.samples
    unread = {code: _places(result.diagnostics, code) for code in held.unread}
    assert {code: count for code, count in unread.items() if count > held.unread[code]} == {}


def test_samples_hold_or_are_reported(made: _Made) -> None:
    samples = made.samples
    report = evaluate(made.result.spec, made.result.api.output, samples)
    assert report.samples + report.patterns == len(samples)
    unreported = list(_unreported(report, lint(made.understood)))
    assert len(unreported) <= made.held.failing, report.failures


def _unreported(report: Report, findings: tuple[Diagnostic, ...]) -> Iterator[str]:
    for one in report.failed:
        if not reported(one, findings):
            yield f"{one.sample.page}:{one.sample.line}"


def test_the_vendor_s_own_description(made: _Made) -> None:
    held = made.held
    if not held.truth:
        pytest.skip("the vendor publishes none")
    bundle: Path = made.result.api.output / "openapi" / "openapi.yaml"
    scores: dict[str, Any] = fidelity(bundle, "", corpus(held.truth), depth=2)
    for kind, least in held.least.items():
        for figure, at_least in zip(("precision", "recall", "typed"), least, strict=True):
            assert scores[kind][figure] >= at_least or not at_least, (kind, figure)
