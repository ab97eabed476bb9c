"""Random specs of what pages in the form of the SuperOffice reference can say.

What the form cannot carry is not drawn, with the reason beside it; where it depends on the place
whether a fact is carried, the comparison in the round trip knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from msgspec import structs

from codegen.dialects.phrases import Facts, facts
from codegen.naming import snake_case
from codegen.spec import (
    FORMAT_VERSION,
    Body,
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    SecurityScheme,
    Spec,
    Type,
)
from codegen.typeexpr import ANY, OBJECT, Array, Map, Ref, Scalar, TypeExpr, references
from tests.render_pages import Style

__all__ = ["STYLES", "holds_itself", "reachable", "specs"]

STYLES = st.builds(
    Style, labels=st.booleans(), response=st.sampled_from(["heading", "paragraph", "title"])
)

#: Scalars that the form has words for, and those of them that a sample alone can show.
_DOCUMENTED_SCALARS = (
    *("string", "date-time", "int32", "int64", "integer", "number", "double", "boolean"),
    *("byte", "binary"),
)
_SHOWN_SCALARS = ("string", "date-time", "integer", "number", "boolean")

#: Names of types. None is a word of an operation or a property: that would be evidence.
_TYPES = ("Kestrel", "Willow", "Harbour", "Lantern", "Marmot")
_GROUPS = ("Depot", "Ledger", "Roster")
_VERBS = ("Fetch", "Store", "Merge", "Drop", "Scan", "Weigh")

#: Names of properties, each for one type alone: shape is all that tells types apart where the
#: form prints no type. None ends in a number, as made-up keys of maps do.
_OWN = tuple(
    f"{first}{second}"
    for first in ("Acid", "Bulk", "Crew", "Dust", "Edge", "Fuel", "Grip", "Hull", "Iron")
    for second in ("Name", "rate", "At", "Notes", "_size", "Codes", "URL")
)
#: Names that several types may have: of structures, and of maps. The two are kept apart, because
#: a name that is a map wherever a page says what it is, is one also where no page does.
_SHARED = ("Owner", "Parent", "Items", "Branches", "origin")
_MAPS = ("Extra", "Labels", "Counts")
#: Names that any type may have as well, of any scalar.
_COMMON = ("Id", "name")

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_VALUES = ("Unknown", "Open", "InUse", "closed", "All of it", "x-1")


def _is_plain(text: str) -> bool:
    """Whether the text states no fact besides describing."""
    return facts(text) == Facts(text=text)


#: Running text on one line, with whatever Markdown could take for markup.
_TEXTS = (
    st.text(alphabet="abcXYZ 019.,;:!?()'\"-+=/\\|*_`<>&[]{}#~$%^@éß日“”", max_size=24)
    .map(lambda text: " ".join(text.split()))
    .filter(_is_plain)
)
_SOME_TEXT = _TEXTS.filter(bool)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that one spec draws from."""

    types: tuple[str, ...]
    own: dict[str, list[str]]


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """A spec of up to five object types, its enums, and up to six operations on them."""
    count = draw(st.integers(1, len(_TYPES)))
    own = draw(st.permutations(_OWN))
    each = len(own) // count
    names = _Names(
        types=_TYPES[:count],
        own={name: own[at * each : at * each + each] for at, name in enumerate(_TYPES[:count])},
    )
    types: list[Type] = []
    for name in names.types:
        types.extend(draw(_object_type(name, names)))
    verbs = draw(st.lists(st.sampled_from(_VERBS), min_size=1, max_size=4, unique=True))
    operations = []
    for verb in verbs:
        operation, enums = draw(_operation(verb, names))
        operations.append(operation)
        types.extend(enums)
    return reachable(tuple(operations), _cut_short({one.name: one for one in types}))


def _cut_short(types: dict[str, Type]) -> dict[str, Type]:
    """These types, with nothing required in those that hold themselves.

    A sample of such a type ends in an empty object, which says that nothing is.
    """
    return {
        name: structs.replace(
            one,
            properties=tuple(
                structs.replace(prop, presence=None) if prop.presence == "required" else prop
                for prop in one.properties
            ),
        )
        if isinstance(one, ObjectType) and holds_itself(name, types)
        else one
        for name, one in types.items()
    }


