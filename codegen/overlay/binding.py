"""Targets -> what they are in the spec: found, misspelt or gone.

A target that the spec does not have is one of two things. Where a name that is there differs from
it by a slip of the pen (`nearest.misspelt`), it is an error: nothing is generated from a
correction that does not reach its goal. Otherwise the pages have changed under it, which must not
stop anybody: it is reported as stale, with the nearest name there is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from http import HTTPMethod

from codegen.diagnostics import Diagnostic
from codegen.nearest import misspelt, nearest
from codegen.overlay.draft import Draft, innermost, properties
from codegen.overlay.model import Entry, Overlay, Target
from codegen.spec import In, ObjectType, Operation, Property
from codegen.typeexpr import Ref, TypeExpr, references, substitute

__all__ = ["Binder"]

_OF_TYPES = frozenset({"type", "property"})


class Binder:
    """Finds targets in a draft. `problems` and `stale` collect what is not found."""

    def __init__(self, overlay: Overlay, draft: Draft) -> None:
        self.file = overlay
        self.draft = draft
        self.problems: list[Diagnostic] = []
        self.stale: list[Diagnostic] = []
        self._given, former = _renamed(overlay, draft)
        self._names = former | {new: old for old, new in self._given.items()}

    def page_name(self, name: str) -> str:
        """The name that the pages have for a type, by that name or by the overlay's."""
        return name if name in self.draft.types else self._names.get(name, name)

    def given_name(self, name: str) -> str:
        """The name that the overlay gives a type of the pages, or the pages' own."""
        return self._given.get(name, name)

    def bind(self, entry: Entry) -> Target | None:
        """The target of `entry` with the names of the pages; None where it is not there."""
        target = entry.target
        if target.kind in _OF_TYPES:
            return self._typed(entry, target)
        if (key := _owner(target)) not in self.draft.operations:
            missing = dataclasses.replace(target, kind="operation", name=key)
            self._missing(entry, missing, _alike(key, self.draft.operations))
            return None
        return self._within(entry, target, self.draft.operations[key])

    def expression(self, expr: TypeExpr, line: int) -> TypeExpr:
        """`expr` with the names of the pages; what is no type is a problem."""
        for name in references(expr):
            if self.page_name(name) not in self.draft.types:
                near = nearest(name, self.draft.types)
                hint = f"did you mean {near!r}?" if near else "add it with an entry of its own"
                message = f"type: there is no type {name!r}"
                self.problems.append(self.file.finding(line, message, hint))
        return substitute(expr, lambda name: Ref(self.page_name(name)))

    def _typed(self, entry: Entry, target: Target) -> Target | None:
        if target.kind == "type":
            name = self.page_name(target.name)
            target = dataclasses.replace(target, name=name)
        else:
            name = self.page_name(target.owner)
            target = dataclasses.replace(target, owner=name)
        if target.kind == "type" and entry.verb == "add":
            return target
        if name not in self.draft.types:
            missing = Target(kind="type", name=name)
            self._missing(entry, missing, [*self.draft.types, *self._names])
            return None
        if target.kind == "type":
            return target
        owner = self.draft.types[name]
        if not isinstance(owner, ObjectType):
            message = f"{target}: {name} is no object, it has no properties"
            self.problems.append(self.file.finding(entry.line, message))
            return None
        if entry.verb != "add" and self.draft.find(target) is None:
            if not self._indirect(entry, target):
                self._missing(entry, target, [one.name for one in properties(owner)])
            return None
        return target

    def _indirect(self, entry: Entry, target: Target) -> bool:
        """Whether `target` is a property of a property. It is to be named by the type it is in."""
        owner, *steps = target.owner, *target.name.split(".")
        *before, name = steps
        for step in before:
            found = self.draft.find(Target(kind="property", owner=owner, name=step))
            core = innermost(found.type) if isinstance(found, Property) else None
            if not isinstance(core, Ref):
                return False
            owner = core.name
        meant = Target(kind="property", owner=owner, name=name)
        if self.draft.find(meant) is None:
            return False
        meant = dataclasses.replace(meant, owner=self.given_name(owner))
        message = f"{target}: {target.owner} has no such property of its own"
        hint = f"write '{meant}', which is so wherever there is a {meant.owner}"
        self.problems.append(self.file.finding(entry.line, message, hint))
        return True

    def _within(self, entry: Entry, target: Target, operation: Operation) -> Target | None:
        """A target in an operation. A body need not be there: it can be set."""
        in_path: list[str] = []
        if target.kind == "response":
            known = [one.status for one in operation.responses]
        elif target.kind == "parameter":
            known = _names(operation, target.location)
            in_path = _names(operation, "path") if _may_be_in_path(entry) else []
        else:
            return target
        if target.name in known:
            return target
        if target.name in in_path:
            return dataclasses.replace(target, location="path")
        self._missing(entry, target, known, in_path)
        return None

    def _missing(
        self, entry: Entry, target: Target, known: Collection[str], others: Collection[str] = ()
    ) -> None:
        """Report that there is no `target`; `known` are the names that there are instead of its.

        `others` are such as are written alike, and no slip of the pen is taken for one of them.
        """
        near = misspelt(target.name, known)
        if near:
            meant = dataclasses.replace(target, name=near)
            hint = f"did you mean '{meant.written}'? If not, delete the entry"
            message = f"there is no {target.kind} '{target.written}'"
            self.problems.append(self.file.finding(entry.line, message, hint))
            return
        near = nearest(target.name, [*known, *others])
        meant = dataclasses.replace(target, name=near)
        other = f"; the nearest is '{meant.written}'" if near else ""
        message = f"the pages have no {target.kind} '{target.written}'"
        code = "overlay-stale" if entry.verb == "remove" else "overlay-target-gone"
        hint = f"delete the entry{other}"
        self.stale.append(self.file.finding(entry.line, message, hint, code, "warning"))


def _alike(key: str, operations: Collection[str]) -> Collection[str]:
    """The operations that `key` may be meant for: another method is never a slip of the pen."""
    method, _, _ = key.partition(" ")
    if method not in list(HTTPMethod):
        return operations
    return [known for known in operations if known.partition(" ")[0] == method]


def _names(operation: Operation, location: In | None) -> list[str]:
    return [one.name for one in operation.parameters if one.location == location]


def _may_be_in_path(entry: Entry) -> bool:
    """Whether ``?`` may stand for the path too: what stands in it need be listed in no table.

    But what is to be removed from the query is no part of the path.
    """
    return entry.verb == "target" and entry.target.location == "query"


def _owner(target: Target) -> str:
    return target.name if target.kind == "operation" else target.owner


def _renamed(overlay: Overlay, draft: Draft) -> tuple[dict[str, str], dict[str, str]]:
    """The pages' names of types -> the overlay's; and names that the pages have given up.

    They have where they lack the type that an entry renames, and have one of the new name.
    """
    given: dict[str, str] = {}
    former: dict[str, str] = {}
    for entry in overlay.entries:
        if entry.verb != "target" or entry.target.kind != "type":
            continue
        old = entry.target.name
        for fact in entry.facts:
            if fact.name == "name" and isinstance(fact.value, str):
                if old in draft.types:
                    given[old] = fact.value
                elif fact.value in draft.types:
                    former[old] = fact.value
    return given, former
