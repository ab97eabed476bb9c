"""The media types that an operation is sent: by headings, sentences, headers, samples and rows.

Each place says a part: a heading that it is a form, a sentence that files are sent in another way,
a row that it stands in one kind of body alone. What they say together is put together here.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from codegen.claims import BodyClaim, OperationKey, SampleClaim, Slot, TableClaim
from codegen.dialects.general.drafts import Media, OperationDraft, Payload, Reader, Told
from codegen.dialects.general.samples import Sample
from codegen.markdown import clean
from codegen.mediatypes import FORM, JSON, MULTIPART, is_data, is_file, named
from codegen.pathtemplate import example_of

__all__ = ["add_media", "claim_media", "in_heading", "in_sentence", "of_request", "of_sample"]


def add_media(reader: Reader, told: Told, line: int) -> None:
    """Note what the place at `line` says of the operation's request."""
    draft = reader.operation_draft
    if draft is not None:
        draft.media.append(Media(told=told, line=line, section=reader.section))


# -- Headings --------------------------------------------------------------------------------------

_JSON = re.compile(r"\bjson\b", re.IGNORECASE)
_FORM = re.compile(r"\bform(?:[ -]?data|[ -]?encoded)?\b(?! of\b)", re.IGNORECASE)


def in_heading(title: str) -> Told | None:
    """What the heading above a body's properties says: ``JSON/Form Params``, ``Form data``."""
    types = named(title)
    if "multipart" in title.lower():
        types = (*types, MULTIPART)
    elif _JSON.search(title):
        types = (*types, JSON)
    form = not set(types) & {FORM, MULTIPART} and _FORM.search(title) is not None
    return Told(tuple(dict.fromkeys(types)), form=form) if types or form else None


# -- Sentences -------------------------------------------------------------------------------------

_SENT = re.compile(
    r"\b(?:sen[dt]|post(?:ed)?|put|requests?|body|bodies|payload|content[ -]types?|upload\w*"
    r"|submit\w*|attach\w*|encod\w+|form)\b",
    re.IGNORECASE,
)
#: What is answered, or asked for.
_ANSWERED = re.compile(
    r"\b(?:respon[ds]\w*|return(?:s|ed|ing)?|answer\w*|accept header|download\w*)\b|`accept`",
    re.IGNORECASE,
)
#: Words of what only some requests are.
_SOME = re.compile(
    r"\b(?:files?|attach\w*|upload\w*|if|when\w*|unless|optional\w*|also|can|may|instead|support\w*)\b",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"[^\s/]*+/\S*")
#: What stands before a media type that is not meant: `rather than application/json`.
_NOT = re.compile(
    r"\b(?:not|never|rather than|instead of|replac\w+|than)\b[^.;,]{0,20}$", re.IGNORECASE
)
#: Letters, in which all of that finds room.
_NEAR = 60


def in_sentence(sentence: str) -> Told | None:
    """What a sentence about an operation says of its requests, raw as it stands."""
    if "/" not in sentence:
        return None
    text = clean(sentence)
    low = text.lower()
    types = tuple(one for one in named(text) if not _is_denied(text, low.find(one)))
    if not types or not _SENT.search(text) or _ANSWERED.search(text):
        return None
    # Words in paths, such as `/files`, say nothing.
    return Told(types, sure=_SOME.search(_SLASHED.sub(" ", text)) is None)


def _is_denied(text: str, at: int) -> bool:
    return _NOT.search(text[max(0, at - _NEAR) : at]) is not None


# -- Samples ---------------------------------------------------------------------------------------

_PAIRS = re.compile(r"[\w.%\[\]-]+=[^&\s]*(?:&[\w.%\[\]-]+=[^&\s]*)*")
_BRACED = re.compile(r"\s*[\[{]")


def of_sample(sample: Sample) -> str:
    """The media type of a payload that a sample shows; '' where nothing is shown."""
    text = sample.text.strip()
    if not text:
        return ""
    if sample.media_type:
        return JSON if "json" in sample.media_type and _BRACED.match(text) else sample.media_type
    return FORM if sample.side == "request" and _PAIRS.fullmatch(text) else JSON


