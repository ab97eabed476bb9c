"""What the checks work on."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.claims import Reading
from codegen.resolve import Trace
from codegen.sources import Source

__all__ = ["Material"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The readings of all pages, and the evidence that the spec was resolved from."""

    trace: Trace
    readings: tuple[Reading, ...]
    sources: tuple[Source, ...]
