"""The outline: a hosted reference page with an outline of attributes, rendered to plain text.

A page documents one payload: a title (``POST /orders``, or ``POST Order`` where the vendor is the
caller), the outline of the body's attributes, and a sample. The rendering loses the names of
attributes that carry no annotation, and where levels of nesting end; the sample has both, for the
variants that it shows. So the outline is aligned with the sample, and only what every alignment
agrees on becomes a claim::

    lines -> items -> matches with the sample -> groups -> places -> claims and findings

Each arrow is a module beside this one.
"""

from __future__ import annotations

import re

from codegen.claims import (
    BodyClaim,
    OperationClaim,
    OperationKey,
    Reading,
    SampleClaim,
    Slot,
)
from codegen.dialects.base import Context
from codegen.dialects.outline.align import ABSENT, Match, align, is_anchor
from codegen.dialects.outline.findings import report
from codegen.dialects.outline.groups import Tree, build, complete, discriminate, walk
from codegen.dialects.outline.lines import MAX_LINE, OPENER, Item, Outline, read_outline
from codegen.dialects.outline.place import place
from codegen.dialects.outline.rows import tables
from codegen.dialects.outline.sample import Sample, read_sample
from codegen.markdown import Heading, Page, Section, written
from codegen.typeexpr import OBJECT, TypeExpr

__all__ = ["OUTLINE"]

#: The group of operations that the vendor calls, where the page names no other.
_WEBHOOKS = "Webhooks"
_EMPTY_SAMPLE = "null"
_SEGMENT = re.compile(r"[^/{}]+(?=/|$)")


class _Outline:
    """The dialect; see the module's docstring."""

    name = "outline"

    def recognises(self, page: Page) -> float:
        """1 for a page with lone dashes and several lines that open attributes, 0 for none."""
        if not any(line.strip() == "-" for line in page.lines if "-" in line):
            return 0.0
        opening = sum(1 for line in page.lines if _opens(line))
        return min(1.0, 0.5 + opening / 8) if opening else 0.0

    def read(self, page: Page) -> Reading:
        """The claims of `page`; lines that no rule understands are reported."""
        outline = read_outline(page.lines)
        # The outline is aligned with what its sample shows, whatever that is.
        context = Context(page=page, section=_section(outline), patterns=False)
        for trouble in outline.troubles:
            context.report("not-understood", trouble.message, trouble.line)
        unaccounted = sum(
            written(page.lines[trouble.line - 1 : trouble.end]) for trouble in outline.troubles
        )
        if outline.title_line:
            _claim(context, outline)
        else:
            context.report("no-operation", "the page names no method", 0)
            unaccounted = page.written
        return Reading(
            page=page.page,
            rank=page.rank,
            dialect=self.name,
            claims=tuple(context.claims),
            diagnostics=(*page.diagnostics, *context.diagnostics),
            lines=page.written,
            unaccounted=unaccounted,
            samples=context.samples,
        )


OUTLINE = _Outline()


def _section(outline: Outline) -> Section:
    """The page as one section under its title: what Markdown takes for headings are none."""
    line, title = outline.title_line, f"{outline.method} {outline.target}".strip()
    heading = Heading(line=line, end=line, level=1, raw=title) if title else None
    return Section(heading=heading, trail=(title,) if title else (), blocks=())


def _opens(line: str) -> bool:
    text = line.strip()
    if len(text) > MAX_LINE:
        return False
    return OPENER.match(text) is not None or text.endswith("Hide attributes Show attributes")


def _claim(context: Context, outline: Outline) -> None:
    """Everything that the outline and its samples say, as claims of `context`."""
    operation = _operation(context, outline)
    if not (outline.body_line or outline.items or outline.samples):
        return
    slot = Slot(operation, "request")
    before = len(context.claims)
    text, line = _EMPTY_SAMPLE, outline.body_line
    for at, sample in outline.samples:
        context.sample(slot, sample, at)
    samples = [claim for claim in context.claims[before:] if isinstance(claim, SampleClaim)]
    del context.claims[before:]
    # An empty one says less than the body's own line.
    shown = next((claim for claim in samples if claim.text != _EMPTY_SAMPLE), None)
    if shown is not None:
        text, line = shown.text, shown.place.line
    nodes = read_sample(text, line)
    context.claims.append(
        BodyClaim(
            slot=slot,
            type=_body_type(outline, nodes),
            required=True if outline.body_required else None,
            place=context.place(outline.body_line or outline.title_line),
        )
    )
    tree = _tree(context, outline.items, nodes)
    context.claims.extend(tables(context, slot, tree, outline.body_line or outline.title_line))
    context.claims.extend(samples)


def _operation(context: Context, outline: Outline) -> OperationKey:
    """Claim the operation. A bare name instead of a path: the vendor calls, with this event."""
    path = outline.target.partition("?")[0]
    webhook = "/" not in path
    names = _SEGMENT.findall(path)
    key = OperationKey(outline.method, path)
    context.claims.append(
        OperationClaim(
            operation=key,
            name=path if webhook or not names else names[-1],
            group=_WEBHOOKS if webhook or not names else names[0],
            description="\n".join(outline.description),
            webhook=webhook,
            place=context.place(outline.title_line),
        )
    )
    return key


def _body_type(outline: Outline, sample: Sample) -> TypeExpr | None:
    root = sample.nodes[0]
    if root.arrays:
        return root.type
    return OBJECT if outline.items or root.is_object else root.type


def _tree(context: Context, items: list[Item], sample: Sample) -> Tree:
    """The outline's groups with all that is certain placed in them."""
    matches = align(items, sample)
    if matches is None:
        context.report(
            "ambiguous-outline",
            "the outline fits the sample in too many ways; it is read without the sample",
            items[0].line,
        )
        sample = read_sample(_EMPTY_SAMPLE, 0)
        matches = {i: Match(ABSENT, sure=False) for i, item in enumerate(items) if is_anchor(item)}
    tree = build(items, matches, sample)
    complete(tree)
    placed = place(tree)
    for group in walk(tree.root):
        if group.kind == "union" and len(group.groups) > 1 and not group.discriminator:
            group.discriminator = discriminate(tree, group)
    report(context, tree, placed)
    return tree
