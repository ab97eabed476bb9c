"""Two small specs for every rule: what changes from the one to the other, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from codegen.spec import (
    FORMAT_VERSION,
    Body,
    Constraints,
    EnumType,
    EnumValue,
    Instance,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    SecurityScheme,
    Spec,
    Type,
    UnionType,
    Variant,
)
from codegen.typeexpr import parse

__all__ = ["CASES", "Case", "enum", "operation", "prop", "spec", "thing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A change, its rules, and the rules of its reverse."""

    old: Spec
    new: Spec
    there: frozenset[str]
    back: frozenset[str]

    @property
    def name(self) -> str:
        return f"{'+'.join(sorted(self.there))}~{'+'.join(sorted(self.back))}"


def prop(name: str, expr: str = "string", **facts: Any) -> Property:
    return Property(name=name, type=parse(expr), **facts)


def enum(name: str, *values: str | EnumValue, **facts: Any) -> EnumType:
    listed = tuple(EnumValue(value=one) if isinstance(one, str) else one for one in values)
    return EnumType(name=name, module=facts.pop("module", "things"), values=listed, **facts)


def thing(name: str, *properties: Property, **facts: Any) -> ObjectType:
    return ObjectType(
        name=name, module=facts.pop("module", "things"), properties=properties, **facts
    )


def body(expr: str, **facts: Any) -> Body:
    return Body(type=parse(expr), **facts)


def operation(path: str = "/things", method: str = "POST", **facts: Any) -> Operation:
    facts = {"id": "save_thing", "module": "things"} | facts
    return Operation(method=method, path=path, **facts)


def spec(*parts: Type | Operation | SecurityScheme, title: str = "") -> Spec:
    def of(kind: Any) -> tuple[Any, ...]:
        return tuple(one for one in parts if isinstance(one, kind))

    return Spec(
        format=FORMAT_VERSION,
        api="shop",
        title=title,
        types=tuple(sorted(of(Type), key=lambda one: one.name)),
        operations=tuple(sorted(of(Operation), key=lambda one: (one.path, one.method))),
        security_schemes=of(SecurityScheme),
    )


#: Properties that every thing has: what a type is known again by.
STEADY = (prop("Alpha"), prop("Beta", "boolean"), prop("Gamma", "array<string>"))
SIZES = (prop("Wide", "int32"), prop("High", "int32"), prop("Deep", "int32"), prop("Heavy"))

#: Types that both specs of every case have.
COMMON: tuple[Type, ...] = (
    thing("Box", *SIZES),
    thing("Crate", *SIZES),
    thing("Trunk", *SIZES, prop("Lock")),
    enum("Color", "red", "green"),
    enum("Shade", "red", "green", "blue"),
)
ALL = "Box | Crate | Trunk | Color | Shade"


def with_common(*parts: Type | Operation | SecurityScheme, **facts: Any) -> Spec:
    """A spec where an operation has all common types in what it takes and what it answers."""
    holder = operation(
        "/common",
        id="common",
        request=body(ALL),
        responses=(Response(status="200", body=body(ALL)),),
    )
    return spec(*COMMON, holder, *parts, **facts)


def held(*types: Type, first: str = "Thing") -> Spec:
    """A spec whose operation takes and answers the first type."""
    answer = Response(status="200", body=body(first))
    return with_common(*types, operation(request=body(first), responses=(answer,)))


def case(sides: Iterable[Spec], there: str, back: str) -> Case:
    old, new = sides
    return Case(old=old, new=new, there=frozenset(there.split()), back=frozenset(back.split()))


def of_properties(old: Property | None, new: Property | None, there: str, back: str) -> Case:
    """`old` and `new` among the properties of a thing that goes both ways."""
    sides = [(*STEADY, *([one] if one else [])) for one in (old, new)]
    return case((held(thing("Thing", *side)) for side in sides), there, back)


def of_parameters(old: Parameter | None, new: Parameter | None, there: str, back: str) -> Case:
    sides = [(one,) if one else () for one in (old, new)]
    return case((with_common(operation(parameters=side)) for side in sides), there, back)


def of_requests(old: Body | None, new: Body | None, there: str, back: str) -> Case:
    return case((with_common(operation(request=one)) for one in (old, new)), there, back)


def of_answers(old: Body | None, new: Body | None, there: str, back: str) -> Case:
    sides = [(Response(status="200", body=one),) for one in (old, new)]
    return case((with_common(operation(responses=side)) for side in sides), there, back)


