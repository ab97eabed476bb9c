"""What a code block shows of an exchange: HTTP messages, commands of curl, and bare payloads.

Pages print messages with odd heads (``HTTP 201 Created``, a blank line before the headers), the
request and its response in one block, or a command and what it prints. All become messages, each
with the line of its body in the block; a payload by itself is a message with a body alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from codegen.samples import Message

__all__ = ["messages"]

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*([\w!+#-]*)")
#: Languages of blocks in a block that hold messages or payloads.
_READ = frozenset({"", "json", "jsonc", "json5", "http", "sh", "bash", "shell", "console", "text"})
_REQUEST = re.compile(
    r"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)[ \t]+((?:https?:/|/|\{|<)\S*+)"
    r"(?:[ \t]+HTTP/[\d.]+)?[ \t]*"
)
_STATUS = re.compile(
    r"HTTP(?:/[\d.]+)?(?:[ \t]+(?:status[ \t]+)?code:?)?[ \t:]+(\d{3})\b[ \t]*(.*)", re.IGNORECASE
)
_URL = re.compile(r"https?://\S++[ \t]*")
_HEADER = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
_QUERY = re.compile(r"[ \t]*([?&]\S++)[ \t]*")
#: What curl -v prints before the lines of messages.
_TRACED = re.compile(r"[<>](?: |$)")
_CURL = re.compile(r"[ \t]*(?:[$#>%][ \t]+)?curl(?:\.exe)?(?=\s|$)")


def messages(text: str) -> tuple[Message, ...]:
    """The messages that `text` shows, in order; those without a head and a body are left out.

    `body_line` counts from 0 at the first line of the text.
    """
    lines = text.split("\n")
    found = [one for at, inner in _unfenced(lines) for one in _messages(inner, at)]
    return tuple(one for one in found if one.body or one.method or one.status or one.target)


def _unfenced(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The contents of code blocks in a code block, with their first line; or all of it."""
    marks = [
        (at, mark) for at, line in enumerate(lines) if (mark := _FENCE.fullmatch(line.rstrip()))
    ]
    if not marks:
        yield 0, list(lines)
        return
    opened: tuple[int, str] | None = None
    for at, mark in marks:
        if opened is None:
            opened = at + 1, mark[2].lower()
        elif not mark[2]:
            if opened[1] in _READ:
                yield opened[0], list(lines[opened[0] : at])
            opened = None
    if opened is not None and opened[1] in _READ:
        yield opened[0], list(lines[opened[0] :])


@dataclass(slots=True)
class _Part:
    """A message in the making."""

    head: Message = field(default_factory=Message)
    body: list[str] = field(default_factory=list)
    line: int = 0

    def message(self) -> Message:
        """The message, with its body freed of blank lines around it."""
        begin = next((n for n, line in enumerate(self.body) if line.strip()), len(self.body))
        text = "\n".join(self.body[begin:]).rstrip()
        return replace(self.head, body=text, body_line=self.line + begin if text else 0)


def _messages(lines: list[str], offset: int) -> Iterator[Message]:
    if any(_TRACED.match(line) for line in lines) and _is_traced(lines):
        lines = [line[2:] if _TRACED.match(line) else line for line in lines]
    part = _Part(line=offset)
    text = "\n".join(lines)
    begins = list(accumulate((len(line) + 1 for line in lines), initial=0))
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if _CURL.match(lines[at]):
            yield part.message()
            words, stop = _words(text, begins[at])
            yield _sent(words, offset + at)
            at += stop
            part = _Part(line=offset + at)
        elif (head_of := _head(line, lines, at)) is not None:
            yield part.message()
            head, at = _headers(head_of, lines, at + 1)
            part = _Part(head=head, line=offset + at)
        else:
            part.body.append(lines[at])
            at += 1
    yield part.message()


def _is_traced(lines: list[str]) -> bool:
    first = next((line for line in lines if _TRACED.match(line)), "")[2:].strip()
    return bool(_STATUS.fullmatch(first) or _REQUEST.fullmatch(first))


def _head(line: str, lines: list[str], at: int) -> Message | None:
    """The message that `line`, at `at`, begins; None where it begins none."""
    if line[:1].isalpha():
        if request := _REQUEST.fullmatch(line):
            return Message(method=request[1], target=request[2])
        if status := _STATUS.fullmatch(line):
            return Message(status=status[1], reason=status[2].strip())
    if line.startswith(("http", "--")) and at + 1 < len(lines):
        headed = _HEADER.fullmatch(lines[at + 1].strip())
        if headed and _URL.fullmatch(line):
            return Message(target=line)
        if headed and headed[1].lower().startswith("content-"):
            return Message()  # A part of a message of several (RFC 2046).
    return None


