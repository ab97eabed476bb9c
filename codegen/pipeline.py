"""Joins the stages: one API, from its pages to its files. The only file that knows them all.

What was made before of the same input is taken from the cache, where the API has one: the pages
that did not change (`codegen.reading`), the texts whose part of the spec did not (`rendering`), and
where nothing at all did, the whole run (`result.Record`). Stages that such a run does not need are
imported by those that do.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import structs

from codegen import cache, inputs, outputs
from codegen.api import Api, FailOn, Progress, silent
from codegen.cache import Cache
from codegen.diagnostics import CodegenError, Diagnostic, merged
from codegen.inputs import Content, Inputs
from codegen.outputs import Changes
from codegen.plan import Plan, placed, planned
from codegen.result import Counts, Fresh, Result, recalled, record
from codegen.sources import Source
from codegen.workers import Workers, without_gc

if TYPE_CHECKING:
    from codegen.claims import Reading
    from codegen.dialects import Choice
    from codegen.namelock import NameLock
    from codegen.overlay import Applied, Overlay
    from codegen.resolve import Resolution

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
    "silent",
    "understand",
]

#: Fewer pages than this are read faster than processes start.
_PARALLEL_PAGES = 200


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """What the pages of an API say, before anything is made of it."""

    api: Api
    contents: tuple[Content, ...]
    """The pages that the overlay does not ignore, as they were read."""
    readings: tuple[Reading, ...]
    resolution: Resolution
    lock: NameLock
    """The names that were given before."""
    findings: tuple[Diagnostic, ...]
    """What was found as the pages were read."""

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings, with the paths of files; put together when they are asked for."""
        return located((*self.findings, *self.resolution.diagnostics), self.sources)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files of the pages."""
        return tuple(one.source for one in self.contents)


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
        if result.standing is not None:
            changes = Changes(unchanged=result.standing)
        else:
            result = dataclasses.replace(result, replaced=inputs.content(api.spec_path))
            plan = planned(result)
            changes = outputs.write(plan.tree, plan.root, plan.owned, home=plan.output, force=force)
    progress("write", 1, 1)
    return dataclasses.replace(result, changes=changes)


def build(api: Api, progress: Progress = silent) -> Result:
    """Everything but writing: pages -> claims -> spec -> texts. Raises as `generate` does."""
    with without_gc():
        given = inputs.gather(api)
        kept = cache.opened(api.cache)
        if kept is None:
            return _built(api, given, None, progress)
        key = inputs.key(api, given)
        known = kept.get(key) if key is not None else None
        result = recalled(api, known) if known is not None else None
        if result is None:
            result = _built(api, given, kept, progress)
            if key is not None:
                kept.put(key, record(result))
        kept.prune()
        return result


def _built(api: Api, given: Inputs, kept: Cache | None, progress: Progress) -> Result:
    from codegen import overlay, rendering, targets  # noqa: PLC0415 - start-up time

    found = _found(api, given)
    with _workers(given) as workers:
        if kept is not None:  # There may be so little to make that loading takes longest.
            workers.start(targets.warm)
        understood = _understand(api, found, workers, kept, progress)
        resolution, readings = understood.resolution, understood.readings
        options = targets.Options(
            enums=api.enums,
            examples=api.examples,
            targets=api.targets,
            model_options=api.model_options,
        )
        lock = targets.relocked(resolution.spec, options, understood.lock, resolution.lock)
        lock = structs.replace(
            lock, generator=_generator(kept), options=targets.not_default(options)
        )
        execute = rendering.executor(workers, kept, progress)
        texts = targets.begin(resolution.spec, options, execute, lock)
        # While other processes make the texts.
        weighed = overlay.settled(understood.diagnostics, resolution.spec, resolution.overlay)
        diagnostics = tuple(finding for finding, by in weighed if by is None)
        made = Fresh(resolution.spec, lock, texts)
        made.finish()
    return Result(
        api=api,
        made=made,
        counts=_counts(readings, resolution),
        diagnostics=diagnostics,
    )


def _generator(kept: Cache | None) -> str:
    """The mark of this doc-codegen, which takes a small run of its own."""
    from codegen import specimen  # noqa: PLC0415 - start-up time

    key = cache.key("generator")
    known = kept.get(key) if kept is not None else None
    if known is not None:
        return known.decode()
    made = specimen.digest()
    if kept is not None:
        kept.put(key, made.encode())
    return made


def _counts(readings: Sequence[Reading], resolution: Resolution) -> Counts:
    from codegen.spec import ObjectType  # noqa: PLC0415 - start-up time

    spec = resolution.spec
    recognised = [reading for reading in readings if reading.dialect]
    objects = (one for one in spec.types if isinstance(one, ObjectType))
    return Counts(
        pages=len(readings),
        unrecognised=len(readings) - len(recognised),
        samples=sum(reading.samples for reading in readings),
        lines=sum(reading.lines for reading in recognised),
        unaccounted=sum(reading.unaccounted for reading in recognised),
        operations=len(spec.operations),
        types=len(spec.types),
        documented=sum(bool(root.label) for root in resolution.trace.roots.values()),
        properties=sum(len(one.properties) for one in objects),
    )


def understand(
    api: Api, progress: Progress = silent, *, lock: NameLock | None = None
) -> Understanding:
    """The pages of `api` read and resolved, and nothing rendered. Raises as `generate` does.

    `lock`: the names that were given before, instead of those in the file.
    """
    with without_gc():
        given = inputs.gather(api)
        kept = cache.opened(api.cache)
        with _workers(given) as workers:
            understood = _understand(api, _found(api, given, lock), workers, kept, progress)
    if kept is not None:
        kept.prune()
    return understood


def _workers(given: Inputs) -> Workers:
    return Workers(parallel=len(given.contents) >= _PARALLEL_PAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The pages of an API that its overlay does not ignore."""

    contents: tuple[Content, ...]
    overlay: Overlay
    applied: tuple[Applied, ...]
    """The entries of the overlay that ignore pages."""
    findings: tuple[Diagnostic, ...]
    lock: NameLock
    dialect: Choice