def holds_itself(name: str, types: dict[str, Type]) -> bool:
    """Whether a value of this type can have another of it somewhere inside."""
    return name in _reached(_held(types[name]), types)


def reachable(operations: tuple[Operation, ...], types: dict[str, Type]) -> Spec:
    """The spec of these operations and of the types that they lead to: pages show no others."""
    names = [name for one in operations for expr in _types_of(one) for name in references(expr)]
    found = _reached(names, types)
    schemes = {name for one in operations for name in one.security}
    return Spec(
        format=FORMAT_VERSION,
        api="random",
        security_schemes=tuple(
            SecurityScheme(name=name, kind="http", scheme=name) for name in sorted(schemes)
        ),
        operations=tuple(sorted(operations, key=lambda one: (one.path, one.method))),
        types=tuple(found[name] for name in sorted(found)),
    )


def _reached(names: Iterable[str], types: dict[str, Type]) -> dict[str, Type]:
    """The types of these names, and all that they lead to."""
    pending = list(names)
    found: dict[str, Type] = {}
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = types[name]
            pending.extend(_held(types[name]))
    return found


def _held(one: Type) -> list[str]:
    """Names of the types of its properties."""
    properties = one.properties if isinstance(one, ObjectType) else ()
    return [name for prop in properties for name in references(prop.type)]


def _types_of(operation: Operation) -> list[TypeExpr]:
    bodies = (operation.request, *(response.body for response in operation.responses))
    return [
        *(parameter.type for parameter in operation.parameters),
        *(body.type for body in bodies if body is not None),
    ]


_SHOWN = st.sampled_from([Scalar(name) for name in _SHOWN_SCALARS])
_DOCUMENTED = st.sampled_from([Scalar(name) for name in _DOCUMENTED_SCALARS])


def _structures(names: _Names) -> st.SearchStrategy[TypeExpr]:
    """Object types, and arrays of anything. What is inside an array is known from samples."""
    refs = st.sampled_from(names.types).map(Ref)
    inner: st.SearchStrategy[TypeExpr] = refs | _SHOWN | st.just(OBJECT)
    arrays = (inner | inner.map(Array) | inner.map(Map)).map(Array) | st.just(Array(ANY))
    return refs | arrays


def _maps(names: _Names) -> st.SearchStrategy[TypeExpr]:
    inner: st.SearchStrategy[TypeExpr] = _SHOWN | st.sampled_from(names.types).map(Ref)
    return (inner | inner.map(Array)).map(Map) | st.just(OBJECT)


@st.composite
def _object_type(draw: st.DrawFn, name: str, names: _Names) -> list[Type]:
    """An object type and the enums of its properties.

    It has three properties of its own or more: fewer are no proof where two places are one type.
    """
    own = names.own[name]
    number = draw(st.integers(3, min(6, len(own))))
    kinds = _DOCUMENTED | _DOCUMENTED | st.just(ANY)
    members: list[tuple[str, TypeExpr]] = [(own[0], draw(_SHOWN)), (own[1], draw(_SHOWN))]
    members.extend((own[at], draw(kinds)) for at in range(2, number))
    common = draw(st.lists(st.sampled_from(_COMMON), unique=True))
    members.extend((one, draw(_DOCUMENTED)) for one in common)
    shared = draw(st.lists(st.sampled_from(_SHARED), max_size=2, unique=True))
    members.extend((one, draw(_structures(names))) for one in shared)
    maps = draw(st.lists(st.sampled_from(_MAPS), max_size=1))
    members.extend((one, draw(_maps(names))) for one in maps)
    types: list[Type] = []
    if draw(st.booleans()) and number < len(own):
        types.append(draw(_enum(f"{name}Enum")))
        members.append((own[number], Ref(f"{name}Enum")))
    members = draw(st.permutations(members))
    properties = tuple(draw(_property(prop, expr)) for prop, expr in members)
    types.append(ObjectType(name=name, module="", properties=properties))
    return types


@st.composite
def _enum(draw: st.DrawFn, name: str) -> EnumType:
    values = draw(st.lists(st.sampled_from(_VALUES), min_size=1, max_size=4, unique=True))
    return EnumType(name=name, module="", values=tuple(EnumValue(value=one) for one in values))


