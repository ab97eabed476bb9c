"""Values that stand in a table of their own, put into the rows that they are the values of."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from codegen.claims import Row
from codegen.dialects.general.drafts import DefinitionDraft, Payload, Reader
from codegen.dialects.general.read import Read
from codegen.typeexpr import Array, Scalar

__all__ = ["allow"]

_Values = Mapping[str, tuple[str | int, ...]]


def allow(reader: Reader, read: Read) -> None:
    """Give the rows of the operation, or of the type above, the values that a table has."""
    values = {row.name: row.values for row in read.rows}
    draft = reader.operation_draft
    if draft is not None:
        draft.parameters[:] = [replace(one, row=_with(one.row, values)) for one in draft.parameters]
        draft.payloads[:] = [_payload(one, values) for one in draft.payloads]
        return
    definition = _definition(reader)
    if definition is not None:
        definition.payloads[:] = [_payload(one, values) for one in definition.payloads]


def _definition(reader: Reader) -> DefinitionDraft | None:
    """The type that is documented by the section, or by the nearest above it."""
    found = (reader.documented.get(id(node)) for node in reader.node.up())
    return next((draft for draft in found if draft is not None), None)


def _payload(payload: Payload, values: _Values) -> Payload:
    return replace(
        payload,
        rows=tuple(_with(row, values) for row in payload.rows),
        nested=tuple(
            (path, tuple(_with(row, values) for row in rows)) for path, rows in payload.nested
        ),
    )


def _with(row: Row, values: _Values) -> Row:
    found = values.get(row.name)
    if found is None or row.values:
        return row
    kind = row.type.items if isinstance(row.type, Array) else row.type
    if isinstance(kind, Scalar) and kind.json_type == "integer":
        found = tuple(int(one) for one in found if str(one).lstrip("-").isdecimal())
    if isinstance(kind, Scalar) and kind.json_type not in {"string", "integer"}:
        return row
    return msgspec.structs.replace(row, values=found)
