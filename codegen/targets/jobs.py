"""Work that can be done anywhere: each job is picklable, and what it makes depends on it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Execute", "Job", "one_by_one", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A function of a module and its arguments; it gives texts by path or by part."""

    make: Callable[..., dict[str, str]]
    arguments: tuple[Any, ...]


#: Runs jobs, here or elsewhere, and gives their results in their order. What runs them elsewhere
#: begins with them at once, before a result is asked for.
Execute = Callable[[Iterable[Job]], Iterable[dict[str, str]]]


def run(job: Job) -> dict[str, str]:
    """The result of the job; CodegenError where it is not what was meant."""
    return job.make(*job.arguments)


def one_by_one(jobs: Iterable[Job]) -> Iterable[dict[str, str]]:
    """Run the jobs in this process."""
    return map(run, jobs)
