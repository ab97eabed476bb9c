"""What a page says in its samples besides values: types in place of them, and comments.

Such a thing is said of the property that the sample shows; it yields to what a table says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from msgspec.structs import replace

from codegen.claims import ITEMS, Place, Row, Slot, TableClaim
from codegen.codes import CODES
from codegen.diagnostics import Severity
from codegen.payloads import Payload, Placeholder
from codegen.samples import Shape, shape_of
from codegen.typeexpr import SCALARS, Array, Scalar, TypeExpr

__all__ = ["Finding", "findings", "tables"]

#: What a property is called; other keys are data.
_NAME = re.compile(r"[A-Za-z_$@][\w$@.-]*")


class Finding(NamedTuple):
    """A finding about a sample; the line is that of the sample's text, from 0."""

    code: str
    message: str
    line: int
    severity: Severity


def tables(slot: Slot, payload: Payload, place: Place) -> Iterator[TableClaim]:
    """What the words and the comments of a sample say, object by object."""
    rows: dict[tuple[str, ...], dict[str, Row]] = {}
    for words in payload.placeholders:
        if words.values or words.type in SCALARS:
            row = _typed(words)
            if row is not None:
                rows.setdefault(_owner(words.path), {}).setdefault(row.name, row)
    for comment in payload.comments:
        name = comment.path[-1]
        known = rows.setdefault(comment.path[:-1], {})
        row = known.get(name) or Row(name=name, sampled=True, offset=comment.line)
        known[name] = replace(row, description=comment.text)
    for path, named in rows.items():
        if all(map(_is_name, (*path, *named))):
            yield TableClaim(
                slot=slot,
                path=path,
                rows=tuple(named.values()),
                instance=_instance(payload.shape, path),
                place=place,
            )


def _instance(shape: Shape, path: tuple[str, ...]) -> str:
    """The type that the objects at `path` name as their own, if they all name one."""
    found = [shape]
    for step in path:
        if step == ITEMS:
            found = [item for one in found for item in one.items]
        else:
            found = [one.at[step] for one in found if step in one.keys]
    names = {one.instance for one in found}
    return names.pop() if len(names) == 1 else ""


def _owner(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path of the object that has the property whose value, or element, is at `path`."""
    return path[: len(path) - _arrays(path) - 1]


def _arrays(path: tuple[str, ...]) -> int:
    return sum(1 for _ in takewhile(lambda step: step == ITEMS, reversed(path)))


def _typed(words: Placeholder) -> Row | None:
    arrays = _arrays(words.path)
    if arrays == len(words.path):
        return None  # The payload itself, or its elements: no property.
    inner: TypeExpr = Scalar(words.type or "string")
    for _ in range(arrays):
        inner = Array(inner)
    name = words.path[len(words.path) - arrays - 1]
    return Row(name=name, type=inner, values=words.values, sampled=True, offset=words.line)


def _is_name(step: str) -> bool:
    return step == ITEMS or bool(_NAME.fullmatch(step) and shape_of(step).kind == "string")


#: What people write on purpose, and JSON has not; all else is a slip.
_NOTATION = frozenset(
    {
        "a comment",
        "a literal that JSON has not",
        "a name without quotes",
        "a number that JSON has not",
        "a part left out",
        "quotes that JSON has not",
        "words in place of a value",
    }
)


def findings(payload: Payload) -> Iterator[Finding]:
    """What was mended: one finding, at the first slip; and one for an end too early."""
    if payload.repairs:
        slips = [repair for repair in payload.repairs if repair.what not in _NOTATION]
        shown = slips or payload.repairs
        listed = ", ".join(dict.fromkeys(repair.what for repair in shown))
        severity = CODES["repaired-sample"].severity if slips else "info"
        message = f"sample is no JSON, and is read as if it were: {listed}"
        yield Finding("repaired-sample", message, shown[0].line, severity)
    if payload.truncated:
        line = payload.line + payload.text.count("\n")
        message = "sample ends before its brackets are closed; what is missing is not known"
        yield Finding("truncated-sample", message, line, CODES["truncated-sample"].severity)
