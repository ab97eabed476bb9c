"""Drafts -> claims: what a page says of its operations and types, once it has been read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from codegen.claims import (
    ITEMS,
    BodyClaim,
    Claim,
    Direction,
    FeatureClaim,
    Link,
    OperationClaim,
    OperationKey,
    Row,
    SameClaim,
    SampleClaim,
    Slot,
    Step,
    TableClaim,
)
from codegen.dialects.general.drafts import (
    LISTED,
    Body,
    OperationDraft,
    Parameter,
    Payload,
    Reader,
    Shown,
)
from codegen.dialects.general.labels import Labels, group_of, name_of
from codegen.dialects.general.media import claim_media, of_request
from codegen.dialects.general.parameters import claim_parameters, marked
from codegen.dialects.general.place import Objects, tables
from codegen.dialects.general.remarks import as_said
from codegen.dialects.general.sent import EMPTY, sent_alone
from codegen.dialects.general.statuses import claim_statuses
from codegen.dialects.general.where import in_body
from codegen.dialects.general.worded import named_type
from codegen.dialects.phrases import deprecation
from codegen.mediatypes import BYTES, JSON, is_data
from codegen.pathtemplate import example_of
from codegen.samples import Shape
from codegen.typeexpr import Array, Scalar, TypeExpr

__all__ = ["claim_operations"]

#: What an answer's status is where the page names none.
_USUAL = "200"
#: Claims of a page that repeat, of the operations of a section, what is claimed of the first: real
#: pages have some hundreds. More of them would cost as much as the square of what stands there.
_MOST_REPEATED = 50_000
#: Kinds of media whose samples are no JSON, nor anything that says what is sent.
_TEXTS = re.compile(r"text/html|application/x-www-form-urlencoded|multipart/.*|.*json.*|")


def claim_operations(reader: Reader) -> None:
    """The claims of all operations of the page."""
    drafts = sorted(reader.operations.values(), key=lambda draft: min(draft.lines.values()))
    alone = len(drafts) == 1
    labels = Labels(draft.label for draft in reader.definitions.values())
    room = _MOST_REPEATED
    for draft in drafts:
        room -= _Finish(reader, draft, labels, alone=alone).claim(room)


class _Finish:
    """One draft, for each of its operations."""

    def __init__(
        self, reader: Reader, draft: OperationDraft, labels: Labels, *, alone: bool
    ) -> None:
        self.reader = reader
        self.labels = labels
        self.draft = draft
        self.keys = tuple(draft.lines)
        self.alone = alone
        sent_alone(draft)
        self.success = self._success()
        self.shapes: dict[tuple[Direction, str], list[Shape]] = {}
        self.objects: dict[tuple[Direction, str], Objects] = {}

    def claim(self, room: int) -> int:
        """Add the claims of the draft, in the order of the operations.

        Returns how many of `room` claims were repeated. Where there is no room for as many, of the
        operations nothing is claimed but that they are documented.
        """
        listed = len(self.keys) > LISTED
        samples = self._samples() if not listed else []
        repeated = (len(self.keys) - 1) * self._facts(samples)
        if listed or repeated > room:
            self._list("" if listed else f": it would be {repeated:,} claims")
            return 0
        self._claim(samples)
        return repeated

    def _facts(self, samples: Iterable[tuple[Shown, list[Claim]]]) -> int:
        """How much is said of each operation."""
        draft = self.draft
        return (
            len(draft.parameters)
            + len(draft.bodies)
            + len(draft.statuses)
            + len(draft.same)
            + len(draft.media)
            + len(draft.features)
            + sum(1 + len(one.rows) + len(one.nested) for one in draft.payloads)
            + sum(1 + len(made) for _, made in samples)
        )

    def _claim(self, samples: list[tuple[Shown, list[Claim]]]) -> None:
        start = len(self.reader.claims)
        self._operations(self.draft.prose)
        payloads = self._placed()
        claim_parameters(self.reader, self.draft)
        bodies = [self._body(body) for body in self._said()]
        documented = {self._slot(self.keys[0], body.slot) for body in bodies if body is not None}
        for payload in payloads:
            documented.add(self._of(self.keys[0], payload.side, payload.status))
            self._payload(payload)
        for body in bodies:
            self._each([body] if body is not None else [])
        claim_statuses(self.reader, self.draft, self.success, documented, samples)
        structured = self._structured(payloads, bodies)
        request = Slot(self.keys[0], "request")
        media = of_request(self.draft, payloads, structured=request in structured)
        if any(is_data(name) for one in media for name in one.told.types):
            structured = structured | {request}
        self._shown(samples, documented, structured)
        claim_media(self.reader, self.keys, media, start)

    def _slot(self, key: OperationKey, slot: Slot) -> Slot:
        return Slot(key, slot.direction, slot.status)

    def _of(self, key: OperationKey, side: str, status: str) -> Slot:
        if side == "request":
            return Slot(key, "request")
        return Slot(key, "response", status or self.success)

    def _success(self) -> str:
        """The status of answers with a body where the page names none beside them."""
        draft = self.draft
        said = [
            *(body.status for body in draft.bodies if body.words.type),
            *(one.status for one in draft.statuses),
            *(shown.sample.status for shown in draft.samples),
        ]
        found = (status for status in said if status.startswith("2") and status not in EMPTY)
        return next(found, _USUAL)

    def _each(self, claims: Iterable[BodyClaim | TableClaim | SampleClaim]) -> None:
        """Claims of the first operation, for all of them."""
        for claim in claims:
            for key in self.keys:
                slot = self._slot(key, claim.slot)
                self.reader.claims.append(
                    claim if slot == claim.slot else replace(claim, slot=slot)
                )

    def _list(self, why: str) -> None:
        """The operations alone, of a section that lists many or says much of each."""
        self.draft.same.clear()
        self._operations(())
        message = f"of {len(self.keys):,} operations of one section nothing else is read{why}"
        self.reader.report("not-understood", message, min(self.draft.lines.values()))

    def _operations(self, texts: Iterable[str]) -> None:
        """The operations, with the `texts` that describe them."""
        reader, draft = self.reader, self.draft
        prose = [text for text in texts if text]
        deprecated = next(
            (found for text in prose if (found := deprecation(text)) is not None), None
        )
        if deprecated is None and re.search(r"\(deprecated\)", draft.node.title, re.IGNORECASE):
            deprecated = ""
        reader.section = draft.node.section
        anchors = draft.node.anchors
        for key, line in draft.lines.items():
            claim = OperationClaim(
                operation=key,
                name=name_of(draft.node, key),
                group=group_of(draft.node, reader.page.page, key, reader.style, alone=self.alone),
                summary=" ".join(prose[0].split()) if prose else "",
                description="\n\n".join(prose[1:]),
                deprecated=deprecated,
                anchors=anchors,
                place=reader.place(line),
            )
            anchors = ()  # links to the section lead to the first
            reader.claims.append(claim)
            reader.claims.extend(
                FeatureClaim(operation=key, feature=feature, place=reader.place(at))
                for feature, at in draft.features.items()
            )
            if (printed := draft.printed.get(key, key.path)) != key.path:
                message = f"{printed!r} has values in it, and is read as {key.path!r}"
                reader.report("value-in-path", message, line, severity="info")
        for one in draft.same:
            reader.section = one.section
            place = reader.place(one.line)
            reader.claims.extend(
                SameClaim(operation=key, target=one.target, without=one.without, place=place)
                for key in self.keys
            )

    def _placed(self) -> list[Payload]:
        """The payloads, with each row of which no words tell the place where the samples show it.

        Rows that turn out to stand in the query become parameters.
        """
        draft = self.draft
        shown = {name for shape in self.shapes.get(("request", ""), ()) for name in shape.keys}
        queried = {name for one in draft.samples for name in one.sample.query}
        found: list[Payload] = []
        parameters, draft.parameters = draft.parameters, []
        for one in parameters:
            if one.placed or not in_body(one.row.name, shown, queried, draft):
                draft.parameters.append(one)
                continue
            found.append(
                Payload(side="request", rows=(one.row,), line=one.line, section=one.section)
            )
        for payload in draft.payloads:
            moved = {name for name in payload.unplaced if not in_body(name, shown, queried, draft)}
            draft.parameters.extend(
                Parameter(location="query", row=row, line=payload.line, section=payload.section)
                for row in payload.rows
                if row.name in moved
            )
            rows = tuple(row for row in payload.rows if row.name not in moved)
            nested = tuple(one for one in payload.nested if one[0][0] not in moved)
            if rows or (nested and not payload.rows):
                found.append(replace(payload, rows=rows, nested=nested))
        return found

    def _samples(self) -> list[tuple[Shown, list[Claim]]]:
        """The samples as claims of the first operation that they fit."""
        reader = self.reader
        found: list[tuple[Shown, list[Claim]]] = []
        for shown in self.draft.samples:
            sample = shown.sample
            key = self._sampled(sample.request)
            slot = self._of(key, sample.side or "response", sample.status)
            reader.section = shown.node.section
            start = len(reader.claims)
            if not _TEXTS.fullmatch(sample.media_type):
                place = reader.place(sample.line)
                media = (sample.media_type,)
                reader.claims.append(
                    BodyClaim(slot=slot, type=Scalar("binary"), media_types=media, place=place)
                )
            elif sample.text.strip():
                reader.sample(slot, sample.text, sample.line)
            made = [as_said(claim, shown, reader.style) for claim in reader.claims[start:]]
            del reader.claims[start:]
            for claim in made:
                if isinstance(claim, SampleClaim):
                    side = (slot.direction, slot.status)
                    self.shapes.setdefault(side, []).append(claim.shape)
            found.append((shown, made))
        return found

    def _sampled(self, request: OperationKey | None) -> OperationKey:
        """The operation that a sample's own request line is an example of."""
        if request is not None:
            for key in self.keys:
                if key == request or example_of(request, key):
                    return key
        return self.keys[0]

    def _structured(
        self, payloads: Sequence[Payload], bodies: Sequence[BodyClaim | None]
    ) -> frozenset[Slot]:
        """The slots, of the first operation, of which properties or items are documented."""
        key = self.keys[0]
        return frozenset(
            (
                *(self._of(key, one.side, one.status) for one in payloads),
                *(Slot(key, side, status) for side, status in self.shapes),
                *(one.slot for one in bodies if one and not isinstance(one.type, Scalar)),
            )
        )

    def _shown(
        self,
        samples: list[tuple[Shown, list[Claim]]],
        documented: Collection[Slot],
        structured: Collection[Slot],
    ) -> None:
        """Samples, for all operations where nothing else says what is sent.

        Bytes beside what has properties are another form of it, and say nothing of its type.
        """
        for shown, made in samples:
            for claim in made:
                if isinstance(claim, BodyClaim) and (
                    self._slot(self.keys[0], claim.slot) in structured
                ):
                    rest = (JSON,) if claim.slot.direction == "response" else ()
                    media = (*rest, *claim.media_types)
                    self._each([replace(claim, type=None, media_types=media)])
                elif not isinstance(claim, SampleClaim | TableClaim | BodyClaim):
                    self.reader.claims.append(claim)
                elif shown.sample.request is None and (
                    self._slot(self.keys[0], claim.slot) not in documented
                ):
                    self._each([claim])
                else:
                    self.reader.claims.append(claim)

    def _said(self) -> list[Body]:
        """What sentences say of bodies: where a table does, only words marked as a type's count."""
        tables = {(one.side, one.status) for one in self.draft.payloads}
        return [
            body
            for body in self.draft.bodies
            if body.words.sure or not tables & {(body.side, ""), (body.side, body.status)}
        ]

    def _body(self, body: Body) -> BodyClaim | None:
        """What a sentence says that a body is; None where it names no type."""
        reader = self.reader
        found = named_type(reader, self.draft, body, self.labels)
        if found is None:
            return None
        reader.section = body.section
        slot = self._of(self.keys[0], body.side, body.status)
        kind, links, sure = found
        envelope = reader.style.envelope
        if envelope and body.side == "response" and isinstance(kind, Array):
            self._enveloped(slot, envelope, kind, links, body.line)
            return None
        media = (BYTES,) if kind == Scalar("binary") else ()  # JSON has no bytes
        place = reader.place(body.line)
        return BodyClaim(
            slot=slot, type=kind, media_types=media, links=links, place=place, sure=sure
        )

    def _enveloped(
        self, slot: Slot, name: str, kind: TypeExpr, links: tuple[Link, ...], line: int
    ) -> None:
        rows = (Row(name=name, type=kind, links=links),)
        self._each([TableClaim(slot=slot, rows=rows, place=self.reader.place(line))])

    def _payload(self, payload: Payload) -> None:
        """A table of a body, where in it its properties stand."""
        reader = self.reader
        slot = self._of(self.keys[0], payload.side, payload.status)
        side = (slot.direction, slot.status)
        if side not in self.objects:
            self.objects[side] = Objects(self.shapes.get(side, ()))
        said = self._said_path(payload)
        path = self.objects[side].at((row.name for row in payload.rows), said)
        reader.section = payload.section
        if payload.side == "request":
            rows = tuple(marked(row, self.draft) for row in payload.rows)
            payload = replace(payload, rows=rows)
            elsewhere: dict[tuple[Step, ...], list[Row]] = {}
            apart = self.objects[side].apart((row.name for row in rows), path)
            for row in rows:
                if row.name in apart:
                    elsewhere.setdefault(apart[row.name], []).append(row)
            for at, found in elsewhere.items():
                there = replace(payload, rows=tuple(found), nested=())
                self._each(tables(reader, slot, at, there))
            rows = tuple(row for row in rows if row.name not in apart)
            payload = replace(payload, rows=rows)
        self._each(tables(reader, slot, path, payload))

    def _said_path(self, payload: Payload) -> tuple[Step, ...]:
        """Where a table's object is in the body, by what a sentence says of the body."""
        if payload.side == "request":
            said = (body.words.several for body in self.draft.bodies if body.side == "request")
            return (ITEMS,) if any(said) else ()
        return ()
