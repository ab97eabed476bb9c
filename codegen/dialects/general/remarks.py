"""Remarks: what comments beside samples say of these, for the tools of the vendor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TypeGuard

from msgspec.structs import replace

from codegen.claims import Claim, SampleClaim
from codegen.dialects.general.drafts import DefinitionDraft, Shown
from codegen.dialects.general.sections import Node
from codegen.dialects.styles.style import Pattern, Style
from codegen.markdown import Block, Html
from codegen.naming import type_name
from codegen.samples import Shape, interned

__all__ = ["as_said", "remark", "remarked", "remarks_say"]

#: A remark stands at the beginning of a comment; the rest of a long one may be anything.
_REMARK = 2000


def remark(node: Node, pattern: Pattern) -> re.Match[str] | None:
    """What a comment of a section says of the sample in it."""
    return _first(node.blocks, pattern)


def remarked(draft: DefinitionDraft, pattern: Pattern | None, group: str = "type") -> str:
    """What a comment beside a sample of the type says, where the style has comments that do.

    A name as `naming.type_name` makes them, or another group of the pattern as it is printed.
    """
    if pattern is None or group not in pattern.groupindex:
        return ""
    found = _remark_of(draft, pattern)
    if found is None:
        return ""
    return type_name(found[group]) if group == "type" else str(found[group] or "")


def remarks_say(draft: DefinitionDraft, pattern: Pattern | None) -> bool:
    """Whether a comment beside a sample of the type says so."""
    return pattern is not None and _remark_of(draft, pattern) is not None


def _remark_of(draft: DefinitionDraft, pattern: Pattern) -> re.Match[str] | None:
    nodes = {id(node): node for node in (*(one.node for one in draft.samples), *draft.remarked)}
    return next(filter(None, (remark(node, pattern) for node in nodes.values())), None)


def as_said(claim: Claim, shown: Shown, style: Style) -> Claim:
    """A sample as one of the type that the comment right above it names, if it names one."""
    pattern = style.sample_type
    if pattern is None or not isinstance(claim, SampleClaim):
        return claim
    line = shown.sample.line
    above = [one for one, block in pairwise(shown.node.blocks) if block.line <= line <= block.end]
    found = _first(above[-1:], pattern)
    if found is None:
        return claim
    return replace(claim, shape=_said(claim.shape, found["type"], style.envelope))


@lru_cache(maxsize=65536)
def _said(shape: Shape, name: str, envelope: str) -> Shape:
    """`shape` with its objects naming their type: where it is an envelope, or a list, its items."""
    if shape.kind == "array":
        return _of_items(shape, name)
    if shape.kind != "object" or not shape.fields:
        return shape
    held = shape.at.get(envelope) if envelope in shape.keys else None
    if held is not None and held.kind == "array":
        inner = _of_items(held, name)
    elif held is not None and held.kind == "object" and len(shape.fields) == 1:
        inner = _said(held, name, "")
    else:
        return _instance(shape, name)
    fields = tuple((key, inner if key == envelope else one) for key, one in shape.fields)
    return interned("object", fields, partial=shape.partial, instance=shape.instance)


def _of_items(shape: Shape, name: str) -> Shape:
    items = tuple(dict.fromkeys(_instance(one, name) for one in shape.items))
    return interned("array", (), items, partial=shape.partial)


def _instance(shape: Shape, name: str) -> Shape:
    """An object as one of the type `name`, unless it names its own."""
    if shape.kind != "object" or not shape.fields or shape.instance:
        return shape
    return interned("object", shape.fields, partial=shape.partial, instance=name)


def _first(blocks: Iterable[Block], pattern: Pattern) -> re.Match[str] | None:
    comments = (block.raw[:_REMARK] for block in blocks if _is_comment(block))
    return next(filter(None, map(pattern.search, comments)), None)


def _is_comment(block: Block) -> TypeGuard[Html]:
    return isinstance(block, Html) and block.raw.lstrip().startswith("<!--")
