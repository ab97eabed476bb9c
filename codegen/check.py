"""Whether `generate` would change anything: the files against what the pages give.

Nothing is written. Why a file differs is told by `drift`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from codegen import outputs, pipeline
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.pipeline import Api, Progress, silent

if TYPE_CHECKING:
    from codegen.drift import Drift

__all__ = ["Checked", "check"]

#: Findings about the name lock that somebody must have edited.
_ABOUT_THE_LOCK = frozenset({"invalid-lock", "lock-version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found."""

    api: Api
    files: int
    """How many files were looked at."""
    drifts: tuple[Drift, ...]
    """The spec first, then the name lock, then the outputs by path."""
    errors: tuple[Diagnostic, ...] = ()
    """What is wrong with the pages: where a file differs, one that cannot be read may be why."""


def check(api: Api, progress: Progress = silent) -> Checked:
    """Compare all files of `api` with what its pages give.

    Waits for a run that writes there. Raises CodegenError as `pipeline.generate` does, save where
    its name lock is damaged, or where a run was interrupted: that is drift which all other drift
    rests on, so it is the only one that is reported.
    """
    with outputs.reserved(api.output, shared=True, waiting=partial(progress, "wait", 0, 1)):
        if outputs.interrupted(api.output):
            from codegen.drift import Drift  # noqa: PLC0415 - start-up time

            drift = Drift(finding=outputs.unfinished(api.output))
            return Checked(api=api, files=0, drifts=(drift,))
        return _checked(api, progress)


def _checked(api: Api, progress: Progress) -> Checked:
    try:
        result = pipeline.build(api, progress)
    except CodegenError as error:
        if not {one.code for one in error.diagnostics} <= _ABOUT_THE_LOCK:
            raise
        from codegen.drift import damaged_lock  # noqa: PLC0415 - start-up time

        return Checked(api=api, files=1, drifts=tuple(map(damaged_lock, error.diagnostics)))
    errors = tuple(one for one in result.diagnostics if one.severity == "error")
    if result.standing is not None:
        return Checked(api=api, files=len(result.standing), drifts=(), errors=errors)
    from codegen.drift import drifts  # noqa: PLC0415 - start-up time

    plan = pipeline.planned(result)
    found, changes = drifts(result, plan)
    files = len(plan.tree) + len(changes.removed)
    return Checked(api=api, files=files, drifts=found, errors=errors)
