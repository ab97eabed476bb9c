"""The SuperOffice REST reference, in all revisions of its page form.

A page documents one operation: a title and a request line, a table of path parts without a
heading, sections for query parameters, request headers, the request body and the response, and
one or two samples as HTTP messages. Revisions differ in where the response's type stands (in the
heading, in a heading below it, or in a paragraph) and in how samples are headed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from msgspec.structs import replace

from codegen.claims import (
    BodyClaim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    Place,
    Reading,
    ResponseClaim,
    Row,
    SecurityClaim,
    Slot,
    TableClaim,
)
from codegen.dialects.base import Context, Rule, read_blocks
from codegen.dialects.phrases import deprecation
from codegen.dialects.superoffice.tables import header_row, report_rows, rows, selected, type_of
from codegen.markdown import Block, Fence, Html, ListBlock, Page, Paragraph, clean
from codegen.samples import Message, parse_message
from codegen.spec import In
from codegen.typeexpr import Scalar

__all__ = ["SUPEROFFICE"]

_TITLE = re.compile(r"(GET|POST|PUT|PATCH|DELETE|DEL|HEAD|OPTIONS) \S")
_UID = re.compile(r"v\d+(\w+?)_(\w+)$")
#: Parts of a path that are the same for every operation.
_PREFIX = re.compile(r"api|v\d+|Agents")
_HEADERS = re.compile(r"Request Headers", re.IGNORECASE)
_QUERY = re.compile(r"Query String Parameters", re.IGNORECASE)
_RESPONSE = re.compile(r"Response\s*(?::\s*(\S*))?", re.IGNORECASE)
_RESPONSE_BODY = re.compile(r"Response body:\s*(\S*)", re.IGNORECASE)
_REQUEST_BODY = re.compile(r"Request Body:\s*(\S+)(?:\s+(\S+))?", re.IGNORECASE)
_SAMPLE = re.compile(r"Sample (?:request|response)", re.IGNORECASE)
_CAPITALISED = re.compile(r"\b[A-Z]\w*[a-z]\w*\b")


#: The title and some of the headings are those of many vendors; one mark may be missing.
_MOST = 0.8


class _SuperOffice:
    name = "superoffice"

    def recognises(self, page: Page) -> float:
        """The share of the form's marks that are there; no page of it without its title."""
        headings = [section.heading for section in page.sections() if section.heading]
        if not any(_TITLE.match(heading.text) for heading in headings):
            return 0.0
        titles = [heading.text for heading in headings if heading.level == 2]  # noqa: PLR2004
        marks = (
            any(_HEADERS.fullmatch(title) for title in titles),
            any(_RESPONSE.fullmatch(title) for title in titles),
            any(_SAMPLE.fullmatch(title) for title in titles),
            any(_UID.match(str(page.front_matter.get(key))) for key in ("uid", "id")),
        )
        found = (1 + sum(marks)) / (1 + len(marks))
        return found if found >= _MOST else 0.0

    def read(self, page: Page) -> Reading:
        """One operation with its parameters, bodies and samples."""
        context = Context(page=page, section=page.sections()[0])
        read_blocks(context, _RULES, _begin)
        _describe_bodies(context)
        _finish(context)
        return context.reading(self.name)


SUPEROFFICE = _SuperOffice()


def _begin(context: Context) -> None:
    """Headings, each by the first row of `_HEADINGS` that it fits.

    Before the request headers any heading is part of the operation's description. After them the
    form has no others: what follows an unknown one belongs to no slot.
    """
    heading = context.section.heading
    if heading is None:
        return
    if found := _of_the_form(heading.text):
        match, rule = found
        rule(context, match, heading.line)
    elif "form" in context.notes:
        context.slot = None
        context.not_understood(heading)


def _form_begins(context: Context, _match: re.Match[str], _line: int) -> None:
    context.notes["form"] = "begun"


def _nothing_more(_context: Context, _match: re.Match[str], _line: int) -> None:
    """The blocks below the heading say all."""


def _request_body(context: Context, match: re.Match[str], line: int) -> None:
    if context.operation is not None:
        context.slot = Slot(context.operation, "request")
        # The word behind the name is how the body is handed over; `string` is any text.
        word = match[2] if match[2] != "string" else ""
        _claim_body(context, word or "", line, hints=(match[1],))


def _response(context: Context, match: re.Match[str], line: int) -> None:
    if context.operation is not None:
        context.slot = Slot(context.operation, "response", "200")
        context.notes["response"] = match[1] or ""
        context.notes["response line"] = str(line)


def _response_body(context: Context, match: re.Match[str], line: int) -> None:
    _claim_body(context, match[1], line)


_HeadingRule = Callable[[Context, re.Match[str], int], None]

