from __future__ import annotations

from typing import Any

import pytest

from codegen.claims import ITEMS, VALUES, Place, Row, SampleClaim, Slot, VariantStep
from codegen.resolve.evidence import Position, most_of_each
from codegen.resolve.maps import is_map
from codegen.resolve.structure import Core, Unwrapper, singular, wrap
from codegen.samples import interned, shape_of
from codegen.spec import Undecided
from codegen.typeexpr import parse
from tests.readings import PageOf, listed, roots_of, solve

_NOTHING = object()


def core_of(said: str = "", *samples: object, **tables: dict[str, str]) -> Core:
    """The core of a response that is said to be this and shows that.

    A table's keyword is its path: ``items``, ``values``, or ``own`` for the value itself.
    """
    page = PageOf("GET /it")
    if said:
        for one in said.split(" & "):
            page.body("200", one)
    for sample in samples:
        page.sample("200", sample)
    paths: dict[str, tuple[str, ...]] = {"items": (ITEMS,), "values": (VALUES,), "own": ()}
    for path, table in tables.items():
        page.table("200", table, *paths[path])
    return Unwrapper()(roots_of(page)[0].position)


@pytest.mark.parametrize(
    ("said", "samples", "marks"),
    [
        # samples decide about arrays
        ("", ([],), (ITEMS,)),
        ("", ([1],), (ITEMS,)),
        ("Link", ([{"A": 1}],), (ITEMS,)),
        ("", ([[1], [2]],), (ITEMS, ITEMS)),
        ("", ([], None), (ITEMS,)),
        ("array<any>", ({"A": 1},), ()),
        ("", ([1], {"A": 1}), ()),
        ("", ([1], 2), ()),
        # type claims decide where no sample shows anything
        ("array<any>", (), (ITEMS,)),
        ("array<any>", (None,), (ITEMS,)),
        ("array<array<int32>>", (), (ITEMS, ITEMS)),
        ("map<int32>", (), (VALUES,)),
        ("map<array<int32>>", (), (VALUES, ITEMS)),
        ("object", (), ()),
        ("object", (None,), ()),
        # an object of which the page says that its keys are data
        ("object", ({"a": 1, "b": 2},), (VALUES,)),
        ("object", ({"a": {"x": 1}, "b": None},), (VALUES,)),
        ("object", ({"a": 1, "b": "c"},), ()),
        ("object", ({},), ()),
        ("Link & object", ({"a": 1, "b": 2},), ()),
        # keys that are plainly made up
        ("", ({"1": "a", "2": "b"},), (VALUES,)),
        ("", ({"Udef:1": "a", "Udef:2": "b"},), (VALUES,)),
        ("", ({"Street1": "a", "Street2": "b"},), ()),
        ("", ({"fb2170a8-257d-3c64-b14d-bc06cc94e34c.score": 0.6},), (VALUES,)),
        ("", ({"node:fb2170a8-257d-3c64-b14d-bc06cc94e34c": 1},), (VALUES,)),
        ("", ({"fb2170a8-257d-3c64-b14d-bc06cc94e34c and more": 1},), ()),
        ("", ({"Id": 1},), ()),
        # arrays of maps, maps of arrays
        ("array<object>", ([{"a": 1}],), (ITEMS, VALUES)),
        ("object", ({"a": [1], "b": [2]},), (VALUES, ITEMS)),
        # scalars
        ("int32", (1,), ()),
        ("Link", (1,), ()),
    ],
)
def test_arrays_and_maps_are_peeled_off(
    said: str, samples: tuple[object, ...], marks: tuple[str, ...]
) -> None:
    assert core_of(said, *samples).marks == marks


def test_tables_say_what_they_are_in() -> None:
    assert core_of(items={"Id": ""}).marks == (ITEMS,)
    assert core_of(values={"Id": ""}).marks == (VALUES,)
    assert core_of(own={"Id": ""}).marks == ()
    assert core_of("object", {"Id": 1}, own={"Id": ""}).marks == ()


