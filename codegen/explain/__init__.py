"""Explain: the claims for and against every fact of a spec, each with its page and line.

targets.py    what a user may ask for, by name
witness.py    claims -> the properties and bodies of the spec that they speak of
located.py    samples with the line of each value
world.py      names, classes and types; whether a claim agrees with what was chosen
statements.py claims in words, for and against
reasons.py    the rules that decided
facts.py      the facts of one property, parameter or body
corrections.py the user's corrections, as claims that win
explainer.py  types and properties; operations.py operations; uses.py where a type is used
model.py      what comes out
layout.py     an explanation for people
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codegen.claims import Reading
from codegen.explain.corrections import corrected
from codegen.explain.explainer import Explainer
from codegen.explain.model import Explanation
from codegen.explain.operations import OperationExplainer
from codegen.explain.targets import UnknownTargetError, find
from codegen.explain.witness import Walker
from codegen.explain.world import World
from codegen.resolve import Resolution
from codegen.spec import ObjectType

__all__ = ["Explanation", "UnknownTargetError", "explain"]


def explain(
    resolution: Resolution,
    readings: Sequence[Reading],
    text: str,
    paths: Mapping[str, str] | None = None,
) -> Explanation:
    """What `text` names, explained: a type, ``Type.property``, or an operation (see `find`).

    `readings` are those that the resolution was made from; `paths` the files of pages, where
    these are to be shown instead. Raises UnknownTargetError.
    """
    found = _explained(resolution, readings, text, paths or {})
    return corrected(found, resolution.overlay)


def _explained(
    resolution: Resolution, readings: Sequence[Reading], text: str, paths: Mapping[str, str]
) -> Explanation:
    target = find(resolution.spec, text)
    world = World(resolution)
    walker = Walker(resolution.trace, readings)
    if target.operation is not None:
        return OperationExplainer(
            world=world, walker=walker, paths=paths, operation=target.operation
        ).explain()
    explainer = Explainer(world=world, walker=walker, paths=paths)
    if target.property is not None and isinstance(target.type, ObjectType):
        return explainer.property(target.type, target.property)
    if target.type is None:
        raise AssertionError
    return explainer.type(target.type)
