"""What a code block shows of an exchange: HTTP messages, commands of curl, and bare payloads.

Pages print messages with odd heads (``HTTP 201 Created``, a blank line before the headers), the
request and its response in one block, or a command and what it prints. All become messages, each
with the line of its body in the block; a payload by itself is a message with a body alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate

from codegen.samples import Message

__all__ = ["messages"]

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*([\w!+#-]*)")
#: Languages of blocks in a block that hold messages or payloads.
_READ = frozenset({"", "json", "jsonc", "json5", "http", "sh", "bash", "shell", "console", "text"})
#: A target begins with a path, a host, or a variable that stands for it; blanks stand in braces,
#: and, as people write them, in the query. What has a version behind it is one in any case.
_REQUEST = re.compile(
    r"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)[ \t]+(?:"
    r"((?:https?:/|/|\{|<|\$\{?\w+\}?/|[\w.~-]+/)(?:\{[^{}\n]*\}|<[^<>\n]*>|[^\s?])*+(?:\?[^\n]*?)?)"
    r"(?:[ \t]+HTTP/[\d.]+)?|(\S+)[ \t]+HTTP/[\d.]+)[ \t]*"
)
_STATUS = re.compile(
    r"HTTP(?:/[\d.]+)?(?:[ \t]+(?:status[ \t]+)?code:?)?[ \t:]+(\d{3})\b[ \t]*(.*)", re.IGNORECASE
)
#: The same as a header above all others, as in the answer of a script (RFC 3875, 6.3.3).
_STATED = re.compile(r"Status:[ \t]*(\d{3})\b[ \t]*(.*)")
_URL = re.compile(r"https?://\S++[ \t]*")
_HEADER = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
_QUERY = re.compile(r"[ \t]*([?&]\S++)[ \t]*")
#: What curl -v prints before the lines of messages.
_TRACED = re.compile(r"[<>](?: |$)")
#: What the lines behind a command are for: its input, up to a line of this word.
_HERE = re.compile(r"(?<!<)<<-?[ \t]*\\?[\"']?([A-Za-z_]\w*)[\"']?")
_CURL = re.compile(r"[ \t]*(?:[$#>%][ \t]+)?curl(?:\.exe)?(?=\s|$)")


@lru_cache(maxsize=256)
def messages(text: str) -> tuple[Message, ...]:
    """The messages that `text` shows, in order; those without a head and a body are left out.

    `line` and `body_line` count from 0 at the first line of the text.
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
            sent = _sent(words, offset + at)
            here = _HERE.search("\n".join(lines[at : at + stop]))
            at += stop
            if here is not None:
                end = next((n for n in range(at, len(lines)) if lines[n].strip() == here[1]), None)
                read = _Part(head=sent, body=lines[at:end], line=offset + at)
                sent = read.message()
                at = len(lines) if end is None else end + 1
            yield sent
            part = _Part(line=offset + at)
        elif (head_of := _head(line, lines, at)) is not None:
            yield part.message()
            first = offset + at
            head, at = _headers(head_of, lines, at + 1)
            part = _Part(head=replace(head, line=first), line=offset + at)
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
            return Message(method=request[1], target=request[2] or request[3])
        if status := _STATUS.fullmatch(line):
            return Message(status=status[1], reason=status[2].strip())
        stated = _STATED.fullmatch(line)
        if stated and not any(one.strip() for one in lines[:at]):
            return Message(status=stated[1], reason=stated[2].strip())
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

#: A command goes on behind the end of a line that is escaped (by a backslash; by a caret or a
#: backtick on Windows), and with a line that begins with an option: people forget the backslash.
_WORD = re.compile(
    r"""(?P<quoted>'[^']*')|(?P<double>"(?:[^"\\]|\\.)*")"""
    r"""|(?P<gap>(?:[ \t]|[\\^`][ \t]*\n|\n(?=[ \t]*--?[A-Za-z]))+)|(?P<end>\n)"""
    r"""|(?P<open>['"][^\n\\]*)|(?P<escape>\\.)|(?P<plain>[^\s'"\\]+)|(?P<other>.)""",
    re.DOTALL,
)
#: What a backslash escapes in double quotes.
_IN_DOUBLE = re.compile(r'\\(["\\$`])')
_DATA = frozenset(
    {"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json", "--data-urlencode"}
)
_FORMS = frozenset({"-F", "--form", "--form-string"})
#: Options with an argument of its own, as far as pages use them.
_WITH_ARGUMENT = (
    _DATA
    | _FORMS
    | {"-X", "--request", "-H", "--header", "--url", "-u", "--user", "-o", "--output"}
    | {"-A", "--user-agent", "-b", "--cookie", "-T", "--upload-file", "-w", "--write-out"}
    | {"--cacert", "--cert", "--key", "-m", "-e"}
)
#: What data begin with that stand elsewhere (a file, a variable) or are no JSON and no form.
_ELSEWHERE = ("@", "$", "<")
#: Options whose data are sent in the query; https://curl.se/docs/manpage.html#-G
_IN_QUERY = frozenset({"-G", "--get"})
_GLUED = re.compile(r"(--[a-z-]+)=(.*)|-[fgikLNsSv]*([XHdF])(.*)", re.DOTALL)


def _sent(words: list[tuple[str, int]], first: int) -> Message:
    """The request that a command of these words sends, which stands at the line `first`."""
    method, target, in_query, posts = "", "", False, False
    headers: list[tuple[str, str]] = []
    data: list[tuple[str, int]] = []
    for option, value, line in _options(words):
        if option in {"-X", "--request"}:
            method = value.upper()
        elif option in {"-H", "--header"}:
            name, _, content = value.partition(":")
            headers.append((name.strip(), content.strip()))
        elif option in _IN_QUERY:
            in_query = True
        elif option in _DATA | _FORMS:
            posts = True
            data.extend([(value, line)] if value[:1] not in _ELSEWHERE else [])
        elif option == "--url" or not option:
            target = target or (value if option or "/" in value else "")
    if any(option in _FORMS for option, _, _ in _options(words)):
        headers.append(("Content-Type", "multipart/form-data"))
    body, begin = "&".join(value for value, _ in data), data[0][1] if data else 0
    if in_query:
        target += f"{'&' if '?' in target else '?'}{body}" if body else ""
        body, posts = "", False
    lead = body[: len(body) - len(body.lstrip())].count("\n")
    return Message(
        method=method or ("POST" if posts else "GET"),
        target=target,
        headers=tuple(headers),
        body=body.strip(),
        body_line=first + begin + lead if body.strip() else 0,
        line=first,
        command=True,
    )


def _options(words: Sequence[tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    """The options of a command with their arguments, and the line of these; '': no option."""
    pending = iter(words)
    for word, line in pending:
        if word in _WITH_ARGUMENT:
            yield word, *next(pending, ("", line))
        elif glued := _GLUED.fullmatch(word):
            option, value = glued[1] or f"-{glued[3]}", glued[2] or glued[4] or ""
            yield (option, value, line) if value else (option, *next(pending, ("", line)))
        elif word.startswith("-"):
            yield word, "", line
        else:
            yield "", word, line


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
