"""Facts in running text: what common English phrases of API references say of a property.

An ordered table of phrases; each row says what the phrase means. Only wording that is common to
many vendors stands here; a vendor's own wording belongs in its dialect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from codegen.spec import Presence

__all__ = ["Facts", "facts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a description says besides describing; `text` is the description without its marks."""

    text: str
    presence: Presence | None = None
    deprecated: str | None = None


_REQUIRED = re.compile(r"\*\*\s*Required\s*\*\*\.?|^Required(?:[.:,]\s+|\.?$)", re.IGNORECASE)
_OPTIONAL = re.compile(r"\*\*\s*Optional\s*\*\*\.?|^Optional\b|\(optional\)", re.IGNORECASE)
_DEPRECATED = re.compile(r"^\W*Deprecated\b[:.,]?\s*(.*?)(?:\.\s|\.?$)", re.IGNORECASE | re.DOTALL)
_MARK = re.compile(r"\s*\*\*\s*(?:Required|Optional)\s*\*\*\.?\s*", re.IGNORECASE)


@lru_cache(maxsize=65536)
def facts(raw: str) -> Facts:
    """The facts in the raw Markdown of a description.

    Presence is read from a bold mark anywhere, or from the first word; deprecation from the first
    word, with the sentence that follows as its reason.
    """
    presence: Presence | None = None
    if _REQUIRED.search(raw.strip()):
        presence = "required"
    elif _OPTIONAL.search(raw.strip()):
        presence = "optional"
    text = _MARK.sub(" ", raw).strip()
    deprecated = _DEPRECATED.match(text)
    return Facts(
        text=text,
        presence=presence,
        deprecated=deprecated[1].strip() if deprecated else None,
    )
