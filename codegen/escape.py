"""Untrusted text into code, YAML, TOML and Markdown: the only place where it becomes part of one.

Two kinds of text come in. Prose (descriptions) is cleaned first, see `clean`. Data (wire names,
enum values, paths) keeps every character; what could end a line, change the reading direction or
be invisible is written as an escape.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from functools import lru_cache

__all__ = [
    "clean",
    "code_span",
    "docstring",
    "literal",
    "sentence",
    "toml_string",
    "yaml_scalar",
]

Scalar = str | int | float | bool | None

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Joiners that scripts and emoji need; every other format character is invisible and unsafe.
_JOINERS = "\u200c\u200d"
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NONCHARACTER = 0xFFFE
_ASTRAL = 0x10000
_SAFE_TEXT = re.compile(r"[\x20-\x7e]*")

_YAML_PLAIN = re.compile(r"[A-Za-z_/$][A-Za-z0-9_/$ .,;()'{}=+?!@*-]*(?<! )")
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def clean(text: str) -> str:
    """Prose without traps: one kind of newline, tabs as blanks, no trailing blanks.

    Control and format characters (bidi controls, byte order marks, tags) go; surrogates become
    U+FFFD. The same text for the same input, and `clean` of a clean text is that text.
    """
    if _SAFE_TEXT.fullmatch(text):
        return text.strip()
    text = _NEWLINES.sub("\n", text).replace("\t", "    ")
    kept = "".join(map(_clean_char, text))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def _clean_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    return char if category not in {"Cc", "Cf"} or char == "\n" or char in _JOINERS else ""


def sentence(text: str) -> str:
    """Prose on one line."""
    return " ".join(clean(text).split())


@lru_cache(maxsize=65536)
def _quoted(text: str) -> str:
    """`text` in double quotes, with escapes that Python, YAML and TOML read alike."""
    quoted = json.dumps(text, ensure_ascii=False)
    if _SAFE_TEXT.fullmatch(quoted):
        return quoted
    return "".join(map(_escaped_char, quoted))


def _escaped_char(char: str) -> str:
    code = ord(char)
    if unicodedata.category(char) not in _UNSAFE and code & _NONCHARACTER != _NONCHARACTER:
        return char
    return f"\\u{code:04x}" if code < _ASTRAL else f"\\U{code:08x}"


def literal(value: Scalar) -> str:
    """A Python expression that evaluates to `value`; ValueError for infinity and not-a-number."""
    if isinstance(value, float) and not math.isfinite(value):
        message = f"no literal for {value}"
        raise ValueError(message)
    return _quoted(value) if isinstance(value, str) else repr(value)


def toml_string(text: str) -> str:
    """A TOML string that loads as `text`, which is valid Unicode: no lone surrogates."""
    return _quoted(text)


def docstring(text: str, indent: int = 4) -> str:
    """A docstring whose cleaned text is ``clean(text)``; it stands at `indent` blanks.

    A final quote or backslash gets a blank behind it, so that it cannot touch the closing quotes.
    """
    lines = clean(text).replace("\\", "\\\\").replace('"""', '\\"\\"\\"').split("\n")
    pad = " " * indent
    body = "\n".join([lines[0], *(pad + line if line else "" for line in lines[1:])])
    if len(lines) > 1:
        return f'"""{body}\n{pad}"""'
    return f'"""{body} """' if body.endswith(('"', "\\")) else f'"""{body}"""'


def code_span(text: str) -> str:
    """Text as code in Markdown, on one line: no markup, link, mention or HTML in it comes alive.

    GitHub looks for mentions, references and addresses everywhere but in code. '' where there is
    nothing to show. Not for tables, where a pipe ends a cell even in code.
    """
    text = sentence(text)
    if not text:
        return ""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def yaml_scalar(value: Scalar) -> str:
    """A YAML 1.1 and 1.2 scalar on one line that loads as `value`."""
    if isinstance(value, str):
        return _yaml_text(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _yaml_float(value) if isinstance(value, float) else str(value)


@lru_cache(maxsize=65536)
def _yaml_text(text: str) -> str:
    plain = _YAML_PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS
    return text if plain else _quoted(text)


def _yaml_float(value: float) -> str:
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    mantissa, exponent, power = repr(value).partition("e")
    # Readers of YAML 1.1 take a number for a text unless it has a point and a signed exponent.
    mantissa = mantissa if "." in mantissa else f"{mantissa}.0"
    return f"{mantissa}{exponent}{power if power[:1] in '-+' else f'+{power}'}"