def of_operations(old: dict[str, Any], new: dict[str, Any], there: str, back: str) -> Case:
    return case(
        (with_common(operation(**{"summary": "Saves.", **one})) for one in (old, new)), there, back
    )


def of_types(old: Type, new: Type, there: str, back: str) -> Case:
    return case([held(one, first=one.name) for one in (old, new)], there, back)


#: Shift of a type, and of its reverse.
SHIFTS = (
    ("string", "boolean", "type-changed", "type-changed"),
    ("Box", "Color", "type-changed", "type-changed"),
    ("int32", "int64", "type-widened", "type-narrowed"),
    ("integer", "number", "type-widened", "type-narrowed"),
    ("string", "boolean | string", "type-widened", "type-narrowed"),
    ("Color", "Shade", "values-added", "values-removed"),
    ("array<int32>", "array<double>", "type-widened", "type-narrowed"),
    ("string", "date-time", "type-format-added", "type-format-removed"),
    ("map<string>", "map<uuid>", "type-format-added", "type-format-removed"),
    ("byte", "binary", "type-recoded", "type-recoded"),
    ("date", "date-time", "type-format-changed", "type-format-changed"),
    ("Box", "array<Box>", "became-array", "became-single"),
    ("Box", "map<string>", "became-map", "became-object"),
    ("string", "Color", "became-enum", "became-free"),
    ("array<string>", "array<Color>", "became-enum", "became-free"),
    ("Box", "Crate", "type-replaced", "type-replaced"),
    ("Box", "Trunk", "type-extended", "type-reshaped"),
    ("any", "Box", "type-documented", "type-undocumented"),
    ("object", "Box", "type-documented", "type-undocumented"),
    ("object", "map<int32>", "type-documented", "type-undocumented"),
    ("array<any>", "array<Box>", "type-documented", "type-undocumented"),
    ("integer", "int32", "type-documented", "type-undocumented"),
)

#: Keyword, the less strict value, the stricter one.
LIMITS = (("minimum", 1, 2), ("maximum", 9, 8), ("min_length", 1, 2), ("max_length", 9, 8))
TEXTS = (("description", "Said so.", "Says so."),)


def _typed(prefix: str, make: Any, of: Any) -> Iterator[Case]:
    for old, new, there, back in SHIFTS:
        yield of(make(old), make(new), f"{prefix}-{there}", f"{prefix}-{back}")


def _constrained(prefix: str, make: Any, of: Any) -> Iterator[Case]:
    def one(**facts: Any) -> Any:
        return make("string", constraints=Constraints(**facts))

    for keyword, loose, strict in LIMITS:
        name = f"{prefix}-{keyword.replace('_', '-')}"
        yield of(one(), one(**{keyword: loose}), f"{name}-added", f"{name}-removed")
        yield of(
            one(**{keyword: loose}),
            one(**{keyword: strict}),
            f"{name}-tightened",
            f"{name}-loosened",
        )
    for keyword, old, new in (("pattern", "^a", "^b"), ("const", 1, "1"), ("default", 0, False)):
        name = f"{prefix}-{keyword}"
        yield of(one(), one(**{keyword: old}), f"{name}-added", f"{name}-removed")
        yield of(one(**{keyword: old}), one(**{keyword: new}), f"{name}-changed", f"{name}-changed")


def _described(prefix: str, make: Any, of: Any, field: str = "description") -> Iterator[Case]:
    name = f"{prefix}-{field}"
    old, new = {field: "Said so."}, {field: "Says so."}
    yield of(make(), make(**old), f"{name}-added", f"{name}-removed")
    yield of(make(**old), make(**new), f"{name}-changed", f"{name}-changed")


def _deprecated(prefix: str, make: Any, of: Any) -> Iterator[Case]:
    old, new = make(deprecated=""), make(deprecated="Use Delta.")
    yield of(make(), old, f"{prefix}-deprecated", f"{prefix}-undeprecated")
    name = f"{prefix}-deprecation-reworded"
    yield of(old, new, name, name)


def _nullable(prefix: str, make: Any, of: Any) -> Iterator[Case]:
    yield of(
        make(nullable=False),
        make(nullable=True),
        f"{prefix}-became-nullable",
        f"{prefix}-became-not-nullable",
    )
    for known in (False, True):
        yield of(
            make(),
            make(nullable=known),
            f"{prefix}-nullable-documented",
            f"{prefix}-nullable-undocumented",
        )


