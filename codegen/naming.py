"""Names: from what a page prints to identifiers. Pure functions; the same text, the same name.

A name is derived from what it names, never from a counter. Two wire names that would share one
identifier fall back to forms that keep more of the original text, so that they stay apart.
"""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from functools import lru_cache

__all__ = [
    "enum_members",
    "field_names",
    "is_attribute",
    "is_class",
    "is_field",
    "is_module",
    "letters",
    "module_name",
    "snake_case",
    "subject",
    "type_name",
    "without_articles",
    "words",
]

#: The first that fits is the next word. Standards are written as one word for all the capitals
#: inside (``OAuth2``, ``IPv6``); a version that stands by itself is one (``v2``), and so are who
#: deals with whom (``B2B``), a number and the small letters behind it (``2nd``, ``24hr``), and
#: capitals with the s of a plural (``APIs``).
_WORD = re.compile(
    r"[oO][Aa]uth[12]?(?![^\W_A-Z])|[iI][Pp]v[46](?!\d)"
    r"|(?<![^\W_])[vV]\d+(?![^\W_])|(?<![^\W_])[A-Za-z]2[A-Za-z](?![^\W_A-Z])"
    r"|(?<![^\W_])\d+[^\W\d_A-Z]+"
    r"|[A-Z]{2,}s(?![^\W\d_A-Z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+|[^\W\d_]+"
)
#: The apostrophe of a possessive: ``job's`` is one word.
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019](?=s\b)")

#: Attributes of pydantic's BaseModel (a field of that name would hide them) and the names that
#: annotations and defaults in a class body use (a field of that name would shadow them).
_RESERVED_FIELDS = frozenset(
    """
    construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json
    mro register update_forward_refs validate
    bool bytes date datetime field float int list object str time timedelta
    """.split()  # noqa: SIM905 - a table of words reads better than one of quotes
)