def test_a_table_that_does_not_say_so_describes_the_elements() -> None:
    core = core_of("array<any>", [{"Name": "x"}], own={"Id": "int32"})
    assert core.marks == (ITEMS,)
    assert core.keys == {"Id", "Name"}
    assert core.is_object


def test_what_is_said_of_an_array_is_said_of_its_elements() -> None:
    core = core_of("Link & int32 & array<uuid>", [1])
    assert core.marks == (ITEMS,)
    assert list(core.labels) == ["Link"]
    assert {str(one) for one in core.scalars} == {"int32", "uuid"}


def test_a_label_at_a_map_is_its_values_and_a_scalar_is_not() -> None:
    core = core_of("map<Link> & string", None)
    assert core.marks == (VALUES,)
    assert list(core.labels) == ["Link"]
    assert not core.scalars


def test_the_options_of_a_union_are_all_said() -> None:
    core = core_of("Link | int32 | object")
    assert (list(core.labels), [str(one) for one in core.scalars]) == (["Link"], ["int32"])
    assert core.open_object


def test_what_is_left_is_sorted_by_kind() -> None:
    core = core_of("", None, {}, {"A": 1}, 1, "x", [1])
    assert core.null
    assert core.open_object
    assert core.is_object
    assert core.keys == {"A"}
    assert sorted(core.kinds) == ["array", "integer", "string"]


def test_null_inside_an_array_is_not_null_itself() -> None:
    assert not core_of("", [None]).null
    assert core_of("", None).null


def test_a_property_is_a_map_where_its_name_is_one_elsewhere() -> None:
    page = PageOf("GET /it").sample("200", {"a": {"x": 1}, "b": {"x": 2}})
    position = roots_of(page)[0].position
    position.name = "Extra"
    assert Unwrapper()(position).marks == ()
    assert Unwrapper()(position, {"Extra"}).marks == (VALUES,)
    assert Unwrapper()(position, {"Other"}).marks == ()
    # ... but not where this page says something else
    position.said[parse("Link")] = []
    assert Unwrapper()(position, {"Extra"}).marks == ()


def test_the_name_inside_an_array_is_singular() -> None:
    page = PageOf("GET /it").sample("200", [[{"A": 1}]])
    position = roots_of(page)[0].position
    position.name = "Addresses"
    core = Unwrapper()(position)
    assert (core.name, core.marks) == ("Address", (ITEMS, ITEMS))


def test_options_of_a_union_are_no_properties() -> None:
    page = PageOf("GET /it").table("200", {"A": ""}, VariantStep("kind", ("x",)))
    core = Unwrapper()(roots_of(page)[0].position)
    assert core.has_variants
    assert core.keys == set()


