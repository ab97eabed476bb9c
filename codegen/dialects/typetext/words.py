"""Words of types: what a vocabulary has for them, what English adds to them, what is a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from codegen import typeexpr
from codegen.dialects.styles.style import UNCLEAR
from codegen.typeexpr import ANY, SCALARS, AnyType, Scalar, TypeExpr

__all__ = [
    "ADJECTIVES",
    "ARRAYS",
    "ARTICLES",
    "CHOICES",
    "DELIMITED",
    "DOTS",
    "ENUMS",
    "GENERIC",
    "MAPS",
    "MARKS",
    "NOTHING",
    "NUMBERS",
    "QUANTITIES",
    "RELATIONS",
    "TRAILING",
    "TUPLES",
    "UNIONS",
    "UNITS",
    "UNWRAPPED",
    "Vocabulary",
    "is_name",
    "is_plural",
    "norm",
    "refined",
    "singular",
]


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _table("a an the its their this your")
#: What holds several of one type, in the normal form of words (see `norm`).
ARRAYS = _table(
    """array arrays arraylist list lists collection collections set sets hashset sequence sequences
    iterable iterator vector vec slice seq readonlyarray ienumerable icollection ilist enumerable
    stack queue"""
)
#: Behind what they hold, such as `String collection`.
TRAILING = _table("array arrays list lists collection collections")
#: Behind a range: what is counted.
UNITS = _table("characters chars bytes items elements digits nonempty unique")
TUPLES = _table("tuple pair triple")
MAPS = _table(
    """map maps dict dicts dictionary dictionaries hash hashes hashmap hashtable treemap mapping
    mappings idictionary record records keyvalue"""
)
ENUMS = _table("enum enums enumeration enumerated enumerable")
#: Generic types that are unions of their arguments.
UNIONS = _table("union oneof anyof either")
CHOICES = _table("one any either")
#: Nouns that say that a name is one of a type, and are no part of it.
GENERIC = _table(
    """object objects structure structures struct structs resource resources entity entities
    instance instances"""
)
#: Words that say nothing of what kind of object it is.
ADJECTIVES = _table(
    """json plain empty nested generic untyped arbitrary inline anonymous simple complex single
    raw standard new valid custom any javascript unsigned signed positive non-negative nonnegative
    non-empty nonempty whole random unique big long short"""
)
#: Generic types of which only the argument counts -> the mark that they stand for.
UNWRAPPED = {
    "optional": "nullable",
    "option": "nullable",
    "maybe": "nullable",
    "nullable": "nullable",
    "partial": "partial",
    "readonly": "read_only",
    "required": "",
    "promise": "",
    "future": "",
    "box": "",
    "classvar": "",
    "final": "",
    "annotated": "",
}
#: Words beside a type -> the mark that they are, and its value.
MARKS: dict[str, tuple[str, bool]] = {
    "optional": ("optional", True),
    "opt": ("optional", True),
    "unset": ("optional", True),
    "omittable": ("optional", True),
    "required": ("optional", False),
    "mandatory": ("optional", False),
    "req": ("optional", False),
    "nullable": ("nullable", True),
    "nillable": ("nullable", True),
    "canbenull": ("nullable", True),
    "maybenull": ("nullable", True),
    "nullallowed": ("nullable", True),
    "notnull": ("nullable", False),
    "nonnull": ("nullable", False),
    "notnullable": ("nullable", False),
    "nonnullable": ("nullable", False),
    "readonly": ("read_only", True),
    "writeonly": ("write_only", True),
    "partial": ("partial", True),
}
#: Where a type should stand, these say that there is none to tell.
NOTHING = _table("na nil tbd todo tba")
NUMBERS = _table("one two three four five six seven eight nine ten zero")
#: Words between a container and what it holds that say how many.
QUANTITIES = _table(
    """up to at least most exactly max maximum min minimum more multiple several many all some any
    unique distinct following zero or between and the"""
)
DELIMITED = re.compile(
    r"(?:comma|space|pipe|semicolon|colon|line|newline|tab|csv)(?:separated|delimited|limited)"
    r"|(?:separated|delimited)"
)
#: Words that a remark begins with: what stands behind them is no part of a type's name.
RELATIONS = _table(
    """about as at between by contained containing contains defined described e.g excluding
    expanded for from has have holding i.e if in including into is it may must of on only otherwise
    per representing returned see should such that to unless used using via was were when where
    which whose will with within without can cannot keyed limited depending and"""
)

#: Words that are no names of types where they stand alone in small letters.
_NO_NAMES = _table(
    """above all also and any are array because below between both but can cannot change depends
    description different does each either else every example false field first following form
    format from get given has have here how if into item items its just key keys last like list
    literal many max maximum member min minimum more most name new no none not nothing null obj
    object of off ok on only optional or other others our own parameter parameters patch path post
    property put query required return returns same see self several should some special such than
    that the their them then there these this those through todo true type types undefined unknown
    unset untyped unused use used value values varies various via void was were what when where
    which while whose will with yes yet you your header headers body cookie delete head options
    deprecated read readonly write default mandatory nullable"""
)

#: Words between others that say how something is written.
_FILLERS = _table("formatted format encoded style compliant based in as the an a of")
#: Behind the word of a type, saying nothing.
_NEUTRAL = _table(
    """value values type data literal literals unsigned signed field identifier primitive flag
    format key keys pair pairs"""
)
#: Between the parts of a dotted name.
DOTS = re.compile(r"\.|::")
_WORD = re.compile(r"\w+")
_NOT_ALNUM = re.compile(r"[\W_]+")


@lru_cache(maxsize=16384)
def norm(word: str) -> str:
    """A word's normal form: small letters and digits; ``Date-Time`` -> datetime."""
    return _NOT_ALNUM.sub("", word.lower())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """A table of words, made ready. Two are equal only if they are one, which is what caches need.

    Words are found in any case of letters, with or without hyphens and blanks between them, and
    in the plural. The last part of a dotted name counts where the name itself is not known.
    """

    whole: Mapping[str, TypeExpr] = field(default_factory=dict)
    """By the text as it stands, in small letters."""
    parts: Mapping[str, TypeExpr] = field(default_factory=dict)
    """By the normal form."""
    phrases: Mapping[str, TypeExpr] = field(default_factory=dict)
    """Likewise, of entries of several words: `EmailAddress` is a name, `email address` is none."""
    unclear: frozenset[str] = frozenset()
    """The normal forms of words that leave open what they are; their type is `any`."""

    @classmethod
    def of(cls, types: Mapping[str, str]) -> Vocabulary:
        """The vocabulary of a style's table; ValueError where a value is no type."""
        found = {
            word.lower(): ANY if text == UNCLEAR else typeexpr.parse(text)
            for word, text in types.items()
        }
        parts: dict[str, TypeExpr] = {}
        phrases: dict[str, TypeExpr] = {}
        for word, expr in found.items():
            if (key := norm(word)) and not word.endswith("[]"):
                (phrases if " " in word else parts).setdefault(key, expr)
        unclear = frozenset(norm(word) for word, text in types.items() if text == UNCLEAR)
        return cls(whole=found, parts=parts, phrases=phrases, unclear=unclear)

    def leaves_open(self, text: str) -> bool:
        """Whether a word of `text` is one that leaves open what it is."""
        words = map(norm, _WORD.findall(text))
        return any(not self.unclear.isdisjoint((one, *_singulars(one))) for one in words)

    def find(self, words: Sequence[str]) -> TypeExpr | None:
        """The type that is called so."""
        if not words:
            return None
        several = len(words) > 1 or any(sign in words[0] for sign in "-_")
        if found := self._joined([norm(word) for word in words], phrase=several):
            return found
        kept = [norm(word) for word in words if norm(word) not in _FILLERS]
        if kept and len(kept) < len(words) and (found := self._joined(kept, phrase=True)):
            return found
        dotted = DOTS.split(words[0]) if len(words) == 1 else ()
        return self._joined([norm(dotted[-1])], phrase=False) if len(dotted) > 1 else None

    def _joined(self, parts: Sequence[str], *, phrase: bool) -> TypeExpr | None:
        joined = "".join(parts)
        for key in (joined, *_singulars(joined)):
            if found := self.parts.get(key) or (phrase and self.phrases.get(key)):
                return found
        return None

    def described(self, words: Sequence[str]) -> TypeExpr | None:
        """The scalar that `words` end or begin with, beside words that only describe it.

        `unsigned integer`, `localized string`, `string value`. Not `phone number`, which is a
        text: a noun before it may make something else of a word that is not the name of a type.
        """
        for count in (3, 2, 1):
            found = self.find(words[-count:]) if len(words) > count else None
            if found and self._is_plain(found, words[-count:]):
                if not all(map(_is_describing, words[:-count])):
                    return None
                more = self.find(words[:-count])
                return (refined(found, more) if more else None) or found
        for count in (3, 2, 1):
            found = self.find(words[:count]) if len(words) > count else None
            if found and self._is_plain(found, words[:count]):
                rest = words[count:]
                if all(norm(word) in _NEUTRAL for word in rest):
                    return found
                more = self.find(rest)
                return refined(found, more) if more else None
        return None

    def _is_plain(self, found: TypeExpr, words: Sequence[str]) -> bool:
        return isinstance(found, Scalar | AnyType) and norm(words[-1]) not in _NOUNS


