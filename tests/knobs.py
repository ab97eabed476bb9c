"""A shop whose pages have headings and columns of its own: only a dialect of its own reads them."""

from __future__ import annotations

__all__ = ["ANSWER", "CALL", "IN_ANSWERS", "IN_CALLS", "WORDS"]

#: A page, and what may stand at its end.
CALL = """# Orders

## Call: post -> /orders (Place an order)

| Knob | Kind | Must |
| --- | --- | --- |
| note | blurb | no |
| total | pennies | yes |
"""
ANSWER = """
### You get

```json
{"note": "Ring twice.", "total": 1250}
```
"""

#: Parts of the dialect's file: for the headings of each, and for what stands in tables.
IN_CALLS = """[[headings]]
match = 'call: (?P<method>\\w+) -> (?P<path>/\\S*) \\((?P<name>.+)\\)'
means = "operation"
"""
IN_ANSWERS = """[[headings]]
match = 'you get'
means = "response"
"""
WORDS = """[columns]
name = ['knob']
type = ['kind']
required = ['must']
[types]
blurb = "string"
pennies = "int64"
"""
