"""Spec -> fragments -> modules: the outputs. A target is one function and one row in `TARGETS`.

`render` is all of it in one call. A caller that wants to cache or to use several processes gives
`render` its own `execute`: every `Job` is picklable and its texts depend on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from codegen.namelock import NameLock
from codegen.outputs import FOLDERS, TargetName
from codegen.spec import Spec
from codegen.targets import dataclasses, openapi, pydantic
from codegen.targets.document import file
from codegen.targets.engine import warm
from codegen.targets.fragment import Fragment, Options, not_default, options_of
from codegen.targets.jobs import Execute, Job, one_by_one, run
from codegen.targets.openapi import relocked

__all__ = [
    "TARGETS",
    "Execute",
    "Fragment",
    "Job",
    "Options",
    "Target",
    "begin",
    "not_default",
    "options_of",
    "relocked",
    "render",
    "run",
    "warm",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A Python package of models: what stands for itself, and one module per fragment."""

    package: Callable[[Spec, Options, Execute], Iterable[dict[str, str]]]
    module: Callable[[Fragment, Options], dict[str, str]]


#: How the packages are made. OpenAPI, which they are made of, is no package.
TARGETS: Mapping[TargetName, Target] = {
    "pydantic": Target(package=pydantic.package, module=pydantic.module),
    "dataclasses": Target(package=dataclasses.package, module=dataclasses.module),
}


def render(
    spec: Spec,
    options: Options,
    execute: Execute = one_by_one,
    lock: NameLock | None = None,
    only: Container[str] | None = None,
) -> dict[str, str]:
    """Path relative to the output folder -> text, sorted by path; nothing is written.

    `lock`: what the outputs keep from earlier ones (see `relocked`); by default it is derived.
    `only`: the modules that are asked for, where not all are; there may be others in the result.

    CodegenError: the spec names a type that it does not have (`unknown-type`), its modules refer
    to each other in a circle (`module-circle`), or an output is not what was meant
    (`unsafe-output`).
    """
    texts = begin(spec, options, execute, lock, only)
    return dict(sorted((path, text) for part in texts for path, text in part.items()))


def begin(
    spec: Spec,
    options: Options,
    execute: Execute = one_by_one,
    lock: NameLock | None = None,
    only: Container[str] | None = None,
) -> Iterable[Mapping[str, str]]:
    """Begin to `render`: the same in parts, each of which is waited for when it is asked for."""
    documents = openapi.Documents(spec, options, lock)
    parts = documents.types()
    chosen = {FOLDERS[name]: one for name, one in TARGETS.items() if name in options.targets}
    # Begun first, the largest first, so that no process has to wait for another's at the end.
    begun = [
        execute(
            Job(make=target.module, arguments=(part, options))
            for part in sorted(parts, key=Fragment.size, reverse=True)
            for folder, target in chosen.items()
            if only is None or f"{folder}/{part.module}.py" in only
        )
    ]
    if "openapi" in options.targets:
        folder = FOLDERS["openapi"]
        begun.append(
            execute(
                Job(make=file, arguments=(f"{folder}/{name}.yaml", documents.document(one), one))
                for name, one in (("openapi", None), *((one, one) for one in documents.parts))
            )
        )
    begun += [target.package(spec, options, execute) for target in chosen.values()]
    return chain.from_iterable(begun)
