"""A spec that holds one of everything that the targets must render."""

from __future__ import annotations

from codegen.spec import (
    FORMAT_VERSION,
    Body,
    Constraints,
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    SecurityScheme,
    Source,
    Spec,
    Undecided,
    UnionType,
    Variant,
)
from codegen.typeexpr import parse

__all__ = ["EVERYTHING", "prop"]


def prop(name: str, type_: str, **facts: object) -> Property:
    """A property, its type as text."""
    return Property(name=name, type=parse(type_), **facts)  # type: ignore[arg-type]


_ORDER = ObjectType(
    name="Order",
    module="orders",
    aliases=("common.Purchase",),
    description='An order. Says "hello"\n\n- with a list\n- of two\n\nand C:\\dir and """quotes"""',
    sources=(Source(page="orders/order.md", heading="Properties"), Source(page="orders/get.md")),
    properties=(
        prop("Id", "int32", presence="required", read_only=True, description="The key."),
        prop("note", "string", presence="required", nullable=True),
        prop("Total", "double", constraints=Constraints(minimum=0, maximum=1e16)),
        prop("Paid", "boolean", presence="optional", deprecated="Use `Status`."),
        prop("CreatedAt", "date-time", basis="sampled", source=Source(page="orders/get.md")),
        prop("Day", "date"),
        prop("Opens", "time"),
        prop("Takes", "duration"),
        prop("Key", "uuid"),
        prop("Blob", "byte", constraints=Constraints(max_length=9, pattern="^a(?=b)")),
        prop("Status", "Status", description="State of the order.", nullable=True),
        prop("Level", "Level"),
        prop("Lines", "array<Line>", presence="required"),
        prop("Extra", "any"),
        prop("Bag", "object"),
        prop("Counts", "map<int64>"),
        prop("Links", "map<Link>"),
        prop("Stamps", "array<date-time>"),
        prop("Mixed", "int32 | string"),
        prop("Parent", "Order"),
        prop("Payment", "Payment"),
        prop("Payments", "array<Payment>"),
        prop("class", "string"),
        prop("@odata.type", "string"),
        prop("$ref", "string"),
        prop("discriminator", "string"),
        prop("Nothing", "null"),
        prop("Only", "string", constraints=Constraints(const="x")),
        prop("Version", "int32", nullable=True, constraints=Constraints(const=2)),
        prop("Live", "boolean", constraints=Constraints(const=True)),
        prop("Rate", "double", constraints=Constraints(const=1.5)),
        prop("Since", "date", constraints=Constraints(const="2020-02-02")),
        prop("Kind", "string", nullable=False, constraints=Constraints(const="k", max_length=3)),
        prop("Seat", "int32", nullable=False, constraints=Constraints(minimum=1)),
        prop("Home", "Link", nullable=False),
        prop("Anything", "any", nullable=False),
        prop("Grid", "array<array<number>>", nullable=True),
        prop("Gaps", "array<int32 | null>"),
        prop("GapsByName", "map<string | null>"),
        prop("Moments", "array<date-time | null>", nullable=True),
        prop("States", "map<Level | Status | null>"),
        prop("Parts", "array<Line | null>"),
        prop("Pays", "array<null | Payment>"),
        prop("Maybe", "int32 | null"),
    ),
    undecided=(Undecided(constraint="maxLength 3", candidates=("note", "Only"), more=True),),
)

