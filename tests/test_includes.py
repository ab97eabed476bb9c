"""Includes: what a page includes is read in its place, from its own set alone."""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from codegen.explain import explain
from codegen.includes import Whole, expanded
from codegen.inputs import Content
from codegen.origins import origin_of
from codegen.pipeline import Api, Result, generate, understand
from codegen.sources import Source
from tests.explained import statements


def whole(documents: dict[str, str], most: int = 100_000) -> Whole:
    """Documents of one set; a name that begins with `1/` is of another one."""
    contents = [
        Content(
            Source(page=name, rank=int(name.startswith("1/")), file=name),
            text.encode(),
            name.encode(),
        )
        for name, text in documents.items()
    ]
    return expanded(contents, most)


def texts(found: Whole) -> dict[str, str]:
    """The text of each page."""
    return {
        one.source.page: one.data.decode() for one in found.contents if isinstance(one.data, bytes)
    }


@pytest.mark.parametrize(
    ("mark", "file"),
    [
        ("[!INCLUDE [pets](../parts/pets.md)]", "parts/pets.md"),
        ("[!include[](pets.md)]", "docs/pets.md"),
        ('{% include "pets.md" %}', "_includes/pets.md"),
        ("{% include pets.md kind=cat %}", "_includes/pets.md"),
        ("{% include_relative parts/pets.md %}", "docs/parts/pets.md"),
        ('{% partial file="/parts/pets.md" %}', "parts/pets.md"),
        ("{{< include pets.md >}}", "layouts/partials/pets.md"),
        ('{{% readfile file="pets" %}}', "docs/pets.md"),
        ('--8<-- "parts/pets.md"', "parts/pets.md"),
        ("<!-- @include: ./pets.md -->", "docs/pets.md"),
        ("@include pets", "docs/_pets.mdx"),
        ("{!parts/pets.md!}", "parts/pets.md"),
    ],
)
def test_forms_of_marks(mark: str, file: str) -> None:
    found = whole({"docs/a.md": f"# A\n\n  {mark}\n\nEnd", file: "---\nx: 1\n---\n- one\n\n- two"})
    assert texts(found) == {"docs/a.md": "# A\n\n  - one\n\n  - two\n\nEnd"}
    origins = found.origins["docs/a.md"]
    assert [origin_of(origins, line) for line in (1, 3, 5, 7)] == [
        ("docs/a.md", 1),
        (file, 4),
        (file, 6),
        ("docs/a.md", 5),
    ]


def test_a_component_stands_for_the_document_that_it_is_imported_from() -> None:
    page = 'import Pets from "./_pets.mdx"\n\n<Pets kind="cat" />\n\n<Other />'
    found = whole({"a.mdx": page, "_pets.mdx": "Meow"})
    assert texts(found) == {"a.mdx": page.replace('<Pets kind="cat" />', "Meow")}


@pytest.mark.parametrize(
    "mark",
    [
        "[!INCLUDE [x](../../../../etc/passwd)]",
        "{% include /etc/passwd %}",
        '--8<-- "C:\\\\secret.md"',
        '--8<-- "https://x.io/pets.md"',
        "@include other.md",
        "@include twice.md",
    ],
)
def test_what_is_no_document_of_the_set_is_not_included(mark: str) -> None:
    documents = {"b/a.md": mark, "b/c/twice.md": "x", "b/d/twice.md": "y", "1/other.md": "secret"}
    found = whole(documents)
    assert texts(found) == documents
    (finding,) = found.findings
    assert (finding.code, finding.path, finding.line) == ("unread-include", "b/a.md", 1)


