"""Pages that make one type of two: code that names the other goes on working, run after run."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import pytest

from codegen import namelock, pipeline, specfile
from codegen.changes.sides import diff
from codegen.check import check
from tests.rendered import import_package

PAGES = Path(__file__).parent / "pages" / "diff" / "library" / "base"


def edit(page: Path, old: str, new: str) -> None:
    text = page.read_text("utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Api:
    """The API after its badge has turned out to be a card, and the folder of its pages before."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(PAGES, folder / "docs")
    made = pipeline.Api(name="library", docs=(folder / "docs",), output=folder / "out")
    pipeline.generate(made)
    assert import_package(folder / "out", "models").Badge.__name__ == "Badge"
    edit(folder / "docs" / "GetBadge.md", "body: Badge", "body: GuestCard")
    pipeline.generate(made)
    return made


@pytest.mark.parametrize("kind", ["models", "dataclass_models"])
def test_the_old_name_is_the_new_class_where_it_was(api: pipeline.Api, kind: str) -> None:
    package = import_package(api.output, kind)
    guest = importlib.import_module(f"{package.__name__}.guest")
    assert package.Badge is guest.Badge is package.GuestCard
    assert package.GuestCard.__name__ == "GuestCard"
    assert package.Badge(card_id=1, bearer="Ada").bearer == "Ada"


def test_the_spec_says_so_and_diff_that_nothing_breaks(api: pipeline.Api) -> None:
    found = {one.name: one.aliases for one in specfile.load(api.spec_path).types if one.aliases}
    assert found == {"GuestCard": ("guest.Badge",)}
    changes = diff(PAGES, api.spec_path).changes
    assert {one.level for one in changes} == {"docs-only"}
    assert "type-aliased" in {one.rule for one in changes}


def test_another_run_changes_nothing(api: pipeline.Api) -> None:
    assert not pipeline.generate(api).changes
    assert check(api).drifts == ()


def test_the_type_has_its_name_again_when_it_comes_back(api: pipeline.Api, tmp_path: Path) -> None:
    shutil.copytree(api.output.parent, tmp_path / "library")
    page = tmp_path / "library" / "docs" / "GetBadge.md"
    edit(page, "body: GuestCard", "body: Badge")
    again = pipeline.Api(name="library", docs=(page.parent,), output=page.parents[1] / "out")
    result = pipeline.generate(again)
    assert [one.aliases for one in result.spec.types if one.aliases] == []
    assert namelock.load(again.lock_path).types["Badge"].now == ""
    assert import_package(again.output, "models").Badge.__name__ == "Badge"
