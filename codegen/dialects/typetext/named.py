"""Types by name: scalars of the vocabulary, and labels, with the words that English adds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codegen import naming
from codegen.claims import Link
from codegen.dialects.typetext.reader import OddError, Part, Reader, array_of
from codegen.dialects.typetext.tokens import Token
from codegen.dialects.typetext.words import (
    ADJECTIVES,
    ARTICLES,
    DOTS,
    ENUMS,
    GENERIC,
    MARKS,
    TRAILING,
    is_name,
    norm,
    singular,
)
from codegen.typeexpr import ANY, OBJECT, Array, Ref, Scalar, TypeExpr

__all__ = ["label", "named"]

#: More words than a name of a type has.
_MOST_WORDS = 8
#: Words that may stand before or behind a link's, without being linked.
_MOST_BESIDE = 3

#: Words that are ordinary nouns too: linked to what is called so, they are names.
_NOUNS = frozenset(
    """
    binary bytes color currency date dictionary duration email emailaddress file hash id image ip
    ipaddress json key list
    map media money object password phone photo price record stream time timestamp url uri
    version
    """.split()  # noqa: SIM905 - a table of words reads better than one of quotes
)


def named(reader: Reader, *, of: bool) -> Part:
    """The type that the words at the place name; `of`: they are what a container is of."""
    start = reader.at
    end = min(reader.run(start), start + _MOST_WORDS * 2)
    run = reader.tokens.found[start:end]
    if not run:
        raise OddError
    for index, token in enumerate(run[1:], 1):
        if _ends_with_container(reader, run, index):
            reader.skip(index + 1)
            _only_generic(reader, end)
            reader.deeper()
            return array_of(_of_words(reader, run[:index], of=False))
        if token.link < 0 and norm(token.text) in MARKS and not of:
            run = run[:index]
            break
    reader.skip(len(run))
    return _of_words(reader, run, of=of)


def _ends_with_container(reader: Reader, run: Sequence[Token], index: int) -> bool:
    """Whether the words before `index` are what the word there holds: `String collection`."""
    token = run[index]
    if token.link >= 0 or norm(token.text) not in TRAILING:
        return False
    if norm(token.text) in {"list", "lists"} and len(run) > index + 1:
        return False
    known = run[index - 1].link >= 0 or reader.vocabulary.find([one.text for one in run[:index]])
    return bool(known) or norm(token.text) not in {"list", "lists"}


def _only_generic(reader: Reader, end: int) -> None:
    """Go on to `end` over words that say nothing, or are marks."""
    while reader.at < end and reader.word() in GENERIC:
        reader.skip()


def _of_words(reader: Reader, run: Sequence[Token], *, of: bool) -> Part:
    """The type of a run of words that holds no container."""
    linked = [token for token in run if token.link >= 0]
    if linked and norm(run[0].text) == "partial" and len(run) > 1:
        reader.marks["partial"] = True
        run = run[1:]
        linked = [token for token in run if token.link >= 0]
    if not linked:
        return _unlinked(reader, run, of=of)
    if len({token.link for token in linked}) > 1:
        raise OddError
    return _linked(reader, run, linked, of=of)


def _unlinked(reader: Reader, run: Sequence[Token], *, of: bool) -> Part:
    words = [token.text for token in run]
    if found := reader.vocabulary.find(words) or reader.vocabulary.described(words):
        return Part(found)
    core, generic = _without_generic(words)
    if not core:
        return Part(OBJECT)
    if generic and all(word.lower() in ADJECTIVES for word in core):
        return Part(OBJECT)
    if norm(words[-1]) in ENUMS and len(words) > 1:
        return _unlinked(reader, run[:-1], of=of)
    if norm(words[-1]) in {"id", "ids"}:
        return Part(ANY)
    name = _printed_name(core, firm=generic or of)
    if not name:
        raise OddError
    bare = "" if generic or of or _has_humps(name) or len(core) > 1 else core[0]
    soft = not (_has_humps(name) or (generic and len(core) == 1))
    spelled = singular(name) if of and not generic and not _has_humps(core[-1]) else name
    return Part(Ref(naming.type_name(spelled)), bare=bare, code=run[0].code, soft=soft)


def _linked(reader: Reader, run: Sequence[Token], linked: Sequence[Token], *, of: bool) -> Part:
    """The type of words that are linked, all or some of them."""
    first, last = run.index(linked[0]), len(run) - 1 - run[::-1].index(linked[-1])
    before = [token.text for token in run[:first]]
    after = [token.text for token in run[last + 1 :]]
    words = [token.text for token in linked]
    target = reader.tokens.targets[linked[0].link]
    if not after and (found := _linked_scalar(reader, words, target)):
        return Part(found)
    if not before and not after and (items := _items(words, target)):
        reader.links[Link(label=items, target=target)] = None
        return Part(Array(Ref(items)))
    rest, outside = _without_generic(after)
    if scalar := _of_scalar(reader, rest):
        if scalar != ANY:
            reader.links[Link(label=label(words), target=target, described=True)] = None
        return Part(scalar)
    core, generic = _without_generic(words)
    core = core or words
    if len(rest) > _MOST_BESIDE or not all(map(str.isalpha, rest)):
        raise OddError
    _beside(reader, before, firm=outside or generic or of)
    if of and not (outside or generic or rest) and not _has_humps(core[-1]):
        core = [*core[:-1], singular(core[-1])]
    name = label([*core, *rest])
    reader.links[Link(label=name, target=target)] = None
    return Part(Ref(name))


_FILE = re.compile(r"([A-Za-z]\w*)(?:\.\w{1,5})?(?:\?.*)?")


def _items(words: Sequence[str], target: str) -> str:
    """The label of what a linked `List` is of, by the file or section that the link leads to."""
    if len(words) != 1 or norm(words[0]) not in {"list", "array"}:
        return ""
    match = _FILE.fullmatch(re.split(r"[/#]", target.rstrip("/"))[-1])
    if match is None or norm(match[1]).removesuffix("s") == norm(words[0]).removesuffix("s"):
        return ""
    return label([match[1]])


def _linked_scalar(reader: Reader, words: Sequence[str], target: str) -> TypeExpr | None:
    """The scalar that linked words name.

    A noun such as `file`, where it leads to what is called so, is the name of what stands there.
    """
    found = reader.vocabulary.find(words)
    if found is None or found == ANY:
        return None
    key = norm("".join(words))
    if key in _NOUNS or f"{key}s" in _NOUNS or found == OBJECT:
        place = norm(re.split(r"[/#]", target.rstrip("/]"))[-1].lstrip("["))
        return None if place.startswith(key.removesuffix("s")) else found
    return found


def _of_scalar(reader: Reader, words: Sequence[str]) -> TypeExpr | None:
    """What words behind a link say of it: `[feature](…) strings` are texts, `… IDs` are IDs."""
    if not words:
        return None
    if norm(words[-1]) in {"id", "ids"}:
        return reader.vocabulary.find(words[-1:]) or ANY
    found = reader.vocabulary.find(words)
    return found if isinstance(found, Scalar) else None


def _beside(reader: Reader, words: Sequence[str], *, firm: bool) -> None:
    """Words before a link: kept as a remark, if they can only describe what is linked."""
    if not words:
        return
    plain = all(re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", word) for word in words)
    if not (firm and plain and len(words) <= _MOST_BESIDE):
        raise OddError
    if [word.lower() for word in words] == ["partial"]:
        reader.marks["partial"] = True
        return
    reader.notes.append(" ".join(words))


def _without_generic(words: Sequence[str]) -> tuple[list[str], bool]:
    """The words without the noun that says that a type is meant, before or behind its name."""
    core = list(words)
    if core and norm(core[-1]) in GENERIC:
        return core[:-1], True
    if len(core) > 1 and norm(core[0]) in GENERIC and is_name(core[1]):
        return core[1:], True
    return core, False


def _printed_name(words: Sequence[str], *, firm: bool) -> str:
    """The name of a type that the words are; '' where they are none."""
    last = re.split(r"\.|::|/", words[-1])[-1] if len(words) == 1 else ""
    if last and words[0] != last and (words[0][0].isalpha() or words[0].startswith("#/")):
        return last if is_name(last) or words[0][0] == "#" else ""
    if len(words) == 1:
        return words[0] if is_name(words[0]) else ""
    plain = all(re.fullmatch(r"[^\W\d_][\w-]*", word) for word in words)
    if not plain or len(words) > _MOST_BESIDE + 1:
        return ""
    titled = all(word[0].isupper() for word in words)
    common = any(word.lower() in ARTICLES for word in words) or norm(words[-1]) in GENERIC
    return " ".join(words) if titled or (firm and not common) else ""


def _has_humps(word: str) -> bool:
    """Whether a word is spelled as names of programs are: `eventType`, `risk_level`, `Fido2Key`."""
    return bool(re.search(r"[a-z\d][A-Z]|[^\W_]_|[A-Za-z]\d", word))


def label(words: Sequence[str]) -> str:
    """The label of a type that is called so."""
    return naming.type_name(" ".join(DOTS.split(word)[-1] for word in words))
