"""The figures of the README, measured: ``python -m tests.scorecard``.

Generates from the corpora beside the checkout and prints how true the result is: to the vendor's
own description of its API, and to the samples of the pages.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from codegen import pipeline, specfile
from tests.evaluate import Report, Sample, evaluate, samples_of

__all__ = ["DOUBLE", "SHARED", "fidelity", "main", "restricted"]

SHARED = Path(__file__).resolve().parents[2] / "shared"
_CORPORA = SHARED / "corpora"

#: The real use: this year's pages, and last year's for what they leave open.
DOUBLE = (_CORPORA / "superoffice-2023", _CORPORA / "superoffice-2022")
_TRUTH = _CORPORA / "superoffice-2023" / "truth" / "agents.swagger.json"

_SETS: dict[str, tuple[Path, ...]] = {
    "seeds": (_CORPORA / "seeds",),
    "superoffice 2023 and 2022": DOUBLE,
    "superoffice 2023 alone": DOUBLE[:1],
    "superoffice 2022 alone": DOUBLE[1:],
}


def fidelity(bundle: Path) -> dict[str, Any]:
    """Scores of the bundle, as far as the vendor describes it too: kind -> figures."""
    tool = SHARED / "tools" / "fidelity.py"
    spec = importlib.util.spec_from_file_location("fidelity", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    report: dict[str, Any]
    candidate = module.Document(restricted(bundle))
    report, _ = module.score(candidate, module.Document.load(str(_TRUTH)))
    return report


def restricted(bundle: Path, part: str = "/Agents/") -> dict[str, Any]:
    """The bundle with the paths that hold `part` only."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(bundle.read_text("utf-8"), Loader=loader)  # noqa: S506
    paths = document["paths"]
    return document | {"paths": {path: item for path, item in paths.items() if part in path}}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scorecard as Markdown; 0 when every sample is valid and comes back equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stride", type=int, default=1, help="check every Nth sample only")
    parser.add_argument("--sets", nargs="*", choices=list(_SETS), default=list(_SETS)[:2])
    options = parser.parse_args(arguments)
    if not _CORPORA.is_dir():
        sys.stdout.write(f"no corpora at {_CORPORA}\n")
        return 2
    failed = False
    for name in options.sets:
        with tempfile.TemporaryDirectory() as folder:
            failed |= _score(name, _SETS[name], Path(folder), options.stride)
    return int(failed)


def _score(name: str, docs: tuple[Path, ...], output: Path, stride: int) -> bool:
    started = time.monotonic()
    result = pipeline.generate(pipeline.Api(name="api", docs=docs, output=output))
    seconds = time.monotonic() - started
    usage = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in usage) / 1024**2
    started = time.monotonic()
    spec = specfile.load(output / "spec.json")
    loading = time.monotonic() - started
    samples: list[Sample] = list(samples_of(docs))[::stride]
    report = evaluate(spec, output, samples, mutate=True)
    rows = [
        ("pages, of them not recognised", f"{result.pages:,}, {result.unrecognised:,}"),
        ("lines, of them unaccounted for", f"{result.lines:,}, {result.unaccounted:,}"),
        ("operations, types, properties", _three(result)),
        ("generated in, peak memory of a process", f"{seconds:.0f} s, {peak:.2f} GiB"),
        ("spec loads in", f"{loading:.2f} s"),
        *_sample_rows(report),
    ]
    if any("2023" in path.name for path in docs):
        rows += _fidelity_rows(fidelity(output / "openapi" / "openapi.yaml"))
    sys.stdout.write(f"\n| {name} | |\n| --- | ---: |\n")
    sys.stdout.writelines(f"| {label} | {value} |\n" for label, value in rows)
    sys.stdout.writelines(f"{line}\n" for line in report.failures[:20])
    sys.stdout.flush()
    return bool(report.failures)


def _three(result: pipeline.Result) -> str:
    spec = result.spec
    return f"{len(spec.operations):,}, {len(spec.types):,}, {result.properties:,}"


def _sample_rows(report: Report) -> list[tuple[str, str]]:
    held = report.samples - report.bodiless
    rows = [
        ("samples, of them null where nothing is sent", f"{report.samples:,}, {report.bodiless}")
    ]
    rows += [
        (f"samples that pass {what}", f"{count:,} of {held:,}")
        for what, count in report.valid.items()
    ]
    every = report.rejected / max(1, report.mutants)
    documented = report.documented_rejected / max(1, report.documented_mutants)
    return [
        *rows,
        (f"mutants rejected, of {report.mutants:,}", f"{every:.4f}"),
        (f"of {report.documented_mutants:,} with a documented type", f"{documented:.4f}"),
    ]


def _fidelity_rows(report: dict[str, Any]) -> list[tuple[str, str]]:
    rows = []
    for what, row in report.items():
        if what == "required":
            rows.append(("required flags that agree", f"{row['agree']:,} of {row['scored']:,}"))
        elif row["precision"] is not None or row["reference"]:
            figures = (row["precision"], row["recall"], row["typed"])
            text = " / ".join("-" if one is None else f"{one:.4f}" for one in figures)
            rows.append((f"{what}: precision / recall / typed", text))
    return rows


if __name__ == "__main__":
    sys.exit(main())
