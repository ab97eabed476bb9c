"""Claims in short words, for tests of dialects: one line each, without places."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

from codegen import dialects
from codegen.claims import (
    BodyClaim,
    Claim,
    DefinitionClaim,
    EnumClaim,
    OperationClaim,
    ParameterClaim,
    Reading,
    ResponseClaim,
    Row,
    SampleClaim,
    Slot,
    TableClaim,
)
from codegen.markdown import parse
from codegen.sources import Document

__all__ = ["read", "told"]


def read(text: str, *, page: str = "pets.md", dialect: str = "general") -> Reading:
    """What `dialect` makes of a page, whose lines may be indented."""
    document = Document(page=page, rank=0, text=dedent(text).strip("\n") + "\n")
    return dialects.read(parse(document), dialect)


def told(reading: Reading) -> list[str]:
    """The claims of a reading, in their order."""
    return [line for claim in reading.claims for line in _told(claim)]


def _told(claim: Claim) -> Iterator[str]:
    match claim:
        case OperationClaim(operation=key, name=name, group=group):
            yield f"operation {key}: {name} [{group}]"
        case ParameterClaim(operation=key, location=location, row=row):
            yield f"{location} of {key.method}: {_row(row)}"
        case ResponseClaim(operation=key, status=status):
            yield f"status of {key.method}: {status}"
        case BodyClaim(slot=slot, type=None, media_types=media) if media:
            yield f"{_slot(slot)} in {', '.join(media)}"
        case BodyClaim(slot=slot, type=kind, links=links):
            targets = "".join(f" ({link.target})" for link in links)
            yield f"{_slot(slot)} is {kind}{targets}"
        case DefinitionClaim(label=label, anchors=anchors, bases=bases):
            base = "".join(f" < {link.label} ({link.target})" for link in bases)
            yield f"type {label}{base} at {', '.join(anchors)}"
        case EnumClaim(label=label, values=values, flags=flags):
            listed = ", ".join(f"{one.name or one.value}={one.value}" for one in values)
            yield f"{'flags' if flags else 'enum'} {label}: {listed}"
        case TableClaim(slot=slot, path=path, rows=rows):
            where = "".join(f".{step}" for step in path)
            yield f"{_slot(slot)}{where}: " + ", ".join(map(_row, rows))
        case SampleClaim(slot=slot, shape=shape):
            yield f"sample of {_slot(slot)}: {shape.kind} {' '.join(shape.at)}".rstrip()


def _slot(slot: Slot) -> str:
    if slot.direction == "definition":
        return slot.operation.path
    return f"{slot.direction} {slot.operation.method} {slot.status}".rstrip()


def _row(row: Row) -> str:
    marks = "!" if row.presence == "required" else "?" if row.presence == "optional" else ""
    return f"{row.name}{marks} {row.type or '-'}{' or null' if row.nullable else ''}"
