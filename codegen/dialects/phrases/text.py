"""Running text made regular: marks of Markdown and HTML reduced to few, sentences and clauses.

A literal, which is a text that the page sets apart from its prose, is kept as one unit: a code
span or bold text as `x`, quoted text as «x». All patterns of the phrases speak of this form.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache

__all__ = ["LITERAL", "clauses", "is_code", "regular", "sentences", "unmarked"]

#: What a description says of its property stands in its first sentences; the patterns need a bound.
_LENGTH = 4000

#: A literal in regular text.
LITERAL = r"`[^`\n]*`|«[^«»\n]*»"

#: Signs of other keyboards as those that the patterns know; full-width ones are East Asian.
_PLAIN_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019\u201a", "'"),
        **dict.fromkeys("\u2013\u2014", "-"),
        "\uff08": "(",
        "\uff09": ")",
        "\uff1a": ":",
        "\uff0c": ",",
        "\uff1b": ";",
    }
)
_BREAK = re.compile(r"<\s*/?\s*(?:br|p|para|li|ul|ol|tr|div|table)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*[A-Za-z][^<>]*>")
#: A mark of presence set apart from the sentences; it is read from the raw text.
_PRESENCE = re.compile(
    r"\*\*\s*(?:required|optional)\s*\.?\s*\*\*\.?"
    r"|[*_]?[\[(]\s*(?:required|optional|mandatory)\s*[\])][*_]?",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\)")
_MARKED = re.compile(
    r"\*\*`([^`\n]{0,80})`\*\*|`{1,2}([^`\n]{0,80})`{1,2}|\*\*([^*\n]{1,80})\*\*"
    r"|\"([^\"`\n]{0,80})\"|(?<!\w)'([^'`\n]{0,80})'(?!\w)"
)
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_`\n]{1,200})\1(?![\w*])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
#: A full stop that ends no sentence.
_ABBREVIATION = re.compile(r"\b(e\.g|i\.e|ex|max|min|incl|approx|resp|vs)\.(?=\W)", re.IGNORECASE)
_OPEN_END = re.compile(r"\betc\.(?=\s*[a-z,;)])")
_SENTENCE = re.compile(rf"(?:{LITERAL}|[^.!?\n]|[.!?](?![\s)]|$))+[.!?]*")
_CLAUSE = re.compile(rf"(?:{LITERAL}|[^;,()\[\]\-]|,(?=\d{{3}}\b)|(?<!\s)-|-(?!\s))+")


def regular(raw: str) -> str:
    """The text of raw Markdown with literals marked, one blank between words, lines kept."""
    text = html.unescape(html.unescape(raw[:_LENGTH]))
    if not text.isascii():
        text = text.translate(_PLAIN_SIGNS)
    for sign, pattern, new in _REDUCED:
        if sign in text:
            text = pattern.sub(new, text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _literal(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return f"«{match[4] if match[4] is not None else match[5] or ''}»"
    bare = code.strip()
    quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
    return f"`{bare[1:-1] if quoted else bare}`"


#: What is reduced to what, in this order; the sign is in every text in which the pattern is found.
_REDUCED: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("", _PRESENCE, " "),
    ("<", _BREAK, "\n"),
    ("<", _TAG, ""),
    ("](", _LINK, r"\1"),
    ("", _MARKED, _literal),
    ("", _ITALIC, r"\2"),
    ("\\", _ESCAPE, r"\1"),
    (".", _ABBREVIATION, r"\1"),
    ("etc.", _OPEN_END, "etc"),
)


def unmarked(literal: str) -> str:
    """The text of a literal, or a bare word as it is."""
    return literal[1:-1] if literal[:1] in ("`", "«") and len(literal) > 1 else literal


def is_code(literal: str) -> bool:
    """Whether the page sets the text as code or in bold type, not merely in quotes."""
    return literal.startswith("`")


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a regular text, each with its final sign."""
    found = (match[0].strip() for match in _SENTENCE.finditer(text))
    return tuple(sentence for sentence in found if sentence)


@lru_cache(maxsize=1024)
def clauses(sentence: str) -> tuple[str, ...]:
    """The parts of a sentence between commas, semicolons, dashes and brackets."""
    found = (match[0].strip().rstrip(".!").strip() for match in _CLAUSE.finditer(sentence))
    return tuple(clause for clause in found if clause)
