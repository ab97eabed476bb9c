"""The name lock beside a corrected spec: it belongs to it, whatever the overlay changes."""

from __future__ import annotations

import msgspec
import pytest

from codegen import namelock
from codegen.namelock import NameLock, TypeLock
from codegen.resolve import Resolution
from codegen.resolve.uncorrected import belongs, only_corrections
from tests.overlaid import corrected, pages
from tests.readings import PageOf

OVERLAYS = {
    "nothing": "",
    "another type": "- target: Order.Id\n  type: string",
    "a type that hides others": "- target: Order.Owner\n  type: string",
    "a type that hides all": (
        "- target: GET /orders/{id} response 200\n  type: any\n"
        "- target: PUT /orders/{id} request\n  type: any"
    ),
    "no type": "- target: Order.Owner\n  drop: [type]",
    "a type renamed": "- target: Person\n  name: Human",
    "types that swap names": "- target: Person\n  name: Order\n- target: Order\n  name: Person",
    "an operation renamed": "- target: GET /orders/{id}\n  name: fetch_order",
    "a property renamed": "- target: Order.Id\n  name: key",
    "a property removed": "- remove: Order.Owner",
    "a property added": "- add: Order.id\n  type: string",
    "a type added": (
        "- add: Extra\n  properties:\n    a: string\n- add: Order.Extra\n  type: Extra"
    ),
    "an added type renamed": (
        "- add: Extra\n  properties:\n    a: string\n- add: Order.Extra\n  type: Extra\n"
        "- target: Extra\n  name: Other"
    ),
    "an enum added": "- target: Order.Id\n  type: string\n  values: [a, b]",
    "an enum renamed": "- target: Status\n  name: State",
    "a renamed enum with another value": "- target: Status\n  name: State\n  add_values: [Lost]",
    "values added": "- target: Status\n  add_values: [Lost]",
    "values removed": "- target: Status\n  remove_values: [Open]",
    "values dropped": "- target: Status\n  drop: [values]",
    "values of a property dropped": "- target: Order.Status\n  drop: [values]",
    "a parameter's type": "- target: GET /orders/{id}?$mode\n  type: string",
    "a parameter removed": "- remove: GET /orders/{id}?$mode",
}


def read_back(resolution: Resolution) -> NameLock:
    """The lock as the next run has it from its file."""
    return namelock.loads(namelock.dumps(resolution.lock).encode())


def with_type(lock: NameLock, name: str, one: TypeLock) -> NameLock:
    return msgspec.structs.replace(lock, types={**lock.types, name: one})


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_lock_belongs_to_the_spec_of_its_run(overlay: str) -> None:
    resolution = corrected(OVERLAYS[overlay])
    lock = read_back(resolution)
    assert belongs(lock, resolution.spec)
    ids = {**lock.operations, "PUT /orders/{id}": "other"}
    assert not belongs(msgspec.structs.replace(lock, operations=ids), resolution.spec)


@pytest.mark.parametrize("overlay", [key for key in OVERLAYS if "all" not in key])
def test_a_name_that_was_edited_is_seen_beside_any_correction(overlay: str) -> None:
    resolution = corrected(OVERLAYS[overlay])
    lock = read_back(resolution)
    order = lock.types["Order"]
    edited = msgspec.structs.replace(order, members={**order.members, "Name": "title"})
    assert not belongs(with_type(lock, "Order", edited), resolution.spec)
    elsewhere = msgspec.structs.replace(order, module="elsewhere")
    assert not belongs(with_type(lock, "Order", elsewhere), resolution.spec)


@pytest.mark.parametrize("overlay", [key for key in OVERLAYS if OVERLAYS[key]])
def test_corrections_are_told_from_what_the_pages_say(overlay: str) -> None:
    before, after = corrected(""), corrected(OVERLAYS[overlay])
    assert before.spec != after.spec
    assert only_corrections(before.spec, before.lock, after.spec, after.lock)
    assert only_corrections(after.spec, after.lock, before.spec, before.lock)
    item = PageOf("GET /items", name="Items", group="Items").body("200", "Item")
    more = corrected(OVERLAYS[overlay], item.table("200", {"Id": "int32"}))
    assert not only_corrections(before.spec, before.lock, more.spec, more.lock)
    assert not only_corrections(more.spec, more.lock, before.spec, before.lock)


def test_a_type_that_stands_in_nothing_corrected_is_hidden_by_no_correction() -> None:
    """So it is with a lock of other pages, of another branch say."""
    item = PageOf("GET /items", name="Items", group="Items").body("200", "Item")
    slim = item.table("200", {"Id": "int32"})
    owner = OVERLAYS["a type that hides others"]
    resolution = corrected(owner, *pages(), slim, only=True)
    lock = read_back(resolution)
    assert belongs(lock, resolution.spec)
    other = TypeLock(module="items", places=("Item.Maker",), members={"Id": "id"})
    assert not belongs(with_type(lock, "Maker", other), resolution.spec)
    below = TypeLock(module="orders", places=("Order.Maker",), members={"Id": "id"})
    assert belongs(with_type(lock, "Maker", below), resolution.spec)
