"""Explanations for tests: from pages written as claims, and taken apart."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.explain import Explanation, explain
from codegen.explain.model import Fact, Statement, Where
from codegen.spec import ObjectType, Spec
from tests.readings import PageOf, solve

__all__ = ["all_facts", "fact", "of", "said", "statements", "targets"]


def of(text: str, *pages: PageOf) -> Explanation:
    """What these pages say of `text`."""
    return explain(solve(*pages), [page.reading() for page in pages], text)


def fact(found: Explanation, name: str, part: str = "") -> Fact:
    """A fact of an explanation, or of the one part whose subject ends in `part`."""
    if part:
        (found,) = [one for one in found.parts if one.subject.endswith(part)]
    (one,) = [one for one in found.facts if one.name == name]
    return one


def said(items: tuple[Statement, ...]) -> list[tuple[str, str, list[int]]]:
    """Statements as (kind of claim, what it says, lines)."""
    return [(one.how, one.says, [place.line for place in one.places]) for one in items]


def all_facts(found: Explanation) -> Iterator[tuple[Explanation, Fact]]:
    """Every fact of an explanation and its parts."""
    for one in found.facts:
        yield found, one
    for part in found.parts:
        yield from all_facts(part)


def statements(found: Explanation) -> Iterator[tuple[Explanation, Fact, Statement, Where]]:
    """Every place of every statement for and against every fact."""
    for subject, one in all_facts(found):
        for statement in (*one.supporting, *one.opposing):
            for place in statement.places:
                yield subject, one, statement, place


def targets(spec: Spec) -> Iterator[str]:
    """Everything of a spec that can be explained by its own."""
    for operation in spec.operations:
        yield f"{operation.method} {operation.path}"
    for one in spec.types:
        yield one.name
        if isinstance(one, ObjectType):
            yield from (f"{one.name}.{prop.name}" for prop in one.properties)