def _of_samples(draft: OperationDraft) -> Iterator[Media]:
    """What samples of its requests show."""
    return (
        Media(told=Told((name,)), line=one.sample.line, section=one.node.section)
        for one in draft.samples
        if one.sample.side == "request"
        and _is_of(draft, one.sample.request)
        and named(name := of_sample(one.sample))
    )


def _is_of(draft: OperationDraft, request: OperationKey | None) -> bool:
    return request is None or any(key == request or example_of(request, key) for key in draft.lines)


# -- Rows ------------------------------------------------------------------------------------------


def _of_headers(draft: OperationDraft) -> Iterator[Media]:
    """What the row of the header says: https://www.rfc-editor.org/rfc/rfc9110#name-content-type."""
    for one in draft.parameters:
        if one.location == "header" and one.row.name.lower() == "content-type":
            constant = (one.row.constraints.const, one.row.constraints.default, *one.row.values)
            types = named(" ".join((one.row.description, *map(str, constant))))
            if types:
                yield Media(told=Told(types), line=one.line + one.row.offset, section=one.section)


def _of_rows(draft: OperationDraft, payloads: Iterable[Payload]) -> Iterator[Media]:
    """What properties say: that they are sent in one kind of body alone, or are files.

    Where it is sent as JSON, whatever the page says besides, what is called a file is none.
    """
    said = [one.told for one in (*draft.media, *_of_headers(draft)) if one.told.sure]
    files = not said or any(told.form or MULTIPART in told.types for told in said)
    shown = _shown(draft)
    for payload in payloads:
        for row in payload.rows if payload.side == "request" else ():
            told = Told(row.media_types, sure=False)
            if files and is_file(row.type) and row.name not in shown:
                told = Told((*row.media_types, MULTIPART), sure=row.presence == "required")
            if told.types:
                line = payload.line + row.offset
                yield Media(told=told, line=line, section=payload.section)


def _shown(draft: OperationDraft) -> frozenset[str]:
    """The names of properties, and other texts, of the payloads in JSON that are sent."""
    sent = (one.sample.text for one in draft.samples if one.sample.side == "request")
    return frozenset(name for text in sent if _BRACED.match(text) for name in text.split('"')[1:-1])


# -- Together --------------------------------------------------------------------------------------


def of_request(
    draft: OperationDraft, payloads: Sequence[Payload], *, structured: bool
) -> tuple[Media, ...]:
    """All that the page says of an operation's requests, as media types alone.

    A form is one of several parts where something says so, as a file does, else that of web pages.
    Where only some requests are said to be sent in another way, the others are JSON as usual; so
    are those with properties (`structured`) where only texts and bytes are spoken of.
    """
    shown = tuple(_of_samples(draft))
    found = [*draft.media, *_of_headers(draft), *_of_rows(draft, payloads), *shown]
    types = {name for one in found for name in one.told.types}
    if types == {JSON}:
        found = found[: len(found) - len(shown)]  # a sample is JSON where nothing is said
    form = MULTIPART if MULTIPART in types else FORM
    some = not any(one.told.sure for one in found)
    plain = not any(one.told.form or any(map(is_data, one.told.types)) for one in found)
    rest = (JSON,) if some or (structured and plain) else ()
    return tuple(
        dataclasses.replace(one, told=Told((*rest, *one.told.types, *(form,) * one.told.form)))
        for one in found
    )


def claim_media(
    reader: Reader, keys: Iterable[OperationKey], found: Iterable[Media], start: int
) -> None:
    """The media types of the requests of which the reader's claims from `start` on speak."""
    sent = {
        claim.slot
        for claim in reader.claims[start:]
        if isinstance(claim, SampleClaim | TableClaim | BodyClaim)
        and claim.slot.direction == "request"
    }
    slots = [slot for key in keys if (slot := Slot(key, "request")) in sent]
    for media in found if sent else ():
        reader.section = media.section
        place = reader.place(media.line)
        reader.claims.extend(
            BodyClaim(slot=slot, media_types=media.told.types, place=place) for slot in slots
        )
