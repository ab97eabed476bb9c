"""What "yes" means in a column of marks, by the words of its header.

Who says "yes" to a denial says "no" to what it denies: below ``Not required`` and
``Can be missing`` it means what "no" means below ``Required``.
"""

from __future__ import annotations

import re

from codegen.naming import words

__all__ = ["mark_hint"]

_NEGATION = r"\b(?:not|no|non|never|cannot)\b"
_LACK = (
    r"\b(?:miss(?:ing|ed)|omit\w*|omissible|absent|absence|left out|leave out|leaving out|skip\w*"
    r"|without|lack\w*|optional\w*|unset|unneeded|unnecessary|dispensable)\b"
)
_NEED = (
    r"\b(?:requir\w*|mandatory|obligatory|compulsory|necessary|need\w*|essential|expected|always"
    r"|present|presence|given|sent|send|supplied|provided|included|returned|set|have to|has to)\b"
)
#: May stand between a negation and what it denies: ``must not ever be left out``.
_BETWEEN = r"(?: (?:be|been|being|to|an?|it|ever|\w+ly))*"
_DENIED_LACK = re.compile(rf"{_NEGATION}{_BETWEEN} {_LACK}")
_DENIED_NEED = re.compile(rf"{_NEGATION}{_BETWEEN} {_NEED}")
#: What is forbidden is not what may be left out.
_FORBIDDEN = re.compile(r"\b(?:must|shall|can) not\b|\bcannot\b")
_NULL = re.compile(r"\b(?:null\w*|nil|nillable)\b")
#: An empty text is sent, an empty cell of a form is not: the header does not tell which is meant.
_EMPTY = re.compile(r"\b(?:empty|blank)\b")

_CONTRACTED = re.compile(r"n['\u2019]t\b", re.IGNORECASE)
_JOINED = re.compile(r"\b(non|not)(?=null|requir|mandat|option)")
#: How the cells are filled in, and the other side of a choice, deny nothing: ``Must (yes/no)``.
_CHOICE = re.compile(r"\by(?:es)? or no?\b|\btrue or false\b|\bor (?:not|no|non)\b.*")
_CONDITION = re.compile(r" (?:if|when|unless|until)\b.*")


def mark_hint(header: str) -> str:
    """What a column of yes and no says, as a key of ``[columns]``; '' where there is no such key.

    A header with no word that tells is taken for ``Required``, which most such columns say.
    """
    text = _plain(header)
    denied, lacking = re.search(_NEGATION, text), re.search(_LACK, text)
    if _NULL.search(text):
        return "" if denied or lacking else "nullable"
    if _EMPTY.search(text):
        return ""
    if lacking:
        return "required" if _DENIED_LACK.search(text) else "optional"
    if denied:
        may_lack = _DENIED_NEED.search(text) and not _FORBIDDEN.search(text)
        return "optional" if may_lack else ""
    return "required"


def _plain(header: str) -> str:
    """The words of a header in small letters, without conditions and the other side of choices."""
    full = _CONTRACTED.sub(" not", header).replace("/", " or ")
    spelled = _JOINED.sub(r"\1 ", " ".join(words(full)).lower())
    return _CONDITION.sub("", _CHOICE.sub("", spelled)).strip()
