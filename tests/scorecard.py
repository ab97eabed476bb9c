"""The figures of the README, measured: ``python -m tests.scorecard``.

Generates from the corpora beside the checkout and prints how true the result is: to the vendor's
own description of its API, to the samples of the pages, and what the pages do not hold. With
``--write`` the figures go into the README, between its two scorecard marks.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from codegen import pipeline, specfile
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.lint import lint
from codegen.spec import ObjectType, Spec
from codegen.typeexpr import AnyType
from tests.corpora import CORPORA
from tests.evaluate import PATTERNS, Report, evaluate
from tests.fidelity import fidelity, missing
from tests.sampled import Sample, reported, samples_of

__all__ = ["main"]

_README = Path(__file__).resolve().parents[1] / "README.md"
_MARKS = re.compile(r"(<!-- scorecard -->\n).*(<!-- end of scorecard -->)", re.DOTALL)


_KINDS = ("operations", "path", "query", "header", "request", "response", "types", "enums")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """Documentation to measure. `part`: what the paths hold that the vendor describes too."""

    docs: tuple[str, ...]
    part: str | None = None
    truth: str = "superoffice-2023/truth/agents.swagger.json"
    depth: int = 3
    dialect: str = "auto"
    kinds: tuple[str, ...] = _KINDS
    """What of the vendor's description can be compared."""
    whole: bool = True
    """Whether the vendor describes all of it elsewhere: there is a recall."""


_DISCORD = _Set(docs=("discord/docs",), part="", truth="discord/truth/openapi.json", depth=2)
_GRAPH = _Set(
    docs=("msgraph/docs",),
    part="",
    truth="msgraph/truth/types.openapi.json",
    depth=2,
    kinds=("types", "enums"),
)

_SETS: dict[str, _Set] = {
    "seeds": _Set(docs=("seeds",)),
    "2023 and 2022": _Set(docs=("superoffice-2023", "superoffice-2022"), part="/Agents/"),
    "2023 alone": _Set(docs=("superoffice-2023",), part="/Agents/"),
    "2022 alone": _Set(docs=("superoffice-2022",), part="/Agents/"),
    # Other operations of the same API: of these the vendor's document has only named types.
    "rest, 2023 and 2022": _Set(
        docs=("superoffice-2023/rest", "superoffice-2022/rest"),
        part="",
        kinds=("types",),
        whole=False,
    ),
    "discord": _DISCORD,
    "discord, general": replace(_DISCORD, dialect="general"),
    "msgraph": _GRAPH,
    "msgraph, general": replace(_GRAPH, dialect="general"),
    "kucoin": _Set(docs=("kucoin",)),
    "kucoin, general": _Set(docs=("kucoin",), dialect="general"),
    "nomad": _Set(docs=("nomad/docs",), part="", truth="nomad/truth/openapi.yaml", depth=2),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scorecard as Markdown; 0 when every sample is valid and comes back equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stride", type=int, default=1, help="mutate every Nth sample only")
    parser.add_argument("--sets", nargs="*", choices=list(_SETS), default=list(_SETS))
    parser.add_argument("--missing", action="store_true", help="list what the pages do not hold")
    parser.add_argument("--write", action="store_true", help="put the figures into the README")
    options = parser.parse_args(arguments)
    if not CORPORA.is_dir():
        sys.stdout.write(f"no corpora at {CORPORA}\n")
        return 2
    if options.missing:
        sys.stdout.writelines(_missing_facts())
        return 0
    cards = []
    for name in options.sets:
        sys.stderr.write(f"measuring {name}\n")
        with tempfile.TemporaryDirectory() as folder:
            cards.append(_measure(_SETS[name], Path(folder), options.stride))
        sys.stderr.write("".join(f"  {label}: {cell}\n" for label, cell in cards[-1].cells.items()))
    text = "\n".join([*_tables(options.sets, cards)])
    sys.stdout.write(text + "\n")
    if options.write:
        readme = _README.read_text("utf-8")
        _README.write_text(_MARKS.sub(rf"\g<1>\n{text}\n\g<2>", readme), "utf-8", newline="\n")
    failures = [line for card in cards for line in card.failures]
    sys.stdout.writelines(f"{line}\n" for line in failures[:20])
    return int(bool(failures))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """What was measured of one set: cells by label, scores by kind, and failed samples."""

    cells: dict[str, str]
    scores: dict[str, Any]
    failures: tuple[str, ...] = ()


def _measure(chosen: _Set, output: Path, stride: int) -> _Card:
    docs = tuple(CORPORA / name for name in chosen.docs)
    started = time.monotonic()
    api = pipeline.Api(name="api", docs=docs, output=output, dialect=chosen.dialect)
    try:
        result = pipeline.generate(api)
    except CodegenError as error:
        return _Card(cells={"pages": f"not generated: {error.diagnostics[-1].code}"}, scores={})
    seconds = time.monotonic() - started
    usage = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in usage) / 1024**2
    started = time.monotonic()
    spec = specfile.load(output / "spec.json")
    loading = time.monotonic() - started
    understood = pipeline.understand(api)
    samples: list[Sample] = list(samples_of(understood))
    report = evaluate(spec, output, samples, mutate=samples[::stride])
    cells = {
        "pages": f"{result.pages:,}",
        "of them not recognised": f"{result.unrecognised:,}",
        "lines of recognised pages": f"{result.lines:,}",
        "of them unaccounted for": f"{result.unaccounted:,}",
        "operations": f"{len(spec.operations):,}",
        "types": f"{len(spec.types):,}",
        "properties, of them of open type": f"{result.properties:,}, {_open(spec):,}",
        "generated in": f"{seconds:.0f} s",
        "peak memory of a process": f"{peak:.2f} GiB",
        "spec file loads in": f"{loading:.2f} s",
        **_sample_cells(report, lint(understood)),
        **_mutant_cells(report),
    }
    scores: dict[str, Any] = {}
    if chosen.part is not None:
        bundle = output / "openapi" / "openapi.yaml"
        scores = fidelity(bundle, chosen.part, CORPORA / chosen.truth, chosen.depth)
        scores = {kind: row for kind, row in scores.items() if kind in (*chosen.kinds, "required")}
    if not chosen.whole:
        scores = {kind: row | {"recall": None} for kind, row in scores.items()}
    if "operations" not in chosen.kinds:
        scores.pop("required", None)
    return _Card(cells=cells, scores=scores, failures=tuple(report.failures))


