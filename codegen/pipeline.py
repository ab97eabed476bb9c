"""Joins the stages: one API, from its pages to its files. The only file that knows them all."""

from __future__ import annotations

import dataclasses
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from codegen import dialects, markdown, namelock, outputs, overlay, sources, specfile
from codegen.claims import Reading
from codegen.diagnostics import CodegenError, Diagnostic, merged
from codegen.namelock import NameLock
from codegen.outputs import Changes, TargetName
from codegen.overlay import Applied, Overlay
from codegen.passthrough import NO_OPTIONS, ModelOptions
from codegen.plan import Plan, placed, planned
from codegen.resolve import Resolution, resolve
from codegen.sources import Source
from codegen.spec import ObjectType, Spec

__all__ = [
    "Api",
    "FailOn",
    "Plan",
    "Progress",
    "Result",
    "Understanding",
    "build",
    "generate",
    "located",
    "planned",
    "read_pages",
    "silent",
    "understand",
]

#: Fewer pages than this are read faster than processes start.
_PARALLEL_PAGES = 200
_CHUNK = 40

#: Told of every step: (stage, done, total).
Progress = Callable[[str, int, int], None]

FailOn = Literal["error", "warning", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One API to generate: where its pages are, and where its files go.

    `docs` in order of precedence. `spec` is the path of the spec file, by default in `output`;
    `overlay` that of the user's corrections, by default those beside the spec, if there are any.
    `targets`: what is written beside the spec. `fail_on`: findings as grave as this fail a build.
    """

    name: str
    docs: tuple[Path, ...]
    output: Path
    spec: Path | None = None
    overlay: Path | None = None
    dialect: str = "auto"
    enums: Literal["open", "closed"] = "open"
    examples: bool = False
    targets: tuple[TargetName, ...] = outputs.TARGETS
    fail_on: FailOn = "error"
    model_options: ModelOptions = NO_OPTIONS

    @property
    def spec_path(self) -> Path:
        """Where the spec file goes."""
        return self.spec or self.output / "spec.json"

    @property
    def overlay_path(self) -> Path:
        """Where the user's corrections are looked for."""
        return self.overlay or self.spec_path.parent / "overlay.yaml"

    @property
    def lock_path(self) -> Path:
        """Where the names are kept."""
        return self._beside_spec("names.lock.json")

    @property
    def approvals_path(self) -> Path:
        """Where changes of the API that were accepted are looked for."""
        return self._beside_spec("approvals.yaml")

    def _beside_spec(self, name: str) -> Path:
        """A file beside the spec file, by its name where it has another."""
        path = self.spec_path
        prefix = "" if path.stem == "spec" else f"{path.stem}."
        return path.with_name(f"{prefix}{name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run made: the spec, the texts by path relative to the output, and the findings.

    Findings that the overlay settles are left out: nothing in the outputs rests on them.
    """

    api: Api
    spec: Spec
    lock: NameLock
    tree: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    unrecognised: int
    samples: int
    lines: int
    unaccounted: int
    changes: Changes = Changes()  # noqa: RUF009 - frozen
    former: Spec | None = None
    """The spec that was there before, where one was."""

    @property
    def properties(self) -> int:
        """Number of properties of all types."""
        return sum(len(one.properties) for one in self.spec.types if isinstance(one, ObjectType))


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What the pages of an API say, before anything is made of it."""

    api: Api
    sources: tuple[Source, ...]
    readings: tuple[Reading, ...]
    resolution: Resolution
    lock: NameLock
    """The names that were given before."""
    diagnostics: tuple[Diagnostic, ...]
    """All findings, with the paths of files."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """No progress is shown."""


def generate(api: Api, progress: Progress = silent, *, force: bool = False) -> Result:
    """Build `api` and write its spec and outputs; `force`: over files of others too.

    Waits for another run that writes there, and undoes what an interrupted one has left half done.

    Raises CodegenError before anything is written: where its pages are not found, where nothing
    in them is understood, where an output is not what was meant or cannot be written.
    """
    with outputs.reserved(api.output, waiting=partial(progress, "wait for another run", 0, 1)):
        place = placed(api)
        outputs.repair(place.root, place.owned, (place.spec, place.lock), home=place.output)
        result = build(api, progress)
        progress("write", 0, 1)
        former = _former(api)
        plan = planned(result)
        changes = outputs.write(plan.tree, plan.root, plan.owned, home=plan.output, force=force)
    progress("write", 1, 1)
    return dataclasses.replace(result, changes=changes, former=former)


def _former(api: Api) -> Spec | None:
    """The spec that is about to be replaced; None where there is none that can be read."""
    try:
        return specfile.load(api.spec_path)
    except CodegenError:
        return None


def build(api: Api, progress: Progress = silent) -> Result:
    """Everything but writing: pages -> claims -> spec -> texts. Raises as `generate` does."""
    from codegen import specimen, targets  # noqa: PLC0415 - slow, and not needed to read pages

    found = _find(api)
    with _without_gc(), _workers(len(found.sources)) as workers:
        understood = _understand(api, found, workers, progress)
        resolution, readings = understood.resolution, understood.readings
        options = targets.Options(
            enums=api.enums,
            examples=api.examples,
            targets=api.targets,
            model_options=api.model_options,
        )

        def execute(jobs: Iterable[targets.Job]) -> Iterator[dict[str, str]]:
            jobs = list(jobs)
            mapped = workers.map(targets.run, jobs) if workers else map(targets.run, jobs)
            for done, texts in enumerate(mapped):
                progress("render", done + 1, len(jobs))
                yield texts

        lock = targets.relocked(resolution.spec, options, understood.lock, resolution.lock)
        lock = msgspec.structs.replace(
            lock, generator=specimen.digest(), options=targets.not_default(options)
        )
        tree = targets.render(resolution.spec, options, execute, lock)
    weighed = overlay.settled(understood.diagnostics, resolution.spec, resolution.overlay)
    return Result(
        api=api,
        spec=resolution.spec,
        lock=lock,
        tree=tree,
        diagnostics=tuple(finding for finding, by in weighed if by is None),
        pages=len(readings),
        unrecognised=sum(not reading.dialect for reading in readings),
        samples=sum(reading.samples for reading in readings),
        lines=sum(reading.lines for reading in readings if reading.dialect),
        unaccounted=sum(reading.unaccounted for reading in readings if reading.dialect),
    )


def understand(
    api: Api, progress: Progress = silent, *, lock: NameLock | None = None
) -> Understanding:
    """The pages of `api` read and resolved, and nothing rendered. Raises as `generate` does.

    `lock`: the names that were given before, instead of those in the file.
    """
    found = _find(api)
    if lock is not None:
        found = dataclasses.replace(found, lock=lock)
    with _without_gc(), _workers(len(found.sources)) as workers:
        return _understand(api, found, workers, progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The pages of an API that its overlay does not ignore."""

    sources: tuple[Source, ...]
    overlay: Overlay
    applied: tuple[Applied, ...]
    """The entries of the overlay that ignore pages."""
    findings: tuple[Diagnostic, ...]
    lock: NameLock


def _find(api: Api) -> _Found:
    """Look for the overlay, the name lock and the pages. Raises CodegenError as `generate` does."""
    there = api.overlay is not None or os.path.lexists(api.overlay_path)
    corrections = overlay.load(api.overlay_path) if there else Overlay()
    listed, findings = sources.find(api.docs)
    pages = [*(source.page for source in listed), *(finding.path for finding in findings)]
    left_out, applied, stale = overlay.ignored(corrections, pages)
    return _Found(
        sources=tuple(source for source in listed if source.page not in left_out),
        overlay=corrections,
        applied=applied,
        findings=(*stale, *(one for one in findings if one.path not in left_out)),
        lock=namelock.load(api.lock_path),
    )


def _understand(
    api: Api, found: _Found, workers: ProcessPoolExecutor | None, progress: Progress
) -> Understanding:
    findings: list[Diagnostic] = list(found.findings)
    readings = []
    for item in read_pages(found.sources, api.dialect, workers, progress):
        if isinstance(item, Reading):
            readings.append(item)
            findings.extend(item.diagnostics)
        else:
            findings.append(item)
    progress("resolve", 0, 1)
    resolution = resolve(
        readings, api=api.name, examples=api.examples, overlay=found.overlay, lock=found.lock
    )
    resolution = dataclasses.replace(resolution, overlay=(*found.applied, *resolution.overlay))
    progress("resolve", 1, 1)
    findings.extend(resolution.diagnostics)
    if not resolution.spec.operations and not resolution.spec.types:
        raise CodegenError(*located(findings, found.sources), _nothing(api))
    return Understanding(
        api=api,
        sources=found.sources,
        readings=tuple(readings),
        resolution=resolution,
        lock=found.lock,
        diagnostics=located(findings, found.sources),
    )


def read_pages(
    found: Sequence[Source],
    dialect: str,
    workers: ProcessPoolExecutor | None = None,
    progress: Progress = silent,
) -> Iterator[Reading | Diagnostic]:
    """Read and parse every source; a file that cannot be read gives its diagnostic."""
    dialects.check(dialect)
    chunks = [found[start : start + _CHUNK] for start in range(0, len(found), _CHUNK)]
    work = partial(_read_chunk, dialect=dialect)
    done = 0
    for chunk in workers.map(work, chunks) if workers else map(work, chunks):
        done += len(chunk)
        progress("read", done, len(found))
        yield from chunk


def _read_chunk(found: Sequence[Source], *, dialect: str) -> list[Reading | Diagnostic]:
    results: list[Reading | Diagnostic] = []
    for source in found:
        document = sources.read(source)
        if isinstance(document, Diagnostic):
            results.append(document)
        else:
            results.append(dialects.read(markdown.parse(document), dialect))
    return results


def located(findings: Iterable[Diagnostic], found: Sequence[Source]) -> tuple[Diagnostic, ...]:
    """Findings, each once, with the path of the file, as the user gave it, for its page."""
    paths = {source.page: source.path.as_posix() for source in found}
    ordered = merged(findings)
    return tuple(
        dataclasses.replace(
            finding,
            path=paths.get(finding.path, finding.path),
            related=tuple(
                dataclasses.replace(other, path=paths.get(other.path, other.path))
                for other in finding.related
            ),
        )
        for finding in ordered
    )


@contextmanager
def _without_gc() -> Iterator[None]:
    """Millions of small objects and hardly a cycle among them: looking for cycles only costs."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _workers(pages: int) -> Iterator[ProcessPoolExecutor | None]:
    """A process for each core where there is work for them, else None."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if pages < _PARALLEL_PAGES or (cores or 1) < 2:  # noqa: PLR2004 - one core gains nothing
        yield None
        return
    with ProcessPoolExecutor(cores, initializer=_begin_worker) as pool:
        yield pool


def _begin_worker() -> None:
    """Leave interrupts to the parent, which ends its workers; end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _nothing(api: Api) -> Diagnostic:
    return Diagnostic(
        code="nothing-generated",
        severity="error",
        message=f"no operation and no type was found for {api.name!r}; nothing was written",
        path=", ".join(path.as_posix() for path in api.docs),
        hint="is it the documentation of a REST API in a form that a dialect knows?",
    )