@pytest.mark.parametrize(
    ("name", "values", "documented", "expected"),
    [
        ("it", [{}], True, False),
        ("it", [], True, False),
        ("it", [{"a": 1}], True, True),
        ("it", [{"a": 1}, {"b": 2.5}], True, True),
        ("it", [{"a": "x", "b": "2020-01-01"}], True, True),
        ("it", [{"a": "x", "b": None}], True, True),
        ("it", [{"a": "x", "b": 1}], True, False),
        ("it", [{"a": {}, "b": []}], True, False),
        ("it", [{"a": 1}], False, False),
        ("it", [{"1": 1, "2": 2}], False, True),
        ("it", [{"1": 1, "2": "x"}], False, False),
        ("it", [{"k:1": 1, "k:2": 1}], False, True),
        ("it", [{"k1": 1, "k2": 1}], False, False),
        ("ks", [{"k1": 1}], False, False),
        ("ExtraFields", [{"ExtraFields1": 1, "ExtraFields2": 1}], False, True),
        ("extraFields", [{"ExtraFields1": 1}], False, True),
        ("it", [{"k:1": 1, "j:2": 1}], False, False),
        ("it", [{"k:1": 1, "other": 1}], False, False),
        ("it", [{"0a1B2c3d-0000-4000-8000-00000000000f": {}}], False, True),
        ("it", [{"0a1B2c3d-0000-4000-8000-00000000000f": {}, "other": {}}], False, False),
        ("it", [{"10.0.0.1:4647": True, "10.0.0.2": False}], False, True),
        ("it", [{"2024-02-29": 1}], False, True),
        ("it", [{"9f86d081884c7d659a2feaa0c55ad015": 1}], False, True),
        ("it", [{"aB3xYz+0pQ9rStUvWxYz1234/abcd=": 1}], False, True),
        ("it", [{"deviceComplianceThresholdOf2Days": 1}], False, False),
        ("it", [{"1234567890123456a": 1, "added": 1}], False, False),
    ],
)
def test_maps(name: str, values: list[Any], *, documented: bool, expected: bool) -> None:
    assert is_map(name, map(shape_of, values), documented=documented) is expected


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("Links", "Link"),
        ("Addresses", "Address"),
        ("Boxes", "Box"),
        ("Categories", "Category"),
        ("Keys", "Key"),
        ("Status", "Status"),
        ("Access", "Access"),
        ("Analysis", "Analysis"),
        ("Link", "Link"),
        ("", ""),
        ("s", "s"),
        ("Statuses", "Status"),
        ("Aliases", "Alias"),
        ("Branches", "Branch"),
        ("Caches", "Cache"),
        ("Sizes", "Size"),
        ("Houses", "House"),
        ("Uses", "Use"),
        ("Databases", "Database"),
        ("Responses", "Response"),
        ("Cases", "Case"),
        ("Phrases", "Phrase"),
        ("Series", "Series"),
        ("VisibleFor", "VisibleFor"),
    ],
)
def test_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((), "int32"),
        ((ITEMS,), "array<int32>"),
        ((VALUES, ITEMS), "map<array<int32>>"),
        ((ITEMS, VALUES), "array<map<int32>>"),
    ],
)
def test_wrapping_is_the_inverse_of_unwrapping(marks: tuple[str, ...], expected: str) -> None:
    core = core_of(expected)
    assert core.marks == marks
    assert str(wrap(parse("int32"), core)) == expected
    assert [str(one) for one in core.scalars] == ["int32"]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], ()),
        ([("a", "b", "a")], ("a", "a", "b")),
        ([("a",), ("a",)], ("a",)),
        ([("a", "a"), ("b", "a")], ("a", "a", "b")),
    ],
)
def test_a_constraint_twice_in_one_statement_is_two(
    statements: list[tuple[str, ...]], expected: tuple[str, ...]
) -> None:
    found = most_of_each([tuple(map(said, texts)) for texts in statements])
    assert found == tuple(map(said, expected))


def said(constraint: str) -> Undecided:
    return Undecided(constraint=constraint, candidates=("A", "B"))


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ([1, None], "array<int32 | null>"),
        ({"a1": {"b": 1}, "a2": None}, "map<int32 | null>"),
        ([[None], [1]], "array<array<int32 | null>>"),
        ([None, [1]], "array<array<int32> | null>"),
    ],
)
def test_null_among_elements_is_kept(sample: object, expected: str) -> None:
    position = Position("a", shapes={shape_of(sample): Place(page="p", line=1)})
    assert str(wrap(parse("int32"), Unwrapper()(position))) == expected


def test_positions_of_which_the_same_is_claimed_have_one_core() -> None:
    pages = [
        PageOf(f"GET /{name}", page=name)
        .body("200", "array<Link>")
        .table("200", {"Id": kind}, ITEMS)
        .sample("200", [{"Id": 1}])
        for name, kind in (("a", "int32"), ("b", "int32"), ("c", "string"))
    ]
    unwrap = Unwrapper()
    first, second, third = (unwrap(root.position) for root in roots_of(*pages))
    assert first is second
    assert third is not first
    assert third.marks == first.marks


