"""Pages of a small shop, for tests that run the whole pipeline, and the ways to run it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from codegen.cli import main

__all__ = ["ROWS", "SAMPLE", "generate", "page", "snapshot", "write_pages"]

ROWS = "| Id | int32 | Primary key |\n| Name | string | What it is called. |\n"
SAMPLE = '{\n  "Id": 1,\n  "Name": "Tea"\n}'

_PAGE = """---
title: GET Shop/{name}
uid: v1Shop_{name}
---

# GET Shop/{name}

```http
GET /api/v1/Shop/{name}
```

Reads one.

## Request Headers

| Parameter Name | Description |
|----------------|-------------|
| Accept | `application/json` |

## Response:

| Response | Description |
|----------------|-------------|
| 200 | OK |

### Response body: {type_name}

| Property Name | Type |  Description |
|----------------|------|--------------|
{rows}
## Sample response

```http_
HTTP/1.1 200 OK
Content-Type: application/json

{sample}
```
"""


def page(
    name: str = "Item", type_name: str = "Item", *, rows: str = ROWS, sample: str = SAMPLE
) -> str:
    """A page of the operation `name`. Rows begin at line 30."""
    return _PAGE.format(name=name, type_name=type_name, rows=rows, sample=sample)


def write_pages(folder: Path, pages: dict[str, str | bytes]) -> Path:
    """Write the pages by path below `folder`, which is the result."""
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def generate(docs: Path, output: Path, *options: str) -> Result:
    """Run ``doc-codegen generate`` on `docs`."""
    arguments = ["generate", "--docs", str(docs), "--name", "shop", "--output", str(output)]
    return CliRunner().invoke(main, [*arguments, *options])


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, hidden ones as well, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