EVERYTHING = Spec(
    format=FORMAT_VERSION,
    api="shop",
    title="The shop: API",
    security_schemes=(
        SecurityScheme(name="Basic", kind="http", scheme="basic"),
        SecurityScheme(name="Ticket", kind="apiKey", header="X-Ticket", description="A ticket."),
    ),
    types=(
        ObjectType(
            name="Bank",
            module="orders",
            properties=(
                prop("@type", "string"),
                prop("Iban", "string", presence="required"),
                prop("Next", "Payment"),
            ),
        ),
        ObjectType(
            name="Card",
            module="orders",
            properties=(
                prop("@type", "string", presence="required"),
                prop("Number", "int64", presence="required"),
            ),
        ),
        ObjectType(name="Empty", module="orders"),
        ObjectType(
            name="Error",
            module="common",
            basis="unified",
            properties=(prop("Message", "string", presence="required"),),
        ),
        EnumType(
            name="Level",
            module="orders",
            scalar="integer",
            values=(
                EnumValue(value=-1),
                EnumValue(value=0, description="None at all."),
                EnumValue(value=10),
            ),
        ),
        ObjectType(
            name="Line",
            module="orders",
            properties=(prop("Text", "string"), prop("Link", "Link", nullable=True)),
        ),
        ObjectType(
            name="Link",
            module="common",
            aliases=("orders.Reference",),
            description="A link.",
            properties=(prop("Rel", "string"), prop("Href", "uri")),
        ),
        ObjectType(name="Loose", module="people", properties=(prop("pick", "Person | Link"),)),
        EnumType(name="Nobody", module="people"),
        _ORDER,
        UnionType(
            name="Payment",
            module="orders",
            aliases=("gone.Paying", "orders.Means"),
            discriminator="@type",
            variants=(
                Variant(type="Card", values=("card", "credit card")),
                Variant(type="Bank", values=("bank",)),
            ),
            description="How it is paid.",
        ),
        ObjectType(
            name="Person",
            module="people",
            properties=(
                prop("Name", "string", presence="required"),
                prop("Born", "date"),
                prop("Home", "Link"),
                prop("Who", "Nobody"),
            ),
        ),
        EnumType(
            name="Status",
            module="orders",
            aliases=("orders.State",),
            description="Where an order stands.",
            values=(
                EnumValue(value="Open", description="Still open."),
                EnumValue(value="Closed"),
                EnumValue(value='it\'s "odd"\nhere\\'),
            ),
        ),
        UnionType(
            name="Subject", module="people", variants=(Variant(type="Person"), Variant(type="Link"))
        ),
    ),
    operations=(
        Operation(
            id="list_orders",
            method="GET",
            path="/orders",
            module="orders",
            summary="Lists orders: all of them",
            parameters=(
                Parameter(name="If-Match", location="header", type=parse("string")),
                Parameter(name="top", location="query", type=parse("int32"), required=False),
                Parameter(name="status", location="query", type=parse("Status")),
            ),
            responses=(
                Response(status="200", body=Body(type=parse("array<Order>"))),
                Response(status="404", body=Body(type=parse("Error"))),
            ),
            security=("Basic", "Ticket"),
            sources=(Source(page="orders/list.md", heading="Request"),),
        ),
        Operation(
            id="create_order",
            method="POST",
            path="/orders",
            module="orders",
            request=Body(type=parse("Order"), required=True, examples=('{"Id": 1}',)),
            responses=(
                Response(status="201", description="Made.", body=Body(type=parse("Order"))),
                Response(status="4XX", body=Body(type=parse("Error"), nullable=True)),
            ),
        ),
        Operation(
            id="delete_order",
            method="DELETE",
            path="/orders/{id}",
            module="orders",
            deprecated="Do not.",
            responses=(
                Response(status="204"),
                Response(status="404", body=Body(type=parse("Error"))),
            ),
        ),
        Operation(
            id="list",
            method="GET",
            path="/people/{id}?expand={what}",
            module="people",
            parameters=(Parameter(name="If-Match", location="header", type=parse("string")),),
            responses=(
                Response(status="200", body=Body(type=parse("Subject"))),
                Response(status="404", body=Body(type=parse("Error"))),
                Response(status="default", body=Body(type=parse("any"))),
            ),
        ),
        Operation(
            id="list_again",
            method="GET",
            path="/people/{id}?expand={what}",
            module="people",
            responses=(
                Response(status="200", body=Body(type=parse("map<date-time>"))),
                Response(status="404", body=Body(type=parse("Error"))),
            ),
        ),
        Operation(
            id="merge_person",
            method="MERGE",
            path="people",
            module="people",
            request=Body(type=parse("Person | Link"), media_types=("application/json", "text/xml")),
        ),
        Operation(
            id="order_placed",
            method="POST",
            path="order.placed",
            module="orders",
            request=Body(type=parse("Payment")),
            webhook=True,
        ),
        Operation(
            id="Person",
            method="GET",
            path="/count",
            module="people",
            responses=(Response(status="200", body=Body(type=parse("int32"))),),
        ),
    ),
)
