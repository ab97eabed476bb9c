"""The general dialect: what API references have in common, driven by a style.

A page is read in two passes. The first finds what each section is: the roles of headings, and the
request lines with the sections that they belong to. The second offers every block to an ordered
table of rules, which gather what is said of each operation and of each type that is documented by
itself; at the end that becomes claims.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from codegen.claims import EVERY, ParameterClaim, Reading
from codegen.dialects.general import lists, tables
from codegen.dialects.general.announced import LEVEL, role_of
from codegen.dialects.general.blocks import (
    codes,
    headed,
    ignored,
    properties,
    prose,
    request_lines,
    samples,
)
from codegen.dialects.general.claims import claim_operations
from codegen.dialects.general.drafts import Reader
from codegen.dialects.general.everywhere import features
from codegen.dialects.general.guides import claim_examples
from codegen.dialects.general.labelled import blocks_of
from codegen.dialects.general.lines import mended
from codegen.dialects.general.options import options
from codegen.dialects.general.requests import in_block
from codegen.dialects.general.sections import tree
from codegen.dialects.general.statuses import status_in_heading
from codegen.dialects.general.subjects import assign, types_of_errors, unread
from codegen.dialects.general.titles import in_title
from codegen.dialects.general.types import claim_types, inherit, place_samples, represent
from codegen.dialects.styles.style import Style
from codegen.markdown import Block, Fence, Html, ListBlock, Page, Paragraph, Table

__all__ = ["Styled"]

#: How sure the general dialect is of a page: less than any that knows the page's style.
_SOME = 0.1
#: Kinds of tables and lists of which types and operations are made.
_TELLING = frozenset({"properties", "enum", "flags"})


class Styled:
    """A dialect that is a style."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.name = style.name
        self._read: tuple[Page, Reading] | None = None
        """The page that was read to recognise it: `read` is asked for it next."""

    def recognises(self, page: Page) -> float:
        """The share of the style's marks that are there; without marks, if anything is."""
        marks = self.style.recognise
        if not (marks.front_matter or marks.headings or marks.lines):
            if self._says_something(page):
                return _SOME
            # What is no table or list as it stands may be one to the reader.
            reading = self.read(page)
            self._read = page, reading
            return _SOME if reading.dialect else 0.0
        titles = [section.title for section in page.sections()]
        found = [
            *(key in page.front_matter for key in marks.front_matter),
            *(any(map(one.fullmatch, titles)) for one in marks.headings),
            *(any(map(one.search, page.lines)) for one in marks.lines),
        ]
        share = sum(found) / len(found)
        return share if share >= marks.least else 0.0

    def _says_something(self, page: Page) -> bool:
        """Whether the page has a request line, or a table or list of properties or values."""
        for section in page.sections():
            if section.heading is not None and in_title(section.title):
                return True
            role, _ = role_of(section.title, self.style)
            if role == "ignored":
                continue
            for block in section.blocks:
                if in_block(block, self.style):
                    return True
                found = None
                if isinstance(block, Table):
                    found = tables.read(block, self.style, role)
                elif isinstance(block, ListBlock):
                    found = lists.read(block, self.style, role)
                if found is not None and found.kind in _TELLING:
                    return True
        return False

    def read(self, page: Page) -> Reading:
        """The operations and types of the page; a reading of no dialect where there are none."""
        kept, self._read = self._read, None
        return kept[1] if kept is not None and kept[0] is page else self._reading(page)

    def _reading(self, page: Page) -> Reading:
        page, named = mended(page)
        nodes = tree(page, self.style, named)
        operations = assign(nodes, self.style)
        types_of_errors(nodes, self.style)
        reader = Reader(
            page=page,
            section=nodes[0].section,
            style=self.style,
            nodes=nodes,
            node=nodes[0],
            operations=operations,
            ordered=tuple(sorted(operations.values(), key=lambda draft: draft.node.line)),
        )
        done = 0
        for at, node in enumerate(nodes):
            if at < done:
                continue
            if count := headed(reader, nodes, at):
                done = at + count
                continue
            reader.node, reader.section, reader.before = node, node.section, ""
            if node.level != LEVEL:
                reader.asked = None
            status_in_heading(reader)
            for block in blocks_of(reader):
                _offer(reader, block)
                reader.before = block.raw if isinstance(block, Paragraph) else ""
        inherit(reader)
        represent(reader)
        place_samples(reader)
        claim_operations(reader)
        claim_types(reader)
        claim_examples(reader)
        # Any text may name parameters of a feature: that alone makes no page one of an API.
        told = any(
            not isinstance(one, ParameterClaim) or one.operation == EVERY for one in reader.claims
        )
        if told:
            _commands(reader)
            _unread(reader)
        return reader.reading(self.name if told else "")


_Rule = Callable[[Reader, Block], bool]

#: Offered to every block in this order.
_RULES: tuple[_Rule, ...] = (
    ignored,
    request_lines,
    samples,
    codes,
    features,
    options,
    properties,
    prose,
)


#: Commands of ERB, and of Liquid those that print what stands elsewhere.
_COMMAND = re.compile(r"\s*(?:<%[=-]?\s.*|\{%-?\s*(?:for|include|capture|render)\s.*)")
_LONGEST = 1000


def _commands(reader: Reader) -> None:
    """Say that the page is a template, if it is: what its commands print is not on it."""
    found = [
        at
        for at, line in enumerate(reader.page.lines, 1)
        if ("<%" in line or "{%" in line) and len(line) <= _LONGEST and _COMMAND.fullmatch(line)
    ]
    if found:
        more = f", and {len(found) - 1:,} more" if len(found) > 1 else ""
        message = f"this command of a template engine{more}: what it prints is not read"
        reader.report("unrendered-page", message, found[0])


def _unread(reader: Reader) -> None:
    """Name the first request of the page that is taken for an example, and count the others."""
    found = unread(reader.nodes)
    if found and reader.operations:
        key, line = found[0]
        more = f", and {len(found) - 1:,} more," if len(found) > 1 else ""
        message = f"{key.method} {key.path}{more} is taken for an example of a request"
        reader.report("unread-request", message, line, severity="info")


def _offer(reader: Reader, block: Block) -> None:
    if not isinstance(block, Fence | Html):
        reader.head = None
    for rule in _RULES:
        if rule(reader, block):
            return
    reader.not_understood(block)
