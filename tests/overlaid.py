"""A small shop with an overlay over it, for the tests of the overlay."""

from __future__ import annotations

from codegen.claims import Row
from codegen.overlay import loads
from codegen.resolve import Resolution, resolve
from codegen.spec import Property
from codegen.typeexpr import Scalar
from tests.readings import PageOf, Readable, object_type

__all__ = ["corrected", "pages", "prop", "reasoned", "stale"]

ROWS: dict[str, str | Row] = {
    "Id": Row(
        name="Id", type=Scalar("int32"), presence="required", nullable=False, description="Key."
    ),
    "Name": "string",
    "Tags": "array<string>",
    "Owner": "Person",
    "Status": Row(name="Status", values=("Open", "Closed")),
    "Kind": Row(name="Kind", values=("Big", "Small")),
}


def pages() -> list[PageOf]:
    """A shop: two operations on an order, whose owner is a person; a kind that both have."""
    return [
        PageOf("GET /orders/{id}", name="Get", group="Orders")
        .parameter("path", "id", "int32")
        .parameter("query", "$mode", values=("Slim", "Full"))
        .parameter("header", "X-Trace", "string")
        .status("200", "OK")
        .body("200", "Order")
        .table("200", ROWS)
        .table("200", {"Id": "int32", "Kind": Row(name="Kind", values=("Big", "Small"))}, "Owner"),
        PageOf("PUT /orders/{id}", name="Put", group="Orders", deprecated="")
        .parameter("path", "id", "int32")
        .body("request", "Order")
        .status("204", "Done"),
    ]


def corrected(text: str, *more: Readable, only: bool = False) -> Resolution:
    """The shop (or `more` alone) with an overlay of these entries, each with a reason."""
    readings = [page.reading() for page in (*(() if only else pages()), *more)]
    return resolve(readings, api="shop", overlay=loads(reasoned(text)))


def reasoned(text: str) -> str:
    """`text` with a reason for each entry that has none, in the entry's first line."""
    entries = text.strip().replace("\n- ", "\n\x00- ").split("\x00")
    if not text.strip():
        return ""
    return "".join(
        entry
        if "reason:" in entry or entry.startswith("#")
        else f"{entry.rstrip()}\n  reason: because\n"
        for entry in entries
    )


def prop(resolution: Resolution, name: str) -> Property:
    owner, _, name = name.partition(".")
    return next(one for one in object_type(resolution, owner).properties if one.name == name)


def stale(resolution: Resolution) -> list[tuple[int, str]]:
    return [
        (one.line, one.code) for one in resolution.diagnostics if one.code.startswith("overlay")
    ]