#: Words of types that are also parts of names for something else.
_NOUNS = _table("number numbers date dates file files hash time times object objects text json any")


#: Several of a type are another type, and no kind of it.
_SEVERAL = _table("many several multiple")
#: Nor is what words of other languages connect with it: `Reihe von string`, `entier ou string`.
_CONNECTING = _table(
    "als aus mit nach oder und von vom zu zur de des du et ou del della di dos van naar och eller"
)


def _is_describing(word: str) -> bool:
    if norm(word) in _SEVERAL or norm(word) in _CONNECTING:
        return False
    return bool(re.fullmatch(r"[^\W\d_]+(?:-\w+)*|\d+|[A-Z]+\d+", word))


def _singulars(word: str) -> Iterable[str]:
    """What `word` may be the plural of."""
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def is_plural(word: str) -> bool:
    """Whether an English word looks like a plural."""
    return bool(re.search(r"[^sui\W\d]s$|[^\W\d]{3}ies$|sses$|[^\W\d]IDs$", word))


def singular(word: str) -> str:
    """The singular of an English word that looks like a plural."""
    if not is_plural(word):
        return word
    if re.search(r"[^\W\d_aeiou]ies$", word):
        return word[:-3] + "y"
    if re.search(r"(?:ss|x|ch|sh|zz)es$|statuses$", word):
        return word[:-2]
    return word[:-1]


def is_name(word: str) -> bool:
    """Whether a word that stands alone looks like the name of a type.

    Names of programs have humps, underscores or capitals. A word in small letters may be one too
    (`importance` is what an API calls an enum), unless it is a common word of sentences.
    """
    if not re.fullmatch(r"[$@]?[^\W\d]\w*", word) or (len(word) == 1 and word.islower()):
        return False
    return word.lower() not in _NO_NAMES


#: JSON types in the order of narrowness.
_NUMBERS_OF = {"number": ("number", "integer"), "integer": ("integer",), "string": ("string",)}


def refined(expr: TypeExpr, more: TypeExpr) -> TypeExpr | None:
    """`expr` made narrower by the format `more`; None where that is no format of it."""
    match expr, more:
        case AnyType(), _:
            return more
        case Scalar(name), Scalar(format_name):
            kind, own = SCALARS[name]
            if own is None and SCALARS[format_name][0] in _NUMBERS_OF.get(kind, ()):
                return more
            return expr if SCALARS[format_name][0] == kind else None
        case Scalar(), AnyType():
            return expr
    return expr if more == ANY else None
