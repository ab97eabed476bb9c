"""Hostile text: what pages may hold to become code, and pages that hold it in every place.

The payloads of `CODE` try to run: each would leave a mark, see `MARK`. Those of `TEXT` try to end a
comment, a literal or a line, or to be a name that means something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

__all__ = ["CODE", "MARK", "PAYLOADS", "TEXT", "Page", "cell", "inline", "outline", "tables"]

#: What a payload that runs leaves behind: an attribute of `builtins`, or a file of that name.
MARK = "PWNED"
_RUN = f"__import__('builtins').__dict__.update({MARK}=1)"

#: Line terminators, and what some reader takes for one.
_LINE_ENDS: Mapping[str, str] = {
    "line feed": "\n",
    "carriage return alone": "\r",
    "carriage return and line feed": "\r\n",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "form feed": "\x0c",
    "vertical tab": "\x0b",
    "file separator": "\x1c",
    "record separator": "\x1e",
}

CODE: Mapping[str, str] = {
    **{f"{name}, then code": f"x{end}{_RUN}{end}#" for name, end in _LINE_ENDS.items()},
    "three double quotes": f'x""";{_RUN};"""',
    "three single quotes": f"x''';{_RUN};'''",
    "three quotes and a line": f'x"""\n{_RUN}\n"""',
    "one double quote": f'x");{_RUN};("',
    "one single quote": f"x');{_RUN};('",
    "a backslash before a quote": f'x\\");{_RUN};("',
    "a backslash at the end": f"{_RUN}\\",
    "braces of an f-string": f"{{{_RUN}}}",
    "braces of a template": f"{{{{ cycler.__init__.__globals__.os.system('touch {MARK}') }}}}",
    "a block of a template": f"{{% set x = cycler.__init__.__globals__['os'].mkdir('{MARK}') %}}",
    "a comment of a template": f"#}}{{{{ {MARK}() }}}}{{#",
    "a call": _RUN,
    "a factory": f"default_factory=lambda: {_RUN}",
    "an import": f"os\nimport os; os.system('touch {MARK}')",
    "a base class": f"Base, metaclass={_RUN}",
    "a decorator": f"x\n@{_RUN}\nclass y",
    "an encoding": f"x\n# coding: utf-7\n+AAo-{_RUN}",
    "an encoding alone": "# -*- coding: utf-7 -*-",
    "a YAML tag": f"!!python/object/apply:os.system ['touch {MARK}']",
    "a YAML document": f"x\n---\n!!python/object/apply:os.system ['touch {MARK}']\n...",
    "a file": "file:///etc/passwd#/x",
    "a reference": "../../etc/passwd#/components/schemas/x",
    "an address": "http://127.0.0.1:1/x.yaml#/x",
}

TEXT: Mapping[str, str] = {
    **{f"{name} within": f"a{end}b" for name, end in _LINE_ENDS.items()},
    "nul": "a\0b",
    "escapes of a terminal": "a\x1b[31mb\x1b]0;c\x07d\x9b2J",
    "a backspace": "a\x08b",
    "four quotes": '""""',
    "five quotes": '"""""',
    "quotes that form again": '""\x00"',
    "quotes around invisible": '"\u200b""\ufeff"',
    "delimiters that form again": "**//",
    "a quote at the end": 'ends with "',
    "a backslash": "\\",
    "two backslashes": "\\\\",
    "an escape": "\\N{DASH}\\x41\\u0041\\",
    "percent": "%(x)s %s %%",
    "dollar": "${x} $x",
    "hash": "# x #",
    "comment": "*/ /* <!-- --> //",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "markdown": "[x](javascript:alert(1)) ![x](http://x) @everyone #1 `x` | **x**",
    "cdata": "]]>&lt;&amp;&#10;",
    "workflow command": "x\n::error file=a.py,line=1::forged",
    "yaml words": "no",
    "yaml null": "~",
    "yaml marks": "- ? : , [ ] { } # & * ! | > ' \" % @ `",
    "yaml anchor": "&a [*a, *a]",
    "yaml merge": "<<",
    "number": "0x1F",
    "octal": "0o17",
    "float": "1e400",
    "date": "2024-01-01",
    "reading direction": "\u202eevil\u2066",
    "byte order mark": "\ufeffx",
    "joiners": "a\u200db\u200cc",
    "invisible": "a\u200bb\u2060c\u00add",
    "tags": "a\U000e0041b",
    "variation": "a\ufe0fb",
    "not a character": "a\uffffb",
    "emoji": "👩\u200d💻🏴",
    "combining": "e\u0301\u0301\u0301",
    "right to left": "שלום",
    "Cyrillic look-alike": "\u0440\u0430ssword",
    "full width": "\uff43\uff4c\uff41\uff53\uff53",
    "ligature": "ﬁnally",
    "keyword": "class",
    "soft keyword": "match",
    "constant": "None",
    "debug": "__debug__",
    "builtin": "str",
    "import": "__import__",
    "dunder class": "__class__",
    "dunder init": "__init__",
    "dunder all": "__all__",
    "dunder slots": "__slots__",
    "dunder module": "__module__",
    "annotations": "__annotations__",
    "pydantic private": "__pydantic_validator__",
    "model_config": "model_config",
    "model_fields": "model_fields",
    "model_post_init": "model_post_init",
    "copy": "copy",
    "json": "json",
    "schema": "schema",
    "register": "register",
    "self": "self",
    "cls": "cls",
    "name": "name",
    "value": "value",
    "mro": "mro",
    "enum missing": "_missing_",
    "enum ignore": "_ignore_",
    "enum generator": "_generate_next_value_",
    "BaseModel": "BaseModel",
    "Field": "Field",
    "Any": "Any",
    "Operation": "Operation",
    "OPERATIONS": "OPERATIONS",
    "lazy": "lazy",
    "digit first": "1st",
    "digits": "007",
    "underscores": "___",
    "punctuation": "-.,;:!?",
    "case one": "Ab",
    "case two": "aB",
    "punctuated one": "a-b",
    "punctuated two": "a_b",
    "blank within": "a b",
    "path": "../../x",
    "absolute": "/etc/passwd",
    "drive": "C:\\x",
    "device": "con",
    "long": "x" * 10_000,
    "long words": "Ab " * 3_000 + "c",
    "blank": " ",
    "sharp s": "ß",
    "dotless": "\u0131I",
}

