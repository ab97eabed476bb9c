"""Renders a spec as pages in the form of the SuperOffice reference, as the vendor would.

The inverse of sources, markdown, dialect and resolve for what the form can carry: a page for each
operation, a property table for each body, and samples that show every property in full, and once
as null where it may be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from codegen import dialects, markdown
from codegen.claims import Reading
from codegen.sources import Document
from codegen.spec import (
    Body,
    EnumType,
    ObjectType,
    Operation,
    Parameter,
    Presence,
    Property,
    Response,
    Spec,
    Type,
)
from codegen.typeexpr import AnyType, Array, Map, Ref, Scalar, TypeExpr

__all__ = ["Style", "read", "render"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What differs between revisions of the form.

    `labels`: the names of object types are printed; else their columns are blank. `response`:
    where the type of the response stands.
    """

    labels: bool = True
    response: Literal["heading", "paragraph", "title"] = "heading"


_WORDS = {"boolean": "bool"}
_VALUES: dict[str, object] = {
    "string": "words, and more",
    "date-time": "2024-03-04T08:15:20.4310000+01:00",
    "integer": 3,
    "number": 1.5,
    "boolean": True,
    "byte": "AAEC",
    "binary": "words, and more",
}


def render(spec: Spec, style: Style) -> dict[str, str]:
    """The pages by file name."""
    types = {one.name: one for one in spec.types}
    return {
        f"{operation.id}.md": "\n".join(_Page(operation, types, style).lines()) + "\n"
        for operation in spec.operations
    }


def read(pages: Mapping[str, str], rank: int = 0) -> list[Reading]:
    """What the dialects make of `pages`, as of one documentation set."""
    return [
        dialects.read(markdown.parse(Document(page=page, rank=rank, text=text)))
        for page, text in pages.items()
    ]


def _escaped(text: str) -> str:
    """Text that no Markdown reads as markup."""
    inline = re.sub(r"([\\`*_\[\]<>&|~])", r"\\\1", text)
    # What begins a heading, a list or a rule at the start of a line does not as a reference.
    return re.sub(r"^[#+=\d-]", lambda start: f"&#{ord(start[0])};", inline)


def _described(text: str, presence: Presence | None) -> str:
    mark = f"**{presence.title()}**" if presence else ""
    return " ".join(filter(None, (_escaped(text), mark)))


def _table(*rows: tuple[str, ...]) -> Iterator[str]:
    yield "| " + " | ".join(rows[0]) + " |"
    yield "|" + "---|" * len(rows[0])
    for row in rows[1:]:
        yield "| " + " | ".join(row) + " |"
    yield ""


