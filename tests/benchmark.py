"""How fast it is, against neighbours that do comparable work: ``python -m tests.benchmark``.

Prints a table of ratios, each of two medians of times taken in turn in the same run, with the peak
memory of all the processes of each. With ``--write`` the table goes into the README, between its
two benchmark marks. Reads the corpora beside the checkout, or the folders of ``--docs``.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench_docs import Edits, copies
from tests.bench_timing import Cost, Run, console, step, timed
from tests.corpora import CORPORA

__all__ = ["main"]

_README = Path(__file__).resolve().parents[1] / "README.md"
_MARKS = re.compile(r"(<!-- benchmark -->\n).*(<!-- end of benchmark -->)", re.DOTALL)
_DOCS = ("superoffice-2023", "superoffice-2022")
_GRAPH = CORPORA / "msgraph" / "docs"
_COPIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bench:
    """Where things are while the benchmark runs."""

    docs: tuple[str, ...]
    folder: Path
    edits: Edits
    """Documentation that may be edited, a copy of `docs`."""

    def path(self, name: str) -> str:
        """A file or folder of the benchmark's own."""
        return str(self.folder / name)

    def generate(self, *more: str, docs: Sequence[str] = (), output: str = "out") -> Run:
        """A run of ``doc-codegen generate``, with the benchmark's own cache."""
        # Findings are no failure of what is timed.
        return self.command("generate", "--fail-on", "never", *more, docs=docs, output=output)

    def command(self, name: str, *more: str, docs: Sequence[str] = (), output: str = "out") -> Run:
        """A run of a command that takes documentation and an output folder."""
        chosen = [word for path in docs or self.docs for word in ("--docs", path)]
        named = ("--name", "api", "--output", self.path(output))
        return console("doc-codegen", name, *chosen, *named, *more, folder=self.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Two costs to compare. `ours` and `theirs` are called once for every run."""

    name: str
    what: str
    against: str
    at_most: float
    ours: Callable[[_Bench], Run]
    theirs: Callable[[_Bench], Run]
    memory_at_most: float | None = None
    prepare: Callable[[_Bench], None] = lambda _: None
    runs: int | None = None
    """How often, where that is not left to the user."""
    pages: Path | None = None
    """What it reads, where that is not the documentation of the others."""


def _prepare_bundle(bench: _Bench) -> None:
    if not Path(bench.path("first")).exists():
        timed(bench.generate("--no-cache", output="first"))


def _prepare_cache(bench: _Bench) -> None:
    # Names are kept from the first run on, so that the second is the first with nothing new.
    for _ in range(2):
        timed(bench.generate())


def _prepare_edits(bench: _Bench) -> None:
    for _ in range(2):
        timed(bench.generate(docs=bench.edits.docs, output="edited"))


def _prepare_samples(bench: _Bench) -> None:
    _prepare_bundle(bench)
    timed(step("samples", bench.path("samples"), bench.path("first"), *bench.docs))
    timed(_neighbour(bench, "neighbour/theirs.py"))
    for _ in range(2):  # The first import compiles.
        timed(_validate(bench, "first", "models"))
        timed(_validate(bench, "neighbour", "theirs"))


def _prepare_copies(bench: _Bench) -> None:
    _prepare_bundle(bench)
    copies(bench.docs, Path(bench.path("first")), Path(bench.path("copies")), _COPIES)


def _edited(bench: _Bench) -> Run:
    bench.edits.edit()
    return bench.generate(docs=bench.edits.docs, output="edited")


def _cold(bench: _Bench) -> Run:
    return bench.generate("--no-cache", output="cold")


def _neighbour(bench: _Bench, output: str = "theirs.py") -> Run:
    target = Path(bench.path(output))
    target.parent.mkdir(exist_ok=True)
    bundle = bench.path("first/openapi/openapi.yaml")
    kind = ("--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel")
    return console("datamodel-codegen", "--input", bundle, *kind, "--output", str(target))


def _validate(bench: _Bench, output: str, package: str) -> Run:
    return step("validate", bench.path(output), package, bench.path("samples"))


def _hashing(bench: _Bench) -> Run:
    return step("digest", *bench.docs)


def _python(_: _Bench) -> Run:
    return console("python", "-c", "pass")


_ROWS: tuple[_Row, ...] = (
    _Row(
        name="spec",
        what="pages to spec, cold, no cache",
        against="markdown-it-py's full parse of the same files, one process",
        at_most=1.0,
        ours=lambda bench: step("spec", *bench.docs),
        theirs=lambda bench: step("parse", *bench.docs),
    ),
    _Row(
        name="graph",
        what="the same of 3,341 pages of Microsoft Graph",
        against="the same of these",
        at_most=1.0,
        ours=lambda _: step("spec", str(_GRAPH)),
        theirs=lambda _: step("parse", str(_GRAPH)),
        pages=_GRAPH,
    ),
    _Row(
        name="all",
        what="pages to everything, cold, no cache",
        against="`datamodel-codegen` from our bundle to pydantic models alone",
        at_most=1.2,
        prepare=_prepare_bundle,
        ours=_cold,
        theirs=_neighbour,
    ),
    _Row(
        name="nothing",
        what="`generate`, nothing changed",
        against="starting Python, reading and hashing the same files",
        at_most=3,
        prepare=_prepare_cache,
        ours=lambda bench: bench.generate(),
        theirs=_hashing,
    ),
    _Row(
        name="check",
        what="`check`, nothing changed",
        against="the same",
        at_most=3,
        prepare=_prepare_cache,
        ours=lambda bench: bench.command("check"),
        theirs=_hashing,
    ),
    _Row(
        name="edit",
        what="`generate` after one property in one page changed",
        against="the cold run",
        at_most=0.1,
        prepare=_prepare_edits,
        ours=_edited,
        theirs=_cold,
    ),
    _Row(
        name="copies",
        what=f"{_COPIES} copies of the docs with renamed types, cold",
        against="one copy",
        at_most=_COPIES + 1,
        memory_at_most=_COPIES,
        prepare=_prepare_copies,
        ours=lambda bench: bench.generate(
            "--no-cache", docs=[bench.path("copies")], output="copied"
        ),
        theirs=_cold,
        runs=1,
    ),
    _Row(
        name="models",
        what="importing `models` and validating all samples",
        against="the same with the models of `datamodel-codegen` from our bundle",
        at_most=1.0,
        prepare=_prepare_samples,
        ours=lambda bench: _validate(bench, "first", "models"),
        theirs=lambda bench: _validate(bench, "neighbour", "theirs"),
    ),
    _Row(
        name="help",
        what="`doc-codegen --help`",
        against="`python -c pass`",
        at_most=6,
        ours=lambda _: console("doc-codegen", "--help"),
        theirs=_python,
    ),
    _Row(
        name="version",
        what="`doc-codegen --version`",
        against="`python -c pass`",
        at_most=6,
        ours=lambda _: console("doc-codegen", "--version"),
        theirs=_python,
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table as Markdown; 1 where a ratio is greater than it may be."""
    names = [row.name for row in _ROWS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", nargs="+", type=Path, help="folders of Markdown pages")
    parser.add_argument("--rows", nargs="+", choices=names, default=names)
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the median")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    options = parser.parse_args(arguments)
    docs = tuple(str(path.resolve()) for path in options.docs or (CORPORA / it for it in _DOCS))
    if missing := [path for path in docs if not Path(path).is_dir()]:
        sys.stdout.write(f"no documentation at {', '.join(missing)}\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(docs=docs, folder=Path(folder), edits=Edits(docs, Path(folder) / "docs"))
        lines = list(_TABLE_HEAD)
        over = False
        for row in _ROWS:
            there = row.pages is None or row.pages.is_dir()
            if row.name in options.rows and there:
                line, within = _measured(row, bench, row.runs or options.runs)
                sys.stderr.write(line + "\n")
                lines.append(line)
                over |= not within
        stages = _stages(bench) if "all" in options.rows else []
    text = "\n".join([*lines, *stages])
    sys.stdout.write(text + "\n")
    if options.write:
        readme = _README.read_text("utf-8")
        _README.write_text(_MARKS.sub(rf"\g<1>\n{text}\n\n\g<2>", readme), "utf-8", newline="\n")
    return int(over)


_TABLE_HEAD = (
    "| what | against | ours | theirs | ratio | at most | peak memory, ours and theirs |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
)


def _measured(row: _Row, bench: _Bench, runs: int) -> tuple[str, bool]:
    """The line of the table, and whether the ratio is what it may be."""
    row.prepare(bench)
    # In turn, so that what else the machine does falls on both.
    pairs = [(timed(row.ours(bench)), timed(row.theirs(bench))) for _ in range(runs)]
    ours, theirs = (
        Cost(
            seconds=statistics.median(pair[side].seconds for pair in pairs),
            memory=max(pair[side].memory for pair in pairs),
        )
        for side in (0, 1)
    )
    ratio = ours.seconds / theirs.seconds
    within = ratio <= row.at_most
    if row.memory_at_most is not None:
        within &= ours.memory / theirs.memory <= row.memory_at_most
    cells = (
        row.what,
        row.against,
        f"{ours.seconds:.2f} s",
        f"{theirs.seconds:.2f} s",
        f"{ratio:.2f}" if within else f"**{ratio:.2f}**",
        f"{row.at_most:g}",
        f"{ours.memory:.0f} and {theirs.memory:.0f} MiB",
    )
    return f"| {' | '.join(cells)} |", within


def _stages(bench: _Bench) -> Iterator[str]:
    """Where the time of a cold run goes."""
    cost = timed(step("stages", bench.path("staged"), *bench.docs))
    ends: Mapping[str, float] = json.loads(cost.output.splitlines()[-1])
    yield ""
    yield "| stage of a cold run | seconds |"
    yield "| --- | ---: |"
    before = 0.0
    for stage, end in sorted(ends.items(), key=lambda item: item[1]):
        yield f"| {stage} | {end - before:.1f} |"
        before = end


if __name__ == "__main__":
    sys.exit(main())
