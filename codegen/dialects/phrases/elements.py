"""What a list holds, where a description says so: `Array of OrderLine objects`."""

from __future__ import annotations

import re

__all__ = ["element_label"]

#: The name of a type is written in humps; `list of names` says nothing of a type.
_ELEMENTS = re.compile(
    r"(?:(?:An?|The) )?(?:[Aa]rray|[Ll]ist|[Cc]ollection) of (?:the |all )?"
    r"([A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+)(?: objects| items| entities)?(?=[\s.,;]|$)"
)


def element_label(text: str) -> str:
    """The label of the elements of a list that `text` begins with describing, or ''."""
    match = _ELEMENTS.match(text.strip())
    return match[1] if match else ""
