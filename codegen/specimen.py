"""What doc-codegen makes of pages of its own: the mark of a generator, without its version.

The name lock keeps the digest, so that `check` can tell a file that somebody has edited from one
that another generator wrote. A version would not do: it is another for every release, though most
give the same files, and the same where a library below (the class generator, Black) gives others.
"""

from __future__ import annotations

import hashlib
from functools import cache

__all__ = ["digest", "outputs"]

#: Enough that no two generators have the same.
_DIGITS = 16

#: Most of what files are made of.
_PAGE = """---
title: POST Orders/Place
uid: v1Orders_Place
---

# POST Orders/Place

```http
POST /api/v1/Orders/{shop}/Place
```

Places an order.

| Path Part | Type | Description |
|-----------|------|-------------|
| shop | int32 | Key of the shop. **Required** |

## Query String Parameters

| Parameter Name | Type | Description |
|----------------|------|-------------|
| $select | string | Names of properties. |
| class | int32 | Deprecated: use Kind. |

## Request Headers

| Parameter Name | Description |
|----------------|-------------|
| Authorization | One of 'Basic' and 'Bearer' |
| X-Zone | Zone of the times. |

## Request Body: entity Order

The order.

| Property Name | Type | Description |
|---------------|------|-------------|
| Id | int32 | Read-only: the key. |
| Note | string | What to know. At most 80 characters. May be null. |
| Kind | Enum: Gift, Sale, None | What kind it is. **Required** |
| Due | date-time | Deprecated: use Lines. |
| Total | double | Defaults to 1.5. **Optional** |
| Key | uuid | |
| Lines | array | |
| Fields | object | |
| Parent | Order | |
| Shape |  | |

## Response: Order

| Response | Description |
|----------|-------------|
| 200 | OK |
| 404 | There is no such shop. |

### Response body: Order

| Property Name | Type | Description |
|---------------|------|-------------|
| Id | int32 | |

## Sample request

```http!
POST /api/v1/Orders/1/Place
Content-Type: application/json

{
  "Id": 3,
  "Note": null,
  "Kind": "Gift",
  "Due": "2024-03-04T08:15:20Z",
  "Total": 1.5,
  "Key": "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9",
  "Lines": [{"Sku": "a", "Count": 2, "Gift": true}, {"Sku": null, "Count": 1}],
  "Fields": {"x:1": "a", "x:2": "b"},
  "Parent": null,
  "Shape": {"Wide": 1, "High": 2}
}
```
"""


@cache
def digest() -> str:
    """A digest of `outputs`: the same for all doc-codegens that read and write alike."""
    made = hashlib.sha256()
    for name, text in outputs().items():
        made.update(f"{name}\0{text}\0".encode())
    return made.hexdigest()[:_DIGITS]


def outputs() -> dict[str, str]:
    """The spec and all files of the specimen, by path. Its types had other names before."""
    import msgspec  # noqa: PLC0415 - start-up time

    from codegen import dialects, markdown, specfile, targets  # noqa: PLC0415 - start-up time
    from codegen.resolve import resolve  # noqa: PLC0415
    from codegen.sources import Document  # noqa: PLC0415

    document = Document(page="specimen.md", rank=0, text=_PAGE)
    spec = resolve([dialects.read(markdown.parse(document), "auto")], api="specimen").spec
    named = (
        msgspec.structs.replace(one, aliases=(f"{one.module}.Former{one.name}",))
        for one in spec.types
    )
    spec = msgspec.structs.replace(spec, types=tuple(named))
    return {"spec.json": specfile.dumps(spec), **targets.render(spec, targets.Options())}