#: Headings of the form, in any case of letters.
_HEADINGS: tuple[tuple[re.Pattern[str], _HeadingRule], ...] = (
    (_HEADERS, _form_begins),
    (_REQUEST_BODY, _request_body),
    (_RESPONSE_BODY, _response_body),
    (_RESPONSE, _response),
    (_QUERY, _nothing_more),
    (_SAMPLE, _nothing_more),
)


@lru_cache(maxsize=1024)
def _of_the_form(title: str) -> tuple[re.Match[str], _HeadingRule] | None:
    """The first row of `_HEADINGS` that the title fits. Most titles stand on every page."""
    for pattern, rule in _HEADINGS:
        if match := pattern.fullmatch(title):
            return match, rule
    return None


def _finish(context: Context) -> None:
    """The operation itself, once all prose of it has been read."""
    page, key = context.page, context.operation
    if key is None:
        context.report("no-request-line", "the page has no request line", 1)
        return
    uid = page.front_matter.get("uid") or page.front_matter.get("id")
    match = _UID.match(uid) if isinstance(uid, str) else None
    parts = [part for part in key.path.split("/") if part and "{" not in part]
    literal = [part for part in parts if not _PREFIX.fullmatch(part)] or ["root"]
    prose = [text for text in "\n\n".join(context.texts["prose"]).split("\n\n") if text]
    claim = OperationClaim(
        operation=key,
        group=match[1] if match else literal[0],
        name=match[2] if match else f"{key.method.title()} {literal[-1]}",
        summary=prose[0].replace("\n", " ") if prose else "",
        description="\n\n".join(prose[1:]),
        deprecated=next(
            (found for text in prose if (found := deprecation(text)) is not None), None
        ),
        place=Place(
            page=page.page,
            line=int(context.notes["request line"]),
            heading=context.notes["request heading"],
            rank=page.rank,
        ),
    )
    context.claims.insert(0, claim)


def _request_line(context: Context, block: Block) -> bool:
    """The first fence of the page: the operation's method and path."""
    if context.operation is not None or not isinstance(block, Fence):
        return False
    message = parse_message(block.text.strip())
    if message is None or not message.method:
        return False
    context.operation = OperationKey(message.method, message.target.partition("?")[0])
    context.notes["request line"] = str(block.text_line)
    context.notes["request heading"] = context.section.title
    return True


def _repeated_request_lines(context: Context, block: Block) -> bool:
    """Request lines below the query parameters: each shows one of them again."""
    if not isinstance(block, Fence) or not _QUERY.fullmatch(context.section.title):
        return False
    for offset, line in enumerate(block.text.strip().split("\n")):
        message = parse_message(line)
        if message is None:
            return False
        name = message.target.partition("?")[2].partition("=")[0]
        if name and f"query {name}" not in context.notes and context.operation:
            row = Row(name=name, description="", sampled=True)
            _claim_parameter(context, "query", row, block.text_line + offset)
    return True


def _message_sample(context: Context, block: Block) -> bool:
    """A sample as an HTTP message, under a heading of its own or not."""
    if not isinstance(block, Fence) or not block.info.startswith("http"):
        return False
    message = parse_message(block.text)
    if message is None or context.operation is None:
        return False
    if message.method:
        slot = Slot(context.operation, "request")
        if message.method != context.operation.method:
            text = f"the sample is a {message.method}, the page is about {context.operation}"
            context.report("sample-mismatch", text, block.text_line)
    else:
        slot = Slot(context.operation, "response", message.status)
    if message.body:
        _claim_sample(context, slot, message, block.text_line)
    return True


def _claim_sample(context: Context, slot: Slot, message: Message, line: int) -> None:
    if "json" in message.media_type or not message.media_type:
        context.sample(slot, message.body, line + message.body_line)
        return
    place = context.place(line + message.body_line)
    media = (message.media_type,)
    _add_body(context, BodyClaim(slot=slot, type=Scalar("binary"), media_types=media, place=place))


def _path_table(context: Context, block: Block) -> bool:
    """Path parts: a table of its own, wherever it stands."""
    return _parameter_table(context, block, ("Path Part", "Type", "Description"), "path")


def _query_table(context: Context, block: Block) -> bool:
    return _parameter_table(context, block, ("Parameter Name", "Type", "Description"), "query")


def _parameter_table(context: Context, block: Block, header: tuple[str, ...], location: In) -> bool:
    table = selected(context, block, *header)
    if table is None:
        return False
    for row in rows(table):
        _claim_parameter(context, location, replace(row, offset=0), table.line + row.offset)
    report_rows(context, table)
    return True


def _claim_parameter(context: Context, location: In, row: Row, line: int) -> None:
    if context.operation is not None:
        context.notes[f"{location} {row.name}"] = "claimed"
        context.claims.append(
            ParameterClaim(
                operation=context.operation, location=location, row=row, place=context.place(line)
            )
        )


