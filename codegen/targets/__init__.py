"""Spec -> fragments -> modules: the outputs. A target is one function and one row in `TARGETS`.

`render` is all of it in one call. A caller that wants to cache or to use several processes gives
`render` its own `execute`: every `Job` is picklable and its texts depend on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from codegen.spec import Spec
from codegen.targets import dataclasses, openapi, pydantic
from codegen.targets.fragment import Fragment, Options

__all__ = ["TARGETS", "Execute", "Fragment", "Job", "Options", "Target", "render", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A Python package of models: what stands for itself, and one module per fragment."""

    package: Callable[[Spec, Options], dict[str, str]]
    module: Callable[[Fragment, Options], dict[str, str]]


#: Name of the package -> how it is made.
TARGETS: Mapping[str, Target] = {
    pydantic.FOLDER: Target(package=pydantic.package, module=pydantic.module),
    dataclasses.FOLDER: Target(package=dataclasses.package, module=dataclasses.module),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One module to render: a pure function of what stands here."""

    target: str
    fragment: Fragment
    options: Options


Execute = Callable[[Iterable[Job]], Iterable[dict[str, str]]]


def run(job: Job) -> dict[str, str]:
    """Path -> text of the module; CodegenError where it is not what was meant."""
    return TARGETS[job.target].module(job.fragment, job.options)


def _one_by_one(jobs: Iterable[Job]) -> Iterable[dict[str, str]]:
    return map(run, jobs)


def render(spec: Spec, options: Options, execute: Execute = _one_by_one) -> dict[str, str]:
    """Path relative to the output folder -> text, sorted by path; nothing is written.

    CodegenError: the spec names a type that it does not have (`unknown-type`), its modules refer
    to each other in a circle (`module-circle`), or an output is not what was meant
    (`unsafe-output`).
    """
    parts = openapi.fragments(spec, options)
    made = {"openapi/openapi.yaml": openapi.bundle(spec, options)}
    made |= {f"openapi/{part.module}.yaml": part.text for part in parts}
    for target in TARGETS.values():
        made |= target.package(spec, options)
    jobs = [Job(target=name, fragment=part, options=options) for name in TARGETS for part in parts]
    for texts in execute(jobs):
        made |= texts
    return dict(sorted(made.items()))