def _headers(head: Message, lines: list[str], at: int) -> tuple[Message, int]:
    """The head with its headers, and where the body begins."""
    target = head.target
    while target and at < len(lines) and (query := _QUERY.fullmatch(lines[at])):
        target += query[1]
        at += 1
    headers: list[tuple[str, str]] = []
    while at < len(lines):
        if header := _HEADER.fullmatch(lines[at].strip()):
            headers.append((header[1], header[2].strip()))
        elif lines[at].strip() or headers:
            break
        at += 1
    return replace(head, target=target, headers=tuple(headers)), at


# Commands of curl (https://curl.se/docs/manpage.html).

_WORD = re.compile(
    r"""(?P<quoted>'[^']*')|(?P<double>"(?:[^"\\]|\\.)*")|(?P<gap>(?:[ \t]|\\\r?\n)+)|(?P<end>\n)"""
    r"""|(?P<open>['"][^\n\\]*)|(?P<escape>\\.)|(?P<plain>[^\s'"\\]+)|(?P<other>.)""",
    re.DOTALL,
)
#: What a backslash escapes in double quotes.
_IN_DOUBLE = re.compile(r'\\(["\\$`])')
_DATA = frozenset(
    {"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json", "--data-urlencode"}
)
#: Other options with an argument of its own, as far as pages use them.
_WITH_ARGUMENT = frozenset(
    {"-u", "--user", "-o", "--output", "-F", "--form", "-A", "--user-agent", "-b", "--cookie"}
    | {"--cacert", "--cert", "--key", "-T", "--upload-file", "-w", "--write-out", "-m", "-e"}
)
_GLUED = re.compile(r"(--[a-z-]+)=(.*)|(-[XHd])(.+)", re.DOTALL)


def _sent(words: list[tuple[str, int]], first: int) -> Message:
    """The request that a command of these words sends, which stands at the line `first`."""
    method, target, body, body_line = "", "", "", 0
    headers: list[tuple[str, str]] = []
    pending = iter(words)
    for word, line in pending:
        option, value, where = word, "", line
        if glued := _GLUED.fullmatch(word):
            option, value = glued[1] or glued[3], glued[2] or glued[4] or ""
        elif word in _DATA | _WITH_ARGUMENT | {"-X", "--request", "-H", "--header", "--url"}:
            value, where = next(pending, ("", line))
        if option in {"-X", "--request"}:
            method = value.upper()
        elif option in {"-H", "--header"}:
            name, _, content = value.partition(":")
            headers.append((name.strip(), content.strip()))
        elif option in _DATA:
            if value.startswith("@"):
                continue
            joined = body and option != "--json"
            body, body_line = (f"{body}&{value}", body_line) if joined else (value, where)
        elif option == "--url" or (not option.startswith("-") and "/" in option):
            target = target or value or option
    posts = body or any(word in _DATA for word, _ in words)
    head = Message(
        method=method or ("POST" if posts else "GET"),
        target=target,
        headers=tuple(headers),
        body=body.strip(),
        body_line=first + body_line + body[: len(body) - len(body.lstrip())].count("\n"),
    )
    return head if body else replace(head, body_line=0)


def _words(text: str, at: int) -> tuple[list[tuple[str, int]], int]:
    """The words of the command at `at`, with their lines from 0, and the line behind it.

    A quote that is not closed ends with the line.
    """
    words: list[tuple[str, int]] = []
    word: list[str] = []
    line = begun = 0
    for token in _WORD.finditer(text, at):
        kind, raw = token.lastgroup, token[0]
        if kind in {"gap", "end"}:
            if word:
                words.append(("".join(word), begun))
                word = []
            line += raw.count("\n")
            if kind == "end":
                break
            continue
        if not word:
            begun = line
        word.append(_unquoted(kind, raw))
        line += raw.count("\n")
    else:
        line += 1
    if word:
        words.append(("".join(word), begun))
    return words[1:], line


def _unquoted(kind: str | None, raw: str) -> str:
    match kind:
        case "quoted":
            return raw[1:-1]
        case "double":
            return _IN_DOUBLE.sub(r"\1", raw[1:-1])
        case "open":
            return raw[1:].rstrip()
        case "escape":
            return raw[1:]
        case _:
            return raw
