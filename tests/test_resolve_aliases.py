"""Names of types that turn out to be another type: when they become aliases, and how long."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from codegen.claims import Row
from codegen.namelock import NameLock, TypeLock
from codegen.resolve import Resolution
from codegen.resolve.aliases import aliased
from codegen.resolve.uncorrected import belongs
from codegen.spec import (
    FORMAT_VERSION,
    EnumType,
    EnumValue,
    ObjectType,
    Spec,
    Type,
    UnionType,
)
from tests.changes_cases import prop
from tests.readings import PageOf, enum, listed, object_type, solve

SERVER = {"Host": "x", "Port": 1, "Path": "y"}


def aliases(resolution: Resolution) -> dict[str, tuple[str, ...]]:
    return {one.name: one.aliases for one in resolution.spec.types if one.aliases}


def shown(key: str, name: str, value: object) -> PageOf:
    """A page with a sample of `value` in the property `name` of an answer of its own."""
    return PageOf(key).sample("200", {name: value, key.rpartition("/")[2].title(): 1})


def labelled(key: str, name: str, label: str, value: object) -> PageOf:
    """The page of `shown`, with the label of the property in a table."""
    return shown(key, name, value).table("200", {name: label})


def servers(*keys: str) -> list[PageOf]:
    return [labelled(f"GET /{one}", "Server", "Server", SERVER) for one in keys]


BEFORE = [shown("GET /one", "Mirror", {"Host": "x"}), *servers("two", "three")]
AFTER = [labelled("GET /one", "Mirror", "Server", SERVER), *servers("two", "three")]


def test_a_type_that_turns_out_to_be_another_is_another_name_of_it() -> None:
    first = solve(*BEFORE)
    assert aliases(first) == {}
    then = solve(*AFTER, lock=first.lock)
    assert aliases(then) == {"Server": ("things.Mirror",)}
    assert then.lock.types["Mirror"].now == "Server"
    assert then.lock.types["Mirror"].retired
    assert belongs(then.lock, then.spec)


def test_an_alias_stays_from_run_to_run_and_goes_when_the_type_comes_back() -> None:
    first = solve(*BEFORE)
    then = solve(*AFTER, lock=first.lock)
    again = solve(*AFTER, lock=then.lock)
    assert again.spec == then.spec
    assert again.lock == then.lock
    back = solve(*BEFORE, lock=again.lock)
    assert back.spec == first.spec
    assert back.lock.types["Mirror"].now == ""


def test_an_alias_stays_where_the_pages_that_made_it_are_gone() -> None:
    then = solve(*AFTER, lock=solve(*BEFORE).lock)
    fewer = solve(*servers("two", "three"), lock=then.lock)
    assert aliases(fewer) == {"Server": ("things.Mirror",)}


def test_an_alias_goes_with_its_type() -> None:
    then = solve(*AFTER, lock=solve(*BEFORE).lock)
    gone = solve(shown("GET /four", "Wine", {"Red": 1, "White": 2}), lock=then.lock)
    assert aliases(gone) == {}
    assert gone.lock.types["Mirror"].now == ""


def test_what_stands_in_a_type_that_became_another_becomes_an_alias_with_it() -> None:
    inner = {"Street": "x", "City": "y"}
    server = SERVER | {"Site": inner}
    pages = [labelled(f"GET /{one}", "Server", "Server", server) for one in ("two", "three")]
    first = solve(shown("GET /one", "Mirror", {"Host": "x", "Site": {"Street": "x"}}), *pages)
    names = {listed(first, "Mirror")["Site"], listed(first, "Server")["Site"]}
    assert names == {"MirrorSite", "ServerSite"}
    then = solve(labelled("GET /one", "Mirror", "Server", server), *pages, lock=first.lock)
    kept = listed(then, "Server")["Site"]
    (other,) = names - {kept}
    assert aliases(then) == {"Server": ("things.Mirror",), kept: (f"things.{other}",)}


def test_a_type_that_lacks_a_property_takes_no_alias() -> None:
    before = [shown("GET /one", "Mirror", {"Host": "x", "Zone": 1}), *servers("two", "three")]
    first = solve(*before)
    after = solve(*AFTER, lock=first.lock)
    assert "Mirror" not in {one.name for one in after.spec.types}
    assert aliases(after) == {}


def test_a_type_that_must_be_given_more_takes_no_alias() -> None:
    rows = {"Port": Row(name="Port", presence="required")}
    pages = [page.table("200", rows, "Server") for page in servers("two", "three")]
    first = solve(BEFORE[0], *pages)
    then = solve(AFTER[0], *pages, lock=first.lock)
    assert {one.presence for one in object_type(then, "Server").properties} == {None, "required"}
    assert aliases(then) == {}


def test_an_enum_becomes_an_alias_of_one_with_all_its_values() -> None:
    def with_state(page: PageOf, name: str, *values: str) -> PageOf:
        return page.table("200", {"State": Row(name="State", values=values)}, name)

    pages = [with_state(page, "Server", "up", "down") for page in servers("two", "three")]
    first = solve(with_state(BEFORE[0], "Mirror", "up"), *pages)
    names = {one.name for one in first.spec.types if isinstance(one, EnumType)}
    assert names == {"MirrorState", "ServerState"}
    then = solve(with_state(AFTER[0], "Mirror", "up"), *pages, lock=first.lock)
    (kept,) = names & {one.name for one in then.spec.types}
    assert [one.value for one in enum(then, kept).values] == ["up", "down"]
    assert enum(then, kept).aliases == tuple(f"things.{one}" for one in names - {kept})


# The rules, on specs and locks


def thing(name: str, *properties: str, required: str = "", **facts: str) -> ObjectType:
    found = [prop(one, presence="required" if one == required else None) for one in properties]
    return ObjectType(name=name, module=facts.get("module", "m"), properties=tuple(found))


def listing(name: str, *values: str | int) -> EnumType:
    return EnumType(name=name, module="m", values=tuple(EnumValue(value=value) for value in values))


def retired(*places: str, **facts: object) -> TypeLock:
    return msgspec.convert({"module": "m", "retired": True, "places": places, **facts}, TypeLock)


def outcome(
    types: list[Type], places: Mapping[str, tuple[str, ...]], **locked: TypeLock
) -> dict[str, str]:
    """What each retired type is an alias of."""
    spec = Spec(format=FORMAT_VERSION, api="test", types=tuple(types))
    known = {name: TypeLock(places=found) for name, found in places.items()} | locked
    return {
        name: one.now
        for name, one in aliased(NameLock(types=known), spec, places, {}).types.items()
        if one.now
    }


AT = {"New": ("GET /a response 200", "GET /b response 200"), "Else": ("GET /c response 200",)}
TYPES: list[Type] = [thing("New", "A", "B"), thing("Else", "A", "B")]


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        (retired("GET /a response 200"), "New"),
        (retired("GET /a response 200", "GET /gone response 200"), "New"),
        (retired("GET /a response 200", "GET /c response 200"), ""),
        (retired("GET /gone response 200"), ""),
        (retired(), ""),
        (retired("GET /a response 200", members={"A": "a", "B": "b"}), "New"),
        (retired("GET /a response 200", members={"A": "an_a"}), ""),
        (retired("GET /a response 200", members={"C": "c"}), ""),
        (retired("GET /a response 200", kind="enum"), ""),
        (retired("GET /a response 200", kind="union"), ""),
        (retired("GET /a response 200", module=""), ""),
        (retired("GET /gone response 200", now="New"), "New"),
        (retired("GET /c response 200", now="New"), "Else"),
        (retired("GET /gone response 200", now="Gone"), ""),
        (TypeLock(module="m", places=("GET /a response 200",)), ""),
    ],
)
def test_a_retired_type_is_the_one_at_all_of_its_places(old: TypeLock, expected: str) -> None:
    assert outcome(TYPES, AT, Old=old) == ({"Old": expected} if expected else {})


def test_a_chain_of_aliases_leads_to_its_end() -> None:
    one = retired("GET /gone response 200", now="Two")
    two = retired("GET /a response 200", now="Three")
    three = retired("Two.X", "GET /b response 200")
    assert outcome(TYPES, AT, One=one, Two=two, Three=three) == {
        "One": "New",
        "Two": "New",
        "Three": "New",
    }


def test_a_chain_ends_where_the_end_has_not_all() -> None:
    one = retired("GET /gone response 200", now="Two", members={"C": "c"})
    two = retired("GET /a response 200", now="Three", members={"A": "a"})
    assert outcome(TYPES, AT, One=one, Two=two) == {"Two": "New"}


def test_types_that_hold_each_other_and_stand_nowhere_are_nothing() -> None:
    assert outcome(TYPES, AT, One=retired("Two.X"), Two=retired("One.X")) == {}


def test_a_type_is_no_alias_of_one_that_asks_for_more() -> None:
    asking = [thing("New", "A", "B", required="B")]
    at = {"New": AT["New"]}
    old = retired("GET /a response 200", members={"A": "a"})
    assert outcome([*asking], at, Old=old) == {}
    known = msgspec.structs.replace(old, members={"A": "a", "B": "b"})
    assert outcome([*asking], at, Old=known) == {"Old": "New"}


@pytest.mark.parametrize("taken", ["Old", "OLD"])
def test_no_alias_has_the_name_of_a_type(taken: str) -> None:
    old = retired("GET /a response 200")
    assert outcome([*TYPES, thing(taken)], AT, Old=old) == {}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"red": "RED"}, True),
        ({"red": "RED", "green": "GREEN"}, True),
        ({"red": "ROUGE"}, False),
        ({"blue": "BLUE"}, False),
    ],
)
def test_an_enum_has_all_values_by_their_names(members: dict[str, str], expected: object) -> None:
    old = retired("GET /a response 200", kind="enum", members=members)
    found = outcome([listing("New", "red", "green")], {"New": AT["New"]}, Old=old)
    assert bool(found) is expected


@pytest.mark.parametrize(("steps", "expected"), [("ab", True), ("abc", False), ("", True)])
def test_a_union_has_all_variants(steps: str, expected: object) -> None:
    places = {"New": AT["New"], "A": ("New<kind=a>",), "B": ("New<kind=b>",)}
    types: list[Type] = [UnionType(name="New", module="m"), thing("A"), thing("B")]
    old = retired("GET /a response 200", kind="union")
    variants = TypeLock(places=("New<kind=a>", *(f"Old<kind={one}>" for one in steps)))
    assert bool(outcome(types, places, Old=old, A=variants)) is expected


# Who else wants the name


def test_a_label_of_that_name_wins_over_an_alias() -> None:
    then = solve(*AFTER, lock=solve(*BEFORE).lock)
    mirror = {"Glass": 1, "Frame": "x"}
    new = [labelled(f"GET /{one}", "Wall", "Mirror", mirror) for one in ("five", "six")]
    after = solve(*AFTER, *new, lock=then.lock)
    assert list(listed(after, "Mirror")) == ["Glass", "Frame"]
    assert aliases(after) == {}
    assert after.lock.types["Mirror"].members == {"Glass": "glass", "Frame": "frame"}
    assert not after.lock.types["Mirror"].retired


def test_a_name_that_is_derived_gives_way_to_an_alias() -> None:
    then = solve(*AFTER, lock=solve(*BEFORE).lock)
    after = solve(*AFTER, shown("GET /five", "Mirror", {"Glass": 1, "Frame": "x"}), lock=then.lock)
    assert aliases(after) == {"Server": ("things.Mirror",)}
    assert "FiveResponseMirror" in {one.name for one in after.spec.types}
