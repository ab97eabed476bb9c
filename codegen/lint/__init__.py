"""Lint: what is wrong in the pages, as the vendor would want to be told.

samples.py     samples against tables
types.py       types that nothing describes
names.py       names that look misspelled
confusable.py  names that look like others
links.py       links that lead nowhere
baseline.py    findings that were accepted before

What reading and resolve report is part of it. To add a check, write a function and a row here, and
a row for its code in codegen/codes.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from codegen.diagnostics import Diagnostic, merged
from codegen.lint import confusable, links, names, samples, types
from codegen.lint.material import Material
from codegen.overlay import lowered, settled
from codegen.pipeline import Understanding, located

__all__ = ["CHECKS", "Check", "lint"]

Check = Callable[[Material], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    samples.undocumented_properties,
    samples.never_sampled,
    samples.required_left_out,
    samples.dynamic_keys,
    types.undocumented_types,
    names.misspelled_names,
    names.table_and_sample_names,
    names.inconsistent_case,
    confusable.confusable_names,
    links.broken_references,
)


def lint(understood: Understanding) -> tuple[Diagnostic, ...]:
    """Every finding about the pages, with the paths of files, each once with all of its places.

    One that the overlay settles is still wrong in the pages, for the vendor to mend: it is an info
    that names the correction, so that it fails no run.
    """
    material = Material(
        trace=understood.resolution.trace,
        readings=understood.readings,
        sources=understood.sources,
    )
    found = [finding for check in CHECKS for finding in check(material)]
    every = merged([*understood.diagnostics, *located(found, understood.sources)])
    resolution = understood.resolution
    weighed = settled(every, resolution.spec, resolution.overlay)
    judged = (one if by is None else lowered(one, by) for one, by in weighed)
    return tuple(sorted(judged, key=Diagnostic.sort_key))
