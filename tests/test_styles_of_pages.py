"""Documentation in the forms of many vendors and tools, read by the general dialect alone.

Each case is a small documentation set of an API that does not exist, in a form that real ones have,
with what it says beside it, as `tests.brief` tells it. None of them has a dialect of its own.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from codegen import dialects, sources
from codegen.claims import OperationClaim
from codegen.diagnostics import Diagnostic
from codegen.dialects import general
from codegen.dialects.general.lines import mended
from codegen.markdown import Page, parse
from tests.brief import brief_of

_FOLDER = Path(__file__).parent / "pages" / "styles"
_CASES = sorted(path for path in _FOLDER.iterdir() if path.is_dir())
_EXPECTED = "expected.yaml"


def test_there_are_as_many_styles_as_promised() -> None:
    assert len(_CASES) >= 20


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_pages_of_a_style(case: Path) -> None:
    expected = yaml.safe_load((case / _EXPECTED).read_text(encoding="utf-8"))
    assert brief_of(case) == expected


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_pages_are_recognised(case: Path) -> None:
    found, _ = sources.find([case])
    for source in found:
        document = sources.read(source)
        assert not isinstance(document, Diagnostic)
        reading = dialects.read(parse(document))
        assert reading.dialect, source
        assert not reading.unaccounted, source


_BEGIN = "# Pets\n\n`GET /pets/{id}`\n\n"
_HOSTILE = {
    "elements that do not end": "<Field name='a' type='string'>\n" * 3000,
    "elements in elements": "".join(f"{'  ' * at}<A>\n{'  ' * at}x\n" for at in range(300)),
    "attributes without end": "<Field " + "name='a' " * 5000,
    "attributes in quotes": ("<Field " + 'a="<" ' * 300 + "\n") * 20,
    "elements of answers": "<ResponseField name='a' type='b<c'\n\n" * 1000,
    "brackets in paths": f"`GET /{'(a b)/' * 150}`\n\n" * 20,
    "headings that do not end": "<h3 id='" * 3000,
    "terms": "term\n: text\n" * 2000,
    "terms in terms": "".join(f"{' ' * at}t\n{' ' * at}: x\n" for at in range(300)),
    "labels": "**Parameters:**\n\n" * 2000,
    "labels with types": "**Response:** a [b](#b)\n\n" * 2000,
    "labels in lines": "**Request:** [b](#b)\n" * 2000,
    "labels of marks": f"**Response:** {'`(_*' * 200}[b](#b)\n\n" * 20,
    "names with types": "**a** `string`\n\n" * 2000,
    "marks": f"**a** `string`{' *b*' * 2000}\n\n",
    "headings of properties": "### `a`\n**Type:** string\n\n" * 1000,
    "items of HTML": "<ul>" + "<li>" * 3000,
    "requests": "| Name | Line |\n|---|---|\n" + "| [a](#a) | GET /a |\n" * 2000,
    "placeholders": "- `a=<" * 1000,
    "remarks": f"## a {{{{ {'tag: ' * 3000}\n",
    "shortcodes": "{{<required" * 3000,
    "tags": "{% x name='a' type='b' %}\n" * 3000 + "{% endx %}\n",
    "tags with a request": "{% x method='get' path='/a' %}\n" * 3000 + "{% endx %}\n",
    "ends of tags": "{% endx %}\n" * 3000,
    "tags that do not end": f"{{% x {'a=b ' * 5000}\n{{% endx %}}\n",
    "sentences": "`GET /a/1/b` does\n\n" * 2000,
    "items as headings": "".join(f"{'  ' * at}- **Request**:\n" for at in range(300)),
    "notation": f"- a: {'b (' * 3000}\n",
    "operations in turn": "".join(f"`GET /a{at}/b`\n\n- x\n\n" for at in range(2000)),
    "blocks of JSON": '[block:parameters]\n{"data": {' * 1000,
    "cells far out": '[block:parameters]\n{"data": {"h-0": "a", "9999-99": "b"}}\n[/block]\n' * 500,
    "input of commands": "```sh\n" + "curl /a <<EOF\n" * 3000 + "```\n",
    "rows of many lengths": "| Name | Type |\n|---|---|\n"
    + "".join("|" + " a |" * at + "\n" for at in range(60)),
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE)
def test_hostile_forms_are_read_in_time(text: str) -> None:
    document = sources.Document(page="pets.md", rank=0, text=_BEGIN + text)
    start = time.process_time()
    reading = dialects.read(parse(document), "general")
    assert time.process_time() - start < 10
    assert any(isinstance(claim, OperationClaim) for claim in reading.claims)


def test_a_page_that_is_read_to_recognise_it_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[str] = []

    def counted(page: Page) -> tuple[Page, Mapping[int, tuple[str, ...]]]:
        times.append(page.page)
        return mended(page)

    monkeypatch.setattr(general, "mended", counted)
    rows = "".join(f"<tr><td>{name}</td><td>string</td></tr>" for name in ("name", "kind"))
    text = f"# Pet object\n\n<table><tr><th>Field</th><th>Type</th></tr>{rows}</table>\n"
    names = ["a.md", "b.md", "a.md"]
    pages = [parse(sources.Document(page=name, rank=0, text=text)) for name in names]
    found = [dialects.read(page) for page in pages]
    assert [(one.page, one.dialect) for one in found] == [(name, "general") for name in names]
    assert times == names


_STEPS = """# Pets

`POST /pets`

1. Look at what a pet has:

   | Field | Type |
   |---|---|
   | name | string |

2. Then say it:

   ```json
   {"name": "Rex"}
   ```

3. Then wait.
"""


def test_what_stands_in_items_of_prose_is_reported() -> None:
    document = sources.Document(page="pets.md", rank=0, text=_STEPS)
    reading = dialects.read(parse(document), "general")
    found = [(one.code, one.line) for one in reading.diagnostics]
    assert found == [("not-understood", 7), ("not-understood", 13)]
    assert reading.unaccounted == 6
