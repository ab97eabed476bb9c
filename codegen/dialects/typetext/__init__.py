"""Types as people write them: the text of a Type column or line -> a type expression.

The grammar, as EBNF. Words are found in any case of letters, singular or plural; ``word`` is one
of the vocabulary (`Style.types`), which goes before every other rule::

    cell      = [ "(" ] , [ "type" , ":" ] , ( marks | union , { beside } ) , [ ")" ] ;
    union     = [ "|" ] , item , { separator , item } ;
    separator = "|" | "||" | "or" | "and/or" | "/" | "," , [ "or" ] ;
    item      = { before } , core , { behind } ;
    before    = "?" | article | mark | "(" , marks , ")" ;
    core      = word | label | literal | array | map | enum | choice | generic
              | "(" , union , ")" | "<" , union , ">" | "{" , union , "}" ;
    array     = "array" , [ "of" , [ number ] , union | "<" , arguments , ">" | "[" , [ n ] , "]" ]
              | "[" , [ n ] , "]" , item | "[" , arguments , "]" ;
    map       = "map" , [ "of" , [ item , "to" ] , union | "<" , [ item , "," ] , union , ">"
              | "[" , item , "]" , item ] | "{" , ( "[" , name , ":" , item , "]" | key ) ,
                ":" , union , "}" ;
    enum      = "enum" , [ ":" , values | "(" , ( values | word ) , ")" | "of" , item ] ;
    choice    = ( "one of" | "either" ) , ( union | [ "the following" ] , ":" , values ) ;
    generic   = ( "Optional" | "Union" | "Literal" | label ) , "<" , arguments , ">" ;
    literal   = '"' , text , '"' | number ;
    label     = { link text | name } , [ "object" | "structure" | "resource" | "entity" ] ;
    behind    = "[]" | "[" , n , "]" | "?" | "!" | "..." | "collection" | "array" | "object"
              | mark | "(" , said , ")" ;
    beside    = ( ":" | "=" ) , ( default | marks | union ) | ( "," | ";" | "." ) , said | remark ;
    said      = marks | limits | format | values | "default" , default | remark ;
    mark      = "optional" | "required" | "nullable" | "read-only" | "write-only" | "partial" | … ;

What stands for ``array`` (list, collection, set, …) and ``map`` (dict, hash, record, …) is in
`words`. Decisions where English leaves it open:

- `array of strings or integers` holds both, since both are plurals; `array of strings or integer`
  is an array or an integer; ``null`` and what begins with a container or an article is outside.
- A question mark, before or behind, is null, as in PHP, C#, Kotlin and Swift; whoever means
  something else by it says so in the marks of the style, which are taken off before.
- A word alone is a label if it looks like a name of a program (humps, capitals, underscores), or
  is a word in small letters that is no common one of sentences. Several words are a label if they
  are linked, if all begin with a capital, if `object` or the like follows, or behind `array of`.
- What a link's words are called is the label; a word such as ``string`` in a link is that scalar.
  `[feature](…) strings` are texts, with the link kept as one of the description; `[user](…) IDs`
  are IDs. The plural gives the singular where it is that of `array of` and no hump is in it.
- Alternatives that are words could be types as well as texts. They are texts where set as code,
  all in capitals, or behind `enum` or `one of … :`; types with a capital at the begin; left, else.
- ``string(255)`` is a greatest length; the number behind another scalar limits nothing.
- A default says that the property may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from codegen.claims import Link
from codegen.dialects.phrases import facts
from codegen.dialects.typetext.marks import beside
from codegen.dialects.typetext.parser import item, union
from codegen.dialects.typetext.reader import NULL, OddError, Part, Reader
from codegen.dialects.typetext.tokens import NestedTooDeepError, Tokens, tokens
from codegen.dialects.typetext.words import NOTHING, Vocabulary, norm
from codegen.markdown import clean
from codegen.spec import NO_CONSTRAINTS, Constraints
from codegen.typeexpr import ANY, TypeExpr, innermost, options_of, references

__all__ = ["TypeText", "read"]

#: A longer text is no type; what is left of it is cut to this.
_MAX_LENGTH = 8_192
_MAX_LEFT = 200


class TypeText(msgspec.Struct, frozen=True, kw_only=True):
    """What the text of a type says. None: it does not say."""

    type: TypeExpr | None = None
    """None where the text is blank, has marks alone, or is not understood. Null is no option of
    it but `nullable`; a `Ref` has a label as `naming.type_name` makes them."""
    links: tuple[Link, ...] = ()
    """Of each `Ref` that was linked, under its label. The target of a reference link is its label
    in brackets. `described`: a link beside the scalar that it says more of."""
    values: tuple[str | int, ...] = ()
    """All that the innermost type may be; a single one is the constraint `const`."""
    nullable: bool | None = None
    optional: bool | None = None
    read_only: bool | None = None
    write_only: bool | None = None
    partial: bool = False
    """Properties of the type may be missing, which a `Ref` cannot say."""
    constraints: Constraints = NO_CONSTRAINTS
    note: str = ""
    """Raw Markdown of remarks behind the type that say nothing else of the above."""
    left: str = ""
    """All of the text, cut, where it is not understood: to be reported. The type is open then, or
    holds `any` where a word of it leaves that open."""


def read(raw: str, types: Mapping[str, str]) -> TypeText:
    """What the raw Markdown of a Type cell or line says, in the words of `types`.

    `types` is the table of a style (`Style.types`), and must not change; ValueError where one of
    its values is no type expression. Nothing else is raised, whatever the text.
    """
    return _read(raw, _vocabulary(types))


#: By the identity of a style's table, which is kept here, so that no other gets its identity.
_VOCABULARIES: dict[int, tuple[Mapping[str, str], Vocabulary]] = {}
_MAX_VOCABULARIES = 32


def _vocabulary(types: Mapping[str, str]) -> Vocabulary:
    found = _VOCABULARIES.get(id(types))
    if found is None:
        if len(_VOCABULARIES) >= _MAX_VOCABULARIES:
            _VOCABULARIES.clear()
        found = _VOCABULARIES[id(types)] = (types, Vocabulary.of(types))
    return found[1]


@lru_cache(maxsize=32768)
def _read(raw: str, vocabulary: Vocabulary) -> TypeText:
    if len(raw) > _MAX_LENGTH:
        return TypeText(left=raw[:_MAX_LEFT])
    whole = vocabulary.whole.get(raw.strip(" `*").lower())
    if whole is None and "`" in raw:  # what is marked inside is printed without
        whole = vocabulary.whole.get(" ".join(clean(raw).lower().split()))
    if whole is not None:
        return _unclear(TypeText(type=whole), raw, vocabulary)
    try:
        reader, part = _cell(tokens(raw), vocabulary)
    except (OddError, NestedTooDeepError):
        return TypeText(left=raw.strip()[:_MAX_LEFT])
    return _unclear(_text(reader, part), raw, vocabulary)


def _unclear(found: TypeText, raw: str, vocabulary: Vocabulary) -> TypeText:
    """What a text says, with all of it left where a word in it leaves open what it is."""
    if found.type is None or ANY not in map(innermost, options_of(found.type)):
        return found
    if not vocabulary.leaves_open(raw):
        return found
    return msgspec.structs.replace(found, left=raw.strip()[:_MAX_LEFT])


def _cell(found: Tokens, vocabulary: Vocabulary) -> tuple[Reader, Part | None]:
    """What the tokens of a text say; OddError where they are no type."""
    reader = Reader(
        tokens=found, vocabulary=vocabulary, union=union, item=item, stop=len(found.found)
    )
    if reader.mark() == "(" and reader.close() >= reader.stop - 1:
        reader.stop = reader.close()
        reader.skip()
    if reader.word() in {"type", "types"} and reader.mark(1) in {":", "="}:
        reader.skip(2)
    rest = found.found[reader.at : reader.stop]
    if all(token.kind == "mark" and token.text not in "{[" for token in rest):
        return reader, None
    if reader.take_marks(reader.at, reader.stop):
        return reader, None
    if rest[0].link < 0 and norm(reader.slice(reader.at, reader.stop)) in NOTHING:
        return reader, None
    if len(rest) == 1 and len(rest[0].text) == 1 and rest[0].kind == "word":
        raise OddError  # a tick more often than a type
    return reader, beside(reader, reader.union(reader))


def _text(reader: Reader, part: Part | None) -> TypeText:
    """What was read, with what the remarks say in common English."""
    marks: dict[str, Any] = dict(reader.marks)
    limits: dict[str, Any] = {
        name: value for name, value in reader.limits.items() if value is not None
    }
    partial = marks.pop("partial", False)
    if part is None:
        return TypeText(**marks, partial=partial)
    values = part.values
    if part.null or part.type == NULL:
        marks["nullable"] = True if part.null else marks.get("nullable")
    note = "; ".join(reader.notes)
    if note:
        said = facts(note, part.type, values)
        limits = _of(said.constraints) | limits
        marks = {
            "nullable": said.nullable,
            "read_only": said.read_only,
            "write_only": said.write_only,
            "optional": None if said.presence is None else said.presence == "optional",
        } | marks
        values = values or tuple(one.value for one in said.values)
    named = set(references(part.type))
    if len(values) == 1 and part.values:
        limits["const"], values = values[0], ()
    return TypeText(
        type=part.type,
        links=tuple(link for link in reader.links if link.described or link.label in named),
        values=values,
        partial=partial,
        constraints=Constraints(**limits) if limits else NO_CONSTRAINTS,
        note=note,
        **marks,
    )


def _of(constraints: Constraints) -> dict[str, Any]:
    names = Constraints.__struct_fields__
    found = {name: getattr(constraints, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}