PAYLOADS: Mapping[str, str] = {**CODE, **TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, and what of it is sent: names and values that must come back as they were."""

    name: str
    text: str
    payload: str
    sample: Mapping[str, object]


def cell(text: str) -> str:
    """`text` as inline Markdown that means just these characters, as far as one line can."""
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
    return re.sub(r"[\n\r]", lambda end: f"&#{ord(end[0])};", escaped)


#: Longer ones are no keys of one line.
_YAML_KEY = 200
#: Longer lines are no titles.
_TITLE = 200


def inline(text: str) -> str:
    """`text` on one line, as it is."""
    return re.sub(r"[\n\r]+", " ", text)


def tables(texts: Iterable[str]) -> Iterator[Page]:
    """A page in the form of tables for each text, which stands in every place of it."""
    for number, text in enumerate(texts):
        group, name = f"Group{number // 30}", f"Take{number:03}"
        path = f"/api/v1/{group}/{name}/{{id}}"
        sample = {text: text, "Kind": text, "Number": number}
        yield Page(
            name=f"{group}/{name}.md",
            text=_TABLES.format(
                group=group,
                name=name,
                path=path,
                raw=inline(text),
                block=text,
                cell=cell(text),
                yaml=json.dumps(text),
                key=json.dumps(text[:_YAML_KEY]),
                sample=json.dumps(sample),
            ),
            payload=text,
            sample=sample,
        )


_TABLES = """---
title: {yaml}
uid: v1{group}_{name}
{key}: [{yaml}, {{x: {yaml}}}]
generated: true
---

# POST {group}/{name} {cell}

```http
POST {path}
```

{cell}

{block}

[{cell}]({raw}) ![x](file:///etc/passwd) <http://127.0.0.1:1/{raw}>

| Path Part | Type | Description |
|-----------|------|-------------|
| id | string | {cell} |
| {cell} | {cell} | {cell} |

## Query String Parameters

| Parameter Name | Type | Description |
|----------------|------|-------------|
| q{cell} | string | {cell}. Default: `{raw}` |
| {cell} | Enum: {cell}, Other | {cell} |

## Request Headers

| Parameter Name | Description |
|----------------|-------------|
| Accept | {cell} |
| Authorization | Supports '{cell}' |
| X-{cell} | {cell} |

## Request Body: entity {raw}

{cell}

| Property Name | Type | Description |
|----------------|------|-------------|
| {cell} | {cell} | {cell} |
| Kind | Enum: {cell}, Other | {cell}. Default is `{raw}`. |
| Number | int32 | **Required** {cell} deprecated: {cell} |

## Response: {raw}

| Response | Description |
|----------------|-------------|
| 200 | {cell} |
| {cell} | {cell} |

Response body: {raw}

| Property Name | Type | Description |
|----------------|------|-------------|
| Number | int32 | {cell} |
| {cell} | {cell} | {cell} |

## Sample request

```http!
POST {path}
X-Note: {raw}
Content-Type: application/json

{sample}
```

## Sample response

```http_
HTTP/1.1 200 OK {raw}
Content-Type: {raw}

{sample}
```
"""


def outline(texts: Iterable[str]) -> Iterator[Page]:
    """A page in the form of an outline for each text, which stands in every place of it."""
    for number, text in enumerate(texts):
        word = re.sub(r"\s", "", text) or "x"
        sample = {"token": text, "kind": text, f"k{number}": {text: text}, "fixed": text}
        yield Page(
            name=f"outline/{number:03}.txt",
            text=_OUTLINE.format(
                number=number,
                raw=inline(text),
                word=word,
                title=word[:_TITLE],
                sample=json.dumps(sample, indent=1),
            ),
            payload=text,
            sample=sample,
        )


_OUTLINE = """# POST Event{number}{title}
Body Required
-
token string Required
{raw}
-
kind Required
Values are
{raw}
, OTHER
.
{raw}
-
fixed Required
Value is
{raw}
.
-
{word} string | null
{raw}
-
level integer Required
Default value is
{raw}
.
-
Hide k{number} attributes Show k{number} attributes object
-
{word} string
{sample}
"""
