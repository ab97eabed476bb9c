"""Names once given stay: pages come, go, move and change their order, and only lines are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from codegen import namelock, specfile, targets
from codegen.claims import Reading
from codegen.namelock import NameLock
from codegen.resolve import Resolution, resolve
from codegen.spec import EnumType, ObjectType, Spec, Type, UnionType
from codegen.targets import Options
from tests.render_pages import Style, read, render
from tests.strategies import STYLES, reachable, specs
from tests.test_resolve_order import elsewhere

SOME = settings(max_examples=25, deadline=None)
#: Each example generates two trees of files, and is not worth shrinking for minutes.
FEW = settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))

OPEN = Options()


def solved(readings: Iterable[Reading], lock: NameLock | None = None) -> Resolution:
    """What the pages give with the lock, as a run that reads it from its file would have it."""
    before = namelock.loads(namelock.dumps(lock).encode()) if lock else NameLock()
    return resolve(list(readings), api="x", lock=before)


def files(resolution: Resolution, before: NameLock) -> tuple[dict[str, str], NameLock]:
    """Every file that is generated, and the lock beside them."""
    lock = targets.relocked(resolution.spec, OPEN, before, resolution.lock)
    tree = targets.render(resolution.spec, OPEN, lock=lock)
    return {
        **tree,
        "spec.json": specfile.dumps(resolution.spec),
        "names.lock.json": namelock.dumps(lock),
    }, lock


def names(spec: Spec) -> set[tuple[str, ...]]:
    """Everything that is called something, with what it is called by code that uses it."""
    found: set[tuple[str, ...]] = set()
    found |= {(f"{one.method} {one.path}", one.id, one.module) for one in spec.operations}
    found |= {(one.name, one.module) for one in spec.types}
    for one in spec.types:
        match one:
            case ObjectType():
                found |= {(one.name, prop.name, prop.attribute) for prop in one.properties}
            case EnumType():
                found |= {(one.name, str(item.value), item.member) for item in one.values}
            case UnionType():
                found |= {(one.name, item.type, *item.values) for item in one.variants}
    return found


def named_places(lock: NameLock) -> dict[str, set[str]]:
    """The places in operations -> the names of the types that are in use there."""
    places: dict[str, set[str]] = defaultdict(set)
    for name, one in lock.types.items():
        for place in one.places if not one.retired else ():
            places[place].add(name)
    return places


def moves(before: NameLock, after: NameLock) -> list[str]:
    """Names that their type has lost, though no other type that was known is now the same one."""
    now = named_places(after)
    lost = []
    for name, one in before.types.items():
        if one.retired:
            continue
        there = {other for place in one.places for other in now.get(place, ())}
        if name not in there and not there <= before.types.keys():
            lost.append(f"{name} -> {sorted(there)}")
    return lost


def without_sources(spec: Spec) -> Spec:
    types = tuple(msgspec.structs.replace(one, sources=()) for one in spec.types)
    return msgspec.structs.replace(spec, types=types)


# Whatever comes and goes


@SOME
@given(specs(), STYLES, st.data())
def test_pages_that_come_rename_nothing(spec: Spec, style: Style, data: st.DataObject) -> None:
    readings = read(render(spec, style))
    some = data.draw(st.lists(st.sampled_from(readings), min_size=1, unique_by=id))
    before = solved(some)
    after = solved(readings, before.lock)
    assert moves(before.lock, after.lock) == []
    ids = {one.id for one in after.spec.operations}
    assert {one.id for one in before.spec.operations} <= ids


@SOME
@given(specs(), STYLES, st.data())
def test_pages_that_go_rename_nothing_and_may_come_back(
    spec: Spec, style: Style, data: st.DataObject
) -> None:
    readings = read(render(spec, style))
    before = solved(readings)
    rest = data.draw(st.lists(st.sampled_from(readings), min_size=1, unique_by=id))
    between = solved(rest, before.lock)
    assert moves(before.lock, between.lock) == []
    again = solved(readings, between.lock)
    # Only the page that introduces a type is another, where the one that did was gone.
    assert without_sources(again.spec) == without_sources(before.spec)


@SOME
@given(specs(), STYLES, st.data())
def test_pages_that_move_rename_nothing(spec: Spec, style: Style, data: st.DataObject) -> None:
    pages = render(spec, style)
    before = solved(read(pages))
    others = data.draw(st.permutations([f"moved/{number}.md" for number in range(len(pages))]))
    moved = dict(zip(others, pages.values(), strict=True))
    after = solved(reversed(read(moved)), before.lock)
    assert names(after.spec) == names(before.spec)
    assert [one.name for one in after.spec.types] == [one.name for one in before.spec.types]


@SOME
@given(specs(), STYLES)
def test_the_same_pages_give_the_same_again(spec: Spec, style: Style) -> None:
    readings = read(render(spec, style))
    before = solved(readings)
    after = solved(readings, before.lock)
    assert after.spec == before.spec
    assert namelock.dumps(after.lock) == namelock.dumps(before.lock)


# One more page, type or property


def without_page(spec: Spec, data: st.DataObject) -> Spec:
    """`spec` before the page of one operation came."""
    gone = data.draw(st.sampled_from(spec.operations))
    rest = tuple(one for one in spec.operations if one is not gone)
    assume(rest)
    return reachable(rest, {one.name: one for one in spec.types})


def without_property(spec: Spec, data: st.DataObject) -> Spec:
    """`spec` before one property of a type came, and whatever type it alone leads to."""
    objects = [one for one in spec.types if isinstance(one, ObjectType)]
    assume(objects)
    owner = data.draw(st.sampled_from(objects))
    gone = data.draw(st.sampled_from(owner.properties))
    rest = tuple(prop for prop in owner.properties if prop is not gone)
    types: dict[str, Type] = {one.name: one for one in spec.types}
    types[owner.name] = msgspec.structs.replace(owner, properties=rest)
    return reachable(spec.operations, types)


def extends(before: Spec, after: Spec) -> bool:
    """Whether the pages say of everything that was there what they said, and only add to it."""
    operations = {one.id: one for one in after.operations}
    types = {one.name: one for one in after.types}
    return all(operations.get(one.id) == one for one in before.operations) and all(
        one.name in types and _extends(one, types[one.name]) for one in before.types
    )


def _extends(before: Type, after: Type) -> bool:
    known = set(before.sources)
    sources = tuple(source for source in after.sources if source in known)
    shorter = msgspec.structs.replace(after, sources=sources)
    if isinstance(before, ObjectType) and isinstance(shorter, ObjectType):
        present = {prop.name for prop in before.properties}
        properties = tuple(prop for prop in shorter.properties if prop.name in present)
        shorter = msgspec.structs.replace(shorter, properties=properties)
    return before == shorter


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The files of `before` that `after` has not with lines added only, and the first lost line.

    A line of JSON that is no longer the last of its kind gets a comma: that is no change.
    """
    found = [f"{path} is gone" for path in before.keys() - after.keys()]
    for path in before.keys() & after.keys():
        json = path.endswith(".json")
        old, new = (
            [line.removesuffix(",") if json else line for line in text.split("\n")]
            for text in (before[path], after[path])
        )
        rest = iter(new)
        lost = next((line for line in old if line not in rest), None)
        if lost is not None:
            found.append(f"{path}: {lost}")
    return found


@FEW
@pytest.mark.parametrize("earlier", [without_page, without_property])
@given(specs(), st.data())
def test_a_page_or_a_property_more_only_adds_lines(
    earlier: object, spec: Spec, data: st.DataObject
) -> None:
    assert callable(earlier)
    style = Style()
    first = solved(read(render(earlier(spec, data), style)))
    then = solved(read(render(spec, style)), first.lock)
    assume(extends(first.spec, then.spec))
    old, lock = files(first, NameLock())
    new, _ = files(then, lock)
    assert changed(old, new) == []


@FEW
@given(specs(), specs(), STYLES)
def test_pages_about_something_else_only_add_lines(spec: Spec, more: Spec, style: Style) -> None:
    pages = read(render(spec, style))
    first = solved(pages)
    then = solved([*pages, *read(render(elsewhere(more), style))], first.lock)
    old, lock = files(first, NameLock())
    new, _ = files(then, lock)
    assert changed(old, new) == []