def test_what_samples_show_as_an_array_and_as_an_object_is_both() -> None:
    page = (
        PageOf("GET /news", name="News")
        .table("200", {"of": "", "data": ""})
        .table("200", {"kind": Row(name="kind", sampled=True)}, "data", ITEMS)
        .sample("200", {"of": "a", "data": [{"kind": "x"}]})
        .sample("200", {"of": "a", "data": {"kind": "x"}})
    )
    found = solve(page)
    (name,) = [one.name for one in found.spec.types if "data" in str(one)]
    assert "array<any>" in listed(found, name)["data"]
    assert "|" in listed(found, name)["data"]


def test_an_object_of_which_all_is_left_out_is_one() -> None:
    elided = interned("object", (), partial=True)
    shape = interned("object", (("job", elided),))
    page = PageOf("POST /plans", name="Plan").table("request", {"job": "string"})
    place = Place(page="POST-plans.md", line=9)
    slot = Slot(page.key, "request")
    page.claims.append(SampleClaim(slot=slot, shape=shape, text="{}", place=place, whole=False))
    found = solve(page)
    (name,) = [one.name for one in found.spec.types]
    assert listed(found, name) == {"job": "object"}
    assert "type-contradicts-sample" in {one.code for one in found.diagnostics}


def _tasks(key: str, **more: object) -> PageOf:
    """A page that shows the states of tasks by name, beside names spelled with a capital."""
    return PageOf(key).sample("200", {"ID": "x", "Name": "y", **more})


_STATE = {"State": "on", "Failed": False, "Restarts": 1}


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        # keys spelled as no name is, values spelled by the rule again
        ({"State": {"redis": _STATE}}, "map"),
        # a plural of values of one kind, or keys with marks
        ({"Labels": {"host": "a"}}, "map"),
        ({"Env": {"os.name": "a", "home": "b"}}, "map"),
        # ... but not what a singular name holds, or values of several kinds, or other spelling
        ({"Spot": {"lat": 1.5, "lng": 2.5}}, "object"),
        ({"Labels": {"host": "a", "port": 1}}, "object"),
        ({"State": {"redis": {"state": "on", "failed": False}}}, "object"),
        ({"State": {"Redis": _STATE}}, "object"),
        ({"labels": {"host": "a"}}, "object"),
    ],
)
def test_keys_spelled_as_no_name_around_them_are_data(
    shown: dict[str, object], expected: str
) -> None:
    (name,) = shown
    (kind,) = [
        text
        for one, text in listed(solve(_tasks("GET /it", **shown)), "ItResponse").items()
        if one == name
    ]
    assert kind.startswith("map<") == (expected == "map")


def test_what_some_pages_show_to_be_data_is_so_on_others() -> None:
    found = solve(_tasks("GET /a", Env={"foo": "x"}), _tasks("GET /b", Env={"os.name": "y"}))
    held = [listed(found, one.name)["Env"] for one in found.spec.types]
    assert set(held) == {"map<string>"}


@pytest.mark.parametrize(
    ("name", "samples", "expected"),
    [
        ("states", [{"redis": _STATE}, {"web": _STATE}], True),
        ("state", [{"redis": _STATE}, {"web": _STATE}], False),
        ("states", [{"redis": _STATE}, {"redis": _STATE, "web": _STATE}], False),
        ("states", [{"redis": _STATE}, {"web": {"A": 1, "B": 2, "C": 3}}], False),
        ("states", [{"redis": {"A": 1}}, {"web": {"A": 1}}], False),
        ("states", [{"redis": _STATE}], False),
    ],
)
def test_other_keys_each_time_are_data(
    name: str,
    samples: list[object],
    expected: bool,  # noqa: FBT001 - a case of the table
) -> None:
    assert is_map(name, map(shape_of, samples), documented=False) == expected


def test_a_table_of_what_the_values_show_is_that_of_a_map() -> None:
    core = core_of("", {"redis": _STATE}, own={"State": "string", "Failed": "boolean"})
    assert (core.marks, core.keys) == ((VALUES,), frozenset(_STATE))
    # ... but not where the object shows one of its names itself
    core = core_of("", {"State": _STATE}, own={"State": "", "Failed": ""})
    assert core.marks == ()
