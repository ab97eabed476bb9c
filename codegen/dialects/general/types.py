"""Types that a page documents by themselves: drafts -> definitions and enums."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from codegen.claims import DefinitionClaim, EnumClaim, Link, Slot
from codegen.dialects import typetext
from codegen.dialects.general.drafts import DefinitionDraft, EnumDraft, Reader, Shown
from codegen.dialects.general.labels import COVERS, heading_above, label_of, proper
from codegen.dialects.general.place import tables
from codegen.dialects.general.remarks import remark, remarked, remarks_say
from codegen.dialects.general.samples import Sample
from codegen.dialects.general.sections import Node
from codegen.dialects.phrases import deprecation
from codegen.dialects.styles.style import Style
from codegen.naming import type_name, words
from codegen.payloads import Payload, read_payloads
from codegen.samples import InvalidJsonError, Shape, TooDeepError
from codegen.typeexpr import references

__all__ = ["claim_types", "inherit", "place_samples", "represent"]

#: The share of a sample's names that a type must have to be what the sample is of.
_LEAST = 0.6
#: The share of a type's names that an object must have that goes by the type's name.
_LEAST_SHOWN = 0.5

#: The samples of a page and its types are compared so many times. What is more of both than some
#: hundreds on one page is no documentation, and the first samples are placed of it.
_COMPARED = 200_000


def claim_types(reader: Reader) -> None:
    """The claims of all types of the page."""
    drafts: list[DefinitionDraft | EnumDraft] = [*reader.definitions.values(), *reader.enums]
    drafts.sort(key=lambda draft: draft.line)
    _anchor(reader, drafts)
    for draft in drafts:
        reader.section = draft.named.section
        if isinstance(draft, EnumDraft):
            _enum(reader, draft)
        else:
            _definition(reader, draft)


def inherit(reader: Reader) -> None:
    """Add the types that have no table of their own, since all their properties are inherited.

    Only where that is said below a heading of a type, or of its properties: a sentence elsewhere
    may be about anything.
    """
    for node in reader.nodes:
        if id(node) not in reader.bases or node.subject is not None:
            continue
        label, named = label_of(node, reader.style)
        if not label or named.level == 0 or id(named) in reader.definitions:
            continue
        if named.role == "definition" or node.role == "properties":
            reader.define(node, label, named, named.line)


def represent(reader: Reader) -> None:
    """Add the type that a page documents by a sample alone, where a comment beside it names it.

    The heading must be one of a type, and the name end with it. Keys that are no names are those of
    a map. An object without any is a sample of a type that a comment says to inherit.
    """
    if reader.style.full_name is None or reader.definitions or reader.operations:
        return
    for shown in reader.loose:
        payload = _payload(shown)
        above = next((node for node in shown.node.up() if node.role == "definition"), None)
        names = [key for key in payload.shape.keys if key[:1] not in "@$"] if payload else []
        inherits = payload is None and _is_empty(shown) and _says_base(shown, reader.style)
        if above is None or not (inherits or (names and all(map(str.isidentifier, names)))):
            continue
        label, named = label_of(above, reader.style)
        if not _is_of(shown, label, reader.style):
            continue
        draft = reader.define(shown.node, label, named, named.line)
        draft.remarked.append(shown.node)
        if not inherits:
            draft.samples.append(shown)
        reader.loose.remove(shown)
        return


_EMPTY = re.compile(r"\s*\{\s*\}\s*")


def _is_empty(shown: Shown) -> bool:
    return _EMPTY.fullmatch(shown.sample.text) is not None


def _says_base(shown: Shown, style: Style) -> bool:
    return style.base_type is not None and remark(shown.node, style.base_type) is not None


def _is_of(shown: Shown, label: str, style: Style) -> bool:
    """Whether a comment says that a sample is of the type that goes by `label`."""
    found = remark(shown.node, style.full_name) if style.full_name is not None else None
    return found is not None and type_name(found["type"]).lower().endswith(label.lower())


def _slot(reader: Reader, draft: DefinitionDraft | EnumDraft) -> Slot:
    anchor = draft.named.anchors[-1] if draft.named.anchors else ""
    return Slot.definition(draft.label, f"{reader.page.page}#{anchor}")


def _group(reader: Reader, node: Node) -> str:
    """What types of a page share: its folder where the page is about one, else the page's name.

    A page that stands for others has no name: there, what stands below one heading.
    """
    folder, _, file = reader.page.page.rpartition("/")
    folder, stem = folder.rpartition("/")[2], file.rpartition(".")[0]
    if stem.lower() in COVERS:
        return heading_above(node, reader.style) or folder or stem
    return (folder if node.level <= 1 else "") or stem


def _enum(reader: Reader, draft: EnumDraft) -> None:
    reader.claims.append(
        EnumClaim(
            slot=_slot(reader, draft),
            label=draft.label,
            anchors=draft.anchors,
            group=_group(reader, draft.named),
            description=_described(_prose(reader, draft)),
            values=draft.values,
            flags=draft.flags,
            place=reader.place(draft.line),
        )
    )


def _definition(reader: Reader, draft: DefinitionDraft) -> None:
    slot = _slot(reader, draft)
    prose = _prose(reader, draft)
    reader.claims.append(
        DefinitionClaim(
            slot=slot,
            label=draft.label,
            anchors=draft.anchors,
            group=_group(reader, draft.named),
            description=_described(prose),
            deprecated=next(
                (found for text in prose if (found := deprecation(text)) is not None), None
            ),
            options=tuple(one.link for one in draft.options),
            kinds=tuple(one.words for one in draft.options),
            inside=_targets(draft, reader.inside),
            derived=_targets(draft, reader.derived),
            bases=_bases(reader, draft) or _remarked_base(reader, draft),
            open=remarks_say(draft, reader.style.open_type),
            full_name=remarked(draft, reader.style.full_name),
            qualified=remarked(draft, reader.style.full_name, "qualified"),
            place=reader.place(draft.line),
        )
    )
    for payload in draft.payloads:
        reader.section = payload.section
        reader.claims.extend(tables(reader, slot, (), payload))
    for shown in draft.samples:
        reader.section = shown.node.section
        reader.sample(slot, shown.sample.text, shown.sample.line)


def _prose(reader: Reader, draft: DefinitionDraft | EnumDraft) -> list[str]:
    """The prose of the sections that are about the type, from the top; no footnotes."""
    texts = (text for node in _about(draft) for text in reader.prose.get(id(node), ()))
    return [text for text in texts if not text.startswith("*")]


def _about(draft: DefinitionDraft | EnumDraft) -> Iterable[Node]:
    return dict.fromkeys((*reversed(draft.about), draft.named, draft.node))


def _targets(draft: DefinitionDraft, said: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
    """The links that sentences about the type have; `said`: by section."""
    links = (link for node in _about(draft) for link in said.get(id(node), ()))
    return tuple(dict.fromkeys(links))


def _described(prose: Iterable[str]) -> str:
    return next(iter(prose), "")


def _bases(reader: Reader, draft: DefinitionDraft) -> tuple[Link, ...]:
    found: dict[Link, None] = {}
    for node in dict.fromkeys((draft.named, draft.node)):
        for said, _ in reader.bases.get(id(node), ()):
            read = typetext.read(said, reader.style.types)
            links = read.links
            if not links and read.type is not None:
                links = tuple(Link(label=name, target="") for name in references(read.type))
            found.update(dict.fromkeys(link for link in links if link.label != draft.label))
    return tuple(found)


def _remarked_base(reader: Reader, draft: DefinitionDraft) -> tuple[Link, ...]:
    label = remarked(draft, reader.style.base_type)
    return (Link(label=label, target=""),) if label and label != draft.label else ()


def _anchor(reader: Reader, drafts: list[DefinitionDraft | EnumDraft]) -> None:
    """Give each type the anchors of its heading, and of those above that name nothing else.

    A heading above belongs to the type that it names, or else to the first that is documented
    below it; the page itself likewise.
    """
    owners: dict[int, DefinitionDraft | EnumDraft] = {}
    for draft in drafts:
        owners.setdefault(id(draft.named), draft)
        owners.setdefault(id(draft.node), draft)
    objects = [draft for draft in drafts if isinstance(draft, DefinitionDraft)]
    enums = [draft for draft in drafts if isinstance(draft, EnumDraft)]
    for fits, some in ((_same, objects), (_same, enums), (_alike, objects)):
        for draft in some:
            for node in _above(draft.named):
                if fits(label_of(node, reader.style)[0], draft.label):
                    owners.setdefault(id(node), draft)
    for draft in drafts:
        nodes = [node for node in (*draft.node.up(),) if owners.get(id(node)) is draft]
        if draft.named not in nodes and owners.get(id(draft.named)) is draft:
            nodes.append(draft.named)
        draft.about = tuple(nodes)
        draft.anchors = tuple(dict.fromkeys(one for node in nodes for one in node.anchors))


def _same(heading: str, label: str) -> bool:
    return heading == label


def _alike(heading: str, label: str) -> bool:
    """Whether a heading can be about a type of another name: they have a word in common."""
    return bool(set(words(heading)) & set(words(label)))


def _above(node: Node) -> Iterable[Node]:
    """The headings above a type's, up to one that documents an operation."""
    for above in node.up():
        if above.operations:
            return
        yield above


