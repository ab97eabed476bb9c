"""One random edit of a random spec, through pages: that change is reported, and nothing else.

An edit is a row of a table: it gives the spec before and after, and the rule that each of the two
ways is to be reported by. Both are rendered as pages, which are understood and compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs

from codegen.changes import Change, Side, Subject, compare
from codegen.namelock import NameLock
from codegen.pathtemplate import placeholders
from codegen.resolve import Resolution, resolve
from codegen.spec import (
    Body,
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    Spec,
)
from codegen.typeexpr import Array, Ref, Scalar
from tests.render_pages import Style, read, render
from tests.strategies import reachable, specs

#: The operation that every spec gets: what it answers with has a table of its properties.
LOOK = "GET /api/Zebra/Look"


class Edit(NamedTuple):
    """What becomes of a spec, and the changes that tell of it, forth and back."""

    before: Callable[[Spec], Spec]
    after: Callable[[Spec], Spec]
    forth: tuple[tuple[str, Subject], ...]
    back: tuple[tuple[str, Subject], ...]


def unchanged(spec: Spec) -> Spec:
    return spec


def of_look(**facts: Any) -> Callable[[Spec], Spec]:
    """`LOOK` with other facts."""

    def apply(spec: Spec) -> Spec:
        rest = [one for one in spec.operations if one.id != "zebra_look"]
        look = next(one for one in spec.operations if one.id == "zebra_look")
        types = {one.name: one for one in spec.types}
        return reachable((*rest, structs.replace(look, **facts)), types)

    return apply


def with_parameter(**facts: Any) -> Callable[[Spec], Spec]:
    one = {"name": "stripes", "location": "query", "type": Scalar("int32"), **facts}
    return of_look(parameters=(Parameter(**one),))


def with_status(description: str) -> Callable[[Spec], Spec]:
    def apply(spec: Spec) -> Spec:
        look = next(one for one in spec.operations if one.id == "zebra_look")
        fresh = Response(status="418", description=description)
        return of_look(responses=(*look.responses, fresh))(spec)

    return apply


def with_property(
    type_: str = "string", name: str = "Zebra", **facts: Any
) -> Callable[[Spec], Spec]:
    """The type that `LOOK` answers with has the property `name`; 'A|B' are its values."""

    def apply(spec: Spec) -> Spec:
        types = {one.name: one for one in spec.types}
        owner = types[answer_of(spec)]
        assert isinstance(owner, ObjectType)
        expr: Any = Array(Scalar("string")) if type_ == "array" else Scalar(type_)
        if "|" in type_:
            values = tuple(EnumValue(value=one) for one in type_.split("|"))
            types["Zebras"] = EnumType(name="Zebras", module="", values=values)
            expr = Ref("Zebras")
        fresh = Property(name=name, type=expr, **facts)
        # Not at the end: a property that comes is among others.
        properties = (owner.properties[0], fresh, *owner.properties[1:])
        types[owner.name] = structs.replace(owner, properties=properties)
        return reachable(spec.operations, types)

    return apply


def answer_of(spec: Spec) -> str:
    """The name of the type that `LOOK` answers with."""
    look = next(one for one in spec.operations if one.id == "zebra_look")
    body = look.responses[0].body
    assert body is not None
    assert isinstance(body.type, Ref)
    return body.type.name


def with_feed(method: str = "POST", path: str = "/api/Zebra/Feed/{id}") -> Callable[[Spec], Spec]:
    """One more operation."""
    feed = Operation(
        id="zebra_feed",
        method=method,
        path=path,
        module="zebra",
        summary="Feeds it.",
        parameters=tuple(
            Parameter(name=name, location="path", type=Scalar("int32"), required=True)
            for name in placeholders(path)
        ),
        responses=(Response(status="204", description="Done."),),
    )

    def apply(spec: Spec) -> Spec:
        return reachable((*spec.operations, feed), {one.name: one for one in spec.types})

    return apply


FEED = Subject("operation", "POST /api/Zebra/Feed/{id}")
OPERATION = Subject("operation", LOOK)
STRIPES = Subject("parameter", LOOK, "query:stripes")
#: Its owner is the type that `LOOK` answers with, whatever that is called.
ZEBRA = Subject("property", "", "Zebra")


def edit(
    subject: Subject, before: Callable[[Spec], Spec], after: Callable[[Spec], Spec], *rules: str
) -> Edit:
    """`rules` forth and back; several of them are joined by a blank."""
    forth, back = (tuple((rule, subject) for rule in said.split()) for said in rules)
    return Edit(before, after, forth, back)


def moved(old: Edit, new: Edit) -> Edit:
    """What has a name of its own before, as in `old`, and after, as in `new`."""
    return Edit(old.before, new.after, new.forth, old.back)


def feed_at(rules: str, method: str, path: str) -> Edit:
    """The operation `FEED` at some place, found by `rules` where it comes there."""
    here = with_feed(method, path)
    return edit(Subject("operation", f"{method} {path}"), here, here, rules, rules)


DEPRECATED = {"deprecated": "Use Other", "description": "Deprecated: Use Other"}

EDITS = {
    "operation": edit(FEED, unchanged, with_feed(), "operation-added", "operation-removed"),
    "method": moved(
        feed_at("operation-method-changed", "POST", "/api/Zebra/Feed/{id}"),
        feed_at("operation-method-changed", "PUT", "/api/Zebra/Feed/{id}"),
    ),
    "path": moved(
        feed_at("operation-moved", "POST", "/api/Zebra/Feed/{id}"),
        feed_at("operation-moved", "POST", "/api/Zebra/Feed/all/{id}"),
    ),
    "spelling of a property": moved(
        edit(ZEBRA, with_property(), unchanged, "", "property-renamed"),
        edit(
            Subject("property", "", "zebra"),
            unchanged,
            with_property(name="zebra"),
            "property-renamed",
            "",
        ),
    ),
    "deprecated operation": edit(
        OPERATION,
        of_look(summary="Looks."),
        of_look(summary="Deprecated: Use Other", deprecated="Use Other"),
        "operation-deprecated operation-summary-changed",
        "operation-undeprecated operation-summary-changed",
    ),
    "summary": edit(
        OPERATION,
        unchanged,
        of_look(summary="Looks."),
        "operation-summary-added",
        "operation-summary-removed",
    ),
    "security": edit(
        OPERATION,
        of_look(security=("Zebra",)),
        of_look(),
        "operation-security-undocumented",
        "operation-security-documented",
    ),
    "status": edit(
        Subject("response", LOOK, "418"),
        unchanged,
        with_status("Tea."),
        "response-error-added",
        "response-error-removed",
    ),
    "described status": edit(
        Subject("response", LOOK, "418"),
        with_status("Tea."),
        with_status("Hot tea."),
        "response-description-changed",
        "response-description-changed",
    ),
    "parameter": edit(STRIPES, unchanged, with_parameter(), "parameter-added", "parameter-removed"),
    "required parameter": edit(
        STRIPES,
        unchanged,
        with_parameter(required=True),
        "parameter-added-required",
        "parameter-removed",
    ),
    "presence of a parameter": edit(
        STRIPES,
        with_parameter(required=False),
        with_parameter(required=True),
        "parameter-became-required",
        "parameter-became-optional",
    ),
    "type of a parameter": edit(
        STRIPES,
        with_parameter(),
        with_parameter(type=Scalar("boolean")),
        "parameter-type-changed",
        "parameter-type-changed",
    ),
    "wider parameter": edit(
        STRIPES,
        with_parameter(),
        with_parameter(type=Scalar("int64")),
        "parameter-type-widened",
        "parameter-type-narrowed",
    ),
    "deprecated parameter": edit(
        STRIPES,
        with_parameter(),
        with_parameter(**DEPRECATED),
        "parameter-deprecated parameter-description-added",
        "parameter-undeprecated parameter-description-removed",
    ),
    "property": edit(ZEBRA, unchanged, with_property(), "property-added", "property-removed"),
    "presence of a property": edit(
        ZEBRA,
        with_property(),
        with_property(presence="optional"),
        "property-presence-documented",
        "property-presence-undocumented",
    ),
    "described property": edit(
        ZEBRA,
        with_property(description="Striped."),
        with_property(description="With stripes."),
        "property-description-changed",
        "property-description-changed",
    ),
    "deprecated property": edit(
        ZEBRA,
        with_property(),
        with_property(**DEPRECATED),
        "property-deprecated property-description-added",
        "property-undeprecated property-description-removed",
    ),
    "type of a property": edit(
        ZEBRA,
        with_property(),
        with_property("boolean"),
        "property-type-changed",
        "property-type-changed",
    ),
    "form of a property": edit(
        ZEBRA,
        with_property(),
        with_property("date-time"),
        "property-type-format-added",
        "property-type-format-removed",
    ),
    "wider property": edit(
        ZEBRA,
        with_property("int32"),
        with_property("int64"),
        "property-type-widened",
        "property-type-narrowed",
    ),
    "list": edit(
        ZEBRA,
        with_property(),
        with_property("array"),
        "property-became-array",
        "property-became-single",
    ),
    "null": edit(
        ZEBRA,
        with_property(),
        with_property(nullable=True),
        "property-nullable-documented",
        "property-nullable-undocumented",
    ),
    "value": edit(
        Subject("value", "", "Okapi"),
        with_property("Plains|Mountain"),
        with_property("Plains|Mountain|Okapi"),
        "enum-value-added",
        "enum-value-removed",
    ),
}

#: Schemes come and go with the only operation that takes them.
ENTAILED = {"security-scheme-added", "security-scheme-removed"}
#: What stands in a type, whose name the pages may not print.
NAMED = {"property", "value"}


@st.composite
def zoos(draw: st.DrawFn) -> Spec:
    """A spec with the operation `LOOK`, which answers with one of its object types.

    That type has enough in it to be known wherever a sample shows it: else one property more or
    less may decide whether two places have the same type.
    """
    kinds = specs().filter(lambda one: any(isinstance(it, ObjectType) for it in one.types))
    spec = draw(kinds)
    owner = draw(st.sampled_from([one for one in spec.types if isinstance(one, ObjectType)]))
    look = Operation(
        id="zebra_look",
        method="GET",
        path="/api/Zebra/Look",
        module="zebra",
        responses=(Response(status="200", body=Body(type=Ref(owner.name))),),
    )
    types = {one.name: one for one in spec.types}
    known = [("Mane", "string"), ("Tail", "boolean"), ("Hoof", "integer")]
    properties = [Property(name=name, type=Scalar(scalar)) for name, scalar in known]
    types[owner.name] = structs.replace(owner, properties=(*owner.properties, *properties))
    return reachable((*spec.operations, look), types)


def understood(spec: Spec, style: Style, before: Resolution | None = None) -> Resolution:
    lock = before.lock if before else NameLock()
    return resolve(read(render(spec, style)), api="random", lock=lock)


def reported(old: Spec, new: Spec, style: Style) -> tuple[Change, ...]:
    """What is reported of the pages of `old` and of `new`."""
    first = understood(old, style)
    second = understood(new, style, first)
    return compare(Side(label="old", spec=first.spec), Side(label="new", spec=second.spec))


def own(found: tuple[Change, ...]) -> set[tuple[str, Subject]]:
    """The rules and subjects that others do not entail, without the names of owners.

    One type may be found as several, where the pages do not print its name.
    """
    assert len(set(found)) == len({(one.rule, one.subject) for one in found}) == len(found)
    return {
        (one.rule, one.subject._replace(owner="") if one.subject.kind in NAMED else one.subject)
        for one in found
        if one.rule not in ENTAILED
    }


@pytest.mark.parametrize("name", EDITS)
@settings(max_examples=5, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(zoos(), st.sampled_from(["heading", "paragraph", "title"]))
def test_one_edit_of_the_pages_is_reported_and_nothing_else(
    name: str, zoo: Spec, response: Any
) -> None:
    one, style = EDITS[name], Style(response=response)
    before, after = one.before(zoo), one.after(zoo)
    assert own(reported(before, after, style)) == set(one.forth)
    assert own(reported(after, before, style)) == set(one.back)
    assert reported(before, before, style) == ()