@pytest.mark.parametrize(
    "text",
    [
        "```\n@include b.md\n```",
        "1. ```\n   @include b.md\n   ```",
        "- a\n\n  - ~~~md\n    @include b.md\n    - ~~~\n    @include b.md",
        "<!--\n@include b.md\n-->",
        "Use @include b.md here",
        "@includes",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    found = whole({"a.md": text, "b.md": "x"})
    assert (texts(found), found.findings) == ({"a.md": text, "b.md": "x"}, ())


@pytest.mark.parametrize(
    "text",
    [
        "- ```json\n  {}\n  ```\n",
        "> ```json\n> {}\n> ```\n",
        "```code``` of a line\n",
        "<!-- one line -->\n",
        "<!--\nlines -->\n",
    ],
)
def test_a_mark_below_code_and_comments_that_end(text: str) -> None:
    found = whole({"a.md": f"{text}\n@include b.md", "b.md": "x"})
    assert texts(found) == {"a.md": f"{text}\nx"}


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a\0b"])
def test_what_is_no_text_is_not_included_and_still_reported(tmp_path: Path, data: bytes) -> None:
    written(tmp_path)
    (tmp_path / "docs/parts/_fields.md").write_bytes(data)
    told = {(one.code, Path(one.path).name, one.line) for one in made(tmp_path).diagnostics}
    assert ("unread-include", "pets.md", 6) in told
    assert {"_fields.md"} == {
        name for code, name, _ in told if code in {"not-utf-8", "binary-file"}
    }


def test_circles_end() -> None:
    found = whole({"a.md": "@include b.md\na", "b.md": "@include a.md\nb"})
    assert texts(found) == {"a.md": "@include a.md\nb\na"}
    assert [(one.path, one.line) for one in found.findings] == [("b.md", 1)]
    found = whole({"a.md": "@include a.md"})
    assert texts(found) == {"a.md": "@include a.md"}


@pytest.mark.parametrize("text", ["", "x" * 1000, " " * 400 + "@include end.md\n"])
def test_a_page_that_doubles_with_each_document_stays_small(text: str) -> None:
    documents = {f"{n}.md": f"@include {n + 1}.md\n" * 50 for n in range(12)}
    documents |= {"12.md": text, "end.md": "e\n" * 500}
    started = time.process_time()
    found = whole(documents, most=200_000)
    assert time.process_time() - started < 5
    assert sum(map(len, texts(found).values())) < 1_000_000


# -- End to end ------------------------------------------------------------------------------------

PAGE = """\
# Pets

## Read a pet
`GET /pets/{id}`

[!INCLUDE [fields](parts/_fields.md)]

## Pet object
See above.
"""
FIELDS = """\
---
title: Fields
---
### Query parameters

| Name | Type |
| --- | --- |
| sort | string |
| page | integer | often |
"""


def written(folder: Path, fields: str = FIELDS) -> Path:
    (folder / "docs/parts").mkdir(parents=True, exist_ok=True)
    (folder / "docs/pets.md").write_text(PAGE)
    (folder / "docs/parts/_fields.md").write_text(fields)
    return folder / "docs"


def made(folder: Path) -> Result:
    return generate(
        Api(name="pets", docs=(folder / "docs",), output=folder / "out", cache=folder / "cache")
    )


def test_an_included_document_is_read_in_its_place(tmp_path: Path) -> None:
    written(tmp_path)
    result = made(tmp_path)
    (operation,) = result.spec.operations
    assert [one.name for one in operation.parameters if one.location == "query"] == ["sort", "page"]
    assert result.counts.pages == 1
    ragged = [one for one in result.diagnostics if one.code == "ragged-row"]
    assert [(Path(one.path).name, one.line) for one in ragged] == [("_fields.md", 9)]


def test_a_page_is_read_again_when_what_it_includes_changes(tmp_path: Path) -> None:
    written(tmp_path)
    made(tmp_path)
    written(tmp_path, FIELDS.replace("sort", "order"))
    (operation,) = made(tmp_path).spec.operations
    assert [one.name for one in operation.parameters if one.location == "query"] == [
        "order",
        "page",
    ]


MARKS = (
    "[!INCLUDE [fields](parts/_fields.md)]",
    "@include parts/_other.md",
    "```\n@include parts/_fields.md\n```",
    "None.",
)
PARTS = (FIELDS, FIELDS.replace("sort", "order"), "@include _other.md\n", "@include pets.md\n", "")


def _moved(docs: Path, chance: random.Random) -> None:
    """Something that may happen to pages and to what they include."""
    path = docs / chance.choice(["parts/_fields.md", "parts/_other.md"])
    match chance.randrange(5):
        case 0:
            path.unlink(missing_ok=True)
        case 1:
            path.write_bytes(
                chance.choice([b"\xff", b"\0", b"\xef\xbb\xbf@include _fields.md\r\n"])
            )
        case 2:
            (docs / "pets.md").write_text(PAGE.replace(MARKS[0], chance.choice(MARKS)))
        case 3:
            shutil.copy(docs / "pets.md", docs / chance.choice(["dogs.md", "parts/cats.md"]))
        case _:
            path.write_text(chance.choice(PARTS))


@pytest.mark.parametrize("seed", range(25))
def test_the_cache_knows_what_is_included(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    docs = written(tmp_path)
    api = Api(name="pets", docs=(docs,), output=tmp_path / "out", cache=tmp_path / "cache")
    for _ in range(6):
        for _ in range(chance.randrange(1, 3)):
            _moved(docs, chance)
        kept, plain = (understand(one) for one in (api, replace(api, cache=None)))
        assert kept.readings == plain.readings
        assert kept.diagnostics == plain.diagnostics
        assert kept.resolution.spec == plain.resolution.spec


def test_explain_names_the_included_document(tmp_path: Path) -> None:
    found = understand(Api(name="pets", docs=(written(tmp_path),), output=tmp_path / "out"))
    explained = explain(found.resolution, found.readings, "GET /pets/{id}")
    places = {
        (Path(place.path).name, place.line)
        for _, one, _, place in statements(explained)
        if one.name == "type"
    }
    assert places == {("_fields.md", 8), ("_fields.md", 9)}