def place_samples(reader: Reader) -> None:
    """Give samples of no operation to the types that they show.

    One that had to be mended may show anything, unless a comment says what it is of.
    """
    named = reader.style.full_name
    remarks = reader.style.annotations
    types = [_Named.of(draft) for draft in reader.definitions.values()]
    by_label: dict[str, list[_Named]] = {}
    by_name: dict[str, list[int]] = {}
    for at, one in enumerate(types):
        by_label.setdefault(one.draft.label, []).append(one)
        for name in one.names:
            by_name.setdefault(name, []).append(at)
    for shown in reader.loose[: _COMPARED // max(len(types), 1)]:
        payload = _payload(shown)
        if payload is None:
            _note(shown, reader.definitions.values(), reader.style)
            continue
        mended = bool(payload.repairs)
        if mended and not (named and remark(shown.node, named)):
            continue
        shape = payload.shape
        keys = [key for key in shape.keys if not (remarks and remarks.fullmatch(key))]
        alike = {at for key in keys for at in by_name.get(key, ())}
        best = _best(reader, shown, keys, [types[at] for at in sorted(alike)])
        if best is not None:
            best.samples.append(shown)
        elif not mended and (within := _within(shown, shape, by_label)) is not None:
            within[0].samples.append(within[1])


def _note(shown: Shown, drafts: Iterable[DefinitionDraft], style: Style) -> None:
    """Keep a remark beside an object without properties, of the type that it is about."""
    if _is_empty(shown):
        one = next((one for one in drafts if _is_of(shown, one.label, style)), None)
        if one is not None:
            one.remarked.append(shown.node)


def _best(
    reader: Reader, shown: Shown, keys: Sequence[str], types: Iterable[_Named]
) -> DefinitionDraft | None:
    """The type that has most of a sample's names, and stands nearest to it."""
    best, most = None, 0.0
    for one in types:
        share = len(one.names.intersection(keys)) / max(len(keys), 1)
        if share < _LEAST:
            continue
        near = _near(one.draft, shown.node, reader)
        if share + near > most:
            best, most = one.draft, share + near
    return best


class _Named(NamedTuple):
    """A type, and the names of its properties."""

    draft: DefinitionDraft
    names: frozenset[str]

    @classmethod
    def of(cls, draft: DefinitionDraft) -> _Named:
        return cls(draft, frozenset(row.name for one in draft.payloads for row in one.rows))


def _within(
    shown: Shown, shape: Shape, types: Mapping[str, Sequence[_Named]]
) -> tuple[DefinitionDraft, Shown] | None:
    """What a sample has under the name of a type, as its only property: a sample of that type."""
    if len(shape.fields) != 1:
        return None
    name, inner = shape.fields[0]
    for draft, names in types.get(type_name(name), ()):
        if len(names & inner.keys) >= _LEAST_SHOWN * len(names):
            return draft, replace(shown, sample=_inner(shown.sample, name))
    return None


def _inner(sample: Sample, name: str) -> Sample:
    """The value of the only property of a sample."""
    text = sample.text
    colon = text.index(":", text.index(json.dumps(name)))
    begin = len(text) - len(text[colon + 1 :].lstrip())
    _, end = json.JSONDecoder().raw_decode(text, begin)
    return dataclasses.replace(
        sample, text=text[begin:end], line=sample.line + text.count("\n", 0, begin)
    )


def _near(draft: DefinitionDraft, node: Node, reader: Reader) -> float:
    """How near a sample stands to a type: 0 where another section is about it."""
    chain = list(node.up())
    label = proper(node.title, reader.style).lower()
    named = 0.3 if draft.named.title.lower().startswith(label or "\0") else 0.0
    for at, above in enumerate(chain):
        if above is draft.named or above is draft.node or above in draft.named.up():
            return named + 1 / (2 + at)
    return named


def _payload(shown: Shown) -> Payload | None:
    """What a sample shows, if that is one object with properties."""
    try:
        found = read_payloads(shown.sample.text, patterns=False)
    except (InvalidJsonError, TooDeepError):
        return None
    shape = found[0].shape
    return found[0] if len(found) == 1 and shape.kind == "object" and shape.fields else None
