"""check beside an overlay: what the overlay has changed is no reason for what changed since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.overlaid import reasoned
from tests.test_check import LOCK, OVERLAY, SPEC, findings, run

ORDER = """# Orders

## Get an order

`GET /orders/{id}`

### Query parameters

| Parameter | Type | Description |
|---|---|---|
| mode | string | One of `slim`, `full`. |

### Response 200

| Field | Type | Description |
|---|---|---|
| id | integer | The key. |
| status | string | One of `open`, `closed`. |
| owner | object | Who has it. |
| owner.name | string | The name. |
| owner.home | object | Where. |
| owner.home.city | string | The city. |
"""
ITEM = """# Items

## Get an item

`GET /items/{id}`

### Response 200

| Field | Type | Description |
|---|---|---|
| id | integer | The key. |
| name | string | The name. |
"""
DIALECT = 'name = "own"\n\n[types]\nblurb = "string"\n'

#: One of each sort; all of them are in test_resolve_uncorrected.
OVERLAYS = {
    "a type that hides others": "- target: Order.owner\n  type: string",
    "a type renamed": "- target: Owner\n  name: Person",
    "an operation renamed": "- target: GET /orders/{id}\n  name: fetch_order",
    "values added": "- target: Status\n  add_values: [lost]",
    "values dropped": "- target: Status\n  drop: [values]",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("made")
    (base / "docs").mkdir()
    (base / "docs/order.md").write_text(ORDER)
    (base / "docs/item.md").write_text(ITEM)
    (base / "pyproject.toml").write_text('[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\n')
    assert run(base, "generate").exit_code == 0
    return base


@pytest.fixture
def shop(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "shop")


def correct(base: Path, text: str) -> None:
    (base / OVERLAY).write_text(reasoned(text))
    result = run(base, "generate")
    assert result.exit_code == 0, result.output
    assert findings(base) == {}


def codes(base: Path) -> set[str]:
    return {code for code, _ in findings(base).values()}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_reason_is_the_page_the_overlay_or_the_name_that_was_edited(
    shop: Path, overlay: str
) -> None:
    (shop / OVERLAY).write_text(reasoned(OVERLAYS[overlay]))
    assert codes(shop) == {"overlay-changed"}
    correct(shop, OVERLAYS[overlay])

    def edited(name: str, old: str, new: str) -> set[str]:
        path = shop / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        found = codes(shop)
        path.write_text(text)
        return found

    assert edited("docs/item.md", "| name | string |", "| name | integer |") == {"pages-changed"}
    assert edited(LOCK, '"items_get_item"', '"item"') == {"names-changed"}
    if "Owner" in (shop / SPEC).read_text():
        assert edited(LOCK, '"home": "home"', '"home": "house"') == {"names-changed"}
    (shop / OVERLAY).unlink()
    assert codes(shop) == {"overlay-changed"}


def test_what_changed_is_told_beside_an_overlay(shop: Path) -> None:
    correct(shop, OVERLAYS["a type that hides others"])
    page = shop / "docs/item.md"
    page.write_text(page.read_text().replace("| name | string |", "| name | integer |"))
    assert findings(shop)[SPEC] == ("pages-changed", "the pages changed: 1 type changed")


def test_a_dialect_that_changed_beside_an_overlay(shop: Path) -> None:
    config = '[tool.doc-codegen.apis.shop]\ndocs = ["docs"]\ndialect = "own.toml"\n'
    (shop / "pyproject.toml").write_text(config)
    (shop / "own.toml").write_text(DIALECT)
    (shop / "docs/item.md").write_text(ITEM.replace("| name | string |", "| name | blurb |"))
    correct(shop, OVERLAYS["a type that hides others"])
    (shop / "own.toml").write_text(DIALECT.replace('"string"', '"integer"'))
    found = findings(shop)
    assert {code for code, _ in found.values()} == {"pages-changed"}
    assert found[SPEC][1] == "the pages or the dialect changed: 1 type changed"


def test_pages_that_changed_with_the_overlay_are_the_reason(shop: Path) -> None:
    correct(shop, OVERLAYS["a type that hides others"])
    (shop / OVERLAY).unlink()
    page = shop / "docs/item.md"
    page.write_text(page.read_text().replace("| name | string |", "| name | integer |"))
    assert codes(shop) == {"pages-changed"}


def test_a_lock_of_other_pages_is_seen_beside_an_overlay(shop: Path) -> None:
    """A correction hides a type only where that stands in what is corrected."""
    correct(shop, OVERLAYS["a type that hides others"])
    spec = (shop / SPEC).read_bytes()
    page = shop / "docs/item.md"
    page.write_text(f"{ITEM}| maker | object | By whom. |\n| maker.name | string | Its name. |\n")
    assert run(shop, "generate").exit_code == 0
    lock = (shop / LOCK).read_bytes()
    assert b'"Maker"' in lock
    page.write_text(ITEM)
    assert run(shop, "generate").exit_code == 0
    assert (shop / SPEC).read_bytes() == spec
    (shop / LOCK).write_bytes(lock)
    assert codes(shop) == {"names-changed"}