def _required(prefix: str, make: Any, of: Any, key: str, yes: Any, no: Any) -> Iterator[Case]:
    yield of(
        make(**{key: no}),
        make(**{key: yes}),
        f"{prefix}-became-required",
        f"{prefix}-became-optional",
    )
    for known in (yes, no):
        yield of(
            make(),
            make(**{key: known}),
            f"{prefix}-presence-documented{'-required' if known == yes else ''}",
            f"{prefix}-presence-undocumented",
        )


def _property(expr: str = "string", **facts: Any) -> Property:
    return prop("Delta", expr, **facts)


def _parameter(expr: str = "string", **facts: Any) -> Parameter:
    facts = {"name": "top", "location": "query"} | facts
    return Parameter(type=parse(expr), **facts)


def _body(expr: str = "string", **facts: Any) -> Body:
    return body(expr, **facts)


def _places() -> Iterator[Case]:
    places: tuple[tuple[str, Any, Any], ...] = (
        ("property", _property, of_properties),
        ("parameter", _parameter, of_parameters),
        ("request-body", _body, of_requests),
        ("response-body", _body, of_answers),
    )
    for prefix, make, of in places:
        yield from _typed(prefix, make, of)
        yield from _described(prefix, make, of)
        if prefix in {"property", "parameter"}:
            yield from _constrained(prefix, make, of)
            yield from _deprecated(prefix, make, of)
        if prefix != "parameter":
            yield from _nullable(prefix, make, of)
    yield from _required("property", _property, of_properties, "presence", "required", "optional")
    yield from _required("parameter", _parameter, of_parameters, "required", True, False)  # noqa: FBT003 - a value
    yield from _required("request-body", _body, of_requests, "required", True, False)  # noqa: FBT003 - a value


def _properties() -> Iterator[Case]:
    of = of_properties
    yield of(
        None, _property(presence="required"), "property-added-required", "property-removed-required"
    )
    yield of(None, _property(presence="optional"), "property-added", "property-removed-optional")
    yield of(None, _property(), "property-added", "property-removed")
    yield of(prop("eMail"), prop("EMail"), "property-renamed", "property-renamed")
    yield of(
        prop("birth_date", "date", description="When the person was born."),
        prop("Birthday", "date", description="When the person was born."),
        "property-renamed",
        "property-renamed",
    )
    yield of(
        _property(),
        _property(read_only=True),
        "property-became-read-only",
        "property-became-not-read-only",
    )
    yield of(
        _property(),
        _property(write_only=True),
        "property-became-write-only",
        "property-became-not-write-only",
    )
    yield of(
        _property(),
        _property(attribute="other"),
        "property-attribute-renamed",
        "property-attribute-renamed",
    )
    yield of(_property(basis="sampled"), _property(), "property-confirmed", "property-unconfirmed")
    yield of(
        _property("string", basis="sampled"),
        _property("date-time"),
        "property-type-documented",
        "property-type-undocumented",
    )
    yield case(
        [held(thing("Thing")), held(thing("Thing", *STEADY))],
        "property-documented",
        "property-undocumented",
    )


def _parameters() -> Iterator[Case]:
    of = of_parameters
    yield of(None, _parameter(required=True), "parameter-added-required", "parameter-removed")
    yield of(None, _parameter(required=False), "parameter-added", "parameter-removed")
    yield of(
        _parameter(),
        _parameter(location="header"),
        "parameter-location-changed",
        "parameter-location-changed",
    )
    sides = [
        with_common(
            operation(
                f"/things/{{{name}}}",
                parameters=(_parameter(name=name, location="path", required=True),),
            )
        )
        for name in ("id", "thingId")
    ]
    both = "operation-path-parameter-renamed parameter-renamed"
    yield case(sides, both, both)


def _bodies() -> Iterator[Case]:
    of = of_requests
    yield of(None, _body(required=True), "request-body-added-required", "request-body-removed")
    yield of(None, _body(required=False), "request-body-added-optional", "request-body-removed")
    yield of(None, _body(), "request-body-added", "request-body-removed")
    yield of_answers(None, _body(), "response-body-added", "response-body-removed")
    media = ("application/json", "text/xml")
    for prefix, of_bodies in (("request-body", of_requests), ("response-body", of_answers)):
        yield of_bodies(
            _body(),
            _body(media_types=media),
            f"{prefix}-media-type-added",
            f"{prefix}-media-type-removed",
        )