def _found(api: Api, given: Inputs, lock: NameLock | None = None) -> _Found:
    """What the inputs are. Raises CodegenError where the overlay or the name lock is damaged."""
    from codegen import namelock, overlay  # noqa: PLC0415 - start-up time

    lock = namelock.load(api.lock_path, given.lock) if lock is None else lock
    there = api.overlay is not None or os.path.lexists(api.overlay_path)
    corrections = overlay.load(api.overlay_path, given.overlay) if there else overlay.Overlay()
    pages = [one.source.page for one in given.contents]
    pages += [finding.path for finding in given.findings]
    left_out, applied, stale = overlay.ignored(corrections, pages)
    return _Found(
        contents=tuple(one for one in given.contents if one.source.page not in left_out),
        overlay=corrections,
        applied=applied,
        findings=(*stale, *(one for one in given.findings if one.path not in left_out)),
        lock=lock,
        dialect=given.dialect,
    )


def _understand(
    api: Api, found: _Found, workers: Workers, kept: Cache | None, progress: Progress
) -> Understanding:
    from codegen import includes, reading  # noqa: PLC0415 - start-up time
    from codegen.claims import Reading  # noqa: PLC0415
    from codegen.resolve import resolve  # noqa: PLC0415

    whole = includes.expanded(found.contents, api.limits.page_size)
    findings: list[Diagnostic] = [*found.findings, *whole.findings]
    readings = []
    told = partial(progress, "read")
    for item in reading.read_pages(whole.contents, found.dialect, api.limits, workers, kept, told):
        if isinstance(item, Reading):
            placed = reading.placed(item, whole.origins.get(item.page, ()))
            readings.append(placed)
            findings.extend(placed.diagnostics)
        else:
            findings.append(item)
    progress("resolve", 0, 1)
    resolution = resolve(
        readings, api=api.name, examples=api.examples, overlay=found.overlay, lock=found.lock
    )
    resolution = dataclasses.replace(resolution, overlay=(*found.applied, *resolution.overlay))
    progress("resolve", 1, 1)
    understood = Understanding(
        api=api,
        contents=found.contents,
        readings=tuple(readings),
        resolution=resolution,
        lock=found.lock,
        findings=tuple(findings),
    )
    if not resolution.spec.operations and not resolution.spec.types:
        raise CodegenError(*understood.diagnostics, _nothing(api))
    return understood


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


def _nothing(api: Api) -> Diagnostic:
    return Diagnostic(
        code="nothing-generated",
        severity="error",
        message=f"no operation and no type was found for {api.name!r}; nothing was written",
        path=", ".join(path.as_posix() for path in api.docs),
        hint="doc-codegen dialect new shows what the pages look like, and begins a dialect",
    )