#: File names that Windows does not allow, and modules of a generated package that are not ours.
_RESERVED_MODULES = frozenset(
    ["con", "prn", "aux", "nul", "operations", "models", "openapi"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
)

#: Longer ones are cut: a file name has 255 bytes at most, and a character up to four.
_MODULE_LENGTH = 50
_FILE_LENGTH = 250

#: Names that the generated modules import.
_RESERVED_TYPES = frozenset(
    {"Annotated", "Any", "BaseModel", "Enum", "Field", "IntEnum", "Literal", "OneOf", "StrEnum"}
    | {"CamelModel", "IntFlag", "Omittable", "PascalModel", "TYPE_CHECKING", "TypeAlias", "UUID"}
)

#: Latin letters that are no plain letter with a mark.
_LATIN = dict(
    pair.split("=")
    for pair in """
    æ=ae ð=d ø=o þ=th ß=ss đ=d ł=l œ=oe Æ=AE Ð=D Ø=O Þ=TH ẞ=SS Đ=D Ł=L Œ=OE
    """.split()  # noqa: SIM905 - a table of words reads better than one of quotes
)


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of an identifier-like text, as spelled: ``XMLHttpURL2`` -> XML, Http, URL, 2."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return tuple(_WORD.findall(_POSSESSIVE.sub("", plain)))


def letters(text: str) -> str:
    """What tells a text from others, whatever its capitals and signs."""
    return "".join(words(text)).casefold() or text


def _code_points(text: str) -> str:
    return "_".join(f"u{ord(char):04x}" for char in text) or "empty"


def _identifier(text: str, *, prefix: str) -> str:
    """`text` as an identifier; `prefix` goes before a digit, code points stand for the rest."""
    kept = text
    if not f"a{text}".isidentifier():
        # What is left at the front were a mark of what is private.
        kept = "".join(char for char in text if f"a{char}".isidentifier()).lstrip("_")
    if not kept.strip("_"):
        return prefix + _code_points(text)
    return kept if kept.isidentifier() else f"{prefix}{kept}"


@lru_cache(maxsize=65536)
def snake_case(text: str) -> str:
    """``StartDate`` -> start_date; a text without a single letter gives its code points."""
    joined = "_".join(words(text)).lower()
    return _identifier(joined, prefix="n") if joined else "n" + _code_points(text)


@lru_cache(maxsize=65536)
def type_name(*parts: str) -> str:
    """A class name from the words of `parts`: ``("saveAppointment", "request")`` -> one name.

    In ASCII, for it is a key of OpenAPI's components too.
    """
    joined = "".join(
        (word if word[:1].isupper() else word[:1].upper() + word[1:])
        for part in parts
        for word in words(_ascii(part))
    )
    name = _identifier(joined, prefix="N") if joined else "N" + _code_points("".join(parts))
    return f"{name}_" if _is_reserved_type(name) else name


def _ascii(text: str) -> str:
    """`text` with letters and digits of ASCII only; code points stand for other scripts."""
    if text.isascii():
        return text
    return "".join(map(_ascii_char, unicodedata.normalize("NFKC", text)))


def _ascii_char(char: str) -> str:
    if char.isascii() or not char.isalnum():
        # A mark that is left alone would be put on the letter before it again.
        return "" if unicodedata.combining(char) else char
    parts = unicodedata.normalize("NFKD", _LATIN.get(char, char))
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    # In capitals, so that the name of a name is that name.
    return plain if plain.isascii() else f"U{ord(char):04X}"


#: Words that an operation's name begins with: what it does, and to how many. Behind them stands
#: what it is about.
_VERBS = frozenset(
    """
    add all change create default delete do fetch find get generate insert list load new or patch
    post put query read remove replace save search set show update upsert
    """.split()  # noqa: SIM905 - a table of words reads better than one of quotes
)

_ARTICLES = frozenset({"a", "an", "the"})

#: Words behind which an operation's name says how, and no longer what.
_HOW = frozenset({"and", "at", "by", "for", "from", "in", "of", "on", "to", "using", "with"})


def subject(operation: str) -> str:
    """What an operation is about, by its name: ``CreateDefaultOrderLines`` -> OrderLines.

    '' where the name says nothing else than what the operation does.
    """
    rest = list(words(operation))
    while rest and rest[0].lower() in _VERBS:
        rest.pop(0)
    if len(rest) == len(words(operation)):
        return ""  # no verb that is known: the whole name may be one
    while rest and rest[0].lower() in _ARTICLES:
        rest.pop(0)
    end = next((at for at, word in enumerate(rest) if word.lower() in _HOW), len(rest))
    return "".join(word[:1].upper() + word[1:] for word in rest[:end])


def without_articles(title: str) -> str:
    """`title` without the small words that no name has: ``Get a User`` -> Get User.

    A capital A may be a name as well (``List A Records``): it is an article only behind the first
    word or a preposition, and before something in the singular.
    """
    spelled = title.split()
    return " ".join(word for at, word in enumerate(spelled) if not _is_article(spelled, at))


def _is_article(spelled: Sequence[str], at: int) -> bool:
    if at == len(spelled) - 1:
        return False  # `Plan a`
    if spelled[at] != "A":
        return spelled[at].lower() in _ARTICLES
    before = spelled[at - 1].lower()
    return (at == 1 or (at > 1 and before in _HOW)) and not spelled[at + 1].lower().endswith("s")


def is_class(name: str) -> bool:
    """Whether the models can have a class of that name.

    A small letter at its begin is for what modules and classes use: ``int``, ``date``, ``field``.
    """
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9_]*", name)) and not _is_reserved_type(name)


def _is_reserved_type(name: str) -> bool:
    return name in _RESERVED_TYPES or keyword.iskeyword(name)


def module_name(text: str) -> str:
    """A file and module name that every system allows."""
    name = snake_case(text)
    if len(name) > _MODULE_LENGTH:
        digest = hashlib.sha256(name.encode()).hexdigest()
        return f"{name[:_MODULE_LENGTH]}_{digest[:8]}"
    return f"{name}_" if _is_reserved_module(name) else name


def is_module(name: str) -> bool:
    """Whether a file and a module of a generated package can have that name on every system."""
    fit = name.isidentifier() and name == unicodedata.normalize("NFKC", name).lower()
    short = len(name.encode(errors="replace")) <= _FILE_LENGTH
    return fit and short and not (name.startswith("_") or _is_reserved_module(name))


def _is_reserved_module(name: str) -> bool:
    return keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in _RESERVED_MODULES