def _open(spec: Spec) -> int:
    """Number of properties of which the evidence settles no type."""
    objects = (one for one in spec.types if isinstance(one, ObjectType))
    return sum(isinstance(prop.type, AnyType) for one in objects for prop in one.properties)


def _sample_cells(report: Report, findings: tuple[Diagnostic, ...]) -> dict[str, str]:
    held = report.samples - report.bodiless
    told = sum(reported(failure, findings) for failure in report.failed)
    totals = {what: report.patterns if what == PATTERNS else held for what in report.valid}
    return {
        "samples": f"{report.samples + report.patterns:,}",
        "of them null where nothing is sent": f"{report.bodiless:,}",
        "of them with words in place of values": f"{report.patterns:,}",
        **{
            f"pass {what}": f"{count:,} of {totals[what]:,}" for what, count in report.valid.items()
        },
        "fail, and reported as contradicting": f"{told:,} of {len(report.failed):,}",
    }


def _mutant_cells(report: Report) -> dict[str, str]:
    return {
        "mutants, of them with a documented type": (
            f"{report.mutants:,}, {report.documented_mutants:,}"
        ),
        "of them rejected": _share(report.rejected, report.mutants),
        "of those with a documented type": _share(
            report.documented_rejected, report.documented_mutants
        ),
    }


def _share(part: int, whole: int) -> str:
    """A share; no figure where there is nothing to have a share of."""
    return f"{part / whole:.4f}" if whole else "-"


def _tables(names: Sequence[str], cards: Sequence[_Card]) -> Iterator[str]:
    yield from _table(["", *names], _cell_rows(cards))
    yield ""
    scored = [(name, card.scores) for name, card in zip(names, cards, strict=True) if card.scores]
    if scored:
        header = ["precision / recall / typed", *(name for name, _ in scored)]
        yield from _table(header, _score_rows([scores for _, scores in scored]))


def _cell_rows(cards: Sequence[_Card]) -> Iterator[list[str]]:
    labels = dict.fromkeys(label for card in cards for label in card.cells)
    for label in labels:
        yield [label, *(card.cells.get(label, "") for card in cards)]


def _score_rows(scores: Sequence[dict[str, Any]]) -> Iterator[list[str]]:
    for kind in _KINDS:
        rows = [score.get(kind) for score in scores]
        if any(row["reference"] for row in rows if row):
            yield [kind, *(_figures(row) if row else "" for row in rows)]
    flags = [score.get("required") for score in scores]
    agree = [f"{row['agree']:,} of {row['scored']:,}" if row else "" for row in flags]
    yield ["required flags that agree", *agree]


def _figures(row: dict[str, Any]) -> str:
    figures = (row["precision"], row["recall"], row["typed"])
    return " / ".join("-" if one is None else f"{one:.4f}" for one in figures)


def _table(header: Sequence[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"| --- |{' ---: |' * (len(header) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _missing_facts() -> Iterator[str]:
    for name, chosen in _SETS.items():
        if chosen.part != "/Agents/":
            continue
        found = missing([CORPORA / one for one in chosen.docs])
        lost = sum(count for _, count in found.names)
        yield f"\n{name}: {len(found.names)} named types of the vendor, with {lost} of its "
        yield f"{found.reference} properties, have a name that no page prints; recall of named "
        yield f"types can be {found.bound:.3f} at most by names that pages print\n"
        yield from (f"  {one}: {count}\n" for one, count in found.names)
        yield f"{name}: {len(found.shapes)} named types that no page shows\n"
        yield from (f"  {one}: {count}\n" for one, count in found.shapes)


if __name__ == "__main__":
    sys.exit(main())
