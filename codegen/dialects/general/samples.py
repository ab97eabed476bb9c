"""Fences -> samples: which texts are payloads, and of what direction.

A sample is told by its form (an HTTP message, a command of curl, a text that begins as JSON does),
its direction by its form, by the heading above it, or by the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from codegen import exchanges
from codegen.claims import OperationKey
from codegen.dialects.general.paths import path_of, query_of
from codegen.dialects.styles.style import Role
from codegen.markdown import Fence
from codegen.samples import InvalidJsonError, Message, TooDeepError, parse_json, shape_of

__all__ = ["Sample", "in_fence"]

Side = Literal["request", "response", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One payload: `side` '' where nothing says whether it is sent or answered."""

    side: Side
    text: str
    line: int
    status: str = ""
    media_type: str = ""
    request: OperationKey | None = None
    """The request that the sample is of, where it names one."""
    query: tuple[str, ...] = ()
    """The names of the parameters in the query of that request."""


#: Languages of fences that hold payloads; code in others is prose.
_PAYLOADS = frozenset(
    {"http", "https", "rest", "text", "txt", "plain", "plaintext", "none", "js", "javascript"}
    | {"response", "request", "jsonc", "json5"}
)
_SHELLS = frozenset(
    {"sh", "bash", "shell", "zsh", "console", "curl", "shell-session", "terminal", "cli"}
)
#: A message, in a fence of whatever language.
_HEAD = re.compile(r"\s*(?:HTTP/[\d.]+ \d{3}|(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S*/)")
_JSON = re.compile(r"\s*(?:(?://|#)[^\n]*\n\s*)*[\[{]")
#: A payload that is a value alone; only a fence of JSON below a heading for samples holds one.
_VALUE = re.compile(r"\s*(?:\"(?:[^\"\\\n]|\\.){0,500}\"|-?\d{1,30}(?:\.\d{1,30})?|true|false)\s*")
_SIDES: dict[Role, Side] = {
    "sample-request": "request",
    "request": "request",
    "parameters": "request",
    "sample-response": "response",
    "response": "response",
    "statuses": "response",
}
_ALONE: frozenset[Role] = frozenset({"sample-request", "sample-response"})
#: The status that the text before an answer says that it has.
_PHRASES = "|".join(one.phrase for one in HTTPStatus)
_STATUS = re.compile(
    r"\b(?:HTTP|status|error|code)\b[^.:;,\d]{0,30}\b([1-5]\d\d)\b(?!.*\b[1-5]\d\d\b)"
    rf"|\b(?P<named>[1-5]\d\d)\b[`\"'*_]*[ -]+[`\"'*_(]*(?:{_PHRASES})\b",
    re.IGNORECASE | re.DOTALL,
)
_ANSWER = re.compile(
    r"\b(?:respon[ds]\w*|return\w*|results?|output|answers?|replies)\b", re.IGNORECASE
)
#: What is said of a request that was refused is said of the answer.
_SENT = re.compile(
    r"\b(?:(?<!bad )requests?|payload|body|post(?:ing)?|send\w*|input|expects?|accepts?"
    r"|pass(?:es|ed)?)\b",
    re.IGNORECASE,
)


def in_fence(fence: Fence, role: Role | None, before: str) -> tuple[Sample, ...] | None:
    """The payloads of a fence under a heading of `role`, behind the text `before`.

    None: it holds no sample, such as code; empty: a sample without a payload.
    """
    text = fence.text
    language = fence.info.split()[0].lower().strip("{}.") if fence.info else ""
    fits = not language or language in _PAYLOADS or "json" in language or "http" in language
    if fits or language in _SHELLS or _HEAD.match(text):
        messages = exchanges.messages(text)
        if any(one.method or one.status for one in messages):
            return tuple(_exchanged(messages, fence.text_line))
    value = "json" in language and role in _ALONE and _VALUE.fullmatch(text) is not None
    json = _JSON.match(text) is not None
    if not (fits and (value or json)) and not (json and _is_json(text)):
        return None
    side = _SIDES.get(role, "") if role else ""
    # Below a heading for parameters there may be an answer, too: the sentence before it says so.
    side = (_told(before) or side) if role == "parameters" else (side or _told(before))
    return (
        Sample(
            side=side,
            text=text,
            line=fence.text_line,
            status=_status(before) if side == "response" else "",
        ),
    )


def _status(before: str) -> str:
    """The status that the sentence before an answer says that it has; '' where it says none."""
    found = _STATUS.search(before[-300:])
    return (found[1] or found["named"]) if found is not None else ""


def _is_json(text: str) -> bool:
    """Whether code in another language, such as YAML, is JSON as it stands: an object or list."""
    try:
        shape = shape_of(parse_json(text))
    except (InvalidJsonError, TooDeepError):
        return False
    return bool(shape.keys) or any(one.kind == "object" for one in shape.items)


def _told(before: str) -> Side:
    """What the sentence before a sample says that it is of: the word that stands last decides."""
    last = before[-300:]
    answer = max((one.start() for one in _ANSWER.finditer(last)), default=-1)
    sent = max((one.start() for one in _SENT.finditer(last)), default=-1)
    if answer == sent:
        return ""
    # A response body is a response, whatever stands behind the word.
    if answer >= 0 and re.search(r"respon\w+ body", last, re.IGNORECASE):
        return "response"
    return "response" if answer > sent else "request"


def _exchanged(messages: Iterable[Message], line: int) -> Iterator[Sample]:
    """The samples of an exchange: what stands without a head of its own is what was answered."""
    media_type = ""
    for message in messages:
        if message.method or message.status:
            media_type = message.media_type
            yield _of_message(message, line)
        elif media_type.startswith("multipart/"):
            continue  # A part of a body, which is no payload by itself.
        elif _JSON.match(message.body):
            yield Sample(side="response", text=message.body, line=line + message.body_line)


def _of_message(message: Message, line: int) -> Sample:
    request = None
    if message.method and (path := path_of(message.target)) is not None:
        request = OperationKey(message.method, path)
    return Sample(
        side="request" if message.method else "response",
        text=message.body,
        line=line + (message.body_line if message.body else message.line),
        status=message.status,
        media_type=message.media_type,
        request=request,
        query=query_of(message.target),
    )
