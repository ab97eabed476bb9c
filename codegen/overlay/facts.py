"""The facts that each kind of target has, and how their values are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import yaml

from codegen import typeexpr
from codegen.naming import is_field, snake_case, type_name
from codegen.nearest import nearest
from codegen.overlay.model import Kind, Value, a
from codegen.plainyaml import Node, is_plain, line_of
from codegen.spec import EnumValue
from codegen.typeexpr import SCALARS

__all__ = ["DROPPABLE", "FACTS", "MISPLACED", "Problem", "read_value", "text_of"]

_POSITION = ("type", "presence", "nullable", "deprecated", "description", "values")

#: Kind of target -> names of the facts that an entry can set, in the order they are applied.
FACTS: Mapping[Kind, tuple[str, ...]] = {
    "type": ("name", "description", "values", "add_values", "remove_values", "flags"),
    "property": ("name", *_POSITION),
    "parameter": tuple(name for name in _POSITION if name != "nullable"),
    "operation": ("name", "summary", "description", "deprecated"),
    "request": ("type", "presence", "nullable", "description"),
    "response": ("type", "nullable"),
    "page": (),
}

#: Facts of enums that are looked for at a property or parameter: what they belong to can only be
#: said where its type is known (see `setting`), so that they are read there too.
MISPLACED: Mapping[Kind, tuple[str, ...]] = {
    "property": ("add_values", "remove_values", "flags"),
    "parameter": ("add_values", "remove_values", "flags"),
}

#: Facts that cannot be left open.
_ALWAYS = frozenset({"name", "add_values", "remove_values", "flags"})

#: A name is needed, what an enum gains or loses is no fact of the pages, and its values are bits
#: or not.
DROPPABLE: Mapping[Kind, tuple[str, ...]] = {
    kind: tuple(name for name in names if name not in _ALWAYS) for kind, names in FACTS.items()
}

_DROPPED = frozenset(name for names in DROPPABLE.values() for name in names)

_INTEGER = re.compile(r"-?(0|[1-9]\d*)")
_LARGEST = 2**63 - 1
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


class Problem(Exception):  # noqa: N818 - it becomes a finding, not an error of the program
    """What is wrong with a value, how to mend it, and in which line."""

    def __init__(self, node: Node, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line = line_of(node)
        self.message = message
        self.hint = hint


def read_value(kind: Kind, fact: str, node: Node) -> Value:
    """The value that `node` holds for a fact of FACTS[kind]. Raises Problem."""
    if fact == "name":
        return _name(kind, node)
    return _READERS[fact](node)


def text_of(node: Node, *, what: str, hint: str = "") -> str:
    """The text of a scalar that is not blank. Raises Problem, with `hint` where it is blank."""
    if not isinstance(node, yaml.ScalarNode):
        raise Problem(node, f"{what}: must be a text")
    text: str = node.value
    if not text.strip() or (is_plain(node) and text in _NULL):
        raise Problem(node, f"{what}: must not be blank", hint)
    return text


def _fact_text(node: Node, what: str) -> str:
    """The text of a fact that can be dropped."""
    return text_of(node, what=what, hint=f"to drop it, write drop: [{what}]")


def _name(kind: Kind, node: Node) -> str:
    name = text_of(node, what="name")
    if kind == "type":
        fit, near = type_name(name) == name, type_name(name)
    elif kind == "operation":
        fit, near = snake_case(name) == name and name.isascii(), snake_case(name)
    else:
        fit, near = is_field(name), snake_case(name)
    if fit:
        return name
    near = near if kind != "property" or is_field(near) else f"{near}_"
    raise Problem(node, f"name: {name!r} is no name for {a(kind)}", f"write {near!r}")


def _type(node: Node) -> Value:
    text = _fact_text(node, "type")
    try:
        return typeexpr.parse(text)
    except ValueError as error:
        raise Problem(node, f"type: {error}", _type_hint(text)) from None


def _type_hint(text: str) -> str:
    known = [*SCALARS, "any", "object", "array", "map"]
    for word in re.findall(r"[^\s<>|]+", text):
        if word not in known and word[:1].islower():
            near = _SYNONYMS.get(word.lower()) or nearest(word, known)
            return f"did you mean {near!r}?" if near else "types are " + ", ".join(known)
    return "write string, array<Link>, map<int32>, A | B, or the like"


#: What other languages call these.
_SYNONYMS = {
    "bool": "boolean",
    "datetime": "date-time",
    "timestamp": "date-time",
    "decimal": "number",
    "guid": "uuid",
    "int": "integer",
    "long": "int64",
    "str": "string",
    "text": "string",
    "url": "uri",
    "list": "array",
    "dict": "map",
}


def _presence(node: Node) -> Value:
    text = _fact_text(node, "presence")
    if text not in {"required", "optional"}:
        near = nearest(text, ("required", "optional"))
        hint = f"did you mean {near!r}?" if near else "to leave it open, write drop: [presence]"
        raise Problem(node, f"presence: must be required or optional, not {text!r}", hint)
    return text


def _boolean(what: str) -> Callable[[Node], Value]:
    def read(node: Node) -> Value:
        text = _fact_text(node, what) if what in _DROPPED else text_of(node, what=what)
        if text not in {"true", "false"} or not is_plain(node):
            raise Problem(node, f"{what}: must be true or false, not {text!r}")
        return text == "true"

    return read


def _deprecated(node: Node) -> Value:
    """What to use instead, or true where there is nothing to say."""
    text = _fact_text(node, "deprecated")
    if is_plain(node) and text == "false":
        raise Problem(node, "deprecated: must be a text or true", "write drop: [deprecated]")
    return "" if is_plain(node) and text == "true" else text


def _values(node: Node) -> Value:
    """A list of values, or a map of values to what they mean."""
    listed: list[tuple[Node, str]]
    if isinstance(node, yaml.SequenceNode):
        listed = [(item, "") for item in node.value]
    elif isinstance(node, yaml.MappingNode):
        listed = [(key, text_of(note, what=key.value)) for key, note in node.value]
    else:
        raise Problem(node, "values: must be a list, or a map of values to descriptions")
    if not listed:
        raise Problem(node, "values: must not be empty", "to drop them, write drop: [values]")
    values: dict[str | int, EnumValue] = {}
    for item, description in listed:
        value = _enum_value(item)
        if value in values:
            raise Problem(item, f"values: {value!r} stands twice")
        if values and isinstance(value, int) is not isinstance(next(iter(values)), int):
            raise Problem(item, "values: numbers and texts are mixed", "put the numbers in quotes")
        values[value] = EnumValue(value=value, description=description)
    return tuple(values.values())


def _enum_value(node: Node) -> str | int:
    if not isinstance(node, yaml.ScalarNode):
        raise Problem(node, "values: each must be a text or a whole number")
    text: str = node.value
    if is_plain(node):
        if text in _NULL:
            hint = "write nullable: true for null, or put it in quotes"
            raise Problem(node, "values: null is no value of an enum", hint)
        if _INTEGER.fullmatch(text):
            if len(text) > len(str(_LARGEST)) + 1 or abs(int(text)) > _LARGEST:
                raise Problem(node, "values: the number is too large", "put it in quotes")
            return int(text)
    return text


def _text(what: str) -> Callable[[Node], Value]:
    return lambda node: _fact_text(node, what)


_READERS: Mapping[str, Callable[[Node], Value]] = {
    "type": _type,
    "presence": _presence,
    "nullable": _boolean("nullable"),
    "flags": _boolean("flags"),
    "deprecated": _deprecated,
    "description": _text("description"),
    "summary": _text("summary"),
    "values": _values,
    "add_values": _values,
    "remove_values": _values,
}