@dataclass(frozen=True, slots=True)
class _Page:
    operation: Operation
    types: Mapping[str, Type]
    style: Style

    def lines(self) -> Iterator[str]:
        one = self.operation
        group, name = one.path.split("/")[2:4]
        title = f"{one.method} {group}/{name}"
        yield from ("---", f"title: {title}", f"uid: v1{group}_{name}", "---", "")
        yield from (f"# {title}", "", "```http", f"{one.method} {one.path}", "```", "")
        for text in filter(None, (one.summary, *one.description.split("\n\n"))):
            yield from (_escaped(text), "")
        yield from self._parameters("path", ("Path Part", "Type", "Description"), "")
        header = ("Parameter Name", "Type", "Description")
        yield from self._parameters("query", header, "## Query String Parameters")
        yield from self._headers()
        if one.request is not None:
            yield from self._request(one.request)
        yield from self._responses(one.responses)
        yield from self._samples()

    def _parameters(self, location: str, header: tuple[str, ...], title: str) -> Iterator[str]:
        found = [one for one in self.operation.parameters if one.location == location]
        if found:
            yield from (title, "")
            yield from _table(header, *map(self._parameter, found))

    def _parameter(self, one: Parameter) -> tuple[str, ...]:
        presence: dict[bool | None, Presence | None] = {True: "required", False: "optional"}
        words = _described(one.description, presence.get(one.required))
        return _escaped(one.name), self._word(one.type), words

    def _headers(self) -> Iterator[str]:
        yield from ("## Request Headers", "")
        schemes = " and ".join(f"'{name}'" for name in self.operation.security)
        rows = [("Authorization", f"One of {schemes}")] if schemes else []
        rows.extend(
            (one.name, _escaped(one.description))
            for one in self.operation.parameters
            if one.location == "header"
        )
        yield from _table(("Parameter Name", "Description"), *rows)

    def _request(self, body: Body) -> Iterator[str]:
        word = self._word(body.type)
        yield from (f"## Request Body: entity {word if word != 'string' else ''}".rstrip(), "")
        yield from (_escaped(body.description), "")
        yield from self._properties(body)

    def _responses(self, responses: tuple[Response, ...]) -> Iterator[str]:
        body = next((one.body for one in responses if one.body is not None), None)
        word = self._word(body.type, "object") if body is not None else ""
        inline = word if self.style.response == "title" else ""
        yield from (f"## Response: {inline}".rstrip(), "", "What comes back.", "")
        rows = [(one.status, _escaped(one.description)) for one in responses]
        yield from _table(("Response", "Description"), *rows)
        if body is not None:
            mark = {"heading": "### ", "paragraph": ""}.get(self.style.response)
            if mark is not None and word:
                yield from (f"{mark}Response body: {word}", "")
            yield from self._properties(body)

    def _properties(self, body: Body) -> Iterator[str]:
        """The table of a body that is an object, or an array of objects."""
        inner = body.type.items if isinstance(body.type, Array) else body.type
        one = self.types.get(inner.name) if isinstance(inner, Ref) else None
        if isinstance(one, ObjectType):
            header = ("Property Name", "Type", "Description")
            yield from _table(header, *map(self._property, one.properties))

    def _property(self, one: Property) -> tuple[str, ...]:
        return (
            _escaped(one.name),
            self._word(one.type),
            _described(one.description, one.presence),
        )

    def _word(self, expr: TypeExpr, blank: str = "") -> str:
        """What stands in the column, or in the heading; `blank` where it does not say."""
        word = blank
        match expr:
            case Array():
                word = "array"
            case Map():
                word = "object"
            case Scalar(name):
                word = _WORDS.get(name, name)
            case Ref(name):
                one = self.types[name]
                if isinstance(one, EnumType):
                    word = "Enum: " + ", ".join(_escaped(str(item.value)) for item in one.values)
                elif self.style.labels:
                    word = name
        return word

    def _samples(self) -> Iterator[str]:
        one = self.operation
        for value in self._values(one.request):
            yield from self._message(f"{one.method} {one.path}", value)
        for response in one.responses:
            for value in self._values(response.body):
                yield from self._message(f"HTTP/1.1 {response.status} OK", value)

    def _message(self, start: str, value: object) -> Iterator[str]:
        kind = "response" if start.startswith("HTTP/") else "request"
        yield from (
            f"## Sample {kind}",
            "",
            "```http!",
            start,
            "Content-Type: application/json",
            "",
        )
        yield from (json.dumps(value, indent=2), "```", "")

    def _values(self, body: Body | None) -> Iterator[object]:
        """A sample in full, one for each type with its properties as null, and null itself."""
        if body is None:
            return
        yield self._value(body.type, (), "")
        for name in self._below(body.type):
            yield self._value(body.type, (), name)
        if body.nullable:
            yield None

    def _below(self, expr: TypeExpr) -> list[str]:
        """The object types with properties that may be null, from `expr` on."""
        found: dict[str, None] = {}
        pending = [expr]
        while pending:
            match pending.pop(0):
                case Ref(name) if name not in found:
                    one = self.types[name]
                    if isinstance(one, ObjectType):
                        found[name] = None
                        pending.extend(prop.type for prop in one.properties)
                case Array(inner) | Map(inner):
                    pending.append(inner)
        return [name for name in found if any(self._nullable(name))]

    def _nullable(self, name: str) -> Iterator[bool]:
        one = self.types[name]
        if isinstance(one, ObjectType):
            yield from (prop.nullable is True for prop in one.properties)

    def _value(self, expr: TypeExpr, above: tuple[str, ...], nulls: str) -> Any:
        """A sample of `expr`. A tree is cut short where it repeats."""
        ends = self._ends(expr, above)
        match expr:
            case Array(inner):
                return [] if ends else [self._value(inner, above, nulls)]
            case Map(inner):
                return (
                    {} if ends else {f"key:{at}": self._value(inner, above, nulls) for at in "12"}
                )
            case Ref(name):
                return {} if ends else self._named(name, above, nulls)
        assert isinstance(expr, Scalar)
        return _VALUES.get(expr.name) or _VALUES[expr.json_type]

    def _named(self, name: str, above: tuple[str, ...], nulls: str) -> object:
        one = self.types[name]
        if isinstance(one, EnumType):
            return str(one.values[0].value)
        assert isinstance(one, ObjectType)
        return {
            prop.name: None
            if isinstance(prop.type, AnyType) or (nulls == name and prop.nullable)
            else self._value(prop.type, (*above, name), nulls)
            for prop in one.properties
        }

    def _ends(self, expr: TypeExpr, above: tuple[str, ...]) -> bool:
        """Whether nothing is shown inside `expr`: it is not known, or repeats a second time.

        Once a type must be seen inside itself: where all that is shown is an empty list, nobody
        can tell of what.
        """
        match expr:
            case Array(AnyType()) | Map(AnyType()):
                return True
            case Array(Ref(name)) | Map(Ref(name)) | Ref(name):
                return name in above and len(above) > len(set(above))
        return False
