"""Spec and overlay -> the corrected spec, what was corrected in it, and what is stale.

Entries apply in the order of their verbs (types added, properties added, facts set, things
removed, types renamed), so that the order of the file does not matter. A fact that the pages
give just so is left to them and reported: without the entry, nothing would change.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.overlay.draft import fact_of, marked, shown
from codegen.overlay.model import Applied, Entry, Overlay, Target
from codegen.overlay.rename import rewritten
from codegen.overlay.setting import Setting
from codegen.overlay.state import State, Step
from codegen.spec import Correction, EnumType, ObjectType, Property, Spec
from codegen.typeexpr import ANY, Ref, TypeExpr, substitute

__all__ = ["Corrected", "apply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The spec with its corrections. Types that nothing mentions any more are still there."""

    spec: Spec
    applied: tuple[Applied, ...] = ()
    renamed: Mapping[str, str]
    """The pages' name of a type -> the overlay's."""
    diagnostics: tuple[Diagnostic, ...] = ()


def apply(spec: Spec, overlay: Overlay) -> Corrected:
    """Correct `spec` by `overlay`. Entries that ignore pages are the business of `ignored`.

    Raises CodegenError with every entry that is misspelt or cannot be, at its line.
    """
    if not overlay.entries:
        return Corrected(spec=spec, renamed={})
    state = State(spec, overlay)
    for verb in (_add_type, _add_property, _correct, _remove):
        for entry in overlay.entries:
            verb(state, entry)
    _check_names(state)
    if state.problems:
        raise CodegenError(*state.problems)
    _check_uses(state)
    expressions = {name: expr for name, (expr, _) in state.rewrites.items()}
    draft = msgspec.structs.replace(
        spec,
        types=tuple(state.draft.types.values()),
        operations=tuple(state.draft.operations.values()),
    )
    steps = sorted(state.steps, key=lambda step: step.line)
    return Corrected(
        spec=rewritten(draft, expressions),
        applied=tuple(_applied(step, expressions, overlay.path) for step in steps),
        renamed={name: expr.name for name, expr in expressions.items() if isinstance(expr, Ref)},
        diagnostics=tuple(state.warnings),
    )


def _add_type(state: State, entry: Entry) -> None:
    """Add a type. Where the pages have come to have one of the name, correct theirs."""
    if entry.verb != "add" or entry.target.kind != "type":
        return
    target = entry.target
    if not state.first(target, "add", entry.line):
        return
    known = state.pages.types.get(target.name)
    enum = any(fact.name == "values" for fact in entry.facts)
    if known is None:
        mark = Correction(facts=("add",), reason=entry.reason)
        made = EnumType if enum else ObjectType
        one = made(name=target.name, module="", basis="overlay", overlay=(mark,))
        state.draft.put(target, one)
        _record(state, entry, target)
    elif isinstance(known, EnumType if enum else ObjectType):
        state.stale(entry.line, f"the pages now have the type {target.name!r}")
    else:
        hint = "give yours another name"
        state.problem(entry.line, f"{target}: the pages have another type of the name", hint)
        return
    for fact in entry.facts:
        Setting(state=state, entry=entry, target=target, fact=fact, checked=False).apply()


def _add_property(state: State, entry: Entry) -> None:
    """Add a property. Where the pages have come to have it, correct it."""
    if entry.verb != "add" or entry.target.kind != "property":
        return
    target = state.binder.bind(entry)
    if target is None or not state.first(target, "add", entry.line):
        return
    known = state.pages.find(target)
    if known is None:
        mark = Correction(facts=("add",), reason=entry.reason)
        one = Property(name=target.name, type=ANY, basis="overlay", overlay=(mark,))
        state.draft.put(target, one)
        _record(state, entry, target)
    else:
        expr = shown(fact_of("property", known, "type")) or "any"
        state.stale(entry.line, f"the pages now have the property '{target}', of type {expr}")
    for fact in entry.facts:
        Setting(state=state, entry=entry, target=target, fact=fact, checked=False).apply()


def _correct(state: State, entry: Entry) -> None:
    """Set and drop facts."""
    target = state.binder.bind(entry) if entry.verb == "target" else None
    if target is None:
        return
    for fact in entry.facts:
        if state.first(target, fact.name, fact.line):
            Setting(state=state, entry=entry, target=target, fact=fact, checked=True).apply()


def _remove(state: State, entry: Entry) -> None:
    """Remove a property, a parameter, a request body, or a response with what it sends."""
    target = state.binder.bind(entry) if entry.verb == "remove" else None
    if target is None:
        return
    if line := state.line_of(target):
        message = f"{target}: is removed, and decided in line {line}"
        state.problem(entry.line, message, "keep one of them")
    elif target.kind != "response" and state.draft.find(target) is None:
        # A response is there by its status, body or not: bind has found it.
        state.stale(entry.line, f"the pages have no {target.kind} '{target}'")
    elif target.location == "path":
        state.problem(entry.line, f"{target}: is part of the path, and stays with it")
    else:
        state.first(target, "remove", entry.line)
        _record(state, entry, target)
        state.draft.put(target, None)
        owner = Target(kind="type" if target.kind == "property" else "operation", name=target.owner)
        part = state.draft.find(owner)
        if part is not None:
            name = str(target).removeprefix(target.owner).strip(" .")
            state.draft.put(owner, marked(part, f"remove {name}", entry.reason))


def _record(state: State, entry: Entry, target: Target) -> None:
    """Keep a record of something that was added or removed."""
    part = state.pages.find(target)
    before = None if part is None or target.kind == "type" else fact_of(target.kind, part, "type")
    state.steps.append(
        Step(
            entry=entry,
            target=target,
            fact=entry.verb,
            line=entry.line,
            value=None,
            before=before,
        )
    )


def _check_names(state: State) -> None:
    """No two types of one name: an overlay does not join types."""
    kept = {name: name for name in state.draft.types if name not in state.rewrites}
    for name, (expr, line) in state.rewrites.items():
        if isinstance(expr, Ref) and kept.setdefault(expr.name, name) != name:
            hint = "choose another, or set the types of the properties that are to have it"
            state.problem(line, f"{name}: name: there is a type {expr.name!r} already", hint)


def _check_uses(state: State) -> None:
    """Types that the overlay adds and nothing mentions are not generated."""
    for entry in state.file.entries:
        name = entry.target.name
        added = entry.verb == "add" and entry.target.kind == "type"
        if added and name not in state.pages.types and not state.draft.mentions(name):
            hint = "set the type of a property or a body to it"
            message = f"nothing has the type {name!r}, so it is not generated"
            state.warning(entry.line, message, hint, "overlay-unused-type")


def _applied(step: Step, expressions: Mapping[str, TypeExpr], path: str) -> Applied:
    """The record of a step, with the names of the corrected spec."""

    def expression(name: str) -> TypeExpr:
        return expressions.get(name, Ref(name))

    def name(text: str) -> str:
        found = expression(text)
        return found.name if isinstance(found, Ref) else text

    target = step.target
    if target.kind == "type":
        target = dataclasses.replace(target, name=name(target.name))
    elif target.kind == "property":
        target = dataclasses.replace(target, owner=name(target.owner))
    value = step.value
    if isinstance(value, TypeExpr):
        value = substitute(value, expression)
    return Applied(
        target=str(target),
        fact=step.fact,
        value=shown(value),
        before=shown(step.before),
        reason=step.entry.reason,
        path=path,
        line=step.line,
    )
