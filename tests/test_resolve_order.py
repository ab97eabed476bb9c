"""What the result may hang on: not the order of pages, and not pages about something else."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen import specfile
from codegen.claims import Row
from codegen.resolve import Resolution, resolve
from codegen.spec import Body, EnumType, ObjectType, Operation, Spec, Type
from codegen.typeexpr import TypeExpr, rename
from tests.readings import PageOf, listed, solve
from tests.render_pages import Style, read, render
from tests.strategies import STYLES, specs

SOME = settings(max_examples=40, deadline=None)


def facts(resolution: Resolution) -> tuple[str, tuple[str, ...]]:
    return specfile.dumps(resolution.spec), tuple(map(str, resolution.diagnostics))


@SOME
@given(specs(), STYLES, st.data())
def test_the_order_of_readings_does_not_matter(
    spec: Spec, style: Style, data: st.DataObject
) -> None:
    readings = read(render(spec, style))
    shuffled = data.draw(st.permutations(readings))
    assert facts(resolve(shuffled, api="x")) == facts(resolve(readings, api="x"))


@SOME
@given(specs(), STYLES)
def test_the_same_pages_as_a_later_set_say_nothing_new(spec: Spec, style: Style) -> None:
    pages = render(spec, style)
    once = resolve(read(pages), api="x")
    twice = resolve([*read(pages), *read(pages, rank=1)], api="x")
    assert facts(twice) == facts(once)


def test_the_order_of_pages_that_contradict_each_other_does_not_matter() -> None:
    pages = [
        PageOf("GET /a").table("200", {"Id": "int32", "Owner": "Person"}),
        PageOf("GET /b").table("200", {"Id": "string", "Owner": "Company"}),
        PageOf("GET /c").sample("200", {"Id": True, "Owner": {"A": 1, "B": 2}}),
        PageOf("GET /d").sample("200", {"Id": 1.5, "Owner": {"B": "x", "C": 3}}),
        PageOf("GET /e").sample("200", {"Id": None, "Owner": [{"B": "x", "D": 3}]}),
    ]
    expected = facts(solve(*pages))
    for start in range(len(pages)):
        turned = [*pages[start:], *pages[:start]]
        assert facts(solve(*turned)) == expected
        assert facts(solve(*reversed(turned))) == expected


# Sets of pages: earlier ones win, later ones only fill


def sets(*tables: dict[str, str], samples: tuple[object, ...] = ()) -> dict[str, str]:
    """The response of one operation, documented by several sets."""
    pages = [
        PageOf("GET /it", page="it.md", rank=rank).table("200", table)
        for rank, table in enumerate(tables)
    ]
    for page, sample in zip(pages, samples, strict=False):
        page.sample("200", sample)
    return listed(solve(*pages), "ItResponse")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("int32", "string", "int32"),
        ("string", "int32", "string"),
        ("", "int32", "int32"),
        ("int32", "", "int32"),
        # the JSON type alone leaves the format open
        ("string", "date-time", "date-time"),
        ("integer", "int64", "int64"),
        ("number", "double", "double"),
        ("date-time", "uuid", "date-time"),
        ("int32", "int64", "int32"),
        ("Person", "int32", "Person"),
    ],
)
def test_a_later_set_only_fills_types(first: str, second: str, expected: str) -> None:
    assert sets({"A": first}, {"A": second}) == {"A": expected}


def test_a_later_set_adds_properties_behind_those_of_the_first() -> None:
    found = sets({"B": "int32"}, {"A": "uuid", "B": "int32", "C": ""})
    assert list(found.items()) == [("B", "int32"), ("A", "uuid"), ("C", "any")]


def test_properties_stand_in_the_order_of_the_fullest_table() -> None:
    pages = [
        PageOf("GET /a", page="a.md").body("200", "Thing").table("200", dict.fromkeys("CBZ", "")),
        PageOf("GET /z", page="z.md").body("200", "Thing").table("200", dict.fromkeys("ABCD", "")),
    ]
    assert list(listed(solve(*pages), "Thing")) == ["A", "B", "C", "D", "Z"]


def test_a_row_that_a_page_repeats_counts_once() -> None:
    page = PageOf("GET /it").table("200", {"A": "int32"}).table("200", {"A": "uuid", "B": ""})
    assert listed(solve(page), "ItResponse") == {"A": "int32", "B": "any"}


def test_a_sample_of_a_later_set_shows_what_the_first_leaves_open() -> None:
    samples = ({"Owner": None}, {"Owner": {"Id": 1, "Name": "x"}})
    assert sets({"Owner": "Person"}, {"Owner": ""}, samples=samples) == {"Owner": "Person"}
    pages = [
        PageOf("GET /it", page="it.md", rank=0).table("200", {"Owner": "Person"}),
        PageOf("GET /it", page="it.md", rank=1).sample("200", {"Owner": {"Id": 1}}),
    ]
    assert listed(solve(*pages), "Person") == {"Id": "integer"}


# One more page


def elsewhere(spec: Spec) -> Spec:
    """The same spec about something else: not a word of a name is that of the other."""

    def other(expr: TypeExpr) -> TypeExpr:
        return rename(expr, lambda name: f"Quite{name}")

    def of_type(one: Type) -> Type:
        changes: dict[str, object] = {"name": f"Quite{one.name}"}
        if isinstance(one, ObjectType):
            changes["properties"] = tuple(
                msgspec.structs.replace(prop, name=f"Quite{prop.name}", type=other(prop.type))
                for prop in one.properties
            )
        return msgspec.structs.replace(one, **changes)

    def of_operation(one: Operation) -> Operation:
        def of_body(body: Body | None) -> Body | None:
            return msgspec.structs.replace(body, type=other(body.type)) if body else None

        return msgspec.structs.replace(
            one,
            id=f"quite_{one.id}",
            path="/".join(
                f"Quite{part}" if part.isalpha() else part for part in one.path.split("/")
            ),
            parameters=tuple(
                msgspec.structs.replace(
                    parameter, name=f"quite{parameter.name}", type=other(parameter.type)
                )
                for parameter in one.parameters
            ),
            request=of_body(one.request),
            responses=tuple(
                msgspec.structs.replace(response, body=of_body(response.body))
                for response in one.responses
            ),
        )

    return msgspec.structs.replace(
        spec,
        operations=tuple(map(of_operation, spec.operations)),
        types=tuple(map(of_type, spec.types)),
    )


@SOME
@given(specs(), specs(), STYLES)
def test_pages_about_something_else_change_nothing(spec: Spec, more: Spec, style: Style) -> None:
    pages = read(render(spec, style))
    before = resolve(pages, api="x").spec
    after = resolve([*pages, *read(render(elsewhere(more), style))], api="x").spec
    types = {one.name: one for one in after.types}
    assert [one for one in before.types if types.get(one.name) != one] == []
    operations = {one.id: one for one in after.operations}
    assert [one for one in before.operations if operations.get(one.id) != one] == []


def names_after(*pages: PageOf) -> tuple[set[object], set[object]]:
    """What types are called and have, without the last of `pages`, and when it has come too."""

    def content(one: Type) -> object:
        names = tuple(prop.name for prop in one.properties) if isinstance(one, ObjectType) else ()
        return one.name, one.values if isinstance(one, EnumType) else names

    before = solve(*pages[:-1])
    after = solve(*pages, lock=before.lock)
    return set(map(content, before.spec.types)), set(map(content, after.spec.types))


def test_a_property_of_the_same_name_elsewhere_renames_nothing() -> None:
    before, after = names_after(
        PageOf("GET /one").sample("200", {"Address": {"A": 1, "B": 2}, "One": 1}),
        PageOf("GET /two").sample("200", {"Address": {"X": 1, "Y": 2}, "Two": 1}),
    )
    assert before <= after


def test_an_operation_of_the_same_name_elsewhere_renames_nothing() -> None:
    before, after = names_after(
        PageOf("GET /a/List", name="List", group="A").sample("200", {"A": 1}),
        PageOf("GET /b/List", name="List", group="B").sample("200", {"B": 1}),
    )
    assert before <= after


def test_a_label_of_the_same_name_elsewhere_renames_nothing() -> None:
    before, after = names_after(
        PageOf("GET /one").sample("200", {"Address": {"A": 1, "B": 2}, "One": 1}),
        PageOf("GET /two").table("200", {"Home": "Address"}).sample("200", {"Home": {"X": 1}}),
    )
    assert before <= after


def test_a_property_that_holds_a_known_body_renames_nothing() -> None:
    value = {"Host": "x", "Port": 1, "A": 1, "B": 1, "C": 1, "D": 1}
    before, after = names_after(
        PageOf("GET /hosts", name="Hosts").sample("200", [value]),
        PageOf("GET /held").sample("200", {"Servers": [value], "Held": 1}),
    )
    assert before <= after


def test_one_more_name_of_a_shared_shape_renames_nothing() -> None:
    value = {"Host": "x", "Port": 1, "A": 1, "B": 1, "C": 1, "D": 1}
    before, after = names_after(
        PageOf("GET /one").sample("200", {"Server": value, "One": 1}),
        PageOf("GET /two").sample("200", {"Mirror": value, "Two": 1}),
    )
    assert before <= after


def test_an_operation_id_is_kept_where_its_words_come_again() -> None:
    one = PageOf("GET /list", name="List")
    two = PageOf("POST /list", name="List")
    first = solve(one)
    (before,) = first.spec.operations
    after = solve(one, two, lock=first.lock).spec.operations
    assert before.id in {operation.id for operation in after}


def test_a_value_that_is_added_to_an_enum_elsewhere_renames_nothing() -> None:
    red = Row(name="Colour", values=("red",))
    blue = Row(name="Colour", values=("red", "blue"))
    before, after = names_after(
        PageOf("GET /one").table("200", {"Colour": red, "One": ""}),
        PageOf("GET /two").table("200", {"Colour": blue, "Two": ""}),
    )
    assert before <= after