@st.composite
def _words(draw: st.DrawFn) -> dict[str, Any]:
    """The description, which says whether the thing is deprecated, too."""
    if draw(st.integers(0, 5)) == 0:
        reason = draw(st.sampled_from(("", "Use Other", "Gone soon")))
        return {"deprecated": reason, "description": f"Deprecated: {reason}".strip()}
    return {"description": draw(_TEXTS)}


@st.composite
def _property(draw: st.DrawFn, name: str, expr: TypeExpr) -> Property:
    return Property(
        name=name,
        type=expr,
        presence=draw(st.sampled_from([None, None, "required", "optional"])),
        # That null is taken is known where a sample shows it; of ANY it is all that is shown.
        nullable=draw(st.sampled_from([None, None, True])) if expr != ANY else True,
        **draw(_words()),
    )


@st.composite
def _operation(draw: st.DrawFn, verb: str, names: _Names) -> tuple[Operation, list[EnumType]]:
    group = draw(st.sampled_from(_GROUPS))
    parts = draw(st.lists(st.sampled_from(("id", "code")), max_size=2, unique=True))
    method = draw(st.sampled_from(_METHODS))
    enums: list[EnumType] = []
    parameters = [
        Parameter(
            name=part,
            location="path",
            type=draw(_DOCUMENTED),
            required=True,
            **draw(_words()),
        )
        for part in parts
    ]
    for name in draw(
        st.lists(st.sampled_from(("top", "$select", "mode")), max_size=2, unique=True)
    ):
        expr: TypeExpr = draw(_DOCUMENTED)
        if draw(st.booleans()):
            enums.append(draw(_enum(f"{verb}{name.strip('$').title()}Enum")))
            expr = Ref(enums[-1].name)
        required = draw(st.sampled_from([None, True, False]))
        query = Parameter(
            name=name, location="query", type=expr, required=required, **draw(_words())
        )
        parameters.append(query)
    for name in draw(st.lists(st.sampled_from(("X-Zone", "Accept-Language")), unique=True)):
        # The table of headers has no column for types or presence.
        header = Parameter(
            name=name, location="header", type=Scalar("string"), description=draw(_TEXTS)
        )
        parameters.append(header)
    described = draw(st.lists(_SOME_TEXT, max_size=2))
    words = draw(_words())
    if "deprecated" in words:
        described.append(words["description"])
    operation = Operation(
        id=snake_case(f"{group} {verb}"),
        method=method,
        path="/".join(("", "api", group, verb, *(f"{{{part}}}" for part in parts))),
        module=snake_case(group),
        summary=described[0] if described else "",
        description="\n\n".join(described[1:]),
        deprecated=words.get("deprecated"),
        parameters=tuple(parameters),
        request=draw(st.none() | _body(names, described=True)) if method != "GET" else None,
        responses=draw(_responses(names)),
        security=tuple(draw(st.lists(st.sampled_from(("Basic", "Bearer")), unique=True))),
    )
    return operation, enums


@st.composite
def _body(draw: st.DrawFn, names: _Names, *, described: bool) -> Body:
    refs: st.SearchStrategy[TypeExpr] = st.sampled_from(names.types).map(Ref)
    scalars = st.sampled_from([Scalar(name) for name in _DOCUMENTED_SCALARS if name != "binary"])
    kinds = refs | refs | refs.map(Array) | scalars | _structures(names) | _maps(names)
    return Body(
        type=draw(kinds),
        nullable=draw(st.sampled_from([None, None, None, True])),
        # Only a request's table has a sentence that belongs to the body.
        description=draw(_TEXTS) if described else "",
    )


@st.composite
def _responses(draw: st.DrawFn, names: _Names) -> tuple[Response, ...]:
    success = draw(st.sampled_from(("200", "201", "204")))
    body = draw(_body(names, described=False)) if success != "204" else None
    others = draw(st.lists(st.sampled_from(("400", "404", "500")), max_size=2, unique=True))
    answers = [Response(status=success, description=draw(_TEXTS), body=body)]
    # The form has one table and one sample for an answer: that of success.
    answers.extend(Response(status=status, description=draw(_TEXTS)) for status in sorted(others))
    return tuple(answers)