def _responses() -> Iterator[Case]:
    def of(old: str, new: str, there: str, back: str) -> Case:
        sides = [tuple(Response(status=status) for status in text.split()) for text in (old, new)]
        return case((with_common(operation(responses=one)) for one in sides), there, back)

    yield of("200", "200 202", "response-success-added", "response-success-removed")
    yield of("200", "200 404", "response-error-added", "response-error-removed")
    sides = [
        with_common(operation(responses=(Response(status="200", description=text),)))
        for text in ("", "Fine.", "Good.")
    ]
    yield case(sides[:2], "response-description-added", "response-description-removed")
    yield case(sides[1:], "response-description-changed", "response-description-changed")


def _operations() -> Iterator[Case]:
    of = of_operations
    lone = operation("/lone", id="lone")
    yield case([with_common(), with_common(lone)], "operation-added", "operation-removed")
    old = operation("/lone", id="lone", deprecated="")
    yield case([with_common(), with_common(old)], "operation-added", "operation-removed-deprecated")
    yield of({}, {"path": "/v2/things"}, "operation-moved", "operation-moved")
    yield of({}, {"method": "PUT"}, "operation-method-changed", "operation-method-changed")
    turned = "operation-direction-changed"
    yield of({}, {"webhook": True}, turned, turned)
    yield of({}, {"id": "store_thing"}, "operation-id-changed", "operation-id-changed")
    for old_names, new_names, there, back in (
        ("", "Basic", "documented", "undocumented"),
        ("Basic", "Basic Token", "added", "removed"),
        ("Basic", "Token", "changed", "changed"),
    ):
        yield of(
            {"security": tuple(old_names.split())},
            {"security": tuple(new_names.split())},
            f"operation-security-{there}",
            f"operation-security-{back}",
        )

    def make(**facts: Any) -> dict[str, Any]:
        return {"summary": "", **facts}

    yield from _deprecated("operation", make, of)
    yield from _described("operation", make, of)
    yield from _described("operation", make, of, "summary")


def _schemes() -> Iterator[Case]:
    def make(**facts: Any) -> SecurityScheme:
        facts = {"kind": "http", "scheme": "basic"} | facts
        return SecurityScheme(name="Key", **facts)

    def of(old: SecurityScheme, new: SecurityScheme, there: str, back: str) -> Case:
        return case([with_common(old), with_common(new)], there, back)

    yield case(
        [with_common(), with_common(make())], "security-scheme-added", "security-scheme-removed"
    )
    key = make(kind="apiKey", scheme="", header="X-Key")
    yield of(make(), key, "security-scheme-changed", "security-scheme-changed")
    yield from _described("security-scheme", make, of)
    old, new = with_common(title="Shop"), with_common(title="The shop")
    yield case([with_common(), old], "api-title-added", "api-title-removed")
    yield case([old, new], "api-title-changed", "api-title-changed")


def _types() -> Iterator[Case]:
    of = of_types
    one = thing("Thing", *STEADY)
    yield case(
        [held(one), held(one, thing("Other", *SIZES))],
        "type-added",
        "type-removed",
    )
    yield case(
        [
            held(
                thing("Thing", *STEADY, prop("Delta", "Other")),
                thing("Other", *SIZES, basis="sampled"),
            ),
            held(thing("Thing", *STEADY, prop("Delta", "object"))),
        ],
        "property-type-undocumented type-undocumented",
        "property-type-documented type-added",
    )
    yield of(one, thing("Object", *STEADY), "type-renamed", "type-renamed")
    moved = thing("Thing", *STEADY, module="common")
    yield of(one, moved, "type-module-moved", "type-module-moved")
    kinds = enum("Thing", "red")
    yield of(one, kinds, "type-kind-changed", "type-kind-changed")

    def make(**facts: Any) -> ObjectType:
        return thing("Thing", *STEADY, **facts)

    yield from _described("type", make, of)
    twin = thing("Twin", *STEADY)
    takes = operation("/takes", id="takes", request=body("Twin"))
    takes_thing = operation("/takes", id="takes", request=body("Thing"))
    old = spec(one, twin, operation(request=body("Thing")), takes)
    new = spec(one, operation(request=body("Thing")), takes_thing)
    yield case([old, new], "type-merged", "type-added request-body-type-replaced")
    yield from _aliases(old)
    elsewhere = operation("/else", id="else", request=body("Thing"))
    yield case(
        [spec(one, operation(request=body("Thing"))), spec(thing("Thing", *SIZES), elsewhere)],
        "operation-added operation-removed type-name-reused",
        "operation-added operation-removed type-name-reused",
    )