#: No names are given: all are derived.
_NONE: Mapping[str, str] = {}


def field_names(wire_names: Sequence[str], given: Mapping[str, str] = _NONE) -> dict[str, str]:
    """Wire name -> attribute name, each unique, none a keyword or an attribute of a base class.

    None is the wire name of another one: models read attribute names too, and would take the value
    for both. `given` has the attribute names that are not to be derived; they must be unique.
    """
    return _unique(wire_names, (_field, _verbatim, _spelled), given, frozenset(wire_names))


def enum_members(
    values: Sequence[str | int],
    called: Mapping[str, str] | None = None,
    given: Mapping[str, str] = _NONE,
) -> dict[str | int, str]:
    """Enum value -> member name in capitals, each unique.

    `called`: what the pages call a value, by the value as text; where two are called the same,
    the value itself tells them apart. `given` has the names that are not to be derived, likewise.
    """
    words_of = [(called or {}).get(str(value)) or str(value) for value in values]
    times = Counter(words_of)
    texts = {
        text if times[text] == 1 else f"{text} {value}": value
        for text, value in zip(words_of, values, strict=True)
    }
    if len(texts) < len(values):  # a name that looks like one of those with a value behind it
        texts = {str(value): value for value in values}
    stay = {text: given[str(value)] for text, value in texts.items() if str(value) in given}
    names = _unique(list(texts), (_member, _verbatim_member, _spelled), stay)
    return {value: names[text] for text, value in texts.items()}


def is_attribute(name: str) -> bool:
    """Whether a class of the models can have a field or a member of that name."""
    fit = name.isidentifier() and name == unicodedata.normalize("NFKC", name)
    free = not keyword.iskeyword(name) and name not in _RESERVED_FIELDS
    ours = name.startswith("_") or (name.startswith("model_") and not name.endswith("_"))
    return fit and free and not ours


def is_field(name: str) -> bool:
    """Whether a class of the models can have a field of that name.

    Not one that begins with a capital: so does every class, and inside of another class the
    field would hide the class of its name from the annotations.
    """
    return is_attribute(name) and not name[0].isupper()


def _field(wire: str) -> str:
    name = snake_case(wire)
    if keyword.iskeyword(name) or name in _RESERVED_FIELDS:
        return f"{name}_"
    return f"{name}_" if name.startswith("model_") else name


def _verbatim(wire: str) -> str:
    # Python normalises identifiers, so that a ligature and its letters are one name.
    text = unicodedata.normalize("NFKC", wire)
    name = _identifier(re.sub(r"\W", "_", text), prefix="n").lstrip("_")
    name = name if name.isidentifier() else f"n{name}"
    return f"{name}_"


def _spelled(wire: str) -> str:
    return "n" + _code_points(wire)


def _member(value: str) -> str:
    sign = "minus_" if re.fullmatch(r"-\d+", value) else ""
    name = snake_case(value)
    number = name[:1] == "n" and name[1:2].isdigit() and not value[:1].isalpha()
    # Python normalises identifiers, and what is in capitals need not be normal any more.
    return unicodedata.normalize("NFKC", ("value_" + sign + name[1:] if number else name).upper())


def _verbatim_member(value: str) -> str:
    return f"{_verbatim(value)}".rstrip("_") + "_VALUE"


def _unique(
    texts: Sequence[str],
    forms: Sequence[Callable[[str], str]],
    given: Mapping[str, str],
    owned: Container[str] = (),
) -> dict[str, str]:
    """Give each text its `given` name or the first of its forms that no other text lays claim to.

    The first text in order keeps a contested form, so that a later comer does not rename it; but
    of those that are `owned`, each is for the text that it is.
    """
    names = {text: given.get(text, "") for text in texts}
    taken = {name for name in names.values() if name}
    waiting = [text for text, name in names.items() if not name]
    firsts = Counter(map(forms[0], waiting))
    for text in waiting:
        for form in forms:
            name = form(text)
            # A fallback must not take what is the plain name of another text.
            free = name not in taken and (name == text or name not in owned)
            if free and (form is forms[0] or name not in firsts):
                break
        else:
            while name in taken or name in firsts or name in owned:
                name += "_"
        names[text] = name
        taken.add(name)
    return names
