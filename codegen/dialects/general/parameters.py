"""Drafts -> claims of parameters: those that are listed, and those of request lines alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from codegen.claims import OperationKey, ParameterClaim, Row
from codegen.dialects.general.drafts import OperationDraft, Parameter, Reader
from codegen.pathtemplate import placeholders

__all__ = ["claim_parameters", "marked"]


def claim_parameters(reader: Reader, draft: OperationDraft) -> None:
    """Claim the parameters of each of a draft's operations."""
    for key, line in draft.lines.items():
        known: set[str] = set()
        spelled = {name.lower(): name for name in draft.queries[key]}
        for said in draft.parameters:
            one = _spelled(said, spelled)
            known.add(one.row.name)
            reader.section = one.section
            row = one.row if one.location == "path" else marked(one.row, draft)
            place = reader.place(one.line + row.offset)
            row = replace(row, offset=0)
            reader.claims.append(
                ParameterClaim(operation=key, location=one.location, row=row, place=place)
            )
        reader.section = draft.node.section
        place = reader.place(line)
        reader.claims.extend(
            ParameterClaim(
                operation=key, location="query", row=Row(name=name, sampled=True), place=place
            )
            for name in draft.queries[key]
            if name not in known
        )
        for row in _of_path(key, draft, known):
            reader.claims.append(
                ParameterClaim(operation=key, location="path", row=row, place=place)
            )


def marked(row: Row, draft: OperationDraft) -> Row:
    """A row that says nothing of its presence, with what is said of all parameters."""
    said = draft.marked
    if said is None or row.presence is not None or row.name in said.save:
        return row
    nullable = said.nullable if row.nullable is None else row.nullable
    return replace(row, presence=said.presence, nullable=nullable)


def _of_path(key: OperationKey, draft: OperationDraft, known: Collection[str]) -> Iterator[Row]:
    """Placeholders that are linked, save those that are `known`."""
    for name in placeholders(key.path):
        link = draft.placeholders.get(name)
        if link is not None and name not in known:
            yield Row(name=name, links=(link,))


def _spelled(parameter: Parameter, names: Mapping[str, str]) -> Parameter:
    """A parameter of the query as the request line spells it: tables may have capitals."""
    name = names.get(parameter.row.name.lower())
    if parameter.location != "query" or name is None or name == parameter.row.name:
        return parameter
    return replace(parameter, row=replace(parameter.row, name=name))
