"""Facts set and dropped: one function for each that is more than a field of the spec."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import msgspec

from codegen.naming import field_names
from codegen.overlay.draft import (
    Part,
    fact_of,
    innermost,
    marked,
    properties,
    shown,
    with_fact,
    with_innermost,
)
from codegen.overlay.enums import enum_of, own_enum_name, plain, same_values, with_values
from codegen.overlay.facts import MISPLACED
from codegen.overlay.model import Entry, Fact, Kind, Target, Value, a
from codegen.overlay.state import State, Step
from codegen.spec import (
    Body,
    Constraints,
    Correction,
    EnumType,
    EnumValue,
    Parameter,
    Property,
    can_be_flags,
)
from codegen.typeexpr import ANY, Ref, Scalar, TypeExpr

__all__ = ["Setting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One fact to set on a target that is there."""

    state: State
    entry: Entry
    target: Target
    fact: Fact
    checked: bool
    """Whether to report it where the pages say the same: not of what the entry adds."""

    def apply(self) -> None:
        """Set the fact; problems and what is stale go to the state."""
        _SETTERS.get((self.target.kind, self.fact.name), _field)(self)

    @property
    def page(self) -> Part | None:
        """The target as the pages have it."""
        return self.state.pages.find(self.target)

    @property
    def part(self) -> Part:
        """The target as it is so far. A body that the pages leave out begins as any."""
        return self.state.draft.find(self.target) or Body(type=ANY)

    def problem(self, message: str, hint: str = "") -> None:
        """The fact cannot be set."""
        self.state.problem(self.fact.line, f"{self.target}: {message}", hint)

    def stale(self) -> None:
        """The pages give the fact just so."""
        if self.checked:
            value = shown(self.fact.value)
            said = f"say the same, {value:.60}" if value else "say the same"
            said = "do not say it either" if self.fact.value is None else said
            message = f"{self.target}: {self.fact.name}: the pages now {said}"
            self.state.stale(self.fact.line, message)

    def put(self, part: Part, before: Value, at: Target | None = None) -> None:
        """Replace the target (or the node `at`) by `part`, marked, and keep a record."""
        if not _is_added(part):
            part = marked(part, self.fact.name, self.entry.reason)
        self.state.draft.put(at or self.target, part)
        self.record(before)

    def record(self, before: Value) -> None:
        """Keep a record of what was decided."""
        value = self.fact.value
        step = Step(
            entry=self.entry,
            target=self.target,
            fact=self.fact.name,
            line=self.fact.line,
            value=value,
            before=before,
        )
        self.state.steps.append(step)


def _is_added(part: Part) -> bool:
    return any("add" in mark.facts for mark in part.overlay)


def _field(setting: Setting) -> None:
    """A fact that is a field of its node."""
    kind, name, value = setting.target.kind, setting.fact.name, setting.fact.value
    before = None if setting.page is None else fact_of(kind, setting.page, name)
    if before == value and (setting.page is not None or value is None):
        setting.stale()
    else:
        setting.put(with_fact(kind, setting.part, name, value), before)


def _type(setting: Setting) -> None:
    """The type of a position. Beside listed values it says what these are in: array<string>."""
    value = setting.fact.value
    if isinstance(value, TypeExpr):
        value = setting.state.binder.expression(value, setting.fact.line)
    before = None if setting.page is None else fact_of(setting.target.kind, setting.page, "type")
    listed = any(fact.name == "values" and fact.value for fact in setting.entry.facts)
    compared = before
    if listed and isinstance(before, TypeExpr):
        compared = plain(before, setting.state.pages.types)
    if compared == value and (setting.page is not None or value is None):
        setting.stale()
    else:
        setting.put(with_fact(setting.target.kind, setting.part, "type", value), before)


def _presence(setting: Setting) -> None:
    if setting.target.location == "path":
        setting.problem("a parameter of the path is always required")
    else:
        _field(setting)


def _attribute(setting: Setting) -> None:
    """The Python name of a property: no other of its type may have it."""
    owner = setting.state.draft.types[setting.target.owner]
    derived = field_names([one.name for one in properties(owner)])
    derived |= {one.name: one.attribute for one in properties(owner) if one.attribute}
    before = derived.pop(setting.target.name)
    taken = {name: wire for wire, name in derived.items()}
    name = cast("str", setting.fact.value)
    if name in taken:
        hint = "choose another"
        setting.problem(f"name: {name!r} is the name of {taken[name]!r} already", hint)
    elif before == name:
        setting.stale()
    else:
        setting.put(with_fact("property", setting.part, "name", name), before)


def _operation_id(setting: Setting) -> None:
    ids = {one.id: key for key, one in setting.state.draft.operations.items()}
    name = cast("str", setting.fact.value)
    if ids.get(name, setting.target.name) != setting.target.name:
        setting.problem(f"name: {name!r} is the name of {ids[name]} already", "choose another")
    else:
        _field(setting)


def _type_name(setting: Setting) -> None:
    """A type's name: changed in the end, so that entries can use either."""
    name = cast("str", setting.fact.value)
    if name == setting.target.name:
        setting.stale()
        return
    setting.state.rewrites[setting.target.name] = (Ref(name), setting.fact.line)
    setting.put(setting.part, setting.target.name)


def _enum(setting: Setting) -> EnumType | None:
    if isinstance(setting.part, EnumType):
        return setting.part
    name = setting.fact.name
    listed = "values belong to an enum, a property or a parameter"
    hint = listed if name == "values" else f"only an enum has {name}"
    setting.problem(f"{name}: it is no enum", hint)
    return None


