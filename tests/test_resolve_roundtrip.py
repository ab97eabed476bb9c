"""Spec -> pages -> spec: what pages of the SuperOffice form say is understood as it was meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import Phase, given, settings

from codegen.resolve import resolve
from codegen.spec import Body, EnumType, ObjectType, Operation, Parameter, Property, Spec
from codegen.typeexpr import OBJECT, Array, Map, Ref, Scalar, TypeExpr
from tests.render_pages import Style, read, render
from tests.strategies import STYLES, holds_itself, specs


@dataclass(slots=True)
class Comparison:
    """Holds a spec that was found against the one that was meant, from the operations on.

    Names of types are compared where the pages print them; else a type is known by where it is
    used, and one type that was meant may be found as several.
    """

    meant: Spec
    found: Spec
    style: Style
    seen: set[tuple[str, str, bool]] = field(default_factory=set)
    differences: list[str] = field(default_factory=list)

    def run(self) -> list[str]:
        meant, found = self.meant.operations, self.found.operations
        self.same("operations", [one.id for one in meant], [one.id for one in found])
        self.same("schemes", self.meant.security_schemes, self.found.security_schemes)
        for ours, theirs in zip(meant, found, strict=True):
            self.operation(ours, theirs)
        return self.differences

    def same(self, where: str, meant: object, found: object) -> None:
        if meant != found:
            self.differences.append(f"{where}: meant {meant!r}, found {found!r}")

    def operation(self, meant: Operation, found: Operation) -> None:
        facts = ("method", "path", "module", "summary", "description", "security", "deprecated")
        for fact in facts:
            self.same(f"{meant.id} {fact}", getattr(meant, fact), getattr(found, fact))
        ours, theirs = (
            {(one.location, one.name): one for one in operation.parameters}
            for operation in (meant, found)
        )
        self.same(f"{meant.id} parameters", list(ours), list(theirs))
        for key in ours.keys() & theirs.keys():
            self.parameter(f"{meant.id} {key}", ours[key], theirs[key])
        self.body(f"{meant.id} request", meant.request, found.request)
        answers = [
            [(one.status, one.description, one.body is not None) for one in operation.responses]
            for operation in (meant, found)
        ]
        self.same(f"{meant.id} responses", *answers)
        for mine, other in zip(meant.responses, found.responses, strict=False):
            self.body(f"{meant.id} {mine.status}", mine.body, other.body)

    def parameter(self, where: str, meant: Parameter, found: Parameter) -> None:
        for fact in ("required", "description", "deprecated"):
            self.same(f"{where} {fact}", getattr(meant, fact), getattr(found, fact))
        self.type(where, meant.type, found.type, documented=True)

    def body(self, where: str, meant: Body | None, found: Body | None) -> None:
        self.same(f"{where} is there", meant is not None, found is not None)
        if meant is None or found is None:
            return
        for fact in ("nullable", "description", "media_types"):
            self.same(f"{where} {fact}", getattr(meant, fact), getattr(found, fact))
        # A body that is an array of objects has their table.
        inner, other = meant.type, found.type
        if isinstance(inner, Array) and isinstance(inner.items, Ref) and isinstance(other, Array):
            self.type(where, inner.items, other.items, documented=True, labelled=False)
        else:
            # A string in the heading of a request is any text; a sample shows that it is one.
            bare = where.endswith("request") and isinstance(inner, Scalar)
            said = not (bare and inner == Scalar("string"))
            self.type(where, inner, other, documented=said)

    def type(
        self,
        where: str,
        meant: TypeExpr,
        found: TypeExpr,
        *,
        documented: bool,
        labelled: bool = True,
    ) -> None:
        """`documented`: a table or heading speaks here; `labelled`: and prints names of types."""
        match meant, found:
            case (Array(ours), Array(theirs)) | (Map(ours), Map(theirs)):
                self.type(f"{where}[]", ours, theirs, documented=False)
            case Ref(name), Ref(other):
                self.named(where, name, other, strict=documented, labelled=labelled)
            case Ref(name), _ if not documented and isinstance(
                self.one(self.meant, name), EnumType
            ):
                self.same(where, "string", str(found))
            case Ref(name), _ if found == OBJECT and not documented and self.endless(name):
                pass  # A tree is cut short with an empty object: that is all that is shown of it.
            case _:
                self.same(where, str(meant if documented else _shown(meant)), str(found))

    def endless(self, name: str) -> bool:
        return holds_itself(name, {one.name: one for one in self.meant.types})

    def one(self, spec: Spec, name: str) -> object:
        return next((one for one in spec.types if one.name == name), None)

    def named(self, where: str, name: str, other: str, *, strict: bool, labelled: bool) -> None:
        meant, found = self.one(self.meant, name), self.one(self.found, other)
        if isinstance(meant, EnumType) and isinstance(found, EnumType):
            # Two places that list the same values have one enum, in the order of one of them.
            ours, theirs = (sorted(one.values, key=repr) for one in (meant, found))
            self.same(f"{where} values", ours, theirs)
            return
        if not isinstance(meant, ObjectType) or not isinstance(found, ObjectType):
            self.same(where, type(meant), type(found))
            return
        if strict and labelled and self.style.labels:
            self.same(f"{where} name", name, other)
        key = (name, other, strict)
        if key not in self.seen:
            self.seen.add(key)
            self.properties(where, meant, found)

    def properties(self, where: str, meant: ObjectType, found: ObjectType) -> None:
        """A type that has a table anywhere it is found at has all of it, else what samples show."""
        documented = found.basis == "documented"
        where = f"{where}:{found.name}"
        names = [[prop.name for prop in one.properties] for one in (meant, found)]
        self.same(where, *names)
        for mine, other in zip(meant.properties, found.properties, strict=False):
            self.property(f"{where}.{mine.name}", mine, other, documented=documented)

    def property(self, where: str, meant: Property, found: Property, *, documented: bool) -> None:
        # Samples alone need not show null inside of what they show as null elsewhere.
        if documented or found.nullable is not None:
            self.same(f"{where} nullable", meant.nullable, found.nullable)
        self.type(where, meant.type, found.type, documented=documented)
        said = meant if documented else Property(name=meant.name, type=meant.type)
        for fact in ("presence", "description", "deprecated"):
            self.same(f"{where} {fact}", getattr(said, fact), getattr(found, fact))


def _shown(expr: TypeExpr) -> TypeExpr:
    """What samples alone show of a scalar."""
    if isinstance(expr, Scalar):
        return expr if expr.name == "date-time" else Scalar(expr.json_type)
    return expr


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(specs(), STYLES)
def test_what_pages_say_is_understood_as_it_was_meant(spec: Spec, style: Style) -> None:
    readings = read(render(spec, style))
    assert [str(finding) for one in readings for finding in one.diagnostics] == []
    resolution = resolve(readings, api="random")
    assert Comparison(spec, resolution.spec, style).run() == []
    assert list(map(str, resolution.diagnostics)) == []