def _aliases(old: Spec) -> Iterator[Case]:
    """What becomes of Thing and Twin of `old` where Twin is a name of another type."""

    def new(one: Type) -> Spec:
        asked = (operation(), operation("/takes", id="takes"))
        return spec(one, *(msgspec.structs.replace(each, request=body(one.name)) for each in asked))

    known = {"aliases": ("things.Twin",)}
    back = "type-added request-body-type-replaced"
    yield case([old, new(thing("Thing", *STEADY, **known))], "type-aliased", back)
    more = thing("Thing", *STEADY, prop("Delta", presence="required"), **known)
    yield case(
        [old, new(more)],
        "type-aliased-changed property-added-required request-body-type-reshaped",
        "type-added property-removed-required request-body-type-reshaped",
    )
    one = thing("Thing", *STEADY)
    other = thing("Object", *STEADY, aliases=("things.Thing",))
    yield of_types(one, other, "type-renamed-aliased", "type-renamed")
    yield of_types(thing("Thing", *STEADY, aliases=("things.Past",)), one, "type-alias-removed", "")
    said, other_said = (
        thing("Thing", *STEADY, instance=Instance(property="@type", values=(text,)))
        for text in ("Thing", "Other")
    )
    yield of_types(said, other_said, "type-instance-changed", "type-instance-changed")


def _enums() -> Iterator[Case]:
    of = of_types
    numbers = EnumType(name="Kind", module="things", scalar="integer", values=(EnumValue(value=1),))
    words = "enum-scalar-changed enum-value-added enum-value-removed"
    yield of(enum("Kind", "one"), numbers, words, words)
    open_ = enum("Kind", "one", contradicted=True)
    yield of(enum("Kind", "one"), open_, "enum-opened", "enum-closed")
    bits = msgspec.structs.replace(numbers, flags=True)
    yield of(numbers, bits, "enum-flags-set", "enum-flags-cleared")

    def kinds(*values: EnumValue) -> EnumType:
        return enum("Kind", "one", *values)

    def two(**facts: Any) -> EnumType:
        return kinds(EnumValue(value="two", **facts))

    yield of(kinds(), two(), "enum-value-added", "enum-value-removed")
    shown = two(basis="sampled")
    yield of(kinds(), shown, "enum-value-sampled", "enum-value-no-longer-sampled")
    yield of(shown, two(), "enum-value-documented", "enum-value-undocumented")
    named = "enum-member-renamed"
    yield of(
        two(),
        two(name="Second"),
        f"enum-value-named {named}",
        f"enum-value-no-longer-named {named}",
    )
    yield of(
        two(name="Second", member="B"),
        two(name="Last", member="B"),
        "enum-value-meaning-changed",
        "enum-value-meaning-changed",
    )
    yield of(two(), two(member="B"), named, named)
    yield from _described("enum-value", two, of)


def _unions() -> Iterator[Case]:
    def made(*variants: Variant, by: str | None = "type") -> Spec:
        union = UnionType(name="Parcel", module="things", discriminator=by, variants=variants)
        return held(union, first="Parcel")

    box, crate = (Variant(type=name, values=(name.lower(),)) for name in ("Box", "Crate"))
    name = "union-discriminator"
    yield case([made(box, by=None), made(box)], f"{name}-added", f"{name}-removed")
    yield case([made(box), made(box, by="kind")], f"{name}-changed", f"{name}-changed")
    name = "union-variant"
    yield case([made(box), made(box, crate)], f"{name}-added", f"{name}-removed")
    trunk = Variant(type="Trunk", values=("crate",))
    yield case([made(box, crate), made(box, trunk)], f"{name}-replaced", f"{name}-replaced")
    more = Variant(type="Box", values=("box", "case"))
    yield case([made(box), made(more)], f"{name}-value-added", f"{name}-value-removed")
    other = Variant(type="Crate", values=("crate", "case"))
    moved = f"{name}-value-moved"
    yield case([made(more, crate), made(box, other)], moved, moved)


#: Every case: at least one for every row of the table of rules.
CASES: tuple[Case, ...] = (
    *_places(),
    *_properties(),
    *_parameters(),
    *_bodies(),
    *_responses(),
    *_operations(),
    *_schemes(),
    *_types(),
    *_enums(),
    *_unions(),
)
