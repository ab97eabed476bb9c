"""What every dialect is made of: the interface, and a reader that is driven by a table of rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from codegen.claims import (
    Claim,
    OperationKey,
    Place,
    Reading,
    SampleClaim,
    Slot,
)
from codegen.diagnostics import Diagnostic, Related, Severity
from codegen.dialects.sampled import findings, tables
from codegen.markdown import Block, Page, Section, written
from codegen.payloads import Payload, read_form, read_payloads
from codegen.samples import InvalidJsonError, TooDeepError

__all__ = ["Context", "Dialect", "Rule", "read_blocks"]


class Dialect(Protocol):
    """The interface of a dialect."""

    @property
    def name(self) -> str:
        """The name for ``--dialect``."""

    def recognises(self, page: Page) -> float:
        """How sure the dialect is that `page` is its own: 0 (not at all) to 1."""

    def read(self, page: Page) -> Reading:
        """The claims of `page`, and a diagnostic for every block that was not understood."""


@dataclass(slots=True, kw_only=True)
class Context:
    """The state of reading one page: what rules know, and what they have found so far."""

    page: Page
    section: Section
    operation: OperationKey | None = None
    slot: Slot | None = None
    claims: list[Claim] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    samples: int = 0
    unaccounted: int = 0
    patterns: bool = True
    """Texts in samples may be words in place of values, such as ``"string"``."""
    notes: dict[str, str] = field(default_factory=dict)
    """What a dialect's own rules remember from block to block."""
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Texts that they gather, to be joined when the page has been read."""

    def place(self, line: int) -> Place:
        """The place of a claim that stands at `line`, under the current heading."""
        title = self.section.title
        return Place(page=self.page.page, line=line, heading=title, rank=self.page.rank)

    def report(
        self,
        code: str,
        message: str,
        line: int,
        *,
        severity: Severity = "warning",
        hint: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        """Add a finding about this page."""
        self.diagnostics.append(
            Diagnostic(
                code=code,
                severity=severity,
                message=message,
                path=self.page.page,
                line=line,
                hint=hint,
                related=related,
            )
        )

    def sample(self, slot: Slot, text: str, line: int) -> bool:
        """Claim the samples of `slot` in `text`, which begins at `line`; False where none is.

        They are read as people write them, and what had to be mended is reported. Words in place
        of values, and comments, are claimed as what the page says of the properties.
        """

        def repeated(key: str, at: int) -> None:
            message = f"sample has the key {_excerpt(key)} twice; the last value counts"
            self.report("duplicate-key", message, line + at)

        try:
            payloads = read_payloads(text, repeated, patterns=self.patterns)
        except InvalidJsonError as error:
            form = read_form(text)
            if form is None:
                self.report("invalid-json", f"sample is not valid JSON: {error}", line + error.line)
                return False
            payloads = (form,)
        except TooDeepError as error:
            self.report("too-deep", f"sample is {error}; it is not looked into", line)
            return False
        for payload in payloads:
            self._claim(slot, payload, line)
        return True

    def _claim(self, slot: Slot, payload: Payload, line: int) -> None:
        self.samples += 1
        self.claims.append(
            SampleClaim(
                slot=slot,
                shape=payload.shape,
                text=payload.text,
                place=self.place(line + payload.line),
                words=payload.words,
                whole=payload.whole,
            )
        )
        self.claims.extend(tables(slot, payload, self.place(line)))
        for found in findings(payload):
            self.report(found.code, found.message, line + found.line, severity=found.severity)

    def not_understood(self, block: Block) -> None:
        """Report a block that no rule took, and count its lines as unaccounted for."""
        text = self.page.lines[block.line - 1 : block.end]
        self.unaccounted += written(text)
        kind = type(block).__name__.lower().removesuffix("block")
        self.report("not-understood", f"no rule for this {kind}: {_excerpt(text[0])}", block.line)

    def reading(self, dialect: str) -> Reading:
        """What was made of the page."""
        return Reading(
            page=self.page.page,
            rank=self.page.rank,
            dialect=dialect,
            claims=tuple(self.claims),
            diagnostics=(*self.page.diagnostics, *self.diagnostics),
            lines=self.page.written,
            unaccounted=self.unaccounted,
            samples=self.samples,
        )


#: Looks at one block; True where it took it, so that no later rule is asked.
Rule = Callable[[Context, Block], bool]


def read_blocks(context: Context, rules: Sequence[Rule], begin: Callable[[Context], None]) -> None:
    """Offer every block of the page to `rules` in order; report the blocks that none takes.

    `begin` is called as each section begins, before its blocks.
    """
    for section in context.page.sections():
        context.section = section
        begin(context)
        for block in section.blocks:
            for rule in rules:
                if rule(context, block):
                    break
            else:
                context.not_understood(block)


def _excerpt(line: str, width: int = 60) -> str:
    text = " ".join(line.split())
    return repr(text if len(text) <= width else text[: width - 1] + "…")