def _of_its_enum(setting: Setting) -> None:
    """What an enum alone has, said of a property or parameter: name its enum, if there is one."""
    state, name, page = setting.state, setting.fact.name, setting.page
    kind = setting.target.kind
    said = page.type if isinstance(page, Property | Parameter) else ANY
    enum = enum_of(said, state.pages.types)
    if enum is not None:
        own = state.binder.given_name(enum.name)
        hint = f"its enum is {own}: write '- target: {own}'"
        if name != "flags" and state.pages.mentions(enum.name) > 1:
            hint += f", or for this {kind} alone, values: with all of them"
    elif name == "flags":
        hint = "its type is no enum: add one, and set the type to it"
    else:
        hint = "its type is no enum: write values: with all of them"
    setting.problem(f"{name}: belongs to an enum, not to {a(kind)}", hint)


def _enum_values(setting: Setting) -> None:
    """All values of an enum; dropped, its scalar stands in its place."""
    enum, page = _enum(setting), setting.page
    if enum is None:
        return
    values = setting.fact.value
    before = page.values if isinstance(page, EnumType) else None
    if values is None:
        name, line = setting.target.name, setting.fact.line
        if setting.state.first(setting.target, "name", line):
            setting.state.rewrites[name] = (Scalar(enum.scalar), line)
            setting.record(before)
        return
    stated = cast("tuple[EnumValue, ...]", values)
    if before is not None and same_values(stated, before):
        setting.stale()
    else:
        setting.put(with_values(enum, stated), before)


def _more_values(setting: Setting) -> None:
    enum = _enum(setting)
    if enum is None:
        return
    stated = cast("tuple[EnumValue, ...]", setting.fact.value)
    known = {one.value for one in enum.values}
    if isinstance(stated[0].value, int) is not (enum.scalar == "integer"):
        setting.problem(f"add_values: its values are of the type {enum.scalar}")
    elif known.issuperset(one.value for one in stated):
        setting.stale()
    else:
        fresh = tuple(one for one in stated if one.value not in known)
        setting.put(with_values(enum, (*enum.values, *fresh)), enum.values)


def _fewer_values(setting: Setting) -> None:
    enum = _enum(setting)
    if enum is None:
        return
    stated = {one.value for one in cast("tuple[EnumValue, ...]", setting.fact.value)}
    kept = tuple(one for one in enum.values if one.value not in stated)
    if not kept:
        setting.problem("remove_values: no value is left", "write drop: [values]")
    elif len(kept) == len(enum.values):
        setting.stale()
    else:
        setting.put(with_values(enum, kept), enum.values)


def _flags(setting: Setting) -> None:
    """Whether the values of an enum are bits: whole numbers can be."""
    enum = _enum(setting)
    if enum is None:
        return
    if setting.fact.value and not can_be_flags(enum.values):
        setting.problem("flags: its values are no bits, which are whole numbers from 0 on")
    else:
        _field(setting)


def _position_values(setting: Setting) -> None:
    """The values of a property or parameter.

    An enum that it alone has is changed; otherwise it gets one of its own, named by its owner
    and itself.
    """
    part = cast("Property | Parameter", setting.part)
    draft, pages = setting.state.draft, setting.state.pages
    page = cast("Property | Parameter | None", setting.page)
    said = None if page is None else enum_of(page.type, pages.types)
    before = None if said is None else said.values
    if setting.fact.value is None:
        if said is None:
            setting.stale()
        else:
            bare = plain(part.type, draft.types)
            setting.put(with_fact(setting.target.kind, part, "type", bare), before)
        return
    stated = cast("tuple[EnumValue, ...]", setting.fact.value)
    core = innermost(part.type)
    enum = enum_of(part.type, draft.types)
    if said is not None and same_values(stated, said.values):
        setting.stale()
    elif isinstance(core, Ref) and enum is None:
        setting.problem(f"values: its type is {core}, which is no enum", "set its type too")
    elif said is not None and said is enum and pages.mentions(said.name) == 1:
        setting.put(with_values(said, stated), before, Target(kind="type", name=said.name))
    else:
        _own_enum(setting, part, stated, before)


def _own_enum(
    setting: Setting, part: Property | Parameter, stated: tuple[EnumValue, ...], before: Value
) -> None:
    draft, owner = setting.state.draft, setting.target.owner
    operation = setting.state.pages.operations.get(owner)
    name = own_enum_name(operation or setting.state.binder.given_name(owner), setting.target.name)
    if name in draft.types:
        hint = "add an enum of another name, and set the type to it"
        setting.problem(f"values: their enum would be {name}, and there is such a type", hint)
        return
    mark = Correction(facts=("add",), reason=setting.entry.reason)
    made = EnumType(name=name, module="", basis="overlay", overlay=(mark,))
    draft.put(Target(kind="type", name=name), with_values(made, stated))
    expr = with_innermost(part.type, Ref(name))
    typed = cast("Property | Parameter", with_fact(setting.target.kind, part, "type", expr))
    default = part.constraints.default
    if any(one.value == default for one in stated):
        constraints = Constraints(default=default)
        typed = msgspec.structs.replace(typed, constraints=constraints)
    setting.put(typed, before)


_SETTERS: Mapping[tuple[Kind, str], Callable[[Setting], None]] = {
    ("type", "name"): _type_name,
    ("type", "values"): _enum_values,
    ("type", "add_values"): _more_values,
    ("type", "remove_values"): _fewer_values,
    ("type", "flags"): _flags,
    ("property", "name"): _attribute,
    ("property", "type"): _type,
    ("property", "values"): _position_values,
    ("operation", "name"): _operation_id,
    **{(kind, name): _of_its_enum for kind, names in MISPLACED.items() for name in names},
    ("parameter", "type"): _type,
    ("parameter", "presence"): _presence,
    ("parameter", "values"): _position_values,
    ("request", "type"): _type,
    ("response", "type"): _type,
}
