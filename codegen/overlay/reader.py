"""The file -> entries. All that is wrong in it is collected, each with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import yaml

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.nearest import nearest
from codegen.overlay.facts import DROPPABLE, FACTS, MISPLACED, Problem, read_value, text_of
from codegen.overlay.model import Entry, Fact, Kind, Overlay, Target, Verb, a
from codegen.plainyaml import Node, compose, line_of
from codegen.spec import In

__all__ = ["KEYS", "VERBS", "load", "loads"]

VERBS: tuple[Verb, ...] = ("target", "add", "remove", "ignore")

#: (verb, kind of target) -> its keys beside the verb's own and the reason. No row: not possible.
KEYS: Mapping[tuple[Verb, Kind], tuple[str, ...]] = {
    **{("target", kind): (*names, "drop") for kind, names in FACTS.items() if kind != "page"},
    ("add", "type"): ("description", "values", "properties"),
    ("add", "property"): FACTS["property"],
    ("remove", "property"): (),
    ("remove", "parameter"): (),
    ("remove", "request"): (),
    ("remove", "response"): (),
    ("ignore", "page"): (),
}

_OPERATION = re.compile(
    r"(?P<key>[A-Z]+ (?:\{[^\s{}]*\}|[^\s{]|\{(?![^\s{}]*\}))+?)"  # {id?} is of the path
    r"(?:\?(?P<query>.+)| (?P<location>path|query|header) (?P<name>.+)"
    r"| (?P<request>request)| response (?P<status>\S+))?"
)
_T = TypeVar("_T")
_FORMS = (
    "Type, Type.property, METHOD /path, METHOD /path?parameter, METHOD /path header NAME, "
    "METHOD /path request or METHOD /path response 200"
)


def load(path: Path, data: bytes | None = None) -> Overlay:
    """The overlay of the file at `path`. Raises CodegenError with everything that is wrong.

    `data`: what is in the file, where that was read before.
    """
    file = Overlay(path=path.as_posix())
    try:
        text = (path.read_bytes() if data is None else data).decode("utf-8-sig")
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise CodegenError(file.finding(0, message)) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "save the file as UTF-8"
        raise CodegenError(file.finding(line, "is not UTF-8", hint)) from None
    return loads(text, path=file.path)


def loads(text: str, *, path: str = "overlay.yaml") -> Overlay:
    """As `load`, of the text of a file."""
    reader = _Reader(Overlay(path=path))
    root = compose(text, reader.file)
    if root is None:
        return reader.file
    if not isinstance(root, yaml.SequenceNode):
        hint = "write a list: - target: Type.property, and below it the facts and the reason"
        raise CodegenError(reader.file.finding(line_of(root), "must be a list of entries", hint))
    entries = tuple(entry for node in root.value for entry in reader.entries(node))
    if reader.problems:
        raise CodegenError(*reader.problems)
    return Overlay(path=path, entries=entries)


@dataclass(slots=True)
class _Reader:
    file: Overlay
    problems: list[Diagnostic] = field(default_factory=list)

    def entries(self, node: Node) -> Iterator[Entry]:
        """The entry of a list item; of an added type its properties too."""
        before = len(self.problems)
        if not isinstance(node, yaml.MappingNode):
            self._problem(Problem(node, "an entry must be a map of keys", f"begin with {_begin()}"))
            return
        keys = {key.value: (key, value) for key, value in node.value}
        verbs = [verb for verb in VERBS if verb in keys]
        if len(verbs) != 1:
            self._no_verb(node, keys, verbs)
            return
        verb, at = verbs[0], keys[verbs[0]][1]
        reason = self._reason(node, keys)
        target = self._try(lambda: _target(at, verb))
        if target is None:
            return
        known = KEYS[verb, target.kind]
        given = {name: found for name, found in keys.items() if name not in {verb, "reason"}}
        facts = self._facts(target.kind, given, known, f"{verb} of {a(target.kind)}")
        properties = self._properties(target, keys, reason) if "properties" in known else ()
        if len(self.problems) == before:
            self._complete(verb, target, keys, at)
        if len(self.problems) == before:
            line = line_of(at)
            yield Entry(verb=verb, target=target, facts=facts, reason=reason, line=line)
            yield from properties

    def _no_verb(
        self, node: Node, keys: Mapping[str, tuple[Node, Node]], verbs: list[Verb]
    ) -> None:
        if verbs:
            message = f"an entry has one of {', '.join(verbs)}, not several"
            self._problem(Problem(keys[verbs[1]][0], message, "make it several entries"))
            return
        near = next((name for name in keys if nearest(name, VERBS) and name != "reason"), "")
        at = keys[near][0] if near else node
        message = f"unknown key {near!r}" if near else "the entry does not say what it is about"
        hint = f"did you mean {nearest(near, VERBS)!r}?" if near else f"begin with {_begin()}"
        self._problem(Problem(at, message, hint))

    def _reason(self, node: Node, keys: Mapping[str, tuple[Node, Node]]) -> str:
        hint = "say why the pages are wrong, or where you know it from"
        if "reason" in keys:
            value = keys["reason"][1]
            return (self._try(lambda: text_of(value, what="reason", hint=hint)) or "").strip()
        self._problem(Problem(node, "the entry has no reason", hint))
        return ""

    def _facts(
        self,
        kind: Kind,
        given: Mapping[str, tuple[Node, Node]],
        known: tuple[str, ...],
        what: str,
    ) -> tuple[Fact, ...]:
        facts: dict[str, Fact] = {}
        misplaced = MISPLACED.get(kind, ())
        for name, (key, value) in given.items():
            if name not in known and name not in misplaced:
                near = nearest(name, (*known, "reason"))
                listed = f"keys of {what}: " + ", ".join((*known, "reason"))
                hint = f"did you mean {near!r}?" if near else listed
                self._problem(Problem(key, f"unknown key {name!r}", hint))
            elif name == "drop":
                for fact in self._dropped(kind, value):
                    if fact.name in given:
                        message = f"{fact.name}: is set and dropped"
                        self._problem(Problem(value, message, "keep one of them"))
                    facts[fact.name] = fact
            elif name != "properties":
                found = self._try(partial(read_value, kind, name, value))
                if found is not None:
                    facts[name] = Fact(name=name, value=found, line=line_of(value))
        if "values" in facts and ("add_values" in given or "remove_values" in given):
            changed, _ = given.get("add_values") or given["remove_values"]
            hint = "values is the whole list: put them there"
            self._problem(Problem(changed, "values are listed and changed", hint))
        return tuple(facts[name] for name in (*FACTS[kind], *misplaced) if name in facts)

    def _dropped(self, kind: Kind, node: Node) -> Iterator[Fact]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            hint = f"write drop: [{DROPPABLE[kind][0]}]"
            self._problem(Problem(node, "drop: must be a list of facts", hint))
            return
        for item in node.value:
            name = item.value if isinstance(item, yaml.ScalarNode) else ""
            if name in DROPPABLE[kind]:
                yield Fact(name=name, value=None, line=line_of(item))
                continue
            near = nearest(name, DROPPABLE[kind])
            listed = f"{a(kind)} can drop " + ", ".join(DROPPABLE[kind])
            hint = f"did you mean {near!r}?" if near else listed
            self._problem(Problem(item, f"drop: {name!r} is no fact to drop", hint))

    def _properties(
        self, owner: Target, keys: Mapping[str, tuple[Node, Node]], reason: str
    ) -> tuple[Entry, ...]:
        """The properties of an added type, each as an entry that adds it."""
        node = keys["properties"][1] if "properties" in keys else None
        if node is None:
            return ()
        if not isinstance(node, yaml.MappingNode):
            hint = "write each on a line of its own: name: type"
            self._problem(Problem(node, "properties: must be a map of names to types", hint))
            return ()
        return tuple(self._property(owner.name, key, value, reason) for key, value in node.value)

    def _property(self, owner: str, key: Node, value: Node, reason: str) -> Entry:
        known = FACTS["property"]
        before = len(self.problems)
        if isinstance(value, yaml.MappingNode):
            given = {name.value: (name, found) for name, found in value.value}
        else:
            given = {"type": (key, value)}
        facts = self._facts("property", given, known, "a property")
        target = Target(kind="property", owner=owner, name=key.value)
        if len(self.problems) == before and not {"type", "values"} & set(given):
            self._problem(Problem(key, f"{target}: has no type", "write any where it is not known"))
        return Entry(verb="add", target=target, facts=facts, reason=reason, line=line_of(key))

    def _complete(
        self, verb: Verb, target: Target, keys: Mapping[str, tuple[Node, Node]], at: Node
    ) -> None:
        """Whether an entry says enough to be applied."""
        given = set(keys) - {verb, "reason"}
        if verb == "target" and not given:
            hint = f"facts of {a(target.kind)}: " + ", ".join(KEYS[verb, target.kind])
            self._problem(Problem(at, f"{target}: nothing is corrected", hint))
        elif verb == "add" and target.kind == "type":
            if len(given & {"values", "properties"}) != 1:
                hint = "properties make an object of it, values an enum"
                message = f"{target}: has either properties or values"
                self._problem(Problem(at, message, hint))
        elif verb == "add" and not given & {"type", "values"}:
            hint = "write type: any where it is not known"
            self._problem(Problem(at, f"{target}: has no type", hint))

    def _try(self, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except Problem as problem:
            self._problem(problem)
            return None

    def _problem(self, problem: Problem) -> None:
        self.problems.append(self.file.finding(problem.line, problem.message, problem.hint))


def _begin() -> str:
    return ", ".join(f"{verb}:" for verb in VERBS)


def _target(node: Node, verb: Verb) -> Target:
    text = text_of(node, what=verb).strip()
    target = Target(kind="page", name=text) if verb == "ignore" else _parsed(text)
    if target is None:
        raise Problem(node, f"{verb}: {text!r} is no target", f"write {_FORMS}")
    if (verb, target.kind) not in KEYS:
        kinds = [kind for known, kind in KEYS if known == verb]
        hint = f"{verb} takes {' or '.join(map(a, kinds))}"
        raise Problem(node, f"{verb}: {text!r} is {a(target.kind)}", hint)
    if (verb, target.kind) == ("add", "type"):
        read_value("type", "name", node)
    return target


def _parsed(text: str) -> Target | None:
    found = _OPERATION.fullmatch(text)
    if found is not None:
        return _of_operation(found)
    owner, dot, name = text.partition(".")
    if not owner.isidentifier() or (dot and not name):
        return None
    if dot:
        return Target(kind="property", owner=owner, name=name)
    return Target(kind="type", name=owner)


def _of_operation(found: re.Match[str]) -> Target:
    key = found["key"]
    if found["request"]:
        return Target(kind="request", owner=key, name="request")
    if found["status"]:
        return Target(kind="response", owner=key, name=found["status"])
    if found["query"]:
        return Target(kind="parameter", owner=key, name=found["query"], location="query")
    for location in _LOCATIONS:
        if found["location"] == location:
            return Target(kind="parameter", owner=key, name=found["name"], location=location)
    return Target(kind="operation", name=key)


_LOCATIONS: tuple[In, ...] = ("path", "query", "header")
