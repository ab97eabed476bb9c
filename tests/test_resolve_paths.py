"""Path parameters are those of the path, and nulls among elements are kept."""

from __future__ import annotations

import pytest

from codegen.claims import Place
from codegen.pathtemplate import placeholders
from codegen.resolve.paths import reconcile
from codegen.spec import Parameter
from codegen.typeexpr import ANY, Scalar

_AT = Place(page="a.md", line=3)


def _path(name: str) -> Parameter:
    return Parameter(name=name, location="path", type=Scalar("int32"), required=True)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/a", ()),
        ("/a/{id}/b/{other}", ("id", "other")),
        ("/a/{id:int}", ("id",)),
        ("/a/{id?}", ("id",)),
        ("/a/{*rest}", ("rest",)),
        ("/a/{id}/{id}", ("id",)),
    ],
)
def test_placeholders(path: str, names: tuple[str, ...]) -> None:
    assert placeholders(path) == names


@pytest.mark.parametrize(
    ("documented", "path", "kept", "codes"),
    [
        (["id"], "/a/{id}", {"id": "int32"}, []),
        (["ident"], "/a/{id}", {"id": "int32"}, ["unknown-path-parameter"]),
        (["x"], "/a", {}, ["unknown-path-parameter"]),
        ([], "/a/{id}", {"id": "any"}, ["undocumented-path-parameter"]),
        (
            ["x", "y"],
            "/a/{id}",
            {"id": "any"},
            ["unknown-path-parameter"] * 2 + ["undocumented-path-parameter"],
        ),
    ],
)
def test_the_path_decides(
    documented: list[str], path: str, kept: dict[str, str], codes: list[str]
) -> None:
    places = {name: Place(page="a.md", line=9) for name in documented}
    query = Parameter(name="q", location="query", type=ANY)
    found, findings = reconcile([*map(_path, documented), query], path, _AT, places)
    assert {item.name: str(item.type) for item in found if item.location == "path"} == kept
    assert query in found
    assert [finding.code for finding in findings] == codes
    assert {finding.line for finding in findings} <= {3, 9}


def test_a_table_of_another_operation_of_the_page_does_not_count() -> None:
    _, (finding,) = reconcile([], "/a/{id}", _AT, {})
    assert finding.message == "'id' stands in a path, and no table of its operation documents it"