def _header_table(context: Context, block: Block) -> bool:
    """Request headers. Content types and Accept are negotiated per body, not parameters."""
    table = selected(context, block, "Parameter Name", "Description")
    if table is None:
        return False
    for cells in table.rows:
        schemes, row = header_row(*cells.cells)
        if schemes and context.operation is not None:
            context.claims.extend(
                SecurityClaim(
                    operation=context.operation, scheme=scheme, place=context.place(cells.line)
                )
                for scheme in schemes
            )
        elif row.name not in {"Accept", "Content-Type"}:
            _claim_parameter(context, "header", row, cells.line)
    return True


def _status_table(context: Context, block: Block) -> bool:
    """Status codes; the first that succeeds is the one that the body belongs to."""
    table = selected(context, block, "Response", "Description")
    if table is None or context.operation is None:
        return False
    statuses = []
    for row in table.rows:
        status = clean(row.cells[0])
        if not re.fullmatch(r"\d{3}|default", status):
            context.report("unknown-status", f"{status!r} is no status code", row.line)
            continue
        statuses.append(status)
        claim = ResponseClaim(
            operation=context.operation,
            status=status,
            description=clean(row.cells[1]),
            place=context.place(row.line),
        )
        context.claims.append(claim)
    success = next((status for status in statuses if status.startswith("2")), "")
    context.slot = Slot(context.operation, "response", success or (statuses or ["200"])[0])
    if word := context.notes.pop("response", ""):
        _claim_body(context, word, int(context.notes["response line"]))
    return True


def _property_table(context: Context, block: Block) -> bool:
    """The properties of the request or response body."""
    if context.slot is None:
        return False
    table = selected(context, block, "Property Name", "Type", "Description")
    if table is None:
        return False
    report_rows(context, table)
    context.claims.append(
        TableClaim(slot=context.slot, rows=rows(table), place=context.place(table.line))
    )
    return True


def _response_body_paragraph(context: Context, block: Block) -> bool:
    """`Response body: X` where a revision prints it as a paragraph instead of a heading."""
    if not isinstance(block, Paragraph) or context.slot is None:
        return False
    match = _RESPONSE_BODY.fullmatch(block.text)
    if match is None:
        return False
    _claim_body(context, match[1], block.line)
    return True


def _claim_body(context: Context, word: str, line: int, hints: tuple[str, ...] = ()) -> None:
    if context.slot is None:
        return
    expr, _ = type_of(word)
    if word and expr is None:
        context.report("unknown-type", f"{word!r} is neither a type nor a name of one", line)
    place = context.place(line)
    _add_body(context, BodyClaim(slot=context.slot, type=expr, hints=hints, place=place))


def _add_body(context: Context, claim: BodyClaim) -> None:
    """Claim a body; the sentences that follow in a request are about it."""
    context.notes["body"] = f"body {len(context.claims)}"
    context.claims.append(claim)


def _prose(context: Context, block: Block) -> bool:
    """Running text: of the operation up to the response, then of the body it stands under."""
    if not isinstance(block, Paragraph | ListBlock | Html | Fence):
        return False
    text = _text(context, block)
    title = context.section.title
    if _SAMPLE.fullmatch(title):
        return False
    if "form" not in context.notes:
        context.texts["prose"].append(text)
        return True
    if context.slot is None:
        return False
    if context.slot.direction == "request" and isinstance(block, Paragraph):
        context.texts[context.notes.get("body", "")].append(text)
    return isinstance(block, Paragraph)


def _describe_bodies(context: Context) -> None:
    """The sentences under a request body: its description, and names that may be its type's."""
    for index, claim in enumerate(context.claims):
        if isinstance(claim, BodyClaim) and (texts := context.texts.get(f"body {index}")):
            context.claims[index] = BodyClaim(
                slot=claim.slot,
                type=claim.type,
                hints=(
                    *claim.hints,
                    *(name for text in texts for name in _CAPITALISED.findall(text)),
                ),
                description=" ".join(filter(None, (claim.description, *texts))),
                media_types=claim.media_types,
                place=claim.place,
            )


def _text(context: Context, block: Paragraph | ListBlock | Html | Fence) -> str:
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Fence):
        return block.text.strip("\n")
    raw = context.page.lines[block.line - 1 : block.end]
    return "\n".join(filter(None, map(clean, raw)))


#: Offered to every block in this order. Tables are told by their header, wherever they stand.
_RULES: tuple[Rule, ...] = (
    _request_line,
    _repeated_request_lines,
    _message_sample,
    _path_table,
    _query_table,
    _header_table,
    _status_table,
    _property_table,
    _response_body_paragraph,
    _prose,
)
